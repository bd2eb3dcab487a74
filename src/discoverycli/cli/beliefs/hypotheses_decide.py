"""Owns `disco hypotheses decide`: what was chosen, because of what, on which verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli.cli import complete, options
from discoverycli.context import Context, context

if TYPE_CHECKING:
    from discoverycli.domain.decisions import Leaning

EPILOG = "Example: disco hypotheses decide 'ship the import' --because H3 --because-not H5"
_GROUNDS = "HJSI"


_BECAUSE = typer.Option(
    None,
    metavar="CODE",
    help="What it rests on: H3, J2, S45, I12; repeat it.",
    autocompletion=complete.codes(_GROUNDS),
)
_BECAUSE_NOT = typer.Option(
    None,
    metavar="CODE",
    help="A hypothesis that it rests on not being so; repeat it.",
    autocompletion=complete.codes("H"),
)


def decide(
    text: list[str] = typer.Argument(metavar="TEXT...", help="What was chosen."),
    because: list[str] = _BECAUSE,
    because_not: list[str] = _BECAUSE_NOT,
    reason: str | None = typer.Option(None, metavar="WORDS", help="Why, in your own words."),
) -> None:
    """Write down what was chosen and because of what, with the verdicts of today."""
    where = context()
    words = options.one_text(text)
    leanings = _leanings(where, because or [], because_not or [])
    with where.writer() as session:
        from discoverycli.store.write import decisions as write

        made = write.decide(
            session, words, leanings, reason=reason, author=where.author, today=where.today
        )
    from discoverycli.analysis import decision as report
    from discoverycli.cli.beliefs import decide_answer as answers

    with where.reader() as reader:
        decided = report.calculate(report.load(reader, made, where.today))
    named_with = {str(each.code) for each in leanings if each.holds}
    where.show(answers.decided(decided, named_with))


def _leanings(where: Context, because: list[str], because_not: list[str]) -> list[Leaning]:
    """What the decision rests on, in the order of the options.

    Raises:
        InputError, NotFoundError: as `store.read.names.resolve`.
    """
    from discoverycli.domain.decisions import Leaning
    from discoverycli.store.read.names import resolve

    with where.reader() as reader:
        return [
            *(Leaning(resolve(reader, each, _GROUNDS)) for each in because),
            *(Leaning(resolve(reader, each, "H"), holds=False) for each in because_not),
        ]
