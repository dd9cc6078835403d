"""``python -m tools animate``: make the picture that opens the README."""

from pathlib import Path

from helpers._files import make_folder
from helpers.course.records import shipped_record
from helpers.plots import animation, style
from helpers.plots.training import TrainingView

__all__ = ["add_arguments", "run"]


def add_arguments(parser):
    """Declare the command's words."""
    parser.add_argument("--into", type=Path, help="folder for it (default: docs/images)")


def run(arguments):
    """Draw the training of lesson 6 as a GIF."""
    style.use()
    folder = arguments.into or arguments.root / "docs" / "images"
    make_folder(folder)
    view = TrainingView(shipped_record("cifar10_article"), name="a dog")
    path = animation.save(view.frames(), folder / "training.gif", fps=8, hold_last=3)
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
