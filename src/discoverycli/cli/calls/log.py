"""`disco log`: reads the command line, stores the note, and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from discoverycli.cli import complete, options
from discoverycli.cli.calls import slips, stored_note
from discoverycli.cli.calls.kept_drafts import kept, resuming
from discoverycli.cli.calls.log_command import LogCommand, in_typed_order
from discoverycli.cli.calls.log_words import Given
from discoverycli.cli.calls.note_sources import TypedNote, gather, with_body
from discoverycli.cli.calls.note_to_interview import add_interview, confirm_day, settle
from discoverycli.cli.commands import new_app
from discoverycli.context import context
from discoverycli.domain.note.interview import Interview
from discoverycli.domain.note.notes import Head, parse_minutes
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import DiscoError, DoubleError, InputError
from discoverycli.render.blocks import Page

app = new_app()

_WHO = "PERSON @ ORGANISATION, or a code such as P7. A whole note: its file, or - for the pipe."
_AS = options.choice(Relation, "--as")


@app.command(cls=LogCommand, epilog="Example: disco log 'Ana Silva @ Acme' '!pain did: four hours'")
def log(
    ctx: typer.Context,
    who: str = typer.Argument("", help=_WHO, autocompletion=complete.people),
    words: list[str] = typer.Argument(
        None, help="What they said; or a note file, or - for the pipe."
    ),
    message: list[str] = typer.Option([], "--message", "-m", help="A line of the note; repeat it."),
    as_: str | None = _AS,
    segment: str | None = options.SEGMENT,
    on: str | None = typer.Option(None, help="When: 2026-11-20, yesterday, last friday, 2026-11."),
    channel: str | None = options.CHANNEL,
    via: str | None = options.VIA,
    kind: str | None = options.KIND,
    minutes: int | None = typer.Option(
        None, parser=parse_minutes, metavar="N", help="How long it took: 45, 45m or 1h 30m."
    ),
    title: str | None = typer.Option(None, help="A title."),
    edit: bool = typer.Option(False, "--edit", "-e", help="Write the note in $EDITOR."),
    resume: bool = typer.Option(False, "--resume", help="Go on with the last draft."),
    again: bool = typer.Option(False, "--again", help="Store the same words once more."),
    yes: bool = options.SURE,
) -> None:
    """Log a call: who was heard, and what they said."""
    head = Head(
        as_=as_, segment=segment, on=on, channel=channel, via=via, kind=kind, minutes=minutes,
        title=title,
    )  # fmt: skip
    pieces = in_typed_order(ctx, words or (), message)
    typed = gather(Given(who, pieces, head, edit, resume))
    with kept(typed.draft), _unnumbered(typed):
        if on is not None and not on.strip():
            raise InputError("--on needs a date", "2026-11-20, yesterday, or 2026-11 for the month")
        page = store_note(typed, again=again, yes=yes)
    context().show(page)


@contextmanager
def _unnumbered(typed: TypedNote) -> Iterator[None]:
    """Leaves line numbers out of errors about words that came on the command line."""
    try:
        yield
    except DiscoError as error:
        if not typed.numbered:
            error.message = re.sub(r"^line \d+: ", "", error.message)
        raise


def store_note(typed: TypedNote, *, again: bool, yes: bool) -> Page:
    """Stores a note as a new interview, ends its draft, and says what that made and moved; or
    says which interview it is already."""
    from discoverycli.cli.answers.note import double_page

    where = context()
    interview = settle(typed.note, where)
    hint = f"{resuming()} --yes" if typed.draft else "the same with --yes"
    confirm_day(interview.held, where, yes=yes, hint=hint)
    try:
        if typed.double_of is not None and not again:
            raise DoubleError(typed.double_of)
        interview = slips.asked(
            interview, lambda body: settle(with_body(typed, body), where), numbered=typed.numbered
        )
        return _stored(typed, interview, again=again)
    except DoubleError as double:
        with where.reader() as reader:
            page = double_page(stored_note.load_note(reader, double.number), interview)
        if typed.draft is not None:
            typed.draft.discard()
        return page


def _stored(typed: TypedNote, interview: Interview, *, again: bool) -> Page:
    from discoverycli.cli.answers.note import note_page

    where = context()
    with where.writer(create=True) as session:
        from discoverycli.store.write import verdicts

        if typed.draft is not None:
            session.info["then"] = typed.draft.discard
        stored = add_interview(session, interview, where, again=again)
        moves = verdicts.reevaluate(
            session, stored.touched, today=where.today, interview=stored.number
        )
        reasons = verdicts.reasons(session, stored.number, today=where.today)
    return note_page("logged", interview, stored, moves, reasons, numbered=typed.numbered)
