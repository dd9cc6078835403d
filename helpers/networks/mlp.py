"""A multilayer perceptron in NumPy, small enough to be read in one sitting.

Start with ``_forward`` (a picture becomes probabilities), go on with ``_backpropagate`` (the four
lines that say which way every weight should go), then ``fit`` (take a small step that way, again
and again). The rest is checking, remembering and saving. Used in lesson 03.
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from helpers._arguments import (
    as_array,
    bad_argument,
    check_choice,
    check_integer,
    check_numbers,
    check_real,
)
from helpers._files import parse_json, read_arrays, replacing

__all__ = ["MLP"]

FILE_KIND = "Watch It Learn MLP, version 1"
# Training rows scored after an epoch: half a percent close to the score of all, and quick.
N_SCORED = 10_000
HISTORY = ("cost", "error", "learning_rate", "train_accuracy", "valid_accuracy")


def _sigmoid(z):
    # The same as 1 / (1 + exp(-z)), but nothing in it can overflow.
    return 0.5 * (1 + np.tanh(0.5 * z))


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# A hidden unit's function, and its derivative in terms of the function's own value a.
ACTIVATIONS = {
    "sigmoid": (_sigmoid, lambda a: a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0),
}


def _log_loss(p, t):
    """Return the loss and its gradient at the inputs z of the softmax, where p = softmax(z)."""
    of_the_right_class = (p * t).sum(axis=1)
    loss = -np.log(np.maximum(of_the_right_class, np.finfo(p.dtype).tiny)).mean()
    return loss, (p - t) / len(p)


def _mean_squared_error(p, t):
    """Return the loss and its gradient at the inputs z of the softmax, where p = softmax(z)."""
    pull = 2 * (p - t) / p.size
    return ((p - t) ** 2).mean(), p * (pull - (pull * p).sum(axis=1, keepdims=True))


LOSSES = {"log_loss": _log_loss, "mean_squared_error": _mean_squared_error}


class MLP(ClassifierMixin, BaseEstimator):
    """A multilayer perceptron: layers of weighted sums, trained by back-propagation.

    Hidden layers of sigmoid or ReLU units, a softmax at the end, mini-batch gradient descent with
    momentum. It is a scikit-learn estimator, so ``clone``, ``cross_val_score``, ``GridSearchCV``,
    ensembles and pipelines take it. Used in lesson 03.

    Parameters
    ----------
    hidden_layer_sizes : tuple of int
        Units in each hidden layer; ``()`` for none.
    activation : {"sigmoid", "relu"}
        The function of the hidden units.
    loss : {"log_loss", "mean_squared_error"}
        What is made small: ``-log`` of the probability given to the right class, averaged over the
        pictures; or the squared difference between the probabilities and 0 or 1, averaged over
        pictures and classes. The second has much smaller gradients: give it a larger rate.
    l1, l2 : float
        Regularisation: ``l1 * sum(|w|) + l2 / 2 * sum(w ** 2)`` over all weights, not the biases,
        is added to the loss. The sum is the cost.
    learning_rate, decay : float
        The step is ``learning_rate / (1 + decay * epoch)``, epochs counted from 0.
    momentum : float
        The part of the last step that is taken again, from 0 to below 1.
    batch_size : int
        Pictures per step. The last batch of an epoch may be smaller.
    max_epochs : int
        How often ``fit`` goes through the data. 0 only draws the first weights.
    warm_start : bool
        Let the next ``fit`` go on from where the last one stopped. Two times five epochs give the
        same weights as ten at once, also after ``save`` and ``load``.
    dtype : {"float32", "float64"}
        Of the weights and of all arithmetic.
    seed : int
        Fixes the first weights and the order of the pictures in each epoch.

    Attributes
    ----------
    weights_, biases_ : list of ndarray
        Of each layer, shapes (inputs, units) and (units,). ``fit`` never writes into these arrays,
        it replaces them: a list kept from an earlier epoch stays what it was.
    classes_ : ndarray
        The labels, sorted; column ``k`` of the probabilities belongs to ``classes_[k]``.
    n_features_in_ : int
    epochs_ : int
        Epochs trained so far.
    history_ : dict of list of float
        Per batch, before its step: ``cost`` and ``error``, the absolute difference between the
        probabilities and 0 or 1, averaged over pictures and classes. Per epoch, after its last
        step: ``train_accuracy`` (of 10,000 rows drawn anew, or of all where there are fewer),
        ``valid_accuracy`` (NaN without validation data) and ``learning_rate``.

    References
    ----------
    Rumelhart, Hinton, Williams: Learning representations by back-propagating errors. Nature 323
    (1986). First weights: Glorot, Bengio: Understanding the difficulty of training deep
    feedforward neural networks. AISTATS 2010, equation 16.

    Examples
    --------
    >>> X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    >>> MLP((8,), learning_rate=1.0, max_epochs=1000).fit(X, y).predict(X)
    array([0, 1, 1, 0])
    """

    def __init__(
        self,
        hidden_layer_sizes=(70, 30),
        *,
        activation="sigmoid",
        loss="log_loss",
        l1=0.0,
        l2=0.0,
        learning_rate=0.2,
        decay=0.0,
        momentum=0.9,
        batch_size=200,
        max_epochs=20,
        warm_start=False,
        dtype="float32",
        seed=0,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.loss = loss
        self.l1 = l1
        self.l2 = l2
        self.learning_rate = learning_rate
        self.decay = decay
        self.momentum = momentum
        self.batch_size = batch_size
        self.max_epochs = max_epochs
        self.warm_start = warm_start
        self.dtype = dtype
        self.seed = seed

    def _forward(self, X):
        """Return every layer's output, the pictures first and the probabilities last."""
        function, _ = ACTIVATIONS[self.activation]
        outputs = [X]
        for weights, biases in zip(self.weights_[:-1], self.biases_[:-1]):
            outputs.append(function(outputs[-1] @ weights + biases))
        outputs.append(_softmax(outputs[-1] @ self.weights_[-1] + self.biases_[-1]))
        return outputs

    def _backpropagate(self, X, targets):
        """Return cost, averaged error, and the gradients of the cost by weights and by biases."""
        _, derivative = ACTIVATIONS[self.activation]
        outputs = self._forward(X)
        n_layers = len(self.weights_)
        weight_gradients, bias_gradients = [None] * n_layers, [None] * n_layers

        # Delta is the gradient of the cost at a layer's weighted sums. It starts at the last layer
        # and goes back, layer by layer, through the same weights that brought the numbers forward.
        loss, delta = LOSSES[self.loss](outputs[-1], targets)  # (1) the error at the output
        for k in reversed(range(n_layers)):
            weight_gradients[k] = outputs[k].T @ delta  # (2) each weight: its input times its delta
            bias_gradients[k] = delta.sum(axis=0)  # (3) each bias: its delta
            if k > 0:
                delta = (delta @ self.weights_[k].T) * derivative(outputs[k])  # (4) one layer back

        if self.l1 or self.l2:
            l1, l2 = float(self.l1), float(self.l2)
            for k, weights in enumerate(self.weights_):
                loss += l1 * np.abs(weights).sum() + l2 / 2 * (weights**2).sum()
                weight_gradients[k] += l1 * np.sign(weights) + l2 * weights
        error = np.abs(outputs[-1] - targets).mean()
        return float(loss), float(error), weight_gradients, bias_gradients

    def fit(self, X, y, validation_data=None):
        """Train.

        Parameters
        ----------
        X : array of shape (N, features)
            Numbers, best between 0 and 1 or about as small.
        y : array of shape (N,) or (N, 1)
            Whole numbers or strings.
        validation_data : tuple (X, y), optional
            Scored after every epoch, never learned from.

        Returns
        -------
        MLP
            Itself.

        Raises
        ------
        ValueError
            For a parameter or data that do not fit, before anything has changed.
        """
        goes_on = self.warm_start and hasattr(self, "weights_")
        self._check_parameters(goes_on)
        X = self._check_features("X", X, self.n_features_in_ if goes_on else None)
        classes, labels = _check_labels("y", y, len(X), self.classes_ if goes_on else None)
        if validation_data is not None:
            if not isinstance(validation_data, (tuple, list)) or len(validation_data) != 2:
                raise bad_argument("validation_data", "a pair (X, y)", validation_data)
            X_valid = self._check_features("validation_data", validation_data[0], X.shape[1])
            y_valid = _check_labels("validation_data", validation_data[1], len(X_valid), classes)[1]
        if not goes_on:
            self._start(X.shape[1], classes)

        targets = np.eye(len(classes), dtype=self.dtype)
        for epoch in range(self.epochs_, self.epochs_ + self.max_epochs):
            rate = float(self.learning_rate / (1 + self.decay * epoch))
            # A new generator for each epoch: its order depends on nothing that came before.
            order = np.random.default_rng([self.seed, epoch + 1]).permutation(len(X))
            for start in range(0, len(X), self.batch_size):
                batch = order[start : start + self.batch_size]
                cost, error, *gradients = self._backpropagate(X[batch], targets[labels[batch]])
                self._step(*gradients, rate)
                self.history_["cost"].append(cost)
                self.history_["error"].append(error)
            sample = order[:N_SCORED]
            seen = self._accuracy(X[sample], labels[sample])
            unseen = math.nan if validation_data is None else self._accuracy(X_valid, y_valid)
            self.history_["train_accuracy"].append(seen)
            self.history_["valid_accuracy"].append(unseen)
            self.history_["learning_rate"].append(rate)
            self.epochs_ += 1
        return self

    def _start(self, n_features, classes):
        """Draw the first weights, and forget what was learned before."""
        generator = np.random.default_rng(self.seed)
        sizes = [n_features, *self.hidden_layer_sizes, len(classes)]
        self.weights_, self.biases_ = [], []
        for inputs, units in itertools.pairwise(sizes):
            bound = math.sqrt(6 / (inputs + units))
            weights = generator.uniform(-bound, bound, (inputs, units))
            self.weights_.append(weights.astype(self.dtype))
            self.biases_.append(np.zeros(units, dtype=self.dtype))
        self._velocities = [np.zeros_like(array) for array in self.weights_ + self.biases_]
        self.classes_, self.n_features_in_, self.epochs_ = classes, n_features, 0
        self.history_ = {name: [] for name in HISTORY}

    def _step(self, weight_gradients, bias_gradients, rate):
        """Go downhill, carried on a little by the step before."""
        gradients, momentum = weight_gradients + bias_gradients, float(self.momentum)
        self._velocities = [momentum * v - rate * g for v, g in zip(self._velocities, gradients)]
        moved = [a + v for a, v in zip(self.weights_ + self.biases_, self._velocities)]
        self.weights_, self.biases_ = moved[: len(weight_gradients)], moved[len(weight_gradients) :]

    def _accuracy(self, X, labels):
        return float((self._forward(X)[-1].argmax(axis=1) == labels).mean())

    def predict_proba(self, X):
        """Return the probability of every class, shape (N, classes), in the order of ``classes_``.

        Parameters
        ----------
        X : array of shape (N, features)

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before the first ``fit``.
        ValueError
            For pictures unlike those of the training.
        """
        check_is_fitted(self)
        return self._forward(self._check_features("X", X, self.n_features_in_))[-1]

    def predict(self, X):
        """Return the most probable label of every row, shape (N,); see ``predict_proba``."""
        winners = self.predict_proba(X).argmax(axis=1)
        return self.classes_[winners]

    def cost_and_gradients(self, X, y):
        """Return what back-propagation finds at the present weights, without changing them.

        Parameters
        ----------
        X : array of shape (N, features)
        y : array of shape (N,)
            Labels out of ``classes_``.

        Returns
        -------
        cost : float
        weight_gradients, bias_gradients : list of ndarray
            Shaped as ``weights_`` and ``biases_``.
        """
        check_is_fitted(self)
        X = self._check_features("X", X, self.n_features_in_)
        _, labels = _check_labels("y", y, len(X), self.classes_)
        targets = np.eye(len(self.classes_), dtype=self.dtype)[labels]
        cost, _, *gradients = self._backpropagate(X, targets)
        return cost, *gradients

    def save(self, path):
        """Write the trained network to one ``.npz`` file, whole or not at all.

        It holds arrays and a line of JSON, no pickle: opening it runs nobody's code.

        Parameters
        ----------
        path : str or Path
            Its folder must exist; a file that is there is replaced.
        """
        check_is_fitted(self)
        arrays = {f"history_{name}": np.array(self.history_[name], dtype=float) for name in HISTORY}
        for k, array in enumerate(self.weights_ + self.biases_):
            arrays |= {f"array_{k}": array, f"velocity_{k}": self._velocities[k]}
        # A NumPy number among the parameters becomes a plain one.
        parameters = json.dumps(self.get_params(), default=lambda number: number.item())
        with replacing(path) as partial, partial.open("wb") as file:
            np.savez(file, kind=FILE_KIND, parameters=parameters, classes=self.classes_, **arrays)

    @classmethod
    def load(cls, path):
        """Read a network that ``save`` wrote.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        MLP
            Ready to predict, or to go on training with ``warm_start=True``.

        Raises
        ------
        ValueError
            If the file is not one of these.
        """
        path = Path(path)
        try:
            stored = read_arrays(path)
            if str(stored["kind"]) != FILE_KIND:
                raise ValueError
            parameters = parse_json(str(stored["parameters"]))
            parameters["hidden_layer_sizes"] = tuple(parameters["hidden_layer_sizes"])
            mlp = cls(**parameters)
            n_layers = len(mlp.hidden_layer_sizes) + 1
            arrays = [stored[f"array_{k}"] for k in range(2 * n_layers)]
            mlp.weights_, mlp.biases_ = arrays[:n_layers], arrays[n_layers:]
            mlp._velocities = [stored[f"velocity_{k}"] for k in range(2 * n_layers)]
            mlp.classes_, mlp.n_features_in_ = stored["classes"], len(arrays[0])
            mlp.history_ = {name: stored[f"history_{name}"].tolist() for name in HISTORY}
            mlp.epochs_ = len(mlp.history_["train_accuracy"])
            mlp._check_parameters(goes_on=True)
            mlp._check_weights()
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise bad_argument("path", "a whole file that MLP.save wrote", path) from error
        return mlp

    def _check_weights(self):
        """Raise ``ValueError`` unless the layers that were read fit each other and the classes."""
        sizes = [self.n_features_in_, *self.hidden_layer_sizes, len(self.classes_)]
        shapes = list(itertools.pairwise(sizes)) + [(units,) for units in sizes[1:]]
        for arrays in (self.weights_ + self.biases_, self._velocities):
            if [array.shape for array in arrays] != shapes:
                raise ValueError("its layers do not fit each other")

    def _check_parameters(self, goes_on):
        sizes = self.hidden_layer_sizes
        if not isinstance(sizes, (tuple, list)):
            raise bad_argument("hidden_layer_sizes", "a tuple such as (70, 30) or (40,)", sizes)
        for size in sizes:
            check_integer("hidden_layer_sizes", size, low=1)
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("loss", self.loss, LOSSES)
        check_choice("dtype", self.dtype, ("float32", "float64"))
        for name in ("l1", "l2", "learning_rate", "decay", "momentum"):
            check_real(name, getattr(self, name), low=0, below=1 if name == "momentum" else None)
        for name, low in (("batch_size", 1), ("max_epochs", 0), ("seed", 0)):
            check_integer(name, getattr(self, name), low=low)
        if goes_on:
            trained = tuple(w.shape[1] for w in self.weights_[:-1]), str(self.weights_[0].dtype)
            if trained != (tuple(sizes), self.dtype):
                expected = "hidden_layer_sizes={} and dtype={!r}, as trained so far".format(
                    *trained
                )
                advice = "To begin anew with others, set warm_start=False."
                raise bad_argument("warm_start", expected, (tuple(sizes), self.dtype), advice)

    def _check_features(self, name, X, n_features=None):
        X = check_numbers(name, X, "numbers of shape (N, features)")
        if X.dtype == np.uint8 or X.ndim > 2:
            advice = "Pictures are flattened and scaled first: X.reshape(len(X), -1) / 255."
            raise bad_argument(name, "floats of shape (N, features)", X, advice)
        if X.ndim != 2:
            raise bad_argument(name, "numbers of shape (N, features)", X)
        if n_features not in (None, X.shape[1]):
            raise bad_argument(name, f"{n_features} features, as in the training data", X)
        return X.astype(self.dtype, copy=False)


def _check_labels(name, y, length, classes=None):
    """Return the classes, and for each label the number of its class."""
    expected = f"{length} whole numbers or strings, one for each row of X"
    y = as_array(name, y, expected)
    if y.shape == (length, 1):  # a column, as Keras's loaders give it
        y = y[:, 0]
    if y.dtype == object and all(isinstance(label, str) for label in y.flat):
        y = y.astype(str)  # texts out of a table
    if y.dtype.kind == "f" and y.size and float(np.abs(y).max()) < 2**53 and (y % 1 == 0).all():
        y = y.astype(np.int64)  # 0.0 and 1.0, as some loaders have it
    if y.shape != (length,) or y.dtype.kind not in "biuU":
        advice = "One-hot rows become labels by y.argmax(axis=1)." if y.ndim == 2 else ""
        raise bad_argument(name, expected, y, advice)
    if classes is None:
        classes = np.unique(y)
        if len(classes) < 2:
            raise bad_argument(name, "labels of at least two classes", y, "They are all equal.")
    strange = set(np.unique(y).tolist()) - set(classes.tolist())
    if strange:
        raise bad_argument(name, f"labels out of {classes.tolist()}", sorted(strange))
    return classes, np.searchsorted(classes, y)
