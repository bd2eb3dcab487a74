"""Owns the page of one interview. Answers: who said what that day, and what does it bear on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.vocabulary import Code
from discoverycli.domain.words import counted, someone
from discoverycli.render.blocks import Block, Facts, Inline, JsonValue, Page, Prose
from discoverycli.reports import said
from discoverycli.reports.phrases import code, when
from discoverycli.reports.programs import held_on, sheet
from discoverycli.reports.said import Judged

if TYPE_CHECKING:
    from discoverycli.store.read.interviews import (
        AttendeeFact,
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
    return Account(facts, said.judge(facts.evidence, today), today)


def view(account: Account) -> Page:
    """The interview as a page."""
    facts, interview = account.facts, account.facts.interview
    several = len(interview.people) > 1
    blocks: list[Block] = [head(interview), Prose(interview.notes, title="Notes")]
    if facts.statements:
        title = counted(len(facts.statements), "statement")
        blocks.append(said.statements_table(facts.statements, title=title, speakers=several))
    if account.evidence:
        blocks.append(said.evidence_table(account.evidence, title="Evidence", speakers=several))
    if facts.hires:
        blocks.append(said.hires_table(facts.hires, title="Jobs", speakers=several))
    if facts.promises:
        blocks.append(said.promises_table(facts.promises, account.today, title="Promises"))
    data = interview_data(account)
    return Page(
        title=(code("I", interview.number), f" {interview.title or _names(interview)}"),
        blocks=tuple(blocks),
        data=data,
        table=sheet(said.STATEMENT_KEYS, [said.statement_data(each) for each in facts.statements]),
    )


def head(interview: InterviewFact, *, title: str = "") -> Facts:
    """Who was heard, when and how."""
    channel = interview.channel.value
    how = [interview.kind.value, f"{channel} via {interview.via}" if interview.via else channel]
    if interview.minutes:
        how.append(counted(interview.minutes, "minute"))
    origin = f" from {interview.source}" if interview.source else ""
    pairs: list[tuple[str, Inline]] = [
        ("with", "; ".join(map(_attendee, interview.people))),
        ("when", _when(interview)),
        ("how", ", ".join(how)),
        *([("study", interview.study)] if interview.study else []),
        ("logged", f"{interview.logged_at[:10]} by {interview.author}{origin}"),
    ]
    return Facts(tuple(pairs), title=title)


def interview_data(account: Account) -> dict[str, JsonValue]:
    """The interview for programs; `docs/json.md` lists the keys."""
    facts, interview = account.facts, account.facts.interview
    return {
        "code": f"I{interview.number}",
        "title": interview.title,
        "held_on": held_on(interview.held),
        "precision": interview.held.precision.value,
        "date_text": interview.date_text,
        "kind": interview.kind.value,
        "channel": interview.channel.value,
        "via": interview.via,
        "minutes": interview.minutes,
        "study": interview.study,
        "people": [
            {
                "code": f"P{each.number}",
                "name": each.name,
                "organisation": each.organisation,
                "relation": each.relation.value,
                "segment": each.segment,
            }
            for each in interview.people
        ],
        "notes": interview.notes,
        "statements": [said.statement_data(each) for each in facts.statements],
        "evidence": [said.evidence_data(each) for each in account.evidence],
        "jobs": [said.hire_data(each) for each in facts.hires],
        "followups": [said.promise_data(each) for each in facts.promises],
        "source": interview.source,
        "author": interview.author,
        "logged_at": interview.logged_at,
    }


def _names(interview: InterviewFact) -> str:
    return ", ".join(someone(each.name, each.organisation) for each in interview.people)


def _attendee(person: AttendeeFact) -> str:
    segment = f", {person.segment}" if person.segment else ""
    name = someone(person.name, person.organisation)
    return f"{name} (P{person.number}, {person.relation}{segment})"


def _when(interview: InterviewFact) -> str:
    typed = f" (“{interview.date_text}”)" if interview.date_text else ""
    return f"{when(interview.held)}{typed}"
