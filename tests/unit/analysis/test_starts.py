"""Random pictures have structure of many sizes; axes of colour are those of the pictures."""

import numpy as np
import pytest

from helpers.analysis.starts import colour_axes, multi_scale_noise


def test_noise_has_long_and_short_waves_the_long_ones_stronger():
    noise = multi_scale_noise(40, (32, 32), seed=1)
    power = np.abs(np.fft.fft2(noise - noise.mean(axis=(1, 2), keepdims=True))) ** 2
    length = np.hypot(*np.meshgrid(*[32 * np.fft.fftfreq(32)] * 2))
    bands = [power[:, (length >= a) & (length < 2 * a)].mean() for a in (1, 2, 4, 8)]
    assert (np.diff(bands) < 0).all() and bands[-1] > 0
    assert (
        noise.min(axis=(1, 2)).tolist() == [0] * 40 and noise.max(axis=(1, 2)).tolist() == [1] * 40
    )
    assert np.array_equal(noise, multi_scale_noise(40, (32, 32), seed=1))
    assert multi_scale_noise(2, (7, 5, 3)).shape == (2, 7, 5, 3)


def test_colour_axes_have_the_covariance_of_the_pictures():
    rng = np.random.default_rng(0)
    mix = rng.normal(size=(3, 3))
    pictures = rng.normal(size=(20, 16, 16, 3)) @ mix
    axes = colour_axes(pictures)
    covariance = np.cov(pictures.reshape(-1, 3).T)
    longest = np.linalg.eigvalsh(covariance).max()
    np.testing.assert_allclose(axes.T @ axes * longest, covariance, atol=1e-5 * longest)
    lengths = np.linalg.norm(axes, axis=1)
    assert lengths[0] == pytest.approx(1) and (np.diff(lengths) < 0).all()


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="shape: expected"):
        multi_scale_noise(2, (8,))
    with pytest.raises(ValueError, match="images: expected pictures with channels"):
        colour_axes(np.zeros((2, 8, 8)))
    with pytest.raises(ValueError, match="not all of one colour"):
        colour_axes(np.zeros((2, 8, 8, 3)))
