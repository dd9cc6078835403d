"""What a point cloud is given: checked, and brought to the form in which it travels."""

import math

import numpy as np

from helpers._arguments import bad_argument, check_images, check_labels, check_numbers
from helpers.widgets.base import written
from helpers.widgets.picture_sheet import picture_sheet

__all__ = [
    "of_layers",
    "as_bytes",
    "as_maps",
    "checked_classes",
    "checked_notes",
    "checked_table",
    "chosen_texts",
    "ramp",
    "sheet_of",
    "part_texts",
]


def as_maps(points, choices):
    """Bring layouts to the shape (M, E, N, 2)."""
    points = np.asarray(points, np.float64)
    wanted = math.prod(map(len, choices.values()))
    if choices:
        layouts = points[None] if points.ndim == 3 else points
        expected = (
            f"numbers of shape ({wanted}, N, 2) or (E, {wanted}, N, 2): a map for each choice"
        )
        if layouts.ndim != 4 or layouts.shape[1] != wanted:
            raise bad_argument("points", expected, points)
        return layouts.swapaxes(0, 1)
    if points.ndim not in (2, 3):
        raise bad_argument("points", "numbers of shape (N, 2) or (E, N, 2)", points)
    return points[None, None] if points.ndim == 2 else points[None]


def checked_classes(labels, names, n):
    """Check classes and what they are called. No labels: all are class 0, which has no name."""
    if labels is None:
        if names:
            raise bad_argument("labels", f"{n} classes, as there are names for them", None)
        return np.zeros(n, np.uint8), []
    labels = check_labels("labels", labels, n, n_classes=256)
    names = names or [str(label) for label in range(labels.max() + 1)]
    if len(names) <= labels.max():
        expected = f"{labels.max() + 1} names or more, one for each class"
        raise bad_argument("names", expected, names)
    return labels, names


def sheet_of(pictures, n):
    """Put the pictures of the first points on a sheet."""
    if pictures is None:
        return b"", [], 0
    pictures = check_images("pictures", pictures)
    if len(pictures) > n:
        raise bad_argument("pictures", f"{n} pictures or fewer, of the first points", pictures)
    # A few of them are exact; of many, a thumbnail's last grey levels would be most of the bytes.
    return *picture_sheet(pictures, 80 if len(pictures) > 500 else None), len(pictures)


def as_bytes(values, n):
    """Bring sets of numbers to bytes, each between its lowest and its highest."""
    scales, parts = [], []
    for name, numbers in values.items():
        if name in ("class", "nothing"):
            raise bad_argument("values", "other names than 'class' and 'nothing'", list(values))
        numbers = check_numbers("values", numbers, f"{n} numbers in {name!r}", ranks=(1,))
        if len(numbers) != n:
            raise bad_argument("values", f"{n} numbers in {name!r}", numbers)
        low, high = float(numbers.min()), float(numbers.max())
        scales.append([str(name), written(low), written(high)])
        parts.append(np.rint((numbers - low) / ((high - low) or 1) * 255).astype(np.uint8))
    return scales, b"".join(part.tobytes() for part in parts)


def ramp():
    """Give the 256 colours that numbers are shown in, as bytes of red, green and blue."""
    from matplotlib import colormaps

    # Without its ends: the one is lost on a dark ground, the other on a light one.
    return colormaps["viridis"](np.linspace(0.1, 0.88, 256), bytes=True)[:, :3].tobytes()


def chosen_texts(texts, kept, n):
    """Choose the texts of the epochs that travel."""
    texts = list(map(str, texts or []))
    if texts and len(texts) != n:
        raise bad_argument("descriptions", f"{n} texts, one for each epoch", texts)
    return [texts[place] for place in kept] if texts else []


def checked_notes(notes, n):
    """Check that each map has its line, or none."""
    notes = list(map(str, notes or []))
    if notes and len(notes) != n:
        raise bad_argument("notes", f"{n} lines, one for each map", notes)
    return notes


def checked_table(table, n_epochs, n_maps, kept, choices):
    """Bring the shares of a table to lists, a row for each map."""
    if table is None:
        return []
    expected = f"shares from 0 to 1 of shape ({n_epochs}, {n_maps}), and one slider"
    shares = check_numbers("table", table, expected, ranks=(2,))
    fits = shares.shape == (n_epochs, n_maps) and len(choices) == 1
    if not fits or shares.min() < 0 or shares.max() > 1:
        raise bad_argument("table", expected, table)
    return np.round(shares[kept].T.astype(float), 4).tolist()


def part_texts(figure, texts):
    """Move the texts of a figure upwards and downwards until none lies upon another.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As large as it will be.
    texts : sequence of matplotlib.text.Text
        Placed by the data of their axes, around their middle.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in texts]
    middles = np.array([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] for box in boxes])
    halves = np.array([[box.width / 2 + 1, box.height / 2 + 1] for box in boxes])
    # The lower ones first: of two that lie at one height, either may go up.
    order = np.argsort(middles[:, 1], kind="stable") if len(texts) else []
    for _ in range(100):
        moved = False
        for place, one in enumerate(order):
            for other in order[place + 1 :]:
                across, down = halves[one] + halves[other] - np.abs(middles[one] - middles[other])
                if across > 0 and down > 0.01:
                    middles[one, 1] -= down / 2
                    middles[other, 1] += down / 2
                    moved = True
        if not moved:
            break
    for text, middle in zip(texts, middles, strict=True):
        text.set_position(text.axes.transData.inverted().transform(middle))


def of_layers(record):
    """Say what a cloud shows of a record of depth, besides its points."""
    what = "nearest to their own class's mean"
    untrained = record.untrained
    notes = [
        f"In untrained networks of other seeds {low:.0%} to {high:.0%} are {what}, in this layer."
        for low, high in zip(untrained.min(axis=0), untrained.max(axis=0), strict=True)
    ] if len(untrained) else None  # fmt: skip
    return {
        "choices": {"layer": record.layers},
        "choice": [len(record.layers) - 1],
        "table": record.shares,
        "table_title": f"Percent of the test pictures that are {what}",
        "notes": notes,
    }
