"""`disco search`: finds words in the journal."""

from __future__ import annotations

import typer

from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.context import context
from discoverycli.domain.text.search_words import Query
from discoverycli.domain.text.words import clip, nearest
from discoverycli.errors import InputError

app = new_app()


@app.command(cls=ShareableCommand, epilog="Example: disco search invoice month --noun statements")
def search(
    words: list[str] = typer.Argument(help="All must be there. '#payroll' finds the theme only."),
    noun: list[str] = typer.Option(
        None,
        "--noun",
        "--kind",
        help="Only interviews, statements, hypotheses, jobs or people; repeat it.",
        autocompletion=lambda: list(_nouns()),
    ),
    limit: int = typer.Option(20, min=1, max=1000, help="How many places at the most."),
) -> None:
    """Find words in notes, statements, hypotheses, jobs and people, the best place first."""
    from discoverycli.pages.calls import search as report_page
    from discoverycli.store.read.search import find

    query = Query.read(" ".join(words))
    prefixes = "".join(_prefix(each) for each in dict.fromkeys(noun or report_page.NOUNS))
    with context().reader() as reader:
        found = find(reader, query, prefixes, limit)
        page = report_page.search_page(found, query, echoed=not reader.anonymous)
    context().show(page)


def _nouns() -> dict[str, str]:
    from discoverycli.pages.calls.search import NOUNS

    return NOUNS


def _prefix(word: str) -> str:
    nouns = _nouns()
    known = nouns | {
        "interview": "I",
        "statement": "S",
        "hypothesis": "H",
        "job": "J",
        "person": "P",
    }
    key = word.strip().lower()
    if key not in known:
        close = nearest(word, known)
        hint = f"--noun {close}" if close else f"one of: {', '.join(nouns)}"
        raise InputError(f"'{clip(word)}' is nothing that can be searched", hint)
    return known[key]
