"""Tells how often beliefs came true, by how sure people were, and how often opinions were right."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from discoverycli.domain.calibration import ENOUGH, Decile, Score
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Origin
from discoverycli.pages.beliefs import hypotheses, predictions
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.render.blocks import Block, Inline, Note, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.predictions import JudgedPrediction
    from discoverycli.analysis.reports.calibration import Calibration, RightShare, ScoredGroup


def _score_shape(
    beliefs: str = "as above",
    came_true: str = "as above",
    brier: str = "as above",
    base: str = "as above",
    few: str = "as above",
) -> Shape[Score]:
    return inner(
        Field("beliefs", "whole", beliefs),
        Field("came_true", "whole", came_true),
        Field("brier", "share?", brier, lambda score: _rounded(score.brier)),
        Field("base_brier", "share?", base, lambda score: _rounded(score.base_brier)),
        Field("few", "flag", few),
    )


def _group_shape(key: str) -> Shape[ScoredGroup]:
    return inner(
        Field(key, "text", "which", lambda group: group.name),
        KeysOf(_score_shape(), lambda group: group.score),
    )


def _right_shape(key: str) -> Shape[RightShare]:
    return inner(
        Field(key, "text", "which", lambda share: share.name),
        Field("resolved", "whole", "as above"),
        Field("right", "whole", "as above"),
    )


_AUTHOR: Shape[ScoredGroup] = inner(
    Field("author", "text", "who", lambda group: group.name),
    Field("several", "flag", "whether that name is of several people"),
    KeysOf(_score_shape("as above, of theirs"), lambda group: group.score),
)
_DECILE: Shape[Decile] = inner(
    Field("from", "whole", "the lowest percentage", lambda decile: decile.low),
    Field("to", "whole", "the highest one", lambda decile: decile.high),
    Field("beliefs", "whole", "how many"),
    Field("came_true", "whole", "of these"),
    Field("mean_stated", "share?", "what was stated on average; null without any",
          lambda decile: _rounded(decile.mean_stated)),
)  # fmt: skip
BELIEVED: Shape[JudgedPrediction] = Shape(
    "believed",
    "A belief, and what it is about.",
    Field("hypothesis", "H", "the hypothesis", lambda e: e.fact.hypothesis),
    KeysOf(predictions.BELIEF, lambda e: e),
)
CALIBRATION: Shape[Calibration] = Shape(
    "calibration",
    "How sure people were before evidence, and how it came out.",
    KeysOf(_score_shape("those that are scored", "of these, the ones that came true",
           "the mean of (stated − outcome)²; null without any", "that of always saying came_true ÷ "
           "beliefs", "fewer than 30: directional"), lambda e: e.score),
    Field("deciles", _DECILE.many, "the scored ones by what was stated, always all ten"),
    Field("by_author", _AUTHOR.many, "the scored ones by author; empty with --anonymous",
          lambda e: e.authors or ()),
    Field("by_class", _group_shape("class").many, "the scored ones by class of the hypothesis",
          lambda e: e.classes),
    Field("by_origin", _group_shape("origin").many, "the scored ones by origin of the hypothesis",
          lambda e: e.origins),
    Field("resolved", "whole", "hypotheses validated or refuted today or when they grew stale, "
          "believed in or not", lambda e: e.right.resolved),
    Field("right", "whole", "of these, the validated ones", lambda e: e.right.right),
    Field("right_by_class", _right_shape("class").many, "the same by class",
          lambda e: e.right_classes),
    Field("right_by_origin", _right_shape("origin").many, "the same by origin",
          lambda e: e.right_origins),
    Field("predictions", BELIEVED.many, "every belief, scored or not, the earliest first",
          lambda e: e.beliefs),
)  # fmt: skip
_DECILES: tuple[Shown[Decile], ...] = (
    Shown("sure", lambda e: f"{e.low} to {e.high} %"),
    Shown("came true", lambda e: f"{e.came_true} of {e.beliefs} "
          f"({100 * e.came_true / e.beliefs:.0f} %)"),
    Shown("stated on average", lambda e: f"{float(100 * (e.mean_stated or 0)):.0f} %"),
)  # fmt: skip
_GROUPS: tuple[Shown[tuple[str, ScoredGroup]], ...] = (
    Shown("by", lambda e: Span(e[0], Tone.DIM)),
    Shown("of", lambda e: f"{e[1].name}{' (several people)' if e[1].several else ''}", flex=True),
    Shown("came true", lambda e: f"{e[1].score.came_true} of {e[1].score.beliefs}"),
    Shown("Brier, and of the base rate", lambda e: _brier(e[1].score)),
)
_RIGHTS: tuple[Shown[tuple[str, RightShare]], ...] = (
    Shown("by", lambda e: Span(e[0], Tone.DIM)),
    Shown("of", lambda e: e[1].name, flex=True),
    Shown("were right", lambda e: f"{e[1].right} of {e[1].resolved}"),
)


def calibration_page(found: Calibration) -> Page:
    """The report as a page; at most `most` of the beliefs that are not scored."""
    brier = _BRIER if found.score.beliefs else None
    return Page(
        title="Calibration",
        blocks=_blocks(found) if found.opinions else (Note(_NO_OPINION),),
        data=lambda: CALIBRATION.data(found),
        table=lambda: BELIEVED.sheet(found.beliefs),
        footnotes=present(brier, _TRUE, hypotheses.LIMITS) if found.opinions else (),
    )


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)


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


def _blocks(found: Calibration) -> tuple[Block, ...]:
    """What beliefs were worth, then how often opinions came true, then what is not scored."""
    scored, unnamed = [], Note(Span("Without names, nobody's own record is shown.", Tone.DIM))
    if found.score.beliefs:
        told = [each for each in found.deciles if each.mean_stated is not None]
        scored = [table(_DECILES, told, title="How sure, and how many came true"), _grouped(found)]
    unscored = [each for each in found.beliefs if each.reason is not None]
    return present(
        Note(_headline(found)),
        *_ours(found),
        *scored,
        unnamed if scored and found.authors is None else None,
        _rights(found),
        *predictions.predictions_blocks(unscored, "Not scored", found.most),
    )


def _headline(found: Calibration) -> Inline:
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


def _grouped(found: Calibration) -> Table:
    rows = [
        *(("author", each) for each in found.authors or ()),
        *(("class", each) for each in found.classes),
        *(("origin", each) for each in found.origins),
    ]
    return table(_GROUPS, rows, title=f"Whose, and of what (below {ENOUGH} beliefs: directional)")


def _ours(found: Calibration) -> list[Block]:
    return [
        Note(f"Office opinions (origin {each.name}) were right {each.right} of {each.resolved}.")
        for each in found.right_origins
        if each.name == Origin.TEAM
    ]


def _rights(found: Calibration) -> Block:
    if not found.right.resolved:
        return Note(_NONE_RESOLVED)
    rows = [
        *(("origin", each) for each in found.right_origins),
        *(("class", each) for each in found.right_classes),
    ]
    title = "All opinions validated or refuted by their first criteria, believed in or not"
    return table(_RIGHTS, rows, title=title)
