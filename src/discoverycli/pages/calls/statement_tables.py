"""Lists people heard, statements, evidence, hires and promises, for screens and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import pluralize
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.pages.phrases import code, counts, stance
from discoverycli.render.blocks import Inline, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.calls.interview import JudgedLine
    from discoverycli.domain.facts.calls import AttendeeFact, HireLine, PromiseFact, StatementFact
    from discoverycli.domain.facts.contacts import ContactAttendee


_NO_WORDS = Span("no words", Tone.DIM)
RUNGS = "nice, would, says, did, paid or keeps"
ATTENDEE: Shape[AttendeeFact | ContactAttendee] = inner(
    Field("code", "P", "the person", lambda p: p.number),
    Field("name", "text", "their name"),
    Field("organisation", "text?", "where they belonged"),
    Field("relation", "text", "what they were to us on that day"),
)
STATEMENT: Shape[StatementFact] = Shape(
    "statement",
    "One thing heard.",
    Field("code", "S", "such as S45", lambda s: s.number),
    Field("kind", "text", "pain, goal, context …: docs/notes.md lists them"),
    Field("rung", "text", "nice, would, says, did, paid or keeps", lambda s: s.rung.word),
    Field("verbatim", "flag", "their own words, or a paraphrase"),
    Field("text", "text", "the words"),
    Field("themes", "text[]", "without the #"),
    Field("person", "P", "who said it"),
    Field("name", "text", "their name"),
    Field("organisation", "text?", "where they belonged"),
    Field("interview", "I", "where it was heard"),
    Field("held_on", "date?", "when", lambda s: s.held),
    Field("line", "whole", "the line of the note"),
)
STATEMENT_KEYS = "code kind rung verbatim text themes person name organisation interview held_on"
"""What a spreadsheet shows of a statement."""
EVIDENCE: Shape[JudgedLine] = Shape(
    "evidence",
    "A piece of evidence, as an interview sees it.",
    Field("hypothesis", "H", "what it is about", lambda e: e.line.fact.hypothesis),
    Field("hypothesis_text", "text", "its words", lambda e: e.line.hypothesis),
    Field("stance", "text", "supports, refutes or neutral", lambda e: e.line.fact.stance),
    Field("rung", "text", "nice, would, says, did, paid or keeps", lambda e: e.line.fact.rung.word),
    Field("text", "text", "the words", lambda e: e.line.text),
    Field("person", "P", "who said or did it", lambda e: e.line.fact.person),
    Field("name", "text", "their name", lambda e: e.line.name),
    Field("organisation", "text?", "where they belonged", lambda e: e.line.organisation),
    Field("relation", "text", "what they were to us on that day", lambda e: e.line.fact.relation),
    Field("interview", "I", "where it was heard", lambda e: e.line.interview),
    Field("statement", "S?", "the statement it was linked from", lambda e: e.line.statement),
    Field("held_on", "date?", "when", lambda e: e.line.fact.held),
    Field("linked", "flag", "linked by a command, rather than marked in the note",
          lambda e: e.line.linked),
    Field("counted", "flag", "whether it counts today", lambda e: e.reason is None),
    Field("reason", "text?", "why not, as of a voice"),
)  # fmt: skip
HIRE: Shape[HireLine] = Shape(
    "hire",
    "Something hired or fired for a job.",
    Field("job", "J", "the job", lambda hire: hire.fact.hypothesis),
    Field("job_text", "text", "its words", lambda hire: hire.job),
    Field("hired", "flag", "true: hired; false: fired"),
    Field("rung", "text", RUNGS, lambda hire: hire.fact.rung.word),
    Field("text", "text", "what it was"),
    Field("person", "P", "who did", lambda hire: hire.fact.person),
    Field("name", "text", "their name"),
    Field("organisation", "text?", "where they belonged"),
    Field("relation", "text", "what they were to us on that day", lambda hire: hire.fact.relation),
    Field("interview", "I", "where it was heard"),
    Field("held_on", "date?", "when", lambda hire: hire.fact.held),
)
PROMISE: Shape[PromiseFact] = Shape(
    "promise",
    "A follow-up, in an interview or of a person.",
    Field("ours", "flag", "true: we promised; false: they did"),
    Field("text", "text", "what", lambda p: p.words),
    Field("due_on", "day?", "by when"),
    Field("done_on", "day?", "when it was done"),
    Field("person", "P", "whom it concerns"),
    KeysOf(keys.NAMED, lambda p: p),
    Field("interview", "I", "where it was promised"),
)
_STATEMENTS: tuple[Shown[StatementFact], ...] = (
    Shown("code", lambda s: code("S", s.number)),
    Shown("kind", lambda s: s.kind.value, drop=1),
    Shown("rung", lambda s: s.rung.word),
    Shown("words", lambda s: words(s), flex=True),
)
_DATES: tuple[Shown[StatementFact], ...] = (
    Shown("when", lambda s: str(s.held), drop=2),
    Shown("in", lambda s: code("I", s.interview)),
)
_EVIDENCE: tuple[Shown[JudgedLine], ...] = (
    Shown("code", lambda e: code("H", e.line.fact.hypothesis)),
    Shown("stance", lambda e: stance(e.line.fact)),
    Shown("rung", lambda e: e.line.fact.rung.word),
    Shown("words", lambda e: e.line.text or _NO_WORDS, flex=True),
    Shown("hypothesis", lambda e: e.line.hypothesis, flex=True, drop=1),
    Shown("counts", lambda e: counts(e.reason)),
)
_HIRES: tuple[Shown[HireLine], ...] = (
    Shown("code", lambda hire: code("J", hire.fact.hypothesis)),
    Shown("", lambda hire: "hired" if hire.hired else "fired"),
    Shown("rung", lambda hire: hire.fact.rung.word),
    Shown("what", lambda hire: hire.text or _NO_WORDS, flex=True),
    Shown("job", lambda hire: hire.job, flex=True, drop=1),
)


def words(statement: StatementFact) -> tuple[str | Span, ...]:
    """A statement's words with its themes; those of the person themselves are in quotes."""
    text = f"“{statement.text}”" if statement.verbatim else statement.text
    themes = "".join(f" #{theme}" for theme in statement.themes)
    return (text or _NO_WORDS, Span(themes, Tone.DIM))


def statements_table(
    statements: Iterable[StatementFact], *, title: str, speakers: bool = False, dates: bool = False
) -> Table:
    """Statements in the order they come; with who said it, or with when and where."""
    who: Shown[StatementFact] = Shown("who", lambda s: s.name)
    columns = (*_STATEMENTS, *((who,) if speakers else ()), *(_DATES if dates else ()))
    return table(columns, statements, title=title, empty="nothing marked")


def evidence_table(judged: Iterable[JudgedLine], *, title: str, speakers: bool = False) -> Table:
    """Evidence in the order it comes, and whether it counts."""
    who: Shown[JudgedLine] = Shown("who", lambda each: each.line.name)
    return table((*_EVIDENCE, who) if speakers else _EVIDENCE, judged, title=title)


def hires_table(hires: Iterable[HireLine], *, title: str, speakers: bool = False) -> Table:
    """What was hired and fired, for which job, in the order it comes."""
    who: Shown[HireLine] = Shown("who", lambda hire: hire.name)
    return table((*_HIRES, who) if speakers else _HIRES, hires, title=title)


def promises_table(promises: Iterable[PromiseFact], today: date, *, title: str) -> Table:
    """What was promised, by whom, and whether it is kept."""
    columns: tuple[Shown[PromiseFact], ...] = (
        Shown("who", lambda p: "we" if p.ours else p.name),
        Shown("promised", lambda p: p.words, flex=True),
        Shown("due", lambda p: _due(p, today)),
        Shown("in", lambda p: code("I", p.interview), drop=1),
    )
    return table(columns, promises, title=title)


def _due(promise: PromiseFact, today: date) -> Inline:
    if promise.done_on is not None:
        return Span(f"done {promise.done_on}", Tone.GOOD)
    if promise.due_on is None:
        return "open"
    if promise.due_on < today:
        late = pluralize((today - promise.due_on).days, "day")
        return Span(f"{promise.due_on}, {late} late", Tone.BAD)
    return promise.due_on.isoformat()
