"""Owns the report on what verdicts rest on. Answers: which one falls, and without whom?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from discoverycli.domain.fragility import Kind, Rest, fragility, severity
from discoverycli.domain.verdicts import VERDICTS
from discoverycli.render.blocks import Cell, Column, JsonValue, Page, Table
from discoverycli.reports import hypotheses

if TYPE_CHECKING:
    from discoverycli.domain.fragility import Source
    from discoverycli.domain.rules import Rule
    from discoverycli.reports.asked import Asked
    from discoverycli.store.read.fragility import Names
    from discoverycli.store.read.hypotheses import Standing
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Facts:
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


class Tested(NamedTuple):
    """A verdict, what it was weighed without, and what it falls with, the worst first."""

    standing: Standing
    parts: Mapping[Kind, int]
    falls: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts that fall and those that stand, the most important first.

    Args:
        falling: by importance, then what falls the worst way, then by code.
        standing: by importance, then by code.
        known: how many hypotheses there are, with or without a verdict.
        chained: whether it is known of anybody who sent them.
        anonymous: whether it is hidden who logged what, so that no interviewer is left out.
    """

    falling: tuple[Tested, ...]
    standing: tuple[Tested, ...]
    known: int
    chained: bool
    anonymous: bool


def page(reader: Reader, asked: Asked) -> Page:
    """The report, read from the journal; names only of what is shown."""
    from discoverycli.store.read import fragility as read

    report = calculate(load(reader, asked.today), asked.today)
    parts = [rest.part for each in report.falling[: asked.most] for rest in each.falls]
    organisations = {int(key) for kind, key in parts if kind is Kind.ORGANISATION}
    people = {int(key) for kind, key in parts if kind in (Kind.PERSON, Kind.CHAIN)}
    return view(report, read.names(reader, organisations, people), asked.most)


def load(reader: Reader, today: date) -> Facts:
    """The verdicts of `today`, by memory, and what they rest on."""
    from discoverycli.store.read import counted, evidence
    from discoverycli.store.read import fragility as read

    everything = hypotheses.load(reader, today)
    standings = [each for each in everything if each.verdict.status in VERDICTS]
    if not standings:
        return Facts((), {}, {}, {}, len(everything), reader.anonymous)
    numbers = [each.hypothesis.number for each in standings]
    rules = counted.rules(reader)
    longest = max(rules[number].fresh_days for number in numbers)
    return Facts(
        standings=standings,
        sources=read.sources(reader, numbers, since=counted.oldest(today, longest)),
        rules=rules,
        sent_by=evidence.referrers(reader),
        known=len(everything),
        anonymous=reader.anonymous,
    )


def calculate(facts: Facts, today: date) -> Report:
    """Every verdict without each part of what it rests on."""
    tested = [_tested(each, facts, today) for each in facts.standings]
    return Report(
        falling=tuple(sorted((each for each in tested if each.falls), key=_most_important)),
        standing=tuple(sorted((each for each in tested if not each.falls), key=_most_important)),
        known=facts.known,
        chained=bool(facts.sent_by),
        anonymous=facts.anonymous,
    )


def _tested(standing: Standing, facts: Facts, today: date) -> Tested:
    number = standing.hypothesis.number
    sources = facts.sources[number]
    if facts.anonymous:
        sources = ((fact, None) for fact, _ in sources)
    found = fragility(sources, facts.rules[number], facts.sent_by, today=today)
    return Tested(standing, found.parts, found.falls)


_LAST = (9,)
"""Behind what a verdict falls with, so that of two that fall alike, the one with more is first."""


def _most_important(tested: Tested) -> tuple[int, tuple[tuple[int, ...], ...], int]:
    hypothesis = tested.standing.hypothesis
    return (-hypothesis.importance, (*map(severity, tested.falls), _LAST), hypothesis.number)


def view(report: Report, names: Names, most: int | None = None) -> Page:
    """The report as a page; `most` verdicts of each kind, where a screen is not to be flooded."""
    from discoverycli.reports import fragile_screen as screen

    told = (*report.falling[:most], *report.standing[:most])
    rows = [data(each, names, anonymous=report.anonymous) for each in told]
    return Page(
        title=screen.title(report),
        blocks=screen.blocks(report, names, most),
        data=rows,
        table=_sheet(rows),
        footnotes=screen.footnotes(report),
    )


def data(tested: Tested, names: Names, *, anonymous: bool) -> dict[str, JsonValue]:
    """A verdict and what it falls with, for programs; `docs/json.md` lists the keys."""
    hypothesis, verdict = tested.standing
    parts = tested.parts
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "importance": hypothesis.importance,
        "status": verdict.status.value,
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "organisations": parts.get(Kind.ORGANISATION, 0),
        "people": parts.get(Kind.PERSON, 0),
        "chains": parts.get(Kind.CHAIN, 0),
        "interviewers": None if anonymous else parts.get(Kind.INTERVIEWER, 0),
        "channels": parts.get(Kind.CHANNEL, 0),
        "falls": [_fall_data(rest, names) for rest in tested.falls],
    }


def _fall_data(rest: Rest, names: Names) -> dict[str, JsonValue]:
    (kind, key), left = rest
    name = str(key)
    if kind is Kind.ORGANISATION:
        key = name = names.organisations[int(key)]
    elif kind in (Kind.PERSON, Kind.CHAIN):
        key, name = f"P{key}", names.people[int(key)][0]
    return {
        "kind": kind.value,
        "key": key,
        "name": name,
        "to": left.status.value,
        "votes_for": left.votes_for,
        "votes_against": left.votes_against,
        "asked": left.asked,
    }


_VERDICT_KEYS = (
    *("code", "text", "importance", "status", "votes_for", "votes_against", "asked"),
    *("organisations", "people", "chains", "interviewers", "channels"),
)
_FALL_KEYS = ("kind", "key", "name", "to", "votes_for", "votes_against", "asked")
_STANDS = dict.fromkeys(_FALL_KEYS)


def _sheet(rows: Iterable[Mapping[str, Any]]) -> Table:
    """A line for each part that a verdict falls with; of one that stands, a line without any."""
    heads = (*_VERDICT_KEYS, *(f"without_{key}" for key in _FALL_KEYS))
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        verdict = tuple(row[key] for key in _VERDICT_KEYS)
        falls = row["falls"] or (_STANDS,)
        lines += [(*verdict, *(fall[key] for key in _FALL_KEYS)) for fall in falls]
    return Table(tuple(map(Column, heads)), tuple(lines))
