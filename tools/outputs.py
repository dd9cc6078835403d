"""What the stored outputs of a lesson look like, and what must not be among them."""

import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbconvert.preprocessors import CoalesceStreamsPreprocessor

from tools import ROOT

__all__ = ["LARGEST_BYTES", "find_problems", "headline", "normalise", "output_text"]

#: A notebook larger than this is a burden to clone and slow to open.
LARGEST_BYTES = 4_000_000

# Joins what was printed in a row and goes over what a progress bar wrote before. nbclient's own
# `coalesce_streams` would also carry what is printed after a picture to the place before it.
_JOIN = CoalesceStreamsPreprocessor()
#: What a bar leaves that was wiped at its end: blanks, and the cursor at the line's beginning.
_WIPED = re.compile(r"^[ \t]*\r+(?:\n|\Z)", re.MULTILINE)


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
            _tidy_streams(cell)
            if cell.metadata.get("jupyter", {}).get("outputs_hidden"):
                cell.outputs = [_waiting(), *cell.outputs]
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


def _waiting():
    """Give what stands before an answer that is hidden: an output with nothing in it.

    Of hidden outputs JupyterLab shows the first line of the first, which would be the answer.
    """
    return nbformat.v4.new_output("display_data", metadata={"course": "waiting"})


def _tidy_streams(cell):
    """Join what was printed in a row, and show of progress bars what a terminal would."""
    _JOIN.preprocess_cell(cell, {}, 0)
    for output in cell.outputs:
        if output.output_type == "stream":
            output.text = _WIPED.sub("", output.text)
    cell.outputs = [output for output in cell.outputs if output.get("text") != ""]


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
    paths = {str(Path.home()), str(ROOT), sys.prefix, tempfile.gettempdir()} - {"/"}
    own_paths = re.compile("|".join(rf"{re.escape(path)}[/\\]" for path in sorted(paths)))
    count = 0
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source:
            continue
        count += 1
        where = f"Cell {number} ({headline(cell)})"
        if cell.execution_count != count:
            problems.append(f"{where} ran as number {cell.execution_count}, not {count}.")
        for output in cell.outputs:
            text = output_text(output)
            if output.output_type == "error":
                problems.append(f"{where} ended in an error: {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                problems.append(f"{where} wrote to standard error: {text.strip()[:300]}")
            elif warned := re.search(r"^WARNING\b.*", text, re.MULTILINE):
                problems.append(f"{where} printed a warning: {warned[0][:300]}")
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


def headline(cell):
    """The first line of a cell that does something."""
    lines = [line.strip() for line in cell.source.splitlines()]
    return next((line for line in lines if line and line[0] not in "#%"), "")[:60]
