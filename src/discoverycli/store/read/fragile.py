"""Owns reading what verdicts rest on: who said what to whom of us, and what that is called.

`sources(reader, numbers, since)` is what can count, without the words; `names(reader, …)` what the
organisations and people among it are called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from discoverycli.domain.facts.people import PartNames
from discoverycli.domain.vocabulary import Channel, Relation, Rung
from discoverycli.domain.votes import EvidenceFact
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader, Row

# CROSS JOIN keeps to the order of the tables, and + to the index of the first one. By its own
# lights SQLite reads all evidence ever on a hypothesis, or even everybody who was ever heard, to
# find what is not too old.
_SOURCES = """
SELECT e.id, e.hypothesis_id, e.stance, e.rung, e.person_id, p.organisation_id,
       a.relation, i.channel, i.held_on, i.precision, i.author
FROM {0} CROSS JOIN participation a CROSS JOIN person p
WHERE i.held_on >= :since AND i.channel <> :proxy AND e.rung >= :says
AND {1} IN ({2}) AND e.interview_id = i.id
AND a.interview_id = e.interview_id AND a.person_id = e.person_id AND a.relation <> :internal
AND p.id = e.person_id
"""
_BY_DAY = ("interview i CROSS JOIN evidence e", "+e.hypothesis_id")
_BY_HYPOTHESIS = ("evidence e CROSS JOIN interview i", "e.hypothesis_id")
_SHARES = """
SELECT (SELECT count(*) FROM interview WHERE held_on >= :since), (SELECT count(*) FROM interview),
       (SELECT count(*) FROM hypothesis)
"""
_ORGANISATIONS = "SELECT id, name FROM organisation WHERE id IN ({})"
_PEOPLE = """
SELECT p.id, p.name, o.name FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE p.id IN ({})
"""


def sources(
    reader: Reader, numbers: Collection[int], *, since: date
) -> dict[int, Iterator[tuple[EvidenceFact, str]]]:
    """The evidence on each of these hypotheses and who logged it, in no order that means anything.

    Left out is what was held before `since` or on no known day, what others passed on, what one of
    us said, and what is below `says`: none of it ever counts. It can be gone through once: all of
    it at the same time would be much to keep.
    """
    fresh, all_interviews, all_hypotheses = reader.rows(_SHARES, {"since": since})[0]
    by_day = fresh * all_hypotheses < len(numbers) * all_interviews
    query = _SOURCES.format(
        *(_BY_DAY if by_day else _BY_HYPOTHESIS), ", ".join(str(int(each)) for each in numbers)
    )
    found: dict[int, list[Row]] = {number: [] for number in numbers}
    never = {"proxy": Channel.PROXY, "internal": Relation.INTERNAL, "says": int(Rung.SAYS)}
    for row in reader.rows(query, {"since": since, **never}):
        found[row[1]].append(row)
    return {number: map(_source, rows) for number, rows in found.items()}


def _source(row: Row) -> tuple[EvidenceFact, str]:
    return verdict_cache.fact(row), row[10]


def names(reader: Reader, organisations: Collection[int], people: Collection[int]) -> PartNames:
    """What these are called."""
    return PartNames(
        dict(reader.rows_in(_ORGANISATIONS, sorted(organisations))),
        {
            number: (name, organisation)
            for number, name, organisation in reader.rows_in(_PEOPLE, sorted(people))
        },
    )
