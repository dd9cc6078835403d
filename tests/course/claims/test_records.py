"""What the lessons say of shipped records is true for every seed, or setting, that is shipped.

`test_claims` asks new, small trainings. Here the long ones answer, three of each network: what
holds for one of them only is no sentence of a lesson.
"""

import itertools

import numpy as np
import pytest
from scipy.stats import spearmanr

from helpers.analysis import calibration, chance
from helpers.analysis import confusion as conf
from helpers.analysis.neighbours import neighbour_classes, neighbour_vote, neighbours
from helpers.analysis.pairs import pair_confusion
from helpers.analysis.training import learning_times
from helpers.course.records import shipped_record
from helpers.datasets import load
from tests.course.claims.claim import find_words

T_SHIRT, TROUSER, PULLOVER, DRESS, COAT, SANDAL, SHIRT, SNEAKER, BAG, BOOT = range(10)
SHOES = [SANDAL, SNEAKER, BOOT]
PAIRS = list(itertools.combinations(range(10), 2))
OFF = ~np.eye(10, dtype=bool)

CNNS, MLPS = (
    [shipped_record(f"fashion_{kind}{seed}") for seed in ("", "_seed_1", "_seed_2")]
    for kind in ("cnn", "mlp")
)
LABELS = CNNS[0].test_labels
every_cnn = pytest.mark.parametrize("cnn", CNNS, ids=["seed 0", "seed 1", "seed 2"])
every_match = pytest.mark.parametrize(
    ("mlp", "cnn"),
    list(itertools.product(MLPS, CNNS)),
    ids=[f"{i} {j}" for i in "012" for j in "012"],
)


def says(words, lesson="5"):
    assert len(find_words(lesson, words)) == 1, f"lesson {lesson} does not say {words!r} once"


def matrix(record, moment=-1):
    return conf.confusion_matrix(LABELS, record.predictions[moment], 10)


def pairs(record, moment=-1):
    """Share of each pair's pictures that is taken for the other."""
    return pair_confusion(matrix(record, moment))[tuple(np.transpose(PAIRS))]


def hardest(record, n):
    """The n pairs that are confused most, the first one most."""
    return [PAIRS[at] for at in np.argsort(-pairs(record))[:n]]


def matrices(records):
    return np.stack([matrix(record) for record in records])


@every_cnn
def test_a_few_cells_hold_most_errors_and_the_shirt_has_a_part_in_them(cnn):
    says("Most cells are empty or nearly so, and a few hold most of the errors.")
    says("The worst row is that of the shirts. There is a second, small family of errors at the")
    says("in most of the CNN's errors the shirt has a part.")
    counts = matrix(cnn)
    errors = counts[OFF]
    assert np.mean(errors <= 5) > 0.5
    assert np.sort(errors)[-10:].sum() > 0.6 * errors.sum()
    assert np.diag(counts).argmin() == SHIRT
    with_shirt = counts[SHIRT].sum() + counts[:, SHIRT].sum() - 2 * counts[SHIRT, SHIRT]
    assert with_shirt > 0.5 * errors.sum()
    shoes = counts[np.ix_(SHOES, SHOES)]
    assert 0.05 < (shoes.sum() - np.trace(shoes)) / errors.sum() < 0.2


@every_cnn
def test_t_shirts_and_shirts_are_on_top(cnn):
    says("T-shirts and shirts stay on top from the first pass to the last.")
    for moment in range(len(cnn.epochs)):
        if cnn.epochs[moment] > 0:
            assert PAIRS[pairs(cnn, moment).argmax()] == (T_SHIRT, SHIRT)


@pytest.mark.parametrize("records", [CNNS, MLPS], ids=["CNN", "MLP"])
def test_cells_move_more_than_chance(records):
    says("the large cells move more than chance would let them")
    spread = chance.seed_spread(matrices(records)).query("actual != predicted")
    ratio = np.sqrt((spread["spread"] ** 2).sum() / (spread["by_chance"] ** 2).sum())
    assert ratio > 1.5
    large = spread["by_chance"] > 6
    moves = spread["spread"] / spread["by_chance"]
    assert moves[large].mean() > 1.5 > moves[~large & (spread["by_chance"] > 0)].mean()


@every_cnn
def test_a_training_leans_to_shirts_or_away_from_them(cnn):
    says("one calls the doubtful ones shirts, the next calls them T-shirts and coats.")
    too_often = matrix(cnn).sum(axis=0) - 1_000
    assert abs(too_often[SHIRT]) > 50
    assert (np.sign(too_often[[T_SHIRT, COAT]]) == -np.sign(too_often[SHIRT])).all()


@every_match
def test_convolution_cures_pullovers_and_coats_most(mlp, cnn):
    says("What convolution cured most are pullovers taken for coats, and coats for pullovers.")
    cured = pairs(mlp) - pairs(cnn)
    assert PAIRS[cured.argmax()] == (PULLOVER, COAT)
    assert cured.max() > 1.3 * np.sort(cured)[-2]


def test_what_the_cnn_confuses_more_often_is_not_beyond_chance():
    says("None of them is beyond chance")
    mlp, cnn = MLPS[0].predictions[-1], CNNS[0].predictions[-1]
    changed = chance.changed_confusions(LABELS, mlp, cnn, range(10))
    more = changed[changed["new"] > changed["cured"]]
    assert len(more) >= 3 and (more["p_value"] >= 0.05 / len(changed)).all()


@pytest.mark.parametrize("record", CNNS + MLPS)
def test_they_are_nearly_as_often_right_as_they_are_sure(record):
    says("For these two networks the gap is small.")
    table = calibration.reliability(record.probabilities[-1], LABELS)
    assert calibration.calibration_error(table) < 0.02


@pytest.mark.parametrize("record", CNNS + MLPS)
def test_refusing_gains_most_at_first_and_misses_the_sure_errors(record):
    says("the first few percent gain the most.")
    says("among the least sure answers, wrong ones are about as frequent as right ones.")
    says("To catch all of those, one would have to refuse most of the pictures.")
    steps = np.arange(0, 0.31, 0.05)
    gains = np.diff(calibration.refusals(record.probabilities[-1], LABELS, steps)["accuracy"])
    assert gains.argmax() == 0
    sure, wrong = record.probabilities[-1].max(axis=1), record.predictions[-1] != LABELS
    assert 0.4 < wrong[sure < 0.6].mean() < 0.6
    assert np.mean(sure < sure[wrong].max()) > 0.7


def test_pairs_that_differ_on_average_are_hardly_confused_and_not_every_like_pair_is():
    says("Pairs on the left are hardly ever confused.")
    says("some pairs look alike on average and are still told apart.")
    data = load("fashion_mnist", size="sample")
    averages = [data.x_train[data.y_train == k].mean(axis=0).ravel() for k in range(10)]
    alike = np.corrcoef(averages)[tuple(np.transpose(PAIRS))]
    for cnn in CNNS:
        confused = pairs(cnn)
        assert confused[np.argsort(alike)[:20]].max() < 0.01
        assert confused[np.argsort(alike)[-15:]].min() < 0.01


@pytest.mark.parametrize("record", CNNS + MLPS)
def test_the_map_forecasts_better_than_the_averages(record):
    says("its order of the pairs is nearer to the truth.")
    data, umap = load("fashion_mnist", size="sample"), shipped_record("fashion_umap")
    averages = [data.x_train[data.y_train == k].mean(axis=0).ravel() for k in range(10)]
    mixed = neighbour_classes(neighbours(umap.embeddings[-1], 15), umap.labels)
    forecasts = np.corrcoef(averages), mixed + mixed.T
    by_averages, by_map = (
        spearmanr(forecast[tuple(np.transpose(PAIRS))], pairs(record))[0] for forecast in forecasts
    )
    assert 0.7 < by_averages < by_map - 0.05


@every_match
def test_two_networks_agree_on_two_of_the_three_hardest_pairs(mlp, cnn):
    says("With clothes, the two networks agree on two of the three hardest pairs.")
    assert len({*hardest(mlp, 3)} & {*hardest(cnn, 3)}) == 2


# Lesson 6: two recipes.


@pytest.fixture(params=["cifar10_article", "cifar10_better", "cifar10_best"])
def photographs(request):
    return shipped_record(request.param)


def test_birds_cats_deer_and_dogs_come_late(photographs):
    says("birds, cats, deer and dogs came late.", "6")
    record, names = photographs, photographs.made_from["data"]["names"]
    times = learning_times(record.predictions, record.test_labels, record.epochs)
    medians = times.groupby(np.array(names)[record.test_labels])["for_good"].median().astype(float)
    assert {"bird", "cat", "deer", "dog"} <= set(medians.nlargest(5).index)


def test_the_second_half_takes_nearly_all_of_the_training():
    says("The first half comes quickly.", "6")
    says("The next quarter takes about twenty times as many pictures, and the last one never "
         "comes.", "6")  # fmt: skip
    record = shipped_record("cifar10_article")
    half = np.argmax(record.scores["val_accuracy"] >= 0.5)
    assert record.images_seen[half] < 0.05 * record.images_seen[-1]
    three_quarters = np.argmax(record.scores["val_accuracy"] >= 0.75)
    assert 15 < record.images_seen[three_quarters] / record.images_seen[half] < 25
    assert 0.7 < record.scores["val_accuracy"][-1] < 0.8


def test_the_better_recipe_learns_less_by_heart():
    says("For the better recipe the two stay closer together", "6")
    gaps = [
        record.scores["accuracy"][-1] - record.scores["val_accuracy"][-1]
        for record in map(shipped_record, ("cifar10_better", "cifar10_article"))
    ]
    assert 0 < gaps[0] < 0.5 * gaps[1]


def test_the_best_network_gets_less_than_half_of_the_articles_errors():
    says("for the best it is less than half of the article's.", "6")
    article, best = map(shipped_record, ("cifar10_article", "cifar10_best"))
    wrong = [1 - record.made_from["test_accuracy"] for record in (article, best)]
    assert wrong[1] < 0.5 * wrong[0]
    says("A third record has seen as many pictures as the first.", "6")
    assert article.images_seen[-1] == best.images_seen[-1]
    assert best.made_from["test_accuracy_mirrored"] > best.made_from["test_accuracy"]


def test_the_network_that_is_right_most_often_is_not_the_surest():
    says("the network that is right most often is not the surest", "6")
    records = [shipped_record(f"cifar10_{name}") for name in ("article", "better", "best")]
    right = [record.made_from["test_accuracy"] for record in records]
    dog = [record.probabilities[-1, 16] for record in records]
    assert all(shares.argmax() == records[0].test_labels[16] for shares in dog)
    sure = [shares.max() for shares in dog]
    assert np.argmax(right) != np.argmax(sure)
    says("Ten equal bars have become one long one.", "6")
    assert min(sure) > 0.5 and np.ptp(records[0].probabilities[0, 16]) < 0.02
    says("loses ground to the cat, and wins it back.", "6")
    of_dog, of_cat = records[0].probabilities[:, 16, 5], records[0].probabilities[:, 16, 3]
    assert of_dog[of_cat[20:].argmax() + 20] < 0.7 < of_dog[-1] and of_dog[:20].max() > 0.7


def test_weight_decay_pulls_the_dice_away():
    says("In the residual network weight decay has pulled most of the dice's numbers away", "6")
    better, residual = (shipped_record(f"cifar10_{name}").kernels for name in ("better", "best"))

    def likeness(kernels):
        start, end = kernels[0].ravel(), kernels[-1].ravel()
        return start @ end / np.linalg.norm(start) / np.linalg.norm(end)

    assert likeness(residual) < 0.5 < likeness(better)
    sizes = np.linalg.norm(residual[-1].reshape(-1, 64), axis=0)
    assert (sizes < 0.3 * sizes.max()).mean() > 0.3  # many are faint


# Lesson 4: two seeds.


@pytest.fixture(params=["mnist_features", "mnist_features_seed_1"])
def features(request):
    return shipped_record(request.param)


def test_kernels_keep_much_of_what_the_dice_gave(features):
    says("training changed these weights, but much of each is still what the dice gave it", "4")
    start, end = features.kernels[0], features.kernels[-1]
    assert np.corrcoef(start.ravel(), end.ravel())[0, 1] > 0.7


def test_maps_of_the_second_layer_are_faint_at_first(features):
    says("In conv_2 they are so faint at first that you see black", "4")
    says("it changes most in the first epochs.", "4")
    maps = features.maps["conv_2"][:, 0]
    brightness = maps.mean(axis=(1, 2, 3))
    assert brightness[0] < 0.2 * brightness[1:].min()
    change = np.abs(np.diff(maps, axis=0)).mean(axis=(1, 2, 3))
    assert change.argmax() == 0 and change[:10].mean() > 2 * change[-10:].mean()


# Lesson 2: the large map, and sixteen settings.


def test_shirts_have_no_place_of_their_own():
    says("The shirts least of all have a place of their own.", "2")
    large, sixteen = shipped_record("fashion_umap"), shipped_record("fashion_umap_settings")
    maps = [
        (large.embeddings[-1], large.labels),
        *((p, sixteen.labels) for p in sixteen.embeddings),
    ]
    for points, labels in maps:
        own = np.diag(neighbour_classes(neighbours(points, 10), labels))
        assert own.argmin() == SHIRT


def test_what_holds_for_all_settings():
    says("trousers keep to themselves most", "2")
    says("what stayed the same was who lies with whom", "2")
    record = shipped_record("fashion_umap_settings")
    shares = [neighbour_classes(neighbours(p, 10), record.labels) for p in record.embeddings]
    assert all(np.diag(share).argmax() == TROUSER for share in shares)
    mixed = [(share + share.T)[tuple(np.transpose(PAIRS))] for share in shares]
    assert spearmanr(np.transpose(mixed))[0].min() > 0.9
    says("The loosest packing and the largest neighbourhood lose most.", "2")
    votes = [
        np.mean(neighbour_vote(neighbours(p, 10), record.labels) == record.labels)
        for p in record.embeddings
    ]
    for setting in ("min_dist", "n_neighbors"):
        values = record.settings[setting]
        means = [np.mean(np.array(votes)[values == value]) for value in np.unique(values)]
        assert np.argmin(means) == len(means) - 1
