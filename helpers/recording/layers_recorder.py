"""Record depth: go through a training's weights, and see where each layer puts the pictures."""

import platform
import time

import keras
import numpy as np

import helpers
from helpers._arguments import bad_argument, check_integer
from helpers.analysis.depth import fit_linear_view, in_unit_size, share_nearest_own_mean
from helpers.networks.inputs import as_input
from helpers.recording.layers import Listener, find_layer
from helpers.recording.layers_record import LayersRecord

__all__ = ["PIXELS", "record_layers"]

#: What stands before all layers.
PIXELS = "pixels"
#: Validation pictures that a view is sought with: the search compares each with each.
_N_VIEW = 1_000


def record_layers(
    record, model, data, layers, n_known=2_000, n_shown=1_000, untrained=(), progress=None
):
    """Say of each layer, at each epoch, where it puts some test pictures.

    A layer's numbers are seen on one plane, the same at all epochs: the one on which validation
    pictures show their classes best at the last epoch (`helpers.analysis.depth.fit_linear_view`).
    Planes of neighbouring layers are turned so that classes keep their places. Where a layer's
    numbers lie as a whole, and how large they are, is set aside at each epoch.

    Parameters
    ----------
    record : TrainingRecord
        With all weights at some epochs, ``weights_at=...``. Others are passed over.
    model : keras.Model
        Built as the recorded network was. It ends with the weights of the last epoch.
    data : Dataset
        As it was split for the training: with a validation part and a test part.
    layers : sequence of str
        Names of the model's layers, from the input to the output. The pixels come before them.
    n_known : int
        How many validation pictures the classes' means are taken over: the first ones.
    n_shown : int
        How many test pictures are placed and scored: the first ones.
    untrained : iterable of keras.Model
        Networks of other seeds, as built, to compare with.
    progress : callable, optional
        Called with the share of the work that is done (0 to 1) and a few words.

    Returns
    -------
    LayersRecord

    Raises
    ------
    ValueError
        If no epoch has all weights, a layer is unknown, a part is too small, or at the last epoch
        a layer gives the same numbers for all pictures.
    """
    progress = progress or (lambda share, words: None)
    started = time.perf_counter()
    whole = [epoch for epoch in record.weight_epochs
             if all(each is not None for each in record.weights[str(epoch)])]  # fmt: skip
    if not whole:
        raise bad_argument("record", "one with all weights at some epochs", record,
                           "Record with weights_at=(0, 1, 2, ...).")  # fmt: skip
    parts = _parts(data, n_known, n_shown)
    names, untrained = (PIXELS, *layers), list(untrained)
    steps = len(whole) + len(untrained)

    def codes(network):
        listen = Listener({name: find_layer(network, name) for name in layers})
        for images, _ in parts:
            heard = listen(network, as_input(network, images))[1]
            rows = {PIXELS: images.astype(np.float32), **heard}
            yield [rows[name].reshape(len(images), -1) for name in names]

    def shares(known, shown):
        return [share_nearest_own_mean(a, parts[0][1], b, parts[1][1])
                for a, b in zip(known, shown, strict=True)]  # fmt: skip

    views, moments = [], {}
    # The last epoch comes first: its views are for all.
    for number, epoch in enumerate(reversed(whole)):
        progress(number / steps, f"epoch {epoch}")
        known, shown = codes(record.restore(model, epoch))
        share = shares(known, shown)
        shown = [in_unit_size(b, a) for a, b in zip(known, shown, strict=True)]
        views = views or _views(known, parts[0][1])
        moments[epoch] = share, [view.see(each) for view, each in zip(views, shown, strict=True)]
    others = []
    for number, network in enumerate(untrained):
        progress((len(whole) + number) / steps, f"untrained network {number + 1}")
        others.append(shares(*codes(network)))
    record.restore(model, whole[-1])
    progress(1.0, "done")
    return LayersRecord(
        epochs=np.array(whole, np.int32),
        made_from={
            **{key: record.made_from[key] for key in ("summary", "data", "network", "seed")
               if key in record.made_from},
            "layers": names,
            "pictures": {"means": len(parts[0][0]), "shown": len(parts[1][0])},
            "seconds": round(time.perf_counter() - started, 1),
            "versions": {
                "watch-it-learn": helpers.__version__,
                "keras": keras.__version__,
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
        },
        embeddings=np.float32([moments[epoch][1] for epoch in whole]),
        picture_index=np.arange(len(parts[1][0]), dtype=np.int32),
        labels=parts[1][1],
        shares=np.float32([moments[epoch][0] for epoch in whole]),
        untrained=np.array(others, np.float32).reshape(-1, len(names)),
    )  # fmt: skip


def _parts(data, n_known, n_shown):
    """Give the first validation pictures and the first test pictures, each with their labels."""
    given = []
    for part, argument, n in (("valid", "n_known", n_known), ("test", "n_shown", n_shown)):
        n = check_integer(argument, n, low=3)
        images, labels = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
        if images is None or len(images) < 3:
            raise bad_argument("data", f"one with a {part} part of 3 pictures or more", data)
        given.append((images[:n], labels[:n]))
    return given


def _views(known, labels):
    """Find each layer's view, from the output back to the pixels, so that each has one to fit."""
    views, onto = [], None
    for codes in reversed(known):
        codes = in_unit_size(codes[:_N_VIEW], codes)
        views.insert(0, fit_linear_view(codes, labels[:_N_VIEW], onto))
        onto = views[0].means
    return views
