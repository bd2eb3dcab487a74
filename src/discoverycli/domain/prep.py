"""Prepares a call: which opinions fit a person, and what would refute one."""

from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.verdicts import Verdict, needed_for_majority
from discoverycli.domain.vocabulary import Relation, Stakeholder

_STANDS_FOR = {
    Relation.CURRENT: Stakeholder.CURRENT,
    Relation.PROSPECT: Stakeholder.FUTURE,
    Relation.FORMER: Stakeholder.FUTURE,
}
"""Whose view a person gives; of partners, our own people and unknown ones nobody's."""


class Fit(NamedTuple):
    """How well an opinion fits a person, each from 0 (it is about others) to 2 (about them)."""

    segment: int
    relation: int


class Refutation(NamedTuple):
    """What refutes an opinion: voices against in all, and those of them on `did` or higher."""

    voices: int
    lived: int


def fit(
    segment: str | None, serves: tuple[Stakeholder, ...], whose: str | None, relation: Relation
) -> Fit:
    """How well an opinion about `segment`, that serves `serves`, fits a person.

    2: it names their segment, or serves a group that they belong to. 1: it names none, or serves
    nobody in particular. 0: it is about others, or it is unknown whether they belong to them.

    Method:
        This tool's own; see `docs/methods.md#before-a-call`.
    """
    named = 1
    if segment is not None:
        named = 2 if name_key(segment) == name_key(whose or "") else 0
    customers = set(serves) - {Stakeholder.COMPANY}
    if not customers:
        return Fit(named, 1)
    return Fit(named, 2 if _STANDS_FOR.get(relation) in customers else 0)


def refutation(found: Verdict, rule: Rule) -> Refutation:
    """How many voices against refute an opinion while the votes for it stay what they are."""
    least = max(rule.against, needed_for_majority(found.votes_for, rule))
    return Refutation(least, min(rule.lived, 1))


def in_words(wanted: Refutation, found: Verdict) -> str:
    """`4 voices against (1 now), one of them did`."""
    now = f" ({found.votes_against} now)" if found.votes_against else ""
    lived = ", one of them did" if wanted.lived else ""
    return f"{pluralize(wanted.voices, 'voice')} against{now}{lived}"
