# %% [markdown] slideshow={"slide_type": "slide"}
# # 3. From one neuron to a CNN
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/03_mlp_vs_cnn.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/03_mlp_vs_cnn.ipynb).
#
# A network is many small sums. In this lesson you meet the sums of two kinds of networks. A
# *multilayer perceptron* (MLP) joins every pixel to every neuron. A *convolutional network* (CNN)
# looks at small patches, everywhere with the same weights. Both learn to read digits. Then they
# play a match, and the score alone does not tell who understood more.
#
# **What you will see**
#
# - A network in plain NumPy learns to read digits, and four lines of code do the learning.
# - A convolution is patch times kernel, summed up. You can change each of its numbers.
# - What a node deep inside a CNN sees of the picture can be read from a table.
# - Two networks with few errors on test digits, one of them with far fewer.
# - What that score hides: the same digits, moved by a few pixels.
#
# **What you need**: sums and products of NumPy arrays; lesson 1 helps. **Time**: about 40 minutes.
# **Words**: the [glossary](glossary.md).
#
# If you would rather watch first: 3Blue1Brown's
# [series on neural networks](https://www.3blue1brown.com/topics/neural-networks) draws such a
# network. Then come back and try it.

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

import inspect
import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from helpers import full_or_quick
from helpers.analysis.comparison import comparison_table
from helpers.analysis.robustness import add_noise, change_scores, rotate, shift, shift_scores
from helpers.course.checks import lesson_03 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_03 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.anatomy import anatomy, receptive_field
from helpers.networks.architectures import mnist_cnn, mnist_mlp
from helpers.networks.classifier import classifier
from helpers.networks.mlp import MLP
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.mlp import plot_history
from helpers.plots.robustness import plot_robustness
from helpers.plots.training import plot_scores
from helpers.widgets import (
    ConvolutionExplorer,
    DrawingPad,
    ReceptiveFieldExplorer,
    RunExplorer,
    TrainingPlayground,
)
from helpers.widgets.convolution import EXAMPLE, KERNELS

threadpool_limits(1)  # NumPy's matrices are small here: one core is faster than two that wait
style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(6_000, 400)
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
# MNIST has training digits to learn from and test digits that wait for the end. A tenth of the
# training digits is set aside for *validation*: no network learns from it, and we look at it as
# often as we like.
#
# An MLP takes a picture as one long row of numbers. We divide by 255, so that they lie between 0
# and 1.

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
# nearly 1, very negative ones nearly 0.
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
# **What to notice**: above 0.5 the neuron says *one*, so of these five it has one wrong. Still,
# one neuron tells zeros from ones. For ten kinds of digits we need more of
# them, and weights that nobody could think out.
#
# ## A network by hand
#
# Put neurons side by side, and that is a *layer*. Let the outputs of one layer be the inputs of
# the next one, and that is a multilayer perceptron. Ours has 784 inputs, then *hidden layers* of
# 70 and 30 neurons, then 10 outputs, one for each digit. At the end the *softmax* turns ten sums
# into ten probabilities.

# %% [markdown] slideshow={"slide_type": "subslide"}
# To learn, it needs to know how wrong it is. The *cost*, or *loss*, is $-\log p$ of the right
# digit, averaged over the pictures (this kind is called *cross-entropy*): 0 if the network is
# sure and right, large if it is sure and wrong. Now ask, for each weight: if it grew a little,
# how would the cost change? That is the weight's *gradient*. Then move each weight a small step
# the other way. This is all of learning.

# %% [markdown] slideshow={"slide_type": "subslide"}
# **Back-propagation** finds all gradients at once, from the end to the start. Call $a_k$ what
# goes into layer $k$, $W_k$ its weights, $f$ its function, and $\delta_k$ the gradient at its
# weighted sums. For $n$ pictures, with probabilities $p$ and *targets* $t$ (1 for the right
# digit, 0 for the others):
#
# 1. $\delta = (p - t) / n$ at the last layer: what was said, minus what is true.
# 2. Gradient of the weights $W_k$: $a_k^\top \delta_k$. Input times error.
# 3. Gradient of the biases: $\delta_k$, summed over the pictures.
# 4. One layer back: $\delta_{k-1} = (\delta_k W_k^\top) \cdot f'$. Back through the same weights.
#
# Here are the four lines in the code. The whole class is `helpers/networks/mlp.py`, made to be
# read.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
for line in inspect.getsource(MLP._backpropagate).splitlines():
    if "# (" in line:
        print(line.strip())

# %% [markdown] slideshow={"slide_type": "subslide"}
# Is it true? Take one weight, nudge it up and down by a hair, and see how the cost changes. No
# calculus is needed for that, only patience: back-propagation gets all weights at once.

# %% slideshow={"show": "both", "slide_type": "-"}
digits, answers, step = x_train[:100], y_train[:100], 1e-5
probe = MLP((70, 30), dtype="float64", max_epochs=0).fit(digits, answers)
_, gradients, _ = probe.cost_and_gradients(digits, answers)

costs = []
for nudge in (+step, -2 * step):  # up, then down
    probe.weights_[0][406, 0] += nudge  # from the middle of the picture to the first neuron
    costs.append(probe.cost_and_gradients(digits, answers)[0])
print(f"back-propagation: {gradients[0][406, 0]:+.9f}")
print(f"nudging:          {(costs[0] - costs[1]) / (2 * step):+.9f}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now train. In each step the network sees a *batch* of 200 digits. When it has seen all of them,
# that was one *epoch*.

# %% alt="Two charts. Left: cost and averaged error of each batch fall over 20 epochs. Right: the share of digits right rises, in training higher than in validation." slideshow={"slide_type": "-"}
started = time.perf_counter()
mlp = MLP((70, 30), max_epochs=N_EPOCHS).fit(x_train, y_train, validation_data=(x_valid, y_valid))
mlp_seconds = time.perf_counter() - started
plot_history(mlp.history_)
plt.show()
print(f"right on validation digits: {mlp.history_['valid_accuracy'][-1]:.2%}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# **What to notice**: on the left, cost and *averaged error* (how far the ten outputs are from 0 or
# 1, on average) of every batch, and their running mean. Both fall fast, then slowly. Single batches
# jump: some have harder digits. On the right, the dashed line goes on rising while the full line
# gets flat. The network learns its training digits by heart.
#
# Must it be 784 inputs? The extra [Fewer inputs](extras/fewer_inputs.ipynb) describes each digit by
# 40 numbers instead.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same in scikit-learn
#
# Nobody writes back-propagation anew for each task. scikit-learn's `MLPClassifier` is the same
# kind of network in one line, here with fewer neurons, another activation function and another way
# to take the steps. With `early_stopping` it keeps some digits for itself and stops when they get
# no better.

# %% slideshow={"show": "both", "slide_type": "-"}
tools = {}
for sizes in ((16, 16), (40,)):
    started = time.perf_counter()
    tool = MLPClassifier(sizes, early_stopping=True, n_iter_no_change=3, random_state=0)
    tools[sizes] = tool.fit(x_train, y_train), time.perf_counter() - started
    print(f"{sizes}: {tool.n_iter_} epochs, {tool.score(x_valid, y_valid):.2%} in validation")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Each of the 40 neurons of the second network has 784 weights, one for each pixel. So its weights
# are a picture. Grey is zero, white is positive, black is negative, on one scale for all.

# %% alt="Forty tiles, the weights of forty neurons as pictures: grey frames with light and dark blots and strokes inside." slideshow={"slide_type": "-"}
fields = tools[(40,)][0].coefs_[0].T.reshape(-1, 28, 28)
limit = np.quantile(np.abs(fields), 0.999)
show_images(fields, columns=10, tile_size=0.85, limits=(-limit, limit))
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: no neuron looks for a digit. Nearly all have learned blots and strokes at
# certain places. Around them is a grey frame. There the digits are nearly always black, so these weights
# learn nothing, and what pulls them to zero is *L2*, of which scikit-learn adds a little by itself.
# More about it at the end.
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
# Point at the output, or click it and use the arrow keys. Below, the sum is written out. Then
# change a weight, or pick another kernel, *stride* (how far it is from one patch to the next) or
# *padding* (zeros around the picture). The kernels with numbers are from the CNN that you meet
# below.

# %% tags=["cover"] slideshow={"show": "alone", "slide_type": "subslide"}
cnn_record = shipped_record("mnist_cnn")
strong = np.argsort(-np.abs(cnn_record.kernels[-1]).sum(axis=(0, 1, 2)))[:4]
kernels = {f"{k}, learned": cnn_record.kernels[-1][:, :, 0, k] for k in strong}
kernels |= {f"{k}, before it learned": cnn_record.kernels[0][:, :, 0, k] for k in strong}
ConvolutionExplorer({"a test digit": data.x_test[0], "nine by nine": EXAMPLE}, kernels)

# %% [markdown] slideshow={"slide_type": "notes"}
# **What to notice**: "vertical edges" gives white where the picture gets brighter from left to
# right, black where it gets darker, and grey where nothing changes. And nothing really moves: the
# same nine weights join *every* patch to its node, all at once. A person thought out the first
# kernels of the menu. In a network they start as noise, and are learned like all weights: compare a
# kernel before and after.
#
# In code, it is a sum of products for each place. It agrees with *Keras*, the library in which the
# networks from here on are built. Stride 2 on 9×9 pixels gives 4×4.

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

# %% [markdown] slideshow={"slide_type": "subslide"}
# A layer has many kernels and gives a map for each. The next layer sees all these maps, its
# *channels*, so each of its kernels has a slice for every map: 64 kernels of 3×3 over 32 maps,
# and a bias for each of the 64. Weights and biases together are the *parameters*.
#
# *Pooling* makes maps smaller. It has no weights: of each 2×2 square it keeps the maximum (*max
# pooling*) or the average (*average pooling*).

# %% tags=["nbval-check-output"] slideshow={"show": "both", "slide_type": "-"}
layer = layers.Conv2D(64, 3)
layer.build((None, 13, 13, 32))
print(f"64·32·9 + 64 = {64 * 32 * 9 + 64:,}; Keras counts {layer.count_params():,}")

squares = convolve(EXAMPLE, stride=2).reshape(2, 2, 2, 2).swapaxes(1, 2)
for name, pooled in (("maximum", squares.max(axis=(2, 3))), ("average", squares.mean(axis=(2, 3)))):
    print(f"{name}: {pooled.tolist()}")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Anatomy
#
# A node of the first map sees a patch of the picture. A node of the second map sees a patch of the
# first map, and through it a larger patch of the picture: its *receptive field*. `anatomy` reads it
# from a network, with shapes and counts.


# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
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

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: a 3×3 and then a 4×4 make maps of 26×26 and 23×23, and a node of the second
# sees 6×6 pixels. With stride 2 on both layers, two 3×3 already see 7×7. The last column says
# how many pixels lie between neighbouring nodes: 4, so two neighbours see 7 + 4 = 11.

# %% [markdown] slideshow={"slide_type": "subslide"}
# How does one get to see a large part of the picture? Layer upon layer of 3×3 adds two pixels each time. Or
# with pooling in between:

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
plain = chain(*[layers.Conv2D(maps, 3) for maps in [32, 64] + 11 * [128]])
print(f"{len(plain.layers)} layers of 3×3: {plain.count_params():,} parameters\n")
print(look(plain).splitlines()[-1], "\n")

steps = [layers.Conv2D(32, 3), layers.MaxPooling2D(2), layers.Conv2D(64, 3)]
pooled = chain(*steps, layers.MaxPooling2D(2), layers.Conv2D(64, 3))
print(look(pooled))
print(f"together: {pooled.count_params():,} parameters")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: after each pooling, a step on the map is twice as many pixels on the picture,
# so each further layer adds twice as much. Three convolutions and two poolings see 18 pixels. Layers of
# 3×3 alone need nine to see more than that; the thirteen above see 27, with many more parameters.
# Pooling is the way out.

# %% [markdown]
# Here is the CNN of the match, on a digit. Choose a layer with the slider. Then point at a node of
# its map on the right, or click the map and use the arrow keys. The map shows where the layer is
# active.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
cnn = cnn_record.restore(mnist_cnn())
ink = data.x_train[:, 26:].any(axis=(1, 2)), data.x_train[:, :, 26:].any(axis=(1, 2))
print(f"digits with ink in the last two rows: {ink[0].mean():.0%}, columns: {ink[1].mean():.0%}")
ReceptiveFieldExplorer(cnn, data.x_test[0], layer="conv_2")

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: go to `pool_2` and to its last node, at the bottom on the right. Its field
# does not reach the edge. Pooling turns 11 rows into 5 and drops the last one, so this network
# never sees the last two rows and columns of pixels. Some digits have a bit of their ink there, as
# the cell says. Nobody had decided that.
#
# ## The match
#
# Here is the CNN in Keras. *Rescaling* divides by 255, *Reshape* adds the channel. *ReLU* turns
# what is below zero into zero. *Flatten* lays all maps out in one row. *Dropout* blanks a fifth
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
# Ten epochs of all training digits take some minutes, so their record comes with the course. Beside
# it is that of a Keras MLP with two hidden layers of 16, trained in the same way: Adam, batches of
# 200, the same digits.

# %% alt="Accuracy over ten epochs: the CNN's validation curve lies above that of the MLP 16-16 from its first epoch on." slideshow={"slide_type": "-"}
mlp_record = shipped_record("mnist_mlp")
plot_scores([cnn_record, mlp_record], ["CNN", "MLP 16-16"])
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: the CNN's full line lies above the MLP's at every epoch. Its dashed
# training line starts *below* the full one, and so does the MLP's: it is measured while the network
# still learns. In the CNN a fifth is blanked out, too.

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Ask it at any epoch
#
# The record has all of this CNN's weights at every epoch. Draw a digit: the network answers here, in
# the page. Then slide back in time, and draw others.
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
# Now all five meet on the test digits, which none of them has seen. The weights of the recorded
# networks come from the records, so their scores are computed here, like the others.

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
# **What to notice**: `right` is in percent, and `from` and `to` are the ends of its *confidence
# interval*: with 95 % confidence the true share lies between them; chance alone could move the
# score so far, had other test digits been drawn. Where two intervals lie apart, the difference is
# more than luck. The CNN is the best, with fewer parameters than the NumPy network. It pays with
# time: a kernel's weights are used hundreds of times for every digit. (The seconds of the two
# Keras networks were measured when their records were made, on another machine perhaps.)
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
# You see the same digit nine times; in the last two its right edge is cut off. Now many digits, moved to the right, down, left and up. The
# line is the mean, the band goes from the worst direction to the best.

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
# **What to notice**: the dotted line is what guessing gives. On digits in the middle, the two are a
# percent or two apart. At three pixels the CNN is far ahead. The MLP has learned where ink is. The
# CNN's kernels find a stroke wherever it is, and pooling forgives a pixel or two. But it falls too:
# its last layer joins each *place* of the maps to the answer with weights of its own. And from about
# four pixels on, many digits lose some ink at the edge, for both.

# %% [markdown] slideshow={"slide_type": "subslide"}
# The same for two other changes: turned digits, and noise, whose *standard deviation* says how
# far it typically changes a pixel.

# %% alt="Two charts of the share right: against the angle of turning, where the MLP and the CNN lie close, and against noise, where the CNN holds longer." slideshow={"slide_type": "-"}
figure, axes = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
degrees, strengths = range(0, 61, 10), range(0, 151, 25)
turned = {who: change_scores(says, some, truth, rotate, degrees) for who, says in pair.items()}
noisy = {who: change_scores(says, some, truth, add_noise, strengths) for who, says in pair.items()}
guessing = 1 / len(data.names)
plot_robustness(degrees, turned, "turned by degrees", guessing, ax=axes[0])
plot_robustness(strengths, noisy, "noise (standard deviation)", guessing, ax=axes[1])
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: nothing in a convolution knows about turning, and the two curves on the left
# lie much closer together than those for shifts. With noise, on the right, the CNN holds far
# longer. Neither of them was ever shown noise or a digit turned on purpose.
#
# ## Three knobs
#
# The *learning rate* is the size of a step. *Momentum* is the part of the last step that is taken
# again. *L2* pulls all weights towards zero. Here are recorded trainings of a small MLP on a few
# thousand digits, for all combinations. Move the sliders and find one that learns fast, one that
# never gets anywhere, and one that first rises and then falls apart.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
RunExplorer(shipped_record("mnist_settings"))

# %% [markdown] slideshow={"slide_type": "notes"}
# **What to notice**: a small learning rate is not wrong, only slow, and momentum makes up for it. A
# large one with momentum throws the network out for good. Between the two there is a broad valley
# where many settings do about equally well. There the dashed line comes near the top and the full
# one stays below. The strongest L2 brings the dashed line down, but the full one does not rise for
# it: less was learned by heart, and no more understood.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Train one yourself
#
# Nothing is recorded now: a network learns in this page, from five thousand digits, and is tested on
# five hundred others. A *linear model* has no hidden layer: ten neurons that look at all pixels. The
# MLP has 16 more before them, the CNN 16 kernels.
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
# How many pixels across does one of its last nodes see? Work it out by hand, or let `anatomy` tell
# you.

# %%
answer = ...
checks.check_receptive_field(answer)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = receptive_field(
#     chain(layers.Conv2D(8, 5, strides=2), layers.MaxPooling2D(2), layers.Conv2D(8, 3)), 2
# ).width
# ```
#
# By hand: the first sees 5. Neighbours are 2 pixels apart, so two of them see 5 + 2 = 7. Now
# neighbours are 4 apart, and three of them see 7 + 2·4 = 15.
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
# - A convolution is patch times kernel, summed up, with the same weights everywhere: nine of them
#   make a whole map.
# - The anatomy's table said what each node sees. Pooling lets it see far with few parameters.
# - The CNN made the fewest errors on the test digits, with fewer parameters than the NumPy network.
# - Moved by three pixels, the CNN still read most digits, and the MLP lost many more of them. The
#   score on the test digits had not told you.
#
# **Next**: lesson 4 looks at what the CNN's layers make of a digit that you draw yourself.
