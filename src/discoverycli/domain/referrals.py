"""Owns who sent whom: chains of people, and the order in which each can be left out."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple


class Step(NamedTuple):
    """Leave `out` out as well; what is out now is the chain of `head`; then put `back` in again.

    Without a `head`, nothing is to be looked at.
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


def steps(heard: Collection[int], sent_by: Mapping[int, int]) -> Iterator[Step]:
    """How to leave out each chain once, with everybody in again at the end.

    A chain is a person and everybody they sent, directly or through others, as far as these were
    heard. Whoever heads the same as somebody nearer to those heard heads no chain of their own.

    Method:
        A chain stays out where the next larger one with it is left out, if it is the largest of
        those that make it up; only the smaller ones come back in between. A person is in at most
        log2(n) of these, so that all steps together move at most 2 n (1 + log2 n) people.
    """
    if not sent_by:
        return
    tree = _tree(heard, sent_by)
    if not tree.heads:
        return
    line, spans = _line(tree)
    largest = {
        head: max(below, key=lambda node: spans[node][1] - spans[node][0])
        for head, below in tree.below.items()
    }
    waiting = [(root, False, False) for root in tree.roots]
    while waiting:
        node, stays, done = waiting.pop()
        below = tree.below.get(node, [])
        if not done:
            waiting.append((node, stays, True))
            waiting += [(largest[node], True, False)] if below else []
            waiting += [(each, False, False) for each in below if each != largest[node]]
            continue
        if not stays and node not in tree.heads:
            continue
        out = list(tree.own.get(node, []))
        for each in below:
            if each != largest[node]:
                out += line[slice(*spans[each])]
        yield Step(
            out, node if _is_chain(node, tree) else None, [] if stays else line[slice(*spans[node])]
        )


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
            ring = _ring(at, sent_by)
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


def _ring(person: int, sent_by: Mapping[int, int]) -> list[int]:
    """The circle that a person is in."""
    ring = [person]
    while (sender := sent_by[ring[-1]]) != person:
        ring.append(sender)
    return ring


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
