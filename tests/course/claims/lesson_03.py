"""Lesson 3: MLPs and a CNN learn to read digits, and then the digits are changed."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.cluster import MiniBatchKMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from helpers.analysis.robustness import add_noise, change_scores, rotate, shift_scores
from helpers.networks.mlp import MLP
from helpers.widgets.convolution import KERNELS
from tests.course.claims.claim import claim
from tests.course.claims.small_course import flat

#: How many test digits are moved, turned and put under noise.
N_CHANGED = 300

BROKEN = ("labels shuffled", "nothing learned")


def right(course, says):
    """Share of the test digits that are read."""
    data = course.data("mnist")
    return np.mean(says(data.x_test) == data.y_test)


def changed_digits(course):
    data = course.data("mnist")
    return data.x_test[:N_CHANGED], data.y_test[:N_CHANGED]


def moved_by_three(course, says):
    """Share of the digits that are read when moved by three pixels, over four directions."""
    return shift_scores(says, *changed_digits(course), [3]).mean()


def noisy(course, says):
    """Share that is read under noise, over four of the lesson's strengths."""
    return change_scores(says, *changed_digits(course), add_noise, range(25, 101, 25)).mean()


def leads(course, scores):
    """By how much the CNN is ahead of the NumPy MLP."""
    mlp = course.mlp()
    cnn = mlp if course.broken == "one for all" else course.says("mnist_cnn")
    return scores(course, cnn) - scores(course, mlp)


@claim("3", "one neuron tells zeros from ones.", above=0.9, quick=True)
def one_neuron_tells_zeros_from_ones(course):
    """Share of validation zeros and ones told apart by the difference of their averages"""
    data = course.data("mnist")
    some = data.y_valid < 2
    zero, one = (flat(data.x_train[data.y_train == k]).mean(axis=0) for k in (0, 1))
    z = flat(data.x_valid[some]) @ (one - zero) + (zero @ zero - one @ one) / 2
    return np.mean((z > 0) == data.y_valid[some])


@claim("3", "A network in NumPy learned to read digits.", above=0.1, breaks=BROKEN, quick=True)
def numpy_mlp_reads_digits(course):
    """Share of the test digits that the NumPy MLP reads after 10 epochs"""
    return right(course, course.mlp())


@claim(
    "3",
    "Nobody writes back-propagation anew for each task.",
    above=0.1,
    breaks=BROKEN,
    quick=True,
)
def sklearn_mlp_reads_digits(course):
    """Share of the test digits that scikit-learn's MLP reads"""
    return right(course, course.sklearn_mlp())


@claim(
    "3",
    "The network learns its training digits by heart.",
    above=0,
    breaks=("nothing learned",),
    quick=True,
)
def mlp_learns_by_heart(course):
    """The NumPy MLP's share of training digits read, minus that of validation digits"""
    data, says = course.data("mnist"), course.mlp()
    return np.mean(says(data.x_train) == data.y_train) - np.mean(says(data.x_valid) == data.y_valid)


@claim("3", "The price is a few more errors.", above=0, breaks=("one for all",), quick=True)
def forty_distances_cost_errors(course):
    """Share of the test digits read from 784 pixels, minus that from 40 distances"""
    data = course.data("mnist")
    learn, ask = flat(data.x_train), flat(data.x_test)
    pixels = right(course, course.mlp())
    if course.broken == "one for all":
        return pixels - right(course, course.mlp())
    with threadpool_limits(1):
        describe = make_pipeline(
            MiniBatchKMeans(40, n_init=1, random_state=course.seed), StandardScaler()
        )
        small = MLP(batch_size=50, max_epochs=10, seed=course.seed)
        small.fit(describe.fit_transform(learn), data.y_train)
        return pixels - small.score(describe.transform(ask), data.y_test)


@claim(
    "3",
    "If you shuffled the pixels of all pictures in the same way, it would learn just as well.",
    above=0.5,
    breaks=BROKEN,
    quick=True,
)
def mlp_knows_no_neighbours(course):
    """Share of the test digits that the MLP reads when all pixels have changed places"""
    return right(course, course.mlp(shuffled_pixels=True))


@claim(
    "3",
    "became that very kernel, to within a few hundredths.",
    below=0.1,
    breaks=("nothing learned",),
    quick=True,
)
def a_kernel_is_learned(course):
    """Largest error of a weight of the learned edge kernel, after a thousand steps"""
    digits = course.data("mnist").x_train[:20] / 255
    patches = sliding_window_view(digits, (3, 3), axis=(1, 2)).reshape(-1, 9)
    kernel = np.ravel(KERNELS["vertical edges"])
    learned = np.random.default_rng(course.seed).normal(size=9)
    with threadpool_limits(1):
        for _ in range(0 if course.broken == "nothing learned" else 1_000):
            learned = learned - patches.T @ (patches @ (learned - kernel)) / len(patches)
    return np.abs(learned - kernel).max()


@claim("3", "Both learn to read digits.", above=0.1, breaks=BROKEN, quick=True)
def keras_networks_read_digits(course):
    """Share of test digits read: the Keras MLP's after 3 passes, or the CNN's after 1, if lower"""
    return min(course.accuracy("mnist_mlp", "mnist", 3), course.accuracy("mnist_cnn", "mnist", 1))


def with_knobs(course, learning_rate, momentum):
    """Share of the test digits that the MLP of the three knobs reads."""
    settings = {"learning_rate": learning_rate, "momentum": momentum}
    return right(course, course.mlp(activation="relu", max_epochs=5, **settings))


@claim(
    "3",
    "a small learning rate is not wrong, only slow",
    above=0,
    breaks=("nothing learned",),
    quick=True,
)
def momentum_makes_up_for_a_small_rate(course):
    """Share read at learning rate 0.003 with momentum 0.9, minus that without momentum"""
    return with_knobs(course, 0.003, 0.9) - with_knobs(course, 0.003, 0.0)


@claim(
    "3",
    "A large one with momentum throws the network out for good.",
    above=0,
    breaks=BROKEN,
    quick=True,
)
def a_large_rate_with_momentum_fails(course):
    """Share read at learning rate 0.03, minus that at 1.0, both with momentum 0.9"""
    return with_knobs(course, 0.03, 0.9) - with_knobs(course, 1.0, 0.9)


def with_strong_l2(course, part):
    """Share of a part of the digits read by that MLP: with the strongest L2, minus without."""
    data = course.data("mnist")
    images, labels = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
    settings = {"activation": "relu", "learning_rate": 0.1, "momentum": 0.5, "max_epochs": 15}
    strong = 0.0 if course.broken == "one for all" else 0.01
    without, with_it = (
        np.mean(course.mlp(l2=l2, **settings)(images) == labels) for l2 in (0.0, strong)
    )
    return with_it - without


@claim(
    "3",
    "The strongest L2 brings the dashed line down, but the full one does not rise for it",
    above=0,
    breaks=("one for all",),
    quick=True,
)
def l2_forgets_and_understands_no_more(course):
    """With the strongest L2: share of training digits lost, minus that of validation digits won"""
    return -with_strong_l2(course, "train") - with_strong_l2(course, "valid")


@claim(
    "3",
    "the CNN's full line lies above the MLP's at every epoch.",
    above=0,
    breaks=("one for all",),
)
def cnn_is_ahead_at_every_epoch(course):
    """Validation accuracy of the CNN minus that of the Keras MLP, after each epoch: the least"""
    cnn, mlp = (
        course.record("mnist_mlp" if course.broken == "one for all" else name)
        for name in ("mnist_cnn", "mnist_mlp")
    )
    return np.min((cnn.scores["val_accuracy"] - mlp.scores["val_accuracy"])[1:])


@claim("3", "training line starts *below* the full one", above=0, breaks=("one for all",))
def the_training_line_starts_below(course):
    """The CNN's validation accuracy after its first epoch, minus its training accuracy then"""
    scores = course.record("mnist_cnn").scores
    training = scores["val_accuracy" if course.broken == "one for all" else "accuracy"]
    return scores["val_accuracy"][1] - training[1]


@claim("3", "The CNN made the fewest errors on the test digits", above=0, breaks=BROKEN)
def cnn_makes_the_fewest_errors(course):
    """The CNN's share of test digits read, minus the best of three MLPs'"""
    mlps = course.mlp(), course.sklearn_mlp(), course.says("mnist_mlp")
    return right(course, course.says("mnist_cnn")) - max(right(course, mlp) for mlp in mlps)


@claim("3", "At three pixels the CNN is far ahead.", above=0, breaks=BROKEN)
def cnn_reads_more_moved_digits(course):
    """Share of digits read when moved by three pixels: the CNN's minus the MLP's"""
    return leads(course, moved_by_three)


@claim("3", "lie much closer together than those for shifts.", above=0, breaks=("one for all",))
def turning_parts_them_less(course):
    """The CNN's lead when digits move by 3 pixels, minus its mean lead when they turn"""

    def turned(course, says):
        return change_scores(says, *changed_digits(course), rotate, range(10, 61, 10)).mean()

    return leads(course, moved_by_three) - leads(course, turned)


@claim("3", "With noise, on the right, the CNN holds far longer.", above=0, breaks=("one for all",))
def cnn_holds_longer_under_noise(course):
    """Share of digits read under noise, mean over four strengths: the CNN's minus the MLP's"""
    return leads(course, noisy)
