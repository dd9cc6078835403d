"""Each lesson's slides in a browser without a network: nothing is cut off, and widgets live."""

import functools

import pytest

from tools.lessons import find_lessons
from tools.slides import SIZE, make_slides

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]

#: What of the present slide does not lie within it, or is too small to be read from a chair.
_AMISS = """() => {
  const frame = Reveal.getCurrentSlide().querySelector(".course-frame");
  const box = frame.getBoundingClientRect();
  const amiss = [];
  const seen = (e) => !e.closest(".wil-unseen, aside, option, svg, math") && e.checkVisibility();
  for (const element of frame.querySelectorAll("*")) {
    if (!seen(element)) continue;
    for (const { left, right, top, bottom, width, height } of element.getClientRects()) {
      if (width * height === 0) continue;
      const over = Math.max(box.left - left, right - box.right, box.top - top, bottom - box.bottom);
      if (over > 2) amiss.push(`${Math.round(over)} px out: ${element.outerHTML.slice(0, 80)}`);
    }
  }
  for (const told of frame.querySelectorAll(".course-told")) {
    if (told.scrollHeight > told.clientHeight + 1) amiss.push("words cut off: " + told.textContent);
    const texts = [...told.querySelectorAll("p, li")];
    const size = Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize)));
    if (size < 16) amiss.push(`words of ${size} px: ` + told.textContent.slice(0, 80));
  }
  for (const shown of frame.querySelectorAll(".course-shown > div")) {
    const { width, height } = shown.getBoundingClientRect();
    if (width * height < 100) amiss.push("nothing shown");
    if (shown.style.zoom < 0.5) amiss.push(`shown at ${shown.style.zoom}`);
  }
  return amiss;
}"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """Make a lesson's deck, once: (path, number of slides)."""
    folder = tmp_path_factory.mktemp("slides")
    return functools.cache(lambda lesson: make_slides(lesson, folder))


@pytest.fixture
def offline(open_page):
    page = open_page(viewport={"width": SIZE[0], "height": SIZE[1]}, offline=True)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:", "blob:")) or page.faults.append(request.url)
        ),
    )
    yield page
    page.context.close()


def start(page, path):
    """Open a deck, and wait until its widgets live."""
    page.goto(path.as_uri())
    page.wait_for_function("() => globalThis.Reveal?.isReady()")
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-course-widget]')]"
        ".every((place) => place.querySelector('.wil'))"
    )


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_slide_holds_what_stands_on_it(decks, offline, lesson):
    path, count = decks(lesson)
    start(offline, path)
    slides = offline.evaluate("() => Reveal.getSlides().map((s) => Reveal.getIndices(s))")
    assert len(slides) == count
    for slide in slides:
        offline.evaluate("({ h, v }) => { Reveal.slide(h, v); Reveal.layout(); }", slide)
        # What a widget paints late may change its size, and the slide then makes it fit again.
        try:
            offline.wait_for_function(f"() => ({_AMISS})().length === 0", timeout=10_000)
        except Exception:
            amiss = offline.evaluate(_AMISS)
            assert amiss == [], f"{path.name}, slide {slide}"
    assert offline.faults == []


def test_keys_move_the_player_or_the_slides_never_both(decks, offline):
    (lesson,) = (lesson for lesson in LESSONS if lesson.name.startswith("06"))
    path, _ = decks(lesson)
    start(offline, path)
    place = offline.evaluate(
        "() => Reveal.getIndices(document.querySelector('.wil-player').closest('.course-slide'))"
    )
    offline.evaluate("({ h, v }) => Reveal.slide(h, v)", place)
    picture = offline.locator(".present .wil-player canvas.wil-picture").first
    slider = offline.locator(".present .wil-player input[type=range]").first
    slider.focus()
    offline.keyboard.press("End")
    offline.wait_for_function(
        "(picture) => picture.dataset.epoch === '48'", arg=picture.element_handle()
    )
    offline.keyboard.press("ArrowLeft")
    offline.wait_for_function(
        "(picture) => Number(picture.dataset.epoch) < 48", arg=picture.element_handle()
    )
    here = "() => JSON.stringify(Reveal.getIndices())"
    before = offline.evaluate(here)
    assert offline.evaluate("() => Reveal.getIndices().h") == place["h"]
    slider.blur()
    offline.keyboard.press("Space")
    offline.wait_for_function(f"(before) => ({here})() !== before", arg=before)
    assert offline.faults == []


def test_what_to_notice_comes_at_the_next_key(decks, offline):
    (lesson,) = (lesson for lesson in LESSONS if lesson.name.startswith("01"))
    path, _ = decks(lesson)
    start(offline, path)
    notice = offline.locator(".fragment", has_text="What to notice").first
    place = notice.evaluate("(e) => Reveal.getIndices(e.closest('.course-slide'))")
    offline.evaluate("({ h, v }) => Reveal.slide(h, v, -1)", place)
    assert notice.evaluate("(e) => getComputedStyle(e).visibility") == "hidden"
    offline.keyboard.press("Space")
    offline.wait_for_function(
        "(e) => getComputedStyle(e).visibility === 'visible'", arg=notice.element_handle()
    )
