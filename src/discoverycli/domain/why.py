"""Orders answers to why: their tree, its branches read backwards, and how deep heard words go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from discoverycli.domain.referrals import circles
from discoverycli.domain.vocabulary import Channel, Relation
from discoverycli.domain.votes import Reason

MOST_LEVELS = 20
"""How many answers may hang below one another; four times the five whys."""

QUESTION = "Why is that? What happened the last time?"
"""What to ask next time, where nobody has said why."""


class WhyLink(NamedTuple):
    """An answer to why.

    `key` and `parent` say what hangs on what (`None`: on the root itself); `number` is what the
    answer is called. `heard`: whether it is known first-hand, from somebody outside.
    """

    key: int
    parent: int | None
    number: int
    text: str
    heard: bool


class Placed(NamedTuple):
    """A link in its chain.

    `level` counts links from the root, 1 right below it; `depth` how many of these, counted from
    the root, are heard in a row. `under` is the link above, as a number; `ends`: none is below.
    """

    link: WhyLink
    under: int | None
    level: int
    depth: int
    ends: bool


class Depth(NamedTuple):
    """How deep heard words go.

    Args:
        depth: the most links in a row from the root that are heard.
        links: how many there are.
        first_inferred: the unheard answer nearest the root; the first of several.
    """

    depth: int
    links: int
    first_inferred: Placed | None


def not_first_hand(channel: Channel, relation: Relation) -> Reason | None:
    """Why a statement's words do not count as heard; `None`: they do."""
    if channel is Channel.PROXY:
        return Reason.PROXY
    return Reason.INTERNAL if relation is Relation.INTERNAL else None


def tree(links: Iterable[WhyLink]) -> tuple[Placed, ...]:
    """Every link once, each before those below it, and siblings by number.

    The order that links come in does not matter. What hangs on a link that is not there hangs on
    the root; so does, of links that hang on each other in a circle, the one with the lowest
    number.
    """
    known = {each.key: each for each in sorted(links, key=_called)}
    over = {key: each.parent for key, each in known.items() if each.parent in known}
    cut = {min(ring, key=lambda key: _called(known[key])) for ring in circles(over)}
    below: dict[int | None, list[WhyLink]] = {}
    for key, each in known.items():
        below.setdefault(None if key in cut else over.get(key), []).append(each)
    placed: list[Placed] = []
    waiting: list[tuple[WhyLink, Placed | None]] = [
        (each, None) for each in below.get(None, ())[::-1]
    ]
    while waiting:
        link, above = waiting.pop()
        level, depth = (above.level, above.depth) if above else (0, 0)
        here = Placed(
            link,
            under=above.link.number if above else None,
            level=level + 1,
            depth=depth + 1 if link.heard and depth == level else depth,
            ends=link.key not in below,
        )
        placed.append(here)
        waiting += [(each, here) for each in below.get(link.key, ())[::-1]]
    return tuple(placed)


def _called(link: WhyLink) -> tuple[int, int]:
    return link.number, link.key


def hanging(placed: Sequence[Placed], number: int) -> tuple[Placed, ...]:
    """The link of that number and all that hangs below it; nothing when there is none."""
    found: list[Placed] = []
    for each in placed:
        if found and each.level <= found[0].level:
            break
        if found or each.link.number == number:
            found.append(each)
    return tuple(found)


def backwards(placed: Iterable[Placed]) -> tuple[tuple[Placed, ...], ...]:
    """Each branch from its last link up to the one right below the root.

    Read with "therefore" between them, and the root at the end, each step should follow from the
    one before it.

    Method:
        The check of the five whys; see `docs/methods.md#whys`.
    """
    branches = []
    above: list[Placed] = []
    for each in placed:
        del above[each.level - 1 :]
        above.append(each)
        if each.ends:
            branches.append(tuple(above[::-1]))
    return tuple(branches)


def depth_of(placed: Sequence[Placed]) -> Depth:
    """How deep heard words go in a tree.

    Method:
        See `docs/methods.md#whys`.
    """
    inferred = (each for each in placed if not each.link.heard)
    nearest = min(inferred, key=lambda each: (each.level, *_called(each.link)), default=None)
    return Depth(max((each.depth for each in placed), default=0), len(placed), nearest)
