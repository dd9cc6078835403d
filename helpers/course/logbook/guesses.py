"""What a learner guessed, and what was true."""

from dataclasses import dataclass

__all__ = ["Guessed", "guess_of", "guesses_of"]


@dataclass(frozen=True)
class Guessed:
    """A guess, and what is true.

    Attributes
    ----------
    value : float or str or None
        The guess that counts: the last one before the answer was seen, or else the last one.
    after : bool
        Whether it was made after the answer was seen.
    answer : float or str or None
        What is true; None where the answer was not seen yet.
    unit : str
    question : str
    """

    value: object
    after: bool
    answer: object
    unit: str
    question: str


def guess_of(lines):
    """Find the guess that counts among the lines of one key.

    Parameters
    ----------
    lines : list of dict
        Of the kind "guess" and of one key, in their order.

    Returns
    -------
    Guessed or None
        None where there is no guess.
    """
    made = [line for line in lines if "value" in line]
    if not made:
        return None
    before = [line for line in made if line.get("after") is not True]
    counts = (before or made)[-1]
    answers = [line["answer"] for line in lines if "answer" in line]
    return Guessed(
        value=counts["value"],
        after=not before,
        answer=answers[-1] if answers else None,
        unit=str(counts.get("unit", "")),
        question=str(counts.get("question", "")),
    )


def guesses_of(lines):
    """Find the guesses that count, by key.

    Parameters
    ----------
    lines : list of dict
        Of all kinds and keys, in their order.

    Returns
    -------
    dict of str to Guessed
    """
    keys = sorted({line["key"] for line in lines if line["kind"] == "guess"})
    found = {
        key: guess_of([line for line in lines if line["kind"] == "guess" and line["key"] == key])
        for key in keys
    }
    return {key: guess for key, guess in found.items() if guess is not None}
