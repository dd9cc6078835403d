"""``python -m tools emoji_kinds``: make the folder of emoji in four kinds that lesson 9 brings.

The npm package ``emoji-datasource-google`` has them: ``npm pack emoji-datasource-google@16.0.0``.
"""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

from helpers._arguments import bad_argument
from helpers._files import parse_json, write_whole
from helpers.datasets import EMOJI_KINDS
from tools.arguments import add_force, may_write

__all__ = ["LICENCE", "add_arguments", "run"]

#: Where the list's categories go.
_KINDS = {
    "Smileys & Emotion/face-": "faces",
    "Animals & Nature/animal-": "animals",
    "Food & Drink/food-": "food",
    "Food & Drink/drink": "food",
    "Travel & Places/transport-": "vehicles",
}
#: What the page beside the samples says of it.
LICENCE = f"""
## Emoji in four kinds

- `{EMOJI_KINDS.name}`: faces, animals, food and vehicles, a folder each, 64 by 64 pixels, 64 colours
- Home: <https://github.com/googlefonts/noto-emoji>; taken from the npm package emoji-datasource-google 16.0.0
- Terms of use: Apache 2.0 (Noto Emoji, © Google); the package MIT, © 2013 Cal Henderson
"""  # noqa: E501


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("package", type=Path, help="the package as npm pack stores it, a .tgz")
    parser.add_argument(
        "--output", type=Path, default=None, help="default: where the course has it"
    )
    add_force(parser, "the file that is there")


def run(arguments):
    """Write the zip file, and say what is in it."""
    samples = arguments.root / "helpers" / "datasets" / "samples"
    output = arguments.output or samples / EMOJI_KINDS.name
    if not may_write([output], arguments.force):
        return 2
    try:
        files = kinds_of(arguments.package)
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        print(f"{arguments.package}: no such package ({error})", file=sys.stderr)
        return 2
    write_whole(output, zipped(files))
    for kind in sorted(set(_KINDS.values())):
        print(f"{kind}: {sum(name.startswith(kind + '/') for name in files)}")
    print(f"{output.name}: {output.stat().st_size:,} bytes")
    return 0


def kinds_of(package):
    """Read the package.

    Parameters
    ----------
    package : Path

    Returns
    -------
    dict of str to bytes
        PNG files by their names, ``"faces/grinning.png"``.
    """
    from PIL import Image

    files = {}
    with tarfile.open(package) as archive:
        members = {member.name: member for member in archive.getmembers()}
        listing = parse_json(archive.extractfile(members["package/emoji.json"]).read())
        for each in listing:
            group = f"{each['category']}/{each['subcategory']}"
            kind = next((_KINDS[start] for start in _KINDS if group.startswith(start)), None)
            if kind is None or not each["has_img_google"]:
                continue
            member = members[f"package/img/google/64/{each['image']}"]
            with Image.open(io.BytesIO(archive.extractfile(member).read())) as picture:
                few = picture.convert("RGBA").quantize(64, method=Image.Quantize.FASTOCTREE)
            store = io.BytesIO()
            few.save(store, "PNG", optimize=True)
            files[f"{kind}/{each['short_name']}.png"] = store.getvalue()
    if not files:
        raise bad_argument("package", "one with emoji", package)
    return files


def zipped(files):
    """Put files into an archive that is the same whenever it is made."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return store.getvalue()
