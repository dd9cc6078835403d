"""An autoencoder, opened: the codes of pictures, and the pictures of codes."""

import numpy as np

from helpers._arguments import bad_argument, check_integer, check_numbers
from helpers.networks.inputs import as_input

__all__ = ["codes", "decoded", "decoded_grid", "halves", "reconstructions"]

#: Pictures per forward pass.
BATCH = 200


def halves(model, layer=None):
    """Cut an autoencoder into what makes codes and what makes pictures of them.

    The network stays as it was; its halves share its layers, and what they learn later.
    Used in lesson 08.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input and one output.
    layer : str, optional
        The layer, or the network within it, that gives the code. Left out: the one that gives the
        fewest numbers, the last layer aside, and of several such ones the last.

    Returns
    -------
    encoder, decoder : keras.Model
        The decoder takes the layer's output.

    Raises
    ------
    ValueError
        If there is no such layer, or if the answer does not follow from its output alone.
    """
    import keras

    try:
        (picture,), (answer,) = model.inputs, model.outputs
    except (AttributeError, TypeError, ValueError):
        raise bad_argument(
            "model", "a Sequential or functional network with one input and one output", model
        ) from None
    known = {each.name: each for each in model.layers}
    if layer is None:
        layer = _narrowest(known)
    if layer not in known:
        raise bad_argument("layer", f"a name out of {list(known)}", layer)
    # Of a network within this one: what it gives where it was called, not its own end.
    code = keras.Operation.output.fget(known[layer])
    try:
        return keras.Model(picture, code), keras.Model(code, answer)
    except ValueError:
        raise bad_argument(
            "layer", "one that everything goes through", layer,
            "The network's answer also needs what goes past this layer.",
        ) from None  # fmt: skip


def _narrowest(known):
    """Name the layer that gives the fewest numbers."""
    import keras

    sizes = {
        name: int(np.prod([side or 1 for side in keras.Operation.output.fget(layer).shape[1:]]))
        for name, layer in list(known.items())[:-1]
        if not isinstance(layer, keras.layers.InputLayer)
    }
    if not sizes:
        raise bad_argument("model", "an autoencoder, of two layers or more", list(known))
    fewest = min(sizes.values())
    return [name for name, size in sizes.items() if size == fewest][-1]


def codes(model, images, layer=None):
    """Give the codes of pictures.

    Used in lesson 08.

    Parameters
    ----------
    model : keras.Model
        An autoencoder, as `halves` takes it.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them.
    layer : str, optional
        As for `halves`.

    Returns
    -------
    ndarray of float32, shape (N, K)
        A row for each picture, whatever the code's form.

    Raises
    ------
    ValueError
        If the pictures are not of the network's size or range, or the network can't be cut.
    """
    given = _asked(halves(model, layer)[0], as_input(model, images))
    return given.reshape(len(given), -1)


def reconstructions(model, images):
    """Give what comes of pictures that go through an autoencoder.

    Used in lesson 08.

    Parameters
    ----------
    model : keras.Model
        With one input for pictures.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them.

    Returns
    -------
    ndarray of float32
        As the network gives them, an axis of one channel left out.

    Raises
    ------
    ValueError
        If the pictures are not of the network's size or range.
    """
    return _without_channel(_asked(model, as_input(model, images)))


def decoded(decoder, codes):
    """Give the pictures that a decoder makes of codes.

    Used in lesson 08.

    Parameters
    ----------
    decoder : keras.Model
        As `halves` gives it.
    codes : ndarray of shape (N, K)

    Returns
    -------
    ndarray of float32, shape (N, H, W) or (N, H, W, C)

    Raises
    ------
    ValueError
        If the codes are not as long as the decoder takes them.
    """
    wanted = tuple(decoder.inputs[0].shape[1:])
    length = int(np.prod(wanted))
    expected = f"codes of shape (N, {length})"
    rows = check_numbers("codes", codes, expected, ranks=(2,))
    if rows.shape[1] != length:
        raise bad_argument("codes", expected, rows)
    rows = np.ascontiguousarray(rows, np.float32).reshape(-1, *wanted)
    return _without_channel(_asked(decoder, rows))


def decoded_grid(decoder, limits, n=20):
    """Decode a grid of codes of two numbers: what a map's places look like.

    Used in lesson 08.

    Parameters
    ----------
    decoder : keras.Model
        Takes codes of two numbers.
    limits : ndarray of shape (2, 2)
        Lowest and highest of the first number, and of the second.
    n : int
        Places along each of them.

    Returns
    -------
    ndarray of float32, shape (n * n, H, W) or (n * n, H, W, C)
        Row by row from the top left, where the second number is highest, each the picture of the
        middle of its cell.

    Raises
    ------
    ValueError
        If the limits are none, or the decoder takes other codes.
    """
    expected = "lowest and highest of two numbers, of shape (2, 2)"
    limits = check_numbers("limits", limits, expected, ranks=(2,)).astype(np.float64)
    if limits.shape != (2, 2) or (limits[:, 0] >= limits[:, 1]).any():
        raise bad_argument("limits", expected, limits.tolist())
    middles = (np.arange(check_integer("n", n, low=1)) + 0.5) / n
    x, y = limits[:, :1] + middles * (limits[:, 1:] - limits[:, :1])
    across, down = np.meshgrid(x, y[::-1])
    return decoded(decoder, np.stack([across.ravel(), down.ravel()], axis=1))


def _asked(network, rows):
    """Ask a network in batches."""
    import keras

    parts = [network(rows[at : at + BATCH], training=False) for at in range(0, len(rows), BATCH)]
    return np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])


def _without_channel(pictures):
    return pictures[..., 0] if pictures.ndim == 4 and pictures.shape[-1] == 1 else pictures
