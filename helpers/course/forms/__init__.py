"""What asks a learner for something, and keeps it in the logbook."""

from helpers.course.forms.guess import Guess
from helpers.course.forms.guess_answer import GuessAnswer
from helpers.course.forms.quiz import Question, Quiz

__all__ = ["Guess", "GuessAnswer", "Question", "Quiz"]
