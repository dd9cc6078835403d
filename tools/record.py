"""``python -m tools record``: train on the full data and store the record."""

from pathlib import Path

from tqdm import tqdm

from helpers._files import make_folder
from helpers.course.depth_recipe import DepthRecipe
from helpers.course.filters_recipe import FiltersRecipe
from helpers.course.map_recipes import ProjectionRecipe
from helpers.course.recipes import RECIPES, find_recipe
from helpers.course.training_recipe import TrainingRecipe
from tools.arguments import add_force, may_write

__all__ = ["add_arguments", "run"]

#: Recipes of records that more was made for than they ship.
_WITH_MORE = (TrainingRecipe, DepthRecipe, FiltersRecipe, ProjectionRecipe)


def add_arguments(parser):
    """Declare the command's words."""
    parser.add_argument(
        "names", nargs="+", metavar="NAME", choices=RECIPES, help="one of: " + ", ".join(RECIPES)
    )
    parser.add_argument(
        "--into", type=Path, help="folder for the records (default: the course's own)"
    )
    parser.add_argument(
        "--full",
        type=Path,
        metavar="DIR",
        help="a folder for records before anything is left out of them: a training that is there "
        "is taken and not done again, so that NAME, NAME_depth and NAME_filters need one training",
    )
    add_force(parser, "a record that is there")


def run(arguments):
    """Make the records, one after another."""
    folder = arguments.into or arguments.root / "helpers" / "course" / "records"
    # Asked before anything is trained, not after.
    if not may_write([folder / f"{name}.npz" for name in arguments.names], arguments.force):
        return 2
    make_folder(folder)
    if arguments.full:
        make_folder(arguments.full)
    for name in arguments.names:
        recipe = find_recipe(name)
        print(f"{name}: {recipe.summary}", flush=True)
        with tqdm(total=1.0, bar_format="{l_bar}{bar}| {elapsed} {postfix}") as bar:

            def advance(share, words="", bar=bar):
                bar.set_postfix_str(words, refresh=False)
                bar.update(share - bar.n)

            kept = {}
            training = name.removesuffix("_depth").removesuffix("_filters")
            if arguments.full and isinstance(recipe, _WITH_MORE):
                kept["full"] = arguments.full / f"{training}.npz"
            record = recipe.make(advance, **kept)
        path = record.save(folder / f"{name}.npz")
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB. {record!r}", flush=True)
        for fact in ("seconds", "test_accuracy", "test_mse"):
            if fact in record.made_from:
                print(f"  {fact}: {record.made_from[fact]:.4g}", flush=True)
    return 0
