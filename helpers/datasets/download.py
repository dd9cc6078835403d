"""Getting files: over the web, and with the clients of package registries. Nothing here hangs.

A server that cannot be reached is given up after 5 seconds, one that does not answer after 10,
and a transfer that has come to a halt after 30.
"""

import contextlib
import os
import queue
import shutil
import subprocess
import threading
import time
from pathlib import Path

__all__ = ["CONNECT_SECONDS", "STALL_SECONDS", "SourceError", "download", "run_client"]

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
STALL_SECONDS = 30

_BLOCK = 1 << 16


class SourceError(Exception):
    """A source could not deliver. The message says why, as a sentence's end."""


def download(url, folder, bar):
    """Download a file over the web.

    Parameters
    ----------
    url : str
    folder : Path
        Where it goes, under the address's last part. An incomplete file never gets that name.
    bar : tqdm.tqdm
        Told the number of bytes as they come.

    Returns
    -------
    Path

    Raises
    ------
    SourceError
        If there is no connection, no answer, or if the transfer halts or ends early.
    """
    import pooch
    import requests
    import urllib3

    name = url.rsplit("/", 1)[-1]
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("WARNING")  # what pooch would say, the progress bar says
    try:
        # No digest of the archive: what counts is what it decodes to, and that is checked later.
        path = pooch.retrieve(
            url, known_hash=None, fname=name, path=folder, downloader=_Downloader(bar)
        )
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise SourceError(_short(error)) from error
    finally:
        logger.setLevel(level)
    return folder / path


class _Downloader:
    """What `pooch.retrieve` calls to download: time-outs that hold, and a progress bar."""

    def __init__(self, bar):
        self.bar = bar

    def __call__(self, url, output_file, _pooch):
        with _first_answer(url) as response, Path(output_file).open("wb") as file:
            response.raise_for_status()
            length = int(response.headers.get("Content-Length", 0))
            self.bar.total = (self.bar.total or 0) + length
            received, since, mark = 0, time.monotonic(), 0
            # read1 returns with what has come, so that a server that drips can be noticed. Where
            # the other side hangs up too early, it raises an error.
            while block := response.raw.read1(_BLOCK):
                file.write(block)
                received += len(block)
                self.bar.update(len(block))
                if time.monotonic() - since > STALL_SECONDS:
                    if received - mark < _BLOCK:
                        raise SourceError(f"the transfer came to a halt at {received:,} bytes")
                    since, mark = time.monotonic(), received


def _first_answer(url):
    """Ask for a file and wait for the headers, at most `ANSWER_SECONDS` in all.

    In a thread, because neither a silent name server nor a host with many addresses keeps to the
    time-out that is given to a connection.
    """
    import requests

    def ask():
        try:
            timeout = (CONNECT_SECONDS, STALL_SECONDS)
            answers.put(requests.get(url, stream=True, timeout=timeout))
        except Exception as error:  # handed over, and raised where it is waited for
            answers.put(error)

    answers = queue.SimpleQueue()
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_SECONDS)
    except queue.Empty:
        raise SourceError(f"no answer within {ANSWER_SECONDS} seconds") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def run_client(command, folder, bar):
    """Let a package registry's own client download something, and watch that it gets on.

    Parameters
    ----------
    command : list of str
        The client and its arguments.
    folder : Path
        Where it runs and writes.
    bar : tqdm.tqdm
        Told the number of bytes as they appear in the folder.

    Raises
    ------
    SourceError
        If the client is not installed, fails, or writes nothing for `STALL_SECONDS`.
    """
    client = shutil.which(command[0])
    if client is None:
        raise SourceError(f"{command[0]} is not installed")
    with (folder / "client.log").open("w+b") as log:
        process = subprocess.Popen(
            [client, *command[1:]],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C"},  # errors in the one language they are looked for in
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _watch(process, folder, bar)
        finally:
            process.kill()  # no effect on one that has ended
            process.wait()
        log.seek(0)
        said = log.read().decode(errors="replace").strip().splitlines()
    if process.returncode:
        errors = [line for line in said if line.startswith(("npm error", "E:"))] or said[-1:]
        raise SourceError(f"{command[0]} failed: {errors[0] if errors else process.returncode}")


def _watch(process, folder, bar):
    """Wait for a process as long as its folder grows."""
    size, since = 0, time.monotonic()
    while process.poll() is None:
        time.sleep(0.1)
        now = _largest_file(folder)
        if now > size:
            bar.update(now - size)
            size, since = now, time.monotonic()
        elif time.monotonic() - since > STALL_SECONDS:
            raise SourceError(f"it wrote nothing for {STALL_SECONDS} seconds")


def _largest_file(folder):
    """Measure what is being downloaded; clients keep copies of it, so sizes are not added up."""
    largest = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # files may vanish meanwhile
            largest = max(largest, path.stat().st_size if path.is_file() else 0)
    return largest


def _short(error):
    """The heart of a network error, without the layers around it."""
    text = str(error)
    for sign, words in (
        ("NameResolutionError", "the name of its server cannot be resolved"),
        ("ConnectTimeout", f"no connection within {CONNECT_SECONDS} seconds"),
        ("Connection refused", "the connection was refused"),
        ("IncompleteRead", "the transfer ended early"),
    ):
        if sign in text or sign in type(error).__name__:
            return words
    return text if len(text) <= 200 else f"{text[:197]}..."
