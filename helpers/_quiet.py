"""TensorFlow speaks while it is imported; this keeps what is no news out of a lesson's pages.

``TF_CPP_MIN_LOG_LEVEL`` silences TensorFlow's messages once it runs. Those that it writes while it
is being imported come before that setting is read, and go straight to the process' standard error,
past Python. So that one import is listened to, and what is left after the usual chatter is passed
on: a real error still reaches the reader. And where TensorFlow is installed but does not start, the
error says what to do.
"""

import importlib.machinery
import os
import re
import sys

__all__ = ["quieten_tensorflow"]

#: Lines that say nothing a learner could act on: information (I0000 …), warnings about the
#: registration of CUDA parts that a second library registered before, and their preamble.
_CHATTER = re.compile(
    r"""^(
        WARNING:\ All\ log\ messages\ before\ absl::InitializeLog
        | (\d{4}-\d\d-\d\d\ [\d:.]+:\ )?[IW](\d{4})?\s
        | .*Unable\ to\ register\ cu[A-Z]+\ factory
        | To\ enable\ the\ following\ instructions
        | computation_placer\ already\ registered
    )""",
    re.VERBOSE,
)


def quieten_tensorflow():
    """Make a later ``import tensorflow`` (or Keras on it) silent, unless something is wrong.

    Nothing is imported here. What the reader has set for themselves stays: with
    ``TF_CPP_MIN_LOG_LEVEL=0`` in the environment TensorFlow speaks as it likes.
    """
    level = os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    listening = any(isinstance(finder, _Listener) for finder in sys.meta_path)
    if level != "0" and "tensorflow" not in sys.modules and not listening:
        sys.meta_path.insert(0, _Listener())


class _Listener:
    """A finder for ``sys.meta_path`` that steps in when TensorFlow is looked for."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != "tensorflow":
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: _run_quietly(run, module)
        return spec


def _run_quietly(run, module):
    """Import TensorFlow; where it fails, say in a sentence what that means."""
    try:
        return _listen(run, module)
    except Exception as error:  # a missing library, a NumPy that is too new, a processor too old
        raise ImportError(
            f"TensorFlow is installed, but does not start here ({error}): lessons 1, 2 and 5 "
            "do without it, and for the others `python -m helpers doctor` says what to do.",
            name="tensorflow",
        ) from error


def _listen(run, module):
    """Import a module with the process' standard error caught, and pass on what is not chatter."""
    import tempfile  # only here, so that `import helpers` stays light

    try:
        stderr = os.dup(2)
    except OSError:  # a process without a standard error (a Windows service): nothing to catch
        return run(module)
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), 2)
        try:
            return run(module)
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            caught.seek(0)
            lines = caught.read().decode(errors="replace").splitlines(keepends=True)
            sys.stderr.write("".join(line for line in lines if not _CHATTER.match(line)))
