"""What a learner moves: pictures and pads that answer in the browser itself, kernel or not."""

from helpers.widgets.confusion_matrix import ConfusionMatrix
from helpers.widgets.convolution import ConvolutionExplorer
from helpers.widgets.drawing_pad import DrawingPad
from helpers.widgets.epoch_player import EpochPlayer
from helpers.widgets.label_vote import LabelVote
from helpers.widgets.live_training import LiveTraining
from helpers.widgets.photo import Photo
from helpers.widgets.picture_collector import PictureCollector
from helpers.widgets.pixel_pointer import PixelPointer
from helpers.widgets.point_cloud import PointCloud
from helpers.widgets.receptive_field import ReceptiveFieldExplorer
from helpers.widgets.run_explorer import RunExplorer
from helpers.widgets.training_playground import TrainingPlayground

__all__ = [
    "ConfusionMatrix",
    "ConvolutionExplorer",
    "DrawingPad",
    "EpochPlayer",
    "LabelVote",
    "LiveTraining",
    "Photo",
    "PictureCollector",
    "PixelPointer",
    "PointCloud",
    "ReceptiveFieldExplorer",
    "RunExplorer",
    "TrainingPlayground",
]
