# %% [markdown]
# # Your own errors
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/own_errors.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/own_errors.ipynb).
#
# Lesson 5 clicks through the errors of a network that was trained before. Here you train the same
# network yourself, and look at what yours gets wrong. Shirts again?
#
# **Goes with**: [lesson 5](../05_confusion_matrix.ipynb). **Time**: about 5 minutes.
# **Words**: the [glossary](../glossary.md).

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

from helpers import full_or_quick
from helpers.datasets import load
from helpers.networks.architectures import mnist_cnn
from helpers.recording import Recorder
from helpers.widgets import ConfusionMatrix

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_EPOCHS = full_or_quick(4, 2)

# %% [markdown]
# ## Train it
#
# It goes `N_EPOCHS` times over the training pictures of Fashion-MNIST, which takes a minute or two. A
# recorder (lesson 6) goes along: after every epoch it keeps what the network says of each test
# picture. More epochs make it better: lesson 5's had sixteen. Set `N_EPOCHS` here, and run it again.

# %%
data = load("fashion_mnist", valid_size=0.1)
recorder = Recorder(data, watch=len(data.x_test), keep_kernels=False)
mnist_cnn().fit(
    data.x_train,
    data.y_train,
    batch_size=125,
    epochs=N_EPOCHS,
    validation_data=(data.x_valid, data.y_valid),
    callbacks=[recorder],
    verbose=0,
)
own = recorder.record
for epoch, right in zip(own.epochs, (own.predictions == own.test_labels).mean(axis=1)):
    print(f"epoch {epoch}: {right:.1%} of {len(own.test_labels):,} test pictures right")

# %% [markdown]
# ## Click through its errors
#
# Click a cell and move the slider. *Which pair does your network confuse most? Is it the one that
# lesson 5's network confused most?*

# %%
ConfusionMatrix.from_record(own, data.x_test, title="My own", per_cell=12)

# %% [markdown]
# Two trainings are two throws of the dice, as lesson 5 shows. What yours has in common with the
# lesson's is in the pictures; what it has not may be luck.
