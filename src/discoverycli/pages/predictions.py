"""Shows beliefs as a page."""

from __future__ import annotations

from collections.abc import Iterable

from discoverycli.analysis.predictions import REASONS, JudgedPrediction
from discoverycli.render.blocks import Column, Inline, JsonValue, Note, Span, Table, Tone


def data(believed: JudgedPrediction) -> dict[str, JsonValue]:
    """A belief for programs."""
    fact, came_true, reason = believed
    return {
        "author": fact.author,
        "percent": fact.percent,
        "made_on": fact.made_on.isoformat(),
        "revision": f"H{fact.hypothesis}.{fact.revision}",
        "came_true": came_true,
        "scored": reason is None,
        "reason": reason.value if reason else None,
    }


def table(beliefs: Iterable[JudgedPrediction], title: str) -> Table:
    """Beliefs in the order they come."""
    return Table(
        (
            Column("who", flex=True),
            Column("sure", align="right"),
            Column("since"),
            Column("by"),
            Column("came out"),
        ),
        tuple(
            (
                fact.author,
                f"{fact.percent} %",
                fact.made_on,
                Span(f"H{fact.hypothesis}.{fact.revision}", Tone.CODE),
                _came_out(each),
            )
            for each in beliefs
            for fact in (each.fact,)
        ),
        title=title,
    )


def legend(beliefs: Iterable[JudgedPrediction]) -> Note | None:
    """What the reasons given mean; `None` where none is given."""
    given = {each.reason for each in beliefs}
    meant = [f"{reason}: {words}" for reason, words in REASONS.items() if reason in given]
    return Note(Span("; ".join(meant), Tone.DIM)) if meant else None


def _came_out(believed: JudgedPrediction) -> Inline:
    if believed.reason is not None:
        return Span(believed.reason.value, Tone.DIM)
    return "true" if believed.came_true else "not true"
