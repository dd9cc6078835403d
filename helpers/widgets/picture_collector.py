"""A place to bring pictures of your own: drawn, from files, by the camera; kept in a folder."""

import tempfile
from pathlib import Path

import numpy as np
import traitlets

from helpers._files import shown_path
from helpers._where import server_name
from helpers.datasets.picture_folder import PictureFolder
from helpers.datasets.pictures import read_picture
from helpers.widgets.base import CourseWidget
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["PictureCollector"]

#: Kept pictures are squares of so many pixels a side.
_SIDE = 128
#: So many of a class are shown, the newest; and so large.
_N_SHOWN, _SHOWN_SIDE = 60, 32
#: An archive comes in pieces; a server's connection takes no message above 10 MB.
_PIECE, _MOST_BYTES = 1 << 20, 200 << 20


class PictureCollector(CourseWidget):
    """Collect pictures of your own for each class: draw them, choose files, use the camera.

    Each picture becomes a PNG file of 128 by 128 pixels in a folder of its class, which
    `helpers.datasets.from_folder` reads. A camera takes bursts, and each burst has a folder of its
    own, so that ``from_folder(..., groups="folders")`` keeps it in one part of the split. Used in
    lesson 09.

    Parameters
    ----------
    names : sequence of str
        The classes, at least two: names that a folder can have on every system.
    folder : str or Path
        Where the pictures are kept. It is made with the first of them, and may hold some already.

    Attributes
    ----------
    folder : Path
    counts : dict of str to int
        Pictures of each class, as the folder has them now.

    Raises
    ------
    ValueError
        If a name can be no folder's, or two differ by nothing but capitals.

    Notes
    -----
    The pictures go to the page's own kernel, into the folder, and nowhere else: none is in the
    notebook's file or in an export. In a page without a kernel nothing can be kept.
    """

    _esm = joined_module("picture_collector.js")
    _css = joined_styles("shared/base.css", "picture_collector.css")

    _names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _side = traitlets.Int(_SIDE).tag(sync=True)
    _piece = traitlets.Int(_PIECE).tag(sync=True)

    def __init__(self, names, folder="my pictures"):
        self._kept = PictureFolder(folder, names)
        self._bursts, self._archive, self._n_pieces = {}, None, 0
        super().__init__(_names=list(self._kept.names))
        self.on_msg(lambda _, content, buffers: self._hear(content, buffers))

    @property
    def folder(self):
        """Where the pictures are kept."""
        return self._kept.path

    @property
    def counts(self):
        """How many pictures each class has now."""
        return self._kept.counts()

    def summary(self):
        """Say what stands here; no picture is in it."""
        return (
            f"A place to collect pictures of {', '.join(self._names[:-1])} and {self._names[-1]}. "
            "Run this cell, or trust this notebook, to draw or choose some."
        )

    def _hear(self, content, buffers):
        """Do what the page asks for, and say what came of it."""
        content = content if isinstance(content, dict) else {}
        acts = {
            "piece": self._take, "keep": self._keep, "remove": self._remove, "show": self._show,
        }  # fmt: skip
        act = next((acts[key] for key in acts if key in content), None)
        if act is None:
            return
        try:
            words = act(content, buffers) or ""
        except OSError as error:
            words = f"It could not be kept: {error.strerror or error}"
        except (ValueError, TypeError, KeyError, IndexError) as error:
            words = f"It could not be taken: {error}"
        self._tell(content, words)

    def _tell(self, content, words):
        """Tell the page what there is: counts, and the newest pictures of the class it shows."""
        names = self._kept.names
        number = content.get("show", content.get("keep", content.get("remove", 0)))
        known = isinstance(number, int) and 0 <= number < len(names)
        files, tiles = [], b""
        if known:
            for file in self._kept.pictures(names[number])[-_N_SHOWN:]:
                try:
                    tile = read_picture(file.read_bytes(), (_SHOWN_SIDE, _SHOWN_SIDE))
                except (OSError, ValueError):  # left there by somebody else
                    continue
                files.append(self._called(file, names[number]))
                tiles += tile.tobytes()
        counts = self._kept.counts()
        told = {
            "names": names, "counts": [counts.get(name, 0) for name in names], "words": words,
            "shown": number if known else 0, "files": files, "side": _SHOWN_SIDE,
            "folder": shown_path(self.folder), "server": server_name(),
            "piece": content.get("piece", -1), "answers": content.get("number", 0),
        }  # fmt: skip
        self.send({"told": told}, [tiles])

    def _called(self, file, name):
        return file.relative_to(self.folder / name).as_posix()

    def _name(self, number):
        names = self._kept.names
        if not isinstance(number, int) or not 0 <= number < len(names):
            raise ValueError(f"there is no class {number}")
        return names[number]

    def _show(self, content, buffers):
        self._name(content["show"])

    def _keep(self, content, buffers):
        name = self._name(content["keep"])
        pixels = np.frombuffer(buffers[0], np.uint8).reshape(_SIDE, _SIDE, 3)
        token = str(content.get("burst", ""))
        if token and (name, token) not in self._bursts:
            self._bursts[name, token] = self._kept.new_burst(name)
        self._kept.add(name, pixels, self._bursts.get((name, token), ""))

    def _remove(self, content, buffers):
        name = self._name(content["remove"])
        files = {self._called(file, name): file for file in self._kept.pictures(name)}
        file = files.get(content.get("file"))
        if file is None:
            return "It is not there any more."
        self._kept.remove(file)
        return "One picture was removed."

    def _take(self, content, buffers):
        """Take a piece of a zip file; read it when it is whole."""
        piece, n_pieces = int(content["piece"]), int(content["of"])
        if not 0 <= piece < n_pieces <= _MOST_BYTES // _PIECE or len(buffers[0]) > _PIECE:
            raise ValueError(f"a zip file may have {_MOST_BYTES >> 20} megabytes")
        if piece == 0:
            self._drop_archive()
            self._archive = tempfile.TemporaryDirectory(prefix="pictures-")
        if self._archive is None or piece != self._n_pieces:
            self._drop_archive()
            raise ValueError("a piece of the zip file is missing")
        self._n_pieces = piece + 1
        path = Path(self._archive.name, "pictures.zip")
        with path.open("ab") as file:
            file.write(buffers[0])
        if piece + 1 < n_pieces:
            return None
        try:
            n, left_out = self._kept.add_files(path, _SIDE, self._name(content["show"]))
        finally:
            self._drop_archive()
        are = "picture was" if n == 1 else "pictures were"
        return " ".join([f"{n:,} {are} added.", *left_out])

    def _drop_archive(self):
        if self._archive is not None:
            self._archive.cleanup()
        self._archive, self._n_pieces = None, 0
