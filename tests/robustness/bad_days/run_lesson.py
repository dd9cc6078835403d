"""Run a lesson's cells one after the other, as a kernel does, and say what went wrong.

    python run_lesson.py notebooks/source/01_data_exploration.py ["as far as the cell with this"]

Without a kernel it needs no sockets, so that it runs where there is no network at all.
"""

import sys

import jupytext
from ipykernel.zmqshell import InteractiveShell  # what a kernel's shell is made of


def run(source, last="no cell has this"):
    """Run the code cells; return the first error with the cell it was in, or None."""
    shell = InteractiveShell.instance()
    for cell in jupytext.read(source).cells:
        if cell.cell_type == "code":
            result = shell.run_cell(cell.source, store_history=True)
            if not result.success:
                return result.error_in_exec or result.error_before_exec, cell.source
            if last in cell.source:
                break
    return None


if __name__ == "__main__":
    failed = run(*sys.argv[1:])
    if failed:
        error, cell = failed
        sys.exit(f"FAILED: {type(error).__name__}: {error}\nIN THE CELL:\n{cell}")
    print("ALL CELLS RAN")
