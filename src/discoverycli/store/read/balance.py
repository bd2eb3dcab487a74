"""Reads who the contacts were with and how they came about, counted by the database."""

from __future__ import annotations

from datetime import date

from discoverycli.domain.balance import RelationCount, Window
from discoverycli.domain.facts.contacts import GoBetweenFact
from discoverycli.domain.vocabulary import Channel, Relation, month_end
from discoverycli.store.reader import Reader

# The parts that queries are put together from are constants.
_IN_WINDOW = """
i.held_on BETWEEN :first AND :month_last
AND (i.precision = 'day' AND i.held_on <= :last OR i.precision = 'month')
"""

_RELATIONS = f"""
WITH heard AS (
    SELECT DISTINCT i.id, a.relation, i.minutes
    FROM interview i JOIN participation a ON a.interview_id = i.id
    WHERE i.channel <> 'proxy' AND {_IN_WINDOW}
)
SELECT relation, count(*), coalesce(sum(minutes), 0) FROM heard GROUP BY relation
"""

_PEOPLE = f"""
SELECT a.relation, count(DISTINCT a.person_id)
FROM interview i JOIN participation a ON a.interview_id = i.id
WHERE i.channel <> 'proxy' AND {_IN_WINDOW}
GROUP BY a.relation
"""

_FROM_OUTSIDE = """
(i.contact = :yes OR i.channel = 'proxy' AND EXISTS (
    SELECT 1 FROM participation a WHERE a.interview_id = i.id AND a.relation <> 'internal'))
"""

_CHANNELS = f"""
SELECT i.channel, count(*) FROM interview i
WHERE {_IN_WINDOW} AND {_FROM_OUTSIDE} GROUP BY i.channel
"""

_GO_BETWEENS = f"""
SELECT i.via, i.channel, count(*) FROM interview i
WHERE i.channel <> 'direct' AND {_IN_WINDOW} AND {_FROM_OUTSIDE}
GROUP BY i.via, i.channel
"""


def relations(reader: Reader, window: Window, today: date) -> list[RelationCount]:
    """First-hand interviews by relation; internal ones are among them, proxies are not.

    A contact dated to the month stands as its last day, in the running month as today.
    """
    span = _span(window, today)
    people: dict[str, int] = {row[0]: row[1] for row in reader.rows(_PEOPLE, span)}
    return [
        RelationCount(Relation(relation), interviews, minutes, people[relation])
        for relation, interviews, minutes in reader.rows(_RELATIONS, span)
    ]


def channels(reader: Reader, window: Window, today: date) -> dict[Channel, int]:
    """Interviews with someone from outside, by channel; dated as in `relations`."""
    rows = reader.rows(_CHANNELS, {**_span(window, today), "yes": True})
    return {Channel(channel): count for channel, count in rows}


def go_betweens(reader: Reader, window: Window, today: date) -> list[GoBetweenFact]:
    """Who passed words on or led the talk, the busiest first; dated as in `relations`."""
    counts: dict[str | None, dict[str, int]] = {}
    rows = reader.rows(_GO_BETWEENS, {**_span(window, today), "yes": True})
    for name, channel, count in rows:
        counts.setdefault(name, {})[channel] = count
    found = [
        GoBetweenFact(name, by.get("accompanied", 0), by.get("proxy", 0))
        for name, by in counts.items()
    ]
    return sorted(found, key=lambda each: (-each.interviews, each.name is None, each.name or ""))


def _span(window: Window, today: date) -> dict[str, object]:
    last = window.last
    if last < today:
        return {"first": window.first, "last": last, "month_last": last}
    return {"first": window.first, "last": today, "month_last": month_end(today)}
