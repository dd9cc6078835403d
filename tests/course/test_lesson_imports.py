"""What the lessons load: no more than they need, and in an order that helps."""

import functools
import json
import os
import subprocess
import sys

import pytest

from tools.lessons import find_lessons

#: Runs a lesson's imports, then says what is loaded, and what OpenMP was told when scikit-learn,
#: which brings it, came in.
PROGRAM = """
import json, os, sys

policy = []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "sklearn":
            policy.append(os.environ.get("OMP_WAIT_POLICY"))

sys.meta_path.insert(0, Watch())
for cell in json.loads(sys.stdin.read()):
    exec(cell)
if "record_projection" in globals():
    from helpers.recording.umap_recorder import import_umap
    import_umap()  # what record_projection does first
print(json.dumps([sorted(name for name in sys.modules if "." not in name), policy]))
"""


@functools.cache
def loaded(number, **environment):
    """Run the cells of a lesson that only import, in a fresh Python: (modules, policies)."""
    (lesson,) = find_lessons([number])
    cells = [cell.source for cell in lesson.read().cells if cell.cell_type == "code"]
    imports = [cell for cell in cells if cell.startswith(("import ", "from "))][:2]
    assert "from helpers" in imports[-1]
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(imports),
        env=environment_without_openmp(**environment),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def environment_without_openmp(**extra):
    kept = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    return {**kept, "MPLBACKEND": "agg", **extra}


@pytest.mark.parametrize("number", ["1", "2"])
def test_the_lessons_without_a_network_never_load_tensorflow(number):
    modules, _ = loaded(number)
    assert not {"tensorflow", "keras"} & set(modules)
    assert ("umap" in modules) == (number == "2")


@pytest.mark.parametrize("number", ["2", "3"])
def test_openmp_is_told_to_yield_before_it_is_loaded(number):
    assert loaded(number)[1][0] == "PASSIVE"


def test_what_a_reader_told_openmp_stays():
    assert loaded("2", OMP_WAIT_POLICY="ACTIVE")[1][0] == "ACTIVE"
