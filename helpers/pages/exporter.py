"""A notebook as HTML that is whole: nbconvert's page with widgets, formulas and descriptions."""

import base64
from pathlib import Path

from jinja2 import FileSystemLoader, pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor

from helpers._films import films_into_page
from helpers.pages.formulas import formula_svg
from helpers.pages.widgets import PLAYER, widgets_into_page
from helpers.pages.without_kernel import leave_out_kernel

__all__ = ["PageExporter", "described_pictures"]


class PageExporter(HTMLExporter):
    """JupyterLab's look, our widgets, nothing from elsewhere."""

    template_file = "page.html.j2"
    #: Where a subclass has templates of its own.
    more_folders = ()

    def __init__(self, **options):
        folders = [Path(__file__).parent, *self.more_folders]
        super().__init__(extra_loaders=[FileSystemLoader(folders)], **options)
        self.register_preprocessor(_WidgetsIntoPage(), enabled=True)
        self.register_preprocessor(_WordsForPictures(), enabled=True)

    @pass_context
    def markdown2html(self, context, source):
        """Turn a text cell into HTML, its pictures included."""
        folder = Path(context["resources"]["metadata"]["path"])
        source = films_into_page(source, lambda path: _whole(folder / path))
        renderer = _Renderer(
            escape=False,
            attachments=context["cell"].get("attachments", {}),
            embed_images=True,
            path=str(folder),
            exclude_anchor_links=True,
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def described_pictures(cell):
    """Pair the pictures that a cell has drawn with what its source says of them in words.

    The source has it in the cell's metadata: ``# %% alt="A …"``, or a list for several pictures.
    Widgets are not among them; they describe themselves.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        With outputs.

    Returns
    -------
    list of (nbformat.NotebookNode, str)
        An output and its description; empty where the source has none.
    """
    words = cell.metadata.get("alt", [])
    words = [words] if isinstance(words, str) else list(words)
    pictures = [
        output
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
        and not any("widget-view" in kind for kind in output.data)
    ]
    words += [""] * (len(pictures) - len(words))
    return list(zip(pictures, words))


def _whole(path):
    """Give a WebP file as an address that holds it; None where there is no such file."""
    if not path.is_file():
        return None
    return "data:image/webp;base64," + base64.b64encode(path.read_bytes()).decode()


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
    """Put places for widgets into the outputs, and what brings them to life at the end.

    What needs a kernel gets the form that a page has of it.
    """

    def preprocess(self, notebook, resources):
        leave_out_kernel(notebook)
        resources["course_widgets"] = widgets_into_page(notebook)
        resources["course_page_module"] = PLAYER.read_text(encoding="utf-8")
        return notebook, resources
