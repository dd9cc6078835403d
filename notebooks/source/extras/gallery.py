# %% [markdown]
# # Gallery: what you have, what you see
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/gallery.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/gallery.ipynb).
#
# Each part says what you have and what you see of it, in at most five lines. Here garments stand in for
# your pictures and a small CNN for your network; put your own in their places.
#
# **Goes with**: [lesson 6](../06_training_animation.ipynb). **Time**: about 9 minutes.
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

from helpers import full_or_quick
from helpers.analysis import calibration, classes, robustness
from helpers.datasets import load
from helpers.networks.anatomy import anatomy
from helpers.networks.architectures import mnist_cnn
from helpers.networks.features import feature_maps
from helpers.plots import style
from helpers.plots.calibration import plot_reliability
from helpers.plots.classes import plot_class_correlation
from helpers.plots.images import show_images
from helpers.plots.layers import plot_layers
from helpers.plots.maps import plot_maps
from helpers.plots.robustness import plot_robustness
from helpers.plots.training import TrainingView
from helpers.recording import Recorder, record_layers, record_projection
from helpers.widgets import (
    ConfusionMatrix,
    DrawingPad,
    EpochPlayer,
    PixelPointer,
    PointCloud,
    ReceptiveFieldExplorer,
)

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_TRAIN = full_or_quick(4_000, 400)
N_EPOCHS = full_or_quick(8, 2)
N_MAP = full_or_quick(600, 200)

# %% [markdown]
# ## Pictures → a wall of them
#
# Yours come from a folder with a folder for each class, `data = from_folder("my pictures")`, or from
# arrays, `data = from_arrays(pictures, labels)`; both are in `helpers.datasets`.

# %% alt="Forty small pictures of garments with their classes below."
data = load("fashion_mnist", size="sample", valid_size=500)
names = [data.names[label] for label in data.y_train[:40]]
show_images(data.x_train[:40], names, columns=10)
plt.show()

# %% [markdown]
# ## Pictures and their classes → who looks like whom

# %% alt="A table of the likeness of each class's average to each other's, and below it a tree that joins the most alike first."
correlation = classes.average_correlation(data.x_train, data.y_train)
plot_class_correlation(correlation, data.names)
plt.show()

# %% [markdown]
# ## Pictures → a map that moves

# %%
pictures, labels = data.x_train[:N_MAP], data.y_train[:N_MAP]
record = record_projection(pictures, labels, n_epochs=32, progress=False)
PointCloud.from_record(record, pictures[:200], names=data.names, title="A map of pictures")

# %% [markdown]
# ## A network and its pictures → a record of how it learns
#
# Any Keras network, with `fit` as you call it. The recorder goes along as a callback; everything below
# is asked of what it has kept.

# %%
network = mnist_cnn()
recorder = Recorder(data, pictures=[0], watch=500, weights_at=range(N_EPOCHS + 1))
known, wanted = data.x_train[:N_TRAIN], data.y_train[:N_TRAIN]
network.fit(known, wanted, epochs=N_EPOCHS, callbacks=[recorder], verbose=0)
record = recorder.record

# %% [markdown]
# ## A record → kernels, maps and scores on a slider

# %%
view = TrainingView(record, name="a boot")
EpochPlayer(
    view.frames(), record.epochs, alt="Kernels, maps and learning curves", max_bytes=200_000
)

# %% [markdown]
# ## A record → all its answers, to be opened

# %%
tested = data.y_test[:500]
ConfusionMatrix(
    tested, record.probabilities, data.names, record.epochs, data.x_test[:100], title="All answers"
)

# %% [markdown]
# ## A record → what becomes of a picture from layer to layer

# %% alt="Maps of the same test pictures as points, a column for each layer: mixed in the pixels, in groups at the output."
depth = record_layers(record, mnist_cnn(), data, ["pool_1", "pool_2"], n_known=400, n_shown=400)
plot_layers(depth, epochs=[0, N_EPOCHS])
plt.show()

# %% [markdown]
# ## A network → what it is made of

# %%
anatomy(network)

# %% [markdown]
# ## A network and a picture → every feature map

# %% alt="The maps of the first layer for one boot, on one colour scale."
maps = feature_maps(network, data.x_test[:1])
plot_maps(maps["conv_1"][0], title="the first layer's maps of a boot")
plt.show()

# %% [markdown]
# ## A network and a picture → how each number came about

# %%
PixelPointer(network, data.x_test[0], ["conv_1", "conv_2"])

# %% [markdown]
# ## A network and a picture → which pixels a node sees

# %%
ReceptiveFieldExplorer(network, data.x_test[0], layer="conv_2")

# %% [markdown]
# ## Probabilities and classes → whether it is as sure as it may be

# %% alt="A curve of the share right against the confidence, beside the diagonal of the honest."
table = calibration.reliability(network.predict(data.x_test, verbose=0), data.y_test)
plot_reliability([table], ["a small CNN"])
plt.show()

# %% [markdown]
# ## A network and pictures → what it bears

# %% alt="The share of pictures that are still named when they are moved by 0 to 4 pixels: it falls."
distances = [0, 1, 2, 3, 4]
moved = robustness.shift_scores(
    lambda x: network.predict(x, verbose=0).argmax(axis=1), data.x_test, data.y_test, distances
)
plot_robustness(distances, {"a small CNN": moved}, "moved by pixels", chance=0.1)
plt.show()

# %% [markdown]
# ## A network → a pad that it answers
#
# In the page itself: in an exported page and on the site there is no kernel.

# %%
DrawingPad(network, known, wanted, examples=data.x_test[:4], names=data.names, centred=False)
