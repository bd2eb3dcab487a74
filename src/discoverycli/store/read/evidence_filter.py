"""Owns what counts, as the database tells it: the same as `domain.votes.not_counted`, for reports
on all evidence at once."""

from __future__ import annotations

from datetime import date, timedelta

from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Rung, month_end
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader

_LATEST = (
    "r.number = (SELECT max(x.number) FROM revision x WHERE x.hypothesis_id = r.hypothesis_id)"
)
# The parts that queries are put together from are constants.
_LIMITS = f"SELECT DISTINCT r.fresh_days FROM revision r WHERE {_LATEST}"  # noqa: S608
_RULES = f"""
SELECT r.voices, r.majority, r.lived, r.prospects, r.against, r.fresh_days, r.hypothesis_id
FROM revision r WHERE {_LATEST}
"""  # noqa: S608
_OF_LIMIT = f"""
SELECT r.hypothesis_id FROM revision r WHERE {_LATEST} AND r.fresh_days = :limit{{0}}
"""  # noqa: S608

FROM_EVIDENCE = """
FROM evidence e
JOIN interview i ON i.id = e.interview_id
JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
"""
"""What the conditions are about."""

EVER = """
i.channel <> 'proxy' AND a.relation <> 'internal' AND e.rung >= :says
AND (i.held_on <= :today
     OR i.precision = 'month' AND i.held_on <= :month_end
     OR i.precision = 'year' AND i.held_on <= :year_end)
"""
"""What counts today or would but for its age; with `on(today)`."""


def on(today: date) -> dict[str, object]:
    """The parameters of `EVER`."""
    return {
        "says": Rung.SAYS.value,
        "today": today,
        "month_end": month_end(today),
        "year_end": date(today.year, 12, 31),
    }


def now(reader: Reader, today: date) -> tuple[str, dict[str, object]]:
    """The condition for what counts today, and its parameters.

    Every hypothesis has an age limit of its own. The longest stands first and alone, so that the
    index on days leaves out what no hypothesis counts.
    """
    limits = sorted((row[0] for row in reader.rows(_LIMITS)), reverse=True) or [Rule().fresh_days]
    parameters = on(today)
    parameters["since"] = oldest(today, limits[0])
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
    for row in reader.rows(_RULES):
        criteria = row[:6]
        if criteria not in made:
            made[criteria] = verdict_cache.rule(row)
        found[row[6]] = made[criteria]
    return found
