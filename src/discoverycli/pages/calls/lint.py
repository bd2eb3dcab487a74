"""Lists the questions of an interview guide that bring politeness, not facts, and better ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from discoverycli.domain.guide.lint import Linted, QuestionFinding
from discoverycli.domain.guide.rules import Fault
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.pages.fields import Field, Shape, inner, present
from discoverycli.render.blocks import Inline, Lines, Note, Page, Span, Tone

NO_QUESTION = "No question was found."
WHAT_COUNTS = (
    "A question ends with a question mark; a list item may begin with 'Tell me about' instead. "
    "Code blocks, front matter and comments are not read."
)
LIMITS = (
    "Rules read the wording alone, in English: no finding does not make a question a good one. "
    "Their hits and misses on real questions: docs/methods.md."
)
_FINDING: Shape[QuestionFinding] = inner(
    Field("line", "whole", "where the question begins"),
    Field("question", "text", "on one line, without markup"),
    Field("kind", "text", "leading, hypothetical, compound or pitching"),
    Field("rule", "text", "the rule, see docs/methods.md"),
    Field("words", "text", "what gave it away, as it stands in the question"),
    Field("reason", "text", "why it matters, in one sentence"),
    Field("rewrite", "text", "what to ask instead; the same for all findings of a question"),
)
_GUIDE: Shape[tuple[str, Linted]] = Shape(
    "guide",
    "An interview guide, judged.",
    Field("file", "text", "as it was given; - is standard input", lambda g: g[0]),
    Field("questions", "whole", "how many were found", lambda g: g[1].questions),
    Field("flagged", "whole", "how many of them have a finding", lambda g: g[1].flagged),
    Field("kinds", "counts", "findings by kind: leading, hypothetical, compound, pitching",
          lambda g: {kind.value: g[1].count(kind) for kind in Fault}),
    Field("unclosed", "whole?", "the line of a code block that is never closed: nothing below was "
          "read", lambda g: g[1].unclosed),
    Field("findings", _FINDING.many, "by line", lambda g: g[1].findings),
)  # fmt: skip
_SHEET = "line kind rule words question reason rewrite"


def lint_page(name: str, linted: Linted) -> Page:
    """The report as a page.

    Args:
        name: the file, as it was given.
        linted: what was found in it.
    """
    unread = f"The code block on line {linted.unclosed} is never closed: nothing below it was read."
    by_question = groupby(linted.findings, key=lambda each: (each.line, each.question))
    return Page(
        title=f"Interview guide · {'standard input' if name == '-' else name}",
        blocks=present(
            Note(_counts(linted)),
            None if linted.questions else Note(WHAT_COUNTS),
            None if linted.unclosed is None else Note(Span(unread, Tone.WARN)),
            *(_mend(line, question, tuple(found)) for (line, question), found in by_question),
        ),
        data=_GUIDE.data((name, linted)),
        table=lambda: _FINDING.sheet(linted.findings, _SHEET),
        footnotes=(LIMITS,) if linted.questions else (),
    )


def _counts(linted: Linted) -> Inline:
    """`12 questions, 3 to mend: 1 leading, 2 hypothetical`, counts first."""
    if not linted.questions:
        return NO_QUESTION
    asked = pluralize(linted.questions, "question")
    if not linted.findings:
        return (asked, ", ", Span("none to mend", Tone.GOOD), ".")
    kinds = join_words(f"{linted.count(kind)} {kind}" for kind in Fault if linted.count(kind))
    return (asked, ", ", Span(f"{linted.flagged} to mend", Tone.WARN), f": {kinds}.")


def _mend(line: int, question: str, found: Sequence[QuestionFinding]) -> Lines:
    items: list[Inline] = [
        (Span(each.kind.value, Tone.WARN), f" ({each.rule}): “{each.words}”. {each.reason}")
        for each in found
    ]
    items.append((Span("ask:", Tone.GOOD), f" {found[0].rewrite}"))
    return Lines(tuple(items), f"line {line} · {question}")
