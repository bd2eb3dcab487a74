"""Reads `disco drafts`: lists, shows and drops what was typed and is not in the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.calls.log_words import EXAMPLE
from discoverycli.cli.commands import PageCommand, PageGroup, new_app
from discoverycli.cli.typed import as_typed
from discoverycli.context import context
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.errors import InputError, NotFoundError
from discoverycli.render.blocks import (
    Column,
    Facts,
    JsonValue,
    Lines,
    Note,
    Page,
    Prose,
    Span,
    Table,
    Tone,
)
from discoverycli.store import drafts as store
from discoverycli.store.drafts import Draft, Waiting
from discoverycli.store.paths import drafts_folder

app = new_app(PageGroup, invoke_without_command=True)

_KEYS = ("path", "of", "made_at", "words", "begins", "held")
_COLUMNS = (
    Column("draft"),
    Column("of", drop=2),
    Column("written", drop=3),
    Column("words", align="right", drop=1),
    Column("begins", flex=True, lines=1),
)
_NARROW = 20
"""As much of a name as a narrow screen shows on one line; the beginning of a name is one."""
_MOST_NAMED = 5
"""How many drafts that wait are named when another is gone on with."""
_NAME = typer.Argument(help="The draft's name, the beginning of it, or its path.")


class _Found(NamedTuple):
    """A draft and what it holds. `held`: another program is writing it."""

    left: Waiting
    text: str
    made_at: str
    held: bool

    @property
    def data(self) -> dict[str, JsonValue]:
        """The draft for programs; `docs/json.md` lists the keys."""
        body = store.body_in(self.text)
        return {
            "path": str(self.left.path),
            "of": self.left.of,
            "made_at": self.made_at,
            "words": len(body.split()),
            "begins": clip(body),
            "held": self.held,
        }


@app.callback(epilog="Example: disco drafts --json")
def drafts(ctx: typer.Context) -> None:
    """List what was typed and is not in the journal, the last first."""
    if ctx.invoked_subcommand is not None:
        return
    from discoverycli.pages.json_values import sheet

    rows = [_read(left).data for left in store.waiting(drafts_folder(context().journal))]
    cells = tuple(
        (
            Span(str(row["path"]).rpartition("/")[2].removesuffix(".md")[:_NARROW], Tone.CODE),
            "being written" if row["held"] else str(row["of"]),
            clock.local(str(row["made_at"])).date(),
            int(str(row["words"])),
            str(row["begins"]),
        )
        for row in rows
    )
    table = Table(_COLUMNS, cells, empty="Everything that was typed is in the journal.")
    hint = "Go on with the last call: disco log --resume. Read one: disco drafts show NAME"
    hints = (as_typed(hint, context().journal_option),) if rows else ()
    title = pluralize(len(rows), "draft") if rows else "No drafts"
    context().show(Page(title, (table,), rows, sheet(_KEYS, rows), footnotes=hints))


@app.command(cls=PageCommand, epilog="Example: disco drafts show 20261120-170000")
def show(name: str = _NAME) -> None:
    """Show one draft, word for word, and how to go on with it."""
    found = _read(_find(name))
    facts = (
        ("draft", Span(str(found.left.path), Tone.CODE)),
        ("of", found.left.of),
        ("last written", f"{clock.local(found.made_at):%Y-%m-%d %H:%M}"),
        ("go on with", way_on(found.left)),
    )
    data = {**found.data, "text": found.text}
    context().show(Page("", (Facts(facts), Prose(found.text)), data))


@app.command(cls=PageCommand, epilog="Example: disco drafts drop 20261120-170000")
def drop(names: list[str] = _NAME, yes: bool = options.YES) -> None:
    """Drop drafts. For 30 days each can still be logged from where it then lies."""
    where = context()
    where.check_output()
    chosen = list(dict.fromkeys(map(_find, names)))
    if not yes:
        where.note(*(f"to drop: {left.path}" for left in chosen))
    where.confirm(f"drop {pluralize(len(chosen), 'draft')}", yes=yes)
    lie = store.set_aside([left.path for left in chosen], clock.now().timestamp())
    aside = [left._replace(path=path) for left, path in zip(chosen, lie, strict=True)]
    ways = tuple(f"to take it back: {way_on(left)}" for left in aside)
    said = Note(f"Dropped {pluralize(len(aside), 'draft')}.")
    where.show(Page("", (said, Lines(ways)), {"dropped": [str(path) for path in lie]}))


def way_on(left: Waiting) -> str:
    """What to type to go on with a draft, however `disco` was started."""
    return as_typed(left.way_on, context().journal_option)


def last_left() -> Draft:
    """The last draft of a call that no other program holds; names all others that were left.

    Raises:
        NotFoundError: there is none.
    """
    chosen, others = None, []
    for left in store.waiting(drafts_folder(context().journal)):
        draft = Draft(left.path)
        if not draft.hold():
            continue
        if chosen is None and left.of == store.LOG:
            chosen = draft
            continue
        draft.release()
        others.append(left)
    if chosen is None:
        raise NotFoundError(
            "there is no draft of a call to go on with", way_on(others[0]) if others else EXAMPLE
        )
    for left in others[:_MOST_NAMED]:
        context().note(f"another draft waits: {left.path}", f"  then: {way_on(left)}")
    if len(others) > _MOST_NAMED:
        context().note(f"and {len(others) - _MOST_NAMED} more in {chosen.path.parent}")
    return chosen


def _read(left: Waiting) -> _Found:
    """What a draft holds; bytes that are no text are shown as such."""
    draft = Draft(left.path)
    free = draft.hold()
    draft.release()
    try:
        written = left.path.stat().st_mtime
        text = left.path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        raise NotFoundError(f"{left.path} is gone", "disco drafts") from None
    made_at = datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
    return _Found(left, text, made_at, not free)


def _find(name: str) -> Waiting:
    found = [
        left
        for left in store.waiting(drafts_folder(context().journal))
        if str(left.path) == name or left.path.name.startswith(name.rpartition("/")[2] or " ")
    ]
    exact = [left for left in found if name in (str(left.path), left.path.name, left.path.stem)]
    found = exact or found
    if not found:
        raise NotFoundError(f"there is no draft '{clip(name)}'", "disco drafts")
    if len(found) > 1:
        raise InputError(f"{len(found)} drafts begin with '{clip(name)}'", "disco drafts")
    return found[0]
