"""`disco import`: stores notes of others, our own notes, and whole journals."""

from __future__ import annotations

import typer

from discoverycli.cli import options as shared
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.domain.note.interview import check_via
from discoverycli.domain.text.dates import FIRST_YEAR, LAST_YEAR, Order
from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation
from discoverycli.errors import InputError

app = new_app()

_ORDERS: tuple[Order, ...] = ("mdy", "dmy")


@app.command(
    "import",
    cls=PageCommand,
    epilog="Example: disco import notes/ --as prospect --segment clinics --dry-run",
)
def import_(
    paths: list[str] = typer.Argument(metavar="PATH…", help="Files and folders, or an export."),
    as_: str | None = shared.choice(Relation, "--as", told="What the people are: {}."),
    segment: str | None = shared.SEGMENT,
    study: str | None = typer.Option(None, help="The study; 'Participant 4' belongs to one."),
    channel: str | None = shared.CHANNEL,
    via: str | None = shared.VIA,
    kind: str | None = shared.KIND,
    date_order: str | None = typer.Option(
        None, help="How to read 8/9/2025: mdy or dmy.", autocompletion=lambda: list(_ORDERS)
    ),
    year: int | None = typer.Option(
        None, min=FIRST_YEAR, max=LAST_YEAR, help="The year of dates that name none."
    ),
    format_of: str | None = typer.Option(
        None, help="Read every file as: note, collection, interview or story."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would be stored."),
    again: bool = typer.Option(False, "--again", help="Store what is here already once more."),
) -> None:
    """Import interview notes, customer stories or a whole journal. What is here stays.

    What a file says itself wins over the options. A file that is imported again is skipped; what
    the journal lacked about it, such as its date, is filled in. Ends with 2 when nothing could be
    read.
    """
    from discoverycli.cli.answers import imported
    from discoverycli.cli.calls import importing
    from discoverycli.formats import ImportOptions

    options = ImportOptions(
        relation=shared.word(Relation, as_ or None, "relation"),
        segment=segment,
        study=study,
        channel=shared.word(Channel, channel or None, "channel"),
        via=via,
        kind=shared.word(InterviewKind, kind or None, "kind of interview"),
        date_order=_order(date_order),
        year=year,
    )
    check_via(channel, via)
    format_ = _format(format_of)
    outcome = importing.run(paths, options, context(), format_, dry_run=dry_run, again=again)
    context().show(imported.import_page(outcome))
    if outcome.refused and outcome.refused == outcome.read:
        raise InputError("nothing could be read", "disco import --help")


def _format(word: str | None) -> str | None:
    from discoverycli.formats import FORMATS

    if word is None or word in FORMATS:
        return word
    raise InputError(f"'{word}' is not a format to read", f"one of: {', '.join(FORMATS)}")


def _order(word: str | None) -> Order | None:
    found = next((each for each in _ORDERS if word and word.strip().lower() == each), None)
    if word is not None and found is None:
        raise InputError(f"'{word}' is not an order of dates", "one of: mdy, dmy")
    return found
