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


class Fragile(NamedTuple):
    """The verdicts that fall and those that stand, the most important first.

    Args:
        falling: by importance, then what falls the worst way, then by code.
        standing: by importance, then by code.
        known: how many hypotheses there are, with or without a verdict.
        chained: whether it is known of anybody who sent them.
        anonymous: whether it is hidden who logged what, so that no interviewer is left out.
    """

    falling: tuple[TestedVerdict, ...]
    standing: tuple[TestedVerdict, ...]
    known: int
    chained: bool
    anonymous: bool


def _fragile(reader: Reader, today: date) -> Fragile:
    """Calculates every verdict of `today` again without each part of its evidence."""
    from discoverycli.store.read import evidence, evidence_sql

    everything = hypotheses.standings(reader, today)
    standings = [each for each in everything if each.verdict.status in VERDICTS]
    if not standings:
        return Fragile((), (), len(everything), chained=False, anonymous=reader.anonymous)
    numbers = [each.hypothesis.number for each in standings]
    rules = evidence_sql.rules(reader)
    longest = max(rules[number].fresh_days for number in numbers)
    sources = evidence.sources(reader, numbers, since=evidence_sql.oldest(today, longest))
    sent_by = evidence.referrers(reader)
    tested = []
    for number, standing in zip(numbers, standings, strict=True):
        heard: Iterable[Source] = sources[number]
        if reader.anonymous:
            heard = ((fact, None) for fact, _ in heard)
        found = fragility(heard, rules[number], sent_by, today=today)
        tested.append(TestedVerdict(standing, found.parts, found.falls))
    tested.sort(key=_most_important)
    return Fragile(
        falling=tuple(each for each in tested if each.falls),
        standing=tuple(each for each in tested if not each.falls),
        known=len(everything),
        chained=bool(sent_by),
        anonymous=reader.anonymous,
    )


_LAST = (9,)
"""Behind what a verdict falls with, so that of two that fall alike, the one with more is first."""


def _most_important(tested: TestedVerdict) -> tuple[int, tuple[tuple[int, ...], ...], int]:
    hypothesis = tested.standing.hypothesis
    return (-hypothesis.importance, (*map(severity, tested.falls), _LAST), hypothesis.number)


class FragileReport(NamedTuple):
    """The report, what those that are shown are called, and how many of each kind these are."""

    report: Fragile
    names: PartNames
    most: int | None


def fragile_report(reader: Reader, asked: Scope) -> FragileReport:
    """The report, read from the journal; names are read only for what is shown."""
    from discoverycli.store.read.evidence import part_names

    report = _fragile(reader, asked.today)
    parts = [rest.part for each in report.falling[: asked.most] for rest in each.falls]
    organisations = {int(key) for kind, key in parts if kind is PartKind.ORGANISATION}
    people = {int(key) for kind, key in parts if kind in (PartKind.PERSON, PartKind.CHAIN)}
    return FragileReport(report, part_names(reader, organisations, people), asked.most)
