"""What a network loses without some of its filters."""

import numpy as np

from helpers._arguments import (
    bad_argument,
    check_choice,
    check_integer,
    check_labels,
    check_positions,
)
from helpers.networks.inputs import as_input
from helpers.networks.readout import float_copy

__all__ = ["Ablation"]

#: Pictures per forward pass.
BATCH = 200


class Ablation:
    """Take filters away from a layer, and see how many pictures the network still gets right.

    What the layers before make of the pictures is computed once; of every ablation only what comes
    after. The network stays as it was. Used in lesson 07.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional; it gives a number for each class.
    layer : str
        The name of a layer, whose filters or units are what is taken away.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them.
    labels : ndarray of int, shape (N,)
    instead : {"zero", "mean"}
        What the rest of the network gets in a filter's place: 0 everywhere, or the filter's mean
        over all these pictures and all places.

    Attributes
    ----------
    n : int
        How many filters there are.
    intact : float
        The share of the pictures that are right with all of them.
    dead : ndarray of shape (n,), bool
        Filters that answer the same everywhere and to every one of the pictures.

    Raises
    ------
    ValueError
        If there is no such layer, it is used more than once, or pictures and labels don't fit.
    """

    def __init__(self, model, layer, images, labels, instead="zero"):
        import keras

        names = [each.name for each in getattr(model, "layers", ())]
        check_choice("layer", layer, names)
        check_choice("instead", instead, ("zero", "mean"))
        images = as_input(model, images)
        self._labels = check_labels("labels", labels, len(images))
        copy = float_copy(model)
        output = copy.get_layer(layer).output
        if isinstance(output, list) or len(output.shape) not in (2, 4):
            raise bad_argument("layer", "one that answers with maps or a row of numbers", layer)
        if len(copy.outputs[0].shape) != 2:
            raise bad_argument("model", "a network with a number for each class", model.name)
        crossing = _crossing(copy, output)
        before = keras.Model(copy.inputs[0], crossing)
        self._after = keras.Model(crossing, copy.outputs[0])
        parts = [
            before(images[start : start + BATCH].astype(np.float32), training=False)
            for start in range(0, len(images), BATCH)
        ]
        parts = [part if isinstance(part, (list, tuple)) else [part] for part in parts]
        to_numpy = keras.ops.convert_to_numpy
        self._given = [
            np.concatenate([to_numpy(part) for part in each]) for each in zip(*parts, strict=True)
        ]
        maps = self._given[0]
        axes = tuple(range(maps.ndim - 1))
        self.n = maps.shape[-1]
        self.dead = maps.max(axis=axes) == maps.min(axis=axes)
        mean = maps.mean(axis=axes, dtype=np.float64).astype(np.float32)
        self._instead = mean if instead == "mean" else np.zeros(self.n, np.float32)
        self.intact = self.right_without(())

    def right_without(self, gone):
        """Give the share of the pictures that are right without some filters.

        Parameters
        ----------
        gone : sequence of int

        Returns
        -------
        float
        """
        return float((self.answers_without(gone).argmax(axis=1) == self._labels).mean())

    def sure_without(self, gone):
        """Give the mean of what the network says for the right classes, without some filters.

        Where it gives probabilities, this tells small losses from none with far fewer pictures
        than the share right does.

        Parameters
        ----------
        gone : sequence of int

        Returns
        -------
        float
        """
        answers = self.answers_without(gone)
        return float(answers[np.arange(len(answers)), self._labels].mean(dtype=np.float64))

    def answers_without(self, gone):
        """Give what the network answers to the pictures without some filters.

        Parameters
        ----------
        gone : sequence of int

        Returns
        -------
        ndarray of shape (N, K), float32
        """
        gone = list(gone)
        if gone:
            check_positions("gone", gone, "numbers of filters", (1,), below=self.n)
        parts = []
        for start in range(0, len(self._labels), BATCH):
            given = [each[start : start + BATCH] for each in self._given]
            given[0] = given[0].copy()
            given[0][..., gone] = self._instead[gone]
            parts.append(np.asarray(self._after(given, training=False)))
        return np.concatenate(parts)

    def losses(self, advance=None):
        """Give what each filter's absence alone costs: by how much the network is less sure.

        Parameters
        ----------
        advance : callable, optional
            Called with the share of the work that is done.

        Returns
        -------
        ndarray of shape (n,), float64
            What is lost of the mean of `sure_without`; below 0 where the network is better without.
            A dead filter costs nothing where 0 takes its place.
        """
        lost, intact = np.zeros(self.n), self.sure_without(())
        for each in range(self.n):
            if not (self.dead[each] and self._stays(each)):
                lost[each] = intact - self.sure_without([each])
            if advance is not None:
                advance((each + 1) / self.n)
        return lost

    def curve(self, order, counts):
        """Give the share right as filters are taken away one after another.

        Parameters
        ----------
        order : sequence of int
            The filters, the first to go first.
        counts : sequence of int
            How many are to be gone, at each point of the curve.

        Returns
        -------
        ndarray of shape (len(counts),), float64
        """
        order = check_positions("order", order, "numbers of filters", (1,), below=self.n)
        counts = [check_integer("counts", count, 0, len(order)) for count in counts]
        return np.array([self.right_without(order[:count]) for count in counts])

    def _stays(self, filter_):
        """Whether what takes a dead filter's place is what it says anyway."""
        return self._given[0].reshape(-1, self.n)[0, filter_] == self._instead[filter_]


def _crossing(model, output):
    """List what the part of a network after a layer is given: its output, and what passes it by."""
    if len(output._keras_history[0]._inbound_nodes) > 1:
        raise bad_argument("layer", "one that is used once", output._keras_history[0].name)
    crossing, behind = [output], {id(output): True}

    def depends(tensor):
        if id(tensor) not in behind:
            layer, call, _ = tensor._keras_history
            inputs = layer._inbound_nodes[call].input_tensors
            flags = [depends(each) for each in inputs]
            behind[id(tensor)] = any(flags)
            if any(flags):
                known = {id(each) for each in crossing}
                crossing.extend(
                    each for each, flag in zip(inputs, flags, strict=True)
                    if not flag and id(each) not in known
                )  # fmt: skip
        return behind[id(tensor)]

    depends(model.outputs[0])
    return crossing
