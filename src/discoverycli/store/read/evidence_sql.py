"""Defines once, in SQL, what evidence is, which of it counts, and by which criteria.

What counts is the same as in `domain.votes.not_counted`, for reports on all evidence at once. The
parts that queries are made of are constants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import Verdict, verdict
from discoverycli.domain.vocabulary import Rung, Stance, month_end
from discoverycli.domain.votes import EvidenceFact
from discoverycli.store.reader import Reader
from discoverycli.store.values import CHANNELS, RELATIONS, Parameters, held

Rows = Callable[[str, Parameters], Iterable[Any]]
"""Runs a query with parameters: what a reader and a session have in common."""

FACT = """
e.id, e.hypothesis_id, e.stance, e.rung, e.person_id, p.organisation_id,
a.relation, i.channel, i.held_on, i.precision"""
"""What a verdict weighs, in the order of `fact`: of the evidence `e` (or of a job's hire) in the
interview `i` by the person `p`, who took part as `a` says."""

TOOK_PART = """
JOIN interview i ON i.id = e.interview_id
JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
"""
PERSON = "JOIN person p ON p.id = e.person_id"
EVIDENCE = f"SELECT {FACT} FROM evidence e {TOOK_PART} {PERSON}"
_OF_HYPOTHESIS = f"{EVIDENCE} WHERE e.hypothesis_id = :hypothesis"

_CRITERIA = ("voices", "majority", "lived", "prospects", "against", "fresh_days")
RULE = ", ".join(f"r.{name}" for name in _CRITERIA)
"""The criteria of a revision `r`, in the order of `rule`."""

LAST = "(SELECT max(x.number) FROM revision x WHERE x.hypothesis_id = {})"
"""The number of the latest revision of a hypothesis."""

LATEST = f"r.number = {LAST.format('r.hypothesis_id')}"
"""Whether a revision `r` is the latest of its hypothesis."""

_RULE = f"SELECT {RULE} FROM revision r WHERE r.hypothesis_id = :hypothesis AND {LATEST}"
_RULES = f"SELECT {RULE}, r.hypothesis_id FROM revision r WHERE {LATEST}"
_LIMITS = f"SELECT DISTINCT r.fresh_days FROM revision r WHERE {LATEST}"
_OF_LIMIT = f"""
SELECT r.hypothesis_id FROM revision r WHERE {LATEST} AND r.fresh_days = :limit{{0}}
"""

SPEAKS = f"i.channel <> 'proxy' AND a.relation <> 'internal' AND e.rung >= {int(Rung.SAYS)}"
"""What counts on some day, if its own day is known."""

HELD = """
(i.held_on <= :today
 OR i.precision = 'month' AND i.held_on <= :month_end
 OR i.precision = 'year' AND i.held_on <= :year_end)
"""
"""What may have been held by today; with `on(today)`."""

EVER = f"{SPEAKS} AND {HELD}"
"""What counts today or would but for its age; with `on(today)`."""

# Looking a word up here takes a third of the time that its Enum class takes.
_STANCES = {member.value: member for member in Stance}
_RUNGS = {int(member): member for member in Rung}


def fact(row: Any) -> EvidenceFact:
    """What begins with `FACT`, as a fact: the one place that knows the order of its columns."""
    return EvidenceFact(
        row[0],
        row[1],
        _STANCES[row[2]],
        _RUNGS[row[3]],
        row[4],
        row[5],
        RELATIONS[row[6]],
        CHANNELS[row[7]],
        held(row[8], row[9]),
    )


def with_fact(row: Any) -> tuple[Any, ...]:
    """The fact that a row begins with, and the rest of the row."""
    return fact(row), *row[10:]


def rule(row: Any) -> Rule:
    """What begins with `RULE`, as a rule."""
    return Rule(**dict(zip(_CRITERIA, row, strict=False)))


def rule_of(rows: Rows, number: int) -> Rule:
    """The present rule of a hypothesis."""
    (found,) = rows(_RULE, {"hypothesis": number})
    return rule(found)


def evidence_of(rows: Rows, number: int) -> Iterator[EvidenceFact]:
    """Everything that the verdict on a hypothesis weighs."""
    return map(fact, rows(_OF_HYPOTHESIS, {"hypothesis": number}))


def weigh(rows: Rows, number: int, today: date, parked_until: date | None) -> Verdict:
    """The verdict on a hypothesis on `today`, of all evidence."""
    of, by = evidence_of(rows, number), rule_of(rows, number)
    return verdict(of, by, today=today, parked_until=parked_until)


def on(today: date) -> dict[str, object]:
    """The parameters of `HELD`."""
    year_end = date(today.year, 12, 31)
    return {"today": today, "month_end": month_end(today), "year_end": year_end}


def counting(reader: Reader, today: date) -> tuple[str, dict[str, object]]:
    """The condition for what counts today, and its parameters.

    Every hypothesis has an age limit of its own. The longest comes first, as a condition of its
    own, so that the index on days skips what no hypothesis counts.
    """
    limits = sorted((row[0] for row in reader.rows(_LIMITS)), reverse=True) or [Rule().fresh_days]
    parameters = {**on(today), "since": oldest(today, limits[0])}
    condition = f"{EVER} AND i.held_on >= :since"
    for place, limit in enumerate(limits[1:]):
        parameters[f"limit{place}"] = limit
        parameters[f"since{place}"] = oldest(today, limit)
        some = _OF_LIMIT.format(place)
        condition += f" AND (i.held_on >= :since{place} OR e.hypothesis_id NOT IN ({some}))"
    return condition, parameters


def oldest(today: date, fresh_days: int) -> date:
    """The first day that is not too long ago."""
    return today - timedelta(days=min(fresh_days, today.toordinal() - 1))


def rules(reader: Reader) -> dict[int, Rule]:
    """The present rule of every hypothesis."""
    made: dict[tuple[int, ...], Rule] = {}
    found = {}
    for *criteria, number in reader.rows(_RULES):
        key = tuple(criteria)
        if key not in made:
            made[key] = rule(criteria)
        found[number] = made[key]
    return found
