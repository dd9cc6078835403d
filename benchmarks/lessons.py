"""Each lesson in both sizes, from top to bottom in a fresh kernel."""

import tempfile
import threading
import time
from pathlib import Path

import nbclient
import nbformat
import psutil

from benchmarks.table import Row
from helpers.datasets import CATALOG, load
from tools.execute import execute
from tools.lessons import find_lessons
from tools.outputs import LARGEST_BYTES, normalise

__all__ = ["SECONDS", "MEMORY", "measure"]

#: What a patient person on two cores accepts, and what fits beside the system into Binder's 2 GB.
SECONDS, MEMORY = 180, 1_800
QUICK_SECONDS = 60
_LOOK_EVERY = 0.1


class _Watching(nbclient.NotebookClient):
    """Runs a notebook, and notes when the first picture came and how much memory was held."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.started = time.perf_counter()
        self.first_picture, self.ended, self.peak = None, None, 0

    async def async_start_new_kernel(self, **options):
        """Start the kernel, and the clock a moment before it."""
        self.started = time.perf_counter()
        await super().async_start_new_kernel(**options)
        threading.Thread(target=self._watch_memory, daemon=True).start()

    def process_message(self, msg, cell, cell_index):
        """Look whether a message brings a picture."""
        kinds = msg["content"].get("data", {}) if "content" in msg else {}
        pictures = [kind for kind in kinds if kind.startswith("image/") or "widget-view" in kind]
        if pictures and self.first_picture is None:
            self.first_picture = time.perf_counter() - self.started
        return super().process_message(msg, cell, cell_index)

    async def async_execute_cell(self, cell, cell_index, **options):
        """Run a cell, and note when it was done: the last one to do so ends the run."""
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        finally:
            self.ended = time.perf_counter()

    execute_cell = nbclient.client.run_sync(async_execute_cell)

    def _watch_memory(self):
        """Add up what the kernel and its children hold, until it ends."""
        try:
            kernel = psutil.Process(self.km.provisioner.pid)
            while kernel.is_running():
                held = kernel.memory_info().rss
                for child in kernel.children(recursive=True):
                    try:
                        held += child.memory_info().rss
                    except psutil.NoSuchProcess:
                        continue
                self.peak = max(self.peak, held)
                time.sleep(_LOOK_EVERY)
        except (psutil.Error, AttributeError):
            return  # the kernel has ended


def run(lesson, quick):
    """Run one lesson and return its row."""
    clients = []

    def watching(*arguments, **options):
        clients.append(_Watching(*arguments, **options))
        return clients[-1]

    notebook = lesson.read()
    with tempfile.TemporaryDirectory() as folder:  # a lesson leaves its films beside it
        peak = execute(
            notebook, Path(folder), quick=quick, report=lambda _: None, client_type=watching
        )
    normalise(notebook, lesson.name)
    (client,) = clients
    seconds = client.ended - client.started
    # The kernel's own account misses no moment; the sampling sees its children too.
    memory = max(peak, client.peak) / 1e6
    size = len(nbformat.writes(notebook).encode()) / 1e6
    most = QUICK_SECONDS if quick else SECONDS
    return Row(
        f"lesson {int(lesson.name[:2])}, {'quick' if quick else 'full'}",
        seconds=seconds,
        first_picture=client.first_picture,
        memory=memory,
        file=size,
        budget=f"{most} s, {MEMORY:,} MB, {LARGEST_BYTES / 1e6:.0f} MB",
        held=seconds <= most and memory <= MEMORY and size <= LARGEST_BYTES / 1e6,
    )


def measure():
    """Yield a row for each lesson in its quick and in its full size.

    Raises
    ------
    helpers.datasets.DatasetError
        If a full data set is not in the local cache: the full size means nothing without it.
    """
    for name in CATALOG:
        load(name, size="full")
    for lesson in find_lessons():
        if lesson.name[:2].isdigit():
            for quick in (True, False):
                yield run(lesson, quick)
