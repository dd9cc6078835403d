"""The plumbing of *Watch It Learn*: what the lessons use, and a learner can carry home.

The package is a house with floors (see ``docs/architecture.md``): ``datasets`` and ``networks``
at the bottom, then ``recording``, ``analysis``, ``plots`` and ``animation``, ``widgets``,
``checks``. An import goes down, never up, and ``import helpers`` by itself loads nothing heavy.
"""

import os

from helpers._quiet import quieten_tensorflow

__all__ = ["__version__", "full_or_quick", "is_quick"]

__version__ = "0.2.0"

quieten_tensorflow()

# The threads of scikit-learn's t-SNE wait for each other by spinning, and on a busy machine keep
# each other from running: 2,000 pictures took 98 s instead of 11 s. Now they yield. OpenMP reads
# this when it is loaded, so lessons import `helpers` before scikit-learn.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def is_quick():
    """Say whether the course runs in its quick size, as the tests run it.

    Returns
    -------
    bool
        True where the environment variable ``COURSE_QUICK`` is set to something other than
        ``0`` or the empty string.
    """
    return os.environ.get("COURSE_QUICK", "0") not in ("", "0")


def full_or_quick(full, quick):
    """Choose between a lesson's full size and its quick one.

    Every lesson has a few lines such as ``N_IMAGES = full_or_quick(60_000, 1_000)``: the first
    number is the one to play with.

    Parameters
    ----------
    full : object
        What a learner gets.
    quick : object
        What is used instead where ``COURSE_QUICK=1`` is set.

    Returns
    -------
    object
        ``full`` or ``quick``, unchanged.
    """
    return quick if is_quick() else full
