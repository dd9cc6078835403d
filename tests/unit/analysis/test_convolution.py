"""A convolution's arithmetic, against Keras' own layer and against a loop by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.analysis.convolution import convolve, patches


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(3, 9),
    width=st.integers(3, 9),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 99),
)
def test_it_is_what_keras_computes(height, width, size, stride, padding, seed):
    import keras

    rng = np.random.default_rng(seed)
    pictures = rng.normal(size=(2, height, width, 3)).astype(np.float32)
    kernels = rng.normal(size=(*size, 3, 4)).astype(np.float32)
    biases = rng.normal(size=4).astype(np.float32)
    expected = keras.ops.conv(pictures, kernels, strides=stride, padding=padding) + biases
    ours = convolve(pictures, kernels, biases, stride=stride, padding=padding)
    assert ours.shape == tuple(expected.shape)
    np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(expected), atol=1e-4)


def test_one_output_pixel_by_hand():
    rng = np.random.default_rng(0)
    pictures, kernels = rng.normal(size=(1, 9, 9, 2)), rng.normal(size=(3, 3, 2, 1))
    out = convolve(pictures, kernels, 0.5, stride=2)
    assert out.shape == (1, 4, 4, 1)
    total = 0.5
    for i in range(3):
        for j in range(3):
            for channel in range(2):
                total += pictures[0, 2 * 2 + i, 3 * 2 + j, channel] * kernels[i, j, channel, 0]
    assert out[0, 2, 3, 0] == pytest.approx(total)
    assert np.array_equal(patches(pictures, (3, 3), stride=2)[0, 2, 3], pictures[0, 4:7, 6:9])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pictures": np.zeros((5, 5))}, "pictures: expected numbers of shape"),
        (
            {"kernels": np.zeros((3, 3, 2, 1))},
            r"kernels: expected an array of shape \(h, w, 1, n\)",
        ),
        ({"kernels": np.zeros((6, 3, 1, 1))}, "size: expected a kernel no larger"),
        ({"stride": 0}, "stride: expected a whole number"),
        ({"padding": "full"}, "padding: expected one of 'valid', 'same'"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    good = {"pictures": np.zeros((1, 5, 5, 1)), "kernels": np.zeros((3, 3, 1, 1))}
    with pytest.raises(ValueError, match=message):
        convolve(**{**good, **change})
