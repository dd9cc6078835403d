"""What a lesson gets: the right values, that nobody can spoil."""

import dataclasses
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedShuffleSplit

from helpers.datasets import CATALOG, DatasetError, load, stratified_split
from helpers.datasets.cache import find_damage
from helpers.datasets.catalog import ARRAYS, sha256_of
from helpers.datasets.mosaics import SAMPLES
from tools.samples import describe_samples

NAMES = ("mnist", "fashion_mnist", "cifar10")
PARTS = [f"{kind}_{part}" for part in ("train", "valid", "test") for kind in "xy"]


@pytest.fixture
def nothing_cached(tmp_path, monkeypatch):
    """A machine on which nobody has fetched anything."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "cache"))


# ---------------------------------------------------------------------------------- the values


def test_the_course_has_three_data_sets_to_fetch_and_one_that_comes_whole():
    assert tuple(CATALOG) == (*NAMES, "emoji")
    assert [name for name, info in CATALOG.items() if info.comes_whole] == ["emoji"]


@pytest.mark.parametrize("name", CATALOG)
def test_a_sample_holds_what_the_catalog_says(name):
    info, data = CATALOG[name], load(name, size="sample")
    for array in ARRAYS:
        values = getattr(data, array)
        assert values.shape == info.shape(array, sample=True)
        assert values.dtype == np.uint8
        assert sha256_of(values) == info.sample_digests[array]
    assert set(np.unique(data.y_train)) == set(range(len(data.names)))


@pytest.mark.parametrize("name", NAMES)
def test_the_full_data_is_the_published_one(name, full):
    full(name)
    assert find_damage(CATALOG[name]) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_the_start_of_the_full_data(name, full):
    info, data = CATALOG[name], full(name)
    for array in ARRAYS:
        start = getattr(data, array)[: len(getattr(load(name, size="sample"), array))]
        assert sha256_of(start) == info.sample_digests[array]


def test_published_facts(full):
    """Balanced classes, CIFAR-10's channel means, and the dog of test image 16."""
    for name in NAMES:
        counts = np.bincount(full(name).y_test)
        assert counts.sum() == 10_000
        assert name == "mnist" or set(counts) == {1_000}
    # MNIST's classes are not: http://yann.lecun.com/exdb/mnist has 5,923 zeros for training.
    assert np.bincount(full("mnist").y_train)[0] == 5_923
    means = full("cifar10").x_train.mean(axis=(0, 1, 2)) / 255
    np.testing.assert_allclose(means, [0.4914, 0.4822, 0.4465], atol=5e-5)


@pytest.mark.parametrize("size", ["sample", "full"])
def test_image_16_is_the_same_dog(size, full):
    data = full("cifar10") if size == "full" else load("cifar10", size="sample")
    assert data.names[data.y_test[16]] == "dog"
    np.testing.assert_array_equal(data.x_test[16], load("cifar10", size="sample").x_test[16])


@pytest.mark.parametrize("name", NAMES)
def test_the_first_training_pictures_have_their_known_labels(name):
    """As every other loader of these data sets gives them."""
    known = {
        "mnist": ["5", "0", "4", "1", "9"],
        "fashion_mnist": ["Ankle boot", "T-shirt/top", "T-shirt/top", "Dress", "T-shirt/top"],
        "cifar10": ["frog", "truck", "truck", "deer", "automobile"],
    }
    data = load(name, size="sample")
    assert [data.names[y] for y in data.y_train[:5]] == known[name]


def test_the_samples_are_small():
    sizes = [path.stat().st_size for path in SAMPLES.iterdir()]
    assert sum(sizes) < 13_000_000


def test_the_page_beside_the_samples_says_what_the_catalog_says():
    assert (SAMPLES / "README.md").read_text(encoding="utf-8") == describe_samples()


# ------------------------------------------------------------------------------ what cannot be done


@pytest.mark.parametrize("valid_size", [0, 50])
@pytest.mark.parametrize("part", PARTS)
def test_arrays_are_read_only(part, valid_size):
    array = getattr(load("mnist", size="sample", valid_size=valid_size), part)
    assert not array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 0


def test_full_arrays_are_read_only(full):
    data = full("fashion_mnist")
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0, 0, 0] = 1


def test_a_data_set_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load("mnist", size="sample").names = ()


def test_a_data_set_survives_pickling():
    """As a worker process gets it."""
    data = load("mnist", size="sample")
    copy = pickle.loads(pickle.dumps(data))
    assert (copy.name, copy.fingerprint) == (data.name, data.fingerprint)
    np.testing.assert_array_equal(copy.x_test, data.x_test)


@pytest.mark.parametrize(
    ("argument", "value", "message"),
    [
        ("name", "imagenet", "name: expected one of 'mnist', .*; received 'imagenet'"),
        ("name", None, "name: expected one of"),
        ("name", ["mnist"], "name: expected one of"),
        ("size", "half", "size: expected one of 'auto', 'full', 'sample'; received 'half'"),
        ("size", 100, "size: expected one of"),
        ("seed", -1, "seed: expected a whole number of at least 0; received -1"),
        ("seed", 1.5, "seed: expected a whole number"),
        ("seed", None, "seed: expected a whole number"),
        ("valid_size", -1, "valid_size: expected a whole number of pictures, 0 or more, or"),
        ("valid_size", 1.0, "valid_size: expected .* a share between 0 and 1; received 1.0"),
        ("valid_size", -0.1, "valid_size: expected"),
        ("valid_size", float("nan"), "valid_size: expected"),
        ("valid_size", "10", "valid_size: expected"),
        ("valid_size", True, "valid_size: expected"),
        ("valid_size", 5_000, "valid_size: expected fewer than 5000; .* some must be left"),
        ("valid_size", 10**30, "valid_size: expected fewer than 5000"),
        ("valid_size", 0.99999, "valid_size: expected fewer than 5000"),
    ],
)
def test_bad_arguments(argument, value, message):
    arguments = {"name": "mnist", "size": "sample"} | {argument: value}
    with pytest.raises(ValueError, match=message):
        load(**arguments)
    assert len(load("mnist", size="sample").x_train) == 5_000


# --------------------------------------------------------------------------------- the two sizes


def test_auto_is_the_sample_where_nothing_is_cached_and_says_so(nothing_cached, capsys):
    data = load("fashion_mnist")
    assert data.size == "sample"
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "5,000" in said
    assert "`python -m helpers fetch fashion_mnist`" in said


def test_auto_is_the_full_data_where_it_is_cached_and_says_nothing(full, capsys):
    full("mnist")
    assert load("mnist").size == "full"
    assert capsys.readouterr().out == ""


def test_auto_is_the_sample_in_the_quick_size_and_says_nothing(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_QUICK", "1")
    assert load("mnist").size == "sample"
    assert capsys.readouterr().out == ""


def test_full_is_never_downloaded_behind_ones_back(nothing_cached, tmp_path):
    with pytest.raises(DatasetError, match=r"python -m helpers fetch cifar10.*size=\"sample\""):
        load("cifar10", size="full")
    assert not (tmp_path / "cache").exists()
    assert load("cifar10", size="sample").source == "the sample that comes with the course"


def test_it_says_what_it_is():
    data = load("cifar10", size="sample", valid_size=500)
    assert repr(data) == (
        "CIFAR-10 (sample): 2,500 pictures for training, 500 for validation, 1,000 for the test; "
        "32 × 32 pixels, colour; 10 classes"
    )


# ---------------------------------------------------------------------------------- validation


@given(
    counts=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    share=st.floats(0, 1, exclude_max=True),
    seed=st.integers(0, 5),
)
@settings(max_examples=60, deadline=None)
def test_each_class_gives_its_share(counts, share, seed):
    """By counting: no class is off by a whole picture, and no picture is lost or doubled."""
    labels = np.repeat(np.arange(len(counts)), counts)
    np.random.default_rng(1).shuffle(labels)
    valid_size = int(share * len(labels))
    train, valid = stratified_split(labels, valid_size, seed)
    assert len(valid) == valid_size
    assert sorted([*train, *valid]) == list(range(len(labels)))
    assert (np.diff(train) > 0).all()
    assert (np.diff(valid) > 0).all()
    for label, count in enumerate(counts):
        exact = count * valid_size / len(labels)
        assert abs(sum(labels[i] == label for i in valid) - exact) < 1


@pytest.mark.parametrize("valid_size", [10, 500, 999, 0.1, 0.25])
def test_class_counts_are_those_of_scikit_learn(valid_size):
    labels = load("mnist", size="sample").y_train
    _, valid = stratified_split(labels, valid_size)
    splitter = StratifiedShuffleSplit(1, test_size=valid_size, random_state=0)
    _, theirs = next(splitter.split(labels, labels))
    difference = np.bincount(labels[valid], minlength=10) - np.bincount(
        labels[theirs], minlength=10
    )
    exact = np.bincount(labels) * len(theirs) / len(labels)
    assert len(valid) == len(theirs)
    # They may differ only in who gets the last picture when remainders are equal.
    assert (difference[exact % 1 == 0] == 0).all()
    assert np.abs(difference).max() <= 1


def test_the_seed_chooses():
    labels = load("mnist", size="sample").y_train
    first, again, other = (stratified_split(labels, 100, seed)[1] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize("valid_size", [300, 0.1])
def test_load_sets_pictures_aside_with_their_labels(valid_size):
    whole = load("cifar10", size="sample")
    data = load("cifar10", size="sample", valid_size=valid_size, seed=3)
    train, valid = stratified_split(whole.y_train, 300, seed=3)
    for part, chosen in (("train", train), ("valid", valid)):
        np.testing.assert_array_equal(getattr(data, f"x_{part}"), whole.x_train[chosen])
        np.testing.assert_array_equal(getattr(data, f"y_{part}"), whole.y_train[chosen])
    np.testing.assert_array_equal(data.x_test, whole.x_test)


def test_without_validation_there_are_no_validation_pictures():
    data = load("cifar10", size="sample")
    assert data.x_valid.shape == (0, 32, 32, 3)
    assert data.y_valid.shape == (0,)


def test_a_split_needs_labels():
    with pytest.raises(ValueError, match="labels: expected"):
        stratified_split(np.zeros((3, 3), int), 1)


# --------------------------------------------------------------------------------- fingerprints


def test_a_fingerprint_names_the_contents():
    def fingerprint(name="mnist", **settings):
        return load(name, size="sample", **settings).fingerprint

    assert fingerprint() == fingerprint(seed=7)  # nothing is set aside: the seed does nothing
    assert fingerprint() == fingerprint(valid_size=0.0)
    assert fingerprint(valid_size=100, seed=1) == fingerprint(valid_size=0.02, seed=1)
    different = [
        fingerprint(),
        fingerprint("fashion_mnist"),
        fingerprint("cifar10"),
        fingerprint(valid_size=100),
        fingerprint(valid_size=100, seed=1),
        fingerprint(valid_size=101),
    ]
    assert len(set(different)) == len(different)
    assert all(len(text) == 16 and int(text, 16) >= 0 for text in different)


def test_the_two_sizes_have_different_fingerprints(full):
    assert full("mnist").fingerprint != load("mnist", size="sample").fingerprint


# -------------------------------------------------------------------------------------- imports


def test_an_import_loads_nothing_heavy():
    """Neither what draws and learns, nor what only a download needs."""
    heavy = {"keras", "matplotlib", "pandas", "scipy", "seaborn", "sklearn", "tensorflow", "umap"}
    heavy |= {"IPython", "PIL", "filelock", "pooch", "requests", "tqdm", "urllib3"}
    code = f"import sys, helpers.datasets; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert result.stdout.strip() == "[]"
