"""Owns how the report on calibration looks: what is told first, and what beside what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from discoverycli.domain.calibration import ENOUGH, Decile, Score
from discoverycli.domain.vocabulary import Origin
from discoverycli.domain.words import counted
from discoverycli.render.blocks import Block, Column, Inline, Note, Span, Table, Tone, ToType
from discoverycli.reports import beliefs, hypotheses
from discoverycli.reports.beliefs import Believed

if TYPE_CHECKING:
    from discoverycli.reports.calibration import Calibration

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
        return f"{counted(len(found.beliefs), 'belief')}, and none can be scored yet."
    few = f" Few, below {ENOUGH}: directional." if scored.few else ""
    said = (
        f"{counted(scored.beliefs, 'belief')} scored, {scored.came_true} came true. "
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


def _unscored(every: Iterable[Believed], most: int | None) -> list[Block]:
    left = [each for each in every if each.reason is not None]
    if not left:
        return []
    shown = left[:most]
    more = f", the first {len(shown)} of them" if len(shown) < len(left) else ""
    legend = beliefs.legend(left)
    return [
        beliefs.table(shown, f"Not scored ({len(left)}){more}"),
        *([legend] if legend else []),
    ]
