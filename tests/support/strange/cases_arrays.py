"""Good arguments for every function that takes arrays and needs neither figures nor Keras."""

import dataclasses

import numpy as np

from helpers.analysis import (
    calibration,
    chance,
    classes,
    confusion,
    convolution,
    depth,
    handwriting,
    inventions,
    neighbours,
    pairs,
    patches,
    robustness,
    scores,
    starts,
    training,
    twins,
)
from helpers.analysis.near_copies import near_copies
from helpers.datasets import catalog, mosaics, own, split
from helpers.networks import augmentation, features, mlp
from helpers.recording import encoding
from tests.support.strange.forms import Case

__all__ = ["CASES"]


def _pictures_and_labels(sizes):
    return {"images": sizes.images(), "labels": sizes.labels()}


def _many_pictures_and_labels(sizes):
    """Enough of each class for three parts."""
    sizes = dataclasses.replace(sizes, n=10 * sizes.k)
    return {**_pictures_and_labels(sizes), "groups": np.arange(sizes.n) // 2}


def _maps(sizes, seed=0):
    rng = np.random.default_rng(sizes.seed + seed)
    return rng.random((sizes.n, 4, 4, 3)).astype(np.float32)


def _nearest(sizes):
    return (np.arange(sizes.n)[:, None] + [1, 2]) % sizes.n


def _half(sizes):
    return np.arange(sizes.n) % 2 == 0


def _trained(sizes):
    data = np.random.default_rng(0).random((20, 4))
    return mlp.MLP((3,), max_epochs=1, batch_size=10).fit(data, np.arange(20) % 3)


def _features(sizes):
    return np.random.default_rng(sizes.seed).random((sizes.n, 4)).astype(np.float32)


def _reliability(sizes):
    return calibration.reliability(sizes.probabilities(), sizes.labels())


def _predict(images):
    return np.asarray(images).reshape(len(images), -1).argmax(axis=1) % 2


CASES = {
    "analysis.inventions.frechet_distance": Case(
        inventions.frechet_distance,
        lambda s: {"features": _features(s), "others": _features(s)[1:]},
        {"features": "numbers", "others": "numbers"},
    ),
    "analysis.inventions.nearest_real": Case(
        inventions.nearest_real,
        lambda s: {"features": _features(s), "real": _features(s)[::-1]},
        {"features": "numbers", "real": "numbers"},
    ),
    "analysis.inventions.sample_codes": Case(
        inventions.sample_codes,
        lambda s: {"codes": _features(s), "n": 4, "how": "classes", "labels": s.labels()},
        {"codes": "numbers", "labels": "labels"},
    ),
    # Data
    "datasets.catalog.sha256_of": Case(catalog.sha256_of, lambda s: {"array": s.images()}, {}),
    "datasets.own.from_arrays": Case(
        own.from_arrays,
        _many_pictures_and_labels,
        {"images": "images", "labels": "labels", "groups": "any"},
        view=lambda data: (data.x_test, data.y_test),
        optional=("groups",),
        # What other people's loaders give, and names.
        takes={
            "labels": ("one more axis at the end", "True and False", "half precision", "texts"),
            "groups": ("texts",),
        },
    ),
    "datasets.split.stratified_split": Case(
        split.stratified_split,
        lambda s: {"labels": s.labels(), "valid_size": 2},
        {"labels": "labels"},
    ),
    "datasets.mosaics.make_mosaic": Case(
        mosaics.make_mosaic, lambda s: {"images": s.images(3)}, {"images": "images"}
    ),
    "datasets.mosaics.split_mosaic": Case(
        mosaics.split_mosaic,
        lambda s: {
            "mosaic": mosaics.make_mosaic(s.images()),
            "n": s.n,
            "image_shape": (s.side, s.side),
        },
        {"mosaic": "mosaic"},
    ),
    # Networks
    "networks.augmentation.random_affine": Case(
        augmentation.random_affine,
        lambda s: {"images": s.images(), "rng": np.random.default_rng(0), "by": 2},
        {"images": "images"},
    ),
    "networks.augmentation.random_shift_and_flip": Case(
        augmentation.random_shift_and_flip,
        lambda s: {"images": s.images(3), "rng": np.random.default_rng(0), "by": 2},
        {"images": "images"},
    ),
    "networks.mlp.MLP.fit": Case(
        lambda X, y: mlp.MLP((3,), max_epochs=2, batch_size=4).fit(X, y),
        lambda s: {"X": _features(s), "y": s.labels()},
        {"X": "numbers", "y": "any"},
        view=lambda network: network.weights_,
    ),
    "networks.mlp.MLP.predict_proba": Case(
        lambda X: _trained(X).predict_proba(X), lambda s: {"X": _features(s)}, {"X": "numbers"}
    ),
    "networks.mlp.MLP.predict": Case(
        lambda X: _trained(X).predict(X), lambda s: {"X": _features(s)}, {"X": "numbers"}
    ),
    "networks.mlp.MLP.cost_and_gradients": Case(
        lambda X, y: _trained(X).cost_and_gradients(X, y),
        lambda s: {"X": _features(s), "y": np.arange(s.n) % 3},
        {"X": "numbers", "y": "any"},
    ),
    # Records
    "recording.encoding.encode": Case(
        encoding.encode,
        lambda s: {"array": s.floats(3, 4), "encoding": "uint16"},
        {"array": "any shape"},
    ),
    # Classes
    "analysis.near_copies.near_copies": Case(
        near_copies,
        lambda s: {"images": s.images(), "others": s.images()},
        {"images": "images", "others": "images"},
        optional=("others",),
    ),
    "analysis.classes.class_averages": Case(
        classes.class_averages, _pictures_and_labels, {"images": "images", "labels": "labels"}
    ),
    "analysis.classes.typicality": Case(
        classes.typicality,
        lambda s: {
            **_pictures_and_labels(s),
            "averages": classes.class_averages(s.images(), s.labels()),
        },
        {"images": "images", "labels": "labels", "averages": "images"},
        optional=("averages",),
    ),
    "analysis.classes.likeness": Case(
        classes.likeness, _pictures_and_labels, {"images": "images", "labels": "labels"}
    ),
    "analysis.classes.average_correlation": Case(
        classes.average_correlation, _pictures_and_labels, {"images": "images", "labels": "labels"}
    ),
    "analysis.classes.alike_pairs": Case(
        classes.alike_pairs, lambda s: {"correlation": s.symmetric()}, {"correlation": "symmetric"}
    ),
    "analysis.classes.class_linkage": Case(
        classes.class_linkage,
        lambda s: {"correlation": s.symmetric()},
        {"correlation": "symmetric"},
    ),
    "analysis.classes.nearest_average": Case(
        classes.nearest_average,
        lambda s: {
            "images": s.images(),
            "averages": classes.class_averages(s.images(), s.labels()),
        },
        {"images": "images", "averages": "images"},
    ),
    # Confusion
    "analysis.confusion.confusion_matrix": Case(
        confusion.confusion_matrix,
        lambda s: {"labels": s.labels(), "predictions": s.labels(1)},
        {"labels": "labels", "predictions": "positions"},
    ),
    "analysis.confusion.check_matrix": Case(
        confusion.check_matrix, lambda s: {"matrix": s.matrix()}, {"matrix": "matrix"}
    ),
    "analysis.confusion.shares": Case(
        confusion.shares, lambda s: {"matrix": s.matrix(2)}, {"matrix": "matrices"}
    ),
    "analysis.scores.outcomes": Case(
        scores.outcomes, lambda s: {"matrix": s.matrix()}, {"matrix": "matrix"}
    ),
    "analysis.scores.class_scores": Case(
        scores.class_scores,
        lambda s: {"matrix": s.matrix(), "names": s.names()},
        {"matrix": "matrix"},
    ),
    "analysis.scores.average_scores": Case(
        scores.average_scores, lambda s: {"matrix": s.matrix()}, {"matrix": "matrix"}
    ),
    "analysis.confusion.check_probabilities": Case(
        lambda probabilities: confusion.check_probabilities("probabilities", probabilities),
        lambda s: {"probabilities": s.probabilities()},
        {"probabilities": "probabilities"},
    ),
    "analysis.confusion.most_confident": Case(
        confusion.most_confident,
        lambda s: {"probabilities": s.probabilities(), "chosen": _half(s)},
        {"probabilities": "probabilities", "chosen": "marks"},
        optional=("chosen",),
    ),
    "analysis.pairs.pair_confusion": Case(
        pairs.pair_confusion, lambda s: {"matrix": s.matrix()}, {"matrix": "matrix"}
    ),
    "analysis.pairs.pair_places": Case(
        pairs.pair_places, lambda s: {"values": s.symmetric()}, {"values": "symmetric"}
    ),
    "analysis.pairs.pair_table": Case(
        pairs.pair_table,
        lambda s: {"names": s.names(), "measure": s.symmetric()},
        {"measure": "symmetric"},
    ),
    "analysis.chance.seed_spread": Case(
        chance.seed_spread,
        lambda s: {"matrices": np.stack([s.matrix()] * 3)},
        {"matrices": "matrices"},
    ),
    "analysis.chance.mcnemar": Case(
        chance.mcnemar,
        lambda s: {"first_right": _half(s), "second_right": ~_half(s)},
        {"first_right": "marks", "second_right": "marks"},
    ),
    "analysis.chance.changed_confusions": Case(
        chance.changed_confusions,
        lambda s: {
            "labels": s.labels(),
            "before": s.labels(),
            "after": s.labels(1),
            "names": s.names(),
        },
        {"labels": "labels", "before": "labels", "after": "labels"},
    ),
    # Calibration
    "analysis.calibration.reliability": Case(
        calibration.reliability,
        lambda s: {"probabilities": s.probabilities(), "labels": s.labels()},
        {"probabilities": "probabilities", "labels": "labels"},
    ),
    "analysis.calibration.calibration_error": Case(
        calibration.calibration_error, lambda s: {"table": _reliability(s)}, {"table": "table"}
    ),
    "analysis.calibration.refusals": Case(
        calibration.refusals,
        lambda s: {
            "probabilities": s.probabilities(),
            "labels": s.labels(),
            "shares": np.array([0, 0.5]),
        },
        {"probabilities": "probabilities", "labels": "labels", "shares": "numbers"},
    ),
    # Convolution and features
    "analysis.convolution.padded": Case(
        convolution.padded,
        lambda s: {"pictures": s.images(3), "size": (3, 3), "padding": "same"},
        {"pictures": "numbers"},
    ),
    "analysis.convolution.patches": Case(
        convolution.patches,
        lambda s: {"pictures": s.images(3), "size": (3, 3), "padding": "same"},
        {"pictures": "numbers"},
    ),
    "analysis.convolution.convolve": Case(
        convolution.convolve,
        lambda s: {
            "pictures": s.floats(2, 5, 5, 2),
            "kernels": s.floats(3, 3, 2, 4),
            "biases": s.floats(4),
        },
        {"pictures": "numbers", "kernels": "numbers", "biases": "any"},
        takes={"biases": ("a number",)},
    ),
    "networks.features.silent_maps": Case(
        features.silent_maps, lambda s: {"maps": _maps(s)}, {"maps": "numbers"}
    ),
    "analysis.twins.activation_correlation": Case(
        twins.activation_correlation,
        lambda s: {"maps": _maps(s), "other_maps": _maps(s, 1)},
        {"maps": "numbers", "other_maps": "numbers"},
    ),
    "analysis.twins.match_filters": Case(
        twins.match_filters,
        lambda s: {"maps": _maps(s), "other_maps": _maps(s, 1)},
        {"maps": "numbers", "other_maps": "numbers"},
        view=lambda found: (found.partners, found.correlations),
    ),
    # Digits
    "analysis.handwriting.like_mnist": Case(
        handwriting.like_mnist, lambda s: {"drawing": s.images()[0]}, {"drawing": "picture"}
    ),
    "analysis.handwriting.NearestPictures": Case(
        lambda pictures: handwriting.NearestPictures(pictures).find(
            np.ones(np.shape(pictures)[1:]), 1
        ),
        lambda s: {"pictures": s.images()[:, :8, :8]},
        {"pictures": "images"},
    ),
    "analysis.handwriting.NearestPictures.find": Case(
        lambda picture: handwriting.NearestPictures(
            np.random.default_rng(0).random((5, 8, 8))
        ).find(picture, 2),
        lambda s: {"picture": s.images()[0, :8, :8]},
        {"picture": "picture"},
    ),
    # Depth
    "analysis.depth.share_nearest_own_mean": Case(
        depth.share_nearest_own_mean,
        lambda s: {
            "known": s.floats(s.n, 6),
            "known_labels": s.labels(),
            "codes": s.floats(s.n, 6)[::-1],
            "labels": s.labels(),
        },
        {"known": "any shape", "known_labels": "labels", "codes": "any shape", "labels": "labels"},
    ),
    "analysis.depth.in_unit_size": Case(
        depth.in_unit_size,
        lambda s: {"codes": s.floats(s.n, 6), "reference": s.floats(s.n, 6)[::-1]},
        {"codes": "any shape", "reference": "any shape"},
    ),
    "analysis.depth.LinearView.see": Case(
        lambda codes: depth.LinearView(np.ones(6), np.ones((6, 2)), None).see(codes),
        lambda s: {"codes": s.floats(s.n, 6)},
        {"codes": "any shape"},
    ),
    # Neighbours
    "analysis.neighbours.neighbours": Case(
        neighbours.neighbours,
        lambda s: {"points": s.floats(s.n, 2), "k": 2},
        {"points": "any shape"},
    ),
    "analysis.neighbours.neighbour_vote": Case(
        neighbours.neighbour_vote,
        lambda s: {"nearest": _nearest(s), "labels": s.labels()},
        {"nearest": "positions", "labels": "labels"},
    ),
    "analysis.neighbours.neighbour_classes": Case(
        neighbours.neighbour_classes,
        lambda s: {"nearest": _nearest(s), "labels": s.labels()},
        {"nearest": "positions", "labels": "labels"},
    ),
    "analysis.neighbours.kept_neighbours": Case(
        neighbours.kept_neighbours,
        lambda s: {"before": _nearest(s), "after": _nearest(s)[::-1]},
        {"before": "epochs", "after": "epochs"},
    ),
    "analysis.neighbours.class_medians": Case(
        neighbours.class_medians,
        lambda s: {"points": s.floats(s.n, 2), "labels": s.labels()},
        {"points": "any", "labels": "labels"},
    ),
    "analysis.neighbours.align": Case(
        neighbours.align,
        lambda s: {"points": s.floats(s.n, 2), "reference": s.floats(s.n, 2)[::-1]},
        {"points": "numbers", "reference": "numbers"},
    ),
    # Patches, and what made pictures begin from
    "analysis.patches.strongest_places": Case(
        lambda maps: patches.strongest_places(maps, 2),
        lambda s: {"maps": s.floats(s.n, 3, 4, 2)},
        {"maps": "numbers"},
    ),
    "analysis.patches.cut_patches": Case(
        lambda images: patches.cut_patches(images, [0, 0], [0, -1], [1, 0], (2, 2)),
        lambda s: {"images": s.images()},
        {"images": "images"},
    ),
    "analysis.starts.colour_axes": Case(
        lambda images: starts.colour_axes(images),
        lambda s: {"images": s.images(3)},
        {"images": "images"},
    ),
    # Robustness
    "analysis.robustness.shift": Case(
        robustness.shift,
        lambda s: {"images": s.images(), "down": 1, "right": -2},
        {"images": "images"},
    ),
    "analysis.robustness.rotate": Case(
        robustness.rotate, lambda s: {"images": s.images(3), "degrees": 30}, {"images": "images"}
    ),
    "analysis.robustness.add_noise": Case(
        robustness.add_noise,
        lambda s: {"images": s.images(), "strength": 9.0},
        {"images": "images"},
    ),
    "analysis.robustness.shift_scores": Case(
        robustness.shift_scores,
        lambda s: {"predict": _predict, **_pictures_and_labels(s), "distances": [0, 1]},
        {"images": "images", "labels": "labels"},
    ),
    "analysis.robustness.change_scores": Case(
        robustness.change_scores,
        lambda s: {
            "predict": _predict,
            **_pictures_and_labels(s),
            "change": robustness.rotate,
            "amounts": [0.0, 30.0],
        },
        {"images": "images", "labels": "labels"},
    ),
    # Training
    "analysis.training.learning_times": Case(
        training.learning_times,
        lambda s: {
            "predictions": s.rng.integers(0, 2, (4, s.n)),
            "labels": s.labels() % 2,
            "epochs": np.arange(4),
        },
        {"predictions": "positions", "labels": "labels", "epochs": "epochs"},
    ),
}
