"""Finds who is due among very many people, without reading them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from discoverycli.domain.facts.contacts import LatestContact
from discoverycli.domain.people import due
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.read import people
from discoverycli.store.reader import Reader

GROUPS = 24
"""With more periods than these, to read everybody is faster than to ask for each."""

_LATE = """
(p.last_contact IS NULL OR p.last_contact <= :edge)
AND (p.snoozed_until IS NULL OR p.snoozed_until <= :today)
"""
_BY_RELATION = "p.relation = :relation AND p.period_days IS NULL"
_BY_PERSON = "p.relation = :relation AND p.period_days = :period"
_OWN_PERIODS = "SELECT DISTINCT relation, period_days FROM person WHERE period_days > 0"
_AHEAD = "SELECT id FROM person WHERE last_contact > :today"


def latest(
    reader: Reader, today: date, periods: Mapping[Relation, int | None], most: int
) -> LatestContact:
    """Enough people for the `most` that `domain.people.due` puts first, overall and by relation.

    Among people of one period, those heard longest ago are the latest, and those never heard
    come last.
    """
    groups = list(_groups(reader, today, periods))
    if len(groups) > GROUPS:
        everybody = people.everybody(reader, today)
        return LatestContact(everybody, len(due(everybody, today=today, periods=periods)))
    ahead = people.some(reader, [row[0] for row in reader.rows(_AHEAD, {"today": today})], today)
    total = len(due(ahead, today=today, periods=periods))
    numbers: list[int] = []
    for group, parameters in groups:
        late = f"FROM person p WHERE {group} AND {_LATE}"
        total += reader.value(f"SELECT count(*) {late}", parameters)
        first = f"SELECT p.id {late} ORDER BY p.last_contact IS NULL, p.last_contact, p.id"
        rows = reader.rows(f"{first} LIMIT :most", {**parameters, "most": most})
        numbers += [row[0] for row in rows]
    return LatestContact([*ahead, *people.some(reader, numbers, today)], total)


def _groups(
    reader: Reader, today: date, periods: Mapping[Relation, int | None]
) -> Iterator[tuple[str, dict[str, object]]]:
    for relation, days in periods.items():
        if days is not None and days > 0:
            edge = _before(today, days)
            yield _BY_RELATION, {"relation": relation.value, "edge": edge, "today": today}
    for relation_word, own in reader.rows(_OWN_PERIODS):
        edge = _before(today, own)
        parameters = {"relation": relation_word, "period": own, "edge": edge, "today": today}
        yield _BY_PERSON, parameters


def _before(today: date, days: int) -> date:
    return date.fromordinal(max(today.toordinal() - days, 1))
