"""A map recorded while it is laid out: every layout, in order, and UMAP's own result at the end."""

import subprocess
import sys

import numpy as np
import pytest

from helpers.course.map_recipes import ProjectionRecipe, SettingsRecipe
from helpers.recording import load_record, record_projection
from helpers.recording.umap_import import import_umap
from helpers.recording.umap_progress import UmapProgress
from helpers.recording.umap_recorder import pictures_between
from tests.support.tiny import tiny_data

N, EPOCHS = 120, 30
PARAMETERS = {"n_neighbors": 8, "min_dist": 0.2, "learning_rate": 0.33}


@pytest.fixture(scope="module")
def data():
    return tiny_data(n_train=N)


@pytest.fixture(scope="module")
def heard():
    return []


@pytest.fixture(scope="module")
def record(data, heard):
    return record_projection(
        data.x_train,
        data.y_train,
        n_epochs=EPOCHS,
        seed=24,
        progress=lambda *what: heard.append(what),
        made_from={"data": {"name": "columns"}},
        **PARAMETERS,
    )


def plain_umap(data, **changes):
    options = {"n_epochs": EPOCHS, "random_state": 24, "n_jobs": 1, **PARAMETERS, **changes}
    return import_umap().UMAP(**options).fit(data.x_train.reshape(len(data.x_train), -1))


def test_the_final_layout_is_plain_umaps(record, data):
    assert record.embeddings.shape == (EPOCHS + 1, N, 2)
    assert record.embeddings.dtype == np.float32
    assert (record.embeddings[-1] == plain_umap(data).embedding_).all()
    assert (record.epochs == np.arange(EPOCHS + 1)).all()
    assert (record.labels == data.y_train).all()


def test_the_start_is_what_a_fit_that_moves_nothing_gives(record, data):
    start = plain_umap(data, learning_rate=0.0).embedding_
    assert (record.embeddings[0] == start).all()
    # The first epoch never moves a point; each later one does.
    moved = np.abs(np.diff(record.embeddings, axis=0)).max(axis=(1, 2))
    assert moved[0] == 0
    assert (moved[1:] > 0).all()


def test_a_layout_half_way_is_the_one_umap_lists(record, data):
    listed = plain_umap(data, n_epochs=[9, EPOCHS]).embedding_list_
    assert (record.embeddings[10] == listed[0]).all()


def test_the_same_seed_gives_the_same_map_and_another_does_not(record, data):
    again, other = (
        record_projection(data.x_train, n_epochs=EPOCHS, seed=seed, progress=False, **PARAMETERS)
        for seed in (24, 25)
    )
    assert (again.embeddings == record.embeddings).all()
    assert (other.embeddings[-1] != record.embeddings[-1]).any()
    assert again.labels.shape == (0,)


def test_the_labels_change_nothing(record, data):
    shuffled = record_projection(
        data.x_train, data.y_train[::-1], n_epochs=EPOCHS, progress=False, **PARAMETERS
    )
    assert (shuffled.embeddings == record.embeddings).all()


def test_the_model_places_new_pictures_and_goes_back(record, data, capsys):
    rows = data.x_test.reshape(len(data.x_test), -1)
    placed = record.model.transform(rows)
    # A new picture lands where pictures of its class are.
    final = record.embeddings[-1]
    nearest = np.linalg.norm(placed[:, None] - final[None], axis=2).argmin(axis=1)
    assert (data.y_train[nearest] == data.y_test).mean() > 0.9
    assert record.model.inverse_transform(final[:2]).shape == (2, 64)
    assert record.model.n_epochs == EPOCHS
    assert capsys.readouterr().out == ""


def test_progress_is_told_through_search_and_layout(record, heard):
    shares, words = zip(*heard, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1
    assert "loading UMAP" in words and "the first layout" in words
    assert f"epoch 27 of {EPOCHS}" in words
    assert record.made_from["seconds"] == pytest.approx(
        sum(record.made_from["seconds_of"].values()), abs=0.02
    )


def test_the_search_among_many_pictures_is_heard_too():
    # What UMAP 0.5.12 with pynndescent 0.7 prints for 4,096 pictures and more. The real thing
    # compiles for half a minute first; lesson 2 runs it.
    heard = []
    with UmapProgress(lambda *what: heard.append(what)):
        print("Sun Nov 22 04:55:51 2026 Finding Nearest Neighbors")
        print("Sun Nov 22 04:55:51 2026 Building RP forest with 9 trees")
        print("Sun Nov 22 04:55:52 2026 NN descent for 12 iterations")
        for i in range(3):
            print("\t", i + 1, " / ", 12)
        print("\tStopping threshold met -- exiting after 3 iterations")
        print("Sun Nov 22 04:55:53 2026 Construct embedding")
    shares = [share for share, words in heard if words == "looking for neighbours"]
    assert len(shares) == 4
    assert shares == sorted(shares)
    assert heard[-1] == (0.7, "the first layout")


def test_a_bar_is_shown_and_wiped(data, capsys):
    record_projection(data.x_train, n_epochs=10, **PARAMETERS)
    shown = capsys.readouterr()
    assert "first layout" in shown.out
    assert shown.out.endswith("\r")
    assert shown.err == ""


def test_few_epochs(data):
    record = record_projection(data.x_train, n_epochs=1, progress=False, **PARAMETERS)
    assert record.embeddings.shape == (2, N, 2)
    assert (record.embeddings[-1] == plain_umap(data, n_epochs=1).embedding_).all()


@pytest.mark.parametrize("metric", ["cosine", "manhattan"])
def test_another_metric_is_umaps(data, metric):
    record = record_projection(
        data.x_train, n_epochs=10, metric=metric, progress=False, **PARAMETERS
    )
    assert (record.embeddings[-1] == plain_umap(data, n_epochs=10, metric=metric).embedding_).all()
    assert record.made_from["parameters"]["metric"] == metric


def test_copies_lie_at_one_place_or_are_told(data, capsys):
    # Ten copies of one picture, and one of another.
    images = np.concatenate([data.x_train, np.repeat(data.x_train[:1], 10, axis=0),
                             data.x_train[5:6]])  # fmt: skip
    record = record_projection(images, n_epochs=10, unique=True, progress=False, **PARAMETERS)
    assert capsys.readouterr().out == ""
    assert record.embeddings.shape == (11, N + 11, 2)
    for layout in record.embeddings:
        assert (layout[N : N + 10] == layout[0]).all()
        assert (layout[-1] == layout[5]).all()
    record_projection(images, n_epochs=10, progress=False, **PARAMETERS)
    assert "One picture is there 11 times: its 8 nearest are its copies" in capsys.readouterr().out


def test_few_pictures(data):
    record = record_projection(data.x_train[:9], n_epochs=10, n_neighbors=8, progress=False)
    assert record.embeddings.shape == (11, 9, 2) and np.isfinite(record.embeddings).all()
    few = record_projection(data.x_train[:4], n_epochs=10, n_neighbors=2, progress=False)
    assert np.isfinite(few.embeddings).all()
    with pytest.raises(ValueError, match="images: .*n_neighbors=8 different pictures"):
        record_projection(np.repeat(data.x_train[:8], 4, axis=0), n_neighbors=8, unique=True)


def test_it_is_saved_and_loaded(record, tmp_path):
    again = load_record(record.save(tmp_path / "map.npz"))
    assert again.model is None
    error = np.abs(again.embeddings - record.embeddings).max()
    assert error <= record.stored_error("embeddings") < 1e-3
    assert (again.labels == record.labels).all()
    assert again.made_from == record.made_from


def test_pictures_are_left_as_they_were(data):
    before = data.x_train.copy()
    record_projection(data.x_train, n_epochs=2, progress=False, **PARAMETERS)
    assert (data.x_train == before).all()


class TestBadInput:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"images": np.zeros((9, 9))}, "images: expected numbers of shape"),
            ({"images": "pictures"}, "images: expected numbers of shape"),
            ({"images": np.zeros((0, 8, 8))}, "images: expected numbers of shape"),
            ({"images": np.full((30, 8, 8), np.nan)}, "images: expected finite numbers"),
            ({"images": np.full((30, 8, 8), 7)}, "images: expected pictures that differ"),
            ({"images": np.eye(8).reshape(1, 8, 8)}, "images: expected more than n_neighbors=15"),
            ({"n_neighbors": N}, f"images: expected more than n_neighbors={N} pictures"),
            ({"n_neighbors": 1}, "n_neighbors: expected a whole number of at least 2"),
            ({"n_neighbors": 2.5}, "n_neighbors: expected a whole number"),
            ({"images": np.arange(12).reshape(3, 2, 2), "n_neighbors": 2}, "images: .*more than 3"),
            ({"metric": "nonsense"}, "metric: expected one of 'euclidean', 'manhattan'"),
            ({"metric": np.dot}, "metric: expected one of"),
            ({"n_components": 3}, "n_components: expected 2; received 3. A map is flat"),
            ({"n_epochs": 0}, "n_epochs: expected a whole number of at least 1; received 0"),
            ({"n_epochs": [3, 4]}, "n_epochs: expected a whole number"),
            ({"min_dist": 1.5}, "min_dist: expected a number from 0 to 1; received 1.5"),
            ({"min_dist": np.nan}, "min_dist: expected a number from 0 to 1"),
            ({"min_dist": "0.2"}, "min_dist: expected a number from 0 to 1"),
            ({"learning_rate": 0}, "learning_rate: expected a number above 0"),
            ({"learning_rate": True}, "learning_rate: expected a number above 0"),
            ({"seed": -1}, "seed: expected a whole number from 0"),
            ({"labels": [1, 2]}, f"labels: expected {N} labels"),
        ],
    )
    def test_it_is_named(self, data, change, said):
        arguments = {"images": data.x_train, "progress": False, **change}
        with pytest.raises(ValueError, match=said):
            record_projection(**arguments)

    def test_an_interrupted_fit_leaves_standard_output_as_it_was(self, data):
        def stop(share, words):
            if share > 0.8:
                raise KeyboardInterrupt

        before = sys.stdout
        with pytest.raises(KeyboardInterrupt):
            record_projection(data.x_train, n_epochs=EPOCHS, progress=stop, **PARAMETERS)
        assert sys.stdout is before


def test_pictures_between(record, data):
    found = pictures_between(record, grid=3)
    n = len(found["places"])
    assert 3 <= n <= 9
    assert found["pictures"].shape == (n, 8, 8) and found["pictures"].dtype == np.uint8
    assert found["returned"].shape == found["places"].shape
    final = record.embeddings[-1]
    assert (found["places"] > final.min(axis=0)).all()
    assert (found["places"] < final.max(axis=0)).all()
    with pytest.raises(ValueError, match="grid: expected a whole number of at least 2"):
        pictures_between(record, grid=1)


def test_a_record_from_a_file_has_no_model_to_ask(record, tmp_path):
    again = load_record(record.save(tmp_path / "map.npz"))
    with pytest.raises(ValueError, match="record: expected a record with its model"):
        pictures_between(again)


def test_a_place_outside_all_pictures_is_left_out(record):
    # Of a triangle's bounding box, half lies outside: brute force by the sign of three areas.
    import dataclasses

    corners = np.array([[0, 0], [4, 0], [0, 4]], np.float32)
    weights = np.random.default_rng(0).dirichlet([1, 1, 1], N - 3).astype(np.float32)
    points = np.vstack([corners, weights @ corners])

    class Model:
        def inverse_transform(self, places):
            return np.zeros((len(places), 64))

        def transform(self, pictures):
            return np.zeros((len(pictures), 2))

    layouts = np.stack([points] * len(record.epochs))
    stand_in = dataclasses.replace(record, embeddings=layouts, model=Model())
    places = pictures_between(stand_in, grid=4)["places"]
    assert (places.sum(axis=1) <= 4.001).all()
    assert len(places) in range(6, 11)  # 6 inside, 4 on the edge


class TestRecipes:
    def test_a_map(self, data, monkeypatch, tmp_path):
        monkeypatch.setattr("helpers.course.map_recipes.load", lambda name, size: data)
        recipe = ProjectionRecipe(
            summary="tiny", data="columns", n_kept=50, grid=2, parameters={"n_epochs": 12}
        )
        shares = []
        record = recipe.make(lambda share, words="": shares.append(share))
        assert shares == sorted(shares) and shares[-1] == 1
        assert record.embeddings.shape == (13, 50, 2)
        assert record.made_from["data"]["fingerprint"] == data.fingerprint
        assert record.made_from["summary"] == "tiny"
        assert record.model is None
        again = load_record(record.save(tmp_path / "map.npz"))
        assert (again.between["pictures"] == record.between["pictures"]).all()

    def test_maps_by_other_settings(self, data, monkeypatch):
        monkeypatch.setattr("helpers.course.map_recipes.load", lambda name, size: data)
        recipe = SettingsRecipe("tiny", "columns", 60, n_neighbors=(5, 9), min_dist=(0.0, 0.5, 1))
        record = recipe.make(lambda share, words="": None)
        assert record.embeddings.shape == (6, 60, 2)
        assert record.settings["n_neighbors"].tolist() == [5, 5, 5, 9, 9, 9]
        assert record.settings["min_dist"].tolist() == [0, 0.5, 1, 0, 0.5, 1]
        alone = record_projection(
            data.x_train[:60], n_neighbors=9, min_dist=0.5, progress=False
        ).embeddings[-1]
        assert (record.embeddings[4] == alone).all()


def test_umap_comes_without_tensorflow_and_tensorflow_still_comes(tmp_path):
    # A stand-in that is found where the real one would be, and tells whether it was imported.
    (tmp_path / "tensorflow.py").write_text("real = False\n")
    code = f"""if True:
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        from helpers.recording.umap_import import import_umap
        umap = import_umap()
        assert umap.UMAP
        assert "tensorflow" not in sys.modules
        import tensorflow
        assert tensorflow.real is False
        assert import_umap() is umap
        assert sys.modules["tensorflow"] is tensorflow
    """
    subprocess.run([sys.executable, "-c", code], check=True)
