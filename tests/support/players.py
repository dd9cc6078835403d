"""Players whose every frame has a colour of its own, so that the screen says which one it is."""

import nbclient
import nbformat
import pytest

from tools import ROOT

N_FRAMES = 21

#: The cells of a notebook: the frames; a player; another one, linked, of every fifth frame.
FRAMES = f"""
import numpy as np
from helpers.widgets import EpochPlayer
frames = [np.full((200, 400, 3), (10 * i, 120, 255 - 10 * i), np.uint8) for i in range({N_FRAMES})]
"""
FIRST = """
first = EpochPlayer(frames, descriptions=[f"Frame {i} in words." for i in range(len(frames))],
                    title="Colours", fps=20)
first
"""
SECOND = """
second = EpochPlayer(frames[::5], epochs=range(0, 21, 5), label="step")
first.link(second)
second
"""


def rendered_players(path, *more):
    """Write a notebook with both players and their outputs, run by nbclient; return its path."""
    cells = [nbformat.v4.new_code_cell(text) for text in (FRAMES, FIRST, SECOND, *more)]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A lesson"), *cells])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    nbformat.write(made, path)
    return path
