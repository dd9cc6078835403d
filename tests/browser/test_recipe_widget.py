"""The widget of docs/architecture.md: made as the recipe says, it moves with a player."""

import nbclient
import nbformat
import pytest
from playwright.sync_api import expect

from helpers.commands.export import export
from tests.support.house import House, recipe

CELLS = (
    """
import numpy as np

from helpers.widgets import EpochCaption, EpochPlayer

frames = np.random.default_rng(0).integers(0, 256, (3, 40, 60, 3), np.uint8)
player = EpochPlayer(list(frames), epochs=[0, 2, 5])
player
""",
    """
caption = EpochCaption({5: "all are right", 0: "none is right", 2: "some are right"})
player.link(caption)
caption
""",
)


def test_it_moves_without_a_kernel_and_without_a_network(open_page, tmp_path):
    house = House(tmp_path)
    for step in recipe("A widget"):
        house.follow(*step)
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(house.folder))
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    path = tmp_path / "made.ipynb"
    nbformat.write(notebook, path)
    page = open_page(offline=True)
    page.goto(export(path, tmp_path / "page.html").as_uri())
    caption = page.locator(".wil-caption")
    expect(caption).to_have_text("none is right")
    page.locator("input[type=range]").focus()
    for key, words in (
        ("ArrowRight", "some are right"),
        ("End", "all are right"),
        ("Home", "none is right"),
    ):
        page.keyboard.press(key)
        expect(caption).to_have_text(words)
    page.context.close()
