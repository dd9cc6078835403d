# %% [markdown] slideshow={"slide_type": "slide"}
# # 1. Look before you learn
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/01_data_exploration.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/01_data_exploration.ipynb).
#
# Soon a *neural network*, many sums whose numbers are learned, will look at tens of thousands of
# pictures. Look at them first, with no tool but the average: what is in there, and what will be hard
# to tell apart?
#
# [![A shirt with a smile on it, hung together of hundreds of small pictures of clothes; the view draws back until it is one small shirt among many others, and these, from further away, are the shirt with the smile](films/lesson_01.webp)](films/lesson_01_still.webp "Four moments of it")
#
# **What you will see**
#
# - A picture is a table of numbers, and a data set is many such tables with a label for each.
# - Pictures of some classes are alike, pictures of others are not, and this can be measured.
# - Some pairs of classes look nearly the same on average.
# - How far ten averages get in sorting new pictures of clothes.
# - What goes wrong can be guessed before. You place a bet on it.
#
# **What you need**: Python's lists and loops; to have seen a NumPy array helps.
# **Time**: about 25 minutes.
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

helpers.set_up(lesson=1)  # TensorFlow starts quietly, threads that wait make room

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

from helpers.analysis.classes import (
    alike_pairs,
    class_averages,
    likeness,
    nearest_average,
    typicality,
)
from helpers.course.bets import load_bet
from helpers.course.checks import lesson_01 as checks
from helpers.course.forms import BetForm, Guess
from helpers.course.quizzes.lesson_01 import quiz
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.classes import AverageView, plot_class_correlation, plot_class_numbers
from helpers.plots.images import show_images
from helpers.widgets import EpochPlayer

style.use()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# We will take pictures of ten kinds of clothes, the *classes*, and average all pictures of each.
# Then we compare every new picture with the ten averages and choose the nearest one. Nothing
# else. Somebody who guesses blindly gets 10 of 100 right.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "01/averages",
    "Of 100 new pictures, how many will be put into the right class?",
    low=0,
    high=100,
    unit="of 100",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is in a data set?
#
# The course uses three *data sets*: pictures, each with a *label* that says its class. **MNIST**
# has handwritten digits. **Fashion-MNIST** has clothes, shoes and bags from a shop's catalogue,
# in the same format. **CIFAR-10** has small colour photographs of animals and vehicles. Each has
# *training pictures* to learn from, and *test pictures* that are kept back to see how well it was
# learned.

# %% slideshow={"slide_type": "-"}
mnist = load("mnist")
fashion = load("fashion_mnist")
cifar = load("cifar10")
sets = {"MNIST": mnist, "Fashion-MNIST": fashion, "CIFAR-10": cifar}

pd.DataFrame(
    {
        title: {
            "training pictures": f"{len(data.x_train):,}",
            "test pictures": f"{len(data.x_test):,}",
            "one picture": data.x_train.shape[1:],
            "fewest in a class": f"{np.bincount(data.y_train).min():,}",
            "most in a class": f"{np.bincount(data.y_train).max():,}",
        }
        for title, data in sets.items()
    }
)

# %% [markdown] slideshow={"slide_type": "-"}
# `(28, 28)` is 28 rows of 28 points, the *pixels*. `(32, 32, 3)` is 32 rows of 32 pixels with
# three numbers each, for red, green and blue. If all classes were equally frequent, the two last rows
# would be the same.

# %% [markdown]
# Every picture has a label from 0 to 9. These are the names behind the labels:

# %% tags=["nbval-check-output"]
for title, data in sets.items():
    print(f"{title:14}", ", ".join(data.names))

# %% [markdown] slideshow={"slide_type": "subslide"}
# A picture is a table of numbers; NumPy calls it an *array*. Here is the first one of
# Fashion-MNIST: every second row, every second column. 0 is black and 255 is white.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
picture = fashion.x_train[0]
print(picture.shape, picture.dtype, "from", picture.min(), "to", picture.max())
print(picture[::2, ::2])

# %% [markdown] slideshow={"slide_type": "-"}
# *Squint. Which of the ten classes of clothes is it?*
#
# <details>
# <summary>What to notice</summary>
#
# A boot with its toe to the left: high at the right, where the numbers go up to the first row, and flat
# along the bottom. The zeros are what is around it.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# Three test pictures will come back in later lessons. The most patient of them is the dog.

# %% alt="Three test pictures side by side: a handwritten 7, an ankle boot, and a brown and white dog." slideshow={"slide_type": "-"}
DOG = 16  # the number of a test picture of CIFAR-10

figure, axes = plt.subplots(1, 3, figsize=(8, 3))
for ax, (title, data), number in zip(axes, sets.items(), (0, 0, DOG)):
    name = data.names[data.y_test[number]]
    show_images(data.x_test[[number]], [f"{title}, number {number}\n{name}"], ax=ax)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: a digit, a boot and a dog, each smaller than a thumbnail. You recognise the
# dog although each of its eyes is but a few dark pixels.
#
# ## Look at many
#
# One picture tells you little about a class. Here are twenty of each, drawn at random.

# %% [markdown] page="The *seed* is the number that random choices start from: every seed shows other pictures." slideshow={"slide_type": "-"}
# Change the *seed*, the number that random choices start from, and run the cell again: every seed
# shows other pictures.

# %% alt="A wall of two hundred pictures of clothes, shoes and bags, a row for each of ten classes." slideshow={"slide_type": "-"}
SEED = 1


def wall(data, columns):
    random = np.random.default_rng(SEED)
    rows = [random.choice(np.flatnonzero(data.y_train == k), columns) for k in range(10)]
    return data.x_train[np.concatenate(rows)]


show_images(wall(fashion, 20), columns=20, tile_size=0.4, rows=fashion.names)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Cover the names. Which rows could you still name, and which would you mix up?*
#
# <details>
# <summary>What to notice</summary>
#
# Shoes and trousers are easy. A shirt and a pullover often differ only in a detail, and at this size the
# detail may be gone.
# </details>

# %% slideshow={"slide_type": "subslide"}
most = Guess(
    "01/alike",
    "In which of these rows are the pictures most alike? Further down it is measured.",
    choices=["T-shirt/top", "Trouser", "Coat", "Sandal", "Bag", "Ankle boot"],
)
most

# %% alt="Two walls of a hundred pictures, ten of each class: white digits on black, and colour photographs of animals and vehicles." slideshow={"slide_type": "subslide"}
figure, axes = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
for ax, data in zip(axes, (mnist, cifar)):
    show_images(wall(data, 10), columns=10, rows=data.names, ax=ax)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *What is fixed in all pictures of digits, and changes in the photographs?*
#
# <details>
# <summary>What to notice</summary>
#
# A digit stands in the middle, and alone. In CIFAR-10 nothing is fixed: the place of the thing, its size,
# its pose, its colour, what is behind it.
# </details>
#
# ## The average picture
#
# To average a class, add up all its pictures, pixel by pixel, and divide by their number. That is
# one line of NumPy.

# %% tags=["cover"] alt="The ten average pictures of clothes. Trouser, coat and boot have clear outlines, the sandal is a dim blur." slideshow={"show": "both", "slide_type": "-"}
averages = np.stack([fashion.x_train[fashion.y_train == k].mean(axis=0) for k in range(10)])
show_images(averages, fashion.names, columns=5, tile_size=1.5)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which classes are still themselves, and which has dissolved? Which could be another?*
#
# <details>
# <summary>What to notice</summary>
#
# The trouser is still a trouser. The sandal has dissolved: sandals come in so many forms that they share
# little. The average shirt could be a coat.
# </details>

# %% [markdown]
# The same for the other two. `class_averages` is the line above, for pictures in colour too.

# %% alt=["Ten average digits, blurred at the edges; each can still be read.", "Ten average photographs: coloured clouds, blue for airplane and ship."] slideshow={"slide_type": "subslide"}
for data in (mnist, cifar):
    show_images(class_averages(data.x_train, data.y_train), data.names, columns=5)
    plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *Ten digits that you can read, and ten coloured clouds. Are the clouds empty?*
#
# <details>
# <summary>What to notice</summary>
#
# Ships and airplanes are blue, and a horse has, faintly, a head on each side: some horses look left,
# others right.
# </details>
#
# ## How alike? A number
#
# "Dissolved" is an impression. Let us measure. Two pictures are alike if they are bright
# and dark in the same places. The **correlation** of two pictures says how much they are: subtract
# from each its own mean brightness, multiply the two pixel by pixel, add up, and divide by what
# both would give with themselves:
#
# $$r = \frac{\sum_i (a_i - \bar a)(b_i - \bar b)}{\sqrt{\sum_i (a_i - \bar a)^2 \sum_i (b_i - \bar
# b)^2}}$$
#
# It is 1 for the same picture, also if one copy is darker or has less contrast. It is near 0 for
# pictures that have nothing to do with each other, and -1 for a picture and its negative.


# %% tags=["nbval-check-output"] slideshow={"show": "both", "slide_type": "subslide"}
def correlation(a, b):
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    return a @ b / np.sqrt((a @ a) * (b @ b))


for other in (0, 11, 1):
    name = fashion.names[fashion.y_train[other]]
    r = correlation(fashion.x_train[0], fashion.x_train[other])
    print(f"the first ankle boot and picture {other:2}, {name}: {r:.2f}")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Now every picture with the average of its class, and the mean over each class. Call it the
# class's **likeness**.

# %% tags=["answer"] slideshow={"slide_type": "-"}
alike = [
    np.mean([correlation(one, averages[k]) for one in fashion.x_train[fashion.y_train == k]])
    for k in range(10)
]
plot_class_numbers(alike, fashion.names)
plt.gca().set(xlim=(0, 1.2), xlabel="mean correlation of a picture with its class's average")
words = "Ten bars: how alike a class's pictures are, from the trouser down to the sandal."
order = [fashion.names[k] for k in np.argsort(alike)]
below = {name: order.index(name) - 0.5 for name in most.choices}
most.answer(max(below, key=below.get), plt.gca(), along="y", at=below, alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# *Is this the order in which the averages looked sharp to you?*
#
# <details>
# <summary>What to notice</summary>
#
# It need not be. Here trousers lead, and sandals are last by a distance. The dress stands near the top,
# though its sides are blurred. The eye goes by edges; correlation counts every pixel.
# </details>
#
# The helper `likeness` does the same for any data set. Are digits or clothes more orderly? The extra
# [How orderly is a data set?](extras/likeness.ipynb) measures it.

# %%
print("the same numbers:", np.allclose(likeness(fashion.x_train, fashion.y_train), alike))

# %% [markdown] slideshow={"slide_type": "subslide"}
# Each picture's own correlation says how typical it is. Here are the most typical picture of each
# class, and below it the least typical one.

# %% alt="Two rows of ten pictures, with numbers: above the most typical picture of each class, below the least typical one." slideshow={"slide_type": "-"}
typical = typicality(fashion.x_train, fashion.y_train)
members = [np.flatnonzero(fashion.y_train == k) for k in range(10)]
first = [group[np.argmax(typical[group])] for group in members]
last = [group[np.argmin(typical[group])] for group in members]
captions = [f"{fashion.names[fashion.y_train[i]]}\n{typical[i]:.2f}" for i in first + last]
show_images(fashion.x_train[first + last], captions, columns=10, tile_size=0.9)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# *Which of the upper row could stand in a dictionary, and which not? Which label below do you doubt?*
#
# <details>
# <summary>What to notice</summary>
#
# Not the sandal: the one nearest to that dim blur looks like a sneaker. The lower row has what a network
# will find hard, and some pictures whose label you may doubt. Somebody chose a label for each, and now
# and then that is a matter of opinion.
# </details>
#
# ## Watch a class dissolve
#
# The slider starts with one picture of each class. Each step doubles the number of pictures that are
# averaged. The percentage says how much contrast is left: how far the pixels lie from their mean,
# compared with single pictures.

# %% slideshow={"slide_type": "-"}
fading = Guess(
    "01/fading",
    "With all pictures of a class in its average, much contrast is gone. How much of that went with "
    "the first 64 pictures, on average over the classes?",
    low=0,
    high=100,
    unit="%",
)
fading

# %% [markdown]
# Now drag the slider, or click the picture and use the arrow keys.

# %% slideshow={"slide_type": "subslide"}
view = AverageView(fashion.x_train, fashion.y_train, fashion.names)
title = "From one picture to the average of all"
EpochPlayer.from_view(view, show_descriptions=False, title=title, label="pictures", fps=2)

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
gone = 1 - view.contrast_.mean(axis=1)
gone *= 100 / gone[-1]
plt.plot(view.epochs, gone, "o-")
plt.gca().set(xscale="log", xlabel="pictures in the average", ylabel="% of the fading")
plt.gca().xaxis.set_major_formatter("{x:,.0f}")
words = "A curve against the number of pictures: it rises fast, then hardly at all."
after_64 = gone[view.epochs.index(64)]
fading.answer(round(after_64, 1), plt.gca(), along="y", alt=words)

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# Each number below the curve is ten times the one before. Most of the fading happens early. Already 64
# pictures give nearly the final average, and thousands more change little.
# </details>
#
# ## Which classes look alike?
#
# The same measure works between classes. Correlate each average with each other one: 45 pairs.
# The *heat map*, a table drawn in colours, shows them all. Classes that look alike stand side by
# side, and the lines at the edges show how they were grouped: the most alike pair is joined
# first, close to the map.

# %% alt="Heat map of the correlations of ten average pictures, grouped by a tree at its edges: clothes for the body in one corner, shoes and bags in the other." slideshow={"slide_type": "-"}
between = np.corrcoef(averages.reshape(10, -1))
plot_class_correlation(between, fashion.names, size=7)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *How many families do you see? What do their members share?*
#
# <details>
# <summary>What to notice</summary>
#
# To the eye there are two families, and nobody named them. What covers a body stands in one corner. Shoes
# and bags stand in the other. Inside the first family, pullover, coat and shirt are a dark block.
# </details>

# %%
pairs = pd.DataFrame(
    [(fashion.names[i], fashion.names[j], r) for i, j, r in alike_pairs(between)],
    columns=["class", "other class", "correlation"],
)
pairs.round(2).head(6)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A classifier that only knows averages
#
# Now the test. For each test picture, measure the distance to each average: the differences of
# all pixels, squared and summed. The nearest average gives the class. This is a complete
# *classifier*, and the share that it gets right is its *accuracy*.


# %% tags=["answer"] slideshow={"show": "both", "slide_type": "-"}
def nearest(images, averages):
    distances = [((images - average) ** 2).sum(axis=(1, 2)) for average in averages]
    return np.argmin(distances, axis=0)


predicted = nearest(fashion.x_test, averages)
accuracy = np.mean(predicted == fashion.y_test)
print(f"In the right class: {accuracy:.1%} of {len(predicted):,} test pictures.")
guess.answer(round(100 * accuracy, 1))

# %% [markdown] slideshow={"slide_type": "subslide"}
# How far do averages come in the other two data sets? Say two numbers. And what do they make of the dog?

# %% tags=["answer"] slideshow={"slide_type": "-"}
for title, data in sets.items():
    said = nearest_average(data.x_test, class_averages(data.x_train, data.y_train))
    print(f"{title:14} {np.mean(said == data.y_test):.1%} right")
print(f"the dog is taken for: {cifar.names[said[DOG]]}")

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# At least on digits the averages do well. On photographs they are wrong most of the time, so
# one right answer about a dog proves nothing. To do better, something has to look at parts and shapes,
# wherever they are. That is what the rest of the course is about.
# </details>
#
# ## Where it fails
#
# One number hides what kind of errors there are. So count them: a row for what a picture *is*, a
# column for what it was *taken for*. The diagonal holds what is right. This table is called a
# *confusion matrix*, and lesson 5 is all about it.

# %% alt="Confusion matrix of the nearest average on test clothes: large counts on the diagonal; few shirts there, and many pictures in the column of the sandal." slideshow={"slide_type": "-"}
names = np.array(fashion.names)
confusion = pd.crosstab(names[fashion.y_test], names[predicted], rownames=["is"], colnames=["as"])
confusion = confusion.reindex(index=names, columns=names, fill_value=0)
plt.figure(figsize=(8, 6))
ax = sns.heatmap(confusion, annot=True, fmt="d", cmap="Blues", cbar=False, linewidths=1)
ax.set(xlabel="taken for", ylabel="is")
plt.xticks(rotation=45, ha="right")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which row is worst? Which column has many pictures that do not belong there, and why that one?*
#
# <details>
# <summary>What to notice</summary>
#
# Take first the row of the shirts. Few are on the diagonal; most of the others have become coats,
# T-shirts, sandals and pullovers. Sandals? Look down their column: many clothes end there, though none of
# them looks like a sandal. The average sandal is the dimmest of the ten, and so it is near to whatever
# is dark.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# How often are the pairs confused that were most alike on average? Two orders are compared by the *rank
# correlation*: 1 if they are the same, 0 if they have nothing to do with each other.

# %% slideshow={"slide_type": "-"}
pairs["confused"] = [
    confusion.loc[one, other] + confusion.loc[other, one]
    for one, other in zip(pairs["class"], pairs["other class"])
]
print("rank correlation:", pairs["correlation"].corr(pairs["confused"], method="spearman").round(2))
pairs.round(2).head(8)

# %% [markdown] slideshow={"slide_type": "slide"}
# **What to notice**: most of the pairs at the top are confused often, but trousers and dresses
# are not. So a look at ten averages is a fair forecast of what *this* classifier confuses.
#
# ## The bet
#
# A network does not compare with averages. Perhaps it makes other errors. In lesson
# 5 you see a trained network's confusion matrix on the same test pictures.
#
# *Which three pairs of classes will it confuse most?* Use the heat map, the table, or your own
# eyes. Choose three pairs and place your bet. You can change it until lesson 5 settles it.

# %%
BetForm(fashion.names)

# %% [markdown] page="The bet is in your *logbook*, which this page keeps in your browser, on your own machine. Lesson 5 settles it."
# The bet is in your *logbook*, small files in your own user folder on the machine where the notebook
# runs. On Binder and Colab that machine is thrown away after a while; there, write your pairs down
# too, or save the logbook as a file. (In code, `helpers.course.bets.place_bet` does the same.) Run the
# next cell to see what is written down.

# %% page=""
print(load_bet() or "No bet yet.")

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. Each check tells you what it thinks.
# The solutions are folded up below.

# %% [markdown]
# ### 1. The vaguest photographs
#
# In CIFAR-10, the pictures of which class are *least* alike? Give its name or its number.

# %%
answer = ...
checks.check_vaguest(answer, cifar)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = cifar.names[np.argmin(likeness(cifar.x_train, cifar.y_train))]
# ```
#
# `likeness` gives ten numbers, and `np.argmin` says where the smallest one is.
# </details>
#
# ### 2. Turn a shoe around
#
# The average sneaker points to the left, and so does the average ankle boot. Turn the sneaker
# around, so that it points to the right. How strongly does it then correlate with the boot? The
# function `correlation` and the array `averages` are still there; `picture[:, ::-1]` has the
# columns of a picture in reverse order.

# %%
answer = ...
checks.check_shoes(answer, fashion)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# sneaker, boot = fashion.names.index("Sneaker"), fashion.names.index("Ankle boot")
# answer = correlation(averages[sneaker][:, ::-1], averages[boot])
# ```
#
# Compare it with the number in the heat map, for the sneaker as it is. To you it is the same shoe.
# </details>
#
# ### 3. Fives by their averages
#
# Use your own `nearest` on MNIST, with the averages of the training digits. What share of the *fives*
# among the test digits is put into the right class? Give a number between 0 and 1.

# %%
answer = ...
checks.check_digits(answer, mnist, averages)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# digits = np.stack([mnist.x_train[mnist.y_train == k].mean(axis=0) for k in range(10)])
# fives = mnist.x_test[mnist.y_test == 5]
# answer = np.mean(nearest(fives, digits) == 5)
# ```
#
# Comparing an array with a number gives True or False for each picture. True counts as 1, so the
# mean is the share of True.
# </details>
#
# ### 4. The strangest boot
#
# Which training picture of Fashion-MNIST is the *least* typical ankle boot? Give its number, so
# that `fashion.x_train[answer]` is the picture.

# %%
answer = ...
checks.check_strangest_boot(answer, fashion)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# boots = np.flatnonzero(fashion.y_train == fashion.names.index("Ankle boot"))
# answer = boots[np.argmin(typical[boots])]
# show_images(fashion.x_train[[answer]], [f"number {answer}"])
# ```
#
# `np.argmin` counts among the boots only. Indexing `boots` with it gives the number among all
# pictures.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
pullover, coat = fashion.names.index("Pullover"), fashion.names.index("Coat")
quiz(cifar.x_test[DOG], confusion, between[pullover, coat])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - A picture is a table of numbers from 0 to 255. A data set is many of them, each with a label.
# - Trousers are most alike, and sandals least: the mean correlation with the class's average says so.
# - Coat, shirt and pullover look nearly the same on average. It is in the pixels.
# - Ten averages are enough to sort most pictures of clothes. For photographs, that is not the way.
# - Classes with similar averages are confused more often. Whether that holds for a network too,
#   your bet will show.
#
# **Next**: lesson 2 draws a map of all these pictures, again without a network.
