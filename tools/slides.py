"""``python -m tools slides``: each lesson as slides, one file each, that need no network.

The deck is reveal.js's: arrow keys or Space go on, Esc shows all slides, S opens the speaker's
view with the notes, F fills the screen. Players and other widgets move, as in an exported page.
"""

from importlib import resources
from pathlib import Path

import nbformat

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers.pages.exporter import PageExporter
from helpers.pages.without_kernel import leave_out_kernel
from tools.arguments import add_lessons, add_output, write_for_lessons
from tools.deck import cut

__all__ = ["SIZE", "add_arguments", "make_slides", "run"]

#: A slide's width and height in CSS pixels; reveal.js enlarges it to fill the screen.
SIZE = (1280, 720)


def add_arguments(parser):
    """Declare the command's arguments."""
    add_lessons(parser)
    add_output(parser, "build/slides")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")


def run(arguments):
    """Write the decks and say where to."""

    def write(lesson, folder):
        path, count = make_slides(lesson, folder, arguments.theme)
        yield f"{path}: {count} slides, {path.stat().st_size / 1e6:.1f} MB"

    return write_for_lessons(arguments, write, extras=False)  # nobody presents them


def make_slides(lesson, folder, theme="light"):
    """Make a stored lesson into slides.

    Parameters
    ----------
    lesson : tools.lessons.Lesson
    folder : Path
        Where the deck goes, as ``NN_name.html``. It must exist.
    theme : {"light", "dark"}

    Returns
    -------
    path : Path
        Written whole or not at all.
    count : int
        The number of slides.

    Raises
    ------
    ValueError
        If none of its cells is marked for the slides.
    """
    notebook = nbformat.read(lesson.notebook, as_version=4)
    leave_out_kernel(notebook)  # before its texts are cut into pieces
    slides = cut(notebook.cells)
    if not slides:
        raise bad_argument(
            "lesson", "one with slide types in its cells", lesson.name, "See docs/teaching.md."
        )
    notebook.cells = _on_slides(slides)
    notebook.metadata["title"] = slides[0].heading
    exporter = _DeckExporter(theme=theme)
    where = {
        "metadata": {"name": lesson.name, "path": str(lesson.notebook.parent)},
        "deck": {
            "style": [_reveal("reveal.css"), _own("slides.css")],
            "scripts": [_reveal("reveal.js"), _reveal("plugin/notes.js")],
            "module": _own("slides.js"),
            "size": SIZE,
        },
    }
    page, _ = exporter.from_notebook_node(notebook, resources=where)
    return write_whole(Path(folder) / f"{lesson.name}.html", page.encode("utf-8")), len(slides)


class _DeckExporter(PageExporter):
    """An exported page whose cells are gathered on slides."""

    more_folders = (Path(__file__).parent,)
    template_file = "slides.html.j2"


def _own(name):
    """A style or script of ours."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _reveal(name):
    """A file of reveal.js, which the package ``pyreveal`` carries."""
    try:
        package = resources.files("pyreveal")
    except ModuleNotFoundError:
        raise ValueError("reveal.js is missing: pip install -e '.[teach]' brings it.") from None
    text = (package / "revealjs" / "dist" / name).read_text(encoding="utf-8")
    # Within a page, this would end the script.
    return text.replace("</script", r"<\/script")


def _on_slides(slides):
    """List the cells of all slides, with the HTML that goes before and after each of them."""
    columns = []
    for number, slide in enumerate(slides):
        heading = nbformat.v4.new_markdown_cell(("## " if number else "# ") + slide.heading)
        for cell in slide.shown:
            show = cell.metadata["show"]
            if show in ("output", "alone"):
                cell.metadata["transient"] = {"remove_source": True}
            elif show == "code":
                cell.outputs = []
        later = _wrapped(slide.later, '<div class="fragment">', "</div>")
        cells = [
            *([heading] if slide.heading else []),
            *_wrapped(slide.shown, '<div class="course-shown"><div>', "</div></div>"),
            *_wrapped(slide.words + later, '<div class="course-told">', "</div>"),
            *_wrapped(slide.notes, '<aside class="notes">', "</aside>"),
        ]
        again = "" if slide.own_heading else " course-again"
        _wrapped(cells, f'<div class="course-frame course-{slide.layout}">', "</div>")
        _wrapped(cells, f'<section class="course-slide{again}">', "</section>")
        if slide.column:
            columns.append([])
        columns[-1] += cells
    everything = [cell for cells in columns for cell in _wrapped(cells, "<section>", "</section>")]
    for number, cell in enumerate(everything):
        cell.id = f"on-slide-{number}"  # two parts of one text would have the same
    return everything


def _wrapped(cells, before, after):
    """Put HTML around some cells, in place."""
    if cells:
        first, last = cells[0].metadata, cells[-1].metadata
        first["before"] = before + first.get("before", "")
        last["after"] = last.get("after", "") + after
    return cells
