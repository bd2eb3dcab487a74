"""Shows interview as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.pages import statement_tables
from discoverycli.pages.json_values import held_on, sheet
from discoverycli.pages.phrases import code, when
from discoverycli.render.blocks import Block, Facts, Inline, JsonValue, Page, Prose

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import AttendeeFact, InterviewFact
from discoverycli.analysis.interview import InterviewAccount


def interview_page(account: InterviewAccount) -> Page:
    """The interview as a page."""
    interview = account.interview
    several = len(interview.people) > 1
    blocks: list[Block] = [head(interview), Prose(interview.notes, title="Notes")]
    if account.statements:
        title = pluralize(len(account.statements), "statement")
        blocks.append(
            statement_tables.statements_table(account.statements, title=title, speakers=several)
        )
    if account.evidence:
        blocks.append(
            statement_tables.evidence_table(account.evidence, title="Evidence", speakers=several)
        )
    if account.hires:
        blocks.append(statement_tables.hires_table(account.hires, title="Jobs", speakers=several))
    if account.promises:
        blocks.append(
            statement_tables.promises_table(account.promises, account.today, title="Promises")
        )
    data = interview_data(account)
    return Page(
        title=(code("I", interview.number), f" {interview.head.title or _names(interview)}"),
        blocks=tuple(blocks),
        data=data,
        table=sheet(
            statement_tables.STATEMENT_KEYS,
            [statement_tables.statement_data(each) for each in account.statements],
        ),
    )


def head(interview: InterviewFact, *, title: str = "") -> Facts:
    """Who was heard, when and how."""
    said, channel = interview.head, interview.channel.value
    how = [interview.kind.value, f"{channel} via {said.via}" if said.via else channel]
    if said.minutes:
        how.append(pluralize(said.minutes, "minute"))
    origin = f" from {interview.source}" if interview.source else ""
    pairs: list[tuple[str, Inline]] = [
        ("with", "; ".join(map(_attendee, interview.people))),
        ("when", _when(interview)),
        ("how", ", ".join(how)),
        *([("study", said.study)] if said.study else []),
        ("logged", f"{interview.logged_at[:10]} by {interview.author}{origin}"),
    ]
    return Facts(tuple(pairs), title=title)


def interview_data(account: InterviewAccount) -> dict[str, JsonValue]:
    """The interview for programs; `docs/json.md` lists the keys."""
    interview = account.interview
    return {
        "code": f"I{interview.number}",
        "title": interview.head.title,
        "held_on": held_on(interview.held),
        "precision": interview.held.precision.value,
        "date_text": interview.date_text,
        "kind": interview.kind.value,
        "channel": interview.channel.value,
        "via": interview.head.via,
        "minutes": interview.head.minutes,
        "study": interview.head.study,
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
        "statements": [statement_tables.statement_data(each) for each in account.statements],
        "evidence": [statement_tables.evidence_data(each) for each in account.evidence],
        "jobs": statement_tables.HIRE.rows(account.hires),
        "followups": [statement_tables.promise_data(each) for each in account.promises],
        "source": interview.source,
        "author": interview.author,
        "logged_at": interview.logged_at,
    }


def _names(interview: InterviewFact) -> str:
    return ", ".join(person_label(each.name, each.organisation) for each in interview.people)


def _attendee(person: AttendeeFact) -> str:
    segment = f", {person.segment}" if person.segment else ""
    name = person_label(person.name, person.organisation)
    return f"{name} (P{person.number}, {person.relation}{segment})"


def _when(interview: InterviewFact) -> str:
    typed = f" (“{interview.date_text}”)" if interview.date_text else ""
    return f"{when(interview.held)}{typed}"
