"""The checks of lesson 7, ``notebooks/source/07_filters.py``."""

import numpy as np

from helpers.course.checks.answers import array, close, share, whole_number
from helpers.course.checks.base import check, mistake, must
from helpers.networks.ablation import Ablation
from helpers.networks.adversarial import adversarial_step
from helpers.networks.features import feature_maps

__all__ = ["check_class_picture", "check_dead", "check_one_less", "check_smallest_step"]

#: How sure the network is to be of a made picture.
SURE = 0.99
#: The filter of exercise 4.
FILTER = 3


@check(wants="a picture of shape (32, 32, 3) and the number of a class: picture, number")
def check_class_picture(answer, network):
    """Check that the network is sure of a picture that was made for a class."""
    mistake(
        hasattr(answer, "pictures"),
        "That is all that `maximise` gives. Give one of its `.pictures`, and the class's number.",
    )
    mistake(
        not isinstance(answer, (tuple, list)) or len(answer) != 2,
        "Two things are wanted: answer = picture, number.",
    )
    number = whole_number(answer[1], low=0, high=9)
    picture = array(answer[0])
    mistake(
        picture.shape == (1, 32, 32, 3),
        "That is a batch of one picture. Give the picture itself: add [0].",
    )
    mistake(picture.shape != (32, 32, 3), f"Its shape is {picture.shape}, not (32, 32, 3).")
    mistake(
        picture.min() < 0 or picture.max() > 255,
        "Brightness goes from 0 to 255, and this picture goes beyond.",
    )
    mistake(
        picture.max() <= 1,
        "That picture is black for this network: its brightness goes from 0 to 255, not to 1.",
    )
    said = np.asarray(network(picture[None].astype(np.uint8), training=False))[0]
    mistake(
        said.argmax() != number,
        f"The network calls it class {said.argmax()}, with {said.max():.0%}. Which unit did you "
        "climb for?",
    )
    must(
        said[number] >= SURE,
        f"The right class, but only with {said[number]:.0%}. Take more steps.",
    )
    return f"The network is {said[number]:.1%} sure. Would you have known it?"


@check(wants="the number of a filter of conv_2")
def check_dead(answer, network, images):
    """Check that a filter says the same everywhere."""
    given = whole_number(answer, low=0)
    maps = feature_maps(network, images, ["conv_2"])["conv_2"]
    n = maps.shape[-1]
    mistake(given >= n, f"conv_2 has the filters 0 to {n - 1}.")
    least, most = maps.min(axis=(0, 1, 2)), maps.max(axis=(0, 1, 2))
    dead = most == least
    mistake(
        given == dead.sum() and not dead[given],
        f"{given} is how many are dead. Which one is it?",
    )
    mistake(
        not dead[given] and (maps[..., given].max(axis=(1, 2)) == 0).any(),
        f"Filter {given} is silent for some of these pictures, but not for all: up to "
        f"{most[given]:.2f} elsewhere.",
    )
    must(
        dead[given],
        f"Filter {given} says up to {most[given]:.2f}. Look for one whose largest number over all "
        "pictures and places is its smallest, too.",
    )
    return f"It is one of {dead.sum()} dead filters among {n}."


@check(wants="the size of a step, a whole number")
def check_smallest_step(answer, network, picture, label):
    """Check the smallest step after which a network calls a picture something else."""
    given = whole_number(answer, low=0, high=255)

    def still_right(size):
        changed = adversarial_step(network, picture[None], [int(label)], int(size))
        return np.asarray(network(changed, training=False)).argmax() == label

    mistake(given == 0, "A step of 0 changes nothing.")
    mistake(still_right(given), f"After a step of {given} the network still has it right.")
    smaller = [size for size in range(1, given) if not still_right(size)]
    must(not smaller, f"{given} does it, and so does {smaller[0] if smaller else 0}.")
    return f"{given} of 255 is enough. Nobody would see it."


@check(wants="a share, a number between 0 and 1")
def check_one_less(answer, network, images, labels):
    """Check the share of digits that are read without one filter."""
    ablation = Ablation(network, "conv_1", images, labels)
    expected = ablation.right_without([FILTER])
    given = share(answer, expected, len(labels))
    tolerance = 0.5 / len(labels)
    mistake(
        close(given, ablation.intact, tolerance) and not close(given, expected, tolerance),
        "That is the share with all filters. Were the new weights set, with `set_weights`?",
    )
    mistake(
        close(given, 1 - expected, tolerance) and not close(given, expected, tolerance),
        "That is the share that it gets wrong.",
    )
    others = [ablation.right_without([k]) for k in (FILTER - 1, FILTER + 1) if k < ablation.n]
    mistake(
        any(close(given, other, tolerance) for other in others)
        and not close(given, expected, tolerance),
        f"That is what a neighbour's absence gives. Filter {FILTER} is kernel[..., {FILTER}].",
    )
    must(
        close(given, expected, tolerance),
        f"Not {given:.3g}. Set both the kernel's numbers and the bias of filter {FILTER} to zero; "
        "and put the weights back before you try again.",
    )
    return f"{ablation.intact:.1%} with all filters, {expected:.1%} without this one."
