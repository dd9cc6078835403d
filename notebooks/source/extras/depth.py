# %% [markdown]
# # Depth is a slider too
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/depth.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/depth.ipynb).
#
# Lesson 6 watched a network's first layer. Here the same thousand test pictures are points, and you
# follow them through the layers, from the pixels to the answer, and through the epochs.
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

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.layers import plot_layers, plot_shares
from helpers.widgets import PointCloud

style.use()

# %% [markdown]
# ## A picture is a point, in every layer
#
# A layer makes of each picture a row of numbers, some thousands of them: its place in a space of as
# many dimensions. Of such a space one sees a plane. For each layer the plane was chosen once, after
# the last epoch: the one on which validation pictures have most of their own class around them. It
# then stays as it is, so what moves from epoch to epoch is the network's doing. Where a layer's
# numbers lie as a whole, and how large they are, is set aside.
#
# *In which layer will the classes come apart, and in which epoch?*

# %%
record = shipped_record("cifar10_article_depth")
data = load("cifar10")
print(record)

title = "A thousand test pictures in the article's network"
cloud = PointCloud.from_record(record, data.x_test[:300], title=title)
cloud

# %% [markdown]
# **What to notice**: play it in the last layer, then in one before. Between two recorded epochs, and
# from layer to layer, points move in straight lines, which nobody recorded. The pixels do not move
# at all: no training changes them.
#
# ## A number that needs no picture
#
# A plane hides most of a space. So the table asks the whole of it: take each class's mean over
# validation pictures; how many of the test pictures are nearer to their own class's mean than to
# any other? The last column has untrained networks of other seeds.

# %% alt="A table of percentages, a row for each layer and a column for each epoch: dark where classes are apart, at the lower right."
plot_shares(record)
plt.show()

first, last = record.shares[0, -1], record.shares[-1, -1]
pixels, untrained = record.shares[0, 0], record.untrained.mean(axis=0)
print(f"output: {first:.0%} before training, {last:.0%} after epoch {record.epochs[-1]}")
print(f"pixels: {pixels:.0%}; best layer of untrained networks: {untrained.max():.0%}")

# %% [markdown]
# **What to notice**: before training no layer parts the classes much better than the pixels do, and
# the output does so worse. After it each layer parts them better than the one before. So depth is
# a path: no single layer tells a dog from a cat, each brings them a step further apart.

# %% alt="Maps of the same thousand points, a row for each of three epochs and a column for each layer: a mixed cloud at first, arms of single classes at the last epoch in the last layer."
plot_layers(record)
plt.show()
