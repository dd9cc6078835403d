"""A widget's JavaScript modules, joined into the one that the browser gets.

anywidget hands a browser one module's text. Ours are written as several, with imports, and put
together here: no Node, no bundler. Each imported module becomes a function that runs once and
returns what it exports, so its other names are its own. The widget's module comes last.

What is asked of a module, line by line:

- ``import { a, b as c } from "./other.js";`` imports, from this folder or one in it;
- ``export function``, ``export class`` or ``export const`` exports, where the name is made;
- ``export default`` stands in a widget's own module, and nowhere else.

Whatever else begins a line with ``import`` or ``export`` is refused, and so are circles and names
that are not exported. Comments with types (``/** ... */``) that have lines of their own are left
out: notebooks are smaller without them.
"""

import functools
import re
from pathlib import Path

__all__ = ["joined_module", "joined_styles"]

_FOLDER = Path(__file__).parent
_ANY = re.compile(r"^[ \t]*(?:import|export)\b", re.M)
_DYNAMIC = re.compile(r"\bimport\s*[(.]")
_PART = r"\s*[\w$]+(?:\s+as\s+[\w$]+)?"
_IMPORT = re.compile(rf'^import \{{((?:{_PART},)*(?:{_PART})?)\s*\}} from "(\.[^"]*)";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|class|const) +([\w$]+))", re.M)
_DEFAULT = re.compile(r"^export default ", re.M)
#: A comment with types, on lines of its own: for who reads the source, not for a browser.
_DOC = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S)
#: Where the joined text keeps what its modules export.
_STORE = "$modules"


def joined_styles(*names):
    """Join style sheets of this folder into one, as a widget's ``_css``.

    Parameters
    ----------
    *names : str
        File names, such as ``"shared/base.css"``.

    Returns
    -------
    str
    """
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


@functools.cache
def joined_module(name, folder=_FOLDER):
    """Join a widget's module with all that it imports, as its ``_esm``.

    Parameters
    ----------
    name : str
        The widget's own module, such as ``"epoch_player.js"``.
    folder : pathlib.Path
        Where it and all others lie.

    Returns
    -------
    str
        One module that imports nothing.

    Raises
    ------
    ValueError
        If a module imports or exports in another way than said above, imports what is not there,
        or imports itself by way of others.
    """
    modules = {}
    _read(name, Path(folder).resolve(), modules, ())
    *imported, (_, own) = modules.items()
    if not own.default:
        raise ValueError(f"{name}: expected 'export default' in a widget's module; received none.")
    parts = [f"const {_STORE} = {{}};"] if imported else []
    for each, module in imported:
        given = ", ".join(module.exports)
        parts.append(
            f'{_STORE}["{each}"] = (() => {{\n{module.text.rstrip()}\nreturn {{ {given} }};\n}})();'
        )
    return "\n".join([*parts, own.text])


class _Module:
    """One module's text as it will stand in the joined one, and what it exports."""

    def __init__(self, text, exports, default):
        self.text, self.exports, self.default = text, exports, default


def _read(name, folder, modules, importers):
    """Add a module to ``modules``, after those that it imports."""
    text = (folder / name).read_text(encoding="utf-8")
    if _STORE in text:
        raise ValueError(f"{name}: the name {_STORE} is taken: it is what the modules lie in.")
    exports = _EXPORT.findall(text)
    imports = list(_IMPORT.finditer(text))
    default = _DEFAULT.search(text)
    known = {each.start() for each in (*imports, *_EXPORT.finditer(text))}
    if default and not importers:
        known.add(default.start())
    for each in (*_ANY.finditer(text), *_DYNAMIC.finditer(text)):
        if each.start() not in known:
            _refuse(name, text, each.start())
    for each in imports:
        _follow(each, name, folder, modules, (*importers, name))
    text = _IMPORT.sub(lambda each: _fetched(each, _path(each[2], name, folder)), text)
    modules[name] = _Module(_DOC.sub("", _EXPORT.sub("", text)), exports, default)


def _follow(statement, name, folder, modules, importers):
    """Read what an import asks for, and see that it is there."""
    other = _path(statement[2], name, folder)
    if other in importers:
        circle = " → ".join([*importers[importers.index(other) :], other])
        raise ValueError(f"{name}: expected imports that go one way; received the circle {circle}.")
    if not (folder / other).is_file():
        raise ValueError(f"{name}: expected modules that are there; received {statement[2]!r}.")
    if other not in modules:
        _read(other, folder, modules, importers)
    for asked, _ in _names(statement):
        if asked not in modules[other].exports:
            there = ", ".join(modules[other].exports) or "nothing"
            raise ValueError(
                f"{name}: expected what {other} exports ({there}); received {asked!r}."
            )


def _refuse(name, text, place):
    line = text.count("\n", 0, place)
    raise ValueError(
        f"{name}, line {line + 1}: expected 'import {{ a, b as c }} from \"./other.js\";', "
        "'export' before a function, a class or a const, or, in a widget's own module, "
        f"'export default'; received {text.splitlines()[line].strip()!r}."
    )


def _path(target, name, folder):
    """Say where an import leads, from the folder of all."""
    path = (folder / name).parent / target
    try:
        return path.resolve().relative_to(folder).as_posix()
    except ValueError:
        raise ValueError(
            f"{name}: expected imports from the widgets' folder; received {target!r}."
        ) from None


def _names(statement):
    """List what an import asks for: each name there, and its name here."""
    asked = [part.split() for part in statement[1].split(",") if part.strip()]
    return [(words[0], words[-1]) for words in asked]


def _fetched(statement, other):
    """Write an import as what it is in the joined text, over as many lines."""
    pairs = ", ".join(a if a == b else f"{a}: {b}" for a, b in _names(statement))
    return f'const {{ {pairs} }} = {_STORE}["{other}"];' + "\n" * statement[0].count("\n")
