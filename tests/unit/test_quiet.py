"""What TensorFlow says while it is imported: chatter is dropped, errors are not."""

import os
import subprocess
import sys

import pytest

CHATTER = [
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
    "I0000 00:00:1795321262.218652    7923 port.cc:153] oneDNN custom operations are on.",
    "W0000 00:00:1758131045.228 372203 computation_placer.cc:177] already registered",
    "2025-09-17 14:44:05.157831: I external/local_xla/cudart_stub.cc:32] no cuda drivers",
    "E0000 00:00:1758131045.2 3 cuda_dnn.cc:8579] Unable to register cuDNN factory: Attempting",
    "To enable the following instructions: AVX2, in other operations, rebuild TensorFlow",
]
NEWS = [
    "E0000 00:00:1758131045.2 3 cuda_driver.cc:1] failed call to cuInit: no memory",
    "ImportError: libcublas.so.12: cannot open shared object file",
]


def import_it(tmp_path, code, **environment):
    """Import a stand-in for TensorFlow that writes past Python, as the real one does."""
    package = tmp_path / "tensorflow"
    package.mkdir()
    said = "\n".join(CHATTER + NEWS) + "\n"
    (package / "__init__.py").write_text(
        f"import os\nos.write(2, {said!r}.encode())\nANSWER = 42\n"
    )
    (package / "keras.py").write_text("")
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        check=True,
    )


SET_UP = "import helpers; helpers.set_up()"
CODE = f"{SET_UP}; import tensorflow.keras as k, tensorflow as t; print(t.ANSWER, t.__name__)"


def test_only_what_a_reader_can_act_on_is_passed_on(tmp_path, monkeypatch):
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    done = import_it(tmp_path, CODE)
    assert done.stdout == "42 tensorflow\n"
    assert done.stderr.splitlines() == NEWS


def test_who_wants_to_hear_it_all_hears_it_all(tmp_path):
    done = import_it(tmp_path, CODE, TF_CPP_MIN_LOG_LEVEL="0")
    assert done.stderr.splitlines() == CHATTER + NEWS


def test_looking_for_it_is_not_importing_it(tmp_path, monkeypatch):
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    code = f"{SET_UP}; import importlib.util as u; u.find_spec('tensorflow'); {CODE}"
    assert import_it(tmp_path, code).stderr.splitlines() == NEWS


def test_a_failing_import_fails_as_ever_and_says_why(tmp_path):
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow" / "__init__.py").write_text(
        "import os\nos.write(2, b'undefined symbol\\n')\nraise ImportError('broken')\n"
    )
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", f"{SET_UP}; import tensorflow"],
        env={**os.environ, "PYTHONPATH": paths, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.startswith("undefined symbol\n")
        and "does not start here (broken)" in done.stderr
    )


def test_importing_the_helpers_changes_nothing():
    code = """if True:
        import os, sys
        before = list(sys.meta_path), dict(os.environ)
        import helpers
        assert (list(sys.meta_path), dict(os.environ)) == before
    """
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["tensorflow", "keras", "matplotlib", "numpy", "tempfile"])
def test_the_helpers_by_themselves_bring_nothing_heavy(name):
    code = f"import sys, helpers; helpers.set_up(); sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
