"""Chains of whys: what hangs on what, how it reads backwards, how deep heard words go."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.vocabulary import Channel, Relation
from discoverycli.domain.votes import Reason
from discoverycli.domain.why import WhyLink, backwards, depth_of, hanging, not_first_hand, tree


def link(key: int, parent: int | None = None, *, heard: bool = True, number: int = 0) -> WhyLink:
    return WhyLink(key, parent, number or key, f"words {key}", heard)


def depth(*links: WhyLink) -> int:
    return depth_of(tree(links)).depth


def test_links_come_in_reading_order_each_below_its_parent() -> None:
    placed = tree([link(3, 1), link(1), link(2), link(4, 3), link(5, 1)])
    assert [(each.link.key, each.under, each.level) for each in placed] == [
        (1, None, 1), (3, 1, 2), (4, 3, 3), (5, 1, 2), (2, None, 1),
    ]  # fmt: skip
    assert [each.link.key for each in placed if each.ends] == [4, 5, 2]


def test_depth_counts_heard_links_in_a_row_from_the_root() -> None:
    assert depth() == 0
    assert depth(link(1, heard=False), link(2, 1), link(3, 2)) == 0
    assert depth(link(1), link(2, 1, heard=False), link(3, 2)) == 1
    assert depth(link(1), link(2, 1), link(3, 1), link(4, 3)) == 3


def test_the_first_inferred_link_is_the_one_nearest_the_root() -> None:
    found = depth_of(tree([link(1), link(2, 1, heard=False), link(3, heard=False)]))
    assert found.first_inferred is not None
    assert (found.first_inferred.link.key, found.first_inferred.level) == (3, 1)
    assert depth_of(tree([link(1)])).first_inferred is None


def test_a_branch_is_read_from_its_last_link_up() -> None:
    branches = backwards(tree([link(1), link(2, 1), link(3, 2), link(4, 1)]))
    assert [[each.link.key for each in branch] for branch in branches] == [[3, 2, 1], [4, 1]]


def test_what_hangs_below_a_link_goes_with_it_and_nothing_else() -> None:
    placed = tree([link(1), link(2, 1), link(3, 2), link(4, 1), link(5)])
    assert [each.link.key for each in hanging(placed, 2)] == [2, 3]
    assert [each.link.key for each in hanging(placed, 5)] == [5]
    assert hanging(placed, 6) == ()


def test_a_link_whose_parent_is_gone_hangs_on_the_root() -> None:
    (placed,) = tree([link(2, 1)])
    assert (placed.under, placed.level, placed.depth) == (None, 1, 1)


def test_a_circle_is_cut_above_its_lowest_number() -> None:
    placed = tree([link(7, 8), link(8, 9), link(9, 7), link(1, 9)])
    assert [(each.link.key, each.under) for each in placed] == [(7, None), (9, 7), (1, 9), (8, 9)]
    (itself,) = tree([link(3, 3)])
    assert itself.under is None


def test_a_very_long_chain_is_no_trouble() -> None:
    links = [link(key, key - 1 or None) for key in range(1, 5_001)]
    assert depth(*links) == 5_000
    assert len(backwards(tree(links))) == 1


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("channel", Channel)
def test_words_are_heard_first_hand_from_somebody_outside(
    channel: Channel, relation: Relation
) -> None:
    first_hand = channel is not Channel.PROXY and relation is not Relation.INTERNAL
    assert (not_first_hand(channel, relation) is None) is first_hand
    assert not_first_hand(Channel.PROXY, relation) is Reason.PROXY
    assert not_first_hand(Channel.DIRECT, Relation.INTERNAL) is Reason.INTERNAL


@st.composite
def forests(draw: st.DrawFn) -> list[WhyLink]:
    """Chains as commands make them: a parent was there before its children."""
    count = draw(st.integers(0, 12))
    return [
        link(key, draw(st.sampled_from([None, *range(1, key)])), heard=draw(st.booleans()))
        for key in range(1, count + 1)
    ]


@st.composite
def damaged(draw: st.DrawFn) -> list[WhyLink]:
    """Whatever a damaged journal can hold: circles, orphans, numbers given twice."""
    keys = draw(st.lists(st.integers(1, 12), unique=True, max_size=10))
    parents = st.one_of(st.none(), st.integers(1, 14))
    return [
        link(key, draw(parents), heard=draw(st.booleans()), number=draw(st.integers(1, 5)))
        for key in keys
    ]


def renumbered(links: list[WhyLink], seed: int) -> list[WhyLink]:
    """The same answers, added in another order: other keys and other numbers."""
    keys = [each.key for each in links]
    random.Random(seed).shuffle(keys)
    new = {each.key: key for each, key in zip(links, keys, strict=True)}
    return [
        each._replace(key=new[each.key], number=new[each.key], parent=new.get(each.parent or 0))
        for each in links
    ]


def sentences(links: list[WhyLink]) -> list[tuple[str, ...]]:
    return sorted(tuple(each.link.text for each in branch) for branch in backwards(tree(links)))


@given(forests(), st.integers())
def test_the_order_of_adding_changes_neither_depth_nor_sentences(
    links: list[WhyLink], seed: int
) -> None:
    other = renumbered(links, seed)
    assert depth(*other) == depth(*links)
    assert sentences(other) == sentences(links)


@given(damaged(), st.randoms(use_true_random=False))
def test_no_data_hangs_a_tree_or_loses_a_link(links: list[WhyLink], order: random.Random) -> None:
    placed = tree(links)
    assert sorted(each.link.key for each in placed) == sorted(each.key for each in links)
    shuffled = list(links)
    order.shuffle(shuffled)
    assert tree(shuffled) == placed
    assert {each.link.key for branch in backwards(placed) for each in branch} == {
        each.key for each in links
    }


@given(damaged())
def test_depth_is_the_longest_heard_beginning_of_any_branch_read_forwards(
    links: list[WhyLink],
) -> None:
    longest = 0
    for branch in backwards(tree(links)):
        row = 0
        for each in branch[::-1]:
            if not each.link.heard:
                break
            row += 1
        longest = max(longest, row)
    assert depth(*links) == longest


@given(forests())
def test_one_more_inferred_link_never_makes_words_go_deeper_or_less_deep(
    links: list[WhyLink],
) -> None:
    for parent in (None, *(each.key for each in links)):
        assert depth(*links, link(99, parent, heard=False)) == depth(*links)


@given(damaged(), st.integers(1, 6))
def test_what_goes_with_a_link_is_everything_below_it(links: list[WhyLink], number: int) -> None:
    placed = tree(links)
    gone = {each.link.key for each in hanging(placed, number)}
    left = [each.link for each in placed if each.link.key not in gone]
    assert bool(gone) is any(each.number == number for each in links)
    assert len(tree(left)) == len(links) - len(gone)
