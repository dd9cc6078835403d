"""JupyterLab and Notebook 7 for the browser tests: notebooks opened as a learner does."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat

from tools import ROOT

#: Seconds that anything may take before a test gives up. Long, because a machine may be busy: what
#: is there at once is seen at once.
PATIENCE = 60

ARTIFACTS = ROOT / "tests" / "browser" / "artifacts"

#: Why the browser tests are skipped where they are.
NO_CHROMIUM = "No Chromium starts here; on Debian: apt install chromium"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SWITCHES = (
    "--no-sandbox",  # a container's root may not make one; only our own pages are opened
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

#: What JupyterLab would do in a reader's browser and must not do in a test: fetch news, ask for
#: updates, keep cells out of the page until they are scrolled to.
_SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}


def eventually(look, wanted, seconds=PATIENCE):
    """Look again and again until what is seen is what is wanted; return it.

    A page and a kernel answer a moment after the hand has moved, however fast the machine is. So
    a test never compares at once what either of them is about to change.

    Parameters
    ----------
    look : callable
        Returns what is seen now. An error in it counts as not seen yet.
    wanted : object or callable
        What it is to be equal to, or a function that says whether it will do.
    seconds : float
        After so many, ``AssertionError`` says what was seen last.
    """
    good = wanted if callable(wanted) else lambda seen: seen == wanted
    end = time.monotonic() + seconds
    while True:
        late = time.monotonic() > end
        try:
            seen = look()
            if good(seen):
                return seen
        except Exception:  # a page that is being redrawn has not all its parts
            if late:
                raise
        if late:
            expected = "something else" if callable(wanted) else repr(wanted)
            raise AssertionError(f"expected {expected}; after {seconds} s there is {seen!r}")
        time.sleep(0.05)


def chromium_options():
    """What to give Playwright's ``launch``: the system's Chromium, or else Playwright's own."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    return {"executable_path": program, "args": list(_SWITCHES)}


class Lab:
    """A JupyterLab server of our own on a free loopback port.

    Parameters
    ----------
    folder : Path
        An empty folder. Its part ``notebooks`` is what the server shows; the rest holds the
        server's own settings, so that the reader's neither matter nor change.
    quick : bool
        Whether kernels run the lessons in their quick size.
    app : str
        "lab", or "notebook" for Jupyter Notebook 7.

    Attributes
    ----------
    notebooks : Path
    log : Path
        What the server and its kernels said.
    url : str
    """

    def __init__(self, folder, quick=True, app="lab"):
        self._app = app
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self._token = secrets.token_hex(16)
        self.log = folder / "server.log"
        settings = folder / "settings"
        for name, values in _SETTINGS.items():
            file = settings / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))
        environment = {
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTER_TOKEN": self._token,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            "COURSE_QUICK": "1" if quick else "0",
            "COURSE_USER_DIR": str(folder / "user"),  # the reader's bet stays what it is
        }
        if quick:  # with the small samples, on every machine
            environment["COURSE_DATA_DIR"] = str(folder / "no-data")
        # OpenMP threads that wait for each other would hold the cores that other tests need.
        environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Matplotlib's backend is the kernel's own affair.
        environment.pop("MPLBACKEND", None)
        options = [
            "--no-browser",
            "--ip=127.0.0.1",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.notebooks}",
            "--expose-app-in-browser",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--allow-root")
        # Another program may take a port that was free a moment ago.
        if not any(self._start(options, environment) for _ in range(3)):
            raise RuntimeError("Jupyter did not start:\n" + self.log.read_text()[-3000:])

    def _start(self, options, environment, seconds=180):
        """Start the server; return whether it is up."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "jupyter", self._app, f"--port={port}", *options],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.log.parent,
            )
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/api", timeout=10)
                return True
            except OSError:
                time.sleep(0.1)
        self.stop()
        return False

    def stop(self):
        """End the server and its kernels."""
        self._server.terminate()
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()

    def make(self, name, cells):
        """Write a notebook from the sources of its code cells; return its name."""
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, self.notebooks / name)
        return name

    def copy(self, path):
        """Bring a notebook, or any file, in without touching the original; return its name.

        The films beside it come with it.
        """
        films = Path(path).parent / "films"
        if films.is_dir():
            shutil.copytree(films, self.notebooks / "films", dirs_exist_ok=True)
        return Path(shutil.copy(path, self.notebooks)).name

    def open(self, page, name):
        """Open a notebook of this server in a page; return it when its kernel is ready.

        Parameters
        ----------
        page : Playwright page
        name : str
            A name from :meth:`make` or :meth:`copy`.

        Returns
        -------
        OpenNotebook
        """
        # A workspace of its own: no tabs that an earlier test left open.
        place = {
            "lab": f"doc/workspaces/{secrets.token_hex(4)}/tree",
            "notebook": "notebooks",
        }[self._app]
        page.goto(f"{self.url}/{place}/{name}?token={self._token}")
        notebook = OpenNotebook(page, self.notebooks / name)
        notebook.wait_until_open()
        return notebook


class OpenNotebook:
    """A notebook as a learner sees it.

    Attributes
    ----------
    page : Playwright page
    path : Path
        Its file.
    """

    def __init__(self, page, path):
        self.page = page
        self.path = path

    def _in_page(self, script, argument=None):
        return self.page.evaluate(
            "async (argument) => { const app = window.jupyterapp;"
            f" const panel = app.shell.currentWidget; {script} }}",
            argument,
        )

    def wait_until_open(self, seconds=180):
        """Wait until the page has the notebook, and its kernel is ready."""
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.content?.model?.cells !== undefined",
            timeout=1000 * seconds,
        )
        self.wait_until_idle(seconds)

    def wait_until_idle(self, seconds=180):
        """Wait until the kernel has nothing left to do."""
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status"
            " === 'idle'",
            timeout=1000 * seconds,
        )

    def _run(self, script, argument=None, seconds=600):
        """Do what runs cells, and wait until they have run."""
        self._in_page(
            "window.cellsHaveRun = ''; const run = async () => {" + script + "};"
            "run().then(() => { window.cellsHaveRun = 'yes'; },"
            " (error) => { window.cellsHaveRun = String(error); });",
            argument,
        )
        self.page.wait_for_function("() => window.cellsHaveRun", timeout=1000 * seconds)
        assert self.page.evaluate("window.cellsHaveRun") == "yes"
        self.wait_until_idle()

    def run_all(self, seconds=600):
        """Run all cells and wait for the last; an error in one of them is raised here."""
        self._run("await app.commands.execute('notebook:run-all-cells');", seconds=seconds)
        for cell in self.cells():
            for output in cell.get("outputs", []):
                if output["output_type"] == "error":
                    trace = "\n".join(output["traceback"])
                    raise AssertionError(re.sub(r"\x1b\[[\d;]*m", "", trace))

    def run(self, index):
        """Run one cell, counted from 0, and wait for it.

        It may run before a message that a widget has just sent: JupyterLab holds messages back,
        and brings widgets' on another way than cells.
        """
        self._run(
            "panel.content.activeCellIndex = argument;"
            "await app.commands.execute('notebook:run-cell');",
            index,
        )

    def run_until_it_prints(self, index, text):
        """Run a cell again and again until it prints ``text``; raise ``AssertionError`` if late.

        What a widget tells the kernel is under way for a moment, however fast the page is.
        """

        def printed():
            self.run(index)
            return self.text(index).strip()

        eventually(printed, text)

    def cells(self):
        """Return the cells as they are now in the page, in notebook format."""
        return self._in_page("return panel.content.model.toJSON();")["cells"]

    def text(self, index):
        """Return what a cell printed."""
        outputs = self.cells()[index]["outputs"]
        return "".join("".join(out["text"]) for out in outputs if out["output_type"] == "stream")

    def output(self, index):
        """Return the place of a cell's output in the page (a Playwright locator)."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-Cell-outputArea")

    def save(self):
        """Save the notebook with the state of its widgets."""
        self._in_page("await app.commands.execute('docmanager:save');")

    def stop_kernel(self):
        """Shut the kernel down, as "Shut Down Kernel" in the menu does."""
        self._in_page("await panel.sessionContext.shutdown();")

    def trust(self):
        """Trust the notebook, as "Trust Notebook" in the command palette does."""
        self._in_page(
            "for (const cell of panel.content.model.cells) cell.trusted = true;"
            "await panel.context.save(); await panel.context.revert();"
        )

    def theme(self, name):
        """Change JupyterLab's theme: "JupyterLab Dark" or "JupyterLab Light"."""
        self._in_page(
            "await app.commands.execute('apputils:change-theme', { theme: argument });", name
        )
        self.page.wait_for_function(
            "(name) => document.body.dataset.jpThemeName === name", arg=name
        )


def key_to_picture(picture, keys, pause=50):
    """Press keys; return for each the milliseconds until the new picture was painted.

    Parameters
    ----------
    picture : Playwright locator
        A player's canvas, or an image whose address changes. What takes the keys has the focus.
    keys : list of str
    pause : float
        Milliseconds between two keys.

    Returns
    -------
    list of float
        One for each key that changed the picture: from the time stamp of the key's event to the
        first task after the browser's frame with the new picture.
    """
    picture.evaluate(_WATCH)
    for key in keys:
        picture.page.keyboard.press(key)
        picture.page.wait_for_timeout(pause)
    return picture.evaluate("(picture) => picture.watched.stop()")


_WATCH = """(picture) => {
  const times = [];
  const shown = () => picture.dataset.epoch ?? (picture.complete ? picture.src : before);
  let before = shown();
  const pressed = (event) => {
    before = shown();
    const look = () => {
      if (shown() === before) return requestAnimationFrame(look);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - event.timeStamp);
        port2.postMessage(null);
      });
    };
    look();
  };
  window.addEventListener("keydown", pressed, true);
  picture.watched = { stop: async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    window.removeEventListener("keydown", pressed, true);
    return times;
  } };
}"""
