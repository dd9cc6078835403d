"""Lesson 8: an autoencoder of the course, on the sample and for a moment."""

import numpy as np
from sklearn.decomposition import PCA

from helpers.analysis.inventions import frechet_distance, nearest_real, sample_codes
from helpers.networks.autoencoders import codes, decoded, reconstructions
from tests.course.claims.claim import claim
from tests.course.claims.small_course import flat

BROKEN = ("nothing learned",)
NAME, SIZE, N = "fashion_code_8", 8, 500


def off(course):
    """Give the mean squared error of what the network gives back of the test pictures."""
    pictures = course.data("fashion_mnist").x_test
    return np.mean((reconstructions(course.network(NAME), pictures) - pictures / 255) ** 2)


def invented(course, how):
    """Give pictures that the network's decoder makes of codes, as rows."""
    data, network = course.data("fashion_mnist"), course.network(NAME)
    known = codes(network, data.x_train)
    drawn = sample_codes(known, N, how, labels=data.y_train, seed=course.seed)
    return decoded(network.get_layer("decoder"), drawn).reshape(N, -1)


@claim("8", "it can bend, and PCA cannot", above=0, breaks=BROKEN)
def few_numbers_do_more_in_a_network(course):
    """Mean squared error of PCA with 8 components, minus that of the network with 8 numbers"""
    data = course.data("fashion_mnist")
    pca, test = PCA(SIZE, random_state=0).fit(flat(data.x_train)), flat(data.x_test)
    linear = pca.inverse_transform(pca.transform(test))
    return np.mean((linear - test) ** 2) - off(course)


@claim("8", "Knowing the classes helps at every size", above=0, breaks=BROKEN)
def codes_within_a_class_come_nearer_than_those_of_the_box(course):
    """Median distance to the nearest training picture, pixel by pixel: the box minus the classes"""
    real = flat(course.data("fashion_mnist").x_train)
    far = [np.median(nearest_real(invented(course, how), real)[0]) for how in ("box", "classes")]
    return far[0] - far[1]


@claim("8", "sees at once that this cloud is the wrong one", above=0, breaks=BROKEN)
def the_cloud_of_the_normal_distribution_is_another(course):
    """Fréchet distance to real pictures in 20 directions of PCA: normal minus within the classes"""
    data = course.data("fashion_mnist")
    pca = PCA(20, random_state=0).fit(flat(data.x_train))
    real = pca.transform(flat(data.x_train))
    far = [
        frechet_distance(pca.transform(invented(course, how)), real)
        for how in ("normal", "classes")
    ]
    return far[0] - far[1]
