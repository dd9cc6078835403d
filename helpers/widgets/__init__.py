"""What a learner moves: pictures and pads that answer in the browser itself, kernel or not."""

from helpers.widgets.epoch_player import EpochPlayer
from helpers.widgets.live_training import LiveTraining

__all__ = ["EpochPlayer", "LiveTraining"]
