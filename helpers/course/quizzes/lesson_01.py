"""The questions at the end of lesson 1."""

import math

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(picture, confusion, alike):
    """Ask what lesson 1 meant.

    Parameters
    ----------
    picture : array of uint8, shape (h, w, 3)
        A colour photograph.
    confusion : pandas.DataFrame of int
        What the averages took for what: rows actual, columns predicted, by the classes' names.
    alike : float
        The correlation of two averages that are much alike.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "01/quiz",
        [_numbers(*picture.shape), _row(confusion), _alike(alike), _more(), _sandals()],
        title="Questions on lesson 1",
    )


def _numbers(height, width, channels):
    right = f"{math.prod((height, width, channels)):,}"
    return Question(
        "numbers",
        f"A colour photograph is an array of shape ({height}, {width}, {channels}). How many "
        "numbers are in it?",
        right,
        wrong_numbers(
            right,
            (
                f"{height * width:,}",
                "So many pixels it has. Each of them has three numbers: red, green and blue.",
            ),
            (
                f"{height + width + channels:,}",
                "The three were added up. Each row has all its pixels, and each pixel its three "
                "numbers: multiply.",
            ),
            (f"{width * channels:,}", "So many numbers are in one row."),
        ),
        f"{height} rows of {width} pixels, with {channels} numbers each.",
    )


def _row(confusion, actual="Shirt", called="Coat"):
    right = f"{confusion.loc[actual, called]:,}"
    return Question(
        "row",
        "Look at the last heat map of counts, the confusion matrix. How many shirts were taken "
        "for coats?",
        right,
        wrong_numbers(
            right,
            (
                f"{confusion.loc[called, actual]:,}",
                "So many coats were taken for shirts. The row says what a picture is, the column "
                "what it was taken for.",
            ),
            (f"{confusion.loc[actual, actual]:,}", "So many shirts were taken for shirts."),
            (
                f"{confusion[called].sum():,}",
                "So many pictures of all kinds were taken for coats: that is the whole column.",
            ),
        ),
        "The row of the shirts, the column of the coats.",
    )


def _alike(alike):
    return Question(
        "alike",
        f"The averages of two classes have a correlation of {alike:.2f}. What do you know?",
        "On average the two classes are bright and dark in the same places",
        {
            "Each picture of one class looks nearly like each picture of the other": (
                "An average is not its members. Much that tells single pictures apart is gone "
                "from it."
            ),
            f"Of 100 pictures, {100 * alike:.0f} will be put into the wrong one of the two": (
                "A correlation counts no pictures. Trousers and dresses are much alike on "
                "average, and seldom confused."
            ),
            "Both averages have the same brightness": (
                "The mean brightness is subtracted first. A darker copy of a picture still has a "
                "correlation of 1 with it."
            ),
        },
        "That is what the correlation measures, and no more.",
    )


def _more():
    return Question(
        "more",
        "You have the average of 64 sandals. Now you take thousands more into it. What happens?",
        "Not much: it had lost most of its contrast by then",
        {
            "It gets sharper, for there is more detail to show": (
                "Each picture has its details in another place. In the mean they wipe each other "
                "out, and more pictures do not bring them back."
            ),
            "It goes on fading until all pixels are the same grey": (
                "It comes to rest at what sandals have in common: some places are bright more "
                "often than others."
            ),
            "It turns into the picture of the most typical sandal": (
                "An average need not look like any picture that went into it."
            ),
        },
        "The average changes fast at first, and hardly at all later.",
    )


def _sandals():
    return Question(
        "sandals",
        "Why does the nearest average take so many dark clothes for sandals?",
        "The average sandal is dark all over, so it is near to any dark picture",
        {
            "They have the outline of a sandal": (
                "They have not. The distance compares pixel with pixel, and knows no outline."
            ),
            "There are more sandals than other pictures to learn from": (
                "How many pictures went into an average plays no part: only the ten averages are "
                "compared."
            ),
            "Somebody gave them the wrong label": (
                "A few labels are doubtful, but not so many. What they were taken for, the "
                "classifier said, not the label."
            ),
        },
        "The squared differences are small where both are dark.",
    )
