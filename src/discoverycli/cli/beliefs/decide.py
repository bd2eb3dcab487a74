"""`disco hypotheses decide`: records a choice, its reasons, and the verdicts it rests on."""

from __future__ import annotations

import typer

from discoverycli.cli import complete, options
from discoverycli.context import context

EPILOG = "Example: disco hypotheses decide 'ship the import' --because H3 --because-not H5"
_GROUNDS = "HJSI"


def decide(
    text: list[str] = typer.Argument(metavar="TEXT...", help="What was chosen."),
    because: list[str] = typer.Option(
        [],
        metavar="CODE",
        help="What it rests on: H3, J2, S45, I12; repeat it.",
        autocompletion=complete.codes(_GROUNDS),
    ),
    because_not: list[str] = typer.Option(
        [],
        metavar="CODE",
        help="A hypothesis that it rests on not being so; repeat it.",
        autocompletion=complete.codes("H"),
    ),
    reason: str | None = options.text("WORDS", "Why, in your own words."),
) -> None:
    """Write down what was chosen and because of what, with the verdicts of today."""
    from discoverycli.domain.decisions import Leaning
    from discoverycli.store.read.names import resolve

    where = context()
    words = options.one_text(text)
    with where.reader() as reader:
        leanings = [Leaning(resolve(reader, each, _GROUNDS)) for each in because]
        leanings += [Leaning(resolve(reader, each, "H"), holds=False) for each in because_not]
    with where.writer() as session:
        from discoverycli.store.write import decisions as write

        made = write.decide(
            session, words, leanings, reason=reason, author=where.author, today=where.today
        )
    from discoverycli.analysis.beliefs.decisions import decided
    from discoverycli.cli.answers.decided import decided_answer

    with where.reader() as reader:
        found = decided(reader, made, where.today)
    where.show(decided_answer(found, {str(each.code) for each in leanings if each.holds}))
