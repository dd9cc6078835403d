"""A notebook as HTML that is whole: nbconvert's page with widgets, formulas and descriptions."""

from pathlib import Path

from jinja2 import FileSystemLoader, pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor

from helpers._lessons import described_pictures
from helpers.pages.formulas import formula_svg
from helpers.pages.widgets import PLAYER, widgets_into_page

__all__ = ["FOLDER", "PageExporter"]

#: Where templates, styles and scripts of pages lie.
FOLDER = Path(__file__).parent


class PageExporter(HTMLExporter):
    """JupyterLab's look, our widgets, nothing from elsewhere."""

    template_file = "page.html.j2"

    def __init__(self, **options):
        super().__init__(extra_loaders=[FileSystemLoader(FOLDER)], **options)
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
