"""Answers for one interview: who said what that day, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.calls.judged_lines import Judged, judge
from discoverycli.domain.vocabulary import Code
from discoverycli.store.read import interviews

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import HireLine, InterviewFact, PromiseFact, StatementFact
    from discoverycli.store.reader import Reader


class InterviewAccount(NamedTuple):
    """An interview and everything its note says, as it counts on `today`."""

    interview: InterviewFact
    statements: Sequence[StatementFact]
    evidence: Sequence[Judged]
    hires: Sequence[HireLine]
    promises: Sequence[PromiseFact]
    today: date


def interview_account(reader: Reader, number: int, today: date) -> InterviewAccount:
    """An interview and everything its note says.

    Raises:
        NotFoundError: there is none of that number.
    """
    of = Code("I", number)
    return InterviewAccount(
        interview=interviews.one(reader, number),
        statements=interviews.statements(reader, of),
        evidence=judge(interviews.evidence(reader, of), today),
        hires=interviews.hires(reader, of),
        promises=interviews.promises(reader, of),
        today=today,
    )
