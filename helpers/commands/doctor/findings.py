"""How the doctor says what was found: as plain text, to be pasted into a bug report."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import helpers

__all__ = ["Finding", "report"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    topic : str
        Such as ``"Memory"``.
    text : str
        What was found.
    fix : str
        What to do about it; empty where nothing will hurt.
    """

    topic: str
    text: str
    fix: str = ""


def report(findings):
    """Write findings as plain text, without the user's home folder or name.

    Parameters
    ----------
    findings : list of Finding

    Returns
    -------
    str
        A paragraph for each finding, those that will hurt marked with ``!`` and followed by their
        fix, and a line that counts them.
    """
    lines = [f"Watch It Learn {helpers.__version__}"]
    for finding in findings:
        head = f"{'!' if finding.fix else ' '} {finding.topic:<12}"
        lines += _wrap(finding.text, head)
        if finding.fix:
            lines += _wrap(finding.fix, f"{'Fix: ':>19}")
    hurting = sum(bool(finding.fix) for finding in findings)
    lines.append(
        f"{hurting} of these will hurt; the fix stands below each." if hurting else "All is well."
    )
    return _without_names("\n".join(lines))


def _wrap(text, head):
    """Set a text beside its head, 96 columns wide."""
    return textwrap.wrap(
        " ".join(text.split()),
        width=96,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _without_names(text):
    """Write ``~`` for the home folder, and USER where a path names the user."""
    home = str(Path.home())
    if len(home) > 1:
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
    user = Path(home).name
    return re.sub(rf"(?<=[/\\]){re.escape(user)}(?=[/\\])", "USER", text) if user else text
