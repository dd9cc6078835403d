"""``python -m tools release X.Y.Z``: make a release, whose tag the lessons ask for.

A copy of a lesson that somebody saved on Colab installs the course from its repository, in the
lesson's first cell. That cell asks for a release, ``git+https://github.com/OWNER/NAME@vX.Y.Z``, so
that the copy goes on working when the helpers change. And Colab opens the lessons of that release,
so that they fit what they install. The version stands in ``helpers/__init__.py``.
"""

import datetime
import re
import subprocess
import sys

from helpers._arguments import bad_argument
from helpers._files import write_whole
from tools import ROOT
from tools.lessons import find_extras, find_lessons
from tools.links import linked_files, project_address

__all__ = [
    "add_arguments",
    "asked_for",
    "course_version",
    "make_release",
    "released",
    "run",
    "unreleased",
]

#: Releases are made from here.
BRANCH = "main"

_VERSION = re.compile(r'^__version__ = "(?P<version>[^"]+)"$', re.MULTILINE)
_HEADING = re.compile(
    r"^## (?P<version>\d+\.\d+\.\d+) \((?P<date>\d{4}-\d\d-\d\d)\)$", re.MULTILINE
)
_UNRELEASED = re.compile(r"^## Unreleased\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("version", metavar="X.Y.Z", help="higher than any that was released")


def run(arguments):
    """Make the release, and say what is left to do."""
    try:
        changed = make_release(arguments.version, arguments.root)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for path in changed:
        print(f"rewritten: {path}")
    tag = f"v{arguments.version}"
    print(
        f"Committed, and tagged as {tag}. Nothing was pushed. To publish it:\n"
        f"  git push --atomic origin {BRANCH} {tag}\n"
        f"To take it back instead:\n  git tag --delete {tag} && git reset --hard HEAD~1"
    )
    return 0


def course_version(root=ROOT):
    """Read the one version, that of ``helpers/__init__.py``.

    Returns
    -------
    str
        Such as ``"0.2.0"``.
    """
    return _VERSION.search(_version_file(root).read_text(encoding="utf-8"))["version"]


def released(root=ROOT):
    """List the releases of the changelog.

    Returns
    -------
    list of str
        The newest first.
    """
    return [found["version"] for found in _HEADING.finditer(_changelog(root))]


def unreleased(root=ROOT):
    """List what the changelog has under "Unreleased".

    Returns
    -------
    list of str
        The first line of each entry.
    """
    found = _UNRELEASED.search(_changelog(root))
    return re.findall(r"^- .+", found["text"], re.MULTILINE) if found else []


def asked_for(root=ROOT):
    """Find which release the lessons' first cells ask for, and whatever else installs the course.

    Returns
    -------
    dict of str to set of str
        By file, relative to ``root``: tags such as ``"v0.2.0"``, or ``""`` where none is named.
    """
    pattern = _installs(root)
    found = {}
    for path in linked_files(root):
        tags = {match["tag"] or "" for match in pattern.finditer(path.read_text(encoding="utf-8"))}
        if tags:
            found[path.relative_to(root).as_posix()] = tags
    return found


def make_release(version, root=ROOT, today=None):
    """Set the version, date the changelog, have the lessons ask for the tag; commit and tag it.

    Parameters
    ----------
    version : str
        ``"X.Y.Z"``.
    root : Path
        The checkout.
    today : datetime.date, optional
        The date of the release.

    Returns
    -------
    list of str
        The files that were rewritten, relative to ``root``.

    Raises
    ------
    ValueError
        If the version is not higher than those released, its tag is there, the changelog has
        nothing under "Unreleased", the branch is another, or the tree has changes; or if git does
        not commit. All is as before then.
    """
    _refuse(version, root)
    today = today or datetime.datetime.now(datetime.timezone.utc).date()
    tag = f"v{version}"
    address = re.escape(project_address(root))
    opens = re.compile(rf"(colab\.research\.google\.com/github/{address}/blob/)[^/\s]+(?=/)")
    installs = _installs(root)

    def lead_to_it(text):
        text = installs.sub(lambda found: f"{found['course']}@{tag}", text)
        return opens.sub(lambda found: found[1] + tag, text)

    before = _git(root, "rev-parse", "HEAD").strip()
    try:
        changed = [
            path.relative_to(root).as_posix()
            for path, text in (
                (_version_file(root), lambda old: _VERSION.sub(f'__version__ = "{version}"', old)),
                (
                    root / "CHANGELOG.md",
                    lambda old: old.replace("## Unreleased\n", f"## {version} ({today})\n", 1),
                ),
                *((path, lead_to_it) for path in linked_files(root)),
            )
            if _rewrite(path, text)
        ]
        notebooks = root / "notebooks"
        for lesson in find_lessons(folder=notebooks) + find_extras(notebooks):
            if lesson.notebook.relative_to(root).as_posix() in changed:
                lesson.renew_ids()
        _git(root, "commit", "--all", "--quiet", "--message", f"Release {version}")
        _git(root, "tag", "--annotate", tag, "--message", f"Release {version}")
    except BaseException:
        _git(root, "reset", "--hard", "--quiet", before)  # there were no changes to lose
        raise
    return changed


def _refuse(version, root):
    """Raise ValueError unless a release can be made of what is here."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise bad_argument("version", "X.Y.Z, such as 0.3.0", version)
    tags = _git(root, "tag", "--list", "v*").split()
    if f"v{version}" in tags:
        raise bad_argument("version", "one that has no tag", version, f"v{version} is there.")
    earlier = released(root) + [tag[1:] for tag in tags if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]
    newest = max(earlier, key=_numbers, default="0.0.0")
    if _numbers(version) <= _numbers(newest):
        raise bad_argument("version", f"one higher than {newest}, the last release", version)
    if not unreleased(root):
        raise ValueError('CHANGELOG.md has nothing under "## Unreleased". Say what has changed.')
    branch = _git(root, "branch", "--show-current").strip()
    if branch != BRANCH:
        raise ValueError(f"A release is made on the branch {BRANCH}; this is {branch or 'none'}.")
    dirty = _git(root, "status", "--porcelain").rstrip()
    if dirty:
        raise ValueError(f"Commit these changes first, or put them away:\n{dirty}")


def _numbers(version):
    """Make a version comparable."""
    return tuple(map(int, version.split(".")))


def _version_file(root):
    return root / "helpers" / "__init__.py"


def _changelog(root):
    return (root / "CHANGELOG.md").read_text(encoding="utf-8")


def _installs(root):
    """Build the pattern of what installs the course from its repository, in quotes (JSON's too)."""
    address = re.escape(project_address(root))
    return re.compile(
        rf'(?P<course>git\+https://github\.com/{address})(?:@(?P<tag>[\w.-]+))?(?=\\?")'
    )


def _rewrite(path, change):
    """Change a file's text; tell whether there was something to change."""
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    if changed != text:
        write_whole(path, changed.encode())
    return changed != text


def _git(root, *words):
    """Run git in the checkout and return what it says."""
    done = subprocess.run(
        ["git", *words], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ValueError(f"git {words[0]} failed: {said}")
    return done.stdout
