"""The MLP in NumPy, against finite differences, scikit-learn and arithmetic done another way."""

import itertools
import math
import subprocess
import sys
import warnings

import numpy as np
import pytest
from sklearn import metrics
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.ensemble import BaggingClassifier
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from threadpoolctl import threadpool_limits

from helpers.networks.mlp import ACTIVATIONS, LOSSES, MLP

X_ALL, Y_ALL = load_digits(return_X_y=True)
X_ALL = X_ALL / 16
X, Y, X_TEST, Y_TEST = X_ALL[:1400], Y_ALL[:1400], X_ALL[1400:], Y_ALL[1400:]


def quick(**parameters):
    return MLP(**{"hidden_layer_sizes": (12, 8), "max_epochs": 2, "batch_size": 64} | parameters)


def everything(mlp):
    """List all numbers that training has left in it."""
    history = [np.array(mlp.history_[name]) for name in mlp.history_]
    return [*mlp.weights_, *mlp.biases_, *mlp._velocities, *history]


def assert_same(a, b):
    assert a.epochs_ == b.epochs_
    for one, other in zip(everything(a), everything(b), strict=True):
        np.testing.assert_array_equal(one, other)


COMBINATIONS = list(itertools.product(LOSSES, ACTIVATIONS, (0.0, 0.003), (0.0, 0.05)))


@pytest.mark.parametrize(("loss", "activation", "l1", "l2"), COMBINATIONS)
def test_gradients_are_those_of_finite_differences(loss, activation, l1, l2):
    mlp = quick(loss=loss, activation=activation, l1=l1, l2=l2, dtype="float64", max_epochs=1)
    mlp.fit(X[:200], Y[:200])
    x, y = X[200:230], Y[200:230]
    cost, weight_gradients, bias_gradients = mlp.cost_and_gradients(x, y)
    assert [g.shape for g in weight_gradients] == [(64, 12), (12, 8), (8, 10)]

    rng = np.random.default_rng(0)
    arrays = mlp.weights_ + mlp.biases_
    for array, gradient in zip(arrays, weight_gradients + bias_gradients, strict=True):
        smooth = np.flatnonzero(np.abs(array) > 1e-4)  # |w| has no derivative at 0
        for place in rng.choice(smooth, min(len(smooth), 25), replace=False):
            value, step = array.flat[place], 1e-5
            array.flat[place] = value + step
            above = mlp.cost_and_gradients(x, y)[0]
            array.flat[place] = value - step
            below = mlp.cost_and_gradients(x, y)[0]
            array.flat[place] = value
            measured = (above - below) / (2 * step)
            assert gradient.flat[place] == pytest.approx(measured, rel=1e-5, abs=1e-9)
    assert mlp.cost_and_gradients(x, y)[0] == cost


def test_cost_is_loss_plus_penalties():
    l1, l2 = 0.01, 0.3
    mlp = quick(dtype="float64", l1=l1, l2=l2).fit(X, Y)
    penalties = sum(l1 * np.abs(w).sum() + l2 / 2 * np.square(w).sum() for w in mlp.weights_)
    probabilities = mlp.predict_proba(X_TEST)

    cost = mlp.cost_and_gradients(X_TEST, Y_TEST)[0]
    assert cost - penalties == pytest.approx(metrics.log_loss(Y_TEST, probabilities))

    cost = mlp.set_params(loss="mean_squared_error").cost_and_gradients(X_TEST, Y_TEST)[0]
    squares = metrics.mean_squared_error(np.eye(10)[Y_TEST], probabilities)
    assert cost - penalties == pytest.approx(squares)


@pytest.mark.parametrize(("activation", "theirs"), [("sigmoid", "logistic"), ("relu", "relu")])
def test_takes_the_same_steps_as_scikit_learn(activation, theirs):
    """From the same weights, with every picture in each batch, so that the order is no matter."""
    x, y = X[:300], Y[:300]
    shared = {"momentum": 0.9, "batch_size": len(x), "hidden_layer_sizes": (12, 8)}
    ours = MLP(activation=activation, l2=0.02, learning_rate=0.3, dtype="float64", **shared)
    ours.set_params(max_epochs=0).fit(x, y)
    reference = MLPClassifier(
        activation=theirs,
        solver="sgd",
        alpha=0.02 * len(x),  # there the penalty is divided by the pictures in the batch
        learning_rate_init=0.3,
        nesterovs_momentum=False,
        warm_start=True,
        max_iter=1,
        **shared,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        reference.fit(x, y)
        reference.coefs_ = [w.copy() for w in ours.weights_]
        reference.intercepts_ = [b.copy() for b in ours.biases_]
        reference.set_params(max_iter=6).fit(x, y)
    ours.set_params(max_epochs=6).fit(x, y)  # draws the same first weights again
    for mine, other in zip(ours.weights_, reference.coefs_, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.predict_proba(x), reference.predict_proba(x), rtol=1e-9)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"activation": "relu", "learning_rate": 0.05},
        {"loss": "mean_squared_error", "learning_rate": 2.0},
        {"loss": "mean_squared_error", "activation": "relu", "learning_rate": 0.5},
        {"hidden_layer_sizes": (40,), "decay": 0.05, "l2": 1e-4},
        {"hidden_layer_sizes": ()},
    ],
    ids=str,
)
def test_learns_digits(parameters):
    mlp = MLP(**{"hidden_layer_sizes": (30, 20), "batch_size": 32, "max_epochs": 25} | parameters)
    mlp.fit(X, Y, (X_TEST, Y_TEST))
    least = 0.88 if parameters.get("hidden_layer_sizes") == () else 0.9
    assert mlp.score(X_TEST, Y_TEST) > least
    cost = np.array(mlp.history_["cost"])
    assert cost[-44:].mean() < 0.3 * cost[:44].mean()
    assert mlp.history_["valid_accuracy"][-1] == mlp.score(X_TEST, Y_TEST)
    assert mlp.history_["train_accuracy"][-1] == mlp.score(X, Y)


def test_regularisation_does_what_it_is_for():
    plain, l1, l2 = (
        quick(max_epochs=15, activation="relu", learning_rate=0.05, **penalty).fit(X, Y)
        for penalty in ({}, {"l1": 1e-3}, {"l2": 1e-2})
    )

    def small(mlp):
        return (np.abs(mlp.weights_[0]) < 1e-3).mean()

    def length(mlp):
        return sum(np.square(w).sum() for w in mlp.weights_)

    assert length(l2) < 0.6 * length(plain)
    assert small(l1) > 5 * small(plain)


def test_history_has_every_batch_and_every_epoch():
    mlp = quick(max_epochs=3, decay=0.5, learning_rate=0.2).fit(X, Y)
    batches = math.ceil(len(X) / 64)
    assert len(mlp.history_["cost"]) == len(mlp.history_["error"]) == 3 * batches
    assert mlp.history_["learning_rate"] == pytest.approx([0.2, 0.2 / 1.5, 0.1])
    assert np.isnan(mlp.history_["valid_accuracy"]).all()
    assert mlp.epochs_ == len(mlp.history_["train_accuracy"]) == 3

    # The first batch of all, by hand: its cost and error stand before its step.
    start = quick(max_epochs=0).fit(X, Y)
    one = quick(max_epochs=1, batch_size=len(X)).fit(X, Y)
    probabilities = start.predict_proba(X)
    assert one.history_["cost"] == pytest.approx([metrics.log_loss(Y, probabilities)], rel=1e-5)
    error = metrics.mean_absolute_error(np.eye(10)[Y], probabilities)
    assert one.history_["error"] == pytest.approx([error], rel=1e-5)


def test_each_epoch_shows_every_picture_once_in_a_new_order():
    seen = []

    class Spy(MLP):
        def _backpropagate(self, X, targets):
            seen.append(X[:, 0].astype(int))
            return super()._backpropagate(X, targets)

    x = np.column_stack([np.arange(50), np.zeros(50)])
    Spy((3,), batch_size=8, max_epochs=2).fit(x, np.arange(50) % 2)
    assert [len(batch) for batch in seen] == [8, 8, 8, 8, 8, 8, 2] * 2
    first, second = np.concatenate(seen[:7]), np.concatenate(seen[7:])
    np.testing.assert_array_equal(np.sort(first), np.arange(50))
    np.testing.assert_array_equal(np.sort(second), np.arange(50))
    assert (first != second).any()


def test_seed_fixes_everything():
    assert_same(quick(seed=3).fit(X, Y), quick(seed=3).fit(X, Y))
    assert (quick(seed=3).fit(X, Y).weights_[0] != quick(seed=4).fit(X, Y).weights_[0]).any()


def test_training_in_parts_is_training_at_once(tmp_path):
    at_once = quick(max_epochs=5, decay=0.1).fit(X, Y, (X_TEST, Y_TEST))
    parts = quick(max_epochs=2, decay=0.1, warm_start=True).fit(X, Y, (X_TEST, Y_TEST))
    parts.save(tmp_path / "mlp.npz")
    parts = MLP.load(tmp_path / "mlp.npz").set_params(max_epochs=3)
    assert_same(parts.fit(X, Y, (X_TEST, Y_TEST)), at_once)


def test_an_earlier_epoch_kept_aside_stays_what_it_was():
    mlp = quick(max_epochs=1, warm_start=True)
    films = [mlp.fit(X, Y).weights_ for _ in range(3)]
    assert (films[0][0] != films[1][0]).any()
    assert (films[1][0] != films[2][0]).any()
    assert films[0][0].tolist() == quick(max_epochs=1).fit(X, Y).weights_[0].tolist()


def test_without_warm_start_fit_begins_anew():
    mlp = quick()
    assert_same(mlp.fit(X_TEST, Y_TEST).fit(X, Y), quick().fit(X, Y))


def test_is_a_scikit_learn_estimator():
    mlp = quick(activation="relu", seed=5)
    assert clone(mlp).get_params() == mlp.get_params()
    assert mlp.set_params(l2=0.1).l2 == 0.1
    pipeline = make_pipeline(MinMaxScaler(), MLP((30,), max_epochs=15, batch_size=32))
    scores = cross_val_score(pipeline, X_ALL * 16, Y_ALL, cv=3)
    assert scores.min() > 0.85
    assert mlp.fit(X, Y).score(X, Y) == metrics.accuracy_score(Y, mlp.predict(X))


def test_scikit_learns_searches_and_ensembles_take_it():
    few = slice(0, 300)
    mlp = MLP((15,), max_epochs=20, batch_size=32)
    grid = {"hidden_layer_sizes": [(1,), (15,)]}
    search = GridSearchCV(mlp, grid, cv=2).fit(X[few], Y[few])
    assert search.best_params_ == {"hidden_layer_sizes": (15,)}
    assert search.best_estimator_.score(X_TEST, Y_TEST) > 0.7
    words = np.array(list("abcdefghij"))[Y]
    for labels in (Y, words, words.astype(object)):
        bag = BaggingClassifier(mlp, n_estimators=3, random_state=0).fit(X[few], labels[few])
        assert bag.score(X[few], labels[few]) > 0.9
        # A bag averages what its members say, each over the classes that it saw.
        member, columns = bag.estimators_[0], bag.estimators_features_[0]
        assert set(member.classes_) <= set(range(10))
        assert member.predict_proba(X[:5][:, columns]).shape == (5, len(member.classes_))
        assert cross_val_score(mlp, X[few], labels[few], cv=2, error_score="raise").min() > 0.6


@pytest.mark.parametrize(
    "form",
    [
        lambda y: y[:, None],
        lambda y: y.astype(np.float32),
        lambda y: y.astype(np.uint8),
        lambda y: y.tolist(),
    ],
)
def test_labels_of_any_loader_are_the_same_labels(form):
    given = form(Y)
    assert_same(quick().fit(X, given), quick().fit(X, Y))
    assert quick().fit(X, given).score(X, Y) == quick().fit(X, Y).score(X, Y)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype_holds_everywhere(dtype):
    odd = {"l1": np.float64(1e-4), "momentum": np.float64(0.5), "learning_rate": np.float64(0.1)}
    mlp = quick(dtype=dtype, **odd).fit(X, Y)
    assert {a.dtype for a in mlp.weights_ + mlp.biases_ + mlp._velocities} == {np.dtype(dtype)}
    assert mlp.predict_proba(X).dtype == dtype
    np.testing.assert_allclose(mlp.predict_proba(X).sum(axis=1), 1, rtol=1e-5)


def test_no_number_is_too_large_for_the_arithmetic():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mlp = quick(max_epochs=0).fit(X, Y)
        mlp.weights_ = [1e4 * w for w in mlp.weights_]
        assert np.isfinite(mlp.predict_proba(X)).all()
        assert np.isfinite(mlp.cost_and_gradients(X, Y)[0])


def test_labels_may_be_words_and_pictures_read_only(tmp_path):
    words = np.array(["zero", "one", "two", "three"])
    few = Y < 4
    x, y = X[few], words[Y[few]]
    x.flags.writeable = y.flags.writeable = False
    before = x.copy()
    mlp = quick(max_epochs=20).fit(x, y)
    np.testing.assert_array_equal(x, before)
    assert mlp.classes_.tolist() == sorted(words)
    assert mlp.score(x, y) > 0.9
    mlp.save(tmp_path / "words.npz")
    assert MLP.load(tmp_path / "words.npz").predict(x).tolist() == mlp.predict(x).tolist()


def test_saved_file_is_arrays_only(tmp_path):
    path = tmp_path / "mlp.npz"
    mlp = MLP((np.int64(5),), l2=np.float32(0.5), max_epochs=1).fit(X, Y)
    mlp.save(path)
    with np.load(path, allow_pickle=False) as file:
        assert all(array.dtype != object for array in dict(file).values())
    loaded = MLP.load(str(path))
    assert loaded.get_params() == mlp.get_params()
    assert_same(loaded, mlp)
    np.testing.assert_array_equal(loaded.predict_proba(X), mlp.predict_proba(X))


def test_load_wants_its_own_files(tmp_path):
    path = tmp_path / "other.npz"
    for write in (
        lambda: np.savez(path, x=np.arange(3)),
        lambda: np.savez(path, kind=np.array([{}], dtype=object)),
        lambda: path.write_bytes(b""),
        lambda: path.write_bytes(b"PK\x03\x04 and no more"),
        lambda: path.write_text("words"),
    ):
        write()
        with pytest.raises(ValueError, match="path: expected a whole file that MLP.save wrote"):
            MLP.load(path)
    with pytest.raises(FileNotFoundError):
        MLP.load(tmp_path / "missing.npz")


def test_load_wants_a_whole_file(tmp_path):
    quick().fit(X, Y).save(tmp_path / "whole.npz")
    with np.load(tmp_path / "whole.npz") as whole:
        stored = dict(whole)
    del stored["array_2"]
    np.savez(tmp_path / "part.npz", **stored)
    with pytest.raises(ValueError, match="path: expected"):
        MLP.load(tmp_path / "part.npz")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"hidden_layer_sizes": 70}, r"hidden_layer_sizes: expected a tuple .* received 70"),
        ({"hidden_layer_sizes": (70, 0)}, "hidden_layer_sizes: expected a whole number"),
        ({"hidden_layer_sizes": (7.5,)}, "hidden_layer_sizes: expected a whole number"),
        ({"activation": "tanh"}, "activation: expected one of 'sigmoid', 'relu'"),
        ({"loss": "mse"}, "loss: expected one of 'log_loss', 'mean_squared_error'"),
        ({"dtype": "int8"}, "dtype: expected"),
        ({"l1": -1}, "l1: expected a number of at least 0"),
        ({"l2": None}, "l2: expected"),
        ({"learning_rate": math.nan}, "learning_rate: expected"),
        ({"decay": "slow"}, "decay: expected"),
        ({"momentum": 1}, "momentum: expected a number of at least 0 and below 1"),
        ({"batch_size": 0}, "batch_size: expected"),
        ({"max_epochs": -1}, "max_epochs: expected"),
        ({"seed": -1}, "seed: expected"),
    ],
    ids=str,
)
def test_says_which_parameter_is_wrong(parameters, message):
    with pytest.raises(ValueError, match=message):
        quick(**parameters).fit(X, Y)


PICTURES = np.zeros((4, 28, 28), dtype=np.uint8)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((PICTURES, Y[:4]), r"X: expected floats .*reshape\(len\(X\), -1\) / 255"),
        ((PICTURES.reshape(4, -1), Y[:4]), r"X: .* / 255"),
        ((X[0], Y), r"X: expected numbers of shape \(N, features\)"),
        ((X[:0], Y[:0]), "X: expected numbers"),
        ((np.full((3, 64), np.nan), [0, 1, 0]), "X: expected finite numbers"),
        ((X[:, :9], Y), "X: expected 64 features, as in the training data"),
        ((X, Y[:-1]), "y: expected 1400 whole numbers or strings"),
        ((X, np.eye(10)[Y]), r"y: expected 1400 whole numbers.*y\.argmax\(axis=1\)"),
        ((X, Y + 0.5), "y: expected 1400 whole numbers"),
        ((X, Y + 1), r"y: expected labels out of \[0, 1, .*; received \[10\]"),
        ((X, Y.astype(str)), "y: expected labels out of"),
        ((X, Y, X_TEST), r"validation_data: expected a pair \(X, y\)"),
        ((X, Y, (X_TEST[:, :9], Y_TEST)), "validation_data: expected 64 features"),
        ((X, Y, (X_TEST, Y_TEST + 5)), "validation_data: expected labels out of"),
    ],
)
def test_refuses_data_and_loses_nothing(arguments, message):
    mlp, same = (quick(warm_start=True, max_epochs=1).fit(X, Y) for _ in range(2))
    with pytest.raises(ValueError, match=message):
        mlp.fit(*arguments)
    assert_same(mlp, same)


def test_one_class_is_nothing_to_learn():
    with pytest.raises(ValueError, match="at least two classes"):
        quick().fit(X, np.zeros(len(X), dtype=int))


def test_going_on_wants_the_same_network():
    for change in ({"hidden_layer_sizes": (5,)}, {"dtype": "float64"}):
        mlp = quick(warm_start=True).fit(X, Y).set_params(**change)
        with pytest.raises(ValueError, match="warm_start: expected hidden_layer_sizes=\\(12, 8\\)"):
            mlp.fit(X, Y)


def test_nothing_before_the_first_fit(tmp_path):
    for use in (
        lambda: quick().predict(X),
        lambda: quick().cost_and_gradients(X, Y),
        lambda: quick().save(tmp_path / "none.npz"),
    ):
        with pytest.raises(NotFittedError):
            use()
    assert not list(tmp_path.iterdir())


def test_the_example_in_the_docstring():
    x, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    assert MLP((8,), learning_rate=1.0, max_epochs=1000).fit(x, y).predict(x).tolist() == y


def test_importing_it_loads_no_engine_and_no_figures():
    code = """
import sys
import helpers.networks.mlp
print({"keras", "tensorflow", "matplotlib", "umap"} & set(sys.modules))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert answer.stdout.split() == [b"set()"]


def test_reads_mnist(full):
    """On the full data: about five seconds, at least 97 % of the 10,000 test pictures."""
    data = full("mnist")
    x_train = data.x_train.reshape(60_000, 784) / np.float32(255)
    with threadpool_limits(1):  # two threads are no faster while other tests run
        mlp = MLP((70, 30)).fit(x_train, data.y_train)
    x_test = data.x_test.reshape(10_000, 784) / np.float32(255)
    assert mlp.score(x_test, data.y_test) >= 0.97
