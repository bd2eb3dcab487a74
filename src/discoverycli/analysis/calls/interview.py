"""Answers for one interview, or one statement: who said what that day, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import why
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.votes import Reason, not_counted
from discoverycli.errors import NotFoundError
from discoverycli.store.read import interviews
from discoverycli.store.read import why as read_whys

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import (
        EvidenceLine,
        HireLine,
        InterviewFact,
        PromiseFact,
        StatementFact,
    )
    from discoverycli.store.reader import Reader


class JudgedLine(NamedTuple):
    """A piece of evidence and why it does not count today; `None`: it counts."""

    line: EvidenceLine
    reason: Reason | None


def judge(lines: Iterable[EvidenceLine], today: date) -> tuple[JudgedLine, ...]:
    """Which pieces of evidence count on `today`, each by the rule of its hypothesis."""
    return tuple(JudgedLine(line, not_counted(line.fact, line.rule, today=today)) for line in lines)


class InterviewAccount(NamedTuple):
    """An interview and everything its note says, as it counts on `today`."""

    interview: InterviewFact
    statements: Sequence[StatementFact]
    evidence: Sequence[JudgedLine]
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


class StatementAccount(NamedTuple):
    """A statement as it stands on a day.

    Args:
        statement: the statement.
        evidence: what it was linked to.
        interview: the one it was heard in.
        why: the answers to why it is so.
        answered: what it is an answer to: a code, and which answer.
    """

    statement: StatementFact
    evidence: Sequence[JudgedLine]
    interview: InterviewFact
    why: why.WhyAccount
    answered: Sequence[tuple[Code, int]]


def statement_account(reader: Reader, number: int, today: date) -> StatementAccount:
    """A statement with its interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    of = Code("S", number)
    found = interviews.statements(reader, of)
    if not found:
        raise NotFoundError(f"there is no {of}", "disco search WORDS")
    return StatementAccount(
        found[0],
        judge(interviews.evidence(reader, of), today),
        interviews.one(reader, found[0].interview),
        why.placed_chain(read_whys.of(reader, of)),
        read_whys.answered(reader, number),
    )
