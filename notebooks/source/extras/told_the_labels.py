# %% [markdown]
# # A map that is told the labels
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/told_the_labels.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/told_the_labels.ipynb).
#
# In lesson 2 UMAP lays out pictures without knowing what they show. It can also be told: then pictures of
# one class count as nearer to each other. The map becomes tidy. Is it also better?
#
# **Goes with**: [lesson 2](../02_umap.ipynb). **Time**: about 5 minutes.
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
import pandas as pd

from helpers import full_or_quick
from helpers.analysis.neighbours import align, neighbour_vote, neighbours
from helpers.datasets import load
from helpers.plots import style
from helpers.recording.umap_import import import_umap
from helpers.widgets import PointCloud

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_IMAGES = full_or_quick(2_000, 400)
N_NEW = full_or_quick(1_000, 200)

# %% [markdown]
# ## Two maps, the same pictures
#
# The first map is made as in lesson 2. The second is given the labels as well, as the second argument
# of `fit`.

# %%
data = load("fashion_mnist")
images, labels = data.x_train[:N_IMAGES], data.y_train[:N_IMAGES]
new_images, new_labels = data.x_test[:N_NEW], data.y_test[:N_NEW]
pixels, new_pixels = (each.reshape(len(each), -1) for each in (images, new_images))

UMAP = import_umap().UMAP
alone = UMAP(random_state=24, n_jobs=1).fit(pixels)
told = UMAP(random_state=24, n_jobs=1).fit(pixels, labels)
maps = {"not told": alone.embedding_, "told": told.embedding_}

# %% [markdown]
# Guess first: on the second map, how often do the ten nearest points vote for the right class? And
# for pictures that neither map has seen?

# %%
PointCloud(
    np.stack([align(points, alone.embedding_) for points in maps.values()]),
    labels,
    data.names,
    images,
    choices={"labels": list(maps)},
    title="The same pictures, without labels and with them",
)


# %%
def vote(known, known_labels, asked):
    near = np.linalg.norm(known[None] - asked[:, None], axis=2).argsort(axis=1)[:, :10]
    return neighbour_vote(near, known_labels)


table = pd.DataFrame(columns=["pictures on the map", "new pictures"])
for name, umap in (("not told", alone), ("told", told)):
    seen = neighbour_vote(neighbours(umap.embedding_, 10), labels) == labels
    placed = umap.transform(new_pixels)
    right = vote(umap.embedding_, labels, placed) == new_labels
    table.loc[name] = [seen.mean(), right.mean()]
table.astype(float).round(3)

# %% [markdown]
# <details>
# <summary>What do you notice?</summary>
#
# Told the labels, UMAP draws ten islands, and the vote on the map is nearly always right: the map
# repeats what it was told. New pictures come without a label. They are put near the pictures that they
# look like, and a shirt that looks like a coat lands on the wrong island, now far away from its own.
# For them the tidy map is about as good as the other one. A map that was told the answers can't be
# asked how well the classes come apart: only pictures that it has not seen can say that.
# </details>
