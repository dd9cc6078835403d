"""A board sheet: a lesson's guesses, large, with room for the whole class's.

``python -m tools handout`` writes it for the teacher: a page, of paper or for a projector, for each
guess, with a line of numbers or a column for each choice, where everybody puts a mark.
"""

import html
import math
import re

import numpy as np
from matplotlib.ticker import MaxNLocator

from helpers.pages.widgets import WIDGET_STATE

__all__ = ["board_sheet"]

#: From this ratio of its ends on, a line of numbers goes in powers of ten.
_POWERS = 1000
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
  @page {{ size: A4 landscape; margin: 12mm; }}
  body {{ font-family: sans-serif; margin: 0; color: black; background: white; }}
  section {{
    box-sizing: border-box; width: 100%; max-width: 1400px; min-height: 95vh; margin: 0 auto;
    padding: 2vw; display: flex; flex-direction: column; break-after: page; }}
  h1 {{ font-size: 3.2vw; margin: 0.4em 0; }}
  p {{ font-size: 1.8vw; margin: 0.4em 0; }}
  .room {{ flex: 1; min-height: 40vh; position: relative; margin: 0 5vw; }}
  .line {{ border-bottom: 3px solid; }}
  .line span, .column {{ font-size: 1.8vw; font-weight: bold; }}
  .line span {{ position: absolute; top: 100%; transform: translateX(-50%); }}
  .line span::before {{ content: "|"; display: block; text-align: center; line-height: 1; }}
  .columns {{ display: flex; }}
  .column {{ flex: 1; border: 1px solid; padding: 0.5em; text-align: center; }}
  .below {{ margin-top: 4em; }}
</style>
</head>
<body>
{sections}
</body>
</html>
"""


def board_sheet(notebook):
    """Write the guesses of a lesson as a sheet.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As it was run and stored: what a guess asks is in its widgets.

    Returns
    -------
    str
        HTML that needs nothing else; "" where the lesson asks for no guess.
    """
    cells = notebook.cells
    title, *_ = re.findall(r"^# (.+)$", cells[0].source, re.MULTILINE)
    models = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    asked = {}
    for model in models.values():
        state = model["state"]
        if {"key", "question", "choices", "low"} <= set(state):
            asked[state["key"]] = state
    sections = [
        _section(title, asked[key], _heading(cells, number), _answered_under(cells, number))
        for number, cell in enumerate(cells)
        for key in re.findall(r"\bGuess\(\s*\"([^\"]+)\"", cell.source)
        if key in asked
    ]
    if not sections:
        return ""
    return _PAGE.format(title=f"Guesses: {html.escape(title)}", sections="\n".join(sections))


def _heading(cells, number):
    """Give the last heading above a cell, or in it."""
    above = "\n".join(cell.source for cell in cells[: number + 1] if cell.cell_type == "markdown")
    return re.findall(r"^#+ (.+)$", above, re.MULTILINE)[-1]


def _answered_under(cells, number):
    """Give the heading under which the guess of a cell is answered."""
    name = cells[number].source.splitlines()[-1]
    for later in range(number + 1, len(cells)):
        if re.search(rf"^{re.escape(name)}\.answer\(", cells[later].source, re.MULTILINE):
            return _heading(cells, later)
    return ""


def _section(title, state, heading, answered):
    """Write one guess as a page of its own."""
    if state["choices"]:
        columns = (f'<div class="column">{html.escape(each)}</div>' for each in state["choices"])
        room = f'<div class="room columns">{"".join(columns)}</div>'
        sums = "The most marks: ________________"
    else:
        room = f'<div class="room line">{_ticks(state["low"], state["high"])}</div>'
        sums = f"The middle of our guesses: ____________ {html.escape(state['unit'])}"
    where = f" (see <em>{html.escape(answered)}</em>)" if answered else ""
    return (
        f"<section>\n<p>{html.escape(title)} · <em>{html.escape(heading)}</em></p>\n"
        f"<h1>{html.escape(state['question'])}</h1>\n{room}\n"
        f'<p class="below">{sums}. It is: ____________{where}.</p>\n</section>'
    )


def _ticks(low, high):
    """Write the numbers below a line, each at its place."""
    if low > 0 and high / low >= _POWERS:
        powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        places = {10.0**k: math.log(10.0**k / low) / math.log(high / low) for k in powers}
    else:
        numbers = MaxNLocator(10).tick_values(low, high)
        inside = numbers[(numbers >= low) & (numbers <= high)]
        places = {each: (each - low) / (high - low) for each in np.unique(inside)}
    return "".join(
        f'<span style="left: {100 * share:.2f}%">{number:,.9g}</span>'
        for number, share in places.items()
    )
