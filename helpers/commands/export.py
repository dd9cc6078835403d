"""``python -m helpers export``: a lesson as one web page whose players work without a kernel.

The page is whole: pictures, formulas, style and widgets are in it, and it asks nothing of the
network. What needs a kernel says so in its place.
"""

import re
import sys
from pathlib import Path

import nbformat
from jinja2 import FileSystemLoader, pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers.commands._formulas import formula_svg
from helpers.commands._lessons import described_pictures
from helpers.commands._page_widgets import PLAYER, widgets_into_page

__all__ = ["add_arguments", "export", "run"]

_FOLDER = Path(__file__).parent


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
        raise bad_argument("notebook", "a notebook file", str(notebook))
    if not output.parent.is_dir():
        raise bad_argument("output", "a file in a folder that exists", str(output))
    try:
        cells = nbformat.read(notebook, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise bad_argument("notebook", "a notebook file", str(notebook), str(error)) from error
    headings = (
        re.search(r"^# (.+)$", cell.source, re.MULTILINE)
        for cell in cells.cells
        if cell.cell_type == "markdown"
    )
    heading = next(filter(None, headings), None)
    if heading:
        cells.metadata.setdefault("title", heading[1].strip())
    exporter = _PageExporter(theme=theme)
    where = {"metadata": {"name": notebook.stem, "path": str(notebook.parent)}}
    page, _ = exporter.from_notebook_node(cells, resources=where)
    return write_whole(output, page.encode("utf-8"))


class _PageExporter(HTMLExporter):
    """JupyterLab's look, our widgets, nothing from elsewhere."""

    template_file = "page.html.j2"

    def __init__(self, **options):
        super().__init__(extra_loaders=[FileSystemLoader(_FOLDER)], **options)
        self.register_preprocessor(_WidgetsIntoPage(), enabled=True)
        self.register_preprocessor(_WordsForPictures(), enabled=True)

    @pass_context
    def markdown2html(self, context, source):
        """Turn a text cell into HTML, its pictures included."""
        renderer = _Renderer(
            escape=False,
            attachments=context["cell"].get("attachments", {}),
            embed_images=True,
            path=context["resources"]["metadata"]["path"],
            exclude_anchor_links=True,
        )
        return MarkdownWithMath(renderer=renderer).render(source)


class _Renderer(IPythonRenderer):
    """nbconvert's, but formulas are drawn, and HTML may begin in one block and end in another."""

    def inline_math(self, body):
        return formula_svg(body) or super().inline_math(body)

    def block_math(self, body):
        drawn = formula_svg(body, display=True)
        return f'<span class="course-formula">{drawn}</span>' if drawn else super().block_math(body)

    def _html_embed_images(self, html):
        # The parser that looks for pictures would close what is still open, such as a fold.
        return super()._html_embed_images(html) if "<img" in html else html


class _WordsForPictures(Preprocessor):
    """Give each picture its description, for those who listen to the page."""

    def preprocess_cell(self, cell, resources, index):
        for output, words in described_pictures(cell):
            if words:
                output.setdefault("metadata", {}).setdefault("image/png", {})["alt"] = words
        return cell, resources


class _WidgetsIntoPage(Preprocessor):
    """Put places for widgets into the outputs, and what brings them to life at the end."""

    def preprocess(self, notebook, resources):
        resources["course_widgets"] = widgets_into_page(notebook)
        resources["course_page_module"] = PLAYER.read_text(encoding="utf-8")
        return notebook, resources
