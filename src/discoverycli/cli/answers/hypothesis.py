"""Answers a change of a hypothesis: what was done, what moved, and where it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from discoverycli.cli.answers.changes import CHANGE, MOVE, FieldChange, changes, moves_lines
from discoverycli.domain.vocabulary import Rung, Stance
from discoverycli.pages.beliefs import hypotheses, predictions
from discoverycli.pages.beliefs import hypothesis as report
from discoverycli.pages.fields import Field, KeysOf, Shape
from discoverycli.render.blocks import (
    Block,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.hypothesis import HypothesisAccount, JudgedPiece
    from discoverycli.analysis.beliefs.predictions import JudgedPrediction
    from discoverycli.store.write.verdicts import StatusChange


class HypothesisAnswer(NamedTuple):
    """A hypothesis after a change, and what that moved."""

    account: HypothesisAccount
    moves: Sequence[StatusChange]


ANSWER: Shape[HypothesisAnswer] = Shape(
    "hypothesis answer",
    "What a change to a hypothesis answers.",
    KeysOf(hypotheses.HYPOTHESIS, lambda e: e.account.standing),
    Field("rule", "text", "its criteria, as `--rule` reads them", lambda e: _rule(e.account)),
    KeysOf(report.CRITERIA, lambda e: e.account.revised),
    Field("moved", MOVE.many, "what the change moved", lambda e: e.moves),
)
PREDICTED: Shape[tuple[HypothesisAnswer, JudgedPrediction]] = Shape(
    "hypothesis predicted",
    "What locking a belief answers.",
    KeysOf(ANSWER, lambda e: e[0]),
    Field("prediction", predictions.BELIEF.one, "the belief that was locked", lambda e: e[1]),
)
EDITED: Shape[tuple[HypothesisAnswer, Sequence[FieldChange]]] = Shape(
    "hypothesis edited",
    "What an edit answers.",
    KeysOf(ANSWER, lambda e: e[0]),
    Field("changes", CHANGE.many, "each field that changed", lambda e: e[1]),
)
LINKED: Shape[tuple[HypothesisAnswer, JudgedPiece]] = Shape(
    "hypothesis linked",
    "What linking evidence answers.",
    KeysOf(ANSWER, lambda e: e[0]),
    Field("evidence", report.VOICE.one, "the piece that was linked", lambda e: e[1]),
)
_HEADS = {
    Stance.SUPPORTS: "evidence for ",
    Stance.REFUTES: "evidence against ",
    Stance.NEUTRAL: "an open answer on ",
}
_FIELDS = (
    *("text", "class", "origin", "importance", "serves", "segment"),
    *("rule", "right_if", "wrong_if"),
)


def added(account: HypothesisAccount) -> Page:
    """A hypothesis was added: its code, its rule, and whether it reads like a solution."""
    hypothesis = account.standing.hypothesis
    rule = report.criteria_blocks(account.revised, account.standing.verdict)
    hint = f"disco hypotheses edit H{hypothesis.number} --text WORDS"
    doubts = hypotheses.doubt(account.standing, hint)
    about = Note(Span(report.about(hypothesis), Tone.DIM))
    return _page(account, (), _headline(account, "is written down"), about, *rule, *doubts)


def parked(account: HypothesisAccount, moves: Sequence[StatusChange]) -> Page:
    """A hypothesis was parked."""
    hypothesis = account.standing.hypothesis
    said = _headline(account, f"is parked until {hypothesis.parked_until}")
    return _page(account, moves, said, Lines((f"because {hypothesis.parked_reason}",)))


def unparked(account: HypothesisAccount, moves: Sequence[StatusChange]) -> Page:
    """A parked hypothesis was taken up again."""
    return _page(account, moves, _headline(account, "is taken up again"))


def predicted(account: HypothesisAccount, belief: JudgedPrediction) -> Page:
    """A belief is locked: what it says, by which criteria, and where it will be seen again."""
    fact = belief.fact
    code = f"H{fact.hypothesis}"
    says = f": {fact.author} is {fact.percent} % sure that it will be validated"
    sure = (Span(code, Tone.CODE), says)
    rest = (
        f"locked on {fact.made_on} by the criteria {code}.{fact.revision}, before evidence",
        ToType(f"everybody's beliefs: disco hypotheses show {code}"),
        ToType("how they come out: disco report calibration"),
    )
    return _page(account, (), sure, Lines(rest), shape=PREDICTED, more=belief)


def edited(
    before: HypothesisAccount, after: HypothesisAccount, moves: Sequence[StatusChange]
) -> Page:
    """What an edit changed, each field with its old and its new value."""
    changed = changes(_fields(before), _fields(after))
    said = _headline(after, "changed" if changed else "is what it was")
    lines = Lines(tuple(map(_change, changed)))
    return _page(after, moves, said, lines, shape=EDITED, more=changed)


def linked(
    evidence: int,
    was: tuple[Stance, Rung] | None,
    account: HypothesisAccount,
    moves: Sequence[StatusChange],
) -> Page:
    """A piece of evidence was linked: whose it is, what it was before, whether it counts."""
    judged = next(each for each in account.judged if each.piece.fact.id == evidence)
    piece, fact = judged.piece, judged.piece.fact
    words = f": {piece.text}" if piece.text else ""
    code = Span(f"H{account.standing.hypothesis.number}", Tone.CODE)
    said = (_HEADS[fact.stance], code, ": ", *report.who(piece), f", {fact.rung.word}{words}")
    blocks: list[Block] = []
    if judged.reason is not None:
        because = report.REASONS[judged.reason]
        blocks.append(Lines((f"kept, but not counted: {judged.reason} ({because})",), mark="!"))
    if was is not None:
        blocks.append(Lines((f"before, the same words were: {was[0]}, {was[1].word}",)))
    return _page(account, moves, said, *blocks, shape=LINKED, more=judged)


def _headline(account: HypothesisAccount, what: str) -> Inline:
    code = f"H{account.standing.hypothesis.number}"
    return (Span(code, Tone.CODE), f" {what}: {account.standing.hypothesis.text}")


def _page(
    account: HypothesisAccount,
    moves: Sequence[StatusChange],
    said: Inline,
    *blocks: Block,
    shape: Shape[Any] | None = None,
    more: object = None,
) -> Page:
    """`shape`: that of this answer, which has `more` than the hypothesis and what moved."""
    made = HypothesisAnswer(account, moves)
    data = shape.data((made, more)) if shape else ANSWER.data(made)
    # What moved comes last, after what only this answer has.
    data["moved"] = data.pop("moved")
    standing = Note(report.standing_line(account.standing))
    return Page("", (Note(said), *blocks, moves_lines(moves), standing), data)


def _rule(account: HypothesisAccount) -> str:
    return account.revised[-1].revision.rule.describe()


def _fields(account: HypothesisAccount) -> dict[str, JsonValue]:
    found = ANSWER.data(HypothesisAnswer(account, ()))
    fields = {name: found[name] for name in _FIELDS}
    return fields | {"revision": f"H{account.standing.hypothesis.number}.{found['revision']}"}


def _change(change: FieldChange) -> Inline:
    name, was, now = change
    name = name.replace("_", " ")
    if name == "rule":
        was, now = _differing(str(was), str(now))
    return (Span(f"{name}: ", Tone.DIM), f"{_shown(was)} → {_shown(now)}")


def _differing(was: str, now: str) -> tuple[str, str]:
    pairs = [pair for pair in zip(was.split(), now.split(), strict=True) if pair[0] != pair[1]]
    return " ".join(old for old, _ in pairs), " ".join(new for _, new in pairs)


def _shown(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nobody in particular"
    return "none" if value is None else str(value)
