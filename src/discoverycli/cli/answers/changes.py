"""Shows what a command changed: fields of a thing, and the status of hypotheses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.pages.fields import Field, Shape
from discoverycli.render.blocks import Inline, JsonValue, Lines, Span, Tone

if TYPE_CHECKING:
    from discoverycli.store.write.verdicts import StatusChange

_TONES = {"validated": Tone.GOOD, "refuted": Tone.BAD, "mixed": Tone.WARN, "stale": Tone.WARN}


class FieldChange(NamedTuple):
    """A field that an edit changed, with its old and its new value."""

    field: str
    was: JsonValue
    now: JsonValue


MOVE: Shape[StatusChange] = Shape(
    "move",
    "A change of status.",
    Field("code", "code", "the hypothesis", lambda move: move.code),
    Field("from", "text", "the status before", lambda move: move.was),
    Field("to", "text", "the status after", lambda move: move.status),
)
CHANGE: Shape[FieldChange] = Shape(
    "change",
    "A field that changed.",
    Field("field", "text", "its name", lambda change: change.field),
    Field("from", "anything", "the old value", lambda change: change.was),
    Field("to", "anything", "the new value", lambda change: change.now),
)


def changes(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> list[FieldChange]:
    """Every field that differs, in the order of `before`; both have the same fields."""
    each = (FieldChange(field, was, after[field]) for field, was in before.items())
    return [change for change in each if change.was != change.now]


def moves_lines(moves: Sequence[StatusChange]) -> Lines:
    """What moved, a line each."""
    return Lines(tuple(map(_moved, moves)), mark="→")


def _moved(move: StatusChange) -> Inline:
    """`H3: testing → validated`."""
    status = move.status.value
    return (Span(f"{move.code}", Tone.CODE), f": {move.was.value} → ",
            Span(status, _TONES.get(status, Tone.STRONG)))  # fmt: skip
