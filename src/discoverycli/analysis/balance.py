"""Owns the report that answers: do we mostly hear prospects, and do we hear them first-hand.

For other reports: `bars` shows the prospects' share and the channels, and `data` is all of it
for programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.analysis.scope import Scope
from discoverycli.domain.balance import (
    Balance,
    ChannelMix,
    RelationCount,
    Window,
    balance,
    channel_mix,
    earlier,
    rests_on_customers_only,
)
from discoverycli.domain.vocabulary import Channel, Status

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import GoBetweenFact
    from discoverycli.domain.facts.opinions import HypothesisFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class BalanceFacts:
    """Interviews in a window by relation and by channel, and by channel in the one before."""

    relations: Sequence[RelationCount]
    channels: Mapping[Channel, int]
    before: Mapping[Channel, int]


@dataclass(frozen=True, slots=True)
class Mix:
    """Who the contacts were with and how they came about."""

    window: Window
    balance: Balance
    channels: ChannelMix


@dataclass(frozen=True, slots=True)
class Report:
    """The mix, who stands between, and what only current customers have validated."""

    mix: Mix
    go_betweens: tuple[GoBetweenFact, ...]
    customers_only: tuple[HypothesisFact, ...]


def load(reader: Reader, asked: Scope) -> BalanceFacts:
    """The counts of the window that is asked for, and of the one before."""
    from discoverycli.store.read import balance as read

    return BalanceFacts(
        relations=read.relations(reader, asked.window, asked.today),
        channels=read.channels(reader, asked.window, asked.today),
        before=read.channels(reader, earlier(asked.window), asked.today),
    )


def calculate(facts: BalanceFacts, asked: Scope) -> Mix:
    """Balance and channels of the window that is asked for."""
    return Mix(
        window=asked.window,
        balance=balance(facts.relations, target=asked.target),
        channels=channel_mix(facts.channels, facts.before),
    )


def customers_only(reader: Reader, asked: Scope) -> tuple[HypothesisFact, ...]:
    """The validated hypotheses that only current customers support.

    Where the verdict knows of a supporting prospect, the evidence need not be read.
    """
    from discoverycli.store.read import hypotheses as read

    found = []
    for standing in read.standings(reader, asked.today):
        if standing.verdict.status is not Status.VALIDATED:
            continue
        if any(check.name == "prospects" and check.have for check in standing.verdict.checks):
            continue
        whole = read.one(reader, standing.hypothesis.number)
        evidence = [piece.fact for piece in whole.evidence]
        if rests_on_customers_only(evidence, whole.revisions[-1].rule, today=asked.today):
            found.append(standing.hypothesis)
    return tuple(found)


def balance_report(reader: Reader, asked: Scope) -> Report:
    """The report, read from the journal."""
    from discoverycli.store.read import balance as read

    mix = calculate(load(reader, asked), asked)
    between_us = read.go_betweens(reader, asked.window, asked.today)
    return Report(mix, tuple(between_us), customers_only(reader, asked))
