"""Pages of the package's public names, by topic, as the site shows them: Sphinx's sources."""

import importlib
import inspect
import pkgutil

import helpers

__all__ = ["TOPICS", "offered", "write_api_pages"]

#: The folders of ``helpers`` that somebody takes home, in the order of use, with what each is for.
TOPICS = {
    "datasets": "Pictures to learn from",
    "networks": "Networks, and what can be asked of one",
    "recording": "Keeping what was learned, epoch by epoch",
    "analysis": "Questions to arrays",
    "plots": "Figures",
    "widgets": "What can be moved",
}


def offered(topic):
    """Say where the public names of a folder are imported from.

    Parameters
    ----------
    topic : str
        One of `TOPICS`.

    Returns
    -------
    dict of str to list of str
        The functions and classes by module. A folder that offers names by itself offers nothing
        else.
    """
    package = importlib.import_module(f"helpers.{topic}")
    modules = [package]
    if not getattr(package, "__all__", ()):
        names = [each.name for each in pkgutil.iter_modules(package.__path__)]
        modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names
                   if not name.startswith("_")]  # fmt: skip
    return {
        module.__name__: [name for name in module.__all__ if callable(getattr(module, name))]
        for module in modules
    }


def write_api_pages(folder):
    """Write a page for each topic, and one that leads to them.

    Parameters
    ----------
    folder : Path
        Made here.
    """
    folder.mkdir()
    for topic, title in TOPICS.items():
        (folder / f"{topic}.md").write_text(_page(topic, title), encoding="utf-8")
    entries = "\n".join(
        f"- [{title}]({topic}.md): `helpers.{topic}`" for topic, title in TOPICS.items()
    )
    text = (
        "# Take it home: what the package offers\n\n"
        "Everything that the lessons lean on works outside them too, on pictures and networks of "
        "your own. These pages are made from the words that stand with the code, for version "
        f"{helpers.__version__}.\n\n{entries}\n\n"
        "```{toctree}\n:hidden:\n\n" + "\n".join(TOPICS) + "\n```\n"
    )
    (folder / "index.md").write_text(text, encoding="utf-8")


def _page(topic, title):
    parts = [f"# {title}"]
    modules = offered(topic)
    for module, names in modules.items():
        if len(modules) > 1:
            first = inspect.getdoc(importlib.import_module(module)).partition("\n\n")[0]
            parts.append(f"## {module}\n\n```{{eval-rst}}\n{first}\n```")
        lines = "\n".join(f"   {name}" for name in names)
        each = "\n\n".join(_member(module, name) for name in names)
        table = f".. autosummary::\n   :nosignatures:\n\n{lines}"
        parts.append(f"```{{eval-rst}}\n.. currentmodule:: {module}\n\n{table}\n\n{each}\n```")
    return "\n\n".join(parts) + "\n"


def _member(module, name):
    """Say how Sphinx is to read one name: a class with its methods, or a function."""
    if inspect.isclass(getattr(importlib.import_module(module), name)):
        return f".. autoclass:: {name}\n   :members:"
    return f".. autofunction:: {name}"
