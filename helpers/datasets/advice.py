"""What a data set of your own lacks before a network learns from it, and what to do about it."""

import numpy as np

from helpers._arguments import check_images, check_labels
from helpers.analysis.near_copies import near_copies
from helpers.analysis.neighbours import neighbour_classes, neighbours

__all__ = ["what_to_mend"]

#: Below so many training pictures of a class, and test pictures in all, it is said.
_FEW, _FEW_TEST = 20, 40
#: So many times as many of one class as of another are uneven.
_UNEVEN = 2
#: How alike near copies are, and among how many pictures they are looked for.
_COPY, _MOST = 0.98, 2_000
#: Below this spread (of 255) a picture is of one colour.
_FLAT = 2


def what_to_mend(data):
    """Say what is too few, too uneven or too alike, and what to do.

    Used in lesson 09.

    Parameters
    ----------
    data : Dataset
        Of your own, as `from_folder` and `from_arrays` make it; any other will do.

    Returns
    -------
    list of str
        A sentence or two for each thing that was found; empty where there is nothing to say.

    Raises
    ------
    ValueError
        If there are no training pictures, or no label for each.
    """
    images = check_images("data.x_train", data.x_train)
    labels = check_labels("data.y_train", data.y_train, len(images), len(data.names))
    counts = np.bincount(labels, minlength=len(data.names))
    rng = np.random.default_rng(0)
    some = np.sort(rng.permutation(len(images))[:_MOST])
    return [
        *_too_few(counts, len(data.x_test), data.names),
        *_too_uneven(counts, data.names),
        *_flat(images),
        *_copies(images[some], data.x_test[:_MOST]),
        *_too_alike(images, labels, data.names, rng),
    ]


def _listed(names, most=3):
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(repr, names[:most])) + more


def _too_few(counts, n_test, names):
    few = [name for name, count in zip(names, counts, strict=True) if count < _FEW]
    if few:
        yield (
            f"Too few: {_listed(few)} {'has' if len(few) == 1 else 'have'} fewer than {_FEW} "
            f"pictures for training (the fewest {counts.min()}). A network will learn their "
            "accidents. Bring more, as different ones as you can; shifts and flips help a little."
        )
    if 0 < n_test < _FEW_TEST:
        yield (
            f"A short test: {n_test} pictures. One answer more or less moves the score by "
            f"{100 / n_test:.1f} points, so read its interval, not the score."
        )


def _too_uneven(counts, names):
    most, least = int(counts.argmax()), int(counts.argmin())
    if counts[least] and counts[most] > _UNEVEN * counts[least]:
        yield (
            f"Too uneven: {counts[most]:,} of {names[most]!r} and {counts[least]:,} of "
            f"{names[least]!r}. A network that never says {names[least]!r} would hardly be blamed. "
            "Weigh the classes (class_weight), and judge by balanced accuracy."
        )


def _flat(images):
    spread = images.reshape(len(images), -1).std(axis=1)
    if images.dtype.kind == "f":  # from 0 to 1
        spread = 255 * spread
    n = int((spread < _FLAT).sum())
    if n:
        are = "picture is" if n == 1 else "pictures are"
        yield f"Empty: {n:,} training {are} of one colour. Look at the files; leave such ones out."


def _copies(images, test):
    if len(images) > 1:
        n = int((near_copies(images, least=_COPY)[0] >= 0).sum())
        if n > len(images) / 2:
            yield (
                f"Too alike: {n:,} of {len(images):,} training pictures are nearly the same as "
                "another one, so there are fewer than it seems. Move the thing, the camera, the "
                "light."
            )
    if len(test):
        n = int((near_copies(test, images, _COPY)[0] >= 0).sum())
        if n:
            yield (
                f"A test that flatters: {n:,} of {len(test):,} test pictures are nearly the same "
                "as a training picture. Put what was taken in one go into a folder within its "
                'class\'s folder, and read it with groups="folders".'
            )


def _too_alike(images, labels, names, rng):
    """Find pairs of classes whose pictures lie as near to each other's as to their own."""
    counts = np.bincount(labels, minlength=len(names))
    each = min(counts.min(), _MOST // len(names))
    if each < 4 or len(names) < 2:
        return
    chosen = np.concatenate(
        [rng.permutation(np.flatnonzero(labels == k))[:each] for k in range(len(names))]
    )
    nearest = neighbours(images[chosen], k=3)
    share = neighbour_classes(nearest, labels[chosen])
    for a in range(len(names)):
        for b in range(a):
            own = min(share[a, a], share[b, b])
            if min(share[a, b], share[b, a]) >= own:
                yield (
                    f"Hard to tell apart: as pixels, pictures of {names[b]!r} lie as near to those "
                    f"of {names[a]!r} as to their own. Look whether the labels are right, and what "
                    "could betray the class."
                )
