import json

import nbformat
import pytest

from tools import links
from tools.__main__ import main
from tools.lessons import find_lessons

HERE = "watch-it-learn/watch-it-learn"
LESSON = """\
# %% [markdown]
# # A lesson
# [Binder](https://mybinder.org/v2/gh/{0}/HEAD?urlpath=lab/tree/notebooks/01_a.ipynb)
# [Colab](https://colab.research.google.com/github/{0}/blob/main/notebooks/01_a.ipynb)

# %%
course = "git+https://github.com/{0}@v1.2.3"
"""


@pytest.fixture
def checkout(tmp_path):
    """A small project with a link of every kind, and a lesson with an output."""
    for folder in ("notebooks/source", "docs", ".github/ISSUE_TEMPLATE", "helpers"):
        (tmp_path / folder).mkdir(parents=True)
    files = {
        "pyproject.toml": f'[project.urls]\nRepository = "https://github.com/{HERE}"\n',
        "README.md": f"Ask at <https://github.com/{HERE}/issues>, see https://github.com/{HERE}. "
        f"Clone `https://github.com/{HERE}.git`. Like [UMAP](https://github.com/lmcinnes/umap) "
        f"and https://github.com/{HERE}-extras and https://github.com/{HERE}.wiki.",
        "docs/guide.md": f"![one](https://raw.githubusercontent.com/{HERE}/main/docs/one.png)",
        ".github/ISSUE_TEMPLATE/config.yml": f"url: https://github.com/{HERE}/discussions",
        "notebooks/source/01_a.py": LESSON.format(HERE),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (lesson,) = find_lessons(folder=tmp_path / "notebooks")
    notebook = lesson.read()
    notebook.cells[1].outputs = [
        nbformat.v4.new_output("stream", text=f"https://github.com/{HERE} was asked\n")
    ]
    lesson.notebook.write_text(nbformat.writes(notebook) + "\n")
    return tmp_path


def text_of(folder):
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_all_links_of_this_project_agree_with_its_address():
    assert links.disagreements() == []
    # The look-up is not blind: these hold links.
    assert {"README.md", "bug.yml"} <= {path.name for path in links.linked_files()}


def test_rewrite_changes_every_link_and_no_other(checkout):
    before = text_of(checkout)
    changed = links.rewrite("marie/see.it-learn", checkout)
    after = text_of(checkout)
    assert sorted(changed) == sorted(
        path.relative_to(checkout).as_posix() for path in checkout.rglob("*") if path.is_file()
    )
    assert links.project_address(checkout) == "marie/see.it-learn"
    for name in set(before) - {"README.md", "01_a.ipynb"}:
        assert after[name] == before[name].replace(HERE, "marie/see.it-learn"), name
    assert after["README.md"] == (
        "Ask at <https://github.com/marie/see.it-learn/issues>, see "
        "https://github.com/marie/see.it-learn. Clone `https://github.com/marie/see.it-learn.git`. "
        "Like [UMAP](https://github.com/lmcinnes/umap) and "
        f"https://github.com/{HERE}-extras and https://github.com/{HERE}.wiki."
    )
    assert links.disagreements(checkout) == []
    assert links.rewrite(None, checkout) == []


def test_rewrite_there_and_back_is_the_same_bytes(checkout):
    before = text_of(checkout)
    links.rewrite("marie/see-it-learn", checkout)
    links.rewrite(f"https://github.com/{HERE}.git", checkout)
    assert text_of(checkout) == before


def test_a_rewritten_notebook_still_agrees_with_its_source_and_keeps_its_outputs(checkout):
    links.rewrite("marie/see-it-learn", checkout)
    (lesson,) = find_lessons(folder=checkout / "notebooks")
    assert lesson.drift() == []
    cells = json.loads(lesson.notebook.read_text())["cells"]
    assert cells[1]["outputs"][0]["text"] == ["https://github.com/marie/see-it-learn was asked\n"]


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("README.md", "https://github.com/somebody/watch-it-learn/issues"),
        ("README.md", "https://mybinder.org/v2/gh/somebody/else/HEAD"),
        ("docs/guide.md", "https://colab.research.google.com/github/a/b.c/blob/main/x.ipynb"),
        ("docs/guide.md", "git+https://github.com/somebody/watch-it-learn.git"),
    ],
)
def test_a_link_that_leads_elsewhere_is_found_and_mended(checkout, name, link):
    path = checkout / name
    whole = path.read_text()
    path.write_text(f"{whole} {link}")
    (found,) = links.disagreements(checkout)
    assert found.startswith(f"{name}: ")
    assert found.split(": ")[1] in link
    assert links.rewrite(None, checkout) == [name]
    assert links.disagreements(checkout) == []
    assert path.read_text().startswith(whole)


@pytest.mark.parametrize(
    "address", ["", "marie", "a/b/c", "https://example.org/a/b", "a b/c", "a/b\n", "../x", "a/.git"]
)
def test_a_bad_address_changes_nothing(checkout, address):
    before = text_of(checkout)
    with pytest.raises(ValueError, match="address: expected OWNER/NAME; received"):
        links.rewrite(address, checkout)
    assert text_of(checkout) == before


def test_without_a_checkout_the_error_says_so(tmp_path):
    with pytest.raises(ValueError, match="no pyproject.toml"):
        links.project_address(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ValueError, match="expected Repository = "):
        links.project_address(tmp_path)


def test_the_command(checkout, capsys):
    in_checkout = ["--root", str(checkout), "links"]
    assert main([*in_checkout, "marie"]) == 2
    assert "address: expected OWNER/NAME" in capsys.readouterr().err
    assert main([*in_checkout, "marie/see-it-learn"]) == 0
    said = capsys.readouterr().out
    assert "rewritten: notebooks/01_a.ipynb\n" in said
    assert said.endswith("All links lead to github.com/marie/see-it-learn.\n")
    assert main(in_checkout) == 0
    assert capsys.readouterr().out.startswith("0 files rewritten.")
