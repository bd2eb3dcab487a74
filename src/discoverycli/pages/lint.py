"""Owns the report that answers: which questions of this guide would bring politeness, not facts?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from discoverycli.domain.guide.lint import Fault, Linted, QuestionFinding
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
)

NO_QUESTION = "No question was found."
WHAT_COUNTS = (
    "A question ends with a question mark; a list item may begin with 'Tell me about' instead. "
    "Code blocks, front matter and comments are not read."
)
LIMITS = (
    "Rules read the wording alone, in English: no finding does not make a question a good one. "
    "Their hits and misses on real questions: docs/methods.md."
)
_COLUMNS = ("line", "kind", "rule", "words", "question", "reason", "rewrite")


def lint_page(name: str, linted: Linted) -> Page:
    """The report as a page.

    Args:
        name: the file, as it was given.
        linted: what was found in it.
    """
    blocks: list[Block] = [Note(_counts(linted))]
    if not linted.questions:
        blocks.append(Note(WHAT_COUNTS))
    if linted.unclosed is not None:
        blocks.append(Note(Span(_unread(linted.unclosed), Tone.WARN)))
    for (line, question), found in groupby(
        linted.findings, key=lambda each: (each.line, each.question)
    ):
        blocks.append(_mend(line, question, tuple(found)))
    return Page(
        title=f"Interview guide · {_shown(name)}",
        blocks=tuple(blocks),
        data=data(name, linted),
        table=_sheet(linted.findings),
        footnotes=(LIMITS,) if linted.questions else (),
    )


def data(name: str, linted: Linted) -> JsonValue:
    """All of it, for programs."""
    return {
        "file": name,
        "questions": linted.questions,
        "flagged": linted.flagged,
        "kinds": {kind.value: linted.count(kind) for kind in Fault},
        "unclosed": linted.unclosed,
        "findings": [
            {
                "line": each.line,
                "question": each.question,
                "kind": each.kind.value,
                "rule": each.rule,
                "words": each.words,
                "reason": each.reason,
                "rewrite": each.rewrite,
            }
            for each in linted.findings
        ],
    }


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


def _counts(linted: Linted) -> Inline:
    """`12 questions, 3 to mend: 1 leading, 2 hypothetical`, counts first."""
    if not linted.questions:
        return NO_QUESTION
    asked = pluralize(linted.questions, "question")
    if not linted.findings:
        return (asked, ", ", Span("none to mend", Tone.GOOD), ".")
    kinds = join_words(f"{linted.count(kind)} {kind}" for kind in Fault if linted.count(kind))
    return (asked, ", ", Span(f"{linted.flagged} to mend", Tone.WARN), f": {kinds}.")


def _unread(line: int) -> str:
    return f"The code block on line {line} is never closed: nothing below it was read."


def _mend(line: int, question: str, found: Sequence[QuestionFinding]) -> Lines:
    """One question: each finding with the words and the reason, then what to ask instead."""
    items: list[Inline] = [
        (Span(each.kind.value, Tone.WARN), f" ({each.rule}): “{each.words}”. {each.reason}")
        for each in found
    ]
    items.append((Span("ask:", Tone.GOOD), f" {found[0].rewrite}"))
    return Lines(tuple(items), f"line {line} · {question}")


def _sheet(findings: Sequence[QuestionFinding]) -> Table:
    return Table(
        tuple(Column(name) for name in _COLUMNS),
        tuple(
            (
                each.line,
                each.kind.value,
                each.rule,
                each.words,
                each.question,
                each.reason,
                each.rewrite,
            )
            for each in findings
        ),
    )
