"""Record filters: make pictures for them and for classes, and take them away, epoch by epoch."""

import platform
import time

import keras
import numpy as np

import helpers
from helpers._arguments import bad_argument, check_integer
from helpers.analysis.starts import colour_axes
from helpers.networks.ablation import Ablation
from helpers.networks.maximisation import maximise
from helpers.networks.readout import Readout
from helpers.recording.filters_record import FiltersRecord

__all__ = ["record_filters"]

#: Training pictures that the axes of colour are found with.
_N_COLOURS = 2_000


def record_filters(
    record,
    model,
    data,
    layers,
    epochs=None,
    n_units=32,
    n_valid=500,
    n_test=1_000,
    n_points=9,
    steps=60,
    seed=0,
    progress=None,
):
    """Say of filters and classes what they look for, at several epochs, and what filters are worth.

    Parameters
    ----------
    record : TrainingRecord
        With all weights at some epochs.
    model : keras.Model
        Built as the recorded network was. It ends with the weights of the last epoch.
    data : Dataset
        As it was split for the training: with a validation part and a test part.
    layers : sequence of str
        Layers whose filters are taken away. Those of the last one are also shown.
    epochs : sequence of int, optional
        Left out: all of which the record has all weights.
    n_units : int
        How many of the last layer's filters are shown: the most important ones.
    n_valid, n_test : int
        How many pictures tell what is important, and what the curves are made with.
    n_points : int
        Of each curve, 3 or more and odd, so that one is at half of the filters.
    steps : int
        How long pictures climb.
    seed : int
        Of the pictures' starts, and of the filters that go by chance.
    progress : callable, optional
        Called with the share of the work that is done (0 to 1) and a few words.

    Returns
    -------
    FiltersRecord

    Raises
    ------
    ValueError
        If an epoch has not all weights, a layer is unknown, or a part is too small.
    """
    started, progress = time.perf_counter(), progress or (lambda share, words: None)
    whole = [epoch for epoch in record.weight_epochs
             if all(each is not None for each in record.weights[str(epoch)])]  # fmt: skip
    epochs = whole if epochs is None else sorted(epochs)
    if not epochs or not set(epochs) <= set(whole):
        raise bad_argument("epochs", f"some at which all weights were kept {whole}", epochs,
                           "Record with weights_at=(0, 1, 2, ...).")  # fmt: skip
    n_points = check_integer("n_points", n_points, low=3)
    if not n_points % 2:
        raise bad_argument("n_points", "an odd number", n_points)
    valid, test = ((getattr(data, f"x_{part}")[:n], getattr(data, f"y_{part}")[:n])
                   for part, n in (("valid", n_valid), ("test", n_test)))  # fmt: skip
    how = {"steps": steps, "seed": seed}
    if np.ndim(data.x_train) == 4:
        how["colour_axes"] = colour_axes(data.x_train[:_N_COLOURS])
    rng = np.random.default_rng(seed)
    jobs = len(layers) + len(epochs)
    losses, dead, counts, curves = {}, {}, {}, {}
    record.restore(model, epochs[-1])
    for number, layer in enumerate(layers):
        progress(number / jobs, f"taking away filters of {layer}")
        ablation = Ablation(model, layer, *valid)
        losses[layer], dead[layer] = ablation.losses().astype(np.float32), ablation.dead
        # Of several that cost the same, the dice say which goes first, not their place.
        order = rng.permutation(ablation.n)
        order = order[np.argsort(losses[layer][order], kind="stable")]
        orders = order, rng.permutation(ablation.n), order[::-1]
        counts[layer] = np.unique(np.linspace(0, ablation.n, n_points).round().astype(np.int32))
        on_test = Ablation(model, layer, *test)
        curves[layer] = np.float32([on_test.curve(each, counts[layer]) for each in orders])
        units = order[::-1][: check_integer("n_units", n_units, low=1)]
    pictures, patterns, unit_losses = [], [], []
    n_classes = Readout(model).n
    for number, epoch in enumerate(epochs):
        progress((len(layers) + number) / jobs, f"epoch {epoch}")
        record.restore(model, epoch)
        pictures.append(maximise(model, units=range(n_classes), **how).pictures)
        patterns.append(maximise(model, layers[-1], units, **how).pictures)
        ablation = Ablation(model, layers[-1], *valid)
        intact = ablation.sure_without(())
        unit_losses.append([intact - ablation.sure_without([unit]) for unit in units])
    progress(1.0, "done")
    return FiltersRecord(
        epochs=np.array(epochs, np.int32),
        made_from={
            **{key: record.made_from[key] for key in ("summary", "data", "network", "seed")
               if key in record.made_from},
            "layer": layers[-1],
            "pictures": {"valid": len(valid[0]), "test": len(test[0]), "steps": steps},
            "seconds": round(time.perf_counter() - started, 1),
            "versions": {
                "watch-it-learn": helpers.__version__,
                "keras": keras.__version__,
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
        },
        class_pictures=np.stack(pictures),
        units=units.astype(np.int32),
        patterns=np.stack(patterns),
        unit_losses=np.float32(unit_losses),
        losses=losses,
        dead=dead,
        counts=counts,
        curves=curves,
    )  # fmt: skip
