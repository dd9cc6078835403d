# %% [markdown]
# # How far a node sees
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/how_far.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/how_far.ipynb).
#
# In lesson 3 one points at a node and sees its receptive field. Here the field is read from tables: what
# strides do to it, and what pooling saves.
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

import keras
from keras import layers

from helpers.networks.anatomy import anatomy, receptive_field

# %% [markdown]
# ## Kernels and strides
#
# `anatomy` reads from a network what its nodes see, with shapes and counts. First two convolutions, of 3×3
# and of 4×4; then two of 3×3 with stride 2.


# %% tags=["nbval-check-output"]
def chain(*parts):
    return keras.Sequential([keras.Input((28, 28, 1)), *parts])


def look(network):
    columns = ["kind", "output_shape", "parameters", "receptive_field", "stride_on_input"]
    return anatomy(network)[columns].to_string(index=False)


print(look(chain(layers.Conv2D(8, 3), layers.Conv2D(8, 4))), "\n")

strided = chain(layers.Conv2D(8, 3, strides=2), layers.Conv2D(8, 3, strides=2))
print(look(strided))
first, second = receptive_field(strided, 1, 0, 0), receptive_field(strided, 1, 1, 1)
print("two neighbours together see", second.rows.stop - first.rows.start, "rows and columns")

# %% [markdown]
# **What to notice**: a 3×3 and then a 4×4 make maps of 26×26 and 23×23, and a node of the second
# sees 6×6 pixels. With stride 2 on both layers, two 3×3 already see 7×7. The last column says
# how many pixels lie between neighbouring nodes: 4, so two neighbours see 7 + 4 = 11.
#
# ## With and without pooling
#
# How does one get to see a large part of the picture? Layer upon layer of 3×3 adds two pixels each
# time. Or with pooling in between. *How many layers of 3×3 see as far as three with two poolings?*

# %% tags=["nbval-check-output"]
plain = chain(*[layers.Conv2D(maps, 3) for maps in [32, 64] + 11 * [128]])
print(f"{len(plain.layers)} layers of 3×3: {plain.count_params():,} parameters\n")
print(look(plain).splitlines()[-1], "\n")

steps = [layers.Conv2D(32, 3), layers.MaxPooling2D(2), layers.Conv2D(64, 3)]
pooled = chain(*steps, layers.MaxPooling2D(2), layers.Conv2D(64, 3))
print(look(pooled))
print(f"together: {pooled.count_params():,} parameters")

# %% [markdown]
# **What to notice**: after each pooling, a step on the map is twice as many pixels on the picture,
# so each further layer adds twice as much. Three convolutions and two poolings see 18 pixels. Layers of
# 3×3 alone need nine to see more than that; the thirteen above see 27, with many more parameters.
# Pooling is the way out.
