"""Owns the page of one statement. Answers: who said it, when, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.vocabulary import RUNG_MEANINGS, Code
from discoverycli.domain.words import someone
from discoverycli.errors import NotFoundError
from discoverycli.render.blocks import Block, Facts, Inline, JsonValue, Lines, Note, Page, Prose
from discoverycli.reports import interview as interviews
from discoverycli.reports import said, whys
from discoverycli.reports.phrases import code
from discoverycli.reports.programs import sheet

if TYPE_CHECKING:
    from discoverycli.store.read.interviews import EvidenceLine, InterviewFact, StatementFact
    from discoverycli.store.read.whys import Chain
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement, what it was linked to, the interview it was heard in, the answers to why it is
    so, and what it is an answer to: a code, and which answer."""

    statement: StatementFact
    evidence: Sequence[EvidenceLine]
    interview: InterviewFact
    whys: Chain
    answered: Sequence[tuple[Code, int]]


@dataclass(frozen=True, slots=True)
class Account:
    """A statement as it stands on a day."""

    facts: StatementFacts
    evidence: tuple[said.Judged, ...]
    why: whys.Account


def load(reader: Reader, number: int) -> StatementFacts:
    """A statement with its interview.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews as read
    from discoverycli.store.read import whys as read_whys

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
    return Account(facts, said.judge(facts.evidence, today), whys.calculate(facts.whys))


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
        *_answers_to(account.facts.answered),
        Note(whys.line(account.why)),
        interviews.head(interview, title=f"Heard in I{interview.number}"),
        Prose(interview.notes, title="Notes"),
    ]
    return Page(
        title=(code("S", statement.number), " ", *said.words(statement)),
        blocks=tuple(blocks),
        data=_data(account),
        table=sheet(said.STATEMENT_KEYS, [said.statement_data(statement)]),
    )


def _answers_to(answered: Sequence[tuple[Code, int]]) -> list[Block]:
    """What the statement is an answer to."""
    lines = tuple((f"answer {number} to why ", code(*root)) for root, number in answered)
    return [Lines(lines)] if lines else []


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
        "answers": [
            {"code": str(root), "number": number} for root, number in account.facts.answered
        ],
        **whys.data(account.why),
    }
