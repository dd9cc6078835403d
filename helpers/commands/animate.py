"""``python -m helpers animate``: make the picture that opens the README."""

from pathlib import Path

import helpers
from helpers import animation
from helpers.plots import style
from helpers.plots.training import TrainingView
from helpers.recording import load_record

__all__ = ["add_arguments", "run"]

PICTURES = Path(helpers.__file__).parents[1] / "docs" / "images"


def add_arguments(parser):
    """Declare the command's words."""
    parser.add_argument(
        "--into", type=Path, default=PICTURES, help="folder for it (default: docs/images)"
    )


def run(arguments):
    """Draw the training of lesson 6 as a GIF."""
    style.use()
    arguments.into.mkdir(parents=True, exist_ok=True)
    view = TrainingView(load_record("cifar10_article"), name="a dog")
    path = animation.save(view.frames(), arguments.into / "training.gif", fps=8, hold_last=3)
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
