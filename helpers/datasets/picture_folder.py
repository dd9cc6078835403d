"""A folder for each class, to which pictures of your own are added one by one."""

import contextlib
import re
import unicodedata
from pathlib import Path

import numpy as np

from helpers._arguments import bad_argument, check_bytes
from helpers._files import make_folder, replacing
from helpers.datasets.labels import natural_key
from helpers.datasets.picture_files import files_of, read_bytes, sort_by_class
from helpers.datasets.pictures import SUFFIXES, read_picture

__all__ = ["PictureFolder", "safe_name"]

_MOST_LETTERS = 60
#: What Windows takes for devices, whatever follows a dot.
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{kind}{k}" for kind in ("com", "lpt") for k in range(1, 10)
}
#: What would be taken for the system's own.
_SYSTEMS = {"__macosx"}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_BURST = "burst"


def safe_name(text):
    """Make a text into a name that a folder can have on every system.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The text itself where it is one already. At most 60 letters, one spelling of accents, no
        letters that Windows keeps for itself, no dot or space at its ends.
    """
    name = unicodedata.normalize("NFC", text)
    name = _FORBIDDEN.sub("_", "".join(each if each.isprintable() else "_" for each in name))
    name = name[:_MOST_LETTERS].strip(". ")
    if not name or name.split(".")[0].strip().lower() in _DEVICES or name.lower() in _SYSTEMS:
        name = f"_{name}"
    return name


class PictureFolder:
    """Pictures of your own as PNG files, in a folder for each class.

    What `from_folder` reads. Nothing is made on disk before the first picture is added. Used by
    the widget of lesson 09.

    Parameters
    ----------
    path : str or Path
        The folder. It may hold pictures already.
    names : sequence of str
        The classes, at least two: names that a folder can have on every system. Those whose
        folders are there already follow after them.

    Attributes
    ----------
    path : Path
    names : tuple of str

    Raises
    ------
    ValueError
        If a name can be no folder's on some system, or two differ by nothing but capitals.
    """

    def __init__(self, path, names):
        self.path = Path(path).absolute()
        if self.path.exists() and not self.path.is_dir():
            raise bad_argument("path", "a folder, or a place for one", path, "There is a file.")
        expected = "two or more names, one for each class"
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise bad_argument("names", expected, names)
        given = []
        for name in names:
            if not isinstance(name, str) or unicodedata.normalize("NFC", name) != safe_name(name):
                advice = f"{safe_name(name)!r} would do." if isinstance(name, str) else ""
                expected = "names that a folder can have on every system"
                raise bad_argument("names", expected, name, advice)
            given.append(safe_name(name))
        if len(given) < 2:
            raise bad_argument("names", expected, names)
        folded = [name.casefold() for name in given]
        twice = [name for name in given if folded.count(name.casefold()) > 1]
        if twice:
            advice = "Some systems take no notice of capitals."
            raise bad_argument("names", "names that differ", twice, advice)
        self._names = given

    @property
    def names(self):
        """The classes: those that were given, then those whose folders are there besides."""
        known = {name.casefold() for name in self._names}
        there = [each.name for each in self._folders() if each.name.casefold() not in known]
        return (*self._names, *sorted(there, key=natural_key))

    def _folders(self):
        with contextlib.suppress(OSError):
            yield from (
                each
                for each in self.path.iterdir()
                if each.is_dir() and not each.is_symlink() and not each.name.startswith(".")
            )

    def _folder(self, name):
        if name not in self.names:
            raise bad_argument("name", f"one of {', '.join(self.names)}", name)
        return self.path / name

    def pictures(self, name):
        """List a class's picture files, in the order of their names.

        Parameters
        ----------
        name : str

        Returns
        -------
        list of Path

        Raises
        ------
        ValueError
            If there is no such class.
        """
        folder = self._folder(name)
        found = [
            each
            for each in (folder.rglob("*") if folder.is_dir() else ())
            if each.suffix.lower() in SUFFIXES and not each.name.startswith(".")
        ]
        return sorted(found, key=lambda each: natural_key(each.relative_to(folder).as_posix()))

    def counts(self):
        """Count each class's pictures.

        Returns
        -------
        dict of str to int
        """
        return {name: len(self.pictures(name)) for name in self.names}

    def new_burst(self, name):
        """Name a folder within a class's folder for pictures that were taken in one go.

        Parameters
        ----------
        name : str

        Returns
        -------
        str
            For `add`. ``from_folder(..., groups="folders")`` keeps them in one part.
        """
        folder, number = self._folder(name), 1
        while (folder / f"{_BURST} {number}").exists():
            number += 1
        return f"{_BURST} {number}"

    def add(self, name, pixels, burst=""):
        """Write one picture as a PNG file.

        Parameters
        ----------
        name : str
            Its class.
        pixels : ndarray of shape (H, W) or (H, W, 3), uint8
        burst : str
            As `new_burst` gives it. Left out: the picture stands alone.

        Returns
        -------
        Path
            The file, written whole or not at all.

        Raises
        ------
        ValueError
            If there is no such class, or these are no pixels.
        OSError
            If it can't be written.
        """
        from PIL import Image

        pixels = check_bytes("pixels", pixels, "uint8 of shape (H, W) or (H, W, 3)", ranks=(2, 3))
        if pixels.ndim == 3 and pixels.shape[2] != 3:
            raise bad_argument("pixels", "uint8 of shape (H, W) or (H, W, 3)", pixels)
        if not (burst == "" or re.fullmatch(rf"{_BURST} [1-9]\d{{0,8}}", burst)):
            raise bad_argument("burst", "what new_burst gives", burst)
        folder = make_folder(self._folder(name) / burst)
        taken = [each.stem for each in folder.glob("*.png")]
        number = 1 + max((int(stem) for stem in taken if re.fullmatch(r"\d{1,9}", stem)), default=0)
        path = folder / f"{number:04}.png"
        with replacing(path) as partial:
            Image.fromarray(np.ascontiguousarray(pixels)).save(partial, "PNG")
        return path

    def add_files(self, path, side, name=None):
        """Add the pictures of a folder, or of a zip file, as squares of one size.

        Parameters
        ----------
        path : str or Path
            It holds a folder for each class. Pictures that lie in no folder, or all in one that is
            called like no class, are of ``name``.
        side : int
            Of the squares, in pixels.
        name : str, optional

        Returns
        -------
        n : int
            How many were added.
        left_out : list of str
            A sentence for each kind of file that was not.

        Raises
        ------
        ValueError
            If there are no pictures in it, their classes can't be told, or the zip file could do
            harm. Nothing is added then.
        OSError
            If a picture can't be written.
        """
        n, unreadable = 0, []
        with files_of(Path(path)) as entries:
            found, left_out = sort_by_class(entries, Path(path), alone=name)
            labels = {label for label, _, _ in found}
            of_one = name is not None and len(labels) == 1 and not self._same(*labels)
            for label, shown, source in found:
                try:
                    pixels = read_picture(read_bytes(source), (side, side))
                except Exception as error:  # of a strange file or archive, nearly anything
                    unreadable.append(f"{shown} ({str(error) or type(error).__name__})")
                    continue
                self.add(name if of_one else self._as_class(label), pixels)
                n += 1
        if unreadable:
            more = "; …" if len(unreadable) > 3 else ""
            are = "was" if len(unreadable) == 1 else "were"
            left_out.append(
                f"{len(unreadable):,} could not be read and {are} left out: "
                f"{'; '.join(unreadable[:3])}{more}."
            )
        return n, left_out

    def _as_class(self, label):
        """Find the class that a folder's name means; it becomes one where there is none."""
        same = self._same(label)
        if same:
            return same[0]
        self._names.append(safe_name(label))
        return self._names[-1]

    def _same(self, label):
        name = safe_name(label).casefold()
        return [each for each in self.names if each.casefold() == name]

    def remove(self, path):
        """Delete one of the pictures, and its burst's folder with the last of them.

        Parameters
        ----------
        path : Path
            One that `pictures` lists.

        Raises
        ------
        ValueError
            If it is none of them.
        """
        if not any(path in self.pictures(name) for name in self.names):
            raise bad_argument("path", "one of the folder's pictures", path)
        path.unlink(missing_ok=True)
        burst = path.parent.parent.parent == self.path and path.parent.name.startswith(_BURST)
        if burst and not any(path.parent.iterdir()):
            path.parent.rmdir()
