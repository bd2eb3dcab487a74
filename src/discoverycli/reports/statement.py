"""Owns the page of one statement. Answers: who said it, when, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.vocabulary import RUNG_MEANINGS, Code
from discoverycli.domain.words import someone
from discoverycli.errors import NotFoundError
from discoverycli.render.blocks import Block, Facts, Inline, JsonValue, Page, Prose
from discoverycli.reports import interview as interviews
from discoverycli.reports import said
from discoverycli.reports.phrases import code
from discoverycli.reports.programs import sheet

if TYPE_CHECKING:
    from discoverycli.store.read.interviews import EvidenceLine, InterviewFact, StatementFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement, what it was linked to, and the interview it was heard in."""

    statement: StatementFact
    evidence: Sequence[EvidenceLine]
    interview: InterviewFact


@dataclass(frozen=True, slots=True)
class Account:
    """A statement as it stands on a day."""

    facts: StatementFacts
    evidence: tuple[said.Judged, ...]


def load(reader: Reader, number: int) -> StatementFacts:
    """A statement with its interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews as read

    of = Code("S", number)
    found = read.statements(reader, of)
    if not found:
        raise NotFoundError(f"there is no {of}", "disco search WORDS")
    return StatementFacts(found[0], read.evidence(reader, of), read.one(reader, found[0].interview))


def calculate(facts: StatementFacts, today: date) -> Account:
    """Which of the evidence counts on `today`."""
    return Account(facts, said.judge(facts.evidence, today))


def view(account: Account) -> Page:
    """The statement as a page."""
    statement, interview = account.facts.statement, account.facts.interview
    pairs: list[tuple[str, Inline]] = [
        ("said by", someone(statement.name, statement.organisation)),
        ("kind", statement.kind.value),
        ("rung", f"{statement.rung.word}: {RUNG_MEANINGS[statement.rung]}"),
        ("words", "their own" if statement.verbatim else "paraphrased"),
    ]
    blocks: list[Block] = [Facts(tuple(pairs))]
    if account.evidence:
        blocks.append(said.evidence_table(account.evidence, title="Evidence"))
    blocks += [
        interviews.head(interview, title=f"Heard in I{interview.number}"),
        Prose(interview.notes, title="Notes"),
    ]
    return Page(
        title=(code("S", statement.number), " ", *said.words(statement)),
        blocks=tuple(blocks),
        data=_data(account),
        table=sheet(said.STATEMENT_KEYS, [said.statement_data(statement)]),
    )


def _data(account: Account) -> JsonValue:
    interview = account.facts.interview
    return {
        **said.statement_data(account.facts.statement),
        "precision": interview.held.precision.value,
        "channel": interview.channel.value,
        "relation": next(
            each.relation.value
            for each in interview.people
            if each.number == account.facts.statement.person
        ),
        "evidence": [said.evidence_data(each) for each in account.evidence],
    }
