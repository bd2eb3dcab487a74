"""Tells of one statement who said it, where, and what it bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.words import person_label
from discoverycli.domain.vocabulary import RUNG_MEANINGS, Code
from discoverycli.pages.beliefs import why
from discoverycli.pages.calls import interview as interviews
from discoverycli.pages.calls.statement_tables import (
    EVIDENCE,
    STATEMENT,
    STATEMENT_KEYS,
    evidence_table,
    words,
)
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Block, Facts, Inline, Lines, Note, Page, Prose

if TYPE_CHECKING:
    from discoverycli.analysis.calls.statement import StatementAccount

_ANSWER: Shape[tuple[Code, int]] = inner(
    Field("code", "code", "the hypothesis or statement", lambda a: a[0]),
    Field("number", "whole", "which answer to why that is so", lambda a: a[1]),
)
_STATEMENT: Shape[StatementAccount] = Shape(
    "statement page",
    "A statement with what it bears on.",
    KeysOf(STATEMENT, lambda a: a.statement),
    Field("precision", "text", "day, month, year or unknown", lambda a: a.interview.held.precision),
    Field("channel", "text", "direct, accompanied or proxy", lambda a: a.interview.channel),
    Field("relation", "text", "what the speaker was to us on that day", lambda a: _relation(a)),
    Field("evidence", EVIDENCE.many, "what it was linked to"),
    Field("answers", _ANSWER.many, "what it is an answer to", lambda a: a.answered),
    KeysOf(why.WHYS, lambda a: a.why),
)


def statement_page(account: StatementAccount) -> Page:
    """The statement as a page."""
    statement, interview = account.statement, account.interview
    pairs: list[tuple[str, Inline]] = [
        ("said by", person_label(statement.name, statement.organisation)),
        ("kind", statement.kind.value),
        ("rung", f"{statement.rung.word}: {RUNG_MEANINGS[statement.rung]}"),
        ("words", "their own" if statement.verbatim else "paraphrased"),
    ]
    blocks: list[Block] = [Facts(tuple(pairs))]
    if account.evidence:
        blocks.append(evidence_table(account.evidence, title="Evidence"))
    if account.answered:
        answers = [(f"answer {number} to why ", code(*root)) for root, number in account.answered]
        blocks.append(Lines(tuple(answers)))
    blocks += [
        Note(why.line(account.why)),
        interviews.head(interview, title=f"Heard in I{interview.number}"),
        Prose(interview.notes, title="Notes"),
    ]
    return Page(
        title=(code("S", statement.number), " ", *words(statement)),
        blocks=tuple(blocks),
        data=_STATEMENT.data(account),
        table=lambda: STATEMENT.sheet([statement], STATEMENT_KEYS),
    )


def _relation(account: StatementAccount) -> str:
    people = account.interview.people
    return next(each.relation for each in people if each.number == account.statement.person)
