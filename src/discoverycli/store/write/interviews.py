"""Stores interviews, who was in them, and what their notes mark."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from discoverycli.domain.note.interview import Attendee, Interview, is_contact
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models import interviews as models
from discoverycli.store.models.interviews import Participation
from discoverycli.store.schema import TABLES
from discoverycli.store.sql import new_uid, next_number
from discoverycli.store.write import doubles, marks, people, search
from discoverycli.store.write.marks import Marking, Stored
from discoverycli.store.write.people import Named


def add(
    session: Session,
    interview: Interview,
    *,
    author: str,
    today: date,
    logged_at: str,
    rule: Rule,
    again: bool = True,
) -> Stored:
    """Stores an interview with the people it names and all that its note marks.

    `rule` holds the criteria of hypotheses that the note writes down; `again` stores it even if it
    is stored already.

    Raises:
        DoubleError: the same words of the same people on the same day are stored, and not `again`.
        NotFoundError: a code in the note that nothing has; the line is named.
        InputError: nobody was named, a name fits several people.
    """
    stored = Stored(next_number(session, "I"), is_new=True)
    _name_people(session, interview, stored, {}, today)
    if not again:
        outside = [n for n, (what, _) in stored.parts.items() if what is not Relation.INTERNAL]
        stored.alike = doubles.compare(
            session, outside or list(stored.parts), interview.held, interview.note.body
        )
    row = models.Interview.build(
        id=stored.number,
        uid=new_uid(),
        author=author,
        logged_at=logged_at,
        contact=is_contact(interview.channel, stored.relations),
        **(interview.origin._asdict() | _fields(interview)),
    )
    session.add(row)
    session.flush()
    _fill(row, Marking(session, interview, stored, author, today, rule))
    return stored


def replace(
    session: Session,
    number: int,
    version: int,
    interview: Interview,
    *,
    author: str,
    today: date,
    rule: Rule,
) -> Stored:
    """Puts an edited note in an interview's place.

    What the note still says keeps its code; evidence that was linked by hand stays.

    Args:
        session: the open journal.
        number: the interview.
        version: the version that was edited.
        interview: the edited interview.
        author: who edits.
        today: the day evidence is added on.
        rule: the criteria of hypotheses that the note writes down.

    Raises:
        InputError: someone else changed it meanwhile, or as in `add`.
    """
    row = session.get(models.Interview, number)
    if row is None:
        raise NotFoundError(f"there is no I{number}", "disco report --quarter")
    if row.version != version:
        raise InputError(
            f"I{number} was changed by someone else meanwhile", f"disco edit I{number} once more"
        )
    former = _participants(session, number)
    stored = Stored(number, touched=marks.hypotheses_of(session, number))
    _name_people(session, interview, stored, former, today)
    for name, value in _fields(interview).items():
        setattr(row, name, value)
    row.contact = is_contact(interview.channel, stored.relations)
    row.version += 1
    gone = set(former) - {named.number for named in stored.people}
    for person in sorted(gone):
        _take_out(session, number, person)
    _fill(row, Marking(session, interview, stored, author, today, rule))
    for person in sorted(gone):
        people.refresh(session, person)
    return stored


_COLUMNS = {column.name for column in TABLES["interview"]}


def when_held(interview: Interview) -> dict[str, object]:
    """The columns that say when it was held, also as its file has it; not which file that was."""
    day, precision = interview.held
    origin = interview.origin._asdict()
    del origin["source"], origin["content_hash"]
    return {"held_on": day, "precision": precision, **origin}


def _fields(interview: Interview) -> dict[str, object]:
    """The columns that an edit writes: the fields of a note's head as they stand, without what
    was worked out from them, and its words."""
    fields = interview.note.head._asdict() | interview._asdict()
    said = {name: value for name, value in fields.items() if name in _COLUMNS}
    return {**when_held(interview), "notes": interview.note.body, **said}


Part = tuple[Relation, str | None]


def _participants(session: Session, number: int) -> dict[int, Part]:
    found = sql.rows(
        session,
        "SELECT person_id, relation, segment FROM participation WHERE interview_id = :number",
        {"number": number},
    )
    return {row[0]: (Relation(row[1]), row[2]) for row in found}


def _name_people(
    session: Session, interview: Interview, stored: Stored, former: dict[int, Part], today: date
) -> None:
    """Finds or makes everybody, and decides their relation on that day: as said, else as the
    interview had it before, else as their other interviews tell."""
    if not interview.attendees:
        raise InputError("nobody was named", "disco log 'PERSON @ ORGANISATION' WORDS")
    parts: dict[int, Part] = {}
    for attendee in interview.attendees:
        named = people.find_or_add(session, attendee.who, today=today)
        if named.number in parts:
            continue
        relation, segment = former.get(named.number) or _part(
            session, attendee, named, interview.held.day, today
        )
        if attendee.segment is not None:
            segment = attendee.segment or None
        parts[named.number] = (attendee.relation or relation, segment)
        stored.people.append(named)
    stored.parts = parts


def _part(
    session: Session, attendee: Attendee, named: Named, held: date | None, today: date
) -> Part:
    """Somebody's relation and segment on a day, where the interview itself does not say."""
    relation, segment = people.on_day(session, named, held, today)
    if relation is not Relation.UNKNOWN:
        return relation, segment
    return attendee.otherwise, segment or attendee.otherwise_segment


def _fill(row: models.Interview, marking: Marking) -> None:
    session, stored = marking.session, marking.stored
    for position, (person, (relation, segment)) in enumerate(stored.parts.items()):
        part = Participation.build(
            interview_id=row.id,
            person_id=person,
            position=position,
            relation=relation,
            segment=segment,
        )
        session.add(part) if stored.is_new else session.merge(part)
    session.flush()
    marking.store()
    search.index(session, "interview", row.id, row.title or "", row.notes)
    for named in stored.people:
        people.refresh(session, named.number)


def _take_out(session: Session, number: int, person: int) -> None:
    """Refused where something is linked to the words of the person who is taken out."""
    key = {"number": number, "person": person}
    linked = sql.value(
        session,
        "SELECT hypothesis_id FROM evidence "
        "WHERE interview_id = :number AND person_id = :person AND linked = :yes",
        {**key, "yes": True},
    )
    if linked is not None:
        raise InputError(
            f"P{person} cannot leave I{number}: their words are evidence on H{linked}",
            f"disco show H{linked}",
        )
    marks.forget(session, number, person)
    sql.run(
        session,
        "DELETE FROM participation WHERE interview_id = :number AND person_id = :person",
        key,
    )
    session.expire_all()
