"""Tells whether most interviews are with prospects, and how many are first-hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.balance import Balance, ChannelMix, ChannelShare, RelationShare, Share
from discoverycli.domain.periods import between
from discoverycli.domain.text.words import pluralize
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Bar, Bars, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.balance import BalanceReport, Mix
    from discoverycli.domain.facts.contacts import GoBetweenFact

NOTHING_YET = ToType("Nobody was heard in these days: disco log 'PERSON @ ORGANISATION' WORDS")
SHARE: Shape[Share] = Shape(
    "share",
    "A part of a whole.",
    Field("count", "whole", "the part"),
    Field("of", "whole", "the whole"),
    Field("share", "share?", "the part ÷ the whole, 0 to 1; null of nothing",
          lambda s: None if s.share is None else round(s.share, 4)),
)  # fmt: skip
_CHANNEL: Shape[ChannelShare] = Shape(
    "channel",
    "A channel's share, and its change.",
    KeysOf(SHARE, lambda c: c.now),
    Field("before", SHARE.one, "in the window before"),
    Field("points", "whole?", "the change in percentage points; null where a window is empty"),
    Field("trend", "text?", "up, down or steady"),
)
_CHANNELS: Shape[ChannelMix] = Shape(
    "channels",
    "How first-hand the interviews were.",
    Field("direct", _CHANNEL.one, "we were there", lambda c: c.rows[0]),
    Field("accompanied", _CHANNEL.one, "someone else led, we were there", lambda c: c.rows[1]),
    Field("proxy", _CHANNEL.one, "told to us", lambda c: c.rows[2]),
    Field("first_hand", _CHANNEL.one, "direct and accompanied together"),
)
_PROSPECTS: Shape[Balance | RelationShare] = inner(
    Field("interviews", SHARE.one, "of interviews"),
    Field("minutes", SHARE.one, "of minutes"),
    Field("people", SHARE.one, "of people"),
)
_RELATION: Shape[RelationShare] = inner(
    Field("relation", "text", "which"), KeysOf(_PROSPECTS, lambda r: r)
)
_BALANCE: Shape[Balance] = Shape(
    "balance",
    "Prospects against customers.",
    Field("target", "whole", "the share prospects should exceed, in percent"),
    Field("kept", "flag?", "whether they do; null without interviews"),
    Field("short_of", "whole?", "interviews with prospects still needed"),
    Field("interviews", "whole", "first-hand interviews with someone from outside",
          lambda b: b.interviews.of),
    Field("minutes", "whole", "their minutes", lambda b: b.minutes.of),
    Field("people", "whole", "distinct people in them", lambda b: b.people.of),
    Field("internal", "whole", "interviews with our own people only"),
    Field("prospects", _PROSPECTS.one, "the share of prospects", lambda b: b),
    Field("relations", _RELATION.many, "every relation", lambda b: b.rows),
)  # fmt: skip
MIX: Shape[Mix] = inner(
    Field("balance", _BALANCE.one, "whom it was with"),
    Field("channels", _CHANNELS.one, "how first-hand it was"),
)
_GO_BETWEEN: Shape[GoBetweenFact] = inner(
    Field("name", "text?", "who; null where the note does not say"),
    Field("accompanied", "whole", "interviews they led"),
    Field("proxy", "whole", "interviews they told us of"),
)
_REPORT: Shape[BalanceReport] = Shape(
    "balance page",
    "Balance and channels over some weeks.",
    Field("first_day", "day", "the window's first day", lambda r: r.mix.window.first),
    Field("last_day", "day", "the window's last day", lambda r: r.mix.window.last),
    KeysOf(MIX, lambda r: r.mix),
    Field("go_betweens", _GO_BETWEEN.many, "who passed words on or led"),
    Field("customers_only", keys.OPINION.many, "validated hypotheses that rest on current "
          "customers only"),
)  # fmt: skip
_SHARES: tuple[Shown[RelationShare], ...] = (
    Shown("with", lambda r: r.relation.value),
    Shown("interviews", lambda r: _share(r.interviews)),
    Shown("minutes", lambda r: _share(r.minutes)),
    Shown("people", lambda r: _share(r.people)),
)
_COUNTS: tuple[Shown[RelationShare], ...] = (
    Shown("relation", lambda r: r.relation.value),
    Shown("interviews", lambda r: r.interviews.count),
    Shown("minutes", lambda r: r.minutes.count),
    Shown("people", lambda r: r.people.count),
)
_BETWEEN: tuple[Shown[GoBetweenFact], ...] = (
    Shown("via", lambda g: g.name or Span("not said", Tone.DIM), flex=True),
    Shown("accompanied", lambda g: g.accompanied, align="right"),
    Shown("proxy", lambda g: g.proxy, align="right"),
)


def balance_page(report: BalanceReport) -> Page:
    """The report as a page."""
    mix = report.mix
    nobody = not mix.balance.interviews.of and not mix.channels.first_hand.now.of
    only = ((code("H", each.number), f" {each.text}") for each in report.customers_only)
    rows, between_us = mix.balance.rows, report.go_betweens
    return Page(
        title=f"Balance · {between(*mix.window).days}",
        blocks=present(
            Note(NOTHING_YET) if nobody else None,
            Note(verdict(mix.balance)),
            table(_SHARES, rows, title="With whom", empty="nobody from outside"),
            _channels(mix.channels),
            table(_BETWEEN, between_us, title="Who stood between") if between_us else None,
            Lines(tuple(only), "Validated by current customers only")
            if report.customers_only
            else None,
        ),
        data=_REPORT.data(report),
        table=lambda: table(_COUNTS, rows),
    )


def bars(mix: Mix, title: str) -> Bars:
    """The prospects' share against its target, and how contacts came about, counts first."""
    prospects = mix.balance.interviews
    tone = Tone.GOOD if mix.balance.kept else Tone.WARN
    short = f", {mix.balance.short_of} short" if mix.balance.short_of else ""
    first = Bar("prospects", prospects.count, prospects.of, _share(prospects) + short, tone)
    channels = (_bar(row, aims=False) for row in mix.channels.rows)
    return Bars((first, *channels), title, mix.balance.target / 100)


def verdict(found: Balance) -> str:
    """Whether most interviews are with prospects, in a sentence."""
    if found.kept is None:
        return f"The target: more than {found.target} % of interviews with prospects."
    where = "above" if found.kept else "not above"
    said = f"{_share(found.interviews)} with prospects: {where} the target of {found.target} %"
    if not found.short_of:
        return f"{said}."
    return f"{said}; {pluralize(found.short_of, 'more interview')} with prospects would do."


def _channels(mix: ChannelMix) -> Bars:
    title = "How we heard them, and the change from the weeks before"
    return Bars(tuple(map(_bar, (*mix.rows, mix.first_hand))), title)


def _bar(row: ChannelShare, *, aims: bool = True) -> Bar:
    return Bar(row.channel, row.now.count, row.now.of, _with_trend(row), aims=aims)


def _share(share: Share) -> str:
    if share.share is None:
        return "none"
    return f"{share.count} of {share.of} ({100 * share.share:.0f} %)"


def _with_trend(row: ChannelShare) -> str:
    if row.now.share is None:
        return "none"
    words = f"{row.now.count} of {row.now.of}"
    if row.points is None:
        return words
    by = f" {pluralize(abs(row.points), 'point')}" if row.points else ""
    return f"{words}, {row.trend}{by}"
