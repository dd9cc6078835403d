"""Guesses and quizzes as a learner meets them: on a page alone, in a sandbox, with a kernel."""

import json

import pytest

from helpers.course.forms import BetForm, Guess, Question, Quiz, WhereAmI
from helpers.course.logbook.file_format import as_bytes, read_bytes
from helpers.course.logbook.lines import new_line
from tests.support.lab_harness import eventually
from tests.support.pages import LONG_TEXT, exported_page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def parts():
    guess = Guess("01/averages", "How many of 100 will be right?", low=0, high=100, unit="of 100")
    which = Guess("04/which", "Which is confused most?", choices=["Coat", "Shirt"])
    quiz = Quiz(
        "01/quiz",
        [
            Question("pixels", "How many?", "784", {"56": "That is a sum."}, "28 rows of 28."),
            Question("ink", "Where is it?", "Here", {"There": "Too far."}, "It is near."),
        ],
    )
    return guess, which, LONG_TEXT, guess.answer(67.7), which.answer("Coat"), LONG_TEXT, quiz


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return {theme: exported_page(folder, *parts(), theme=theme) for theme in ("light", "dark")}


def complaints(page):
    """What axe-core has against the widgets of a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, {"include": [[".wil"]]}, {"runOnly": RULES}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def go(page, path):
    page.goto(path.as_uri())
    page.wait_for_selector(".wil-quiz")


def mark_at(page):
    """Where the guess stands on the figure, as a share of the axes' width."""
    box = page.locator(".wil-stage").first.bounding_box()
    mark = page.locator(".wil-you").first.bounding_box()
    left, _, width, _ = parts()[3]._box
    return ((mark["x"] + 1 - box["x"]) / box["width"] - left) / width


def test_a_guess_is_drawn_kept_and_final_once_the_answer_was_seen(page, pages):
    go(page, pages["light"])
    field, answer = page.get_by_label("Your guess, of 100"), page.locator(".wil-answer").first
    assert "You have not guessed yet" in answer.inner_text()
    for wrong in ("", "many", "101"):
        field.fill(wrong)
        field.press("Enter")
        assert "A number from 0 to 100 is wanted" in page.locator(".wil-guess").first.inner_text()
    field.fill("50 of 100")
    field.press("Enter")
    told = page.locator(".wil-guess").first
    eventually(lambda: "Your guess: 50 of 100." in told.inner_text(), True)
    assert "kept in this browser" in told.inner_text()
    assert "You: 50 of 100. It is 67.7 of 100, 17.7 more." in answer.inner_text()
    assert abs(mark_at(page) - 0.5) < 0.01

    told.get_by_role("button", name="Change my guess").press("Enter")
    assert field.evaluate("(field) => document.activeElement === field")
    field.fill("60,5")
    told.get_by_role("button", name="This is my guess").click()
    eventually(lambda: "You: 60.5 of 100." in answer.inner_text(), True)
    assert abs(mark_at(page) - 0.605) < 0.01

    answer.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => localStorage.getItem('watch-it-learn logbook').includes('\"answer\":67.7')"
    )
    assert not told.get_by_role("button", name="Change my guess").is_visible()
    page.reload()
    page.wait_for_selector(".wil-quiz")
    assert "Your guess: 60.5 of 100." in told.inner_text()
    assert "after" not in answer.inner_text()
    assert not field.is_visible()


def test_a_guess_after_the_answer_is_marked_so(page, pages):
    go(page, pages["light"])
    answer = page.locator(".wil-answer").nth(1)
    answer.scroll_into_view_if_needed()
    told = page.locator(".wil-guess").nth(1)
    eventually(lambda: "already" in told.inner_text(), True)
    assert page.evaluate("localStorage.length") == 0, "nothing was said, so nothing is kept"
    told.get_by_role("button", name="Shirt").click()
    eventually(lambda: "after the answer" in answer.inner_text(), True)
    assert "You: Shirt. It is Coat." in answer.inner_text()


def test_a_quiz_is_answered_by_keys_and_the_first_answer_counts(page, pages):
    go(page, pages["light"])
    quiz = page.locator(".wil-quiz")
    first = quiz.locator("fieldset").first
    wrong = first.get_by_role("radio", name="56")
    wrong.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    eventually(lambda: "No. That is a sum." in first.inner_text(), True)
    first.get_by_role("radio", name="784").check()
    assert "That is a sum." not in first.inner_text()
    first.get_by_role("button", name="Check").click()
    eventually(lambda: "Right. 28 rows of 28." in first.inner_text(), True)
    assert "Right at the first go: 0 of 1 answered, 2 in all." in quiz.inner_text()
    page.reload()
    page.wait_for_selector(".wil-quiz")
    assert first.get_by_role("radio", name="784").is_checked()
    assert "0 of 1 answered" in quiz.inner_text()


def test_the_logbook_is_saved_as_a_file_that_python_reads(page, pages, tmp_path):
    go(page, pages["light"])
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    question = page.locator(".wil-quiz fieldset").first
    question.get_by_role("radio", name="56").check()
    question.get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my logbook as a file").click()
    download.value.save_as(tmp_path / "mine.json")
    guess, answer = read_bytes((tmp_path / "mine.json").read_bytes())
    assert (guess["kind"], guess["key"], guess["value"]) == ("guess", "01/averages", 50)
    assert (answer["kind"], answer["answer"], answer["right"]) == ("quiz", "56", False)


def test_a_storage_of_rubbish_does_no_harm(page, pages):
    page.goto(pages["light"].as_uri())
    page.evaluate("localStorage.setItem('watch-it-learn logbook', '{\"format\": [[[')")
    go(page, pages["light"])
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    eventually(lambda: "Your guess: 50" in page.locator(".wil-guess").first.inner_text(), True)


def test_a_sandbox_that_refuses_storage_says_so_and_goes_on(page, pages):
    frame = pages["light"].with_name("frame.html")
    frame.write_text(
        "<iframe sandbox='allow-scripts' src='light.html' width=1000 height=800></iframe>"
    )
    page.goto(frame.as_uri())
    inside = page.frame_locator("iframe")
    field = inside.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    told = inside.locator(".wil-guess").first
    eventually(lambda: "Your guess: 50 of 100." in told.inner_text(), True)
    assert "lets the page keep nothing" in told.inner_text()
    assert told.get_by_role("button", name="Save my logbook as a file").is_visible()
    assert "You: 50 of 100." in inside.locator(".wil-answer").first.inner_text()


def test_a_bet_on_a_page_is_kept_in_the_browser_or_says_that_it_is_not(page, tmp_path):
    path = exported_page(tmp_path, BetForm(["Bag", "Coat", "Shirt", "Sandal"]))
    said = "Your bet: Coat and Shirt; Bag and Sandal; Bag and Coat."

    def place(within):
        form = within.locator(".wil-bet")
        form.wait_for()
        for menu, name in zip(
            form.locator("select").all(), ("Shirt", "Coat", "Bag", "Sandal", "Bag", "Coat")
        ):
            menu.select_option(label=name)
        form.get_by_role("button", name="Place my bet").click()
        eventually(lambda: said in form.inner_text(), True)
        return form.inner_text()

    page.goto(path.as_uri())
    assert "kept in this browser" in place(page)
    page.reload()
    eventually(lambda: said in page.locator(".wil-bet").inner_text(), True)
    frame = tmp_path / "frame.html"
    frame.write_text(f"<iframe sandbox='allow-scripts' src='{path.name}' width=900></iframe>")
    page.goto(frame.as_uri())
    assert "lets the page keep nothing" in place(page.frame_locator("iframe"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after(page, pages, theme):
    go(page, pages[theme])
    assert complaints(page) == []
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    page.locator(".wil-guess").nth(1).get_by_role("button", name="Shirt").click()
    for question in page.locator(".wil-quiz fieldset").all():
        question.get_by_role("radio").first.check()
        question.get_by_role("button").click()
    assert complaints(page) == []


def test_nothing_is_wider_than_a_phone(open_page, pages):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(pages["light"].as_uri())
    page.wait_for_selector(".wil-quiz")
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    wide = page.locator(".wil").evaluate_all(
        "(all) => all.filter((e) => e.getBoundingClientRect().right > innerWidth"
        " || e.scrollWidth > e.clientWidth).map((e) => e.className)"
    )
    assert wide == []


def test_other_browsers_keep_a_guess_and_a_quiz(window, pages):
    window.open(pages["light"])
    window.driver.execute_script("localStorage.clear()")
    window.open(pages["light"])
    (field,) = window.seen(".wil-guess input")
    window.press(field, "5", "0", "ENTER")
    told, *_ = window.seen(".wil-guess")
    eventually(lambda: "Your guess: 50 of 100." in window.text(told), True)
    answer, *_ = window.seen(".wil-answer")
    assert "You: 50 of 100. It is 67.7 of 100, 17.7 more." in window.text(answer)
    question, *_ = window.seen(".wil-quiz fieldset")
    window.click(window.seen("input", question)[0])
    window.click(window.seen("button", question)[0])
    eventually(lambda: "Right at the first go" in window.text(window.seen(".wil-quiz")[0]), True)
    window.open(pages["light"])
    told, *_ = window.seen(".wil-guess")
    assert "Your guess: 50 of 100." in window.text(told)
    assert "1 answered, 2 in all" in window.text(window.seen(".wil-quiz")[0])
    window.driver.execute_script("localStorage.clear()")


GUESS = """
from helpers.course.forms import Guess
guess = Guess("01/averages", "How many of 100 will be right?", low=0, high=100, unit="of 100")
guess
"""
LONG = "from IPython.display import Markdown\nMarkdown('A paragraph.\\n\\n' * 60)"


def test_with_a_kernel_it_is_in_the_users_folder_and_not_in_the_notebook(lab, page):
    cells = [GUESS, LONG, "guess.answer(67.7)", LONG, "print(guess.value)"]
    notebook = lab.open(page, lab.make("logbook.ipynb", cells))
    notebook.run_all()
    told, answer = notebook.output(0).locator(".wil-guess"), notebook.output(2)
    field = told.locator("input")
    field.fill("43.21")
    field.press("Enter")
    eventually(lambda: "logbook on the machine" in told.inner_text(), True)
    eventually(lambda: "You: 43.21 of 100." in answer.inner_text(), True)
    notebook.run_until_it_prints(4, "43.21")
    assert page.evaluate("localStorage.getItem('watch-it-learn logbook')") is None
    stored = json.loads((lab.notebooks.parent / "user/logbook/guesses.json").read_text("utf-8"))
    assert [line["value"] for line in stored["lines"] if "value" in line] == [43.21]
    notebook.save()
    cells = json.loads(notebook.path.read_text("utf-8"))
    cells["cells"][4]["outputs"] = []  # the one that was asked to print it
    assert "43.21" not in json.dumps(cells)

    # Without a kernel the page has it, and hands it over when there is one again.
    notebook.stop_kernel()
    told.get_by_role("button", name="Change my guess").click()
    field.fill("12.5")
    field.press("Enter")
    eventually(lambda: "You: 12.5 of 100." in answer.inner_text(), True)
    assert "12.5" in page.evaluate("localStorage.getItem('watch-it-learn logbook')")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name: 'python3' })")
    notebook.wait_until_idle()
    notebook.run_all()
    notebook.run_until_it_prints(4, "12.5")
    assert page.evaluate("localStorage.getItem('watch-it-learn logbook')") is None


@pytest.fixture(scope="module")
def front_door(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    titles = {"01": "Look before you learn", "02": "The map"}
    return {
        theme: exported_page(folder, WhereAmI(titles), parts()[0], theme=theme)
        for theme in ("light", "dark")
    }


def test_where_am_i_shows_saves_takes_and_begins_anew(page, front_door, tmp_path):
    page.goto(front_door["light"].as_uri())
    where = page.locator(".wil-where-am-i")
    where.get_by_text("Nothing is in your logbook yet.").wait_for()
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    where.get_by_text("You: 50 of 100. You have not seen the answer yet.").wait_for()
    assert "0 of 4 solved" in where.inner_text()
    with page.expect_download() as download:
        where.get_by_role("button", name="Save it as a file").click()
    download.value.save_as(tmp_path / "mine.json")

    where.get_by_role("button", name="A new learner starts here").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Keep it"
    page.keyboard.press("Enter")
    assert "You: 50 of 100." in where.inner_text()
    where.get_by_role("button", name="A new learner starts here").click()
    where.get_by_role("button", name="Delete it for good").click()
    where.get_by_text("Nothing is in your logbook yet.").wait_for()
    assert page.evaluate("localStorage.getItem('watch-it-learn logbook')") is None
    assert field.is_visible(), "the guess is open again"

    # On another machine a kernel has added something to the file that was saved.
    lines = read_bytes((tmp_path / "mine.json").read_bytes())
    solved = new_line("exercise", "01/shoes", 9, status="right", answer="0.5")
    (tmp_path / "mine.json").write_bytes(as_bytes([*lines, solved, "nonsense"]))
    chooser = where.locator("input[type=file]")
    chooser.set_input_files(tmp_path / "mine.json")
    where.get_by_text("2 new lines of mine.json were added.").wait_for()
    assert "1 of 4 solved, 1 answer tried" in where.inner_text()
    assert not field.is_visible()
    (tmp_path / "other.json").write_text("{}")
    chooser.set_input_files(tmp_path / "other.json")
    where.get_by_text("other.json is no logbook.").wait_for()
    page.reload()
    where.get_by_text("1 of 4 solved").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_i_am(page, front_door, theme):
    page.goto(front_door[theme].as_uri())
    field = page.get_by_label("Your guess, of 100")
    field.fill("50")
    field.press("Enter")
    page.get_by_role("button", name="A new learner starts here").click()
    assert complaints(page) == []


def test_with_a_kernel_a_new_learner_begins_with_an_empty_folder(lab, page):
    cells = [GUESS, "from helpers.course.forms import WhereAmI\nWhereAmI({'01': 'Look'})"]
    notebook = lab.open(page, lab.make("anew.ipynb", cells))
    notebook.run_all()
    folder = lab.notebooks.parent / "user" / "logbook"
    where = notebook.output(1).locator(".wil-where-am-i")
    if not notebook.output(0).get_by_text("Your guess").count():
        notebook.output(0).locator("input").fill("30")
        notebook.output(0).locator("input").press("Enter")
    eventually(lambda: any(folder.glob("*.json")), True)
    where.get_by_text("logbook on the machine").wait_for()
    where.get_by_role("button", name="A new learner starts here").click()
    where.get_by_role("button", name="Delete it for good").click()
    eventually(lambda: any(folder.glob("*.json")), False)
    where.get_by_text("Nothing is in your logbook yet.").wait_for()
