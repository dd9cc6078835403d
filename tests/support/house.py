"""The recipes of docs/architecture.md, and a copy of the project in which they are followed."""

import functools
import os
import re
import shlex
import shutil
import subprocess
import sys

from tools import ROOT

#: What a copy needs: the code, the lessons, their tests.
PARTS = ("helpers", "tools", "notebooks", "tests", "pyproject.toml", "constraints.txt", "README.md")

_BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$|^(?:    \S[^\n]*\n)+", re.M | re.S)


@functools.cache
def recipe(title):
    """List a recipe's steps: ("diff" or "new" or "in", file, text) and ("run", None, commands)."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    part = re.search(rf"^### {title}\n(.*?)(?=^##|\Z)", text, re.M | re.S)[1]
    steps = []
    for match in _BLOCK.finditer(part):
        language, place, inside = match.groups()
        if language is None:
            commands = [line.split("  #")[0].strip() for line in match[0].splitlines()]
            steps.append(("run", None, commands))
        elif language == "diff":
            steps.append(("diff", place, inside))
        else:
            kind = "in" if place.startswith("in ") else "new"
            steps.append((kind, place.removeprefix("in "), inside))
    return steps


class House:
    """A copy of the project, changed as a recipe says."""

    def __init__(self, folder):
        self.folder = folder / "house"
        for part in PARTS:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "artifacts", ".ipynb_checkpoints")
                shutil.copytree(ROOT / part, self.folder / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, self.folder / part)
        self.environment = {
            **os.environ,
            "COURSE_DATA_DIR": str(folder / "cache"),
            "COURSE_USER_DIR": str(folder / "user"),
            "PYTHONPATH": str(self.folder),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        self.environment.pop("COURSE_QUICK", None)

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: expected once, found {text.count(old)}:\n{old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, command, fails=False):
        """Run a command of the document; return what it said."""
        words = shlex.split(command)
        assert words[0] == "python", command
        done = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=self.folder,
            env=self.environment,
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=600,
        )
        assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def follow(self, kind, place, text):
        """Do a step that changes files."""
        if kind == "diff":
            lines = text.splitlines(keepends=True)
            old = "".join(line[1:] or "\n" for line in lines if line[0] != "+")
            new = "".join(line[1:] or "\n" for line in lines if line[0] != "-")
            self.change(place, old, new)
        else:
            assert kind == "new"
            assert not (self.folder / place).exists(), place
            (self.folder / place).write_text(text, encoding="utf-8")
