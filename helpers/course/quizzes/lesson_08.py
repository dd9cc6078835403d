"""The questions at the end of lesson 8."""

from helpers.course.forms import Question, Quiz

__all__ = ["quiz"]


def quiz():
    """Ask what lesson 8 meant.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz("08/quiz", [_labels(), _mush(), _hole(), _colour()], title="Questions on lesson 8")


def _labels():
    return Question(
        "labels",
        "What does an autoencoder learn from?",
        "From each picture alone, which is also the answer",
        {
            "From pictures and their classes": (
                "No class was shown. The points on the map got their colours afterwards."
            ),
            "From pairs of pictures that are alike": (
                "Nobody said which are alike. A picture is compared with what comes of itself."
            ),
            "From codes that somebody has chosen": (
                "It finds its codes itself: whatever helps to give pictures back."
            ),
        },
        "So it can learn from any heap of pictures, and only what is in the heap.",
    )


def _mush():
    return Question(
        "mush",
        "Codes from N(0, 1) gave grey mush, and yet it lay nearer to real clothes than real ones "
        "do. What follows?",
        "Being near to a real picture does not make an invention good",
        {
            "The mush is a good invention that the eye can't appreciate": (
                "The eye is right. Dim and smooth pictures lie near to everything, because they "
                "hold next to nothing."
            ),
            "The classifier is broken": (
                "It is good at clothes. It was never asked to judge mush."
            ),
            "The distance should be taken in the code, not in the classifier": (
                "There, too, small codes are near the middle of all. It is one number for a "
                "question that has several sides."
            ),
        },
        "Look at several numbers, and at the pictures.",
    )


def _hole():
    return Question(
        "hole",
        "Half-way between the codes of a boot and of a trouser stands something that is neither. "
        "Why?",
        "In training no code lay there, so anything could grow there",
        {
            "The decoder has too few weights": (
                "It draws boots and trousers well. A larger one would be as free in the hole."
            ),
            "The mean of two codes is the code of the mean of two pictures": (
                "Then it would be the two laid over each other, as in pixels. The decoder bends."
            ),
            "The code is too short for both": ("A longer one leaves more room, and so more holes."),
        },
        "A variational autoencoder fills the space between, and pays with blur.",
    )


def _colour():
    return Question(
        "colour",
        "Coloured by the network, photographs look better. The classifier names them hardly more "
        "often rightly than grey ones. How can that be?",
        "They are guessed from the grey, and tell nothing new",
        {
            "The classifier does not look at colours": (
                "It does: in their true colours it names more of them."
            ),
            "The network has given every picture a wrong colour": (
                "Many are about right. But what is usual for a thing can't tell which thing it is."
            ),
            "The classifier was trained on grey photographs": (
                "It was trained on colour ones: that is why it misses the true colours."
            ),
        },
        "What is computed from a picture holds no more than the picture.",
    )
