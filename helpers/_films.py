"""A lesson's film where its text alone can't show it: in a page, and on Colab."""

import html
import importlib.metadata
import re

__all__ = ["FILM", "films_into_page", "show_film"]

#: A film in a text, as lessons have it: a picture that moves and leads to one that does not.
FILM = re.compile(
    r"^\[!\[(?P<words>[^\]]*)\]\((?P<film>[\w./-]+\.webp)\)\]"
    r"\((?P<still>[\w./-]+\.webp)(?: \"[^\"]*\")?\)$",
    re.MULTILINE,
)


def films_into_page(source, address):
    """Make a text's films pictures that stand still where a reader's system asks for it.

    Parameters
    ----------
    source : str
        Markdown.
    address : callable
        Takes a path as the text has it, and gives what a page finds it by. Where it gives None,
        since there is no such file, the film stays as it was written.

    Returns
    -------
    str
        Markdown with HTML in it.
    """

    def picture(found):
        film, still = address(found["film"]), address(found["still"])
        if film is None or still is None:
            return found[0]
        return _moving_picture(film, still, found["words"])

    return FILM.sub(picture, source)


def show_film(lesson, version):
    """Show a lesson's film below the cell that runs: the one of a release.

    The reader's browser fetches it from the course's repository, as Colab did with the lesson.

    Parameters
    ----------
    lesson : int
        Its number.
    version : str
        The release's.
    """
    from IPython.display import HTML, display

    urls = importlib.metadata.metadata("watch-it-learn").get_all("Project-URL")
    home = dict(url.split(", ", 1) for url in urls)["Repository"]
    raw = home.replace("https://github.com/", "https://raw.githubusercontent.com/")
    film = f"{raw}/v{version}/notebooks/films/lesson_{lesson:02}"
    words = "The film that is described above."
    display(HTML(_moving_picture(f"{film}.webp", f"{film}_still.webp", words)))


def _moving_picture(film, still, words):
    """Write the HTML of a film, in one line: it stands still where a reader wants no motion."""
    film, still, words = (html.escape(each) for each in (film, still, words))
    return (
        '<figure class="course-film" style="margin: 0 0 1em"><picture>'
        f'<source media="(prefers-reduced-motion: reduce)" srcset="{still}">'
        f'<img src="{film}" alt="{words}" style="max-width: 100%">'
        "</picture></figure>"
    )
