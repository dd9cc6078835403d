"""A filter's page shows that filter's arrays, and refuses what does not fit together."""

import numpy as np
import pytest

from helpers.plots.filter_pages import FilterPages

RNG = np.random.default_rng(0)


def arguments(colour=True):
    c = (3,) if colour else ()
    return {
        "kernels": RNG.normal(size=(4, 3, 3, 8)),
        "patches": RNG.integers(0, 256, (4, 10, 6, 6, *c), dtype=np.uint8),
        "patterns": RNG.integers(0, 256, (2, 4, 12, 12, *c), dtype=np.uint8),
        "maps": RNG.normal(size=(4, 3, 5, 5)),
        "pictures": RNG.integers(0, 256, (3, 12, 12, *c), dtype=np.uint8),
        "losses": RNG.normal(size=(2, 4)) / 100,
        "epochs": [0, 9],
        "names": list("abcd"),
    }


@pytest.mark.parametrize("colour", [True, False])
def test_each_page_shows_its_filter(colour):
    given = arguments(colour)
    pages = FilterPages(**given)
    for place in (2, 0):
        figure = pages.draw(place)
        shown = {name: np.asarray(image.get_array()) for name, image in pages._images.items()}
        assert np.array_equal(shown["patches"][:6, :6], given["patches"][place, 0])
        assert np.array_equal(shown["patches"][7:13, 7:13], given["patches"][place, 6])
        assert np.array_equal(shown["patterns"][:, 14:26], given["patterns"][1, place])
        picture = given["pictures"][0] if colour else given["pictures"][0][..., None]
        assert np.array_equal(shown["maps"][:12, :12], np.broadcast_to(picture, (12, 12, 3)))
        assert figure.get_suptitle() == "abcd"[place]
        np.testing.assert_allclose(pages._line.get_ydata(), 100 * given["losses"][:, place])
        lost = 100 * given["losses"][1, place]
        assert pages.describe(place).endswith(f"{lost:.1f} of 100 less")


def test_a_silent_filter_has_dark_maps():
    given = arguments()
    given["maps"] = -np.abs(given["maps"])
    pages = FilterPages(**given)
    pages.draw(0)
    seen = np.asarray(pages._images["maps"].get_array())[:, 14 : 14 + 12]
    assert seen[4:8, 4:8].max() < 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("patches", np.zeros((3, 10, 6, 6, 3), np.uint8)),
        ("patterns", np.zeros((3, 4, 12, 12, 3), np.uint8)),
        ("maps", np.zeros((4, 2, 5, 5))),
        ("kernels", np.zeros((5, 3, 3, 8))),
        ("epochs", [0, 1, 2]),
        ("names", ["a"]),
        ("losses", np.zeros(4)),
    ],
)
def test_what_does_not_fit_is_refused(name, value):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        FilterPages(**{**arguments(), name: value})
    with pytest.raises(ValueError, match="place: expected a whole number from 0 to 3"):
        FilterPages(**arguments()).draw(4)
