# %% [markdown]
# # Make a film
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/own_film.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/own_film.ipynb).
#
# In lesson 6 a training is a slider. For a page or a talk it can be a file: a GIF, a WebP, or an MP4.
#
# **Goes with**: [lesson 6](../06_training_animation.ipynb). **Time**: about 3 minutes.
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

from IPython.display import Image

from helpers import full_or_quick
from helpers.course.records import shipped_record
from helpers.plots import animation
from helpers.plots.training import TrainingView

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
EVERY = full_or_quick(1, 8)  # epoch of the film: each one, or each eighth

# %% [markdown]
# ## A view gives frames, and frames make a film
#
# Every view of the course has `frames`: one picture for each epoch, or for those that you name. The
# file's ending says what it becomes, and it lies beside this notebook.

# %%
record = shipped_record("cifar10_article")
view = TrainingView(record, name="the dog")
film = animation.save(view.frames(record.epochs[::EVERY]), "training.gif", fps=6, hold_last=3)
print(f"{film}: {film.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# For slides write `"training.mp4"`. With a record of your own (a `Recorder` made it in lesson 6), the
# same two lines make a film of your network. One moment of it, as it would stand on paper:

# %% alt="A moment of the film: 64 kernels, what they make of the dog, and the curves of right answers, half of the way."
Image(view.png(int(record.epochs[len(record) // 2])), width=900)
