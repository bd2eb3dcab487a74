"""`disco drafts`: lists, shows and drops words that were typed and are not in the journal."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.answers.drafts import (
    FoundDraft,
    draft_page,
    drafts_page,
    dropped_page,
    way_on,
)
from discoverycli.cli.calls.log_words import EXAMPLE
from discoverycli.cli.commands import PageCommand, PageGroup, new_app
from discoverycli.context import context
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import drafts as store
from discoverycli.store.drafts import Draft, Waiting
from discoverycli.store.location import drafts_folder

app = new_app(PageGroup, invoke_without_command=True)

_MOST_NAMED = 5
"""How many drafts that wait are named when another is gone on with."""
_NAME = typer.Argument(help="The draft's name, the beginning of it, or its path.")


@app.callback(epilog="Example: disco drafts --json")
def drafts() -> None:
    """List what was typed and is not in the journal, the last first."""
    found = [_read(left) for left in store.waiting(drafts_folder(context().journal))]
    context().show(drafts_page(found))


@app.command(cls=PageCommand, epilog="Example: disco drafts show 20261120-170000")
def show(name: str = _NAME) -> None:
    """Show one draft, word for word, and how to go on with it."""
    context().show(draft_page(_read(_find(name))))


@app.command(cls=PageCommand, epilog="Example: disco drafts drop 20261120-170000")
def drop(names: list[str] = _NAME, yes: bool = options.YES) -> None:
    """Drop drafts. For 30 days each can still be logged from where it then lies."""
    where = context()
    chosen = list(dict.fromkeys(map(_find, names)))
    if not yes:
        where.note(*(f"to drop: {left.path}" for left in chosen))
    where.confirm(f"drop {pluralize(len(chosen), 'draft')}", yes=yes)
    lie = store.set_aside([left.path for left in chosen], clock.now().timestamp())
    aside = [left._replace(path=path) for left, path in zip(chosen, lie, strict=True)]
    where.show(dropped_page(aside))


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


def _read(left: Waiting) -> FoundDraft:
    draft = Draft(left.path)
    free = draft.hold()
    draft.release()
    try:
        written = left.path.stat().st_mtime
        text = left.path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        raise NotFoundError(f"{left.path} is gone", "disco drafts") from None
    made_at = datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
    return FoundDraft(left, text, made_at, not free)


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
