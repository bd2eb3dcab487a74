"""Answers: why is this so? A chain of answers, and how deep people's own words go in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.vocabulary import Code
from discoverycli.domain.why import Depth, Placed, depth_of, tree

if TYPE_CHECKING:
    from discoverycli.domain.facts.why import HeardIn, WhyAnswer, WhyChain
    from discoverycli.store.reader import Reader


class PlacedAnswer(NamedTuple):
    """An answer in its place."""

    placed: Placed
    answer: WhyAnswer

    @property
    def said(self) -> HeardIn | None:
        """The statement it was heard in; `None`: it is inferred."""
        return self.answer.heard_in


class WhyAccount(NamedTuple):
    """A chain in its order, and how deep heard words go in it."""

    chain: WhyChain
    placed: tuple[PlacedAnswer, ...]
    depth: Depth

    @property
    def asks(self) -> bool:
        """Whether something is left to ask: nobody has said why, or an answer is inferred."""
        return not self.placed or self.depth.first_inferred is not None


def why_account(reader: Reader, root: Code) -> WhyAccount:
    """The answers under a hypothesis or a statement, read from the journal.

    Raises:
        NotFoundError: there is none of that code.
    """
    from discoverycli.store.read import why

    return placed_chain(why.of(reader, root))


def placed_chain(chain: WhyChain) -> WhyAccount:
    """What hangs on what, and how deep heard words go."""
    answers = {each.link.key: each for each in chain.answers}
    placed = tree(each.link for each in chain.answers)
    found = tuple(PlacedAnswer(each, answers[each.link.key]) for each in placed)
    return WhyAccount(chain, found, depth_of(placed))
