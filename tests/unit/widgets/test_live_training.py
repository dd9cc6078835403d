"""The live training: what its button starts, what ■ leaves, and that it goes on from there."""

import base64
import re

import pytest

from helpers.recording import Recorder, even_schedule
from helpers.widgets import LiveTraining
from tests.support.tiny import tiny_data, tiny_network


@pytest.fixture
def training():
    data, network = tiny_data(), tiny_network()
    recorder = Recorder(data, pictures=[3], schedule=even_schedule(6, steps=6, batch_size=20))
    stop_in = []

    def train_epoch(epoch):
        calls.append(epoch)
        if epoch in stop_in:
            stop_in.remove(epoch)
            raise KeyboardInterrupt
        network.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder])

    calls = []
    return LiveTraining(train_epoch, recorder, longest=6, n_epochs=2), calls, stop_in


def test_the_button_trains_as_far_as_the_slider_says(training):
    live, calls, _ = training
    live.button.click()
    assert calls == [0, 1]
    assert len(live.record) == 3
    assert live.bar.value == live.bar.max == 2
    assert "epoch 2 of 2" in live.status.value
    words, data = re.search(
        r'alt="(.*?)" src="data:image/png;base64,(.*?)"', live.picture.value
    ).groups()
    assert "epoch 2" in words
    assert base64.b64decode(data).startswith(b"\x89PNG")
    live.slider.value = 3
    live.button.click()
    assert calls == [0, 1, 2]
    assert not live.button.disabled


def test_a_stopped_training_keeps_its_whole_epochs(training):
    live, calls, stop_in = training
    stop_in.append(1)
    live.train(4)
    assert len(live.record) == 2
    assert "Stopped. 1 whole epochs are kept" in live.status.value
    assert not live.button.disabled
    live.train(4)
    assert len(live.record) == 5
    assert calls == [0, 1, 1, 2, 3]


def test_it_cannot_train_longer_than_planned(training):
    live, calls, _ = training
    with pytest.raises(ValueError, match="n_epochs: expected .* from 1 to 6; received 7"):
        live.train(7)
    assert not calls
