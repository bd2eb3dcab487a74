"""Shows whys as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.domain.votes import Reason
from discoverycli.domain.why import QUESTION, Placed, backwards
from discoverycli.pages.json_values import held_on, sheet
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
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import HeardIn, WhyAnswer
from discoverycli.analysis.why import Account

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
_SHEET = (
    *("number", "under", "level", "text", "heard", "depth", "statement", "reason", "person"),
    *("name", "organisation", "relation", "channel", "interview", "held_on", "author", "added_on"),
)


def why_page(account: Account, said: Sequence[Block] = (), **more: JsonValue) -> Page:
    """The chain as a page; `said` stands before it, and `more` beside it for programs."""
    root = account.chain.root
    blocks: list[Block] = [*said]
    if account.placed:
        blocks.append(Note(summary(account)))
    blocks += [_answers(account), _backwards(account)]
    if account.depth.first_inferred is not None:
        number = account.depth.first_inferred.link.number
        blocks.append(
            Note(Span(f"Ask next time, where answer {number} stands: {QUESTION}", Tone.DIM))
        )
    return Page(
        title=("Why ", Span(str(root), Tone.CODE), f" {account.chain.text}"),
        blocks=tuple(blocks),
        data={
            "code": str(root),
            "text": account.chain.text,
            **data(account),
            **_read(account),
            **more,
        },
        table=sheet(_SHEET, [_data(*each) for each in account.placed]),
        footnotes=(_MEANS,) if account.placed else (),
    )


def summary(account: Account) -> str:
    """How deep their words go, and where the first answer stands that is not theirs."""
    depth, links, first = account.depth
    said = f"Their own words go {depth} deep."
    if first is None:
        return f"{said} Of {pluralize(links, 'answer')}, none is inferred."
    answer = next(answer for placed, answer in account.placed if placed == first)
    how = HOW[answer.heard_in.reason] if answer.heard_in else INFERRED
    where = f"{first.link.number}, {first.level} deep ({how})"
    return f"{said} The first of {pluralize(links, 'answer')} that is not theirs is {where}."


def line(account: Account) -> Inline:
    """How far why has been asked, on the page of what it is asked of."""
    root = account.chain.root
    if not account.placed:
        return (Span(ToType(f"why: nobody has said yet (disco why {root} WORDS)"), Tone.DIM),)
    depth, links, _ = account.depth
    return (
        f"why: {pluralize(links, 'answer')}, their own words go {depth} deep",
        Span(ToType(f" (disco why {root})"), Tone.DIM),
    )


def data(account: Account) -> dict[str, JsonValue]:
    """The chain for programs; `docs/json.md` lists the keys."""
    return {"why_depth": account.depth.depth, "whys": [_data(*each) for each in account.placed]}


def _data(placed: Placed, answer: WhyAnswer) -> dict[str, JsonValue]:
    found = answer.heard_in
    return {
        "number": placed.link.number,
        "under": placed.under,
        "level": placed.level,
        "text": placed.link.text,
        "heard": placed.link.heard,
        "depth": placed.depth,
        "statement": f"S{found.statement}" if found else None,
        "reason": found.reason.value if found and found.reason else None,
        "person": f"P{found.person}" if found else None,
        "name": found.name if found else None,
        "organisation": found.organisation if found else None,
        "relation": found.relation.value if found else None,
        "channel": found.channel.value if found else None,
        "interview": f"I{found.interview}" if found else None,
        "held_on": held_on(found.held) if found else None,
        "author": answer.author,
        "added_on": answer.added_on.isoformat(),
    }


def _read(account: Account) -> dict[str, JsonValue]:
    """The chain read backwards, and what to ask next, for programs."""
    asked = not account.placed or account.depth.first_inferred is not None
    return {
        "backwards": [
            {
                "numbers": [each.link.number for each in branch],
                "text": _THEREFORE.join(_steps(account, branch)),
            }
            for branch in _branches(account)
        ],
        "ask": QUESTION if asked else None,
    }


def _answers(account: Account) -> Table:
    return Table(
        (Column("answer"), Column("because", flex=True), Column("how we know", flex=True)),
        tuple(
            (_number(placed), placed.link.text, how_known(answer.heard_in))
            for placed, answer in account.placed
        ),
        empty=f"nobody has said why yet. Ask next time: {QUESTION} "
        f"Then: disco why {account.chain.root} WORDS, with --heard S45 where somebody said it",
    )


def _number(placed: Placed) -> Inline:
    """An answer's number, further in the deeper it stands: a mark for each answer above it."""
    marks = "·" * (placed.level - 1)
    return (Span(f"{marks} " if marks else "", Tone.DIM), Span(str(placed.link.number), Tone.CODE))


def how_known(found: HeardIn | None) -> tuple[str | Span, ...]:
    """`heard S45 (Ana Silva @ Acme, 2026-10-03)`, or `inferred`."""
    if found is None:
        return (Span(INFERRED, Tone.WARN),)
    via = f" via {found.via}" if found.via else ""
    who = f"{person_label(found.name, found.organisation)}{via}, {found.held}"
    return (
        Span(HOW[found.reason], Tone.WARN if found.reason else Tone.GOOD),
        " ",
        Span(f"S{found.statement}", Tone.CODE),
        f" ({who})",
    )


def _backwards(account: Account) -> Lines:
    """Each branch as one sentence, from its last answer to what is asked about."""
    sentences = []
    for branch in _branches(account):
        first, *others = _steps(account, branch)
        runs: list[str | Span] = [first]
        for each in others:
            runs += [Span(_THEREFORE, Tone.STRONG), each]
        sentences.append(tuple(runs))
    return Lines(tuple(sentences), "Read backwards")


def _branches(account: Account) -> tuple[tuple[Placed, ...], ...]:
    return backwards(placed for placed, _ in account.placed)


def _steps(account: Account, branch: Sequence[Placed]) -> list[str]:
    """The words of a branch, as parts of one sentence, with the root's at the end."""
    words = [*(each.link.text for each in branch), account.chain.text or str(account.chain.root)]
    return [each.rstrip(" .!;,") or each for each in words]
