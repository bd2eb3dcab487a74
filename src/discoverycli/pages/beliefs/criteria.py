"""Tells by which criteria a hypothesis is judged, and by which it was judged before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from discoverycli.pages.beliefs.hypotheses import status
from discoverycli.pages.fields import Field, Shape, Shown, inner, table
from discoverycli.render.blocks import Block, Facts, Inline, Lines, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.predictions import Revised
    from discoverycli.domain.facts.opinions import RevisionFact
    from discoverycli.domain.verdicts import Check, Verdict


CHECKS = {
    "voices": "enough voices for",
    "majority": "a clear majority, for-against",
    "lived": "lived, not only said (did or higher)",
    "prospects": "not only customers (prospects)",
}
"""What each check of a rule asks, in words."""


WORDS: Shape[Sequence[Revised]] = inner(
    Field("right_if", "text?", "in words, what would show it right",
          lambda revised: revised[-1].revision.right_if),
    Field("wrong_if", "text?", "in words, what would show it wrong",
          lambda revised: revised[-1].revision.wrong_if),
)  # fmt: skip
REVISION: Shape[tuple[int, Revised]] = inner(
    Field("code", "code", "such as H3.2", lambda e: f"H{e[0]}.{e[1].revision.number}"),
    Field("rule", "text", "as `--rule` reads it", lambda e: e[1].revision.rule.describe()),
    Field("right_if", "text?", "as above, in that revision", lambda e: e[1].revision.right_if),
    Field("wrong_if", "text?", "as above, in that revision", lambda e: e[1].revision.wrong_if),
    Field("reason", "text?", "why they were changed", lambda e: e[1].revision.reason),
    Field("author", "text", "who made them", lambda e: e[1].revision.author),
    Field("made_on", "day", "when", lambda e: e[1].revision.made_on),
    Field("status", "text", "what the evidence comes to by them", lambda e: e[1].verdict.status),
    Field("was", "text?", "as `was` above, by them", lambda e: e[1].verdict.was),
    Field("votes_for", "whole", "by them", lambda e: e[1].verdict.votes_for),
    Field("votes_against", "whole", "by them", lambda e: e[1].verdict.votes_against),
    Field("asked", "whole", "by them", lambda e: e[1].verdict.asked),
)
_CHECKS: tuple[Shown[Check], ...] = (
    Shown("", lambda check: Span("✓", Tone.GOOD) if check.ok else Span("✗", Tone.BAD)),
    Shown("check", lambda check: CHECKS[check.name], flex=True),
    Shown("has", lambda check: str(check.have)),
    Shown("needs", lambda check: str(check.need)),
)
_REVISIONS: tuple[Shown[tuple[int, Revised]], ...] = (
    Shown("revision", lambda e: Span(f"H{e[0]}.{e[1].revision.number}", Tone.CODE)),
    Shown("criteria", lambda e: e[1].revision.rule.describe(), flex=True),
    Shown("made", lambda e: _made(e[1].revision), flex=True),
    Shown("comes to", lambda e: status(e[1].verdict)),
)


def blocks(revised: Sequence[Revised], verdict: Verdict) -> list[Block]:
    """What decides now: each check of the rule with what there is, and the criteria in words."""
    rule = table(_CHECKS, verdict.checks, title="The rule for a validation")
    pairs = _said(revised[-1].revision)
    return [rule, Facts(pairs)] if pairs else [rule]


def revisions(number: int, revised: Sequence[Revised]) -> list[Block]:
    """All criteria, each with the verdict of today's evidence by them; words where they changed."""
    shown = table(_REVISIONS, [(number, each) for each in revised], title="Criteria")
    said = [(each.revision.number, _said(each.revision)) for each in revised]
    changed = [(n, now) for (_, was), (n, now) in pairwise(said) if now != was]
    if not changed:
        return [shown]
    return [shown, Lines(tuple(_line(number, *each) for each in [said[0], *changed]))]


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
