"""The questions at the end of lesson 7."""

from helpers.course.forms import Question, Quiz
from helpers.course.quizzes.wrong import wrong_numbers

__all__ = ["quiz"]


def quiz(record, still_right):
    """Ask what lesson 7 meant.

    Parameters
    ----------
    record : helpers.recording.FiltersRecord
        Of the lesson's network; with ``relu_1``.
    still_right : float
        The share of pictures that are still right after a step of 1 in each pixel.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "07/quiz",
        [_half(record), _pattern(), _before(), _step(still_right), _random()],
        title="Questions on lesson 7",
    )


def _half(record):
    least, chance, most = record.half_taken("relu_1")
    right = f"{chance:.0%}"
    return Question(
        "half",
        "Half of the filters of the first layer are taken away, drawn by chance. What share of the "
        "test pictures is still right, going by the lesson's curves?",
        right,
        wrong_numbers(
            right,
            (f"{least:.0%}", "That is so where the least important half goes."),
            (f"{most:.0%}", "That is so where the most important half goes."),
            (
                f"{record.curves['relu_1'][0][0] / 2:.0%}",
                "Half of the filters is not half of what is right: some filters stand in for "
                "others, some matter to all pictures.",
            ),
        ),
        "Chance takes important ones and unimportant ones alike.",
    )


def _pattern():
    return Question(
        "pattern",
        "Two patterns for the same filter, begun from different noise, hardly correlate. What does "
        "that say?",
        "The filter answers to a texture, wherever its lines lie",
        {
            "One of the two climbs failed": (
                "Both excite the filter about as much. They differ in where their lines lie."
            ),
            "The filter has not learned anything that could be seen in a picture": (
                "An untrained filter's patterns are noise. These show the same texture."
            ),
            "The two patterns come from two filters": (
                "It was the same filter. Its map's mean does not care where on the map it is high."
            ),
        },
        "The mean of a map is the same when the picture is moved.",
    )


def _before():
    return Question(
        "before",
        "Why is a filter's sum climbed for, and not what ReLU makes of it?",
        "Where a filter is silent, ReLU has no gradient that leads up",
        {
            "ReLU makes the answer too large": (
                "ReLU leaves what is above zero as it is, and makes the rest zero."
            ),
            "The weights that come behind ReLU are not known while one climbs": (
                "All weights are known. It is about what goes before, not behind."
            ),
            "ReLU would change the filter's weights": (
                "No weight is changed here at all: only the picture is."
            ),
        },
        "From flat grey many filters are silent, and zero stays zero.",
    )


def _step(still_right):
    right = f"{1 - still_right:.0%}"
    return Question(
        "step",
        "Each pixel of the pictures that the network had right is moved by one step of 255. What "
        "share of them is then wrong?",
        right,
        wrong_numbers(
            right,
            (f"{still_right:.0%}", "That is the share that is still right."),
            (f"{1 / 255:.1%}", "That is how far a pixel moves. In thousands of pixels it adds up."),
            ("0%", "Nobody sees the step. The network does."),
        ),
        "Every pixel moves in the direction that hurts most.",
    )


def _random():
    return Question(
        "random",
        "Digits are given to filters that were never trained, and one fitted layer behind them "
        "reads most of them. What follows?",
        "Good reading alone does not show that the filters have learned",
        {
            "The training of the filters was of no use": (
                "With trained filters fewer digits are wrong, and even plain means do much of the "
                "work."
            ),
            "The random filters have learned from the layer that was fitted behind them": (
                "Nothing changed them. Only the layer behind them was fitted."
            ),
            "Any picture can be read from random filters": (
                "Digits are easy: on photographs random filters part the classes little."
            ),
        },
        "Compare with what untrained filters do, before praising the trained ones.",
    )
