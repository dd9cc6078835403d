# %% [markdown] slideshow={"slide_type": "slide"}
# # 4. What the network sees
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/04_feature_maps.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/04_feature_maps.ipynb).
#
# A convolutional network turns a picture into many new pictures, layer by layer. They are called
# feature maps. Here you open a good network and look at all of them: for a test digit, for every
# epoch of its training, and for the digit that you draw yourself.
#
# [![Four digits are written, a 7, a 2, a 3 and a 5. While the ink grows, 32 small maps of the first layer light up along its edges, and 64 of the second in coarse spots; a large figure says what the network takes it for so far](films/lesson_04.webp)](films/lesson_04_still.webp "Four moments of it")
#
# **What you will see**
#
# - How a network is trained as it should be, and why the test pictures must not choose.
# - All feature maps of a digit, layer by layer, and whether any of them is dead.
# - Where one pixel of a map comes from, in numbers that you can redo by hand.
# - Two trainings that differ only in the seed: how many filters have a twin?
# - What the network makes of your own handwriting, and which pixels its answer hangs on.
#
# **What you need**: lesson 3, or to know what a convolution is. **Time**: about 40 minutes.
# **Words**: the [glossary](glossary.md).

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

helpers.set_up(lesson=4)  # TensorFlow starts quietly, threads that wait make room

import tempfile

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint
from scipy.stats import binomtest

from helpers import full_or_quick
from helpers.analysis.convolution import convolve
from helpers.analysis.twins import match_filters
from helpers.course.checks import lesson_04 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_04 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.anatomy import receptive_field
from helpers.networks.features import feature_maps, silent_maps
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.kernels import plot_kernels
from helpers.plots.maps import MapsView, plot_maps, plot_twins
from helpers.plots.pixel import plot_pixel
from helpers.widgets import DrawingPad, EpochPlayer, PixelPointer

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(5_000, 500)
N_TRAIN, N_EPOCHS = full_or_quick((10_000, 4), (1_000, 1))
N_CANDIDATES = full_or_quick(100, 40)
N_STRANGERS = full_or_quick(6, 2)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# Take one network, and train it twice on the same digits. Only the seed differs: the random
# numbers at the start, the order of the pictures, and which of them are set aside for validation.
# The first layer has 32 *filters*: kernels with
# their biases. A filter of one network and a filter of the other are *twins* if their maps
# correlate at 0.8 or more.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "04/twins",
    "Paired one to one, as well as possible: how many of the 32 pairs will be twins?",
    low=0,
    high=32,
    unit="of 32",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Train it as one should
#
# The network has two convolutions. After each one comes a pooling and a **batch normalization**,
# which brings every map to a common scale. **Dropout** leaves out half of the numbers in each
# training step, so that the network cannot rely on a single one.
#
# How long should one train? Too short, and it has not learned enough. Too long, and it learns the
# training pictures by heart. So a part of the training pictures is set aside for **validation**.
# **Early stopping** ends the training when accuracy on them has not risen for five epochs, and a
# **checkpoint** keeps the weights of the best epoch. The test pictures have no say in it.

# %%
data = load("mnist", valid_size=N_VALID)


def build():
    network = keras.Sequential(
        [
            keras.Input((28, 28), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", name="conv_1"),
            layers.MaxPooling2D(2, name="pool_1"),
            layers.BatchNormalization(momentum=0.95),
            layers.Conv2D(64, 2, activation="relu", name="conv_2"),
            layers.MaxPooling2D(2, name="pool_2"),
            layers.BatchNormalization(momentum=0.95),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(256, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(0.0005)
    network.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


keras.utils.set_random_seed(0)
small, folder = build(), tempfile.TemporaryDirectory()
best = folder.name + "/best.weights.h5"
stop = EarlyStopping("val_accuracy", patience=5)
keep = ModelCheckpoint(best, "val_accuracy", save_best_only=True, save_weights_only=True)
history = small.fit(
    data.x_train[:N_TRAIN],
    data.y_train[:N_TRAIN],
    batch_size=200,
    epochs=N_EPOCHS,
    verbose=0,
    validation_data=(data.x_valid, data.y_valid),
    callbacks=[stop, keep],
)
small.load_weights(best)
print("validation accuracy, epoch by epoch:", np.round(history.history["val_accuracy"], 3))

# %% [markdown]
# A poor first number is no harm: batch normalization keeps running averages for later use (its
# `momentum` is the part of the old average that stays), and these need some steps to catch up.
#
# That was a small training. The full one takes some minutes, so it was **recorded**. In every epoch each
# training picture was anew shifted by up to two pixels, turned by up to ten degrees and stretched
# by up to a tenth. The *learning rate*, the size of a step, rose for three epochs and then fell to
# nothing: such a training ends by itself. From here on we look at that network.

# %% tags=["nbval-check-output"]
record = shipped_record("mnist_features")
network = record.restore(build())
print(record)
print(f"{network.count_params():,} parameters, as they were after epoch {record.epochs[-1]}")

# %% alt="Validation and training accuracy over the epochs: both rise fast, then hardly; training lies below." slideshow={"slide_type": "subslide"}
for part, line, name in (("val_accuracy", "-", "validation"), ("accuracy", "--", "training")):
    look = {"color": style.NETWORK_COLOURS["CNN"], "label": name}
    plt.plot(record.epochs, record.scores[part], line, **look)
plt.gca().set(ylim=(0.95, 1), xlabel="epoch", ylabel="accuracy")
plt.legend()
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Why is the network better on pictures that it has never learned from?*
#
# <details>
# <summary>What to notice</summary>
#
# Validation accuracy lies *above* training accuracy, nearly to the end of the training, since training
# is made harder: its pictures are moved, dropout takes half of the numbers away, and its score is a
# mean over an epoch in which the network was still worse. At last both come to rest, as the steps become
# small.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now the test pictures. An accuracy has luck in it, so it is given with the interval that would hold
# the true share in 95 of 100 cases. One thing to know: two earlier recipes had been tested too, before
# this one was settled. So the test was asked three times.

# %% slideshow={"slide_type": "-"}
probabilities = network.predict(data.x_test, batch_size=200, verbose=0)
predicted = probabilities.argmax(axis=1)
right, n = int((predicted == data.y_test).sum()), len(data.y_test)
low, high = binomtest(right, n).proportion_ci(method="wilson")
print(f"{right:,} of {n:,} right: {right / n:.2%}, between {low:.2%} and {high:.2%}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Why the test must not choose
#
# Here is what happens otherwise. We make many networks of one kind, quick and not very good: a
# random first layer that is never trained, and a second layer fitted in one go by *least
# squares*. They differ by the seed alone. We choose the best on 200 test pictures. Then we look at
# its score on thousands of others.

# %% alt="A hundred grey dots, networks by their score on 200 pictures and on others; the chosen one, in orange, is farthest to the right and lies below the diagonal." slideshow={"slide_type": "subslide"}
order = np.random.default_rng(0).permutation(n)[:5_000]
some, others = (x.reshape(-1, 784) / 255 for x in (data.x_train[:2_000], data.x_test[order]))
targets = np.eye(10)[data.y_train[:2_000]]


def candidate(seed):
    weights = np.random.default_rng(seed).normal(size=(784, 64))
    hidden = np.maximum(some @ weights, 0)
    output = np.linalg.solve(hidden.T @ hidden, hidden.T @ targets)
    answers = np.maximum(others @ weights, 0) @ output
    return answers.argmax(axis=1) == data.y_test[order]


hits = np.array([candidate(seed) for seed in range(N_CANDIDATES)])
used, fresh = hits[:, :200].mean(axis=1), hits[:, 200:].mean(axis=1)
chosen = used.argmax()
plt.scatter(used, fresh, color="0.6", s=20)
plt.scatter(used[chosen], fresh[chosen], color=style.WRONG, s=80, label="the chosen one")
plt.axline((0.74, 0.74), slope=1, color="0.8", lw=1, zorder=0, label="the same on both")
plt.gca().set(xlabel="score on the 200 pictures that choose", ylabel="score on other pictures")
plt.legend()
plt.show()
print(f"the chosen one: {used[chosen]:.1%} where it was chosen, {fresh[chosen]:.1%} elsewhere")
print(f"all together:   {used.mean():.1%} there, {fresh.mean():.1%} elsewhere")

# %% [markdown] slideshow={"slide_type": "slide"}
# *How far does the chosen one fall, and how far do all together?*
#
# <details>
# <summary>What to notice</summary>
#
# Taken together, the candidates score nearly
# the same on both kinds of pictures. The chosen one falls by far more. It was not a bad choice: on
# the other pictures, too, it is better than the mean. But it was chosen where it was good *and*
# lucky, and the luck stays there. So validation pictures choose, and the test set should be asked once.
# </details>
#
# ## Kernels
#
# The first layer's 32 kernels, their nine weights written in, all on one colour scale.

# %% alt="Thirty-two kernels of three by three, each weight written in its cell, in blue below zero and red above." slideshow={"slide_type": "-"}
kernels, biases = network.get_layer("conv_1").get_weights()
moved = np.abs(record.kernels[-1] - record.kernels[0]).mean()
plot_kernels(kernels, title="blue: below zero, red: above zero")
plt.show()
print(f"A weight is {np.abs(kernels).mean():.3f} in size; training moved it by {moved:.3f}.")

# %% [markdown] slideshow={"slide_type": "slide"}
# *Which of them answer to an edge, and which to ink as such? How much did training change a weight?*
#
# <details>
# <summary>What to notice</summary>
#
# Red on one side and blue on the other: an edge. Red that outweighs blue: ink. And training changed
# these weights, but much of each is still what the dice gave it at the start. Think of
# your guess again.
# </details>
#
# ## Feature maps
#
# What do the kernels make of a digit? A Keras network is a chain of layers, and one can ask for what
# comes out of any of them. This is all it takes:

# %% tags=["owned", "nbval-check-output"] slideshow={"show": "both", "slide_type": "-"}
names = ["conv_1", "pool_1", "conv_2", "pool_2"]
look = keras.Model(network.inputs[0], [network.get_layer(name).output for name in names])
for name, array in zip(names, look(data.x_test[:1])):
    print(f"{name}: {array.shape[-1]} maps of {array.shape[1]} × {array.shape[2]}")

# %% [markdown] slideshow={"slide_type": "-"}
# `feature_maps` is the same with more care: it finds these layers itself, and takes any number of
# pictures. A *dead map* is 0 everywhere, for every picture.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
maps = feature_maps(network, data.x_test[:500])
for name, array in maps.items():
    sees, dead = receptive_field(network, name), silent_maps(array).sum()
    print(f"{name}: a pixel sees {sees.height} × {sees.width}; {dead} dead maps")

# %% [markdown] slideshow={"slide_type": "-"}
# The sums of a dead map never get above zero. ReLU then lets nothing through, and no gradient
# either, so it cannot recover. A map that is 0 everywhere for *this* picture only is silent, and that
# is no illness.

# %% tags=["cover"] alt="The 32 maps of conv_1 for a 7: its edges, each map others, and a few maps all of its ink." slideshow={"slide_type": "subslide"}
plot_maps(maps["conv_1"][0], silent_maps(maps["conv_1"]), title="conv_1, 32 maps")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Find a map that shows the whole seven, one that shows only its upper bar, and one only the right
# edge of its stem.*
#
# <details>
# <summary>What to notice</summary>
#
# All are on one scale, so a dark map is one that hardly answers. The one that is crossed out is silent
# for this 7, and answers to other digits.
# </details>
#
# ### One digit, through all layers
#
# Depth is a slider, too. Follow the seven from its pixels to the answer. *At which layer could you no
# longer tell what it is?*

# %% slideshow={"show": "alone", "slide_type": "subslide"}
stages = {"the digit": data.x_test[:1]}
stages |= {name: array[0] for name, array in maps.items()} | {"the answer": probabilities[0]}
names = list(stages)


def stage(k):
    title = names[k]
    figure, ax = plt.subplots(figsize=(8, 4.6), layout="constrained")
    if title == "the digit":
        show_images(stages[title], title=title, ax=ax)
    elif title == "the answer":
        ax.bar(range(10), stages[title], color=style.NETWORK_COLOURS["CNN"])
        ax.set(title=title, xticks=range(10), ylabel="probability")
    else:
        plot_maps(stages[title], columns=8 if "1" in title else 11, title=title, ax=ax)
    return figure


EpochPlayer.from_drawing(
    stage, range(6), names.__getitem__, label="layer", title="A seven on its way", fps=1, epoch=1
)

# %% [markdown] slideshow={"slide_type": "notes"}
# <details>
# <summary>What to notice</summary>
#
# In conv_1 each map is still a seven. Pooling halves the size and keeps the largest of every four
# pixels. In the second layer it gets harder to say what a map shows: a bright spot means "what I look
# for is here", and it looks for a combination of 32 maps. And from what is hardest to read the network reads
# its answer.
# </details>
#
# On one scale many of these maps are half black. *What do the dark ones show?* Move the slider to give each map
# a scale of its own.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
scales = "one scale for all 64 maps of conv_2", "each of the 64 maps on a scale of its own"


def scaled(k):
    return plot_maps(maps["conv_2"][0], columns=16, own_scales=bool(k), title=scales[k]).figure_


EpochPlayer.from_drawing(
    scaled, range(2), scales.__getitem__, label="scale", title="Maps of a seven", fps=1
)

# %% [markdown] slideshow={"slide_type": "notes"}
# <details>
# <summary>What to notice</summary>
#
# Nearly every map has a form of its own, and some are bright where there is *no* ink. On the common
# scale you see how much a map has to say, on its own scale what it says. Never compare two maps on
# scales of their own.
# </details>
#
# What such maps keep of a photograph is in the extra
# [The maps of a dog](extras/maps_of_a_dog.ipynb).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where a pixel comes from
#
# Take the brightest pixel of all maps of conv_1. Its value is a sum of nine products, plus a bias,
# and ReLU turns what is below zero into zero. Here is the whole computation, to redo by hand: the
# pixels go from 0 to 255, so the sum of the products is divided by 255.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
row, column, k = np.unravel_index(maps["conv_1"][0].argmax(), maps["conv_1"][0].shape)
patch = data.x_test[0, row : row + 3, column : column + 3]
kernel = kernels[:, :, 0, k]
total = (patch * kernel).sum() / 255 + biases[k]
print(f"map {k}, row {row}, column {column}\n{patch}\ntimes\n{kernel.round(4)}")
print(f"summed, by 255: {total - biases[k]:.4f}, plus the bias {biases[k]:.4f}: {total:.3f}")
print(f"after ReLU {max(total, 0):.3f}; the network says {maps['conv_1'][0, row, column, k]:.3f}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# In the second layer it is the same, with 32 channels: a pixel's patch has 2 × 2 × 32 numbers, and
# so has the kernel. These are the three channels that contribute most to the brightest pixel. The
# orange frame is all that it sees of the picture, its receptive field.

# %% alt="The digit with an orange frame around what one pixel sees, and below three channels: patch times kernel gives the products that are summed." slideshow={"slide_type": "-"}
arithmetic = LayerArithmetic(network, "conv_2", data.x_test[0])
row, column, k = np.unravel_index(arithmetic.maps.argmax(), arithmetic.maps.shape)
plot_pixel(arithmetic.pixel(k, row, column), data.x_test[0])
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Why can a patch be negative? And do three channels give all of the sum?*
#
# <details>
# <summary>What to notice</summary>
#
# The patches are not ink any more but what the first layer made of it, pooled and
# normalised; so they can be negative. Three channels give a good part of the sum, and the others
# share the rest.
# </details>

# %% [markdown]
# Now point at any pixel yourself. Choose a layer and a map; click, drag, or move with the arrow
# keys. Find a pixel whose sum is below zero, and see what ReLU does to it.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
PixelPointer(network, data.x_test[0], ["conv_1", "conv_2"])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Through time
#
# The same maps at every epoch of the training, epoch 0 being the untrained network. The maps of
# conv_1 are computed from the recorded kernels, as you have just done by hand.

# %% slideshow={"slide_type": "-"}
picture = data.x_test[:1, ..., None] / 255
first = [np.maximum(convolve(picture, k, b), 0)[0] for k, b in zip(record.kernels, record.biases)]
over_time = {"conv_1": np.stack(first), "conv_2": record.maps["conv_2"][:, 0]}
view = MapsView(record.epochs, over_time, data.x_test[0])
EpochPlayer.from_view(view, title="The maps of a seven", fps=3, max_bytes=500_000)

# %% [markdown] slideshow={"slide_type": "slide"}
# *What is there before any training? And which layer changes more?*
#
# <details>
# <summary>What to notice</summary>
#
# The maps are there from the start. Random kernels make feature maps too! In
# conv_2 they are so faint at first that you see black: before training, nothing has brought the maps to a common scale.
# The line below the picture says how like their form at the last epoch the maps are, on average. In conv_1 that is much already
# at epoch 0. In conv_2 it is less, and it changes most in the first epochs.
# </details>
#
# ## Twins
#
# A second record comes from a training that differs only in the seed. Perhaps the same filters are
# there in another order. So we compute the correlation of every map of one network with every map of
# the other, over 200 pictures. The **Hungarian algorithm** then finds the pairs whose correlations are
# largest in sum. How many twins would chance give? We do the same with *untrained* networks.

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
LEAST = 0.8  # the correlation from which on two filters count as twins

other = shipped_record("mnist_features_seed_1").restore(build())
strangers = [build() for _ in range(N_STRANGERS)]
looks = [feature_maps(each, data.x_test[:200]) for each in (network, other, *strangers)]
for name, n_maps in (("conv_1", 32), ("conv_2", 64)):
    twins = match_filters(looks[0][name], looks[1][name])
    chance = [
        match_filters(a[name], b[name]).twins(LEAST) for a, b in zip(looks[2::2], looks[3::2])
    ]
    print(f"{name}, {n_maps} filters. Twins in the same order: {(twins.in_place >= LEAST).sum()}.")
    print(f"  Matched: {twins.twins(LEAST)}. Untrained networks, matched: {np.mean(chance):.1f}.")
pairs = match_filters(looks[0]["conv_1"], looks[1]["conv_1"])
plt.plot(range(1, 33), np.sort(pairs.correlations)[::-1], "o-")
plt.axhline(LEAST, color="0.6", linestyle=":")
plt.gca().set(xlabel="pairs of conv_1, the most alike first", ylabel="correlation")
words = "The correlations of 32 pairs of filters, falling, with a dotted line at 0.8."
guess.answer(pairs.twins(LEAST), plt.gca(), alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# *How many twins does chance give? What does that make of the others?*
#
# <details>
# <summary>What to notice</summary>
#
# In the same order, there is hardly one. After matching there are some
# twins. But *so there are between networks that never learned anything*: small kernels resemble
# each other by chance. In conv_2 the trained networks have fewer. Training has moved their filters
# apart. Both networks read digits well, each with filters of its own.
# </details>

# %% tags=["answer"] alt="Thirty-two pairs of feature maps, the most alike first, each with the numbers of both maps and their correlation." slideshow={"slide_type": "subslide"}
plot_twins(looks[0]["conv_1"][0], looks[1]["conv_1"][0], pairs.partners, pairs.correlations)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# The pairs, the most alike first, with the numbers of both maps and their correlation. Further down,
# the partners were only what was left.
#
# ## The drawing pad
#
# Now your own hand. Draw a digit with mouse, finger or pen. It is centred and scaled as MNIST's
# digits were. With every stroke you see what the network says and what every layer sees.
#
# Try this. Draw a 7, then add a bar. Draw a 1 lying down. Draw a letter: the network has to call it
# a digit. Put an example on the pad, take the rubber, and rub until the answer flips. How little
# was enough?

# %% slideshow={"show": "alone", "slide_type": "subslide"}
pad = DrawingPad(network, data.x_train[:10_000], data.y_train[:10_000], examples=data.x_test[:4])
pad

# %% [markdown] slideshow={"slide_type": "slide"}
# The page computes all of this by itself, so the pad goes on where no Python runs: in a saved
# notebook, in an exported page, on a phone. And the pointer can look at what is on the pad. Each number
# below is one of *your* digit: which map answers to its end, and why?

# %% slideshow={"show": "alone", "slide_type": "subslide"}
PixelPointer(network, data.x_test[0], ["conv_1", "conv_2"], pad=pad)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which pixels matter?
#
# You rubbed until the answer flipped. A machine can do that everywhere. **Occlusion**: cover a part of
# the picture with black, and see how much probability is lost. Where that is much, the answer hangs on
# what was covered.


# %% tags=["owned"] alt="Four digits, 2, 0, 9 and 6, in the first row; below each its occlusion map, bright where covering a place costs the answer much." slideshow={"slide_type": "subslide"}
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


figure, axes = plt.subplots(2, 4, figsize=(8, 4.2), layout="constrained")
for (top, below), i in zip(axes.T, [1, 3, 9, 11]):
    top.imshow(data.x_test[i])
    cover = occlusion_map(network, data.x_test[i], data.y_test[i])
    below.imshow(cover, cmap="magma", vmin=0, vmax=1)
    below.contour(data.x_test[i], [100], colors="white", linewidths=0.8)
plt.setp(axes, xticks=[], yticks=[])
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# Bright is important, and the line is the digit's outline. *Which strokes does each answer hang on?
# And can this way of asking see that an empty place matters?*
#
# <details>
# <summary>What to notice</summary>
#
# It cannot: it paints black on black where there is no ink. So it is not "what the network thinks",
# but the answer to one question.
# </details>
#
# Another way to ask, by calculus, stands in the extra
# [Which pixels matter?](extras/which_pixels.ipynb), and the two need not agree.
#
# ## A hundred digits
#
# In the first row are ten digits that the network took for a 0, those that it was least sure of. In
# the second row those that it took for a 1, and so on. Below each stands its label.

# %% alt="A hundred digits in ten rows, those that the network was least sure of, each with its label; the wrong ones are marked with a cross." slideshow={"slide_type": "subslide"}
order = probabilities.max(axis=1).argsort()  # the least sure first
unsure = np.concatenate([order[predicted[order] == k][:10] for k in range(10)])
good = predicted[unsure] == data.y_test[unsure]
show_images(data.x_test[unsure], data.y_test[unsure], good, columns=10, tile_size=0.8)
plt.show()
print(f"{np.sum(~good)} of these 100 are wrong; of all {n:,} test pictures, {n - right} are.")

# %% [markdown] slideshow={"slide_type": "-"}
# The wrong ones are marked with ✗. *Cover the labels and read them yourself.* Lesson 5 is about these.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell.

# %% [markdown]
# ### 1. How much does it see?
#
# Suppose the kernels of `conv_2` were 5 × 5. How many pixels of the picture, from left to right,
# would one pixel of `pool_2` see? Work it out from the layers: `conv_1` 3 × 3, `pool_1` 2 × 2,
# `conv_2` 5 × 5, `pool_2` 2 × 2.

# %%
answer = ...
checks.check_field(answer)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# conv_1 = 3
# pool_1 = conv_1 + 1  # two pixels of conv_1, 1 apart
# conv_2 = pool_1 + 4 * 2  # five pixels of pool_1; after a pooling they are 2 apart
# answer = conv_2 + 2  # two pixels of conv_2, also 2 apart
# ```
#
# Each layer adds (its size minus 1) times the distance of two neighbours, measured on the picture.
# Pooling doubles that distance for all layers after it.
# </details>

# %% [markdown]
# ### 2. A pixel, by your own function
#
# Write a function that takes a patch, a kernel (two arrays of one shape) and a bias, and returns
# the pixel of the feature map, ReLU included. Give the function itself as the answer.

# %%
answer = ...
checks.check_pixel(answer, network)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# def pixel(patch, kernel, bias):
#     return max((patch * kernel).sum() + bias, 0)
#
#
# answer = pixel
# ```
#
# Multiply pixel by pixel, sum up, add the bias, and cut at zero.
# </details>

# %% [markdown]
# ### 3. Who answers to a line?
#
# Here is a picture with a single vertical line. Which map of `conv_1` has the brightest pixel
# for it? Give its number.

# %%
line = np.zeros((28, 28), np.uint8)
line[4:24, 14] = 255

answer = ...
checks.check_line(answer, network, line)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = feature_maps(network, line[None])["conv_1"][0].max(axis=(0, 1)).argmax()
# ```
#
# The largest value of each map, then the map where it is largest. Draw the line on the pad, too.
# </details>

# %% [markdown]
# ### 4. Half the interval
#
# The accuracy above came with an interval. How many test pictures would one need to make it half as
# wide?

# %%
answer = ...
checks.check_test_size(answer, right, n)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = 4 * n
# ```
#
# The width is proportional to one divided by the square root of the number of pictures.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(used.max(), N_CANDIDATES)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Validation pictures choose, not the test. Where the test chooses, its score is too good: that of
#   the chosen candidate fell on new pictures.
# - Feature maps of all layers, on one scale for each. You know a dead map from a silent one, and
#   could count the dead ones.
# - A pixel is a sum of products and a bias, cut at zero. You have redone it for two layers.
# - Filters of two trainings are not the same in another order. Untrained networks have twins too,
#   and in the second layer more of them.
# - Your own digits in every layer, and which pixels an answer hangs on.
#
# **Next**: lesson 5, where the network goes wrong, and what its mistakes have in common.
