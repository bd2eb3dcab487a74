"""Lists what changed the journal, and says what undoing each operation would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from discoverycli.analysis.journal.operations import NOUNS, Local, Operation, moment
from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, Shape, Shown, present, table
from discoverycli.render.blocks import Inline, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import OperationFact, TouchedRows

SHOWN = 20
"""How many operations are listed unless all are asked for."""
_ASIDE = {"participation", "movement", "revision", "theme", "ground"}
"""What goes along with something else, and is named only where nothing else is."""
_UNDO = "disco undo NUMBER takes one back; disco history CODE shows one thing's past"
_EMPTY = "nothing was changed yet: disco log 'PERSON @ ORGANISATION' WORDS"
TOUCHED: Shape[TouchedRows] = Shape(
    "touched",
    "What an operation did to one kind of thing.",
    Field("noun", "text", "person, organisation, interview, participation, statement, theme, "
          "evidence, hypothesis, revision, movement, job, hire, followup, pause, consent, "
          "prediction, decision, ground or why"),
    Field("made", "whole", "how many it made"),
    Field("changed", "whole", "how many it changed"),
    Field("removed", "whole", "how many it took away"),
    Field("codes", "text[]", "some of their codes, three at the most"),
)  # fmt: skip
_OPERATION: Shape[Operation] = Shape(
    "operation",
    "One command that changed the journal.",
    Field("operation", "whole", "its number", lambda o: o.fact.number),
    Field("at", "time?", "when; null where nobody signed it", lambda o: o.fact.at or None),
    Field("author", "text", "who gave the command", lambda o: o.fact.author),
    Field("command", "text", "its name, without its words", lambda o: o.fact.command),
    Field("touched", TOUCHED.many, "what it touched, by kind", flat=lambda o: summary(o.touched)),
    Field("undoes", "whole?", "the operation that it takes back", lambda o: o.fact.undoes),
    Field("undone_by", "whole?", "the operation that took it back", lambda o: o.fact.undone_by),
    Field("sealed", "flag", "whether it cannot be taken back, since somebody was forgotten",
          lambda o: o.fact.sealed),
)  # fmt: skip
_SHEET = "operation at author command touched undoes undone_by sealed"


def operations_page(done: Sequence[Operation], in_all: int, local: Local) -> Page:
    """The list of operations, the last first."""
    title = pluralize(in_all, "operation")
    shown = f", the last {len(done)} shown" if len(done) < in_all else ""
    return Page(
        title=f"{title}{shown}",
        blocks=(table(_columns(local), done, empty=_EMPTY),),
        data=_OPERATION.rows(done),
        table=lambda: _OPERATION.sheet(done, _SHEET, _SHEET.replace("touched", "what")),
        footnotes=(_UNDO,) if done else (),
    )


def _columns(local: Local) -> tuple[Shown[Operation], ...]:
    return (
        Shown("", lambda o: o.fact.number, align="right"),
        Shown("when", lambda o: moment(o.fact.at, local)),
        Shown("who", lambda o: o.fact.author, drop=1),
        Shown("command", lambda o: o.fact.command),
        Shown("what", lambda o: _what_shown(o), flex=True),
    )


def _what_shown(done: Operation) -> Inline:
    if done.fact.undoes is not None or done.fact.sealed:
        return Span(state(done.fact), Tone.DIM)
    if done.fact.undone_by is not None:
        return Span(f"{summary(done.touched)} ({state(done.fact)})", Tone.DIM)
    return summary(done.touched)


def state(fact: OperationFact) -> str:
    """Whether an operation stands."""
    said = present(
        None if fact.undoes is None else f"takes back {fact.undoes}",
        None if fact.undone_by is None else f"taken back by {fact.undone_by}",
        "stays: somebody was forgotten" if fact.sealed else None,
    )
    return ", ".join(said)


def summary(touched: Sequence[TouchedRows]) -> str:
    """What an operation touched: `I12, P9, 2 statements; changed H3`."""
    main = [each for each in touched if each.noun not in _ASIDE] or touched
    return "; ".join(
        f"{word}{named}" for word, named in _effects(main, ("", "changed ", "removed "))
    )


def _effects(touched: Sequence[TouchedRows], words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for word, number in zip(words, ("made", "changed", "removed"), strict=True):
        some = [_named(each, getattr(each, number)) for each in touched if getattr(each, number)]
        if some:
            yield word, ", ".join(some)


def _named(touched: TouchedRows, number: int) -> str:
    if number == len(touched.codes) and number == touched.made + touched.changed + touched.removed:
        return ", ".join(touched.codes)
    return pluralize(number, *NOUNS[touched.noun])


def question(done: Operation, local: Local) -> str:
    """What taking an operation back would do, as a question begins."""
    return f"take back {described(done.fact, local)}"


def described(fact: OperationFact, local: Local) -> str:
    """An operation in few words: its number, its command, by whom and when."""
    by = f" by {fact.author}" if fact.author else ""
    return f"{fact.number} ({fact.command}{by}, {moment(fact.at, local)})"


def effects(
    done: Operation, words: Sequence[str] = ("goes", "changes back", "comes back")
) -> list[str]:
    """What taking an operation back does, one line a kind of effect: what it made goes, what it
    changed changes back, what it removed comes back."""
    main = [each for each in done.touched if each.noun not in _ASIDE]
    return [f"{word}: {named}" for word, named in _effects(main, words)]
