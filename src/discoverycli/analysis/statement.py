"""Owns the page of one statement. Answers: who said it, when, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis import why
from discoverycli.analysis.judged_lines import Judged, judge
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import NotFoundError

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import EvidenceLine, InterviewFact, StatementFact
    from discoverycli.domain.facts.opinions import WhyChain
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement, what it was linked to, the interview it was heard in, the answers to why it is
    so, and what it is an answer to: a code, and which answer."""

    statement: StatementFact
    evidence: Sequence[EvidenceLine]
    interview: InterviewFact
    whys: WhyChain
    answered: Sequence[tuple[Code, int]]


@dataclass(frozen=True, slots=True)
class Account:
    """A statement as it stands on a day."""

    facts: StatementFacts
    evidence: tuple[Judged, ...]
    why: why.Account


def load(reader: Reader, number: int) -> StatementFacts:
    """A statement with its interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews as read
    from discoverycli.store.read import why as read_whys

    of = Code("S", number)
    found = read.statements(reader, of)
    if not found:
        raise NotFoundError(f"there is no {of}", "disco search WORDS")
    return StatementFacts(
        found[0],
        read.evidence(reader, of),
        read.one(reader, found[0].interview),
        read_whys.of(reader, of),
        read_whys.answered(reader, number),
    )


def calculate(facts: StatementFacts, today: date) -> Account:
    """Which of the evidence counts on `today`."""
    return Account(facts, judge(facts.evidence, today), why.calculate(facts.whys))
