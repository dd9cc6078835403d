"""How far UMAP is, heard from what it prints."""

import contextlib
import io
import re
import sys
import time

from tqdm import tqdm

__all__ = ["UmapProgress"]

#: Share of the bar that the search for neighbours takes; the layout takes the rest.
_SEARCH = 0.7


class UmapProgress(io.TextIOBase):
    """Hears what UMAP prints while it works, and makes a bar of it.

    UMAP tells how far it is as text on standard output, and in no other way that works in a
    notebook and outside.
    """

    def __init__(self, progress):
        self._advance, self._bar = progress, None
        if not callable(progress):
            self._bar = tqdm(
                total=1.0,
                bar_format="{desc} |{bar:30}| {percentage:3.0f} % {elapsed}",
                file=sys.stdout,
                mininterval=0,
                leave=False,
                disable=not progress,
            )
            self._advance = self._move_bar
        self._redirection = contextlib.redirect_stdout(self)
        self._line = ""

    def __enter__(self):
        self._started = self._layout_started = time.perf_counter()
        self._advance(0.0, "loading UMAP")
        self._redirection.__enter__()
        return self

    def __exit__(self, *error):
        self._redirection.__exit__(*error)
        self._ended = time.perf_counter()
        if self._bar is not None:
            self._bar.close()

    def write(self, text):
        """Hear what UMAP prints, line by line."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._hear(line.strip())
        return len(text)

    def _hear(self, line):
        if "Finding Nearest Neighbors" in line:
            self._advance(0.05, "looking for neighbours")
        elif found := re.fullmatch(r"(\d+)\s+/\s+(\d+)", line):
            self._advance(_between(0.1, _SEARCH, found), "looking for neighbours")
        elif "Construct embedding" in line:
            self._layout_started = time.perf_counter()
            self._advance(_SEARCH, "the first layout")
        elif found := re.fullmatch(r"completed\s+(\d+)\s+/\s+(\d+) epochs", line):
            self._advance(_between(_SEARCH, 1.0, found), f"epoch {found[1]} of {found[2]}")

    def _move_bar(self, share, words):
        self._bar.set_description_str(words, refresh=False)
        self._bar.update(share - self._bar.n)

    def seconds(self):
        """Say how long it took: all, up to the graph of neighbours, the layout from its start."""
        return {
            "seconds": round(self._ended - self._started, 2),
            "seconds_of": {
                "neighbours": round(self._layout_started - self._started, 2),
                "layout": round(self._ended - self._layout_started, 2),
            },
        }


def _between(low, high, counted):
    """Place "n / N", as a match of two groups, between two shares of the bar."""
    return low + (high - low) * int(counted[1]) / int(counted[2])
