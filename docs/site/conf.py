"""How Sphinx makes the lessons into a site. ``python -m tools site`` calls it (``make site``).

Nothing in the site comes from elsewhere: the theme (Furo) has its style and scripts in itself,
formulas are drawn here, and the widgets' player is ours.
"""

from pathlib import Path

from docutils.nodes import SkipNode, container, image
from sphinx.util import logging

from helpers.pages.formulas import formula_svg
from helpers.pages.widgets import PLAYER
from tools.links import project_address

_REPOSITORY = f"https://github.com/{project_address(Path(__file__).parents[2])}"
_ICONS = Path(__file__).parent / "static"

project = "Watch It Learn"
html_title = project
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.githubpages",
    "sphinx.ext.autodoc",  # the pages on what the package offers, from its own words
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
]
autodoc_member_order = "bysource"
autosummary_generate = False  # a page a topic, not a page a name
default_role = "py:obj"
napoleon_google_docstring = False
napoleon_use_ivar = True  # an attribute is told of once
napoleon_use_rtype = False
# scikit-learn gives these to each of its estimators; their words lead to its own pages.
autodoc_default_options = {"exclude-members": "set_fit_request, set_score_request"}
suppress_warnings = ["ref.python"]  # a word such as `colours` may name several things
nb_execution_mode = "off"  # the notebooks were run by `make render`
nb_code_prompt_show = nb_code_prompt_hide = "Set-up"  # the one thing that is folded
myst_enable_extensions = ["attrs_inline", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "outlines"

html_theme = "furo"
html_theme_options = {
    "sidebar_hide_name": False,
    "top_of_page_buttons": [],
    "footer_icons": [
        {
            "name": "The project on GitHub",
            "url": _REPOSITORY,
            "html": (_ICONS / "repository.svg").read_text(encoding="utf-8"),
            "class": "",
        }
    ],
}
html_favicon = "static/icon.svg"
html_logo = "static/icon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js", "narrow.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False


def setup(app):
    """Add what Sphinx does not know by itself: our formulas and our widgets."""
    app.connect("config-inited", _add_own_files)
    app.add_html_math_renderer("outlines", (_inline_formula, None), (_displayed_formula, None))
    app.connect("doctree-resolved", _deal_out_words)
    app.connect("html-page-context", _add_widgets)


def _add_own_files(app, config):
    """What `python -m tools site` wrote beside the pages."""
    config.html_static_path.append(str(Path(app.srcdir) / "static"))


def _deal_out_words(app, doctree, page):
    """Give each picture of a cell its own words; `python -m tools site` wrote a line for each."""
    for outputs in doctree.findall(container):
        if outputs.get("nb_element") == "cell_code_output":
            pictures = list(outputs.findall(image))
            for number, picture in enumerate(pictures):
                picture["alt"] = picture.get("alt", "").split("\n")[number]


def _inline_formula(writer, node):
    _draw(writer, node, "span", display=False)


def _displayed_formula(writer, node):
    _draw(writer, node, "div", display=True)


def _draw(writer, node, tag, display):
    """Write a formula as an outline; what can't be drawn stays as it was written, and is told."""
    tex = node.astext()
    drawn = formula_svg(tex, display)
    if drawn is None:
        logging.getLogger(__name__).warning("this formula can't be drawn: %s", tex, location=node)
        drawn = writer.encode(f"${tex}$")
    writer.body.append(f'<{tag} class="course-formula">{drawn}</{tag}>')
    raise SkipNode


def _add_widgets(app, page, template, context, doctree):
    """Give a page the widgets that `python -m tools site` put beside it, and their player."""
    script = f"widgets/{page}.js"
    if (Path(app.srcdir) / "static" / script).is_file():
        app.add_js_file(script, loading_method="defer")
        app.add_js_file(None, body=PLAYER.read_text(encoding="utf-8"), type="module")
