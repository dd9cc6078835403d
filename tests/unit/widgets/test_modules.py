"""A widget's modules, joined: run by Node, where it is, against the modules as they stand."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import helpers.course.forms
import helpers.widgets
from helpers.widgets import modules
from helpers.widgets.modules import joined_module, joined_styles

FOLDER = Path(modules.__file__).parent
WIDGETS = [
    widget
    for package in (helpers.widgets, helpers.course.forms)
    for name in package.__all__
    if hasattr(widget := getattr(package, name), "_esm")
]
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")


def folder(place, **files):
    """Write modules: ``shared__other="..."`` is shared/other.js."""
    for name, text in files.items():
        path = place / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def evaluated(path):
    """Run a module in Node; return what it exports by default."""
    code = f"console.log(JSON.stringify((await import({json.dumps(path.as_uri())})).default));"
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


#: Both ``deep`` and ``a`` count how often they run; all of them have a ``hidden`` of their own.
GRAPH = {
    "widget": """import { add, hidden as theirs } from "./shared/a.js";
import {
  Box,
  later,
} from "./b.js";
const hidden = "widget";
export const also = 1;
export default [add(1), theirs, hidden, new Box().inside(), later(), globalThis.order];
""",
    "shared__a": """import { log } from "../deep.js";
log("a");
export const hidden = "a";
export function add(number) {
  return number + 1;
}
""",
    "b": """import { log } from "./deep.js";
import { add } from "./shared/a.js";
log("b");
const hidden = add(41);
const text = `
  exported, imported
`;
export class Box {
  inside() {
    return [hidden, text.length];
  }
}
export async function unused() {}
export function later() {
  return $();
}
const $ = () => "$";
""",
    "deep": """globalThis.order = [];
let hidden = 0;
export function log(name) {
  hidden += 1;
  globalThis.order.push(`${hidden} ${name}`);
}
""",
}


@needs_node
def test_joined_modules_do_what_the_modules_do(tmp_path):
    folder(tmp_path, **GRAPH)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    joined = tmp_path / "joined.mjs"
    joined.write_text(joined_module("widget.js", tmp_path), encoding="utf-8")
    wanted = [2, "a", "widget", [42, 22], "$", ["1 a", "2 b"]]
    assert evaluated(tmp_path / "widget.js") == wanted
    assert evaluated(joined) == wanted


def test_a_module_alone_stays_as_it_is(tmp_path):
    text = "const a = 1;\nexport default { a };\n"
    assert joined_module("alone.js", folder(tmp_path, alone=text)) == text


@needs_node
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: widget.__name__)
def test_every_widget_is_a_module_that_imports_nothing(widget, tmp_path):
    path = tmp_path / "widget.mjs"
    path.write_text(str(widget._esm), encoding="utf-8")
    code = (
        f"const widget = (await import({json.dumps(path.as_uri())})).default;"
        "console.log(JSON.stringify([typeof widget.initialize, typeof widget.render]));"
    )
    command = ["node", "--input-type=module", "--eval", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == ["function", "function"]
    assert not re.search(r"^\s*import\b", str(widget._esm), re.M)
    assert str(FOLDER) not in str(widget._esm), "nothing of this machine goes into a notebook"


def test_every_module_is_somebodys():
    """What no widget imports is left over."""
    texts = "".join(str(widget._esm) for widget in WIDGETS)
    forms = Path(helpers.course.forms.__file__).parent
    for path in (*FOLDER.rglob("*.js"), *forms.glob("*.js")):
        name = path.name
        own = path.read_text(encoding="utf-8").splitlines()[0]
        assert own in texts, f"{name} is in no widget"


def test_comments_with_types_stay_at_home_and_casts_do_not(tmp_path):
    text = """/** One line. */
// Why.
const a = /** @type {any} */ (1);
  /**
   * Several.
   */
const b = 2;
/** @type {any} */ (a); const kept = 3;
/** Last. */
export default [a, b, kept];
"""
    joined = joined_module("widget.js", folder(tmp_path, widget=text))
    assert joined.splitlines() == [
        "// Why.",
        "const a = /** @type {any} */ (1);",
        "const b = 2;",
        "/** @type {any} */ (a); const kept = 3;",
        "export default [a, b, kept];",
    ]


GOOD = 'import { a } from "./other.js";\nexport default a;\n'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"widget": "const a = 1;\n"}, "widget.js: expected 'export default'"),
        ({"widget": GOOD}, "modules that are there; received './other.js'"),
        ({"widget": GOOD, "other": "const a = 1;\n"}, r"exports \(nothing\); received 'a'"),
        ({"widget": GOOD, "other": "export const b = 1;\n"}, r"exports \(b\); received 'a'"),
        (
            {"widget": GOOD, "other": "export const a = 1;\nexport default a;\n"},
            "other.js, line 2: .*received 'export default a;'",
        ),
        (
            {"widget": GOOD, "other": 'import { b } from "./b.js";\nexport const a = b;\n',
             "b": 'import { a } from "./other.js";\nexport const b = a;\n'},
            "b.js: .*the circle other.js → b.js → other.js",
        ),
        ({"widget": 'import { a } from "../out.js";\nexport default a;\n'}, "the widgets' folder"),
        ({"widget": 'import { a b } from "./b.js";\nexport default 1;\n'}, "line 1: expected"),
        *(
            ({"widget": f"\n{line}\nexport default 1;\n"}, f", line 2: .*{re.escape(line)}")
            for line in (
                'import a from "./a.js";',
                'import * as a from "./a.js";',
                'import "./a.js";',
                "import { a } from './a.js';",
                'import { a } from "package";',
                'const a = await import("./a.js");',
                "const a = import.meta.url;",
                "export let a = 1;",
                "export { a };",
                "export const { a } = b;",
                'export * from "./a.js";',
            )
        ),
        ({"widget": '  import { a } from "./a.js";\nexport default 1;\n'}, "line 1: expected"),
        ({"widget": "const $modules = 1;\nexport default 1;\n"}, "the name .modules is taken"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(tmp_path, files, message):
    with pytest.raises(ValueError, match=message):
        joined_module("widget.js", folder(tmp_path, **files))


def test_styles_come_in_the_order_of_their_names():
    base, own = (FOLDER / name for name in ("shared/base.css", "label_vote.css"))
    joined = joined_styles("shared/base.css", "label_vote.css")
    assert joined == f"{base.read_text('utf-8')}\n{own.read_text('utf-8')}"
