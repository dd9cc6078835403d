"""The Olivetti faces, with a stand-in for scikit-learn's loader: nothing is downloaded here."""

import numpy as np
import pytest
from sklearn import datasets
from sklearn.utils import Bunch

from helpers.__main__ import main
from helpers.datasets import DatasetError
from helpers.datasets.cache import cache_folder
from helpers.datasets.olivetti import load_olivetti


@pytest.fixture
def loader(monkeypatch, tmp_path):
    """Let scikit-learn's loader have what it "downloaded", and nothing before."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    kept = {}

    def fetch_olivetti_faces(*, data_home, download_if_missing=True, n_retries=3):
        assert data_home == tmp_path / "olivetti"
        if download_if_missing and kept.get("fault"):
            raise kept["fault"]
        if not download_if_missing and not kept.get("there"):
            raise OSError("Data not found and `download_if_missing` is False")
        kept["there"] = True
        faces = np.random.default_rng(0).random((400, 64, 64)).astype(np.float32)
        return Bunch(images=faces, target=np.arange(400) // 10)

    monkeypatch.setattr(datasets, "fetch_olivetti_faces", fetch_olivetti_faces)
    return kept


def test_they_come_as_small_pictures_and_no_person_is_in_both_parts(loader):
    with pytest.raises(DatasetError, match="`python -m helpers fetch olivetti`"):
        load_olivetti()
    assert main(["fetch", "olivetti"]) == 0
    data = load_olivetti()
    assert data.x_train.shape == (350, 32, 32, 3)
    assert data.x_test.shape == (50, 32, 32, 3)
    faces = datasets.fetch_olivetti_faces(data_home=cache_folder() / "olivetti").images
    small = np.rint(faces.reshape(400, 32, 2, 32, 2).mean(axis=(2, 4)) * 255).astype(np.uint8)
    person = {each.tobytes(): n // 10 for n, each in enumerate(small)}
    parts = data.x_train, data.x_test
    people = [{person[each[..., 0].tobytes()] for each in part} for part in parts]
    assert not people[0] & people[1]
    assert (data.x_train == data.x_train[..., :1]).all()


def test_without_a_network_it_is_said_what_happened(loader, capsys):
    loader["fault"] = OSError("no route to host")
    assert main(["fetch", "olivetti"]) == 1
    assert "could not be fetched: no route to host." in capsys.readouterr().err
