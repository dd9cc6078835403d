"""``python -m helpers colab``: make Colab ready for the lessons, and leave it as it is.

Colab brings nearly all that the lessons need, in versions that its kernel, its GPUs and each
other are made for. A newer TensorFlow, NumPy or ipykernel may break it, and has no effect in a
kernel that runs already. So nothing that is installed is changed: what is missing is added, under
the condition that all else stays at the version it has. Each lesson's first cell runs this, on
Colab only.
"""

import importlib.metadata
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.commands import fetch

__all__ = ["add_arguments", "add_missing", "installed", "run", "wanted"]

PROJECT = "watch-it-learn"


def add_arguments(parser):
    """Declare the command's arguments, which are those of ``fetch``."""
    fetch.add_arguments(parser)


def run(arguments):
    """Add what is missing, then fetch the data; return what pip returned.

    A data set that cannot be fetched is no reason to stop: the lessons run on its sample then.
    """
    status = add_missing()
    if fetch.run(arguments):
        print("The lessons use the sample of what could not be fetched.", file=sys.stderr)
    return status


def wanted():
    """List what the course needs anywhere, the classroom's own packages left out.

    Returns
    -------
    list of packaging.requirements.Requirement
        Without those that another system or another Python needs.
    """
    from packaging.requirements import Requirement

    requirements = [Requirement(line) for line in importlib.metadata.requires(PROJECT) or []]
    return [one for one in requirements if not one.marker or one.marker.evaluate({"extra": ""})]


def installed():
    """List every package of this Python at the version it has.

    Returns
    -------
    list of str
        Such as ``"numpy==2.1.3"``, in the form of pip's constraints.
    """
    from packaging.version import InvalidVersion, Version

    found = {}
    for distribution in importlib.metadata.distributions():
        name, version = distribution.metadata["Name"], distribution.version
        try:
            Version(version)
        except (InvalidVersion, TypeError):
            continue  # a broken install, which pip would stumble over
        if name:
            found.setdefault(name, f"{name}=={version}")  # the first one is what Python imports
    return sorted(found.values())


def add_missing():
    """Install what the lessons need and this Python lacks, and change nothing else.

    Returns
    -------
    int
        0 if nothing was missing, or what pip returned.
    """
    missing, older = [], []
    for requirement in wanted():
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"{requirement.name}{requirement.specifier}")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            older.append(f"{requirement.name} {version} (not {requirement.specifier})")
    if older:
        print(f"Older here than the course asks for, and left as it is: {', '.join(older)}.")
    if not missing:
        return 0
    print(f"Installing {', '.join(missing)}.")
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "as-it-is.txt")
        constraints.write_text("\n".join(installed()), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "-c", str(constraints)]
        return subprocess.run([*command, *missing], check=False).returncode
