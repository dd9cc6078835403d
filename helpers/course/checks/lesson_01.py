"""The checks of lesson 1: averages, likeness, and the classifier that only compares.

Each recomputes the right answer from the data that it is given, so that it holds for the full data
and for the sample alike.
"""

import numpy as np

from helpers.analysis.classes import class_averages, likeness, nearest_average, typicality
from helpers.course.checks.answers import close, number, one_of, share, whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = ["check_digits", "check_shoes", "check_strangest_boot", "check_vaguest"]


@check(wants="the name of a class of CIFAR-10, such as 'ship', or its number from 0 to 9")
def check_vaguest(answer, cifar):
    """Check exercise 1: the class whose pictures are least alike.

    Parameters
    ----------
    answer : object
        The class's name or number.
    cifar : helpers.datasets.Dataset
    """
    given = one_of(answer, cifar.names)
    values = likeness(cifar.x_train, cifar.y_train)
    order = [cifar.names[k] for k in np.argsort(values)]
    mistake(
        given == order[-1],
        f"That class is the *most* alike ({values.max():.2f}). Look for the smallest number.",
    )
    mistake(
        given in order[1:3],
        f"Close: {given} is among the three least alike, but not the last. "
        "Which of the ten numbers is the smallest?",
    )
    must(given == order[0], f"{given} is not it. Where is the smallest of the ten numbers?")
    return (
        f"A picture of a {given} correlates on average only {values.min():.2f} with the average "
        f"{given}. It can be anywhere, in any pose, before anything."
    )


@check(wants="a number between -1 and 1")
def check_shoes(answer, fashion):
    """Check exercise 2: the correlation of the average sneaker, turned around, with the boot.

    Parameters
    ----------
    answer : object
        The correlation.
    fashion : helpers.datasets.Dataset
    """
    mistake(
        np.shape(answer) == (2, 2),
        "That is the 2 × 2 table that np.corrcoef gives: each with each. "
        "You want the number off its diagonal.",
    )
    averages = class_averages(fashion.x_train, fashion.y_train)
    sandal, sneaker, boot = (
        averages[fashion.names.index(name)] for name in ("Sandal", "Sneaker", "Ankle boot")
    )

    def r(one, other):
        return np.corrcoef(one.ravel(), other.ravel())[0, 1]

    turned = sneaker[:, ::-1]
    expected = r(turned, boot)
    value = number(answer)
    covariance = np.mean((turned - turned.mean()) * (boot - boot.mean()))
    mistake(
        close(value, covariance, tolerance=max(1, abs(covariance) / 500)),
        "That is the covariance. Divide it by both standard deviations.",
    )
    mistake(close(value, 100 * expected, 0.5), "That is in percent. A correlation goes up to 1.")
    value = number(answer, -1, 1)
    cosine = (turned * boot).sum() / np.linalg.norm(turned) / np.linalg.norm(boot)
    for wrong, hint in (
        (r(sneaker, boot), "That is the sneaker as it is, pointing to the left. Turn it around."),
        (
            r(sneaker[::-1], boot),
            "You turned it upside down. The columns are the second axis: `picture[:, ::-1]`.",
        ),
        (
            r(sneaker[::-1, ::-1], boot),
            "It is turned around *and* upside down: the rows must stay in their order. Turn it "
            "before you make it one row of numbers.",
        ),
        (r(sneaker.T, boot), "That swaps rows and columns. Only the columns change their order."),
        (r(sneaker, turned), "That is the sneaker and its own mirror image. Where is the boot?"),
        (
            cosine,
            "The mean brightness is still in it. Subtract from each average its own mean first.",
        ),
        (r(sandal[:, ::-1], boot), "That is the sandal, turned around."),
    ):
        mistake(close(value, wrong) and not close(value, expected), hint)
    must(
        close(value, expected),
        "Not that number. Pick the averages by the labels' numbers: Sneaker is "
        f"{fashion.names.index('Sneaker')}, Ankle boot is {fashion.names.index('Ankle boot')}.",
    )
    return (
        f"{r(sneaker, boot):.2f} as it is, {expected:.2f} turned around. You see the same shoe; a "
        "comparison pixel by pixel does not."
    )


@check(wants="a share, a number between 0 and 1")
def check_digits(answer, mnist, fashion_averages):
    """Check exercise 3: the share of MNIST's test fives that are nearest to the average five.

    Parameters
    ----------
    answer : object
        The share.
    mnist : helpers.datasets.Dataset
    fashion_averages : ndarray of shape (10, 28, 28)
        The averages of the clothes, to see when somebody compares digits with those.
    """
    averages = class_averages(mnist.x_train, mnist.y_train)
    said = nearest_average(mnist.x_test, averages)
    fives = mnist.y_test == 5
    expected = np.mean(said[fives] == 5)
    given = share(answer, expected, of=int(fives.sum()))
    trained = mnist.y_train == 5
    clothes = nearest_average(mnist.x_test[fives], fashion_averages)
    for wrong, hint in (
        (
            np.mean(said == mnist.y_test),
            "That is the share of all digits. Take those only whose label is 5.",
        ),
        (1 - expected, "That is the share of errors. What is the rest?"),
        (
            np.mean(nearest_average(mnist.x_train[trained], averages) == 5),
            "Those are the training digits. Use x_test and y_test.",
        ),
        (
            np.mean(mnist.y_test[said == 5] == 5),
            "That is how many of those *called* five are one. How many of the fives are called so?",
        ),
        (
            np.mean((said == 5) & fives),
            "You divided by all digits. Divide by the number of fives.",
        ),
        (
            np.mean(clothes == 5),
            "You compare digits with the average clothes. Make the averages from mnist.x_train.",
        ),
    ):
        mistake(close(given, wrong, 0.001) and not close(given, expected, 0.001), hint)
    must(
        close(given, expected, 0.001),
        "Not that number. Averages from x_train; then the test digits with y_test == 5.",
    )
    return f"{expected:.1%} of the fives, and {np.mean(said == mnist.y_test):.1%} of all digits."


@check(wants="the number of a training picture, a whole number")
def check_strangest_boot(answer, fashion):
    """Check exercise 4: the least typical ankle boot.

    Parameters
    ----------
    answer : object
        Its number among all training pictures.
    fashion : helpers.datasets.Dataset
    """
    given = number(answer)
    boot = fashion.names.index("Ankle boot")
    boots = np.flatnonzero(fashion.y_train == boot)
    typical = typicality(fashion.x_train, fashion.y_train)
    place = int(np.argmin(typical[boots]))
    mistake(
        close(given, typical[boots[place]]) and not close(given, 0, 1e-9),
        "That is its correlation. Which picture has it?",
    )
    given = whole_number(answer, 0, len(fashion.y_train) - 1)
    mistake(
        given == place != boots[place],
        "You are nearly there: that is its place among the ankle boots. "
        "The number among all pictures is boots[that place].",
    )
    mistake(
        given == boots[np.argmax(typical[boots])],
        "That is the most typical ankle boot. Its opposite is wanted.",
    )
    label = fashion.names[fashion.y_train[given]]
    mistake(
        given == np.argmin(typical) and label != "Ankle boot",
        f"That is the least typical of all pictures, a {label}. Look among the ankle boots only.",
    )
    mistake(label != "Ankle boot", f"Number {given} is labelled {label}, not Ankle boot.")
    must(
        given == boots[place],
        f"That boot has a correlation of {typical[given]:.2f} with the average boot. "
        "There is one with less.",
    )
    return f"Its correlation with the average ankle boot is {typical[given]:.2f}."
