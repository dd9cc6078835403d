"""A Keras callback that records a network while it learns."""

import time

import keras
import numpy as np

from helpers._arguments import bad_argument, check_integer
from helpers.recording.layers import check_network, left_alone
from helpers.recording.made_from import describe_training
from helpers.recording.prepared import PreparedData
from helpers.recording.probes import (
    Codes,
    Kernels,
    Maps,
    Outputs,
    check_test_positions,
    described,
    named_arrays,
)
from helpers.recording.scores import Scores
from helpers.recording.training_record import TrainingRecord
from helpers.recording.weights_probe import Weights, all_kept
from helpers.recording.whole_epoch import WholeEpoch

__all__ = ["Recorder"]


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
        The pictures and labels as ``fit`` gets them. Anything with ``x_train``, ``y_train``,
        ``x_valid``, ``y_valid``, ``x_test``, ``y_test`` will do; parts may be missing. Labels may
        be numbers of shape (N,) or (N, 1), names, or one-hot rows.
    schedule : sequence of EpochPlan, optional
        What is planned, for the record to say. What ``fit`` really saw is counted.
    pictures : sequence of int
        Test images whose maps are recorded.
    layers : sequence of str
        Names of the layers whose maps are recorded; paths where a network is within another:
        ``"backbone/conv_1"``.
    watch : int or sequence of int
        Test images to which the network's answers are recorded: that many from the start of the
        test set, or these.
    codes : sequence of str
        Names of layers whose answers to the watched images are recorded.
    weights_at : sequence of int or "best"
        Epochs at which weights are kept. -1 stands for the last whole epoch, ``"best"`` for
        the one with the best monitored score (the first of them, if several have it).
    weights : {"all", "convolutions"}
        Which are kept: all, or those of convolutions and normalising layers.
    keep_kernels : bool or str
        Whether to record the kernels of the first layer that has some; or of which layer.
    at : sequence of int, optional
        Epochs to record; 0 is the untrained network. Left out: all of them. The others are
        trained and counted like any epoch, but not looked at. It does not go with ``"best"``,
        which could be one of those.
    monitor : str
        The score by which an epoch is the best one: ``"val_accuracy"``, ``"val_loss"`` ...
    targets : callable, optional
        Makes of pictures what the network is to answer, where that is not the data's ``y_…``. For
        an autoencoder: ``lambda pictures: pictures / 255``.
    probes : sequence of helpers.recording.probes.Probe
        What else to look at.
    made_from : dict, optional
        What else made it (seed, recipe ...), of JSON's types.

    Attributes
    ----------
    overhead : float
        Seconds spent recording so far.

    Raises
    ------
    ValueError
        If an image or an epoch is out of range. What only the network can tell (a layer that is
        not there, outputs that are no probabilities ...) is said when ``fit`` begins.
    """

    def __init__(
        self,
        data,
        *,
        schedule=None,
        pictures=(),
        layers=(),
        watch=0,
        codes=(),
        weights_at=(-1,),
        weights="all",
        keep_kernels=True,
        at=None,
        monitor="val_accuracy",
        targets=None,
        probes=(),
        made_from=None,
    ):
        super().__init__()
        test = getattr(data, "x_test", None)
        n_test = 0 if test is None else len(test)
        if np.ndim(watch) == 0:
            watch = range(check_integer("watch", watch, low=0, high=n_test))
        pictures = check_test_positions("pictures", pictures, n_test)
        watch = check_test_positions("watch", watch, n_test)
        self.overhead = 0.0
        self._data, self._targets = data, targets
        self._at = None if at is None else {check_integer("at", epoch, low=0) for epoch in at}
        self._scores = Scores(monitor)
        self._kernels = Kernels(keep_kernels if isinstance(keep_kernels, str) else None, pictures)
        self._outputs = Outputs(watch)
        self._usual = [
            *([self._kernels] if keep_kernels else []),
            Maps(layers, pictures),
            Codes(codes, watch),
            self._outputs,
        ]
        self._own = [probe for probe in probes if not isinstance(probe, Weights)]
        self._weights = [Weights(weights_at, weights),
                         *(probe for probe in probes if isinstance(probe, Weights))]  # fmt: skip
        self._wants_best = any("best" in probe.at for probe in self._weights)
        if self._at is not None and self._wants_best:
            raise bad_argument("at", "all epochs (leave it out) with the weights at 'best'", at)
        self._plan = None if schedule is None else [list(plan) for plan in schedule]
        self._pictures, self._watch = pictures, watch
        self._made_from = dict(made_from or {})
        self._moments = []
        self._whole_epoch = None
        self._in_epoch = False

    @property
    def n_epochs(self):
        """Number of whole epochs trained so far."""
        return max(len(self._moments) - 1, 0)

    @property
    def best_epoch(self):
        """The epoch with the best monitored score so far; the first of several."""
        return self._scores.best([moment["scores"] for moment in self._moments])

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
        arrays = {
            name: np.stack([moment["arrays"][name] for moment in moments])
            for name in moments[0]["arrays"]
        }
        keys = dict.fromkeys(key for moment in moments for key in moment["scores"])
        for key in sorted(keys):
            values = [moment["scores"].get(key, np.nan) for moment in moments]
            arrays[f"scores/{key}"] = np.array(values, np.float32)
        nothing = np.empty((len(moments), 0), np.float32)
        test = np.asarray(getattr(self._data, "x_test", np.empty((0, 0, 0), np.uint8)))
        return TrainingRecord.from_arrays(
            {
                "kernels": nothing,
                "biases": nothing,
                **arrays,
                "epochs": np.array(recorded, np.int32),
                "images_seen": np.array([moment["images"] for moment in moments], np.int64),
                "seconds": np.array([moment["seconds"] for moment in moments], np.float32),
                "pictures": test[self._pictures],
                "seen": getattr(self._kernels, "seen", np.empty((0,), np.float32)),
                "test_index": self._watch,
                "test_labels": self._outputs.labels,
            },
            weights=all_kept(self._weights),
            made_from={**self._describe(), **self._made_from},
        )

    def note(self, **facts):
        """Add facts, of JSON's types, to what the record says of how it was made."""
        self._made_from.update(facts)

    # What Keras calls. Its base class gives the arguments' names; not all are needed here.

    def on_train_begin(self, logs=None):
        """Record the untrained network, or put a stopped one back to its last whole epoch."""
        started = time.perf_counter()
        check_network(self.model)
        if not self.model.optimizer.built:
            self.model.optimizer.build(self.model.trainable_variables)
        prepared = PreparedData(self._data, self.model, self._targets)
        if self._whole_epoch is not None:
            before = self._prepared.answers
            if prepared.answers != before:
                advice = "Its loss is another one: begin a new Recorder."
                raise bad_argument("model", f"{before}, as before", prepared.answers, advice)
            self._whole_epoch.go_on_with(self.model, stopped=self._in_epoch)
        self._prepared = prepared
        with left_alone(self.model):
            for probe in [*self._usual, *self._weights, *self._own]:
                probe.begin(self.model, prepared)
            if self._whole_epoch is None:
                scores = self._scores.begin(prepared, self._wants_best)
                self._commit(scores, images=0, seconds=0.0)
            else:
                self._scores.go_on(prepared, self._wants_best)
        self._in_epoch = False
        self.overhead += time.perf_counter() - started

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._in_epoch = True
        self._images = None
        self._epoch_started = time.perf_counter()

    def on_test_begin(self, logs=None):
        """Count the epoch's images before Keras begins to count those of the validation."""
        self._scores.count_validation(0)
        if self._in_epoch and self._images is None:
            self._images = self._scores.images_since_reset(self.model)

    def on_test_batch_end(self, batch, logs=None):
        """Count what ``fit`` validates on."""
        self._scores.count_validation(batch + 1)

    def on_epoch_end(self, epoch, logs=None):
        """Record the network as it is now."""
        started = time.perf_counter()
        if self._images is None:
            self._images = self._scores.images_since_reset(self.model)
        last = self._moments[-1]
        seconds = last["seconds"] + started - self._epoch_started
        with left_alone(self.model):
            self._commit(
                self._scores.after_epoch(logs or {}, self._prepared),
                images=last["images"] + self._images,
                seconds=seconds,
            )
        self._in_epoch = False
        self.overhead += time.perf_counter() - started

    def on_train_end(self, logs=None):
        """Remember what an optimizer that averages weights leaves at the end."""
        if getattr(self.model.optimizer, "use_ema", False):
            self._whole_epoch.leave(self.model)

    # How it is done.

    def _commit(self, scores, images, seconds):
        """Look at everything, then keep it all at once: a half-recorded epoch can't exist."""
        epoch = len(self._moments)
        moment = {"scores": scores, "images": images, "seconds": seconds, "arrays": {}}
        if self._is_recorded(epoch):
            for probe in self._usual:
                moment["arrays"].update(probe.look(self.model))
            for probe in self._own:
                before = next((each["arrays"] for each in self._moments if each["arrays"]), {})
                moment["arrays"].update(named_arrays(probe, probe.look(self.model), before))
        whole_epoch = WholeEpoch(self.model, epoch)
        best = None
        if self._wants_best:
            best = self._scores.best([each["scores"] for each in [*self._moments, moment]])
        self._whole_epoch = whole_epoch
        for probe in self._weights:
            probe.keep(epoch, whole_epoch.weights, best)
        self._moments.append(moment)

    def _is_recorded(self, epoch):
        """Say whether an epoch goes into the record."""
        return self._at is None or epoch in self._at

    def _describe(self):
        """Say what made the record, as far as the recorder can know."""
        return {
            **describe_training(self._data, self.model, self._prepared),
            **self._scores.describe(),
            "kernels_of": getattr(self._kernels, "path", None),
            "probes": described(self._own),
            "schedule": self._plan,
            "pictures": self._pictures.tolist(),
            "seconds_recording": round(self.overhead, 3),
        }
