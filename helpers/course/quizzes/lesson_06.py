"""The questions at the end of lesson 6."""

import numpy as np

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(record, by_chance):
    """Ask what lesson 6 meant.

    Parameters
    ----------
    record : helpers.recording.Record
        With ``val_accuracy``, which reaches one half.
    by_chance : float
        By how much two equally good networks differ in 95 of 100 cases, as a share right.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "06/quiz",
        [_half(record), _forgotten(), _gap(), _luck(by_chance), _kernels()],
        title="Questions on lesson 6",
    )


def _half(record):
    accuracy = record.scores["val_accuracy"]
    half = np.flatnonzero(accuracy >= 0.5)[0]
    right = f"{record.images_seen[half] / record.images_seen[-1]:.0%}"
    return Question(
        "half",
        "The first network was right for every second validation picture early on. After what "
        "share of all the pictures that it saw in its training?",
        right,
        wrong_numbers(
            right,
            (
                f"{record.epochs[half] / record.epochs[-1]:.0%}",
                "That is its share of the epochs. But the first epochs are tiny.",
            ),
            (
                f"{0.5 / accuracy[-1]:.0%}",
                "That would be so if each picture brought the same gain. The first ones bring "
                "far more.",
            ),
            ("50%", "Half right is not half of the training."),
        ),
        f"After {record.images_seen[half]:,} of {record.images_seen[-1]:,}. Learning is quick at "
        "first, and then ever slower.",
    )


def _forgotten():
    return Question(
        "forgotten",
        "After one epoch a test picture is right, after the next it is wrong, and after the third "
        "right again. What has happened?",
        "The weights changed a little, and for this picture it was close each time",
        {
            "The network forgot what it knew in that epoch": (
                "Most pictures stayed as they were. Only some that are close to the border change."
            ),
            "The picture was left out of the training in that epoch": (
                "It is a test picture: the network never learns from it."
            ),
            "Something went wrong with the recorder": ("Many pictures do so, in every training."),
        },
        "Each step changes weights that all pictures share.",
    )


def _gap():
    return Question(
        "gap",
        "Near the end the training score goes on rising, and the validation score stands still. "
        "What is the network learning?",
        "Its training pictures by heart",
        {
            "Nothing: it has come to its end": (
                "Its training score rises, so its weights change, and fit these pictures better."
            ),
            "What the validation pictures have as well, which will show later": (
                "What helps with new pictures would show on the validation pictures at once."
            ),
            "The validation pictures, which are harder": (
                "It never learns from them. They were taken out of the same pictures, by chance."
            ),
        },
        "What it learns now holds for the pictures that it sees, and for no others.",
    )


def _luck(by_chance):
    return Question(
        "luck",
        f"One recipe gets {by_chance / 3:.1%} more of the test pictures right than another. Two "
        f"equally good networks differ by up to {by_chance:.1%} in 95 of 100 cases. What do you "
        "say?",
        "It cannot be told from this which one is better",
        {
            "The first is better: its number is larger": (
                "So small a difference comes by chance alone, and would often be the other way "
                "round with other test pictures."
            ),
            "The two are equally good": (
                "That is not shown either. A small difference may be there, but this test cannot "
                "see it."
            ),
            "The first is better, with 95% certainty": (
                "The 95% belong to what two equally good networks do. The difference is well "
                "within it."
            ),
        },
        "What chance gives as well is no sign. More test pictures, or more seeds, would tell.",
    )


def _kernels():
    return Question(
        "kernels",
        "The kernels of one network show clear edges, those of another look like noise. Which "
        "network is better?",
        "Kernels do not tell: look at the test pictures",
        {
            "The one with the edges": (
                "The better recipe's kernels look like noise. They began as larger random numbers, "
                "and most of that is still in them."
            ),
            "The one with the noise": (
                "Noise is no merit. An untrained network's kernels are nothing else."
            ),
            "Neither has learned: good kernels are smooth": (
                "Both may have learned. What training has added can be hidden under what was there "
                "at the start."
            ),
        },
        "What one sees in a kernel depends on how it began.",
    )
