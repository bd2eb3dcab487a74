"""Reads interviews as contacts: when, how and with whom; days with contacts and absences; who the
contacts were with and how they came about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from discoverycli.domain.balance import RelationCount, Window
from discoverycli.domain.cadence import Pause
from discoverycli.domain.facts.contacts import (
    ContactAttendee,
    ContactCounts,
    ContactFact,
    DatelessFact,
    GoBetweenFact,
)
from discoverycli.domain.vocabulary import Channel, Relation, month_end
from discoverycli.store.read.evidence_sql import on
from discoverycli.store.read.facts import facts, maker
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import known_day

# An interview belongs to the days from :first to :last when all its days can only be among them.
_IN_DAYS = """
i.held_on BETWEEN :first AND :last AND (i.precision = 'day'
    OR i.precision = 'month' AND i.held_on >= :month_from
    OR i.precision = 'year' AND i.held_on >= :year_from)
"""
_BOOKED = """
(i.held_on > :today AND (i.precision = 'day'
    OR i.precision = 'month' AND i.held_on > :month_end
    OR i.precision = 'year' AND i.held_on > :year_end))
"""
_WITH_PEOPLE = """
SELECT i.id, i.held_on, i.precision, i.kind, i.channel, i.via, i.minutes, i.title, i.contact,
       p.id, p.name, o.name, a.relation
FROM interview i
JOIN participation a ON a.interview_id = i.id
JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
"""
_NEWEST_FIRST = "ORDER BY i.held_on DESC, i.id DESC, a.position"
_ALL = f"{_WITH_PEOPLE} WHERE {_IN_DAYS} {_NEWEST_FIRST}"
_FIRST = f"""
{_WITH_PEOPLE} WHERE i.id IN (
    SELECT i.id FROM interview i WHERE {_IN_DAYS} AND NOT {_BOOKED}
    ORDER BY i.contact DESC, i.held_on DESC, i.id DESC LIMIT :most)
{_NEWEST_FIRST}
"""
# Booked contacts, which are few, are found first: SQLite would begin with everybody ever heard.
_TO_COME = f"""
{_WITH_PEOPLE} WHERE i.id IN (SELECT i.id FROM interview i WHERE {_BOOKED})
ORDER BY i.held_on, i.id, a.position
"""
_COUNTS = f"""
SELECT i.contact, {_BOOKED}, count(*) FROM interview i WHERE {_IN_DAYS} GROUP BY 1, 2
"""


_CONTACT, _ATTENDEE = maker(ContactFact, 1), maker(ContactAttendee)


def interviews_in(
    reader: Reader, days: Window, today: date, most: int | None = None
) -> list[ContactFact]:
    """The interviews of some days, the newest first.

    One dated to the month or the year is among them when all its days are. With `most`, only so
    many, contacts before the others, and none that are still to come.
    """
    span = _span(days, today)
    if most is None:
        return _contacts(reader.rows(_ALL, span))
    return _contacts(reader.rows(_FIRST, {**span, "most": most}))


def count(reader: Reader, days: Window, today: date) -> ContactCounts:
    """How many interviews of each sort the same days hold."""
    counted = others = booked = 0
    for contact, to_come, number in reader.rows(_COUNTS, _span(days, today)):
        if to_come:
            booked += number
        elif contact:
            counted += number
        else:
            others += number
    return ContactCounts(counted, others, booked)


def booked(reader: Reader, today: date) -> list[ContactFact]:
    """The interviews that are still to come, the next one first."""
    return _contacts(reader.rows(_TO_COME, _span(Window(today, today), today)))


def any_logged(reader: Reader) -> bool:
    """Whether the journal holds any interview."""
    return reader.row("SELECT 1 FROM interview LIMIT 1") is not None


def _contacts(rows: Iterable[Row]) -> list[ContactFact]:
    return [_contact(list(people)) for _, people in groupby(rows, key=itemgetter(0))]


def _contact(rows: list[Row]) -> ContactFact:
    people = tuple(_ATTENDEE(row[9:]) for row in rows)
    return _CONTACT(rows[0][:9], people)


def _span(days: Window, today: date) -> dict[str, object]:
    """First and last day, and the whole months and years between them."""
    first = days.first
    next_month = first if first.day == 1 else month_end(first) + timedelta(days=1)
    next_year = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    return {
        "first": first,
        "last": days.last,
        "month_from": month_end(next_month),
        "year_from": date(next_year, 12, 31),
        **on(today),
    }


_CONTACT_DAYS = """
SELECT held_on, count(*) FROM interview
WHERE contact = :yes AND precision = 'day' GROUP BY held_on
"""

_DATELESS = """
SELECT id, held_on, precision FROM interview
WHERE contact = :yes AND precision IN ('month', 'year', 'unknown')
ORDER BY held_on DESC, id DESC
"""

_PAUSES = "SELECT first_on, last_on, coalesce(reason, '') FROM pause ORDER BY first_on, last_on"


def contact_days(reader: Reader) -> list[tuple[date, int]]:
    """Every day with counted contacts and how many; days to come hold bookings."""
    return [(known_day(day), count) for day, count in reader.rows(_CONTACT_DAYS, {"yes": True})]


def dateless(reader: Reader) -> list[DatelessFact]:
    """The counted contacts whose day is not known, the newest first."""
    return facts(reader, DatelessFact, _DATELESS, {"yes": True})


def pauses(reader: Reader) -> list[Pause]:
    """The planned absences, by first day."""
    return facts(reader, Pause, _PAUSES)


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

_PEOPLE_HEARD = f"""
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
    span = _months(window, today)
    people: dict[str, int] = {row[0]: row[1] for row in reader.rows(_PEOPLE_HEARD, span)}
    return [
        RelationCount(Relation(relation), interviews, minutes, people[relation])
        for relation, interviews, minutes in reader.rows(_RELATIONS, span)
    ]


def channels(reader: Reader, window: Window, today: date) -> dict[Channel, int]:
    """Interviews with someone from outside, by channel; dated as in `relations`."""
    rows = reader.rows(_CHANNELS, {**_months(window, today), "yes": True})
    return {Channel(channel): count for channel, count in rows}


def go_betweens(reader: Reader, window: Window, today: date) -> list[GoBetweenFact]:
    """Who passed words on or led the talk, the busiest first; dated as in `relations`."""
    counts: dict[str | None, dict[str, int]] = {}
    rows = reader.rows(_GO_BETWEENS, {**_months(window, today), "yes": True})
    for name, channel, count in rows:
        counts.setdefault(name, {})[channel] = count
    found = [
        GoBetweenFact(name, by.get("accompanied", 0), by.get("proxy", 0))
        for name, by in counts.items()
    ]
    return sorted(found, key=lambda each: (-each.interviews, each.name is None, each.name or ""))


def _months(window: Window, today: date) -> dict[str, object]:
    last = window.last
    if last < today:
        return {"first": window.first, "last": last, "month_last": last}
    return {"first": window.first, "last": today, "month_last": month_end(today)}
