"""Tells of one interview who was there, what they said, and which opinions it bears on; and the
same of one statement."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import AS_TYPED
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import RUNG_MEANINGS, Code
from discoverycli.pages.beliefs import why
from discoverycli.pages.calls import statement_tables as tables
from discoverycli.pages.fields import Field, KeysOf, Shape, facts, inner, present
from discoverycli.pages.phrases import code, label, when
from discoverycli.render.blocks import Facts, Lines, Note, Page, Prose

if TYPE_CHECKING:
    from discoverycli.analysis.calls.interview import InterviewAccount, StatementAccount
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
    KeysOf(tables.ATTENDEE, lambda person: person),
    Field("segment", "text?", "their segment on that day"),
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
    Field("statements", tables.STATEMENT.many, "what was said"),
    Field("evidence", tables.EVIDENCE.many, "what it says about hypotheses"),
    Field("jobs", tables.HIRE.many, "what was hired and fired", lambda a: a.hires),
    Field("followups", tables.PROMISE.many, "what was promised", lambda a: a.promises),
    Field("source", "text?", "the file it was imported from", lambda a: a.interview.origin.source),
    Field("author", "text", "who logged it", lambda a: a.interview.author),
    Field("logged_at", "time", "when", lambda a: a.interview.logged_at),
)  # fmt: skip


_ANSWER: Shape[tuple[Code, int]] = inner(
    Field("code", "code", "the hypothesis or statement", lambda a: a[0]),
    Field("number", "whole", "which answer to why that is so", lambda a: a[1]),
)
_STATEMENT: Shape[StatementAccount] = Shape(
    "statement page",
    "A statement with what it bears on.",
    KeysOf(tables.STATEMENT, lambda a: a.statement),
    Field("precision", "text", "day, month, year or unknown", lambda a: a.interview.held.precision),
    Field("channel", "text", "direct, accompanied or proxy", lambda a: a.interview.channel),
    Field("relation", "text", "what the speaker was to us on that day", lambda a: _relation(a)),
    Field("evidence", tables.EVIDENCE.many, "what it was linked to"),
    Field("answers", _ANSWER.many, "what it is an answer to", lambda a: a.answered),
    KeysOf(why.WHYS, lambda a: a.why),
)


def interview_page(account: InterviewAccount) -> Page:
    """The interview as a page."""
    interview, several = account.interview, len(account.interview.people) > 1
    said = pluralize(len(account.statements), "statement")
    lists = (
        tables.statements_table(account.statements, title=said, speakers=several),
        tables.evidence_table(account.evidence, title="Evidence", speakers=several),
        tables.hires_table(account.hires, title="Jobs", speakers=several),
        tables.promises_table(account.promises, account.today, title="Promises"),
    )
    return Page(
        title=(code("I", interview.number), f" {interview.head.title or _names(interview)}"),
        blocks=(
            _head(interview),
            Prose(interview.notes, title="Notes"),
            *(each for each in lists if each.rows),
        ),
        data=_INTERVIEW.data(account),
        table=lambda: tables.STATEMENT.sheet(account.statements, tables.STATEMENT_KEYS),
    )


def statement_page(account: StatementAccount) -> Page:
    """The statement as a page."""
    statement, interview = account.statement, account.interview
    answers = [(f"answer {number} to why ", code(*root)) for root, number in account.answered]
    return Page(
        title=(code("S", statement.number), " ", *tables.words(statement)),
        blocks=present(
            facts(
                ("said by", label(statement)),
                ("kind", statement.kind.value),
                ("rung", f"{statement.rung.word}: {RUNG_MEANINGS[statement.rung]}"),
                ("words", "their own" if statement.verbatim else "paraphrased"),
            ),
            tables.evidence_table(account.evidence, title="Evidence") if account.evidence else None,
            Lines(tuple(answers)) if answers else None,
            Note(why.line(account.why)),
            _head(interview, title=f"Heard in I{interview.number}"),
            Prose(interview.notes, title="Notes"),
        ),
        data=_STATEMENT.data(account),
        table=lambda: tables.STATEMENT.sheet([statement], tables.STATEMENT_KEYS),
    )


def _relation(account: StatementAccount) -> str:
    people = account.interview.people
    return next(each.relation for each in people if each.number == account.statement.person)


def _head(interview: InterviewFact, *, title: str = "") -> Facts:
    said, channel = interview.head, interview.channel.value
    # The title stands above; what `how` does not say has a line of its own.
    rest = said._replace(title=None, channel=None, via=None, kind=None, minutes=None)
    how = [interview.kind.value, f"{channel} via {said.via}" if said.via else channel]
    if said.minutes:
        how.append(pluralize(said.minutes, "minute"))
    origin = f" from {interview.origin.source}" if interview.origin.source else ""
    typed = f" (“{interview.origin.date_text}”)" if interview.origin.date_text else ""
    return facts(
        ("with", "; ".join(map(_attendee, interview.people))),
        ("when", f"{when(interview.held)}{typed}"),
        ("how", ", ".join(how)),
        *rest._asdict().items(),
        ("logged", f"{interview.logged_at[:10]} by {interview.author}{origin}"),
        title=title,
    )


def _names(interview: InterviewFact) -> str:
    return ", ".join(label(each) for each in interview.people)


def _attendee(person: AttendeeFact) -> str:
    segment = f", {person.segment}" if person.segment else ""
    name = label(person)
    return f"{name} (P{person.number}, {person.relation}{segment})"
