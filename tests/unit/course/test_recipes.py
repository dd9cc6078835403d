"""How a recipe trains, and what of it is shipped."""

import numpy as np

from helpers.course.training_recipe import TrainingRecipe, train
from helpers.recording import even_schedule, load_record
from tests.support.tiny import tiny_data, tiny_network


def test_pictures_are_mirrored_at_every_second_time_and_shares_are_learned(tmp_path):
    import keras

    told = []

    def build(steps):
        network = tiny_network()
        network.compile("adam", keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
                        metrics=["accuracy"])  # fmt: skip
        return network

    def augment(images, rng, mirrored):
        told.append((images.copy(), mirrored.copy()))
        return images

    data = tiny_data()
    n = len(data.x_train)
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=build,
        schedule=even_schedule(4, steps=1, batch_size=n),
        augment=augment,
        alternate=True,
        keep={"weights_at": [0, 2, 4]},
        whole=(4,),
        convolutions=False,
        weights_as="int8",
    )
    record, network = train(recipe, data)
    # Which picture is which: those that look alike may stand for each other.
    turns = {}
    for images, mirrored in told:
        for image, turned in zip(images, mirrored, strict=True):
            turns.setdefault(image.tobytes(), []).append(bool(turned))
    for seen in turns.values():
        assert sum(seen) == len(seen) / 2
    assert 0.2 < told[0][1].mean() < 0.8
    shipped = recipe.ship(record, network)
    assert shipped.weight_epochs == (4,)
    loaded = load_record(shipped.save(tmp_path / "small.npz"))
    for stored, weight in zip(loaded.weights["4"], network.get_weights(), strict=True):
        step = np.abs(weight).max() / 127 if weight.ndim > 1 else np.abs(weight).max() * 2**-10
        assert np.abs(stored - weight).max() <= 0.51 * step + 1e-7
    assert recipe.ship(record, network).made_from["weights_as"] == "int8"


def test_convolutions_alone_are_shipped_of_most_epochs():
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=lambda steps: tiny_network(),
        schedule=even_schedule(2, steps=2, batch_size=20),
        keep={"weights_at": [0, 1, 2]},
        whole=(2,),
    )
    record, network = train(recipe, tiny_data())
    shipped = recipe.ship(record, network)
    assert shipped.weight_epochs == (0, 1, 2)
    owners = [weight.path.split("/")[-2] for weight in network.weights]
    for epoch in ("0", "1"):
        for owner, weight in zip(owners, shipped.weights[epoch], strict=True):
            assert (weight is None) == (not owner.startswith(("conv", "norm"))), owner
    assert all(weight is not None for weight in shipped.weights["2"])
