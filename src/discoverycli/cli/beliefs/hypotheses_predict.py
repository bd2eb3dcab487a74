"""Owns `disco hypotheses predict`: how sure somebody is, locked before anyone is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli.cli import complete
from discoverycli.context import context

if TYPE_CHECKING:
    from discoverycli.analysis.hypothesis import Account
    from discoverycli.render.blocks import Page

EPILOG = "Example: disco hypotheses predict H3 70%"

_CODE = typer.Argument(
    metavar="CODE", help="A code such as H3, or words of it.", autocompletion=complete.codes("H")
)
_SURE = typer.Argument(
    metavar="PERCENT", help="How sure you are that it will be validated: 0 to 100."
)


def predict(code: str = _CODE, percent: str = _SURE) -> None:
    """Lock how sure you are that an opinion will be validated, before anyone is asked."""
    from discoverycli.domain.calibration import read_percent

    where = context()
    sure = read_percent(percent)
    number = where.number(code, "H")
    with where.writer() as session:
        from discoverycli.store.write import predictions as write

        made = write.add(session, number, sure, author=where.author, today=where.today)
    from discoverycli.analysis import hypothesis as report

    with where.reader() as reader:
        account = report.calculate(report.load(reader, number), where.today)
    where.show(_answer(account, made))


def _answer(account: Account, made: int) -> Page:
    """A belief is locked: what it says, by which criteria, and where it will be seen again."""
    from discoverycli.cli.beliefs.hypotheses_answers import predicted

    return predicted(account, next(each for each in account.believed if each.fact.id == made))
