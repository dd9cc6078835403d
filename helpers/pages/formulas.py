"""Formulas as outlines, for pages that have nothing from elsewhere to typeset them with."""

import html

__all__ = ["formula_svg"]

_SIZE = 10
#: A page's letters, in the same unit: a formula's are drawn larger, since theirs are narrower.
_EM = _SIZE / 1.15


def formula_svg(tex, display=False):
    r"""Draw a formula with matplotlib's own typesetting.

    Parameters
    ----------
    tex : str
        What stands between the dollar signs, such as ``r"\sqrt{x}"``.
    display : bool
        Whether it stands on a line of its own, with fractions in full size.

    Returns
    -------
    str or None
        An ``<svg>`` that stands in a line of text, in its size and colour, and is read as the TeX
        it was made of. None where matplotlib doesn't know a command.
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    one_line = " ".join(tex.split())
    drawn = one_line.replace(r"\frac", r"\dfrac") if display else one_line
    font = FontProperties(size=_SIZE, math_fontfamily="stix")
    try:
        width, height, depth = text_to_path.get_text_width_height_descent(
            f"${drawn}$", font, ismath=True
        )
        corners, codes = text_to_path.get_text_path(font, f"${drawn}$", ismath=True)
    except ValueError:
        return None
    # text_to_path works at a size of its own, and upwards; a page goes downwards.
    scale = _SIZE / text_to_path.FONT_SCALE
    d = _path_data(corners, codes, scale)
    box = f"0 {depth - height:.2f} {width:.2f} {height:.2f}"
    style = (
        f"width:{width / _EM:.2f}em;height:{height / _EM:.2f}em;vertical-align:{-depth / _EM:.2f}em"
    )
    return (
        f'<svg role="img" aria-label="{html.escape(one_line, quote=True)}" viewBox="{box}" '
        f'style="{style}"><path fill="currentColor" d="{d}"/></svg>'
    )


def _path_data(corners, codes, scale):
    """Write a matplotlib path as SVG does."""
    letters = {1: "M", 2: "L", 3: "Q", 4: "C"}
    words, left = [], 0
    for (x, y), code in zip(corners, codes):
        if code == 79:
            words.append("Z")
            continue
        if left == 0:
            words.append(letters[int(code)])
            left = max(1, int(code) - 1)
        words.append(f"{x * scale:.2f} {-y * scale:.2f}")
        left -= 1
    return " ".join(words)
