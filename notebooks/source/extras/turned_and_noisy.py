# %% [markdown]
# # Turned and noisy
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/extras/turned_and_noisy.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/extras/turned_and_noisy.ipynb).
#
# In lesson 3 digits are moved, and the MLP falls much sooner than the CNN. Here the same two networks read
# digits that are turned, and digits under noise.
#
# **Goes with**: [lesson 3](../03_mlp_vs_cnn.ipynb). **Time**: about 5 minutes.
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

import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from helpers import full_or_quick
from helpers.analysis.robustness import add_noise, change_scores, rotate
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_cnn
from helpers.networks.classifier import classifier
from helpers.networks.mlp import MLP
from helpers.plots import style
from helpers.plots.images import show_images
from helpers.plots.robustness import plot_robustness

threadpool_limits(1)  # NumPy's matrices are small here: one core is faster than two that wait
style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_EPOCHS = full_or_quick(20, 10)
N_CHANGED = full_or_quick(1_000, 100)

# %% [markdown]
# ## The two networks
#
# The MLP learns anew, as in the lesson. The CNN comes from its record.

# %%
data = load("mnist")


def flat(images):
    return images.reshape(len(images), -1) / np.float32(255)


mlp = MLP((70, 30), max_epochs=N_EPOCHS).fit(flat(data.x_train), data.y_train)
cnn = classifier(shipped_record("mnist_cnn").restore(mnist_cnn()))
pair = {"MLP 70-30": lambda images: mlp.predict(flat(images)), "CNN": cnn}

# %% [markdown]
# ## What happens to the digits
#
# One digit, turned by ever more degrees; and under noise, whose *standard deviation* says how far it
# typically changes a pixel.

# %% alt="A digit 7 fourteen times: in the first row turned by 0 to 60 degrees, in the second under ever stronger noise."
degrees, strengths = range(0, 61, 10), range(0, 151, 25)
digit = data.x_test[:1]
changed = [rotate(digit, by) for by in degrees] + [add_noise(digit, by) for by in strengths]
show_images(np.concatenate(changed), [*degrees, *strengths], columns=7)
plt.show()

# %% [markdown]
# *Which of the two changes will part the networks more?*

# %% alt="Two charts of the share right: against the angle of turning, where the MLP and the CNN lie close, and against noise, where the CNN holds longer."
some, truth = data.x_test[:N_CHANGED], data.y_test[:N_CHANGED]
figure, axes = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
turned = {who: change_scores(says, some, truth, rotate, degrees) for who, says in pair.items()}
noisy = {who: change_scores(says, some, truth, add_noise, strengths) for who, says in pair.items()}
guessing = 1 / len(data.names)
plot_robustness(degrees, turned, "turned by degrees", guessing, ax=axes[0])
plot_robustness(strengths, noisy, "noise (standard deviation)", guessing, ax=axes[1])
plt.show()

# %% [markdown]
# **What to notice**: nothing in a convolution knows about turning, and the two curves on the left
# lie much closer together than those for shifts. With noise, on the right, the CNN holds far
# longer. Neither of them was ever shown noise or a digit turned on purpose.
