"""Owns `disco log`: every way a call's words come in, and the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from discoverycli import clock
from discoverycli.cli import complete, options
from discoverycli.cli.answers import answer
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.cli.here import here
from discoverycli.cli.log_input import Given, Typed, gather, kept
from discoverycli.cli.settle import settle
from discoverycli.domain.notes import Head
from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation
from discoverycli.errors import DiscoError, InputError
from discoverycli.render.blocks import Page

app = new_app()

_WHO = "PERSON @ ORGANISATION, or a code such as P7. A note file, or - for standard input."


@app.command(
    cls=PageCommand, epilog="Example: disco log 'Ana Silva @ Acme' '!pain did: four hours'"
)
def log(
    who: str = typer.Argument("", help=_WHO, autocompletion=complete.people),
    words: list[str] = typer.Argument(None, help="What they said, in the note format."),
    message: list[str] = typer.Option([], "--message", "-m", help="A line of the note; repeat it."),
    as_: str | None = typer.Option(
        None,
        "--as",
        help=f"{options.spelled(Relation)}.",
        autocompletion=options.proposals(Relation),
    ),
    segment: str | None = typer.Option(None, help="The segment they belong to."),
    on: str | None = typer.Option(None, help="When: 2026-11-20, yesterday, last friday, 2026-11."),
    channel: str | None = typer.Option(
        None,
        help=f"{options.spelled(Channel)}.",
        autocompletion=options.proposals(Channel),
    ),
    via: str | None = typer.Option(None, help="Who passed it on, of a proxy."),
    kind: str | None = typer.Option(
        None,
        help=f"{options.spelled(InterviewKind)}.",
        autocompletion=options.proposals(InterviewKind),
    ),
    minutes: int | None = typer.Option(None, min=1, help="How long it took."),
    title: str | None = typer.Option(None, help="A title."),
    edit: bool = typer.Option(False, "--edit", "-e", help="Write the note in $EDITOR."),
    resume: bool = typer.Option(False, "--resume", help="Go on with the last draft."),
) -> None:
    """Log a call: who was heard, and what they said."""
    head = Head(
        as_=as_, segment=segment, on=on, channel=channel, via=via, kind=kind, minutes=minutes,
        title=title,
    )  # fmt: skip
    typed = gather(Given(who, tuple(words or ()), tuple(message), head, edit, resume))
    with kept(typed.draft), _unnumbered(typed):
        if on is not None and not on.strip():
            raise InputError("--on needs a date", "2026-11-20, yesterday, or 2026-11 for the month")
        page = store_note(typed)
    here().show(page)


@contextmanager
def _unnumbered(typed: Typed) -> Iterator[None]:
    """Leaves line numbers out of errors about words that came on the command line."""
    try:
        yield
    except DiscoError as error:
        if not typed.numbered:
            error.message = re.sub(r"^line \d+: ", "", error.message)
        raise


def store_note(typed: Typed) -> Page:
    """Stores a note as a new interview, ends its draft, and says what that made and moved."""
    interview = settle(typed.note, here())
    where = here()
    with where.writer(create=True) as session:
        from discoverycli.store.write import interviews, verdicts

        if typed.draft is not None:
            session.info["then"] = typed.draft.discard
        stored = interviews.add(
            session,
            interview,
            author=where.author,
            today=where.today,
            logged_at=clock.now().isoformat(timespec="seconds"),
            rule=where.settings.rule_for(()),
        )
        moves = verdicts.weigh(session, stored.touched, today=where.today, interview=stored.number)
    return answer("logged", interview, stored, moves, numbered=typed.numbered)
