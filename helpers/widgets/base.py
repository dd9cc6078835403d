"""What all of the course's widgets share."""

import base64
import io
import numbers
import uuid
import warnings
import weakref

import anywidget
import numpy as np
import traitlets
from PIL import Image

from helpers._arguments import bad_argument

__all__ = ["CourseWidget", "EpochWidget", "figure_png", "png", "written"]


def png(image, colours=256):
    """Encode a PIL image as a small PNG with a palette, for places that show no widget."""
    store = io.BytesIO()
    image.convert("RGB").quantize(colours, method=2, dither=0).save(store, "PNG", optimize=True)
    return store.getvalue()


def figure_png(figure, colours=64):
    """Draw a figure of matplotlib as a small PNG, for places that show no widget.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    colours : int
        How many colours the picture may have.

    Returns
    -------
    bytes
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    store = io.BytesIO()
    with warnings.catch_warnings():
        # A class's name in a script that the font lacks is a box in a still, and no fault.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font")
        FigureCanvasAgg(figure).print_png(store)
    return png(Image.open(store), colours)


def written(value):
    """Write a setting's value: a number in as few digits as it needs, anything else as it is."""
    number = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
    return f"{value:g}" if number else str(value)


class CourseWidget(anywidget.AnyWidget):
    """A widget that is worth looking at even where widgets are not shown.

    A notebook that was not run here yet is not trusted by JupyterLab, and other readers know
    nothing of widgets. They show :meth:`still_picture` and :meth:`summary` instead.

    A widget's module (see :mod:`helpers.widgets.modules`) exports
    ``{ initialize: ({ model }) => begin(model), render }``: that keeps the widget in the notebook
    file, whatever JupyterLab's settings are.
    """

    _id = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits):
        model_id = uuid.uuid4().hex
        super().__init__(model_id=model_id, _id=model_id, **traits)

    def still_picture(self):
        """Return a PNG as bytes that stands for the widget where it can't live, or None."""
        return None

    def summary(self):
        """Say in a sentence what the widget shows."""
        return type(self).__name__

    def __repr__(self):
        return self.summary()

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        picture = None if bundle is None else self.still_picture()
        if picture is not None:
            bundle[0]["image/png"] = base64.b64encode(picture).decode("ascii")
        return bundle


class EpochWidget(CourseWidget):
    """A widget that shows one epoch of several, and can be linked with others.

    Attributes
    ----------
    epoch : int
        The number of the epoch that is shown. It can be set, observed (``widget.observe(f,
        "epoch")``) and linked with any other widget's number (``ipywidgets.jslink``). A number
        that has no frame shows the last one before it.
    epochs : list of int
        The numbers there are, in ascending order. Fixed.
    """

    epoch = traitlets.Int(0).tag(sync=True)
    epochs = traitlets.List(traitlets.Int()).tag(sync=True)
    _group = traitlets.Unicode("").tag(sync=True)

    _living = weakref.WeakSet()

    def __init__(self, epochs, epoch=None, **traits):
        epochs = list(epochs)
        epoch = epochs[0] if epoch is None else epoch
        super().__init__(epochs=epochs, epoch=epoch, **traits)
        self._living.add(self)

    @traitlets.validate("epoch")
    def _shown_epoch(self, proposal):
        return max(
            (epoch for epoch in self.epochs if epoch <= proposal["value"]),
            default=self.epochs[0] if self.epochs else proposal["value"],
        )

    def link(self, *others):
        """Let other widgets show the same epoch, each at its own pace of epochs.

        The link lives in the page: it works without a kernel, in a saved notebook and in an
        exported page. It works both ways and stays for good.

        Parameters
        ----------
        *others : EpochWidget
            Widgets to show the same epoch from now on.

        Raises
        ------
        ValueError
            If one of them is no such widget. Nothing is linked then.

        Notes
        -----
        Python hears of another widget's new epoch from the browser, so not before the cell that
        set the first one has ended.
        """
        for other in others:
            if not isinstance(other, EpochWidget):
                raise bad_argument(
                    "others",
                    "epoch players, or other widgets of this course with an epoch",
                    other,
                    "A slider of ipywidgets: ipywidgets.jslink((player, 'epoch'), "
                    "(slider, 'value')).",
                )
        joined = {other._group for other in (self, *others)} - {""}
        group = self._group or uuid.uuid4().hex
        members = [widget for widget in self._living if widget._group in joined]
        for widget in {*members, self, *others}:
            widget.epoch = self.epoch
            widget._group = group
