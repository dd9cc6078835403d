"""The site, built once for all tests that look at it, whichever process they run in."""

import os

import pytest
from filelock import FileLock

from tools.site import build

#: Stands in for a machine without a network, in every Python below it.
NO_NETWORK = """\
import socket

def refused(*words):
    raise OSError("no network: " + str(words[1:]))

socket.socket.connect = socket.socket.connect_ex = refused
socket.getaddrinfo = refused
"""


def built_site(tmp_path_factory):
    """Return the folder of the site; the first who asks builds it, with the network off."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with FileLock(shared / "site.lock"):
        folder = shared / "site"
        if not folder.is_dir():
            with pytest.MonkeyPatch.context() as patch:
                cut_off(patch, tmp_path_factory.mktemp("no-network"))
                build(folder)
    return folder


def cut_off(patch, folder):
    """Let every Python that is started from here on do without the network."""
    (folder / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    others = filter(None, [os.environ.get("PYTHONPATH")])
    patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *others]))
