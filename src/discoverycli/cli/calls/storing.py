"""Stores what a note says, in one way for logging and for editing, and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from discoverycli.context import context

if TYPE_CHECKING:
    from sqlmodel import Session

    from discoverycli.domain.note.interview import Interview
    from discoverycli.render.blocks import Page
    from discoverycli.store.drafts import Draft
    from discoverycli.store.write.marks import Stored


def store_interview(
    draft: Draft | None,
    interview: Interview,
    put: Callable[[Session], Stored],
    *,
    numbered: bool,
    before: Sequence[int] | None = None,
) -> Page:
    """Stores what a note says, ends its draft, and says what that made and moved.

    Args:
        draft: what holds the note until then.
        interview: what the note says.
        put: stores it.
        numbered: whether the user knows the note's lines by number.
        before: the statements of the interview that an edit replaces.
    """
    from discoverycli.cli.answers.note import note_page

    where = context()
    with where.writer(create=before is None) as session:
        from discoverycli.store.write import verdicts

        if draft is not None:
            session.info["then"] = draft.discard
        stored = put(session)
        moves = verdicts.reevaluate(
            session, stored.touched, today=where.today, interview=stored.number
        )
        reasons = verdicts.reasons(session, stored.number, today=where.today)
    return note_page(interview, stored, moves, reasons, numbered=numbered, before=before)
