"""``python -m tools links``: one public address, and every badge and link made from it.

The address stands in ``pyproject.toml``, under ``[project.urls]``. Whoever takes the course to a
repository of their own runs ``python -m tools links OWNER/NAME`` once.
"""

import re
import sys

from helpers._arguments import bad_argument
from helpers._files import write_whole
from tools import ROOT
from tools.lessons import find_extras, find_lessons

__all__ = [
    "add_arguments",
    "colab_ref",
    "disagreements",
    "linked_files",
    "project_address",
    "rewrite",
    "run",
]

#: Where badges and links may stand.
PLACES = (
    "*.md",
    "docs/**/*.md",
    ".github/**/*.yml",
    ".github/**/*.md",
    "notebooks/source/**/*.py",
    "notebooks/*.ipynb",
    "notebooks/extras/*.ipynb",
    "helpers/**/*.py",
    "tools/**/*.py",
)

# Dots stand inside a name only, so that neither ".git" nor a sentence's full stop belongs to it.
_PART = r"[A-Za-z0-9_-]+(?:\.(?!git\b)[A-Za-z0-9_-]+)*"
_SETTING = re.compile(
    rf'^(?P<before>Repository = "https://github\.com/)(?P<place>{_PART}/{_PART})"$', re.MULTILINE
)
_ADDRESS = re.compile(rf"(?:https://github\.com/)?(?P<place>{_PART}/{_PART})(?:\.git)?/?")


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument(
        "address",
        nargs="?",
        metavar="OWNER/NAME",
        help="the repository's new address on GitHub; without it, links follow the present one",
    )


def run(arguments):
    """Set the address if there is one, and make every link agree."""
    try:
        changed = rewrite(arguments.address, arguments.root)
        address = project_address(arguments.root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for path in changed:
        print(f"rewritten: {path}")
    print(f"{len(changed)} files rewritten. All links lead to github.com/{address}.")
    return 0


def project_address(root=ROOT):
    """Read the one address.

    Parameters
    ----------
    root : Path
        The checkout.

    Returns
    -------
    str
        ``"owner/name"``.

    Raises
    ------
    ValueError
        If ``pyproject.toml`` has no such line, or there is no ``pyproject.toml``, as where the
        course was installed without its repository.
    """
    try:
        found = _SETTING.search((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"There is no pyproject.toml in {root}: run this in a checkout.") from None
    if found is None:
        raise ValueError('pyproject.toml: expected Repository = "https://github.com/owner/name".')
    return found["place"]


def colab_ref(root=ROOT):
    """Read from the template which branch or tag Colab opens the lessons of.

    Returns
    -------
    str
        That of the last release, such as ``"v0.2.0"``; ``"main"`` before the first one.
    """
    template = root / "notebooks" / "source" / "_template.py"
    return re.search(r"/blob/([^/\s]+)/notebooks/", template.read_text(encoding="utf-8"))[1]


def linked_files(root=ROOT):
    """List the files in which badges and links may stand, in order.

    Parameters
    ----------
    root : Path

    Returns
    -------
    list of Path
    """
    found = {path for place in PLACES for path in root.glob(place) if path.is_file()}
    return sorted(found)


def disagreements(root=ROOT):
    """Find links that lead elsewhere than to the project's address.

    Parameters
    ----------
    root : Path

    Returns
    -------
    list of str
        ``"FILE: LINK"`` for each.
    """
    address = project_address(root)
    found = []
    for path in linked_files(root):
        for match in _links(address).finditer(path.read_text(encoding="utf-8")):
            if match["place"] != address:
                found.append(f"{path.relative_to(root).as_posix()}: {match[0]}")
    return found


def rewrite(address=None, root=ROOT):
    """Make every badge and link follow the project's address.

    Parameters
    ----------
    address : str, optional
        ``"owner/name"``, or the whole address on GitHub. It is written into ``pyproject.toml``
        first. Without it, the one that stands there is followed.
    root : Path

    Returns
    -------
    list of str
        The files that were rewritten, relative to ``root``.

    Raises
    ------
    ValueError
        If ``address`` is none; nothing was changed then.
    """
    old = project_address(root)
    new = old
    if address is not None:
        given = _ADDRESS.fullmatch(address)
        if given is None:
            raise bad_argument("address", "OWNER/NAME", address, "Such as marie/watch-it-learn.")
        new = given["place"]
    texts = {root / "pyproject.toml": _SETTING, **dict.fromkeys(linked_files(root), _links(old))}
    changed = []
    for path, links in texts.items():
        text = path.read_text(encoding="utf-8")
        rewritten = links.sub(lambda match: match[0].replace(match["place"], new), text)
        if rewritten != text:
            write_whole(path, rewritten.encode())
            changed.append(path.relative_to(root).as_posix())
    notebooks = root / "notebooks"
    for lesson in find_lessons(folder=notebooks) + find_extras(notebooks):
        if lesson.notebook.relative_to(root).as_posix() in changed:
            lesson.renew_ids()
    return changed


def _links(address):
    """Build the pattern of this project's links, wherever they lead; ``place`` is "owner/name"."""
    name = re.escape(address.split("/")[1])
    return re.compile(
        # Binder and Colab open nothing here but this course's lessons. Other repositories on
        # GitHub are linked to as well: ours are those of this name, of any owner.
        r"(?:(?P<launch>mybinder\.org/v2/gh|colab\.research\.google\.com/github)"
        r"|github\.com|raw\.githubusercontent\.com)/"
        rf"(?P<place>{_PART}/(?(launch){_PART}|{name}))(?![\w-]|\.(?!git\b)\w)"
    )
