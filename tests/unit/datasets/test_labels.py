"""Labels in every usual form are the same class numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.datasets.labels import class_numbers, natural_key

FORMS = {
    "uint8": lambda y, k: y.astype(np.uint8),
    "int64": lambda y, k: y.astype(np.int64),
    "float32": lambda y, k: y.astype(np.float32),
    "a list": lambda y, k: y.tolist(),
    "a column": lambda y, k: y.astype(np.uint8)[:, None],
    "one-hot": lambda y, k: np.eye(k, dtype=np.float32)[y],
    "one-hot truths": lambda y, k: np.eye(k, dtype=bool)[y],
    "a table's column": lambda y, k: pd.Series(y),
}


@given(st.lists(st.integers(0, 6), min_size=2, max_size=40), st.sampled_from(sorted(FORMS)))
def test_every_form_gives_the_same_numbers(found, form):
    found = np.array(found)
    y = np.unique(found, return_inverse=True)[1].reshape(-1)  # no class left out
    k = y.max() + 1
    if form.startswith("one-hot") and k == 1:
        return  # a column of ones
    numbers, names, notes = class_numbers(FORMS[form](y, k))
    np.testing.assert_array_equal(numbers, y)
    assert names == tuple(map(str, range(k)))
    assert notes == []


@given(st.lists(st.sampled_from(["10", "9", "b", "B", "img 2", "img 11", "ä", "猫"]), min_size=1))
def test_texts_are_numbered_in_natural_order(texts):
    for form in (texts, np.array(texts), np.array(texts, object), pd.Categorical(texts)):
        numbers, names, _ = class_numbers(form)
        assert [names[number] for number in numbers] == texts
        assert list(names) == sorted(set(texts), key=natural_key)


def test_natural_order_is_a_persons():
    names = ["10", "2", "1", "Zebra", "apple", "Apple 10", "Apple 9", "9" * 5000]
    assert sorted(names, key=natural_key)[:3] == ["1", "2", "10"]
    assert sorted(names[3:7], key=natural_key) == ["apple", "Apple 9", "Apple 10", "Zebra"]


def test_three_hundred_classes():
    numbers, names, _ = class_numbers(np.repeat(np.arange(300), 3).astype(np.int64))
    assert numbers.max() == 299 and names[299] == "299"


def test_names_go_with_numbers():
    assert class_numbers([0, 1, 1], ["cat", "dog"])[1] == ("cat", "dog")
    assert class_numbers(np.eye(2)[[0, 1]], np.array(["cat", "dog"]))[1] == ("cat", "dog")
    assert class_numbers([0, 1, 2], range(3))[1] == ("0", "1", "2")
    assert class_numbers(["b", "a"], ["b", "a"])[0].tolist() == [0, 1]


def test_a_class_without_a_picture_gets_no_number_and_that_is_said():
    numbers, names, (note,) = class_numbers([3, 5, 5, 3], list("abcdef"))
    assert numbers.tolist() == [0, 1, 1, 0] and names == ("d", "f")
    assert note == "Classes without pictures get no number: label 3 is now 0, 5 is now 1."
    assert class_numbers([1, 2, 3])[2] == [
        "Classes without pictures get no number: label 1 is now 0, 2 is now 1, 3 is now 2."
    ]
    assert class_numbers([0, 1], ["a", "b", "c"])[2] == ["Classes without pictures get no number."]


@pytest.mark.parametrize(
    "labels, names, message",
    [
        ([], None, "labels: expected a whole number, a text or a one-hot row"),
        ([0.5, 1], None, "labels: expected"),
        ([0, np.nan], None, "labels: expected"),
        ([0, -1], None, "labels: expected"),
        ([0, None], None, "labels: expected"),
        (["a", 3, "b", None], None, "labels: expected"),
        (np.full((3, 3), 0.3), None, "labels: .*In a one-hot row one number is 1"),
        ([[1, 1], [0, 1]], None, "labels: .*one-hot"),
        (np.zeros((2, 2, 2)), None, "labels: expected"),
        ([0, 1, 2], ["a", "b"], "names: .*2 are too few.*The largest label is 2"),
        (["a", "c"], ["a", "b"], "names: expected all texts that the labels hold, 'c' too"),
        ([0, 1], ["a", "a"], "names: .*no two alike"),
        ([0, 1], "ab", "names: expected a sequence of names"),
        ([0, 1], 3, "names: expected a sequence of names"),
        (range(1001), None, "labels: expected classes from 0 to 999"),
    ],
)
def test_what_is_none_is_named(labels, names, message):
    with pytest.raises(ValueError, match=message):
        class_numbers(labels, names)
