"""``python -m helpers doctor``: what is installed here, what will hurt, and how to mend it.

What it prints is made to be pasted into a bug report. So it names the home folder ``~`` and leaves
the user's name out. It must work where little else does: nothing but Python's own library is
imported before the look-up that needs it, and a look-up that fails is a finding like any other.
"""

import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import helpers

__all__ = ["Finding", "add_arguments", "examine", "report", "run"]

PROJECT = "watch-it-learn"
#: The Pythons that TensorFlow has releases for.
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
#: A lesson takes 1.8 GB at most.
MEMORY_BYTES = 2.0e9
#: What is shown of the packages that are neither missing nor too old.
SHOWN_PACKAGES = ("numpy", "tensorflow", "keras", "umap-learn", "scikit-learn", "matplotlib")
#: A first start of TensorFlow on a slow disk takes this long; after that something hangs.
SECONDS_TO_START = 180
#: The settings that change how the course runs. No others are looked at.
SETTINGS = (
    "COURSE_QUICK",
    "COURSE_DATA_DIR",
    "COURSE_USER_DIR",
    "KERAS_BACKEND",
    "CUDA_VISIBLE_DEVICES",
)

_START_KERAS = """
import json, keras
gpus = []
if keras.backend.backend() == "tensorflow":
    import tensorflow
    gpus = tensorflow.config.list_physical_devices("GPU")
print(json.dumps({"backend": keras.backend.backend(), "gpus": [gpu.name for gpu in gpus]}))
"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    topic : str
        Such as ``"Memory"``.
    text : str
        What was found.
    fix : str
        What to do about it; empty where nothing will hurt.
    """

    topic: str
    text: str
    fix: str = ""


def add_arguments(parser):
    """Declare the command's arguments: there are none."""


def run(arguments):
    """Look, print, and return 1 if something will hurt."""
    print("Looking. Starting TensorFlow takes a few seconds.", file=sys.stderr)
    findings = examine()
    print(report(findings))
    return 1 if any(finding.fix for finding in findings) else 0


def examine():
    """Look at everything.

    Returns
    -------
    list of Finding
        A look-up that fails in an unforeseen way stands among them, and keeps no other back.
    """
    findings = []
    for topic, look in LOOKS.items():
        try:
            findings.extend(look())
        except Exception as error:
            text = f"could not be looked at ({type(error).__name__}: {error})"
            findings.append(Finding(topic, text, _INSTALL_AGAIN))
    return findings


def report(findings):
    """Write findings as plain text, without the user's home folder or name.

    Parameters
    ----------
    findings : list of Finding

    Returns
    -------
    str
        A paragraph for each finding, those that will hurt marked with ``!`` and followed by their
        fix, and a line that counts them.
    """
    lines = [f"Watch It Learn {helpers.__version__}"]
    for finding in findings:
        head = f"{'!' if finding.fix else ' '} {finding.topic:<12}"
        lines += _wrap(finding.text, head)
        if finding.fix:
            lines += _wrap(finding.fix, f"{'Fix: ':>19}")
    hurting = sum(bool(finding.fix) for finding in findings)
    lines.append(
        f"{hurting} of these will hurt; the fix stands below each." if hurting else "All is well."
    )
    return _without_names("\n".join(lines))


def _wrap(text, head):
    """Set a text beside its head, 96 columns wide."""
    return textwrap.wrap(
        " ".join(text.split()),
        width=96,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _without_names(text):
    """Write ``~`` for the home folder, and USER where a path names the user."""
    home = str(Path.home())
    if len(home) > 1:
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
    user = Path(home).name
    return re.sub(rf"(?<=[/\\]){re.escape(user)}(?=[/\\])", "USER", text) if user else text


def _gigabytes(n_bytes):
    return f"{n_bytes / 1e9:.1f} GB"


def _on_colab():
    return "COLAB_RELEASE_TAG" in os.environ


def _look_at_system():
    where = "Colab" if _on_colab() else ""
    where = "Binder" if "BINDER_LAUNCH_HOST" in os.environ else where
    place = f", on {where}" if where else ""
    yield Finding("System", f"{platform.platform()}, {os.cpu_count()} processors{place}")
    version = sys.version_info[:2]
    kind = "a virtual environment" if sys.prefix != sys.base_prefix else "no virtual environment"
    kind = "conda" if "CONDA_PREFIX" in os.environ else kind
    fix = ""
    if not OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        oldest, newest = (".".join(map(str, pair)) for pair in (OLDEST_PYTHON, NEWEST_PYTHON))
        fix = (
            f"TensorFlow has releases for Python {oldest} to {newest}. Install one of these and "
            "begin again with a new environment."
        )
    yield Finding("Python", f"{platform.python_version()} ({kind}, {sys.executable})", fix)
    chosen = [f"{name}={os.environ[name]}" for name in SETTINGS if os.environ.get(name)]
    if chosen:
        yield Finding("Settings", ", ".join(chosen))


def _look_at_memory():
    import psutil

    memory = psutil.virtual_memory()
    free, total = memory.available, memory.total
    limit = _container_limit()
    if limit is not None and limit[1] < total:
        free, total = min(free, limit[0]), limit[1]
    fix = ""
    if free < MEMORY_BYTES:
        fix = (
            f"A lesson takes up to {_gigabytes(MEMORY_BYTES)}. Shut down the kernels of other "
            "notebooks, close other programs, or set COURSE_QUICK=1 for the small lessons."
        )
    yield Finding("Memory", f"{_gigabytes(free)} free of {_gigabytes(total)}", fix)


def _container_limit(folder=Path("/sys/fs/cgroup")):
    """Read what a container (Binder's, say) may use: bytes free and in all, None if no limit."""
    try:
        total = int((folder / "memory.max").read_text())
        return total - int((folder / "memory.current").read_text()), total
    except (OSError, ValueError):  # no container, an older kernel, another system, or "max"
        return None


def _look_at_packages():
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    try:
        wanted = [Requirement(line) for line in importlib.metadata.requires(PROJECT) or []]
    except importlib.metadata.PackageNotFoundError:
        yield Finding("Packages", f"{PROJECT} itself is not installed here", _INSTALL_AGAIN)
        wanted = [Requirement(name) for name in SHOWN_PACKAGES]
    # Colab is a classroom of its own, and lacks ours.
    extra = {"extra": "" if _on_colab() else "lab"}
    specifiers = {}
    for requirement in wanted:
        if requirement.marker is None or requirement.marker.evaluate(extra):
            known = specifiers.get(requirement.name, SpecifierSet())
            specifiers[requirement.name] = known & requirement.specifier
    shown = []
    for name, specifier in specifiers.items():
        fix = f'{_python()} -m pip install "{name}{specifier}"'
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding("Packages", f"{name} is missing", fix)
            continue
        if not specifier.contains(version, prereleases=True):
            yield Finding("Packages", f"{name} {version} is too old for the course", fix)
        elif name in SHOWN_PACKAGES:
            shown.append(f"{name} {version}")
    yield Finding("Packages", ", ".join(shown))


def _look_at_keras():
    try:
        process = subprocess.run(
            [sys.executable, "-c", _START_KERAS],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS_TO_START,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Finding(
            "Keras",
            f"did not start within {SECONDS_TO_START} seconds",
            "Try once more: the first start takes longest. If that fails, restart the computer.",
        )
        return
    if process.returncode:
        yield _failed_start(process)
        return
    found = json.loads(process.stdout.splitlines()[-1])
    backend = found["backend"]
    fix = ""
    if backend != "tensorflow":
        fix = (
            "The lessons are made for TensorFlow. Unset KERAS_BACKEND, and set "
            '"backend": "tensorflow" in ~/.keras/keras.json if that file is there.'
        )
    yield Finding("Keras", f"starts, with {backend} as its backend", fix)
    gpus = ", ".join(found["gpus"]) or "none, which is fine: every lesson is made for a processor"
    yield Finding("GPU", gpus)


def _failed_start(process):
    """Explain why Keras or TensorFlow could not be imported."""
    said = [line for line in process.stderr.splitlines() if line.strip()]
    text = f"does not start: {said[-1].strip()}" if said else "does not start, and says nothing"
    # A negative code is the signal that ended the process; on Windows it is the status itself.
    if process.returncode in (-4, 0xC000001D):
        fix = (
            "TensorFlow needs a processor with AVX instructions, which this one (or this virtual "
            "machine) lacks. Open the lessons on Binder or Colab instead."
        )
        return Finding("Keras", "does not start: the processor lacks an instruction", fix)
    if "DLL load failed" in text:
        fix = (
            "Install the Microsoft Visual C++ Redistributable (2015 to 2022, x64) and restart the "
            "computer."
        )
        return Finding("Keras", text, fix)
    return Finding("Keras", text, f"{_python()} -m pip install --force-reinstall tensorflow keras")


def _look_at_data():
    from helpers.datasets.cache import cache_folder, find_damage, is_cached
    from helpers.datasets.catalog import CATALOG

    folder = cache_folder()
    fetch = f"{_python()} -m helpers fetch"
    absent = []
    for name, info in CATALOG.items():
        if not is_cached(info):
            absent.append(info)
        elif damage := find_damage(info):
            yield Finding("Data", f"{info.title}: the copy is damaged: {damage}", f"{fetch} {name}")
        else:
            yield Finding("Data", f"{info.title}: whole")
    if absent:
        titles = ", ".join(info.title for info in absent)
        yield Finding("Data", f"{titles}: the sample (`{fetch}` gets the whole)")
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free, needed = shutil.disk_usage(existing).free, sum(2 * info.n_bytes for info in absent)
    text, fix = f"{_gigabytes(free)} free in {folder}", ""
    if not os.access(existing, os.W_OK):
        text += ", which cannot be written"
        fix = "Choose another folder with the environment variable COURSE_DATA_DIR."
    elif free < needed:
        fix = (
            f"To get the whole data sets takes {_gigabytes(needed)}. Free some room, or choose "
            "another disk with the environment variable COURSE_DATA_DIR."
        )
    # A data set that is already there is only read.
    yield Finding("Disk", text, fix if absent else "")


def _look_at_jupyter():
    if _on_colab():
        return  # it shows widgets in a way of its own
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_core.paths import jupyter_path

    versions = [
        f"{name} {importlib.metadata.version(name)}"
        for name in ("jupyterlab", "ipykernel", "ipywidgets", "anywidget")
    ]
    yield Finding("Jupyter", ", ".join(versions))
    own_kernel = f"{_python()} -m ipykernel install --sys-prefix"
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        yield Finding("Jupyter", "has no kernel named python3", own_kernel)
    else:
        # A bare "python" means the Python that Jupyter itself runs on.
        if Path(command).is_absolute() and Path(command).parent != Path(sys.executable).parent:
            text = f"runs notebooks with another Python: {command}"
            yield Finding("Jupyter", text, own_kernel)
    for extension, package in (
        ("@jupyter-widgets/jupyterlab-manager", "jupyterlab_widgets"),
        ("anywidget", "anywidget"),
    ):
        if not any(Path(folder, extension).exists() for folder in jupyter_path("labextensions")):
            yield Finding(
                "Jupyter",
                f"lacks the part of {package} that shows sliders and players",
                f"{_python()} -m pip install --force-reinstall {package}, then restart JupyterLab.",
            )


def _look_at_ffmpeg():
    import imageio_ffmpeg

    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        yield Finding(
            "ffmpeg",
            "is missing, so that animations cannot become MP4 videos (GIF and WebP can be made)",
            f"{_python()} -m pip install --force-reinstall imageio-ffmpeg",
        )
    else:
        yield Finding("ffmpeg", f"ffmpeg {imageio_ffmpeg.get_ffmpeg_version()}")


def _python():
    """Name this Python as a person would type it in the folder where they are."""
    here = Path(sys.executable)
    found = shutil.which("python")
    if found and Path(found) == here:
        return "python"
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here)


_INSTALL_AGAIN = "Install the course again, from its folder: python -m pip install -e .[lab]"

#: What is looked at, in the order in which it is told.
LOOKS = {
    "System": _look_at_system,
    "Memory": _look_at_memory,
    "Packages": _look_at_packages,
    "Keras": _look_at_keras,
    "Data": _look_at_data,
    "Jupyter": _look_at_jupyter,
    "ffmpeg": _look_at_ffmpeg,
}
