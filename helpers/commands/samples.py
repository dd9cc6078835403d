"""``python -m helpers samples``: make the shipped samples again from the full data sets."""

from pathlib import Path

from helpers.datasets.catalog import ARRAYS, CATALOG, sha256_of
from helpers.datasets.dataset import load
from helpers.datasets.mosaics import SAMPLES, write_sample

__all__ = ["add_arguments", "run"]


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("--folder", type=Path, default=SAMPLES, help="where the samples go")


def run(arguments):
    """Write each sample, and print the digests that the catalog should hold for it."""
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for info in CATALOG.values():
        data = load(info.name, size="full")
        arrays = {name: getattr(data, name) for name in ARRAYS}
        for path in write_sample(info, arrays, arguments.folder):
            print(f"{path.name}: {path.stat().st_size:,} bytes")
        for name in ARRAYS:
            sample = arrays[name][: info.shape(name, sample=True)[0]]
            known = (
                "as in the catalog" if info.sample_digests.get(name) == sha256_of(sample) else "NEW"
            )
            print(f"  {name}: {sha256_of(sample)} ({known})")
