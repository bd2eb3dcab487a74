"""Owns the judgement of an interview guide: the questions to mend, why, and what to ask instead."""

from __future__ import annotations

from dataclasses import dataclass, replace

from discoverycli.domain.guide.questions import Question, questions
from discoverycli.domain.guide.rewrite import rewrite
from discoverycli.domain.guide.rules import Sign, signs
from discoverycli.domain.guide.words import Kind
from discoverycli.errors import InputError

__all__ = ["Finding", "Kind", "Linted", "judge", "lint"]

MOST = 10_000
"""The questions of a guide; what holds more is none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one question.

    `rule` is the rule's name in `docs/methods.md#interview-guides`, `words` are those that gave it
    away, as they stand in the question, and `rewrite` mends everything found in it.
    """

    line: int
    question: str
    kind: Kind
    rule: str
    words: str
    reason: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Linted:
    """A guide, judged: the findings by line, then in the order of `Kind`.

    `unclosed` is the line of a code block that is never closed: nothing below it was read.
    """

    questions: int
    findings: tuple[Finding, ...]
    unclosed: int | None = None

    @property
    def flagged(self) -> int:
        """How many questions have a finding."""
        return len({(each.line, each.question) for each in self.findings})

    def count(self, kind: Kind) -> int:
        """How many findings are of this kind."""
        return sum(each.kind is kind for each in self.findings)


def lint(text: str, *, yaml: bool = False) -> Linted:
    """Judges a guide. What one question is judged to be depends on no other.

    Args:
        text: the whole file: Markdown, plain text, or YAML.
        yaml: whether it is YAML.

    Raises:
        InputError: there are more than 10,000 questions.

    Method:
        The rules of `guide_rules`, on the wording of each question alone.
    """
    guide = questions(text, yaml=yaml)
    if len(guide.questions) > MOST:
        raise InputError(f"more than {MOST:,} questions, the limit", "one guide at a time")
    known: dict[str, tuple[Finding, ...]] = {}
    findings: list[Finding] = []
    for line, question in guide.questions:
        if question not in known:
            known[question] = judge(Question(line, question))
        findings += (_on(line, each) for each in known[question])
    return Linted(len(guide.questions), tuple(findings), guide.unclosed)


def judge(question: Question) -> tuple[Finding, ...]:
    """What is wrong with one question: at most one finding of each kind."""
    found = signs(question.text)
    if not found:
        return ()
    better = rewrite(question.text, found)
    return tuple(_finding(question, sign, better) for sign in found)


def _finding(question: Question, sign: Sign, better: str) -> Finding:
    return Finding(
        question.line, question.text, sign.kind, sign.rule, sign.words, sign.reason, better
    )


def _on(line: int, finding: Finding) -> Finding:
    """The same finding, on the line of another question of the same words."""
    if finding.line == line:
        return finding
    return replace(finding, line=line)
