"""The clickable matrix and the vote, as Python sees them; browser tests see the rest."""

import dataclasses
import io
import json

import numpy as np
import pytest
import traitlets
from PIL import Image

from helpers.analysis.confusion import confusion_matrix, most_confident
from helpers.widgets import ConfusionMatrix, LabelVote
from helpers.widgets.picture_sheet import picture_sheet
from tests.support.cases import NAMES, random_case
from tests.support.records import training_record


def case(n_epochs=3, n=300, n_pictures=None):
    labels, last = random_case(n=n)
    earlier = [random_case(seed, n)[1] for seed in range(1, n_epochs)]
    pictures = np.random.default_rng(9).integers(0, 256, (n_pictures or n, 6, 5), dtype=np.uint8)
    return labels, np.stack([*earlier, last]), pictures


def cut(sheet, size, index):
    """Cut a picture from a sheet, as the browser does."""
    width, height, columns = size
    image = np.asarray(Image.open(io.BytesIO(sheet)).convert("RGB"))
    y, x = height * (index // columns), width * (index % columns)
    return image[y : y + height, x : x + width]


@pytest.mark.parametrize("shape", [(1, 6, 5), (7, 6, 5), (10, 6, 5, 1), (26, 4, 7, 3)])
def test_a_sheet_loses_nothing(shape):
    pictures = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    sheet, size = picture_sheet(pictures)
    for index, picture in enumerate(pictures.reshape(*shape[:3], -1)):
        assert np.array_equal(cut(sheet, size, index), np.broadcast_to(picture, (*shape[1:3], 3)))


def test_each_cell_has_its_surest_pictures_at_each_epoch():
    labels, probabilities, pictures = case()
    widget = ConfusionMatrix(labels, probabilities, NAMES, [0, 2, 5], pictures, per_cell=4)
    assert widget.epoch == 5
    for moment, matrix, examples in zip(
        probabilities, widget._matrices, widget._examples, strict=True
    ):
        said = moment.argmax(axis=1)
        truth = confusion_matrix(labels, said, 4)
        assert np.array_equal(matrix, truth)
        for actual in range(4):
            for predicted in range(4):
                found = examples.get(f"{actual},{predicted}", [])
                wanted = most_confident(moment, (labels == actual) & (said == predicted), 4)
                assert [number for _, number, *_ in found] == list(wanted)
                for place, number, *three in found:
                    shown = cut(widget._sheet, widget._tile, place)[..., 0]
                    assert np.array_equal(shown, pictures[number])
                    assert three[0] == predicted
                    order = np.argsort(-moment[number], kind="stable")[:3]
                    assert three[::2] == list(order)
                    np.testing.assert_allclose(
                        np.array(three[1::2]) / 1000, moment[number][order], atol=0.0005
                    )
    json.dumps(widget.get_state(["_examples", "cell"]))


def test_pictures_that_are_not_at_hand_are_counted_but_not_shown():
    labels, probabilities, pictures = case(n_pictures=100)
    numbers = np.arange(300)[::-1]
    widget = ConfusionMatrix(
        labels, probabilities[-1], NAMES, pictures=pictures, numbers=numbers, per_cell=500
    )
    shown = [number for cell in widget._examples[0].values() for _, number, *_ in cell]
    assert sorted(shown) == list(range(100))
    assert widget.matrix.sum() == 300
    none = ConfusionMatrix(labels, probabilities[-1], NAMES)
    assert none._examples == []
    assert none._sheet == b""


def many(n_classes, n=10_000, n_epochs=3):
    """Labels and probabilities of many classes, most of them right."""
    draw = np.random.default_rng(n_classes)
    labels = draw.integers(0, n_classes, n)
    probabilities = draw.uniform(0, 1, (n_epochs, n, n_classes)).astype(np.float32)
    probabilities[:, np.arange(n), labels] += draw.uniform(0, 1.5, n)
    return labels, probabilities / probabilities.sum(axis=2, keepdims=True)


def unpacked(counts, n):
    """Read the counts as the browser does."""
    numbers, value, factor = [], 0, 1
    for byte in counts:
        value += byte % 128 * factor
        factor *= 128
        if byte < 128:
            numbers.append(value)
            value, factor = 0, 1
    numbers, matrices = iter(numbers), []
    for n_cells in numbers:
        matrix, place = np.zeros(n * n, int), -1
        for _ in range(n_cells):
            place += next(numbers) + 1
            matrix[place] = next(numbers)
        matrices.append(matrix.reshape(n, n))
    return matrices


@pytest.mark.parametrize("n_classes", [2, 3, 26, 300])
def test_any_number_of_classes(n_classes):
    labels, probabilities = many(n_classes, n=3_000)
    widget = ConfusionMatrix(labels, probabilities)
    assert widget.names == [str(k) for k in range(n_classes)]
    for moment, matrix in zip(probabilities, unpacked(widget._counts, n_classes), strict=True):
        assert np.array_equal(matrix, confusion_matrix(labels, moment.argmax(axis=1), n_classes))
    widget.cell = [n_classes - 1, 0]
    assert widget.matrix.shape == (n_classes, n_classes)


def test_300_classes_take_no_megabytes():
    labels, probabilities = many(300)
    widget = ConfusionMatrix(labels, probabilities)
    n_cells = sum(np.count_nonzero(matrix) for matrix in widget._matrices)
    assert len(widget._counts) < 3.2 * n_cells < 100_000
    pictures = np.random.default_rng(0).integers(0, 256, (10_000, 32, 32, 3), dtype=np.uint8)
    widget = ConfusionMatrix(labels, probabilities, pictures=pictures)
    shown = {each[1] for moment in widget._examples for cell in moment.values() for each in cell}
    assert len(shown) == 2_400_000 // 3_072
    cells = [tuple(map(int, cell.split(","))) for cell in widget._examples[-1]]
    matrix = widget.matrix
    least = min(matrix[cell] for cell in cells)
    matrix[tuple(np.transpose(cells))] = 0
    assert least >= matrix.max() > 0, "where there is not room for all, the fullest cells are shown"
    assert len(json.dumps(widget.get_state("_examples"))) < 300_000


def test_a_record_gives_its_own_epochs_and_names():
    plain = training_record()
    record = dataclasses.replace(
        plain, made_from={**plain.made_from, "data": {"name": "c", "names": ["a", "b", "c"]}}
    )
    widget = ConfusionMatrix.from_record(record, epochs=[1, 5], title="Mine")
    assert widget.epochs == [1, 5]
    assert np.array_equal(
        widget.matrix, confusion_matrix(record.test_labels, record.predictions[-1], 3)
    )
    widget.epoch = 1
    assert np.array_equal(
        widget.matrix, confusion_matrix(record.test_labels, record.predictions[1], 3)
    )
    assert ConfusionMatrix.from_record(record).epochs == [0, 1, 2, 5]
    with pytest.raises(ValueError, match="epoch: expected a recorded epoch"):
        ConfusionMatrix.from_record(record, epochs=[3])


def test_where_it_cannot_live_a_picture_and_words_stand_for_it():
    labels, probabilities, pictures = case()
    widget = ConfusionMatrix(labels, probabilities, NAMES, pictures=pictures, title="Insects")
    bundle = widget._repr_mimebundle_()[0]
    assert bundle["image/png"]
    right = int(np.trace(widget.matrix))
    assert bundle["text/plain"].startswith(f"Insects: epoch 2, {right} of 300 right")
    assert Image.open(io.BytesIO(widget.still_picture())).size[0] > 500


def test_what_is_set_is_checked():
    labels, probabilities, _ = case()
    widget = ConfusionMatrix(labels, probabilities, NAMES)
    widget.cell, widget.class_index, widget.by = [1, 3], 2, "column"
    for name, value in (("cell", [1, 4]), ("cell", [1]), ("by", "rows"), ("scale", "sqrt")):
        with pytest.raises(traitlets.TraitError):
            setattr(widget, name, value)
    with pytest.raises(ValueError, match="class_index: expected a whole number from -1 to 3"):
        widget.class_index = 4
    assert (widget.cell, widget.class_index, widget.by) == ([1, 3], 2, "column")


def test_votes_are_counted():
    labels, probabilities, pictures = case(n=40)
    answers = (labels + 1) % 4
    vote = LabelVote(pictures, labels, answers, NAMES, probabilities[-1].max(axis=1), title="Who?")
    assert vote.counts.to_dict() == {
        "label": 0, "network": 0, "both": 0, "neither": 0, "not voted": 40
    }  # fmt: skip
    vote.votes = ["label"] * 3 + ["network"] + ["neither"] * 2 + [""] * 34
    assert list(vote.counts) == [3, 1, 0, 2, 34]
    swaps = [swap for *_, swap in vote._items]
    assert 10 < sum(swaps) < 30, "the two names stand in random order"
    again = LabelVote(pictures, labels, answers, NAMES)
    assert [swap for *_, swap in again._items] == swaps
    assert Image.open(io.BytesIO(vote.still_picture())).size == (3 * 7 * 5, 3 * 6 * 6)
    assert "6 of them done" in vote.summary()
    with pytest.raises(traitlets.TraitError):
        vote.votes = ["perhaps"] * 40


def test_votes_come_in_messages_and_are_not_stored_in_the_notebook():
    labels, _, pictures = case(n=4)
    vote = LabelVote(
        pictures, labels, (labels + 1) % 4, NAMES, numbers=[9, 8, 7, 6], key="05/votes"
    )
    lines = [{"picture": 8, "vote": "both"}, {"picture": 8, "vote": "label"}]
    strange = [None, {}, {"vote": "both"}, {"picture": [8], "vote": "both"}]
    strange += [{"picture": 9, "vote": "perhaps"}, {"picture": 5, "vote": "both"}]
    for message in (
        None, 5, {}, {"logbook": 5}, {"logbook": {"lines": 5}}, {"logbook": {"lines": strange}}
    ):  # fmt: skip
        vote._handle_custom_msg(message, [])
    assert vote.votes == ["", "", "", ""]
    vote._handle_custom_msg({"logbook": {"lines": lines}}, [])
    assert vote.votes == ["", "both", "", ""]
    assert "votes" not in vote.get_state()


LABELS, PROBABILITIES, PICTURES = case()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: ConfusionMatrix(LABELS[1:], PROBABILITIES, NAMES),
            "probabilities: expected a row for each of 299 labels",
        ),
        (
            lambda: ConfusionMatrix(LABELS, PROBABILITIES, NAMES[:3]),
            "names: expected 4 names, one for each class; received",
        ),
        (
            lambda: ConfusionMatrix(LABELS, PROBABILITIES * 2, NAMES),
            "probabilities: expected rows that sum to 1",
        ),
        (
            lambda: ConfusionMatrix(LABELS + 2, PROBABILITIES, NAMES),
            "labels: expected classes from 0 to 3; received 5",
        ),
        (
            lambda: ConfusionMatrix(LABELS, PROBABILITIES, NAMES, epochs=[2, 1, 3]),
            "epochs: expected a vector of epoch numbers, ascending",
        ),
        (
            lambda: ConfusionMatrix(LABELS, PROBABILITIES, NAMES, pictures=PICTURES[0]),
            "pictures: expected uint8 pictures",
        ),
        (
            lambda: ConfusionMatrix(LABELS, PROBABILITIES, NAMES, by="rows"),
            "by: expected one of 'row'",
        ),
        (
            lambda: LabelVote(PICTURES, LABELS, LABELS, NAMES),
            "answers: expected another class than the label's",
        ),
        (lambda: LabelVote(PICTURES, LABELS, LABELS + 9, NAMES), "answers: expected classes from"),
        (lambda: LabelVote(PICTURES, LABELS[:3], LABELS, NAMES), "labels: expected 300 labels"),
        (
            lambda: LabelVote(PICTURES, LABELS, (LABELS + 1) % 4, NAMES, sureness=[0.5]),
            "sureness: expected a number for each of 300 pictures",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
