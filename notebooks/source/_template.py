# %% [markdown] slideshow={"slide_type": "slide"}
# # 0. The lesson's name
#
# Open it in [Binder](https://mybinder.org/v2/gh/watch-it-learn/watch-it-learn/HEAD?urlpath=lab/tree/notebooks/_template.ipynb)
# or [Colab](https://colab.research.google.com/github/watch-it-learn/watch-it-learn/blob/main/notebooks/_template.ipynb).
#
# Two or three sentences that make one want to read on. This is a lesson of the smallest size:
# replace what it says.
#
# **What you will see**
#
# - The first thing, as one statement. The end comes back to it.
# - The second thing. Three to five of them.
# - The third thing.
#
# **What you need**: what a reader should know before. **Time**: about 5 minutes.
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

helpers.set_up()  # TensorFlow starts quietly, threads that wait make room

import matplotlib.pyplot as plt
import numpy as np

from helpers import full_or_quick
from helpers.course.checks import template as checks
from helpers.course.forms import Guess
from helpers.course.quizzes.template import quiz
from helpers.datasets import load
from helpers.plots import style

style.use()

# How much is computed: the second of two where COURSE_QUICK=1, as the tests have it.
N_IMAGES = full_or_quick(5_000, 500)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Predict first
#
# What one needs to know for a guess, and no more. The question's answer comes further down, and
# nothing before it gives it away.

# %% slideshow={"slide_type": "-"}
guess = Guess(
    "00/brightness",
    "How bright is the average pixel of a handwritten digit, from 0 (black) to 255 (white)?",
    low=0,
    high=255,
)
guess

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The first section
#
# A few sentences, a short cell, a picture, and what to notice in it. A number in the text is
# always computed in a cell nearby.

# %% slideshow={"slide_type": "-"}
data = load("mnist")
print(data)

# %% [markdown] slideshow={"slide_type": "subslide"}
# A cell whose output is the same in both sizes and on every machine says so in a tag. The tests hold
# it against the stored output.

# %% tags=["nbval-check-output"]
print("the first digit is a", data.y_train[0], "and its brightest pixel is", data.x_train[0].max())

# %% tags=["cover"] alt="A digit of grey mist: the average of many, bright in the middle." slideshow={"slide_type": "-"}
average = np.mean(data.x_train[:N_IMAGES], axis=0)
figure, ax = plt.subplots(figsize=(3, 3))
ax.imshow(average, cmap="gray", vmin=0, vmax=255)
ax.set_title(f"average of {N_IMAGES} digits")
ax.axis("off")
plt.show()

# %% [markdown] slideshow={"slide_type": "-"}
# *Ask here what the picture shows.*
#
# <details>
# <summary>What to notice</summary>
#
# Say it in words, for a reader who cannot see the picture too.
# </details>

# %% tags=["answer"]
guess.answer(average.mean())

# %% [markdown]
# ## Your turn
#
# ### 1. How many ones?
#
# How many of the training pictures show a one? Put the number in place of `...`.

# %%
answer = ...
checks.check_ones(answer, data.y_train)

# %% [markdown]
# <details>
# <summary>Solution</summary>
#
# ```python
# answer = int(np.sum(data.y_train == 1))
# ```
#
# A comparison with an array gives True or False for each element, and `np.sum` counts True as 1.
# </details>

# %% [markdown]
# ## What stays
#
# Some questions on what the lesson meant. Your first answer counts; after it you may go on trying.

# %%
quiz(data.x_train)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you have seen
#
# - The first thing, now answered.
# - The second thing.
# - The third thing.
#
# **Next**: the lesson that goes on from here.
