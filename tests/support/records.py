"""Small records with random arrays, for tests of what takes a record."""

import numpy as np

from helpers.recording import LayersRecord, MapsRecord, ProjectionRecord, TrainingRecord


def training_record(seed=0, epochs=(0, 1, 2, 5)):
    rng = np.random.default_rng(seed)
    n = len(epochs)
    probabilities = rng.random((n, 7, 3)).astype(np.float32)
    return TrainingRecord(
        epochs=np.array(epochs, np.int32),
        made_from={"data": {"name": "columns"}, "seed": seed, "network": {"name": "tiny"}},
        scores={key: rng.random(n).astype(np.float32) for key in ("loss", "val_loss")},
        images_seen=np.arange(n, dtype=np.int64) * 100,
        seconds=np.arange(n, dtype=np.float32),
        kernels=rng.normal(size=(n, 3, 3, 1, 4)).astype(np.float32),
        biases=rng.normal(size=(n, 4)).astype(np.float32),
        pictures=rng.integers(0, 256, (2, 8, 8), dtype=np.uint8),
        maps={"conv": rng.random((n, 2, 6, 6, 4)).astype(np.float32) * 9},
        probabilities=probabilities / probabilities.sum(axis=2, keepdims=True),
        test_index=np.arange(7, dtype=np.int32),
        test_labels=rng.integers(0, 3, 7).astype(np.uint8),
        weights={"5": tuple(rng.normal(size=s).astype(np.float32) for s in [(3, 4)] * 12)},
    )


def projection_record(seed=0, n=50):
    rng = np.random.default_rng(seed)
    return ProjectionRecord(
        epochs=np.arange(6, dtype=np.int32),
        made_from={"data": {"name": "columns"}},
        embeddings=np.cumsum(rng.normal(size=(6, n, 2)), axis=0).astype(np.float32),
        picture_index=np.arange(n, dtype=np.int32),
        labels=rng.integers(0, 3, n).astype(np.uint8),
        between={
            "places": rng.normal(size=(4, 2)).astype(np.float32),
            "pictures": rng.integers(0, 256, (4, 8, 8), dtype=np.uint8),
            "returned": rng.normal(size=(4, 2)).astype(np.float32),
        },
    )


def maps_record(seed=0, n=50):
    rng = np.random.default_rng(seed)
    return MapsRecord(
        made_from={"data": {"name": "columns"}},
        settings={"n_neighbors": np.float32([5, 15]), "min_dist": np.float32([0, 0.5])},
        embeddings=rng.normal(size=(2, n, 2)).astype(np.float32),
        picture_index=np.arange(n, dtype=np.int32),
        labels=rng.integers(0, 3, n).astype(np.uint8),
    )


def layers_record(seed=0, n=50, epochs=(0, 1, 4), layers=("pixels", "conv", "output"), others=2):
    rng = np.random.default_rng(seed)
    shape = len(epochs), len(layers)
    return LayersRecord(
        epochs=np.array(epochs, np.int32),
        made_from={"data": {"names": ["ant", "bee", "cat"]}, "layers": list(layers),
                   "network": {"name": "tiny"}},
        embeddings=rng.normal(size=(*shape, n, 2)).astype(np.float32),
        picture_index=np.arange(n, dtype=np.int32),
        labels=(np.arange(n) % 3).astype(np.uint8),
        shares=rng.random(shape).astype(np.float32),
        untrained=rng.random((others, len(layers))).astype(np.float32),
    )  # fmt: skip
