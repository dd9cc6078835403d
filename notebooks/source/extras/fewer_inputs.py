# %% [markdown]
# # Fewer inputs
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/fewer_inputs.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/fewer_inputs.ipynb).
#
# In lesson 3 a network reads a digit as 784 numbers, one for each pixel. Must it be so many? Here the
# same network gets 40 or 70 numbers instead, which nobody chose by hand.
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

import time

import numpy as np
import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from helpers import full_or_quick
from helpers.datasets import load
from helpers.networks.mlp import MLP
from helpers.plots import style

threadpool_limits(1)  # NumPy's matrices are small here: one core is faster than two that wait
style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(6_000, 400)
N_EPOCHS = full_or_quick(20, 10)

# %% [markdown]
# ## With all 784
#
# The digits are MNIST's, and a tenth of the training digits is set aside for validation, as in the
# lesson. The network is the lesson's too: hidden layers of 70 and 30 neurons, in NumPy.

# %%
data = load("mnist", valid_size=N_VALID)


def flat(images):
    return images.reshape(len(images), -1) / np.float32(255)


x_train, x_valid = flat(data.x_train), flat(data.x_valid)
started = time.perf_counter()
mlp = MLP((70, 30), max_epochs=N_EPOCHS).fit(x_train, data.y_train)
rows = {"784 pixels": (0, time.perf_counter() - started, mlp.score(x_valid, data.y_valid))}
print(f"right on validation digits, from {x_train.shape[1]} numbers: {rows['784 pixels'][2]:.2%}")

# %% [markdown]
# ## With distances
#
# Let *k-means* find 40 or 70 typical pictures first, the middles of *clusters*. Then describe each
# digit by its distances to them, which *StandardScaler* brings to one scale, and give only these
# to the network.
#
# *How many of 100 digits will it still read, from 40 numbers each? And will it take less time?*

# %%
for k in (40, 70):
    started = time.perf_counter()
    describe = make_pipeline(MiniBatchKMeans(k, n_init=1, random_state=0), StandardScaler())
    distances = describe.fit_transform(x_train)
    between = time.perf_counter()
    small = MLP((70, 30), max_epochs=N_EPOCHS).fit(distances, data.y_train)
    times = between - started, time.perf_counter() - between
    rows[f"{k} distances"] = *times, small.score(describe.transform(x_valid), data.y_valid)
columns = ["seconds for clusters", "seconds for training", "right (validation)"]
pd.DataFrame.from_dict(rows, orient="index", columns=columns).round(3)

# %% [markdown]
# **What to notice**: the training gets faster, and finding the clusters takes some of that back.
# The price is a few more errors.
