"""Lesson 1's checks: the right answer, the usual mistakes, and what nobody thought of."""

import dataclasses

import numpy as np
import pytest

from helpers.analysis.classes import class_averages, likeness, nearest_average, typicality
from helpers.course.checks import lesson_01 as checks
from helpers.datasets import load


def first(name, n=800, n_test=400):
    """The first pictures of a sample: enough to have a right answer, and quick."""
    data = load(name, size="sample")
    return dataclasses.replace(
        data,
        x_train=data.x_train[:n],
        y_train=data.y_train[:n],
        x_test=data.x_test[:n_test],
        y_test=data.y_test[:n_test],
    )


MNIST, FASHION, CIFAR = first("mnist"), first("fashion_mnist"), first("cifar10")
CLOTHES = class_averages(FASHION.x_train, FASHION.y_train)
SNEAKER, BOOT, SANDAL = (CLOTHES[k].ravel() for k in (7, 9, 5))

ASKED = {
    "vaguest": lambda answer: checks.check_vaguest(answer, CIFAR),
    "shoes": lambda answer: checks.check_shoes(answer, FASHION),
    "digits": lambda answer: checks.check_digits(answer, MNIST, CLOTHES),
    "boot": lambda answer: checks.check_strangest_boot(answer, FASHION),
}


def test_the_vaguest_class():
    values = likeness(CIFAR.x_train, CIFAR.y_train)
    order = np.argsort(values)
    ask = ASKED["vaguest"]
    assert ask(CIFAR.names[order[0]]) and ask(order[0]) and ask(CIFAR.names[order[0]].upper())
    assert f"{values.min():.2f}" in ask(order[0]).text
    assert "*most* alike" in ask(order[9]).text
    assert ask(order[1]).text.startswith("Close: ") and ask(order[2]).text.startswith("Close: ")
    assert "is not it" in ask(order[5]).text
    assert "'Sandal' is none of these" in ask("Sandal").text
    assert not ask(10) and not ask(values) and not ask(values.min())


def test_two_kinds_of_shoes():
    expected = np.corrcoef(SNEAKER, BOOT)[0, 1]
    ask = ASKED["shoes"]
    assert ask(expected) and ask(round(expected, 2)) and ask(np.float32(expected))
    assert "2 × 2 table" in ask(np.corrcoef(SNEAKER, BOOT)).text
    assert "covariance" in ask(np.cov(SNEAKER, BOOT)[0, 1]).text
    assert "covariance" in ask(np.mean((SNEAKER - SNEAKER.mean()) * (BOOT - BOOT.mean()))).text
    cosine = SNEAKER @ BOOT / np.sqrt((SNEAKER @ SNEAKER) * (BOOT @ BOOT))
    assert "mean brightness is still in it" in ask(cosine).text
    assert "squared" in ask(expected**2).text
    for name, other in (("sneaker", SNEAKER), ("ankle boot", BOOT)):
        verdict = ask(np.corrcoef(SANDAL, other)[0, 1])
        assert verdict.text == f"That is the sandal and the {name}."
    assert "Sneaker is 7, Ankle boot is 9" in ask(-0.3).text
    assert "between -1 and 1" in ask(2).text


def test_digits_by_their_averages():
    averages = class_averages(MNIST.x_train, MNIST.y_train)
    right = nearest_average(MNIST.x_test, averages) == MNIST.y_test
    on_training = np.mean(nearest_average(MNIST.x_train, averages) == MNIST.y_train)
    with_clothes = np.mean(nearest_average(MNIST.x_test, CLOTHES) == MNIST.y_test)
    ask = ASKED["digits"]
    assert ask(right.mean()) and ask(round(right.mean(), 3))
    assert "in percent" in ask(100 * right.mean()).text
    assert "how many are right" in ask(right.sum()).text
    assert "share of errors" in ask(1 - right.mean()).text
    assert "training pictures" in ask(on_training).text
    assert "average clothes" in ask(with_clothes).text
    assert "Not that number" in ask(0.5).text
    assert "One number is wanted" in ask(right).text


def test_the_strangest_boot():
    typical = typicality(FASHION.x_train, FASHION.y_train)
    boots = np.flatnonzero(FASHION.y_train == 9)
    place = np.argmin(typical[boots])
    ask = ASKED["boot"]
    assert ask(boots[place]) and ask(float(boots[place]))
    assert "its place among the ankle boots" in ask(place).text
    assert "most typical" in ask(boots[np.argmax(typical[boots])]).text
    assert "least typical of all pictures" in ask(np.argmin(typical)).text
    a_shirt = np.flatnonzero((FASHION.y_train == 6) & (typical > typical.min()))
    a_shirt = [number for number in a_shirt if number != place][0]
    assert "is labelled Shirt" in ask(a_shirt).text
    another = [b for b in boots if b not in (boots[place], place, boots[np.argmax(typical[boots])])]
    assert "There is one with less" in ask(another[0]).text
    assert "whole number" in ask(0.15).text
    assert not ask(len(FASHION.y_train))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "answer", [None, "?", "", [], {}, np.zeros((3, 3)), float("nan"), len, object(), b"7", -1e300]
)
def test_any_answer_gets_a_sentence(name, answer):
    verdict = ASKED[name](answer)
    assert verdict.status == "wrong"
    assert len(verdict.text) > 15 and "Traceback" not in verdict.text


@pytest.mark.parametrize("name", ASKED)
def test_no_answer_is_no_mistake(name):
    assert ASKED[name](...).text.startswith("Not answered yet. Wanted: ")
