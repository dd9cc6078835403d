"""The checks of lesson 4: what a pixel sees, how it is computed, what answers to a line."""

import numpy as np

from helpers.course.checks.base import (
    array,
    call,
    check,
    close,
    function,
    mistake,
    must,
    number,
    whole_number,
)
from helpers.networks.anatomy import receptive_field
from helpers.networks.features import feature_maps

__all__ = ["check_field", "check_line", "check_pixel", "check_test_size"]


@check(wants="how many pixels wide, a whole number")
def check_field(answer, model):
    """Check exercise 1: the width of what one pixel of pool_2 sees.

    Parameters
    ----------
    answer : object
        The width, in pixels of the picture.
    model : keras.Model
        The lesson's.
    """
    width = receptive_field(model, "pool_2", 0, 0).width
    before = receptive_field(model, "conv_2", 0, 0).width
    given = whole_number(answer, low=1)
    mistake(given == width**2, "That is its area. How wide is it?")
    mistake(given == 2, "Two pixels of conv_2, yes. But how much of the *picture* do these see?")
    mistake(
        given == before,
        "That is one pixel of conv_2. A pixel of pool_2 sees two of them, side by side.",
    )
    mistake(
        given == 2 * before,
        f"Two fields of {before} pixels would be so wide if they did not overlap. They do: how far "
        "apart are their left edges?",
    )
    mistake(
        given == before + 1,
        "One step to the right on conv_2 is more than one pixel on the picture: "
        "there was a pooling before.",
    )
    must(given == width, "Not yet. Go back layer by layer: pool_2, conv_2, pool_1, conv_1.")
    return (
        f"{width} × {width} = {width**2} pixels, of {28 * 28}. Two fields of {before}, and "
        f"{width - before} pixels between their left edges."
    )


@check(wants="a function of a patch, a kernel and a bias that returns a number")
def check_pixel(answer, model):
    """Check exercise 2: a pixel of a feature map, computed by the learner's own function.

    Parameters
    ----------
    answer : object
        The function.
    model : keras.Model
        The lesson's; its first layer gives the kernels to try.
    """
    pixel = function(answer)
    kernels, biases = model.get_layer("conv_1").get_weights()
    rng = np.random.default_rng(0)
    cases = [(rng.random((3, 3)), kernels[:, :, 0, k], float(biases[k])) for k in range(32)]
    cases.append((np.ones((2, 2)), np.array([[1.0, 2.0], [3.0, 5.0]]), -4.0))
    sums = np.array([(patch * kernel).sum() for patch, kernel, _ in cases])
    given_biases = np.array([bias for *_, bias in cases])
    expected = np.maximum(sums + given_biases, 0)
    turned = np.array([(patch * kernel[::-1, ::-1]).sum() for patch, kernel, _ in cases])
    given = np.array([number(call(pixel, *case)) for case in cases])

    tolerance = 1e-6
    mistake(
        close(given, sums + given_biases, tolerance),
        "The sum is right. Some of your pixels are negative, though: what does ReLU do with them?",
    )
    mistake(
        close(given, np.maximum(sums, 0), tolerance) or close(given, sums, tolerance),
        "The bias is missing.",
    )
    mistake(
        close(given, np.maximum(sums, 0) + given_biases, tolerance),
        "The order counts: first add the bias, then ReLU.",
    )
    mistake(
        close(given, np.maximum(turned + given_biases, 0), tolerance),
        "You turned the kernel around, as mathematicians do. Deep-learning libraries do not.",
    )
    must(close(given, expected, tolerance), "Not the same numbers. Multiply pixel by pixel, add "
         "up everything, add the bias; what is below zero becomes zero.")  # fmt: skip
    return f"It agrees for {len(cases)} kernels. This is all that a convolutional layer does."


@check(wants="the number of a map of conv_1, from 0 to 31")
def check_line(answer, model, line):
    """Check exercise 3: the map of conv_1 that answers most strongly to a line.

    Parameters
    ----------
    answer : object
        The map's number.
    model : keras.Model
        The lesson's.
    line : ndarray of shape (28, 28), uint8
        The picture of the line.
    """
    maps = feature_maps(model, np.asarray(line)[None], ["conv_1"])["conv_1"][0]
    strongest = maps.max(axis=(0, 1))
    given = array(answer)
    mistake(given.size == 3, "Those are row, column and map. Only the map is asked for.")
    given = whole_number(answer, low=0, high=maps.shape[-1] - 1)
    mistake(
        given == int(np.argmin(strongest)) and strongest[given] < strongest.max(),
        "That one answers least. Take the largest value of each map, then the largest of these.",
    )
    mistake(
        given == int(np.argmax(maps.mean(axis=(0, 1)))) != int(np.argmax(strongest)),
        "That map is the brightest on average. Which one has the brightest *pixel*?",
    )
    must(
        given == int(np.argmax(strongest)),
        f"Map {given} reaches {strongest[given]:.3f}; another one reaches {strongest.max():.3f}.",
    )
    return f"Map {given} reaches {strongest[given]:.3f}. Look at its kernel above: can you see why?"


@check(wants="a number of test pictures")
def check_test_size(answer, right, n):
    """Check exercise 4: how many test pictures would halve the interval.

    Parameters
    ----------
    answer : object
        The number.
    right : int
        How many of the test pictures the network got right.
    n : int
        How many test pictures there are.
    """
    given = number(answer, low=1)
    mistake(close(given, n / 4, n / 100), "Fewer pictures make the interval wider, not narrower.")
    mistake(
        close(given, 2 * n, n / 50),
        "Twice as many pictures make it narrower only by the square root of two.",
    )
    must(
        3.6 * n <= given <= 4.4 * n,
        "The interval's width goes with 1 divided by the square root of the number of pictures.",
    )
    share = right / n
    half = 1.96 * np.sqrt(share * (1 - share) / (4 * n))
    return (
        f"Four times as many, {4 * n:,}: then it is about {share:.2%} ± {half:.2%}. Precision is "
        "expensive."
    )
