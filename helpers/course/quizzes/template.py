"""The questions at the end of the lesson template: the smallest example of a quiz."""

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(images):
    """Ask what the template meant.

    Parameters
    ----------
    images : array of uint8, shape (N, h, w)

    Returns
    -------
    helpers.course.forms.Quiz
    """
    questions = [_numbers(images), _mean(), _label()]
    return Quiz("00/quiz", questions, title="Questions on the template")


def _numbers(images):
    height, width = images.shape[1:]
    right = f"{height * width:,}"
    return Question(
        "numbers",
        f"How many numbers is a picture of {height} by {width} pixels?",
        right,
        wrong_numbers(
            right,
            (f"{height + width}", "That is a sum. Each row has all its pixels: multiply."),
            (f"{width}", "So many numbers are in one row."),
        ),
        f"{height} rows of {width} numbers.",
    )


def _mean():
    return Question(
        "mean",
        "The average of many digits is grey mist. Were the digits grey?",
        "No: nearly all pixels of a digit are black or white",
        {
            "Yes: an average looks like what it was made of": (
                "An average of black and white is grey, though none of them is."
            ),
        },
        "A mean lies between what went into it.",
    )


def _label():
    return Question(
        "label",
        "A digit's label is 1. Where does that come from?",
        "Somebody read it and wrote it down",
        {"From the pixels": "They are numbers from 0 to 255, and say nothing of a class."},
        "So a label can be wrong.",
    )
