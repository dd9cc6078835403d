"""The rows of the one table, and how they are printed."""

import dataclasses

__all__ = ["COLUMNS", "Row", "in_markdown", "on_a_terminal"]

#: Heading and field of each column of numbers.
COLUMNS = {
    "seconds": "seconds",
    "first picture, s": "first_picture",
    "memory, MB": "memory",
    "file, MB": "file",
    "the other way, s": "other",
}


@dataclasses.dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Attributes
    ----------
    what : str
    seconds, other : float or None
        What it took; what the naive way or the peer took.
    first_picture : float or None
        Seconds from the start of a fresh kernel to the first picture or widget.
    memory, file : float or None
        MB (10**6 bytes).
    found : str
        The ratio in words.
    budget : str
        What was asked for, in words; empty where nothing was.
    held : bool or None
        Whether the budget was kept; None where there is none.
    """

    what: str
    seconds: float | None = None
    first_picture: float | None = None
    memory: float | None = None
    file: float | None = None
    other: float | None = None
    found: str = ""
    budget: str = ""
    held: bool | None = None

    def texts(self):
        """Give the row's cells as texts."""
        numbers = [_number(getattr(self, field), field) for field in COLUMNS.values()]
        verdict = {None: "", True: "yes", False: "NO"}[self.held]
        return [self.what, *numbers, self.found, self.budget, verdict]


HEADINGS = ["", *COLUMNS, "ratio", "budget", "kept"]


def _number(value, field):
    """Three figures, and no more than make sense."""
    if value is None:
        return ""
    if field == "memory":
        return f"{value:.0f}"
    if field in ("file", "first_picture"):
        return f"{value:.2f}" if value < 10 else f"{value:.1f}"
    for digits, least in ((0, 100), (1, 10), (2, 1), (3, 0.1), (4, 0.01)):
        if value >= least:
            return f"{value:.{digits}f}"
    return f"{value:.5f}"


def in_markdown(rows):
    """Make a Markdown table of rows: a str."""
    lines = [HEADINGS, ["---", *["---:"] * len(COLUMNS), "---", "---", "---"]]
    lines += [row.texts() for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def on_a_terminal(rows):
    """Make a table in aligned columns: a str."""
    lines = [HEADINGS, *(row.texts() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < place <= len(COLUMNS) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
