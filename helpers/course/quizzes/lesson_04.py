"""The questions at the end of lesson 4."""

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(score, n_candidates):
    """Ask what lesson 4 meant.

    Parameters
    ----------
    score : float
        The share right of the chosen network, on the pictures by which it was chosen.
    n_candidates : int
        How many networks it was chosen from.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "04/quiz",
        [_chosen(score, n_candidates), _pixel(), _dark(), _twins(), _empty()],
        title="Questions on lesson 4",
    )


def _chosen(score, n_candidates):
    return Question(
        "chosen",
        f"Of {n_candidates} networks you keep the one with the best score on 200 pictures: "
        f"{score:.1%}. What do you expect of it on thousands of new pictures?",
        f"Less than {score:.1%}, but more than the mean of all the networks",
        {
            f"About {score:.1%}": (
                "It was chosen for being good and for being lucky. The luck stays with the 200 "
                "pictures."
            ),
            f"More than {score:.1%}": (
                "It may be better than the other networks. But its own score has luck in it, and "
                "was chosen for it."
            ),
            "About the mean of all the networks": (
                "Not all was luck. The chosen one is likely to be better than the mean, too."
            ),
        },
        "It was the best where it was chosen, and a part of that was luck.",
    )


def _pixel(products=-0.4, bias=0.1):
    def written(number):
        return f"{number:.1f}".replace("-", "−")

    total = products + bias
    right = written(max(total, 0))
    return Question(
        "pixel",
        f"For a patch, the products of pixels and weights add up to {written(products)}. The bias "
        f"is {written(bias)}. What is the pixel of the map, after ReLU?",
        right,
        wrong_numbers(
            right,
            (written(total), "That is the sum before ReLU."),
            (written(abs(total)), "ReLU does not drop the minus. What is below zero becomes 0."),
            (
                written(max(products, 0) + bias),
                "The bias is added first, then ReLU cuts. Here it was cut before.",
            ),
        ),
        f"{written(products)} + {written(bias)} is below zero, and ReLU turns that into 0.",
    )


def _dark():
    return Question(
        "dark",
        "For one digit, a map is 0 everywhere. What do you know of it?",
        "It does not answer to this digit; it may answer to others",
        {
            "It is dead, and will be 0 for every picture": (
                "That takes many pictures to say. For a single one it is only silent."
            ),
            "Its kernel's weights are all 0": (
                "They can be large. Their sums with this picture's pixels just never got above "
                "zero."
            ),
            "The network has not learned enough": (
                "A map that is silent for one digit and bright for another tells them apart."
            ),
        },
        "Silent for one picture is not dead.",
    )


def _twins():
    return Question(
        "twins",
        "Two trained networks have some filters that are twins. Two untrained ones have as many. "
        "What may you say of the trained ones?",
        "Their twins alone do not show that both have learned the same",
        {
            "Both have learned the same things": (
                "Untrained networks have learned nothing, and have twins as well. Small kernels "
                "resemble each other by chance."
            ),
            "They have learned nothing": (
                "They read digits well. Twins are just no measure of what was learned."
            ),
            "Each filter of one is in the other, in another order": (
                "Then all would be twins after matching. Only some of them are."
            ),
        },
        "What chance gives as well is no sign of learning.",
    )


def _empty():
    return Question(
        "empty",
        "The middle of a 0 is empty. You cover it with black, and the network's answer stays the "
        "same. What does that say of the middle?",
        "Nothing: black on black changes no pixel, whether it matters or not",
        {
            "That the network does not care for the middle": (
                "It may: a stroke there would make it another digit. But covering what is black "
                "with black cannot show that."
            ),
            "That the network does not look there": (
                "Its kernels lie on every place of the picture, on the empty ones too."
            ),
            "That any other way to ask would say the same": (
                "Other ways ask other questions, and one that asks what a little more would do "
                "often finds that an empty place matters."
            ),
        },
        "To see whether emptiness matters, one would have to cover it with something else.",
    )
