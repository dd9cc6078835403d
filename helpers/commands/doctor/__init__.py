"""``python -m helpers doctor``: what is installed here, what will hurt, and how to mend it.

What it prints is made to be pasted into a bug report. So it names the home folder ``~`` and leaves
the user's name out. It must work where little else does: nothing but Python's own library is
imported before the look-up that needs it, and a look-up that fails is a finding like any other.
"""

import sys

from helpers.commands.doctor.findings import Finding, report
from helpers.commands.doctor.machine import look_at_data, look_at_memory, look_at_system
from helpers.commands.doctor.software import (
    look_at_ffmpeg,
    look_at_jupyter,
    look_at_keras,
    look_at_packages,
)
from helpers.commands.doctor.where import install_again

__all__ = ["add_arguments", "examine", "run"]

#: What is looked at, in the order in which it is told.
LOOKS = {
    "System": look_at_system,
    "Memory": look_at_memory,
    "Packages": look_at_packages,
    "Keras": look_at_keras,
    "Data": look_at_data,
    "Jupyter": look_at_jupyter,
    "ffmpeg": look_at_ffmpeg,
}


def add_arguments(parser):
    """Declare the command's arguments: there are none."""


def run(arguments):
    """Look, print, and return 1 if something will hurt."""
    print("Looking. Starting TensorFlow takes a few seconds.", file=sys.stderr)
    findings = examine()
    print(report(findings))
    return 1 if any(finding.fix for finding in findings) else 0


def examine():
    """Look at everything.

    Returns
    -------
    list of Finding
        A look-up that fails in an unforeseen way stands among them, and keeps no other back.
    """
    findings = []
    for topic, look in LOOKS.items():
        try:
            findings.extend(look())
        except Exception as error:
            text = f"could not be looked at ({type(error).__name__}: {error})"
            findings.append(Finding(topic, text, install_again()))
    return findings
