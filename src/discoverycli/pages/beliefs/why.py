"""Tells a chain of whys: its answers, how each is known, and the chain read backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.text.words import pluralize
from discoverycli.domain.votes import Reason
from discoverycli.domain.why import QUESTION, Placed, backwards
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import joined, label
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.why import PlacedAnswer, WhyAccount
    from discoverycli.domain.facts.why import HeardIn

HOW = {
    None: "heard",
    Reason.PROXY: "heard, but passed on",
    Reason.INTERNAL: "heard, but from one of us",
}
"""How an answer with a statement is known, by why that does not count."""
INFERRED = "inferred"
_THEREFORE = ", therefore "
_MEANS = (
    "Heard: in a statement, first-hand, from somebody outside. Read backwards, each step should "
    "follow from the one before; where it does not, a why is missing."
)

WHY: Shape[PlacedAnswer] = Shape(
    "why",
    "An answer to why, under a hypothesis or a statement.",
    Field("number", "whole", "what it is called there, in the order of adding",
          lambda e: e.placed.link.number),
    Field("under", "whole?", "the answer it is the reason of; null right below the hypothesis or "
          "statement", lambda e: e.placed.under),
    Field("level", "whole", "how many answers deep it stands, from 1", lambda e: e.placed.level),
    Field("text", "text", "the answer", lambda e: e.placed.link.text),
    Field("heard", "flag", "a statement holds it, first-hand, of somebody outside; else it is "
          "inferred", lambda e: e.placed.link.heard),
    Field("depth", "whole", "of the answers down to this one, how many in a row from the first are "
          "heard", lambda e: e.placed.depth),
    Field("statement", "S?", "the statement that holds it", lambda e: e.said and e.said.statement),
    Field("reason", "text?", "why that does not count as heard: proxy or internal",
          lambda e: e.said and e.said.reason),
    Field("person", "P?", "who said it", lambda e: e.said and e.said.person),
    Field("name", "text?", "their name", lambda e: e.said and e.said.name),
    Field("organisation", "text?", "where they belonged",
          lambda e: e.said and e.said.organisation),
    Field("relation", "text?", "what they were to us on that day",
          lambda e: e.said and e.said.relation),
    Field("channel", "text?", "direct, accompanied or proxy", lambda e: e.said and e.said.channel),
    Field("interview", "I?", "where it was heard", lambda e: e.said and e.said.interview),
    Field("held_on", "date?", "when", lambda e: e.said and e.said.held),
    Field("author", "text", "who wrote it down", lambda e: e.answer.author),
    Field("added_on", "day", "when", lambda e: e.answer.added_on),
)  # fmt: skip
WHYS: Shape[WhyAccount] = inner(
    Field("why_depth", "whole", "the greatest `depth` of `whys`; 0 without any",
          lambda account: account.depth.depth),
    Field("whys", WHY.many, "answers to why it is so, each behind the one it hangs on",
          lambda account: account.placed),
)  # fmt: skip
_BACKWARDS: Shape[tuple[WhyAccount, Sequence[Placed]]] = inner(
    Field("numbers", "whole[]", "its answers, the last one first",
          lambda read: [each.link.number for each in read[1]]),
    Field("text", "text", "these as one sentence, with therefore between them",
          lambda read: _THEREFORE.join(_steps(*read))),
)  # fmt: skip
WHY_PAGE: Shape[WhyAccount] = Shape(
    "why page",
    "A chain of whys.",
    Field("code", "code", "the hypothesis or the statement", lambda account: account.chain.root),
    Field("text", "text", "its words", lambda account: account.chain.text),
    Field("why_depth", "whole", "the greatest `depth` of `whys`; 0 without any",
          lambda account: account.depth.depth),
    Field("whys", WHY.many, "the answers, each behind the one it hangs on",
          lambda account: account.placed),
    Field("backwards", _BACKWARDS.many, "each branch, read from its last answer back",
          lambda account: [(account, branch) for branch in _branches(account)]),
    Field("ask", "text?", "what to ask next time; null where every answer is heard",
          lambda account: QUESTION if account.asks else None),
)  # fmt: skip


class ChangedWhy(NamedTuple):
    """A chain after a change: the number of the added answer, and those of the removed ones."""

    account: WhyAccount
    added: int | None = None
    removed: Sequence[int] = ()


WHY_ANSWER: Shape[ChangedWhy] = Shape(
    "why answer",
    "What adding or removing an answer answers.",
    KeysOf(WHY_PAGE, lambda e: e.account),
    Field("added", "whole?", "the number of the answer that was added"),
    Field("removed", "whole[]", "the numbers of those that went"),
)
_COLUMNS: tuple[Shown[PlacedAnswer], ...] = (
    Shown("answer", lambda each: _number(each.placed)),
    Shown("because", lambda each: each.placed.link.text, flex=True),
    Shown("how we know", lambda each: how_known(each.said), flex=True),
)


def why_page(
    account: WhyAccount, said: Sequence[Block] = (), changed: ChangedWhy | None = None
) -> Page:
    """The chain as a page; `said` stands before it, of one that was `changed`."""
    root = account.chain.root
    ask, first = None, account.depth.first_inferred
    if first is not None:
        words = f"Ask next time, where answer {first.link.number} stands: {QUESTION}"
        ask = Note(Span(words, Tone.DIM))
    empty = (
        f"nobody has said why yet. Ask next time: {QUESTION} "
        f"Then: disco why {root} WORDS, with --heard S45 where somebody said it"
    )
    return Page(
        title=("Why ", Span(str(root), Tone.CODE), f" {account.chain.text}"),
        blocks=present(
            *said,
            Note(summary(account)) if account.placed else None,
            table(_COLUMNS, account.placed, empty=empty),
            _backwards(account),
            ask,
        ),
        data=WHY_ANSWER.data(changed) if changed else WHY_PAGE.data(account),
        table=lambda: WHY.sheet(account.placed),
        footnotes=(_MEANS,) if account.placed else (),
    )


def summary(account: WhyAccount) -> str:
    """How deep their words go, and where the first answer stands that is not theirs."""
    depth, links, first = account.depth
    said = f"Their own words go {depth} deep."
    if first is None:
        return f"{said} Of {pluralize(links, 'answer')}, none is inferred."
    said_in = next(each.said for each in account.placed if each.placed == first)
    how = HOW[said_in.reason] if said_in else INFERRED
    where = f"{first.link.number}, {first.level} deep ({how})"
    return f"{said} The first of {pluralize(links, 'answer')} that is not theirs is {where}."


def line(account: WhyAccount) -> Inline:
    """How far why has been asked, in a line for the page of the hypothesis or statement."""
    root = account.chain.root
    if not account.placed:
        return (Span(ToType(f"why: nobody has said yet (disco why {root} WORDS)"), Tone.DIM),)
    depth, links, _ = account.depth
    return (
        f"why: {pluralize(links, 'answer')}, their own words go {depth} deep",
        Span(ToType(f" (disco why {root})"), Tone.DIM),
    )


def _number(placed: Placed) -> Inline:
    marks = "·" * (placed.level - 1)
    return (Span(f"{marks} " if marks else "", Tone.DIM), Span(str(placed.link.number), Tone.CODE))


def how_known(found: HeardIn | None) -> tuple[str | Span, ...]:
    """`heard S45 (Ana Silva @ Acme, 2026-10-03)`, or `inferred`."""
    if found is None:
        return (Span(INFERRED, Tone.WARN),)
    via = f" via {found.via}" if found.via else ""
    who = f"{label(found)}{via}, {found.held}"
    return (
        Span(HOW[found.reason], Tone.WARN if found.reason else Tone.GOOD),
        " ",
        Span(f"S{found.statement}", Tone.CODE),
        f" ({who})",
    )


def _backwards(account: WhyAccount) -> Lines:
    therefore = Span(_THEREFORE, Tone.STRONG)
    steps = (_steps(account, branch) for branch in _branches(account))
    sentences = tuple(joined(((each,) for each in some), therefore) for some in steps)
    return Lines(sentences, "Read backwards")


def _branches(account: WhyAccount) -> tuple[tuple[Placed, ...], ...]:
    return backwards(each.placed for each in account.placed)


def _steps(account: WhyAccount, branch: Sequence[Placed]) -> list[str]:
    words = [*(each.link.text for each in branch), account.chain.text or str(account.chain.root)]
    return [each.rstrip(" .!;,") or each for each in words]
