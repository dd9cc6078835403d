"""What stands on which slide: a lesson's cells, cut and put in order for a deck.

A cell goes on the slides if its metadata says so, in the keys that JupyterLab and nbconvert know::

    # %% [markdown] slideshow={"slide_type": "slide"}

``slide`` begins a slide in a new column, ``subslide`` one below the last, ``-`` goes on with the
same one, and ``notes`` is for the speaker's eyes. A cell that says nothing is not on the slides.
``show`` is this course's own, for cells of code: ``"code"`` shows that, and ``"both"`` its output
too; without it only the output is seen. ``"alone"`` gives an output the whole slide, and what is
said of it goes to the speaker's notes.
"""

import base64
import copy
import dataclasses
import io
import re

from PIL import Image

__all__ = ["Slide", "cut"]

_HEADING = re.compile(r"^#{1,3} (?P<title>.+)$|^\*\*(?P<bold>[^*]+)\*\*$")
#: Paragraphs of a lesson's opening that are for a reader.
_FOR_READERS = re.compile(r"(Open it in|\*\*What you need\*\*|If you would rather)")
#: Somebody who looks should look first: this comes at the next key.
_LATER = re.compile(r"\*\*What to notice")
#: Where a reader folds it open, a speaker has the next key.
_FOLDED = re.compile(
    r"<details>\s*<summary>(?P<title>What to notice)</summary>\s*(?P<text>.*?)\s*</details>",
    re.DOTALL,
)
#: A line of code that is not for the eye.
_UNSEEN = re.compile(r"^plt\.show\(\)\n?", re.MULTILINE)
#: What is wider has the words below it, not beside it: a picture's width by its height, and the
#: letters in a printed line. Code is always wide.
_WIDE_PICTURE = 2.0
_WIDE_LINE = 60


@dataclasses.dataclass
class Slide:
    """One slide: its cells are copies, in the order in which they stand on it.

    Attributes
    ----------
    column : bool
        Whether it begins a column of slides.
    heading : str
        Markdown; that of the column, where the slide has none of its own.
    own_heading : bool
    alone : bool
        Whether texts go to the notes.
    shown : list of nbformat.NotebookNode
        Code cells, their outputs and perhaps their code.
    words, later, notes : list of nbformat.NotebookNode
        Texts: at once, at the next key, and for the speaker.
    """

    column: bool
    heading: str = ""
    own_heading: bool = False
    alone: bool = False
    shown: list = dataclasses.field(default_factory=list)
    words: list = dataclasses.field(default_factory=list)
    later: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)

    @property
    def layout(self):
        """str : ``"words"``, ``"alone"``, ``"beside"`` or ``"below"``, for the style sheet."""
        if not self.shown:
            return "words"
        if not self.words and not self.later:
            return "alone"
        return "below" if _is_wide(self.shown) else "beside"


def cut(cells):
    """Cut a lesson into slides.

    Parameters
    ----------
    cells : list of nbformat.NotebookNode
        With outputs, if pictures are to be seen.

    Returns
    -------
    list of Slide
        Empty where no cell is marked. A text with a heading further down is cut there: what stands
        before it belongs to the slide before, and is left out if the cell above it was.
    """
    slides = []
    marked_above = False
    title = ""
    for cell in cells:
        mark = cell.metadata.get("slideshow", {})
        kind = mark.get("slide_type", "skip")
        if kind == "skip":
            marked_above = False
            continue
        if cell.cell_type == "code":
            if kind in ("slide", "subslide") or not slides:
                slides.append(Slide(kind == "slide" or not slides, title))
            shown = copy.deepcopy(cell)
            shown.source = _UNSEEN.sub("", shown.source).strip("\n")
            shown.metadata["show"] = mark.get("show", "output")
            shown.metadata.pop("jupyter", None)  # an answer: its turn is when its slide comes
            slides[-1].alone |= mark.get("show") == "alone"
            slides[-1].shown.append(shown)
            marked_above = True
            continue
        before, parts = _parts(cell.source)
        if before and not parts:
            if kind in ("slide", "subslide"):
                slides.append(Slide(kind == "slide", title))
            _put(slides[-1], before, cell, notes=kind == "notes")
        elif before and marked_above:
            _put(slides[-1], before, cell)
        for number, (heading, text) in enumerate(parts):
            new = kind in ("slide", "subslide") or number
            if new:
                slides.append(Slide(kind == "slide" and not number, heading, own_heading=True))
            title = heading
            _put(slides[-1], text, cell, notes=kind == "notes")
        marked_above = True
    return slides


def _parts(source):
    """Cut a text at its headings: what stands before the first, and (heading, text) for each."""
    before, parts = [], []
    fenced = False
    for line in _FOLDED.sub(r"**\g<title>**: \g<text>", source).split("\n"):
        fenced ^= line.startswith("```")
        match = None if fenced else _HEADING.match(line)
        if match:
            parts.append(([match["title"] or match["bold"]], []))
        else:
            (parts[-1][1] if parts else before).append(line)
    return "\n".join(before).strip(), [(head[0], "\n".join(text).strip()) for head, text in parts]


def _put(slide, text, cell, notes=False):
    """Put a text on a slide, each paragraph where it belongs."""
    piles = {"words": [], "later": [], "notes": []}
    pile = "notes" if notes or slide.alone else "words"
    for paragraph in re.split(r"\n{2,}(?![ \t])", text):
        if pile == "words" and _LATER.match(paragraph):
            pile = "later"
        piles["notes" if _FOR_READERS.match(paragraph) else pile].append(paragraph)
    for name, paragraphs in piles.items():
        if any(paragraphs):
            part = copy.deepcopy(cell)
            part.source = "\n\n".join(paragraphs)
            getattr(slide, name).append(part)


def _is_wide(cells):
    """Tell whether code, pictures and tables, one below the other, want a slide's whole width."""
    width = height = longest = 0
    for cell in cells:
        if cell.metadata["show"] in ("code", "both"):
            return True
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
                width, height = max(width, picture.width), height + picture.height
            elif not any("widget" in kind for kind in data):
                text = output.get("text") or data.get("text/plain", "")
                longest = max(longest, *map(len, text.split("\n")))
    return width > _WIDE_PICTURE * height if height else longest > _WIDE_LINE
