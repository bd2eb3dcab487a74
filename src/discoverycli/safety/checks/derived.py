"""Checks what follows from other rows: verdicts, last contacts, keys, counters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from discoverycli.domain.note.interview import is_contact
from discoverycli.domain.verdicts import Verdict
from discoverycli.domain.vocabulary import Relation
from discoverycli.safety.checks.check import Finding, Repair, Subject, codes, some
from discoverycli.store import verdict_cache
from discoverycli.store.derived_keys import KEYS, stale
from discoverycli.store.read.evidence_sql import weigh
from discoverycli.store.values import CHANNELS, RELATIONS, day

_MEMOS = """
SELECT h.id, h.parked_until, m.status, m.steady_until, m.result,
       m.computed_on <= :today AND (m.steady_until IS NULL OR m.steady_until >= :today),
       coalesce((SELECT v.status FROM movement v WHERE v.hypothesis_id = h.id
                 ORDER BY v.id DESC LIMIT 1), 'unvalidated')
FROM hypothesis h JOIN memo m ON m.hypothesis_id = h.id
WHERE EXISTS (SELECT 1 FROM revision r WHERE r.hypothesis_id = h.id)
ORDER BY h.id
"""


def verdicts(subject: Subject) -> Iterator[Finding]:
    """Whether cached verdicts are those that the evidence gives today."""
    memos = subject.reader.rows(_MEMOS, {"today": subject.today})
    if wrong := [row[0] for row in memos if _is_wrong(subject, row)]:
        yield Finding(
            f"remembered verdicts are not what the evidence says: {codes('H', wrong)}",
            repair=Repair("verdicts", tuple(wrong)),
        )


def _is_wrong(subject: Subject, row: tuple[Any, ...]) -> bool:
    number, parked, status, until, result, holds, last = row
    if status != last:
        return True
    try:
        remembered: Verdict | None = verdict_cache.load(result)
    except (ValueError, KeyError, TypeError, AttributeError):
        return True
    if not holds:
        remembered = verdict_cache.later(result, subject.today)
    if remembered is None:
        return False
    now = weigh(subject.reader.rows, number, subject.today, day(parked))
    wanted = verdict_cache.load(verdict_cache.dump(now))
    said = (wanted.status.value, wanted.steady_until) if holds else (status, day(until))
    return (remembered, status, day(until)) != (wanted, *said)


# All last contacts in one pass: asked person by person, SQLite goes through all contacts each time.
_CONTACTS = """
SELECT p.id FROM person p LEFT JOIN (
    SELECT a.person_id AS person, max(i.held_on) AS held_on
    FROM participation a JOIN interview i ON i.id = a.interview_id
    WHERE i.contact = 1 GROUP BY a.person_id
) last ON last.person = p.id
WHERE p.last_contact IS NOT last.held_on ORDER BY p.id
"""
_CHANNELS = "SELECT id, channel, contact FROM interview ORDER BY id"
_PARTS = "SELECT interview_id, relation FROM participation"


def miscounted(rows: Callable[[str], Iterable[Any]]) -> Iterator[tuple[int, bool]]:
    """Interviews stored with a wrong mark for being a contact, each with the right one."""
    relations: dict[int, list[Relation]] = {}
    for number, relation in rows(_PARTS):
        relations.setdefault(number, []).append(RELATIONS[relation])
    for number, channel, noted in rows(_CHANNELS):
        contact = is_contact(CHANNELS[channel], tuple(relations.get(number, ())))
        if contact != bool(noted):
            yield number, contact


def contacts(subject: Subject) -> Iterator[Finding]:
    """Whether what counts as a contact is noted with interviews and people."""
    wrong = [number for number, _ in miscounted(subject.reader.rows)]
    people, repair = subject.reader.firsts(_CONTACTS), Repair("contacts")
    if wrong:
        yield Finding(
            f"whether an interview was a contact is noted wrongly: {codes('I', wrong)}",
            repair=repair,
        )
    if people:
        yield Finding(f"a last contact is noted wrongly: {codes('P', people)}", repair=repair)


def keys(subject: Subject) -> Iterator[Finding]:
    """Whether names and words are found by what they say."""
    if kept := [f"{KEYS[each.noun][0]}{each.key}" for each in stale(subject.reader.rows)]:
        yield Finding(
            "the record of changes holds words that were taken out of the journal: "
            f"{some([*dict.fromkeys(kept)])}",
            repair=Repair("erasures"),
        )
    for table, (letter, words, key, made) in KEYS.items():
        rows = subject.reader.rows(f"SELECT id, {words}, {key} FROM {table} ORDER BY id")  # noqa: S608
        if wrong := [number for number, text, known in rows if made(text) != known]:
            yield Finding(
                f"what they are looked up by does not fit their words: {codes(letter, wrong)}",
                repair=Repair("names", (table, *wrong)),
            )


COUNTED = {
    "P": "person", "I": "interview", "S": "statement", "H": "hypothesis", "J": "job",
    "organisation": "organisation", "evidence": "evidence", "hire": "hire",
    "followup": "followup", "movement": "movement", "pause": "pause",
    "D": "decision", "prediction": "prediction", "why": "why",
}  # fmt: skip
"""The counters, and the table whose numbers each gives."""

HIGHEST = """
SELECT max(coalesce((SELECT max(id) FROM {table}), 0), coalesce((SELECT max(CAST(key AS INTEGER))
    FROM change WHERE noun = '{table}'), 0))
"""
"""The highest number that a table has, or had."""


def counters(subject: Subject) -> Iterator[Finding]:
    """Whether a new thing would get a number that was given before."""
    given: dict[str, int] = dict(subject.reader.rows("SELECT name, last FROM counter"))
    behind = [
        name
        for name, table in COUNTED.items()
        if given.get(name, 0) < subject.reader.value(HIGHEST.format(table=table))
    ]
    if behind:
        said = f"a number that was given could be given again: {some(behind)}"
        yield Finding(said, repair=Repair("codes", tuple(behind)))
