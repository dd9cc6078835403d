# %% [markdown]
# # Watch It Learn
#
# A neural network begins as noise. In the end it can tell a dog from a cat. In between it *learns*,
# and here you watch it. Whatever learns in this course is recorded while it learns, so that time
# becomes a slider: you can stop, go back, and look at the moment when it happened.
#
# [![A dust of 60,000 white points, a narrow heap at first, spreads and tears into islands and a wide country; at the end each point takes the colour of its kind of clothes, and some islands have one colour, others a few](films/lesson_02.webp)](films/lesson_02_still.webp "Four moments of it")
#
# **How a lesson works.** Click a cell and press **Shift + Enter** to run it and go on to the next.
# Every lesson asks you to predict something before you see it. Commit to a guess, a wrong one is worth
# more: it is drawn beside what comes out. Then run, look, and move what can be moved. At the end it is
# your turn: each exercise has a check that says what is wrong, and a solution that is folded up. A few
# questions follow on what it all meant. Each lesson's first cell, its set-up, is folded up as well:
# run it like any other. You can spoil nothing. If a notebook is in a muddle, choose
# *Kernel → Restart Kernel and Run All Cells*.
#
# Try it on this cell. It shows which pictures are at hand:

# %%
from helpers.datasets import load

for name in ("mnist", "fashion_mnist", "cifar10"):
    print(load(name))

# %% [markdown]
# If it said *sample*, the course brought its own first few thousand pictures, and everything works
# with them. The command that it names gets the rest, once.
#
# ## Before you begin
#
# Twelve questions on pictures and on machines that learn. Nobody expects you to know the answers.
# Choose what you believe: after lesson 6 you get the same questions again, and see what has changed.
# What is right you are told then, not now.

# %%
from helpers.course.quizzes.before_and_after import after, before

before()

# %% [markdown]
# ## The path
#
# A word that you do not know stands in the [glossary](glossary.md), with the lesson that explains
# it.
#
# Every lesson stands on its own. Walking from the first to the last is the easiest way. The minutes
# are yours, for reading, running and moving what moves. The computer needs fewer: a lesson takes
# 1.6 GB of memory at most, and runs from top to bottom in less than two minutes on two processor
# cores, and longer on a slow machine.

# %% [markdown]
# **The first part, lessons 1 to 6**: how a network learns. It goes from the average of many pictures to
# a training that you can stop at every epoch, with a bet that is placed in lesson 1 and settled in
# lesson 5.

# %% [markdown]
# ### [1. Look before you learn](01_data_exploration.ipynb)
#
# [![The average picture of each of ten kinds of clothes: trousers are sharp, sandals are a blur](pictures/01_data_exploration.png)](01_data_exploration.ipynb)
#
# What is in the pictures before any network has seen them? Averages, a number for how alike they
# are, a classifier made of nothing else, and a bet.
#
# About 25 minutes. You need: Python's lists and loops; to have seen a NumPy array helps.

# %% [markdown]
# ### [2. The map a machine draws without being told](02_umap.ipynb)
#
# [![A map of ten thousand pictures of clothes: an island of trousers, one of shoes, a chain of bags, and a country that all tops share](pictures/02_umap.png)](02_umap.ipynb)
#
# Watch 60,000 pictures sort themselves on a map, epoch by epoch. Point at a spot and see what lies
# there. Then question it: what does the map keep, what does it lose, and what of it did we choose?
#
# About 35 minutes. You need: to have seen the averages of lesson 1.

# %% [markdown]
# ### [3. From one neuron to a CNN](03_mlp_vs_cnn.ipynb)
#
# [![A convolution: a picture of a seven, a kernel for edges, and what comes out](pictures/03_mlp_vs_cnn.png)](03_mlp_vs_cnn.ipynb)
#
# A network in plain NumPy, and one that looks at patches. Change a kernel's numbers with your own
# hands, see what a node sees, and watch two good readers of digits when the digits move.
#
# About 40 minutes. You need: sums and products of NumPy arrays; lesson 1 helps.

# %% [markdown]
# ### [4. What the network sees](04_feature_maps.ipynb)
#
# [![What 32 filters of a first layer make of a handwritten seven: its edges, each map others, and a few maps all of its ink](pictures/04_feature_maps.png)](04_feature_maps.ipynb)
#
# Open a network layer by layer and look at every map, redo a pixel by hand, and draw digits for it
# yourself. Would the same training with another seed find the same filters?
#
# About 40 minutes. You need: lesson 3, or to know what a convolution is.

# %% [markdown]
# ### [5. Where it goes wrong](05_confusion_matrix.ipynb)
#
# [![A confusion matrix: ten blue cells on the diagonal, orange ones where shirts are taken for other clothes](pictures/05_confusion_matrix.png)](05_confusion_matrix.ipynb)
#
# Every error has a place in a table. Click it open and see the pictures behind it, through time;
# tell luck from skill; vote on doubtful labels; and learn what became of your bet.
#
# About 35 minutes. You need: to know what a network is (lesson 3).

# %% [markdown]
# ### [6. A network learns, and you watch](06_training_animation.ipynb)
#
# [![64 kernels that look like noise, and beside them what training has added to them: edges and colours](pictures/06_training_animation.png)](06_training_animation.ipynb)
#
# A network for colour photographs, from its first random guess to its last epoch. Scrub through
# its kernels, follow the dog, train a little yourself, and see what a better recipe brings.
#
# About 30 minutes. You need: Python; it helps to know what a convolution is (lesson 3).

# %% [markdown]
# **The second part, lessons 7 to 9**: what has been learned, and what one can do with it. A network is
# asked what it looks for, another one invents pictures, and the last one is yours, on pictures of your
# own.

# %% [markdown]
# ### [7. What a filter looks for, and whether it matters](07_filters.ipynb)
#
# [![Rows of small real patches, each row what excites one filter: green frogs, dark eyes in light faces, slanted edges](pictures/07_filters.png)](07_filters.ipynb)
#
# Let a network paint what its filters and classes look for, and ask what the pictures are worth. Take
# filters away, and turn a dog into a cat by a step that nobody sees.
#
# About 35 minutes. You need: lesson 4; lesson 6 helps.

# %% [markdown]
# ### [8. The autoencoder, and its broken latent space](08_autoencoder.ipynb)
#
# [![Rows of invented clothes: grey mush, torn shapes, and at last garments](pictures/08_autoencoder.png)](08_autoencoder.ipynb)
#
# Squeeze clothes and faces through a few numbers. Then throw dice for the numbers: most of what comes
# is rubbish, and some of it is new. Find out which dice are the right ones, and what no number can tell.
#
# About 35 minutes. You need: Python; what a convolution is (lesson 3).

# %% [markdown]
# ### [9. Your own pictures, your own network](09_your_pictures.ipynb)
#
# [![Emoji of four kinds, seven of each in a row, with their class below](pictures/09_your_pictures.png)](09_your_pictures.ipynb)
#
# Draw, choose or film pictures of your own. A network learns them while you watch, you ask it
# everything the course can ask, and a friend gets a page that answers.
#
# About 60 minutes. You need: Python; it helps to know lessons 3, 5 and 6.

# %% [markdown]
# ## After lesson 6
#
# The same twelve questions. This time you are told what is right, and what a wrong answer confuses.

# %%
after()

# %% [markdown]
# ## Beside the path
#
# Extras are short notebooks for whoever wants to know more. No lesson needs them.
#
# - [How orderly is a data set?](extras/likeness.ipynb), with lesson 1: digits, clothes or photographs,
#   and what an average keeps.
# - [A map that is told the labels](extras/told_the_labels.ipynb), with lesson 2: it is tidy; is it
#   better?
# - [A picture of no man's land](extras/no_mans_land.ipynb), with lesson 2: what lies between the islands?
# - [Fewer inputs](extras/fewer_inputs.ipynb), with lesson 3: does a network need all 784 pixels of a
#   digit, or are 40 numbers enough?
# - [How far a node sees](extras/how_far.ipynb), with lesson 3: what strides and poolings do to it.
# - [Turned and noisy](extras/turned_and_noisy.ipynb), with lesson 3: which network bears more.
# - [Three knobs](extras/three_knobs.ipynb), with lesson 3: learning rate, momentum and L2, all tried.
# - [The maps of a dog](extras/maps_of_a_dog.ipynb), with lesson 4: what a first layer keeps of a photograph.
# - [Which pixels matter?](extras/which_pixels.ipynb), with lesson 4: two ways to ask, two answers.
# - [What did convolution cure?](extras/cured.ipynb), with lesson 5: which errors a CNN has got rid of,
#   and which differences are luck.
# - [Your own errors](extras/own_errors.ipynb), with lesson 5: train a network, and click through what it
#   gets wrong.
# - [Are good kernels beautiful?](extras/beautiful_kernels.ipynb), with lesson 6: the kernels of three
#   networks, and what training has added to them.
# - [Make a film](extras/own_film.ipynb), with lesson 6: a training as a file, for a page or a talk.
# - [Gallery](extras/gallery.ipynb), with lesson 6: what you have, what you see, in five lines each, for
#   pictures and networks of your own.

# %% [markdown]
# ## Where you are
#
# Your guesses, your answers, what you solved: it is kept in your *logbook*, small files in your own
# user folder on the machine where this notebook runs. No name is in it, and it goes nowhere unless you
# save it and take it along. `python -m helpers logbook` prints it in a terminal. Run this cell to see
# where you are.

# %%
from helpers.course.forms import WhereAmI

titles = {
    "01": "Look before you learn",
    "02": "The map a machine draws without being told",
    "03": "From one neuron to a CNN",
    "04": "What the network sees",
    "05": "Where it goes wrong",
    "06": "A network learns, and you watch",
    "07": "What a filter looks for, and whether it matters",
    "08": "The autoencoder, and its broken latent space",
}
WhereAmI(titles)

# %% [markdown]
# ## Where to ask
#
# Something does not work? Run `python -m helpers doctor` in a terminal (*File → New → Terminal*). It
# says what is wrong with the installation and how to mend it. For everything else, a question, an
# error in a lesson, an idea, there is
# [the project's page](https://github.com/watch-it-learn/watch-it-learn/issues/new/choose); paste what
# the doctor said.
#
# Who would rather begin with a film: 3Blue1Brown's series on neural networks
# ([all parts](https://www.3blue1brown.com/topics/neural-networks)) needs no installation at all.
