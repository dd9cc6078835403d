"""The glossary against the lessons: every term is explained where it first comes.

A lesson's opening promises what will come, and imports only name it: neither counts as a use. What
counts is prose, and in code the comments, the texts, and the names that the glossary gives.
"""

import ast
import functools
import io
import re
import tokenize
from typing import NamedTuple

import pytest

from tools.lessons import NOTEBOOKS, find_extras, find_lessons

*LESSONS, _ = find_lessons()
EXTRAS = find_extras()
_ENTRY = re.compile(
    r"- (?P<terms>\*\*.+?\*\*(?:, \*\*.+?\*\*)*) "
    r"\((?P<names>(?:`\w+`, )*)\[(?P<where>\d|extra)\]\((?P<link>[\w./]+)\)\): (?P<text>.+)"
)
_MARKED = re.compile(r"(?<!\*)(\*{1,2})(?!\*|\s)([^*]+?)\1(?!\*)")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_TEXTS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


class Entry(NamedTuple):
    """A line of the glossary."""

    terms: tuple
    names: tuple
    where: str
    link: str
    text: str

    def wanted(self):
        """The term's forms: one word or several, in the singular or the plural."""
        forms = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]", term))) for term in self.terms)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?:s|es)?(?![\w-])", re.IGNORECASE)


def read_entries():
    text = (NOTEBOOKS / "glossary.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    found = [_ENTRY.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found) if not match]
    return [
        Entry(
            tuple(re.findall(r"\*\*(.+?)\*\*", one["terms"])),
            tuple(re.findall(r"`(\w+)`", one["names"])),
            one["where"],
            one["link"],
            one["text"],
        )
        for one in found
    ]


ENTRIES = read_entries()


def without_imports(source):
    tree = ast.parse(source)
    lines = source.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(lines)


class Cell(NamedTuple):
    """What a learner reads in a cell: its words, and the names that its code uses."""

    link: str
    words: str
    names: frozenset
    marked: tuple
    opening: bool


@functools.cache
def cells():
    """All cells in reading order. Nobody needs to have read an extra: these come last."""
    found = []
    for lesson in LESSONS + EXTRAS:
        link = f"{lesson.name}.ipynb"
        for place, cell in enumerate(lesson.read().cells):
            if cell.cell_type == "markdown":
                code = " ".join(_CODE.findall(cell.source))
                words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", _CODE.sub(" ", cell.source))
                marked = tuple(" ".join(text.split()) for _, text in _MARKED.findall(words))
                found.append(Cell(link, words, _names(code), marked, place == 0))
            elif "setup" not in cell.metadata.get("tags", []):
                source = without_imports(cell.source)
                parts = list(tokenize.generate_tokens(io.StringIO(source + "\n").readline))
                words = " ".join(
                    re.sub(r"\{[^{}]*\}", " ", one.string)
                    for one in parts
                    if one.type == tokenize.COMMENT or one.type in _TEXTS
                )
                found.append(Cell(link, words, _names(source), (), False))
    return found


def _names(code):
    return frozenset(re.findall(r"\w+", code))


def explained(entry):
    """The first cell in which the term is marked."""
    wanted = entry.wanted()
    for place, cell in enumerate(cells()):
        if any(wanted.fullmatch(text.rstrip(".,:?")) for text in cell.marked):
            return place
    return None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.terms[0])
def test_a_term_is_explained_where_it_first_comes(entry):
    place = explained(entry)
    assert place is not None, f"{entry.terms[0]} stands in no lesson in italics or bold"
    assert cells()[place].link == entry.link
    for before in cells()[:place]:
        used = entry.wanted().search(before.words)
        named = before.names & set(entry.names)
        assert before.opening or not (used or named), (
            f"{entry.terms[0]}: used in {before.link} before it is explained: "
            f"…{before.words[max(0, used.start() - 60) if used else 0 :][:150]}…"
        )


def test_the_glossary_is_in_order_and_leads_to_its_lessons():
    firsts = [entry.terms[0].casefold() for entry in ENTRIES]
    assert firsts == sorted(firsts)
    every = [term.casefold() for entry in ENTRIES for term in entry.terms]
    assert len(set(every)) == len(every) > 60
    for entry in ENTRIES:
        extra = entry.link.startswith("extras/")
        assert entry.where == ("extra" if extra else str(int(entry.link[:2])))
        assert re.match(r"[A-Z0-9]", entry.text) and entry.text.endswith(".")
        assert len(entry.text.split()) <= 60, f"{entry.terms[0]}: one to three plain sentences"


#: Arguments that choose by name.
_CHOICES = {"activation", "loss", "optimizer"}


def technical_names():
    """What the lessons' code takes from Keras, scikit-learn and UMAP, by name."""
    found = set()
    for lesson in LESSONS + EXTRAS:
        for cell in lesson.read().cells:
            if cell.cell_type != "code":
                continue
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and node.module:
                    if node.module.split(".")[0] in {"keras", "sklearn", "umap"}:
                        found |= {one.name for one in node.names if one.name[0].isupper()}
                elif isinstance(node, ast.Attribute):
                    owner = ast.unparse(node.value)
                    kinds = {"layers", "keras.optimizers", "keras.initializers", "keras.losses"}
                    if owner in kinds and node.attr[0].isupper():
                        found.add(node.attr)
                elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
                    found |= {node.value.value} if node.arg in _CHOICES else set()
    return found


def test_every_layer_optimizer_loss_and_tool_is_in_the_glossary():
    known = {name for entry in ENTRIES for name in entry.names}
    found = technical_names()
    assert {"Conv2D", "Dense", "relu", "adam", "StandardScaler", "EarlyStopping"} <= found
    assert found - known == set()


@pytest.mark.parametrize("lesson", find_lessons() + EXTRAS, ids=lambda lesson: lesson.name)
def test_every_lesson_links_the_glossary(lesson):
    path = "../glossary.md" if lesson.is_extra else "glossary.md"
    assert f"]({path})" in lesson.source.read_text(encoding="utf-8")
