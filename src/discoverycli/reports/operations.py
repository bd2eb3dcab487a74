"""Owns the record of operations as pages. Answers: what was done, by whom, and what does it take
to take it back?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from discoverycli.domain.words import counted
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
from discoverycli.reports.programs import sheet

if TYPE_CHECKING:
    from discoverycli.store.read.operations import OperationFact, Touched
    from discoverycli.store.reader import Reader

SHOWN = 20
"""How many operations are listed unless all are asked for."""

_KEYS = ("operation", "at", "author", "command", "what", "undoes", "undone_by", "sealed")
"""What a spreadsheet shows of an operation."""

_SOME = 3
"""How many codes of a kind are named before the rest is counted."""

Local: TypeAlias = Callable[[str], datetime]
"""Turns a stored moment into the time of the place."""

_NOUNS = {
    "person": ("person", "people"),
    "organisation": ("organisation", "organisations"),
    "interview": ("interview", "interviews"),
    "participation": ("part in an interview", "parts in interviews"),
    "statement": ("statement", "statements"),
    "hypothesis": ("hypothesis", "hypotheses"),
    "revision": ("rule", "rules"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "job": ("job", "jobs"),
    "hire": ("mark on a job", "marks on jobs"),
    "followup": ("follow-up", "follow-ups"),
    "theme": ("theme", "themes"),
    "movement": ("change of a status", "changes of a status"),
    "pause": ("pause", "pauses"),
    "consent": ("consent", "consents"),
    "prediction": ("prediction", "predictions"),
    "why": ("answer to why", "answers to why"),
    "decision": ("decision", "decisions"),
    "ground": ("ground of a decision", "grounds of a decision"),
}
_ORDER = list(_NOUNS)
_ASIDE = {"participation", "movement", "revision", "theme", "ground"}
"""What goes along with something else, and is named only where nothing else is."""


@dataclass(frozen=True, slots=True)
class Done:
    """An operation and what it touched."""

    fact: OperationFact
    touched: tuple[Touched, ...]


def load(reader: Reader, most: int | None) -> tuple[list[Done], int]:
    """The last operations and how many there are in all."""
    from discoverycli.store.read import operations

    facts = operations.latest(reader, most)
    return [_done(reader, fact) for fact in facts], operations.count(reader)


def load_one(reader: Reader, number: int | None) -> Done:
    """One operation, or the last that stands.

    Raises:
        NotFoundError: there is none.
    """
    from discoverycli.store.read import operations

    if number is None:
        return _done(reader, operations.standing(reader))
    return _done(reader, operations.one(reader, number))


def _done(reader: Reader, fact: OperationFact) -> Done:
    from discoverycli.store.read import operations

    touched = operations.touched(reader, fact.number, _SOME)
    return Done(fact, tuple(sorted(touched, key=lambda each: _ORDER.index(each.noun))))


def view(done: Sequence[Done], in_all: int, local: Local) -> Page:
    """The list of operations, the last first."""
    title = counted(in_all, "operation")
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


def _row(done: Done, local: Local) -> tuple[Cell, ...]:
    fact = done.fact
    return (
        fact.number,
        moment(fact.at, local),
        fact.author,
        fact.command,
        _what_shown(done),
    )


def _what_shown(done: Done) -> Inline:
    """What an operation touched, in few words where it does not stand or only takes back."""
    if done.fact.undoes is not None or done.fact.sealed:
        return Span(state(done.fact), Tone.DIM)
    if done.fact.undone_by is not None:
        return Span(f"{summary(done.touched)} ({state(done.fact)})", Tone.DIM)
    return summary(done.touched)


def moment(at: str, local: Local) -> str:
    """A stored moment as the day and minute it was here."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


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


def summary(touched: Sequence[Touched]) -> str:
    """What an operation touched: `I12, P9, 2 statements; changed H3`."""
    main = [each for each in touched if each.noun not in _ASIDE] or list(touched)
    parts = []
    for word, number in (("", "made"), ("changed ", "changed"), ("removed ", "removed")):
        some = [_named(each, getattr(each, number)) for each in main if getattr(each, number)]
        if some:
            parts.append(word + ", ".join(some))
    return "; ".join(parts)


def _named(touched: Touched, number: int) -> str:
    if number == len(touched.codes) and number == touched.made + touched.changed + touched.removed:
        return ", ".join(touched.codes)
    return counted(number, *_NOUNS[touched.noun])


def question(done: Done, local: Local) -> str:
    """What taking an operation back would do, as a question begins."""
    return f"take back {_described(done.fact, local)}"


def _described(fact: OperationFact, local: Local) -> str:
    by = f" by {fact.author}" if fact.author else ""
    return f"{fact.number} ({fact.command}{by}, {moment(fact.at, local)})"


def effects(done: Done, words: Sequence[str] = ("goes", "changes back", "comes back")) -> list[str]:
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


def undone(done: Done, by: int, moved: Lines, moves: JsonValue, local: Local) -> Page:
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


def data(done: Done) -> dict[str, JsonValue]:
    """An operation for programs."""
    fact = done.fact
    return {
        "operation": fact.number,
        **_what(done),
        "undoes": fact.undoes,
        "undone_by": fact.undone_by,
        "sealed": fact.sealed,
    }


def _what(done: Done) -> dict[str, JsonValue]:
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
