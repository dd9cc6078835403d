"""Whether what is installed here is the known-good set: the packages that were tested together."""

from importlib import metadata

from packaging.requirements import Requirement

from tools import ROOT


def other_releases():
    """Name what is installed here in another release than ``constraints.txt`` has.

    Returns
    -------
    list of str
        Such as ``"numpy 2.1.0"``. What is not installed is not counted.
    """
    found = []
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate():
            continue
        try:
            installed = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            continue
        if not wanted.specifier.contains(installed, prereleases=True):
            found.append(f"{wanted.name} {installed}")
    return found
