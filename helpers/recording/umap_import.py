"""UMAP without TensorFlow, and where nothing can be written."""

import atexit
import shutil
import sys
import tempfile
import warnings

__all__ = ["import_umap"]


def import_umap():
    """Import UMAP without TensorFlow.

    ``import umap`` looks for TensorFlow, for a variant that this course doesn't use, and imports
    it where it is installed: seconds, and half a gigabyte of memory. Here it is out of sight for
    as long as that import lasts. A later ``import tensorflow`` works as ever, and so does ``from
    umap.parametric_umap import ParametricUMAP``.

    Returns
    -------
    module
        ``umap``.
    """
    hidden = "umap" not in sys.modules and "tensorflow" not in sys.modules
    if hidden:
        sys.modules["tensorflow"] = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ImportWarning)
            try:
                import umap
            except RuntimeError as error:
                if "cannot cache" not in str(error):
                    raise
                _cache_elsewhere()
                import umap
    finally:
        if hidden:
            del sys.modules["tensorflow"]
    return umap


def _cache_elsewhere():
    """Let numba keep what it compiles in a temporary folder.

    UMAP wants it kept beside UMAP itself or in the user's home, and where both can only be read,
    as on many a shared server, it cannot even be imported.
    """
    folder = tempfile.mkdtemp(prefix="numba-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sys.modules["numba"].config.CACHE_DIR = folder  # numba is there: it is what complained
