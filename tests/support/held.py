"""A process that may hold only so much memory: how a test gets one.

On Linux a control group binds as the container does in which Binder runs a reader: what the process
and its children hold is counted together, and who goes beyond it is killed. Where no group can be
made (it takes root, and a memory controller), the process is held by ``RLIMIT_DATA``, which counts
what it may write to, used or not, and is therefore a little stricter. Other systems have neither.

Run as a program (``python held.py WAY PLACE COMMAND``) it enters the place and becomes the command.
"""

import contextlib
import json
import os
import random
import subprocess
import sys
import time
import uuid
from pathlib import Path

__all__ = ["BINDER", "SERVER", "hold", "use_kernels_held_by"]

#: What Binder gives a reader, in bytes: mybinder.org says 2 GB.
BINDER = 2_000_000_000
#: What of it JupyterLab's server takes. Measured: 131 MB after it had opened and saved each lesson.
SERVER = 150_000_000
#: The files of a group, of the two generations of control groups: its limit, then its limit with
#: swapping, which would be no limit at all.
LIMITS = {
    "v1": ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
    "v2": ("memory.max", "memory.swap.max"),
}


@contextlib.contextmanager
def hold(n_bytes):
    """Make a place for processes that together may hold ``n_bytes``.

    Parameters
    ----------
    n_bytes : int

    Yields
    ------
    list of str or None
        What to put before a command to have it held; None where this system can't.
    """
    group = _make_group(n_bytes)
    here = [sys.executable, str(Path(__file__).resolve())]
    if group is not None:
        try:
            yield [*here, "group", str(group)]
        finally:
            _remove_group(group)
    else:
        yield [*here, "limit", str(n_bytes)] if sys.platform == "linux" else None


def use_kernels_held_by(launcher, folder, monkeypatch):
    """Have notebooks run in kernels that are held, until the test ends.

    Parameters
    ----------
    launcher : list of str
        What `hold` gave.
    folder : Path
        For the description of the kernel.
    monkeypatch : pytest.MonkeyPatch
    """
    kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": [*launcher, *kernel], "display_name": "Held", "language": "python"}
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(folder))


def _make_group(n_bytes, root=Path("/sys/fs/cgroup")):
    """Make a control group with a limit; None where that can't be done."""
    for version, parent in (("v1", root / "memory"), ("v2", root)):
        limit, swap = LIMITS[version]
        group = parent / f"watch-it-learn-{uuid.uuid4().hex}"
        try:
            ruled = parent / "cgroup.subtree_control"
            if version == "v2" and "memory" not in ruled.read_text().split():
                continue  # an ordinary folder, or a group that doesn't rule over memory
            group.mkdir()
            (group / limit).write_text(str(n_bytes))
        except OSError:
            with contextlib.suppress(OSError):
                group.rmdir()
            continue
        with contextlib.suppress(OSError):  # this kernel counts no swap, or there is none
            (group / swap).write_text(str(n_bytes) if version == "v1" else "0")
        # A container may let a group be made, and nobody into it.
        trial = [sys.executable, __file__, "group", str(group), sys.executable, "-c", "pass"]
        if subprocess.run(trial, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return group
        _remove_group(group)
    return None


def _remove_group(group):
    """Remove a group once those who were in it are gone."""
    for _ in range(100):
        try:
            return group.rmdir()
        except OSError:  # the last of them is still being taken down
            time.sleep(0.1)
    return None


def main(way, place, *command):
    """Enter a group or lower the limit, and become the command."""
    if way == "group":
        Path(place, "cgroup.procs").write_text(str(os.getpid()), encoding="utf-8")
    else:
        import resource

        # A thread's stack counts, used or not. So there are no more of them than on Binder.
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, random.sample(cores, min(2, len(cores))))
        resource.setrlimit(resource.RLIMIT_DATA, (int(place), int(place)))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
