"""The project as a whole: its one list of dependencies, its wheel, its floors, its lint."""

import ast
import collections
import importlib.metadata
import inspect
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from helpers.commands.doctor import machine

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from tools import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [Requirement(line) for line in PROJECT["dependencies"]]
LAB_REQUIREMENTS, SITE_REQUIREMENTS, TEST_REQUIREMENTS = (
    # Without "watch-it-learn[lab]": the tests take the classroom along.
    [one for one in map(Requirement, PROJECT["optional-dependencies"][extra]) if not one.extras]
    for extra in ("lab", "site", "test")
)
ALL_REQUIREMENTS = REQUIREMENTS + LAB_REQUIREMENTS + SITE_REQUIREMENTS + TEST_REQUIREMENTS


def call(*command, **settings):
    """Run a command in the checkout and return its standard output; fail with what it said."""
    settings = {"cwd": ROOT, "capture_output": True, "text": True, **settings}
    process = subprocess.run([str(word) for word in command], check=False, **settings)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


# The one list of dependencies


def test_dependencies_have_a_lower_bound_only_and_say_what_they_are_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for requirement in ALL_REQUIREMENTS:
        assert [one.operator for one in requirement.specifier] == [">="], str(requirement)
        asked = f'"{requirement.name}{requirement.specifier}'
        (line,) = (line for line in lines if line.strip().startswith(asked))
        assert re.search(r'",\s+# \w', line), f"{requirement.name}: what is it for?"


def test_what_the_code_imports_is_in_the_list():
    # Python 3.10's packages_distributions knows no package without a top_level.txt.
    distributions = collections.defaultdict(set)
    for distribution in importlib.metadata.distributions():
        for name in {path.parts[0] for path in distribution.files or ()}:
            distributions[inspect.getmodulename(name) or name].add(distribution.name)

    def imported(folder):
        for path in sorted([*(ROOT / folder).rglob("*.py"), *ROOT.glob(folder)]):
            if path.suffix != ".py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module]
                yield from ((path.relative_to(ROOT), name.split(".")[0]) for name in names)

    # Python has tomllib from 3.11 on; tomli stands in before.
    own = {"helpers", "tools", "benchmarks", "tests", "tomllib"}
    anywhere, lab, site, test = (
        {canonical(requirement.name) for requirement in requirements}
        for requirements in (REQUIREMENTS, LAB_REQUIREMENTS, SITE_REQUIREMENTS, TEST_REQUIREMENTS)
    )
    missing = set()
    # They run in the classroom, and in no lesson.
    classroom = ("commands", "pages")
    for folder, known in (
        ("helpers", anywhere),
        *((f"helpers/{name}", anywhere | lab) for name in classroom),
        ("tools", anywhere | lab | site),
        ("notebooks/source", anywhere),
        ("tests", anywhere | lab | test),
        ("benchmarks", anywhere | lab | test),
    ):
        for path, module in imported(folder):
            if folder == "helpers" and path.parts[1] in classroom:
                continue
            if module not in sys.stdlib_module_names and module not in own:
                providers = {canonical(name) for name in distributions.get(module, {module})}
                if not providers & known:
                    missing.add(f"{path} imports {module}")
    assert not missing


def test_conda_and_binder_install_this_same_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, inside = environment["dependencies"]
    assert (pip, inside) == ("pip", {"pip": ["-e .[lab]"]})
    name, version = python.split("=")
    assert name == "python"
    assert version in SpecifierSet(PROJECT["requires-python"])
    assert tuple(map(int, version.split("."))) <= machine.NEWEST_PYTHON


def test_everybody_agrees_on_the_pythons():
    oldest, newest = machine.OLDEST_PYTHON, machine.NEWEST_PYTHON
    assert PROJECT["requires-python"] == f">={oldest[0]}.{oldest[1]}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"{oldest} <= sys.version_info[:2] <= {newest}" in makefile
    words = f"Python {oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}"
    assert words in makefile
    assert words in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_known_good_set_satisfies_the_list_and_names_no_place():
    pinned = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+(; python_full_version >= '[\d.]+')?", line), (
            f"constraints.txt: {line}"
        )
        requirement = Requirement(line)
        (pinned[requirement.name],) = (one.version for one in requirement.specifier)
    for requirement in ALL_REQUIREMENTS:
        if requirement.marker is None:
            version = pinned[canonical(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement}, but {version}"
    assert not {name for name in pinned if name.startswith(("torch", "nvidia"))}


def test_what_colab_has_is_new_enough():
    """A lower bound above Colab's release would leave the lessons there with an older one."""
    lines = (ROOT / "tests" / "support" / "colab.txt").read_text(encoding="utf-8").splitlines()
    has = dict(line.split("==") for line in lines if not line.startswith("#"))
    asked = [one for one in REQUIREMENTS if one.name in has]
    assert len(asked) >= 20
    for requirement in asked:
        assert requirement.specifier.contains(has[requirement.name]), str(requirement)


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_all_of_helpers_and_nothing_else(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ignored = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "helpers").rglob("*")
        if path.is_file() and not ignored.intersection(path.parts)
    }
    assert packed == here
    suffixes = {Path(name).suffix for name in packed}
    assert {".py", ".webp"} <= suffixes


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Run Python on the wheel, installed alone, in a folder that is no checkout."""
    folder = tmp_path_factory.mktemp("installed")
    target = folder / "site"
    call(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
        *("--disable-pip-version-check", "--no-compile", "--target", target, wheel),
    )
    (folder / "elsewhere").mkdir()

    def run(*words):
        environment = {**os.environ, "PYTHONPATH": str(target)}
        return call(sys.executable, *words, cwd=folder / "elsewhere", env=environment)

    run.target = target
    return run


def test_an_installed_wheel_works_without_the_checkout_and_without_a_network(installed):
    program = (
        "import helpers, sys; from helpers.datasets import load; data = load('cifar10', 'sample');"
        "print(helpers.__file__, data.x_train.shape, data.names[data.y_test[16]])"
    )
    said = installed("-c", program)
    assert said.split(maxsplit=1)[0] == str(installed.target / "helpers" / "__init__.py")
    assert said.rstrip().endswith("(3000, 32, 32, 3) dog")


def test_an_installed_wheel_offers_what_works_without_the_checkout(installed):
    commands = ["fetch", "doctor", "export", "logbook", "colab"]
    said = installed("-m", "helpers", "--help")
    assert re.findall(r"^    (\w+) ", said, re.MULTILINE) == commands
    for command in commands:
        told = installed("-m", "helpers", command, "--help")
        assert told.startswith(f"usage: python -m helpers {command}")
    said = installed(
        "-c",
        "from helpers.commands.doctor import machine, where\n"
        "print(*where.install_again().split(), *(each.text for each in machine.look_at_system()))",
    )
    assert "`python -m tools` are not here" in said
    assert "from its folder" not in said


# The floors


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        ("helpers", {"tensorflow", "keras", "matplotlib", "umap", "numpy", "sklearn", "IPython"}),
        (
            "helpers.datasets",
            {"tensorflow", "keras", "matplotlib", "umap", "sklearn", "pandas", "IPython"},
        ),
    ],
)
def test_a_light_import_stays_light(module, banned):
    program = f"import {module}, sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    assert not banned & set(call(sys.executable, "-c", program).split())


def test_imports_go_down_the_floors_only():
    call(Path(sys.executable).with_name("lint-imports"), "--no-cache")


def test_ruff_has_nothing_to_say():
    call(sys.executable, "-m", "ruff", "check", "--quiet")
    call(sys.executable, "-m", "ruff", "format", "--check", "--quiet")


def test_the_commit_hook_is_the_same_lint():
    call(sys.executable, "-m", "pre_commit", "validate-config")
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == ["make lint"]
