# %% [markdown]
# # Three knobs
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/three_knobs.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/three_knobs.ipynb).
#
# A training has knobs. Lesson 3 lets you turn some of them live; here all combinations of three were
# tried and recorded.
#
# **Goes with**: [lesson 3](../03_mlp_vs_cnn.ipynb). **Time**: about 5 minutes.
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

from helpers.course.records import shipped_record
from helpers.widgets import RunExplorer

# %% [markdown]
# ## Find your way
#
# The *learning rate* is the size of a step. *Momentum* is the part of the last step that is taken
# again. *L2* pulls all weights towards zero. Here are recorded trainings of a small MLP on a few
# thousand digits, for all combinations. Move the sliders and find one that learns fast, one that
# never gets anywhere, and one that first rises and then falls apart.

# %%
RunExplorer(shipped_record("mnist_settings"))

# %% [markdown]
# **What to notice**: a small learning rate is not wrong, only slow, and momentum makes up for it. A
# large one with momentum throws the network out for good. Between the two there is a broad valley
# where many settings do about equally well. There the dashed line comes near the top and the full
# one stays below. The strongest L2 brings the dashed line down, but the full one does not rise for
# it: less was learned by heart, and no more understood.
