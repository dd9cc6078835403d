"""Files that somebody else has made, or a disk has spoilt: nothing in them is run or believed."""

import ast
import io
import json
import pickle
import re
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from helpers import _files
from helpers.course.bets import BetError, load_bet, place_bet
from helpers.course.logbook.store import logbook_folder
from helpers.datasets import CATALOG, DatasetError
from helpers.datasets.cache import open_cached
from helpers.datasets.decode import read_cifar10_pictures
from helpers.datasets.mosaics import SAMPLES, read_sample
from helpers.networks.mlp import MLP
from helpers.recording import RecordError, load_record
from tests.support.records import projection_record, training_record
from tools import ROOT

DEEP = b"[" * 100_000 + b"]" * 100_000


class Trap:
    """Leaves a file behind as soon as it is unpickled."""

    def __init__(self, trace):
        self.trace = str(trace)

    def __reduce__(self):
        return (Path.touch, (Path(self.trace),))


def npy(shape, dtype="|u1", values=b""):
    """Write an array's file that claims a shape, whatever it holds."""
    store = io.BytesIO()
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(store, header)
    return store.getvalue() + values


def pickled(trace):
    store = io.BytesIO()
    np.save(store, np.array([Trap(trace)], dtype=object), allow_pickle=True)
    return store.getvalue()


def replaced(path, members, level=zipfile.ZIP_DEFLATED):
    """Replace some members of an archive, or add them."""
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", level) as archive:
        for name, data in {**old, **members}.items():
            archive.writestr(name, data)


def one_record(folder):
    return training_record().save(folder / "mine.npz"), load_record, RecordError


def one_network(folder):
    X = np.random.default_rng(0).random((20, 4))
    MLP((3,), max_epochs=1).fit(X, np.arange(20) % 2).save(folder / "mine.npz")
    return folder / "mine.npz", MLP.load, ValueError


ARCHIVES = pytest.mark.parametrize("make", [one_record, one_network])


@ARCHIVES
@pytest.mark.parametrize("name", ["header.npy", "epochs.npy", "array_0.npy", "new.npy", "new.pkl"])
def test_no_archive_can_run_code(make, name, tmp_path):
    path, read, error = make(tmp_path)
    replaced(path, {name: pickled(tmp_path / "trace")})
    with pytest.raises(error, match=r"mine\.npz"):
        read(path)
    replaced(path, {name: pickle.dumps(Trap(tmp_path / "trace"))})
    with pytest.raises(error, match=r"mine\.npz"):
        read(path)
    assert not (tmp_path / "trace").exists()


@ARCHIVES
def test_a_pickle_in_the_place_of_an_archive(make, tmp_path):
    path, read, error = make(tmp_path)
    path.write_bytes(pickle.dumps(Trap(tmp_path / "trace")))
    with pytest.raises(error, match=r"mine\.npz"):
        read(path)
    assert not (tmp_path / "trace").exists()


@ARCHIVES
def test_nothing_of_an_archive_is_written_anywhere(make, tmp_path):
    path, read, _ = make(tmp_path)
    replaced(path, {"../escaped.npy": npy((1,), values=b"1"), "/escaped.npy": npy((0,))})
    before = sorted(tmp_path.parent.rglob("*"))
    read(path)  # strange names are names: what is not asked for is not looked at
    assert sorted(tmp_path.parent.rglob("*")) == before


@ARCHIVES
@pytest.mark.parametrize(
    "claim",
    [
        npy((10**12,)),
        npy((10**6, 10**6, 10**6), "<f8"),
        npy((2**63 - 1, 2), "<f8"),
        npy((3_000_000_000,), values=b"a few"),
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65_535,
        b"",
    ],
    ids=["a terabyte", "an exabyte", "overflow", "three gigabytes", "brackets", "nothing"],
)
def test_a_claimed_size_takes_no_memory(make, claim, tmp_path):
    path, read, error = make(tmp_path)
    replaced(path, {"epochs.npy": claim, "array_0.npy": claim})
    tracemalloc.start()
    try:
        with pytest.raises(error, match=r"mine\.npz"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


@ARCHIVES
def test_an_archive_that_would_fill_the_memory_is_not_unpacked(make, tmp_path, monkeypatch):
    path, read, error = make(tmp_path)
    assert _files._MOST_BYTES == 2 << 30
    monkeypatch.setattr(_files, "_MOST_BYTES", 200_000_000)
    replaced(path, {"bomb.npy": npy((200_000_001,), values=bytes(200_000_001))})
    assert path.stat().st_size < 1e6
    tracemalloc.start()
    try:
        with pytest.raises(error, match=r"mine\.npz"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


def changed_header(path, change):
    with np.load(path, allow_pickle=False) as archive:
        header = json.loads(archive["header"].tobytes())
    change(header)
    text = json.dumps(header).encode()
    replaced(path, {"header.npy": npy((len(text),), values=text)})


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.update(kind=["training"]),
        lambda header: header.update(kind={}),
        lambda header: header.update(version=[1]),
        lambda header: header.update(arrays=None),
        lambda header: header.update(arrays=["epochs"]),
        lambda header: header["arrays"].update(epochs=None),
        lambda header: header["arrays"].update(epochs={"encoding": ["exact"]}),
        lambda header: header["arrays"].update(kernels={"encoding": "uint8", "low": "a"}),
        lambda header: header["arrays"].update(kernels={"encoding": "uint16-delta"}),
        lambda header: header.update(made_from=["a list"]),
        lambda header: header.pop("made_from"),
    ],
)
def test_a_record_whose_description_is_nonsense(change, tmp_path):
    path = training_record().save(tmp_path / "mine.npz")
    changed_header(path, change)
    with pytest.raises(RecordError, match=r"mine\.npz"):
        load_record(path)


@pytest.mark.parametrize("text", [DEEP, b"[]", b"7", b"null", b"\xff\xfe", b"{", b"9" * 10_000])
def test_a_record_whose_description_is_another(text, tmp_path):
    path = training_record().save(tmp_path / "mine.npz")
    replaced(path, {"header.npy": npy((len(text),), values=text)})
    with pytest.raises(RecordError, match=r"mine\.npz"):
        load_record(path)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (training_record, "epochs"),
        (training_record, "images_seen"),
        (training_record, "kernels"),
        (training_record, "pictures"),
        (training_record, "test_labels"),
        (projection_record, "epochs"),
        (projection_record, "embeddings"),
        (projection_record, "labels"),
    ],
)
def test_a_record_whose_parts_do_not_fit_together(make, part, tmp_path):
    path = make().save(tmp_path / "mine.npz")
    with np.load(path, allow_pickle=False) as archive:
        stored = archive[part]
    # One row is left out: of the second axis where two halves of each number come first.
    short = stored[:, :-1] if part == "embeddings" else stored[:-1]
    store = io.BytesIO()
    np.save(store, short, allow_pickle=False)
    replaced(path, {f"{part}.npy": store.getvalue()})
    with pytest.raises(RecordError, match="do not fit together"):
        load_record(path)


@pytest.mark.parametrize("size", [0, 1, 10_000])
def test_random_bytes(size, tmp_path):
    (tmp_path / "mine.npz").write_bytes(np.random.default_rng(size).bytes(size))
    for read, error in ((load_record, RecordError), (MLP.load, ValueError)):
        with pytest.raises(error, match=r"mine\.npz"):
            read(tmp_path / "mine.npz")


def test_a_network_of_layers_that_do_not_fit(tmp_path):
    path, read, _ = one_network(tmp_path)
    store = io.BytesIO()
    np.save(store, np.zeros((4, 9), np.float32), allow_pickle=False)
    replaced(path, {"array_0.npy": store.getvalue()})
    with pytest.raises(ValueError, match="path: expected a whole file"):
        read(path)


@pytest.mark.parametrize("content", [DEEP, pickle.dumps(Trap("trace")), b'{"format": ' + DEEP])
def test_a_bet_of_brackets_or_pickles(content):
    place_bet([("a", "b"), ("a", "c"), ("b", "c")], ["a", "b", "c"])
    path = logbook_folder() / "bets.json"
    path.write_bytes(content)
    with pytest.raises(BetError, match="cannot be read"):
        load_bet()
    assert path.read_bytes() == content


@pytest.mark.parametrize("labels", [npy((10**12,)), npy((40_000_000_000,), values=b"few")])
def test_a_sample_that_claims_more_than_it_has(labels, tmp_path):
    for file in SAMPLES.glob("mnist*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "mnist_labels.npy").write_bytes(labels)
    with pytest.raises(DatasetError, match="The sample of MNIST .* is damaged"):
        read_sample(CATALOG["mnist"], tmp_path)


def test_a_sample_that_is_a_bomb(tmp_path, monkeypatch):
    from PIL import Image

    for file in SAMPLES.glob("mnist*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(DatasetError, match="The sample of MNIST .* is damaged"):
        read_sample(CATALOG["mnist"], tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "x_train.npy", "y_test.npy"])
@pytest.mark.parametrize("content", [DEEP, npy((10**12,)), b"", pickle.dumps(Trap("trace"))])
def test_a_cached_file_that_is_something_else(name, content, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    folder = tmp_path / "mnist"
    folder.mkdir()
    (folder / "manifest.json").write_text('{"format": 1, "source": "a friend", "stamps": {}}')
    (folder / name).write_bytes(content)
    with pytest.raises(DatasetError, match="The copy of MNIST .* is damaged"):
        open_cached(CATALOG["mnist"])


def test_downloaded_labels_of_brackets():
    with pytest.raises(ValueError, match="nested too deeply"):
        read_cifar10_pictures([], DEEP)


# What the course's own code may not do.

FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_CALLS = re.compile(
    r"(np|numpy)\.(loadtxt|genfromtxt|fromregex)|os\.(system|popen)|yaml\.(load|unsafe_load|"
    r"full_load)|(pd|pandas)\.(read_pickle|eval)|torch\.load|.*\.unsafe_deserialization"
)
CODE = [
    *sorted(ROOT.glob("helpers/**/*.py")),
    *sorted(ROOT.glob("notebooks/source/**/*.py")),
    *sorted(ROOT.glob(".ci/*.py")),
]


def dangers(tree):
    """Yield what could run somebody else's code, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] in FORBIDDEN_MODULES:
                    yield node.lineno, f"import {name}"
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            if called in FORBIDDEN_NAMES or FORBIDDEN_CALLS.fullmatch(called):
                yield node.lineno, called
            if options.get("shell", "False") != "False":
                yield node.lineno, f"{called} with a shell"
            if called in ("np.load", "numpy.load", "np.save", "numpy.save", "npy.read_array") and (
                options.get("allow_pickle") != "False"
            ):
                yield node.lineno, f"{called} without allow_pickle=False"
            if called.endswith("load_model") and options.get("safe_mode", "True") != "True":
                yield node.lineno, f"{called} without its safe mode"


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_course_reads_no_file_that_could_run_code(path):
    assert not list(dangers(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "eval(text)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "np.save(path, array)",
        "subprocess.run(words, shell=True)",
        "os.system(words)",
        "yaml.load(text)",
        "keras.models.load_model(path, safe_mode=False)",
    ],
)
def test_such_code_would_be_found(code):
    assert list(dangers(ast.parse(code)))


def test_a_long_path_is_told_to_its_end(tmp_path):
    path = tmp_path / ("long" * 40) / "mine.npz"
    path.parent.mkdir()
    path.write_bytes(b"no network")
    with pytest.raises(ValueError, match=r"mine\.npz'\.$"):
        MLP.load(str(path))
