"""The lessons' Keras networks, each as one function that returns it compiled.

Every network takes pictures as the learner has them (uint8, 0 to 255). Scaling them is its first
layer, so nobody can forget it, and nothing has to hold a second copy of the pictures as floats.
Keras is imported inside the functions: reading this module costs nothing.
"""

__all__ = ["cifar_cnn", "cifar_residual_cnn", "mnist_cnn", "mnist_features_cnn", "mnist_mlp"]

#: Scale and offset that bring 0 … 255 to 0 … 1, and to -1 … 1.
UNIT = (1 / 255, 0.0)
PLUS_MINUS_ONE = (1 / 127.5, -1.0)


def cifar_cnn(learning_rate=0.0005, batch_norm=False, third_layer=False, dropout=0.25):
    """Build the CIFAR-10 network of lesson 06.

    As called without arguments it is the network of the article "Watch how AI learns to classify
    images" (2021-12-27), to the parameter: 4,864 + 36,928 + 1,048,832 + 1,024 + 2,570 = 1,094,218,
    of which training moves 1,093,706. Both switches on and no dropout: the better recipe's network.
    Used in lesson 06.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.
    batch_norm : bool
        Normalise after every pooling, and start the convolutions from He's initialization.
    third_layer : bool
        Add a third convolution of 128 3×3 kernels, with its pooling.
    dropout : float
        Share of the inputs of the dense layer that a training step leaves out.

    Returns
    -------
    keras.Sequential
        Compiled. Input (N, 32, 32, 3) uint8, output (N, 10) probabilities.
    """
    import keras
    from keras import layers

    def convolution(name, filters, size):
        small = keras.initializers.TruncatedNormal(stddev=0.01)
        yield layers.Conv2D(
            filters,
            size,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal" if batch_norm else small,
            name=f"conv_{name}",
        )
        yield layers.MaxPooling2D(2, name=f"pool_{name}")
        if batch_norm:
            yield layers.BatchNormalization(momentum=0.95, name=f"norm_{name}")

    middle = [
        *convolution("1", 64, 5),
        *convolution("2", 64, 3),
        *(convolution("3", 128, 3) if third_layer else ()),
        layers.Flatten(name="flatten"),
        layers.Dropout(dropout, name="dropout"),
        layers.Dense(
            256,
            activation="relu",
            kernel_initializer=keras.initializers.VarianceScaling(2),
            name="dense",
        ),
        layers.BatchNormalization(name="norm"),
    ]
    return _classifier("cifar_cnn", (32, 32, 3), learning_rate, PLUS_MINUS_ONE, middle)


def cifar_residual_cnn(learning_rate=0.2):
    """Build the CIFAR-10 network that gets the most out of the article's number of pictures.

    Three blocks of two convolutions each: the first one's maps are pooled, and the second one's
    are *added* to them, so that it only has to learn what is still missing (He and others, 2016).
    The very first convolution is the article's, 64 kernels of 5×5; the later blocks have 256 maps.
    Every convolution is normalised before its ReLU. Of each of the last 256 maps only the largest
    value is kept.

    Its parameters: 4,800 + 36,864 + 147,456 + 3 × 589,824 + 2,560 + 6 norms (2 × 256 + 4 × 1,024)
    = 1,965,760, of which training moves 1,963,456. Used in lesson 06.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of stochastic gradient descent with momentum.

    Returns
    -------
    keras.Model
        Compiled; its loss takes one-hot labels. Input (N, 32, 32, 3) uint8, output (N, 10)
        probabilities.
    """
    import keras
    from keras import layers

    def convolution(x, number, filters, size, pool):
        x = layers.Conv2D(
            filters,
            size,
            padding="same",
            use_bias=False,  # the norm has its own
            kernel_initializer="he_normal",
            name=f"conv_{number}",
        )(x)
        if pool:
            x = layers.MaxPooling2D(2, name=f"pool_{number}")(x)
        x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"norm_{number}")(x)
        return layers.ReLU(name=f"relu_{number}")(x)

    picture = keras.Input((32, 32, 3), dtype="uint8", name="picture")
    x = layers.Rescaling(*PLUS_MINUS_ONE, name="scale")(picture)
    for number, filters, size in ((1, 64, 5), (3, 256, 3), (5, 256, 3)):
        x = convolution(x, number, filters, size, pool=True)
        more = convolution(x, number + 1, filters, 3, pool=False)
        x = layers.Add(name=f"add_{number + 1}")([x, more])
    x = layers.GlobalMaxPooling2D(name="largest")(x)
    x = layers.Dense(10, use_bias=False, name="dense")(x)
    # Normalised maps make large sums; an eighth of them lets the softmax begin undecided.
    x = layers.Rescaling(1 / 8, name="eighth")(x)
    network = keras.Model(
        picture,
        layers.Activation("softmax", name="probabilities")(x),
        name="cifar_residual_cnn",
    )
    optimizer = keras.optimizers.SGD(learning_rate, momentum=0.9, nesterov=True, weight_decay=0.01)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta"])
    network.compile(
        optimizer=optimizer,
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.2),
        metrics=["accuracy"],
    )
    return network


def mnist_features_cnn(learning_rate=0.0005):
    """Build the MNIST network of lesson 04: two convolutions, each pooled and normalised.

    Its parameters: 320 + 128 + 8,256 + 256 + 590,080 + 2,570 = 601,610, of which training moves
    601,418. Used in lesson 04.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.

    Returns
    -------
    keras.Sequential
        Compiled. Input (N, 28, 28) uint8, output (N, 10) probabilities.
    """
    from keras import layers

    middle = [
        layers.Reshape((28, 28, 1), name="channel"),
        layers.Conv2D(32, 3, activation="relu", name="conv_1"),
        layers.MaxPooling2D(2, name="pool_1"),
        layers.BatchNormalization(momentum=0.95, name="norm_1"),
        layers.Conv2D(64, 2, activation="relu", name="conv_2"),
        layers.MaxPooling2D(2, name="pool_2"),
        layers.BatchNormalization(momentum=0.95, name="norm_2"),
        layers.Flatten(name="flatten"),
        layers.Dropout(0.5, name="dropout"),
        layers.Dense(256, activation="relu", name="dense"),
    ]
    return _classifier("mnist_features_cnn", (28, 28), learning_rate, UNIT, middle)


def mnist_mlp(learning_rate=0.001):
    """Build the Keras MLP of lesson 03: 784 pixels, two hidden layers of 16 units, 10 classes.

    Its parameters: 12,560 + 272 + 170 = 13,002. Used in lesson 03.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.

    Returns
    -------
    keras.Sequential
        Compiled. Input (N, 28, 28) uint8, output (N, 10) probabilities.
    """
    from keras import layers

    middle = [
        layers.Flatten(name="flatten"),
        layers.Dense(16, activation="relu", name="dense_1"),
        layers.Dense(16, activation="relu", name="dense_2"),
    ]
    return _classifier("mnist_mlp", (28, 28), learning_rate, UNIT, middle)


def mnist_cnn(learning_rate=0.001):
    """Build the CNN of lesson 03: two convolutions, each pooled, and one dense layer.

    Its parameters: 320 + 18,496 + 16,010 = 34,826. Used in lesson 03.

    Parameters
    ----------
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
        Of Adam.

    Returns
    -------
    keras.Sequential
        Compiled. Input (N, 28, 28) uint8, output (N, 10) probabilities.
    """
    from keras import layers

    middle = [
        layers.Reshape((28, 28, 1), name="channel"),
        layers.Conv2D(32, 3, activation="relu", name="conv_1"),
        layers.MaxPooling2D(2, name="pool_1"),
        layers.Conv2D(64, 3, activation="relu", name="conv_2"),
        layers.MaxPooling2D(2, name="pool_2"),
        layers.Flatten(name="flatten"),
        layers.Dropout(0.2, name="dropout"),
    ]
    return _classifier("mnist_cnn", (28, 28), learning_rate, UNIT, middle)


def _classifier(name, shape, learning_rate, scaling, middle):
    """Put layers between a picture, scaled, and its 10 probabilities, and compile the network."""
    import keras
    from keras import layers

    network = keras.Sequential(
        [
            keras.Input(shape, dtype="uint8", name="picture"),
            layers.Rescaling(*scaling, name="scale"),
            *middle,
            layers.Dense(10, activation="softmax", name="probabilities"),
        ],
        name=name,
    )
    network.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network
