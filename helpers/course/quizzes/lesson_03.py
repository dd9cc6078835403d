"""The questions at the end of lesson 3."""

import math

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(in_place, moved):
    """Ask what lesson 3 meant.

    Parameters
    ----------
    in_place : float
        The share of test digits that the MLP reads where they are.
    moved : float
        The share that it reads when they are moved by three pixels.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "03/quiz",
        [_neuron(), _gradient(), _larger(), _shuffled(), _moved(in_place, moved)],
        title="Questions on lesson 3",
    )


def _written(number):
    """Write a number with a minus that is as wide as a plus."""
    return f"{number:.3g}".replace("-", "−")


def _neuron(inputs=(1, 0, 2), weights=(0.5, -3, 1), bias=-1):
    products = [one * weight for one, weight in zip(inputs, weights, strict=True)]
    z = sum(products) + bias
    right = _written(z)
    listed = [", ".join(map(_written, numbers)) for numbers in (inputs, weights)]
    return Question(
        "neuron",
        f"A neuron has the inputs {listed[0]}, the weights {listed[1]} and the bias "
        f"{_written(bias)}. What is its sum, before the activation function?",
        right,
        wrong_numbers(
            right,
            (_written(sum(products)), "The bias is missing. It is added to the sum."),
            (
                _written(sum(weights) + bias),
                "The weights were added up as they are. Each is first multiplied by its input, "
                "and an input of 0 silences its weight.",
            ),
            (
                _written(1 / (1 + math.exp(-z))),
                "That is after the sigmoid. Asked was what goes into it.",
            ),
        ),
        "Input times weight, added up, plus the bias.",
    )


def _gradient():
    return Question(
        "gradient",
        "A weight's gradient is negative. What does a step of learning do with this weight?",
        "It makes it larger: then the cost falls",
        {
            "It makes it smaller, in the direction of the gradient": (
                "The gradient says where the cost grows. A step goes the other way."
            ),
            "It leaves it: below zero there is nothing to learn": (
                "The sign only says on which side the cost falls. Only a gradient of 0 leaves a "
                "weight as it is."
            ),
            "It turns the weight's sign": (
                "A step adds a little to the weight. Whether the weight itself is above or below "
                "zero plays no part."
            ),
        },
        "If the weight grows a little, the cost falls: that is what the minus says.",
    )


def _larger(kernels=8, size=3, width=28):
    right = f"{kernels * size**2 + kernels:,}"
    nodes = kernels * (2 * width - size + 1) ** 2
    return Question(
        "larger",
        f"A convolution has {kernels} kernels of {size}×{size}, each with a bias, for grey "
        f"pictures of {width}×{width} pixels. How many parameters would it have for pictures of "
        f"{2 * width}×{2 * width}?",
        right,
        wrong_numbers(
            right,
            (
                f"{4 * (kernels * size**2 + kernels):,}",
                "Four times as many pixels make about four times as many nodes. But they all "
                "share the same weights.",
            ),
            (f"{kernels * size**2:,}", "These are the weights. Each kernel also has a bias."),
            (
                f"{nodes:,}",
                "So many nodes it has, one for each place in each map. They share their kernel's "
                "weights.",
            ),
        ),
        f"{kernels}·{size}·{size} weights and {kernels} biases, whatever the size of the picture.",
    )


def _shuffled():
    return Question(
        "shuffled",
        "The pixels of all digits, to learn from and to test, are shuffled in one and the same "
        "way. Which network learns as well as before?",
        "The MLP only",
        {
            "The CNN only": (
                "It is the other way round. A kernel looks at neighbours, and after shuffling "
                "neighbours have nothing to do with each other."
            ),
            "Both": (
                "The MLP does not mind. But a kernel looks at neighbours, and after shuffling "
                "neighbours have nothing to do with each other."
            ),
            "Neither": (
                "You could not read such digits. But each neuron of an MLP has a weight for each "
                "pixel, and does not know which pixels lie side by side."
            ),
        },
        "An MLP never knew which pixels are neighbours, so it loses nothing. A CNN lives on that.",
    )


def _moved(in_place, moved):
    return Question(
        "moved",
        f"Of 100 test digits the MLP reads {100 * in_place:.0f}. Moved by three pixels, it reads "
        f"{100 * moved:.0f} of the same. What does that show?",
        "It had learned where ink lies, and all digits lay in the middle",
        {
            "It had only learned its training digits by heart": (
                "Then it would also fail on test digits in their place, which it had never seen "
                "either."
            ),
            "Moved digits are harder to read, for anybody": (
                "You read them as before. At three pixels they have lost hardly any ink."
            ),
            "A test with moved digits is no fair test": (
                "It asks another question than the first test did: whether the place matters. For "
                "real letters and forms that is a fair one."
            ),
        },
        "The first score was no lie, but the test could not show what moved digits show.",
    )
