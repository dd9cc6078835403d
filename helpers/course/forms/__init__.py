"""What asks a learner for something, and keeps it in the logbook."""

from helpers.course.forms.bet import BetForm
from helpers.course.forms.bet_answer import BetAnswer
from helpers.course.forms.guess import Guess
from helpers.course.forms.guess_answer import GuessAnswer
from helpers.course.forms.quiz import Question, Quiz
from helpers.course.forms.votes import keep_votes
from helpers.course.forms.where import WhereAmI

__all__ = [
    "BetAnswer",
    "BetForm",
    "Guess",
    "GuessAnswer",
    "Question",
    "Quiz",
    "WhereAmI",
    "keep_votes",
]
