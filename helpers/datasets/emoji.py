"""From a sprite sheet of emoji to faces and persons, 32 by 32 pixels each.

The npm packages ``emoji-datasource-…`` hold one large picture with all emoji of a set, and a list
that says where each of them is, and what.
"""

import hashlib
import io

import numpy as np

from helpers._files import parse_json

__all__ = ["EMOJI_NAMES", "arrays_of_emoji", "read_emoji"]

#: A face; a person as drawn where no skin tone is chosen; persons of the five tones.
EMOJI_NAMES = (
    "face",
    "person, no tone",
    "person, light",
    "person, medium-light",
    "person, medium",
    "person, medium-dark",
    "person, dark",
)
_TONES = ("1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF")
_PERSONS = ("person", "person-role", "person-fantasy")
_FACES = ("cat-face", "monkey-face")
_SIDE = 32
#: From one emoji of a sheet to the next: a pixel is left free on each side.
_STEP = _SIDE + 2


def read_emoji(sheet, listing, set_name):
    """Read the faces and persons of one set of emoji.

    Parameters
    ----------
    sheet : bytes
        A PNG file with all of them.
    listing : bytes
        JSON: where each is on the sheet, and what.
    set_name : str
        ``"google"``, ``"twitter"`` ...

    Returns
    -------
    list of tuple of (str, str, int, ndarray of uint8 of shape (32, 32, 3))
        Of each picture who it is (an emoji's code points, the same in all sets and tones), a name
        that no other has, its class, and its pixels on white.

    Raises
    ------
    ValueError
        If a file is damaged or has no room for what it lists.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(sheet), formats=["PNG"]) as picture:
            pixels = picture.convert("RGBA")
        white = Image.new("RGBA", pixels.size, "white")
        pixels = np.asarray(Image.alpha_composite(white, pixels).convert("RGB"))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"a PNG file is damaged ({error})") from error
    found = []
    try:
        for who in parse_json(listing):
            kind = who["subcategory"]
            face = kind.startswith("face-") or kind in _FACES
            if not face and kind not in _PERSONS:
                continue
            tones = who.get("skin_variations", {})
            drawn = [(0 if face else 1, who)]
            drawn += [(2 + k, tones[tone]) for k, tone in enumerate(_TONES) if tone in tones]
            for label, one in drawn:
                if one[f"has_img_{set_name}"]:
                    name = f"{set_name} {one['unified']}"
                    found.append((who["unified"], name, label, _cut(pixels, one)))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"a list of emoji is another one ({error!r})") from error
    return found


def _cut(pixels, one):
    """Cut one emoji out of its sheet."""
    top, left = (_STEP * one[f"sheet_{axis}"] + 1 for axis in "yx")
    picture = pixels[top : top + _SIDE, left : left + _SIDE]
    if picture.shape != (_SIDE, _SIDE, 3):
        raise ValueError(f"a sheet of emoji ends before {one['unified']}")
    return picture


def arrays_of_emoji(found):
    """Deal faces and persons out to training and test: each of them wholly to one part.

    Parameters
    ----------
    found : list of tuple
        As `read_emoji` gives them, of one set or several.

    Returns
    -------
    dict of str to ndarray of uint8
        By the names in `helpers.datasets.catalog.ARRAYS`. About an eighth is for the test; within
        a part, the order has nothing to do with who it is. Nothing is left to chance.
    """
    arrays = {}
    for part, wanted in (("train", False), ("test", True)):
        chosen = [each for each in found if (_number(each[0]) % 8 == 0) == wanted]
        chosen.sort(key=lambda each: _number(each[1]))
        arrays[f"x_{part}"] = np.stack([pixels for *_, pixels in chosen])
        arrays[f"y_{part}"] = np.array([label for _, _, label, _ in chosen], np.uint8)
    return arrays


def _number(text):
    """Give a number that depends on every letter of a text and follows no order."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
