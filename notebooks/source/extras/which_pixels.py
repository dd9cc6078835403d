# %% [markdown]
# # Which pixels matter?
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/which_pixels.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/which_pixels.ipynb).
#
# In lesson 4 a digit is covered, place by place, to see on which strokes the answer hangs. Here another way
# to ask is put beside it. The two need not agree.
#
# **Goes with**: [lesson 4](../04_feature_maps.ipynb). **Time**: about 8 minutes.
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
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy.stats import spearmanr

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.plots import style

style.use()

# %% [markdown]
# ## Two ways to ask
#
# *Occlusion*, as in the lesson: cover a part of the picture with black, and see how much probability is
# lost. **Grad-CAM**: ask by calculus which maps of the last convolution would raise the score of the
# class most, and add up these maps, weighted by that. Each takes a few lines.


# %%
def occlusion_map(network, picture, target, size=7):
    corners = [(row, column) for row in range(29 - size) for column in range(29 - size)]
    covered = np.repeat(picture[None], len(corners), axis=0)
    for each, (row, column) in zip(covered, corners):
        each[row : row + size, column : column + size] = 0
    whole = np.asarray(network(picture[None], training=False))[0, target]
    left = np.asarray(network(covered, training=False))[:, target]
    lost, times = np.zeros((28, 28)), np.zeros((28, 28))
    for each, (row, column) in zip(left, corners):
        lost[row : row + size, column : column + size] += whole - each
        times[row : row + size, column : column + size] += 1
    return lost / times


def grad_cam(network, picture, layer, target):
    last = network.layers[-1]
    look = keras.Model(network.inputs[0], [network.get_layer(layer).output, last.input])
    with tf.GradientTape() as tape:
        maps, features = look(picture[None], training=False)
        score = (features @ last.kernel + last.bias)[0, target]  # before the softmax
    weights = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2))[0]
    return np.maximum(maps[0] @ weights[:, None], 0)[..., 0]


data = load("mnist")
network = shipped_record("mnist_features").restore(mnist_features_cnn())

# %% [markdown]
# *Where will the two agree, and where can they not?*

# %% alt="Four digits, 2, 0, 9 and 6, in the first row; below each its occlusion map and its Grad-CAM map, bright where each of the two finds the picture important."
chosen = [1, 3, 9, 11]
covers = [occlusion_map(network, data.x_test[i], data.y_test[i]) for i in chosen]
cams = [grad_cam(network, data.x_test[i], "conv_2", data.y_test[i]) for i in chosen]
cams = [cam / max(cam.sum(), 1e-9) for cam in cams]  # each pixel's share of the whole
figure, axes = plt.subplots(3, len(chosen), figsize=(8, 6.2), layout="constrained")
for (top, middle, bottom), i, cover, cam in zip(axes.T, chosen, covers, cams):
    top.imshow(data.x_test[i], cmap="gray")
    middle.imshow(cover, cmap="magma", vmin=0, vmax=1)
    whole = (-0.5, 27.5, 27.5, -0.5)
    bottom.imshow(cam, cmap="magma", vmin=0, vmax=np.max(cams) / 2, extent=whole)
    for ax in (middle, bottom):
        ax.contour(data.x_test[i], [100], colors="white", linewidths=0.8)
    large = keras.ops.image.resize(cam[..., None], (28, 28))
    agreement = spearmanr(cover.ravel(), np.ravel(large))[0]
    off = np.ravel(large)[data.x_test[i].ravel() < 100].sum() / np.sum(large)
    print(f"a {data.y_test[i]}: rank correlation of the two maps {agreement:.2f}, ", end="")
    print(f"{off:.0%} of Grad-CAM's light is where there is no ink")
for ax, name in zip(axes[:, 0], ("the digit", "occlusion", "Grad-CAM")):
    ax.set_ylabel(name)
plt.setp(axes, xticks=[], yticks=[])
plt.show()

# %% [markdown]
# **What to notice**: bright is important, and the line is the digit's outline. In the occlusion
# maps the brightest colour would mean that all probability was lost; the Grad-CAM maps show each
# pixel's share. For the 0, the 9 and the 6 the two agree well, for the 2 hardly. Occlusion
# paints black on black where there is no ink: it cannot see that an *empty* place matters. Grad-CAM
# can: much of its light lies beside the ink. But it is coarse, it looks at one layer only, and it
# asks what a tiny change would do, while a covered stroke is a large one. Neither is "what the
# network thinks". They answer two questions.
