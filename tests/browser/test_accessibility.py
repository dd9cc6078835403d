"""Exported lessons as somebody meets them who listens, or who has no mouse.

axe-core looks for what a screen reader would miss (a control or a picture without a name, a role
used wrongly) and for texts without enough contrast. The keys are tried.
"""

import nbformat
import pytest

from helpers.commands.export import export
from tools.lessons import find_lessons

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]
#: WCAG 2.1, levels A and AA.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PAGE = """
# A text

with a [link](https://example.org) and `code`.
"""
CODE = '''
# a remark
def half(number: float = 1.5) -> str:
    """A text."""
    return f"{number / 2:.2f}" if number is not None and number > 0 else r"none"
half(7)
'''


def open_lesson(page, notebook, folder, theme):
    """Export a notebook, open it, and wait until its widgets live."""
    file = export(notebook, folder / "page.html", theme)
    page.goto(file.as_uri())
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-course-widget]')]"
        ".every((place) => place.querySelector('.wil'))"
    )


def complaints(page, rules, context=None):
    """What axe-core has against a page, or a part of it: one line each."""
    found = axe.Axe().run(page, context, {"runOnly": rules}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_can_be_read_and_heard(page, tmp_path, theme):
    result = nbformat.v4.new_output("execute_result", data={"text/plain": "'3.50'"})
    cells = [nbformat.v4.new_markdown_cell(PAGE), nbformat.v4.new_code_cell(CODE, outputs=[result])]
    cells[1].execution_count = result.execution_count = 1
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "page.ipynb")
    open_lesson(page, tmp_path / "page.ipynb", tmp_path, theme)
    assert complaints(page, RULES) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_widgets_can_be_read_in_the_dark_theme(page, tmp_path, lesson):
    open_lesson(page, lesson.notebook, tmp_path, "dark")
    assert complaints(page, ["color-contrast"], {"include": [[".wil"]]}) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_widgets_can_be_heard_and_worked_by_keys(page, tmp_path, lesson):
    open_lesson(page, lesson.notebook, tmp_path, "light")
    assert complaints(page, RULES, {"include": [[".wil"]]}) == []
    assert missed_by_tab(page) == []
    sliders = page.locator(".wil input[type=range]:visible")
    for number in range(sliders.count()):
        slider = sliders.nth(number)
        slider.focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        handle = slider.element_handle()
        page.wait_for_function("(e) => Number(e.value) > Number(e.min)", arg=handle)
        page.keyboard.press("End")
        page.wait_for_function("(e) => e.value === e.max", arg=handle)
    alts = page.locator("img").evaluate_all("(all) => all.map((img) => img.alt)")
    assert len(alts) >= 4
    for alt in alts:
        assert len(alt.split()) >= 4 and "No description" not in alt and "Figure size" not in alt


def missed_by_tab(page):
    """The controls of each widget that Tab does not come to, from the widget's first one on."""
    left = page.evaluate("""() => {
      const controls = "button, input, select, summary, [tabindex='0']";
      window.waiting = new Set([...document.querySelectorAll(".wil")].flatMap((root) =>
        [...root.querySelectorAll(controls)].filter(
          // Tab goes to a group of radio buttons once; the arrows move within it.
          (e) => !e.disabled && e.checkVisibility() && e.tabIndex >= 0 && !(e.type === "radio"
            && e !== root.querySelector(`input[name="${e.name}"]`)))));
      // Only the widgets' own stops count, so Tab need not walk through the whole page.
      for (const other of document.querySelectorAll("a, [tabindex], button, summary")) {
        if (!other.closest(".wil")) other.tabIndex = -1;
      }
      window.addEventListener("focusin", ({ target }) => window.waiting.delete(target));
      document.querySelector("main").scrollIntoView();
      return window.waiting.size;
    }""")
    assert left > 0
    for _ in range(2 * left + 4):
        page.keyboard.press("Tab")
        if page.evaluate("() => window.waiting.size") == 0:
            break
    return page.evaluate("() => [...window.waiting].map((e) => e.outerHTML.slice(0, 120))")
