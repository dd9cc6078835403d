"""Lesson 2: the map. A seed draws the pictures that are laid out, and the dice of each method."""

import numpy as np
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr
from sklearn.manifold import trustworthiness
from sklearn.neighbors import KNeighborsClassifier

from helpers.analysis.classes import average_correlation
from helpers.analysis.neighbours import (
    class_medians,
    kept_neighbours,
    neighbour_classes,
    neighbour_vote,
    neighbours,
)
from tests.course.claims.claim import claim
from tests.course.claims.small_course import N_NEW

TROUSER = 1
ABOVE_DIAGONAL = np.triu_indices(10, k=1)


def vote(points, labels):
    """Share of the points whose ten neighbours vote for their class."""
    return np.mean(neighbour_vote(neighbours(points, 10), labels) == labels)


def vote_at(course, epoch):
    return vote(course.umap().embeddings[epoch], course.chosen()[1])


def vote_on(course, method):
    return vote(course.map(method), course.chosen()[1])


def kept(course, method):
    """Share of the ten nearest pictures that are still the ten nearest on a map."""
    images, _ = course.chosen()
    return kept_neighbours(neighbours(images, 10), neighbours(course.map(method), 10))


def trust(course, method):
    images, _ = course.chosen()
    return trustworthiness(images.reshape(len(images), -1), course.map(method), n_neighbors=10)


def mixture(points, labels):
    """How often a neighbour is of the other class, for each of the 45 pairs."""
    shares = neighbour_classes(neighbours(points, 10), labels)
    return ((shares + shares.T) / 2)[ABOVE_DIAGONAL]


@claim("2", "the vote is already far better than the tenth that guessing gives", above=0.1)
def the_start_knows_the_classes(course):
    """Share of points whose ten neighbours vote for the right class, at the map's start"""
    return vote_at(course, 1)


@claim(
    "2",
    "A few epochs later the groups are sorted, better than at the start",
    above=0,
    breaks=("one for all",),
)
def the_epochs_sort(course):
    """The vote after the last epoch, minus that at the start"""
    last = 1 if course.broken == "one for all" else 128
    return vote_at(course, last) - vote_at(course, 1)


@claim("2", "trousers are an island.", above=0)
def trousers_are_an_island(course):
    """Share of own kind among a trouser's neighbours on the map, minus that of the next class"""
    points, labels = course.map("UMAP"), course.chosen()[1]
    own = np.diag(neighbour_classes(neighbours(points, 10), labels))
    return own[TROUSER] - np.delete(own, TROUSER).max()


@claim("2", "So the averages forecast well who mixes with whom.", above=0)
def correlated_averages_overlap_on_the_map(course):
    """Rank correlation, over 45 pairs, of the averages' correlation with the mixture on the map"""
    images, labels = course.chosen()
    alike = average_correlation(images, labels)[ABOVE_DIAGONAL]
    return spearmanr(alike, mixture(course.map("UMAP"), labels))[0]


@claim(
    "2",
    "Where the map shows a mixture, there is one in the pixels",
    above=0,
    breaks=("labels shuffled", "nothing learned"),
)
def the_map_mixes_what_pixels_mix(course):
    """Rank correlation, over 45 pairs, of the mixture in 784 dimensions with that on the map"""
    images, labels = course.chosen()
    return spearmanr(mixture(images, labels), mixture(course.map("UMAP"), labels))[0]


@claim(
    "2",
    "far better than on PCA's",
    above=0,
    breaks=("labels shuffled", "nothing learned"),
)
def umap_votes_better_than_pca(course):
    """The vote on UMAP's map, minus that on PCA's"""
    return vote_on(course, "UMAP") - vote_on(course, "PCA")


@claim(
    "2",
    "The map keeps more of each picture's neighbourhood than a straight projection does",
    above=0,
    breaks=("nothing learned",),
)
def umap_keeps_more_neighbours_than_pca(course):
    """Share of the ten nearest pictures kept by UMAP, minus that kept by PCA"""
    return kept(course, "UMAP") - kept(course, "PCA")


@claim(
    "2",
    "On these pictures t-SNE keeps more than UMAP, by all three measures",
    above=0,
    breaks=("nothing learned",),
)
def tsne_keeps_more_than_umap(course):
    """t-SNE minus UMAP in vote, neighbours kept and trustworthiness: the least of the three"""
    return min(
        measure(course, "t-SNE") - measure(course, "UMAP") for measure in (vote_on, kept, trust)
    )


def named(course):
    """Share of 500 test pictures named right: by neighbours on the map, and in 784 dimensions."""
    data, (images, labels) = course.data("fashion_mnist"), course.chosen()
    new, pixels = (x.reshape(len(x), -1) for x in (data.x_test[:N_NEW], images))
    return [
        KNeighborsClassifier(10).fit(points, labels).score(places, data.y_test[:N_NEW])
        for points, places in ((course.map("UMAP"), course.landed()), (pixels, new))
    ]


@claim("2", "`transform` put most new pictures among their kind", above=0.5)
def new_pictures_land_among_their_kind(course):
    """Share of 500 test pictures that their ten neighbours on the map name right"""
    return named(course)[0]


@claim("2", "The map names fewer pictures right than the 784 numbers do", above=0)
def two_numbers_have_a_price(course):
    """The same share by neighbours in 784 dimensions, minus that on the map"""
    on_map, in_pixels = named(course)
    return in_pixels - on_map


@claim(
    "2",
    "another seed alone changes little, because UMAP begins with the same rough map.",
    above=0,
    breaks=("nothing learned",),
)
def another_seed_changes_little(course):
    """Rank correlation of the 45 distances between classes on two maps of different seeds"""
    return distances_agree(course, "UMAP again")


@claim("2", "the first long steps make it *worse*", above=0, breaks=("one for all",))
def the_first_steps_mix(course):
    """The vote at the map's start, minus the lowest at epochs 2 to 4"""
    later = (1,) if course.broken == "one for all" else (2, 3, 4)
    return vote_at(course, 1) - min(vote_at(course, epoch) for epoch in later)


@claim(
    "2",
    "With a random start the vote is nearly as good",
    above=0,
    breaks=("nothing learned",),
)
def a_random_start_votes_nearly_as_well(course):
    """The vote on a map that began with dice, minus the mean of the usual one's and of PCA's"""
    usual, pca, dice = (vote_on(course, method) for method in ("UMAP", "PCA", "UMAP from dice"))
    return dice - (usual + pca) / 2


def distances_agree(course, method):
    """Rank correlation of the 45 distances between classes with those on the usual map."""
    labels = course.chosen()[1]
    ours, again = course.map("UMAP"), course.map(method)
    return spearmanr(*(pdist(class_medians(points, labels)) for points in (ours, again)))[0]


@claim(
    "2",
    "The distances still agree in part",
    above=0,
    breaks=("nothing learned",),
)
def distances_from_dice_agree_in_part(course):
    """Rank correlation of the 45 distances between classes: the usual map and one from dice"""
    return distances_agree(course, "UMAP from dice")


@claim("2", "but less. So a distance on the map owes something", above=0, breaks=("one for all",))
def distances_depend_on_the_start(course):
    """That of two seeds with the usual start, minus that of the usual start and dice"""
    dice = "UMAP again" if course.broken == "one for all" else "UMAP from dice"
    return distances_agree(course, "UMAP again") - distances_agree(course, dice)


@claim(
    "2",
    "what stayed the same was who lies with whom.",
    above=0,
    breaks=("nothing learned",),
)
def who_lies_with_whom_stays(course):
    """Rank correlation, over 45 pairs, of the mixture on the usual map and on one from dice"""
    labels = course.chosen()[1]
    return spearmanr(*(mixture(course.map(way), labels) for way in ("UMAP", "UMAP from dice")))[0]
