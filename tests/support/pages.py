"""Widgets and texts as an exported page, without a kernel to run them first."""

import nbformat
from ipywidgets import Widget
from ipywidgets.embed import embed_data

from helpers.commands.export import export

#: So much text that what comes after it is below the screen.
LONG_TEXT = "\n\n".join(["A paragraph of the lesson."] * 60)


def stored_notebook(folder, *parts):
    """Write a notebook of widgets (a cell each) and of texts, as if it had been run; return it."""
    cells = [nbformat.v4.new_markdown_cell("# A lesson")]
    for part in parts:
        if isinstance(part, Widget):
            data = part._repr_mimebundle_()[0]
            output = nbformat.v4.new_output("display_data", data=data)
            cells.append(nbformat.v4.new_code_cell("widget", outputs=[output]))
        else:
            cells.append(nbformat.v4.new_markdown_cell(part))
    notebook = nbformat.v4.new_notebook(cells=cells)
    widgets = [part for part in parts if isinstance(part, Widget)]
    state = embed_data(views=widgets, drop_defaults=False)["manager_state"]
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    nbformat.write(notebook, folder / "lesson.ipynb")
    return folder / "lesson.ipynb"


def exported_page(folder, *parts, theme="light"):
    """Export widgets and texts as a page; return its path."""
    return export(stored_notebook(folder, *parts), folder / f"{theme}.html", theme)
