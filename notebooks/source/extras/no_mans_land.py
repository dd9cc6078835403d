# %% [markdown]
# # A picture of no man's land
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/no_mans_land.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/no_mans_land.ipynb).
#
# In lesson 2 each picture got a place on a map. Here it goes the other way: for a place on the map, also
# one where nobody lives, UMAP makes up a picture.
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

import matplotlib.pyplot as plt
import numpy as np
from sklearn.neighbors import NearestNeighbors

from helpers import full_or_quick
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.plots import animation, style
from helpers.plots.projection import map_limits, plot_between
from helpers.plots.projection_view import ProjectionView

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
EVERY = full_or_quick(1, 16)  # epoch of a film: each one, or each sixteenth

# %% [markdown]
# ## From places to pictures
#
# `inverse_transform` takes a point of the map and makes up a picture for it, from the real pictures
# around. It takes minutes, so this was done with the map of all 60,000: a grid of places, and a picture
# for each. What would you expect halfway between a pullover and a bag? And in open water?

# %% alt="Left, the map with a grid of places and a line from each, mostly short, to where its made-up picture landed. Right, the made-up pictures in that grid."
record, names = shipped_record("fashion_umap"), load("fashion_mnist").names
plot_between(record, names)
plt.show()

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# Walk along a row on the right. A pullover becomes a bag with a handle, a boot becomes a sandal. Down a
# column, a dress narrows into trousers. Between clothes and shoes there are ghosts: two things laid over
# each other. No shop sells them.
# </details>
#
# ## Back again
#
# The lines on the left test it: each made-up picture was given to `transform`, and the line ends where it
# landed.

# %% tags=["nbval-check-output"]
places = record.between["places"]
width = np.ptp(map_limits(record.embeddings[-1])[0])
coast = NearestNeighbors(n_neighbors=1).fit(record.embeddings[-1]).kneighbors(places)[0].ravel()
missed = np.linalg.norm(places - record.between["returned"], axis=1)
for name, here in (("on land", coast < 0.2), ("at sea", coast > 0.5)):
    far, off = (np.median(distance[here]) / width for distance in (coast, missed))
    print(f"{here.sum():3} places {name}, {far:.1%} of the map's width from a real picture:")
    print(f"    the made-up pictures land {off:.1%} off")

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# On land, a made-up picture lands almost where it was asked for. At sea it is washed ashore. (The places
# on the shore, neither near a picture nor far, are left out.) There is no picture for the open water: the
# sea is part of the drawing, not of the data.
# </details>
#
# ## Take it along
#
# Every view of a record makes a film, too, here of the map as it took shape. Look for the file beside this
# notebook.

# %%
frames = ProjectionView(record).frames(record.epochs[::EVERY])
film = animation.save(frames, "fashion_map.gif", fps=12, hold_first=1, hold_last=3)
print(f"{film}: {film.stat().st_size / 1e6:.1f} MB")
