"""A quiz: some questions, each with answers to choose from and what each of them confuses."""

import hashlib
import random
from dataclasses import dataclass

import traitlets

from helpers._arguments import bad_argument
from helpers.course.forms.kept import form_module, form_styles, keep
from helpers.course.logbook.lines import check_key
from helpers.widgets.base import CourseWidget

__all__ = ["Question", "Quiz"]

_LONGEST = 400


@dataclass(frozen=True)
class Question:
    """A question of a quiz.

    A number in it is computed: ``right=f"{28 * 28}"``.

    Attributes
    ----------
    name : str
        Its name in the logbook, the same for good: letters, digits, ``-`` and ``_``.
    text : str
        What is asked.
    right : str
        The right answer.
    wrong : dict of str to str
        Each wrong answer, with a sentence on what it confuses. One to five of them.
    why : str
        Why the right answer is right, a sentence or two.
    """

    name: str
    text: str
    right: str
    wrong: dict
    why: str


class Quiz(CourseWidget):
    """Ask some questions, say of each answer what it confuses, and keep it in the logbook.

    The first answer to a question counts, and one may go on trying. It works without a kernel.

    Parameters
    ----------
    key : str
        Its name in the logbook: the lesson's number and a name, such as ``"01/quiz"``.
    questions : sequence of Question
    title : str
        A line above.
    tells : bool
        Whether it says what is right. Where it does not, an answer can be given once: for
        questions that are asked again later.

    Raises
    ------
    ValueError
        If two questions, or two answers of one, are the same, or one of them is empty.

    Notes
    -----
    Used in every lesson. The answers' order is shuffled, and the same each time. Nothing of a
    learner is in what the notebook stores.
    """

    _esm = form_module("quiz.js")
    _css = form_styles("quiz.css")

    key = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    tells = traitlets.Bool(True).tag(sync=True)
    #: Name, text, answers as pairs of text and sentence, which of them is right.
    _questions = traitlets.List().tag(sync=True)

    def __init__(self, key, questions, title="What stays", tells=True):
        questions = list(questions)
        if not questions or not all(isinstance(each, Question) for each in questions):
            raise bad_argument("questions", "a list of Question", questions)
        names = [question.name for question in questions]
        if len(set(names)) != len(names):
            raise bad_argument("questions", "a name of its own for each", names)
        super().__init__(
            key=check_key(key),
            title=str(title),
            tells=bool(tells),
            _questions=[_stored(question) for question in questions],
        )
        keep(self, "quiz", key)

    def summary(self):
        """List the questions and the answers to choose from."""
        lines = [f"A quiz. {self.title}. Run this cell, or trust this notebook, to answer."]
        for number, (_, text, answers, _) in enumerate(self._questions, start=1):
            lines.append(f"{number}. {text} " + " / ".join(answer for answer, _ in answers))
        return "\n".join(lines)


def _stored(question):
    """Bring a question into the form in which the page has it, or say what is wrong with it."""
    check_key(f"quiz/{question.name}")
    if not isinstance(question.wrong, dict) or not 1 <= len(question.wrong) <= 5:
        wanted = f"one to five wrong answers of {question.name!r}, each with a sentence"
        raise bad_argument("wrong", wanted, question.wrong)
    if question.right in question.wrong:
        raise bad_argument(
            "wrong", f"answers of {question.name!r} that differ from the right one", question.right
        )
    answers = [(question.right, question.why), *question.wrong.items()]
    for text in (question.text, *(text for answer in answers for text in answer)):
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            wanted = f"texts of 1 to {_LONGEST} letters in {question.name!r}"
            raise bad_argument("questions", wanted, text)
    # Shuffled by the question's own words: the same on every machine and in every run.
    seed = hashlib.sha256(f"{question.name}\n{question.text}".encode()).digest()
    answers.sort()
    random.Random(seed).shuffle(answers)
    right = [answer for answer, _ in answers].index(question.right)
    return [question.name, question.text, [list(answer) for answer in answers], right]
