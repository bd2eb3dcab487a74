"""Answers for one statement: who said it, when, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import why
from discoverycli.analysis.calls.judged_lines import Judged, judge
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import NotFoundError
from discoverycli.store.read import interviews as read
from discoverycli.store.read import why as read_whys

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import InterviewFact, StatementFact
    from discoverycli.store.reader import Reader


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
    evidence: Sequence[Judged]
    interview: InterviewFact
    why: why.WhyAccount
    answered: Sequence[tuple[Code, int]]


def statement_account(reader: Reader, number: int, today: date) -> StatementAccount:
    """A statement with its interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    of = Code("S", number)
    found = read.statements(reader, of)
    if not found:
        raise NotFoundError(f"there is no {of}", "disco search WORDS")
    return StatementAccount(
        found[0],
        judge(read.evidence(reader, of), today),
        read.one(reader, found[0].interview),
        why.placed_chain(read_whys.of(reader, of)),
        read_whys.answered(reader, number),
    )
