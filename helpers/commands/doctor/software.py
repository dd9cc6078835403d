"""What the doctor looks at: the packages, Keras, Jupyter, ffmpeg."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

from helpers.commands.doctor.findings import Finding
from helpers.commands.doctor.where import PROJECT, install_again, on_colab, python

__all__ = ["look_at_ffmpeg", "look_at_jupyter", "look_at_keras", "look_at_packages"]

#: What is shown of the packages that are neither missing nor too old.
SHOWN_PACKAGES = ("numpy", "tensorflow", "keras", "umap-learn", "scikit-learn", "matplotlib")
#: A first start of TensorFlow on a slow disk takes this long; after that something hangs.
SECONDS_TO_START = 180

_START_KERAS = """
import json, keras
gpus = []
if keras.backend.backend() == "tensorflow":
    import tensorflow
    gpus = tensorflow.config.list_physical_devices("GPU")
print(json.dumps({"backend": keras.backend.backend(), "gpus": [gpu.name for gpu in gpus]}))
"""


def look_at_packages():
    """Look at what the course depends on: missing, too old, or as it should be."""
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    try:
        wanted = [Requirement(line) for line in importlib.metadata.requires(PROJECT) or []]
    except importlib.metadata.PackageNotFoundError:
        yield Finding("Packages", f"{PROJECT} itself is not installed here", install_again())
        wanted = [Requirement(name) for name in SHOWN_PACKAGES]
    # Colab is a classroom of its own, and lacks ours.
    extra = {"extra": "" if on_colab() else "lab"}
    specifiers = {}
    for requirement in wanted:
        if requirement.marker is None or requirement.marker.evaluate(extra):
            known = specifiers.get(requirement.name, SpecifierSet())
            specifiers[requirement.name] = known & requirement.specifier
    shown = []
    for name, specifier in specifiers.items():
        fix = f'{python()} -m pip install "{name}{specifier}"'
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


def look_at_keras():
    """Start Keras in a process of its own, and look what it finds."""
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
    return Finding("Keras", text, f"{python()} -m pip install --force-reinstall tensorflow keras")


def look_at_jupyter():
    """Look at what shows the lessons: the kernel, and the parts for widgets."""
    if on_colab():
        return  # it shows widgets in a way of its own
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_core.paths import jupyter_path

    versions = [
        f"{name} {importlib.metadata.version(name)}"
        for name in ("jupyterlab", "ipykernel", "ipywidgets", "anywidget")
    ]
    yield Finding("Jupyter", ", ".join(versions))
    own_kernel = f"{python()} -m ipykernel install --sys-prefix"
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
                f"{python()} -m pip install --force-reinstall {package}, then restart JupyterLab.",
            )


def look_at_ffmpeg():
    """Look at what makes MP4 videos."""
    import imageio_ffmpeg

    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        yield Finding(
            "ffmpeg",
            "is missing, so that animations cannot become MP4 videos (GIF and WebP can be made)",
            f"{python()} -m pip install --force-reinstall imageio-ffmpeg",
        )
    else:
        yield Finding("ffmpeg", f"ffmpeg {imageio_ffmpeg.get_ffmpeg_version()}")
