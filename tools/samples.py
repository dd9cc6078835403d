"""``python -m tools samples``: make the shipped samples again from the full data sets."""

import sys
from pathlib import Path

from helpers._files import make_folder, write_whole
from helpers.commands import fetch
from helpers.datasets.cache import find_damage, open_cached
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetError, sha256_of
from helpers.datasets.mosaics import write_sample
from tools import emoji_kinds
from tools.arguments import add_force, may_write

__all__ = ["add_arguments", "run"]


def add_arguments(parser):
    """Declare the command's arguments, those of ``fetch`` among them."""
    fetch.add_arguments(parser)
    parser.add_argument("--folder", type=Path, help="where the samples go (default: the course's)")
    add_force(parser, "a sample that is there")


def run(arguments):
    """Write each sample and a page about them, and print what the catalog should hold."""
    names = fetch.chosen_names(arguments)
    if names is None:
        return 2
    folder = arguments.folder or arguments.root / "helpers" / "datasets" / "samples"
    files = [folder / f"{name}{end}" for name in names for end in (".webp", "_labels.npy")]
    if not may_write(files, arguments.force):
        return 2
    make_folder(folder)
    try:
        for info in map(CATALOG.get, names):
            arrays, _ = open_cached(info)
            if arrays is None:
                raise DatasetError(
                    f"The full {info.title} is not on this machine yet. Get it with "
                    f"`python -m helpers fetch {info.name}`."
                )
            damage = find_damage(info)
            if damage:
                raise DatasetError(f"The cached copy of {info.title} is damaged: {damage}.")
            for path in write_sample(info, arrays, folder):
                print(f"{path.name}: {path.stat().st_size:,} bytes")
            for name in ARRAYS:
                digest = sha256_of(arrays[name][: info.shape(name, sample=True)[0]])
                same = info.sample_digests.get(name) == digest
                print(f"  {name}: {digest} ({'as in the catalog' if same else 'NEW'})")
    except DatasetError as error:
        print(error, file=sys.stderr)
        return 1
    write_whole(folder / "README.md", describe_samples().encode())
    return 0


def describe_samples():
    """Write the page that stands beside the samples: what they are, and whose.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        "# Samples\n\nThe first pictures of each data set, in their original order, as one "
        "lossless WebP mosaic each,\nand their labels. `python -m tools samples` makes them, "
        "and this page, from the full data.\n"
    ]
    parts += [
        f"\n## {info.title}\n\n"
        f"- `{info.name}.webp`: {info.n_sample_train:,} of the {info.n_train:,} pictures for "
        f"training, then {info.n_sample_test:,} of the {info.n_test:,} for the test\n"
        f"- Home: <{info.home}>\n- Terms of use: {info.licence}\n- To be cited: {info.citation}\n"
        for info in CATALOG.values()
    ]
    return "".join([*parts, emoji_kinds.LICENCE])
