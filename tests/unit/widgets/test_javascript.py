"""The tests of the widgets' pure functions, which stand beside this one as JavaScript."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import ROOT

HERE = Path(__file__).parent


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")
@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_pure_functions(path):
    command = ["node", "--test", "--test-reporter=tap", str(path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"^# pass (\d+)$", done.stdout, re.M)[1]) > 0
