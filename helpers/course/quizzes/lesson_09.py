"""The questions at the end of lesson 9."""

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(n_test):
    """Ask what lesson 9 meant.

    Parameters
    ----------
    n_test : int
        How many test pictures there are.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    questions = [_burst(), _one_more(n_test), _uneven(), _borrowed(), _background()]
    return Quiz("09/quiz", questions, title="Questions on lesson 9")


def _burst():
    return Question(
        "burst",
        "Ten pictures of a cup were taken within three seconds. Why do they stay in one part of "
        "the split?",
        "Else the test asks for pictures that were all but seen in training",
        {
            "Else the training would see too few cups": (
                "It sees as many pictures either way. What differs is what the test is worth."
            ),
            "Because the network learns an order in time": (
                "It sees each picture by itself, in random order."
            ),
        },
        "A near copy of a training picture says nothing of the next cup.",
    )


def _one_more(n_test):
    right = f"{100 / n_test:.1f}"
    return Question(
        "one-more",
        f"The test has {n_test} pictures. By how many points of 100 does one right answer more "
        "move the accuracy?",
        right,
        wrong_numbers(
            right,
            ("1.0", "It would with a test of 100 pictures."),
            (f"{n_test / 100:.1f}", "Divide the other way round: 100 points by the pictures."),
            (f"{200 / n_test:.1f}", "One answer, not two."),
        ),
        "Each picture has an equal share of the 100 points. So of few the interval is wide.",
    )


def _uneven():
    return Question(
        "uneven",
        "Of 100 pictures 90 show a dog and 10 a cat. A network always says dog. Its balanced "
        "accuracy?",
        "50 %",
        {
            "90 %": "That is its accuracy: every picture counts the same.",
            "10 %": "That is the share of cats. Take the mean of both recalls.",
            "45 %": "All dogs are found: a recall of 1, not of 0.9. And no cat.",
        },
        "It finds all dogs and no cat; the mean of 1 and 0 is one half, which is guessing.",
    )


def _borrowed():
    return Question(
        "borrowed",
        "Why can borrowed layers help with pictures that they never saw?",
        "Edges, colours and textures are of use for many things",
        {
            "They know all things already": (
                "They learned ten classes, and yours need be none of them."
            ),
            "They are trained further, faster": "They were frozen: no step changed them.",
        },
        "What the last layer makes of them is learned anew, and that takes few pictures.",
    )


def _background():
    return Question(
        "background",
        "All your pictures of mugs were taken in the kitchen, all of pens at the desk. The test "
        "accuracy is perfect. What have you shown?",
        "Nothing of mugs: it may have learned to tell kitchen from desk",
        {
            "That it knows mugs, for the test pictures were new to it": (
                "They were new, but with the same background. The test has the same fault as the "
                "training."
            ),
            "That it learned by heart": "Then the test would be poor. It learned; ask what.",
        },
        "Grad-CAM, or a mug at the desk, would tell.",
    )
