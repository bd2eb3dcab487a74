"""Follows who sent whom: chains of people, and the order in which each can be left out."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import NamedTuple, TypeVar

Link = TypeVar("Link", bound=Hashable)


class ChainStep(NamedTuple):
    """Leave out `out` as well: what is out now is the chain of `head`. Then put `back` in again.

    Without a `head`, there is nothing to look at.
    """

    out: list[int]
    head: int | None
    back: list[int]


class _Tree(NamedTuple):
    """Those who were heard (`own`) and who sent them, each below who sent them.

    The people of a circle stand together in the place of the one with the lowest number.
    """

    roots: list[int]
    below: dict[int, list[int]]
    own: dict[int, list[int]]
    heads: set[int]


def circles(before: Mapping[Link, Link]) -> Iterator[list[Link]]:
    """Every circle in `before`, each in its order."""
    fine: set[Link] = set()
    for start in before:
        path: dict[Link, None] = {}
        here = start
        while here in before and here not in fine and here not in path:
            path[here] = None
            here = before[here]
        if here in path:
            links = list(path)
            yield links[links.index(here) :]
        fine.update(path)


def any_circle(before: Mapping[Link, Link]) -> list[Link]:
    """A circle in `before`; empty when there is none."""
    return next(circles(before), [])


def circle(person: int, by: int, sent_by: Mapping[int, int]) -> list[int]:
    """The people of the circle that closes when `by` is the one who sent `person`.

    From `person` on, each sent by the next one and the last one by `person`; nobody when no
    circle closes.
    """
    line = [person]
    met = {person}
    at: int | None = by
    while at is not None and at not in met:
        line.append(at)
        met.add(at)
        at = sent_by.get(at)
    return line if at == person else []


class Chains:
    """The chains of those who were heard.

    A chain is a person and everybody they sent, directly or through others, as far as these were
    heard. Somebody who heads the same people as another nearer to them heads no chain.
    """

    def __init__(self, heard: Collection[int], sent_by: Mapping[int, int]) -> None:
        self._heard = len(heard)
        self._tree = _tree(heard, sent_by)
        self.number = sum(_is_chain(head, self._tree) for head in self._tree.heads)

    def steps(self, least: int = 0) -> Iterator[ChainStep]:
        """How to leave out each chain of more than `least` people once, with everybody in again
        at the end.

        Method:
            A chain stays out where the next larger one with it is left out, if it is the largest
            of those that make it up; only the smaller ones come back in between. A person is in
            at most log2(n) of these, so that all steps together move at most 2 n (1 + log2 n)
            people.
        """
        tree = self._tree
        if not tree.heads or self._heard <= least:
            return
        line, spans = _line(tree)
        waiting = [(root, False, False) for root in tree.roots]
        while waiting:
            node, stays, done = waiting.pop()
            start, end = spans[node]
            below = tree.below.get(node, [])
            largest = max(below, key=lambda each: spans[each][1] - spans[each][0], default=None)
            if not done and end - start <= least:
                if stays:
                    yield ChainStep(line[start:end], None, [])
            elif not done:
                waiting.append((node, stays, True))
                waiting += [(largest, True, False)] if largest is not None else []
                waiting += [(each, False, False) for each in below if each != largest]
            elif stays or node in tree.heads:
                out = list(tree.own.get(node, []))
                for each in below:
                    out += line[slice(*spans[each])] if each != largest else []
                head = node if _is_chain(node, tree) else None
                yield ChainStep(out, head, [] if stays else line[start:end])


def related(heard: Collection[int], sent_by: Mapping[int, int]) -> list[int]:
    """Those heard who were sent by somebody, or sent somebody heard or on the way to them."""
    if not sent_by:
        return []
    senders: set[int] = set()
    for person in heard:
        at: int | None = sent_by.get(person)
        while at is not None and at not in senders:
            senders.add(at)
            at = sent_by.get(at)
    return [person for person in heard if person in sent_by or person in senders]


def _is_chain(node: int, tree: _Tree) -> bool:
    below = tree.below.get(node, [])
    same_as_below = node not in tree.own and len(below) == 1 and below[0] in tree.heads
    return node in tree.heads and not same_as_below


def _tree(heard: Collection[int], sent_by: Mapping[int, int]) -> _Tree:
    walks: dict[int, int] = {}
    place: dict[int, int] = {}
    for walk, person in enumerate(heard):
        at: int | None = person
        while at is not None and at not in walks:
            walks[at] = walk
            at = sent_by.get(at)
        if at is not None and walks[at] == walk:
            ring = circle(at, sent_by[at], sent_by)
            place.update(dict.fromkeys(ring, min(ring)))
    tree = _Tree([], {}, {}, set(place.values()))
    for person in heard:
        tree.own.setdefault(place.get(person, person), []).append(person)
    for node in walks:
        sender = None if node in place else sent_by.get(node)
        if sender is not None:
            above = place.get(sender, sender)
            tree.below.setdefault(above, []).append(node)
            tree.heads.add(above)
        elif place.get(node, node) == node:
            tree.roots.append(node)
    return tree


def _line(tree: _Tree) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """Those heard, in such an order that every chain is a stretch of it, and these stretches."""
    line: list[int] = []
    spans: dict[int, tuple[int, int]] = {}
    waiting = [(root, -1) for root in tree.roots]
    while waiting:
        node, start = waiting.pop()
        if start >= 0:
            spans[node] = (start, len(line))
            continue
        waiting.append((node, len(line)))
        line += tree.own.get(node, [])
        waiting += [(each, -1) for each in tree.below.get(node, [])]
    return line, spans
