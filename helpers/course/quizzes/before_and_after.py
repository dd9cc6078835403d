"""Twelve questions, asked before lesson 1 and after lesson 6, to see what a class has gained.

They are about what people often believe (docs/teaching.md), two for each lesson, and use no word
that the course explains. The quizzes at the lessons' ends ask other things.
"""

from helpers.course.forms import Question, Quiz

__all__ = ["QUESTIONS", "after", "before"]

#: In the order of the lessons. Their names and answers stay, or years cannot be compared.
QUESTIONS = (
    Question(
        "seen",
        "A program is given a photograph of a cat. What does it get to work with?",
        "A table of numbers: how bright each point is",
        {
            "The outlines of what is in the photograph": (
                "Outlines have to be found, by computing with the numbers."
            ),
            "A list of the things that are in it": (
                "That is what a program may say in the end. Nobody tells it at the start."
            ),
            "The photograph as a whole, as we see it": "It has numbers, and can compute with them.",
        },
        "A picture in a computer is nothing but that.",
    ),
    Question(
        "average",
        "There are photographs of 1,000 different chairs, each in the middle of a white picture. "
        "Point for point you take the mean of all. What does the result look like?",
        "Like a blur: darker in the middle, with few details",
        {
            "Like a very sharp chair, since 1,000 photographs have so much detail": (
                "Each chair has its details in another place. In the mean they wipe each other out."
            ),
            "Like the most typical of the 1,000 chairs": (
                "A mean is made of all of them. It need not look like any."
            ),
            "The same grey everywhere": "The edges were white in each photograph, and stay so.",
        },
        "What all chairs share stays, and what differs is washed out.",
    ),
    Question(
        "heaps",
        "A program puts 10,000 pictures of clothes into heaps, like to like. Nobody has told it "
        "what a shoe is. In the end one heap has almost nothing but shoes. How can that be?",
        "Shoes are bright and dark in similar places",
        {
            "It must have been told the names of some pictures": (
                "Nearness can be computed from the numbers alone. Names are not needed."
            ),
            "It has worked out what a shoe is for": (
                "It compares numbers. That the heap is one of shoes is what we see in it."
            ),
            "By chance": "By chance each heap would have something of everything.",
        },
        "Likeness is in the numbers. The name of the heap comes from us.",
    ),
    Question(
        "sheet",
        "A program lays pictures out on a sheet of paper. All it cares for is that each lies "
        "beside those most like it. Heap A is 2 cm from heap B and 8 cm from heap C. What do you "
        "know?",
        "Pictures of one heap are alike; of the gaps, little",
        {
            "C differs from A four times as much as B does": (
                "The program cared for neighbours only. How wide a gap is can depend on how it "
                "began."
            ),
            "Between A and C there are pictures that were left out": (
                "A gap is a part of the drawing. It stands for no pictures."
            ),
            "B is a part of A": "They are two heaps; a small gap does not make them one.",
        },
        "A drawing tells what it was made to keep.",
    ),
    Question(
        "memory",
        "A network has learned to read from 60,000 handwritten digits. What is kept in it?",
        "Many numbers, by which it multiplies and adds",
        {
            "The 60,000 pictures, to compare new ones with them": (
                "They are not in it. It has been changed by them, a little by each."
            ),
            "Rules for each digit, which its programmers wrote": (
                "Nobody writes such rules. The numbers are found by learning."
            ),
            "A description of each digit in words": "There are no words in it, only numbers.",
        },
        "Learning changes these numbers, and nothing else.",
    ),
    Question(
        "middle",
        "A network reads 97 of 100 digits that it has never seen. All digits so far stood in the "
        "middle of their pictures. Now the same 100 are moved a little to the side. How many will "
        "it read?",
        "Perhaps far fewer: nothing so far has shown that it can",
        {
            "About 97: it knows what digits look like": (
                "That is what 97 seems to say. But it may have learned where the strokes lie, not "
                "what they look like."
            ),
            "About 97: a moved digit is the same picture": (
                "To you it is. As a table of numbers it is another one."
            ),
            "None: it has never seen a moved digit": (
                "It had never seen the 100 digits either. What it learned can still fit in part."
            ),
        },
        "A test tells of what was in it.",
    ),
    Question(
        "best",
        "100 programs take a test of 50 questions. None has a perfect score, and you keep the best "
        "one, with 45 right. It takes another 50 questions of the same kind. What do you expect?",
        "Fewer than 45",
        {
            "45": (
                "It was the best of 100 because it was good, and because it was lucky. The luck "
                "does not come along."
            ),
            "More than 45": "It gets no better from being chosen, and had luck in the first test.",
        },
        "Who is the best of many had luck, too. Whoever chooses needs another test to judge.",
    ),
    Question(
        "twice",
        "A network is trained twice with the same pictures. It begins with other random numbers "
        "the second time. Both read 98 of 100 digits. What is inside the two?",
        "Different numbers: there are many ways to read as well",
        {
            "The same numbers: both have learned from the same pictures": (
                "They began elsewhere, and there is not just one place to end."
            ),
            "The same parts, only in another order": (
                "One can try to match them. Many parts of one have no equal in the other."
            ),
            "Nothing that can be compared: learning is chance": (
                "Both read well, which is no chance. They just do it with other numbers."
            ),
        },
        "That two give the same answers does not say that they are alike inside.",
    ),
    Question(
        "apples",
        "One in 100 apples is bad. A network says of each apple whether it is good or bad, and is "
        "right for 99 of 100. Does it find the bad ones?",
        "That cannot be told: calling all of them good is right as often",
        {
            "Yes: it is wrong for one apple in 100, and that is hardly ever": (
                "Exactly one in 100 is bad. That may be the one where it is wrong."
            ),
            "No: the one for which it is wrong must be the bad one": (
                "It may as well find the bad one, and call a good one bad. The number does not say."
            ),
            "Yes: of 100 bad ones it finds 99": (
                "The 99 are of all apples, and nearly all of these are good."
            ),
        },
        "One number for all answers hides what kind of errors there are.",
    ),
    Question(
        "dog",
        "A network says: this is a dog, 99%. What may you expect?",
        "It may be wrong: one has to count how often such answers are",
        {
            "It is a dog: 99% is as good as certain": (
                "Some wrong answers come with 99%, and some with more."
            ),
            "99% of the picture are covered by the dog": (
                "The number says how sure the network is, not how large the dog is."
            ),
            "It was compared with 100 dogs, and 99 of them were like it": (
                "It has no dogs to compare with. It computes the number."
            ),
        },
        "A network can be surer than it should be.",
    ),
    Question(
        "first_half",
        "A network learns to tell photographs of ten kinds of things. At first it is right for 10 "
        "of 100, in the end for 75. How does the number rise in between?",
        "Fast at first, then ever more slowly",
        {
            "Evenly: each picture adds a little": (
                "The first pictures bring much, the last ones next to nothing."
            ),
            "Hardly for a long time, then suddenly": (
                "There is no moment at which it understands. It begins to rise at once."
            ),
            "Slowly at first, then ever faster": "It is the other way round.",
        },
        "What is easy is learned first, and what is hard takes nearly all of the time.",
    ),
    Question(
        "once",
        "Half-way through its training a network gets a picture right. The training goes on. Will "
        "the picture be right at the end?",
        "Perhaps not: a network can lose what it got right",
        {
            "Yes: what is learned once stays": (
                "Each step changes numbers that all pictures share."
            ),
            "Yes: with more training it only gets better": (
                "On the whole it does. Single pictures change between right and wrong."
            ),
            "No: new pictures push the old ones out": (
                "Nothing is stored that could be pushed out, and most pictures stay right."
            ),
        },
        "Many pictures are right, wrong and right again while a network learns.",
    ),
)


def before():
    """Ask the twelve questions before lesson 1, and keep for oneself what is right.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz("index/before", QUESTIONS, title="Before", tells=False)


def after():
    """Ask the same questions after lesson 6, and say what is right.

    Returns
    -------
    helpers.course.forms.Quiz
    """
    return Quiz("index/after", QUESTIONS, title="After")
