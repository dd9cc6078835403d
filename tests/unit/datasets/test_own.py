"""A data set of one's own arrays: every picture once, with its label, and nothing on both sides."""

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits
from sklearn.model_selection import StratifiedShuffleSplit

from helpers.datasets import from_arrays

RNG = np.random.default_rng(0)
PARTS = ("train", "valid", "test")


def pictures(n, *shape, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, *(shape or (6, 5))), dtype=np.uint8)


def everything(data):
    """All pictures of a data set with their labels, in an order that only they decide."""
    pairs = [
        (picture.tobytes(), int(label))
        for part in PARTS
        for picture, label in zip(getattr(data, f"x_{part}"), getattr(data, f"y_{part}"))
    ]
    return sorted(pairs)


@given(
    st.integers(2, 4),
    st.integers(30, 60),
    st.sampled_from([(5, 4), (5, 4, 1), (5, 4, 3)]),
    st.sampled_from([np.uint8, np.int64, np.float64]),
    st.sampled_from(["vector", "column", "one-hot", "text"]),
    st.integers(0, 3),
)
@settings(max_examples=40)
def test_every_picture_comes_once_with_its_label(k, n, shape, dtype, form, seed):
    images, labels = pictures(n, *shape), np.arange(n) % k
    given_labels = {
        "vector": labels,
        "column": labels[:, None],
        "one-hot": np.eye(k)[labels],
        "text": np.array([f"class {label}" for label in labels]),
    }[form]
    before = images.astype(dtype)
    data = from_arrays(before, given_labels, seed=seed)
    grey = images[..., 0] if shape[-1] == 1 else images
    assert everything(data) == sorted((p.tobytes(), int(y)) for p, y in zip(grey, labels))
    assert data.x_train.dtype == np.uint8 and data.y_train.dtype == np.uint8
    np.testing.assert_array_equal(before, images)
    # The same labels in another form are the same data set.
    assert data.fingerprint == from_arrays(images, labels, seed=seed).fingerprint


def test_it_is_a_data_set_like_any_other():
    data = from_arrays(pictures(60), np.arange(60) % 3, names=["a", "b", "c"])
    assert repr(data) == (
        "own pictures: 42 pictures for training, 6 for validation, 12 for the test; "
        "6 × 5 pixels, grey; 3 classes"
    )
    assert (data.name, data.size, data.source) == ("own pictures", "own", "arrays")
    assert data.names == ("a", "b", "c") and data.notes == ()
    assert len(data.fingerprint) == 16 and int(data.fingerprint, 16) >= 0
    for part in PARTS:
        for kind in "xy":
            with pytest.raises(ValueError, match="read-only"):
                getattr(data, f"{kind}_{part}")[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.names = ()
    assert everything(pickle.loads(pickle.dumps(data))) == everything(data)


def test_the_fingerprint_names_contents_and_split():
    images, labels = pictures(60), np.arange(60) % 3
    first = from_arrays(images, labels).fingerprint
    assert from_arrays(images.copy(), labels).fingerprint == first
    changed = images.copy()
    changed[7, 0, 0] ^= 1
    others = [
        from_arrays(changed, labels).fingerprint,
        from_arrays(images, labels, seed=1).fingerprint,
        from_arrays(images, labels, test_size=13).fingerprint,
        from_arrays(images / 255, labels).fingerprint,
    ]
    assert len({first, *others}) == 5


def test_scikit_learns_digits_go_in_as_they_are(capsys):
    digits = load_digits()
    data = from_arrays(digits.images / 16, digits.target, names=digits.target_names)
    assert data.x_train.dtype == np.float32 and data.x_train.max() == 1
    assert data.names == tuple("0123456789")
    assert capsys.readouterr().out == ""
    # Class by class as scikit-learn would.
    split = StratifiedShuffleSplit(1, test_size=len(data.y_test), random_state=0)
    _, theirs = next(split.split(digits.target, digits.target))
    difference = np.bincount(data.y_test) - np.bincount(digits.target[theirs])
    assert np.abs(difference).max() <= 1
    # Dark pictures are taken, and that is said.
    assert from_arrays(digits.images, digits.target).x_train.max() == 16
    assert "The brightest pixel has 16 of 255" in capsys.readouterr().out


def test_three_hundred_classes_do_not_wrap():
    labels = np.repeat(np.arange(300), 4)
    images = pictures(1200, 4, 4)
    data = from_arrays(images, labels)
    assert data.y_train.dtype == np.uint16
    assert everything(data) == sorted((p.tobytes(), int(y)) for p, y in zip(images, labels))


def test_parts_are_in_random_order():
    data = from_arrays(pictures(300), np.repeat([0, 1, 2], 100))  # sorted, as loaders often are
    assert len(set(data.y_test[:20])) == 3
    assert (np.diff(data.y_train.astype(int)) < 0).any()


def test_groups_stay_together():
    groups = np.array([f"camera {k}" for k in np.arange(120) // 6])
    images = pictures(120)
    images[:, 0, 0] = np.arange(120) // 6
    data = from_arrays(images, np.arange(120) % 2, groups=groups)
    held = [set(getattr(data, f"x_{part}")[:, 0, 0]) for part in PARTS]
    assert sum(map(len, held)) == len(set.union(*held)) == 20
    assert len(data.x_test) == 24


def test_copies_are_grouped_by_themselves_and_told(capsys):
    images, labels = pictures(90), np.arange(90) % 3
    images[60:] = images[:30]
    data = from_arrays(images, labels)
    held = [{p.tobytes() for p in getattr(data, f"x_{part}")} for part in PARTS]
    assert sum(map(len, held)) == len(set.union(*held)) == 60
    assert data.notes == ("30 pictures are exact copies of others. Copies stay in one part.",)
    assert capsys.readouterr().out.splitlines() == list(data.notes)
    # A group and a copy join.
    groups = np.arange(90)
    groups[:30] = np.arange(30) // 2
    data = from_arrays(images, labels, groups=groups)
    place = {p.tobytes(): part for part in PARTS for p in getattr(data, f"x_{part}")}
    assert all(
        place[images[k].tobytes()] == place[images[k + 1].tobytes()] for k in range(0, 30, 2)
    )


def test_a_copy_of_another_class_is_shown():
    images, labels = pictures(90), np.arange(90) % 3
    images[4] = images[0]
    assert from_arrays(images, labels).notes == (
        "1 picture is an exact copy of others. Copies stay in one part.",
        "Look at them: 1 of the copies have another class than the original (0 and 4).",
    )


def test_groups_too_large_for_the_sizes_are_told():
    data = from_arrays(pictures(60), np.zeros(60), groups=np.arange(60) // 10)
    assert sum(len(getattr(data, f"x_{part}")) for part in PARTS) == 60
    assert "Groups stay whole" in data.notes[-1]


def test_without_validation():
    data = from_arrays(pictures(60), np.arange(60) % 3, valid_size=0)
    assert data.x_valid.shape == (0, 6, 5) and data.y_valid.shape == (0,)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"images": pictures(60, 784)}, r"images: .*images\.reshape\(-1, 28, 28\)"),
        ({"images": pictures(60, 3, 8, 8)}, r"images: .*images\.transpose\(0, 2, 3, 1\)"),
        ({"images": pictures(60, 8, 8, 4)}, r"images: .*images\[\.\.\., :3\]"),
        ({"images": [[[1, 2]], [[3]]]}, "images: expected pictures of one size"),
        ({"images": pictures(60) - 128.0}, "images: .*from -128 to .*before they were scaled"),
        ({"images": pictures(60) * 256.0}, r"images: .*images / 65535"),
        ({"images": pictures(60) / 2}, r"images: .*np\.rint\(images\)"),
        ({"images": np.full((60, 4, 4), np.nan)}, "images: expected finite"),
        ({"labels": np.arange(59) % 3}, "labels: expected 60 labels"),
        ({"labels": [0] * 58 + [1] * 2}, "labels: expected at least 3 pictures.*'1' has 2"),
        ({"names": ["a"]}, "names: expected"),
        ({"test_size": 0}, "test_size: expected at least one picture"),
        ({"test_size": 2}, "test_size: expected at least one picture of 3 classes; received 2"),
        ({"test_size": 1.0}, "test_size: expected a whole number"),
        ({"test_size": 50, "valid_size": 9}, "test_size: .*leaves one of each class"),
        ({"valid_size": -1}, "valid_size: expected a whole number"),
        ({"seed": -1}, "seed: expected a whole number"),
        ({"groups": [1, 2]}, "groups: expected a number or a text for each of 60"),
        ({"groups": np.full(60, 0.5)}, "groups: expected a number or a text"),
        ({"groups": np.zeros(60, int)}, "groups: expected .* at least 3 groups; received \"1 for"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(change, message):
    arguments = {"images": pictures(60), "labels": np.arange(60) % 3} | change
    with pytest.raises(ValueError, match=message):
        from_arrays(**arguments)


def test_a_class_of_copies_only_is_named():
    images, labels = pictures(60), np.arange(60) % 3
    images[labels == 2] = 7
    with pytest.raises(ValueError, match="labels: .*1 for '2'.*Exact copies .* are one group"):
        from_arrays(images, labels)
