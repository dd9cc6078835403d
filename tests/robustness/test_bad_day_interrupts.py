"""A long cell is stopped in a real kernel and run again: nothing is spoilt, and it comes right."""

import time

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from tests.support.origin import Origin
from tools import ROOT


class Kernel:
    """A kernel that can be stopped in the middle of a cell."""

    def __init__(self, folder):
        self.manager, self.client = start_new_kernel(cwd=str(folder))
        self.run(f"import sys; sys.path.insert(0, {str(ROOT)!r})")

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, until=None, seconds=600):
        """Run a cell and give what it printed; stop it as soon as it has printed a text.

        What `until` is may also be a `threading.Event`, which says when. A cell that fails by
        itself, or that ends before it is stopped, fails the test.
        """
        asked = self.client.execute(code)
        printed, stopped, end = "", False, time.monotonic() + seconds
        while time.monotonic() < end:
            if until and not stopped:
                seen = until in printed if isinstance(until, str) else until.is_set()
                if seen:
                    self.manager.interrupt_kernel()
                    stopped = True
            try:
                message = self.client.get_iopub_msg(timeout=0.1)
            except Exception as empty:
                assert type(empty).__name__ == "Empty", empty
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                printed += content["text"]
            elif kind == "error":
                assert stopped and content["ename"] == "KeyboardInterrupt", content["traceback"]
            elif kind == "status" and content["execution_state"] == "idle":
                assert stopped == bool(until), f"the cell ended before it was stopped: {printed}"
                return printed
        raise AssertionError(f"after {seconds} s: {printed}")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.close()


def test_a_training(kernel):
    kernel.run("""
        import helpers
        import keras
        from helpers.recording import Recorder
        from tests.support.tiny import tiny_data, tiny_network

        class Tell(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                print("epoch", epoch, flush=True)

        data = tiny_data()

        def train(epochs):
            global network, recorder
            network, recorder = tiny_network(), Recorder(data, watch=5)
            network.fit(
                data.x_train, data.y_train, epochs=epochs, verbose=0,
                validation_data=(data.x_valid, data.y_valid), callbacks=[recorder, Tell()],
            )
    """)
    kernel.run("train(3)\nnever_stopped = recorder.record.probabilities")
    kernel.run("train(1_000_000)", until="epoch 2\n")
    kernel.run("""
        record = recorder.record
        assert len(record) == recorder.n_epochs + 1 >= 4, (len(record), recorder.n_epochs)
        assert list(record.epochs) == list(range(len(record)))
        assert (record.probabilities[:4] == never_stopped).all()
        record.save("stopped.npz")
    """)
    kernel.run("train(3)\nassert (recorder.record.probabilities == never_stopped).all()")


def test_a_map(kernel):
    kernel.run("""
        import numpy as np
        from helpers.recording import record_projection

        pictures = np.random.default_rng(0).integers(0, 256, (60, 8, 8), dtype=np.uint8)
        out = sys.stdout  # while it fits, what is printed goes to its progress bar

        def tell(share, words):
            print(words, file=out, flush=True)

        def fit(epochs):
            return record_projection(pictures, n_epochs=epochs, progress=tell)

        never_stopped = fit(12).embeddings
    """)
    kernel.run("fit(1_000_000)", until="epoch ")
    printed = kernel.run("again = fit(12).embeddings\nprint('standard output is back')")
    assert "standard output is back" in printed
    kernel.run("assert (again == never_stopped).all()")


def test_a_film(kernel):
    kernel.run("""
        from pathlib import Path
        import numpy as np
        from helpers.plots import animation

        def frames(n):
            for i in range(n):
                print("frame", i, flush=True)
                yield np.full((40, 40, 3), i % 256, np.uint8)

        def save(n):
            for name in ("film.gif", "film.mp4", "film.webp"):
                animation.save(frames(n), name, progress=False)

        save(3)
        old = Path("film.gif").read_bytes()
    """)
    kernel.run('animation.save(frames(10**9), "film.gif", progress=False)', until="frame 5\n")
    kernel.run('animation.save(frames(10**9), "film.mp4", progress=False)', until="frame 5\n")
    kernel.run("""
        assert Path("film.gif").read_bytes() == old
        left = sorted(path.name for path in Path().glob("*film*"))
        assert left == ["film.gif", "film.mp4", "film.webp"], left
        save(3)
        assert Path("film.gif").read_bytes() == old
    """)


def test_a_download(kernel, tmp_path):
    origin = Origin()
    try:
        origin.answering.clear()  # whoever asks waits
        kernel.run(f"""
            import os
            os.environ["COURSE_DATA_DIR"] = {str(tmp_path)!r}
            from helpers.datasets.sources import fetch
            from tests.support.origin import register

            register({origin.url!r})
        """)
        kernel.run('fetch("tiny", progress=False)', until=origin.asked)
        assert not [path for path in tmp_path.iterdir() if path.suffix != ".lock"]
        origin.answering.set()
        printed = kernel.run('fetch("tiny", progress=False)')
        assert "all checked and stored" in printed
        assert np.load(tmp_path / "tiny" / "x_train.npy").shape == (40, 4, 4)
    finally:
        origin.close()
