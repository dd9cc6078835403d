"""Measure, and print one table: ``python -m benchmarks [--only WHAT ...] [--write]``."""

import argparse
import importlib
import os
import sys

from benchmarks import budgets, table
from helpers.datasets import DatasetError

#: In the order of the table. Each is a module with a function ``measure`` that yields rows.
PARTS = ("imports", "lessons", "recording", "drawing", "encoding", "mlp", "widgets")


def main(arguments=None):
    """Run the command; return the number of budgets that were not kept."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=[*PARTS, "growth"], metavar="WHAT", default=[],
        help="one or more of " + ", ".join([*PARTS, "growth"]),
    )  # fmt: skip
    parser.add_argument(
        "--write", action="store_true",
        help="measure all, and how cost grows; keep it in docs/budgets.md and the texts that "
        "quote it",
    )  # fmt: skip
    chosen = parser.parse_args(arguments)
    if chosen.write and chosen.only:
        parser.error("--write keeps the whole table: leave --only out.")
    os.environ.setdefault("MPLBACKEND", "agg")

    load, rows = budgets.load_average(), []
    for name in PARTS:
        if not chosen.only or name in chosen.only:
            print(f"{name} …", file=sys.stderr, flush=True)
            for row in importlib.import_module(f"benchmarks.{name}").measure():
                print(f"  {' '.join(filter(None, row.texts()))}", file=sys.stderr, flush=True)
                rows.append(row)
    if rows:
        print(table.on_a_terminal(rows))
    if chosen.write or "growth" in chosen.only:
        from benchmarks import growth

        figures = list(growth.measure())
        if chosen.write:
            budgets.write(rows, figures, load)
            print("docs/budgets.md is written, and the texts that quote it.")
    over = [row.what for row in rows if row.held is False]
    if over:
        print("Budgets that were not kept: " + "; ".join(over), file=sys.stderr)
    return len(over)


if __name__ == "__main__":
    try:
        sys.exit(min(main(), 1))
    except DatasetError as error:
        sys.exit(f"Nothing measured: {error}")
