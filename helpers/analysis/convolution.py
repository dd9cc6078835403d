"""A convolutional layer's arithmetic, in NumPy."""

import numpy as np

from helpers._arguments import bad_argument, check_choice, check_integer, check_numbers

__all__ = ["convolve", "padded", "patches"]


def padded(pictures, size, stride=1, padding="valid"):
    """Surround pictures with zeros, as a convolution with "same" padding does.

    Parameters
    ----------
    pictures, size, stride, padding
        See `patches`.

    Returns
    -------
    ndarray of shape (N, H', W', C)
        The pictures themselves where ``padding`` is ``"valid"``.

    Raises
    ------
    ValueError
        If the pictures have another shape.
    """
    pictures = check_numbers("pictures", pictures, "numbers of shape (N, H, W, C)", ranks=(4,))
    stride = check_integer("stride", stride, low=1)
    check_choice("padding", padding, ("valid", "same"))
    size = tuple(check_integer("size", side, low=1) for side in size)
    if padding == "valid":
        return pictures
    margins = [(0, 0)]
    for length, side in zip(pictures.shape[1:3], size, strict=True):
        total = max((-(-length // stride) - 1) * stride + side - length, 0)
        margins.append((total // 2, total - total // 2))
    return np.pad(pictures, [*margins, (0, 0)])


def patches(pictures, size, stride=1, padding="valid"):
    """Cut out the patch of the input that each output pixel of a convolution sees.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W, C)
        Numbers; they are not changed.
    size : tuple of int
        Height and width of the kernel.
    stride : int
        Step from one patch to the next, in pixels.
    padding : str
        ``"valid"``: only patches that lie within the picture. ``"same"``: the picture is
        surrounded by zeros so that there are ``ceil(H / stride)`` rows of patches; where the
        number of zeros is odd, the one more is at the bottom and at the right, as in Keras.

    Returns
    -------
    ndarray of shape (N, rows, columns, height, width, C)
        A read-only view where there is no padding.

    Raises
    ------
    ValueError
        If the pictures have another shape, or the kernel is larger than the (padded) picture.
    """
    pictures = padded(pictures, size, stride, padding)
    if size[0] > pictures.shape[1] or size[1] > pictures.shape[2]:
        raise bad_argument(
            "size", f"a kernel no larger than the picture {pictures.shape[1:3]}", size
        )
    windows = np.lib.stride_tricks.sliding_window_view(pictures, size, axis=(1, 2))
    return np.moveaxis(windows[:, ::stride, ::stride], 3, 5)


def convolve(pictures, kernels, biases=0.0, stride=1, padding="valid"):
    """Compute what a convolutional layer computes: patch times kernel, summed, plus the bias.

    Like every deep-learning library, it does not turn the kernel around, so mathematicians would
    call it a cross-correlation. Used in lessons 03, 04 and 06.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W, C)
        What the layer receives.
    kernels : ndarray of shape (height, width, C, n)
        One kernel for each of n maps, in Keras' order of axes.
    biases : ndarray of shape (n,) or float
        Added to each map.
    stride, padding
        See `patches`.

    Returns
    -------
    ndarray of shape (N, rows, columns, n)
        Before any activation function.

    Raises
    ------
    ValueError
        If shapes do not fit.
    """
    pictures = check_numbers("pictures", pictures, "numbers of shape (N, H, W, C)", ranks=(4,))
    expected = f"an array of shape (h, w, {pictures.shape[3]}, n)"
    kernels = check_numbers("kernels", kernels, expected, ranks=(4,))
    if kernels.shape[2] != pictures.shape[3]:
        raise bad_argument("kernels", expected, kernels)
    expected = f"a number, or one for each of {kernels.shape[3]} maps"
    biases = check_numbers("biases", biases, expected, ranks=(0, 1))
    if biases.ndim and len(biases) != kernels.shape[3]:
        raise bad_argument("biases", expected, biases)
    seen = patches(pictures, kernels.shape[:2], stride=stride, padding=padding)
    n, rows, columns = seen.shape[:3]
    flat = seen.reshape(n * rows * columns, -1) @ kernels.reshape(-1, kernels.shape[3])
    return flat.reshape(n, rows, columns, -1) + biases
