# %% [markdown] slideshow={"slide_type": "slide"}
# # 3. From one neuron to a CNN
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/03_mlp_vs_cnn.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/03_mlp_vs_cnn.ipynb).
#
# A network is many small sums. Here are two kinds. A *multilayer perceptron* (MLP) joins every pixel
# to every neuron. A *convolutional network* (CNN) looks at small patches, everywhere with the same
# weights. Both learn to read digits. Then they play a match, and the score alone does not tell who
# understood more.
#
# [![Seventy dark squares full of faint noise: the weights of seventy neurons. As the network sees ever more digits, blue and red strokes grow in them, and the ten bars of its answer to a handwritten 3, nearly equal at first, become one tall bar at the 3](films/lesson_03.webp)](films/lesson_03_still.webp "Four moments of it")
#
# **What you will see**
#
# - Thirty lines of NumPy learn to read digits, and four of them do the learning.
# - A convolution is patch times kernel, summed up. Its kernel is learned like all weights.
# - What a node deep inside a CNN sees of the picture.
# - Two networks with few errors on test digits, one of them with far fewer.
# - What that score hides: the same digits, moved by a few pixels.
#
# **What you need**: sums and products of NumPy arrays; lesson 1 helps. **Time**: about 40 minutes.
# **Words**: the [glossary](glossary.md).
#
# To watch first: 3Blue1Brown's
# [series on neural networks](https://www.3blue1brown.com/topics/neural-networks).

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

helpers.set_up(lesson=3)  # TensorFlow starts quietly, threads that wait make room

import time

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from helpers import full_or_quick
from helpers.analysis.comparison import comparison_table
from helpers.analysis.robustness import shift, shift_scores
from helpers.course.checks import lesson_03 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_03 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_cnn, mnist_mlp
from helpers.networks.classifier import classifier
from helpers.networks.features import feature_maps
from helpers.networks.mlp import MLP
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.kernels import plot_kernels
from helpers.plots.mlp import plot_history
from helpers.plots.robustness import plot_robustness
from helpers.plots.training import plot_scores
from helpers.plots.wiring import plot_wiring
from helpers.widgets import (
    ConvolutionExplorer,
    DrawingPad,
    ReceptiveFieldExplorer,
    TrainingPlayground,
)
from helpers.widgets.convolution import EXAMPLE, KERNELS

threadpool_limits(1)  # NumPy's matrices are small here: one core is faster than two that wait
style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(6_000, 400)
N_BY_HAND = full_or_quick(2, 10)
N_EPOCHS = full_or_quick(20, 10)
N_LIVE = full_or_quick(10_000, 1_000)
N_MOVED = full_or_quick(1_000, 100)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# Below, an MLP learns from tens of thousands of digits. It then reads about 97 of 100 digits that
# it has never seen. Now every one of these digits is moved by three pixels: to the right, down,
# left or up. You would not even notice.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "03/moved",
    "Moved by three pixels, how many of 100 test digits does the MLP still read, on average over "
    "the four directions?",
    low=0,
    high=100,
    unit="of 100",
)
guess

# %% [markdown]
# ## The digits
#
# MNIST has training digits, and test digits that wait for the end. A tenth of the training digits is
# set aside for *validation*: no network learns from it, and we look at it as often as we like. An MLP
# takes a picture as one long row of numbers, here between 0 and 1.

# %%
data = load("mnist", valid_size=N_VALID)
print(data)


def flat(images):
    return images.reshape(len(images), -1) / np.float32(255)


x_train, x_valid = flat(data.x_train), flat(data.x_valid)
y_train, y_valid = data.y_train, data.y_valid

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One neuron
#
# A *neuron* multiplies each input by a *weight*, adds everything up, and adds one more number,
# the *bias*. An *activation function* squeezes the sum, here the *sigmoid*: large sums become
# nearly 1, very negative ones nearly 0. With inputs $x_i$ and weights $w_i$:
#
# $$z = \sum_i w_i x_i + b \qquad a = \frac{1}{1 + e^{-z}}$$
#
# Where do the weights come from? Nobody has to train this one. Lesson 1 compared pictures with
# averages. "Nearer to the average one than to the average zero" is a weighted sum too: the
# difference of both averages gives the weights.

# %% slideshow={"show": "both", "slide_type": "subslide"}
zero, one = (x_train[y_train == k].mean(axis=0) for k in (0, 1))
weights = one - zero
bias = (zero @ zero - one @ one) / 2

some = y_valid < 2  # only zeros and ones
z = x_valid[some] @ weights + bias
a = 1 / (1 + np.exp(-z))
print("the first five digits:", y_valid[some][:5], " the neuron says:", a[:5].round(3))
print(f"right: {np.mean((a > 0.5) == y_valid[some]):.1%} of {some.sum():,} zeros and ones")

# %% [markdown] slideshow={"slide_type": "slide"}
# Above 0.5 the neuron says "one". So one neuron tells zeros from ones. For ten kinds of digits we need
# more of them, and weights that nobody could think out.
#
# ## A network by hand
#
# Put neurons side by side, and that is a *layer*. Let the outputs of one layer be the inputs of
# the next one, and that is a multilayer perceptron. Ours has 784 inputs, then *hidden layers* of
# 70 and 30 neurons, then 10 outputs, one for each digit. At the end the *softmax* turns ten sums
# into ten probabilities: each sum becomes a positive number, $e^z$, and is divided by their total.

# %% [markdown] slideshow={"slide_type": "subslide"}
# To learn, it needs to know how wrong it is. The *cost*, or *loss*, is 0 if it is sure and
# right, and large if it is sure and wrong: $-\log p$ of the right digit, averaged over the pictures
# (the *cross-entropy*). Now ask, for each weight: if it grew a little, how would
# the cost change? That is the weight's *gradient*. Move each weight a small step the other way.
# This is all of learning.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Back-propagation** finds all gradients at once, from the end to the start. Call *delta* how the
# cost changes with a layer's sums, one number for each neuron. Four lines do it:
#
# 1. At the end, delta is what was said minus what is true: $\delta = (p - t) / n$, for $n$ pictures with
#    probabilities $p$ and *targets* $t$ (1 for the right digit, 0 for the others).
# 2. A weight's gradient is its input times its neuron's delta: $a^\top \delta$, with inputs $a$.
# 3. A bias has the input 1: $\delta$, summed over the pictures.
# 4. One layer back, each delta is the sum of those it feeds, through the same weights $W$, times the
#    slope of the sigmoid, $a (1 - a)$: $(\delta W^\top) \cdot a (1 - a)$.

# %% [markdown] slideshow={"slide_type": "notes"}
# Here is the whole network: first how a digit becomes ten probabilities, and what they cost.

# %% tags=["owned"] slideshow={"show": "both", "slide_type": "subslide"}
rng = np.random.default_rng(0)
sizes = 784, 70, 30, 10
W = [rng.normal(0, n**-0.5, (n, m)) for n, m in zip(sizes, sizes[1:])]  # small random numbers
b = [np.zeros(m) for m in sizes[1:]]


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(x):
    a = [x]  # what goes into each layer, and at last the probabilities
    for k in range(3):
        z = a[k] @ W[k] + b[k]
        a.append(1 / (1 + np.exp(-z)) if k < 2 else softmax(z))
    return a


def cost(x, t):
    return -np.log(forward(x)[3][t == 1]).mean()


# %% [markdown] slideshow={"slide_type": "subslide"}
# Then the four lines.


# %% tags=["owned"] slideshow={"show": "both", "slide_type": "-"}
def gradients(x, t):
    a, of_W, of_b = forward(x), [0, 0, 0], [0, 0, 0]
    delta = (a[3] - t) / len(x)  # 1. what was said, minus what is true
    for k in (2, 1, 0):
        of_W[k] = a[k].T @ delta  # 2. each weight: its input times its delta
        of_b[k] = delta.sum(axis=0)  # 3. each bias: its delta
        delta = (delta @ W[k].T) * a[k] * (1 - a[k])  # 4. one layer back
    return of_W, of_b


# %% [markdown] slideshow={"slide_type": "subslide"}
# And the learning. A *batch* is what it sees in one step; when it has seen all digits, that was one
# *epoch*.

# %% tags=["owned"] slideshow={"show": "both", "slide_type": "-"}
t_train = np.eye(10)[y_train]
for _ in range(N_BY_HAND):
    order = rng.permutation(len(x_train))
    for i in range(0, len(order), 50):
        batch = order[i : i + 50]
        of_W, of_b = gradients(x_train[batch], t_train[batch])
        for k in range(3):
            W[k] -= 1.0 * of_W[k]  # a small step the other way
            b[k] -= 1.0 * of_b[k]
right = forward(x_valid)[3].argmax(axis=1) == y_valid
print(f"after {N_BY_HAND} epochs: {right.mean():.1%} of the validation digits are read")

# %% [markdown] slideshow={"slide_type": "subslide"}
# It reads handwriting, and nothing of it is hidden. Are the four lines true? Nudge one weight up and
# down by a hair, and see how the cost changes. That needs no calculus, only patience.

# %% slideshow={"show": "both", "slide_type": "-"}
x, t, step = x_train[:100], t_train[:100], 1e-5
of_W, _ = gradients(x, t)
costs = []
for nudge in (+step, -2 * step):  # up, then down
    W[0][406, 0] += nudge  # from the middle of the picture to the first neuron
    costs.append(cost(x, t))
W[0][406, 0] += step  # as it was
print(f"back-propagation: {of_W[0][406, 0]:+.9f}")
print(f"nudging:          {(costs[0] - costs[1]) / (2 * step):+.9f}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# The course's `MLP` is the same network, with more care: it checks what it is given, remembers how it
# learned, can be saved, and lets a part of each step be taken again in the next one (*momentum*). It
# is made to be read: `helpers/networks/mlp.py`. With your weights it finds your gradients.

# %% tags=["nbval-check-output"] slideshow={"show": "both", "slide_type": "-"}
same = MLP((70, 30), dtype="float64", max_epochs=0).fit(x_train[:100], y_train[:100])
same.weights_, same.biases_ = W, b
_, theirs, _ = same.cost_and_gradients(x, y_train[:100])
print("the same gradients:", all(np.allclose(one, two) for one, two in zip(of_W, theirs)))

# %% [markdown]
# Now let it learn for longer.

# %% alt="Two charts. Left: cost and averaged error of each batch fall over 20 epochs. Right: the share of digits right rises, in training higher than in validation." slideshow={"slide_type": "subslide"}
started = time.perf_counter()
mlp = MLP((70, 30), max_epochs=N_EPOCHS).fit(x_train, y_train, validation_data=(x_valid, y_valid))
mlp_seconds = time.perf_counter() - started
plot_history(mlp.history_)
plt.show()
print(f"right on validation digits: {mlp.history_['valid_accuracy'][-1]:.2%}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# On the left, cost and *averaged error* (how far the ten outputs are from 0 or 1) of every batch, and
# their running mean. *On the right the two lines part. What does that mean?*
#
# <details>
# <summary>What to notice</summary>
#
# The dashed line goes on rising while the full line gets flat. The network learns its training digits by heart.
# On the left both fall fast, then slowly, and single batches jump: some have harder digits.
# </details>
#
# Must it be 784 inputs? The extra [Fewer inputs](extras/fewer_inputs.ipynb) describes each digit by
# 40 numbers instead.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same in scikit-learn
#
# Nobody writes back-propagation anew for each task. scikit-learn's `MLPClassifier` is the same
# kind of network in one line, here with fewer neurons and another way to take the steps. With
# `early_stopping` it keeps some digits for itself and stops when they get no better.

# %% slideshow={"show": "both", "slide_type": "-"}
tools = {}
for sizes in ((16, 16), (40,)):
    started = time.perf_counter()
    tool = MLPClassifier(sizes, early_stopping=True, n_iter_no_change=3, random_state=0)
    tools[sizes] = tool.fit(x_train, y_train), time.perf_counter() - started
    print(f"{sizes}: {tool.n_iter_} epochs, {tool.score(x_valid, y_valid):.2%} in validation")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Each of the 40 neurons of the second network has 784 weights, one for each pixel. So its weights
# are a picture: grey is zero, white positive, black negative, on one scale for all.

# %% alt="Forty tiles, the weights of forty neurons as pictures: grey frames with light and dark blots and strokes inside." slideshow={"slide_type": "-"}
fields = tools[(40,)][0].coefs_[0].T.reshape(-1, 28, 28)
limit = np.quantile(np.abs(fields), 0.999)
show_images(fields, columns=10, tile_size=0.85, limits=(-limit, limit))
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *Does any neuron look for a whole digit? And why is there a grey frame?*
#
# <details>
# <summary>What to notice</summary>
#
# No neuron looks for a digit. Nearly all have learned blots and strokes at certain places. In the
# frame digits are nearly always black, so its weights learn nothing, and what pulls them to zero is
# *L2*, a pull on all weights, of which scikit-learn adds a little by itself.
# </details>
#
# So an MLP learns *where* ink is. If you shuffled the pixels of all pictures in the same way, it
# would learn just as well. It does not know that two pixels are neighbours.
#
# ## What a convolution is
#
# A small table of weights, the *kernel*, is laid over a patch of the picture. Multiply the
# numbers that lie on each other, add up: one pixel of the output. The same for every patch: this
# is a *convolution*. The output is called a *feature map*. Each of its pixels is a *node* of the
# network: a neuron that sees only its patch.

# %% [markdown]
# Point at the output, or click it and use the arrow keys: the sum is written out. Then
# change a weight, or pick another kernel, *stride* (how far it is from one patch to the next) or
# *padding* (zeros around the picture).

# %% tags=["cover"] slideshow={"show": "alone", "slide_type": "subslide"}
cnn_record = shipped_record("mnist_cnn")
strong = np.argsort(-np.abs(cnn_record.kernels[-1]).sum(axis=(0, 1, 2)))[:4]
kernels = {f"{k}, learned": cnn_record.kernels[-1][:, :, 0, k] for k in strong}
kernels |= {f"{k}, before it learned": cnn_record.kernels[0][:, :, 0, k] for k in strong}
ConvolutionExplorer({"a test digit": data.x_test[0], "nine by nine": EXAMPLE}, kernels)

# %% [markdown] slideshow={"slide_type": "notes"}
# *With "vertical edges", where is the output white, where black, and where grey?*
#
# <details>
# <summary>What to notice</summary>
#
# White where the picture gets brighter from left to right, black where it gets darker, grey where
# nothing changes. And nothing really moves: the same nine weights join *every* patch to its node, all
# at once.
# </details>
#
# In code, it is a sum of products for each place. It agrees with *Keras*, the library in which the
# networks from here on are built.

# %% tags=["nbval-check-output"]
import keras
from keras import layers

keras.utils.set_random_seed(0)
kernel = np.array(KERNELS["vertical edges"])


def convolve(picture, stride):
    at = range(0, len(picture) - 3 + 1, stride)
    return np.array([[(picture[i : i + 3, j : j + 3] * kernel).sum() for j in at] for i in at])


print(convolve(EXAMPLE, stride=2))
layer = layers.Conv2D(1, 3, strides=2, use_bias=False)
layer.build((None, 9, 9, 1))
layer.set_weights([kernel[:, :, None, None]])
by_keras = keras.ops.convert_to_numpy(layer(EXAMPLE[None, :, :, None].astype("float32")))
print("the same as Keras:", np.array_equal(convolve(EXAMPLE, 2), by_keras[0, :, :, 0]))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where do the kernels come from?
#
# A person thought out "vertical edges". For years that was the craft: who wanted to find edges or
# corners in pictures had to invent the numbers. Could they be learned, like the weights above?
#
# Take twenty digits and the maps that "vertical edges" gives for them. Start with nine random numbers. See
# how wrong their maps are, and take steps: each weight's gradient is its input times the error.

# %% tags=["owned"] alt="Four kernels of three by three, from nine random numbers to a column of negative, one of zero and one of positive weights." slideshow={"show": "both", "slide_type": "subslide"}
patches = sliding_window_view(data.x_train[:20] / 255, (3, 3), axis=(1, 2)).reshape(-1, 9)
wanted = patches @ kernel.ravel()  # what a person's kernel says of each patch
learned = np.random.default_rng(0).normal(size=9)
moments = {}
for step in range(1001):
    if step in (0, 10, 100, 1000):
        moments[f"after {step} steps"] = learned.reshape(3, 3)
    error = patches @ learned - wanted
    learned = learned - 1.0 * patches.T @ error / len(patches)
plot_kernels(np.stack(list(moments.values()), axis=-1), names=list(moments))
plt.show()

# %% [markdown] slideshow={"slide_type": "subslide"}
# *Compare the last one with "vertical edges" in the menu above. Who told it what an edge is?*
#
# <details>
# <summary>What to notice</summary>
#
# Nobody. It saw patches and errors, and nine random numbers became that very kernel, to within
# a few hundredths.
# </details>
#
# In a CNN nobody even gives the maps. There is only the digit and its label: the error at the end goes
# back through all layers, and each kernel becomes whatever makes the cost smaller. In the menu above
# are four of such a network, before and after: *compare them*.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## From maps to maps
#
# A layer has many kernels and gives a map for each. The next layer sees all these maps, its
# *channels*. So a node is joined to the same patch of *every* map before it.
#
# *Pooling* makes maps smaller. It has no weights: of each 2×2 square it keeps the maximum (*max
# pooling*) or the average (*average pooling*).

# %% alt="Left: a digit and one map of it; two nodes are joined to their patches of three by three pixels. Right: five maps behind each other and one map of the next layer, whose node is joined to the same patch in all five." slideshow={"slide_type": "subslide"}
cnn = cnn_record.restore(mnist_cnn())
maps = {name: array[0] for name, array in feature_maps(cnn, data.x_test[:1]).items()}
first, pooled, second = maps["conv_1"], maps["pool_1"], maps["conv_2"]
bright = np.argsort(-pooled.max(axis=(0, 1)))[:5]
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
picture, brightest = data.x_test[0][..., None] / 255, second.max(axis=(0, 1)).argmax()
plot_wiring(picture, first[..., bright[0]], [(6, 6), (15, 14)], title="1 channel", ax=left)
title = f"{len(bright)} of {pooled.shape[-1]} channels"
plot_wiring(pooled[..., bright], second[..., brightest], [(4, 5)], title=title, ax=right)
plt.show()

# %% [markdown] slideshow={"slide_type": "subslide"}
# On the left two nodes of one map: each has a patch of its own, and both have the same nine weights.
# On the right a node of the second layer, with nine weights for *each* map before it: its kernel has
# a slice for every channel. Weights and biases together are the *parameters*.

# %% tags=["nbval-check-output"] slideshow={"show": "both", "slide_type": "-"}
layer = layers.Conv2D(64, 3)
layer.build((None, 13, 13, 32))
print(f"64·32·9 + 64 = {64 * 32 * 9 + 64:,}; Keras counts {layer.count_params():,}")

squares = convolve(EXAMPLE, stride=2).reshape(2, 2, 2, 2).swapaxes(1, 2)
for name, kept in (("maximum", squares.max(axis=(2, 3))), ("average", squares.mean(axis=(2, 3)))):
    print(f"{name} of each 2×2 square: {kept.tolist()}")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Anatomy
#
# A node of the first map sees a patch of the picture. A node of the second map sees a patch of the
# first maps, and through it a larger patch of the picture: its *receptive field*.
#
# Here is the CNN of the match, on a digit. Choose a layer with the slider. Then point at a node of
# its map on the right, or click the map and use the arrow keys.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
ink = data.x_train[:, 26:].any(axis=(1, 2)), data.x_train[:, :, 26:].any(axis=(1, 2))
print(f"digits with ink in the last two rows: {ink[0].mean():.0%}, columns: {ink[1].mean():.0%}")
ReceptiveFieldExplorer(cnn, data.x_test[0], layer="conv_2")

# %% [markdown] slideshow={"slide_type": "slide"}
# *Go to `pool_2` and to its last node, at the bottom on the right. Does it see the picture's edge?*
#
# <details>
# <summary>What to notice</summary>
#
# It does not. Pooling turns 11 rows into 5 and drops the last one, so this network
# never sees the last two rows and columns of pixels. Some digits have a bit of their ink there, as
# the cell says. Nobody had decided that.
# </details>
#
# Each layer of 3×3 adds two pixels to the field, and after a pooling twice as many: see the extra
# [How far a node sees](extras/how_far.ipynb).
#
# ## The match
#
# Here is the CNN in Keras. *Rescaling* divides by 255, *Reshape* adds the channel, *ReLU* turns
# what is below zero into zero, *Flatten* lays all maps out in one row. *Dropout* blanks a fifth
# of the numbers at random while it learns, so that no single one can be relied on. *Dense* joins
# everything to every neuron, as in an MLP. *Adam* takes the steps, and fits their size to each
# weight.

# %% tags=["nbval-check-output"] slideshow={"show": "code", "slide_type": "-"}
network = keras.Sequential(
    [
        keras.Input((28, 28), dtype="uint8"),
        layers.Rescaling(1 / 255),  # 0 … 255 becomes 0 … 1
        layers.Reshape((28, 28, 1)),  # one channel: grey
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
counts = [layer.count_params() for layer in network.layers if layer.count_params()]
print(" + ".join(f"{n:,}" for n in counts), "=", f"{network.count_params():,}", "parameters")

# %% [markdown]
# Train it a little, live, on a part of the digits.

# %%
network.fit(data.x_train[:N_LIVE], y_train[:N_LIVE], batch_size=200, epochs=2, verbose=0)
_, right = network.evaluate(data.x_valid, y_valid, batch_size=200, verbose=0)
print(f"after two epochs of {N_LIVE:,} digits: {right:.1%} of the validation digits")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Ten epochs of all training digits take some minutes, so their record comes with the course, and that
# of a Keras MLP with two hidden layers of 16, trained in the same way.

# %% alt="Accuracy over ten epochs: the CNN's validation curve lies above that of the MLP 16-16 from its first epoch on." slideshow={"slide_type": "-"}
mlp_record = shipped_record("mnist_mlp")
plot_scores([cnn_record, mlp_record], ["CNN", "MLP 16-16"])
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which network learns faster? Why does a dashed line start below its full one?*
#
# <details>
# <summary>What to notice</summary>
#
# The CNN's: the CNN's full line lies above the MLP's at every epoch. Its dashed
# training line starts *below* the full one, and so does the MLP's: it is measured while the network
# still learns. In the CNN a fifth is blanked out, too.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Ask it at any epoch
#
# The record has all of this CNN's weights at every epoch. Draw a digit, then slide back in time.
#
# *At which epoch does it read your 4? What did it take it for at epoch 0, and why that?*

# %% slideshow={"show": "alone", "slide_type": "subslide"}
DrawingPad(cnn, data.x_train, y_train, examples=data.x_test[:4], record=cnn_record)

# %% slideshow={"slide_type": "-"}
at_start = np.bincount(cnn_record.predictions[0], minlength=10)
print(f"Before training it takes {at_start.max():,} of {at_start.sum():,} test digits", end=" ")
print(f"for a {at_start.argmax()}.")

# %% [markdown] slideshow={"slide_type": "notes"}
# <details>
# <summary>What to notice</summary>
#
# Before it has learned, the network names most drawings alike, whatever they are: its random numbers
# happen to favour one class. After one epoch it reads nearly every tidy digit. What changes later
# shows in the untidy ones: draw a 4 that could be a 9. And the maps are there from the start.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now all five meet on the test digits, which none of them has seen.

# %% slideshow={"slide_type": "-"}
small = mlp_record.restore(mnist_mlp())


def says(tool):
    return lambda images: tool.predict(flat(images))


n = sum(each.size for each in mlp.weights_ + mlp.biases_)
players = {"NumPy MLP 70-30": (says(mlp), n, mlp_seconds)}
for sizes, (tool, seconds) in tools.items():
    n = sum(each.size for each in tool.coefs_ + tool.intercepts_)
    players[f"scikit-learn MLP {'-'.join(map(str, sizes))}"] = says(tool), n, seconds
for name, one, record in (("MLP 16-16", small, mlp_record), ("CNN", cnn, cnn_record)):
    players[f"Keras {name}"] = classifier(one), one.count_params(), record.seconds[-1]
comparison_table(players, data.x_test, data.y_test).round(2)

# %% [markdown] slideshow={"slide_type": "slide"}
# `right` is in percent, and `from` and `to` are the ends of its *confidence interval*: with 95 %
# confidence the true share lies between them. *Which is the best, and is it more than luck? What does it cost?*
#
# <details>
# <summary>What to notice</summary>
#
# The CNN is the best, with fewer parameters than the NumPy network. Where two intervals lie apart, the
# difference is more than the luck of having drawn these test digits. It pays with time: a kernel's weights are used hundreds of times for
# every digit. (The seconds of the two Keras networks were measured when their records were made, on
# another machine perhaps.)
# </details>
#
# ## What accuracy hides
#
# Take one test digit and move it to the right, pixel by pixel. What do the two say?

# %% alt="One digit 7 nine times, moved to the right by 0 to 8 pixels, and below each what the MLP and the CNN say." slideshow={"slide_type": "-"}
mlp_says, cnn_says = players["NumPy MLP 70-30"][0], players["Keras CNN"][0]
moved = np.concatenate([shift(data.x_test[:1], 0, distance) for distance in range(9)])
said = enumerate(zip(mlp_says(moved), cnn_says(moved)))
captions = [f"{n} px\nMLP: {a}\nCNN: {b}" for n, (a, b) in said]
show_images(moved, captions, columns=9, tile_size=0.95)
plt.show()

# %% [markdown] slideshow={"slide_type": "subslide"}
# You see the same digit nine times; in the last two its right edge is cut off. Now many digits, moved
# to the right, down, left and up. The line is the mean, the band goes from the worst direction to the
# best, and the dotted line is what guessing gives.

# %% tags=["answer"] slideshow={"slide_type": "-"}
some, truth = data.x_test[:N_MOVED], data.y_test[:N_MOVED]
pair = {"MLP 70-30": mlp_says, "CNN": cnn_says}
distances = range(9)
held = {name: shift_scores(says, some, truth, distances) for name, says in pair.items()}
plot_robustness(distances, held, "shift in pixels", chance=1 / len(data.names))
by_3 = {name: scores[3].mean() for name, scores in held.items()}
print("Right when moved by 3 pixels:", ", ".join(f"{who} {by_3[who]:.1%}" for who in by_3))
words = "Digits right against the shift in pixels: both curves fall, the MLP's far sooner."
guess.answer(round(100 * by_3["MLP 70-30"], 1), plt.gca(), along="y", alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# *Which of the two falls sooner, and why? Why does the other one fall at all?*
#
# <details>
# <summary>What to notice</summary>
#
# On digits in the middle, the two are close. At three pixels the CNN is far ahead. The MLP has learned where ink is. The
# CNN's kernels find a stroke wherever it is, and pooling forgives a pixel or two. It falls too:
# its last layer joins each *place* of the maps to the answer with weights of its own. And from about
# four pixels on, many digits lose some ink at the edge, for both.
# </details>
#
# Turned digits, and noise: the extra [Turned and noisy](extras/turned_and_noisy.ipynb).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Train one yourself
#
# Now a network learns in this page, from five thousand digits, and is tested on five hundred others. A *linear model* has no hidden layer: ten neurons that look at all pixels. The
# MLP has 16 more before them, the CNN 16 kernels. What the sliders do is measured in the extra
# [Three knobs](extras/three_knobs.ipynb).
#
# *Which of the three needs the fewest digits until it reads 88 of 100 new ones? Which the fewest
# seconds?* Choose first. Then train each, and draw a digit of your own while it learns.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
TrainingPlayground(data.x_train[:5_000], y_train[:5_000], data.x_valid[:500], y_valid[:500])

# %% [markdown] slideshow={"slide_type": "notes"}
# *What do the weights of the linear model's ten neurons look like as pictures, its templates? And why
# does a picture of the MLP's sometimes stay grey?*
#
# <details>
# <summary>What to notice</summary>
#
# The CNN needs the fewest digits and the most time for each: its few weights are used at every place.
# The linear model and the MLP take the fewest seconds, about equally; the linear model is soon as
# good as it gets. Its templates are light where its digit
# has ink and dark where others have it. A picture that stays grey is that of a *dead* neuron: one of the
# first steps threw it so far that it gives 0 to every picture. ReLU's slope is 0 there, so nothing pulls
# it back. Smaller steps kill fewer. Far too large ones kill all, or drive the cost up: try it.
# </details>

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell.

# %% [markdown]
# ### 1. An MLP in Keras
#
# Build the MLP with two hidden layers of 16 neurons (ReLU) as a `keras.Sequential`, and compile it.
# It takes digits as they are (28×28, 0 to 255) and gives ten probabilities. You need not train it:
# the check does, for a moment.

# %%
answer = ...
checks.check_keras_mlp(answer, data)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = keras.Sequential(
#     [
#         keras.Input((28, 28)),
#         layers.Rescaling(1 / 255),
#         layers.Flatten(),
#         layers.Dense(16, activation="relu"),
#         layers.Dense(16, activation="relu"),
#         layers.Dense(10, activation="softmax"),
#     ]
# )
# answer.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# ```
#
# 784·16 + 16 = 12,560, then 16·16 + 16 = 272, then 16·10 + 10 = 170: 13,002 parameters.
# </details>

# %% [markdown]
# ### 2. Count the parameters
#
# A convolution takes a picture in three colours and makes 48 maps with kernels of 5×5. How many
# parameters does it have, biases included?

# %%
answer = ...
checks.check_parameters(answer)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = 48 * 3 * 5 * 5 + 48
# ```
#
# Each of the 48 kernels has a slice of 5×5 for each of the 3 colours, and one bias. The size of
# the picture does not matter.
# </details>

# %% [markdown]
# ### 3. Max pooling
#
# Write a function `pool(map)` that takes a feature map with any even number of rows and columns,
# and gives the maximum of each 2×2 square. Give its name as the answer.

# %%
answer = ...
checks.check_pooling(answer)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# def pool(map):
#     rows, columns = map.shape
#     return map.reshape(rows // 2, 2, columns // 2, 2).max(axis=(1, 3))
#
#
# answer = pool
# ```
#
# Or with two loops. The reshape gives every pixel four numbers: which square it is in (down, right)
# and where in it.
# </details>

# %% [markdown]
# ### 4. How far does it see?
#
# A network has a convolution of 5×5 with stride 2, then a pooling of 2, then a convolution of 3×3.
# How many pixels across does one of its last nodes see?

# %%
answer = ...
checks.check_receptive_field(answer)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = 7 + 2 * 4
# ```
#
# The first sees 5. Neighbours are 2 pixels apart, so two of them see 5 + 2 = 7. Now neighbours are 4
# apart, and three of them see 7 + 2·4 = 15. `anatomy` in `helpers.networks.anatomy` knows it, too.
# </details>

# %% [markdown]
# ### 5. The largest lead
#
# The arrays in `held` have the share right for each distance (a row) and each direction (a column).
# By how many percentage points is the CNN ahead of the MLP where its lead is largest?

# %%
answer = ...
checks.check_lead(answer, held)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# ahead = held["CNN"] - held["MLP 70-30"]
# answer = 100 * ahead.max()
# ```
#
# `np.unravel_index(ahead.argmax(), ahead.shape)` says at which distance and direction.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(in_place=held["MLP 70-30"][0].mean(), moved=by_3["MLP 70-30"])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - A network in NumPy learned to read digits. Back-propagation is four lines, and a nudge at a
#   weight confirmed them.
# - A convolution is patch times kernel, summed up, with the same weights everywhere. You saw nine
#   random numbers become an edge.
# - Each node sees a patch of the picture. Pooling lets it see far with few parameters.
# - The CNN made the fewest errors on the test digits, with fewer parameters than the NumPy network.
# - Moved by three pixels, the CNN still read most digits, and the MLP lost many more. The score on
#   the test digits had not told you.
#
# **Next**: lesson 4 looks at what the CNN's layers make of a digit that you draw yourself.
