"""A vote on labels: what a person sees where the data set and the network disagree."""

import io

import numpy as np
import pandas as pd
import traitlets
from PIL import Image

from helpers._arguments import (
    bad_argument,
    check_bytes,
    check_labels,
    check_numbers,
    check_positions,
)
from helpers.widgets.base import CourseWidget, png
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.picture_sheet import picture_sheet

__all__ = ["LabelVote"]

_VOTES = ("label", "network", "both", "neither")


class LabelVote(CourseWidget):
    """Show pictures one by one and ask what they are, blind; then say who said what.

    The two names stand in random order. A vote is final: only then the picture's label and the
    network's answer are told apart. Votes are counted in the page, and Python hears of them; they
    are not stored in the notebook.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W) or (N, H, W, C), uint8
    labels, answers : ndarray of int, shape (N,)
        The data set's class and the network's, different for each picture.
    names : sequence of str
        The classes' names.
    sureness : sequence of N float, optional
        Probability of the network's answer.
    numbers : sequence of N int, optional
        The pictures' numbers in the test set. By default 0 to N - 1.
    title : str
        A line above.
    seed : int
        Of the order of the two names.
    key : str
        The votes' name in the browser's storage, where no kernel keeps them. Without one they are
        gone with the page.

    Attributes
    ----------
    votes : list of str
        For each picture ``"label"``, ``"network"``, ``"both"``, ``"neither"``, or ``""`` where
        there is no vote yet.

    Raises
    ------
    ValueError
        If lengths differ, a class has no name, or a label and an answer agree.

    Notes
    -----
    Used in lesson 05.
    """

    _esm = joined_module("label_vote.js")
    _css = joined_styles(
        "shared/base.css", "shared/logbook.css", "shared/picture_sheet.css", "label_vote.css"
    )

    title = traitlets.Unicode("").tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    key = traitlets.Unicode("").tag(sync=True)
    votes = traitlets.List(traitlets.Enum(("", *_VOTES)))  # in messages: the notebook has none
    _items = traitlets.List().tag(sync=True)
    _sheet = traitlets.Bytes(b"").tag(sync=True)
    _tile = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        pictures,
        labels,
        answers,
        names,
        sureness=None,
        numbers=None,
        title="",
        seed=0,
        key="",
    ):
        pictures = check_bytes("pictures", pictures, "uint8 pictures")
        n = len(pictures)
        labels, answers = check_labels("labels", labels, n), check_labels("answers", answers, n)
        names = [str(name) for name in names]
        for name, classes in (("labels", labels), ("answers", answers)):
            if classes.max() >= len(names):
                raise bad_argument(name, f"classes from 0 to {len(names) - 1}", int(classes.max()))
        if (labels == answers).any():
            agreed = int(np.flatnonzero(labels == answers)[0])
            raise bad_argument(
                "answers", "another class than the label's for each picture",
                f"the same for picture {agreed}",
            )  # fmt: skip
        expected = f"a number for each of {n} pictures"
        sureness = np.full(n, -1.0) if sureness is None else sureness
        sureness = check_numbers("sureness", sureness, expected, ranks=(1,)).tolist()
        numbers = range(n) if numbers is None else numbers
        numbers = check_positions("numbers", numbers, expected, ranks=(1,)).tolist()
        for name, values in (("sureness", sureness), ("numbers", numbers)):
            if len(values) != n:
                raise bad_argument(name, expected, values)
        swapped = np.random.default_rng(seed).random(n) < 0.5
        sheet, tile = picture_sheet(pictures)
        super().__init__(
            title=title,
            key=str(key),
            names=names,
            votes=[""] * n,
            _items=[
                [int(label), int(answer), round(sure, 4), number, bool(swap)]
                for label, answer, sure, number, swap in zip(
                    labels, answers, sureness, numbers, swapped
                )
            ],
            _sheet=sheet,
            _tile=tile,
        )
        self.on_msg(self._hear)

    def _hear(self, _, content, buffers):
        """Take the votes that a message of the page brings: lines of the logbook."""
        asked = content.get("logbook") if isinstance(content, dict) else None
        lines = asked.get("lines") if isinstance(asked, dict) else None
        self.take_votes(lines if isinstance(lines, list) else [])

    def take_votes(self, lines):
        """Take votes that were given; the first one on a picture counts.

        Parameters
        ----------
        lines : iterable of dict
            Each with ``picture``, a picture's number, and ``vote``. Others are left out.
        """
        votes = list(self.votes)
        places = {number: place for place, (*_, number, _) in enumerate(self._items)}
        for line in lines:
            if isinstance(line, dict) and line.get("vote") in _VOTES:
                number = line.get("picture")
                place = places.get(number) if isinstance(number, int) else None
                if place is not None and not votes[place]:
                    votes[place] = line["vote"]
        self.votes = votes

    @property
    def counts(self):
        """How many votes went where: a pandas.Series, ``not voted`` last."""
        counts = {kind: self.votes.count(kind) for kind in _VOTES}
        return pd.Series({**counts, "not voted": self.votes.count("")}, name="votes")

    def summary(self):
        """Say what is asked, and what was answered so far."""
        done = len(self.votes) - self.votes.count("")
        return (
            f"A vote on {len(self.votes)} pictures, {done} of them done. "
            "Run this cell, or trust this notebook, to vote."
        )

    def still_picture(self):
        """Return all the pictures as one, as PNG bytes."""
        sheet = Image.open(io.BytesIO(self._sheet))
        return png(sheet.resize((3 * sheet.width, 3 * sheet.height), Image.Resampling.NEAREST))
