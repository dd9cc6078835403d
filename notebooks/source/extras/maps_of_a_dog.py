# %% [markdown]
# # The maps of a dog
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/maps_of_a_dog.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/maps_of_a_dog.ipynb).
#
# Lesson 4 looks at the maps of a handwritten digit. Here is a glance at a photograph: the dog of lesson 1,
# seen by the network of lesson 6.
#
# **Goes with**: [lesson 4](../04_feature_maps.ipynb). **Time**: about 3 minutes.
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
from helpers.networks.architectures import cifar_cnn
from helpers.networks.features import feature_maps
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.maps import plot_maps

style.use()

# %% [markdown]
# ## Sixty-four looks at one dog
#
# *Before you look: what can a first layer keep of a photograph that there is not in a digit?*

# %% alt=["The dog, a colour photograph of 32 by 32 pixels.", "Sixty-four feature maps of the dog: edges in many directions, a few light or dark areas."]
dog = load("cifar10").x_test[16:17]
maps = feature_maps(shipped_record("cifar10_article").restore(cifar_cnn()), dog)["conv_1"]
show_images(dog, tile_size=1.6)
plot_maps(maps[0], columns=16, title="conv_1 of the CIFAR-10 network, 64 maps")
plt.show()

# %% [markdown]
# **What to notice**: most maps keep edges, each of its own direction. A few keep whole areas, light
# or dark. A kernel of this network has three channels, so a map can also answer to a colour.
