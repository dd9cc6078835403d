"""Pictures as a network takes them; or a word on what is wrong with them, and what to write."""

import numpy as np

from helpers._arguments import as_array, bad_argument, check_images

__all__ = ["as_input", "brightness_limits"]


def as_input(model, images, name="images"):
    """Bring pictures into the shape of a network's input, if they are what it takes.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures, or for rows of their pixels.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        They are not changed.
    name : str
        What an error calls them.

    Returns
    -------
    ndarray
        The same numbers; grey pictures with or without an axis for the channel, as the network
        wants it, or as rows.

    Raises
    ------
    ValueError
        If the pictures are not of the network's size or range, or the network has another input.

    Notes
    -----
    What range of brightness a network wants is told by how it scales: by its first layers of kind
    Rescaling and Normalization, also those inside of a model within it. Of a network without such
    layers nobody can tell, and it gets what comes.
    """
    wanted, dtype = _wanted(model)
    images = _with_batch_axis(as_array(name, images, "pictures"), wanted, name)
    images = check_images(name, images)
    if images.ndim == 3 and len(wanted) == 3 and wanted[-1] == 1:
        images = images[..., None]
    elif images.ndim == 4 and len(wanted) == 2 and images.shape[-1] == 1:
        images = images[..., 0]
    elif wanted == (np.prod(images.shape[1:]),):
        images = images.reshape(len(images), -1)
    fits = images.ndim == len(wanted) + 1 and all(
        want in (None, have) for want, have in zip(wanted, images.shape[1:], strict=True)
    )
    if not fits:
        expected = f"pictures of shape (N, {', '.join(map(str, wanted))})"
        raise bad_argument(name, expected, images, _shape_advice(images.shape, wanted, name))
    _check_range(model, images, dtype, name)
    return images


def brightness_limits(model):
    """Say what is black and what is white for a network, as its own scaling tells.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    tuple of float or None
        (0, 255) or (0, 1); None of a network that does not scale.
    """
    factor, _ = _scaling(model)
    if "int" in _wanted(model)[1] or factor < 0.1:
        return 0.0, 255.0
    return (0.0, 1.0) if factor != 1 else None


def _wanted(model):
    """Give the shape of one picture, as the network's only input has it, and its dtype."""
    try:
        (picture,) = model.inputs
    except (AttributeError, TypeError, ValueError):
        raise bad_argument(
            "model", "a Sequential or functional network with one input", model,
            "If it is Sequential, give it a keras.Input first, or call it on a picture.",
        ) from None  # fmt: skip
    return tuple(picture.shape[1:]), str(picture.dtype)


def _with_batch_axis(images, wanted, name):
    """Refuse a single picture, with what to write."""
    forms = [wanted, wanted[:2]] if wanted[-1:] == (1,) else [wanted]
    if images.shape in [form for form in forms if None not in form and len(form) > 1]:
        expected = f"pictures of shape (N, {', '.join(map(str, wanted))})"
        raise bad_argument(name, expected, images, f"One picture is a batch too: {name}[None].")
    return images


def _shape_advice(shape, wanted, name):
    """Say what to write so that pictures fit."""
    if len(wanted) == 1:
        return f"The network takes rows of {wanted[0]} numbers: pictures of so many pixels."
    height, width, channels = (*wanted, 1)[:3]
    size, has = shape[1:3], shape[3] if len(shape) == 4 else 1
    if len(shape) == 4 and len(wanted) == 3 and shape[1:] == (channels, height, width):
        return f"The channels come last: {name}.transpose(0, 2, 3, 1)."
    if all(want in (None, have) for want, have in zip((height, width), size, strict=True)):
        if has == 4:
            return f"The fourth channel says how opaque a pixel is: {name}[..., :3]."
        if channels == 1:
            return f"It takes grey pictures: {name}.mean(axis=-1).astype({name}.dtype)."
        grey = name if len(shape) == 4 else f"{name}[..., None]"
        return f"It takes colour pictures: np.repeat({grey}, {channels}, axis=-1)."
    return (
        f"Bring them to {height} × {width} pixels, the size that the network was built for; "
        f"`from_folder` does so with image_size=({height}, {width})."
    )


def _check_range(model, images, dtype, name):
    """Raise ``ValueError`` if the brightness is plainly of another range than the network's."""
    floats, low, high = images.dtype.kind == "f", images.min(), images.max()
    factor, _ = _scaling(model)
    takes_bytes = "int" in dtype or factor < 0.1
    if takes_bytes and (low < 0 or high > 255 or (floats and ("int" in dtype or 0 < high <= 1))):
        factor = f", or {name} * 255" if floats and 0 <= low and high <= 1 else ""
        raise bad_argument(
            name, "brightness from 0 to 255, as uint8", images,
            f"This network scales pictures itself: give it those that `load` gives{factor}.",
        )  # fmt: skip
    if not takes_bytes and factor != 1 and high > 2:
        raise bad_argument(
            name, "brightness from 0 to 1", images,
            f"This network's first layers take it so: give it {name} / 255.",
        )  # fmt: skip


def _scaling(model):
    """Multiply the factors by which a network's first layers scale brightness.

    Returns
    -------
    factor : float
        1 where nothing scales. About 1 / 255, or 1 / 64 (a standard deviation), where brightness
        is to go from 0 to 255; 2 or 4 where it is to go from 0 to 1.
    goes_on : bool
        Whether no layer came that learns: then the next layer may still scale.
    """
    import keras

    total = 1.0
    for layer in model.layers:
        factor, goes_on = 1.0, True
        if hasattr(layer, "layers"):
            factor, goes_on = _scaling(layer)
        elif isinstance(layer, keras.layers.Rescaling):
            factor = np.mean(np.abs(keras.ops.convert_to_numpy(layer.scale)))
        elif isinstance(layer, keras.layers.Normalization):
            factor = _of_normalization(layer)
        elif layer.weights:
            goes_on = False
        total *= factor
        if not goes_on:
            return total, False
    return total, True


def _of_normalization(layer):
    """Give the factor of a Normalization: one by its standard deviation, or that itself."""
    import keras

    variance = getattr(layer, "variance", None)
    if variance is None:  # neither adapted nor given
        return 1.0
    deviation = np.mean(np.sqrt(np.maximum(keras.ops.convert_to_numpy(variance), 1e-7)))
    return deviation if getattr(layer, "invert", False) else 1 / deviation
