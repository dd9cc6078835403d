"""A Keras callback that records a network while it learns."""

import platform
import time

import keras
import numpy as np

import helpers
from helpers._arguments import bad_argument, check_integer
from helpers.recording.training_record import TrainingRecord

__all__ = ["Recorder"]

#: Images per forward pass while recording: enough to be fast, few enough to stay small in memory.
BATCH = 200


class Recorder(keras.callbacks.Callback):
    """Record a network before training and after every epoch.

    Give it to ``fit`` as a callback. One recorder can be given to one ``fit`` after another (as a
    growing schedule needs): it counts the epochs itself. A training that is stopped in the middle
    of an epoch leaves a good record up to its last whole epoch; the next ``fit`` with the same
    recorder puts the network back to that moment and goes on from there. Used in lessons 03, 04
    and 06.

    Parameters
    ----------
    data : Dataset
        From `helpers.datasets.load`, with a validation part. Anything with the same attributes
        will do.
    schedule : sequence of EpochPlan, optional
        How many images each epoch sees. Left out: every epoch is one pass over ``data.x_train``.
    pictures : sequence of int
        Test images whose maps are recorded.
    layers : sequence of str
        Names of the layers whose maps are recorded.
    watch : int or sequence of int
        Test images whose class probabilities are recorded: that many from the start of the test
        set, or these.
    weights_at : sequence of int or "best"
        Epochs at which all weights are kept. -1 stands for the last whole epoch, ``"best"`` for
        the one with the highest validation accuracy (the first of them, if several have it).
    keep_kernels : bool
        Whether to record the first layer's weights.
    at : sequence of int, optional
        Epochs to record; 0 is the untrained network. Left out: all of them. The others are
        trained and counted like any epoch, but not looked at. It does not go with ``"best"``,
        which could be one of those.
    made_from : dict, optional
        What else is to be said of how the record is made (seed, recipe ...), of JSON's types.

    Attributes
    ----------
    overhead : float
        Seconds spent recording so far.

    Raises
    ------
    ValueError
        If an image or an epoch is out of range, or the data has no validation part. An unknown
        layer is named when training starts.
    """

    def __init__(
        self,
        data,
        *,
        schedule=None,
        pictures=(),
        layers=(),
        watch=0,
        weights_at=(-1,),
        keep_kernels=True,
        at=None,
        made_from=None,
    ):
        super().__init__()
        n_test = len(data.x_test)
        if not len(data.x_valid):
            raise bad_argument(
                "data", "a validation part", data.name, "Load it with valid_size=2000, say."
            )
        if np.ndim(watch) == 0:
            watch = range(check_integer("watch", watch, low=0, high=n_test))
        self.overhead = 0.0
        self._data = data
        self._schedule = schedule
        self._layers = tuple(layers)
        self._weights_at = {
            epoch if epoch == "best" else check_integer("weights_at", epoch, low=-1)
            for epoch in weights_at
        }
        self._keep_kernels = bool(keep_kernels)
        self._at = None if at is None else {check_integer("at", epoch, low=0) for epoch in at}
        if self._at is not None and "best" in self._weights_at:
            raise bad_argument("at", "all epochs (leave it out) with the weights at 'best'", at)
        self._picture_index = _positions("pictures", pictures, n_test)
        self._test_index = _positions("watch", watch, n_test)
        self._made_from = dict(made_from or {})
        self._moments = []
        self._weights = {}
        self._whole_epoch = None
        self._best_weights = None
        self._in_epoch = False

    @property
    def n_epochs(self):
        """Number of whole epochs trained so far."""
        return max(len(self._moments) - 1, 0)

    @property
    def best_epoch(self):
        """The epoch with the highest validation accuracy so far; the first of several."""
        # As the record has it (float32), so that the two always agree.
        scores = np.array([m["scores"]["val_accuracy"] for m in self._moments], np.float32)
        return int(scores.argmax())

    @property
    def latest(self):
        """The scores of the last recorded moment, a dict of str to float."""
        return dict(self._moments[-1]["scores"]) if self._moments else {}

    @property
    def record(self):
        """What was recorded so far, as a `TrainingRecord`.

        Raises
        ------
        ValueError
            If training has not started.
        """
        recorded = [epoch for epoch in range(len(self._moments)) if self._is_recorded(epoch)]
        if not recorded:
            raise ValueError(
                "record: nothing is recorded yet. Give this recorder to fit as a callback first."
            )
        moments = [self._moments[epoch] for epoch in recorded]
        weights = dict(self._weights)
        if -1 in self._weights_at:
            weights[str(self.n_epochs)] = self._whole_epoch[0]
        if "best" in self._weights_at:
            weights[str(self.best_epoch)] = self._best_weights

        def stack(key, dtype=np.float32):
            return np.stack([moment[key] for moment in moments]).astype(dtype, copy=False)

        return TrainingRecord(
            epochs=np.array(recorded, np.int32),
            made_from={**self._describe(), **self._made_from},
            scores={
                key: np.array([m["scores"].get(key, np.nan) for m in moments], np.float32)
                for key in sorted(moments[-1]["scores"])
            },
            images_seen=stack("images", np.int64),
            seconds=stack("seconds"),
            kernels=stack("kernel"),
            biases=stack("bias"),
            pictures=np.asarray(self._data.x_test[self._picture_index]),
            maps={
                layer: np.stack([m["maps"][n] for m in moments])
                for n, layer in enumerate(self._layers)
            },
            probabilities=stack("probabilities"),
            test_index=self._test_index,
            test_labels=np.asarray(self._data.y_test[self._test_index]),
            weights={epoch: tuple(np.array(w) for w in kept) for epoch, kept in weights.items()},
        )

    def note(self, **facts):
        """Add facts to what the record says of how it was made.

        Parameters
        ----------
        **facts
            Of JSON's types.
        """
        self._made_from.update(facts)

    # What Keras calls. Its base class gives the arguments' names; not all are needed here.

    def on_train_begin(self, logs=None):
        """Record the untrained network, or put a stopped one back to its last whole epoch."""
        started = time.perf_counter()
        self._look = self._make_look()
        if not self.model.optimizer.built:
            self.model.optimizer.build(self.model.trainable_variables)
        if not self._moments:
            data, n = self._data, len(self._data.x_valid)
            untrained = self._evaluate(data.x_train[:n], data.y_train[:n])
            self._commit(untrained, images=0, seconds=0.0)
        elif self._in_epoch:
            for variable, value in zip(self._variables(), self._whole_epoch[1], strict=True):
                variable.assign(value)
        self._in_epoch = False
        self.overhead += time.perf_counter() - started

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._in_epoch = True
        self._epoch_started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        """Record the network as it is now."""
        started = time.perf_counter()
        last = self._moments[-1]
        images = (
            len(self._data.x_train)
            if self._schedule is None
            else self._schedule[self.n_epochs].images
        )
        self._commit(
            logs or {},
            images=last["images"] + images,
            seconds=last["seconds"] + started - self._epoch_started,
        )
        self._in_epoch = False
        self.overhead += time.perf_counter() - started

    # How it is done.

    def _commit(self, logs, images, seconds):
        """Look at everything, then keep it all at once: a half-recorded epoch can't exist."""
        scores = {key: float(value) for key, value in logs.items()}
        if not any(key.startswith("val_") for key in scores):
            validation = self._evaluate(self._data.x_valid, self._data.y_valid)
            scores.update({f"val_{key}": value for key, value in validation.items()})
        moment = {"scores": scores, "images": images, "seconds": seconds}
        if self._is_recorded(len(self._moments)):
            moment.update(self._look_at_network())
        weights = tuple(self.model.get_weights())
        state = [keras.ops.convert_to_numpy(variable) for variable in self._variables()]
        if len(self._moments) in self._weights_at:
            self._weights[str(len(self._moments))] = weights
        self._whole_epoch = weights, state
        self._moments.append(moment)
        if "best" in self._weights_at and self.best_epoch == self.n_epochs:
            self._best_weights = weights

    def _is_recorded(self, epoch):
        """Say whether an epoch goes into the record."""
        return self._at is None or epoch in self._at

    def _look_at_network(self):
        """Take what the network is now: kernels, maps, probabilities."""
        kernel, bias = self._first_layer()
        maps = ()
        if self._look is not None and len(self._picture_index):
            pictures = self._data.x_test[self._picture_index]
            maps = keras.tree.flatten(self._look(pictures, training=False))
        probabilities = np.empty((0, self.model.output_shape[-1]), np.float32)
        if len(self._test_index):
            probabilities = self.model.predict(
                self._data.x_test[self._test_index], batch_size=BATCH, verbose=0
            )
        return {
            "kernel": kernel,
            "bias": bias,
            "maps": [keras.ops.convert_to_numpy(layer_maps) for layer_maps in maps],
            "probabilities": probabilities,
        }

    def _make_look(self):
        """Build the network that gives the recorded layers' maps, all in a single pass."""
        if not self._layers:
            return None
        known = {layer.name: layer for layer in self.model.layers}
        for name in self._layers:
            if name not in known:
                raise bad_argument("layers", f"names out of {list(known)}", name)
        # Sequential.input and .output raise AttributeError in Keras 3; inputs[0] does not.
        return keras.Model(self.model.inputs[0], [known[name].output for name in self._layers])

    def _first_layer(self):
        """Give the kernel and bias of the first layer that has them."""
        layer = next((layer for layer in self.model.layers if hasattr(layer, "kernel")), None)
        if layer is None or not self._keep_kernels:
            return np.empty(0, np.float32), np.empty(0, np.float32)
        kernel = keras.ops.convert_to_numpy(layer.kernel)
        if layer.bias is None:
            return kernel, np.zeros(kernel.shape[-1], np.float32)
        return kernel, keras.ops.convert_to_numpy(layer.bias)

    def _variables(self):
        """List all that a step of training changes: weights, random states, the optimizer's."""
        return [*self.model.variables, *self.model.optimizer.variables]

    def _evaluate(self, images, labels):
        """Score the network on some images, by the loss and metrics that it was compiled with."""
        return self.model.evaluate(
            np.asarray(images), labels, batch_size=BATCH, verbose=0, return_dict=True
        )

    @property
    def _learning_rate(self):
        """The learning rate, or None where it follows a schedule of its own."""
        optimizer = self.model.optimizer
        is_schedule = isinstance(
            optimizer._learning_rate, keras.optimizers.schedules.LearningRateSchedule
        )
        return None if is_schedule else float(optimizer.learning_rate)

    def _scaling(self):
        """Say what the network's own scaling layer does to a picture."""
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.Rescaling):
                return {"scale": float(layer.scale), "offset": float(layer.offset)}
        return {"scale": 1.0, "offset": 0.0}

    def _describe(self):
        """Say what made the record, as far as the recorder can know."""
        schedule = None if self._schedule is None else [list(plan) for plan in self._schedule]
        return {
            "data": {
                "name": self._data.name,
                "size": self._data.size,
                "fingerprint": self._data.fingerprint,
                "names": list(self._data.names),
                "images": {
                    part: len(getattr(self._data, f"x_{part}"))
                    for part in ("train", "valid", "test")
                },
            },
            "network": {
                "name": self.model.name,
                "parameters": int(self.model.count_params()),
                "layers": [layer.name for layer in self.model.layers],
                "scaling": self._scaling(),
            },
            "optimizer": {
                # Its own `name` counts: the second one made in a process is "adam_1".
                "name": type(self.model.optimizer).__name__.lower(),
                "learning_rate": self._learning_rate,
            },
            "schedule": schedule,
            "pictures": self._picture_index.tolist(),
            "seconds_recording": round(self.overhead, 3),
            "versions": {
                "watch-it-learn": helpers.__version__,
                "keras": keras.__version__,
                "backend": keras.config.backend(),
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
        }


def _positions(name, positions, n_images):
    """Check positions of images in the test set."""
    array = np.asarray(list(positions))
    if not array.size:
        return np.empty(0, np.int32)
    if array.ndim != 1 or array.dtype.kind not in "ui" or array.min() < 0:
        raise bad_argument(name, "positions of test images, 0 or more", positions)
    if array.max() >= n_images:
        raise bad_argument(name, f"positions below {n_images}, the number of test images",
                           int(array.max()))  # fmt: skip
    return array.astype(np.int32)
