"""The site 390 pixels wide: each kind of fault that a phone had, on every page."""

import functools

import pytest

from helpers.commands.export import export
from tests.support.built_site import built_site
from tests.support.lab_harness import eventually
from tests.support.players import rendered_players
from tools.lessons import find_lessons

*LESSONS, _ = find_lessons()
NAMES = ["index", *(lesson.name for lesson in LESSONS)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: A player whose frames are wider than a phone. What is written in them would be 15 pixels high.
WIDE = """
wide = [np.full((300, 900, 3), (10 * i, 120, 90), np.uint8) for i in range(4)]
EpochPlayer(wide, title="Wide")
"""
#: What a page's parts are asked; each gives what is wrong, in words.
NOT_OPENING = """() => [...document.querySelectorAll(".cell_output img")].filter(
  (one) => one.checkVisibility() && !one.closest("[data-course-widget]")
    && one.naturalWidth > 1.25 * one.clientWidth && !one.matches(".opens[tabindex='0']")
).map((one) => one.alt)"""
NO_HINT = """() => [...document.querySelectorAll("article pre, .cell_output .output")].filter(
  (one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1
    && !one.hasAttribute("data-more")
).map((one) => one.textContent.slice(0, 80))"""
CUT_TABLES = """() => [...document.querySelectorAll("article table")].filter(
  (one) => one.checkVisibility() && one.scrollWidth > one.parentElement.clientWidth + 1
    && !one.querySelector("[colspan]")
).map((one) => one.textContent.slice(0, 80))"""
LONG_LINES = """() => [...document.querySelectorAll(".cell_output pre")].filter(
  (one) => one.checkVisibility() && one.scrollWidth > 2.5 * one.clientWidth
).map((one) => one.textContent.slice(0, 80))"""
SMALL_TEXT = """() => [...document.querySelectorAll("article *")].filter(
  (one) => one.checkVisibility()
    && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
    && parseFloat(getComputedStyle(one).fontSize) < 11
).map((one) => one.outerHTML.slice(0, 80))"""
#: A matrix of ten classes has more cells in a row than a phone has fingers' widths.
LOW = """() => [...document.querySelectorAll(
  "article :is(button, select, summary, input:not([type=checkbox], [type=radio]), "
  + "label:has([type=checkbox], [type=radio]))"
)].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40).map(
  (one) => `${Math.round(one.getBoundingClientRect().height)}: ${one.outerHTML.slice(0, 80)}`)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built_site(tmp_path_factory)


@pytest.fixture
def phone(open_page):
    page = open_page(offline=True, **PHONE)
    yield page
    page.context.close()


def open_page_of(site, phone, name):
    phone.goto((site / f"{name}.html").as_uri())
    phone.wait_for_function(
        "() => [...document.querySelectorAll('[data-course-widget]')]"
        ".every((place) => place.firstElementChild?.tagName === 'DIV')"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_none_of_a_phones_faults(site, phone, name):
    open_page_of(site, phone, name)
    for fault in (NOT_OPENING, NO_HINT, CUT_TABLES, LONG_LINES, SMALL_TEXT, LOW):
        eventually(functools.partial(phone.evaluate, fault), [])


def test_a_figure_opens_in_its_own_size_and_closes(site, phone):
    open_page_of(site, phone, "01_data_exploration")
    figure = phone.locator("img.opens").first
    natural = figure.evaluate("(one) => one.naturalWidth")
    assert figure.evaluate("(one) => one.clientWidth") < 390 < natural
    dialog = phone.locator("dialog.course-figure")
    figure.tap()
    large = dialog.locator("img")
    eventually(lambda: large.evaluate("(one) => one.clientWidth"), natural)
    dialog.get_by_role("button", name="Close").tap()
    eventually(dialog.count, 0)
    figure.focus()
    phone.keyboard.press("Enter")
    eventually(dialog.count, 1)
    phone.keyboard.press("Escape")
    eventually(dialog.count, 0)
    assert figure.evaluate("(one) => one === document.activeElement")


def test_code_shows_that_there_is_more_until_its_end(site, phone):
    open_page_of(site, phone, "01_data_exploration")
    code = phone.locator("pre[data-more]:visible").first
    assert code.evaluate("(one) => getComputedStyle(one).boxShadow") != "none"
    handle = code.element_handle()
    handle.evaluate("(one) => one.scrollTo(one.scrollWidth, 0)")
    eventually(lambda: handle.evaluate("(one) => one.hasAttribute('data-more')"), False)


def test_a_folded_table_says_each_values_column(site, phone):
    open_page_of(site, phone, "01_data_exploration")
    table = phone.locator("table.folds").first
    names = table.locator("thead th").all_text_contents()[1:]
    cells = table.locator("tbody tr").first.locator("td")
    assert [cell.get_attribute("data-name") for cell in cells.all()] == names
    before = "(one) => getComputedStyle(one, '::before').content"
    assert cells.first.evaluate(before) == f'"{names[0]}"'
    phone.set_viewport_size({"width": 1200, "height": 844})
    eventually(table.count, 0)  # where there is room, it is a table


def test_a_players_picture_is_as_large_as_its_words_need_or_whole(phone, tmp_path):
    notebook = rendered_players(tmp_path / "players.ipynb", WIDE)
    phone.goto(export(notebook, tmp_path / "players.html").as_uri())
    small, wide = (phone.get_by_role("group", name=name) for name in ("Colours", "Wide"))
    picture, frame = wide.locator(".wil-picture"), wide.locator(".wil-frame")
    eventually(lambda: picture.bounding_box()["width"], 648)  # 900 · 11 / 15, and a little less
    assert frame.evaluate("(one) => one.tabIndex") == 0
    assert phone.evaluate("() => document.scrollingElement.scrollWidth") <= 390
    whole = wide.get_by_role("button", name="Whole picture")
    assert whole.bounding_box()["height"] >= 40
    whole.tap()
    eventually(lambda: picture.bounding_box()["width"] <= 390, True)
    assert whole.get_attribute("aria-pressed") == "true"
    whole.tap()
    eventually(lambda: picture.bounding_box()["width"], 648)
    assert small.get_by_role("button", name="Whole picture").count() == 0, "it fits by itself"
