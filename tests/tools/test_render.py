"""The render command: what is stored, what is refused, and what a failure leaves behind."""

import base64
import io
import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from PIL import Image

from helpers.pages.without_kernel import leave_out_kernel
from tools import execute as kernel
from tools.__main__ import main
from tools.execute import RenderError, execute
from tools.lessons import NOTEBOOKS, exercises, find_lessons
from tools.outputs import find_problems, normalise, output_text
from tools.render import render

GOOD = """
# %% [markdown]
# # A lesson
#
# with a formula, $\\\\alpha$, and `code`

# %%
print("one")

# %% tags=["nbval-check-output"]
1 + 1
"""


def make_lesson(folder, source, name="01_small"):
    (folder / "source").mkdir(exist_ok=True)
    (folder / "source" / f"{name}.py").write_text(source, encoding="utf-8")
    return find_lessons([name], folder)[0]


@pytest.fixture
def notebooks(tmp_path):
    """The folder of the lessons in a checkout that has nothing else."""
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def tool(notebooks, *words):
    """Run a command on that checkout; return what a shell sees."""
    return main(["--root", str(notebooks.parent), *words])


def quietly(line):
    pass


def test_a_rendered_lesson_is_its_source_with_outputs(tmp_path):
    lesson = make_lesson(tmp_path, GOOD)
    render(lesson, report=quietly)
    stored = nbformat.read(lesson.notebook, as_version=4)
    nbformat.validate(stored)
    assert [cell.cell_type for cell in stored.cells] == ["markdown", "code", "code"]
    assert stored.cells[0].source.startswith("# A lesson\n\nwith a formula")
    assert stored.cells[1].outputs[0].text == "one\n"
    assert stored.cells[2].outputs[0].data["text/plain"] == "2"
    assert [cell.execution_count for cell in stored.cells[1:]] == [1, 2]
    assert stored.metadata.kernelspec.name == "python3"
    assert lesson.drift() == []


def test_two_renders_are_the_same_to_the_byte(tmp_path):
    source = GOOD + '\n# %%\nimport ipywidgets\n\nipywidgets.IntSlider(description="epoch")\n'
    lesson = make_lesson(tmp_path, source)
    render(lesson, report=quietly)
    first = lesson.notebook.read_bytes()
    render(lesson, report=quietly)
    assert lesson.notebook.read_bytes() == first


def test_widgets_come_with_their_state(tmp_path):
    source = '# %%\nimport ipywidgets\n\nipywidgets.IntSlider(value=3, description="epoch")\n'
    stored = render(make_lesson(tmp_path, source), report=quietly)
    shown = stored.cells[0].outputs[0].data["application/vnd.jupyter.widget-view+json"]
    state = stored.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    assert state[shown["model_id"]]["state"]["value"] == 3


def test_a_change_of_the_source_is_seen_as_drift(tmp_path):
    lesson = make_lesson(tmp_path, GOOD)
    assert "missing" in lesson.drift()[0]
    render(lesson, report=quietly)
    lesson.source.write_text(GOOD.replace('"one"', '"two"'))
    assert lesson.drift() == ['Cell 2 differs in its source: print("two")']
    lesson.source.write_text(GOOD + "\n# %%\n3\n")
    assert lesson.drift() == ["3 cells, but the source has 4."]


def test_texts_and_slide_types_can_be_changed_without_running_anything(notebooks, capsys):
    lesson = make_lesson(notebooks, GOOD)
    render(lesson, report=quietly)
    before = nbformat.read(lesson.notebook, as_version=4)
    marked = GOOD.replace("# A lesson", "# A better lesson").replace(
        "# %%\nprint", '# %% slideshow={"slide_type": "slide"}\nprint'
    )
    lesson.source.write_text(marked)
    assert tool(notebooks, "render", "1", "--texts") == 0
    stored = nbformat.read(lesson.notebook, as_version=4)
    assert lesson.drift() == []
    assert stored.cells[0].source.startswith("# A better lesson")
    assert stored.cells[1].metadata == {"slideshow": {"slide_type": "slide"}}
    assert [cell.get("outputs") for cell in stored.cells] == [
        cell.get("outputs") for cell in before.cells
    ]
    assert lesson.source_from_notebook().split() == marked.split()
    # Outputs that are no longer the code's own are not kept.
    lesson.source.write_text(marked.replace('"one"', '"two"'))
    assert tool(notebooks, "render", "1", "--texts") == 2
    assert "the code has changed too" in capsys.readouterr().err
    assert nbformat.read(lesson.notebook, as_version=4) == stored


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("# %%\nx = 1\ny = x / 0\n", ["cell 1 of 1", ">   2 | y = x / 0", "ZeroDivisionError"]),
        ("# %%\nimport os\n\nos._exit(1)\n", ["the kernel died"]),
        ('# %%\nimport sys\n\nprint("oh", file=sys.stderr)\n', ["standard error", "oh"]),
        ('# %%\nfrom pathlib import Path\n\nprint(Path.home() / "x")\n', ["path of this machine"]),
        ("# %%\nobject()\n", ["address in memory"]),
        ('# %%\nprint("x" * 5_000_000)\n', ["5.0 MB"]),
    ],
)
def test_a_bad_lesson_is_refused_and_the_old_notebook_stays(tmp_path, source, said):
    lesson = make_lesson(tmp_path, source)
    lesson.notebook.write_text("the old one")
    with pytest.raises(RenderError) as error:
        render(lesson, report=quietly)
    for words in said:
        assert words in str(error.value)
    assert lesson.notebook.read_text() == "the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01_small.ipynb", "source"]


def test_ctrl_c_stops_it_and_the_old_notebook_stays(notebooks):
    lesson = make_lesson(
        notebooks, '# %%\nopen("started", "w").close()\nimport time\n\ntime.sleep(60)\n'
    )
    lesson.notebook.write_text("the old one")
    words = [sys.executable, "-m", "tools", "--root", str(notebooks.parent), "render", "1"]
    # Its own session, and SIGINT as a shell would have it, whatever runs these tests.
    process = subprocess.Popen(
        words,
        cwd=NOTEBOOKS.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 60
    while not (notebooks / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped" in said and "Traceback" not in said
    assert lesson.notebook.read_text() == "the old one"


def test_quick_runs_small_and_stores_nothing_unless_told_where(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "0")
    source = "# %%\nfrom helpers import full_or_quick\n\nprint(full_or_quick('full', 'quick'))\n"
    lesson = make_lesson(tmp_path, source)
    notebook = render(lesson, quick=True, report=quietly)
    assert notebook.cells[0].outputs[0].text == "quick\n"
    assert not lesson.notebook.exists()
    render(lesson, quick=True, output=tmp_path / "elsewhere", report=quietly)
    assert (tmp_path / "elsewhere" / "01_small.ipynb").exists()
    assert not lesson.notebook.exists()
    # Whatever the author's own environment says, a stored lesson is in full size.
    monkeypatch.setenv("COURSE_QUICK", "1")
    assert render(lesson, report=quietly).cells[0].outputs[0].text == "full\n"


def test_a_run_on_the_sample_is_not_stored_unless_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "no data here"))
    source = '# %%\nfrom helpers.datasets import load\n\ndata = load("mnist")\nprint(data.size)\n'
    lesson = make_lesson(tmp_path, source)
    with pytest.raises(RenderError, match=r"(?s)full data of mnist .* helpers fetch mnist"):
        render(lesson, report=quietly)
    assert not lesson.notebook.exists()
    notebook = render(lesson, allow_sample=True, report=quietly)
    assert "sample" in notebook.cells[0].outputs[0].text

    wants_the_sample = source.replace('load("mnist")', 'load("mnist", size="sample")')
    render(make_lesson(tmp_path, wants_the_sample), report=quietly)


def test_the_authors_own_bet_is_out_of_a_lessons_reach(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "mine"))
    source = '# %%\nimport os\n\nprint("mine" in os.environ["COURSE_USER_DIR"])\n'
    assert render(make_lesson(tmp_path, source), report=quietly).cells[0].outputs[0].text == (
        "False\n"
    )


COVER = """
# %% tags=["cover"]
import matplotlib.pyplot as plt

figure, ax = plt.subplots(figsize=(12, 3))
ax.plot([0, 1])
plt.show()
"""


def test_the_cover_cell_becomes_a_small_picture_for_the_front_door(tmp_path):
    lesson = make_lesson(tmp_path, COVER)
    render(lesson, quick=True, report=quietly)
    assert not lesson.picture.exists()
    render(lesson, report=quietly)
    with Image.open(lesson.picture) as picture:
        assert picture.format == "PNG" and picture.width == 640
    assert lesson.picture.stat().st_size < 60_000

    index = make_lesson(
        tmp_path, "# %% [markdown]\n# ![A line](pictures/01_small.png)\n", name="index"
    )
    cell = index.read().cells[0]
    assert cell.source == "![A line](attachment:01_small.png)"
    embedded = base64.b64decode(cell.attachments["01_small.png"]["image/png"])
    assert embedded == lesson.picture.read_bytes()
    assert Image.open(io.BytesIO(embedded)).width == 640


def change_in_jupyter(lesson):
    """Change a notebook as somebody does in JupyterLab: cells keep their ids, new ones get one."""
    notebook = nbformat.read(lesson.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("One more, with $\\alpha$."))
    notebook.cells[0].source += "\nprint(1)"
    nbformat.write(notebook, lesson.notebook)
    return notebook


def test_a_notebook_changed_in_jupyter_can_become_the_source(notebooks, capsys):
    lesson = make_lesson(notebooks, COVER + "\n# %% [markdown]\n# ![A](pictures/01_small.png)\n")
    lesson.picture.parent.mkdir()
    Image.new("RGB", (4, 4)).save(lesson.picture)
    render(lesson, report=quietly)
    notebook = change_in_jupyter(lesson)
    assert tool(notebooks, "render", "--pull", "1") == 0
    text = lesson.source.read_text()
    assert text.startswith('# %% tags=["cover"]\nimport matplotlib')
    assert "(pictures/01_small.png)" in text and "attachment" not in text
    assert text.endswith("# %% [markdown]\n# One more, with $\\alpha$.\n")
    assert [cell.source for cell in lesson.read().cells] == [c.source for c in notebook.cells]
    assert tool(notebooks, "render", "--pull") == 2
    assert "needs the names" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('print("one")', 'print("two")', 'Cell 2 of the source is not in the notebook: print("two'),
        ("1 + 1\n", "1 + 1\n\n# %%\n3\n", "Cell 4 of the source is not in the notebook: 3"),
        ('# %%\nprint("one")\n', "", "Cells of the source were moved or removed"),
        ("# %%\nprint", '# %% tags=["cover"]\nprint', "say something else of themselves"),
    ],
)
def test_a_change_of_the_source_is_not_overwritten_from_the_notebook(
    notebooks, capsys, old, new, said
):
    lesson = make_lesson(notebooks, GOOD)
    render(lesson, report=quietly)
    change_in_jupyter(lesson)
    assert GOOD.count(old) == 1
    changed = GOOD.replace(old, new)
    lesson.source.write_text(changed)
    other = make_lesson(notebooks, GOOD, "02_other")
    render(other, report=quietly)
    change_in_jupyter(other)
    assert tool(notebooks, "render", "--pull", "1", "2") == 2
    refusal = capsys.readouterr().err
    assert "01_small: the source has changed" in refusal and said in refusal
    assert "--force" in refusal
    assert lesson.source.read_text() == changed
    assert other.source.read_text() == GOOD, "all of them, or none"
    assert tool(notebooks, "render", "--pull", "1", "--force") == 0
    assert "One more" in lesson.source.read_text()
    assert 'print("one")' in lesson.source.read_text()


def test_a_notebook_that_does_not_know_its_source_is_no_reason_to_overwrite_it(notebooks, capsys):
    lesson = make_lesson(notebooks, GOOD)
    assert tool(notebooks, "render", "--pull", "1") == 2
    assert "there is no notebook" in capsys.readouterr().err
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), lesson.notebook
    )
    assert tool(notebooks, "render", "--pull", "1") == 2
    assert lesson.source.read_text() == GOOD


def test_texts_taken_over_are_known_to_the_notebook(notebooks):
    lesson = make_lesson(notebooks, GOOD)
    render(lesson, report=quietly)
    lesson.source.write_text(GOOD.replace("A lesson", "A better lesson"))
    assert tool(notebooks, "render", "1", "--texts") == 0
    change_in_jupyter(lesson)
    assert tool(notebooks, "render", "--pull", "1") == 0
    assert "A better lesson" in lesson.source.read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pull", "--texts"], "--pull and --texts"),
        (["--pull", "--quick"], "--pull and --quick"),
        (["--pull", "--changed"], "--pull and --changed"),
        (["--pull", "--output", "x"], "--pull and --output"),
        (["--texts", "--quick"], "--texts and --quick"),
        (["--texts", "--allow-sample"], "--texts and --allow-sample"),
        (["--force"], "--force is for --pull"),
        (["--texts", "--force"], "--force is for --pull"),
    ],
)
def test_options_that_contradict_each_other_are_refused(notebooks, capsys, options, said):
    lesson = make_lesson(notebooks, GOOD)
    lesson.notebook.write_text("the old one")
    assert tool(notebooks, "render", "1", *options) == 2
    assert said in capsys.readouterr().err
    assert lesson.source.read_text() == GOOD
    assert lesson.notebook.read_text() == "the old one"


def test_lessons_are_found_by_number_and_name(tmp_path):
    for name in ("01_one", "02_two", "index", "_template"):
        make_lesson(tmp_path, GOOD, name)
    names = [lesson.name for lesson in find_lessons((), tmp_path)]
    assert names == ["01_one", "02_two", "index"]
    assert [lesson.name for lesson in find_lessons(["2"], tmp_path)] == ["02_two"]
    assert [lesson.name for lesson in find_lessons(["index", "01"], tmp_path)] == [
        "01_one",
        "index",
    ]
    assert find_lessons(["_template"], tmp_path)[0].notebook == tmp_path / "_template.ipynb"
    with pytest.raises(ValueError, match=r"lesson: expected one of 01_one, .*; received '3'"):
        find_lessons(["3"], tmp_path)


def test_exercises_are_found_with_their_solutions(tmp_path):
    notebook = find_lessons(["_template"])[0].read()
    (exercise,) = exercises(notebook)
    cell = notebook.cells[exercise.cell]
    solved = exercise.solved(cell.source)
    assert "answer = ..." in cell.source and "answer = ..." not in solved
    assert solved.startswith("answer = int(np.sum(data.y_train == 1))\n")
    assert solved.endswith("checks.check_ones(answer, data.y_train)")


def test_the_template_runs(capsys):
    (lesson,) = find_lessons(["_template"])
    notebook = render(lesson, quick=True)
    said = capsys.readouterr().out
    assert "[ 1/8]" in said and "ran well" in said
    verdicts = [cell for cell in notebook.cells if "check_ones" in cell.source]
    assert verdicts[0].outputs[0].data["text/plain"].startswith("☐ Not answered yet.")


def test_main_says_what_failed_and_counts_it(notebooks, capsys):
    make_lesson(notebooks, "# %%\n1 / 0\n", "01_bad")
    make_lesson(notebooks, GOOD, "02_good")
    assert tool(notebooks, "render") == 1
    said = capsys.readouterr()
    assert "01_bad: cell 1 of 1 failed" in said.err and "1 of 2 failed" in said.err
    assert "stored" in said.out and (notebooks / "02_good.ipynb").exists()
    assert tool(notebooks, "render", "7") == 2
    assert tool(notebooks, "render", "2", "--changed") == 0
    assert "Every notebook agrees" in capsys.readouterr().out


def outputs_of(*pieces):
    """What is kept of what a cell put out: printed texts as (name, text), others by their kind."""
    outputs = [
        nbformat.v4.new_output("stream", name=piece[0], text=piece[1])
        if isinstance(piece, tuple)
        else nbformat.v4.new_output("display_data", {"text/plain": piece})
        for piece in pieces
    ]
    cell = nbformat.v4.new_code_cell("x", outputs=outputs)
    normalise(nbformat.v4.new_notebook(cells=[cell]), "01_small")
    return [
        (output.name, output.text) if output.output_type == "stream" else output.data["text/plain"]
        for output in cell.outputs
    ]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("plain\ntext\n", "plain\ntext\n"),
        ("  0%| |\r 50%|#|\r100%|##|\n", "100%|##|\n"),
        ("before\n\rbar\r   \rafter", "before\nafter"),
        ("before\n\rbar\r   \r", "before\n"),
        ("before\n\rbar\r   \r\nafter\n", "before\nafter\n"),
        ("windows\r\n", "windows\r\n"),
        ("\x1b[1mbold\x1b[0m\rrest", "rest"),
        ("\x1b[1mcolours stay\x1b[0m", "\x1b[1mcolours stay\x1b[0m"),
    ],
)
def test_progress_bars_leave_what_a_terminal_would_show(written, seen):
    assert outputs_of(("stdout", written)) == [("stdout", seen)]


def test_a_cell_that_did_not_run_in_order_is_a_problem():
    cell = nbformat.v4.new_code_cell("1", execution_count=3)
    problems = find_problems(nbformat.v4.new_notebook(cells=[cell]), 100)
    assert problems == ["Cell 1 (1) ran as number 3, not 1."]


def test_a_library_that_warns_in_what_a_cell_prints_is_a_problem():
    said = nbformat.v4.new_output("stream", text="fine\nWARNING:tensorflow:5 out of the last 6\n")
    cell = nbformat.v4.new_code_cell("1", execution_count=1, outputs=[said])
    (problem,) = find_problems(nbformat.v4.new_notebook(cells=[cell]), 100)
    assert problem == "Cell 1 (1) printed a warning: WARNING:tensorflow:5 out of the last 6"


def test_a_wiped_progress_bar_leaves_nothing():
    assert outputs_of(("stdout", "\rbar\r   \r")) == []
    # Two of them, in the pieces in which they arrive.
    assert outputs_of(("stdout", "\rone\r   \r"), ("stdout", "\rtwo"), ("stdout", "\r   \r")) == []


def test_a_real_bar_that_is_wiped_leaves_nothing(tmp_path):
    bar = "for _ in tqdm(range(3), file=sys.stdout, leave=False, mininterval=0):\n    pass\n"
    source = f"# %%\nimport sys\n\nfrom tqdm import tqdm\n\n{bar}{bar}\n# %%\n{bar}print('done')\n"
    first, second = render(make_lesson(tmp_path, source), report=quietly).cells
    assert first.outputs == []
    assert [output.text for output in second.outputs] == ["done\n"]


def test_what_was_printed_in_pieces_is_one_output_and_stays_where_it_was_printed():
    pieces = [("stdout", "a\n"), ("stdout", "\rbar"), ("stdout", "\r   \r"), ("stderr", "b")]
    assert outputs_of(*pieces, ("stdout", "a\n")) == [
        ("stdout", "a\n"),
        ("stderr", "b"),
        ("stdout", "a\n"),
    ]
    told = [("stdout", "before\n"), "a picture", ("stdout", "after\n")]
    assert outputs_of(*told) == told


def test_a_slow_cell_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "SECONDS_PER_CELL", 1)
    lesson = make_lesson(tmp_path, "# %%\nimport time\n\ntime.sleep(30)\n")
    with pytest.raises(RenderError, match="took more than 1 s"):
        execute(lesson.read(), tmp_path, report=quietly)


def test_before_an_answer_that_is_hidden_stands_an_empty_output_that_pages_leave_out():
    output = nbformat.v4.new_output("stream", text="the truth")
    hidden = {"jupyter": {"outputs_hidden": True}}
    cells = [nbformat.v4.new_code_cell("x", outputs=[output]) for _ in range(2)]
    cells[1].metadata.update(hidden)
    notebook = nbformat.v4.new_notebook(cells=cells)
    normalise(notebook, "01_small")
    nbformat.validate(notebook)
    assert [len(cell.outputs) for cell in notebook.cells] == [1, 2]
    assert notebook.cells[1].outputs[0].data == {}
    leave_out_kernel(notebook)
    assert [output_text(each) for cell in notebook.cells for each in cell.outputs] == [
        "the truth",
        "the truth",
    ]
