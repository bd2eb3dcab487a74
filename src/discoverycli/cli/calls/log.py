"""`disco log`: takes apart its words, which may begin with a dash, stores the note, and answers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import typer
from typer.exceptions import TyperException

from discoverycli.cli import complete, options
from discoverycli.cli.calls import stored_note
from discoverycli.cli.calls.kept_drafts import kept, resuming
from discoverycli.cli.calls.log_words import Given, Piece, in_order
from discoverycli.cli.calls.note_sources import TypedNote, gather, keep_words, with_body
from discoverycli.cli.calls.note_to_interview import (
    add_interview,
    ask_about_slips,
    confirm_day,
    settle,
)
from discoverycli.cli.calls.storing import store_interview
from discoverycli.cli.commands import PageCommand, new_app, value_options
from discoverycli.cli.usage import with_right_option
from discoverycli.context import context
from discoverycli.domain.note.marks import begins_line
from discoverycli.domain.note.notes import Head, parse_minutes
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import DiscoError, DoubleError, InputError
from discoverycli.render.blocks import Page

if TYPE_CHECKING:
    pass

app = new_app()

_WHO = "PERSON @ ORGANISATION, or a code such as P7. A whole note: its file, or - for the pipe."
_MESSAGE = ("-m", "--message")
_BEFORE = "disco.before"
"""How many words stand before each `-m`, in the order they were typed."""


class _LogCommand(PageCommand):
    """`disco log`, whose words may begin with a dash and blank, and keep their order with `-m`."""

    words_first = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes `- [ ] send it` for a line of the note."""
        valued = value_options(self)
        lines: list[str] = []
        for index, word in enumerate(args):
            if word == "--":
                lines += args[index:]
                break
            is_value = index > 0 and args[index - 1] in valued
            dashed = word.startswith("-") and not is_value and _is_line(word)
            lines += ["-m", word] if dashed else [word]
        try:
            _refuse_torn_value(args, valued)
            return super().parse_args(ctx, [*lines])
        except (TyperException, DiscoError) as error:
            if not ctx.resilient_parsing:
                keep_words(self._given(ctx, lines, error), error)
            raise

    def _given(self, ctx: Any, words: list[str], error: Any) -> Given:
        wrong = type(error).__name__ == "NoSuchOption" and error.option_name
        known = with_right_option(error, words)
        for word in () if known else words:
            # A word that resembles no option stays, in a line of its own.
            known += ["-m", word] if word.partition("=")[0] == wrong else [word]
        try:
            given = self._parsed(ctx, known)
        except TyperException:  # The last option lacks its value.
            given = self._parsed(ctx, known[:-1])
        context().journal_option = given.get("journal") or context().journal_option
        typed: dict[str, Any] = {name: given.get(name) for name in Head._fields[1:]}
        pieces = _in_typed_order(ctx, given.get("words") or (), given.get("message") or ())
        return Given(given.get("who") or "", pieces, Head(**typed), edit=False)

    def _parsed(self, ctx: Any, words: list[str]) -> dict[str, Any]:
        parser = self.make_parser(ctx)
        parser.ignore_unknown_options = True
        values: dict[str, Any] = parser.parse_args(args=[*words])[0]
        return values

    def make_parser(self, ctx: Any) -> Any:
        """Notes how many words stand before each `-m`."""
        parser = super().make_parser(ctx)
        before = ctx.meta[_BEFORE] = []
        message = parser._long_opt["--message"]
        take = message.process

        def process(value: Any, state: Any) -> None:
            before.append(len(state.largs))
            take(value, state)

        message.process = process  # type: ignore[method-assign]
        return parser


def _in_typed_order(ctx: Any, words: Sequence[str], messages: Sequence[str]) -> list[Piece]:
    """The words of a parsed command line and the values of `-m`, as they were typed."""
    return in_order(words, messages, [max(count - 1, 0) for count in ctx.meta[_BEFORE]])


def _is_line(word: str) -> bool:
    """Whether an argument that begins with a dash is words: it begins with a mark or as no option
    does, or it holds a blank. `-m` may have its value right behind it."""
    if begins_line(word):
        return True
    option, rest = word[:2], word[2:]
    if not rest or option == "--":
        return False
    if option == "-m":
        return rest[0].islower() and len(word.split()) > 1
    return not option[1].isalpha() or len(word.split()) > 1


def _refuse_torn_value(args: Sequence[str], valued: set[str]) -> None:
    """`'!pain x' --via Sales Sam`: after words, a word behind an option's value may belong to the
    value, if quotes were left out."""
    typed = 0
    for index, word in enumerate(args):
        before = args[index - 1] if index else ""
        if word == "--":
            return
        if before in valued:
            typed += before in _MESSAGE
        elif not word.startswith("-"):
            option = args[index - 2] if index > 1 else ""
            rest = [*takewhile(_is_plain, args[index:])]
            if typed > 1 and rest and option in valued and option not in _MESSAGE:
                value = " ".join((before, *rest))
                whole = [*args[: index - 1], value, *args[index + len(rest) :]]
                raise InputError(
                    f"the words behind {option} may belong to its value",
                    shlex.join(["disco", "log", *whole]),
                )
            typed += 1


def _is_plain(word: str) -> bool:
    """Whether an argument is one word without a mark, as it comes from a text without quotes."""
    return len(word.split()) == 1 and not word.startswith("-") and not begins_line(word)


@app.command(
    cls=_LogCommand, epilog="Example: disco log 'Ana Silva @ Acme' '!pain did: four hours'"
)
def log(
    ctx: typer.Context,
    who: str = typer.Argument("", help=_WHO, autocompletion=complete.people),
    words: list[str] = typer.Argument(
        None, help="What they said; or a note file, or - for the pipe."
    ),
    message: list[str] = typer.Option([], "--message", "-m", help="A line of the note; repeat it."),
    as_: str | None = options.choice(Relation, "--as"),
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
    pieces = _in_typed_order(ctx, words or (), message)
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
        interview = ask_about_slips(
            interview, lambda body: settle(with_body(typed, body), where), numbered=typed.numbered
        )
        return store_interview(
            typed.draft,
            interview,
            lambda session: add_interview(session, interview, where, again=again),
            numbered=typed.numbered,
        )
    except DoubleError as double:
        with where.reader() as reader:
            page = double_page(stored_note.load_note(reader, double.number), interview)
        if typed.draft is not None:
            typed.draft.discard()
        return page
