"""Tells of one interview who was there, what they said, and which opinions it bears on."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import AS_TYPED
from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.pages.calls.statement_tables import (
    ATTENDEE,
    EVIDENCE,
    HIRE,
    PROMISE,
    STATEMENT,
    STATEMENT_KEYS,
    evidence_table,
    hires_table,
    promises_table,
    statements_table,
)
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.pages.phrases import code, when
from discoverycli.render.blocks import Block, Facts, Inline, Page, Prose

if TYPE_CHECKING:
    from discoverycli.analysis.calls.interview import InterviewAccount
    from discoverycli.domain.facts.calls import AttendeeFact, InterviewFact

HELD: Shape[InterviewFact] = inner(
    Field("held_on", "date?", "when, as much of it as is known", lambda i: i.held),
    Field("precision", "text", "day, month, year or unknown", lambda i: i.held.precision),
    Field("date_text", "text?", "the date as a file said it", lambda i: i.origin.date_text),
)
HOW: Shape[InterviewFact] = inner(
    Field("kind", "text", "interview, visit, observation, usability, demo, survey, support, other"),
    Field("channel", "text", "direct, accompanied or proxy"),
    *(
        Field(name, "whole?" if name == "minutes" else "text?", means, attrgetter(f"head.{name}"))
        for name, means in AS_TYPED.items()
    ),
)
_ATTENDEE: Shape[AttendeeFact] = inner(
    KeysOf(ATTENDEE, lambda person: person), Field("segment", "text?", "their segment on that day")
)
_INTERVIEW: Shape[InterviewAccount] = Shape(
    "interview",
    "One contact with everything that was heard.",
    Field("code", "I", "such as I12", lambda a: a.interview.number),
    Field("title", "text?", "its title", lambda a: a.interview.head.title),
    KeysOf(HELD, lambda a: a.interview),
    KeysOf(HOW, lambda a: a.interview),
    Field("people", _ATTENDEE.many, "who was heard", lambda a: a.interview.people),
    Field("notes", "text", "the body of the note, letter for letter", lambda a: a.interview.notes),
    Field("statements", STATEMENT.many, "what was said"),
    Field("evidence", EVIDENCE.many, "what it says about hypotheses"),
    Field("jobs", HIRE.many, "what was hired and fired", lambda a: a.hires),
    Field("followups", PROMISE.many, "what was promised", lambda a: a.promises),
    Field("source", "text?", "the file it was imported from", lambda a: a.interview.origin.source),
    Field("author", "text", "who logged it", lambda a: a.interview.author),
    Field("logged_at", "time", "when", lambda a: a.interview.logged_at),
)  # fmt: skip


def interview_page(account: InterviewAccount) -> Page:
    """The interview as a page."""
    interview, several = account.interview, len(account.interview.people) > 1
    tables = (
        statements_table(
            account.statements,
            title=pluralize(len(account.statements), "statement"),
            speakers=several,
        ),
        evidence_table(account.evidence, title="Evidence", speakers=several),
        hires_table(account.hires, title="Jobs", speakers=several),
        promises_table(account.promises, account.today, title="Promises"),
    )
    blocks: list[Block] = [head(interview), Prose(interview.notes, title="Notes")]
    return Page(
        title=(code("I", interview.number), f" {interview.head.title or _names(interview)}"),
        blocks=(*blocks, *(each for each in tables if each.rows)),
        data=_INTERVIEW.data(account),
        table=lambda: STATEMENT.sheet(account.statements, STATEMENT_KEYS),
    )


def head(interview: InterviewFact, *, title: str = "") -> Facts:
    """Who was heard, when and how."""
    said, channel = interview.head, interview.channel.value
    # The title stands above; what `how` does not say has a line of its own.
    rest = said._replace(title=None, channel=None, via=None, kind=None, minutes=None)
    how = [interview.kind.value, f"{channel} via {said.via}" if said.via else channel]
    if said.minutes:
        how.append(pluralize(said.minutes, "minute"))
    origin = f" from {interview.origin.source}" if interview.origin.source else ""
    typed = f" (“{interview.origin.date_text}”)" if interview.origin.date_text else ""
    pairs: list[tuple[str, Inline]] = [
        ("with", "; ".join(map(_attendee, interview.people))),
        ("when", f"{when(interview.held)}{typed}"),
        ("how", ", ".join(how)),
        *((name, value) for name, value in rest._asdict().items() if value),
        ("logged", f"{interview.logged_at[:10]} by {interview.author}{origin}"),
    ]
    return Facts(tuple(pairs), title=title)


def _names(interview: InterviewFact) -> str:
    return ", ".join(person_label(each.name, each.organisation) for each in interview.people)


def _attendee(person: AttendeeFact) -> str:
    segment = f", {person.segment}" if person.segment else ""
    name = person_label(person.name, person.organisation)
    return f"{name} (P{person.number}, {person.relation}{segment})"
