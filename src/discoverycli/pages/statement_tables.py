"""Owns how words are shown and given to programs: statements, evidence, hires and promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis.judged_lines import Judged
from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, Shape
from discoverycli.pages.json_values import held_on, iso
from discoverycli.pages.phrases import code, counts, stance
from discoverycli.render.blocks import Cell, Column, Inline, JsonValue, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import HireLine, PromiseFact, StatementFact


RUNGS = "nice, would, says, did, paid or keeps"
STATEMENT_KEYS = (
    *("code", "kind", "rung", "verbatim", "text", "themes", "person", "name", "organisation"),
    *("interview", "held_on"),
)
"""What a spreadsheet shows of a statement."""
HIRE: Shape[HireLine] = Shape(
    "hire",
    "Something hired or fired for a job.",
    Field("job", "J", "the job", lambda hire: hire.fact.hypothesis),
    Field("job_text", "text", "its words", lambda hire: hire.job),
    Field("hired", "flag", "true: hired; false: fired", lambda hire: hire.hired),
    Field("rung", "text", RUNGS, lambda hire: hire.fact.rung.word),
    Field("text", "text", "what it was", lambda hire: hire.text),
    Field("person", "P", "who did", lambda hire: hire.fact.person),
    Field("name", "text", "their name", lambda hire: hire.name),
    Field("organisation", "text?", "where they belonged", lambda hire: hire.organisation),
    Field("relation", "text", "what they were to us on that day", lambda hire: hire.fact.relation),
    Field("interview", "I", "where it was heard", lambda hire: hire.interview),
    Field("held_on", "date?", "when", lambda hire: hire.fact.held),
)


def words(statement: StatementFact) -> tuple[str | Span, ...]:
    """A statement's words with its themes; those of the person themselves are in quotes."""
    text = f"“{statement.text}”" if statement.verbatim else statement.text
    themes = "".join(f" #{theme}" for theme in statement.themes)
    return (text or Span("no words", Tone.DIM), Span(themes, Tone.DIM))


def statements_table(
    statements: Sequence[StatementFact], *, title: str, speakers: bool = False, dates: bool = False
) -> Table:
    """Statements in the order they come; with who said it, or with when and where."""
    columns = [Column("code"), Column("kind", drop=1), Column("rung"), Column("words", flex=True)]
    rows: list[list[Cell]] = [
        [code("S", each.number), each.kind.value, each.rung.word, words(each)]
        for each in statements
    ]
    _add(columns, rows, speakers, Column("who"), (each.name for each in statements))
    _add(columns, rows, dates, Column("when", drop=2), (str(each.held) for each in statements))
    _add(columns, rows, dates, Column("in"), (code("I", each.interview) for each in statements))
    return Table(tuple(columns), tuple(map(tuple, rows)), title=title, empty="nothing marked")


def evidence_table(judged: Sequence[Judged], *, title: str, speakers: bool = False) -> Table:
    """Evidence in the order it comes, and whether it counts."""
    columns = [
        Column("code"),
        Column("stance"),
        Column("rung"),
        Column("words", flex=True),
        Column("hypothesis", flex=True, drop=1),
        Column("counts"),
    ]
    rows: list[list[Cell]] = [
        [
            code("H", line.fact.hypothesis),
            stance(line.fact),
            line.fact.rung.word,
            line.text or Span("no words", Tone.DIM),
            line.hypothesis,
            counts(reason),
        ]
        for line, reason in judged
    ]
    _add(columns, rows, speakers, Column("who"), (each.line.name for each in judged))
    return Table(tuple(columns), tuple(map(tuple, rows)), title=title)


def hires_table(hires: Sequence[HireLine], *, title: str, speakers: bool = False) -> Table:
    """What was hired and fired, for which job, in the order it comes."""
    columns = [
        Column("code"),
        Column(""),
        Column("rung"),
        Column("what", flex=True),
        Column("job", flex=True, drop=1),
    ]
    rows: list[list[Cell]] = [
        [
            code("J", each.fact.hypothesis),
            "hired" if each.hired else "fired",
            each.fact.rung.word,
            each.text or Span("no words", Tone.DIM),
            each.job,
        ]
        for each in hires
    ]
    _add(columns, rows, speakers, Column("who"), (each.name for each in hires))
    return Table(tuple(columns), tuple(map(tuple, rows)), title=title)


def promises_table(promises: Sequence[PromiseFact], today: date, *, title: str) -> Table:
    """What was promised, by whom, and whether it is kept."""
    return Table(
        (Column("who"), Column("promised", flex=True), Column("due"), Column("in", drop=1)),
        tuple(
            (
                "we" if each.ours else each.name,
                each.words,
                _due(each, today),
                code("I", each.interview),
            )
            for each in promises
        ),
        title=title,
    )


def statement_data(statement: StatementFact) -> dict[str, JsonValue]:
    """A statement for programs."""
    return {
        "code": f"S{statement.number}",
        "kind": statement.kind.value,
        "rung": statement.rung.word,
        "verbatim": statement.verbatim,
        "text": statement.text,
        "themes": list(statement.themes),
        "person": f"P{statement.person}",
        "name": statement.name,
        "organisation": statement.organisation,
        "interview": f"I{statement.interview}",
        "held_on": held_on(statement.held),
        "line": statement.line,
    }


def evidence_data(judged: Judged) -> dict[str, JsonValue]:
    """A piece of evidence for programs."""
    line, fact = judged.line, judged.line.fact
    return {
        "hypothesis": f"H{fact.hypothesis}",
        "hypothesis_text": line.hypothesis,
        "stance": fact.stance.value,
        "rung": fact.rung.word,
        "text": line.text,
        "person": f"P{fact.person}",
        "name": line.name,
        "organisation": line.organisation,
        "relation": fact.relation.value,
        "interview": f"I{line.interview}",
        "statement": f"S{line.statement}" if line.statement else None,
        "held_on": held_on(fact.held),
        "linked": line.linked,
        "counted": judged.reason is None,
        "reason": judged.reason.value if judged.reason else None,
    }


def promise_data(promise: PromiseFact) -> dict[str, JsonValue]:
    """A promise for programs; `ours`, or else the person's."""
    return {
        "ours": promise.ours,
        "text": promise.words,
        "due_on": iso(promise.due_on),
        "done_on": iso(promise.done_on),
        "person": f"P{promise.person}",
        "name": promise.name,
        "organisation": promise.organisation,
        "interview": f"I{promise.interview}",
    }


def _due(promise: PromiseFact, today: date) -> Inline:
    if promise.done_on is not None:
        return Span(f"done {promise.done_on}", Tone.GOOD)
    if promise.due_on is None:
        return "open"
    if promise.due_on < today:
        late = pluralize((today - promise.due_on).days, "day")
        return Span(f"{promise.due_on}, {late} late", Tone.BAD)
    return promise.due_on.isoformat()


def _add(
    columns: list[Column],
    rows: list[list[Cell]],
    wanted: bool,
    column: Column,
    cells: Iterable[Cell],
) -> None:
    """One more column, where it is wanted."""
    if wanted:
        columns.append(column)
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)
