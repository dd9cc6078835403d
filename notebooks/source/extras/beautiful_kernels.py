# %% [markdown]
# # Are good kernels beautiful?
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/beautiful_kernels.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/beautiful_kernels.ipynb).
#
# Lesson 6 climbs a ladder of ever better networks. Here are the kernels that touch the picture, of each
# rung: 64 of 5×5 pixels. *Will the best network have the prettiest?*
#
# **Goes with**: [lesson 6](../06_training_animation.ipynb). **Time**: about 5 minutes.
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

import matplotlib.pyplot as plt
import numpy as np

from helpers.course.records import shipped_record
from helpers.plots import style
from helpers.plots.tiles import colour_scale, tile

style.use()
records = {
    "the article's": shipped_record("cifar10_article"),
    "better": shipped_record("cifar10_better"),
    "best": shipped_record("cifar10_best"),
}

# %% [markdown]
# ## At the end of the training
#
# Each sheet is on a scale of its own. Behind the name stands the share of test pictures right.


# %% alt="Three sheets of 64 kernels: the article's are edges and patches of colour, the better network's look like noise, the best one's are edges and colours, many of them faint."
def sheet(ax, kernels, title):
    shown = np.moveaxis(kernels, -1, 0) / colour_scale(kernels, 0.999) / 2 + 0.5
    ax.imshow(tile(np.clip(shown, 0, 1), columns=8, fill=1.0))
    ax.set_title(title)
    ax.axis("off")


figure, axes = plt.subplots(1, 3, figsize=(9, 3.3), layout="constrained")
for ax, (name, record) in zip(axes, records.items()):
    sheet(ax, record.kernels[-1], f"{name}, {record.made_from['test_accuracy']:.1%}")
plt.show()

# %% [markdown]
# *Which would you have taken for the untrained one?*
#
# ## What the training has added
#
# Take away what was there before: the last epoch's kernels minus those of epoch 0. The *cosine
# similarity* printed below compares the kernels of the end with those of the start: multiply the two
# number by number, add up, and divide by both lengths. It is 1 for the same shape and near 0 for no
# likeness.

# %% alt="Three sheets of what training has added to 64 kernels each: in all of them edges and pairs of colours."
figure, axes = plt.subplots(1, 3, figsize=(9, 3.3), layout="constrained")
for ax, (name, record) in zip(axes, records.items()):
    sheet(ax, record.kernels[-1] - record.kernels[0], f"{name}: added")
    start, end = record.kernels[0].ravel(), record.kernels[-1].ravel()
    cosine = start @ end / np.linalg.norm(start) / np.linalg.norm(end)
    print(f"{name:14} cosine similarity of its kernels at the start and at the end: {cosine:.2f}")
plt.show()

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# The better network's kernels look like noise. They began as larger random numbers, and most of that is
# still in them. The training has *added* what the first network had to build from nearly nothing:
# edges in several directions, and colour against colour. So a network can be better while its kernels
# look worse. What one sees in a kernel depends on how it began.
#
# In the residual network weight decay has pulled most of the dice's numbers away, and edges and colours
# show again. Many of its kernels are faint, which costs it nothing: the normalization behind them makes
# a faint map as strong as any.
# </details>
