"""Networks whose answer is a picture: autoencoders, one that takes noise away, one that colours.

Like those in `helpers.networks.architectures` they take pictures as the learner has them (uint8,
0 to 255). They answer with brightness from 0 to 1, and learn from ``pictures / 255``.
"""

import numpy as np

from helpers._arguments import bad_argument, check_integer

__all__ = [
    "conv_autoencoder",
    "denoising_network",
    "recolouring_network",
    "variational_autoencoder",
]

#: How much of red, green and blue is in a grey, as television had it.
_GREY = (0.299, 0.587, 0.114)


def conv_autoencoder(code_size, image_shape=(28, 28), filters=(16, 32), learning_rate=0.002):
    """Build the autoencoder of lesson 08: two convolutions, a code, and the same way back.

    Used in lesson 08.

    Parameters
    ----------
    code_size : int
        How many numbers a picture has to go through.
    image_shape : tuple of int
        (H, W) of grey pictures, or (H, W, 3). H and W are multiples of 4.
    filters : tuple of two int
        Kernels of the two convolutions.
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.

    Returns
    -------
    keras.Sequential
        Compiled. Its two layers are networks: ``encoder``, whose last layer is ``code``, and
        ``decoder``. Input N pictures of ``image_shape``, uint8; output the same shape, from 0 to 1.

    Raises
    ------
    ValueError
        If a size is no such number.
    """
    import keras

    encoder = _encoder(code_size, code_size, image_shape, filters, "code")
    decoder = _decoder(code_size, image_shape, filters)
    network = keras.Sequential(
        [keras.Input(image_shape, dtype="uint8", name="picture"), encoder, decoder],
        name="conv_autoencoder",
    )
    network.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mse")
    return network


def variational_autoencoder(
    code_size, image_shape=(28, 28), filters=(16, 32), learning_rate=0.002, weight=0.0005
):
    """Build the variational autoencoder of lesson 08, which keeps its codes in order.

    Used in lesson 08.

    Parameters
    ----------
    code_size, image_shape, filters, learning_rate
        As for `conv_autoencoder`.
    weight : float
        How much order counts beside likeness: see `helpers.networks.random_layers.Sampling`.

    Returns
    -------
    keras.Model
        Compiled. Its layers are ``encoder``, which gives two numbers for each of the code's,
        ``code``, and ``decoder``.

    Raises
    ------
    ValueError
        If a size is no such number.
    """
    import keras

    from helpers.networks.random_layers import Sampling

    encoder = _encoder(2 * code_size, code_size, image_shape, filters, "cloud")
    decoder = _decoder(code_size, image_shape, filters)
    picture = keras.Input(image_shape, dtype="uint8", name="picture")
    code = Sampling(weight, name="code")(encoder(picture))
    network = keras.Model(picture, decoder(code), name="variational_autoencoder")
    network.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mse", metrics=["mse"])
    return network


def _encoder(n, code_size, image_shape, filters, name):
    """Build the half that makes a code of a picture."""
    import keras
    from keras import layers

    check_integer("code_size", code_size, low=1)
    height, width, *channels = image_shape
    if height % 4 or width % 4 or channels not in ([], [1], [3]):
        raise bad_argument(
            "image_shape", "(H, W) or (H, W, 3), H and W multiples of 4", tuple(image_shape)
        )
    return keras.Sequential(
        [
            keras.Input(image_shape, dtype="uint8", name="picture"),
            layers.Rescaling(1 / 255, name="scale"),
            layers.Reshape((height, width, *(channels or [1])), name="channel"),
            *(
                layers.Conv2D(n_filters, 3, 2, "same", activation="relu", name=f"conv_{number}")
                for number, n_filters in enumerate(filters, start=1)
            ),
            layers.Flatten(name="flatten"),
            layers.Dense(n, name=name),
        ],
        name="encoder",
    )


def _decoder(code_size, image_shape, filters):
    """Build the half that makes a picture of a code."""
    import keras
    from keras import layers

    height, width, *channels = image_shape
    few = (height // 4, width // 4, filters[1])
    return keras.Sequential(
        [
            keras.Input((code_size,), name="code"),
            layers.Dense(int(np.prod(few)), activation="relu", name="dense"),
            layers.Reshape(few, name="maps"),
            layers.Conv2DTranspose(
                filters[0], 3, 2, "same", activation="relu", name="transposed_1"
            ),
            layers.Conv2DTranspose(
                *(channels or [1]), 3, 2, "same", activation="sigmoid", name="transposed_2"
            ),
            layers.Reshape(tuple(image_shape), name="pixels"),
        ],
        name="decoder",
    )


def denoising_network(learning_rate=0.002, most=0.5):
    """Build the network of lesson 08 that takes noise away from grey pictures.

    It adds noise to what it learns from, itself: another amount for each picture. Its way down and
    up again has shortcuts, so that no detail has to go through the narrow part (a U-Net), and it
    only learns what is to be added to the noisy picture. Used in lesson 08.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.
    most : float
        The largest amount of noise, as its standard deviation; white is 1.

    Returns
    -------
    keras.Model
        Compiled. Input (N, 28, 28) uint8, output the same shape, near 0 to 1.
    """
    import keras
    from keras import layers

    from helpers.networks.random_layers import RandomNoise

    picture = keras.Input((28, 28), dtype="uint8", name="picture")
    x = layers.Rescaling(1 / 255, name="scale")(picture)
    x = noisy = RandomNoise(most, name="noise")(layers.Reshape((28, 28, 1), name="channel")(x))
    x = _down_and_up(x, (16, 32, 64))
    x = layers.Conv2D(1, 3, padding="same", name="correction")(x)
    x = layers.Add(name="sum")([noisy, x])
    network = keras.Model(picture, layers.Reshape((28, 28), name="pixels")(x), name="denoising")
    network.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mse")
    return network


def recolouring_network(learning_rate=0.002):
    """Build the network of lesson 08 that colours photographs.

    Its first layer turns them grey, so that no colour can come through; its last ones add to the
    grey what it says of red and blue. These layers are fixed. Used in lesson 08.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.

    Returns
    -------
    keras.Model
        Compiled. Input (N, 32, 32, 3) uint8, in colour or with three equal channels; output the
        same shape, near 0 to 1.
    """
    import keras
    from keras import layers

    def fixed(name, matrix):
        matrix = np.array(matrix, np.float32)
        layer = layers.Conv2D(matrix.shape[1], 1, use_bias=False, trainable=False, name=name)
        layer.build((None, 32, 32, matrix.shape[0]))
        layer.set_weights([matrix[None, None]])
        return layer

    red, green, blue = _GREY
    picture = keras.Input((32, 32, 3), dtype="uint8", name="picture")
    x = layers.Rescaling(1 / 255, name="scale")(picture)
    grey = fixed("grey", [[red], [green], [blue]])(x)
    x = _down_and_up(grey, (32, 64, 128))
    # How much more red, and how much more blue, than the grey; green then follows.
    x = layers.Conv2D(2, 3, padding="same", name="chroma")(x)
    x = fixed("to_colours", [[1, -red / green, 0], [0, -blue / green, 1]])(x)
    x = layers.Add(name="sum")([fixed("to_channels", [[1, 1, 1]])(grey), x])
    network = keras.Model(picture, x, name="recolouring")
    network.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mse")
    return network


def _down_and_up(x, filters):
    """Make pictures smaller twice and larger again, with shortcuts from each size to itself."""
    from keras import layers

    ways = []
    for number, n_filters in enumerate(filters, start=1):
        strides = 1 if number == 1 else 2
        x = layers.Conv2D(n_filters, 3, strides, "same", activation="relu", name=f"conv_{number}")(
            x
        )
        ways.append(x)
    for number, n_filters in list(enumerate(filters, start=1))[-2::-1]:
        x = layers.Conv2DTranspose(
            n_filters, 3, 2, "same", activation="relu", name=f"transposed_{number}"
        )(x)
        x = layers.Add(name=f"shortcut_{number}")([x, ways[number - 1]])
    return x
