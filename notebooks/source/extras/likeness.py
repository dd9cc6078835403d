# %% [markdown]
# # How orderly is a data set?
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/likeness.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/likeness.ipynb).
#
# In lesson 1 the *likeness* of a class is how strongly its pictures correlate with their average. Which
# of the three data sets is the most orderly by this measure, and what has it to do with the contrast that
# an average keeps?
#
# **Goes with**: [lesson 1](../01_data_exploration.ipynb). **Time**: about 5 minutes.
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

from helpers.analysis.classes import class_averages, likeness
from helpers.datasets import load

# %% [markdown]
# ## Three data sets
#
# Guess first: digits, clothes or photographs, whose pictures are most alike within a class?

# %% tags=["answer"]
sets = {name: load(name) for name in ("mnist", "fashion_mnist", "cifar10")}
likeness_of = {name: likeness(data.x_train, data.y_train) for name, data in sets.items()}
pd.DataFrame(likeness_of).agg(["min", "mean", "max"]).round(2)

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# Look at the means. On average, clothes are more alike within a class than digits are. The minimum says
# the opposite: sandals have less in common than any digit. And the best class of CIFAR-10 has less in
# common than the worst class of MNIST. In a photograph, to know where it is bright helps little.
# </details>
#
# ## What an average keeps
#
# An average is paler than its pictures. Its *contrast*, how far the pixels lie from their mean (the
# *standard deviation*), is a share of theirs. Here is that share for the clothes, beside the likeness.

# %%
fashion = sets["fashion_mnist"]
single = fashion.x_train.reshape(len(fashion.x_train), -1).std(axis=1)
averages = class_averages(fashion.x_train, fashion.y_train).reshape(10, -1)
contrast = averages.std(axis=1) / [single[fashion.y_train == k].mean() for k in range(10)]
table = pd.DataFrame({"contrast kept": contrast, "likeness": likeness_of["fashion_mnist"]})
table.set_index(np.array(fashion.names)).sort_values("likeness", ascending=False).round(2)

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# Compare the two columns: a class keeps about as much contrast as its likeness says. That is no chance.
# Multiply every picture with the average, pixel by pixel, and add up: the mean of these sums over all
# pictures is the sum for the average with itself. So if all pictures had the same contrast, the two
# columns would be equal.
# </details>
