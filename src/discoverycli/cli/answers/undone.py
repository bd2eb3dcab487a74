"""Says what was undone, and which verdicts that moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli.answers.changes import MOVE, moves_lines
from discoverycli.pages.fields import Field, Shape
from discoverycli.pages.journal.operations import TOUCHED, described, effects
from discoverycli.render.blocks import Lines, Page

if TYPE_CHECKING:
    from discoverycli.analysis.journal.operations import Local, Operation
    from discoverycli.store.write.verdicts import StatusChange


class Undone(NamedTuple):
    """An operation that was undone, by which operation, and which verdicts that moved."""

    done: Operation
    by: int
    moves: Sequence[StatusChange]


UNDONE: Shape[Undone] = Shape(
    "undo",
    "What taking an operation back answers.",
    Field("undone", "whole", "the number of the operation", lambda e: e.done.fact.number),
    Field("by", "whole", "the number of the operation that took it back"),
    Field("at", "time?", "when the one taken back was done", lambda e: e.done.fact.at or None),
    Field("author", "text", "by whom", lambda e: e.done.fact.author),
    Field("command", "text", "its name, without its words", lambda e: e.done.fact.command),
    Field("touched", TOUCHED.many, "what it had touched, by kind", lambda e: e.done.touched),
    Field("moved", MOVE.many, "what that moved", lambda e: e.moves),
)


def undone_page(undone: Undone, local: Local) -> Page:
    """The page that `disco undo` prints."""
    fact = undone.done.fact
    title = f"taken back: {described(fact, local)}"
    if fact.undoes is not None:
        title = f"done again: {fact.undoes}; {title}"
    what = Lines(tuple(effects(undone.done, ("gone", "as before", "back"))))
    return Page(
        title=title,
        blocks=(what, moves_lines(undone.moves)),
        data=UNDONE.data(undone),
        footnotes=(f"disco undo {undone.by} puts it back",),
    )
