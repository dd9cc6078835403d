"""The course's widgets in a page without a kernel: what the notebook stored, and what plays it.

``page.js`` is the player. It finds a widget's places by ``data-course-widget``, and everything it
needs in ``globalThis.courseWidgets``, which :func:`widgets_into_page` writes.
"""

import hashlib
import html
import json
from pathlib import Path

import nbformat

__all__ = ["PLAYER", "WIDGET_STATE", "widgets_into_page"]

#: Brings the widgets of a page to life; a JavaScript module, the same for every page.
PLAYER = Path(__file__).with_name("page.js")

_VIEW = "application/vnd.jupyter.widget-view+json"
#: Where a notebook keeps its widgets.
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
#: Data of so many letters are stored once in a page, by what they are.
_LARGE = 1000
_NEEDS_KERNEL = (
    "<p><em>This part answers to a running kernel: open the notebook to use it.</em></p>"
)


def widgets_into_page(notebook):
    """Replace each view of a widget by a place for it, and collect what it needs to live.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook that was run and saved. Its outputs are changed, and what it stored of its
        widgets is taken out of it.

    Returns
    -------
    str or None
        A classic script that goes before :data:`PLAYER`, safe inside a ``<script>``: each
        widget's state, and each code, style and large piece of data once. None where no widget
        lives without a kernel.
    """
    saved = notebook.metadata.pop("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    models, texts = {}, {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if _VIEW in output.get("data", {}):
                _replace(output, saved, models, texts)
    if not models:
        return None
    # A "<" could end the script that holds it.
    stored = json.dumps({"models": models, "texts": texts}).replace("<", "\\u003c")
    return f"globalThis.courseWidgets = {stored};"


def _replace(output, saved, models, texts):
    data = output.data
    still = _still(data)
    places, lacking, stood = [], False, False
    for model_id in _leaves(data.pop(_VIEW)["model_id"], saved):
        stored = saved.get(model_id, {})
        if stored.get("model_module") != "anywidget":
            shown = _as_it_stood(stored)
            places += shown
            lacking, stood = lacking or not shown, stood or bool(shown)
            continue
        models[model_id] = _stored(stored, texts)
        places.append(f'<div data-course-widget="{html.escape(model_id)}">{still}</div>')
    if lacking and not stood:
        places.append(_NEEDS_KERNEL)
    if not any("data-course-widget" in place for place in places):
        places.insert(0, still)
    output.data = nbformat.from_dict({"text/html": "\n".join(places)})


def _still(data):
    """What stands in a widget's place until it lives, and for good where it can't."""
    if "image/png" not in data:
        return ""
    words = html.escape(data.get("text/plain", ""), quote=True)
    return f'<img alt="{words}" src="data:image/png;base64,{data["image/png"].strip()}">'


def _as_it_stood(stored):
    """What a widget of ipywidgets showed when it was saved: HTML, or what a cell would show.

    Its controls would move nothing, and are left out.
    """
    state = stored.get("state", {})
    if stored.get("model_name") == "HTMLModel":
        return [state["value"]] if state.get("value") else []
    pictures = [output.get("data", {}).get("image/png") for output in state.get("outputs", ())]
    words = "The picture of the cell above, as it stood when this page was made"
    return [
        f'<img alt="{words}" src="data:image/png;base64,{picture.strip()}">'
        for picture in pictures
        if picture
    ]


def _leaves(model_id, saved):
    """Yield the widgets that a box of widgets holds, or the widget itself."""
    children = saved.get(model_id, {}).get("state", {}).get("children")
    if not children:
        yield model_id
    for child in children or ():
        yield from _leaves(child.removeprefix("IPY_MODEL_"), saved)


def _stored(stored, texts):
    """A widget's saved state; its code, style and large data apart, which many widgets share."""
    state = dict(stored["state"])
    module, style = (_kept(state.pop(name, None), texts) for name in ("_esm", "_css"))
    buffers = [
        {"path": each["path"], "text": _kept(each["data"], texts)}
        if len(each["data"]) >= _LARGE
        else each
        for each in stored.get("buffers", [])
    ]
    return {"state": state, "buffers": buffers, "module": module, "style": style}


def _kept(text, texts):
    """Put a text among the shared ones; return its name there, or None if there is no text."""
    if not text:
        return None
    name = "course-" + hashlib.sha256(text.encode()).hexdigest()[:16]
    texts[name] = text
    return name
