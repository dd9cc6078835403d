"""``python -m tools new NUMBER NAME TITLE``: begin a lesson, or an extra, from the template."""

import re
import sys

from helpers._arguments import bad_argument
from helpers._files import write_whole
from tools import ROOT
from tools.lessons import EXTRAS, find_lessons
from tools.links import colab_ref, project_address

__all__ = ["add_arguments", "begin", "begin_extra", "entries", "run"]

#: What stands in the template and not in a lesson.
_SOURCE = {
    "# # 0. The lesson's name": "# # {number}. {title}",
    "_template.ipynb": "{stem}.ipynb",
    "import template as checks": "import lesson_{number:02} as checks",
    "quizzes.template import": "quizzes.lesson_{number:02} import",
    '"00/brightness"': '"{number:02}/brightness"',
}
_EXTRA = {
    "# # The extra's name": "# # {title}",
    "_template.ipynb)\n# or": "{stem}.ipynb)\n# or",
    "_template.ipynb).\n": "{stem}.ipynb).\n",
    "[lesson 0](../_template.ipynb)": "[lesson {number}](../{lesson}.ipynb)",
}
_CHECKS = {
    '"""The check of the lesson template: the smallest example of one.': (
        '"""The checks of lesson {number:02}.'
    ),
    "source/_template.py": "source/{stem}.py",
}
_QUIZ = {
    "the lesson template: the smallest example of a quiz": "lesson {number}",
    "Ask what the template meant.": "Ask what lesson {number} meant.",
    '"00/quiz"': '"{number:02}/quiz"',
    "Questions on the template": "Questions on lesson {number}",
}


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument(
        "number", type=int, help="its place in the course, such as 7; an extra's lesson"
    )
    parser.add_argument("name", help="lower case, for the files' names: small_digits")
    parser.add_argument("title", help='in quotes: "Digits of eight by eight pixels"')
    parser.add_argument(
        "--extra", action="store_true", help="a short notebook beside the path, with that lesson"
    )


def run(arguments):
    """Begin the lesson or the extra, and say what it needs besides."""
    start = begin_extra if arguments.extra else begin
    try:
        files = start(arguments.number, arguments.name, arguments.title, arguments.root)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print("Made", " and ".join(path.relative_to(arguments.root).as_posix() for path in files) + ".")
    if arguments.extra:
        link = f"[{arguments.title.strip()}]({EXTRAS}/{arguments.name}.ipynb)"
        print(f"\nFor lesson {arguments.number} and for notebooks/source/index.py:\n\n{link}")
        return 0
    place, ref = project_address(arguments.root), colab_ref(arguments.root)
    entry, row = entries(files[0].stem, arguments.title, place, ref)
    print(f"\nFor notebooks/source/index.py:\n\n{entry}\nFor the table in README.md:\n\n{row}")


def begin(number, name, title, root=ROOT):
    """Write a lesson's source and the modules of its checks and its quiz, from the templates.

    Parameters
    ----------
    number : int
        1 to 99, one that no lesson has.
    name : str
        Lower-case letters, digits and underscores.
    title : str
    root : Path
        The checkout.

    Returns
    -------
    list of Path
        The three files.

    Raises
    ------
    ValueError
        If an argument is not so. Nothing is written then.
    """
    if not 1 <= number <= 99:
        raise bad_argument("number", "1 to 99", number)
    _check_words(name, title)
    lessons = find_lessons(folder=root / "notebooks")
    taken = [lesson.name for lesson in lessons if lesson.name.startswith(f"{number:02}_")]
    if taken:
        raise bad_argument("number", "one that no lesson has", number, f"It is {taken[0]}'s.")
    (model,) = find_lessons(["_template"], root / "notebooks")
    checks, quiz = (
        root / "helpers" / "course" / each / "template.py" for each in ("checks", "quizzes")
    )
    words = {"number": number, "title": title.strip(), "stem": f"{number:02}_{name}"}
    made = []
    for path, changes, target in (
        (model.source, _SOURCE, model.source.with_name(f"{words['stem']}.py")),
        (checks, _CHECKS, checks.with_name(f"lesson_{number:02}.py")),
        (quiz, _QUIZ, quiz.with_name(f"lesson_{number:02}.py")),
    ):
        if target.exists():
            raise bad_argument("number", "one without files", number, f"{target.name} is there.")
        made.append((target, _filled_in(path, changes, words)))
    return [write_whole(target, text.encode()) for target, text in made]


def begin_extra(number, name, title, root=ROOT):
    """Write an extra's source from its template.

    Parameters
    ----------
    number : int
        The lesson's that it goes with.
    name : str
        Lower-case letters, digits and underscores.
    title : str
    root : Path
        The checkout.

    Returns
    -------
    list of Path
        The file.

    Raises
    ------
    ValueError
        If an argument is not so, or the extra is there. Nothing is written then.
    """
    _check_words(name, title)
    (lesson,) = find_lessons([str(number)], root / "notebooks")
    (model,) = find_lessons([f"{EXTRAS}/_template"], root / "notebooks")
    target = model.source.with_name(f"{name}.py")
    if target.exists():
        raise bad_argument("name", "one that no extra has", name)
    words = {"number": number, "title": title.strip(), "stem": name, "lesson": lesson.name}
    return [write_whole(target, _filled_in(model.source, _EXTRA, words).encode())]


def _check_words(name, title):
    """Raise ValueError for a name that no file should have, or a title that is none."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise bad_argument("name", "lower-case letters, digits and underscores", name)
    if not title.strip() or "\n" in title:
        raise bad_argument("title", "one line of text", title)


def _filled_in(path, changes, words):
    """Read a template, with a lesson's own words in place of the template's."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new.format(**words))
    return text


def entries(stem, title, place, ref):
    """Write what leads to a lesson: its cell of the front door, its row in the README.

    Parameters
    ----------
    stem : str
        Such as ``"07_small_digits"``.
    title : str
    place : str
        The repository, ``"owner/name"``.
    ref : str
        The branch or tag whose lessons Colab opens.

    Returns
    -------
    entry, row : str
    """
    file = f"notebooks/{stem}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/{file}"
    colab = f"https://colab.research.google.com/github/{place}/blob/{ref}/{file}"
    entry = f"""\
# %% [markdown]
# ### [{int(stem[:2])}. {title}]({stem}.ipynb)
#
# [![What the picture shows, in words](pictures/{stem}.png)]({stem}.ipynb)
#
# What one sees in it, in a sentence or two.
#
# About 5 minutes. You need: what a reader should know before.
"""
    row = (
        f'| <img src="notebooks/pictures/{stem}.png" width="160" alt="What the picture shows"> '
        f"| [{int(stem[:2])}. {title}]({file}) | 5 | What one sees in it | "
        f"[Binder]({binder}), [Colab]({colab}) |"
    )
    return entry, row
