"""Tells of each belief how sure its author was before evidence, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable

from discoverycli.analysis.beliefs.predictions import REASONS, JudgedPrediction
from discoverycli.pages.fields import Field, Shape, Shown, table
from discoverycli.render.blocks import Inline, Note, Span, Table, Tone

BELIEF: Shape[JudgedPrediction] = Shape(
    "belief",
    "How sure somebody was, before evidence, that a hypothesis would be validated.",
    Field("author", "text", "who", lambda e: e.fact.author),
    Field("percent", "whole", "how sure, 0 to 100", lambda e: e.fact.percent),
    Field("made_on", "day", "when", lambda e: e.fact.made_on),
    Field("revision", "code", "the criteria it was about, such as H3.1", lambda e: _criteria(e)),
    Field("came_true", "flag?", "validated or refuted by these, today or when it grew stale; "
          "null: neither", lambda e: e.came_true),
    Field("scored", "flag", "whether `disco report calibration` scores it",
          lambda e: e.reason is None),
    Field("reason", "text?", "why not: unresolved or foreknown", lambda e: e.reason),
)  # fmt: skip
_COLUMNS: tuple[Shown[JudgedPrediction], ...] = (
    Shown("who", lambda e: e.fact.author, flex=True),
    Shown("sure", lambda e: f"{e.fact.percent} %", align="right"),
    Shown("since", lambda e: e.fact.made_on),
    Shown("by", lambda e: Span(_criteria(e), Tone.CODE)),
    Shown("came out", lambda e: _came_out(e)),
)


def predictions_table(beliefs: Iterable[JudgedPrediction], title: str) -> Table:
    """Beliefs in the order they come."""
    return table(_COLUMNS, beliefs, title=title)


def _criteria(belief: JudgedPrediction) -> str:
    return f"H{belief.fact.hypothesis}.{belief.fact.revision}"


def legend(beliefs: Iterable[JudgedPrediction]) -> Note | None:
    """What the reasons given mean; `None` where none is given."""
    given = {each.reason for each in beliefs}
    meant = [f"{reason}: {words}" for reason, words in REASONS.items() if reason in given]
    return Note(Span("; ".join(meant), Tone.DIM)) if meant else None


def _came_out(believed: JudgedPrediction) -> Inline:
    if believed.reason is not None:
        return Span(believed.reason.value, Tone.DIM)
    return "true" if believed.came_true else "not true"
