"""Counts against Keras, receptive fields against what changes when a pixel does."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from helpers.networks.anatomy import anatomy, receptive_field
from helpers.networks.architectures import cifar_cnn, mnist_cnn, mnist_mlp

keras = pytest.importorskip("keras")
layers = keras.layers


def sequential(size, *stack):
    return keras.Sequential([keras.Input(size), *stack])


def columns_of(model, *names):
    table = anatomy(model)
    return [table[name].tolist() for name in names]


def measured(model):
    """Change one pixel after the other; say for every layer which pixels change which place.

    With positive weights and a black picture to start from, every change is a rise, and nothing
    can hide it. Yields (layer, changes), changes of shape (rows, columns, H, W).
    """
    for weight in model.weights:
        if "kernel" in weight.name:
            weight.assign(np.full(weight.shape, 0.5))
    height, width = model.inputs[0].shape[1:3]
    count = height * width
    pictures = np.zeros((count + 1, count), dtype=np.float32)
    pictures[np.arange(count), np.arange(count)] = 1
    pictures = pictures.reshape(count + 1, *model.inputs[0].shape[1:])
    outputs = keras.Model(model.inputs[0], [layer.output for layer in model.layers])(pictures)
    for layer, output in zip(model.layers, outputs if isinstance(outputs, list) else [outputs]):
        output = np.array(output)
        if output.ndim == 2 and isinstance(layer, (layers.Flatten, layers.Reshape)):
            output = output.reshape(-1, *layer.input.shape[1:])  # back to the places of its map
        if output.ndim == 2:
            output = output[:, None, None]
        elif output.ndim == 3:
            output = output[..., None]
        changed = (output[:-1] != output[-1]).any(axis=3)
        changed = changed.reshape(height, width, *changed.shape[1:])
        yield layer, changed.transpose(2, 3, 0, 1)


def box(changed):
    """Return the slices of the smallest rectangle that holds all that changed."""
    slices = []
    for axis in (1, 0):
        places = np.flatnonzero(changed.any(axis=axis))
        slices.append(slice(places[0], places[-1] + 1) if len(places) else slice(0, 0))
    return tuple(slices)


def assert_as_measured(model, all_known=True):
    table = anatomy(model)
    assert table["receptive_field"].notna().all() or not all_known
    assert table["parameters"].sum() == model.count_params()
    for number, (layer, changes) in enumerate(measured(model)):
        assert table["output_shape"][number] == tuple(layer.output.shape[1:])
        if table["receptive_field"][number] is None:
            continue
        for row, column in np.ndindex(changes.shape[:2]):
            field = receptive_field(model, number, row, column)
            rows, columns = box(changes[row, column])
            if rows.stop and columns.stop:
                assert (field.rows, field.columns) == (rows, columns), (layer.name, row, column)
            else:  # it sees nothing at all: one of the two must say so
                assert not field.rows.stop or not field.columns.stop
            if field.rows.stop:
                assert field.top <= field.rows.start < field.rows.stop <= field.top + field.height
            assert (field.height, field.width) == table["receptive_field"][number]


PAIR = st.tuples(st.integers(1, 3), st.integers(1, 3))
SIZE = st.tuples(st.integers(5, 11), st.integers(5, 11))
END = st.sampled_from(["", "dense", "average", "max"])
SLIDING = ["conv", "depthwise", "separable", "max", "average"]
OTHERS = ["pad", "crop", "norm", "relu", "add", "concatenate", "plus"]


def plans(kinds, paddings):
    """Draw what a small network is built of; a kernel never has both a stride and a dilation."""
    spacing = st.tuples(PAIR, st.just((1, 1))) | st.tuples(st.just((1, 1)), PAIR)
    part = st.tuples(st.sampled_from(kinds), PAIR, spacing, st.sampled_from(paddings))
    return st.lists(part, min_size=1, max_size=4)


def slide(kind, tensor, kernel, stride, dilation, padding):
    """Let a window go over a map; return the new map, or None where the window does not fit."""
    if kind in ("depthwise", "separable"):  # Keras wants the same step down and right
        stride, dilation = stride[:1] * 2, dilation[:1] * 2
    if kind in ("max", "average"):
        dilation = (1, 1)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    if padding == "valid" and (reach[0] > tensor.shape[1] or reach[1] > tensor.shape[2]):
        return None, None
    window = {"strides": stride, "padding": padding}
    if kind == "max":
        layer = layers.MaxPooling2D(kernel, **window)
    elif kind == "average":
        layer = layers.AveragePooling2D(kernel, **window)
    elif kind == "depthwise":
        layer = layers.DepthwiseConv2D(kernel, dilation_rate=dilation, **window)
    elif kind == "separable":
        layer = layers.SeparableConv2D(2, kernel, dilation_rate=dilation, **window)
    else:
        layer = layers.Conv2D(2, kernel, dilation_rate=dilation, **window)
    return layer(tensor), (kernel, stride, dilation)


def branch(kind, tensor, kernel, other):
    left, right = (layers.Conv2D(2, k, padding="same")(tensor) for k in (kernel, other))
    if kind == "add":
        return layers.Add()([left, right])
    if kind == "concatenate":
        return layers.Concatenate()([left, right])
    return layers.ReLU()(left + right)  # an operation is no layer; the next one shows its result


def build(size, plan, end):
    """Build a network of what fits."""
    picture = tensor = keras.Input((*size, 1))
    for kind, kernel, (stride, dilation), padding in plan:
        if kind in SLIDING:
            slid, _ = slide(kind, tensor, kernel, stride, dilation, padding)
            tensor = tensor if slid is None else slid
        elif kind == "pad":
            tensor = layers.ZeroPadding2D((kernel, stride))(tensor)
        elif kind == "crop" and min(tensor.shape[1:3]) > 3:
            tensor = layers.Cropping2D(((1, 0), (0, 2)))(tensor)
        elif kind == "norm":
            tensor = layers.BatchNormalization()(tensor)
        elif kind == "relu":
            tensor = layers.Activation("relu")(tensor)
        elif kind in ("add", "concatenate", "plus"):
            tensor = branch(kind, tensor, kernel, stride)
    if end == "dense":
        tensor = layers.Dense(2)(layers.Flatten()(tensor))
    elif end == "average":
        tensor = layers.Dense(2)(layers.GlobalAveragePooling2D()(tensor))
    elif end == "max":
        tensor = layers.GlobalMaxPooling2D(keepdims=True)(tensor)
    return keras.Model(picture, layers.Identity()(tensor))


@given(SIZE, plans(SLIDING + OTHERS, ["valid", "same"]), END)
@settings(max_examples=40, deadline=None)
def test_every_node_sees_what_a_changed_pixel_changes(size, plan, end):
    # Places that see padding only cannot be followed through a branch; all others can.
    padded = any(kind == "pad" or max(dilation) > 1 for kind, _, (_, dilation), _ in plan)
    assert_as_measured(build(size, plan, end), all_known=not padded)


@given(SIZE, plans(SLIDING, ["valid"]))
@settings(max_examples=25, deadline=None)
def test_without_padding_the_rule_is_all_there_is(size, plan):
    """And it is the closed form: 1 + sum((kernel - 1) * dilation * product of earlier strides)."""
    picture = tensor = keras.Input((*size, 1))
    chain = []
    for kind, kernel, spacing, padding in plan:
        slid, made_of = slide(kind, tensor, kernel, *spacing, padding)
        if slid is not None:
            tensor = slid
            chain.append(made_of)
    model = keras.Model(picture, layers.Identity()(tensor))
    table = anatomy(model)
    for axis in (0, 1):
        jumps = np.cumprod([1] + [stride[axis] for _, stride, _ in chain])
        reach = 1 + sum((k[axis] - 1) * d[axis] * jump for (k, _, d), jump in zip(chain, jumps))
        assert table["receptive_field"].iloc[-1][axis] == reach
        assert table["stride_on_input"].iloc[-1][axis] == jumps[-1]
    height, width = model.output.shape[1:3]
    for row, column in np.ndindex(height, width):
        field = receptive_field(model, len(model.layers) - 1, row, column)
        assert field.rows == slice(field.top, field.top + field.height)
        assert field.columns == slice(field.left, field.left + field.width)


def test_padding_lies_where_keras_puts_it():
    """With "same" and a stride of two, an even size is padded at its end only."""
    model = sequential(
        (40, 41, 1),
        layers.Conv2D(1, 3, strides=2, padding="same"),
        layers.Conv2D(1, 5, strides=2, padding="same"),
        layers.MaxPooling2D(2, padding="same"),
    )
    assert_as_measured(model)
    last = len(model.layers) - 1
    inside = receptive_field(model, last, 2, 2)
    assert (inside.rows.start, inside.columns.start) == (inside.top, inside.left)
    assert inside.rows.stop - inside.rows.start == inside.height == 15
    corner = receptive_field(model, 0, 0, 0)
    assert (corner.top, corner.left) == (0, -1)
    assert (corner.rows, corner.columns) == (slice(0, 3), slice(0, 2))


def test_maps_and_fields_of_two_convolutions():
    model = sequential((28, 28, 1), layers.Conv2D(1, 3), layers.Conv2D(1, 4))
    shapes, fields = columns_of(model, "output_shape", "receptive_field")
    assert [shape[:2] for shape in shapes] == [(26, 26), (23, 23)]
    assert fields == [(3, 3), (6, 6)]
    assert receptive_field(model, 1, 22, 0).rows == slice(22, 28)


def test_stride_two_on_both():
    model = sequential((28, 28, 1), *(layers.Conv2D(1, 3, strides=2) for _ in range(2)))
    fields, strides = columns_of(model, "receptive_field", "stride_on_input")
    assert fields == [(3, 3), (7, 7)]
    assert strides == [(2, 2), (4, 4)]
    here, neighbour = receptive_field(model, 1, 2, 2), receptive_field(model, 1, 3, 3)
    assert neighbour.rows.stop - here.rows.start == 11
    assert neighbour.columns.stop - here.columns.start == 11


def test_the_recipe_of_five_layers():
    model = sequential(
        (28, 28, 1),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, name="dense"),
    )
    fields, weights, biases = columns_of(model, "receptive_field", "weights", "biases")
    assert fields == [(n, n) for n in (3, 4, 8, 10, 18, 18, 26)]
    assert (weights[2], biases[2]) == (64 * 32 * 9, 64)
    # 11 places are pooled in pairs and one is left over: the last two rows are never looked at.
    assert receptive_field(model, "dense").rows == slice(0, 26)


def test_the_two_networks_of_the_match():
    table = anatomy(mnist_mlp())
    assert table["parameters"].tolist() == [0, 0, 12_560, 272, 170]
    assert table["biases"].tolist() == [0, 0, 16, 16, 10]
    table = anatomy(mnist_cnn()).set_index("layer")
    assert table["parameters"][table["parameters"] > 0].tolist() == [320, 18_496, 16_010]
    assert table["parameters"].sum() == 34_826
    assert table.loc["flatten", "output_shape"] == (5 * 5 * 64,)
    assert table.loc["pool_2", "receptive_field"] == (10, 10)
    assert table.loc["probabilities", "receptive_field"] == (26, 26)


def test_thirteen_layers_without_pooling():
    stack = [layers.Conv2D(filters, 3) for filters in (32, 64, *[128] * 11)]
    model = sequential((28, 28, 1), *stack)
    table = anatomy(model)
    assert table["receptive_field"].iloc[-1] == (27, 27)
    assert table["output_shape"].iloc[-1] == (2, 2, 128)
    assert table["parameters"].sum() == 1_568_512
    assert (table["weights"].sum(), table["biases"].sum()) == (1_567_008, 1_504)


def test_normalization_counts_what_is_trained_and_what_is_not():
    model = cifar_cnn()
    model.trainable = False  # frozen weights are weights all the same
    table = anatomy(model).set_index("layer")
    assert table.loc["norm", ["weights", "biases", "parameters"]].tolist() == [256, 256, 1_024]
    assert table["parameters"].sum() == 1_094_218
    assert table["weights"].sum() + table["biases"].sum() == 1_093_706
    assert table.loc["conv_1", "kind"] == "Conv2D"
    assert table["receptive_field"].iloc[-1] == (32, 32)
    assert list(table.index) == [layer.name for layer in model.layers]


def test_pictures_without_channels_and_flat_inputs():
    stack = [
        layers.Rescaling(1 / 255),
        layers.Reshape((6, 7, 1)),
        layers.Conv2D(2, 3),
        layers.Dropout(0.2),
        layers.Reshape((-1,)),
        layers.Dense(3),
    ]
    model = sequential((6, 7), *stack)
    assert_as_measured(model)
    fields = columns_of(model, "receptive_field")
    assert fields == [[(1, 1), (1, 1), (3, 3), (3, 3), (3, 3), (6, 7)]]

    flat = sequential((784,), layers.Dense(16), layers.Dense(10))
    assert columns_of(flat, "receptive_field", "parameters") == [[(1, 784)] * 2, [12_560, 170]]


def test_softmax_over_a_vector_looks_at_all_of_it():
    last_axis = [layers.Flatten(), layers.Activation("softmax")]
    in_vector = sequential((4, 4, 1), *last_axis)
    assert columns_of(in_vector, "receptive_field") == [[(1, 1), (4, 4)]]
    on_map = sequential((4, 4, 3), layers.Softmax(), layers.Softmax(axis=1))
    assert columns_of(on_map, "receptive_field") == [[(1, 1), None]]


@pytest.mark.parametrize(
    "norm", [layers.GroupNormalization(1), layers.GroupNormalization(3),
             layers.LayerNormalization(), layers.UnitNormalization()], ids=lambda one: one.name
)  # fmt: skip
def test_normalizations_see_what_a_changed_pixel_changes(norm):
    """With weights as they are drawn: of equal channels a normalization makes 0."""
    keras.utils.set_random_seed(0)
    conv = layers.Conv2D(3, 3, padding="same")
    model = sequential((7, 6, 2), conv, norm, layers.MaxPooling2D(2))
    picture = np.random.default_rng(0).random((7, 6, 2)).astype(np.float32)
    pictures = np.repeat(picture[None], 43, axis=0)
    for k, (row, column) in enumerate(np.ndindex(7, 6)):
        pictures[k, row, column] += 0.5
    look = keras.Model(model.inputs[0], [norm.output, model.layers[-1].output])
    for layer, output in zip((norm, model.layers[-1]), map(np.array, look(pictures))):
        changed = (np.abs(output[:-1] - output[-1]) > 1e-5).any(axis=3).reshape(7, 6, -1)
        changed = changed.transpose(2, 0, 1).reshape(*output.shape[1:3], 7, 6)
        seen = np.zeros_like(changed)
        for row, column in np.ndindex(changed.shape[:2]):
            field = receptive_field(model, layer.name, row, column)
            seen[row, column, field.rows, field.columns] = True
            rows, columns = box(changed[row, column])
            if layer is norm:
                assert (field.rows, field.columns) == (rows, columns)
        assert not (changed & ~seen).any()


def test_branches_of_different_strides_meet():
    picture = keras.Input((16, 16, 1))
    pooled = layers.MaxPooling2D(2)(layers.Conv2D(2, 3, padding="same")(picture))
    strided = layers.Conv2D(2, 7, strides=2, padding="same")(picture)
    model = keras.Model(picture, layers.Concatenate(name="both")([pooled, strided]))
    assert_as_measured(model)
    # A half of the picture, cut out, fits a pooled one in size but not place by place.
    cut = layers.Cropping2D(4)(picture)
    model = keras.Model(picture, layers.Concatenate(name="odd")([pooled, cut]))
    assert anatomy(model).set_index("layer").loc["odd", "receptive_field"] is None


def test_a_model_within_a_model_is_one_layer():
    inner = sequential((20, 20, 1), layers.Conv2D(4, 3, padding="same"), layers.MaxPooling2D())
    model = sequential((20, 20, 1), inner, layers.Conv2D(2, 3))
    shapes, fields, parameters = columns_of(model, "output_shape", "receptive_field", "parameters")
    assert shapes == [(10, 10, 4), (8, 8, 2)]
    assert fields == [(4, 4), (8, 8)]
    assert parameters == [40, 74]
    assert model.count_params() == 114


def test_a_layer_used_twice():
    picture = keras.Input((20, 20, 3))
    shared = layers.Conv2D(3, 3, padding="same", name="shared")
    model = keras.Model(picture, layers.ReLU(name="end")(shared(shared(picture))))
    table = anatomy(model).set_index("layer")
    assert table.loc["shared", "output_shape"] == (20, 20, 3)
    assert table.loc["shared", "receptive_field"] is None
    assert table.loc["end", "receptive_field"] == (5, 5)
    assert table["parameters"].sum() == model.count_params() == 84


class Conv2D(layers.Conv2D):
    """Shares its name with a layer that is known, and may do anything."""


@pytest.mark.parametrize(
    "layer",
    [
        lambda: layers.Conv2DTranspose(2, 3),
        lambda: layers.UpSampling2D(2),
        lambda: layers.Resizing(4, 4),
        lambda: layers.Permute((2, 1, 3)),
        lambda: layers.Reshape((4, 16, 1)),
        lambda: layers.LayerNormalization(axis=[1, 2]),
        lambda: layers.Lambda(lambda x: x[:, ::-1]),
        lambda: Conv2D(2, 3),
    ],
)
def test_does_not_guess(layer):
    model = sequential((8, 8, 1), layers.ReLU(), layer(), layers.Flatten(), layers.Dense(2))
    table = anatomy(model)
    assert [field is None for field in table["receptive_field"]] == [False, True, True, True]
    assert [stride is None for stride in table["stride_on_input"]] == [False, True, True, True]
    assert table["parameters"].sum() == model.count_params()
    with pytest.raises(ValueError, match="layer: expected one whose receptive field is known"):
        receptive_field(model, 3)


@pytest.mark.parametrize(
    "layer, words",
    [
        (
            lambda: layers.UpSampling2D(2, name="up"),
            r"From 'up' on \(UpSampling2D\), maps are finer",
        ),
        (lambda: layers.Conv2DTranspose(2, 3, name="up"), r"From 'up' on \(Conv2DTranspose\)"),
        (lambda: layers.Permute((2, 1, 3), name="turn"), r"'turn' is of a kind .* \(Permute\)"),
    ],
)
def test_says_which_layer_is_not_known(layer, words):
    model = sequential((8, 8, 1), layers.ReLU(), layer(), layers.Conv2D(2, 3, name="last"))
    with pytest.raises(ValueError, match=f"layer: .*received 'last'.*{words}"):
        receptive_field(model, "last")


def test_does_not_guess_what_an_operation_does():
    picture = keras.Input((8, 8, 2))
    table = anatomy(keras.Model(picture, layers.ReLU()(keras.ops.roll(picture, 1, axis=1))))
    assert table["receptive_field"].iloc[-1] is None
    stretched = keras.ops.mean(picture, axis=(1, 2), keepdims=True) + picture
    table = anatomy(keras.Model(picture, layers.ReLU()(stretched)))
    assert table["receptive_field"].iloc[-1] is None
    wide = layers.GlobalAveragePooling2D(keepdims=True)(picture) + np.ones((1, 8, 8, 2), "float32")
    table = anatomy(keras.Model(picture, layers.ReLU()(wide)))
    assert table["receptive_field"].iloc[-1] is None


def test_dense_on_a_picture_that_was_not_flattened():
    model = sequential((28, 28), layers.Dense(16))
    assert columns_of(model, "receptive_field", "parameters") == [[None], [464]]


def test_says_what_is_wrong_with_the_model():
    two = [keras.Input((8, 8, 1)) for _ in range(2)]
    for model, message in (
        (keras.Sequential([layers.Conv2D(2, 3)]), "needs a keras.Input"),
        (keras.Model(two, layers.Add()(two)), "with one input"),
        ("cifar_cnn", "received 'cifar_cnn'"),
        (sequential((None, None, 3), layers.Conv2D(2, 3)), r"known size.*\(None, None, 3\)"),
        (sequential((4, 8, 8, 1), layers.Conv3D(2, 3)), "known size"),
    ):
        with pytest.raises(ValueError, match="model: expected.*" + message):
            anatomy(model)
        with pytest.raises(ValueError, match="model: expected.*" + message):
            receptive_field(model, 0)


def test_says_what_is_wrong_with_the_place():
    model = sequential((9, 8, 1), layers.Conv2D(2, 3, name="conv"), layers.Flatten(name="flat"))
    assert receptive_field(model, "flat", 6, 5) == receptive_field(model, "conv", 6, 5)
    for arguments, message in (
        (("dense",), r"layer: expected a layer's name out of \['conv', 'flat'\]"),
        ((2,), "layer: expected a whole number from 0 to 1"),
        ((None,), "layer: expected"),
        (("conv", 7, 0), "row: expected a whole number from 0 to 6; received 7"),
        (("conv", 0, 6), "column: expected a whole number from 0 to 5"),
        (("conv", -1, 0), "row: expected"),
        (("conv", 1.0, 0), "row: expected"),
    ):
        with pytest.raises(ValueError, match=message):
            receptive_field(model, *arguments)
