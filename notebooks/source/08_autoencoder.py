# %% [markdown] slideshow={"slide_type": "slide"}
# # 8. The autoencoder, and its broken latent space
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/08_autoencoder.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/08_autoencoder.ipynb).
#
# A network gets a picture and must give the same picture back. That would be easy, but on the way
# everything has to pass through a few numbers. Nobody tells it what is in the picture. Then we leave
# the picture out, give it numbers of our own, and it has to invent.
#
# [![Rows of emoji, each on its way from one person or face to another: hair, hats and colours melt into the next](films/lesson_08.webp)](films/lesson_08_still.webp "Four moments of it")
#
# **What you will see**
#
# - Clothes squeezed through 2, 8, 32 and 128 numbers, and what is lost first.
# - The map that two numbers draw, and the land on it where nobody lives.
# - Inventions: rubbish, monsters, and at last new clothes and new faces.
# - Why no single number can tell a good invention from a bad one.
# - Uses: noise taken away, and grey photographs in colour.
#
# **What you need**: Python; what a convolution is (lesson 3). **Time**: about 35 minutes.
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

helpers.set_up(lesson=8)  # TensorFlow starts quietly, threads that wait make room

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from ipywidgets import interact
from keras import layers
from scipy.ndimage import gaussian_filter, median_filter
from sklearn.decomposition import PCA

from helpers import full_or_quick
from helpers.analysis.inventions import frechet_distance, nearest_real, sample_codes
from helpers.course.checks import lesson_08 as checks
from helpers.course.forms import Guess
from helpers.course.picture_recipes import restored
from helpers.course.quizzes.lesson_08 import quiz
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn, mnist_cnn
from helpers.networks.autoencoders import codes, decoded, decoded_grid, reconstructions
from helpers.networks.features import FeatureReader
from helpers.plots import style
from helpers.plots.decoded import plot_decoded_map
from helpers.plots.images import show_images
from helpers.widgets import EpochPlayer, PointCloud

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_TRAIN = full_or_quick(20_000, 1_000)  # pictures that the live training sees in its longest round
N_REAL = full_or_quick(6_000, 1_000)  # real pictures that inventions are compared with
N_DRAWN = full_or_quick(500, 100)
N_PHOTOS = full_or_quick(1_000, 200)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# A network that was trained to give clothes back has a half that makes numbers of a picture, and a
# half that makes a picture of numbers. For each of the numbers we note the lowest and the highest that
# real clothes give. Between these two we throw dice, for all numbers, and look at the pictures that
# come out. One real picture in twenty is odd: further than that from everything seen in training.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "08/box",
    "Of 100 pictures invented so, how many are nearer to real clothes than the odd ones are?",
    low=0,
    high=100,
    unit="of 100",
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Through the needle's eye
#
# An *autoencoder* has two halves. The *encoder* makes a few numbers of a picture, its **code**. The
# *decoder* makes a picture of the code. It grows its maps with *transposed convolutions*: each value
# paints a small kernel into a larger map. Here a picture of 784 pixels goes through 32 numbers. The loss
# is the *mean squared error*: how far the pixels are off, squared, and the mean of that.

# %% tags=["owned", "nbval-check-output"]
keras.utils.set_random_seed(0)
encoder = keras.Sequential(
    [
        keras.Input((28, 28), dtype="uint8"),
        layers.Rescaling(1 / 255),
        layers.Reshape((28, 28, 1)),
        layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),  # 14 × 14
        layers.Conv2D(32, 3, strides=2, padding="same", activation="relu"),  # 7 × 7
        layers.Flatten(),
        layers.Dense(32),  # the code
    ]
)
decoder = keras.Sequential(
    [
        keras.Input((32,)),
        layers.Dense(7 * 7 * 32, activation="relu"),
        layers.Reshape((7, 7, 32)),
        layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),  # 14 × 14
        layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid"),  # 28 × 28
        layers.Reshape((28, 28)),
    ]
)
autoencoder = keras.Sequential([encoder, decoder])
autoencoder.compile(optimizer=keras.optimizers.Adam(0.002), loss="mse")
print(f"784 pixels → {encoder.output_shape[1]} numbers → 784 pixels")

# %% [markdown]
# `fit` gets each picture twice: as the question and as the answer. We train in rounds that grow, and keep after each what comes of ten test
# pictures.

# %% tags=["owned"]
data = load("fashion_mnist")
ten = data.x_test[[0, 1, 2, 3, 9, 11, 18, 19, 23, 30]]
seen, kept = [0], [decoded(decoder, codes(autoencoder, ten))]
for n in (128, 256, 512, 1_024, 2_048, 4_096, 8_192, 20_000, 20_000):
    images = data.x_train[: min(n, N_TRAIN)]
    autoencoder.fit(images, images / np.float32(255), batch_size=64, verbose=0)
    seen.append(seen[-1] + len(images))
    kept.append(reconstructions(autoencoder, ten))


def in_rows(rows, columns=10, **options):
    """Draw pictures from 0 to 1 in rows, each behind its name."""
    pictures = np.concatenate(list(rows.values()))
    shown = {"tile_size": 0.7, "limits": (0, 1), **options}
    return show_images(pictures, columns=columns, rows=list(rows), **shown).figure_


def player(draw, moments, words, **options):
    """Draw a frame for each moment beforehand, and put them on a slider."""
    return EpochPlayer.from_drawing(draw, moments, describe=words, progress=False, **options)


player(
    lambda round: in_rows({"shown": ten / 255, "given back": kept[round]}),
    range(len(kept)),
    lambda round: f"Ten clothes and what comes of them after {seen[round]:,} pictures",
    title="It learns to give clothes back",
    label="round",
    epoch=len(kept) - 1,
)

# %% [markdown] slideshow={"slide_type": "-"}
# *Move it to the left. What comes first, what comes last, and what never comes?*
#
# <details>
# <summary>What to notice</summary>
#
# First one grey shape stands for everything. Then come the outlines, then light and dark. Writing,
# buttons and checks stay away: they cost many pixels' worth of numbers and save little of the loss.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ### How many numbers?
#
# Here are networks of the same kind that were trained longer, with codes of several sizes. Beside
# them is PCA (lesson 2): the best that can be done with weighted sums alone, without a hidden layer. It
# is found by a formula, without training.

# %% tags=["nbval-check-output"] slideshow={"slide_type": "-"}
SIZES = (2, 8, 32, 128)
networks = {size: restored(f"fashion_code_{size}") for size in SIZES}
for size, network in networks.items():
    print(f"{size:4} numbers: {network.count_params():>7,} weights")

# %% slideshow={"slide_type": "-"}
flat = data.x_train[:N_REAL].reshape(N_REAL, 784) / np.float32(255)
pca = PCA(128, random_state=0).fit(flat)
test = data.x_test[:1_000] / np.float32(255)
sums = (test.reshape(-1, 784) - pca.mean_) @ pca.components_.T
shown, errors = {}, {}
for size, network in networks.items():
    linear = (sums[:, :size] @ pca.components_[:size] + pca.mean_).reshape(-1, 28, 28)
    back = {"autoencoder": reconstructions(network, data.x_test[:1_000]), "PCA": linear}
    errors[size] = {name: np.mean((each - test) ** 2) for name, each in back.items()}
    shown[size] = {name: each[:10] for name, each in {"shown": test, **back}.items()}
errors = pd.DataFrame(errors).T.rename_axis("numbers")
errors.round(4)

# %% slideshow={"slide_type": "subslide"}
player(
    lambda size: in_rows(shown[size]),
    SIZES,
    lambda size: f"Ten clothes through {size} numbers, by the network and by PCA",
    title="The same clothes through more and more numbers",
    label="numbers",
)

# %% [markdown] slideshow={"slide_type": "-"}
# *Which of the two is better with few numbers, and which with many? Why could that be?*
#
# <details>
# <summary>What to notice</summary>
#
# The table has the mean squared difference; less is better. With few numbers the
# network is well ahead: it can bend, and PCA cannot. With many, PCA catches up or passes: it keeps
# the 128 directions in which clothes differ most, to the last digit, while the network's two coarse
# convolutions and its short training limit what it can draw. More numbers than needed are no gift.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The map it draws
#
# A code of two numbers is a place on a map. Each point is one of a thousand test pictures. Move
# through the training, and point at the map to see who lives where.

# %% slideshow={"show": "alone", "slide_type": "subslide"}
record = shipped_record("fashion_code_2")
labels = data.y_test[:1_000]
mapper = restored("fashion_code_2")
points = np.stack(
    [codes(record.restore(mapper, epoch), data.x_test[:1_000]) for epoch in record.epochs.tolist()]
)
PointCloud(points, labels, data.names, data.x_test[:500], epochs=record.epochs, epoch=14)

# %% [markdown] slideshow={"slide_type": "subslide"}
# No label was shown, and yet the kinds lie apart, as on lesson 2's map. But UMAP only places the
# pictures that it has. This map goes on where there is none: every place on it can be decoded. The
# pictures below are what stands at the middle of each cell.

# %% alt="Two maps of decoded pictures with the codes of real clothes as points on them. On both, kinds of clothes have their own regions, and parts of the map have no point." slideshow={"slide_type": "-"}
maps = {"autoencoder": networks[2], "for the end": restored("fashion_clouds_2")}
figure, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained")
for ax, (name, network) in zip(axes, maps.items()):
    place = codes(network, data.x_test[:1_000])
    limits = np.stack([place.min(axis=0), place.max(axis=0)], axis=1)
    pictures = decoded_grid(network.get_layer("decoder"), limits)
    plot_decoded_map(pictures, limits, place, labels, title=name, ax=ax)
    empty = (np.histogram2d(*place.T, bins=20)[0] == 0).mean()
    print(f"{name}: {empty:.0%} of 20 × 20 cells have no picture")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice.** Between the settled parts lie whole regions without a picture. What the decoder
# draws there is nobody's: half shirt, half bag, or a stain. Nothing in the loss says what to do there.
# The map on the right is of a network that you meet at the end; on it, pictures change more evenly.

# %% [markdown] page="In a notebook that runs, two sliders stand here: they choose a place on the map, and the decoder draws what is there."
# Go there yourself: choose a place that is empty on the map.


# %%
@interact(
    first=(float(points[-1][:, 0].min()), float(points[-1][:, 0].max())),
    second=(float(points[-1][:, 1].min()), float(points[-1][:, 1].max())),
)
def look(first, second):
    picture = decoded(networks[2].get_layer("decoder"), [[first, second]])
    show_images(picture, tile_size=2, limits=(0, 1))
    plt.show()


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Invent!
#
# Now leave the picture out. Draw codes at random and decode them. The question is only: *which*
# random? Here are seven ways, from knowing nothing to knowing much. Most of them throw from a *normal
# distribution*: values near the mean come often, far ones rarely, and the *standard deviation* says how
# far they typically are.

# %% tags=["owned"]
autoencoder_32 = networks[32]
decode = autoencoder_32.get_layer("decoder")
real, kinds = data.x_train[:N_REAL], data.y_train[:N_REAL]
known = codes(autoencoder_32, real)  # of real pictures
rng = np.random.default_rng(0)
size = (N_DRAWN, 32)
drawn = {
    "normal": rng.normal(size=size),
    "box": rng.uniform(known.min(axis=0), known.max(axis=0), size),
    "each number": rng.normal(known.mean(axis=0), known.std(axis=0), size),
    "together": rng.multivariate_normal(known.mean(axis=0), np.cov(known.T), N_DRAWN),
    "within a class": sample_codes(known, N_DRAWN, "classes", labels=kinds),
    "mixture": sample_codes(known, N_DRAWN, "mixture"),
    "between two": sample_codes(known, N_DRAWN, "neighbours"),
}
print(f"codes of real clothes: mean {known.mean():.1f}, standard deviation {known.std():.1f}")

# %% [markdown] slideshow={"slide_type": "-"}
# - **normal**: mean 0 and standard deviation 1, which fits nothing here: see the line above.
# - **box**: evenly between the lowest and the highest. **each number**: with its own mean and spread.
# - **together**: also with how the numbers go with each other, their *covariance*.
# - **within a class**: the same, for shoes, bags ... apart. **mixture**: for ten groups that a
#   *Gaussian mixture* has found without labels. **between two**: on the line from one code to a near one.

# %% tags=["cover"] alt="Eight rows of pictures: real clothes, grey mush, torn shapes, torn clothes, blurred clothes, and three rows of nearly real ones." slideshow={"slide_type": "subslide"}
invented = {name: decoded(decode, each) for name, each in drawn.items()}
in_rows({name: each[:12] for name, each in {"real": test, **invented}.items()}, 12, tile_size=0.6)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Which rows would you take for clothes? From which row on could you not tell with certainty?*

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### A ladder of numbers
#
# Can a number tell? Three candidates, all from lesson 5's classifier of clothes:
#
# - its **confidence**, the probability of the class that it names;
# - the **distance** to the nearest real picture, in the classifier's last maps, and how many inventions
#   are further than the odd ones among real test pictures;
# - the **Fréchet distance**, which compares not pictures but clouds of them: their means and covariances.

# %% tags=["owned"] slideshow={"slide_type": "-"}
classifier = shipped_record("fashion_cnn").restore(mnist_cnn())
reader = FeatureReader(classifier, ["pool_2"])


def look_at(pictures):
    images = np.rint(np.clip(pictures, 0, 1) * 255).astype(np.uint8)
    maps, probabilities = reader(images)
    return maps["pool_2"], probabilities.max(axis=1)


seen_maps, _ = look_at(real / 255)
flat_maps = seen_maps.reshape(N_REAL, -1)
means = seen_maps.mean(axis=(1, 2))
table = {}
for name, pictures in {"real": test[:N_DRAWN], **invented}.items():
    maps_of, confidence = look_at(pictures)
    distance, nearest = nearest_real(maps_of.reshape(len(maps_of), -1), flat_maps)
    if name == "real":
        odd = np.quantile(distance, 0.95)
    table[name] = {
        "confidence": confidence.mean(),
        "distance": np.median(distance),
        "too far": (distance > odd).mean(),
        "Fréchet": frechet_distance(maps_of.mean(axis=(1, 2)), means),
    }
table = pd.DataFrame(table).T
table.round(2)

# %% tags=["answer"] slideshow={"slide_type": "subslide"}
near_enough = 100 * (1 - table["too far"])
ax = near_enough[::-1].plot.barh(figsize=(8, 3), xlim=(0, 100), color=style.LINE_COLOURS[0])
ax.set(xlabel="of 100, nearer to real clothes than the odd ones")
words = "Bars: of 100 pictures drawn in each way, how many are near real clothes; the box has few."
guess.answer(near_enough["box"], ax, alt=words)

# %% [markdown] slideshow={"slide_type": "-"}
# <details>
# <summary>What to notice</summary>
#
# Each number has its blind spot. **Confidence** does not know the box from much better ways: the
# classifier must name one of ten things, and is as sure of rags. The **distance** is small for
# the grey mush of *normal*, smaller than for real pictures: dim and smooth is near to everything. The
# **Fréchet distance** sees at once that this cloud is the wrong one, but it cannot say which picture
# is bad. And none of the three sees that reconstructions have lost their writing.
# </details>

# %% [markdown] slideshow={"slide_type": "subslide"}
# ### Holes
#
# The box is full of holes: nearly all of it is nowhere near a real code. This is meant by a *broken*,
# or fragmented, *latent space*: the space of codes is called **latent**, hidden. Three networks that
# differ in their seed alone, and codes of other sizes:

# %% slideshow={"slide_type": "-"}
holes = {}
compared = "code_2 code_8 code_32 code_128 code_32_seed_1 code_32_seed_2 clouds_32"
for name in compared.split():
    network = restored(f"fashion_{name}")
    of_real = codes(network, real)
    row = {}
    for how in ("box", "axes", "classes"):
        pictures = decoded(network.get_layer("decoder"), sample_codes(of_real, N_DRAWN, how, kinds))
        far, _ = nearest_real(look_at(pictures)[0].reshape(N_DRAWN, -1), flat_maps)
        row[how] = (far > odd).mean()
    holes[name.replace("_", " ")] = row
print("of 100 inventions, so many are too far from real clothes:")
(100 * pd.DataFrame(holes).T).round().astype(int)

# %% [markdown] slideshow={"slide_type": "-"}
# *How does it go with the number of numbers? And does the last row belong to the others?*
#
# <details>
# <summary>What to notice</summary>
#
# Two numbers leave little room for rubbish: by this measure even the empty land of
# the map decodes to something like clothes. The more numbers, the more ways there are to be where no
# code is, and most of the box is hole. Knowing the classes helps at every size, and the seed changes
# little. The last row is of the other kind of network, which comes at the end: it has hardly a hole.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Steer by hand
#
# PCA of the *codes* finds the directions in which codes of real clothes differ most. Walking along them
# is steering: the decoder stays where it knows its way.

# %% alt="Four rows of nine pictures: along each direction one kind of garment turns into another." slideshow={"slide_type": "-"}
axes_of_codes = PCA(4, random_state=0).fit(known)
steps = np.linspace(-2, 2, 9)
spread = np.sqrt(axes_of_codes.explained_variance_)
walks = {}
for k, direction in enumerate(axes_of_codes.components_):
    along = axes_of_codes.mean_ + steps[:, None] * spread[k] * direction
    walks[f"direction {k + 1}"] = decoded(decode, along)
in_rows(walks, columns=9)
plt.show()

# %% [markdown] page="In a notebook that runs, four sliders stand here, one for each direction: you steer a picture by hand."
# Mix them by hand, in standard deviations:


# %%
@interact(first=(-3.0, 3.0), second=(-3.0, 3.0), third=(-3.0, 3.0), fourth=(-3.0, 3.0))
def steer(first=0.0, second=0.0, third=0.0, fourth=0.0):
    code = axes_of_codes.mean_ + [first, second, third, fourth] * spread @ axes_of_codes.components_
    show_images(decoded(decode, code[None]), tile_size=2, limits=(0, 1))
    plt.show()


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Faces
#
# The same with faces. Real ones would need a download and the consent of those who show them, so here
# are the faces and persons of two sets of emoji: Google's Noto Emoji (Apache License 2.0) and Twemoji
# (`CC BY 4.0`, © Twitter, Inc. and other contributors), on white and made small. All tones and both
# drawings of one person are on one side of the test.

# %% tags=["nbval-check-output"]
faces = load("emoji")  # after `python -m helpers fetch olivetti`, load_olivetti() gives photographs
print(f"{len(faces.x_train):,} for training, {len(faces.x_test)} for the test")
for name, count in zip(faces.names, np.bincount(faces.y_train)):
    print(f"{count:4} × {name}")

# %% alt="Two rows of test emoji and what the network gives back: faces and clothes are there, small things in hands are lost." slideshow={"slide_type": "-"}
faces_network = restored("emoji_code_24")
given = reconstructions(faces_network, faces.x_test[:12])
in_rows({"shown": faces.x_test[:12] / 255, "given back": given}, 12, tile_size=0.6)
plt.show()

# %% alt="Six rows of invented emoji: grey ghosts, burning monsters, haunted faces, and then rows of new faces and persons." slideshow={"slide_type": "subslide"}
face_codes = codes(faces_network, faces.x_train)
face_decoder = faces_network.get_layer("decoder")
ways = dict(zip(invented, ("normal", "box", "axes", "covariance", "classes")))
new = {
    name: decoded(face_decoder, sample_codes(face_codes, 300, how, faces.y_train, seed=1))
    for name, how in {**ways, "between two": "neighbours"}.items()
}
in_rows({name: pictures[:12] for name, pictures in new.items()}, 12, tile_size=0.6)
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# Grey ghosts, burning monsters, haunted faces; then, from where emoji live, new ones. *Who* comes?

# %% slideshow={"slide_type": "subslide"}
flat_faces = faces.x_train.reshape(len(faces.x_train), -1) / 255
counts = {"training": np.bincount(faces.y_train, minlength=7) / len(faces.y_train)}
for how in ("together", "between two"):
    _, nearest = nearest_real(new[how].reshape(300, -1), flat_faces)
    counts[how] = np.bincount(faces.y_train[nearest], minlength=7) / 300
print("of 100, so many are nearest to a")
(100 * pd.DataFrame(counts, index=faces.names)).round().astype(int)

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: each invention is counted as what the nearest emoji of the training is. Nobody
# asked for a tone, and yet the shares have moved: whoever takes all for one cloud gets more of what
# lies in its middle, and the ends become rare: faces, and the lightest and darkest tones. *Between two*
# stays nearer to the training's shares. And what the training set does not hold never comes. Large
# picture machines are not safe from either.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Walks
#
# From one picture to another there are two straight ways: in pixels and in codes. Below, each pair
# once by both. The first two are alike, the other two are not.

# %% slideshow={"slide_type": "-"}
boots, trouser = np.flatnonzero(data.y_test == 9)[:2], np.flatnonzero(data.y_test == 1)[0]
pairs = {"alike": boots, "unlike": [boots[0], trouser]}
share = np.linspace(0, 1, 21)
paths = {}
for name, pair in pairs.items():
    first, second = data.x_test[pair] / 255
    start, end = codes(autoencoder_32, data.x_test[pair])
    paths[f"{name}, in pixels"] = first + share[:, None, None] * (second - first)
    paths[f"{name}, in codes"] = decoded(decode, start + share[:, None] * (end - start))

player(
    lambda step: in_rows({name: path[[0, step, -1]] for name, path in paths.items()}, 3),
    range(21),
    lambda step: f"{share[step]:.0%} of the way: start, where we are, end",
    title="Two ways from one picture to another",
    label="step",
    epoch=10,
)

# %% [markdown] slideshow={"slide_type": "-"}
# *What stands half-way, in each of the four rows?*
#
# <details>
# <summary>What to notice</summary>
#
# Look at the middle column half-way. In pixels both pictures lie over each other,
# like two slides in one projector. In codes, like things morph: one boot becomes another. Unlike
# things do not: the way leads through a hole, and what stands there is neither.
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Useful at last
#
# ### Noise
#
# If a network gives back what is typical, show it a *noisy* picture, and ask for the clean one. This one
# has *shortcuts* around its narrow part, so that no detail has to pass through it (a *U-Net*). Beside it
# are the best blur and the best median filter that we can find **for each noise, looking at the clean
# pictures**: more help than they would have in life.

# %% slideshow={"slide_type": "-"}
denoiser = restored("fashion_denoising")
clean = test[:100]
noises = (5, 10, 20, 30, 40, 50)
steps_shown, decibels = {}, {}
for noise in noises:
    noisy = clean + rng.normal(size=clean.shape) * noise / 100
    noisy = np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)
    blurs = [gaussian_filter(noisy / 255, (0, s, s)) for s in (0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.3)]
    medians = [median_filter(noisy / 255, (1, side, side)) for side in (2, 3, 4, 5)]
    best = [min(each, key=lambda one: np.mean((one - clean) ** 2)) for each in (blurs, medians)]
    rows = dict(zip(("noisy", "best blur", "best median"), [noisy / 255, *best]))
    rows["network"] = reconstructions(denoiser, noisy)
    decibels[noise] = {k: -10 * np.log10(np.mean((v - clean) ** 2)) for k, v in rows.items()}
    steps_shown[noise] = {k: v[:10] for k, v in {"clean": clean, **rows}.items()}
pd.DataFrame(decibels).T.rename_axis("noise, % of white").round(1)

# %% slideshow={"slide_type": "subslide"}
player(
    lambda noise: in_rows(steps_shown[noise]),
    noises,
    lambda noise: f"Ten clothes with noise of {noise} percent, and three ways to clean them",
    title="Set the noise",
    label="noise, %",
    epoch=30,
)

# %% [markdown] slideshow={"slide_type": "-"}
# The table is in decibels: 3 more is half of the squared error. *For which noise does the network help
# most, and is there one for which an old filter does as well?* Mind its hallucinations: in much noise it
# draws what clothes usually have there.

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Colour
#
# Another network of this kind gets grey photographs and has learned to say their colours. Here are the
# seven test photographs to which it gives most blue, and the seven to which it gives least.

# %% alt="Three rows of photographs: grey, coloured by the network, and as they were." slideshow={"slide_type": "-"}
photos = load("cifar10").x_test[:N_PHOTOS]
right = load("cifar10").y_test[:N_PHOTOS]
recolouring = restored("cifar10_recolouring")
coloured = np.clip(reconstructions(recolouring, photos), 0, 1)
grey = np.repeat((photos @ [0.299, 0.587, 0.114])[..., None], 3, axis=-1) / 255
photographs = {"grey": grey, "coloured": coloured, "true": photos / 255}
order = np.argsort((coloured - grey)[..., 2].mean(axis=(1, 2)))
bold = [*order[-7:], *order[:7]]
in_rows({name: each[bold] for name, each in photographs.items()}, 14, tile_size=0.55)
plt.show()

# %% slideshow={"slide_type": "subslide"}
namer = shipped_record("cifar10_better").restore(cifar_cnn(batch_norm=True, third_layer=True))
for name, pictures in photographs.items():
    said = namer.predict(np.rint(pictures * 255).astype(np.uint8), verbose=0).argmax(axis=1)
    print(f"{name:9}{(said == right).mean():.1%} of {len(right)} photographs named rightly")
player(
    lambda percent: (
        show_images((grey + (coloured - grey) * percent / 100)[bold], limits=(0, 1)).figure_
    ),
    range(0, 101, 10),
    lambda percent: f"Fourteen photographs with {percent} percent of the invented colour",
    label="percent",
    epoch=100,
)

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: skies and water turn a little blue, and nearly all else brownish, green leaves and
# red frogs alike. Where a thing may have many colours, their mean costs least, and the mean of many
# colours is brown. It *looks* better than grey. A classifier gains little or nothing: all that it is
# told was in the grey picture.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A little order
#
# A **variational autoencoder** gives for each picture not a point but a small cloud, and decodes
# a random point of it. All clouds together are pulled towards one normal distribution. So neighbours
# must decode alike, and the middle of the space must not stay empty.

# %% alt="Two rows of inventions from standard normal codes: grey mush from the plain network, blurred clothes from the variational one; below what both give back." slideshow={"slide_type": "-"}
variational = restored("fashion_clouds_32")
normal = rng.normal(size=(N_DRAWN, 32))
rows, cost = {}, {}
for name, network in {"plain": autoencoder_32, "variational": variational}.items():
    pictures = decoded(network.get_layer("decoder"), normal)
    back = reconstructions(network, data.x_test[:1_000])
    rows |= {f"{name}, invented": pictures[:12], f"{name}, given back": back[:12]}
    cost[name] = {
        "given back: squared difference": np.mean((back - test) ** 2),
        "invented: Fréchet": frechet_distance(look_at(pictures)[0].mean(axis=(1, 2)), means),
    }
in_rows(rows, 12, tile_size=0.55)
plt.show()
pd.DataFrame(cost).T.round(3)

# %% [markdown] slideshow={"slide_type": "-"}
# **What to notice**: order has a price. Now dice that know nothing of clothes throw clothes. But what
# is given back is blurrier than before: a cloud holds less than a point.

# %% [markdown]
# ## Your turn

# %% [markdown] page="In a notebook that runs, your answer goes in place of the `...`, and each check tells you what it thinks. Here you can work them out, and unfold the solutions below."
# Put your answer in place of the `...` and run the cell. The solutions are folded up below.

# %% [markdown]
# ### 1. PCA against 8 numbers
#
# How many components does PCA need to come at least as near to the test pictures `test` as the
# autoencoder with a code of 8 numbers? `pca` has up to 128 of them, the best first.

# %%
answer = ...
checks.check_components(answer, pca, test, errors.loc[8, "autoencoder"])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# pixels = test.reshape(len(test), 784)
# sums = (pixels - pca.mean_) @ pca.components_.T
# for answer in range(1, pca.n_components_ + 1):
#     back = sums[:, :answer] @ pca.components_[:answer] + pca.mean_
#     if np.mean((back - pixels) ** 2) <= errors.loc[8, "autoencoder"]:
#         break
# ```
#
# Each component is one number of a code that cannot bend.
# </details>

# %% [markdown]
# ### 2. What is hardest to give back?
#
# `back` is what `networks[8]` gives back of `test`. Of which class is it worst, by the mean squared
# difference? Give its name.

# %%
back = reconstructions(networks[8], data.x_test[:1_000])
answer = ...
checks.check_hardest(answer, test, back, labels, data.names)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# off = np.mean((back - test) ** 2, axis=(1, 2))
# answer = data.names[np.argmax([off[labels == k].mean() for k in range(10)])]
# ```
#
# What differs from picture to picture within its class takes most numbers.
# </details>

# %% [markdown]
# ### 3. A hole of your own
#
# Find a place on the map of two numbers, within its lowest and highest values, that is as far as you can
# from every real code. Any place that is further from all of `points[-1]` than a tenth of the map's
# longer side will do. Give its two numbers; then decode it and look.

# %%
answer = ...
checks.check_hole(answer, points[-1])

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# low, high = points[-1].min(axis=0), points[-1].max(axis=0)
# places_to_try = rng.uniform(low, high, (5_000, 2))
# far, _ = nearest_real(places_to_try, points[-1])
# answer = places_to_try[far.argmax()]
# show_images(decoded(networks[2].get_layer("decoder"), [answer]), limits=(0, 1))
# ```
#
# Most of the map is hole. Its corners are the emptiest.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - Through few numbers the outline passes, and writing and patterns are lost first. With few numbers a
#   network beats PCA, with many it need not.
# - Two numbers make a map on which kinds lie apart, with wide empty land between and around them.
# - Inventions are as good as what the dice know of real codes: rubbish from the box, clothes and faces
#   from where the data live. What was not in the training set did not come back.
# - Confidence, distance and Fréchet distance each miss something that the eye sees at once.
# - To take noise away, or to colour, a network draws what is usual: helpful, plausible, not known.
#
# **Next**: lesson 9, where the pictures are yours, and so is the network.
