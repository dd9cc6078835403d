"""The checks of lesson 4: what a pixel sees, how it is computed, what answers to a line."""

import numpy as np

from helpers.course.checks.answers import array, call, close, function, number, whole_number
from helpers.course.checks.base import check, mistake, must
from helpers.networks.features import feature_maps

__all__ = ["check_field", "check_line", "check_pixel", "check_test_size"]


@check(wants="how many pixels wide, a whole number")
def check_field(answer):
    """Check exercise 1: the width of what a pixel of pool_2 sees, with 5 × 5 kernels in conv_2."""
    given = whole_number(answer, low=1)
    for wrong, hint in (
        (8, "That is for conv_2 as it is, with 2 × 2. Here it is 5 × 5."),
        (14**2, "That is its area. How wide is it?"),
        (5, "Five pixels of pool_1, yes. But how much of the *picture* do these see?"),
        (2, "Two pixels of conv_2, yes. But how much of the *picture* do these see?"),
        (4, "That is one pixel of pool_1. Two layers are left."),
        (12, "That is one pixel of conv_2. A pixel of pool_2 sees two of them, side by side."),
        (24, "Two fields of 12 pixels would be so wide if they did not overlap. They do: how far "
             "apart are their left edges?"),
        (13, "One step to the right on conv_2 is more than one pixel on the picture: "
             "there was a pooling before."),
        (9, "After pool_1, neighbours are 2 pixels apart on the picture, not 1."),
        (16, "The distance of neighbours doubles *after* pool_2, not in it."),
        (10, "After pool_1, neighbours are 2 pixels apart in conv_2 already: five of them see "
             "4 + 4·2."),
    ):  # fmt: skip
        mistake(given == wrong, hint)
    must(given == 14, "Not yet. Go layer by layer: conv_1, pool_1, conv_2, pool_2.")
    return (
        f"3, then 3 + 1 = 4, then 4 + 4·2 = 12, then 12 + 2 = 14: a quarter of the picture's "
        f"{28 * 28} pixels."
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
    results = [call(pixel, *case) for case in cases]
    mistake(
        np.shape(results[0]) == (3, 3),
        "Your function gives nine numbers. Add up the products: `.sum()`.",
    )
    given = np.array([number(result) for result in results])

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
        close(given, np.maximum(sums - given_biases, 0), tolerance),
        "The bias is added, not subtracted.",
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
    mistake(
        given.size == maps.shape[-1],
        "Those are numbers of all maps. Which map has the largest? `argmax` says where it is.",
    )
    mistake(
        given.size == 1 and close(np.ravel(given)[0], strongest.max(), 1e-3),
        "That is how brightly it answers. Which map does?",
    )
    mistake(
        given.size == 1 and given.ravel()[0] == maps.argmax() >= maps.shape[-1],
        "That counts through all pixels of all maps. Take the largest of each map first: "
        "`.max(axis=(0, 1))`.",
    )
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
    mistake(close(given, 4, 1e-6), "Four times as many, yes. How many pictures is that?")
    mistake(
        close(given, n, n / 50), "With as many as now, the interval stays as it is. It must shrink."
    )
    mistake(close(given, n / 2, n / 50), "Fewer pictures make the interval wider, not narrower.")
    mistake(close(given, 3 * n, n / 50), "That many *more*, yes. How many are needed in all?")
    mistake(
        close(given, np.sqrt(2) * n, n / 50),
        "The square root, yes, but the other way round: for half the width, what must the number "
        "under the root become?",
    )
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
