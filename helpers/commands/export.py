"""``python -m helpers export``: a lesson as one web page whose players work without a kernel.

The page is whole: pictures, formulas, style and widgets are in it, and it asks nothing of the
network. What needs a kernel says so in its place.
"""

import hashlib
import html
import json
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

__all__ = ["add_arguments", "export", "run"]

_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_FOLDER = Path(__file__).parent
_NEEDS_KERNEL = (
    "<p><em>This part answers to a running kernel: open the notebook to use it.</em></p>"
)


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


class _WidgetsIntoPage(Preprocessor):
    """Replace each view of a widget by a place for it, and collect what it needs to live."""

    def preprocess(self, notebook, resources):
        saved = notebook.metadata.pop("widgets", {}).get(_STATE, {}).get("state", {})
        models, texts = {}, {}
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if _VIEW in output.get("data", {}):
                    self._replace(output, saved, models, texts)
        if models:
            # A "<" could end the script that holds it.
            content = json.dumps({"models": models, "texts": texts}).replace("<", "\\u003c")
            resources["course_widgets"] = content
            resources["course_page_module"] = (_FOLDER / "page.js").read_text(encoding="utf-8")
        return notebook, resources

    def _replace(self, output, saved, models, texts):
        data = output.data
        still = _still(data)
        places = []
        for model_id in _leaves(data.pop(_VIEW)["model_id"], saved):
            stored = saved.get(model_id, {})
            if stored.get("model_module") != "anywidget":
                if _NEEDS_KERNEL not in places:
                    places.append(_NEEDS_KERNEL)
                continue
            models[model_id] = _stored(stored, texts)
            places.append(f'<div data-course-widget="{html.escape(model_id)}">{still}</div>')
        if not any("data-course-widget" in place for place in places):
            places.insert(0, still)
        output.data = nbformat.from_dict({"text/html": "\n".join(places)})


def _still(data):
    """What stands in a widget's place until it lives, and for good where it can't."""
    if "image/png" not in data:
        return ""
    words = html.escape(data.get("text/plain", ""), quote=True)
    return f'<img alt="{words}" src="data:image/png;base64,{data["image/png"].strip()}">'


def _leaves(model_id, saved):
    """Yield the widgets that a box of widgets holds, or the widget itself."""
    children = saved.get(model_id, {}).get("state", {}).get("children")
    if not children:
        yield model_id
    for child in children or ():
        yield from _leaves(child.removeprefix("IPY_MODEL_"), saved)


def _stored(stored, texts):
    """A widget's saved state, its code and style apart: many widgets share one copy of them."""
    state = dict(stored["state"])
    module, style = (_kept(state.pop(name, None), texts) for name in ("_esm", "_css"))
    buffers = stored.get("buffers", [])
    return {"state": state, "buffers": buffers, "module": module, "style": style}


def _kept(text, texts):
    """Put a text among the shared ones; return its name there, or None if there is no text."""
    if not text:
        return None
    name = "course-" + hashlib.sha256(text.encode()).hexdigest()[:16]
    texts[name] = text
    return name
