"""``python -m tools site``: the lessons, as they were stored, as a site for any browser.

It needs no kernel and no network. ``docs/site`` says how it looks (Sphinx, MyST-NB, Furo).
"""

import copy
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from ipywidgets.embed import embed_data
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers._arguments import bad_argument
from helpers._films import films_into_page
from helpers.course.forms import WhereAmI
from helpers.datasets import load
from helpers.pages.exporter import described_pictures
from helpers.pages.widgets import WIDGET_STATE, widgets_into_page
from helpers.pages.without_kernel import leave_out_kernel
from helpers.widgets import TrainingPlayground
from tools import ROOT
from tools.api_pages import write_api_pages
from tools.lessons import EXTRAS, find_extras, find_lessons
from tools.links import project_address

__all__ = ["add_arguments", "build", "run"]

#: The lesson whose first player opens the start page: a network that learns.
_SHOWN = "06"
#: What Sphinx leaves in every site that it makes.
_MARK = ".buildinfo"
_LIVE = re.compile(r"Open it in \[Binder\]\((?P<binder>\S+)\)\s+or \[Colab\]\((?P<colab>\S+)\)\.\n")


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("site"), metavar="DIR", help="by default site"
    )


def run(arguments):
    """Build the site and say where it is."""
    try:
        pages = build(arguments.output, arguments.root)
    except (OSError, ValueError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    files = [path for path in pages.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{arguments.output / 'index.html'}: {len(files)} files, {size / 1e6:.1f} MB in all")
    return 0


def build(output, root=ROOT):
    """Make the stored lessons into a site.

    Parameters
    ----------
    output : str or Path
        The folder for it. A site that is there already is replaced, once the new one is whole.
    root : Path
        The checkout.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ValueError
        If ``output`` holds anything but a site, or its parent does not exist.
    RuntimeError
        If Sphinx fails, or warns, as it does for a link that leads nowhere. The message has its
        words. A site that was there is still there.
    """
    output = Path(output).absolute()  # Sphinx runs in another folder
    if not output.parent.is_dir():
        raise bad_argument("output", "a folder in one that exists", output)
    taken = output.exists() and (not output.is_dir() or any(output.iterdir()))
    if taken and not (output / _MARK).is_file():
        raise bad_argument("output", "a new folder, or a site to replace", output)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=output.parent) as folder:
        sources, pages = Path(folder, "sources"), Path(folder, "pages")
        _write_sources(sources, root)
        _sphinx(sources, pages, root)
        old = Path(folder, "old")
        if output.exists():
            output.rename(old)
        try:
            pages.rename(output)
        except BaseException:
            if old.exists():
                old.rename(output)
            raise
    return output


def _sphinx(sources, pages, root):
    words = ["-c", root / "docs" / "site", "-d", pages.parent / "state", "-W", "--keep-going", "-q"]
    process = subprocess.run(
        [sys.executable, "-m", "sphinx", *map(str, words), str(sources), str(pages)],
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if process.returncode:
        said = (process.stdout + process.stderr).strip()
        advice = "Install it with pip install -e '.[site]'.\n" if "No module named" in said else ""
        raise RuntimeError(f"Sphinx could not make the site. {advice}{said}")


def _write_sources(folder, root):
    """Write what Sphinx makes the pages of: lessons, covers, glossary, API, start page."""
    scripts, pictures = folder / "static" / "widgets", folder / "pictures"
    for new in (folder / EXTRAS, scripts / EXTRAS, pictures):
        new.mkdir(parents=True)
    *lessons, index = find_lessons(folder=root / "notebooks")
    # What was not rendered yet has no page; a link to it fails the build.
    extras = [extra for extra in find_extras(root / "notebooks") if extra.notebook.exists()]
    for lesson in lessons + extras:
        notebook = nbformat.read(lesson.notebook, as_version=4)
        leave_out_kernel(notebook)
        script = widgets_into_page(notebook)
        if script:
            (scripts / f"{lesson.name}.js").write_text(script, encoding="utf-8")
        for cell in notebook.cells:
            _for_readers(cell, project_address(root))
        nbformat.write(notebook, folder / f"{lesson.name}.ipynb")
    for lesson in lessons:
        shutil.copy(lesson.picture, pictures)
    shutil.copytree(root / "notebooks" / "films", folder / "static" / "films")
    shown = next(lesson for lesson in lessons if lesson.name.startswith(_SHOWN))
    places, script = _start_widgets(lessons, shown)
    (scripts / "index.js").write_text(script, encoding="utf-8")
    shutil.copy(root / "notebooks" / "glossary.md", folder)
    write_api_pages(folder / "api")
    names = [lesson.name for lesson in lessons]
    places["shown"] = shown.name
    page = _start_page(index, names, list(map(_in_short, extras)), places, root)
    (folder / "index.md").write_text(page, encoding="utf-8")


def _for_readers(cell, repository):
    """Change a cell that speaks to somebody with a kernel."""
    if cell.cell_type == "markdown":
        cell.source = _LIVE.sub(lambda found: _how_to_run(found, repository), cell.source, count=1)
        cell.source = films_into_page(cell.source, lambda path: f"_static/{path}")
        return
    if "setup" in cell.metadata.get("tags", []):
        cell.metadata.tags = [*cell.metadata.tags, "hide-input"]  # MyST-NB's word for folded
    prompts = {}
    if "answer" in cell.metadata.get("tags", []):
        cell.metadata.tags = [*cell.metadata.tags, "hide-output"]
        prompts = {"code_prompt_show": "See the answer", "code_prompt_hide": "See the answer"}
    # MyST-NB takes one text for all pictures of a cell: a line for each, dealt out in conf.py.
    words = "\n".join(words for _, words in described_pictures(cell))
    cell.metadata["mystnb"] = {"image": {"alt": words}, **prompts}


def _how_to_run(found, repository):
    return (
        f":::{{admonition}} Run it yourself\n:class: tip\n"
        "This page shows one run of the lesson. What moves, moves here too. To change the code and "
        f"run it, open it live: [in Binder]({found['binder']}), [in Colab]({found['colab']}) or "
        f"[on your own machine](https://github.com/{repository}#begin).\n:::\n"
    )


def _start_widgets(lessons, shown):
    """Give the start page's widgets: their places by name, and the script with what they need.

    They are the first player of the lesson that is shown, a network to be trained, and where a
    reader is.
    """
    digits = load("mnist", size="sample")
    ours = {
        "playground": TrainingPlayground(
            digits.x_train, digits.y_train, digits.x_test[:500], digits.y_test[:500]
        ),
        "where": WhereAmI(
            {lesson.name[:2]: _title(lesson).partition(". ")[2] for lesson in lessons}
        ),
    }
    cells = [
        nbformat.v4.new_code_cell(
            name, outputs=[nbformat.v4.new_output("display_data", data=each._repr_mimebundle_()[0])]
        )
        for name, each in ours.items()
    ]
    notebook = nbformat.read(shown.notebook, as_version=4)
    state = embed_data(views=list(ours.values()), drop_defaults=False)["manager_state"]["state"]
    notebook.metadata.widgets[WIDGET_STATE].state.update(nbformat.from_dict(state))
    models = notebook.metadata.widgets[WIDGET_STATE].state
    for cell in notebook.cells:
        shown = [
            output.get("data", {}).get("application/vnd.jupyter.widget-view+json")
            for output in cell.get("outputs", [])
        ]
        # Frames are what a player has, and a guess or a quiz has not.
        if any(view and "_frames" in models[view["model_id"]]["state"] for view in shown):
            all_three = nbformat.v4.new_notebook(cells=[cell, *cells], metadata=notebook.metadata)
            all_three = copy.deepcopy(all_three)
            script = widgets_into_page(all_three)
            places = [
                each.outputs[-1].get("data", {}).get("text/html", "") for each in all_three.cells
            ]
            if all("data-course-widget" in place for place in places):
                return dict(zip(("player", *ours), places)), script
    raise ValueError(f"{shown.notebook}: expected a player, for the start page.")


def _title(lesson):
    return lesson.read().cells[0].source.partition("\n")[0].removeprefix("# ")


def _in_short(extra):
    """Give an extra's name, its title, and the lesson that it goes with, as on the start page."""
    return {"name": extra.name, "title": _title(extra), "lesson": extra.goes_with}


def _start_page(index, names, extras, places, root):
    """Write the start page, in the words that the notebooks' own front door has for it."""
    cells = jupytext.read(index.source, fmt="py:percent").cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    sections = {part.partition("\n")[0]: part for part in re.split(r"^(?=## )", text, flags=re.M)}
    repository = project_address(root)
    pages = Environment(
        loader=FileSystemLoader(root / "docs" / "site"), undefined=StrictUndefined
    ).get_template("index.md.j2")
    return pages.render(
        opening="\n\n".join(text.split("\n\n")[:2]),  # the title and what it is about
        path=sections["## The path"],
        names=names,
        extras=extras,
        **places,
        repository=f"https://github.com/{repository}",
        binder=f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/notebooks/index.ipynb",
    )
