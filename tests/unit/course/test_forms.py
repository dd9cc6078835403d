"""Guess and quiz as Python sees them: what is stored, what is refused, what a page is told."""

import io
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from helpers.course.forms import Guess, Question, Quiz
from helpers.course.logbook.lines import new_line
from helpers.course.logbook.store import logbook_folder, read_lines

KEY = "01/averages"


def a_guess(**more):
    return Guess(KEY, "How many?", low=0, high=100, unit="of 100", **more)


def a_quiz(**more):
    questions = [
        Question("pixels", "How many?", right=f"{28 * 28}", wrong={"56": "A sum."}, why="28 rows."),
        Question(
            "ink", "Where?", right="Here", wrong={"There": "No.", "Gone": "No!"}, why="It is."
        ),
    ]
    return Quiz("01/quiz", questions, **more)


def messages(widget, monkeypatch):
    """What the widget tells the page, from here on."""
    said = []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: said.append(content))
    return said


def hear(widget, *lines):
    """Let the widget hear lines from its page."""
    widget._handle_custom_msg({"logbook": {"lines": list(lines)}}, [])


def test_running_through_without_a_guess_writes_nothing():
    guess = a_guess()
    guess.answer(67.7)
    a_quiz()
    hear(guess)
    assert guess.value is None
    assert not logbook_folder().exists()


def test_a_guess_in_code_is_kept_and_told(monkeypatch):
    guess = a_guess()
    said = messages(guess, monkeypatch)
    guess.commit(50)
    assert guess.value == a_guess().value == 50
    (told,) = said
    (line,) = told["logbook"]["lines"]
    assert (line["value"], line["unit"], line["question"]) == (50.0, "of 100", "How many?")
    assert "logbook on the machine" in told["logbook"]["words"]


def test_the_last_guess_before_the_answer_counts():
    guess = a_guess()
    guess.commit(50)
    guess.commit(60)
    guess.answer(67.7)
    guess.commit(68)
    assert guess.value == 60
    assert [line.get("after") for line in read_lines("guess")] == [None, None, True]


def test_a_guess_from_the_page_is_kept_with_the_number_it_has(monkeypatch):
    guess = a_guess()
    said = messages(guess, monkeypatch)
    line = new_line("guess", KEY, 1, value=40, unit="of 100")
    hear(
        guess, line, line, new_line("guess", "02/other", 1, value=1), "nonsense", {"kind": "guess"}
    )
    assert read_lines() == [line]
    assert said[-1]["logbook"]["lines"] == [line]
    for strange in (None, [], {}, {"logbook": 5}, {"logbook": {"lines": 5}}, "text"):
        guess._handle_custom_msg(strange, [])
    assert read_lines() == [line]


def test_what_cannot_be_written_is_said_in_the_page_and_nothing_is_taken(monkeypatch):
    from helpers.course.forms import kept

    guess = a_guess()
    said = messages(guess, monkeypatch)

    def full(lines):
        raise OSError(28, "No space left on device: guesses.json was not written.")

    monkeypatch.setattr(kept, "merge_lines", full)
    hear(guess, new_line("guess", KEY, 1, value=40))
    (told,) = said
    assert told["logbook"]["lines"] == []
    assert "could not be written: No space left" in told["logbook"]["words"]


def test_a_broken_logbook_is_said_in_the_page(monkeypatch):
    logbook_folder().mkdir(parents=True)
    (logbook_folder() / "guesses.json").write_text("broken")
    guess = a_guess()
    said = messages(guess, monkeypatch)
    assert guess.value is None
    hear(guess)
    assert "cannot be read" in said[-1]["logbook"]["words"]
    hear(guess, new_line("guess", KEY, 1, value=40))
    assert "kept as" in said[-1]["logbook"]["words"]
    assert guess.value == 40


def test_nothing_of_a_learner_is_in_what_a_notebook_stores():
    guess = a_guess()
    guess.commit(43.21)
    shown = [guess, guess.answer(67.7), a_guess(), a_quiz()]
    for widget in shown:
        state = {
            k: v for k, v in widget.get_state().items() if not isinstance(v, (bytes, memoryview))
        }
        stored = json.dumps([state, str(widget._repr_mimebundle_())], default=str)
        assert "43.21" not in stored


def dark_columns(data, rows):
    """The columns of a picture that are dark through some rows, shares of its height."""
    grey = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    top, bottom = (round(share * len(grey)) for share in rows)
    return np.flatnonzero((grey[top:bottom] < 100).all(axis=0))


@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_answer_knows_where_numbers_stand_on_its_figure(scale, layout):
    figure, ax = plt.subplots(figsize=(6, 3), dpi=100, layout=layout)
    ax.set(xscale=scale, xlim=(1, 1000), ylim=(0, 1), ylabel="a long label " * 2, yticks=[])
    guess = Guess("06/pictures", "How many?", low=1, high=1_000_000, logarithmic=True)
    answer = guess.answer(10, ax)
    assert answer._limits == [1, 1000]
    assert answer._log is (scale == "log")
    assert not plt.fignum_exists(figure.number)
    width, _ = Image.open(io.BytesIO(answer._figure)).size
    assert abs(width - answer._width) <= 1
    left, top, wide, high = answer._box
    share = 1 / 3 if scale == "log" else 9 / 999
    # What is true is a line in the still, where the page would put it; the live one has none.
    rows = (top + 0.3 * high, top + 0.7 * high)
    edges = width * np.array([left, left + wide])
    line = width * (left + share * wide)
    still, live = (dark_columns(data, rows) for data in (answer.still_picture(), answer._figure))
    assert np.abs(np.subtract.outer(edges, live)).min(axis=1).max() <= 1.5, "the frame is there"
    assert np.abs(still - line).min() <= 1.5
    if scale == "log":
        assert np.abs(live - line).min() > 20


def test_nothing_of_a_figure_is_cut_off():
    _, ax = plt.subplots(figsize=(4, 2), dpi=100)
    ax.barh(["a name that is rather long", "b"], [1, 2])
    ax.set_xlabel("below")
    answer = Guess("01/x", "How many?", low=0, high=2).answer(1, ax)
    grey = np.asarray(Image.open(io.BytesIO(answer._figure)).convert("L"))
    edge = np.concatenate([grey[:3].ravel(), grey[-3:].ravel(), grey[:, :3].ravel()])
    assert edge.min() > 240
    assert answer._width > 400


def test_axes_in_a_part_of_a_figure_are_found_on_the_whole():
    figure = plt.figure(figsize=(8, 2))
    left, right = figure.subfigures(1, 2)
    left.subplots().plot([0, 1])
    ax = right.add_axes([0.25, 0.25, 0.5, 0.5])
    ax.set_xlim(0, 100)
    answer = a_guess().answer(50, ax)
    assert answer._box[0] > 0.5
    assert Image.open(io.BytesIO(answer._figure)).size[0] > 600


def test_a_figures_words_are_for_whoever_listens_or_sees_no_widget():
    answer = a_guess().answer(67.7, plt.subplots()[1], alt="A falling line. ")
    assert answer._alt == "A falling line."
    said = "A falling line. It is 67.7 of 100. Run this cell to see your guess beside it."
    assert answer.summary() == said


def test_choices_have_places_on_an_axis_or_no_figure():
    guess = Guess("04/which", "Which?", choices=["Coat", "Shirt"])
    assert guess.answer("Coat").still_picture() is None
    _, ax = plt.subplots()
    answer = guess.answer("Coat", ax, at={"Coat": 0, "Shirt": 1})
    assert answer._places == {"Coat": 0.0, "Shirt": 1.0}
    assert answer.summary().startswith("It is Coat.")
    guess.commit("Shirt")
    assert guess.value == "Shirt"


def test_the_order_of_answers_is_the_same_each_time_and_the_right_one_is_found():
    quiz, again = a_quiz(), a_quiz()
    assert quiz._questions == again._questions
    for (_, _, answers, right), expected in zip(quiz._questions, ("784", "Here"), strict=True):
        assert answers[right][0] == expected
    assert "1. How many? " in quiz.summary()
    places = {
        Quiz("a/b", [Question(f"q{n}", "?", "r", {"a": "x", "b": "y"}, "z")])._questions[0][3]
        for n in range(20)
    }
    assert places == {0, 1, 2}


def question(**change):
    good = {"name": "q", "text": "?", "right": "r", "wrong": {"a": "x"}, "why": "z"}
    return Question(**{**good, **change})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Guess("averages", "?", 0, 1), "key: expected a lesson and a name"),
        (lambda: Guess(KEY, " ", 0, 1), "question: expected a sentence"),
        (lambda: Guess(KEY, "?"), "low: expected a finite number"),
        (lambda: Guess(KEY, "?", 1, 1), "high: expected a number above 1"),
        (lambda: Guess(KEY, "?", 0, 1, logarithmic=True), "low: expected a number above 0"),
        (lambda: Guess(KEY, "?", 0, 1, choices=["a", "b"]), "choices or a range"),
        (lambda: Guess(KEY, "?", choices=["a"]), "two to eight different answers"),
        (lambda: Guess(KEY, "?", choices=["a", "a"]), "two to eight different answers"),
        (lambda: a_guess().commit(101), "value: expected a number from 0"),
        (lambda: a_guess().commit("50"), "value: expected a number from 0"),
        (lambda: a_guess().answer(float("nan")), "truth: expected a finite number"),
        (lambda: a_guess().answer(5, ax="here"), "ax: expected matplotlib axes"),
        (
            lambda: a_guess().answer(5, ax=plt.figure().add_subplot(projection="polar")),
            "plain ones",
        ),
        (lambda: a_guess().answer(5, along="z"), "along: expected one of 'x', 'y'"),
        (lambda: a_guess().answer(5, at={"a": 1}), "at: expected a place for each"),
        (lambda: Guess(KEY, "?", choices="ab").answer("c"), "truth: expected one of 'a', 'b'"),
        (lambda: Guess(KEY, "?", choices="ab").answer("a", plt.gca()), "at: expected where"),
        (lambda: Quiz("01/q", []), "questions: expected a list of Question"),
        (lambda: Quiz("01/q", [question(), question()]), "a name of its own for each"),
        (lambda: Quiz("01/q", [question(name="Q 1")]), "key: expected"),
        (lambda: Quiz("01/q", [question(wrong={})]), "one to five wrong answers"),
        (lambda: Quiz("01/q", [question(wrong={"r": "x"})]), "that differ from the right one"),
        (lambda: Quiz("01/q", [question(right=784)]), "questions: expected texts"),
        (lambda: Quiz("01/q", [question(wrong={"a": ""})]), "questions: expected texts"),
    ],
)
def test_bad_arguments_are_refused_in_words(make, said):
    with pytest.raises(ValueError, match="expected") as error:
        make()
    assert said in str(error.value)
