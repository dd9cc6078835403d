"""What lesson 4 writes into its own cells, and the records it opens."""

import ast

import keras
import numpy as np
import pytest
from keras import layers
from scipy.stats import spearmanr

from helpers.course.records import SHIPPED, shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from tools.lessons import find_lessons


@pytest.fixture(scope="module")
def network():
    return shipped_record("mnist_features").restore(mnist_features_cnn())


@pytest.fixture(scope="module")
def digits():
    return load("mnist", size="sample")


@pytest.fixture(scope="module")
def lesson():
    """The functions that the lesson and its extra define."""
    import tensorflow as tf

    names = {"keras": keras, "layers": layers, "np": np, "tf": tf}
    books = find_lessons(["04_feature_maps", "extras/which_pixels"])
    for cell in (cell for book in books for cell in book.read().cells):
        if cell.cell_type == "code":
            defined = [node for node in ast.parse(cell.source).body
                       if isinstance(node, ast.FunctionDef)]  # fmt: skip
            exec(compile(ast.Module(defined, []), "lesson 4", "exec"), names)
    return names


# The records.


def test_both_are_small():
    sizes = [(SHIPPED / f"mnist_features{seed}.npz").stat().st_size for seed in ("", "_seed_1")]
    assert sum(sizes) <= 3_500_000


@pytest.mark.parametrize("name", ["mnist_features", "mnist_features_seed_1"])
def test_a_record_is_of_its_network_at_its_end(name, digits):
    record = shipped_record(name)
    assert record.weight_epochs == (0, 1, 2, 3, 5, 8, 13, 21, 30)
    assert record.epochs[-1] == 30
    network = record.restore(mnist_features_cnn())
    probabilities = np.array(network(digits.x_test, training=False))
    # On the thousand pictures of the sample: far below this only if the weights were others.
    assert (probabilities.argmax(axis=1) == digits.y_test).mean() > 0.985
    look = keras.Model(network.inputs[0], network.get_layer("conv_2").output)
    maps = np.array(look(record.pictures, training=False))
    recorded = record.maps["conv_2"][-1]
    tolerance = record.stored_error("maps/conv_2") + 0.02
    np.testing.assert_allclose(recorded, maps, atol=tolerance)
    np.testing.assert_allclose(
        record.kernels[-1], network.get_layer("conv_1").get_weights()[0], atol=1e-4
    )


@pytest.mark.parametrize("name", ["mnist_features", "mnist_features_seed_1"])
def test_at_least_994_of_1000_test_pictures_are_right(name, full):
    mnist, record = full("mnist"), shipped_record(name)
    network = record.restore(mnist_features_cnn())
    predicted = network.predict(mnist.x_test, batch_size=200, verbose=0).argmax(axis=1)
    accuracy = (predicted == mnist.y_test).mean()
    assert accuracy >= 0.994
    assert accuracy == pytest.approx(record.made_from["test_accuracy"], abs=3e-4)


def test_three_trainings_differ_only_in_the_seed_and_hardly_in_their_score():
    names = [f"mnist_features{seed}" for seed in ("", "_seed_1", "_seed_2")]
    first, *others = (shipped_record(name).made_from for name in names)
    assert [each["seed"] for each in (first, *others)] == [0, 1, 2]
    for key in ("network", "schedule", "optimizer", "augmentation", "summary"):
        assert all(each[key] == first[key] for each in others)
    scores = np.array([each["test_accuracy"] for each in (first, *others)])
    assert scores.min() >= 0.994
    # One standard error of a score on 10,000 pictures; the seeds are nearer to each other.
    assert np.ptp(scores) < 2 * np.sqrt(0.9945 * 0.0055 / 10_000)


def test_digits_redrawn_on_a_pad_are_still_read(network, digits):
    from PIL import Image

    from helpers.analysis.handwriting import like_mnist

    drawn = []
    for digit in digits.x_test[:300]:
        smooth = Image.fromarray(digit).resize((230, 230), Image.Resampling.BICUBIC)
        pad = np.zeros((280, 280), np.uint8)
        pad[40:270, 5:235] = np.where(np.asarray(smooth) > 100, 255, 0)
        drawn.append(like_mnist(pad))
    predicted = np.array(network(np.stack(drawn), training=False)).argmax(axis=1)
    assert (predicted == digits.y_test[:300]).mean() > 0.97


# What the lesson defines.


def test_the_lessons_network_is_the_recorded_one(lesson):
    shapes = [weight.shape for weight in mnist_features_cnn().weights]
    assert [weight.shape for weight in lesson["build"]().weights] == shapes


def as_functional(network):
    """The same network, its layers joined by hand."""
    given = picture = keras.Input((28, 28), dtype="uint8")
    for layer in network.layers:
        given = type(layer).from_config(layer.get_config())(given)
    functional = keras.Model(picture, given)
    functional.set_weights(network.get_weights())
    return functional


def test_grad_cam_is_what_finite_differences_say(network, digits, lesson):
    picture, target, layer = digits.x_test[3], 0, "conv_2"
    cam = lesson["grad_cam"](network, picture, layer, target)
    look = keras.Model(network.inputs[0], network.get_layer(layer).output)
    maps = np.array(look(picture[None], training=False))

    after = network.layers.index(network.get_layer(layer)) + 1

    def score(maps):
        given = keras.ops.convert_to_tensor(maps)
        for each in network.layers[after:-1]:
            given = each(given, training=False) if "norm" in each.name or "drop" in each.name \
                else each(given)  # fmt: skip
        kernel, bias = network.layers[-1].get_weights()
        return np.array(given, np.float64) @ kernel[:, target] + bias[target]

    # The mean slope of each map is the slope in the direction "this map, everywhere a bit more".
    # Pooling passes only the largest of four on, so small steps see no kink.
    step = 2e-3
    steps = step * np.eye(64, dtype=np.float32)[:, None, None, :]
    slopes = (score(maps + steps) - score(maps - steps)) / (2 * step) / maps[0, ..., 0].size
    expected = np.maximum(maps[0] @ slopes, 0)
    assert cam.shape == (12, 12)
    np.testing.assert_allclose(cam, expected, atol=0.02 * expected.max())


def test_grad_cam_works_for_functional_networks_too(network, digits, lesson):
    picture = digits.x_test[1]
    plain = lesson["grad_cam"](network, picture, "conv_1", 2)
    functional = lesson["grad_cam"](as_functional(network), picture, "conv_1", 2)
    assert plain.shape == (26, 26)
    np.testing.assert_allclose(functional, plain, atol=1e-6)


def test_occlusion_is_what_covering_by_hand_says(network, digits, lesson):
    picture, target = digits.x_test[9].copy(), 9
    lost = lesson["occlusion_map"](network, picture, target, size=26)
    assert np.array_equal(picture, digits.x_test[9]), "the picture stays whole"

    def probability(one):
        return np.array(network(one[None], training=False))[0, target]

    whole, expected, times = probability(picture), np.zeros((28, 28)), np.zeros((28, 28))
    for row in range(3):
        for column in range(3):
            covered = picture.copy()
            covered[row : row + 26, column : column + 26] = 0
            expected[row : row + 26, column : column + 26] += whole - probability(covered)
            times[row : row + 26, column : column + 26] += 1
    np.testing.assert_allclose(lost, expected / times, atol=1e-5)


def test_the_printed_pixel_can_be_redone_by_hand(network, digits):
    look = keras.Model(network.inputs[0], network.get_layer("conv_1").output)
    maps = np.array(look(digits.x_test[:1], training=False))[0]
    row, column, k = np.unravel_index(maps.argmax(), maps.shape)
    kernels, biases = (np.round(each, 4) for each in network.get_layer("conv_1").get_weights())
    by_hand = 0.0
    for down in range(3):
        for right in range(3):
            pixel = int(digits.x_test[0, row + down, column + right])
            by_hand += pixel * float(kernels[down, right, 0, k])
    by_hand = by_hand / 255 + float(biases[k])
    assert f"{by_hand:.3f}" == f"{maps.max():.3f}"


@pytest.mark.parametrize("name", ["mnist_features", "mnist_features_seed_1"])
def test_the_two_ways_agree_on_0_6_and_9_and_hardly_on_2(name, digits, lesson):
    network = shipped_record(name).restore(mnist_features_cnn())
    agreement, off = {}, {}
    for number in (1, 3, 9, 11):
        picture, target = digits.x_test[number], int(digits.y_test[number])
        covered = lesson["occlusion_map"](network, picture, target)
        cam = lesson["grad_cam"](network, picture, "conv_2", target)
        large = np.ravel(keras.ops.image.resize(cam[..., None], (28, 28)))
        agreement[target] = spearmanr(covered.ravel(), large)[0]
        off[target] = large[picture.ravel() < 100].sum() / large.sum()
    assert min(agreement[0], agreement[6], agreement[9]) > 0.5 > 0.3 > agreement[2]
    assert min(off.values()) > 0.2 and np.mean(list(off.values())) > 0.4
