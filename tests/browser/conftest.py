"""A real Chromium, and a JupyterLab of our own, for the tests in this folder.

Fixtures: ``page``, an empty page; ``lab``, a JupyterLab (see ``lab_harness.py``), started once.
Without Chromium the tests are skipped and say so. Where one fails, ``artifacts/`` holds a picture
of each page that was open, and what its console said.
"""

import re

import pytest
from lab_harness import ARTIFACTS, Lab, chromium_options

_OPEN_PAGES = {}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed and _OPEN_PAGES:
        ARTIFACTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", f"{item.path.stem}-{item.name}")
        for number, (page, said) in enumerate(_OPEN_PAGES.items()):
            (ARTIFACTS / f"{name}-{number}.log").write_text("\n".join(said), encoding="utf-8")
            if not page.is_closed():
                page.screenshot(path=ARTIFACTS / f"{name}-{number}.png")
    return report


@pytest.fixture(scope="session")
def chromium():
    """Chromium, started once for all tests (a Playwright ``Browser``)."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(**chromium_options())
        except playwright_api.Error as error:
            pytest.skip(f"no Chromium starts here; on Debian: apt install chromium ({error})")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def open_page(chromium):
    """Make an empty page in a window of its own: ``open_page(offline=True)`` and the like.

    Takes what Playwright's ``Browser.new_context`` takes. The caller closes ``page.context``.
    """

    def make(**options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = context.new_page()
        said = _OPEN_PAGES[page] = []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        context.on("close", lambda _: _OPEN_PAGES.pop(page, None))
        return page

    return make


@pytest.fixture
def page(open_page):
    """An empty page in a window of its own (a Playwright ``Page``)."""
    page = open_page()
    yield page
    page.context.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium):
    """JupyterLab, started once for all tests (a ``lab_harness.Lab``)."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.stop()
