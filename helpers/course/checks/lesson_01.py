"""The checks of lesson 1: averages, likeness, and the classifier that only compares.

Each recomputes the right answer from the data that it is given, so that it holds for the full data
and for the sample alike.
"""

import numpy as np

from helpers.analysis.classes import class_averages, likeness, nearest_average, typicality
from helpers.course.checks.base import check, close, mistake, must, number, one_of, whole_number

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
    """Check exercise 2: the correlation of the average sneaker and the average ankle boot.

    Parameters
    ----------
    answer : object
        The correlation.
    fashion : helpers.datasets.Dataset
    """
    matrix = np.shape(answer) == (2, 2)
    mistake(
        matrix,
        "That is the 2 × 2 table that np.corrcoef gives: each with each. "
        "You want the number off its diagonal.",
    )
    averages = class_averages(fashion.x_train, fashion.y_train)
    sandal, sneaker, boot = (
        averages[fashion.names.index(name)].ravel() for name in ("Sandal", "Sneaker", "Ankle boot")
    )
    expected = np.corrcoef(sneaker, boot)[0, 1]
    value = number(answer)
    mistake(
        close(value, np.cov(sneaker, boot)[0, 1], tolerance=1)
        or close(value, np.cov(sneaker, boot, ddof=0)[0, 1], tolerance=1),
        "That is the covariance. Divide it by both standard deviations.",
    )
    value = number(answer, -1, 1)
    cosine = sneaker @ boot / np.linalg.norm(sneaker) / np.linalg.norm(boot)
    mistake(
        close(value, cosine),
        "The mean brightness is still in it. Subtract from each average its own mean first.",
    )
    mistake(close(value, expected**2), "That is the correlation squared.")
    for name, other in (("sandal and the ankle boot", boot), ("sandal and the sneaker", sneaker)):
        mistake(close(value, np.corrcoef(sandal, other)[0, 1]), f"That is the {name}.")
    must(
        close(value, expected),
        "Not that number. Pick the averages by the labels' numbers: Sneaker is "
        f"{fashion.names.index('Sneaker')}, Ankle boot is {fashion.names.index('Ankle boot')}.",
    )
    return "Both point to the left and have a sole. Only the shaft of the boot differs."


@check(wants="an accuracy, a number between 0 and 1")
def check_digits(answer, mnist, fashion_averages):
    """Check exercise 3: the accuracy of the nearest average on MNIST's test pictures.

    Parameters
    ----------
    answer : object
        The accuracy.
    mnist : helpers.datasets.Dataset
    fashion_averages : ndarray of shape (10, 28, 28)
        The averages of the clothes, to see when somebody compares digits with those.
    """
    averages = class_averages(mnist.x_train, mnist.y_train)
    right = nearest_average(mnist.x_test, averages) == mnist.y_test
    expected = right.mean()
    value = number(answer)
    mistake(close(value, 100 * expected, 0.5), "That is in percent. Give the share, from 0 to 1.")
    mistake(
        value == right.sum() and value > 1,
        "That is how many are right. Divide by how many there are.",
    )
    value = number(answer, 0, 1)
    mistake(close(value, 1 - expected, 0.001), "That is the share of errors. What is the rest?")
    on_training = np.mean(nearest_average(mnist.x_train, averages) == mnist.y_train)
    mistake(
        close(value, on_training, 0.001),
        "That is the accuracy on the training pictures. Use x_test and y_test.",
    )
    with_clothes = np.mean(nearest_average(mnist.x_test, fashion_averages) == mnist.y_test)
    mistake(
        close(value, with_clothes, 0.001),
        "You compare digits with the average clothes. Make the averages from mnist.x_train.",
    )
    must(close(value, expected, 0.001), "Not that number. Averages from x_train, test on x_test.")
    return f"{expected:.1%} of the digits are nearest to their own average."


@check(wants="the number of a training picture, a whole number")
def check_strangest_boot(answer, fashion):
    """Check exercise 4: the least typical ankle boot.

    Parameters
    ----------
    answer : object
        Its number among all training pictures.
    fashion : helpers.datasets.Dataset
    """
    given = whole_number(answer, 0, len(fashion.y_train) - 1)
    boot = fashion.names.index("Ankle boot")
    boots = np.flatnonzero(fashion.y_train == boot)
    typical = typicality(fashion.x_train, fashion.y_train)
    place = int(np.argmin(typical[boots]))
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
