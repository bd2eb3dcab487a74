"""Owns the page of one interview. Answers: who said what that day, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis.judged_lines import Judged, judge
from discoverycli.domain.vocabulary import Code

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import (
        EvidenceLine,
        HireLine,
        InterviewFact,
        PromiseFact,
        StatementFact,
    )
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    """An interview and everything its note says."""

    interview: InterviewFact
    statements: Sequence[StatementFact]
    evidence: Sequence[EvidenceLine]
    hires: Sequence[HireLine]
    promises: Sequence[PromiseFact]


@dataclass(frozen=True, slots=True)
class Account:
    """An interview as it stands on `today`."""

    facts: InterviewFacts
    evidence: tuple[Judged, ...]
    today: date


def load(reader: Reader, number: int) -> InterviewFacts:
    """An interview and everything its note says.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews

    of = Code("I", number)
    return InterviewFacts(
        interview=interviews.one(reader, number),
        statements=interviews.statements(reader, of),
        evidence=interviews.evidence(reader, of),
        hires=interviews.hires(reader, of),
        promises=interviews.promises(reader, of),
    )


def calculate(facts: InterviewFacts, today: date) -> Account:
    """Which of the evidence counts on `today`."""
    return Account(facts, judge(facts.evidence, today), today)
