"""``python -m helpers export``: a lesson as one web page whose players work without a kernel.

The page is whole: pictures, formulas, style and widgets are in it, and it asks nothing of the
network. What needs a kernel says so in its place.
"""

import re
import sys
from pathlib import Path

import nbformat

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers.pages.exporter import PageExporter

__all__ = ["add_arguments", "export", "run"]


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("notebook", type=Path, help="an .ipynb file that was run and saved")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT.html", help="by default beside the notebook"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")


def run(arguments):
    """Export the notebook and say where to."""
    try:
        page = export(arguments.notebook, arguments.output, arguments.theme)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{page}: {page.stat().st_size / 1e6:.1f} MB")
    return 0


def export(notebook, output=None, theme="light"):
    """Make a notebook into one HTML page.

    Parameters
    ----------
    notebook : str or Path
        A notebook that was run and saved.
    output : str or Path, optional
        Where to. By default the notebook's name with ``.html``.
    theme : {"light", "dark"}

    Returns
    -------
    Path
        The page. It is written whole or not at all.

    Raises
    ------
    ValueError
        If there is no such notebook, if it can't be read, or if the page's folder doesn't exist.
    """
    notebook = Path(notebook)
    output = notebook.with_suffix(".html") if output is None else Path(output)
    if not notebook.is_file():
        raise bad_argument("notebook", "a notebook file", notebook)
    if not output.parent.is_dir():
        raise bad_argument("output", "a file in a folder that exists", output)
    try:
        cells = nbformat.read(notebook, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise bad_argument("notebook", "a notebook file", notebook, str(error)) from error
    headings = (
        re.search(r"^# (.+)$", cell.source, re.MULTILINE)
        for cell in cells.cells
        if cell.cell_type == "markdown"
    )
    heading = next(filter(None, headings), None)
    if heading:
        cells.metadata.setdefault("title", heading[1].strip())
    exporter = PageExporter(theme=theme)
    where = {"metadata": {"name": notebook.stem, "path": str(notebook.parent)}}
    page, _ = exporter.from_notebook_node(cells, resources=where)
    return write_whole(output, page.encode("utf-8"))
