"""Turns a stored interview into text to edit, and the edited text back into an interview.

A relation or segment that all people share stands in the head; where they differ it is left out,
and each person keeps their own. `with`, `as`, `on`, `channel` and `kind` stay as they were when an
edited head leaves them out; the other fields are deleted with their line. A text without a head
keeps the whole head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from discoverycli.cli.calls.note_to_interview import settle
from discoverycli.domain.note.interview import Attendee, Interview, Origin
from discoverycli.domain.note.notes import Head, Note, Who, note_of, render_note, split_note
from discoverycli.domain.vocabulary import Channel, Code, InterviewDate, Relation, parse_choice
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.context import Context
    from discoverycli.domain.facts.calls import (
        AttendeeFact,
        InterviewFact,
        PromiseFact,
        StatementFact,
    )
    from discoverycli.store.reader import Reader


class StoredNote(NamedTuple):
    """An interview as it is stored, and its note as text."""

    interview: InterviewFact
    statements: Sequence[StatementFact]
    promises: Sequence[PromiseFact]
    note: Note
    text: str

    @property
    def head(self) -> Head:
        """The fields above the words."""
        return self.note.head

    @property
    def number(self) -> int:
        """That of the code: 12 for I12."""
        return self.interview.number

    def says(self, text: str) -> bool:
        """Whether `text` is still the note; editors end its last line where it had no end."""
        return text in (self.text, f"{self.text}\n")

    def line_of(self, statement: int) -> int | None:
        """The line of a statement's mark in the text, if it can be found there."""
        wanted = next((s for s in self.statements if s.number == statement), None)
        if wanted is None:
            return None
        said = (wanted.kind, wanted.text)
        return next((m.line for m in self.note.statements if (m.kind, m.text) == said), None)


def load_note(reader: Reader, number: int) -> StoredNote:
    """The note of an interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews
    from discoverycli.store.read.people import is_ambiguous

    fact, of = interviews.one(reader, number), Code("I", number)
    relations = {each.relation.value for each in fact.people}
    segments = {each.segment for each in fact.people}
    head = fact.head._replace(
        with_=tuple(_who(each, is_ambiguous(reader, each.number)) for each in fact.people),
        as_=relations.pop() if len(relations) == 1 else None,
        segment=segments.pop() if len(segments) == 1 else None,
        on=None if fact.held.day is None else str(fact.held),
    )
    text = render_note(head, fact.notes)
    first_line = text.count("\n", 0, len(text) - len(fact.notes)) + 1
    return StoredNote(
        fact,
        interviews.statements(reader, of),
        interviews.promises(reader, of),
        _named(reader, head, fact.notes, first_line),
        text,
    )


def _named(reader: Reader, head: Head, body: str, first_line: int) -> Note:
    from discoverycli.store.read.names import names_in

    return note_of(head, body, first_line=first_line, known=names_in(reader, head.with_))


def _who(person: AttendeeFact, ambiguous: bool) -> Who:
    """By code where the name alone would mean somebody else."""
    code = Code("P", person.number)
    plain = not ambiguous and Code.parse(person.name) is None
    return Who(person.name if plain else str(code), person.organisation)


def changed_text(stored: StoredNote, changes: dict[str, Any]) -> str:
    """The note as text, with some fields of its head changed; an empty one is deleted."""
    fields: dict[str, Any] = {name: value or None for name, value in changes.items()}
    head = stored.head._replace(**fields)
    return render_note(head, stored.interview.notes)


def edited_note(reader: Reader, stored: StoredNote, text: str) -> Note:
    """An edited note, completed with the fields that its head leaves out.

    Raises:
        InputError: it cannot be read, or is empty; the line is named.
    """
    typed, body, first_line, _ = split_note(text)
    if not body.strip():
        raise InputError("there are no words left", f"disco show I{stored.number}")
    base = stored.head
    head = base if typed == Head() else typed
    channel = head.channel or (Channel.PROXY.value if head.via and not base.via else base.channel)
    head = head._replace(
        with_=head.with_ or base.with_,
        on=head.on or base.on,
        channel=channel,
        kind=head.kind or base.kind,
    )
    return _named(reader, head, body, first_line)


def edited_interview(
    stored: StoredNote, note: Note, given: Mapping[str, Any], where: Context
) -> Interview:
    """The interview that an edited note describes.

    What is not changed is not read again: the date stays what it was, and a promise that still
    stands keeps its day, though `by friday` would mean another one by now. A relation or segment
    that the head does not name, or names as before, stays each person's own; people new in the note
    get what they were on that day. For people of whom nothing is known, a whole note's head is
    believed; options that name no relation or segment say nothing about them.

    Args:
        stored: the note before.
        note: the edited one, from `edited_note`.
        given: the fields that came as options, by their names in a head; they are everybody's.
        where: the surroundings.

    Raises:
        InputError: a date or a word that cannot be understood.
    """
    fact, base, head = stored.interview, stored.head, note.head
    # Older versions stored direct words with a `via`: an edit of other fields may leave them.
    same_way = (head.channel, head.via) == (base.channel, base.via)
    settled = settle(note._replace(head=head._replace(via=None)) if same_way else note, where)
    said = _said(base, head, given, where.settings.relation or Relation.UNKNOWN)
    same_day = head.on == base.on
    return settled._replace(
        note=settled.note._replace(head=head),
        attendees=tuple(said._replace(who=who) for who in head.with_),
        held=fact.held if same_day else settled.held,
        origin=fact.origin if same_day else Origin(),
        due=_due(stored, note, settled.due),
    )


def _said(base: Head, head: Head, given: Mapping[str, Any], otherwise: Relation) -> Attendee:
    """What an edit says of a person: a whole note speaks for all, an option for its own field."""
    relation = parse_choice(Relation, head.as_, "relation") if head.as_ else None
    segment = given.get("segment", head.segment or ("" if base.segment else None))
    names_relation, names_segment = (not given or name in given for name in ("as_", "segment"))
    return Attendee(
        head.with_[0],
        relation if "as_" in given or head.as_ != base.as_ else None,
        segment if "segment" in given or head.segment != base.segment else None,
        (relation if names_relation else None) or otherwise,
        (segment if names_segment else None) or None,
    )


def _due(
    stored: StoredNote, note: Note, read: Mapping[int, InterviewDate]
) -> dict[int, InterviewDate]:
    """The day of each promise, by line; a promise that still stands keeps its day, or none."""
    days = {(each.ours, each.text): each.due_on for each in stored.promises}
    due = dict(read)
    for mark in note.followups:
        if (mark.ours, mark.text) in days:
            due.pop(mark.line, None)
            if (day := days[mark.ours, mark.text]) is not None:
                due[mark.line] = InterviewDate.on(day)
    return due
