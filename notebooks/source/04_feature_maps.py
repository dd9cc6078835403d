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

helpers.set_up()  # TensorFlow starts quietly, threads that wait make room

import tempfile

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint
from scipy.stats import binomtest, spearmanr

from helpers import full_or_quick
from helpers.analysis.convolution import convolve
from helpers.analysis.twins import match_filters
from helpers.course.checks import lesson_04 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_04 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.anatomy import receptive_field
from helpers.networks.architectures import cifar_cnn
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
# Do not worry about a poor first number. Batch normalization keeps running averages for later use
# (its `momentum` is the part of the old average that stays, not lesson 3's), and these need some
# steps to catch up.
#
# That was a small training, on a part of the pictures, and too short for early stopping to end it.
# The full one takes some minutes. It was done before, and it was **recorded**. In every epoch each
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
    plt.plot(record.epochs, record.scores[part], line, label=name)
plt.gca().set(ylim=(0.95, 1), xlabel="epoch", ylabel="accuracy")
plt.legend()
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: accuracy on validation pictures (solid) rises, trembles, and comes to rest as
# the steps become small. Validation accuracy lies *above* training accuracy, nearly to the end of the training.
# Training is made harder: its pictures are moved, dropout takes half of the numbers away, and its
# score is a mean over an epoch in which the network was still worse.

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now the test pictures. An accuracy is a count, and it has luck in it. So it is given with the
# interval that would hold the true share in 95 of 100 cases. One thing to know: two earlier
# recipes had been tested too, before this one was settled. So the test was asked three times.

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
# squares*. They differ by the seed alone. We give each a score on 200 test pictures, and choose
# the best. Then we look at its score on thousands of pictures that had no part in the choice.

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
# **What to notice**: compare the two lines of numbers. Taken together, the candidates score nearly
# the same on both kinds of pictures. The chosen one falls by far more. It was not a bad choice: on
# the other pictures, too, it is better than the mean. But it was chosen where it was good *and*
# lucky, and the luck stays there. A test set that has chosen gives a number that is too good. So
# validation pictures choose, and the test set should be asked once.
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
# **What to notice**: kernels with red on one side and blue on the other answer to edges. Kernels in
# which red outweighs blue answer to ink as such. And look at the two numbers: training changed
# these weights, but much of each is still what the dice gave it at the start. Think of
# your guess again.
#
# ## Feature maps
#
# What do the kernels make of a digit? `feature_maps` computes the maps of all convolutional and
# pooling layers in a single pass. A *dead map* is 0 everywhere, for every picture.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
maps = feature_maps(network, data.x_test[:500])
for name, array in maps.items():
    sees, dead = receptive_field(network, name), silent_maps(array).sum()
    print(f"{name}: {array.shape[1:]}; a pixel sees {sees.height} × {sees.width}; {dead} dead maps")

# %% [markdown] slideshow={"slide_type": "-"}
# The sums of a dead map never get above zero. ReLU then lets nothing through, and no gradient
# either, so it cannot recover. Here we asked 500 pictures. A map that is 0 everywhere for *this*
# picture, but not for others, is silent, and that is no illness.

# %% tags=["cover"] alt=["The 32 maps of conv_1 for a 7: its edges, each map others, and a few maps all of its ink.", "The same 32 maps after pooling: half the size, coarser, with the ink still there."] slideshow={"slide_type": "subslide"}
plot_maps(maps["conv_1"][0], silent_maps(maps["conv_1"]), title="conv_1, 32 maps")
plot_maps(maps["pool_1"][0], silent_maps(maps["pool_1"]), title="pool_1, 32 maps")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: some maps show the whole seven. Others show only its upper bar, or only the
# right edge of its stem. All are on one scale, so a dark map is one that hardly answers.
# Map 16 is crossed out: it is silent for this 7, and answers to other digits. Pooling
# halves the size and keeps the largest of every four pixels: coarser, and the ink is still there.

# %% alt=["The 64 maps of conv_2: small bright spots, and some maps that are bright where there is no ink.", "The 64 maps of pool_2: a few coarse pixels each."] slideshow={"slide_type": "subslide"}
plot_maps(maps["conv_2"][0], silent_maps(maps["conv_2"]), 16, title="conv_2, 64 maps")
plot_maps(maps["pool_2"][0], silent_maps(maps["pool_2"]), 16, title="pool_2, 64 maps")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: in the second layer it gets harder to say what a map shows. A bright spot
# means "what I look for is here", and it looks for a combination of 32 maps. Some light up where
# there is *no* ink.

# %% [markdown] slideshow={"slide_type": "subslide"}
# A glance at a photograph: the dog of lesson 1, seen by the network of lesson 6.

# %% alt=["The dog, a colour photograph of 32 by 32 pixels.", "Sixty-four feature maps of the dog: edges in many directions, a few light or dark areas."] slideshow={"slide_type": "-"}
dog = load("cifar10").x_test[16:17]
dog_maps = feature_maps(shipped_record("cifar10_article").restore(cifar_cnn()), dog)
show_images(dog, tile_size=1.6)
plot_maps(dog_maps["conv_1"][0], columns=16, title="conv_1 of the CIFAR-10 network, 64 maps")
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: most maps keep edges, each of its own direction. A few keep whole areas, light
# or dark. A kernel of this network has three channels, so a map can also answer to a colour.
#
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
# so has the kernel. These are the three channels that contribute most to the brightest pixel.

# %% alt="The digit with an orange frame around what one pixel sees, and below three channels: patch times kernel gives the products that are summed." slideshow={"slide_type": "-"}
arithmetic = LayerArithmetic(network, "conv_2", data.x_test[0])
row, column, k = np.unravel_index(arithmetic.maps.argmax(), arithmetic.maps.shape)
plot_pixel(arithmetic.pixel(k, row, column), data.x_test[0])
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: the orange frame is all that this pixel sees of the picture, its receptive
# field. The patches are not ink any more but what the first layer made of it, pooled and
# normalised; so they can be negative. Three channels give a good part of the sum, and the others
# share the rest.

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
# **What to notice**: the maps are there from the start. Random kernels make feature maps too! In
# conv_2 they are so faint at first that you see black: before training, nothing has brought the maps to a common scale.
# The line below the picture says how like their form at the last epoch the maps are, on average. In conv_1 that is much already
# at epoch 0. In conv_2 it is less, and it changes most in the first epochs.
#
# ## Twins
#
# A second record comes from a training that differs only in the seed. Is filter 5 of one network
# filter 5 of the other? Surely not: their numbers come from the dice. But perhaps the same filters
# are there in another order. So we look for the best pairing. For every map of one network and
# every map of the other we compute the correlation over 200 pictures. The **Hungarian algorithm**
# then finds the pairs whose correlations are largest in sum.
#
# How many twins would chance give? To know, we do the same with *untrained* networks.

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
# **What to notice**: in the same order, there is hardly one. After matching there are some
# twins. But *so there are between networks that never learned anything*: small kernels resemble
# each other by chance. In conv_2 the trained networks have fewer. Training has moved their filters
# apart. Both networks read digits well, each with filters of its own.

# %% alt="Thirty-two pairs of feature maps, the most alike first, each with the numbers of both maps and their correlation." slideshow={"slide_type": "subslide"}
plot_twins(looks[0]["conv_1"][0], looks[1]["conv_1"][0], pairs.partners, pairs.correlations)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: the pairs, the most alike first, with the numbers of both maps and their
# correlation. Further down, the partners were only what was left.
#
# ## The drawing pad
#
# Now your own hand. Draw a digit with mouse, finger or pen. It is centred and scaled as MNIST's
# digits were: 20 pixels along its longer side, its centre of mass in the middle. With every stroke
# you see what the network says and what every layer sees.
#
# Try this. Draw a 7, then add a bar. Draw a 1 lying down. Draw a letter: the network has to call it
# a digit. Put an example on the pad, take the rubber, and rub until the answer flips. How little
# was enough?

# %% slideshow={"show": "alone", "slide_type": "subslide"}
pad = DrawingPad(network, data.x_train[:10_000], data.y_train[:10_000], examples=data.x_test[:4])
pad

# %% [markdown] slideshow={"slide_type": "slide"}
# The page computes all of this by itself, so the pad goes on where no Python runs: in a saved
# notebook, in an exported page, on a phone.
#
# ## Which pixels matter?
#
# Two ways to ask. **Occlusion**: cover a part of the picture with black, and see how much
# probability is lost. Where that is much, the answer hangs on what was covered. **Grad-CAM**: ask
# by calculus which maps of the last convolution would raise the score of the class most, and add up
# these maps, weighted by that. Each takes a few lines.


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


# %% alt="Four digits, 2, 0, 9 and 6, in the first row; below each its occlusion map and its Grad-CAM map, bright where each of the two finds the picture important." slideshow={"slide_type": "subslide"}
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

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: bright is important, and the line is the digit's outline. In the occlusion
# maps the brightest colour would mean that all probability was lost; the Grad-CAM maps show each
# pixel's share. For the 0, the 9 and the 6 the two agree well, for the 2 hardly. Occlusion
# paints black on black where there is no ink: it cannot see that an *empty* place matters. Grad-CAM
# can: much of its light lies beside the ink. But it is coarse, it looks at one layer only, and it
# asks what a tiny change would do, while a covered stroke is a large one. Neither is "what the
# network thinks". They answer two questions.
#
# ## A hundred digits
#
# Of the test digits that the network took for a 0, the ten that it was least sure of are in the
# first row. In the second row those that it took for a 1, and so on. Below each stands its label.

# %% alt="A hundred digits in ten rows, those that the network was least sure of, each with its label; the wrong ones are marked with a cross." slideshow={"slide_type": "subslide"}
order = probabilities.max(axis=1).argsort()  # the least sure first
unsure = np.concatenate([order[predicted[order] == k][:10] for k in range(10)])
good = predicted[unsure] == data.y_test[unsure]
show_images(data.x_test[unsure], data.y_test[unsure], good, columns=10, tile_size=0.8)
plt.show()
print(f"{np.sum(~good)} of these 100 are wrong; of all {n:,} test pictures, {n - right} are.")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: the wrong ones are marked with ✗. Cover the labels and read them yourself.
# Lesson 5 is about these.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

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
# - Your own digits in every layer, and two ways to ask which pixels matter, which need not agree.
#
# **Next**: lesson 5, where the network goes wrong, and what its mistakes have in common.
