"""Answers: which verdicts would fall without one part of their evidence, and without which part?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.domain.fragile import PartKind, WithoutPart, fragility, severity
from discoverycli.domain.verdicts import VERDICTS

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.facts.people import PartNames
    from discoverycli.domain.fragile import Source
    from discoverycli.store.reader import Reader


class TestedVerdict(NamedTuple):
    """A verdict, the parts it was tested without, and those it falls without, the worst first."""

    standing: Standing
    parts: Mapping[PartKind, int]
    falls: tuple[WithoutPart, ...]


class FragileReport(NamedTuple):
    """The verdicts that fall and those that stand, the most important first.

    Args:
        falling: by importance, then what falls the worst way, then by code.
        standing: by importance, then by code.
        known: how many hypotheses there are, with or without a verdict.
        chained: whether it is known of anybody who sent them.
        anonymous: whether it is hidden who logged what, so that no interviewer is left out.
        names: what the parts of those that are shown are called.
        most: how many of each kind are shown.
    """

    falling: tuple[TestedVerdict, ...]
    standing: tuple[TestedVerdict, ...]
    known: int
    chained: bool
    anonymous: bool
    names: PartNames
    most: int | None


def fragile_report(reader: Reader, asked: Scope) -> FragileReport:
    """The report, read from the journal; names are read only for what is shown."""
    from discoverycli.store.read import evidence

    everything = hypotheses.standings(reader, asked.today)
    sent_by = evidence.referrers(reader)
    tested = _tested(reader, everything, sent_by, asked.today)
    falling = tuple(each for each in tested if each.falls)
    parts = [rest.part for each in falling[: asked.most] for rest in each.falls]
    organisations = {int(key) for kind, key in parts if kind is PartKind.ORGANISATION}
    people = {int(key) for kind, key in parts if kind in (PartKind.PERSON, PartKind.CHAIN)}
    return FragileReport(
        falling=falling,
        standing=tuple(each for each in tested if not each.falls),
        known=len(everything),
        chained=bool(sent_by),
        anonymous=reader.anonymous,
        names=evidence.part_names(reader, organisations, people),
        most=asked.most,
    )


def _tested(
    reader: Reader, everything: Iterable[Standing], sent_by: Mapping[int, int], today: date
) -> list[TestedVerdict]:
    """Every verdict of `today`, calculated again without each part of its evidence."""
    from discoverycli.store.read import evidence, evidence_sql

    standings = [each for each in everything if each.verdict.status in VERDICTS]
    if not standings:
        return []
    numbers = [each.hypothesis.number for each in standings]
    rules = evidence_sql.rules(reader)
    longest = max(rules[number].fresh_days for number in numbers)
    sources = evidence.sources(reader, numbers, since=evidence_sql.oldest(today, longest))
    found = []
    for number, standing in zip(numbers, standings, strict=True):
        heard: Iterable[Source] = sources[number]
        if reader.anonymous:
            heard = ((fact, None) for fact, _ in heard)
        _, parts, falls = fragility(heard, rules[number], sent_by, today=today)
        found.append(TestedVerdict(standing, parts, falls))
    return sorted(found, key=_most_important)


_LAST = (9,)
"""Behind what a verdict falls with, so that of two that fall alike, the one with more is first."""


def _most_important(tested: TestedVerdict) -> tuple[int, tuple[tuple[int, ...], ...], int]:
    hypothesis = tested.standing.hypothesis
    return (-hypothesis.importance, (*map(severity, tested.falls), _LAST), hypothesis.number)
