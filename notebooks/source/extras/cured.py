# %% [markdown]
# # What did convolution cure?
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/cured.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/cured.ipynb).
#
# The MLP and the CNN of lesson 5 have seen the same test pictures. The CNN has more right. Which errors
# has it got rid of, and which of these differences might be luck?
#
# **Goes with**: [lesson 5](../05_confusion_matrix.ipynb). **Time**: about 5 minutes.
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
from matplotlib import pyplot as plt

from helpers.analysis import chance
from helpers.analysis import confusion as conf
from helpers.analysis.classes import alike_pairs
from helpers.analysis.pairs import pair_confusion
from helpers.course.records import shipped_record
from helpers.plots import style
from helpers.plots.confusion import plot_confusion

style.use()
names = ("fashion_mlp", "fashion_cnn", "digits_mlp", "digits_cnn")
records = {name: shipped_record(name) for name in names}

# %% [markdown]
# ## A fair test
#
# Pictures which both have right, or both wrong, say nothing. Of the others, if the two were equally
# good, each would go to one or the other like a coin. That is **McNemar's test**. Its *p-value* says
# how likely chance alone would make it as uneven or more.

# %% tags=["nbval-check-output"]
mlp, cnn = records["fashion_mlp"], records["fashion_cnn"]
labels, classes = cnn.test_labels, cnn.made_from["data"]["names"]
mlp_right, cnn_right = (record.predictions[-1] == labels for record in (mlp, cnn))
found = chance.mcnemar(mlp_right, cnn_right)
print(f"only the MLP is right: {found.only_first}; only the CNN: {found.only_second}")
print(f"as uneven or more by chance: p = {found.p_value:.0e}")

# %% [markdown]
# The same for each cell of the matrix: `cured` counts pictures that only the MLP confused so, `new`
# those that only the CNN does. Among many comparisons some look good by luck. So *beyond chance* asks
# for a p-value below 5 % divided by their number. *Which confusion was cured most?*

# %% tags=["nbval-check-output"]
changed = chance.changed_confusions(labels, mlp.predictions[-1], cnn.predictions[-1], classes)
changed["beyond chance"] = changed["p_value"] < 0.05 / len(changed)
print(f"{changed['beyond chance'].sum()} of {len(changed)} confusions have changed beyond chance")
pd.concat([changed.head(6), changed.tail(3)]).drop(columns="p_value")

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# What convolution cured most are pullovers taken for coats, and coats for pullovers. At the end of the
# table stand confusions that the CNN has more often. None of them is beyond chance, and the seed
# moves cells on top of that: here is no story to tell.
# </details>
#
# ## And the digits?
#
# The same two networks have learned the digits of MNIST too. Do they agree on what is hard? Below the
# list is the matrix of the CNN on digits. It makes so few errors that its colours are logarithmic:
# each step is so many times more.

# %% alt="Confusion matrix of the CNN on digits, in logarithmic colours: a dark diagonal and very few errors elsewhere."
for name, record in records.items():
    counts = conf.confusion_matrix(record.test_labels, record.predictions[-1], 10)
    known = record.made_from["data"]["names"]
    right = np.mean(record.predictions[-1] == record.test_labels)
    print(f"{name}, {right:.2%} right:")
    for i, j, share in alike_pairs(pair_confusion(counts), 3):
        print(f"    {share:5.1%}  {known[i]} and {known[j]}")
plot_confusion(counts, known, scale="log")
plt.show()

# %% [markdown]
# <details>
# <summary>What to notice</summary>
#
# With clothes, the two networks agree on two of the three hardest pairs. With digits too, but there
# the CNN's pairs are but a handful of pictures each.
# </details>
