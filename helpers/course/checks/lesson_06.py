"""The checks of lesson 6, ``notebooks/source/06_training_animation.py``."""

import numpy as np

from helpers.analysis.training import learning_times
from helpers.course.checks.answers import close, share, whole_number
from helpers.course.checks.base import check, mistake, must, shown
from helpers.recording import TrainingRecord

__all__ = ["check_early_share", "check_fast_rate", "check_most_flips", "check_shape_epoch"]


@check(wants="the number of an epoch")
def check_shape_epoch(answer, record):
    """Check the first epoch at which what was added is more like the end's than not."""
    given = whole_number(answer, low=0)
    flat = record.kernels.reshape(len(record), -1).astype(float)
    added = flat[1:] - flat[0]
    lengths = np.linalg.norm(added, axis=1)
    products = added @ added[-1]

    def first(values, epochs=record.epochs[1:]):
        return int(epochs[np.argmax(values > 0.5)])

    epoch = first(products / (lengths * lengths[-1]))
    undivided, halved = first(products), first(products / lengths[-1] ** 2)
    whole = np.linalg.norm(flat, axis=1)
    unsubtracted = first(flat @ flat[-1] / (whole * whole[-1]), record.epochs)
    mistake(given not in record.epochs, f"The record has the epochs 0 to {record.epochs[-1]}.")
    mistake(
        given == undivided != epoch,
        "That is where the bare sum of products exceeds one half. Divide it by both lengths.",
    )
    mistake(
        given == halved != epoch,
        "Divide by the length of what each epoch has added too, not twice by that of the last one.",
    )
    mistake(
        given == unsubtracted != epoch,
        "That compares the kernels as they are, and these were alike before any training. Subtract "
        "those of epoch 0 first.",
    )
    mistake(
        given == epoch - 1,
        "One too early. Row 0 of what was added is epoch 1. Or does your comparison not say more "
        "than 0.5?",
    )
    must(
        given == epoch,
        "Not that one. Print the likeness for every epoch and look where it passes 0.5.",
    )
    return f"From epoch {epoch} on, what training has added is more like the end than unlike it."


@check(wants="a share, a number between 0 and 1")
def check_early_share(answer, record):
    """Check the share of the final accuracy that came with the first hundredth of the pictures."""
    accuracy = record.scores["val_accuracy"]
    index = np.flatnonzero(record.images_seen <= record.images_seen[-1] / 100)[-1]
    expected = float(accuracy[index] / accuracy[-1])
    given = share(answer, expected)
    training = record.scores["accuracy"]
    mistake(
        close(given, record.images_seen[index] / record.images_seen[-1], 5e-4),
        "That is the share of the pictures. What share of the accuracy came with them?",
    )
    mistake(close(given, 1 - expected), "That is what was still missing. How much was there?")
    mistake(
        close(given, accuracy[index]) and not close(expected, accuracy[index]),
        "That is the accuracy itself. Divide it by the final one.",
    )
    mistake(
        close(given, training[index] / training[-1]),
        "That is the training score. Take the validation score.",
    )
    mistake(
        close(given, accuracy[index + 1] / accuracy[-1]),
        "One epoch late: by then it had seen more than a hundredth.",
    )
    mistake(
        close(given, accuracy[index - 1] / accuracy[-1]),
        "One epoch early: the next one had not seen more than a hundredth either.",
    )
    must(close(given, expected), f"Not {given:.3g}. Which epochs have images_seen small enough?")
    return (
        f"By epoch {record.epochs[index]}, after {record.images_seen[index]:,} pictures, it had "
        f"{expected:.0%} of its final accuracy."
    )


@check(wants="the number of a test picture")
def check_most_flips(answer, record):
    """Check the picture that changed most often between right and wrong."""
    mistake(
        np.size(answer) == len(record.test_index),
        "That is one number for each picture. Which picture has the largest?",
    )
    given = whole_number(answer, low=0)
    times = learning_times(record.predictions, record.test_labels, record.epochs)
    most = int(times.flips.max())
    mistake(
        given == most and given not in record.test_index[times.flips == most],
        f"{given} is how often it changed. Which picture is it?",
    )
    mistake(
        given not in record.test_index,
        f"The record watched the test pictures {record.test_index[0]} to {record.test_index[-1]}.",
    )
    words = (record.predictions[1:] != record.predictions[:-1]).sum(axis=0)
    flips = int(times.flips[record.test_index == given].iloc[0])
    mistake(
        flips < most and words[record.test_index == given][0] == words.max(),
        "That picture changed its class most often. Count only changes between right and wrong.",
    )
    must(
        flips == most,
        f"Picture {given} changed {flips} times, another one more often. See `times.flips`.",
    )
    return f"Picture {given} changed {most} times between right and wrong."


@check(wants="a TrainingRecord, such as my_recorder.record")
def check_fast_rate(answer, slow):
    """Check that a training with ten times the learning rate was made, and say how it went."""
    mistake(
        hasattr(answer, "record") and not isinstance(answer, TrainingRecord),
        "That is the recorder. Give its record: add `.record`.",
    )
    mistake(
        hasattr(answer, "count_params"),
        "That is the network. Give the record of the recorder that went along with its training.",
    )
    mistake(
        hasattr(answer, "history"),
        "That is what `fit` returned. Give the record of the recorder: add `.record` to it.",
    )
    mistake(answer is slow, "That is the live training. Train a second network, and give its own.")
    must(
        isinstance(answer, TrainingRecord),
        f"That is {shown(answer)}, not a record. Give the recorder's `.record`.",
    )
    rate = answer.made_from["optimizer"]["learning_rate"]
    mistake(
        rate is not None and close(rate, 0.0005, 1e-5),
        "That training took the usual learning rate. Give 0.005 to `cifar_cnn`.",
    )
    must(
        rate is not None and close(rate, 0.005, 1e-5),
        f"The learning rate was {rate}; 0.005 is wanted.",
    )
    must(
        len(answer) >= len(slow),
        f"It has {len(answer) - 1} epochs; the live training has {len(slow) - 1}.",
    )
    index = len(slow) - 1
    fast_loss, slow_loss = (float(r.scores["val_loss"][index]) for r in (answer, slow))
    fast_right, slow_right = (float(r.scores["val_accuracy"][index]) for r in (answer, slow))
    verdict = "ahead of" if fast_right > slow_right else "not ahead of"
    return (
        f"After epoch {index} the fast one is {verdict} the slow one: {fast_right:.0%} against "
        f"{slow_right:.0%} right on validation images, loss {fast_loss:.2f} against "
        f"{slow_loss:.2f}. Was that your prediction?"
    )
