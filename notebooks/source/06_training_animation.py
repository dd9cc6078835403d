# %% [markdown] slideshow={"slide_type": "slide"}
# # 6. A network learns, and you watch
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/06_training_animation.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/06_training_animation.ipynb).
#
# A network begins as noise. It sees some pictures, changes its numbers a little, and sees some
# more. Here all of that was recorded, and time is a slider: you can move every picture on this
# page to any moment of the training, forward or back.
#
# [![On the left 64 kernels turn from grey noise into edges and patches of colour; on the right, what each of them sees of a small picture of a dog grows from shadows into bright lines](films/lesson_06.webp)](films/lesson_06_still.webp "Four moments of it")
#
# **What you will see**
#
# - An untrained network guesses: every class gets about the same probability.
# - A small training, recorded by fifteen lines of your own, and then live.
# - The kernels of a longer training, as they turn from noise into edges and colours.
# - When each picture was first got right, and which classes came early.
# - A better recipe, and a ladder of better ones: what each change brought, and what it cost.
#
# **What you need**: Python; it helps to know what a convolution is (lesson 3). **Time**: about 30 minutes.
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

helpers.set_up(lesson=6)  # TensorFlow starts quietly, threads that wait make room

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from ipywidgets import interact
from keras import layers

from helpers import full_or_quick
from helpers.analysis.training import learning_times
from helpers.course.checks import lesson_06 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_06 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.predictions import PredictionStrip, PredictionView, plot_answers
from helpers.plots.training import TrainingView, plot_right_over_time, plot_scores
from helpers.recording import Recorder, growing_schedule, shuffled_epochs
from helpers.widgets import EpochPlayer, LiveTraining, Photo

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(2_000, 300)
N_EPOCHS = full_or_quick(8, 3)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# There are ten classes, so guessing is right for one picture in ten. In a training the network sees
# hundreds of thousands of pictures, many of them more than once.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "06/half",
    "How many pictures must the network see until it is right for every second one?",
    low=100,
    high=1_000_000,
    unit="pictures",
    logarithmic=True,
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The pictures
#
# CIFAR-10 has small colour photographs of ten kinds of things. A part of the training pictures is
# set aside for validation: we choose by it. The test pictures wait for the end.

# %%
data = load("cifar10", valid_size=N_VALID)
for part in ("train", "valid", "test"):
    print(f"{part:5}", getattr(data, f"x_{part}").shape)

# %% alt="The first twenty test pictures in two rows with their numbers and names; number 16 is a dog with floppy brown ears." slideshow={"slide_type": "-"}
DOG = 16  # the number of a test picture that we follow

names = [f"{number}: {data.names[data.y_test[number]]}" for number in range(20)]
show_images(data.x_test[:20], names, columns=10)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# These are the first twenty test pictures. Number 16 is the dog, with floppy brown ears. At this size
# even a person has to look twice.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The network
#
# Two convolutions, each with a pooling behind it, then two dense layers. The first convolution has 64
# kernels of 5×5 pixels in three colours. Only they touch the picture itself, so they are what we
# watch. Their weights begin as random numbers close to zero, drawn by an *initializer*.

# %%
keras.utils.set_random_seed(0)


def small_numbers():
    return keras.initializers.TruncatedNormal(stddev=0.01)


network = keras.Sequential(
    [
        keras.Input((32, 32, 3), dtype="uint8"),
        layers.Rescaling(1 / 127.5, offset=-1),  # 0 … 255 becomes -1 … 1
        layers.Conv2D(64, 5, padding="same", activation="relu", kernel_initializer=small_numbers()),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, padding="same", activation="relu", kernel_initializer=small_numbers()),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.25),
        layers.Dense(
            256, activation="relu", kernel_initializer=keras.initializers.VarianceScaling(2)
        ),
        layers.BatchNormalization(),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(
    optimizer=keras.optimizers.Adam(0.0005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
network.summary(line_length=72)

# %% [markdown] slideshow={"slide_type": "subslide"}
# Layer by layer:
#
# - *Rescaling*: 0 … 255 becomes -1 … 1.
# - *Conv2D*: each kernel looks at every patch, and gives a map.
# - *MaxPooling2D*: of each 2×2 square the largest number stays.
# - *Flatten*: all maps in one row of numbers.
# - *Dropout*: in training, a quarter of them is blanked by chance.
# - *Dense*: each neuron sums up all of them; most of the parameters are here.
# - *BatchNormalization*: brings each neuron's answers to one scale.
#
# Before any training, this is what it thinks of the dog.

# %% alt="The dog, and ten bars beside it, one for each class: all reach about a tenth." slideshow={"slide_type": "-"}
dog, truth = data.x_test[[DOG]], data.y_test[DOG]
untrained = keras.ops.convert_to_numpy(network(dog, training=False))[0]
plot_answers(dog[0], {"untrained": untrained}, data.names, truth)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# Every class gets about a tenth. The network has no opinion yet.
#
# ## Train a little
#
# One *epoch* here is a stretch of training after which we look. By our *schedule* the first epochs are
# tiny and then they grow, so that the eye can follow. In each step the network sees one *batch* of
# pictures and changes its weights once.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
schedule = growing_schedule(48)
table = pd.DataFrame(schedule, index=pd.RangeIndex(1, 49, name="epoch"))
table["images seen"] = (table["steps"] * table["batch_size"]).cumsum()
table.loc[[1, 2, 3, 8, 24, 48]]

# %% [markdown] slideshow={"slide_type": "subslide"}
# To record a training is no magic: train for an epoch, and keep what you want to see later: here the
# kernels, and what they make of the dog.

# %% slideshow={"show": "both", "slide_type": "-"}
chosen = list(shuffled_epochs(schedule, len(data.x_train)))  # which pictures, epoch by epoch
first_layer = network.layers[1]
see = keras.Model(network.inputs[0], first_layer.output)
kernels, maps, seen = [first_layer.get_weights()[0]], [see(dog)[0]], 0

for epoch in range(N_EPOCHS):
    x, y = data.x_train[chosen[epoch]], data.y_train[chosen[epoch]]
    network.fit(x, y, batch_size=schedule[epoch].batch_size, verbose=0)
    kernels.append(first_layer.get_weights()[0])
    maps.append(see(dog)[0])
    seen += len(x)
    right = network.evaluate(data.x_valid, data.y_valid, batch_size=200, verbose=0)[1]
    print(f"epoch {epoch + 1}: {seen:>5,} pictures seen, {right:.0%} of validation right")

# %% alt="Two rows of ten maps of the dog, from the first ten kernels: before training, and after a few epochs." slideshow={"slide_type": "subslide"}
shown = np.concatenate([np.moveaxis(np.asarray(maps[at]), -1, 0)[:10] for at in (0, -1)])
show_images(shown, columns=10, tile_size=0.8, limits=(0, shown.max()), rows=["before", "now"])
plt.show()
print(f"typical size of a weight at the start: {np.abs(kernels[0]).mean():.4f}")
print(f"typical change since then:             {np.abs(kernels[-1] - kernels[0]).mean():.4f}")

# %% [markdown] slideshow={"slide_type": "-"}
# *The scores have moved. How much have the kernels?*
#
# <details>
# <summary>What to notice</summary>
#
# They have changed, but less than the noise that they started from.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# A *recorder*, the course's `Recorder`, is the same, kept whole: kernels, maps, scores, and what the
# network says of some test pictures, in one file. It goes along as a *callback*, which `fit` calls after every epoch.
# Here it watches the same network, from its start.

# %%
article = shipped_record("cifar10_article")  # a whole training, which comes with the course
colour = style.NETWORK_COLOURS["article"]
training = TrainingView(article, name="the dog", colour=colour)
keras.utils.set_random_seed(0)
twin = cifar_cnn()  # the network above, once more
recorder = Recorder(data, schedule=schedule, pictures=[DOG], watch=100)


def train_epoch(epoch):
    twin.fit(
        data.x_train[chosen[epoch]],
        data.y_train[chosen[epoch]],
        batch_size=schedule[epoch].batch_size,
        validation_data=(data.x_valid, data.y_valid),
        validation_batch_size=200,
        callbacks=[recorder],
        verbose=0,
    )


look = {"kernel_limit": training.kernel_limit, "map_limit": training.map_limit, "colour": colour}
live = LiveTraining(train_epoch, recorder, longest=48, n_epochs=N_EPOCHS, name="the dog", **look)
live.train(N_EPOCHS)

# %% [markdown] page="That is as far as it was trained for this page. In a notebook that runs, a slider and a button let it go on."
# Move the slider to the right and press *Train*: it goes on, and draws itself after every epoch. The
# square button in the notebook's bar stops it; whole epochs are kept. The kernels are still grey, on
# the scale of the long training that follows.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The whole training, on a slider
#
# This record comes with the course: the same network and schedule, all 48 epochs. Both are those of an
# article, "Watch how AI learns to classify images", from which the idea for this lesson came. Every
# training throws its own dice: yours can be some percent better or worse.
#
# A slider through time is five lines, for any figure of yours. `interact` calls the function again
# whenever the slider has moved:


# %%
@interact(moment=(0, len(article) - 1))
def show_kernels(moment=48):
    sheet = article.kernels[moment].reshape(5, 5, 3, 8, 8).transpose(3, 0, 4, 1, 2)
    plt.imshow(np.clip(0.5 + sheet.reshape(40, 40, 3) / training.kernel_limit / 2, 0, 1))
    plt.gca().set(title=f"epoch {article.epochs[moment]}", xticks=[], yticks=[])
    plt.show()


# %% [markdown] page="In a notebook that runs, a slider stands above this picture, and each picture is drawn when you come there. The course's *player* has drawn them all before: it keeps up with your hand, plays by itself, and goes on without a kernel. Press play. Or click the slider and use the arrow keys, *Home* and *End*. Above are kernels and maps, below is the dog: one slider moves both."
# It waits for the kernel at every step. The course's *player* has drawn all pictures before: it keeps
# up with your hand, plays by itself, and goes on without a kernel. Press play. Or click the slider
# and use the arrow keys, *Home* and *End*. Above are kernels and maps, below is the dog: one slider
# moves both. *When does the first edge appear? When does the dog become a dog?*

# %% slideshow={"slide_type": "subslide"}
player = EpochPlayer.from_view(
    training, epoch=48, max_height=330, show_descriptions=False, max_bytes=1_000_000
)
player

# %% slideshow={"slide_type": "subslide"}
opinion = PredictionView(article, data.x_test[DOG], DOG)
follower = EpochPlayer.from_view(
    opinion, epoch=48, max_height=250, show_descriptions=False, controls=False
)
follower.link(player)
follower

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Grey means a weight near zero, on one scale for all epochs. Some kernels become edges, light on one
# side and dark on the other, some a patch of colour, some stay faint. The maps are bright where the
# picture fits the kernel. Below, as wide as a colour's band is, so probable was that class: the dog
# wins, loses ground to the cat, and wins it back.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# The answer to the question of the beginning. The axis is *logarithmic*: each number below the figure
# is ten times the one before.

# %% tags=["answer"] slideshow={"slide_type": "-"}
half = np.flatnonzero(article.scores["val_accuracy"] >= 0.5)[0]
print(f"Half of the validation pictures right: epoch {article.epochs[half]}")
print(f"At the end: {article.images_seen[-1]:,} pictures, ", end="")
print(f"{article.scores['val_accuracy'][-1]:.1%} right.")
ax = plot_scores([article], ["the article's"], x="images_seen")[0].axes
ax.set(xscale="log", xlim=(50, 1_000_000))
ax.xaxis.set_major_formatter("{x:,.0f}")
words = "Accuracy against pictures seen, on a logarithmic axis: one half is passed early."
guess.answer(article.images_seen[half], ax, alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# The first half comes quickly. The next quarter takes about twenty times as many pictures, and the
# last one never comes. (As a file for your slides? [Make a film](extras/own_film.ipynb).)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What was learned when?
#
# Six test pictures and what the network takes them for: blue and ✓ where it is right, orange and ✗
# where it is wrong. *Which is learned first, which is forgotten?*

# %% slideshow={"slide_type": "-"}
six = [DOG, 0, 1, 3, 4, 7]
strip = PredictionStrip(article, data.x_test[six], six)
EpochPlayer.from_view(strip, title="Six pictures", epoch=48, max_bytes=400_000)

# %% [markdown] slideshow={"slide_type": "subslide"}
# The record holds the network's word for the first thousand test pictures at every epoch. Each row
# below is one of them, and time goes from left to right. *What will a row look like?*

# %% tags=["cover"] alt="A thousand rows, one for each picture, over 48 epochs: blue where it is right, orange where it is wrong; blue from early on at the top, orange to the end at the bottom." slideshow={"slide_type": "-"}
plot_right_over_time(article)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Blue is right, orange is wrong. At the top are pictures that were right almost from the start. At the
# bottom are pictures that were never got right. In between, many rows change colour again and again:
# such a picture is learned, forgotten, and learned again.
# </details>

# %% slideshow={"slide_type": "subslide"}
times = learning_times(article.predictions, article.test_labels, article.epochs)
times["class"] = np.array(data.names)[article.test_labels]
print(f"never right: {times.first_right.isna().sum()} of {len(times)} pictures")
print(f"right at the end: {times.for_good.notna().sum()}")
print(f"median number of changes between right and wrong: {times.flips.median():.0f}")
by_class = times.groupby("class").agg(
    right_for_good_from=("for_good", "median"),
    right_at_the_end=("for_good", lambda epochs: epochs.notna().mean()),
)
by_class.sort_values("right_for_good_from").astype(float).round(2)

# %% [markdown] slideshow={"slide_type": "slide"}
# For each class, the table takes the pictures that are right at the end, and says from which epoch
# on the middle one of them stayed right. *Machines or animals: which came first?*
#
# <details>
# <summary>What to notice</summary>
#
# Animals are hard: birds, cats, deer and dogs came late. But read both columns. Pictures that are
# wrong at the end have no say in the first one, and of some classes these are many.
# </details>
#
# ## The test, looked at once
#
# The record also holds all weights of the last epoch. Put into a network of the same shape, they make
# it the trained one. So the score on all test pictures can be computed here, not believed.

# %% slideshow={"slide_type": "-"}
trained = article.restore(cifar_cnn())
answers = trained.predict(data.x_test, batch_size=200, verbose=0).argmax(axis=1)
right = int((answers == data.y_test).sum())
print(f"{right:,} of {len(answers):,} test pictures right: {right / len(answers):.2%}")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A better recipe
#
# Near the end the training score (dashed) goes on rising while the validation score stands still: the
# network learns its training pictures by heart. The second record has a network with one convolution
# more, trained with the usual means against that. It sees fewer pictures. *Whose dashed line will lie
# far above its full line?*

# %% alt="Accuracy against pictures seen, for the article's network and the better one: the better one's validation curve ends higher, and closer to its training curve." slideshow={"slide_type": "-"}
better = shipped_record("cifar10_better")
plot_scores([article, better], ["the article's", "better"], x="images_seen")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Where a dashed line lies far above its full line, the network knows its training pictures better than
# others of their kind. For the better recipe the two stay closer together: its training pictures are
# shifted and mirrored anew each time, so they are hard to learn by heart.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# What brought the gain? Five short trainings, with as many pictures each. Each adds to the one before
# what its name says. (Two change more: the second also lets the convolutions begin with larger random
# numbers, and the fourth takes dropout away.)

# %% slideshow={"slide_type": "-"}
ladder = [shipped_record(f"cifar10_ladder_{n}") for n in (1, 2, 3, 4, 5)]
changes = [record.made_from["summary"] for record in ladder]
which = Guess("06/ladder", "Which of them brings most?", choices=changes[1:])
which

# %% tags=["nbval-check-output", "answer"] slideshow={"slide_type": "subslide"}
steps = pd.DataFrame(
    {
        "training": [record.scores["accuracy"][-1] for record in ladder],
        "test": [record.made_from["test_accuracy"] for record in ladder],
    },
    index=changes,
)
steps["gain"] = steps["test"].diff()
print(f"{ladder[0].images_seen[-1]:,} pictures seen in each training; share of pictures right:")
steps.round(3)

# %% tags=["answer"] slideshow={"slide_type": "-"}
which.answer(steps["gain"].idxmax())

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: not every change helps by itself. Batch normalization alone gained nothing
# here. In the last row the learning rate climbs to four times its old value, and then falls nearly
# to zero. That brought most of the gain.

# %% [markdown] slideshow={"slide_type": "subslide"}
# Is it chance? Two networks that are equally good can differ on so many test pictures:

# %% slideshow={"slide_type": "-"}
right, n = steps["test"].mean(), article.made_from["data"]["images"]["test"]
by_chance = 1.96 * np.sqrt(2 * right * (1 - right) / n)
print(f"by up to {by_chance:.1%}, in 95 of 100 cases")

# %% [markdown] slideshow={"slide_type": "subslide"}
# And the seed has its own luck on top of that. So believe the large gains, not the small ones.

# %% [markdown] slideshow={"slide_type": "slide"}
# ### How far do as many pictures lead?
#
# A third record has seen as many pictures as the first. Its design is another:
#
# - More convolutions, most to 256 maps, each normalised. What some of them compute is **added** to what
#   went into them, so they only learn what is still missing. Such a network is called *residual*.
# - Of each of the last maps only the largest value goes on: no large dense layer learns by heart.
# - Plain steps with *momentum* (lesson 3) instead of Adam, at a rate that climbs and then falls.
# - *Weight decay*, much like lesson 3's L2: every step pulls each weight a little towards zero. *Label
#   smoothing*: nearly all is asked of the right class and a little of every other.
#
# In the end one can ask it twice, about a picture and about its mirror image, and take the mean.

# %% alt="A ladder of four bars, the share of test pictures right: the article's network, the better recipe, the best one, and the same asked about the mirrored picture too; a dotted line marks what the article reports." slideshow={"slide_type": "subslide"}
best = shipped_record("cifar10_best")
reported = 0.659  # in the article itself
records = {"the article's": article, "better": better, "best": best}
shares = {name: record.made_from["test_accuracy"] for name, record in records.items()}
shares["best, asked twice"] = best.made_from["test_accuracy_mirrored"]
colours = [style.network_colour(name) for name in shares]
figure, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
bars = ax.barh(list(shares), list(shares.values()), color=colours)
ax.bar_label(bars, fmt="{:.1%}", padding=3)
ax.axvline(reported, color="0.4", ls=":", label=f"reported in the article: {reported:.1%}")
ax.set(xlim=(0.5, 1), xlabel="share of test pictures right")
ax.invert_yaxis()
ax.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
plt.show()
for name, record in records.items():
    wrong, minutes = 1 - record.made_from["test_accuracy"], record.made_from["seconds"] / 60
    print(f"{name:14}{record.images_seen[-1]:>8,} pictures seen, {minutes:3.0f} minutes, ", end="")
    print(f"1 in {1 / wrong:.0f} wrong")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: compare what is still *wrong*, the gap to the right edge: for the best it is less
# than half of the article's. It was not more pictures that did it, and it was not free: look at the
# minutes, on the same machine with other work beside. Versions of both recipes had been tested before
# these were kept, so their scores are a little too good (lesson 4).
#
# Are its kernels prettier, too? The extra [Are good kernels beautiful?](extras/beautiful_kernels.ipynb)
# says no: a network can be better while its kernels look like noise.

# %% [markdown] slideshow={"slide_type": "slide"}
# ### A photo of your own
#
# Show the network called *better* a photo: your dog, a toy car, your own face. The page makes it as
# small as the pictures that the network knows, and names it, without Python.
#
# *What does it say to something that is none of its ten things, and how sure is it?*

# %% slideshow={"show": "alone", "slide_type": "subslide"}
named = better.restore(cifar_cnn(batch_norm=True, third_layer=True))
Photo(named, data.names, examples=data.x_test[[DOG, 0, 1, 3, 4, 7]])

# %% slideshow={"slide_type": "-"}
digits = np.pad(load("mnist").x_test[:200], ((0, 0), (2, 2), (2, 2)))  # none of its ten things
said = keras.ops.convert_to_numpy(named(np.repeat(digits[..., None], 3, axis=3), training=False))
sure, word = said.max(axis=1).mean(), data.names[np.bincount(said.argmax(axis=1)).argmax()]
print(f"{len(said)} handwritten digits: {sure:.0%} sure on average, most often of: {word}")

# %% [markdown] slideshow={"slide_type": "notes"}
# <details>
# <summary>What to notice</summary>
#
# It has to name one of ten things, and was never told that there are others. So a probability says
# "rather this than the other nine", not "I know this".
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### The dog's last word
#
# Once more the figure of the beginning, now with the three trained networks. *Which will be surest
# of the dog?*

# %% alt="The dog, and beside it three sheets of ten bars, one for each trained network: how probable each class is." slideshow={"slide_type": "-"}
last = {name: record.probabilities[-1, DOG] for name, record in records.items()}
plot_answers(dog[0], last, data.names, truth)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Ten equal bars have become one long one. But the network that is right most often is not the surest:
# label smoothing has taught it never to be quite sure. So compare what networks get right, not how
# loudly they say it.
# </details>

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. When do the kernels find their shape?
#
# Subtract the kernels of epoch 0 from those of every epoch: what is left, training has added so far.
# Compare it with what it has added in the end, by their *cosine similarity*: multiply the two number
# by number, add up, and divide by both lengths (`np.linalg.norm`). It is 1 for the same shape and
# near 0 for no likeness. At which epoch does it first exceed one half? Begin with epoch 1.

# %%
answer = ...
checks.check_shape_epoch(answer, article)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# flat = article.kernels.reshape(len(article), -1)
# added = flat[1:] - flat[0]
# lengths = np.linalg.norm(added, axis=1)
# likeness = added @ added[-1] / (lengths * lengths[-1])
# answer = int(article.epochs[1:][np.argmax(likeness > 0.5)])
# ```
#
# `np.argmax` of True and False gives the first True. Row 0 of `added` is epoch 1.
# </details>

# %% [markdown]
# ### 2. Early knowledge
#
# Take the last epoch at which the network had seen at most one hundredth of all its pictures. What
# share of its final validation accuracy did it have by then?

# %%
answer = ...
checks.check_early_share(answer, article)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# early = np.flatnonzero(article.images_seen <= article.images_seen[-1] / 100)[-1]
# accuracy = article.scores["val_accuracy"]
# answer = accuracy[early] / accuracy[-1]
# ```
#
# Learning is quick at first. Most of the training buys the last part of the accuracy.
# </details>

# %% [markdown]
# ### 3. The picture that changed its mind most often
#
# Find a test picture that went most often from right to wrong or back (where several did, any of
# them). Give its number, and look at it: `plt.imshow(data.x_test[answer])`.

# %%
answer = ...
checks.check_most_flips(answer, article)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = int(article.test_index[times.flips.argmax()])
# ```
#
# A change of the weights in one epoch is enough to tip it.
# </details>

# %% [markdown]
# ### 4. Ten times the learning rate
#
# What will happen if Adam takes steps ten times as large? Predict it. Then train
# `cifar_cnn(learning_rate=0.005)` with a recorder of its own for as many epochs as the live training
# above, and give its record.

# %%
answer = ...
checks.check_fast_rate(answer, live.record)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# fast = cifar_cnn(learning_rate=0.005)
# fast_recorder = Recorder(data, schedule=schedule)
# for epoch in range(len(live.record) - 1):
#     fast.fit(
#         data.x_train[chosen[epoch]],
#         data.y_train[chosen[epoch]],
#         batch_size=schedule[epoch].batch_size,
#         validation_data=(data.x_valid, data.y_valid),
#         validation_batch_size=200,
#         callbacks=[fast_recorder],
#         verbose=0,
#     )
# answer = fast_recorder.record
# ```
#
# With so few steps, large ones can be ahead for a while, or overshoot. Try more epochs.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A look back
#
# **The first part ends here.** A picture was a table of numbers, and ten averages were a first
# classifier (1). A map put like beside like, and nobody had told it what is alike (2). Weighted sums
# became a network, and kernels a CNN (3). You opened it, map by map (4), gave each of its errors a
# place (5), and watched one learn (6). The start page asks its twelve questions once more: you may be
# surprised by yourself.

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(article, by_chance)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Untrained, the network gave every class about a tenth, the dog's included.
# - Fifteen lines recorded a training. A few small epochs on your machine moved the scores before the
#   kernels showed much.
# - Over the whole training the kernels became edges and patches of colour, on one fixed scale.
# - Some pictures were right early and stayed so; others were learned and forgotten again and again.
# - A better recipe got more test pictures right from fewer training pictures; the ladder goes on, and
#   each rung has its price in minutes.
#
# **Next**: the second part, lessons 7 to 9. Lesson 7 follows pictures from the first layer to all of
# them, and asks what a filter looks for. For pictures and networks of your own, the
# [gallery](extras/gallery.ipynb) has five lines for each view.
