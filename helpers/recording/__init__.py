"""What learns is recorded while it learns, so that every view can be moved to any epoch."""

from helpers.recording.filters_record import FiltersRecord
from helpers.recording.layers_record import LayersRecord
from helpers.recording.loading import load_record
from helpers.recording.projection_record import MapsRecord, ProjectionRecord
from helpers.recording.record import RecordError
from helpers.recording.runs_record import RunsRecord
from helpers.recording.schedule import EpochPlan, even_schedule, growing_schedule, shuffled_epochs
from helpers.recording.training_record import TrainingRecord

__all__ = [
    "EpochPlan",
    "FiltersRecord",
    "LayersRecord",
    "MapsRecord",
    "Probe",
    "ProjectionRecord",
    "RecordError",
    "Recorder",
    "RunsRecord",
    "TrainingRecord",
    "Weights",
    "even_schedule",
    "growing_schedule",
    "load_record",
    "record_filters",
    "record_layers",
    "record_projection",
    "shuffled_epochs",
]

#: Names that need Keras or UMAP, imported on first use: a lesson that only looks at a record
#: never waits for either.
_LATE = {
    "Probe": "helpers.recording.probes",
    "Recorder": "helpers.recording.keras_recorder",
    "Weights": "helpers.recording.weights_probe",
    "record_filters": "helpers.recording.filters_recorder",
    "record_layers": "helpers.recording.layers_recorder",
    "record_projection": "helpers.recording.umap_recorder",
}


def __getattr__(name):
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_LATE[name]), name)
