"""Recording draws no random number, under whichever backend is installed besides TensorFlow."""

import importlib.util
import os
import subprocess
import sys

import pytest

TRAINING = """
import keras, numpy as np
from keras import layers
from helpers.recording import Recorder
from tests.support.networks import classifier, compiled, pictures

data = pictures((8, 8, 1))

def train(validated, *callbacks):
    keras.utils.set_random_seed(3)
    middle = [layers.RandomTranslation(0.1, 0.1), layers.Conv2D(4, 3, name="conv"),
              layers.BatchNormalization(), layers.Dropout(0.3)]
    model = compiled(classifier((8, 8, 1), middle))
    valid = (data.x_valid, data.y_valid) if validated else None
    history = model.fit(data.x_train, data.y_train, batch_size=16, epochs=3, verbose=0,
                        validation_data=valid, callbacks=callbacks).history
    return history["loss"], model.get_weights()

for validated in (True, False):
    recorder = Recorder(data, pictures=[0], layers=["conv"], codes=["conv"], watch=12)
    (losses, weights), (bare, plain) = train(validated, recorder), train(validated)
    assert losses == bare, (losses, bare)
    assert all(map(np.array_equal, weights, plain))
    assert recorder.record.images_seen.tolist() == [0, 60, 120, 180]
    assert recorder.record.made_from["versions"]["backend"] == keras.config.backend()
print("the same to the last bit")
"""


@pytest.mark.long  # neither comes with the course
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_a_recorded_training_is_the_same_to_the_last_bit(backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    done = subprocess.run(
        [sys.executable, "-c", TRAINING], capture_output=True, text=True, check=False,
        env={**os.environ, "KERAS_BACKEND": backend},
    )  # fmt: skip
    assert "the same to the last bit" in done.stdout, done.stderr[-2000:]
