"""Owns how the criteria of an opinion are shown: what decides on it, and what did before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from discoverycli.domain.verdicts import Check, Verdict
from discoverycli.pages.hypotheses import TONES
from discoverycli.render.blocks import Block, Column, Facts, Inline, Lines, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.predictions import Revised
    from discoverycli.domain.facts.opinions import RevisionFact


CHECKS = {
    "voices": "enough voices for",
    "majority": "a clear majority, for-against",
    "lived": "lived, not only said (did or higher)",
    "prospects": "not only customers (prospects)",
}
"""What each check of a rule asks, in words."""


def blocks(revised: Sequence[Revised], verdict: Verdict) -> list[Block]:
    """What decides now: each check of the rule with what there is, and the criteria in words."""
    rule = Table(
        (Column(""), Column("check", flex=True), Column("has"), Column("needs")),
        tuple(map(_check, verdict.checks)),
        title="The rule for a validation",
    )
    pairs = _said(revised[-1].revision)
    return [rule, Facts(pairs)] if pairs else [rule]


def words(revised: Sequence[Revised]) -> dict[str, str | None]:
    """The present criteria in words, for programs."""
    revision = revised[-1].revision
    return {"right_if": revision.right_if, "wrong_if": revision.wrong_if}


def revisions(number: int, revised: Sequence[Revised]) -> list[Block]:
    """All criteria with what today's evidence comes to by each; words where they changed."""
    table = Table(
        (
            Column("revision"),
            Column("criteria", flex=True),
            Column("made", flex=True),
            Column("comes to"),
        ),
        tuple(
            (
                Span(f"H{number}.{each.revision.number}", Tone.CODE),
                each.revision.rule.describe(),
                _made(each.revision),
                Span(each.verdict.status.value, TONES[each.verdict.status]),
            )
            for each in revised
        ),
        title="Criteria",
    )
    said = [(each.revision.number, _said(each.revision)) for each in revised]
    changed = [(n, now) for (_, was), (n, now) in pairwise(said) if now != was]
    if not changed:
        return [table]
    return [table, Lines(tuple(_line(number, *each) for each in [said[0], *changed]))]


def _check(check: Check) -> tuple[Inline, ...]:
    mark = Span("✓", Tone.GOOD) if check.ok else Span("✗", Tone.BAD)
    return (mark, CHECKS[check.name], str(check.have), str(check.need))


def _said(revision: RevisionFact) -> tuple[tuple[str, str], ...]:
    both = (("right if", revision.right_if), ("wrong if", revision.wrong_if))
    return tuple((name, text) for name, text in both if text)


def _line(number: int, revision: int, said: Sequence[tuple[str, str]]) -> Inline:
    """`H3.2 right if: …; wrong if: …`"""
    words = "; ".join(f"{name}: {text}" for name, text in said) or "nothing in words"
    return (Span(f"H{number}.{revision}", Tone.CODE), f" {words}")


def _made(revision: RevisionFact) -> str:
    made = f"{revision.made_on} by {revision.author}"
    return f"{made}: {revision.reason}" if revision.reason else made
