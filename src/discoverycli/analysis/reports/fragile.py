"""Answers: which verdicts would fall without one part of their evidence, and without which part?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    from discoverycli.domain.rules import Rule
    from discoverycli.store.reader import Reader


class FragileFacts(NamedTuple):
    """What the verdicts of a day rest on.

    Args:
        standings: the hypotheses that are validated or refuted.
        sources: the evidence on each that can count, and who logged it; to be read once.
        rules: the criteria of each.
        sent_by: person → who sent them.
        known: how many hypotheses there are.
        anonymous: whether it is hidden who logged what.
    """

    standings: Sequence[Standing]
    sources: Mapping[int, Iterable[Source]]
    rules: Mapping[int, Rule]
    sent_by: Mapping[int, int]
    known: int
    anonymous: bool = False


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


def fragile_facts(reader: Reader, today: date) -> FragileFacts:
    """The verdicts of `today`, by memory, and what they rest on."""
    from discoverycli.store.read import evidence, evidence_sql

    everything = hypotheses.standings(reader, today)
    standings = [each for each in everything if each.verdict.status in VERDICTS]
    if not standings:
        return FragileFacts((), {}, {}, {}, len(everything), reader.anonymous)
    numbers = [each.hypothesis.number for each in standings]
    rules = evidence_sql.rules(reader)
    longest = max(rules[number].fresh_days for number in numbers)
    return FragileFacts(
        standings=standings,
        sources=evidence.sources(reader, numbers, since=evidence_sql.oldest(today, longest)),
        rules=rules,
        sent_by=evidence.referrers(reader),
        known=len(everything),
        anonymous=reader.anonymous,
    )


def calculate(facts: FragileFacts, today: date) -> Fragile:
    """Calculates every verdict again without each part of its evidence."""
    tested = [_tested(each, facts, today) for each in facts.standings]
    return Fragile(
        falling=tuple(sorted((each for each in tested if each.falls), key=_most_important)),
        standing=tuple(sorted((each for each in tested if not each.falls), key=_most_important)),
        known=facts.known,
        chained=bool(facts.sent_by),
        anonymous=facts.anonymous,
    )


def _tested(standing: Standing, facts: FragileFacts, today: date) -> TestedVerdict:
    number = standing.hypothesis.number
    sources = facts.sources[number]
    if facts.anonymous:
        sources = ((fact, None) for fact, _ in sources)
    found = fragility(sources, facts.rules[number], facts.sent_by, today=today)
    return TestedVerdict(standing, found.parts, found.falls)


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

    report = calculate(fragile_facts(reader, asked.today), asked.today)
    parts = [rest.part for each in report.falling[: asked.most] for rest in each.falls]
    organisations = {int(key) for kind, key in parts if kind is PartKind.ORGANISATION}
    people = {int(key) for kind, key in parts if kind in (PartKind.PERSON, PartKind.CHAIN)}
    return FragileReport(report, part_names(reader, organisations, people), asked.most)
