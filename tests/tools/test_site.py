"""The site of the lessons: whole, light enough, and with everything in it that it needs."""

import importlib
import inspect
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from helpers.pages.exporter import described_pictures
from tests.support.built_site import built_site, cut_off
from tools import site as command
from tools.__main__ import main
from tools.api_pages import TOPICS
from tools.lessons import exercises, find_extras, find_lessons
from tools.links import colab_ref, project_address

*LESSONS, _ = find_lessons()
NAMES = [lesson.name for lesson in LESSONS]
#: Elements and attributes with which a page loads something by itself. An <a> only leads there.
LOADS = {"src", "srcset", "data", "poster", "background", "formaction", "action"}
#: Links in a page's head that a browser follows by itself, or may.
FOLLOWED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "manifest"}
IN_CSS = re.compile(r"""url\(\s*["']?([^)"']+)|@import\s+["']([^"']+)""")


class Page(HTMLParser):
    """What a page holds: what it loads, where it leads, its formulas, what is folded up in it."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.leads, self.ids, self.formulas = [], [], set(), []
        self.folds, self.places, self.scripts, self.tags = [], [], [], []
        self._open = []
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        self.loads += [given[name] for name in LOADS & set(given)]
        if tag == "link" and FOLLOWED & set(given.get("rel", "").split()):
            self.loads.append(given["href"])
        if tag == "use":
            self.loads += [value for name, value in attributes if name.endswith("href")]
        if tag == "a" and "href" in given:
            self.leads.append(given["href"])
        self.loads += in_css(given.get("style", ""))
        self.ids.add(given.get("id"))
        if "data-course-widget" in given:
            self.places.append(given["data-course-widget"])
        if tag == "svg" and "aria-label" in given:
            self.formulas.append(given["aria-label"])
        if tag == "details":
            self.folds.append([given, ""])
        if tag in {"details", "script", "style", "summary"}:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data):
        if self._open[-1:] == ["script"]:
            self.scripts.append(data)
        elif self._open[-1:] == ["style"]:
            self.loads += in_css(data)
        elif "details" in self._open:
            self.folds[-1][1] += data


def in_css(text):
    return [one or other for one, other in IN_CSS.findall(text)]


def is_elsewhere(address):
    return address.startswith("//") or urlsplit(address).scheme not in {"", "data", "blob"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built_site(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(site):
    return {path.stem: Page(path) for path in site.glob("*.html")}


def test_the_look_up_sees_every_way_to_load(tmp_path):
    (tmp_path / "page.html").write_text(
        """<link rel="stylesheet" href="//a/"><link rel="canonical" href="https://not.loaded/">
        <style>@import "https://b/"; p { background: url( "https://c/" ) }</style>
        <p style="background: url(//d/)"><img src="https://e/" srcset="https://f/ 2x">
        <script src="https://g/"></script><iframe src="https://h/"></iframe>
        <video poster="https://i/"></video><object data="https://j/"></object>
        <svg><use xlink:href="https://k/"></use></svg><a href="https://not.loaded/">there</a>""",
        encoding="utf-8",
    )
    found = [one for one in Page(tmp_path / "page.html").loads if is_elsewhere(one)]
    assert sorted(one.partition("//")[2][0] for one in found) == list("abcdefghijk")


def stored(name):
    return nbformat.read(find_lessons([name])[0].notebook, as_version=4)


def test_every_lesson_has_a_page_and_all_are_small_enough(site, pages):
    assert set(pages) == {*NAMES, "glossary", "index", "search"}
    extras = {path.stem for path in (site / "extras").glob("*.html")}
    assert extras == {extra.source.stem for extra in find_extras()}
    for name in extras:
        assert pages["index"].leads.count(f"extras/{name}.html") >= 2, "in the text and at the side"
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    assert size < 40e6
    # GitHub's pages would leave out folders such as _static without it.
    assert (site / ".nojekyll").exists()
    assert not list(site.rglob("*.ipynb")), "the notebooks would be in it twice"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_the_package_offers_stands_in_the_site_with_its_words(site, topic):
    page = Page(site / "api" / f"{topic}.html")
    words = " ".join(re.sub("<[^>]+>", "", page.text).split())
    package = importlib.import_module(f"helpers.{topic}")
    if getattr(package, "__all__", ()):
        modules = [package]
    else:
        files = sorted(Path(package.__file__).parent.glob("[!_]*.py"))
        modules = [importlib.import_module(f"helpers.{topic}.{file.stem}") for file in files]
    for module in modules:
        for name in module.__all__:
            what = getattr(module, name)
            if not callable(what):
                continue  # a table of constants says nothing by itself
            assert f"{module.__name__}.{name}" in page.ids
            first = inspect.getdoc(what).partition("\n\n")[0]
            opening = re.split(r"[`*.&<>'\"]", first)[0]  # what no markup and no entity changes
            assert " ".join(opening.split()) in words, name
    assert [one for one in page.loads if is_elsewhere(one)] == []


def test_no_page_loads_anything_from_elsewhere(site, pages):
    for name, page in pages.items():
        assert len(page.loads) > 5, f"{name}: the look-up is blind"
        assert [one for one in page.loads if is_elsewhere(one)] == [], name


def test_no_style_loads_anything_from_elsewhere(site):
    found = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    assert len(found) > 3
    for path, text in found.items():
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert [one for one in in_css(text) if is_elsewhere(one)] == [], path


def test_no_script_knows_an_address_elsewhere(site, pages):
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.rglob("*.js")}
    texts |= {f"in {name}": "\n".join(page.scripts) for name, page in pages.items()}
    assert len(texts) > len(NAMES)
    for name, text in texts.items():
        # What says where a piece of code is from, not what is fetched.
        text = re.sub(r"(?s:/\*.*?\*/)|(?m:^\s*//.*$)", "", text)
        assert len(text) >= 0.2 * len(texts[name]), f"{name}: the look-up is blind"
        hosts = set(re.findall(r"""["'`(](?:https?:)?//([\w.-]+\.\w{2,})""", text))
        assert hosts <= {"www.w3.org"}, name  # the name of SVG, which is no place


def test_every_link_within_the_site_leads_somewhere(site, pages):
    followed = 0
    for name, page in pages.items():
        for address in page.leads + page.loads:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (site / f"{name}.html").parent / unquote(parts.path or f"{name}.html")
            assert target.exists(), f"{name}: {address}"
            if parts.fragment and target.suffix == ".html" and parts.fragment != "svg":
                assert unquote(parts.fragment) in pages[target.stem].ids, f"{name}: {address}"
            followed += 1
    assert followed > 100


def test_the_start_page_shows_each_lesson_with_its_cover_and_minutes(pages):
    start = pages["index"]
    cards = re.findall(r"<h3>.*?</section>", start.text, re.DOTALL)
    assert len(cards) == len(NAMES)
    for card, lesson in zip(cards, LESSONS):
        opening = lesson.source.read_text(encoding="utf-8")
        title = re.search(r"^# # (.+)$", opening, re.MULTILINE)[1]
        minutes = re.search(r"about (\d+)\s+(?:# )?minutes", opening)[1]
        assert title in card
        assert f"About {minutes} minutes" in card
        assert card.count(f'href="{lesson.name}.html"') == 2  # the title and the cover
        assert f"{lesson.name}.png" in card
    assert "Shift + Enter" not in start.text, "nothing can be run here"
    assert start.text.count("data-course-widget=") == 3  # a player, a playground, where a reader is


def test_the_glossary_leads_to_the_lessons_and_is_found_from_the_start(pages):
    leads = [address for address in pages["glossary"].leads if address.startswith("0")]
    assert {address.partition(".")[0] for address in leads} == set(NAMES)
    assert len(leads) > 60
    assert pages["index"].leads.count("glossary.html") >= 2  # in the text, and at the side


@pytest.mark.parametrize("name", NAMES)
def test_each_lesson_says_how_to_open_it_live(pages, name):
    place = project_address()
    for address in (
        f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/notebooks/{name}.ipynb",
        f"https://colab.research.google.com/github/{place}/blob/{colab_ref()}/notebooks/{name}.ipynb",
        f"https://github.com/{place}#begin",
    ):
        assert pages[name].leads.count(address) == 1


@pytest.mark.parametrize("name", NAMES)
def test_solutions_are_folded_up(pages, name):
    solutions = [one.solution for one in exercises(stored(name))]
    folds = [text for given, text in pages[name].folds if text.strip().startswith("Solution")]
    assert len(folds) == len(solutions) >= 3
    assert all("open" not in given for given, _ in pages[name].folds)
    for fold, solution in zip(folds, solutions):
        assert re.sub(r"\s", "", solution) in re.sub(r"\s", "", fold)


@pytest.mark.parametrize("name", NAMES)
def test_the_set_up_is_folded_up(pages, name):
    (code,) = (text for _, text in pages[name].folds if "helpers.set_up" in text)
    assert "# @title Set-up" in code and "style.use()" in code


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one.films], ids=lambda one: one.name)
def test_a_film_is_beside_the_page_with_its_still_for_who_wants_no_motion(site, pages, lesson):
    film, still = (f"_static/films/{path.name}" for path in lesson.films)
    tags = [given for _, given in pages[lesson.name].tags]
    (shown,) = (given for given in tags if given.get("src") == film)
    (calm,) = (given for given in tags if given.get("srcset") == still)
    assert shown["alt"] and calm["media"] == "(prefers-reduced-motion: reduce)"
    assert (site / film).is_file() and (site / still).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_what_is_for_tools(pages, name):
    tags = {tag for cell in stored(name).cells for tag in cell.metadata.get("tags", [])}
    assert "nbval-check-output" in tags
    text = re.sub(r"[A-Za-z0-9+/=]{200,}", "", pages[name].text)  # pictures may spell any word
    assert "nbval" not in text.replace("tag_nbval-check-output", "").lower()


@pytest.mark.parametrize("name", NAMES)
def test_no_page_speaks_of_what_is_not_there(pages, name):
    for words in (
        "Not answered yet",
        "No bet yet",
        "press <em>Train</em>",
        "and run the cell",
        "run the table again",
        "answers to a running kernel",
    ):
        assert words not in pages[name].text


def formulas_of(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.DOTALL)
            for shown, inline in re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL):
                yield " ".join((shown or inline).split())


def test_every_formula_is_drawn(pages):
    drawn = {name: pages[name].formulas for name in NAMES}
    assert drawn == {name: list(formulas_of(stored(name))) for name in NAMES}
    assert sum(map(len, drawn.values())) > 10


@pytest.mark.parametrize("name", NAMES)
def test_each_widget_is_there_once_with_its_code(site, pages, name):
    notebook = stored(name)
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    own = {key for key, one in state.items() if one["model_module"] == "anywidget"}
    own -= {  # what only a kernel can answer has no place in a page
        output.data["application/vnd.jupyter.widget-view+json"]["model_id"]
        for cell in notebook.cells
        if cell.metadata.get("page") == ""
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    }
    text = (site / "_static" / "widgets" / f"{name}.js").read_text(encoding="utf-8")
    held = json.loads(text.removeprefix("globalThis.courseWidgets = ").removesuffix(";"))
    # One may be shown in two cells.
    assert sorted(set(pages[name].places)) == sorted(own) == sorted(held["models"])
    assert {one["module"] for one in held["models"].values()} <= set(held["texts"])
    assert len(held["texts"]) == len(set(held["texts"].values()))


def test_each_figure_has_its_own_words(pages):
    for name in NAMES:
        cells = [cell for cell in stored(name).cells if cell.cell_type == "code"]
        wanted = [words for cell in cells for _, words in described_pictures(cell)]
        figures = [given for tag, given in pages[name].tags if tag == "img"]
        words = [given["alt"] for given in figures if given["src"].startswith("_images/")]
        assert words == [" ".join(one.split()) for one in wanted]
        assert all(given["alt"] for given in figures)


def test_the_build_had_no_network(tmp_path, monkeypatch):
    # That is, what the fixture builds the site with does cut a Python off.
    cut_off(monkeypatch, tmp_path)
    program = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "OSError: no network" in done.stderr


# What can go wrong


def test_a_link_to_nowhere_or_an_unknown_formula_keeps_the_old_site(tmp_path, monkeypatch, capsys):
    def write(folder, root):
        (folder / "static").mkdir(parents=True)
        text = "# One\n\n[nowhere](02_nowhere.ipynb) and $\\nosuchcommand$"
        (folder / "index.md").write_text(text, encoding="utf-8")

    old = tmp_path / "site"
    old.mkdir()
    (old / ".buildinfo").touch()
    (old / "index.html").write_text("old", encoding="utf-8")
    monkeypatch.setattr(command, "_write_sources", write)
    assert main(["site", "-o", str(old)]) == 2
    said = capsys.readouterr().err
    assert "02_nowhere.ipynb" in said
    assert "can't be drawn" in said and "nosuchcommand" in said
    assert (old / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_is_replaced_as_a_whole(tmp_path, monkeypatch, capsys):
    def make(sources, pages, root):
        pages.mkdir()
        for name in (".buildinfo", "index.html"):
            (pages / name).write_text("new", encoding="utf-8")

    old = tmp_path / "site"
    old.mkdir()
    for name in (".buildinfo", "07_gone.html"):
        (old / name).write_text("old", encoding="utf-8")
    monkeypatch.setattr(command, "_sphinx", make)
    assert main(["site", "-o", str(old)]) == 0
    assert capsys.readouterr().out == f"{old / 'index.html'}: 2 files, 0.0 MB in all\n"
    assert {path.name: path.read_text(encoding="utf-8") for path in old.iterdir()} == {
        ".buildinfo": "new",
        "index.html": "new",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path / "mine", tmp_path / "mine" / "notes.txt", tmp_path / "no" / "site"):
        with pytest.raises(ValueError, match="output: expected a"):
            command.build(place)
    assert (tmp_path / "mine" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_without_sphinx_it_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "sphinx").mkdir()
    (tmp_path / "sphinx" / "__main__.py").write_text("import no_such_theme", encoding="utf-8")
    (tmp_path / "sphinx" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"pip install -e '.\[site\]'"):
        command.build(tmp_path / "site")
    assert not (tmp_path / "site").exists()
