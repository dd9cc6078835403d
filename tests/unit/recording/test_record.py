"""The record's file: small, whole, readable again, and refused where it is something else."""

import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from helpers.course.records import record_names, shipped_record
from helpers.recording import (
    ProjectionRecord,
    RecordError,
    load_record,
)
from helpers.recording.encoding import ENCODINGS, decode, encode, fitting, max_error
from tests.support.records import layers_record, maps_record, projection_record, training_record


def test_a_record_says_what_it_is():
    assert repr(maps_record()) == (
        "MapsRecord of 50 pictures of columns: 2 maps by n_neighbors, min_dist"
    )
    assert "50 pictures of columns: 6 layouts, epochs 0 to 5" in repr(projection_record())


@pytest.mark.parametrize("make", [training_record, projection_record, maps_record, layers_record])
def test_a_saved_record_comes_back_within_its_stated_error(tmp_path, make):
    record = make()
    path = record.save(tmp_path / "mine.npz")
    again = load_record(path)
    assert type(again) is type(record)
    assert again.made_from == record.made_from
    before, after = dict(record._flat()), dict(again._flat())
    assert list(before) == list(after)
    for name, array in before.items():
        error = np.abs(after[name].astype(float) - array)
        allowed = record.stored_error(name)
        if record.ENCODING[name.split("/")[0]] == "float16":
            allowed = allowed * np.abs(array) + 1e-7
        assert after[name].shape == array.shape
        assert (error <= allowed).all(), name
    # A probability is kept to a hundred-thousandth, a map to half a grey level of its range.
    if make is training_record:
        assert record.stored_error("probabilities") < 1e-5
        assert record.stored_error("maps/conv") < 9 / 255 * 0.51
        assert (again.predictions == record.probabilities.argmax(2)).all()
        assert again.weight_epochs == (5,)


def test_saving_twice_gives_the_same_arrays_and_leaves_nothing_beside(tmp_path):
    path = training_record(seed=1).save(tmp_path / "a.npz")
    training_record(seed=2).save(path)
    assert load_record(path).made_from["seed"] == 2
    assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]


def test_arrays_are_read_only(tmp_path):
    record = load_record(training_record().save(tmp_path / "a.npz"))
    for array in (record.probabilities, record.maps["conv"], record.weights["5"][0]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_an_epoch_that_was_not_recorded_is_named():
    record = training_record()
    assert [record.index(epoch) for epoch in (0, 2, 5, -1)] == [0, 2, 3, 3]
    for epoch in (3, 48, -9, 1.5, "1", None):
        with pytest.raises(ValueError, match=r"epoch: expected a recorded epoch \(0, 1, 2, 5\)"):
            record.index(epoch)


@pytest.mark.parametrize("name", ["a.npy", "a", "missing/a.npz"])
def test_a_bad_path_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(ValueError, match="path: expected"):
        training_record().save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = training_record(seed=1).save(tmp_path / "a.npz")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space left"):
        training_record(seed=2).save(path)
    monkeypatch.undo()
    assert load_record(path).made_from["seed"] == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]


class TestWhatIsNotARecord:
    @pytest.fixture
    def path(self, tmp_path):
        return training_record().save(tmp_path / "a.npz")

    @pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.99])
    def test_a_cut_file(self, path, kept):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * kept)])
        with pytest.raises(RecordError, match="damaged"):
            load_record(path)

    def test_every_changed_byte_in_the_middle_is_noticed_or_harmless(self, path):
        data = path.read_bytes()
        good = dict(load_record(path)._flat())
        for position in np.linspace(100, len(data) - 100, 60).astype(int):
            changed = bytearray(data)
            changed[position] ^= 0xFF
            path.write_bytes(changed)
            try:
                read = dict(load_record(path)._flat())
            except RecordError:
                continue
            # Some bytes of a ZIP archive (times, attributes) carry nothing of ours.
            assert all((read[name] == good[name]).all() for name in good)

    def test_random_bytes_and_foreign_archives(self, path, tmp_path):
        path.write_bytes(np.random.default_rng(0).bytes(10_000))
        with pytest.raises(RecordError, match="not a record"):
            load_record(path)
        np.savez(path, a=np.zeros(3))
        with pytest.raises(RecordError, match="not a record"):
            load_record(path)
        np.save(tmp_path / "plain.npy", np.zeros(3))
        (tmp_path / "plain.npy").rename(path)
        with pytest.raises(RecordError, match="not a record"):
            load_record(path)

    def test_pickled_objects_are_never_opened(self, path):
        np.savez(path, header=np.array([{"format": "watch-it-learn record"}], dtype=object))
        with pytest.raises(RecordError, match="not a record"):
            load_record(path)

    @pytest.mark.parametrize("change", [{"version": 99}, {"kind": "something"}, {"version": None}])
    def test_another_version_says_so(self, path, change):
        self.rewrite_header(path, change)
        with pytest.raises(RecordError, match=r"expected a record of version 1 to 2; received"):
            load_record(path)

    def test_a_record_that_lacks_an_array(self, path):
        self.rewrite_header(path, {}, drop="probabilities.npy")
        with pytest.raises(RecordError, match="lacks a part"):
            load_record(path)

    def test_no_file_and_no_such_name(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            load_record(tmp_path / "none.npz")
        with pytest.raises(ValueError, match="name: expected one of"):
            shipped_record("cifar11")

    def test_the_wrong_kind(self, path):
        with pytest.raises(RecordError, match="expected a projection record"):
            ProjectionRecord.load(path)

    @staticmethod
    def rewrite_header(path, change, drop=None):
        with np.load(path) as archive:
            arrays = {key: archive[key] for key in archive.files if f"{key}.npy" != drop}
        header = json.loads(arrays.pop("header").tobytes())
        text = json.dumps({**header, **change}).encode()
        np.savez_compressed(path, header=np.frombuffer(text, np.uint8), **arrays)
        assert zipfile.is_zipfile(path)


class TestRestore:
    def test_it_wants_the_same_shapes(self):
        tiny = pytest.importorskip("tests.support.tiny")
        network = tiny.tiny_network()
        before = network.get_weights()
        with pytest.raises(ValueError, match="model: expected weights of shapes"):
            training_record().restore(network)
        with pytest.raises(ValueError, match="epoch: expected one at which weights were kept"):
            training_record().restore(network, epoch=1)
        assert all((a == b).all() for a, b in zip(before, network.get_weights(), strict=True))


floats = st.floats(-1e4, 1e4, width=32)
shapes = st_numpy.array_shapes(max_dims=3, max_side=6)


@settings(max_examples=60, deadline=None)
@given(
    array=st_numpy.arrays(
        np.float32, st_numpy.array_shapes(max_dims=3, max_side=6), elements=floats
    ),
    encoding=st.sampled_from(ENCODINGS),
)
def test_what_is_encoded_is_decoded_within_the_stated_error(array, encoding):
    original = array.copy()
    stored, how = encode(array, encoding)
    back = decode(stored, json.loads(json.dumps(how)))
    assert (array == original).all()
    allowed = max_error(how)
    if encoding == "float16":
        allowed = allowed * np.abs(array) + 2.0**-25
    assert (np.abs(back.astype(float) - array) <= allowed).all()


def test_eight_bits_keep_each_output_channel_within_half_a_step_of_its_own():
    kernel = np.random.default_rng(0).normal(0, [1e-3, 1, 50, 0], (3, 3, 5, 4)).astype(np.float32)
    stored, how = encode(kernel, "int8")
    assert stored.dtype == np.int8
    assert np.array_equal(np.abs(stored).max(axis=(0, 1, 2)), [127, 127, 127, 0])
    steps = np.abs(kernel).max(axis=(0, 1, 2)) / 127
    difference = np.abs(decode(stored, how) - kernel).max(axis=(0, 1, 2))
    assert (difference <= steps * 0.5001).all()
    assert fitting(kernel, "int8") == "int8"
    assert fitting(kernel[0, 0, 0], "int8") == "float16"


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e != "exact"])
def test_numbers_that_cannot_be_stored_are_refused(encoding):
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="array: expected finite numbers"):
            encode(np.array([0.0, bad]), encoding)
    with pytest.raises(ValueError, match="encoding: expected one of"):
        encode(np.zeros(2), "jpeg")


def test_numbers_too_large_for_half_precision_are_refused():
    with pytest.raises(ValueError, match="65,504"):
        encode(np.array([1e6]), "float16")


def test_every_shipped_record_opens():
    for name in record_names():
        record = shipped_record(name)
        assert len(record) >= 1
        assert record.made_from["data"]["fingerprint"]
