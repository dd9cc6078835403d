# %% [markdown] slideshow={"slide_type": "slide"}
# # 9. Your own pictures, your own network
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/09_your_pictures.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/09_your_pictures.ipynb).
#
# Eight lessons brought their own pictures. Now bring yours: draw some, choose some, hold things into a
# camera. You look at them, a network learns them while you watch, and at the end there is one file
# that you can send to a friend.
#
# [![Ninety emoji begin in one cloud and are drawn apart into four corners: animals, faces, food and vehicles; some end in a wrong one](films/lesson_09.webp)](films/lesson_09_still.webp "Four moments of it")
#
# **What you will see**
#
# - Pictures of your own become a data set, and what it lacks is said before anything is trained.
# - A network that learns them from nothing, and one that brings what it learned of other pictures.
# - Everything that the course can ask, asked of your network, with how sure one can be of so few.
# - A page that answers your friend's drawings and photos, without Python.
#
# **What you need**: Python; it helps to know lessons 3, 5 and 6. **Time**: about 60 minutes.
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

helpers.set_up(lesson=9)  # TensorFlow starts quietly, threads that wait make room

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers
from scipy.stats import binomtest
from sklearn.metrics import balanced_accuracy_score

from helpers import full_or_quick
from helpers.analysis.classes import class_averages, likeness
from helpers.analysis.confusion import most_confident
from helpers.analysis.near_copies import near_copies
from helpers.analysis.neighbours import neighbour_vote, neighbours
from helpers.course.checks import lesson_09 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_09 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import EMOJI_KINDS, from_folder
from helpers.datasets.advice import what_to_mend
from helpers.networks.architectures import cifar_cnn
from helpers.networks.augmentation import random_shift_and_flip
from helpers.networks.top_patches import top_patches
from helpers.pages.saved import save_page
from helpers.plots import style
from helpers.plots.classes import plot_class_numbers
from helpers.plots.images import show_images
from helpers.recording import Recorder, load_record
from helpers.recording.layers_recorder import record_layers
from helpers.widgets import ConfusionMatrix, LiveTraining, Photo, PictureCollector, PointCloud

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_EPOCHS = full_or_quick(20, 2)
STEPS = full_or_quick(150, 5)  # of each training for the learning curves
PER_CLASS = full_or_quick((5, 10, 20, 40), (5, 10))
SEEDS = full_or_quick(range(3), range(1))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# Lesson 6 has a network that learned ten kinds of photographs. Its convolutions know edges, colours and
# textures; of your classes they know nothing. We will keep them as they are and train one layer on
# top: that is **transfer learning**. Against it stands a small network that begins as noise.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "09/ahead",
    "Both learn emoji of four kinds from five pictures of each. By how many points of 100 is the "
    "network with the borrowed layers ahead? (Below 0: behind.)",
    low=-40,
    high=60,
    unit="points",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Bring pictures
#
# Name your classes, run the cell, and choose a class above the paper. Draw twenty of each kind; or
# choose pictures, or a zip file with a folder for each class; or hold things into the camera, which
# takes ten pictures in a *burst*. Nothing is sent anywhere: the last line says in which folder they
# are kept, and on whose machine that folder is.

# %% page=""
MY_CLASSES = ["circle", "cross", "arrow"]

collector = PictureCollector(MY_CLASSES, folder="my pictures")
collector

# %% [markdown]
# Whoever has nothing at hand takes the emoji that come with the course: faces, animals, food and
# vehicles. To use yours, write `FOLDER = collector.folder`, or the path of any folder or zip file that
# has a folder for each class, and run all below. *Figures show what they were made of, and a saved
# notebook has its figures. So once you use your own pictures, clear the outputs before you pass the
# notebook on, unless you want them seen.*

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
FOLDER = EMOJI_KINDS

data = from_folder(FOLDER, image_size=(32, 32), groups="folders")
names, n_classes = list(data.names), len(data.names)
print(data)

# %% [markdown] slideshow={"slide_type": "subslide"}
# Each class gives its share to training, validation and test. A burst is ten views of one moment: with
# one half in the training and the other in the test, a network would be asked what it has seen. So each
# burst lies in a folder of its own, and `groups="folders"` keeps it in one part. What could not be read
# is named above and left out.
#
# ## Look before you learn
#
# The questions of lesson 1, one figure each. *How many, and what do they look like at 32 by 32 pixels?*

# %% tags=["cover"] alt="Some pictures of each class in a row, with their class below." slideshow={"slide_type": "-"}
some = np.concatenate([np.flatnonzero(data.y_train == k)[:7] for k in range(min(n_classes, 6))])
show_images(data.x_train[some], [names[k] for k in data.y_train[some]], columns=7)
plt.show()

# %% alt="A bar for each class: how many pictures it has for training." slideshow={"slide_type": "subslide"}
counts = np.bincount(data.y_train, minlength=n_classes)
plot_class_numbers(counts, names, digits=0)
plt.xlabel("pictures for training")
plt.show()

# %% alt="The average picture of each class: clouds of colour, of which the faces' is a yellow disc." slideshow={"slide_type": "subslide"}
alike = likeness(data.x_train, data.y_train)
captions = [f"{name}\n{r:.2f}" for name, r in zip(names, alike, strict=True)]
show_images(class_averages(data.x_train, data.y_train), captions, columns=5, tile_size=1.5)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which class could a network tell by its colour alone?*
#
# <details>
# <summary>What to notice</summary>
#
# Below each average stands its likeness: how much a picture has in common with it. Faces are the most
# alike, a yellow disc in the same place. Where a class has an average of its own, simple means will
# do. Where all averages are the same mist, the network has to look at parts.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# *Near copies, and doubtful ones.* In the first row are test pictures, in the second the most alike
# training picture of each. Then come training pictures whose nearest neighbours are mostly of another class.

# %% alt=["Pairs of pictures: a test picture above, the most alike training picture below.", "Training pictures whose neighbours are of another class, with both names."] slideshow={"slide_type": "-"}
which, r = near_copies(data.x_test, data.x_train, least=-1)
pairs = r.argsort()[::-1][:6]
both = np.concatenate([data.x_test[pairs], data.x_train[which[pairs]]])
captions = [names[k] for k in data.y_test[pairs]] + [f"{each:.2f}" for each in r[pairs]]
show_images(both, captions, columns=len(pairs))
plt.show()

nearest = neighbours(data.x_train, k=min(5, len(data.x_train) - 1))
vote = neighbour_vote(nearest, data.y_train)
odd = np.flatnonzero(vote != data.y_train)[:12]
if len(odd):
    captions = [f"{names[data.y_train[i]]}\nor {names[vote[i]]}?" for i in odd]
    show_images(data.x_train[odd], captions, columns=6)
    plt.show()

# %% [markdown]
# All of that in words, with what to do about it:

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
for words in what_to_mend(data) or ["Nothing to say: enough of each, even, and different."]:
    print("-", words)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Train, and watch
#
# A small network: three convolutions, the average of each map (**global average pooling**), one dense
# layer. Each batch is moved and
# mirrored anew (leave the mirror out if left and right matter, as for arrows and letters). Rare classes
# are weighed up: **class weights** let each class count the same in the loss.

# %%
MIRROR = True
N_BATCH = 32
weights = counts.mean() / np.maximum(counts, 1)


def build_small():
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), dtype="uint8"),
            layers.Rescaling(1 / 127.5, offset=-1),
            layers.Conv2D(16, 5, padding="same", activation="relu", name="conv_1"),
            layers.MaxPooling2D(2, name="pool_1"),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="conv_2"),
            layers.MaxPooling2D(2, name="pool_2"),
            layers.Conv2D(64, 3, padding="same", activation="relu", name="conv_3"),
            layers.GlobalAveragePooling2D(name="average"),
            layers.Dense(n_classes, activation="softmax", name="probabilities"),
        ]
    )


def compiled(network, learning_rate):
    network.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


def changed(images, rng):
    flips = None if MIRROR else np.zeros(len(images), bool)
    return random_shift_and_flip(images, rng, by=3, mirrored=flips)


# %% slideshow={"slide_type": "subslide"}
keras.utils.set_random_seed(0)
network = compiled(build_small(), 0.003)
recorder = Recorder(
    data, pictures=[0], watch=len(data.x_test), weights_at=range(N_EPOCHS + 1), codes=["average"]
)
rng = np.random.default_rng(0)


def train_epoch(epoch):
    network.fit(
        changed(data.x_train, rng),
        data.y_train,
        batch_size=N_BATCH,
        validation_data=(data.x_valid, data.y_valid),
        class_weight=dict(enumerate(weights)),
        callbacks=[recorder],
        verbose=0,
    )


live = LiveTraining(train_epoch, recorder, longest=60, n_epochs=N_EPOCHS)
live.train(N_EPOCHS)

# %% [markdown] page="In a notebook that runs, a slider and a button let it go on."
# The square button in the notebook's bar stops it, and *Train* goes on from there.
#
# ### With borrowed layers
#
# Now the network of lesson 6, as its record has it, up to its third convolution. Its weights are
# **frozen**: no step changes them. So what they make of a picture has to be computed only once, and one
# dense layer learns from that.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
cifar = shipped_record("cifar10_better").restore(cifar_cnn(batch_norm=True, third_layer=True))
borrowed = keras.Sequential(
    [*cifar.layers[:10], layers.GlobalAveragePooling2D(name="average")], name="borrowed"
)
borrowed.build((None, 32, 32, 3))
borrowed.trainable = False
print("borrowed:", ", ".join(layer.name for layer in borrowed.layers))


def seen(images):
    return borrowed.predict(images, verbose=0)


def build_head():
    width = borrowed.output_shape[-1]
    head = layers.Dense(n_classes, activation="softmax", name="probabilities")
    return keras.Sequential([keras.Input((width,)), head])


# %% [markdown] slideshow={"slide_type": "slide"}
# ### How many pictures does it need?
#
# Both networks learn from five pictures of each class, from ten, and so on, each time with other
# seeds. The score is **balanced accuracy**: the mean of the classes' recalls, so that no large class
# hides a small one. All of it is on the same test pictures.


# %%
def balanced(network, images):
    said = np.argmax(network(images, training=False), axis=1)
    return balanced_accuracy_score(data.y_test, said)


def few(n, rng):
    chosen = [rng.permutation(np.flatnonzero(data.y_train == k))[:n] for k in range(n_classes)]
    return np.concatenate(chosen)


test_codes = seen(data.x_test)
rows = []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    for n in PER_CLASS:
        chosen = few(n, rng)
        keras.utils.set_random_seed(seed)
        small, head = compiled(build_small(), 0.003), compiled(build_head(), 0.01)
        for _ in range(STEPS):
            some = rng.choice(chosen, N_BATCH)
            small.train_on_batch(changed(data.x_train[some], rng), data.y_train[some])
        many = np.tile(chosen, 4)
        codes = seen(changed(data.x_train[many], rng))
        head.fit(codes, data.y_train[many], batch_size=N_BATCH, epochs=STEPS // 5, verbose=0)
        rows.append((seed, n, balanced(small, data.x_test), balanced(head, test_codes)))
columns = ["seed", "pictures", "from nothing", "borrowed layers"]
curves = pd.DataFrame(rows, columns=columns).groupby("pictures").agg(["mean", "min", "max"])
curves = curves.drop(columns="seed")
curves.round(2)

# %% tags=["answer"] alt="Balanced accuracy against pictures of each class: two lines with bands, the network with borrowed layers and the one from nothing, and a dotted line for guessing."
means = curves.xs("mean", axis=1, level=1)
figure, ax = plt.subplots(figsize=(6, 4))
for name, marker in zip(means, "os", strict=True):
    ax.plot(means.index, means[name], marker + "-", label=name)
    ax.fill_between(means.index, curves[name, "min"], curves[name, "max"], alpha=0.15)
ax.axhline(1 / n_classes, color="0.5", ls=":", label="guessing")
ax.set(xlabel="pictures of each class", ylabel="balanced accuracy on the test", ylim=(0, 1))
ax.legend()
plt.show()
lead = 100 * (means["borrowed layers"] - means["from nothing"])
guess.answer(round(float(lead.iloc[0]), 1))

# %% [markdown] slideshow={"slide_type": "-"}
# *From how many pictures on would you begin from nothing?*
#
# <details>
# <summary>What to notice</summary>
#
# Borrowed layers know what an edge and a colour is; the small network has to find that out too, from as
# few pictures. On the emoji that come with the course, the borrowed layers are ahead with forty of each class.
# Whether the small network ever catches up depends on how like photographs your pictures are. Look at the
# bands too: they go from the lowest seed to the highest, and where they overlap nothing is decided.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ask it everything
#
# One line each, on your own record. First the score, and how sure one may be of it: of so few test
# pictures the *confidence interval* is wide.

# %%
record = live.record
said = record.predictions[-1]
right = said == data.y_test
interval = binomtest(int(right.sum()), len(right)).proportion_ci(method="wilson")
print(f"{right.sum()} of {len(right)} test pictures are right: {right.mean():.0%},")
print(f"in 95 of 100 such cases between {interval.low:.0%} and {interval.high:.0%}")
print(f"balanced accuracy: {balanced_accuracy_score(data.y_test, said):.0%}")

# %% slideshow={"slide_type": "subslide"}
matrix = ConfusionMatrix.from_record(record, data.x_test, title="Click a cell to see its pictures")
matrix

# %% [markdown]
# What can't be asked of so few pictures is refused in words. Here is a way to ask all the same:


# %%
def ask(question):
    try:
        return question()
    except ValueError as error:
        print("It can't be asked:", error)


def cloud():
    depth = record_layers(record, network, data, ["pool_1", "pool_2", "average"])
    return PointCloud.from_record(depth, data.x_test, title="Layer by layer")


ask(cloud)

# %% [markdown] slideshow={"slide_type": "subslide"}
# *What excites a filter most?* A row for each of six filters of the last convolution, with the
# patches of your training pictures that it answers to.

# %% alt="Six rows of patches cut out of training pictures, each row what excites one filter most." slideshow={"slide_type": "-"}
n_patches = min(8, len(data.x_train))
best = top_patches(network, "conv_3", data.x_train, units=range(6), n=n_patches, fill=255)
show_images(best.patches.reshape(-1, *best.patches.shape[2:]), columns=n_patches, tile_size=0.8)
plt.show()

# %% [markdown] slideshow={"slide_type": "subslide"}
# *Where does it look?* This network averages each map and weighs the averages. So the maps, weighed
# in the same way, say which places raised a class's sum. For any last convolution this is **Grad-CAM**
# (there the gradients are the weights); here it is one line. These are the six pictures that it got
# wrong most surely.

# %% alt="Pictures that the network got wrong most surely, and below each a map of the places that spoke for the wrong class." slideshow={"slide_type": "-"}
look = keras.Model(network.inputs[0], network.get_layer("average").input)


def grad_cam(picture, target):
    maps = keras.ops.convert_to_numpy(look(picture[None], training=False))[0]
    return np.maximum(maps @ network.layers[-1].get_weights()[0][:, target], 0)


wrong = most_confident(record.probabilities[-1], ~right, 6) if (~right).any() else range(6)
figure, axes = plt.subplots(2, len(wrong), figsize=(9, 3.8), squeeze=False)
for (top, bottom), i in zip(axes.T, wrong, strict=True):
    top.imshow(data.x_test[i])
    top.set_title(f"{names[data.y_test[i]]}?\n{names[said[i]]}!")
    bottom.imshow(grad_cam(data.x_test[i], said[i]), cmap="magma")
plt.setp(axes, xticks=[], yticks=[])
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: is the bright place on the thing, or beside it? If it lies on the background, the
# network has learned your table, your wall or your light. That is exercise 1.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Take it home
#
# Show your network something new: a drawing, a file, the camera.

# %% slideshow={"slide_type": "-"}
photo = Photo(network, names, data.x_test[:4], draws=True)
photo

# %% [markdown]
# The same in a file of its own. The page opens from a disk or a mail, without Python and without a
# network, and answers whatever your friend draws or drops. The four examples are in it, and the test
# pictures of the matrix. Leave `matrix` out if they are nobody's business.

# %%
page = save_page(
    "my network.html",
    f"It knows {', '.join(names)}, from {len(data.x_train):,} pictures. Show it one of yours.",
    photo,
    f"Of {len(right)} test pictures it got {right.sum()} right. Click a cell.",
    matrix,
    title="My network",
)
print(f"{page.name}: {page.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# The record keeps how it learned, the `.keras` file the network itself. Three lines bring both back:

# %%
record.save("my network.npz")
network.save("my network.keras")

again = keras.saving.load_model("my network.keras")
its_record = load_record("my network.npz")
print(names[again.predict(data.x_test[:1], verbose=0).argmax()], "|", its_record)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Any network of yours
#
# The recorder takes any Keras network, also one with another within it. A layer inside has both names,
# `borrowed/conv_1`. Where a view needs what was not recorded, or what your network does not have, it
# says so and changes nothing: read the sentence, and record that too.

# %%
nested = compiled(keras.Sequential([borrowed, *build_head().layers], name="nested"), 0.01)
nested_recorder = Recorder(data, layers=["borrowed/conv_1"], pictures=[0], watch=len(data.x_test))
nested.fit(data.x_train, data.y_train, epochs=N_EPOCHS, callbacks=[nested_recorder], verbose=0)
print(nested_recorder.record)
print({name: maps.shape for name, maps in nested_recorder.record.maps.items()})
ask(lambda: nested_recorder.record.restore(build_small()))

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. A background that betrays
#
# Write a function `betray(images, labels)` that returns a copy of the pictures in which a square of 6 by
# 6 pixels, top left, has a colour that only pictures of that class have. Train a network on such
# pictures and look with `grad_cam` at what it looks at. What does it say of the honest test pictures?

# %%
answer = ...
checks.check_betray(answer, data)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# def betray(images, labels):
#     spoiled = images.copy()
#     for picture, label in zip(spoiled, labels):
#         picture[:6, :6] = (255 * int(label) // int(labels.max()), 90, 200)
#     return spoiled
#
#
# answer = betray
# ```
#
# `int` keeps 255 times a label from wrapping round. Trained on these, it is right at once, looks into the corner, and is lost where the corner is honest.
# Snow behind each wolf does the same, and nobody painted it.
# </details>

# %% [markdown]
# ### 2. How many are enough?
#
# By the table `means`: from how many pictures of each class on is the network with the borrowed layers
# within five hundredths of what it reaches with the most pictures? Give the smallest such number of the table.

# %%
answer = ...
checks.check_enough(answer, means["borrowed layers"])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# reached = means["borrowed layers"]
# answer = int(reached.index[np.argmax(reached >= reached.iloc[-1] - 0.05)])
# ```
#
# `np.argmax` of True and False gives the first True.
# </details>

# %% [markdown]
# ### 3. Two labels have been swapped
#
# Somebody mixed up two boxes: `mixed` has two of the classes' labels exchanged in all pictures of them.
# Train on them, compare with the honest test labels, and let the confusion matrix find the two. Give
# their names, as a pair.

# %%
mixed = checks.mix_up(data.y_train)
answer = ...
checks.check_mixed(answer, names, data.y_train, mixed)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# keras.utils.set_random_seed(0)
# fooled = compiled(build_head(), 0.01)
# fooled.fit(seen(data.x_train), mixed, epochs=60, verbose=0)
# told = fooled.predict(test_codes, verbose=0).argmax(axis=1)
# table = np.zeros((n_classes, n_classes))
# np.add.at(table, (data.y_test, told), 1)
# table /= table.sum(axis=1, keepdims=True)
# both_ways = np.triu(np.minimum(table, table.T), k=1)
# a, b = np.unravel_index(both_ways.argmax(), table.shape)
# answer = (names[a], names[b])
# ```
#
# Where a class's row is full in the other's column, and the other's in its own, a label is wrong, not
# the network.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(len(data.x_test))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Your pictures became a data set: bursts stayed together, and what was lacking was said first.
# - A network learned them from nothing; another one needed one layer on top of borrowed ones, and the
#   two curves said from how many pictures on that was worth it.
# - Matrix, cloud, patches and Grad-CAM took your record as they took the course's; with so few test
#   pictures the interval is part of the score.
# - One file answers your friend, and three lines bring the network back.
#
# **Next**: bring better pictures. That does more than a better network.
