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
# - A small training, live, on your own machine.
# - The kernels of a longer training, as they turn from noise into edges and colours.
# - When each picture was first got right, and which classes came early.
# - The same kind of network with a better recipe, and what each change brought.
#
# **What you need**: Python; it helps to know what a convolution is (lesson 3). **Time**: about 20 minutes.
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
from helpers.plots import animation, style
from helpers.plots.images import show_images
from helpers.plots.predictions import PredictionStrip, PredictionView
from helpers.plots.tiles import colour_scale, tile
from helpers.plots.training import TrainingView, plot_right_over_time, plot_scores
from helpers.recording import Recorder, growing_schedule, shuffled_epochs
from helpers.widgets import EpochPlayer, LiveTraining, Photo

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_VALID = full_or_quick(2_000, 300)
N_EPOCHS = full_or_quick(8, 3)
EVERY = full_or_quick(1, 8)  # epoch of the film: each one, or each eighth

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
# set aside for validation: the network never learns from it, and we choose by it. The test
# pictures wait for the end.

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
# **What to notice**: these are the first twenty test pictures. Number 16 is the dog, with floppy
# brown ears, looking to the right. At this size even a person has to look twice.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The network
#
# Two convolutions, each with a pooling behind it, then two dense layers. The first layer has 64
# kernels of 5×5 pixels in three colours. They are all that touches the picture itself, so they
# are what we watch. Their weights begin as random numbers close to zero, drawn by an
# *initializer*.

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
for layer in network.layers:
    if layer.count_params():
        print(f"{layer.__class__.__name__:20}{layer.count_params():>10,} parameters")
print(f"{'together':20}{network.count_params():>10,}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Before any training, this is what it thinks of the dog.

# %% slideshow={"slide_type": "-"}
probabilities = keras.ops.convert_to_numpy(network(data.x_test[[DOG]], training=False))[0]
pd.DataFrame({"class": data.names, "probability": probabilities.round(3)}).T

# %% [markdown] slideshow={"slide_type": "slide"}
# Every class gets about a tenth. The network has no opinion yet.
#
# ## Train a little
#
# One *epoch* here is a stretch of training after which we look. By our *schedule* the first
# epochs are tiny and then they grow, so that the eye can follow the first steps. In each step the
# network sees one *batch* of pictures and changes its weights once.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
schedule = growing_schedule(48)
table = pd.DataFrame(schedule, index=pd.RangeIndex(1, 49, name="epoch"))
table["images seen"] = (table["steps"] * table["batch_size"]).cumsum()
table.loc[[1, 2, 3, 8, 24, 48]]

# %% [markdown]
# A *recorder* goes along as a *callback*, which `fit` calls after every epoch. It keeps the
# kernels, the scores, and what the network says of some test pictures.

# %%
article = shipped_record("cifar10_article")  # a whole training, which comes with the course
training = TrainingView(article, name="the dog")
recorder = Recorder(data, schedule=schedule, pictures=[DOG], watch=100)
chosen = list(shuffled_epochs(schedule, len(data.x_train)))


def train_epoch(epoch):
    network.fit(
        data.x_train[chosen[epoch]],
        data.y_train[chosen[epoch]],
        batch_size=schedule[epoch].batch_size,
        validation_data=(data.x_valid, data.y_valid),
        validation_batch_size=200,
        callbacks=[recorder],
        verbose=0,
    )


scales = {"kernel_limit": training.kernel_limit, "map_limit": training.map_limit}
live = LiveTraining(train_epoch, recorder, longest=48, n_epochs=N_EPOCHS, name="the dog", **scales)
live.train(N_EPOCHS)

# %% [markdown] page="That is as far as it was trained for this page. In a notebook that runs, a slider and a button let it go on."
# Move the slider to the right and press *Train*: it goes on from where it is. The square button
# in the notebook's bar stops it; whole epochs are kept.

# %% [markdown]
# The kernels on the left are still grey, on the scale of the long training below. They have
# changed, but less than the noise that they started from:

# %%
first, last = live.record.kernels[0], live.record.kernels[-1]
print(f"typical size of a weight at the start: {np.abs(first).mean():.4f}")
print(f"typical change since then:             {np.abs(last - first).mean():.4f}")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The whole training, on a slider
#
# This record comes with the course: the same network, the same schedule, all 48 epochs. Both are those
# of an article, "Watch how AI learns to classify images", from which the idea for this lesson came. But
# every training throws its own dice: after the same epoch, yours can be some percent better or worse.
#
# A slider through time is five lines, for any figure of yours. `interact` calls the function again
# whenever the slider has moved:


# %%
@interact(moment=(0, len(article) - 1))
def show_kernels(moment=0):
    sheet = article.kernels[moment].reshape(5, 5, 3, 8, 8).transpose(3, 0, 4, 1, 2)
    plt.imshow(np.clip(0.5 + sheet.reshape(40, 40, 3) / training.kernel_limit / 2, 0, 1))
    plt.gca().set(title=f"epoch {article.epochs[moment]}", xticks=[], yticks=[])
    plt.show()


# %% [markdown] page="In a notebook that runs, a slider stands above this picture, and each picture is drawn when you come there. The course's *player* has drawn them all before: it keeps up with your hand, plays by itself, and goes on without a kernel. Press play. Or click the slider and use the arrow keys, *Home* and *End*."
# It draws each picture when you come there, so it waits for the kernel at every step. The course's
# *player* has drawn them all before: it keeps up with your hand, plays by itself, and goes on without
# a kernel. Press play. Or click the slider and use the arrow keys, *Home* and *End*.

# %% slideshow={"slide_type": "subslide"}
player = EpochPlayer.from_view(training, title="The network learns")
player

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice.** On the left are the kernels. Grey means a weight near zero, and the scale is
# the same at every epoch: noise looks like noise. Some kernels become edges, light on one side
# and dark on the other. Some become a patch of colour. Some stay faint. In the middle is what
# each kernel makes of the dog: bright where the picture fits the kernel. On the right are the
# scores.

# %% [markdown] slideshow={"slide_type": "subslide"}
# Here is the dog again, on the same slider. Move one player, and the other follows.

# %% slideshow={"slide_type": "-"}
dog = EpochPlayer.from_view(PredictionView(article, data.x_test[DOG], DOG), title="The dog")
dog.link(player)
dog

# %%
said = [data.names[k] for k in article.predictions[:, DOG]]
print("the network's word for the dog, epoch by epoch:")
print(", ".join(f"{epoch} {word}" for epoch, word in zip(article.epochs, said, strict=True)))

# %% [markdown] slideshow={"slide_type": "subslide"}
# The answer to the question of the beginning:

# %% tags=["answer"] slideshow={"slide_type": "-"}
half = np.flatnonzero(article.scores["val_accuracy"] >= 0.5)[0]
print(f"Half of the validation pictures right: epoch {article.epochs[half]}")
print(f"At the end: {article.images_seen[-1]:,} pictures, ", end="")
print(f"{article.scores['val_accuracy'][-1]:.1%} right.")
ax = plot_scores([article], [""], x="images_seen")[0].axes
ax.set(xscale="log", xlim=(50, 1_000_000))
ax.xaxis.set_major_formatter("{x:,.0f}")
words = "Accuracy against pictures seen, on a logarithmic axis: one half is passed early."
guess.answer(article.images_seen[half], ax, alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# Each number below the figure is ten times the one before. The first half comes quickly. The next quarter takes about twenty times as many pictures, and the last one
# never comes.

# %% [markdown]
# ### As a film
#
# Every view gives frames, and frames make a film: a GIF for a page, an MP4 for slides. Look for the
# file beside this notebook.

# %%
film = animation.save(training.frames(article.epochs[::EVERY]), "training.gif", fps=6, hold_last=3)
print(f"{film}: {film.stat().st_size / 1e6:.1f} MB")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What was learned when?
#
# Six test pictures and what the network takes them for: blue and ✓ where it is right, orange and ✗
# where it is wrong. The dotted line is what guessing gives.

# %% slideshow={"slide_type": "-"}
six = [DOG, 0, 1, 3, 4, 7]
EpochPlayer.from_view(PredictionStrip(article, data.x_test[six], six), title="Six pictures")

# %% [markdown] slideshow={"slide_type": "subslide"}
# The record holds the network's word for the first thousand test pictures at every epoch. Each row
# below is one of them. Blue is right, orange is wrong, and time goes from left to right.

# %% alt="A thousand rows, one for each picture, over 48 epochs: blue where it is right, orange where it is wrong; blue from early on at the top, orange to the end at the bottom." slideshow={"slide_type": "-"}
plot_right_over_time(article)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# At the top are pictures that were right almost from the start. At the bottom are pictures that
# were never got right. In between, many rows change colour again and again: such a picture is
# learned, forgotten, and learned again.

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
# on the middle one of them stayed right. **What to notice**: birds, cats, deer and dogs came late.
# But read both columns. Pictures that are wrong at the end have no say in the first one, and of
# some classes these are many.
#
# ## The test, looked at once
#
# So far we have looked at validation pictures and at a thousand test pictures. The record also holds
# all weights of the last epoch. Put into a network of the same shape, they make it the trained
# one. So the score on all test pictures can be computed here, not believed.

# %% slideshow={"slide_type": "-"}
trained = article.restore(cifar_cnn())
answers = trained.predict(data.x_test, batch_size=200, verbose=0).argmax(axis=1)
right = int((answers == data.y_test).sum())
print(f"{right:,} of {len(answers):,} test pictures right: {right / len(answers):.2%}")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A better recipe
#
# The curve above has a flaw that you may have seen: near the end the training score (dashed) goes
# on rising while the validation score stands still. The network learns its training pictures by
# heart. The second record is a network with 64 kernels of the same size in its first layer and one
# convolution more, trained with the usual means against that. It sees fewer pictures.

# %% alt="Accuracy against pictures seen, for the article's network and the better one: the better one's validation curve ends higher, and closer to its training curve." slideshow={"slide_type": "-"}
better = shipped_record("cifar10_better")
plot_scores([article, better], ["the article's", "better"], x="images_seen")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: the blue curves are the first network, the orange ones the better one. Where a
# dashed line lies far above its full line, the network knows its training pictures better than it
# knows pictures of that kind. For the better recipe the two stay closer together: its training
# pictures are shifted and mirrored anew each time, so they are hard to learn by heart.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
for name, record in (("the article's", article), ("better", better)):
    print(f"{name:14}{record.images_seen[-1]:>8,} pictures seen, ", end="")
    print(f"{record.made_from['test_accuracy']:.1%} of the test pictures right")

# %% [markdown] slideshow={"slide_type": "-"}
# One thing to know: three versions of the better recipe were tested before this one was kept. So
# its test score is a little too good, as lesson 4 explains.

# %% [markdown] slideshow={"slide_type": "subslide"}
# What brought the gain? Here are five short trainings. Each has seen the same number of pictures,
# and each adds to the one before what its name says. Two change more: the second puts a batch
# normalization (lesson 4) after each pooling and lets the convolutions begin with larger random numbers, and the
# fourth takes dropout away.

# %% slideshow={"slide_type": "-"}
ladder = [shipped_record(f"cifar10_ladder_{n}") for n in (1, 2, 3, 4, 5)]
changes = [record.made_from["summary"] for record in ladder]
which = Guess("06/ladder", "Which of them brings most?", choices=changes[1:])
which

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
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
# here. In the last row the learning rate climbs to four times its old value, and then falls
# nearly to zero. That brought most of the gain. Shifting and mirroring makes the training
# pictures harder, so the training score falls while the test score does not.

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
# A third record has seen exactly as many pictures as the first. Its first layer, too, has 64 kernels of
# 5×5. What follows is another design:
#
# - Five convolutions, the later ones to 256 maps, each normalised. What two of them compute is
#   **added** to what went into them, so they only learn what is still missing. Such a network is
#   called *residual*.
# - Of each of the last 256 maps only the largest value goes on. There is no large dense layer that
#   could learn pictures by heart.

# %% [markdown] slideshow={"slide_type": "subslide"}
# It is trained with other means, too:
#
# - Plain steps downhill with *momentum* (lesson 3) instead of Adam. The learning rate climbs for a
#   fifth of the training, and then falls to nothing.
# - *Weight decay*, much like lesson 3's L2: every step pulls each weight a little towards zero. *Label smoothing*: nearly all
#   is asked of the right class and a little of every other, instead of all or nothing.
# - Pictures are shifted, and mirrored at every second time that they are seen.
#
# In the end one can ask it twice, about a picture and about its mirror image, and take the mean.

# %% alt="A ladder of four bars, the share of test pictures right: the article's network, the better recipe, the residual network, and the same asked about the mirrored picture too; a dotted line marks what the article reports." slideshow={"slide_type": "subslide"}
best = shipped_record("cifar10_best")
reported = 0.659  # in the article itself
twice = best.made_from["test_accuracy_mirrored"]
rungs = [("the article's", article), ("better", better), ("residual", best)]
names = [name for name, record in rungs] + ["residual, asked twice"]
shares = [record.made_from["test_accuracy"] for name, record in rungs] + [twice]
figure, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
ax.bar_label(
    ax.barh(names[::-1], shares[::-1], color=style.LINE_COLOURS[0]), fmt="{:.1%}", padding=3
)
ax.axvline(reported, color="0.4", ls=":", label=f"reported in the article: {reported:.1%}")
ax.set(xlim=(0.5, 1), xlabel="share of test pictures right")
ax.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
plt.show()
for name, record in rungs:
    print(f"{name:14}{record.images_seen[-1]:>8,} pictures seen, ", end="")
    print(f"{record.made_from['seconds'] / 60:3.0f} minutes of training")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: compare what is still *wrong* on each rung: the bars begin at
# one half, and what is wrong is the gap to the right edge. The article's network got about one
# picture in four wrong, the residual one about one in twelve. It was not more pictures that did
# it, and it was not free: look at the minutes, on the same machine with other work beside. The
# step from asking once to asking twice costs a moment. One smaller version of the residual network
# had been tested before this one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ### A photo of your own
#
# Show the network called *better* a photo: your dog, a toy car, your own face. The page makes it as small as
# the pictures that the network knows, 32 × 32 pixels, and names it, without Python.
#
# *Does it name your photo? What does it say to something that is none of its ten things, and how sure is
# it? Which maps of the first layer light up for your photo and stay dark for the dog?*

# %% slideshow={"show": "alone", "slide_type": "subslide"}
named = better.restore(cifar_cnn(batch_norm=True, third_layer=True))
Photo(named, data.names, examples=data.x_test[[DOG, 0, 1, 3, 4, 7]])

# %% slideshow={"slide_type": "-"}
digits = np.pad(load("mnist").x_test[:200], ((0, 0), (2, 2), (2, 2)))  # none of its ten things
said = keras.ops.convert_to_numpy(named(np.repeat(digits[..., None], 3, axis=3), training=False))
print(
    f"shown {len(said)} handwritten digits, it gives its word {said.max(axis=1).mean():.0%} ",
    end="",
)
print(f"on average, most often {data.names[np.bincount(said.argmax(axis=1)).argmax()]}")

# %% [markdown] slideshow={"slide_type": "notes"}
# <details>
# <summary>What to notice</summary>
#
# It has to name one of ten things, and was never told that there are others. So a probability says
# "rather this than the other nine", not "I know this". Its training pictures have one thing in the
# middle, taken from near: such photos suit it best.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Are good kernels beautiful?
#
# On the left are the better network's kernels. In the middle is what the training has added to
# them: the last epoch's kernels minus those of epoch 0. On the right are those of the residual
# network, at the end of its training. Each sheet is on a scale of its own: what was added is really
# less than half as strong as what you see on the left. The *cosine similarity* printed below compares
# them: multiply the two number by number, add up, and divide by both lengths. It is 1 for the same
# shape and near 0 for no likeness.

# %% tags=["cover"] alt="Three sheets of 64 kernels: the better network's look like noise at the end; what training has added to them are edges and pairs of colours; the residual network's are edges and colours, many of them faint." slideshow={"slide_type": "-"}
added = better.kernels[-1] - better.kernels[0]
sheets = {"better": better.kernels[-1], "better: added": added, "residual": best.kernels[-1]}
figure, axes = plt.subplots(1, 3, figsize=(9, 3.3))
for ax, (title, kernels) in zip(axes, sheets.items()):
    shown = np.moveaxis(kernels, -1, 0) / colour_scale(kernels, 0.999) / 2 + 0.5
    ax.imshow(tile(np.clip(shown, 0, 1), columns=8, fill=1.0))
    ax.set_title(title)
    ax.axis("off")
plt.show()

for name, record in rungs:
    start, end = record.kernels[0].ravel(), record.kernels[-1].ravel()
    cosine = start @ end / np.linalg.norm(start) / np.linalg.norm(end)
    print(f"{name:14} cosine similarity of its kernels at the start and at the end: {cosine:.2f}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# **What to notice**: the better network's kernels look like noise. They began as larger random
# numbers, and most of that is still in them. The training has *added* what the first network had
# to build from nearly nothing: edges in several directions, and colour against colour. So a
# network can be better while its kernels look worse. What one sees in a kernel depends on how it
# began. In the residual network weight decay has pulled most of the dice's numbers away, and edges
# and colours show again. Many of its kernels are faint, which costs it nothing: the normalization
# behind them makes a faint map as strong as any.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. When do the kernels find their shape?
#
# Subtract the kernels of epoch 0 from those of every epoch: what is left is what training has added
# so far. Compare it with what training has added in the end, by their cosine similarity
# (`np.linalg.norm` gives a length). At which epoch does it first exceed one half? Mind that nothing
# is added at epoch 0: begin with epoch 1.

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
# At the end the network has seen some number of pictures. Take the last epoch at which it had seen
# at most one hundredth of them. What share of its final validation accuracy did it have by then?

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
# Find a test picture that went most often from right to wrong or back (where several did, any of them). Give its number. Then
# look at it: `plt.imshow(data.x_test[answer])`. Why might it be hard?

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
# What will happen if Adam takes steps ten times as large, `0.005` in place of `0.0005`? Predict it.
# Then train `cifar_cnn(learning_rate=0.005)` with a recorder of its own for as many epochs as the
# live training above, and give its record.

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
# - A few small epochs on your machine moved the scores before the kernels showed much.
# - Over the whole training the kernels became edges and patches of colour, on one fixed scale.
# - Some pictures were right early and stayed so; others were learned and forgotten again and again.
# - A better recipe got more test pictures right from fewer training pictures, and not by prettier
#   kernels. The table says how much came with each change.
#
# **Next**: lesson 5 opens the mistakes that are left, if you have not been there yet. Or make a
# record of your own: every view on this page takes it. The extra
# [Depth is a slider too](extras/depth.ipynb) goes on from the first layer to all of them. For your own
# pictures and networks, the [gallery](extras/gallery.ipynb) has five lines for each view.
