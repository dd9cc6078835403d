"""What an import costs, in a fresh Python."""

import statistics
import subprocess
import sys

from benchmarks.table import Row

__all__ = ["measure"]

ROUNDS = 7
_PROGRAM = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def seconds(module):
    """Import a module in fresh processes and return the median of the seconds."""
    said = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM.format(module)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(ROUNDS)
    ]
    return statistics.median(map(float, said))


def measure():
    """Yield a row for each import that is to stay light."""
    for module in ("helpers", "helpers.datasets"):
        taken = seconds(module)
        most = {"helpers": 0.2}.get(module)
        yield Row(
            f"import {module}",
            seconds=taken,
            budget=f"{most} s" if most else "",
            held=None if most is None else taken <= most,
        )
