"""``python -m tools render``: run the lessons from top to bottom and store their outputs."""

import base64
import concurrent.futures
import contextlib
import functools
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbclient
import nbformat

from helpers._files import write_whole
from helpers.datasets import DatasetError, load
from tools.lessons import NOTEBOOKS, find_lessons

__all__ = ["RenderError", "add_arguments", "execute", "normalise", "render", "run"]

#: A notebook larger than this is a burden to clone and slow to open.
LARGEST_BYTES = 4_000_000
#: No single cell may take longer.
SECONDS_PER_CELL = 1200
#: The pictures of the front door are at most this wide.
COVER_WIDTH = 640

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LOADED = re.compile(r"""\bload\(\s*["'](\w+)["']([^)]*)\)""")


class RenderError(Exception):
    """A lesson could not be rendered; the message says where and why."""


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="number or name; all if none")
    parser.add_argument("--quick", action="store_true", help="run in the quick size; store nothing")
    parser.add_argument("--changed", action="store_true", help="only those whose source changed")
    parser.add_argument("--output", type=Path, metavar="DIR", help="store the notebooks there")
    parser.add_argument(
        "--allow-sample",
        action="store_true",
        help="store a run on the shipped samples where the full data is not at hand",
    )
    parser.add_argument(
        "--pull",
        action="store_true",
        help="the other way round: take a notebook's cells over into its source",
    )
    parser.add_argument(
        "--texts",
        action="store_true",
        help="run nothing: take over texts and metadata from the source, and keep the outputs",
    )


def run(arguments):
    """Render what was asked for; return the number of lessons that failed."""
    try:
        lessons = find_lessons(arguments.lessons, arguments.root / "notebooks")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.pull:
        if not arguments.lessons:
            print("--pull needs the names of lessons.", file=sys.stderr)
            return 2
        for lesson in lessons:
            write_whole(lesson.source, lesson.source_from_notebook().encode())
            print(f"{lesson.name}: the source has the notebook's cells. Render it to go on.")
        return 0
    if arguments.texts:
        try:
            # All first: a lesson whose code has changed keeps the others from being stored.
            texts = [nbformat.writes(lesson.take_over_texts()) + "\n" for lesson in lessons]
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        for lesson, text in zip(lessons, texts):
            write_whole(lesson.notebook, text.encode())
            print(f"{lesson.name}: the notebook has the source's texts, and its own outputs.")
        return 0
    if arguments.changed:
        lessons = [lesson for lesson in lessons if lesson.drift()]
        if not lessons:
            print("Every notebook agrees with its source.")
    failed = 0
    for lesson in lessons:
        try:
            render(
                lesson,
                quick=arguments.quick,
                output=arguments.output,
                allow_sample=arguments.allow_sample,
                report=functools.partial(print, flush=True),
            )
        except RenderError as error:
            print(f"\n{lesson.name}: {error}", file=sys.stderr)
            failed += 1
    if failed:
        print(f"{failed} of {len(lessons)} failed; their notebooks are as before.", file=sys.stderr)
    return failed


def render(lesson, quick=False, output=None, allow_sample=False, report=print):
    """Run one lesson and store it with its outputs.

    Parameters
    ----------
    lesson : tools.lessons.Lesson
    quick : bool
        Run with ``COURSE_QUICK=1``. Nothing is stored, unless ``output`` says where.
    output : Path, optional
        A folder for the notebook. Left out: where the lesson's notebook is.
    allow_sample : bool
        Store a run on the samples where a full data set is not in the local cache.
    report : callable
        Takes each line of progress.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    RenderError
        If a cell fails, writes to standard error or shows a path of this machine, if the notebook
        is too large, or if the full data is missing. The stored notebook is left as it was.
    """
    notebook = lesson.read()
    report(f"{lesson.name}" + (" (quick size)" if quick else ""))
    if not quick and not allow_sample:
        _want_full_data(notebook)
    started = time.monotonic()
    peak = execute(notebook, lesson.source.parent.parent, quick=quick, report=report)
    normalise(notebook, lesson.name)
    text = nbformat.writes(notebook) + "\n"
    problems = find_problems(notebook, len(text.encode()))
    if problems:
        raise RenderError("not stored.\n  " + "\n  ".join(problems))

    memory = f", at most {peak / 1e6:.0f} MB of memory" if peak else ""
    size = f"{len(text.encode()) / 1e6:.2f} MB"
    summary = f"{time.monotonic() - started:.0f} s{memory}, notebook {size}"
    if quick and output is None:
        report(f"  ran well: {summary}. Not stored: this was the quick size.")
        return notebook
    target = lesson.notebook if output is None else Path(output) / lesson.notebook.name
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, text.encode())
    cover = None if output is not None else _cover(notebook)
    if cover is not None:
        lesson.picture.parent.mkdir(exist_ok=True)
        write_whole(lesson.picture, cover)
    report(f"  stored: {summary}.")
    return notebook


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
        report(f"  [{seen['cell']:2}/{len(code_cells)}] {seconds:6.1f} s  {_headline(cell)}")

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
        # The lesson uses the same helpers as this command, installed or not.
        places = [str(NOTEBOOKS.parent), environment.get("PYTHONPATH", "")]
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


def normalise(notebook, name):
    """Take out of a notebook what differs from run to run without meaning anything, in place.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook.
    name : str
        The lesson's name: ids of widgets are made from it.
    """
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _tidy_streams(cell.outputs)
    notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py"}

    state = next(iter(notebook.metadata.get("widgets", {}).values()), {}).get("state", {})
    if state:
        names = {
            old: hashlib.sha256(f"{name}/{number}".encode()).hexdigest()[:32]
            for number, old in enumerate(state)
        }
        old_ids = re.compile("|".join(map(re.escape, names)))
        text = old_ids.sub(lambda match: names[match.group()], json.dumps(notebook))
        notebook.update(nbformat.from_dict(json.loads(text)))


def _tidy_streams(outputs):
    """Join what was printed in a row, which arrives in one piece or several, and tidy it."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    for output in joined:
        if output.output_type == "stream":
            output.text = terminal_text(output.text)
    return [output for output in joined if output.get("text") != ""]


def terminal_text(text):
    """Show what a terminal would: carriage returns and backspaces done, progress bars gone over.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Without the lines that were wiped.
    """
    lines, last = [], text.count("\n")
    for number, line in enumerate(text.split("\n")):
        if "\r" not in line and "\b" not in line:
            lines.append(line)
            continue
        shown, at = [], 0
        for character in _ANSI.sub("", line):
            if character == "\r":
                at = 0
            elif character == "\b":
                at = max(at - 1, 0)
            else:
                shown[at : at + 1] = [character]
                at += 1
        wiped = "".join(shown).rstrip()
        if wiped:
            lines.append(wiped)
        elif number == last and lines:
            lines.append("")  # the line before it keeps its end
    return "\n".join(lines)


def find_problems(notebook, size):
    """List what must not be in a stored lesson.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed, normalised notebook.
    size : int
        Its size as a file, in bytes.

    Returns
    -------
    list of str
        A sentence for each problem; empty if there is none.
    """
    problems = []
    if size > LARGEST_BYTES:
        problems.append(f"It has {size / 1e6:.1f} MB; {LARGEST_BYTES / 1e6:.0f} MB is the limit.")
    paths = {str(Path.home()), str(NOTEBOOKS.parent), sys.prefix, tempfile.gettempdir()} - {"/"}
    own_paths = re.compile("|".join(rf"{re.escape(path)}[/\\]" for path in sorted(paths)))
    count = 0
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source:
            continue
        count += 1
        where = f"Cell {number} ({_headline(cell)})"
        if cell.execution_count != count:
            problems.append(f"{where} ran as number {cell.execution_count}, not {count}.")
        for output in cell.outputs:
            text = output_text(output)
            if output.output_type == "error":
                problems.append(f"{where} ended in an error: {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                problems.append(f"{where} wrote to standard error: {text.strip()[:300]}")
            for found in own_paths.findall(text)[:1]:
                problems.append(f"{where} shows a path of this machine: {found}…")
            for found in re.findall(r"<[\w. ]+ at 0x[0-9a-f]+>", text)[:1]:
                problems.append(f"{where} shows an address in memory: {found}. End it with `;`.")
    return problems


def output_text(output):
    """Join what an output says in words, whatever its kind."""
    data = output.get("data", {})
    parts = [output.get("text", ""), *output.get("traceback", [])]
    parts += [value for kind, value in data.items() if kind.startswith("text/")]
    return "\n".join(part for part in parts if isinstance(part, str))


def _want_full_data(notebook):
    """Raise unless every data set that the lesson loads whole is in the local cache."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    names = {name for name, rest in _LOADED.findall(code) if "sample" not in rest}
    missing = []
    for name in sorted(names):
        try:
            load(name, size="full")
        except DatasetError:
            missing.append(name)
    if missing:
        raise RenderError(
            f"not run: the full data of {', '.join(missing)} is not at hand, and a stored lesson "
            f"shows it.\n  Get it with `python -m helpers fetch {' '.join(missing)}`, "
            "or store a run on the sample with --allow-sample."
        )


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


def _headline(cell):
    """The first line of a cell that does something."""
    lines = [line.strip() for line in cell.source.splitlines()]
    return next((line for line in lines if line and line[0] not in "#%"), "")[:60]


def _peak_memory(client):
    """The most memory that a client's kernel has held so far, in bytes; 0 if unknown."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        status = Path(f"/proc/{client.km.provisioner.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024
    return 0


def _cover(notebook):
    """The picture of the cell tagged "cover", small, as PNG; None where there is none."""
    from PIL import Image

    for cell in notebook.cells:
        if "cover" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
                    picture = picture.convert("RGB")
                    picture.thumbnail((COVER_WIDTH, COVER_WIDTH))
                    small = io.BytesIO()
                    picture.quantize(128).save(small, "PNG", optimize=True)
                    return small.getvalue()
    return None
