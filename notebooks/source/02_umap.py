# %% [markdown] slideshow={"slide_type": "slide"}
# # 2. The map a machine draws without being told
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/02_umap.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/02_umap.ipynb).
#
# A method called *UMAP* lays a point for each of thousands of pictures on a flat map, so that pictures
# with similar pixels come to lie near each other. You watch the map take shape, and then you question
# it, as one should with every beautiful picture.
#
# [![A dust of 60,000 white points, a narrow heap at first, spreads and tears into islands and a wide country; at the end each point takes the colour of its kind of clothes, and some islands have one colour, others a few](films/lesson_02.webp)](films/lesson_02_still.webp "Four moments of it")
#
# **What you will see**
#
# - A heap of points becomes islands: of trousers, of bags, of shoes, of tops. Nobody named them.
# - Classes that look alike on average lie together on the map too. This can be measured.
# - What the map keeps of each picture's neighbourhood, and what it loses, in numbers.
# - New pictures find their place on the finished map.
# - Part of the picture is our choice, and wide water between two islands means less than it seems.
#
# **What you need**: to have seen the averages of lesson 1. **Time**: about 35 minutes.
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

helpers.set_up(lesson=2)  # TensorFlow starts quietly, threads that wait make room

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import KNeighborsClassifier

from helpers import full_or_quick
from helpers.analysis.classes import alike_pairs, average_correlation
from helpers.analysis.neighbours import (
    align,
    class_medians,
    kept_neighbours,
    neighbour_classes,
    neighbour_vote,
    neighbours,
)
from helpers.course.bets import load_bet
from helpers.course.checks import lesson_02 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_02 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.projection import map_limits, plot_projection
from helpers.recording import record_projection
from helpers.widgets import PointCloud

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_IMAGES = full_or_quick(5_000, 600)
N_SHOWN = full_or_quick(1_500, 300)
N_NEW = full_or_quick(2_000, 200)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# We will lay out a map of training pictures. Then we put new pictures on it, and name each one
# after the ten training pictures that lie nearest to it on the map. That is all that is left of
# the 784 numbers: two. Somebody who guesses blindly gets 10 of 100 right.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "02/new",
    "Of 100 new pictures, how many will get the right name?",
    low=0,
    high=100,
    unit="of 100",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## From 784 numbers to two
#
# A picture of Fashion-MNIST has 28 × 28 pixels, a row of 784 numbers. UMAP works in two steps. First it finds the
# *nearest neighbours* of every picture, those that differ least from it, in 784 *dimensions*, one for
# each number. Then it gives each picture a point on a plane, and moves the points again and again:
# neighbours pull each other together, and points that are no neighbours push each other away. One round
# of that is an *epoch*. With the library alone, this is two lines:
#
# ```python
# from umap import UMAP
#
# UMAP(n_neighbors=15, min_dist=0.2, random_state=24).fit_transform(pixels)
# ```

# %% [markdown]
# `record_projection` does this for the first `N_IMAGES` pictures (the set-up says how many), here in
# smaller steps (`learning_rate`) and fewer epochs. It keeps a *record*: the *layout*, that is all places,
# of every epoch. What the other two settings do comes further down. The labels go into the record for the
# colours; UMAP never sees them. The first run takes half a minute or more.

# %%
SETTINGS = {"n_neighbors": 15, "min_dist": 0.2, "learning_rate": 0.33, "n_epochs": 128}

data = load("fashion_mnist")
images, labels = data.x_train[:N_IMAGES], data.y_train[:N_IMAGES]
live = record_projection(images, labels, **SETTINGS, seed=24)
print(live)

# %% alt="Two maps of points in ten colours: at epoch 0 a narrow heap, at epoch 128 separate islands." slideshow={"slide_type": "subslide"}
figure, axes = plt.subplots(1, 2, figsize=(9, 4.5), layout="constrained")
limits = map_limits(live.embeddings)
for ax, epoch in zip(axes, (0, 128)):
    layout = live.embeddings[live.index(epoch)]
    plot_projection(layout, labels, data.names, limits=limits, ax=ax, title=f"epoch {epoch}")
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *Look at the colours at epoch 0. Were the points thrown like dice? And why have the axes no numbers?*
#
# <details>
# <summary>What to notice</summary>
#
# The start is no chance. It is a rough map that UMAP computes from the neighbours at one go, and shoes and
# clothes are already on different sides. The epochs unfold it. The axes have no numbers, because neither
# direction means anything. Only nearness does.
# </details>
#
# ## A map of all 60,000, on a slider
#
# The same for all training pictures takes minutes and more memory, so it was done before. The
# record holds the first ten thousand points at every epoch, and the slider shows these.

# %% tags=["nbval-check-output"]
record = shipped_record("fashion_umap")
print(record)
print(f"pictures on the whole map: {record.made_from['data']['images']['train']:,}")
print(f"shape of record.embeddings: {record.embeddings.shape} (layouts, points, x and y)")

# %% [markdown]
# Press play. Or click the slider and use the arrow keys, *Home* and *End*. The map begins without
# colours: what do you recognise? Then let it be coloured *by class*. The slider has the first eight
# epochs; from there on it goes in steps of two, later of four and of eight, so late steps look larger
# than they are.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
cloud = PointCloud.from_record(
    record,
    data.x_train[record.picture_index[:N_SHOWN]],
    title="A map takes shape",
    colour="nothing",
)
cloud

# %% [markdown] slideshow={"slide_type": "-"}
# *When does water open between the groups? What do late epochs do, and what the first?*
#
# <details>
# <summary>What to notice</summary>
#
# The narrow heap bursts into a cloud, the cloud falls into groups, and water opens between the groups.
# Late epochs only tidy up. And the first epoch moves nothing at all: in UMAP, a pair of neighbours has its
# first turn after one epoch at the earliest.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# How far do points move in the *median* (half of them move less), and when does the map know the
# classes? Let the ten nearest points on the map vote on the class of each point.


# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
def right_share(points, labels):
    return (neighbour_vote(neighbours(points, 10), labels) == labels).mean()


steps = np.linalg.norm(np.diff(record.embeddings, axis=0), axis=2)
width = np.ptp(map_limits(record.embeddings[-1])[0])
over_time = pd.DataFrame(columns=["median step, % of width", "vote is right, %"])
over_time.index.name = "epoch"
for epoch in (1, 2, 4, 8, 16, 32, 64, 128):
    share = right_share(record.embeddings[epoch], record.labels)
    over_time.loc[epoch] = np.round([100 * np.median(steps[epoch - 1]) / width, 100 * share], 1)
over_time

# %% [markdown] slideshow={"slide_type": "-"}
# *Does the vote get better all the time?*
#
# <details>
# <summary>What to notice</summary>
#
# Epoch 1 is still the start, and the vote is already far better than the tenth that guessing gives. Then
# something odd: the first long steps make it *worse*. The cloud mixes what the start had in order. A few
# epochs later the groups are sorted, better than at the start, and after that progress is slow. The steps
# get shorter because UMAP lowers its *learning rate*, the size of a step, evenly.
# </details>

# %% tags=["cover"] alt="The finished map of ten thousand pictures: an island of trousers, one of shoes, a chain of bags, and a large country of tops that mix." slideshow={"slide_type": "subslide"}
plot_projection(record.embeddings[-1], record.labels, data.names)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: trousers are an island. Shoes and boots are a second one, with sandals,
# sneakers and ankle boots side by side. Bags are a chain of their own. Everything that
# covers a body hangs together: dresses, T-shirts, and a large shared country of pullovers, coats
# and shirts. The shirts least of all have a place of their own.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What lies where?
#
# Here is the same cloud again; both move together. Go to the last epoch, and colour it by class. Move
# the mouse over the map, or click it and use the arrow keys. Beside it are the nearest of the
# pictures that this page holds; a ring goes as far as they lie. Click a point to follow it through the
# epochs.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
cloud

# %% [markdown] slideshow={"slide_type": "slide"}
# *Travel across the bags, and through the boots. What is near what? And what does the ring do over water?*
#
# <details>
# <summary>What to notice</summary>
#
# On an island, neighbours are often nearly the same, and a class has its regions: high boots and low ones,
# bags with a handle and without. Over water the ring grows until it reaches land: nobody lives there.
# </details>
#
# ## Do classes that look alike lie together?
#
# Do the correlations of lesson 1's averages say which classes overlap? Count how often one of a picture's
# ten nearest neighbours is of the other class: once in 784 dimensions, once on the map.

# %% slideshow={"slide_type": "subslide"}
near_pixels = neighbours(images, 10)
near_map = neighbours(live.embeddings[-1], 10)
mixing = [neighbour_classes(near, labels) for near in (near_pixels, near_map)]
pairs = pd.DataFrame(
    [
        (data.names[i], data.names[j], r, *((m[i, j] + m[j, i]) / 2 for m in mixing))
        for i, j, r in alike_pairs(average_correlation(images, labels))
    ],
    columns=["class", "other class", "averages correlate", "mixed, 784 numbers", "mixed, on map"],
)
ranks = pairs.corr("spearman", numeric_only=True)
print("rank correlations over 45 pairs:")
for one, other in ((0, 1), (0, 2), (1, 2)):
    print(f"{ranks.iloc[one, other]:.2f}  {ranks.index[one]} and {ranks.index[other]}")
pairs.round(2).head(8)

# %% [markdown] slideshow={"slide_type": "slide"}
# *Which columns agree best? Is it the map's fault that shirts, coats and pullovers overlap?*
#
# <details>
# <summary>What to notice</summary>
#
# A rank correlation of 1 is the same order. So the averages forecast well who mixes with whom. Not perfectly: trousers and dresses look alike on average and hardly mix anywhere. The two
# last columns agree still better. Where the map shows a mixture, there is one in the pixels.
# </details>
#
# ## What is kept, and what is lost?
#
# Nobody can put 784 numbers into two and lose nothing. Compare three ways. **PCA** looks for the
# direction in which the pictures differ most, then the next, and projects straight onto them. **t-SNE** is
# older than UMAP and has the same aim. Three measures:
#
# - *vote is right*: how often the ten nearest neighbours vote for the right class;
# - *neighbours kept*: how many of the ten nearest in 784 dimensions are still among the ten
#   nearest;
# - *trustworthiness*: 1 if all neighbours on the map were near before, less if strangers came in.

# %% slideshow={"slide_type": "-"}
kept_guess = Guess(
    "02/kept",
    "Of a picture's ten nearest in 784 dimensions, how many are still among its ten nearest on "
    "UMAP's map?",
    low=0,
    high=10,
    unit="of 10",
)
kept_guess

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
from umap import UMAP

pixels = images.reshape(len(images), -1)
methods = {
    "PCA": PCA(2, random_state=0),
    "t-SNE": TSNE(random_state=0),
    "UMAP": UMAP(**SETTINGS, random_state=25, n_jobs=1),
}
maps = {name: method.fit_transform(pixels) for name, method in methods.items()}
table = {
    name: {
        "vote is right": right_share(points, labels),
        "neighbours kept": kept_neighbours(near_pixels, neighbours(points, 10)),
        "trustworthiness": trustworthiness(pixels, points, n_neighbors=10),
    }
    for name, points in {"784 numbers": pixels, **maps}.items()
}
kept_guess.answer(round(10 * table["UMAP"]["neighbours kept"], 1))

# %% tags=["answer"] slideshow={"slide_type": "-"}
pd.DataFrame(table).T.round(3)

# %% alt="Two maps of the same pictures: by PCA the colours lie over each other, by t-SNE they form islands." slideshow={"slide_type": "subslide"}
figure, axes = plt.subplots(1, 2, figsize=(9, 4.5), layout="constrained")
for ax, name in zip(axes, ("PCA", "t-SNE")):
    plot_projection(maps[name], labels, data.names, ax=ax, title=name)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *Which of the three would you use? What may you say of a point's nearest neighbour on a map?*
#
# <details>
# <summary>What to notice</summary>
#
# PCA puts shoes and clothes on different sides, and mixes nearly everything within each, except trousers.
# t-SNE and UMAP draw islands. The map keeps more of each picture's neighbourhood than a straight
# projection does. On these pictures t-SNE keeps more than UMAP, by all three measures. But look at the
# neighbours kept. Even on the best map, more than half of a picture's ten nearest are no longer the
# nearest. Those in their places were not far away before: trustworthiness is high. A map is good for the
# neighbourhood, not for the neighbour.
# </details>
#
# ## Where do new pictures land?
#
# The finished map takes in pictures that it has never seen: `transform` puts each near its nearest
# training pictures, and moves nothing else.

# %% tags=["answer"] slideshow={"slide_type": "-"}
new_pixels = data.x_test[:N_NEW].reshape(N_NEW, -1)
new_labels = data.y_test[:N_NEW]
placed = live.model.transform(new_pixels)
known = {"784 numbers": (pixels, new_pixels), "map": (live.embeddings[-1], placed)}
for name, (points, asked) in known.items():
    score = KNeighborsClassifier(10).fit(points, labels).score(asked, new_labels)
    print(f"named after ten neighbours, {name:11}: {score:.1%} of {N_NEW:,} test pictures")
guess.answer(round(100 * score, 1))  # the last one: on the map

# %% alt="The map with nine white, numbered discs where new test pictures landed, and beside it those nine pictures with their names." slideshow={"slide_type": "subslide"}
figure, axes = plt.subplots(1, 2, figsize=(9, 4.5), layout="constrained")
plot_projection(live.embeddings[-1], labels, data.names, ax=axes[0])
for number, point in enumerate(placed[:9], start=1):
    axes[0].plot(*point, "o", color="white", markersize=15, markeredgecolor="black")
    axes[0].text(*point, number, ha="center", va="center")
captions = [f"{i}  {data.names[k]}" for i, k in enumerate(new_labels[:9], start=1)]
show_images(data.x_test[:9], captions, columns=3, ax=axes[1])
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: find the number of each test picture on the map. Most lie among their own
# kind. The map names fewer pictures right than the 784 numbers do: that is the price of two
# numbers.
#
# ## How much of the picture is our choice?
#
# `n_neighbors` says how large a neighbourhood is: few neighbours show fine structure, many the large
# one. `min_dist` says how tightly points may be packed. Here are 16 maps of the same two thousand
# pictures. Move the sliders.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
sixteen = shipped_record("fashion_umap_settings")
right = [right_share(points, sixteen.labels) for points in sixteen.embeddings]
PointCloud.from_record(
    sixteen,
    points=np.stack([align(points, sixteen.embeddings[5]) for points in sixteen.embeddings]),
    choice=(1, 1),
    notes=[f"The ten nearest points vote for the right class: {share:.0%}" for share in right],
    title="The same pictures, sixteen settings",
)

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
grid = pd.Series(right, index=pd.MultiIndex.from_frame(pd.DataFrame(sixteen.settings).round(1)))
print((100 * grid).round().astype(int).unstack("min_dist").rename(index=int).to_string())

# %% [markdown] slideshow={"slide_type": "slide"}
# *What do all sixteen maps have in common? Which settings lose most?*
#
# <details>
# <summary>What to notice</summary>
#
# Threads become clouds, gaps open and close. The table has the votes, in per cent. The loosest packing and
# the largest neighbourhood lose most. What holds for all settings is a finding: trousers keep to
# themselves most. What comes and goes with a setting is style.
# </details>
#
# ## Is the water between islands wide?
#
# If a distance on the map meant something, it would come out again when the map is made once more.
# Three maps: ours, one with another seed, and one whose start is thrown like dice. Each is turned and
# stretched to fit the first as well as possible.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
dice = UMAP(**SETTINGS, random_state=25, n_jobs=1, init="random").fit_transform(pixels)
ours = live.embeddings[-1]
again = {"seed 24": ours, "seed 25": maps["UMAP"], "seed 25, random start": dice}
PointCloud(
    np.stack([align(points, ours) for points in again.values()]),
    labels,
    data.names,
    choices={"map": list(again)},
    title="The same pictures, three times",
)

# %% slideshow={"slide_type": "subslide"}
distances = pd.DataFrame(
    {name: pdist(class_medians(points, labels)) for name, points in again.items()}
)
pd.DataFrame(
    {
        "45 distances, rank correlation with ours": distances.corr("spearman")["seed 24"],
        "vote is right": {name: right_share(points, labels) for name, points in again.items()},
    }
).round(2)

# %% [markdown] slideshow={"slide_type": "-"}
# *What stays in all three, and what moves? Look for the bags.*
#
# <details>
# <summary>What to notice</summary>
#
# First, another seed alone changes little, because UMAP begins with the same rough map. With a random start
# the vote is nearly as good, and yet some islands lie elsewhere and some have fallen apart. The distances
# still agree in part, as the correlation says, but less. So a distance on the map owes something to the
# pictures and something to the start. Do not read a single one.
# </details>
#
# Two extras go on: [A map that is told the labels](extras/told_the_labels.ipynb), and
# [A picture of no man's land](extras/no_mans_land.ipynb) on what would lie in the open water.

# %% [markdown]
# ## Your bets, on the map

# %% [markdown] page="In a notebook that runs, the three pairs that you bet on in lesson 1 are joined by lines here. This page shows the three pairs whose averages are most alike."
# In lesson 1 you bet on three pairs of classes. Here they are, joined by lines. Without a bet, you
# see the three pairs whose averages are most alike.

# %% page=""
print(load_bet() or "No bet yet: place it in lesson 1. Until then, the pairs that are most alike.")

# %% alt="The map of pictures with lines that join the pairs of classes that were bet on."
bet = load_bet()
chosen = bet.pairs if bet else [tuple(pair) for pair in pairs.iloc[:3, :2].to_numpy()]
plot_projection(record.embeddings[-1], record.labels, data.names, pairs=chosen)
plt.show()
on_big_map = neighbour_classes(neighbours(record.embeddings[-1], 10), record.labels)
for first, second in chosen:
    i, j = data.names.index(first), data.names.index(second)
    print(f"{first} and {second}: {(on_big_map[i, j] + on_big_map[j, i]) / 2:.1%} mixed on the map")

# %% [markdown]
# **What to notice**: a high percentage is a good sign for a bet. Lesson 5 settles yours.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. The second loneliest class
#
# Trousers keep most to themselves. Which class comes next on the large map? In `on_big_map`, row i and column j hold the
# share of the neighbours of class i that are of class j. Give the class's name or number.

# %%
answer = ...
checks.check_loneliest(answer, record, data.names)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = data.names[np.argsort(np.diag(on_big_map))[-2]]
# ```
#
# The diagonal holds the share of neighbours that are of the same class. Sorted, the largest is the
# last of them, and the second largest the one before.
# </details>
#
# ### 2. Ask only one
#
# On the large map's last layout, let only the *one* nearest point name each point. What share is
# right? Give a number between 0 and 1.

# %%
answer = ...
checks.check_one_neighbour(answer, record)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# nearest = neighbours(record.embeddings[-1], 1)
# answer = np.mean(neighbour_vote(nearest, record.labels) == record.labels)
# ```
#
# Ten are wiser than one here: a single neighbour may be a stray.
# </details>
#
# ### 3. When is the map finished?
#
# `steps` holds how far each point moved in each epoch, and `width` is the width of the map. From
# which epoch on is the median step always below one hundredth of the width? Mind that row 0 of
# `steps` is epoch 1.

# %%
answer = ...
checks.check_settled(answer, record)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# long = np.median(steps, axis=1) >= width / 100
# answer = int(np.flatnonzero(long)[-1]) + 2
# ```
#
# The last long step is in row i, which is epoch i + 1. The epoch after it is i + 2. Steps get
# shorter because UMAP lowers its learning rate evenly, down to 0.
# </details>
#
# ### 4. Strangers
#
# How many of the ten thousand points have only strangers around them: not one of their ten
# nearest points on the map is of their own class?

# %%
answer = ...
checks.check_strangers(answer, record)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# nearest = neighbours(record.embeddings[-1], 10)
# own = record.labels[nearest] == record.labels[:, np.newaxis]
# answer = int(np.sum(own.sum(axis=1) == 0))
# ```
#
# Look at some of them: `show_images(data.x_train[np.flatnonzero(own.sum(axis=1) == 0)[:16]])`. Some
# are odd pieces, and for some you may doubt the label.
# </details>
#
# ### 5. Where do averages live?
#
# Make the average picture of each class from `images` and `labels`. Put the ten averages on the
# live map with `live.model.transform`. Give the ten points, an array of shape (10, 2).

# %%
answer = ...
checks.check_averages(answer, live, images)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# averages = np.stack([images[labels == k].mean(axis=0) for k in range(10)])
# answer = live.model.transform(averages.reshape(10, -1))
# ```
#
# `transform` wants a row of 784 numbers for each picture, as UMAP was given them.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(table["UMAP"]["vote is right"], table["UMAP"]["neighbours kept"])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Islands of trousers, bags, shoes and tops took shape within a few epochs. The colours are
#   ours: UMAP never saw a label.
# - The correlation of averages forecast which classes mix, and the map mixed those that the pixels
#   mix.
# - Votes among neighbours on the map were far better than on PCA's, yet most of a picture's own nearest
#   neighbours had changed.
# - `transform` put most new pictures among their kind, on a map that had never seen them.
# - Settings and a random start changed shapes and distances; what stayed the same was who lies with whom.
#
# **Next**: a map shows what pixels alone can tell. Lesson 3 looks at an eye that learns what to
# look for.
