"""`disco people forget`: says what will be deleted, asks, deletes, and says what to check."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from discoverycli.cli import options
from discoverycli.context import Context, context
from discoverycli.errors import Interrupted, JournalError, NotFoundError
from discoverycli.render.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from discoverycli.cli.answers.forgotten import Forgetting
    from discoverycli.privacy.erasures import ErasureState

EXAMPLE = "Example: disco people forget P7, or disco people forget 'Ana Silva' --yes"

_FINISH = "disco doctor --fix"
_UNFINISHED = "forgetting somebody is not finished yet"


def forget(who: str = options.PERSON, yes: bool = options.YES) -> None:
    """Forget a person for good: name, words, agreements, in the journal and all its backups.

    What stays is somebody without a name in so many interviews. Verdicts are weighed again. It
    cannot be undone.
    """
    from discoverycli.cli.answers.forgotten import Forgetting, forgotten_page
    from discoverycli.privacy import erasures

    where = context()
    try:
        number = where.number(who, "P")
    except NotFoundError as error:
        _refuse_taken_back(where, who)
        if erasures.is_open(where.journal):
            raise NotFoundError(f"{error.message}; {_UNFINISHED}", _FINISH) from None
        raise
    before = erasures.erasure_state(where.journal, number)
    with _interrupts_answered(where, number, before):
        if before is None or before.back:
            done = _forget(where, number, yes=yes)
        else:
            done = Forgetting(number, before.erased_on, None)
        names = {done.gone.uid: done.gone.names} if done.gone else {}
        problem = None
        try:
            with progress("backups", len(erasures.copies(where.journal))) as step:
                backups = erasures.finish(where.journal, names=names, step=step)
            done = done._replace(backups=backups)
        except JournalError as error:
            problem = error
        where.show(forgotten_page(done, finished=problem is None))
    if problem is not None:
        raise problem


@contextmanager
def _interrupts_answered(
    where: Context, number: int, before: ErasureState | None
) -> Iterator[None]:
    """After Ctrl-C, says what is done already and what finishes it."""
    from discoverycli.privacy import erasures
    from discoverycli.store.interrupts import deaf

    try:
        yield
    except KeyboardInterrupt:
        with deaf():
            now = None
            with suppress(Exception):  # nothing is known about an unreadable journal
                now = erasures.erasure_state(where.journal, number)
            if now is not None and not now.back:
                if not now.finished:
                    where_not = "every backup" if erasures.copies(where.journal) else "its file"
                    said = f"forgotten in the journal, not yet in {where_not}"
                    raise Interrupted(said, _FINISH) from None
                if before is None or before.back or not before.finished:
                    raise Interrupted("forgotten everywhere; only the answer is cut off") from None
        raise


def _refuse_taken_back(where: Context, who: str) -> None:
    """Forgetting begins at the rows: somebody whose rows were undone must be restored first."""
    from discoverycli.store.read import operations

    with where.reader() as reader:
        found = operations.person_taken_back(reader, who)
    if found is not None:
        raise NotFoundError(
            f"P{found.number} was taken back, and the record of changes still holds the name; "
            f"bring them back, then forget P{found.number}",
            f"disco undo {found.by}",
        )


class _NothingKept(Exception):
    """Ends a transaction and keeps nothing of it."""


def _forget(where: Context, number: int, *, yes: bool) -> Forgetting:
    from discoverycli.cli.answers.forgotten import Forgetting, before_forgetting
    from discoverycli.privacy import erasures, forgotten_drafts
    from discoverycli.privacy import forget as write

    # Finds out what would be deleted by doing it and rolling it back.
    with suppress(_NothingKept), where.writer() as session:
        gone = write.person(session, number, today=where.today)
        raise _NothingKept
    rooms = (*gone.interviews, *gone.shared)
    drafts = forgotten_drafts.drafts_naming(where.journal, number, gone.named, rooms)
    held = forgotten_drafts.busy_drafts(drafts.surely)
    mine = [path for path in drafts.surely if path not in held]
    copies = erasures.copies_with(where.journal, gone.uid)
    if not yes:
        # Without a terminal the output may end in a log, so it has only the code.
        name = gone.names[0] if where.may_ask else ""
        where.note(*before_forgetting(gone, name, mine, copies))
    where.confirm(f"forget P{number} {gone.names[0]} for good", yes=yes)
    with forgotten_drafts.drafts_aside(mine) as happened, where.writer() as session:
        gone = write.person(session, number, today=where.today)
        # An undo would bring the person back.
        session.info["sealed"] = True
        session.info["then"] = happened
    return Forgetting(number, where.today, gone, mine, held, drafts.perhaps)
