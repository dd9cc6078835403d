# %% [markdown]
# # The extra's name
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/_template.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/_template.ipynb).
#
# Two sentences: what the lesson left open, and what is done about it here.
#
# **Goes with**: [lesson 0](../_template.ipynb). **Time**: about 5 minutes.
# **Words**: the [glossary](../glossary.md).

# %% tags=["setup"]
# @title Set-up
import sys

if "google.colab" in sys.modules:  # only there: elsewhere the course is installed already
    import subprocess

    course = "git+https://github.com/watch-it-learn/watch-it-learn@v0.2.0"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", course]
    subprocess.run(pip, check=True)  # the course alone: what Colab has stays as it is
    subprocess.run([sys.executable, "-m", "helpers", "colab"], check=True)  # the rest, and the data

import helpers

helpers.set_up()  # TensorFlow starts quietly, threads that wait make room

import numpy as np

from helpers import full_or_quick
from helpers.datasets import load

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_IMAGES = full_or_quick(5_000, 500)

# %% [markdown]
# ## The one thing it shows
#
# An extra has no parts that it must have: a few sentences, a cell, what to notice. What it explains
# of words goes into the glossary, with a link to it.

# %%
data = load("mnist")
print(f"The average pixel has brightness {np.mean(data.x_train[:N_IMAGES]):.0f}.")
