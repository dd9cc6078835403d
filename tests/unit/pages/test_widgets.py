"""What a page without a kernel is given of its widgets."""

import base64
import json

import nbformat

from helpers.pages.widgets import WIDGET_STATE, widgets_into_page

VIEW = "application/vnd.jupyter.widget-view+json"


def _widget(*data):
    buffers = [
        {"encoding": "base64", "path": ["_weights", place], "data": each}
        for place, each in enumerate(data)
    ]
    state = {"_esm": "code", "_css": "style", "_weights": [None] * len(data)}
    return {"model_module": "anywidget", "state": state, "buffers": buffers}


def test_equal_data_are_stored_once():
    large, other = (base64.b64encode(bytes([k]) * 3000).decode() for k in (1, 2))
    small = base64.b64encode(b"few").decode()
    widgets = {"one": _widget(large, small), "two": _widget(other, large, large)}
    outputs = [
        nbformat.v4.new_output("display_data", {VIEW: {"model_id": name}}) for name in widgets
    ]
    cell = nbformat.v4.new_code_cell(outputs=outputs)
    metadata = {"widgets": {WIDGET_STATE: {"state": widgets}}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=metadata)

    script = widgets_into_page(notebook)

    assert script.count(large) == script.count(other) == 1
    page = json.loads(script.removeprefix("globalThis.courseWidgets = ").removesuffix(";"))
    for name, (first, *rest) in {"one": (large, small), "two": (other, large, large)}.items():
        found = [
            each["data"] if "data" in each else page["texts"][each["text"]]
            for each in page["models"][name]["buffers"]
        ]
        assert found == [first, *rest]
