"""Answers a stored note: what it made, what moved, and what an edit changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli.answers.changes import MOVE, moves_lines
from discoverycli.cli.calls.note_to_interview import spoken_day, warning_text
from discoverycli.cli.typed import as_typed
from discoverycli.context import context
from discoverycli.domain.note.interview import Interview
from discoverycli.domain.text.words import pluralize, some
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.render.blocks import Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.cli.calls.stored_note import StoredNote
    from discoverycli.domain.facts.calls import AttendeeFact
    from discoverycli.domain.note.marks import Warning_
    from discoverycli.domain.note.notes import Head
    from discoverycli.domain.votes import Reason
    from discoverycli.store.models.interviews import Evidence, Statement
    from discoverycli.store.write.marks import Stored
    from discoverycli.store.write.people import Named
    from discoverycli.store.write.verdicts import StatusChange


class AnsweredPerson(NamedTuple):
    """Who was heard, as what, and whether they were not known before."""

    person: Named | AttendeeFact
    relation: Relation
    is_new: bool = False


class NoteAnswer(NamedTuple):
    """What a note made; of a `double`, the interview that it is already."""

    number: int
    held: InterviewDate
    channel: Channel
    people: Sequence[AnsweredPerson]
    interview: Interview
    stored: Stored | None = None
    moves: Sequence[StatusChange] = ()
    reasons: Mapping[int, Reason | None] = MappingProxyType({})
    double: bool = False

    @property
    def evidence(self) -> list[tuple[Evidence, Reason | None]]:
        """Each piece of evidence, and why it does not count; `None`: it does."""
        made = self.stored.evidence if self.stored else ()
        return [(each, self.reasons[each.id]) for each in made]


_PERSON: Shape[AnsweredPerson] = inner(
    Field("code", "P", "the person", lambda e: e.person.number),
    Field("name", "text", "their name", lambda e: e.person.name),
    Field("organisation", "text?", "where they belong", lambda e: e.person.organisation),
    Field("relation", "text", "what they were to us on that day", lambda e: e.relation),
    Field("new", "flag", "not known before", lambda e: e.is_new),
)
_STATEMENT: Shape[Statement] = inner(
    Field("code", "S", "the statement", lambda e: e.id),
    Field("kind", "text", "its kind", lambda e: e.kind),
    Field("rung", "text", "its rung", lambda e: e.rung.word),
    Field("text", "text", "the words", lambda e: e.text),
)
_EVIDENCE: Shape[tuple[Evidence, Reason | None]] = inner(
    Field("hypothesis", "H", "what it is about", lambda e: e[0].hypothesis_id),
    Field("stance", "text", "supports, refutes or neutral", lambda e: e[0].stance),
    Field("rung", "text", "its rung", lambda e: e[0].rung.word),
    Field("text", "text", "the words", lambda e: e[0].text),
    Field("counted", "flag", "whether it counts today", lambda e: e[1] is None),
    Field("reason", "text?", "why it does not: proxy, internal, compliment, opinion, old, …",
          lambda e: e[1]),
)  # fmt: skip
_WARNING: Shape[Warning_] = inner(
    Field("line", "whole", "which", lambda warning: warning.line),
    Field("message", "text", "what is odd about it", lambda warning: warning.message),
)
NOTE_ANSWER: Shape[NoteAnswer] = Shape(
    "note answer",
    "What a logged note made, and what it moved.",
    Field("interview", "I", "the interview", lambda e: e.number),
    Field("held_on", "date?", "when", lambda e: e.held),
    Field("precision", "text", "day, month, year or unknown", lambda e: e.held.precision),
    Field("channel", "text", "direct, accompanied or proxy", lambda e: e.channel),
    Field("people", _PERSON.many, "who was heard", lambda e: e.people),
    Field("statements", _STATEMENT.many, "what was said",
          lambda e: e.stored.statements if e.stored else ()),
    Field("evidence", _EVIDENCE.many, "what it says about hypotheses", lambda e: e.evidence),
    Field("hypotheses", "H[]", "written down on the spot",
          lambda e: [number for number, _ in e.stored.hypotheses] if e.stored else ()),
    Field("jobs", "J[]", "written down on the spot",
          lambda e: [number for number, _ in e.stored.jobs] if e.stored else ()),
    Field("moved", MOVE.many, "what it moved", lambda e: e.moves),
    Field("warnings", _WARNING.many, "lines that look like a slip and stayed text",
          lambda e: e.interview.note.warnings),
    Field("near", "I[]", "interviews of the same person and day with nearly the same words",
          lambda e: e.stored.alike.near if e.stored else ()),
    Field("double_of", "I?", "the interview that this note is already; then nothing was stored",
          lambda e: e.number if e.double else None),
    Field("draft", "text?", "reserved, always null: a draft is named where nothing was stored",
          lambda e: None),
)  # fmt: skip
NOTE_EDITED: Shape[tuple[NoteAnswer, Sequence[int]]] = Shape(
    "note edited",
    "What an edit made of the note.",
    KeysOf(NOTE_ANSWER, lambda e: e[0]),
    Field("changed", "flag", "true", lambda e: True),
    Field("dropped", "S[]", "statements that the note no longer makes", lambda e: e[1]),
)
NOTE_UNCHANGED: Shape[int] = Shape(
    "note unchanged",
    "What an edit answers that changed nothing.",
    Field("interview", "I", "the interview", lambda number: number),
    Field("changed", "flag", "false", lambda number: False),
    Field("dropped", "S[]", "always empty", lambda number: ()),
)


def note_page(
    interview: Interview,
    stored: Stored,
    moves: Sequence[StatusChange],
    reasons: Mapping[int, Reason | None],
    *,
    numbered: bool,
    before: Sequence[int] | None = None,
) -> Page:
    """The page that `disco log` and `disco edit` print.

    Args:
        interview: what was stored.
        stored: what that made.
        moves: what it moved.
        reasons: why a piece of its evidence does not count, by the piece's number.
        numbered: whether the user knows the note's lines by number.
        before: of an edit, the statements that the note made before.
    """
    made = [*_made(stored), *_counts(interview, stored)]
    judged = ((each.hypothesis_id, reasons[each.id]) for each in stored.evidence)
    if left := dict.fromkeys(f"H{number}: {reason}" for number, reason in judged if reason):
        made.append(f"kept, but not counted: {', '.join(left)}")
    warnings = tuple(warning_text(each, numbered) for each in interview.note.warnings)
    if near := [f"I{each}" for each in stored.alike.near]:
        said = f"nearly the words of {some(near)}, with the same person on the same day"
        warnings += (ToType(f"{said}; if it was one call: disco undo"),)
    left_now = {each.id for each in stored.statements}
    dropped = [number for number in before or () if number not in left_now]
    gone = ", ".join(f"S{number}" for number in dropped)
    blocks = (
        Note(_headline("logged" if before is None else "edited", interview, stored)),
        Lines(tuple(made)),
        moves_lines(moves),
        Lines(warnings, mark="!"),
        Lines((f"no longer said: {gone}",) if dropped else ()),
    )
    both = zip(stored.people, stored.relations, strict=True)
    people = [AnsweredPerson(named, relation, named.is_new) for named, relation in both]
    told = NoteAnswer(
        stored.number, interview.held, interview.channel, people, interview, stored, moves, reasons
    )
    data = NOTE_ANSWER.data(told) if before is None else NOTE_EDITED.data((told, dropped))
    return Page("", blocks, data)


def double_page(stored: StoredNote, interview: Interview) -> Page:
    """The page that `disco log` prints for a note that is stored already: nothing is changed.

    What the note says beside its words, and the stored one does not, is named.
    """
    fact, code = stored.interview, f"I{stored.number}"
    said = ("No change: this is ", Span(code, Tone.CODE), ". To store it again: --again")
    way = way_to_say(stored.number, stored.head, interview)
    people = [AnsweredPerson(each, each.relation) for each in fact.people]
    made = NoteAnswer(stored.number, fact.held, fact.channel, people, interview, double=True)
    return Page("", (Note(said), Lines((way,) if way else (), mark="!")), NOTE_ANSWER.data(made))


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
    """The fields of a note's head without who and when, by their names in a head."""
    head = interview.note.head
    relation = interview.attendees[0].relation
    words = {"as_": relation, "channel": interview.channel, "kind": interview.kind}
    for name, value in head._replace(with_=(), on=None)._asdict().items():
        if value:
            yield name, words.get(name) or value


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
