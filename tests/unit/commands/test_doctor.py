import importlib.metadata
import json
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest

from helpers import __version__
from helpers.__main__ import main
from helpers.commands import doctor
from helpers.commands.doctor import examine, machine, where
from helpers.commands.doctor.findings import Finding, report
from helpers.datasets import CATALOG
from tools import ROOT
from tools.links import project_address

KERAS_STARTS = json.dumps({"backend": "tensorflow", "gpus": []}) + "\n"


@pytest.fixture
def python_answers(monkeypatch):
    """Let the process that starts Keras end as a test says, instead of starting it."""

    def answer(stdout="", stderr="", returncode=0):
        process = subprocess.CompletedProcess([], returncode, stdout, stderr)
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: process)

    answer(KERAS_STARTS)
    return answer


def found(topic):
    return list(doctor.LOOKS[topic]())


def fixes(topic):
    return [finding for finding in found(topic) if finding.fix]


def test_a_sound_installation_from_end_to_end(monkeypatch, capsys):
    # The one test that starts Keras for real.
    monkeypatch.setattr(machine, "MEMORY_BYTES", 0)  # a busy machine is no fault of the course
    status = main(["doctor"])
    said = capsys.readouterr()
    assert status == 0, said.out
    assert said.out.endswith("All is well.\n")
    for package in ("keras", "numpy", "tensorflow"):
        assert f"{package} {importlib.metadata.version(package)}" in " ".join(said.out.split())
    assert "starts, with tensorflow as its backend" in said.out
    assert "TensorFlow" in said.err


def test_looking_imports_no_tensorflow():
    program = (
        "import subprocess, sys; from helpers.commands import doctor\n"
        "before = set(sys.modules)\n"
        "def none(*_, **__): raise subprocess.TimeoutExpired('keras', 1)\n"
        "subprocess.run = none\n"
        "doctor.report(doctor.examine())\n"
        "print(not before & {'numpy'}, *{'tensorflow', 'keras', 'matplotlib'} & set(sys.modules))"
    )
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert process.stdout == "True\n", process.stderr


def test_the_report_marks_what_hurts_and_counts_it():
    text = report([Finding("Memory", "9.9 GB free"), Finding("Keras", "is gone", "Install it.")])
    assert text.splitlines()[1:] == [
        "  Memory      9.9 GB free",
        "! Keras       is gone",
        "              Fix: Install it.",
        "1 of these will hurt; the fix stands below each.",
    ]


def test_the_report_is_narrow_and_keeps_every_word():
    words = [f"word{number}" for number in range(60)]
    lines = report([Finding("Long", " ".join(words), "Do " + " ".join(words))]).splitlines()
    assert max(map(len, lines)) <= 96
    assert " ".join(lines).split().count("word59") == 2


def test_the_report_names_neither_home_nor_user(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/marie"))
    text = report([Finding("Disk", "/home/marie/cache, /data/marie/x, /home/mariette/y", "")])
    assert "~/cache, /data/USER/x, /home/mariette/y" in text
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert "/data/x" in report([Finding("Disk", "/data/x")])


def test_a_look_that_breaks_is_a_finding_and_keeps_no_other_back(monkeypatch):
    def breaks():
        yield Finding("One", "fine")
        raise RuntimeError("no such thing")

    monkeypatch.setattr(doctor, "LOOKS", {"One": breaks, "Two": lambda: [Finding("Two", "fine")]})
    fine, broken, other = examine()
    assert [fine.fix, broken.topic, other.topic] == ["", "One", "Two"]
    assert "RuntimeError: no such thing" in broken.text
    assert broken.fix


@pytest.mark.parametrize(
    ("version", "hurts"), [((3, 9), 1), ((3, 10), 0), ((3, 13), 0), ((3, 14), 1)]
)
def test_python(monkeypatch, version, hurts):
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    assert len(fixes("System")) == hurts


def test_settings_are_told_and_other_variables_are_not(monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "1")
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    text = report(found("System"))
    assert "COURSE_QUICK=1" in text
    assert "s3cret" not in text


def test_little_memory_hurts(monkeypatch):
    memory = namedtuple("memory", "available total")
    monkeypatch.setattr("psutil.virtual_memory", lambda: memory(1.5e9, 8e9))
    monkeypatch.setattr(machine, "_container_limit", lambda: None)
    (finding,) = fixes("Memory")
    assert finding.text == "1.5 GB free of 8.0 GB"
    monkeypatch.setattr("psutil.virtual_memory", lambda: memory(6e9, 8e9))
    assert not fixes("Memory")
    # A container on a large machine, such as Binder's.
    monkeypatch.setattr(machine, "_container_limit", lambda: (0.4e9, 2e9))
    (finding,) = fixes("Memory")
    assert finding.text == "0.4 GB free of 2.0 GB"


def test_a_containers_limit_is_read(tmp_path):
    assert machine._container_limit(tmp_path) is None
    (tmp_path / "memory.current").write_text("500\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert machine._container_limit(tmp_path) is None
    (tmp_path / "memory.max").write_text("2000\n")
    assert machine._container_limit(tmp_path) == (1500, 2000)


def test_missing_and_old_packages_hurt(monkeypatch):
    versions = {"numpy": "1.2.3", "keras": "99.0"}

    def version(name):
        if name not in versions:
            raise importlib.metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr(
        importlib.metadata,
        "requires",
        lambda _: [
            *("numpy>=1.26", "keras>=3", "pooch>=1.8"),
            *('pytest>=8; extra == "test"', 'jupyterlab>=4.1; extra == "lab"'),
        ],
    )
    first, second, third = fixes("Packages")
    assert first.text == "numpy 1.2.3 is too old for the course"
    assert first.fix.endswith('-m pip install "numpy>=1.26"')
    assert second.text == "pooch is missing"
    assert third.text == "jupyterlab is missing"
    assert found("Packages")[-1].text == "keras 99.0"


def test_the_stricter_of_two_bounds_counts(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "7.7.1")
    lines = ["ipywidgets>=7.7.1", 'ipywidgets>=8.1; extra == "lab"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: lines)
    (finding,) = fixes("Packages")
    assert finding.text == "ipywidgets 7.7.1 is too old for the course"


def test_colabs_own_classroom_is_enough(monkeypatch):
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab_20260819")
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "7.7.1")
    lines = ["ipywidgets>=7.7.1", 'ipywidgets>=8.1; extra == "lab"', 'x>=1; extra == "lab"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: lines)
    assert not fixes("Packages")
    assert not found("Jupyter")
    assert found("System")[0].text.endswith(", on Colab")


def test_a_course_that_is_not_installed_is_said(monkeypatch):
    def requires(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    (finding,) = fixes("Packages")
    assert "is not installed" in finding.text
    assert "numpy" in found("Packages")[-1].text


@pytest.mark.parametrize(
    ("answer", "text", "fix"),
    [
        (
            {"stderr": "Traceback …\nImportError: libcudart.so.12\n", "returncode": 1},
            "does not start: ImportError: libcudart.so.12",
            "--force-reinstall tensorflow keras",
        ),
        ({"returncode": 1}, "does not start, and says nothing", "--force-reinstall"),
        ({"returncode": -4}, "lacks an instruction", "Binder or Colab"),
        ({"returncode": 0xC000001D}, "lacks an instruction", "Binder or Colab"),
        (
            {"stderr": "ImportError: DLL load failed while importing x\n", "returncode": 1},
            "DLL load failed",
            "Visual C++",
        ),
        (
            {"stdout": '{"backend": "jax", "gpus": []}\n'},
            "with jax as its backend",
            "Unset KERAS_BACKEND",
        ),
    ],
)
def test_a_keras_that_does_not_start_hurts(python_answers, answer, text, fix):
    python_answers(**answer)
    (finding,) = fixes("Keras")
    assert text in finding.text
    assert fix in finding.fix


def test_a_keras_that_hangs_hurts(monkeypatch):
    def run(*_, timeout, **__):
        raise subprocess.TimeoutExpired("keras", timeout)

    monkeypatch.setattr(subprocess, "run", run)
    (finding,) = fixes("Keras")
    assert "did not start within 180 seconds" in finding.text


def test_gpus_are_named(python_answers):
    python_answers("some banner\n" + json.dumps({"backend": "tensorflow", "gpus": ["/gpu:0"]}))
    assert [finding.text for finding in found("Keras")][-1] == "/gpu:0"
    python_answers(KERAS_STARTS)
    assert found("Keras")[-1].text.startswith("none")
    assert not fixes("Keras")


def test_samples_are_no_fault_but_a_damaged_copy_is(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    (first, disk) = found("Data")
    assert "MNIST, Fashion-MNIST, CIFAR-10: the sample" in first.text
    assert str(tmp_path) in disk.text
    assert not fixes("Data")
    (tmp_path / "mnist").mkdir()
    np.save(tmp_path / "mnist" / "x_train.npy", np.zeros(3, np.uint8))
    (finding,) = fixes("Data")
    assert finding.text.startswith("MNIST: the copy is damaged")
    assert finding.fix.endswith("-m helpers fetch mnist")


def test_a_disk_without_room_hurts_only_where_something_is_to_be_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "not" / "yet" / "there"))
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10_000_000))
    (finding,) = fixes("Data")
    assert "Free some room" in finding.fix
    monkeypatch.setattr("helpers.datasets.cache.is_cached", lambda _: True)
    monkeypatch.setattr("helpers.datasets.cache.find_damage", lambda _: None)
    assert not fixes("Data")
    assert [finding.text for finding in found("Data")][: len(CATALOG) - 1] == [
        f"{info.title}: whole" for info in CATALOG.values() if not info.comes_whole
    ]


def test_a_cache_that_cannot_be_written_hurts(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    (finding,) = fixes("Data")
    assert "COURSE_DATA_DIR" in finding.fix


def test_a_kernel_of_another_python_hurts(monkeypatch):
    spec = namedtuple("spec", "argv")
    target = "jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec"
    for command, hurts in (("python", 0), (sys.executable, 0), ("/opt/other/bin/python", 1)):
        monkeypatch.setattr(target, lambda *_, command=command: spec([command]))
        assert len(fixes("Jupyter")) == hurts, command


def test_missing_parts_of_jupyter_hurt(monkeypatch, tmp_path):
    from jupyter_client.kernelspec import NoSuchKernel

    def get_kernel_spec(_, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(
        "jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec", get_kernel_spec
    )
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda _: [str(tmp_path)])
    kernel, widgets, anywidget = fixes("Jupyter")
    assert "no kernel" in kernel.text
    assert "jupyterlab_widgets" in widgets.fix
    assert "anywidget" in anywidget.fix


def test_a_missing_ffmpeg_hurts(monkeypatch):
    def get_ffmpeg_exe():
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", get_ffmpeg_exe)
    (finding,) = fixes("ffmpeg")
    assert "imageio-ffmpeg" in finding.fix


def test_the_command_fails_where_something_hurts(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "LOOKS", {"Keras": lambda: [Finding("Keras", "is gone", "Do.")]})
    assert main(["doctor"]) == 1
    assert "! Keras" in capsys.readouterr().out


def test_in_its_folder_the_course_is_installed_again_from_there():
    told = next(finding for finding in found("System") if finding.topic == "Course")
    assert f"in its folder {ROOT}" in told.text
    assert where.install_again().endswith(" -m pip install -e .[lab]")


def test_without_its_folder_nothing_is_offered_that_needs_it(monkeypatch, tmp_path):
    (tmp_path / "helpers").mkdir()
    assert where.checkout(tmp_path / "helpers") is None
    for module in (machine, where):
        monkeypatch.setattr(module, "checkout", lambda: None)
    told = next(finding for finding in found("System") if finding.topic == "Course")
    assert "`python -m tools` are not here" in told.text

    def requires(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    (finding,) = fixes("Packages")
    assert "from its folder" not in finding.fix
    assert finding.fix.endswith(
        f'"watch-it-learn[lab] @ git+https://github.com/{project_address()}@v{__version__}"'
    )
