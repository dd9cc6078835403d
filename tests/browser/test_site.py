"""The site in a real browser, from disk, with the network off."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.support.built_site import built_site
from tests.support.lab_harness import eventually
from tests.support.pad_hand import Hand
from tools.lessons import find_lessons

*LESSONS, _ = find_lessons()
NAMES = [lesson.name for lesson in LESSONS]
PHONE = {"viewport": {"width": 400, "height": 800}, "has_touch": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built_site(tmp_path_factory)


class Reader:
    """Somebody who reads the site without a network, and notes what went wrong."""

    def __init__(self, site, page):
        self.page, self.wrong = page, []
        self._site = site
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url[:200]}"))
        page.on("request", self._look)

    def _look(self, request):
        if urlsplit(request.url).scheme not in {"file", "data", "blob"}:
            self.wrong.append(f"asked the network for {request.url}")

    def open(self, name):
        """Open a page; wait until every widget in it lives."""
        self.page.goto((self._site / f"{name}.html").as_uri())
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('[data-course-widget]')]"
            ".every((place) => place.firstElementChild?.tagName === 'DIV')"
        )
        return self.page


@pytest.fixture
def read(site, open_page):
    """Make a reader: ``read(color_scheme="dark")`` and the like. At the end nothing was wrong."""
    readers = []

    def make(**options):
        readers.append(Reader(site, open_page(offline=True, **options)))
        return readers[-1]

    yield make
    for reader in readers:
        reader.page.context.close()
        assert reader.wrong == []


@pytest.mark.parametrize("name", ["index", *NAMES])
def test_a_page_fits_a_phone_and_all_its_widgets_live(read, name):
    page = read(**PHONE).open(name)
    # The theme lets its column scroll sideways, so to look at the page alone would not do.
    too_wide = """() => ['html', '.content', '.wil'].flatMap(
      (part) => [...document.querySelectorAll(part)]
    ).filter((part) => part.scrollWidth > Math.min(400, part.clientWidth)).map(
      (part) => `${part.tagName}.${part.className}: ${part.scrollWidth}`
    )"""
    eventually(lambda: page.evaluate(too_wide), [])
    assert page.locator("article").evaluate("(article) => article.clientWidth") > 350
    # What scrolls by itself is within reach of the keyboard.
    reach = """() => [...document.querySelectorAll('pre')].filter(
      (part) => part.checkVisibility() && part.scrollWidth > part.clientWidth
    ).map((part) => part.tabIndex)"""
    assert set(page.evaluate(reach)) == (set() if name == "index" else {0})


@pytest.mark.parametrize(("name", "players"), [("index", 1), ("06_training_animation", 2)])
def test_a_players_picture_follows_the_keys_and_so_does_a_linked_player(read, name, players):
    page = read().open(name)
    slider = page.locator(".wil-player input[type=range]").first
    pictures = [page.locator(".wil-player canvas.wil-picture").nth(k) for k in range(players)]
    shots = []
    for keys, epoch in ((["Home"], "0"), (["End"], "48"), (["ArrowLeft"] * 2, "46")):
        slider.focus()
        for key in keys:
            page.keyboard.press(key)
        for picture in pictures:
            eventually(functools.partial(picture.get_attribute, "data-epoch"), epoch)
        shots.append([picture.screenshot() for picture in pictures])
    for one in range(players):
        assert len({shot[one] for shot in shots}) == 3


def test_a_cell_of_the_matrix_opens(read):
    page = read().open("05_confusion_matrix")
    matrix = page.locator(".wil-matrix", has_text="click a cell to see its pictures")
    behind = matrix.locator(".wil-behind")
    captions = behind.locator("figcaption > div:first-child")
    before = eventually(captions.all_inner_texts, lambda texts: len(texts) == 12)
    cell = matrix.locator("[role=gridcell]").nth(10 * 2 + 4)  # a pullover, called a coat
    count = cell.inner_text().split()[-1]
    cell.click()
    eventually(behind.inner_text, lambda text: f"Pullover, called Coat: {count} pictures" in text)
    after = eventually(captions.all_inner_texts, lambda texts: len(texts) == min(12, int(count)))
    assert not set(before) & set(after), "each picture is in one cell"


def test_the_pad_shows_its_worked_examples_and_answers_to_a_drawing(read):
    hand = Hand(read().open("04_feature_maps"))
    tiles = hand.root.locator(".wil-tiles").first
    painted = functools.partial(tiles.evaluate, "(canvas) => canvas.toDataURL()")
    maps, first = painted(), hand.says()
    hand.root.get_by_role("button", name="Example").click()
    eventually(painted, lambda shown: shown != maps)
    assert first in range(10)
    assert hand.says() in range(10)
    assert f"It says: {hand.says()} " in " ".join(hand.root.inner_text().split())
    example = painted()
    hand.page.mouse.move(*hand.place(0.3, 0.3))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.place(0.6, 0.6), steps=3)
    hand.page.mouse.up()
    eventually(painted, lambda shown: shown != example)


def test_a_solution_opens_at_a_click(read):
    page = read(**PHONE).open("01_data_exploration")
    solution = page.locator("details", has_text="Solution").first
    code = solution.locator("pre").first
    assert not code.is_visible()
    solution.locator("summary").click()
    code.wait_for(state="visible")
    wide = "(pre) => (pre.scrollWidth > pre.clientWidth) === (pre.tabIndex === 0)"
    eventually(lambda: code.evaluate(wide), True)


def search(page, word):
    page.locator("input[name=q]").first.fill(word)
    page.keyboard.press("Enter")
    found = page.locator("#search-results ul.search li")
    found.first.wait_for()
    return found


def test_the_search_finds_a_word_from_disk(read):
    page = read().open("index")
    found = search(page, "trustworthiness")
    found.locator("a", has_text="The map a machine draws").first.click()
    page.locator("h1", has_text="2. The map a machine draws").wait_for()
    assert urlsplit(page.url).path.endswith("/02_umap.html")


@pytest.fixture
def served(site):
    """The site's address on a server of our own."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_search_shows_the_words_around_it_from_a_server(served, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/index.html")
    found = search(page, "trustworthiness")
    found.locator("p.context", has_text="trustworthiness").first.wait_for()
    assert all(url.startswith((f"{served}/", "data:", "blob:")) for url in asked)


def test_the_theme_is_chosen_and_kept(read):
    reader = read(color_scheme="light")
    page = reader.open("06_training_animation")
    look = """() => [document.body, document.querySelector('.wil')].map(
      (part) => getComputedStyle(part).color + getComputedStyle(part).backgroundColor)"""
    light = page.evaluate(look)
    button = page.locator(".theme-toggle-content button")
    theme = "() => document.body.dataset.theme"
    assert page.evaluate(theme) == "auto"
    while page.evaluate(theme) != "dark":
        before = page.evaluate(theme)
        button.click()
        eventually(lambda before=before: page.evaluate(theme) != before, True)
    dark = eventually(
        lambda: page.evaluate(look), lambda seen: all(a != b for a, b in zip(seen, light))
    )
    assert dark != light
    page = reader.open("03_mlp_vs_cnn")
    assert page.evaluate(theme) == "dark"
    # The words of a widget are as light as those of the page.
    eventually(
        lambda: page.locator(".wil").first.evaluate("(one) => getComputedStyle(one).color"),
        page.evaluate("() => getComputedStyle(document.body).color"),
    )
    assert page.evaluate("() => document.body.dataset.jpThemeLight") == "false"


def test_without_a_choice_the_system_decides(read):
    grounds = []
    for scheme in ("light", "dark"):
        page = read(color_scheme=scheme).open("index")
        grounds.append(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
        assert (
            page.evaluate("() => document.body.dataset.jpThemeLight")
            == str(scheme == "light").lower()
        )
    assert grounds[0] != grounds[1]
