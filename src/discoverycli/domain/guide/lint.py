"""Judges an interview guide: the questions to mend, why, and what to ask instead."""

from __future__ import annotations

from typing import NamedTuple

from discoverycli.domain.guide.questions import GuideQuestion, questions
from discoverycli.domain.guide.rewrite import rewrite
from discoverycli.domain.guide.rules import Fault, signs
from discoverycli.errors import InputError

__all__ = ["Fault", "Linted", "QuestionFinding", "lint_guide"]

MOST = 10_000
"""The questions of a guide; what holds more is none."""


class QuestionFinding(NamedTuple):
    """One thing that is wrong with one question.

    `rule` is the rule's name in `docs/methods.md#interview-guides`, `words` are those that gave it
    away, as they stand in the question, and `rewrite` mends everything found in it.
    """

    line: int
    question: str
    kind: Fault
    rule: str
    words: str
    reason: str
    rewrite: str


class Linted(NamedTuple):
    """A guide, judged: the findings by line, then in the order of `Fault`.

    `unclosed` is the line of a code block that is never closed: nothing below it was read.
    """

    questions: int
    findings: tuple[QuestionFinding, ...]
    unclosed: int | None = None

    @property
    def flagged(self) -> int:
        """How many questions have a finding."""
        return len({(each.line, each.question) for each in self.findings})

    def count(self, kind: Fault) -> int:
        """How many findings are of this kind."""
        return sum(each.kind is kind for each in self.findings)


def lint_guide(text: str, *, yaml: bool = False) -> Linted:
    """Judges a guide. What one question is judged to be depends on no other.

    Args:
        text: the whole file: Markdown, plain text, or YAML.
        yaml: whether it is YAML.

    Raises:
        InputError: there are more than 10,000 questions.

    Method:
        The rules of `domain.guide.rules`, on the wording of each question alone.
    """
    guide = questions(text, yaml=yaml)
    if len(guide.questions) > MOST:
        raise InputError(f"more than {MOST:,} questions, the limit", "one guide at a time")
    known: dict[str, tuple[QuestionFinding, ...]] = {}
    findings: list[QuestionFinding] = []
    for question in guide.questions:
        if question.text not in known:
            known[question.text] = _judged(question)
        findings += (each._replace(line=question.line) for each in known[question.text])
    return Linted(len(guide.questions), tuple(findings), guide.unclosed)


def _judged(question: GuideQuestion) -> tuple[QuestionFinding, ...]:
    """At most one finding of each kind."""
    line, text = question
    found = signs(text)
    better = rewrite(text, found) if found else ""
    return tuple(
        QuestionFinding(line, text, sign.kind, sign.rule, sign.words, sign.reason, better)
        for sign in found
    )
