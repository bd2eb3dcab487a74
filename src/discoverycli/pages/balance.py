"""Shows balance as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.balance import Balance, ChannelMix, ChannelShare, Share, Trend
from discoverycli.domain.periods import between
from discoverycli.domain.text.words import pluralize
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

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import GoBetweenFact
    from discoverycli.domain.facts.opinions import HypothesisFact
from discoverycli.analysis.balance import BalanceReport, Mix

NOTHING_YET = ToType("Nobody was heard in these days: disco log 'PERSON @ ORGANISATION' WORDS")


def balance_page(report: BalanceReport) -> Page:
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
    return f"{said}; {pluralize(found.short_of, 'more interview')} with prospects would do."


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


def _relations(found: Balance) -> Table:
    return Table(
        (Column("with"), Column("interviews"), Column("minutes"), Column("people")),
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
    return f"{words}, {row.trend} {pluralize(abs(row.points), 'point')}"


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
