"""Wrong answers that are computed, each what a named confusion would give."""

from helpers._arguments import bad_argument

__all__ = ["wrong_numbers"]


def wrong_numbers(right, *confusions):
    """Leave out those wrong numbers that read as the right one, or as one before them.

    With other pictures or another seed two confusions can come to the same number.

    Parameters
    ----------
    right : str
        The right answer as it is written.
    *confusions : tuple of (str, str)
        A number as it is written, and a sentence on what it confuses.

    Returns
    -------
    dict of str to str

    Raises
    ------
    ValueError
        If none is left.
    """
    wrong = {}
    for number, sentence in confusions:
        if number != right:
            wrong.setdefault(number, sentence)
    if not wrong:
        raise bad_argument("confusions", f"a number that does not read {right!r}", confusions)
    return wrong
