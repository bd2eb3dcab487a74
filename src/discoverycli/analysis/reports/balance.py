"""Calculates the report on the mix: do we mostly hear prospects, and do we hear them first-hand?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.balance import balance, channel_mix, earlier, rests_on_customers_only
from discoverycli.domain.vocabulary import Status
from discoverycli.store.read import contacts as read

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.balance import Balance, ChannelMix, Window
    from discoverycli.domain.facts.contacts import GoBetweenFact
    from discoverycli.domain.facts.opinions import HypothesisFact
    from discoverycli.store.reader import Reader


class Mix(NamedTuple):
    """Who the contacts of a window were with, and how they came about."""

    window: Window
    balance: Balance
    channels: ChannelMix


class BalanceReport(NamedTuple):
    """The mix, who stands between, and what only current customers have validated."""

    mix: Mix
    go_betweens: Sequence[GoBetweenFact]
    customers_only: Sequence[HypothesisFact]


def mix(reader: Reader, scope: Scope) -> Mix:
    """Balance and channels of the window that is asked for; channels also of the one before."""
    window, today = scope.window, scope.today
    return Mix(
        window,
        balance(read.relations(reader, window, today), target=scope.target),
        channel_mix(
            read.channels(reader, window, today), read.channels(reader, earlier(window), today)
        ),
    )


def customers_only(reader: Reader, scope: Scope) -> list[HypothesisFact]:
    """The validated hypotheses that only current customers support.

    Where the verdict knows of a supporting prospect, the evidence need not be read.
    """
    from discoverycli.store.read import hypotheses

    found = []
    for hypothesis, verdict in hypotheses.standings(reader, scope.today):
        if verdict.status is not Status.VALIDATED:
            continue
        if any(check.name == "prospects" and check.have for check in verdict.checks):
            continue
        whole = hypotheses.one(reader, hypothesis.number)
        evidence = [piece.fact for piece in whole.evidence]
        if rests_on_customers_only(evidence, whole.revisions[-1].rule, today=scope.today):
            found.append(hypothesis)
    return found


def balance_report(reader: Reader, scope: Scope) -> BalanceReport:
    """The report on the window that is asked for."""
    between_us = read.go_betweens(reader, scope.window, scope.today)
    return BalanceReport(mix(reader, scope), between_us, customers_only(reader, scope))
