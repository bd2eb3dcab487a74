"""Shows operations as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import pluralize
from discoverycli.pages.json_values import sheet
from discoverycli.render.blocks import (
    Cell,
    Column,
    Inline,
    JsonValue,
    Lines,
    Page,
    Span,
    Table,
    Tone,
)

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import OperationFact, TouchedRows
from discoverycli.analysis.operations import NOUNS, Local, Operation, moment

SHOWN = 20
"""How many operations are listed unless all are asked for."""
_KEYS = ("operation", "at", "author", "command", "what", "undoes", "undone_by", "sealed")
"""What a spreadsheet shows of an operation."""
_ASIDE = {"participation", "movement", "revision", "theme", "ground"}
"""What goes along with something else, and is named only where nothing else is."""


def operations_page(done: Sequence[Operation], in_all: int, local: Local) -> Page:
    """The list of operations, the last first."""
    title = pluralize(in_all, "operation")
    shown = f", the last {len(done)} shown" if len(done) < in_all else ""
    table = Table(
        (
            Column("", align="right"),
            Column("when"),
            Column("who", drop=1),
            Column("command"),
            Column("what", flex=True),
        ),
        tuple(_row(each, local) for each in done),
        empty="nothing was changed yet: disco log 'PERSON @ ORGANISATION' WORDS",
    )
    return Page(
        title=f"{title}{shown}",
        blocks=(table,),
        data=[data(each) for each in done],
        table=sheet(_KEYS, [{**data(each), "what": summary(each.touched)} for each in done]),
        footnotes=("disco undo NUMBER takes one back; disco history CODE shows one thing's past",)
        if done
        else (),
    )


def _row(done: Operation, local: Local) -> tuple[Cell, ...]:
    fact = done.fact
    return (fact.number, moment(fact.at, local), fact.author, fact.command, _what_shown(done))


def _what_shown(done: Operation) -> Inline:
    """What an operation touched, in few words where it does not stand or only takes back."""
    if done.fact.undoes is not None or done.fact.sealed:
        return Span(state(done.fact), Tone.DIM)
    if done.fact.undone_by is not None:
        return Span(f"{summary(done.touched)} ({state(done.fact)})", Tone.DIM)
    return summary(done.touched)


def state(fact: OperationFact) -> str:
    """Whether an operation stands."""
    said = []
    if fact.undoes is not None:
        said.append(f"takes back {fact.undoes}")
    if fact.undone_by is not None:
        said.append(f"taken back by {fact.undone_by}")
    if fact.sealed:
        said.append("stays: somebody was forgotten")
    return ", ".join(said)


def summary(touched: Sequence[TouchedRows]) -> str:
    """What an operation touched: `I12, P9, 2 statements; changed H3`."""
    main = [each for each in touched if each.noun not in _ASIDE] or list(touched)
    parts = []
    for word, number in (("", "made"), ("changed ", "changed"), ("removed ", "removed")):
        some = [_named(each, getattr(each, number)) for each in main if getattr(each, number)]
        if some:
            parts.append(word + ", ".join(some))
    return "; ".join(parts)


def _named(touched: TouchedRows, number: int) -> str:
    if number == len(touched.codes) and number == touched.made + touched.changed + touched.removed:
        return ", ".join(touched.codes)
    return pluralize(number, *NOUNS[touched.noun])


def question(done: Operation, local: Local) -> str:
    """What taking an operation back would do, as a question begins."""
    return f"take back {_described(done.fact, local)}"


def _described(fact: OperationFact, local: Local) -> str:
    by = f" by {fact.author}" if fact.author else ""
    return f"{fact.number} ({fact.command}{by}, {moment(fact.at, local)})"


def effects(
    done: Operation, words: Sequence[str] = ("goes", "changes back", "comes back")
) -> list[str]:
    """What taking an operation back does, one line a kind of effect: what it made goes, what it
    changed changes back, what it removed comes back."""
    lines = []
    for word, number in zip(words, ("made", "changed", "removed"), strict=True):
        some = [
            _named(each, getattr(each, number))
            for each in done.touched
            if getattr(each, number) and each.noun not in _ASIDE
        ]
        if some:
            lines.append(f"{word}: {', '.join(some)}")
    return lines


def undone(done: Operation, by: int, moved: Lines, moves: JsonValue, local: Local) -> Page:
    """The answer of `disco undo`."""
    fact = done.fact
    if fact.undoes is not None:
        title = f"done again: {fact.undoes}; taken back: {_described(fact, local)}"
    else:
        title = f"taken back: {_described(fact, local)}"
    what = Lines(tuple(effects(done, ("gone", "as before", "back"))))
    return Page(
        title=title,
        blocks=tuple(each for each in (what, moved) if each.items),
        data={"undone": fact.number, "by": by, **_what(done), "moved": moves},
        footnotes=(f"disco undo {by} puts it back",),
    )


def data(done: Operation) -> dict[str, JsonValue]:
    """An operation for programs."""
    fact = done.fact
    return {
        "operation": fact.number,
        **_what(done),
        "undoes": fact.undoes,
        "undone_by": fact.undone_by,
        "sealed": fact.sealed,
    }


def _what(done: Operation) -> dict[str, JsonValue]:
    fact = done.fact
    return {
        "at": fact.at or None,
        "author": fact.author,
        "command": fact.command,
        "touched": [
            {
                "noun": each.noun,
                "made": each.made,
                "changed": each.changed,
                "removed": each.removed,
                "codes": list(each.codes),
            }
            for each in done.touched
        ],
    }
