"""What the nodes of a layer see of the input, and how each kind of layer changes it.

For rows and for columns alike, two things are carried from layer to layer: which pixels every
position really sees, and the rule behind it, "position ``i`` sees the pixels from
``first + i * jump`` to ``last + i * jump``", which takes no notice of the picture's edge.

``RULES`` has a function for every kind of layer that is known, by the name of its class in Keras.
It takes the layer, what its input sees (for a merging layer a list of that), and the shape of its
output for one picture. It returns what the output sees, or None if that cannot be told.
"""

from dataclasses import dataclass

import numpy as np

__all__ = ["ELEMENTWISE", "MERGING", "RULES", "Axis", "Seen"]

# What a position that sees only padding has for its lowest pixel; -1 is then the highest.
NOTHING_SEEN = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Axis:
    """The rows or the columns of a map, and which rows or columns of the input they see."""

    low: np.ndarray  # for each position, the first pixel that it really sees
    high: np.ndarray  # and the last
    first: int  # by the rule, position i sees the pixels from first + i * jump
    last: int  # to last + i * jump, be they in the picture or not
    jump: int  # 0 where a node looks at the whole map

    @classmethod
    def of_pixels(cls, size):
        """See, at every position, the pixel that is there."""
        return cls(np.arange(size), np.arange(size), first=0, last=0, jump=1)

    @property
    def reach(self):
        """How many pixels a position sees by the rule."""
        return self.last - self.first + 1

    def pixels(self, position):
        """Return the slice of pixels that a position really sees."""
        low, high = int(self.low[position]), int(self.high[position])
        return slice(low, high + 1) if low <= high else slice(0, 0)

    def slide(self, size, kernel, stride=1, dilation=1, before=0):
        """Let a window go over it: ``size`` positions, ``before`` of padding at the start."""
        positions = np.arange(size)[:, None] * stride - before + np.arange(kernel) * dilation
        exists = (positions >= 0) & (positions < len(self.low))
        positions = np.where(exists, positions, 0)
        return Axis(
            low=np.where(exists, self.low[positions], NOTHING_SEEN).min(axis=1),
            high=np.where(exists, self.high[positions], -1).max(axis=1),
            first=self.first - self.jump * before,
            last=self.last + self.jump * (dilation * (kernel - 1) - before),
            jump=self.jump * stride,
        )

    def join(self):
        """Look at all positions at once. Padding is no pixel: only what is really seen counts."""
        low, high = self.low.min(), self.high.max()
        first, last = (int(low), int(high)) if low <= high else (0, -1)
        return Axis(np.array([low]), np.array([high]), first, last, jump=0)

    def spread(self):
        """Let every position see what all of them see."""
        together, size = self.join(), len(self.low)
        return Axis(
            low=np.repeat(together.low, size),
            high=np.repeat(together.high, size),
            first=together.first,
            last=together.last,
            jump=0,
        )

    def merge(self, other):
        """See what either sees; None if the two do not lie on one grid.

        Also None where a position sees padding only: what it then sees down would no longer go
        with what it sees to the right.
        """
        if len(self.low) != len(other.low) or self.jump != other.jump:
            return None
        if (self.low > self.high).any() or (other.low > other.high).any():
            return None
        return Axis(
            low=np.minimum(self.low, other.low),
            high=np.maximum(self.high, other.high),
            first=min(self.first, other.first),
            last=max(self.last, other.last),
            jump=self.jump,
        )


@dataclass(frozen=True)
class Seen:
    """What the nodes of a layer's output see.

    The layout says how the output is written down: "map" (rows, columns, channels), "picture"
    (rows, columns), or "flat", one after the other.
    """

    rows: Axis
    columns: Axis
    layout: str

    @property
    def size(self):
        return len(self.rows.low), len(self.columns.low)

    @property
    def stride(self):
        return (self.rows.jump, self.columns.jump) if self.rows.jump else None

    def slide(self, shape, **windows):
        """Let a window go over rows and columns; every argument is a pair, for each one."""
        if self.layout != "map":
            return None
        down, right = ({name: pair[k] for name, pair in windows.items()} for k in (0, 1))
        return Seen(self.rows.slide(shape[0], **down), self.columns.slide(shape[1], **right), "map")

    def join(self, layout="flat"):
        return Seen(self.rows.join(), self.columns.join(), layout)


def _window(layer, seen, shape):
    kernel = layer.kernel_size if hasattr(layer, "kernel_size") else layer.pool_size
    dilation = getattr(layer, "dilation_rate", (1, 1))
    before = (0, 0)
    if layer.padding == "same":
        # What is missing for an output of ceil(size / stride), the smaller half at the start.
        before = tuple(
            max((n_out - 1) * s + d * (k - 1) + 1 - n_in, 0) // 2
            for n_out, s, d, k, n_in in zip(shape, layer.strides, dilation, kernel, seen.size)
        )
    return seen.slide(shape, kernel=kernel, stride=layer.strides, dilation=dilation, before=before)


def _pad(layer, seen, shape):
    (top, _), (left, _) = layer.padding
    return seen.slide(shape, kernel=(1, 1), before=(top, left))


def _crop(layer, seen, shape):
    (top, _), (left, _) = layer.cropping
    return seen.slide(shape, kernel=(1, 1), before=(-top, -left))


def _global_pool(layer, seen, shape):
    return seen.join("map" if layer.keepdims else "flat")


def _reshape(layer, seen, shape):
    if len(shape) == 1:
        return Seen(seen.rows, seen.columns, "flat")
    if shape[:2] != seen.size or len(shape) > 3:
        return None
    return Seen(seen.rows, seen.columns, "map" if len(shape) == 3 else "picture")


def _pointwise(layer, seen, shape):
    return seen


def _along_last_axis(layer, seen, shape):
    # A dense layer, or a softmax: of a map it mixes the channels, of a vector everything.
    axes = np.atleast_1d(getattr(layer, "axis", -1)) % (len(shape) + 1)
    if seen.layout == "picture" or axes.tolist() != [len(shape)]:
        return None
    return seen if seen.layout == "map" else seen.join()


def _over_the_map(layer, seen, shape):
    # Each number is held against mean and spread of whole maps.
    return Seen(seen.rows.spread(), seen.columns.spread(), "map") if seen.layout == "map" else None


def _activation(layer, seen, shape):
    mixes = getattr(layer.activation, "__name__", "") in ("softmax", "log_softmax")
    return (_along_last_axis if mixes else _pointwise)(layer, seen, shape)


def _merge(layer, several, shape):
    together = several[0]
    for other in several[1:]:
        rows, columns = together.rows.merge(other.rows), together.columns.merge(other.columns)
        if rows is None or columns is None or together.layout != other.layout:
            return None
        together = Seen(rows, columns, together.layout)
    if type(layer).__name__ == "Concatenate" and layer.axis not in (-1, len(shape)):
        return None
    return together


_KINDS = {
    _window: "Conv2D DepthwiseConv2D SeparableConv2D MaxPooling2D AveragePooling2D",
    _pad: "ZeroPadding2D",
    _crop: "Cropping2D",
    _global_pool: "GlobalAveragePooling2D GlobalMaxPooling2D",
    _reshape: "Flatten Reshape",
    _along_last_axis: "Dense Softmax LayerNormalization RMSNormalization UnitNormalization",
    _over_the_map: "GroupNormalization",
    _activation: "Activation",
    _merge: "Add Average Concatenate Maximum Minimum Multiply Subtract",
    _pointwise: "ReLU LeakyReLU PReLU ELU BatchNormalization Rescaling Normalization Identity "
    "Dropout SpatialDropout2D AlphaDropout GaussianDropout GaussianNoise ActivityRegularization "
    "RandomFlip RandomRotation RandomTranslation RandomZoom RandomBrightness RandomContrast",
}
RULES = {name: function for function, names in _KINDS.items() for name in names.split()}
# The layers that take a list, and those of them that have an operation of the same name.
MERGING = frozenset(_KINDS[_merge].split())
ELEMENTWISE = frozenset({"Add", "Maximum", "Minimum", "Multiply", "Subtract"})
