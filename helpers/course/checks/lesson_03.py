"""The checks of lesson 3, ``notebooks/source/03_mlp_vs_cnn.py``."""

import inspect

import numpy as np

from helpers.course.checks.answers import array, call, close, function, number, whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = [
    "check_keras_mlp",
    "check_lead",
    "check_parameters",
    "check_pooling",
    "check_receptive_field",
]


@check(wants="a compiled keras.Sequential of 13,002 parameters")
def check_keras_mlp(answer, data):
    """Check exercise 1: the MLP 784-16-16-10, built, compiled, and able to learn.

    Parameters
    ----------
    answer : object
        The network. A copy of it is trained for a moment; it stays as it was.
    data : helpers.datasets.Dataset
        Digits with a validation part.
    """
    import keras

    mistake(
        inspect.isroutine(answer) or inspect.isclass(answer),
        "That is a function or a class. Call it, and give the network that comes out.",
    )
    must(
        isinstance(answer, keras.Model),
        "That is no Keras network. Give the keras.Sequential itself.",
    )
    must(answer.built, "Its shape is not known yet. Begin with keras.Input((28, 28)).")
    shape = tuple(answer.inputs[0].shape[1:])
    must(
        shape == (28, 28),
        f"It takes inputs of shape {shape}. Begin with keras.Input((28, 28)), and flatten them.",
    )
    size, ends = answer.count_params(), tuple(answer.outputs[0].shape[1:])
    mistake(
        len(ends) > 1,
        f"It gives outputs of shape {ends}: each row of 28 pixels goes through the layers by "
        "itself. Put layers.Flatten() before the first Dense.",
    )
    mistake(
        ends != (10,),
        f"It gives {ends[0]} numbers for a digit. The last layer wants ten, one for each class.",
    )
    mistake(
        size == 784 * 16 + 16 + 2 * (16 * 16 + 16) + 16 * 10 + 10,
        f"{size:,} parameters: there is one hidden layer of 16 too many.",
    )
    mistake(
        size == 784 * 16 + 16 + 16 * 10 + 10,
        f"{size:,} parameters: one hidden layer of 16 is missing.",
    )
    mistake(
        size == 784 * 16 + 16 * 16 + 16 * 10,
        f"{size:,} parameters: the biases are missing. Leave use_bias as it is.",
    )
    must(
        size == 13_002,
        f"It has {size:,} parameters, not 13,002. Two hidden layers of 16 neurons, then ten.",
    )
    dense = [layer for layer in answer.layers if isinstance(layer, keras.layers.Dense)]
    mistake(
        any(layer.activation is keras.activations.linear for layer in dense[:-1]),
        "A hidden layer has no activation function. Without one, all layers together are no more "
        'than one. Give activation="relu".',
    )
    must(answer.compiled, "It is not compiled yet: network.compile(optimizer, loss, metrics).")

    outputs = keras.ops.convert_to_numpy(answer(data.x_train[:50], training=False))
    gives_probabilities = np.allclose(outputs.sum(axis=1), 1, atol=1e-3) and outputs.min() >= 0
    loss = answer.loss
    name = loss if isinstance(loss, str) else getattr(loss, "name", getattr(loss, "__name__", ""))
    from_logits = getattr(loss, "_fn_kwargs", {}).get("from_logits", False)
    mistake(
        gives_probabilities and from_logits,
        "Softmax twice: the last layer gives probabilities, and from_logits=True makes the loss "
        "take them for sums and apply softmax again. Leave one of the two out.",
    )
    must(
        gives_probabilities,
        'The ten outputs are no probabilities. Give the last layer activation="softmax".',
    )
    mistake(
        name == "categorical_crossentropy",
        "categorical_crossentropy wants ten targets for each digit. The labels here are numbers "
        "from 0 to 9: take sparse_categorical_crossentropy.",
    )
    must(
        name == "sparse_categorical_crossentropy",
        f"The loss is {name!r}; sparse_categorical_crossentropy is wanted.",
    )
    flat = [layer for layer in answer.layers if isinstance(layer, keras.layers.Dense)][0]
    seen = keras.Model(answer.inputs[0], flat.input)(data.x_train[:50], training=False)
    largest = float(np.abs(keras.ops.convert_to_numpy(seen)).max())
    mistake(
        largest > 10,
        f"Numbers up to {largest:.0f} reach the first neurons: the division by 255 is missing. Put "
        "layers.Rescaling(1 / 255) after the input.",
    )
    mistake(
        largest < 0.1,
        f"Only numbers up to {largest:.4f} reach the first neurons: divided by 255 twice?",
    )

    copy = keras.models.clone_model(answer)
    copy.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    n = min(4_000, len(data.x_train))
    copy.fit(data.x_train[:n], data.y_train[:n], batch_size=50, epochs=8_000 // n, verbose=0)
    _, right = copy.evaluate(data.x_valid[:1_000], data.y_valid[:1_000], verbose=0)
    must(right > 0.5, f"It hardly learns: {right:.0%} right. Are the hidden layers ReLU?")
    return (
        f"12,560 + 272 + 170 = 13,002. A copy of it saw {n * (8_000 // n):,} digits just now and "
        f"reads {right:.0%} of the validation digits."
    )


@check(wants="a number of parameters")
def check_parameters(answer):
    """Check exercise 2: the parameters of 48 kernels of 5×5 over 3 colours."""
    given = whole_number(answer, low=0)
    weights = 48 * 3 * 25
    for wrong, hint in (
        (weights, "Those are the weights. Each of the 48 kernels has a bias too."),
        (
            weights + 2 * 48,
            "You have counted the biases twice: one for each of the 48 maps, no more.",
        ),
        (weights + 3 * 48, "One bias for each map, not one for each slice of a kernel."),
        (48 * 25 + 48, "The picture has three colours: each kernel has a slice for each of them."),
        (48 * 25, "Three colours: a slice for each. And a bias for each kernel."),
        (weights + 3, "The biases belong to the maps that come out, not to the colours."),
        (weights + 1, "One bias for each map, not one for all of them."),
        (48 * 3 * 5 + 48, "5×5 is 25 numbers."),
    ):
        mistake(given == wrong, hint)
    must(
        given == weights + 48,
        "Not that number. One kernel has 5 rows, 5 columns and a slice for each colour. "
        "There are 48 of them, each with a bias.",
    )
    return "48·3·25 + 48 = 3,648, whether the picture has 32 × 32 pixels or a million."


@check(wants="a function that takes a feature map and gives a smaller one")
def check_pooling(answer):
    """Check exercise 3: a function for max pooling."""
    learners = function(answer)
    map_ = np.random.default_rng(3).integers(0, 99, (6, 8))
    squares = map_.reshape(3, 2, 4, 2)
    expected = squares.max(axis=(1, 3))
    given = array(call(learners, map_))
    mistake(
        given.shape == (5, 7),
        "Your squares overlap: 6 × 8 became 5 × 7. Go on by 2 from one square to the next.",
    )
    mistake(given.ndim == 0, "That is one number. Every 2×2 square has a maximum of its own.")
    mistake(given.shape == (4, 3), "Rows and columns have changed places.")
    mistake(
        given.shape == expected.shape and close(given, squares.mean(axis=(1, 3))),
        "That is average pooling. Take the maximum of each square.",
    )
    mistake(
        given.shape == expected.shape and close(given, map_[::2, ::2]),
        "You keep the pixel at the top left of each square. Keep the largest of its four.",
    )
    mistake(
        given.shape == expected.shape and close(given, map_.reshape(3, 4, 2, 2).max(axis=(2, 3))),
        "Those are four numbers that follow each other in a row, not squares. After the reshape, "
        "the axes are: square down, row in it, square across, column in it.",
    )
    must(
        given.shape == expected.shape,
        f"A map of 6 × 8 should become 3 × 4; yours has shape {given.shape}.",
    )
    must(close(given, expected), "The shape is right, some of the numbers are not.")
    negative = array(call(learners, -1 - map_))
    must(
        negative.shape == expected.shape
        and close(negative, (-1 - map_).reshape(3, 2, 4, 2).max(axis=(1, 3))),
        "With negative numbers it goes wrong. Does your maximum start from 0?",
    )
    return "Keras has no more to it: MaxPooling2D does this to each map."


@check(wants="a number of pixels")
def check_receptive_field(answer):
    """Check exercise 4: conv 5×5 stride 2, pool 2, conv 3×3."""
    if isinstance(answer, (tuple, list)) and len(answer) == 2 and answer[0] == answer[1]:
        answer = answer[0]  # as `anatomy` has it: height and width
    given = whole_number(answer, low=1)
    for wrong, hint in (
        (9, "You have ignored that steps on a map are longer on the picture: "
            "after the first layer, neighbours are 2 pixels apart."),
        (8, "The layers' sizes do not simply add up: 5, then how much further?"),
        (10, "Adding the kernels' sizes counts too much and forgets the strides."),
        (30, "Multiplying the sizes overshoots: fields of neighbours overlap."),
        (11, "After the pooling, neighbours are 4 pixels apart, not 2."),
        (19, "Three nodes side by side have two steps between them, not three."),
        (7, "That is after the pooling. One layer is left."),
        (13, "After the first layer neighbours are 2 apart, after the pooling 4. Which one is 3?"),
    ):  # fmt: skip
        mistake(given == wrong, hint)
    must(
        given == 15,
        "Not that. Go layer by layer: what does one node see, and how far apart are neighbours?",
    )
    return "5, then 5 + 1·2 = 7, then 7 + 2·4 = 15."


@check(wants="a number of percentage points")
def check_lead(answer, held):
    """Check exercise 5: the CNN's largest lead over all distances and directions.

    Parameters
    ----------
    answer : object
        The lead, in percentage points.
    held : dict of str to ndarray of shape (9, n_directions)
        The share right by distance and direction: the MLP first, the CNN last.
    """
    mlp, cnn = held.values()
    ahead = 100 * (cnn - mlp)
    lead = ahead.max()
    where = np.unravel_index(ahead.argmax(), ahead.shape)
    mistake(
        np.shape(answer) == ahead.shape,
        "That is the lead for every distance and direction. Which of these numbers is the largest?",
    )
    given = number(answer)
    for wrong, hint in (
        (lead / 100, "That is a share. In percentage points it is 100 times that."),
        (-lead, "The other way round: the CNN's share minus the MLP's."),
        (ahead.min(), "That is the smallest lead. Or is it the MLP's share minus the CNN's?"),
        (
            100 * (cnn / np.maximum(mlp, 1e-9) - 1).max(),
            "That is how many percent more. Percentage points are the difference of both.",
        ),
        (
            100 * (cnn.max() - mlp.max()),
            "You took the best of each, wherever it was. Subtract first, then take the largest.",
        ),
        (
            ahead.mean(axis=1).max(),
            "That is the largest mean over the directions. Look at every direction by itself.",
        ),
        (ahead.mean(axis=0).max(), "That is a mean over the distances. Do not average at all."),
        (ahead.mean(), "That is the mean lead. The largest is wanted."),
        (ahead[3].mean(), "That is for 3 pixels, as printed above. Look at all distances."),
        (100 * cnn[where], "That is the CNN alone. How far is it ahead?"),
        (where[0], f"Yes, it is at {where[0]} pixels. How large is it there?"),
        (ahead.argmax(), "That is the place of the largest one. How large is it?"),
    ):
        mistake(close(given, wrong, 0.002) and not close(given, lead, 0.06), hint)
    must(
        close(given, lead, 0.06),
        "Not that number. Subtract the MLP's array from the CNN's, and take the largest.",
    )
    return f"{lead:.1f} percentage points, at {where[0]} pixels."
