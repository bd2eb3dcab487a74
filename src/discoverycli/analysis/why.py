"""Owns the page of a chain of whys. Answers: why is it so, and how deep do their own words go?

For other reports: `load(reader, root)`, `calculate(chain)`, then `line(account)` for a page, and
`data(account)` with `why_depth` and `whys` for programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.domain.vocabulary import Code
from discoverycli.domain.why import Depth, Placed, depth_of, tree

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import WhyAnswer, WhyChain
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Account:
    """A chain in its order, and how deep heard words go in it."""

    chain: WhyChain
    placed: tuple[tuple[Placed, WhyAnswer], ...]
    depth: Depth


def load(reader: Reader, root: Code) -> WhyChain:
    """The answers under a hypothesis or a statement.

    Raises:
        NotFoundError: there is none of that code.
    """
    from discoverycli.store.read import why

    return why.of(reader, root)


def calculate(chain: WhyChain) -> Account:
    """What hangs on what, and how deep heard words go."""
    answers = {each.link.key: each for each in chain.answers}
    placed = tree(each.link for each in chain.answers)
    return Account(
        chain, tuple((each, answers[each.link.key]) for each in placed), depth_of(placed)
    )
