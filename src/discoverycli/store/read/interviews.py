"""Reads an interview, and what was said: in it, by a person, about a job."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from discoverycli.domain.facts.calls import (
    AttendeeFact,
    EvidenceLine,
    HireLine,
    InterviewFact,
    PromiseFact,
    StatementFact,
)
from discoverycli.domain.note.interview import Origin
from discoverycli.domain.note.notes import Head, Who
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Channel, Code, InterviewKind
from discoverycli.errors import NotFoundError
from discoverycli.store.read.evidence_sql import FACT, LATEST, RULE
from discoverycli.store.read.facts import facts, maker
from discoverycli.store.reader import Reader
from discoverycli.store.schema import TABLES
from discoverycli.store.values import held

SAID = tuple(column.name for column in TABLES["interview"] if column.name in Head._fields)
"""The columns of an interview that its note says in fields of the same names."""

_OWN = tuple(c.name for c in TABLES["interview"] if c.name in InterviewFact._fields)
_INTERVIEW = f"""
SELECT held_on, precision, {", ".join((*Origin._fields, *SAID, *_OWN))}
FROM interview WHERE id = :number
"""
_ATTENDEES = """
SELECT p.id, p.name, o.name, a.relation, a.segment
FROM participation a
JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE a.interview_id = :number
ORDER BY a.position
"""
# The parts that queries are put together from are constants.
_JOINS = """
JOIN interview i ON i.id = a.interview_id
JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
"""
_STATEMENTS = f"""
SELECT s.id, s.interview_id, i.held_on, i.precision, s.person_id, p.name, o.name, s.line,
       s.kind, s.rung, s.verbatim, s.text
FROM participation a
JOIN statement s ON s.interview_id = a.interview_id AND s.person_id = a.person_id
{_JOINS}
WHERE {{}} = :number
ORDER BY s.interview_id, s.line, s.id
"""
_EVIDENCE = f"""
SELECT {FACT}, {RULE}, e.interview_id, e.statement_id, e.text, p.name, o.name, h.text, e.linked
FROM participation a
JOIN evidence e ON e.interview_id = a.interview_id AND e.person_id = a.person_id
{_JOINS}
JOIN hypothesis h ON h.id = e.hypothesis_id
JOIN revision r ON r.hypothesis_id = h.id AND {LATEST}
WHERE {{}} = :number
ORDER BY e.interview_id, e.line, e.id
"""
_HIRES = f"""
SELECT e.id, e.job_id, CASE WHEN e.hired = :yes THEN 'supports' ELSE 'refutes' END, e.rung,
       e.person_id, p.organisation_id, a.relation, i.channel, i.held_on, i.precision,
       e.interview_id, e.text, p.name, o.name, t.text, i.via
FROM participation a
JOIN hire e ON e.interview_id = a.interview_id AND e.person_id = a.person_id
{_JOINS}
JOIN job t ON t.id = e.job_id
WHERE {{}} = :number
ORDER BY e.interview_id, e.line, e.id
"""
_PROMISES = f"""
SELECT f.interview_id, f.person_id, p.name, o.name, f.ours, f.text, f.due_on, f.done_on
FROM participation a
JOIN followup f ON f.interview_id = a.interview_id AND f.person_id = a.person_id
{_JOINS}
WHERE {{}} = :number
ORDER BY f.interview_id, f.line, f.id
"""
_THEMES = "SELECT statement_id, name FROM theme WHERE statement_id IN ({}) ORDER BY name"
_OF = {"I": "a.interview_id", "P": "a.person_id"}


def one(reader: Reader, number: int) -> InterviewFact:
    """An interview with its people.

    Raises:
        NotFoundError: there is none of that number.
    """
    key = {"number": number}
    row = reader.row(_INTERVIEW, key)
    if row is None:
        raise NotFoundError(f"there is no I{number}", "disco search WORDS")
    people = tuple(facts(reader, AttendeeFact, _ATTENDEES, key))
    day, precision, *values = row
    origin = Origin(*(values.pop(0) for _ in Origin._fields))
    head = Head(**{name: values.pop(0) for name in SAID})
    own = dict(zip(_OWN, values, strict=True))
    own |= {"kind": InterviewKind(own["kind"]), "channel": Channel(own["channel"])}
    return InterviewFact(
        number=number, held=held(day, precision), origin=origin, head=head, people=people, **own
    )


def since(reader: Reader, moment: str, notes: str, people: Iterable[Who]) -> int | None:
    """The interview that was logged at `moment` (UTC, ISO 8601) or later with these notes and with
    these people, by their names or codes, and their organisations where these are said."""
    wanted = {(name_key(each.name), name_key(each.organisation or "")) for each in people}
    rows = reader.rows(_SINCE, {"notes": notes, "moment": moment})
    for number, found in groupby(rows, key=lambda row: row[0]):
        there = {
            (name, place)
            for _, person, key, organisation in found
            for name in (key, name_key(f"P{person}"))
            for place in ("", organisation)
        }
        if wanted <= there:
            return int(number)
    return None


_SINCE = """
SELECT i.id, p.id, p.name_key, coalesce(o.name_key, '') FROM interview i
JOIN participation a ON a.interview_id = i.id JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE i.notes = :notes AND i.logged_at >= :moment ORDER BY i.id
"""


def statements(reader: Reader, of: Code) -> list[StatementFact]:
    """What was said in an interview (I), by a person (P), or as one statement (S)."""
    key = {"number": of.number}
    rows = reader.rows(_STATEMENTS.format({**_OF, "S": "s.id"}[of.prefix]), key)
    themes = _themes(reader, [number for number, *_ in rows])
    made = maker(StatementFact, 1)
    return [made((number, *row), tuple(themes.get(number, ()))) for number, *row in rows]


def evidence(reader: Reader, of: Code) -> list[EvidenceLine]:
    """What an interview (I), a person (P) or a statement (S) says about hypotheses."""
    sql = _EVIDENCE.format({**_OF, "S": "e.statement_id"}[of.prefix])
    return facts(reader, EvidenceLine, sql, {"number": of.number})


def hires(reader: Reader, of: Code) -> list[HireLine]:
    """What was hired and fired in an interview (I), by a person (P) or for a job (J)."""
    sql = _HIRES.format({**_OF, "J": "e.job_id"}[of.prefix])
    return facts(reader, HireLine, sql, {"number": of.number, "yes": True})


def promises(reader: Reader, of: Code) -> list[PromiseFact]:
    """What was promised in an interview (I), or by and to a person (P)."""
    sql = _PROMISES.format(_OF[of.prefix])
    return facts(reader, PromiseFact, sql, {"number": of.number})


def _themes(reader: Reader, numbers: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, name in reader.rows_in(_THEMES, numbers):
        found.setdefault(number, []).append(name)
    return found
