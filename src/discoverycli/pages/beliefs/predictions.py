"""Tells of each belief how sure its author was before evidence, and how it came out."""

from __future__ import annotations

from collections.abc import Sequence

from discoverycli.analysis.beliefs.predictions import REASONS, JudgedPrediction
from discoverycli.pages.fields import Field, Shape, Shown, table
from discoverycli.render.blocks import Block, Inline, Note, Span, Tone

BELIEF: Shape[JudgedPrediction] = Shape(
    "belief",
    "How sure somebody was, before evidence, that a hypothesis would be validated.",
    Field("author", "text", "who", lambda e: e.fact.author),
    Field("percent", "whole", "how sure, 0 to 100", lambda e: e.fact.percent),
    Field("made_on", "day", "when", lambda e: e.fact.made_on),
    Field("revision", "code", "the criteria it was about, such as H3.1", lambda e: _criteria(e)),
    Field("came_true", "flag?", "validated or refuted by these, today or when it grew stale; "
          "null: neither"),
    Field("scored", "flag", "whether `disco report calibration` scores it",
          lambda e: e.reason is None),
    Field("reason", "text?", "why not: unresolved or foreknown"),
)  # fmt: skip
_COLUMNS: tuple[Shown[JudgedPrediction], ...] = (
    Shown("who", lambda e: e.fact.author, flex=True),
    Shown("sure", lambda e: f"{e.fact.percent} %", align="right"),
    Shown("since", lambda e: e.fact.made_on),
    Shown("by", lambda e: Span(_criteria(e), Tone.CODE)),
    Shown("came out", lambda e: _came_out(e)),
)


def predictions_blocks(
    beliefs: Sequence[JudgedPrediction], title: str, most: int | None = None
) -> list[Block]:
    """The first `most` beliefs in the order they come, and what the reasons given mean; nothing
    without any belief."""
    if not beliefs:
        return []
    given, shown = {each.reason for each in beliefs}, beliefs[:most]
    more = f", the first {len(shown)} of them" if len(shown) < len(beliefs) else ""
    meant = [f"{reason}: {words}" for reason, words in REASONS.items() if reason in given]
    legend = [Note(Span("; ".join(meant), Tone.DIM))] if meant else []
    return [table(_COLUMNS, shown, title=f"{title} ({len(beliefs)}){more}"), *legend]


def _criteria(belief: JudgedPrediction) -> str:
    return f"H{belief.fact.hypothesis}.{belief.fact.revision}"


def _came_out(believed: JudgedPrediction) -> Inline:
    if believed.reason is not None:
        return Span(believed.reason.value, Tone.DIM)
    return "true" if believed.came_true else "not true"
