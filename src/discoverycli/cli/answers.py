"""Answers to what was stored: what a note made, what moved, and what an edit changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli.calls.note_to_interview import spoken_day
from discoverycli.cli.typed import as_typed
from discoverycli.context import context
from discoverycli.domain.note.interview import Interview
from discoverycli.domain.text.words import pluralize, some
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation
from discoverycli.render.blocks import (
    Block,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.cli.calls.stored_note import StoredNote
    from discoverycli.domain.facts.calls import AttendeeFact
    from discoverycli.domain.note.notes import Head
    from discoverycli.domain.votes import Reason
    from discoverycli.store.write.marks import Stored
    from discoverycli.store.write.people import Named
    from discoverycli.store.write.verdicts import StatusChange

_TONES = {"validated": Tone.GOOD, "refuted": Tone.BAD, "mixed": Tone.WARN, "stale": Tone.WARN}


def answer(
    verb: str,
    interview: Interview,
    stored: Stored,
    moves: Sequence[StatusChange],
    reasons: Mapping[int, Reason | None],
    *,
    numbered: bool = True,
) -> Page:
    """The page that `disco log` and `disco edit` print.

    Args:
        verb: what was done: `logged` or `edited`.
        interview: what was stored.
        stored: what that made.
        moves: what it moved.
        reasons: why a piece of its evidence does not count, by the piece's number.
        numbered: whether the user knows the note's lines by number.
    """
    blocks: list[Block] = [Note(_headline(verb, interview, stored))]
    made = [*_made(stored), *_counts(interview, stored)]
    judged = ((each.hypothesis_id, reasons[each.id]) for each in stored.evidence)
    if left := dict.fromkeys(f"H{number}: {reason}" for number, reason in judged if reason):
        made.append(f"kept, but not counted: {', '.join(left)}")
    if made:
        blocks.append(Lines(tuple(made)))
    if moves:
        blocks.append(moves_lines(moves))
    warnings = tuple(
        f"line {w.line}: {w.message}" if numbered else w.message for w in interview.note.warnings
    )
    if near := [f"I{each}" for each in stored.alike.near]:
        said = f"nearly the words of {some(near)}, with the same person on the same day"
        warnings += (ToType(f"{said}; if it was one call: disco undo"),)
    if warnings:
        blocks.append(Lines(warnings, mark="!"))
    return Page("", tuple(blocks), _data(interview, stored, moves, reasons))


def double(stored: StoredNote, interview: Interview) -> Page:
    """The page that `disco log` prints for what is stored already: nothing is changed.

    What the note says beside its words, and the stored one does not, is named.
    """
    fact, code = stored.interview, f"I{stored.number}"
    blocks: list[Block] = [
        Note(("No change: this is ", Span(code, Tone.CODE), ". To store it again: --again"))
    ]
    if way := way_to_say(stored.number, stored.head, interview):
        blocks.append(Lines((way,), mark="!"))
    data: dict[str, JsonValue] = {
        **_top(code, fact.held, fact.channel),
        "people": [_person(each, each.relation, new=False) for each in fact.people],
        **{made: [] for made in ("statements", "evidence", "hypotheses", "jobs", "moved")},
        "warnings": [{"line": w.line, "message": w.message} for w in interview.note.warnings],
        "near": [],
        "double_of": code,
        "draft": None,
    }
    return Page("", tuple(blocks), data)


def way_to_say(
    number: int, stored: Head, interview: Interview, only: Mapping[str, str] | None = None
) -> str:
    """The command that makes a stored interview say what a note does; empty if it does already.

    Args:
        number: the stored interview.
        stored: its head.
        interview: what the note says.
        only: the fields to look at, each with the value that it must have in the note; else all.
    """
    options = [
        f"--{name.removesuffix('_')} {shlex.quote(str(value))}"
        for name, value in _said(interview)
        if str(value) != str(getattr(stored, name))
        and (only is None or only.get(name) == str(value))
    ]
    if not options:
        return ""
    command = f"disco edit I{number} {' '.join(options)}"
    return f"to change what it says: {as_typed(command, context().journal_option)}"


def _said(interview: Interview) -> Iterator[tuple[str, object]]:
    """What the head of a note says but for who and when, each by its name in a head."""
    head = interview.note.head
    relation = interview.attendees[0].relation
    words = {"as_": relation, "channel": interview.channel, "kind": interview.kind}
    for name in ("as_", "segment", "channel", "via", "kind", "minutes", "title", "study"):
        if getattr(head, name):
            yield name, words.get(name) or getattr(head, name)


class FieldChange(NamedTuple):
    """A field that an edit changed, with its old and its new value."""

    field: str
    was: JsonValue
    now: JsonValue


def changes(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> list[FieldChange]:
    """Every field that differs, in the order of `before`; both have the same fields."""
    each = (FieldChange(field, was, after[field]) for field, was in before.items())
    return [change for change in each if change.was != change.now]


def change_data(changed: Sequence[FieldChange]) -> list[JsonValue]:
    """What an edit changed, for programs."""
    return [{"field": each.field, "from": each.was, "to": each.now} for each in changed]


def moves_lines(moves: Sequence[StatusChange]) -> Lines:
    """What moved, a line each."""
    return Lines(tuple(map(_moved, moves)), mark="→")


def moves_data(moves: Sequence[StatusChange]) -> list[JsonValue]:
    """What moved, for programs."""
    return [
        {"code": str(move.code), "from": move.was.value, "to": move.status.value} for move in moves
    ]


def _moved(move: StatusChange) -> Inline:
    """`H3: testing → validated`."""
    status = move.status.value
    return (Span(f"{move.code}", Tone.CODE), f": {move.was.value} → ",
            Span(status, _TONES.get(status, Tone.STRONG)))  # fmt: skip


def _headline(verb: str, interview: Interview, stored: Stored) -> Inline:
    people = ", ".join(
        f"{named} ({relation})"
        for named, relation in zip(stored.people, stored.relations, strict=True)
    )
    channel = "" if interview.channel is Channel.DIRECT else f", {interview.channel.value}"
    via = f" via {interview.note.head.via}" if interview.note.head.via else ""
    day = spoken_day(interview.held, interview.note.head.on, context().today)
    return (
        f"{verb} ",
        Span(f"I{stored.number}", Tone.CODE),
        f": {people}, {day}, {interview.kind.value}{channel}{via}",
    )


def _made(stored: Stored) -> Iterator[Inline]:
    for named in stored.people:
        if named.is_new:
            perhaps = f" (or is it {named.perhaps}?)" if named.perhaps else ""
            yield ("new person ", Span(f"P{named.number}", Tone.CODE), f" {named.name}{perhaps}")
        if named.organisation_is_new and named.organisation:
            yield f"new organisation {named.organisation}"
    for number, text in stored.hypotheses:
        yield ("new hypothesis ", Span(f"H{number}", Tone.CODE), f" {text}")
    for number, text in stored.jobs:
        yield ("new job ", Span(f"J{number}", Tone.CODE), f" {text}")


def _counts(interview: Interview, stored: Stored) -> list[Inline]:
    parts: list[str] = []
    if stored.statements:
        parts.append(pluralize(len(stored.statements), "statement"))
    if stored.evidence:
        codes = sorted({each.hypothesis_id for each in stored.evidence})
        parts.append("evidence on " + ", ".join(f"H{number}" for number in codes))
    if stored.hires:
        parts.append(pluralize(stored.hires, "mark") + " on jobs")
    if stored.followups:
        days = sorted({str(held.day) for held in interview.due.values()})
        due = f" due {', '.join(days)}" if days else ""
        parts.append(pluralize(stored.followups, "follow-up") + due)
    return [" · ".join(parts)] if parts else []


def _data(
    interview: Interview,
    stored: Stored,
    moves: Sequence[StatusChange],
    reasons: Mapping[int, Reason | None],
) -> JsonValue:
    return {
        **_top(f"I{stored.number}", interview.held, interview.channel),
        "people": [
            _person(named, relation, new=named.is_new)
            for named, relation in zip(stored.people, stored.relations, strict=True)
        ],
        "statements": [
            {"code": f"S{s.id}", "kind": s.kind.value, "rung": s.rung.word, "text": s.text}
            for s in stored.statements
        ],
        "evidence": [
            {
                "hypothesis": f"H{e.hypothesis_id}",
                "stance": e.stance.value,
                "rung": e.rung.word,
                "text": e.text,
                "counted": reason is None,
                "reason": reason.value if reason else None,
            }
            for e in stored.evidence
            for reason in [reasons[e.id]]
        ],
        "hypotheses": [f"H{number}" for number, _ in stored.hypotheses],
        "jobs": [f"J{number}" for number, _ in stored.jobs],
        "moved": moves_data(moves),
        "warnings": [{"line": w.line, "message": w.message} for w in interview.note.warnings],
        "near": [f"I{each}" for each in stored.alike.near],
        "double_of": None,
        "draft": None,
    }


def _top(code: str, held: InterviewDate, channel: Channel) -> dict[str, JsonValue]:
    from discoverycli.pages.json_values import held_on

    return {
        "interview": code,
        "held_on": held_on(held),
        "precision": held.precision.value,
        "channel": channel.value,
    }


def _person(who: Named | AttendeeFact, relation: Relation, *, new: bool) -> JsonValue:
    return {
        "code": f"P{who.number}",
        "name": who.name,
        "organisation": who.organisation,
        "relation": relation.value,
        "new": new,
    }
