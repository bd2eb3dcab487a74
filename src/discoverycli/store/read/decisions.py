"""Reads decisions: what was chosen, and where the hypotheses behind it stood on that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from discoverycli.domain.decisions import StatusStep, Stood
from discoverycli.domain.facts.decisions import (
    DecisionFact,
    DecisionLean,
    GroundFact,
    NowFact,
    StoodFact,
)
from discoverycli.domain.vocabulary import Status
from discoverycli.errors import NotFoundError
from discoverycli.store import verdict_cache
from discoverycli.store.read.evidence_sql import LAST, weigh
from discoverycli.store.read.facts import maker
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import day, known_day

_GROUNDED = """
SELECT d.id, d.text, d.reason, d.author, d.made_on,
       g.code, g.hypothesis_id, g.holds, g.status, g.was, g.votes_for, g.votes_against, g.asked,
       g.revision
FROM decision d LEFT JOIN ground g ON g.decision_id = d.id
"""
_ALL = f"{_GROUNDED} ORDER BY d.id, g.position"
_SOME = f"{_GROUNDED} WHERE d.id IN ({{}}) ORDER BY d.id, g.position"
_ONE = f"{_GROUNDED} WHERE d.id = :decision ORDER BY g.position"
_OF_HYPOTHESIS = f"{_GROUNDED} WHERE g.hypothesis_id = :hypothesis ORDER BY d.id, g.position"
_DAYS = "SELECT id, made_on FROM decision ORDER BY id"
_LEANS = """
SELECT g.decision_id, g.hypothesis_id, g.holds, g.status, g.was,
       m.status, m.computed_on, m.steady_until,
       CASE WHEN m.status IN ('stale', 'parked') THEN m.result END
FROM ground g LEFT JOIN memo m ON m.hypothesis_id = g.hypothesis_id
WHERE g.hypothesis_id IS NOT NULL
"""

_NOW = f"""
SELECT h.id, h.text, h.parked_until,
       {LAST.format("h.id")},
       m.status, m.computed_on, m.steady_until, m.result
FROM hypothesis h LEFT JOIN memo m ON m.hypothesis_id = h.id
WHERE h.id IN ({{}})
"""
_STEPS = """
SELECT hypothesis_id, moved_on, was, status, interview_id
FROM movement WHERE hypothesis_id IN ({}) ORDER BY hypothesis_id, id
"""
_WORDS = {
    "J": "SELECT id, text FROM job WHERE id IN ({})",
    "S": "SELECT id, text FROM statement WHERE id IN ({})",
    "I": "SELECT id, coalesce(title, kind) FROM interview WHERE id IN ({})",
}


# Calling an Enum class takes three times as long.
_STATUSES = {member.value: member for member in Status}


def all(reader: Reader) -> list[DecisionFact]:  # noqa: A001
    """Every decision, the first one first."""
    return _decisions(reader.rows(_ALL))


def some(reader: Reader, numbers: Sequence[int]) -> list[DecisionFact]:
    """The decisions of some numbers."""
    return _decisions([*reader.rows_in(_SOME, numbers)])


def days(reader: Reader) -> list[tuple[int, date]]:
    """The number of every decision, and the day it was made."""
    return [(number, known_day(made_on)) for number, made_on in reader.rows(_DAYS)]


def leans(reader: Reader, today: date) -> list[DecisionLean]:
    """Every hypothesis that every decision rests on."""
    now: dict[int, Stood] = {}
    found = []
    for decision, number, holds, status, was, *remembered in reader.rows(_LEANS):
        if number not in now:
            now[number] = _unparked(reader, number, remembered, today)
        then = Stood(_STATUSES[status], _STATUSES[was] if was else None)
        found.append(DecisionLean(decision, bool(holds), then, now[number]))
    return found


def one(reader: Reader, number: int) -> DecisionFact:
    """A decision.

    Raises:
        NotFoundError: there is none of that number.
    """
    found = _decisions(reader.rows(_ONE, {"decision": number}))
    if not found:
        raise NotFoundError(f"there is no D{number}", "disco report decisions")
    return found[0]


def of_hypothesis(reader: Reader, number: int) -> list[DecisionFact]:
    """The decisions that rest on a hypothesis, the first one first, with that ground alone."""
    return _decisions(reader.rows(_OF_HYPOTHESIS, {"hypothesis": number}))


def standings(reader: Reader, numbers: Sequence[int], today: date) -> dict[int, NowFact]:
    """Where some hypotheses stand on `today`, by cached verdicts where those still hold."""
    return {row[0]: _now(reader, row, today) for row in reader.rows_in(_NOW, numbers)}


def steps(reader: Reader, numbers: Sequence[int]) -> dict[int, list[StatusStep]]:
    """The changes of status that were noted of some hypotheses, the earliest first."""
    found: dict[int, list[StatusStep]] = {number: [] for number in numbers}
    for number, moved_on, was, status, interview in reader.rows_in(_STEPS, numbers):
        moved = StatusStep(known_day(moved_on), _STATUSES[was], _STATUSES[status], interview)
        found[number].append(moved)
    return found


def words(reader: Reader, codes: Iterable[str]) -> dict[str, str]:
    """The words of jobs, statements and interviews, by code; those that are gone are left out."""
    by_letter: dict[str, list[int]] = {letter: [] for letter in _WORDS}
    for code in dict.fromkeys(codes):
        by_letter[code[0]].append(int(code[1:]))
    return {
        f"{letter}{number}": text
        for letter, numbers in by_letter.items()
        for number, text in reader.rows_in(_WORDS[letter], numbers)
    }


def _unparked(reader: Reader, number: int, remembered: Sequence[Any], today: date) -> Stood:
    """Where a hypothesis would stand if it were not parked.

    `remembered`: the status, the days it was calculated on and holds until, and the whole verdict
    of a stale or parked one."""
    status, computed_on, until, result = remembered
    if not _holds(computed_on, until, today):
        return _bare(reader, number, today)
    if result is None:
        return Stood(_STATUSES[status])
    found = verdict_cache.load(result)
    stood = Stood(found.status, found.was)
    return _bare(reader, number, today) if stood == _UNKNOWN else stood


_UNKNOWN = Stood(Status.PARKED, Status.STALE)
"""Which verdict has gone stale is in no remembered one."""


def _bare(reader: Reader, number: int, today: date) -> Stood:
    bare = weigh(reader.rows, number, today, None)
    return Stood(bare.status, bare.was)


def _holds(computed_on: Any, until: Any, today: date) -> bool:
    if computed_on is None or known_day(computed_on) > today:
        return False
    steady_until = day(until)
    return steady_until is None or steady_until >= today


def _now(reader: Reader, row: Row, today: date) -> NowFact:
    number, text, parked_until, revision, remembered, computed_on, until, result = row
    if _holds(computed_on, until, today):
        now = verdict_cache.load(result)
    else:
        later = None if result is None else verdict_cache.later(result, today)
        now = later or weigh(reader.rows, number, today, day(parked_until))
    stood = Stood(now.status, now.was)
    return NowFact(
        text,
        StoodFact(stood, now.votes_for, now.votes_against, now.asked, revision),
        _bare(reader, number, today) if stood == _UNKNOWN else stood,
        _aged(remembered, day(until), now.status, today),
    )


def _aged(
    remembered: str | None, until: date | None, status: Status, today: date
) -> StatusStep | None:
    """What time alone has changed since the verdict was remembered."""
    if remembered is None or until is None or until >= today or remembered == status.value:
        return None
    return StatusStep(until + timedelta(days=1), Status(remembered), status, by_time=True)


def _decisions(rows: Sequence[Row]) -> list[DecisionFact]:
    """From rows of one decision after the other, one for each ground."""
    made = maker(DecisionFact, 1)
    return [
        made(decision, tuple(_ground(row[5:]) for row in some if row[5] is not None))
        for decision, some in groupby(rows, key=lambda row: row[:5])
    ]


def _ground(row: Row) -> GroundFact:
    code, number, holds, status, was, *counts = row
    then = None
    if status is not None:
        then = StoodFact(Stood(_STATUSES[status], _STATUSES[was] if was else None), *counts)
    return GroundFact(code, number, bool(holds), then)
