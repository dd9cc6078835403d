# %% [markdown] slideshow={"slide_type": "slide"}
# # 7. What a filter looks for, and whether it matters
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/07_filters.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/07_filters.ipynb).
#
# Ask a network what it looks for, and it can paint the answer. The pictures are beautiful, and it is
# easy to read too much into them. So here each one meets a sober question: what is it worth?
#
# [![Ten squares of coloured noise turn, step by step, into an airplane, a car, a bird, a cat, a deer, a dog, a frog, a horse, a ship and a truck](films/lesson_07.webp)](films/lesson_07_still.webp "Four moments of it")
#
# **What you will see**
#
# - In which layer the classes come apart, and how much of it random filters can do.
# - The ten real patches that excite a filter most.
# - Pictures that are made for a filter, and for a class, by twenty lines of your own.
# - What is lost without a filter, and whether the handsome ones matter more.
# - A dog that becomes a cat, though nobody sees a difference.
#
# **What you need**: lesson 4; lesson 6 helps. **Time**: about 35 minutes.
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

helpers.set_up(lesson=7)  # TensorFlow starts quietly, threads that wait make room

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy.ndimage import gaussian_filter
from scipy.stats import spearmanr
from sklearn.linear_model import RidgeClassifier

from helpers import full_or_quick
from helpers.analysis.depth import share_nearest_own_mean
from helpers.analysis.starts import colour_axes, multi_scale_noise
from helpers.course.checks import lesson_07 as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.lesson_07 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.ablation import Ablation
from helpers.networks.adversarial import adversarial_step
from helpers.networks.anatomy import receptive_field
from helpers.networks.architectures import cifar_cnn, cifar_residual_cnn, mnist_features_cnn
from helpers.networks.features import feature_maps
from helpers.networks.maximisation import maximise
from helpers.networks.top_patches import top_patches
from helpers.plots import style
from helpers.plots.filter_pages import FilterPages
from helpers.plots.images import show_images
from helpers.plots.layers import plot_shares
from helpers.plots.tiles import tile
from helpers.widgets import EpochPlayer, PointCloud

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_DIGITS = full_or_quick(3_000, 500)
N_PATCHES = full_or_quick(1_500, 100)
N_STEPS = full_or_quick(50, 4)
N_STARTS = full_or_quick(200, 20)
N_PAGES = full_or_quick(20, 3)
N_FOOLED = full_or_quick(150, 20)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# We look into the residual network of lesson 6, the strongest of the course. Its first convolution has 64
# filters. To take a filter away, put zeros in place of its map: what comes behind then
# gets nothing from it. Say that the least important filters go first.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "07/filters",
    "How many of the 64 first filters can be taken away before a tenth of what was right is lost?",
    low=0,
    high=64,
    unit="of 64",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where the classes come apart
#
# Each point below is a test picture, at the place that a layer gives it, seen from one side. *In which
# layer will the classes come apart, and in which epoch?* Move both sliders. For each layer the plane
# was chosen once, after the last epoch, so what moves is the network's doing.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
data = load("cifar10")
depth = shipped_record("cifar10_best_depth")
PointCloud.from_record(depth, data.x_test[:300], title="A thousand pictures in the network")

# %% [markdown]
# A plane hides most of a layer's numbers. So the table asks all of them: take each class's mean over
# validation pictures. How many test pictures are nearer to their own class's mean than to any other?

# %% alt="A table of percentages, a row for each layer and a column for each epoch: dark where classes are apart, at the lower right." slideshow={"slide_type": "subslide"}
plot_shares(depth)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which row gains most, and when? Does any row part the classes before training?*
#
# <details>
# <summary>What to notice</summary>
#
# Before training, no layer parts the classes much better than the pixels do.
# Afterwards each layer takes them a step further apart.
# So no single layer tells a dog from a cat. Depth is a path.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Whose share is it?
#
# Does the merit lie with the filters or with what comes behind them? We take lesson 4's network for
# digits, once trained and once as the dice made it, and give what its convolutions say to two simple
# judges. One knows nothing but the classes' means. The other is a single layer of weights, fitted in
# one go by least squares with a pull towards zero, called **ridge regression**.

# %% slideshow={"slide_type": "-"}
digits = load("mnist")
keras.utils.set_random_seed(0)
random = mnist_features_cnn()
reader = shipped_record("mnist_features").restore(mnist_features_cnn())
known, new = digits.y_train[:N_DIGITS], digits.y_test[:N_DIGITS]
for name, each in (("random", random), ("trained", reader)):
    seen, asked = (
        feature_maps(each, images[:N_DIGITS], ["pool_2"])["pool_2"].reshape(N_DIGITS, -1)
        for images in (digits.x_train, digits.x_test)
    )
    means = share_nearest_own_mean(seen, known, asked, new)
    fitted = RidgeClassifier(10).fit(seen, known).score(asked, new)
    print(f"{name} filters: nearest mean {means:.1%}, one fitted layer {fitted:.1%}")

# %% [markdown] slideshow={"slide_type": "-"}
# *Which of the two judges needs the training more?*
#
# <details>
# <summary>What to notice</summary>
#
# Even with *random* filters one fitted layer reads digits well. Many random questions, well weighed, are an answer too.
# Training lets even the plain means do much of the work: it is the
# filters that bring the classes apart.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ten patches
#
# The simplest question to a filter: which real pictures excite you most, and where? For one filter
# this takes a few lines. `norm_3` is what the third convolution says, normalised, *before* ReLU.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
network = shipped_record("cifar10_best").restore(cifar_residual_cnn())
filters = shipped_record("cifar10_best_filters")  # what takes longer was recorded
print(filters)

# %% tags=["owned"] alt="Ten small patches of photographs, the favourites of one filter: most of them green." slideshow={"slide_type": "-"}
images, first = data.x_train[:N_PATCHES], int(filters.units[0])

look = keras.Model(network.inputs[0], network.get_layer("norm_3").output)
maps = look.predict(images, batch_size=100, verbose=0)[..., first]
strongest = maps.max(axis=(1, 2)).argsort()[::-1][:10]
figure, panels = plt.subplots(1, 10, figsize=(9, 1.1))
for ax, number in zip(panels, strongest):
    row, column = np.unravel_index(maps[number].argmax(), maps[number].shape)
    field = receptive_field(network, "norm_3", row, column)
    ax.imshow(images[number][field.rows, field.columns])
    ax.axis("off")
plt.show()
print(f"filter {first} sees {field.height} × {field.width} pixels; its favourites show:")
print(", ".join(data.names[k] for k in data.y_train[strongest]))

# %% [markdown] slideshow={"slide_type": "-"}
# At the picture's edge a patch is smaller, for part of what the filter sees is no picture. `top_patches`
# does the same for all filters; here it takes only places that see nothing but picture.

# %% tags=["cover"] alt="Eight rows of small patches, ten for each of two filters: green frogs and leaves, dark eyes in light faces, undersides of cars, slanted edges." slideshow={"slide_type": "subslide"}
top = top_patches(network, "norm_3", images, filters.units, inside=True)
rows = top.patches[:16].reshape(2, 8, 10, *top.patches.shape[2:])
both = np.concatenate(rows, axis=1).reshape(160, *top.patches.shape[2:])
show_images(both, columns=20, tile_size=0.43)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# Each half of a row is one filter. *What would you call each of them?*

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Some are easy to name: something green, dark spots on a light face. Others answer to a slanted edge,
# whatever it belongs to. And some have two kinds of favourites: the one at the upper right likes faces of
# dogs and red fronts of trucks. A name that fits eight patches of ten is ours, not the filter's.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A picture made for a filter
#
# Real pictures only show what happens to be there. What if the picture itself could change? Training
# moves weights along a gradient. We leave the weights as they are, and move the *pixels*: this is
# **gradient ascent** on the filter's answer.
#
# Two things matter. We begin behind the layer that scales, for whole numbers have no gradient. And we
# ask *before* ReLU: where a filter is silent, ReLU's gradient is zero, and says nothing about which way
# is up.

# %% tags=["owned"] slideshow={"show": "code", "slide_type": "subslide"}
climb = keras.Model(network.get_layer("scale").output, network.get_layer("norm_3").output)
dice = np.random.default_rng(0)


def ascend(picture, number, jitter=0, blur=0.0, smooth=0.0):
    picture = tf.Variable(picture, dtype="float32")
    optimizer = keras.optimizers.Adam(0.05)
    for _ in range(N_STEPS):
        shift = dice.integers(-jitter, jitter + 1, 2)
        with tf.GradientTape() as tape:
            moved = tf.roll(picture[None], shift, axis=(1, 2))
            answer = tf.reduce_mean(climb(moved, training=False)[..., number])
            rough = tf.image.total_variation(picture) / tf.size(picture, tf.float32)
            loss = smooth * rough - answer
        optimizer.apply([tape.gradient(loss, picture)], [picture])
        picture.assign(np.clip(gaussian_filter(picture, (blur, blur, 0)), -1, 1))
    return picture.numpy(), float(answer)


# %% [markdown] slideshow={"slide_type": "subslide"}
# Much depends on how one climbs. **Jitter** moves the picture a little in each step, so that no pattern
# hangs on one pixel. *Total variation* is how much neighbouring pixels differ, and is taken off the answer.
# One can begin with the best of many random pictures, large shapes first. And one can move a picture's *waves* instead of its pixels,
# the long ones faster: its *Fourier transform*. `maximise` can do all of this.

# %% alt="Five pictures made for one filter: coarse noise from grey, a calmer pattern with jitter, a smooth one, one begun with a random picture, and a natural texture made of waves." slideshow={"slide_type": "-"}
axes = colour_axes(data.x_train[:2_000])  # brightness varies more than hue
starts = multi_scale_noise(N_STARTS, (32, 32, 3))
grey = np.zeros((32, 32, 3))
answers = look.predict(255 * starts, batch_size=100, verbose=0)[..., first].mean(axis=(1, 2))
recipes = {
    "plain": ascend(grey, first),
    "jitter": ascend(grey, first, jitter=2),
    "and smooth": ascend(grey, first, jitter=2, blur=0.4, smooth=1.0),
    "best of many": ascend(2 * starts[answers.argmax()] - 1, first, jitter=2, smooth=1.0),
}
waves = maximise(network, "norm_3", [first], steps=N_STEPS, colour_axes=axes)
made = [127.5 * (picture + 1) for picture, _ in recipes.values()] + [waves.pictures[0]]
said = [answer for _, answer in recipes.values()] + [waves.answers[0]]
names = [f"{name}\n{answer:.1f}" for name, answer in zip([*recipes, "waves"], said)]
show_images(np.stack(made), names, columns=5, tile_size=1.6)
plt.show()
print(f"the best of {N_STARTS} random pictures: {answers.max():.1f}; ", end="")
print(f"mean over real ones: {maps.mean():.1f}")

# %% [markdown] slideshow={"slide_type": "-"}
# Below each stands the filter's mean answer. *Which picture would you have chosen, and which would the filter?*
#
# <details>
# <summary>What to notice</summary>
#
# The plain climb has the highest, and
# the waves, which look most natural, the lowest: whatever makes a picture calmer costs something. All are
# above the best random picture. So the beauty is partly ours: we chose the recipe in which *we* see
# something.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Pattern and patches
#
# Below, each filter's pattern stands before its ten patches. Do they show the same thing?

# %% alt="Eight rows: a made pattern in strong colours, then ten real patches of the same filter." slideshow={"slide_type": "-"}
chosen = filters.units[:8]
patterns = maximise(network, "norm_3", chosen, steps=N_STEPS, colour_axes=axes, seed=1)
again = maximise(network, "norm_3", chosen, steps=N_STEPS, colour_axes=axes, seed=2)
side = top.patches.shape[2]
middle = patterns.pictures[:, 16 - side // 2 :, 16 - side // 2 :][:, :side, :side]
sheet = np.concatenate([middle[:, None], top.patches[:8]], axis=1)
show_images(sheet.reshape(-1, side, side, 3), columns=11, tile_size=0.6)
plt.show()

peak = np.max(look(patterns.pictures).numpy()[..., chosen], axis=(1, 2)).diagonal()
alike = [
    np.corrcoef(a.ravel(), b.ravel())[0, 1]
    for a, b in zip(*(each.pictures for each in (patterns, again)))
]
real = [np.corrcoef(a.ravel(), b.mean(axis=0).ravel())[0, 1] for a, b in zip(middle, top.patches)]
print(
    f"the pattern excites it {np.median(peak / top.answers[:8, 0]):.1f} times as much as the best patch"
)
print(f"correlation of patterns from two starts: {np.mean(alike):.2f}; ", end="")
print(f"of pattern and mean patch: {np.mean(real):.2f}")

# %% [markdown] slideshow={"slide_type": "-"}
# *What do the three numbers say about the pattern?*
#
# <details>
# <summary>What to notice</summary>
#
# A pattern excites its filter more than anything real does. Begun from
# other noise, it becomes another picture of the same texture: its lines lie elsewhere, so the two
# hardly correlate. A pattern is *one* answer of many, not the filter's portrait.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A picture made for a class
#
# The last layer has a unit for each class. Climb for it, before the softmax, and see what the network
# takes for the most doglike dog.

# %% slideshow={"show": "code", "slide_type": "-"}
better = shipped_record("cifar10_better").restore(cifar_cnn(batch_norm=True, third_layer=True))
article = shipped_record("cifar10_article").restore(cifar_cnn())
networks = {"best": network, "better": better, "article": article}
classes = {
    name: maximise(each, units=range(10), steps=N_STEPS, colour_axes=axes).pictures
    for name, each in networks.items()
}

# %% alt="Three rows of ten made pictures. In the first, of the strongest network, a bird, a deer, a dog, a horse and a car can be recognised; in the last, of the article's network, stripes and few shapes." slideshow={"slide_type": "subslide"}
show_images(np.concatenate(list(classes.values())), [*data.names] * 3, columns=10, tile_size=0.86)
plt.show()
for asked, each in networks.items():
    for maker, pictures in classes.items():
        right = np.asarray(each(pictures)).argmax(axis=1) == np.arange(10)
        print(f"{asked:8} names {right.sum():2} of 10 that {maker} made", end="; ")
    print()

# %% [markdown] slideshow={"slide_type": "-"}
# *Cover the names. How many would you have known, row by row?*
#
# <details>
# <summary>What to notice</summary>
#
# Rows are the networks, from the strongest to the article's. The better a network, the more its pictures look like
# something. Whether you would know them without the names, try on somebody else. And the networks
# name each other's pictures: what they have learned is in the photographs, not in one network alone.
# </details>

# %% alt="Ten made digits that look like noise and strokes, none like a digit, each with the network's probability." slideshow={"slide_type": "subslide"}
ghosts = maximise(reader, units=range(10), steps=N_STEPS).pictures
sure = np.asarray(reader(ghosts))[np.arange(10), np.arange(10)]
show_images(ghosts, [f"{k}: {p:.0%}" for k, p in enumerate(sure)], columns=10, tile_size=0.86)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Would you have known any of them?*
#
# <details>
# <summary>What to notice</summary>
#
# The same for digits. The reader of lesson 4 is sure of them, and nobody
# else would be. It reads real digits nearly without error. So a network can be right about
# all that is real, and yet look for something that we would not call a digit.
# </details>
#
# Are there *features*, things a network looks for that one can name? Eyes and antlers speak for it.
# Filters with two kinds of favourites, patterns that differ by the start, and these ghosts speak against it.

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### While it learns
#
# The same class pictures at several epochs of the training, and below them the patterns of some filters. Move the slider.


# %% slideshow={"show": "alone", "slide_type": "-"}
def enlarged(pictures, columns):
    return tile(pictures, columns, gap=1).repeat(3, axis=0).repeat(3, axis=1)


player = EpochPlayer.from_drawing(
    lambda epoch: np.concatenate(
        [
            enlarged(filters.class_pictures[filters.index(epoch)], 10),
            np.full((12, 987, 3), 255, np.uint8),
            enlarged(filters.patterns[filters.index(epoch), :20], 10),
        ]
    ),
    filters.epochs.tolist(),
    progress=False,
    title="Ten classes, and twenty filters of norm_3",
)
player

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: at first there is noise, whatever one climbs for. A car's outline and a horse's legs
# come early; fur, eyes and a background come later.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Does it matter?
#
# A filter can look important. Whether it *is*, shows when it is gone: taking it away is called
# **ablation**. By hand: make a filter's scale and shift in the normalization zero, and ReLU makes zeros
# of its map.

# %% tags=["owned"] slideshow={"slide_type": "-"}
some, labels = data.x_test[:200], data.y_test[:200]


def right():
    return np.mean(network(some, training=False).numpy().argmax(axis=1) == labels)


norm = network.get_layer("norm_1")
scale, shift, *statistics = norm.get_weights()
gone = int(filters.losses["relu_1"].argmax())
kept = np.arange(len(scale)) != gone
before = right()
norm.set_weights([scale * kept, shift * kept, *statistics])
after = right()
norm.set_weights([scale, shift, *statistics])  # as it was
print(f"with all filters {before:.1%}, without filter {gone} of conv_1 {after:.1%}")
print(f"by `Ablation`: {Ablation(network, 'relu_1', some, labels).right_without([gone]):.1%}")

# %% [markdown] slideshow={"slide_type": "-"}
# Done for each filter, one after the other, it tells how important each is: by how much the network is
# less sure of the right class. That takes minutes, so it was recorded. What is important was measured on
# validation pictures; what is lost in the end, on test pictures.

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
figure, panels = plt.subplots(1, 2, figsize=(8.6, 3.2), sharey=True, layout="constrained")
orders = ("least important first", "by chance", "most important first")
for ax, layer in zip(panels, ("relu_1", "relu_3")):  # what ReLU makes of norm_1 and norm_3
    for curve, order in zip(filters.curves[layer], orders):
        ax.plot(filters.counts[layer], curve, "o-", label=order)
    ax.set(title=layer, xlabel="filters taken away", ylim=(0, 1))
panels[0].set_ylabel("share of test pictures right")
panels[1].legend(fontsize=9)
least = filters.curves["relu_1"][0]
limit = 0.9 * least[0]
panels[0].axhline(limit, color="0.6", ls=":")
over = int(np.argmax(least < limit))
answer = np.interp(
    -limit, -least[over - 1 : over + 1], filters.counts["relu_1"][over - 1 : over + 1]
)
words = "Two panels of three falling curves: the least important filters cost little for long, the most important ones much at once."
guess.answer(round(float(answer)), panels[0], alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# *Why does the order matter on the left, and hardly on the right?*
#
# <details>
# <summary>What to notice</summary>
#
# The dotted line is nine tenths of what is right with all filters. In the first
# layer many filters can go, if the least important ones go first; if the most important ones do, it falls
# at once. In the third layer, on the right, the order hardly helps: there no single filter of 256 matters
# much, and those that seem to matter least, one by one, may stand in for each other. What a filter is
# worth alone does not add up.
# </details>

# %% tags=["nbval-check-output"] slideshow={"slide_type": "subslide"}
for name in ("cifar10_best", "cifar10_article", "mnist_features"):
    record = shipped_record(f"{name}_filters")
    for layer, dead in record.dead.items():
        least, chance, most = record.half_taken(layer)
        print(f"{name:15} {layer}: {dead.sum():2} of {len(dead):3} filters dead; ", end="")
        print(f"without half of them: least {least:.2f}, chance {chance:.2f}, most {most:.2f}")

# %% [markdown] slideshow={"slide_type": "-"}
# A dead filter (lesson 4) costs nothing. Some layers carry many of them along.

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### A filter's page
#
# Move from the most important filter of norm_3 to less important ones. *Would you have known from their
# pictures which matter?*

# %% slideshow={"show": "alone", "slide_type": "-"}
shown = filters.units[:N_PAGES]
pictures = data.x_test[[16, 1, 3]]
conv = network.get_layer("conv_3").get_weights()[0]
pages = FilterPages(
    np.moveaxis(conv[..., shown], -1, 0),
    top.patches[:N_PAGES],
    filters.patterns[:, :N_PAGES],
    np.moveaxis(look(pictures).numpy()[..., shown], -1, 0),
    pictures,
    filters.unit_losses[:, :N_PAGES],
    filters.epochs,
    [f"filter {unit}, number {rank + 1} by importance" for rank, unit in enumerate(shown)],
)
EpochPlayer.from_drawing(
    pages.draw, range(N_PAGES), pages.describe, progress=False, label="page", max_bytes=1_000_000
)

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
last = filters.patterns[-1].astype(float)
rough = np.abs(np.diff(last, axis=1)).mean(axis=(1, 2, 3)) / last.std(axis=(1, 2, 3))
tie, _ = spearmanr(-rough, filters.unit_losses[-1])
print(f"rank correlation of a smooth pattern with what is lost: {tie:.2f}, of {len(last)} filters")

# %% [markdown] slideshow={"slide_type": "-"}
# Handsome is hard to measure. Here it is how smooth a pattern is: rank correlation is 1 where the
# smoothest is the most important. With so few filters, anything below a third is no more than luck.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The dog becomes a cat
#
# Climbing needs no empty start. Take the dog of lesson 6, and move each number of each pixel by the
# same small amount, up or down as the gradient of the cat's probability says. A picture that was
# changed so is called **adversarial**.

# %% tags=["owned"] slideshow={"slide_type": "-"}
DOG, DOGS, CATS = data.x_test[16], data.names.index("dog"), data.names.index("cat")
sums = keras.Model(network.get_layer("scale").output, network.get_layer("dense").output)


def toward_cat(size):
    picture = tf.constant(DOG[None] / 127.5 - 1, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(picture)
        gain = sums(picture, training=False)[0, CATS] - sums(picture, training=False)[0, DOGS]
    way = np.sign(tape.gradient(gain, picture)[0])
    return np.clip(DOG + size * way, 0, 255).astype(np.uint8)


size = next(
    size for size in range(1, 256) if network(toward_cat(size)[None])[0].numpy().argmax() == CATS
)
cat = toward_cat(size)
print(f"It takes {size} of 255 steps of brightness.")

# %% alt="The dog; the same dog, which the network calls a cat; and the difference, a hundredfold, coloured noise in which no dog can be seen." slideshow={"slide_type": "subslide"}
difference = np.clip(127 + 100 * (cat.astype(int) - DOG), 0, 255)
captions = [
    f"{data.names[p.argmax()]}: {p.max():.0%}" for p in network(np.stack([DOG, cat])).numpy()
]
show_images(np.stack([DOG, cat, difference]), [*captions, "a hundredfold"], columns=3, tile_size=2)
plt.show()
signs = dice.choice([-1, 1], (20, *DOG.shape))
noisy = np.clip(DOG + size * signs, 0, 255).astype(np.uint8)
dogs = [(each(noisy).numpy().argmax(axis=1) == DOGS).sum() for each in networks.values()]
print("20 random steps of the same size, still a dog:", dict(zip(networks, map(int, dogs))))
for name, each in networks.items():
    print(f"{name} calls the changed dog a {data.names[each(cat[None]).numpy().argmax()]}")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: nobody sees the difference. And it is not noise that does it: random steps of the same size change
# nothing. The direction counts, and in three thousand dimensions many tiny steps add up.

# %% alt="Share of pictures still right against the size of the step: the network's own steps bring it down fast, those made for another network less, random ones hardly." slideshow={"slide_type": "subslide"}
pictures, truth = data.x_test[:N_FOOLED], data.y_test[:N_FOOLED]
good = network(pictures).numpy().argmax(axis=1) == truth
pictures, truth = pictures[good], truth[good]
sizes = np.array([0, 1, 2, 4, 8])
lines = {"own steps": [], "steps made for better": [], "random": []}
for each in map(int, sizes):
    noise = each * dice.choice([-1, 1], pictures.shape)
    changed = (
        adversarial_step(network, pictures, truth, each),
        adversarial_step(better, pictures, truth, each),
        np.clip(pictures + noise, 0, 255).astype(np.uint8),
    )
    for line, images in zip(lines.values(), changed):
        line.append(np.mean(network(images).numpy().argmax(axis=1) == truth))
for name, line in lines.items():
    plt.plot(sizes, line, "o-", label=name)
plt.gca().set(xlabel="size of the step, of 255", ylabel="share still right", ylim=(0, 1.02))
plt.legend()
plt.show()
half = np.interp(-0.5, -np.array(lines["own steps"]), sizes)
print(f"half of the pictures are lost at a step of {half:.1f}")

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: one step in each pixel fools the network on a good part of its pictures. Steps that
# were made for another network do harm as well, though less. Accuracy on test pictures says how a network does on
# pictures as they come, and nothing about pictures that were made against it.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. A class of your own choice
#
# Make a picture for a class of your choice that the network `better` is all but sure of, beginning
# with grey. Give the picture, an array of shape (32, 32, 3), and the number of the class: `answer = picture, number`.

# %%
answer = ...
checks.check_class_picture(answer, better)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# made = maximise(better, units=[7], steps=60, start="grey", colour_axes=axes)
# answer = made.pictures[0], 7
# ```
#
# Left out, the layer is the last one, and its units are the classes. 7 is the horse.
# </details>

# %% [markdown]
# ### 2. Find a dead filter
#
# Find a filter of `conv_2` in the network `article` that says the same everywhere, for all of the first
# 200 test pictures. Give its number.

# %%
answer = ...
checks.check_dead(answer, article, data.x_test[:200])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# maps = feature_maps(article, data.x_test[:200], ["conv_2"])["conv_2"]
# answer = int(np.flatnonzero(maps.max(axis=(0, 1, 2)) == maps.min(axis=(0, 1, 2)))[0])
# ```
#
# Its sum is never above zero, and ReLU makes zeros of it.
# </details>

# %% [markdown]
# ### 3. How little is enough?
#
# Take test picture 1. What is the smallest size of a step, a whole number, at which `adversarial_step`
# makes `network` call it something else?

# %%
answer = ...
checks.check_smallest_step(answer, network, data.x_test[1], data.y_test[1])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# picture, label = data.x_test[1:2], data.y_test[1:2]
# answer = 1
# while network(adversarial_step(network, picture, label, answer)).numpy().argmax() == label[0]:
#     answer += 1
# ```
#
# All pixels move by the same amount, each in its own direction.
# </details>

# %% [markdown]
# ### 4. One filter less
#
# Take filter 3 of `conv_1` away from `reader`, the network for digits: set its kernel and its bias to zero.
# What share of the first 500 test digits does it read then? Put the weights back afterwards.

# %%
answer = ...
checks.check_one_less(answer, reader, digits.x_test[:500], digits.y_test[:500])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# conv = reader.get_layer("conv_1")
# kernel, bias = conv.get_weights()
# less, none = kernel.copy(), bias.copy()
# less[..., 3], none[3] = 0, 0
# conv.set_weights([less, none])
# said = reader(digits.x_test[:500], training=False).numpy().argmax(axis=1)
# answer = np.mean(said == digits.y_test[:500])
# conv.set_weights([kernel, bias])
# ```
#
# Its kernel multiplies by zero, so its map is zero everywhere.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(filters, lines["own steps"][1])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Layer by layer the classes come apart. Random filters with one fitted layer behind them do much of
#   it for digits.
# - Ten real patches say what a filter likes, often in a word, sometimes in two.
# - Pictures made for filters and classes: what one sees in them depends on the network, and on the recipe.
# - Many filters can go. Which ones, their pictures do not tell.
# - A step that nobody sees turned a dog into a cat; random steps of the same size did not.
#
# **Next**: `maximise` makes pictures for a filter of any network, also of yours. In lesson 8 a network
# makes pictures by itself.
