"""The check of the lesson template: the smallest example of one.

Used in ``notebooks/source/_template.py``.
"""

import numpy as np

from helpers.course.checks.answers import whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = ["check_ones"]


@check(wants="how many of the training pictures show a one, a whole number")
def check_ones(answer, labels):
    """Check the number of ones among the labels."""
    given = whole_number(answer, low=0)
    count = int(np.sum(labels == 1))
    mistake(given == len(labels), "That is the number of all pictures. Count those labelled 1.")
    mistake(given == int(np.sum(labels)), "That is the sum of the labels, not a count of ones.")
    must(given == count, "Not quite. Compare the labels with 1, then count what is True.")
    return f"{count:,} of {len(labels):,} pictures show a one."
