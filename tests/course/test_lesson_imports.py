"""What the lessons load: no more than they need, in any order, and without a word."""

import ast
import functools
import json
import os
import random
import subprocess
import sys

import pytest

from tools.lessons import find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]

#: Runs pieces of code, then says what is loaded, and what OpenMP was told when scikit-learn, which
#: brings it, came in.
PROGRAM = """
import json, os, sys

policy = []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "sklearn":
            policy.append(os.environ.get("OMP_WAIT_POLICY"))

sys.meta_path.insert(0, Watch())
for piece in json.loads(sys.stdin.read()):
    exec(piece)
if "record_projection" in globals():
    from helpers.recording.umap_import import import_umap
    import_umap()  # what record_projection does first
print(json.dumps([sorted(name for name in sys.modules if "." not in name), policy]))
"""


@functools.cache
def loaded(name, shuffled=False, **environment):
    """Run a lesson's set-up and its imports in a fresh Python: (modules, policies)."""
    (lesson,) = (lesson for lesson in LESSONS if lesson.name == name)
    cell = next(cell.source for cell in lesson.read().cells if cell.cell_type == "code")
    lines = ast.parse(cell).body
    at = next(n for n, one in enumerate(lines) if "helpers.set_up" in ast.unparse(one)) + 1
    set_up = "\n".join(map(ast.unparse, lines[:at]))
    later = lines[at:]
    imports = [ast.unparse(one) for one in later if isinstance(one, (ast.Import, ast.ImportFrom))]
    assert len(imports) > 5
    if shuffled:
        random.Random(name).shuffle(imports)
    ours = ("OMP_WAIT_POLICY", "TF_CPP_MIN_LOG_LEVEL")
    bare = {key: value for key, value in os.environ.items() if key not in ours}
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([set_up, *imports]),
        env={**bare, "MPLBACKEND": "agg", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    return json.loads(said.stdout)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_in_any_order_the_imports_are_silent_and_openmp_is_told_to_yield(lesson):
    modules, policies = loaded(lesson.name, shuffled=True)
    assert set(policies) <= {"PASSIVE"}
    if lesson.name[:2] in ("01", "02"):
        assert not {"tensorflow", "keras"} & set(modules)
    if lesson.name[:2] in ("04", "06"):
        assert "tensorflow" in modules
    assert ("umap" in modules) == (lesson.name[:2] == "02")


def test_what_a_reader_told_openmp_stays():
    (name,) = (lesson.name for lesson in LESSONS if lesson.name.startswith("02"))
    assert loaded(name, OMP_WAIT_POLICY="ACTIVE")[1][0] == "ACTIVE"
