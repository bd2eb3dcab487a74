"""Owns the report that answers: do we mostly hear prospects, and do we hear them first-hand.

For other reports: `bars` shows the prospects' share and the channels, and `data` is all of it
for programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.domain.balance import (
    Balance,
    ChannelMix,
    ChannelShare,
    RelationCount,
    Share,
    Trend,
    Window,
    balance,
    channel_mix,
    earlier,
    rests_on_customers_only,
)
from discoverycli.domain.periods import between
from discoverycli.domain.vocabulary import Channel, Status
from discoverycli.domain.words import counted
from discoverycli.render.blocks import (
    Bar,
    Bars,
    Block,
    Column,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)
from discoverycli.reports.asked import Asked

if TYPE_CHECKING:
    from discoverycli.store.read.balance import GoBetweenFact
    from discoverycli.store.read.hypotheses import HypothesisFact
    from discoverycli.store.reader import Reader

NOTHING_YET = ToType("Nobody was heard in these days: disco log 'PERSON @ ORGANISATION' WORDS")


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


def page(reader: Reader, asked: Asked) -> Page:
    """The report, read from the journal."""
    from discoverycli.store.read import balance as read

    mix = calculate(load(reader, asked), asked)
    between_us = read.go_betweens(reader, asked.window, asked.today)
    return view(Report(mix, tuple(between_us), _customers_only(reader, asked)))


def load(reader: Reader, asked: Asked) -> BalanceFacts:
    """The counts of the window that is asked for, and of the one before."""
    from discoverycli.store.read import balance as read

    return BalanceFacts(
        relations=read.relations(reader, asked.window, asked.today),
        channels=read.channels(reader, asked.window, asked.today),
        before=read.channels(reader, earlier(asked.window), asked.today),
    )


def calculate(facts: BalanceFacts, asked: Asked) -> Mix:
    """Balance and channels of the window that is asked for."""
    return Mix(
        window=asked.window,
        balance=balance(facts.relations, target=asked.target),
        channels=channel_mix(facts.channels, facts.before),
    )


def view(report: Report) -> Page:
    """The report as a page."""
    mix = report.mix
    blocks: list[Block] = []
    if not mix.balance.interviews.of and not mix.channels.first_hand.now.of:
        blocks.append(Note(NOTHING_YET))
    blocks += [Note(verdict(mix.balance)), _relations(mix.balance), _channels(mix.channels)]
    if report.go_betweens:
        blocks.append(_go_betweens(report.go_betweens))
    if report.customers_only:
        blocks.append(_resting(report.customers_only))
    return Page(
        title=f"Balance · {between(*mix.window).days}",
        blocks=tuple(blocks),
        data={
            "first_day": mix.window.first,
            "last_day": mix.window.last,
            **data(mix),
            "go_betweens": [_go_between_data(each) for each in report.go_betweens],
            "customers_only": [
                {"code": f"H{each.number}", "text": each.text} for each in report.customers_only
            ],
        },
        table=_sheet(mix.balance),
    )


def bars(mix: Mix, title: str) -> Bars:
    """The prospects' share against its target, and how contacts came about, counts first."""
    prospects = mix.balance.interviews
    tone = Tone.GOOD if mix.balance.kept else Tone.WARN
    short = f", {mix.balance.short_of} short" if mix.balance.short_of else ""
    return Bars(
        (
            Bar("prospects", prospects.count, prospects.of, _share(prospects) + short, tone),
            *(
                Bar(row.channel, row.now.count, row.now.of, _with_trend(row), aims=False)
                for row in mix.channels.rows
            ),
        ),
        title,
        mix.balance.target / 100,
    )


def verdict(found: Balance) -> str:
    """Whether most interviews are with prospects, in a sentence."""
    if found.kept is None:
        return f"The target: more than {found.target} % of interviews with prospects."
    where = "above" if found.kept else "not above"
    said = f"{_share(found.interviews)} with prospects: {where} the target of {found.target} %"
    if not found.short_of:
        return f"{said}."
    return f"{said}; {counted(found.short_of, 'more interview')} with prospects would do."


def data(mix: Mix) -> dict[str, JsonValue]:
    """Balance and channels in figures, for programs."""
    found = mix.balance
    return {
        "balance": {
            "target": found.target,
            "kept": found.kept,
            "short_of": found.short_of,
            "interviews": found.interviews.of,
            "minutes": found.minutes.of,
            "people": found.people.of,
            "internal": found.internal,
            "prospects": {
                "interviews": _share_data(found.interviews),
                "minutes": _share_data(found.minutes),
                "people": _share_data(found.people),
            },
            "relations": [
                {
                    "relation": row.relation.value,
                    "interviews": _share_data(row.interviews),
                    "minutes": _share_data(row.minutes),
                    "people": _share_data(row.people),
                }
                for row in found.rows
            ],
        },
        "channels": {
            **{row.channel: _channel_data(row) for row in mix.channels.rows},
            "first_hand": _channel_data(mix.channels.first_hand),
        },
    }


def _customers_only(reader: Reader, asked: Asked) -> tuple[HypothesisFact, ...]:
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


def _relations(found: Balance) -> Table:
    return Table(
        (
            Column("with"),
            Column("interviews"),
            Column("minutes"),
            Column("people"),
        ),
        tuple(
            (row.relation.value, _share(row.interviews), _share(row.minutes), _share(row.people))
            for row in found.rows
        ),
        title="With whom",
        empty="nobody from outside",
    )


def _channels(mix: ChannelMix) -> Bars:
    rows = [*mix.rows, mix.first_hand]
    return Bars(
        tuple(Bar(row.channel, row.now.count, row.now.of, _with_trend(row)) for row in rows),
        "How we heard them, and the change from the weeks before",
    )


def _go_betweens(found: Sequence[GoBetweenFact]) -> Table:
    return Table(
        (
            Column("via", flex=True),
            Column("accompanied", align="right"),
            Column("proxy", align="right"),
        ),
        tuple(
            (each.name or Span("not said", Tone.DIM), each.accompanied, each.proxy)
            for each in found
        ),
        title="Who stood between",
    )


def _resting(found: Sequence[HypothesisFact]) -> Lines:
    return Lines(
        tuple((Span(f"H{each.number}", Tone.CODE), f" {each.text}") for each in found),
        "Validated by current customers only",
    )


def _sheet(found: Balance) -> Table:
    return Table(
        tuple(Column(name) for name in ("relation", "interviews", "minutes", "people")),
        tuple(
            (row.relation.value, row.interviews.count, row.minutes.count, row.people.count)
            for row in found.rows
        ),
    )


def _share(share: Share) -> str:
    """The count first, then what it is of."""
    if share.share is None:
        return "none"
    return f"{share.count} of {share.of} ({100 * share.share:.0f} %)"


def _with_trend(row: ChannelShare) -> str:
    if row.now.share is None:
        return "none"
    words = f"{row.now.count} of {row.now.of}"
    if row.trend is None or row.points is None:
        return words
    if row.trend is Trend.STEADY:
        return f"{words}, steady"
    return f"{words}, {row.trend} {counted(abs(row.points), 'point')}"


def _share_data(share: Share) -> dict[str, JsonValue]:
    part = None if share.share is None else round(share.share, 4)
    return {"count": share.count, "of": share.of, "share": part}


def _channel_data(row: ChannelShare) -> dict[str, JsonValue]:
    return {
        **_share_data(row.now),
        "before": _share_data(row.before),
        "points": row.points,
        "trend": None if row.trend is None else row.trend.value,
    }


def _go_between_data(each: GoBetweenFact) -> dict[str, JsonValue]:
    return {"name": each.name, "accompanied": each.accompanied, "proxy": each.proxy}
