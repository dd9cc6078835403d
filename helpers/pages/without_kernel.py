"""What a notebook shows that only a running one has, in the form that a page has of it."""

__all__ = ["leave_out_kernel"]

#: How a check begins that was not given an answer (`helpers.course.checks.base`).
_UNANSWERED = "☐ Not answered yet."


def leave_out_kernel(notebook):
    """Leave out what nobody can use where nothing runs, and change the words that speak of it.

    A cell says in its metadata, under ``page``, what takes its text's place in a page; with an
    empty text it is left out, code and outputs too. What a check says of an exercise that nobody
    has answered is left out of all cells, and so is the empty output before a hidden answer.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook that was run and saved. It is changed.
    """
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("page") != ""]
    for cell in notebook.cells:
        words = cell.metadata.pop("page", None)
        if words is not None and cell.cell_type == "markdown":
            cell.source = words
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if not _is_for_a_kernel(each)]


def _is_for_a_kernel(output):
    """Tell what a check says before an answer, and what JupyterLab needs before one it hides."""
    waits = output.get("metadata", {}).get("course") == "waiting"
    return waits or output.get("data", {}).get("text/plain", "").startswith(_UNANSWERED)
