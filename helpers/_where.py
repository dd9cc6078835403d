"""On whose machine a notebook runs: one's own, or a server that one reaches through a page."""

import os

__all__ = ["server_name"]

_SIGNS = {
    "COLAB_RELEASE_TAG": "Colab's server",
    "BINDER_SERVICE_HOST": "Binder's server",
    "BINDER_LAUNCH_HOST": "Binder's server",
    "JUPYTERHUB_API_URL": "the server of this JupyterHub",
}


def server_name():
    """Say which server this process runs on, as far as the environment tells.

    Returns
    -------
    str
        In words, such as ``"Colab's server"``; empty on a machine that looks like one's own.
    """
    return next((words for sign, words in _SIGNS.items() if sign in os.environ), "")
