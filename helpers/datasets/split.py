"""Which pictures are for training, for validation and for the test: each class by its share."""

import collections
import numbers

import numpy as np

from helpers._arguments import bad_argument, check_integer, check_labels, check_real

__all__ = ["deal_out", "part_size", "stratified_split"]


def stratified_split(labels, valid_size, seed=0):
    """Choose pictures for validation so that each class gives the same share.

    The classes' shares are rounded down, and what is then missing is taken from the classes
    with the largest remainders (Hamilton's method). So no class is off by a whole picture.

    Parameters
    ----------
    labels : array of int, shape (N,)
    valid_size : int or float
        A number from 0 to N - 1, or a share between 0 and 1.
    seed : int
        Chooses which pictures of each class.

    Returns
    -------
    train, valid : ndarray of int64
        Indices into `labels`, each in ascending order. Together they are all of them, once.

    Raises
    ------
    ValueError
        If `valid_size` is something else.
    """
    labels = check_labels("labels", labels)
    count = part_size("valid_size", valid_size, len(labels))
    counts = np.bincount(labels)
    # Whole-number arithmetic: a share that is exact stays exact.
    chosen, remainders = np.divmod(counts * count, max(len(labels), 1))
    missing = count - chosen.sum()
    chosen[np.argsort(-remainders, kind="stable")[:missing]] += 1
    rng = np.random.default_rng(check_integer("seed", seed, low=0))
    is_valid = np.zeros(len(labels), bool)
    for label, number in enumerate(chosen):
        is_valid[rng.permutation(np.flatnonzero(labels == label))[:number]] = True
    return np.flatnonzero(~is_valid), np.flatnonzero(is_valid)


def part_size(name, size, n=None):
    """Turn a number or a share into a number of pictures; without `n`, only check its form.

    Parameters
    ----------
    name : str
        The argument's name.
    size : int or float
        A number of pictures, 0 or more, or a share between 0 and 1.
    n : int, optional
        How many pictures there are. At least one must be left.

    Returns
    -------
    int or None

    Raises
    ------
    ValueError
        If `size` is something else.
    """
    expected = "a whole number of pictures, 0 or more, or a share between 0 and 1"
    whole = isinstance(size, numbers.Integral)
    check_real(name, size, low=0, below=None if whole else 1, expected=expected)
    if n is None:
        return None
    count = int(size) if whole else round(size * n)
    if count and count >= n:
        advice = f"There are {n:,} pictures for training, and some must be left."
        raise bad_argument(name, f"fewer than {n}", size, advice)
    return count


def deal_out(labels, sizes, groups, seed):
    """Deal pictures out to parts: groups stay whole, and each class gives its share to each part.

    Each part gets something of each class. The largest groups are dealt out first, each to the
    part that lacks most of its classes; so what is alone fills up what is then missing, and
    without groups no class is off by a whole picture.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        From 0 on, none of them left out.
    sizes : sequence of int
        How many pictures each part is to have; their sum is N. Parts of 0 get none.
    groups : ndarray of int, shape (N,)
        Pictures with the same number stay together.
    seed : int

    Returns
    -------
    parts : list of ndarray of int64
        Indices into `labels`, in random order.
    lacking : set of int
        Classes that could not be in every part: they are in too few groups.
    """
    rng = np.random.default_rng(seed)
    wanted = [number for number, size in enumerate(sizes) if size]
    need = _shares(np.bincount(labels), [sizes[number] for number in wanted])
    need = [part.tolist() for part in need]

    members = np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1])
    members = [members[number] for number in rng.permutation(len(members))]
    members.sort(key=len, reverse=True)  # stable: equal ones stay in random order
    contents = [collections.Counter(labels[group].tolist()) for group in members]
    left = collections.Counter(label for content in contents for label in content)
    without = {label: set(range(len(wanted))) for label in left}
    chosen = [[] for _ in sizes]
    for group, content in zip(members, contents, strict=True):
        # The last groups of a class go where nothing of it is yet.
        short = [label for label in content if left[label] <= len(without[label])]
        parts = set.intersection(*(without[label] for label in short)) if short else None
        part = max(
            sorted(parts or range(len(wanted))),
            key=lambda part: sum(count * need[part][label] for label, count in content.items()),
        )
        chosen[wanted[part]].append(group)
        for label, count in content.items():
            need[part][label] -= count
            left[label] -= 1
            without[label].discard(part)
    nothing = np.empty(0, np.int64)
    parts = [rng.permutation(np.concatenate([nothing, *groups])) for groups in chosen]
    return parts, {label for label, parts in without.items() if parts}


def _shares(counts, sizes):
    """Say how many pictures of each class each part should have: at least one where that can be."""
    left, shares = counts.copy(), []
    for later, size in zip(range(len(sizes) - 1, -1, -1), sizes, strict=True):
        # The exact share of what is left, held between one and what leaves one for later parts.
        most = np.maximum(left - later, 0)
        exact = left * size / left.sum()
        share = np.clip((left * size) // left.sum(), np.minimum(1, most), most)
        while missing := size - share.sum():
            up = missing > 0
            able = share < most if up else share > 1
            if not able.any():
                break
            owed = np.where(able, exact - share if up else share - exact, -np.inf)
            share[owed.argmax()] += 1 if up else -1
        shares.append(share)
        left = left - share
    return shares
