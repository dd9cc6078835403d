"""What the doctor looks at: the system, the memory, the data and the room for them."""

import os
import platform
import shutil
import sys
from pathlib import Path

import helpers
from helpers.commands.doctor.findings import Finding
from helpers.commands.doctor.where import checkout, on_colab, python

__all__ = ["look_at_data", "look_at_memory", "look_at_system"]

#: The Pythons that TensorFlow has releases for.
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
#: A lesson takes 1.8 GB at most.
MEMORY_BYTES = 2.0e9
#: The settings that change how the course runs. No others are looked at.
SETTINGS = (
    "COURSE_QUICK",
    "COURSE_DATA_DIR",
    "COURSE_USER_DIR",
    "KERAS_BACKEND",
    "CUDA_VISIBLE_DEVICES",
)


def _gigabytes(n_bytes):
    return f"{n_bytes / 1e9:.1f} GB"


def look_at_system():
    """Look at the system, the Python, the course's place and the settings."""
    where = "Colab" if on_colab() else ""
    where = "Binder" if "BINDER_LAUNCH_HOST" in os.environ else where
    place = f", on {where}" if where else ""
    yield Finding("System", f"{platform.platform()}, {os.cpu_count()} processors{place}")
    version = sys.version_info[:2]
    kind = "a virtual environment" if sys.prefix != sys.base_prefix else "no virtual environment"
    kind = "conda" if "CONDA_PREFIX" in os.environ else kind
    fix = ""
    if not OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        oldest, newest = (".".join(map(str, pair)) for pair in (OLDEST_PYTHON, NEWEST_PYTHON))
        fix = (
            f"TensorFlow has releases for Python {oldest} to {newest}. Install one of these and "
            "begin again with a new environment."
        )
    yield Finding("Python", f"{platform.python_version()} ({kind}, {sys.executable})", fix)
    folder = checkout()
    yield Finding(
        "Course",
        f"{helpers.__version__}, in its folder {folder}"
        if folder
        else f"{helpers.__version__}, installed without its folder: the lessons and "
        "`python -m tools` are not here",
    )
    chosen = [f"{name}={os.environ[name]}" for name in SETTINGS if os.environ.get(name)]
    if chosen:
        yield Finding("Settings", ", ".join(chosen))


def look_at_memory():
    """Look at the memory that is free, within a container's limit."""
    import psutil

    memory = psutil.virtual_memory()
    free, total = memory.available, memory.total
    limit = _container_limit()
    if limit is not None and limit[1] < total:
        free, total = min(free, limit[0]), limit[1]
    fix = ""
    if free < MEMORY_BYTES:
        fix = (
            f"A lesson takes up to {_gigabytes(MEMORY_BYTES)}. Shut down the kernels of other "
            "notebooks, close other programs, or set COURSE_QUICK=1 for the small lessons."
        )
    yield Finding("Memory", f"{_gigabytes(free)} free of {_gigabytes(total)}", fix)


def _container_limit(folder=Path("/sys/fs/cgroup")):
    """Read what a container (Binder's, say) may use: bytes free and in all, None if no limit."""
    try:
        total = int((folder / "memory.max").read_text())
        return total - int((folder / "memory.current").read_text()), total
    except (OSError, ValueError):  # no container, an older kernel, another system, or "max"
        return None


def look_at_data():
    """Look at the data sets in the cache, and at the room for the others."""
    from helpers.datasets.cache import cache_folder, find_damage, is_cached
    from helpers.datasets.catalog import CATALOG

    folder = cache_folder()
    fetch = f"{python()} -m helpers fetch"
    absent = []
    for name, info in CATALOG.items():
        if info.comes_whole:
            continue
        if not is_cached(info):
            absent.append(info)
        elif damage := find_damage(info):
            yield Finding("Data", f"{info.title}: the copy is damaged: {damage}", f"{fetch} {name}")
        else:
            yield Finding("Data", f"{info.title}: whole")
    if absent:
        titles = ", ".join(info.title for info in absent)
        yield Finding("Data", f"{titles}: the sample (`{fetch}` gets the whole)")
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free, needed = shutil.disk_usage(existing).free, sum(2 * info.n_bytes for info in absent)
    text, fix = f"{_gigabytes(free)} free in {folder}", ""
    if not os.access(existing, os.W_OK):
        text += ", which cannot be written"
        fix = "Choose another folder with the environment variable COURSE_DATA_DIR."
    elif free < needed:
        fix = (
            f"To get the whole data sets takes {_gigabytes(needed)}. Free some room, or choose "
            "another disk with the environment variable COURSE_DATA_DIR."
        )
    # A data set that is already there is only read.
    yield Finding("Disk", text, fix if absent else "")
