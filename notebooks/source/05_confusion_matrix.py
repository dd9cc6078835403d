# %% [markdown] slideshow={"slide_type": "slide"}
# # 5. Where it goes wrong
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/05_confusion_matrix.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/05_confusion_matrix.ipynb).
#
# A network is right nine times out of ten. Is that good? It depends on the tenth time. This lesson
# opens the number: each error gets its place, and then you look at the pictures.
#
# [![Small handwritten digits in a table of ten rows and ten columns, each in the row of what it is: scattered and mostly orange at first, they walk from column to column, until nearly all stand on the diagonal and are blue](films/lesson_05.webp)](films/lesson_05_still.webp "Four moments of it")
#
# Digits, while a network learns them: each stands in the row of what it is, and walks to the column of
# what it is taken for. With clothes it is harder, and you have placed a bet.
#
# **What you will see**
#
# - A table of ten rows and ten columns says which classes are taken for which.
# - Precision, recall and accuracy of one class are three different things.
# - Some errors become rare early in the training, others stay. Luck has a share in them.
# - A network can say how sure it is, and one can check how far that is to be believed.
# - What looks alike on average is confused more often. How good a forecast is that?
#
# **What you need**: to know what a network is (lesson 3). **Time**: about 35 minutes.
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

helpers.set_up(lesson=5)  # TensorFlow starts quietly, threads that wait make room

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn import metrics

from helpers.analysis import calibration, chance
from helpers.analysis import confusion as conf
from helpers.analysis.classes import alike_pairs, average_correlation
from helpers.analysis.neighbours import neighbour_classes, neighbours
from helpers.analysis.pairs import pair_confusion, pair_places, pair_table
from helpers.analysis.scores import average_scores, class_scores
from helpers.course.checks import lesson_05 as checks
from helpers.course.forms import BetAnswer, BetForm, Guess, keep_votes
from helpers.course.quizzes.lesson_05 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.calibration import RefusalView, plot_reliability
from helpers.plots.images import show_images
from helpers.plots.pairs import plot_pairs, plot_pairs_over_time, plot_seed_spread
from helpers.widgets import ConfusionMatrix, EpochPlayer, LabelVote

style.use()
data = load("fashion_mnist")
names = list(data.names)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# Two networks have learned to tell ten kinds of clothes apart. *Which three pairs of classes will
# the better one confuse most?* Whoever placed a bet in lesson 1 sees it below. If you did not,
# place it now, before you scroll on.

# %%
BetForm(names)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The candidates
#
# They are lesson 3's: an MLP, and a CNN with two convolutions. Both were trained in 16 passes over all
# training pictures. The records hold what they said of all test pictures: a probability for each class.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
mlp, cnn = shipped_record("fashion_mlp"), shipped_record("fashion_cnn")
for name, record in {"MLP": mlp, "CNN": cnn}.items():
    right = np.mean(record.predictions[-1] == record.test_labels)
    size = record.made_from["network"]["parameters"]
    print(f"{name}: {size:>9,} parameters, {right:.2%} of {len(record.test_labels):,} right")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Count by hand
#
# Take the better one, the CNN. Make a table of zeros, and for each picture add 1 in the row of what it
# is and in the column of what it is taken for. That is the **confusion matrix**, in three lines.

# %% tags=["nbval-check-output", "answer"] slideshow={"show": "both", "slide_type": "-"}
labels, said = cnn.test_labels, cnn.predictions[-1]

matrix = np.zeros((10, 10), dtype=int)
for actual, predicted in zip(labels, said):
    matrix[actual, predicted] += 1

print(matrix)
print("scikit-learn agrees:", np.array_equal(matrix, metrics.confusion_matrix(labels, said)))

# %% [markdown] slideshow={"slide_type": "subslide"}
# A **row** is an actual class: its numbers add up to all pictures of that class. A **column** is a
# predicted class: all pictures that were called so. On the **diagonal** both agree, and the answer
# is right. (Some books swap rows and columns.)
#
# The same matrix, drawn. **The bet is settled**: the three pairs that are confused most, both ways
# together, have a black frame. A dashed one is around yours.

# %% tags=["answer"] slideshow={"slide_type": "-"}
BetAnswer(matrix, names)

# %% [markdown] slideshow={"slide_type": "slide"}
# Blue is right, orange is wrong. In a cell stands its share of the row, in percent; an empty cell was
# never used.
#
# *Which class has a part in most of the errors? Is there a second family?*
#
# <details>
# <summary>What to notice</summary>
#
# The errors are not spread evenly. Most cells are empty or nearly so, and a few hold most of the
# errors. The worst row is that of the shirts. There is a second, small family of errors at the
# shoes.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One class against the rest
#
# Choose a class in the menu below, or click its name. Its row and its column are marked, and what
# they add up to has names. The other menus change what the numbers are a share of, and the colours.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
one_class = ConfusionMatrix(labels, cnn.probabilities[-1], names, title="One class, and the rest")
one_class.class_index = names.index("Shirt")
one_class

# %% [markdown]
# In NumPy: *true positives* (TP) are pictures of the class that are called so, *false negatives* (FN)
# those that are not. *False positives* (FP) are other pictures called so, *true negatives* (TN) the
# rest. *Precision*, *recall*, *F1* and accuracy are made of these four:

# %% tags=["nbval-check-output"] slideshow={"show": "both", "slide_type": "subslide"}
k = names.index("Shirt")
tp = matrix[k, k]
fn = matrix[k].sum() - tp  # the rest of the row
fp = matrix[:, k].sum() - tp  # the rest of the column
tn = matrix.sum() - tp - fn - fp
print(f"TP {tp}  FN {fn}  FP {fp}  TN {tn}")
print(f"precision {tp / (tp + fp):.3f}: of what is called a shirt, so much is one")
print(f"recall    {tp / (tp + fn):.3f}: of the shirts, so many are found")
print(f"F1        {tp / (tp + (fp + fn) / 2):.3f}: both in one, nearer to the lower of the two")
print(f"accuracy  {(tp + tn) / matrix.sum():.3f}: shirt or not, so many answers are right")

# %% [markdown] slideshow={"slide_type": "subslide"}
# Recall and accuracy are often mixed up. The accuracy is high because most pictures are no shirts,
# and the network knows that. Now the extreme: a network that never says *Shirt*. Where it would, it
# takes its second choice.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "05/never",
    "Shirt, or no shirt? Of 100 answers of the network that never says Shirt, how many are right?",
    low=0,
    high=100,
    unit="of 100",
)
guess

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
never = cnn.probabilities[-1].copy()
never[:, k] = 0
lazy = conf.confusion_matrix(labels, never.argmax(axis=1), 10)
guess.answer(round(100 * class_scores(lazy, names).loc["Shirt", "accuracy"], 1))

# %% tags=["nbval-check-output", "answer"] slideshow={"slide_type": "-"}
scores = class_scores(matrix, names)
scores.loc["Shirt, never said"] = class_scores(lazy, names).loc["Shirt"]
scores.round(3)

# %% [markdown] slideshow={"slide_type": "-"}
# In the last row no shirt is found, and still the accuracy for this class is 90 %. Precision would be
# 0 / 0, since nothing was called a shirt. By convention that is 0.

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Three averages
#
# Ten classes in one number: one can average in three ways. *Macro*: every class counts the same.
# *Weighted*: a class counts as often as it occurs. *Micro*: every picture counts the same, which is
# plain accuracy. Here all classes are equally frequent, so they hardly differ. A shop rarely sees a
# shirt. *Which average will rise there?*

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
rare = (labels != k) | (np.arange(len(labels)) % 20 == 0)  # keep every twentieth shirt
shop = conf.confusion_matrix(labels[rare], said[rare], 10)
pd.concat({"as it is": average_scores(matrix), "few shirts": average_scores(shop)}, axis=1).round(3)

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# With few shirts the micro average rises, although the network is no better: it meets its hardest
# class less often. A micro average hides rare classes. In the macro average each of the few shirts
# now counts as much in its recall as twenty other pictures. Say which one you report.
# </details>
#
# ## See the errors
#
# A true positive, a false positive, a false negative: each is a condition on two arrays. Of each kind,
# here are the fifty of which the network is most sure. *What do the first have that the last have
# not?*

# %% tags=["cover"] alt="Three blocks of small pictures, fifty each: shirts that were called shirts, with collars and buttons; other clothes that were called shirts; shirts that were called something else." slideshow={"slide_type": "-"}
n = len(data.x_test)  # the pictures at hand: all 10,000, or the first 1,000 of the sample
y, p = labels[:n], cnn.probabilities[-1, :n]
s = p.argmax(axis=1)
kinds = {
    "true positives: shirts, called so": (y == k) & (s == k),
    "false positives: something else, called shirts": (y != k) & (s == k),
    "false negatives: shirts, called something else": (y == k) & (s != k),
}
figure, axes = plt.subplots(3, 1, figsize=(9, 6.2), layout="constrained")
for ax, (title, chosen) in zip(axes, kinds.items()):
    surest = conf.most_confident(p, chosen, 50)
    show_images(data.x_test[surest], columns=17, title=title, ax=ax)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Most of the first have long sleeves, and many a collar and buttons. Of the last, many are cut like a
# T-shirt. Ask yourself what you would have said.
# </details>

# %% [markdown]
# The same for every cell of the matrix, at every epoch. Click a cell, or move with the arrow keys
# and press Enter. Then move the slider. *What does the matrix look like before any training? What
# after one pass?*

# %% slideshow={"show": "alone", "slide_type": "subslide"}
clickable = ConfusionMatrix.from_record(
    cnn, data.x_test, title="The CNN learns: click a cell to see its pictures"
)
clickable.cell = [k, names.index("Coat")]
clickable

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# As in the film, before training one to three columns hold most of the pictures. After one pass most
# are on the diagonal, and the pairs that are confused most at the end stand out already.
# </details>
#
# ## Which errors go, which stay
#
# Count a pair of classes both ways: a for b, and b for a. Take the six pairs that were confused
# most after the first pass, and follow them. *Which will fall fastest?*

# %% alt="Six lines over 16 passes, the share of two classes taken for each other: T-shirt and shirt stay on top, the others fall." slideshow={"slide_type": "-"}
moments = conf.confusion_matrix(labels, cnn.predictions, 10)
early = alike_pairs(pair_confusion(moments[1]), 6)
plot_pairs_over_time(moments[1:], cnn.epochs[1:], names, early)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# As a share of what they were, sandals and sneakers come apart early. T-shirts and shirts stay on
# top from the first pass to the last.
# </details>
#
# ## Is it luck?
#
# A training starts from random weights and sees the pictures in random order. Two more trainings of
# the same CNN differ in nothing but the seed. How much does each cell move?

# %% alt="Dots, one for each cell of the matrix: how much it moves from seed to seed against what chance would give; many lie above the diagonal." slideshow={"slide_type": "-"}
trainings = [cnn] + [shipped_record(f"fashion_cnn_seed_{seed}") for seed in (1, 2)]
seeds = np.stack([conf.confusion_matrix(labels, each.predictions[-1], 10) for each in trainings])
print("right, by seed:", [int(np.trace(each)) for each in seeds])
print(f"called shirts (there are {matrix[k].sum():,}):", seeds[:, :, k].sum(axis=1))

spread = chance.seed_spread(seeds).query("actual != predicted")
ratio = np.sqrt((spread["spread"] ** 2).sum() / (spread["by_chance"] ** 2).sum())
print(f"errors move {ratio:.1f} times as much as by chance alone")
plot_seed_spread(spread)
plt.show()

# %% [markdown] slideshow={"slide_type": "slide"}
# Each dot is a cell off the diagonal. *By chance alone* means: each picture of the class falls
# into the cell or not by a throw of its own (a *binomial distribution*). **What to notice**: the
# three are right about equally often, but the large cells move more than chance would let them, most
# of all those of the shirt; the small ones do not. A training as a whole leans one way: one calls the
# doubtful ones shirts, the next calls them T-shirts and coats. So build no story on a few pictures
# in one cell.
#
# Did convolution cure errors that the MLP makes, and is *that* luck? The extra
# [What did convolution cure?](extras/cured.ipynb) puts it to a test.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Is it sure when it is right?
#
# With each answer the network gives a probability. Sort the pictures by how sure it is, in ten bins,
# and count how many are right in each. Where it is sure to four fifths, it should be right four times
# out of five. The mean gap, weighted by the number of pictures, is the **calibration error**.

# %% alt="Two curves, for the CNN and the MLP: how often they are right against how sure they are, close to the diagonal." slideshow={"slide_type": "subslide"}
tables = {}
for name, record in {"CNN": cnn, "MLP": mlp}.items():
    tables[name] = calibration.reliability(record.probabilities[-1], labels)
    error = calibration.calibration_error(tables[name])
    sure = record.probabilities[-1].max(axis=1).mean()
    right = np.mean(record.predictions[-1] == labels)
    print(f"{name}: sure {sure:.1%} on average, right {right:.1%}, calibration error {error:.2%}")
plot_reliability(list(tables.values()), list(tables))
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: below the dashed line a network is surer than it should be. The large dots are
# where most pictures are: at the right end. For these two networks the gap is small.

# %% [markdown] slideshow={"slide_type": "subslide"}
# It can also refuse. Move the slider: the least sure pictures are left to a person, and the accuracy
# on the rest rises. *Where does it rise fastest? Which errors are never refused?*

# %% slideshow={"slide_type": "-"}
refusing = RefusalView([cnn.probabilities[-1], mlp.probabilities[-1]], labels, ["CNN", "MLP"])
EpochPlayer.from_view(refusing, title="Refuse the least sure", label="percent refused")

# %% [markdown] slideshow={"slide_type": "slide"}
# <details>
# <summary>What to notice</summary>
#
# Each time, the first few percent gain the most. On the right is why: among the least sure answers,
# wrong ones are about as frequent as right ones. But some wrong answers stand at the far right,
# next to 100 %. To catch all of those, one would have to refuse most of the pictures.
# </details>
#
# ## Are the labels right?
#
# These are the test pictures on which the CNN is most sure, and wrong. Or is it? Somebody has put
# those labels on. Judge for yourself: you see the picture and two names, but not who said which.

# %% slideshow={"slide_type": "-"}
surest = conf.most_confident(p, s != y, 12)
doubts = data.x_test[surest], y[surest], s[surest], names, p[surest].max(axis=1), surest
vote = LabelVote(*doubts, title="Which is it?")
keep_votes(vote, "05/votes")

# %%
print(f"The CNN's least sure one of these: {p[surest].max(axis=1).min():.1%}.")
vote.counts.to_frame().T

# %% [markdown] slideshow={"slide_type": "slide"}
# When you have voted: every vote for the network, for both or for neither is an error that no
# network can be blamed for. A data set has a ceiling, and it lies below 100 %.
#
# ## What would have been a good bet?
#
# Two forecasts have seen no network: the correlation of the class averages (lesson 1), and who lives
# next to whom on the UMAP map (lesson 2). The truth is counted in all three trainings, so that luck has
# less of a part. Behind each pair stands its true place among the 45.

# %% slideshow={"slide_type": "subslide"}
umap = shipped_record("fashion_umap")
mixed = neighbour_classes(neighbours(umap.embeddings[-1], 15), umap.labels)
confused = pair_confusion(seeds.sum(axis=0))
pairs = pair_table(
    names,
    confused=confused,
    place=pair_places(confused),
    alike=average_correlation(data.x_train, data.y_train),
    neighbours=(mixed + mixed.T) / 2,
)
forecasts = {"the truth": "confused", "the averages": "alike", "the map": "neighbours"}
rows = {}
for who, column in forecasts.items():
    three = pairs.nlargest(3, column)["place"]
    rows[who] = [f"{one} and {other} ({place:.0f})" for (one, other), place in three.items()]
pd.DataFrame(rows, index=["first", "second", "third"]).T

# %% alt="Two scatter plots of 45 pairs of classes: the share confused against the correlation of the averages, and against the share of neighbours on the map, where they lie nearer to one line." slideshow={"slide_type": "subslide"}
order = pairs.corr("spearman")["confused"].round(2)
print(f"rank correlation with confusion: averages {order['alike']}, map {order['neighbours']}")
figure, axes = plt.subplots(1, 2, figsize=(12, 4.6), sharey=True)
titles = {"alike": "correlation of the averages", "neighbours": "share of neighbours on the map"}
for ax, (column, title) in zip(axes, titles.items()):
    plot_pairs(pairs, column, "confused", ax=ax)
    ax.set(xlabel=title, ylabel="share confused by the CNN")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Each dot is a pair. Where does the first picture forecast well, and where does it not?*
#
# <details>
# <summary>What to notice</summary>
#
# Pairs on the left are hardly ever confused. On the right the first picture divides: some pairs look
# alike on average and are still told apart. The map compares picture with picture, and its order of
# the pairs is nearer to the truth.
# </details>
#
# A network of your own has errors of its own: the extra [Your own errors](extras/own_errors.ipynb)
# trains one, and you click through them.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. Recall
#
# What is the *MLP's* recall of *Pullover*? Give it as a number between 0 and 1.

# %%
answer = ...
checks.check_recall(answer, mlp, cnn, names, "Pullover")

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# by_mlp = conf.confusion_matrix(labels, mlp.predictions[-1], 10)
# row = names.index("Pullover")
# answer = by_mlp[row, row] / by_mlp[row].sum()
# ```
#
# The diagonal, divided by the sum of the row. Divided by the sum of the column it is the precision.
# Without a matrix: `np.mean(mlp.predictions[-1][labels == row] == row)`.
# </details>
#
# ### 2. Said too often
#
# After the first pass (its matrix is `moments[1]`) the CNN has a favourite: how many more times does
# it say that class than there are pictures of it?

# %%
answer = ...
checks.check_said_too_often(answer, moments, names)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# excess = moments[1].sum(axis=0) - moments[1].sum(axis=1)
# answer = excess.max()
# ```
#
# The sum of a column says how often a class is predicted, the sum of a row how often it occurs.
# `names[excess.argmax()]` is the favourite. Is it the same at the end, in `moments[-1]`?
# </details>
#
# ### 3. F1, yourself
#
# Write a function `f1(matrix)` that takes any confusion matrix and gives F1 for each class: TP /
# (TP + ½ (FP + FN)), and 0 for a class that neither occurs nor is predicted. Give the function
# itself as your answer.

# %%
answer = ...
checks.check_f1(answer, matrix)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# def f1(matrix):
#     tp = np.diag(matrix)
#     fp = matrix.sum(axis=0) - tp
#     fn = matrix.sum(axis=1) - tp
#     return tp / np.maximum(tp + (fp + fn) / 2, 0.5)
#
#
# answer = f1
# ```
#
# Where the class neither occurs nor is predicted, all three are 0. `np.maximum` puts 0.5 under the
# line there, and nowhere else: the smallest other value is 0.5.
# </details>
#
# ### 4. Ninety-seven percent
#
# A customer wants 97 % right answers and leaves the rest to a person. What share of the pictures must
# the CNN refuse, at least? Go in steps of one percent. `calibration.refusals(probabilities, labels,
# shares)` gives a table with the accuracy on the rest for each share refused.

# %%
answer = ...
checks.check_refused(answer, cnn.probabilities[-1], labels, 0.97)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# steps = np.arange(100) / 100
# enough = calibration.refusals(cnn.probabilities[-1], labels, steps)["accuracy"] >= 0.97
# answer = steps[np.argmax(enough)]
# ```
#
# `np.argmax` of True and False gives the first True.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(matrix, seeds, names)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Three lines count a confusion matrix. A few of its cells hold most of the errors, and in most of
#   the CNN's errors the shirt has a part.
# - Precision divides by the column, recall by the row. Accuracy of one class is high even for a
#   network that never names it.
# - Sandals and sneakers come apart early, shirts stay difficult. From seed to seed the large
#   cells move more than chance alone would let them.
# - Both networks are nearly as often right as they are sure. Refusing the unsure ones helps, but
#   not against the sure errors, some of which are errors of the labels.
# - Similar averages forecast what is confused; neighbours on the map do it better.
#
# **Next**: lesson 6 lets you watch a larger network learn, epoch by epoch.
