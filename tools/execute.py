"""Run a lesson in a fresh kernel, and say in words what failed."""

import concurrent.futures
import contextlib
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import nbclient

from tools import ROOT
from tools.outputs import headline, output_text

__all__ = ["RenderError", "execute"]

#: No single cell may take longer.
SECONDS_PER_CELL = 1200

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class RenderError(Exception):
    """A lesson could not be rendered; the message says where and why."""


def execute(notebook, folder, quick=False, report=print, client_type=nbclient.NotebookClient):
    """Run a notebook's cells in a fresh kernel, in place.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Its code cells get their outputs and counts, its metadata the state of its widgets.
    folder : Path
        The kernel's working directory.
    quick : bool
        Whether the kernel sees ``COURSE_QUICK=1``.
    report : callable
        Takes a line for each code cell.
    client_type : type
        What runs the cells: nbclient's, or a kind of it that looks at more.

    Returns
    -------
    int
        The most memory the kernel held, in bytes; 0 where the system does not tell.

    Raises
    ------
    RenderError
        If a cell fails or the kernel dies.
    """
    import matplotlib.font_manager  # noqa: F401  builds its cache here, not (aloud) in a lesson

    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source]
    seen = {"started": 0.0, "peak": 0, "cell": 0, "stop": False}

    def starts(cell, cell_index):
        if seen["stop"]:
            raise KeyboardInterrupt
        if cell in code_cells:
            seen.update(started=time.monotonic(), cell=seen["cell"] + 1)

    def executed(cell, cell_index, execute_reply):
        seen["peak"] = max(seen["peak"], _peak_memory(client))
        seconds = time.monotonic() - seen["started"]
        report(f"  [{seen['cell']:2}/{len(code_cells)}] {seconds:6.1f} s  {headline(cell)}")

    client = client_type(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=starts,
        on_cell_executed=executed,
    )
    with contextlib.ExitStack() as stack:
        own_folder = stack.enter_context(tempfile.TemporaryDirectory())
        kernel_log = stack.enter_context(tempfile.TemporaryFile())
        environment = dict(os.environ, COURSE_QUICK="1" if quick else "0")
        environment.pop("MPLBACKEND", None)  # figures belong into the notebook
        # The lesson uses the same helpers as this command, installed or not. A lesson's folder is
        # in the checkout; an extra's is one further down.
        checkouts = map(str, Path(folder).parents[:2])
        places = [*checkouts, str(ROOT), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
        # What a lesson keeps for its reader (the bet) must not touch the author's own.
        environment["COURSE_USER_DIR"] = own_folder
        # In a thread of its own, since nbclient would take Ctrl-C for itself and die of it.
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(1))
        done = pool.submit(
            client.execute, env=environment, stdout=subprocess.DEVNULL, stderr=kernel_log
        )
        try:
            done.result()
        except KeyboardInterrupt:
            seen["stop"] = True
            with contextlib.suppress(AttributeError):  # no kernel yet
                client.km.provisioner.process.kill()
            raise
        except nbclient.exceptions.CellExecutionError as error:
            raise RenderError(_explain(notebook, error)) from None
        except nbclient.exceptions.CellTimeoutError:
            raise RenderError(f"a cell took more than {SECONDS_PER_CELL} s.") from None
        except nbclient.exceptions.DeadKernelError:
            kernel_log.seek(0)
            lines = kernel_log.read().decode(errors="replace").splitlines()
            last = "\n".join(line for line in lines if "[IPKernelApp] WARNING" not in line)[-1500:]
            raise RenderError(f"the kernel died (out of memory?) or was stopped.\n{last}") from None
    return seen["peak"]


def _explain(notebook, error):
    """Say which cell failed, at which line, and how."""
    failed = [cell for cell in notebook.cells if cell.get("outputs")][-1]
    number = notebook.cells.index(failed) + 1
    trace = _ANSI.sub("", error.traceback)
    at = [int(found) for found in re.findall(r"Cell In\[\d+\], line (\d+)", trace)]
    shown = [
        f"  {'>' if line in at else ' '} {line:3} | {text}"
        for line, text in enumerate(failed.source.splitlines(), start=1)
    ]
    # "File ~/course/helpers/x.py:12, in f(…)"; on Windows "File C:\\a folder\\x.py:12, in f(…)".
    inside = re.findall(r"^File (?:.*[/\\])?([^/\\]+?):\d+", trace, re.MULTILINE)
    through = f"\n  raised in {inside[-1]}" if inside else ""
    said = "".join(output_text(out) for out in failed.outputs if out.get("name") == "stderr")
    return (
        f"cell {number} of {len(notebook.cells)} failed.\n\n"
        + "\n".join(shown)
        + f"\n\n  {error.ename}: {error.evalue}{through}"
        + (f"\n  It wrote: {said.strip()[-500:]}" if said else "")
    )


def _peak_memory(client):
    """The most memory that a client's kernel has held so far, in bytes; 0 if unknown."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        status = Path(f"/proc/{client.km.provisioner.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024
    return 0
