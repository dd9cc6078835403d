"""A data set small enough to make up, and a server on this machine that has it and can fail."""

import contextlib
import gzip
import http.server
import struct
import threading
from dataclasses import replace

import numpy as np

from helpers.datasets import sources
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetInfo, sha256_of

N_TRAIN, N_TEST = 40, 12

_rng = np.random.default_rng(0)
TINY = {
    "x_train": _rng.integers(0, 256, (N_TRAIN, 4, 4), dtype=np.uint8),
    "y_train": np.repeat(np.arange(4, dtype=np.uint8), N_TRAIN // 4),
    "x_test": _rng.integers(0, 256, (N_TEST, 4, 4), dtype=np.uint8),
    "y_test": np.repeat(np.arange(4, dtype=np.uint8), N_TEST // 4),
}


def describe(arrays):
    """Make a catalog entry for a tiny data set."""
    return DatasetInfo(
        name="tiny",
        title="Tiny",
        names=("north", "east", "south", "west"),
        image_shape=(4, 4),
        n_train=N_TRAIN,
        n_test=N_TEST,
        n_sample_train=10,
        n_sample_test=5,
        digests={name: sha256_of(arrays[name]) for name in ARRAYS},
        sample_digests={
            name: sha256_of(arrays[name][: 10 if name.endswith("train") else 5]) for name in ARRAYS
        },
        home="https://tiny.example/",
        licence="none",
        citation="none",
    )


INFO = describe(TINY)


def idx(array):
    """Write an array of bytes in IDX format, by its specification."""
    return b"\0\0\x08" + struct.pack(f">B{array.ndim}I", array.ndim, *array.shape) + array.tobytes()


def idx_files(arrays):
    """Make the four compressed files as an origin serves them, by path."""
    return {
        f"/{name}.gz": gzip.compress(idx(arrays[array]), mtime=0)
        for name, array in zip(sources._IDX_FILES, ARRAYS, strict=True)
    }


class Origin:
    """A web server on this machine. What it serves and how it fails can be changed at any time.

    `fault` is None, or one of: "missing" (404), "half" (hangs up in the middle of the body),
    "silent" (takes the request and never answers), "stall" (stops in the middle of the body and
    keeps the line open), "drip" (a byte now and then).
    """

    def __init__(self):
        self.files = idx_files(TINY)
        self.fault = None
        self.requests = []
        self.asked = threading.Event()  # a request has come
        self.answering = threading.Event()  # cleared: requests wait
        self.answering.set()
        self.closing = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        """Stop: from now on connections are refused."""
        self.closing.set()
        self.answering.set()
        self.server.shutdown()
        self.server.server_close()

    def source(self):
        """Give this server as a source of a data set."""
        return sources.Source("the local origin", sources._idx_from_web(self.url))

    def _handler(origin):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                origin.requests.append(self.path)
                origin.asked.set()
                origin.answering.wait(60)
                if origin.fault == "silent":
                    origin.closing.wait(60)
                elif origin.fault == "missing":
                    self.send_error(404)
                else:
                    with contextlib.suppress(OSError):  # the client has given up: as it should
                        self.answer(origin.files[self.path])

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if origin.fault == "drip":
                    for i in range(len(body)):
                        self.wfile.write(body[i : i + 1])
                        if origin.closing.wait(0.05):
                            return
                elif origin.fault in ("half", "stall"):
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    if origin.fault == "stall":
                        origin.closing.wait(60)
                else:
                    self.wfile.write(body)

            def log_message(self, *arguments):
                """Keep quiet."""

        return Handler


def register(url, setitem=dict.__setitem__):
    """Put the tiny data set into the catalog, with the server at `url` as its one source."""
    setitem(CATALOG, "tiny", replace(INFO))
    source = sources.Source("the local origin", sources._idx_from_web(url))
    setitem(sources.SOURCES, "tiny", (source,))
