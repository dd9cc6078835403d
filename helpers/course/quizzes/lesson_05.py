"""The questions at the end of lesson 5."""

import numpy as np

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(matrix, seeds, names):
    """Ask what lesson 5 meant.

    Parameters
    ----------
    matrix : array of int, shape (K, K)
        Rows actual, columns predicted.
    seeds : array of int, shape (S, K, K)
        The same for trainings that differ only in the seed; two or more.
    names : sequence of K str

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "05/quiz",
        [_recall(matrix, names), _hats(), _customers(), _seeds(seeds, names), _sure()],
        title="Questions on lesson 5",
    )


def _recall(matrix, names, name="Coat"):
    k = list(names).index(name)
    found, actual, called = matrix[k, k], matrix[k].sum(), matrix[:, k].sum()
    wrongly = (actual - found) + (called - found)
    thing = name.lower()
    right = f"{found / actual:.1%}"
    return Question(
        "recall",
        f"There are {actual:,} {thing}s. The network calls {called:,} pictures a {thing}, and "
        f"{found:,} of these are one. What is its recall of the {thing}?",
        right,
        wrong_numbers(
            right,
            (
                f"{found / called:.1%}",
                f"That is the precision: of what is called a {thing}, the share that is one.",
            ),
            (
                f"{1 - wrongly / matrix.sum():.1%}",
                f"That is the accuracy for this class. All pictures that are no {thing} and are "
                "not called so count in it.",
            ),
            (
                f"{called / actual:.1%}",
                "That compares how often it is said with how often it occurs. Some of what is "
                "said is wrong.",
            ),
        ),
        f"Of the {actual:,} {thing}s, {found:,} were found.",
    )


def _hats(n=100):
    right = f"Accuracy {(n - 1) / n:.0%}, recall 0%"
    return Question(
        "hats",
        f"Of {n} pictures one shows a hat. A network never says hat. What are its accuracy for "
        "the class hat, and its recall?",
        right,
        {
            "Accuracy 0%, recall 0%": (
                "For accuracy, each picture that is no hat and is not called one is a right answer."
            ),
            f"Accuracy {(n - 1) / n:.0%}, recall {(n - 1) / n:.0%}": (
                "Recall asks only the hats: of these none was found."
            ),
            f"Accuracy {1 / n:.0%}, recall 0%": (
                "So many pictures are hats, and were missed. All the others are right answers."
            ),
        },
        "Never to say it is right for all but one picture, and finds no hat.",
    )


def _customers():
    return Question(
        "customers",
        "A shop sells as coats what a network calls coats. Customers complain that theirs is none. "
        "Which number of the class coat should be larger?",
        "Precision",
        {
            "Recall": (
                "Recall says how many of the coats are found. A coat that is missed brings no such "
                "complaint."
            ),
            "Accuracy": (
                "It is high already, since most pictures are no coats. A few false alarms hardly "
                "lower it."
            ),
            "The number of pictures called coats": (
                "To call more pictures so finds more coats, and makes more false alarms as well."
            ),
        },
        "Of what is called a coat, the share that is one: the diagonal, divided by the column.",
    )


def _seeds(seeds, names):
    apart = np.abs(seeds[0] - seeds[1])
    np.fill_diagonal(apart, -1)
    actual, called = np.unravel_index(apart.argmax(), apart.shape)
    more, less = sorted(seeds[:2, actual, called], reverse=True)
    return Question(
        "seeds",
        f"Trained with one seed, the CNN takes {more:,} pictures of the class {names[actual]} for "
        f"{names[called]}; trained with another seed, {less:,}. What do you say?",
        "Such cells move from seed to seed: this alone tells no story",
        {
            "The second network tells the two classes apart better": (
                "It may only lean the other way, and make more errors in other cells. Over all "
                "classes the two are about equally often right."
            ),
            "The first training was too short": (
                "Both were equally long. They differ in nothing but the seed."
            ),
            "The second network was asked easier test pictures": (
                "All trainings were asked the same test pictures."
            ),
        },
        "The same training with another seed is the first thing to try before one explains a cell.",
    )


def _sure(sure=0.99):
    return Question(
        "sure",
        f"A network's probabilities are just right. It says: Coat, {sure:.0%}. Can that be wrong?",
        f"Yes, about one in {1 / (1 - sure):.0f} such answers is wrong",
        {
            f"No: at {sure:.0%} it has recognised the coat": (
                "However sure, it is a share. Some wrong answers stand next to 100%."
            ),
            "Yes, but then the label must be wrong": (
                "Some of its surest errors are errors of the labels. Not all of them."
            ),
            f"Yes: it is {sure:.0%} of a coat, and the rest is something else": (
                "The number says how often such answers are right, not how much of the picture "
                "is a coat."
            ),
        },
        f"Just right means: of all answers of which it is {sure:.0%} sure, {sure:.0%} are right.",
    )
