"""A few widgets and texts as one web page to send to a friend."""

import re
from pathlib import Path

import ipywidgets
import nbformat
from ipywidgets.embed import dependency_state

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers.pages.exporter import PageExporter
from helpers.pages.widgets import WIDGET_STATE

__all__ = ["save_page"]

_EXPECTED = "texts in Markdown, and widgets of the course"


def save_page(path, *parts, title="What my network learned", theme="light"):
    """Make a page of texts and widgets: whole, without a kernel, asking nothing of the network.

    What a widget shows is in the page: pictures that stand in a matrix can be seen by whoever gets
    it. What was kept by the button "Keep" too; else nothing of what was drawn or shown is in it.
    Used in lesson 09.

    Parameters
    ----------
    path : str or Path
        The page, ``.html``; its folder must exist.
    *parts : str or widget
        In their order. A text is Markdown; a widget is a player, a matrix, a pad, a photo ...
    title : str
        The page's heading.
    theme : {"light", "dark"}

    Returns
    -------
    Path
        The file, written whole or not at all.

    Raises
    ------
    ValueError
        If a part is something else, there is none, or the folder does not exist.
    """
    path = Path(path)
    if not path.absolute().parent.is_dir():
        raise bad_argument("path", "a file in a folder that exists", path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise bad_argument("path", "a name that ends in .html", path)
    if theme not in ("light", "dark"):
        raise bad_argument("theme", "one of 'light', 'dark'", theme)
    if not parts:
        raise bad_argument("parts", _EXPECTED, parts)
    heading = re.sub(r"\s+", " ", str(title)).strip() or "A page"
    cells = [nbformat.v4.new_markdown_cell(f"# {heading}")]
    for part in parts:
        if isinstance(part, str):
            cells.append(nbformat.v4.new_markdown_cell(part))
        elif isinstance(part, ipywidgets.Widget):
            cells.append(_shown(part))
        else:
            raise bad_argument("parts", _EXPECTED, part)
    widgets = [part for part in parts if not isinstance(part, str)]
    page = nbformat.v4.new_notebook(cells=cells)
    page.metadata["title"] = heading
    state = dependency_state(widgets, drop_defaults=False) if widgets else {}
    page.metadata["widgets"] = {WIDGET_STATE: {"state": nbformat.from_dict(state)}}
    where = {"metadata": {"name": path.stem, "path": str(path.absolute().parent)}}
    exporter = PageExporter(theme=theme, exclude_input=True, exclude_output_prompt=True)
    text, _ = exporter.from_notebook_node(page, resources=where)
    return write_whole(path, text.encode("utf-8"))


def _shown(widget):
    """Make a cell that shows a widget."""
    data = widget._repr_mimebundle_()
    data = data[0] if isinstance(data, tuple) else data
    output = nbformat.v4.new_output("display_data", data=data)
    return nbformat.v4.new_code_cell("", outputs=[output])
