"""A logbook as a file has it: of one kind of line, or of all, saved here or by a page."""

import json

from helpers._files import parse_json

__all__ = ["MOST_BYTES", "as_bytes", "read_bytes"]

#: A logbook of a whole course is a hundredth of this.
MOST_BYTES = 8 << 20

_FORMAT = {"format": "watch-it-learn logbook", "version": 1}


def as_bytes(lines):
    """Write lines as a file has them."""
    each = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    head = json.dumps(_FORMAT)[:-1]
    return f'{head}, "lines": [\n{each}\n]}}\n'.encode()


def read_bytes(data):
    """Read a file that anybody may have written.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    list
        What it has as lines; see `helpers.course.logbook.lines.is_line`.

    Raises
    ------
    ValueError
        If it is no logbook.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES >> 20} MB")
    content = parse_json(data)
    if not isinstance(content, dict) or content.get("format") != _FORMAT["format"]:
        raise ValueError("it holds something else")
    if content.get("version") != _FORMAT["version"]:
        raise ValueError(f"it is of version {content.get('version')!r}")
    if not isinstance(content.get("lines"), list):
        raise ValueError("it has no lines")
    return content["lines"]
