"""Reads evidence on many hypotheses at once: who said it and when, and the names of voices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.facts.evidence import EvidenceTrace, EvidenceWords
from discoverycli.domain.text.words import person_label
from discoverycli.domain.votes import EvidenceFact, Voice
from discoverycli.store.read.evidence_sql import (
    FACT,
    PERSON,
    SPEAKS,
    TOOK_PART,
    counting,
    fact,
    with_fact,
)
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import in_lists

if TYPE_CHECKING:
    from discoverycli.domain.facts.people import PartNames

_TRACE = f"{FACT}, e.interview_id, i.author, a.segment"
_TRACES = f"""
SELECT {_TRACE} FROM evidence e {TOOK_PART} {PERSON} WHERE e.hypothesis_id IN ({{}})
"""
# CROSS JOIN keeps the order of the tables, and + the index of the first one. Left to itself,
# SQLite reads all evidence ever on a hypothesis, or even everybody who was ever heard, to
# find what is not too old.
_LATE = """
FROM {0} CROSS JOIN participation a CROSS JOIN person p
WHERE i.held_on >= :since AND e.interview_id = i.id
AND a.interview_id = e.interview_id AND a.person_id = e.person_id AND p.id = e.person_id
"""
_DAY_BY_DAY = "interview i CROSS JOIN evidence e"
_RECENT = f"SELECT {_TRACE} {_LATE.format(_DAY_BY_DAY)}"
_LATELY = f"SELECT {FACT} {_LATE.format(_DAY_BY_DAY)}"
_SOURCES = f"SELECT {FACT}, i.author {_LATE} AND {SPEAKS} AND {{1}} IN ({{2}})"
_BY_DAY = (_DAY_BY_DAY, "+e.hypothesis_id")
_BY_HYPOTHESIS = ("evidence e CROSS JOIN interview i", "e.hypothesis_id")
_SHARES = """
SELECT (SELECT count(*) FROM interview WHERE held_on >= :since), (SELECT count(*) FROM interview),
       (SELECT count(*) FROM hypothesis)
"""
_WORDS = """
SELECT e.id, e.text, p.name, o.name
FROM evidence e
JOIN person p ON p.id = e.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE e.id IN ({})
"""
_REFERRERS = "SELECT id, referred_by_id FROM person WHERE referred_by_id IS NOT NULL"


def traces(
    reader: Reader, numbers: Sequence[int], *, since: date | None = None
) -> dict[int, list[EvidenceTrace]]:
    """What verdicts weigh on each of these hypotheses, and where each piece of it comes from, in no
    order that means anything.

    Args:
        reader: the open journal.
        numbers: of the hypotheses. Each is a key of the result, with or without evidence.
        since: leaves out what was held before this day or on no known day.
    """
    found: dict[int, list[EvidenceTrace]] = {number: [] for number in numbers}
    for marks, some in in_lists(list(found)):
        text, values = _TRACES.format(marks), [*some]
        if since:
            text, values = f"{text} AND i.held_on >= ?", [*some, since]
        for row in reader.rows(text, values):
            found[row[1]].append(EvidenceTrace(*with_fact(row)))
    return found


def recent(reader: Reader, numbers: Collection[int], since: date) -> dict[int, list[EvidenceTrace]]:
    """As `traces`, for so many hypotheses that it is quicker to go through the days than through
    each hypothesis' evidence of all years."""
    found: dict[int, list[EvidenceTrace]] = {number: [] for number in numbers}
    for row in reader.rows(_RECENT, {"since": since}):
        if row[1] in found:
            found[row[1]].append(EvidenceTrace(*with_fact(row)))
    return found


def lately(reader: Reader, numbers: Collection[int], since: date) -> dict[int, list[EvidenceFact]]:
    """As `recent`, without where it comes from."""
    found: dict[int, list[EvidenceFact]] = {number: [] for number in numbers}
    for row in reader.rows(_LATELY, {"since": since}):
        if row[1] in found:
            found[row[1]].append(fact(row))
    return found


def sources(
    reader: Reader, numbers: Collection[int], *, since: date
) -> dict[int, Iterator[tuple[EvidenceFact, str]]]:
    """The evidence on each of these hypotheses and who logged it, in no order that means anything.

    Evidence before `since` or of no known day, passed on by others, said by one of us, or below
    `says` is left out: none of it ever counts. It can be gone through once: all of it at the same
    time would be much to keep.
    """
    fresh, all_interviews, all_hypotheses = reader.rows(_SHARES, {"since": since})[0]
    by_day = fresh * all_hypotheses < len(numbers) * all_interviews
    query = _SOURCES.format(
        *(_BY_DAY if by_day else _BY_HYPOTHESIS), ", ".join(str(int(each)) for each in numbers)
    )
    found: dict[int, list[Row]] = {number: [] for number in numbers}
    for row in reader.rows(query, {"since": since}):
        found[row[1]].append(row)
    return {number: ((fact(r), r[-1]) for r in rows) for number, rows in found.items()}


def words(reader: Reader, numbers: Sequence[int]) -> dict[int, EvidenceWords]:
    """What each of these pieces of evidence says; they are numbered as facts are."""
    return {number: EvidenceWords(*said) for number, *said in reader.rows_in(_WORDS, numbers)}


def referrers(reader: Reader) -> dict[int, int]:
    """Person → who sent them to us; people whom nobody sent are left out."""
    return dict(reader.rows(_REFERRERS))


def line(person: int, sent: dict[int, int]) -> tuple[int, ...]:
    """Who sent a person, who sent them, and so on; a circle is left where it closes."""
    found: dict[int, None] = {}
    while (before := sent.get(person)) is not None and before not in found:
        found[before] = None
        person = before
    return tuple(found)


_VOICE = "CASE WHEN p.organisation_id IS NULL THEN -p.id ELSE p.organisation_id END"


_KNOWN = {
    True: f"SELECT count(DISTINCT e.person_id) FROM evidence e {TOOK_PART} WHERE ",
    False: f"""
SELECT count(DISTINCT {_VOICE}) FROM evidence e {TOOK_PART} {PERSON} WHERE """,
}


def known_voices(reader: Reader, today: date, *, people: bool) -> int:
    """How many voices, or `people`, have evidence that counts today, on any hypothesis."""
    condition, parameters = counting(reader, today)
    count = _KNOWN[people]
    found = reader.value(f"{count}{condition}", parameters)
    assert isinstance(found, int)
    return found


_ORGANISATIONS = "SELECT id, name FROM organisation WHERE id IN ({})"


_NAMES = """
SELECT p.id, p.name, o.name FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE p.id IN ({})
"""


def part_names(
    reader: Reader, organisations: Collection[int], people: Collection[int]
) -> PartNames:
    """What organisations are called, and people with where they belong."""
    from discoverycli.domain.facts.people import PartNames

    rows = reader.rows_in(_NAMES, sorted(people))
    return PartNames(
        dict(reader.rows_in(_ORGANISATIONS, sorted(organisations))),
        {number: (name, organisation) for number, name, organisation in rows},
    )


def voice_names(reader: Reader, voices: Collection[Voice]) -> dict[Voice, str]:
    """What voices are called: an organisation by its name, a person with where they belong."""
    organisations = [each.organisation for each in voices if each.organisation is not None]
    people = [each.person for each in voices if each.person is not None]
    found = part_names(reader, organisations, people)
    return {
        **{Voice(number, None): name for number, name in found.organisations.items()},
        **{Voice(None, number): person_label(*names) for number, names in found.people.items()},
    }
