"""docs/style.md: the names that it gives are used, and those that it rules out are not."""

import ast
import re

from tools import ROOT


def table():
    """The rows of the document's table: the names of each first and last column."""
    text = (ROOT / "docs/style.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1:4] for row in re.findall(r"^\| `.*\|$", text, re.M)]
    assert len(rows) >= 20
    # "`filters_`", but not "`rng` in a signature …": what is ruled out somewhere is not everywhere.
    return [
        (re.findall(r"`(\w+)`", good), re.findall(r"`(\w+)`(?=,|\s*$)", bad.strip()))
        for good, _, bad in rows
    ]


def parameters():
    """Every parameter of every function of the helpers, and where it is."""
    found = {}
    for path in sorted((ROOT / "helpers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for argument in (*node.args.args, *node.args.kwonlyargs):
                    found.setdefault(argument.arg, []).append(f"{path.name}: {node.name}")
    return found


def test_every_name_is_a_parameter_somewhere():
    used = parameters()
    missing = [name for names, _ in table() for name in names if name not in used]
    assert missing == []


def test_no_parameter_has_a_name_that_is_ruled_out():
    used = parameters()
    ruled_out = {name for _, names in table() for name in names}
    assert len(ruled_out) > 15
    assert {name: used[name] for name in ruled_out & used.keys()} == {}
    assert [name for name in used if re.match(r"num_|count_", name)] == []
