"""Reads who could still be asked about an opinion, and what each opinion asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from discoverycli.domain.consent import ConsentState, Scope
from discoverycli.domain.facts.people import AskingCriteria
from discoverycli.domain.next_step import Candidate
from discoverycli.domain.vocabulary import Relation
from discoverycli.domain.votes import EvidenceFact, Voice
from discoverycli.store.read import consent, evidence, people
from discoverycli.store.read.evidence_sql import LATEST
from discoverycli.store.reader import Reader
from discoverycli.store.values import RELATIONS, day

_FEW = 40
"""Up to so many hypotheses it is faster to go through the evidence on each than through all that
was heard of late."""

_CRITERIA = f"SELECT r.hypothesis_id, r.fresh_days, r.wrong_if FROM revision r WHERE {LATEST}"
_OUTSIDE = """
SELECT p.id, p.organisation_id, p.relation, p.segment, p.last_contact, p.period_days
FROM person p
WHERE p.relation <> :internal
AND (p.snoozed_until IS NULL OR p.snoozed_until <= :today)
AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.person_uid = p.uid)
"""
_TOOK_BACK = """
SELECT person_id FROM consent WHERE scope = :notes AND withdrawn_on <= :today
"""


def criteria(reader: Reader) -> dict[int, AskingCriteria]:
    """The present criteria of every hypothesis, by its number."""
    return {row[0]: AskingCriteria(row[1], row[2]) for row in reader.rows(_CRITERIA)}


def candidates(reader: Reader, today: date) -> list[Candidate]:
    """Everybody outside who can be asked on `today`, in no order that means anything.

    Left out: who was forgotten, who is snoozed, and who took back their consent to notes.
    """
    gone = _took_back(reader, today)
    rows = reader.rows(_OUTSIDE, {"internal": Relation.INTERNAL, "today": today})
    found = [
        Candidate(
            row[0],
            Voice(row[1], None) if row[1] is not None else Voice(None, row[0]),
            RELATIONS[row[2]],
            row[3],
            day(row[4]),
            row[5],
        )
        for row in rows
        if row[0] not in gone
    ]
    return _without_what_is_to_come(reader, found, today)


def _took_back(reader: Reader, today: date) -> frozenset[int]:
    rows = reader.rows(_TOOK_BACK, {"notes": Scope.NOTES, "today": today})
    numbers = [row[0] for row in rows]
    standings = consent.standings(reader, today, numbers) if numbers else {}
    return frozenset(
        number for number, found in standings.items() if found.notes is ConsentState.WITHDRAWN
    )


def _without_what_is_to_come(
    reader: Reader, found: list[Candidate], today: date
) -> list[Candidate]:
    """For people with a booked call, the last contact is the latest one up to `today`."""
    ahead = [each.number for each in found if each.last_contact and each.last_contact > today]
    if not ahead:
        return found
    lasts = {each.number: each.last_contact for each in people.some(reader, ahead, today)}
    return [
        each._replace(last_contact=lasts[each.number]) if each.number in lasts else each
        for each in found
    ]


def facts(
    reader: Reader, wanted: Mapping[int, AskingCriteria], today: date
) -> dict[int, list[EvidenceFact]]:
    """The evidence on these hypotheses that may be young enough to count, by their numbers."""
    if not wanted:
        return {}
    since = min(each.since(today) for each in wanted.values())
    if len(wanted) > _FEW:
        return evidence.lately(reader, wanted.keys(), since)
    found = evidence.traces(reader, list(wanted), since=since)
    return {number: [trace.fact for trace in traces] for number, traces in found.items()}
