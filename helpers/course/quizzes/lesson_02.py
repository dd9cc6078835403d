"""The questions at the end of lesson 2."""

from helpers.course.forms import Question, Quiz

__all__ = ["quiz"]


def quiz(vote, kept):
    """Ask what lesson 2 meant.

    Parameters
    ----------
    vote : float
        The share of points that their ten neighbours on the map name rightly.
    kept : float
        The share of the ten nearest in 784 dimensions that are still so on the map.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz(
        "02/quiz",
        [_labels(), _both(vote, kept), _turned(), _far(), _new()],
        title="Questions on lesson 2",
    )


def _labels():
    return Question(
        "labels",
        "What did UMAP know of the classes when it drew the map?",
        "Nothing: the labels only gave the points their colours",
        {
            "The labels of a few pictures": "It was given the pixels, and no label at all.",
            "How many classes there are": (
                "Nobody said. The islands came out of the pixels, and they are not one for each "
                "class."
            ),
            "Which pictures belong together, but not what they are called": (
                "It found out itself which pictures are near each other, from their pixels."
            ),
        },
        "Take the colours away, and the map is the same.",
    )


def _both(vote, kept):
    return Question(
        "both",
        f"Ten neighbours on the map name {vote:.0%} of the pictures rightly. And yet only "
        f"{kept:.0%} of a picture's ten nearest are still there. How can both be?",
        "Those who have taken their places are mostly of the same class",
        {
            "One of the two numbers must be wrong": (
                "They answer two questions: of which class the neighbours are, and whether they "
                "are the same pictures as before."
            ),
            "UMAP has pulled pictures of one class together": (
                "It has never seen a class. It pulls neighbours together."
            ),
            "The vote asks the neighbours in 784 dimensions": (
                "This one asks the ten nearest points on the map."
            ),
        },
        "A map is good for the neighbourhood, not for the neighbour.",
    )


def _turned():
    return Question(
        "turned",
        "Somebody turns the map upside down. What does it say now?",
        "The same as before",
        {
            "The opposite: what was large is small": (
                "Up and down stand for nothing. That is why the axes have no numbers."
            ),
            "Nothing any more: the places are wrong": (
                "All points have the same neighbours as before, and nothing else can be read."
            ),
        },
        "Only nearness means something, and turning changes none of it.",
    )


def _far():
    return Question(
        "far",
        "On a map island B is twice as far from island A as island C is. What do you know of the "
        "pictures?",
        "Little: with another start the islands may lie otherwise",
        {
            "B's pictures differ from A's twice as much as C's do": (
                "A long distance on the map owes something to the pictures, and something to the "
                "start. One alone cannot be read."
            ),
            "Between A and B lie twice as many kinds of clothes": (
                "Where there is water there are no pictures, and nothing is said of any."
            ),
            "A and B have nothing in common": (
                "Two islands apart can be alike. Some fall in pieces that lie far from each other."
            ),
        },
        "UMAP cares for neighbours. How wide the water is depends on the start, too.",
    )


def _new():
    return Question(
        "new",
        "transform puts a new picture on the finished map. How does it find the place?",
        "It looks which training pictures are nearest in pixels, and goes near their points",
        {
            "It looks for the island of the picture's class": (
                "It does not know the class. The label is only used afterwards, to see whether "
                "the place was good."
            ),
            "It draws the whole map again with one picture more": (
                "No other point moves. Drawing it again would take as long as the first time."
            ),
            "It uses the picture's brightness as x and y": (
                "No single property of a picture is an axis of the map."
            ),
        },
        "The map stays as it is, and the new picture is fitted in.",
    )
