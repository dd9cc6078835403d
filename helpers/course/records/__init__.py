"""The records that come with the course; ``python -m tools record`` makes them again."""

from pathlib import Path

from helpers._arguments import check_choice
from helpers.recording import load_record

__all__ = ["SHIPPED", "record_names", "shipped_record"]

#: The folder that they lie in.
SHIPPED = Path(__file__).parent


def record_names():
    """Name the records that are shipped with the course.

    Returns
    -------
    list of str
        As `shipped_record` takes them.
    """
    return sorted(path.stem for path in SHIPPED.glob("*.npz"))


def shipped_record(name):
    """Read a record that comes with the course.

    Parameters
    ----------
    name : str
        One of `record_names`. A record of your own is read by `helpers.recording.load_record`.

    Returns
    -------
    TrainingRecord, LayersRecord, ProjectionRecord, MapsRecord or RunsRecord
        Its arrays are read-only.

    Raises
    ------
    ValueError
        If there is no shipped record of that name.
    RecordError
        If its file is damaged: install the course again then.
    """
    return load_record(SHIPPED / f"{check_choice('name', name, record_names())}.npz")
