"""The quizzes: every key computed once more in another way, and no wrong answer that is right."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from helpers.analysis.classes import average_correlation, class_averages, nearest_average
from helpers.course.logbook.file_format import as_bytes
from helpers.course.logbook.lines import new_line
from helpers.course.quizzes import (
    before_and_after,
    lesson_01,
    lesson_02,
    lesson_03,
    lesson_04,
    lesson_05,
    lesson_06,
    lesson_07,
    lesson_08,
    lesson_09,
    template,
)
from helpers.course.quizzes.gain import class_gain
from helpers.course.quizzes.wrong import wrong_numbers
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.recording import FiltersRecord
from tools.lessons import NOTEBOOKS


def asked(quiz):
    """What a quiz asks, by name: the question, the right answer, the wrong ones with sentences."""
    found = {}
    for name, text, answers, right in quiz._questions:
        wrong = {answer: said for answer, said in answers if answer != answers[right][0]}
        assert len(wrong) == len(answers) - 1, name
        found[name] = text, answers[right][0], wrong
    return found


def counts(seed, n=2_000):
    """A confusion matrix in a table, with its labels and answers: some classes are mixed up."""
    rng = np.random.default_rng(seed)
    names = load("fashion_mnist").names
    labels = rng.integers(10, size=n)
    said = np.where(rng.random(n) < 0.7, labels, rng.integers(10, size=n))
    table = pd.crosstab(pd.Series(labels), pd.Series(said)).reindex(
        index=range(10), columns=range(10), fill_value=0
    )
    return labels, said, pd.DataFrame(table.to_numpy(), index=names, columns=names), names


def filters(seed):
    """A record of filters taken away, as for another network."""
    rng = np.random.default_rng(seed)
    curves = np.sort(rng.uniform(0.1, 0.9, (3, 9)).astype(np.float32))[:, ::-1]
    return FiltersRecord(
        epochs=np.array([1]),
        made_from={"layer": "relu_1"},
        class_pictures=np.zeros((1, 10, 4, 4), np.uint8),
        units=np.arange(2),
        patterns=np.zeros((1, 2, 4, 4), np.uint8),
        unit_losses=np.zeros((1, 2), np.float32),
        losses={"relu_1": np.zeros(64, np.float32)},
        dead={"relu_1": np.zeros(64, bool)},
        counts={"relu_1": np.linspace(0, 64, 9).astype(np.int32)},
        curves={"relu_1": curves},
    )


@pytest.mark.parametrize("seed", range(3))
def test_lesson_7_reads_the_middle_of_the_curve_by_chance(seed):
    record = filters(seed)
    questions = asked(lesson_07.quiz(record, 0.7))
    _, right, wrong = questions["half"]
    least, chance, most = record.curves["relu_1"][:, 4]
    assert record.counts["relu_1"][4] == 32
    assert right == f"{100 * chance:.0f}%"
    confused = {f"{100 * x:.0f}%" for x in (least, most, record.curves["relu_1"][0, 0] / 2)}
    assert set(wrong) == confused - {right}
    _, right, wrong = questions["step"]
    assert right == "30%" and set(wrong) == {"70%", "0.4%", "0%"}


def lesson_quizzes(seed=0):
    """Each lesson's quiz, as for other pictures and another seed."""
    _, _, table, names = counts(seed)
    seeds = np.stack([counts(seed + more)[2].to_numpy() for more in range(3)])
    rng = np.random.default_rng(seed)
    record = shipped_record("cifar10_article")
    return {
        "01": lesson_01.quiz(np.zeros((32, 32, 3), np.uint8), table, rng.uniform(0.9, 0.99)),
        "02": lesson_02.quiz(rng.uniform(0.6, 0.8), rng.uniform(0.1, 0.4)),
        "03": lesson_03.quiz(rng.uniform(0.9, 0.99), rng.uniform(0.2, 0.7)),
        "04": lesson_04.quiz(rng.uniform(0.7, 0.9), 100),
        "05": lesson_05.quiz(table.to_numpy(), seeds, names),
        "06": lesson_06.quiz(record, rng.uniform(0.01, 0.02)),
        "07": lesson_07.quiz(filters(seed), rng.uniform(0.5, 0.9)),
        "08": lesson_08.quiz(),
        "09": lesson_09.quiz(int(rng.integers(4, 300))),
        "00": template.quiz(np.zeros((5, 28, 28), np.uint8)),
    }


@pytest.mark.parametrize("seed", range(4))
def test_each_asks_three_to_five_questions_in_plain_sentences(seed):
    for number, quiz in lesson_quizzes(seed).items():
        assert quiz.key == f"{number}/quiz" and quiz.tells
        questions = asked(quiz)
        assert 3 <= len(questions) <= 5
        for text, right, wrong in questions.values():
            assert text.endswith("?") and len(text) <= 260
            for answer in (right, *wrong):
                assert len(answer) <= 90 and not re.search(r"[*`_$]|nan", answer)
            for said in wrong.values():
                assert said.endswith(".") and len(said.split()) >= 4


def test_the_right_answer_is_not_known_by_its_length():
    quizzes = [*lesson_quizzes().values(), before_and_after.before()]
    longest = [
        len(right) > max(map(len, wrong))
        for quiz in quizzes
        for _, right, wrong in asked(quiz).values()
    ]
    assert np.mean(longest) < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_lesson_1_counts_what_the_labels_say(seed):
    labels, said, table, names = counts(seed)
    shirt, coat = names.index("Shirt"), names.index("Coat")
    _, right, wrong = asked(lesson_01.quiz(np.zeros((32, 32, 3)), table, 0.98))["row"]
    assert right == f"{np.sum((labels == shirt) & (said == coat))}"
    confused = [np.sum((labels == coat) & (said == shirt)), np.sum(said == coat)]
    confused.append(np.sum((labels == shirt) & (said == shirt)))
    assert set(wrong) == {f"{number}" for number in confused} - {right}


def test_lesson_1_asks_of_the_sample_as_it_is():
    """As the lesson does it, at the size of the sample that comes with the course."""
    data, photographs = load("fashion_mnist"), load("cifar10")
    said = nearest_average(data.x_test, class_averages(data.x_train, data.y_train))
    matrix = metrics.confusion_matrix(data.y_test, said)
    between = average_correlation(data.x_train, data.y_train)
    table = pd.DataFrame(matrix, index=data.names, columns=data.names)
    quiz = asked(lesson_01.quiz(photographs.x_test[16], table, between[2, 4]))
    assert int(quiz["numbers"][1].replace(",", "")) == photographs.x_test[16].size
    assert len(quiz["row"][2]) == len(quiz["numbers"][2]) == 3
    # What the explanations say of the classes.
    trouser, dress = data.names.index("Trouser"), data.names.index("Dress")
    assert between[trouser, dress] > 0.8
    assert matrix[trouser, dress] + matrix[dress, trouser] < matrix[[6, 4], [4, 6]].sum() / 2


def test_lesson_3_computes_as_keras_and_numpy_do():
    from keras import layers

    quiz = asked(lesson_03.quiz(0.97, 0.5))
    convolution = layers.Conv2D(8, 3)
    convolution.build((None, 56, 56, 1))
    _, right, wrong = quiz["larger"]
    assert int(right) == convolution.count_params()
    nodes = int(np.prod(convolution.compute_output_shape((1, 56, 56, 1))))
    assert f"{nodes:,}" in wrong and f"{int(np.prod(convolution.kernel.shape))}" in wrong

    text, right, wrong = quiz["neuron"]
    numbers = [float(each.replace("−", "-")) for each in re.findall(r"−?\d+\.?\d*", text)]
    inputs, weights, bias = np.array(numbers[:3]), np.array(numbers[3:6]), numbers[6]
    z = inputs @ weights + bias
    assert float(right) == z
    answers = {float(each.replace("−", "-")) for each in wrong}
    assert answers == {z - bias, weights.sum() + bias, round(1 / (1 + np.exp(-z)), 3)}


def test_lesson_4_cuts_at_zero():
    text, right, wrong = asked(lesson_04.quiz(0.8, 100))["pixel"]
    products, bias = (float(x.replace("−", "-")) for x in re.findall(r"−?\d\.\d", text)[:2])
    assert float(right) == np.maximum(products + bias, 0) == 0
    assert "0.0" not in wrong and f"{products + bias:.1f}".replace("-", "−") in wrong


@pytest.mark.parametrize("seed", range(3))
def test_lesson_5_scores_as_scikit_learn_does(seed):
    labels, said, table, names = counts(seed)
    matrix, k = table.to_numpy(), names.index("Coat")
    _, right, wrong = asked(lesson_05.quiz(matrix, np.stack([matrix, matrix.T]), names))["recall"]
    is_coat, called = labels == k, said == k
    assert right == f"{metrics.recall_score(is_coat, called):.1%}"
    for score in (metrics.precision_score, metrics.accuracy_score):
        assert f"{score(is_coat, called):.1%}" in {right, *wrong}


def test_lesson_5_takes_the_cell_that_moves_most():
    names = [f"c{k}" for k in range(10)]
    names[4] = "Coat"
    seeds = np.stack([np.full((10, 10), 20), np.full((10, 10), 20)])
    seeds[:, 3, 3] = 500, 400  # the diagonal is no confusion
    seeds[:, 6, 0] = 70, 99
    text, _, _ = asked(lesson_05.quiz(seeds[0], seeds, names))["seeds"]
    assert "takes 99 pictures of the class c6 for c0; trained with another seed, 70." in text


def test_lesson_5_knows_that_never_to_say_it_is_nearly_always_right():
    is_hat, called = np.arange(100) == 0, np.zeros(100, bool)
    _, right, _ = asked(lesson_quizzes()["05"])["hats"]
    accuracy = metrics.accuracy_score(is_hat, called)
    assert right == f"Accuracy {accuracy:.0%}, recall {metrics.recall_score(is_hat, called):.0%}"


@pytest.mark.parametrize("name", ["cifar10_article", "cifar10_better"])
def test_lesson_6_finds_when_half_was_right(name):
    record = shipped_record(name)
    half = next(k for k, value in enumerate(record.scores["val_accuracy"]) if value >= 0.5)
    _, right, wrong = asked(lesson_06.quiz(record, 0.012))["half"]
    assert right == f"{record.images_seen[half] / record.images_seen[-1]:.0%}"
    assert float(right.rstrip("%")) < min(float(each.rstrip("%")) for each in wrong)


def test_lesson_9_says_what_one_answer_weighs():
    for n in (4, 40, 89, 100):
        _, right, wrong = asked(lesson_09.quiz(n))["one-more"]
        score = metrics.accuracy_score(np.ones(n), np.arange(n) < n // 2)
        more = metrics.accuracy_score(np.ones(n), np.arange(n) < n // 2 + 1)
        assert float(right) == pytest.approx(100 * (more - score), abs=0.05) and right not in wrong
    labels = np.repeat([0, 1], [90, 10])
    _, right, _ = asked(lesson_09.quiz(40))["uneven"]
    assert right == f"{metrics.balanced_accuracy_score(labels, 0 * labels):.0%}".replace("%", " %")


def test_wrong_numbers_that_come_to_the_right_one_are_left_out():
    assert wrong_numbers("5", ("5", "a"), ("6", "b"), ("6", "c"), ("7", "d")) == {
        "6": "b",
        "7": "d",
    }
    with pytest.raises(ValueError, match="confusions: expected a number that does not read '5'"):
        wrong_numbers("5", ("5", "a"))


def test_the_same_twelve_questions_before_and_after():
    before, after = before_and_after.before(), before_and_after.after()
    assert before._questions == after._questions
    assert len(before._questions) == 12
    assert (before.key, before.tells, after.key, after.tells) == (
        "index/before",
        False,
        "index/after",
        True,
    )


def test_before_the_course_no_word_of_its_own_is_used():
    glossary = (NOTEBOOKS / "glossary.md").read_text(encoding="utf-8")
    entries = [line.split(" (")[0] for line in glossary.splitlines() if line.startswith("- ")]
    terms = [term for entry in entries for term in re.findall(r"\*\*(.+?)\*\*", entry)]
    assert len(terms) > 60
    for name, (text, right, wrong) in asked(before_and_after.before()).items():
        words = " ".join([text, right, *wrong])
        for term in terms:
            assert not re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", words, re.I), (
                f"{name}: {term}"
            )


def logbook(answers):
    """A learner's logbook: before and after, the questions by number and what was right."""
    lines = []
    for key, each in zip(("index/before", "index/after"), answers, strict=True):
        for number, right in each:
            name = before_and_after.QUESTIONS[number].name
            said = {"question": name, "answer": "x", "right": right}
            lines.append(new_line("quiz", key, len(lines) + 1, **said))
    return as_bytes(lines)


def test_a_class_is_compared_by_those_who_answered_both_times(tmp_path):
    learners = [
        ([(0, False), (1, True)], [(0, True), (1, True)]),
        ([(0, False), (0, True)], [(0, False), (0, True)]),  # the first answer counts
        ([(0, True)], [(0, True)]),
        ([(0, False)], [(0, True)]),
        ([(0, False), (1, False)], []),  # did not come back
    ]
    for number, answers in enumerate(learners):
        (tmp_path / f"{number}.json").write_bytes(logbook(answers))
    table = class_gain(tmp_path)
    first = table.loc["seen"]
    assert first.learners == 4 and first.blind == 0.25
    assert (first.before, first.after, first.change) == (0.25, 0.75, 0.5)
    assert first.gain == pytest.approx(0.5 / 0.75)
    assert first["from"] <= 0.5 <= first.to
    second = table.loc["average"]
    assert (second.learners, second.before, second.after, second.change) == (1, 1, 1, 0)
    assert second.to - second["from"] > 1, "one learner says next to nothing"
    assert np.isnan(second.gain), "there was nothing to gain"
    assert table.loc["once"].learners == 0
    together = table.loc["all"]
    assert together.learners == 4
    assert [together.before, together.after] == pytest.approx([2 / 5, 4 / 5])


def test_the_interval_is_as_wide_as_other_classes_differ(tmp_path):
    rng = np.random.default_rng(1)
    was, became = rng.random((30, 12)) < 0.4, rng.random((30, 12)) < 0.6
    for number, (one, other) in enumerate(zip(was, became, strict=True)):
        answers = list(enumerate(one.tolist())), list(enumerate(other.tolist()))
        (tmp_path / f"{number}.json").write_bytes(logbook(answers))
    table = class_gain(tmp_path)
    for name, changes in (
        ("seen", became[:, 0] * 1.0 - was[:, 0]),
        ("all", became.mean(axis=1) - was.mean(axis=1)),
    ):
        half = 1.96 * changes.std() / np.sqrt(30)
        row = table.loc[name]
        assert row.change == pytest.approx(changes.mean())
        assert [row["from"], row.to] == pytest.approx(
            [changes.mean() - half, changes.mean() + half], abs=0.25 * half
        )


def test_a_folder_without_logbooks_or_with_another_file_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match="folder: expected one with a logbook"):
        class_gain(tmp_path)
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(ValueError, match=r"other\.json is no logbook: .* Take it out"):
        class_gain(tmp_path)
