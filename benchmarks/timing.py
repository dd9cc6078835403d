"""How things are timed: in turns, again and again, and what counts is the median."""

import os
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["InTurns", "in_turns", "processor_seconds", "seconds_of"]


def processor_seconds():
    """Seconds that processors spent on this process and its finished children (ffmpeg).

    A busy machine stretches the clock's seconds far more than these.
    """
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def seconds_of(function: Callable, clock=time.perf_counter):
    """Call a function and return the seconds it took."""
    started = clock()
    function()
    return clock() - started


class InTurns(NamedTuple):
    """Medians over the rounds: ours, the other's, and of the rounds' ratios other / ours."""

    ours: float
    other: float
    ratio: float


def in_turns(ours, other, rounds, clock=processor_seconds):
    """Time two functions in turns, so that a machine that slows down slows down both.

    Parameters
    ----------
    ours, other : callable
        Called without arguments. Who comes first changes from round to round.
    rounds : int
    clock : callable
        Gives seconds; by default the processor's.

    Returns
    -------
    InTurns
    """
    taken = []
    for turn in range(rounds):
        pair = (ours, other) if turn % 2 else (other, ours)
        seconds = {function: seconds_of(function, clock) for function in pair}
        taken.append((seconds[ours], seconds[other], seconds[other] / seconds[ours]))
    return InTurns(*map(statistics.median, zip(*taken, strict=True)))
