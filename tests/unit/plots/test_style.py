"""The colours of the classes, as eyes of different kinds see them."""

import itertools
import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.plots import style

# How a dichromat sees linear RGB: Machado, Oliveira & Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0.
VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, vision="normal"):
    """CIE L*a*b* (D65) of a colour as somebody sees it."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375],
         [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    t = to_xyz @ seen / to_xyz.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, two):
    """Difference of two colours in L*a*b* (Sharma, Wu & Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(c7 / (c7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = h1 + h2
    if c1 * c2:
        h = h / 2 if abs(h1 - h2) <= 180 else (h / 2 + 180) % 360
    t = (1 - 0.17 * np.cos(np.radians(h - 30)) + 0.24 * np.cos(np.radians(2 * h))
         + 0.32 * np.cos(np.radians(3 * h + 6)) - 0.2 * np.cos(np.radians(4 * h - 63)))  # fmt: skip
    turn = np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / (1 + 0.045 * c), dh / (1 + 0.015 * c * t)
    return np.sqrt(dl**2 + dc**2 + dh**2 - turn * 2 * np.sqrt(c**7 / (c**7 + 25**7)) * dc * dh)


@pytest.mark.parametrize(
    ("one", "two", "expected"),  # three of the pairs that the authors published as a test
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_measure_is_the_published_one(one, two, expected):
    assert ciede2000(one, two) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("vision", VISION)
def test_any_two_classes_can_be_told_apart(vision):
    seen = [lab(colour, vision) for colour in style.CLASS_COLOURS]
    nearest = min(ciede2000(*pair) for pair in itertools.combinations(seen, 2))
    assert nearest > 17
    # The palette that most plots have by default does not manage half of it for two of four.
    usual = [lab(colour, vision) for colour in mpl.color_sequences["tab10"]]
    assert nearest > min(ciede2000(*pair) for pair in itertools.combinations(usual, 2))


@pytest.mark.parametrize("vision", VISION)
def test_right_and_wrong_can_be_told_apart(vision):
    assert ciede2000(lab(style.RIGHT, vision), lab(style.WRONG, vision)) > 30


def test_no_class_is_lost_on_white_nor_black():
    lightness = [lab(colour)[0] for colour in style.CLASS_COLOURS]
    assert len(set(style.CLASS_COLOURS)) == 10
    assert min(lightness) > 20 and max(lightness) < 80


def test_classes_that_look_alike_have_colours_far_apart():
    # T-shirt, pullover, coat, shirt; sandal, sneaker, boot; 4, 7, 9; 3, 5, 8.
    for group in ((0, 2, 4, 6), (5, 7, 9), (4, 7, 9), (3, 5, 8)):
        for vision in VISION:
            seen = [lab(style.CLASS_COLOURS[k], vision) for k in group]
            assert min(ciede2000(*pair) for pair in itertools.combinations(seen, 2)) > 20


def test_one_line_turns_the_style_on_for_all_figures():
    with mpl.rc_context():
        mpl.rcdefaults()
        style.use()
        figure, ax = plt.subplots()
        ax.set_title("t")
        ax.set_xlabel("x")
        ax.plot([0, 1], label="line")
        texts = [ax.title, ax.xaxis.label, *ax.get_xticklabels(), *ax.legend().get_texts()]
        assert min(text.get_fontsize() for text in texts) >= 11
        assert figure.get_facecolor() == (1, 1, 1, 1)
        assert mpl.rcParams["savefig.facecolor"] == "white"
        assert ax.lines[0].get_color() == style.LINE_COLOURS[0]
        picture = ax.imshow([[0, 1]])
        assert picture.get_cmap().name == "gray"


def test_the_style_does_not_bring_pyplot():
    code = "import sys, helpers.plots.style; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_text_can_be_read_on_any_colour():
    def contrast(one, two):
        lights = [linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05 for colour in (one, two)]
        return max(lights) / min(lights)

    steps = np.linspace(0, 1, 9)
    colours = [*itertools.product(steps, repeat=3), *mpl.colormaps["RdBu_r"](steps)]
    assert min(contrast(colour[:3], style.ink_on(colour)) for colour in colours) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", ["gray", "magma", "Blues"])
def test_more_is_always_lighter_or_always_darker(name, vision):
    """Colour maps for amounts keep their order for every kind of colour vision, and in print."""
    lightness = [
        lab(colour[:3], vision)[0] for colour in mpl.colormaps[name](np.linspace(0, 1, 33))
    ]
    steps = np.diff(lightness) * np.sign(lightness[-1] - lightness[0])
    assert steps.min() > 0
    assert abs(lightness[-1] - lightness[0]) > 60


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", ["RdBu_r", "vlag"])
def test_below_and_above_zero_are_told_apart(name, vision):
    """Colour maps for signed numbers are lightest at zero, and their two arms never meet."""
    pytest.importorskip("seaborn")  # brings vlag
    amounts = np.linspace(0.1, 1, 10)
    below, above = (
        [lab(mpl.colormaps[name](0.5 + sign * 0.5 * amount)[:3], vision) for amount in amounts]
        for sign in (-1, 1)
    )
    for arm in (below, above):
        assert np.diff([colour[0] for colour in arm]).max() < 0
    apart = [ciede2000(one, two) for one, two in zip(below, above)]
    assert apart[0] > 3 and min(apart[2:]) > 10  # a tenth of the scale; three tenths and more


@pytest.mark.parametrize("colours", [style.LINE_COLOURS, style.LINE_COLOURS[2:]])
def test_every_line_has_a_look_of_its_own(colours):
    for n in range(1, 4 * len(colours) + 1):
        looks = style.line_looks("records", range(n), colours)
        assert len(looks) == n
        for keys in (("color", "marker"), ("color", "linestyle")):
            assert len({tuple(look[key] for key in keys) for look in looks}) == n
        assert [look["color"] for look in looks[: len(colours)]] == list(colours)[:n]
    for n in (0, 4 * len(colours) + 1):
        with pytest.raises(ValueError, match=f"^records: expected 1 to {4 * len(colours)} lines"):
            style.line_looks("records", range(n), colours)


@pytest.mark.parametrize("vision", VISION)
def test_networks_differ_from_each_other_and_from_right_and_wrong(vision):
    colours = [*style.NETWORK_COLOURS.values(), style.RIGHT, style.WRONG]
    seen = [lab(colour, vision) for colour in colours]
    assert min(ciede2000(*pair) for pair in itertools.combinations(seen, 2)) > 8


def test_a_network_keeps_its_colour_in_any_company():
    known = style.NETWORK_COLOURS
    for names in (["CNN", "MLP 16-16"], ["MLP 70-30", "CNN"], ["a", "CNN", "b"], ["the CNN"]):
        for colours in (style.LINE_COLOURS, style.LINE_COLOURS[2:]):
            looks = dict(zip(names, style.line_looks("names", names, colours), strict=True))
            assert len({look["color"] for look in looks.values()}) == len(names)
            for name, word in itertools.product(names, ("CNN", "MLP")):
                assert word not in name or looks[name]["color"] == known[word]
    assert style.network_colour("the article's") == known["article"]
    assert style.network_colour("an unknown one") is style.network_colour(3) is None


def test_two_lines_of_one_kind_of_network_are_told_apart():
    first, second, other = style.line_looks("names", ["MLP 16-16", "MLP 70-30", "CNN"])
    assert first["color"] == style.NETWORK_COLOURS["MLP"] != second["color"]
    assert other["color"] == style.NETWORK_COLOURS["CNN"]
