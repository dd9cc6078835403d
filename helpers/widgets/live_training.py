"""Train with a slider and a button, and watch it happen."""

import base64
import html

import ipywidgets as widgets

from helpers._arguments import bad_argument, check_integer
from helpers.plots.training import TrainingView, score_in_words

__all__ = ["LiveTraining"]


class LiveTraining(widgets.VBox):
    """A slider for the number of epochs, a button, a bar, and the picture that grows.

    A training that is stopped (■ in the notebook's bar) keeps its whole epochs; the button goes on
    from there. Used in lesson 06.

    Parameters
    ----------
    train_epoch : callable
        Trains the network for one epoch, given its number from 0; the recorder must be among the
        callbacks of its ``fit``. It stands in the lesson.
    recorder : helpers.recording.Recorder
    longest : int
        The most epochs that the slider offers.
    n_epochs : int
        Where the slider stands at first.
    **view
        What `helpers.plots.training.TrainingView` takes besides the record.

    Attributes
    ----------
    record : helpers.recording.TrainingRecord
        What was recorded so far.
    """

    def __init__(self, train_epoch, recorder, longest, n_epochs=8, **view):
        self._train_epoch, self._recorder, self._view = train_epoch, recorder, view
        longest = check_integer("longest", longest, low=1)
        self.slider = widgets.IntSlider(
            check_integer("n_epochs", n_epochs, low=1, high=longest),
            min=1, max=longest, description="epochs", continuous_update=False,
        )  # fmt: skip
        self.button = widgets.Button(description="Train", icon="play", button_style="primary")
        self.bar = widgets.IntProgress(0, min=0, max=self.slider.value)
        self.status = widgets.Label("Not trained yet.")
        # Not an Image: that has no words for those who hear the page.
        self.picture = widgets.HTML()
        self.button.on_click(lambda _: self.train(self.slider.value))
        controls = widgets.HBox([self.slider, self.button, self.bar, self.status])
        controls.layout.flex_flow = "row wrap"
        super().__init__([controls, self.picture])

    @property
    def record(self):
        """What was recorded so far."""
        return self._recorder.record

    def train(self, n_epochs):
        """Train up to a number of epochs in all; what is trained already counts.

        Parameters
        ----------
        n_epochs : int

        Returns
        -------
        LiveTraining
            Itself.

        Raises
        ------
        ValueError
            If there are not so many epochs, or ``train_epoch`` trains without the recorder.
        """
        n_epochs = check_integer("n_epochs", n_epochs, low=1, high=self.slider.max)
        self.slider.value, self.bar.max, self.button.disabled = n_epochs, n_epochs, True
        try:
            while self._recorder.n_epochs < n_epochs:
                before = self._recorder.n_epochs
                self._train_epoch(before)
                if self._recorder.n_epochs == before:
                    raise bad_argument(
                        "train_epoch", "a function that trains with the recorder",
                        "one whose training it did not see",
                        "Give it to fit: callbacks=[recorder].",
                    )  # fmt: skip
                self._show(n_epochs)
        except KeyboardInterrupt:
            self.status.value = (
                f"Stopped. {self._recorder.n_epochs} whole epochs are kept; "
                "Train goes on from there."
            )
        finally:
            self.button.disabled = False
        return self

    def _show(self, n_epochs):
        record = self._recorder.record
        try:
            view, epoch = TrainingView(record, **self._view), int(record.epochs[-1])
        except ValueError as error:  # no convolution, no picture: that stops no training
            self.picture.value = f"<p>No picture: {html.escape(str(error))}</p>"
        else:
            self.picture.value = (
                f'<img style="max-width: 100%" alt="{html.escape(view.describe(epoch))}" '
                f'src="data:image/png;base64,{base64.b64encode(view.png(epoch)).decode()}">'
            )
        self.bar.value = self._recorder.n_epochs
        self.status.value = (
            f"epoch {self._recorder.n_epochs} of {n_epochs}: {score_in_words(record, -1)}"
        )
