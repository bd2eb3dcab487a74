"""Owns the judgement of one question: which of the rules its words break.

Rules look at the wording alone, and in English. They are written to miss rather than to cry wolf:
a polite "would you mind", a follow-up ("and if so, how?") and a question about what somebody did
with our product are left alone. See `docs/methods.md#interview-guides`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from discoverycli.domain.guide.phrases import HELD_OUT, OPINION, OURS, PITCH, RULES, SOLUTION
from discoverycli.domain.guide.words import PARTS, Kind
from discoverycli.domain.text.patterns import Pattern


class Sign(NamedTuple):
    """Words that give a question away: the rule, why it matters, and where they stand."""

    kind: Kind
    rule: str
    words: str
    reason: str
    start: int
    end: int


_NAME = re.compile("<([a-z]+)>")


def _pattern(phrases: Sequence[str]) -> Pattern:
    """Any of some phrases, with what their names stand for."""
    source = "|".join(phrases)
    while (name := _NAME.search(source)) is not None:
        source = source.replace(name[0], PARTS[name[1]])
    return Pattern(source, re.IGNORECASE)


_RULES = tuple(
    (rule, _pattern(rule.phrases), _pattern(rule.unless) if rule.unless else None) for rule in RULES
)
_OURS = _pattern(OURS)
_OPINION = _pattern(OPINION)
_SOLUTION = _pattern(SOLUTION)


def signs(question: str) -> tuple[Sign, ...]:
    """What gives a question away: at most one sign of each kind, in the order of `Kind`.

    Args:
        question: as `guide_questions.questions` finds it: on one line and without markup.
    """
    text = question.replace("’", "'")
    found: dict[Kind, Sign] = {}
    for rule, pattern, excuse in _RULES:
        if rule.kind in found:
            continue
        match = pattern.search(text)
        if match is not None and (excuse is None or excuse.search(text) is None):
            found[rule.kind] = _sign(rule.kind, rule.name, rule.reason, question, match)
    if Kind.PITCHING not in found:
        for pitch in _pitches(text, question, imagined=Kind.HYPOTHETICAL in found):
            found[Kind.PITCHING] = pitch
            break
    return tuple(found[kind] for kind in Kind if kind in found)


def _pitches(text: str, question: str, *, imagined: bool) -> Iterator[Sign]:
    """Solutions held out: named as ours, or waiting in something imagined."""
    match = _OURS.search(text)
    if match is not None and (imagined or _OPINION.search(text)):
        yield _sign(Kind.PITCHING, "ours", PITCH, question, match)
    if imagined and (match := _SOLUTION.search(text)) is not None:
        yield _sign(Kind.PITCHING, "solution", HELD_OUT, question, match)


def _sign(kind: Kind, name: str, reason: str, question: str, match: re.Match[str]) -> Sign:
    start, end = match.span()
    return Sign(kind, name, question[start:end].strip(), reason, start, end)
