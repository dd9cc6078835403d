"""On Colab a lesson's film comes from the release; elsewhere its text has it."""

import sys
import types

import pytest

import helpers
from tools.links import project_address


@pytest.fixture
def shown(monkeypatch):
    import IPython.display

    seen = []
    monkeypatch.setattr(IPython.display, "display", seen.append)
    return seen


def test_on_colab_the_film_is_the_releases(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    helpers.set_up()
    assert shown == []
    helpers.set_up(lesson=6)
    (page,) = (each.data for each in shown)
    place = f"https://raw.githubusercontent.com/{project_address()}/v{helpers.__version__}/"
    assert f'src="{place}notebooks/films/lesson_06.webp"' in page
    assert f'reduce)" srcset="{place}notebooks/films/lesson_06_still.webp"' in page
    assert "alt=" in page


def test_elsewhere_nothing_is_shown(shown, monkeypatch):
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    helpers.set_up(lesson=6)
    assert shown == []
