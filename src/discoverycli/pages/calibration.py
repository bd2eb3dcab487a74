"""Owns how the report on calibration looks: what is told first, and what beside what."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from discoverycli.analysis.calibration import CalibrationReport
from discoverycli.analysis.predictions import JudgedPrediction
from discoverycli.domain.calibration import ENOUGH, Decile, Score
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Origin
from discoverycli.pages import hypotheses, predictions
from discoverycli.pages.json_values import sheet
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.analysis.calibration import Calibration
from discoverycli.analysis.calibration import Calibration

_SHEET = (
    *("hypothesis", "author", "percent", "made_on", "revision", "came_true", "scored", "reason"),
)


def calibration_page(answer: CalibrationReport) -> Page:
    """The report as a page; at most `most` of the beliefs that are not scored."""
    found, most = answer
    return Page(
        title="Calibration",
        blocks=blocks(found, most),
        data=data(found),
        table=sheet(_SHEET, [_belief_data(each) for each in found.beliefs]),
        footnotes=footnotes(found),
    )


def data(found: Calibration) -> dict[str, JsonValue]:
    """The report for programs; `docs/json.md` lists the keys."""
    return {
        **_score_data(found.score),
        "deciles": [
            {
                "from": each.low,
                "to": each.high,
                "beliefs": each.beliefs,
                "came_true": each.came_true,
                "mean_stated": _rounded(each.mean_stated),
            }
            for each in found.deciles
        ],
        "by_author": [
            {"author": each.name, "several": each.several, **_score_data(each.score)}
            for each in found.authors or ()
        ],
        "by_class": [{"class": each.name, **_score_data(each.score)} for each in found.classes],
        "by_origin": [{"origin": each.name, **_score_data(each.score)} for each in found.origins],
        "resolved": found.right.resolved,
        "right": found.right.right,
        "right_by_class": [
            {"class": each.name, "resolved": each.resolved, "right": each.right}
            for each in found.right_classes
        ],
        "right_by_origin": [
            {"origin": each.name, "resolved": each.resolved, "right": each.right}
            for each in found.right_origins
        ],
        "predictions": [_belief_data(each) for each in found.beliefs],
    }


def _score_data(found: Score) -> dict[str, JsonValue]:
    return {
        "beliefs": found.beliefs,
        "came_true": found.came_true,
        "brier": _rounded(found.brier),
        "base_brier": _rounded(found.base_brier),
        "few": found.few,
    }


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _belief_data(believed: JudgedPrediction) -> dict[str, JsonValue]:
    return {"hypothesis": f"H{believed.fact.hypothesis}", **predictions.BELIEF.data(believed)}


NOTHING_YET = ToType(
    "Nobody has said yet how sure they are: disco hypotheses predict CODE 70%, "
    "before anyone is asked"
)
_NO_OPINION = ToType("No opinion is written down: disco hypotheses add 'WHO does WHAT because WHY'")
_NONE_RESOLVED = ToType(
    "No opinion is validated or refuted yet: disco hypotheses says what each lacks"
)
_BRIER = (
    "Brier: the mean of (stated − outcome)², 0 for perfect foresight, lower is better; beside it "
    "that of one who knew how many of these come true, and always said that share."
)
_TRUE = "True is what an opinion's own rule calls validated, not true what it calls refuted."


def blocks(found: Calibration, most: int | None) -> tuple[Block, ...]:
    """What beliefs were worth, then how often opinions came true, then what is not scored."""
    if not found.opinions:
        return (Note(_NO_OPINION),)
    shown: list[Block] = [Note(_headline(found)), *_ours(found)]
    if found.score.beliefs:
        shown += [_deciles(found.deciles), _grouped(found)]
        if found.authors is None:
            shown.append(Note(Span("Without names, nobody's own record is shown.", Tone.DIM)))
    return (*shown, *_rights(found), *_unscored(found.beliefs, most))


def footnotes(found: Calibration) -> tuple[str, ...]:
    """What the numbers mean, and what they leave out."""
    if not found.opinions:
        return ()
    return (*((_BRIER,) if found.score.beliefs else ()), _TRUE, hypotheses.LIMITS)


def _headline(found: Calibration) -> Inline:
    """How many beliefs came true, and what that is worth, beside the base rate."""
    scored = found.score
    if not found.beliefs:
        return NOTHING_YET
    if not scored.beliefs:
        return f"{pluralize(len(found.beliefs), 'belief')}, and none can be scored yet."
    few = f" Few, below {ENOUGH}: directional." if scored.few else ""
    said = (
        f"{pluralize(scored.beliefs, 'belief')} scored, {scored.came_true} came true. "
        f"Brier {_brier(scored)} for always saying “{scored.came_true} of {scored.beliefs}”."
    )
    return (said, Span(few, Tone.WARN))


def _brier(found: Score) -> str:
    """Never alone: `0.21 beside 0.24`."""
    if found.brier is None or found.base_brier is None:
        return "none"
    return f"{float(found.brier):.2f} beside {float(found.base_brier):.2f}"


def _deciles(found: Iterable[Decile]) -> Table:
    return Table(
        (Column("sure"), Column("came true"), Column("stated on average")),
        tuple(
            (
                f"{each.low} to {each.high} %",
                f"{each.came_true} of {each.beliefs} ({100 * each.came_true / each.beliefs:.0f} %)",
                f"{float(100 * each.mean_stated):.0f} %",
            )
            for each in found
            if each.mean_stated is not None
        ),
        title="How sure, and how many came true",
    )


def _grouped(found: Calibration) -> Table:
    rows = [
        *(("author", each) for each in found.authors or ()),
        *(("class", each) for each in found.classes),
        *(("origin", each) for each in found.origins),
    ]
    return Table(
        (
            Column("by"),
            Column("of", flex=True),
            Column("came true"),
            Column("Brier, and of the base rate"),
        ),
        tuple(
            (
                Span(what, Tone.DIM),
                f"{each.name} (several people)" if each.several else each.name,
                f"{each.score.came_true} of {each.score.beliefs}",
                _brier(each.score),
            )
            for what, each in rows
        ),
        title=f"Whose, and of what (below {ENOUGH} beliefs: directional)",
    )


def _ours(found: Calibration) -> list[Block]:
    """`Office opinions (origin team) were right 9 of 18.`"""
    return [
        Note(f"Office opinions (origin {each.name}) were right {each.right} of {each.resolved}.")
        for each in found.right_origins
        if each.name == Origin.TEAM
    ]


def _rights(found: Calibration) -> list[Block]:
    """How often opinions came true at all, whoever believed in them."""
    if not found.right.resolved:
        return [Note(_NONE_RESOLVED)]
    rows = [
        *(("origin", each) for each in found.right_origins),
        *(("class", each) for each in found.right_classes),
    ]
    table = Table(
        (Column("by"), Column("of", flex=True), Column("were right")),
        tuple(
            (Span(what, Tone.DIM), each.name, f"{each.right} of {each.resolved}")
            for what, each in rows
        ),
        title="All opinions validated or refuted by their first criteria, believed in or not",
    )
    return [table]


def _unscored(every: Iterable[JudgedPrediction], most: int | None) -> list[Block]:
    left = [each for each in every if each.reason is not None]
    if not left:
        return []
    shown = left[:most]
    more = f", the first {len(shown)} of them" if len(shown) < len(left) else ""
    legend = predictions.legend(left)
    return [
        predictions.predictions_table(shown, f"Not scored ({len(left)}){more}"),
        *([legend] if legend else []),
    ]
