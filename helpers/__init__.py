"""The plumbing of *Watch It Learn*: what the lessons use, and a learner can carry home.

The package is a house with floors (see ``docs/architecture.md``). ``import helpers`` by itself
loads nothing heavy and changes nothing.
"""

import os
import sys

__all__ = ["__version__", "full_or_quick", "is_quick", "set_up"]

__version__ = "0.2.0"


def set_up(lesson=None):
    """Prepare this process for a lesson, before anything else is imported.

    Every lesson's first cell calls it, so that the imports below may stand in any order. Nothing
    heavy is imported here, and what readers have set in their environment stays.

    - ``TF_CPP_MIN_LOG_LEVEL=3``, and a later ``import tensorflow`` is silent unless something is
      wrong; where it fails, the error says what to do.
    - ``OMP_WAIT_POLICY=PASSIVE``: the threads of scikit-learn's t-SNE wait for each other by
      spinning, and on a busy machine keep each other from running: 1,000 pictures took 10 s instead
      of 2 s. Now they yield. OpenMP reads this when scikit-learn loads it.
    - On Colab a lesson's text can't show the film that lies beside it: it is shown here.

    Parameters
    ----------
    lesson : int, optional
        The number of a lesson that opens with a film.
    """
    from helpers._quiet import quieten_tensorflow

    quieten_tensorflow()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if lesson is not None and "google.colab" in sys.modules:
        from helpers._films import show_film

        show_film(lesson, __version__)


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

    A lesson's set-up has a few lines such as ``N_IMAGES = full_or_quick(60_000, 1_000)``: the first
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
