"""Where the course stands here: in its folder, or installed without it; and on which Python."""

import os
import shutil
import sys
from pathlib import Path

import helpers

__all__ = ["PROJECT", "checkout", "install_again", "on_colab", "python"]

PROJECT = "watch-it-learn"
_REPOSITORY = "https://github.com/watch-it-learn/watch-it-learn"


def checkout(package=Path(helpers.__file__).parent):
    """Find the course's folder, with the lessons and the tools that make them.

    Returns
    -------
    Path or None
        None where ``helpers`` was installed without it, as on Colab.
    """
    folder = package.parent
    parts = ("pyproject.toml", "tools", "notebooks")
    return folder if all((folder / part).exists() for part in parts) else None


def install_again():
    """Say how to install the course again: from its folder, or else from its repository."""
    if checkout():
        return f"Install the course again, from its folder: {python()} -m pip install -e .[lab]"
    what = f'"{PROJECT}[lab] @ git+{_REPOSITORY}@v{helpers.__version__}"'
    return f"Install the course again: {python()} -m pip install --force-reinstall {what}"


def on_colab():
    """Tell whether this is Colab, which is a classroom of its own."""
    return "COLAB_RELEASE_TAG" in os.environ


def python():
    """Name this Python as a person would type it in the folder where they are."""
    here = Path(sys.executable)
    found = shutil.which("python")
    if found and Path(found) == here:
        return "python"
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here)
