"""Proves that who sent somebody is kept, shown, and never closes a circle."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.referrals import circle


@pytest.fixture
def known(disco, once):  # type: ignore[no-untyped-def]
    """Ana, Ben, Cy and Di, who do not know of each other yet."""

    @once
    def tell() -> None:
        for name in ("Ana Silva @ Acme", "Ben Roth", "Cy Lund @ Cargo", "Di Moor"):
            disco("log", name, "a word")

    return disco


def referrer(disco, who):  # type: ignore[no-untyped-def]
    return disco("people", "show", who, "--json").data["referred_by"]


def test_nobody_is_sent_by_anybody_until_it_is_said(known) -> None:  # type: ignore[no-untyped-def]
    assert referrer(known, "P2") is None
    assert "sent by" not in known("people", "show", "P2").out


def test_who_sent_somebody_is_shown_with_them(known) -> None:  # type: ignore[no-untyped-def]
    answer = known("people", "edit", "ben", "--referred-by", "ana", "--json").data
    assert answer["referred_by"] == "P1"
    assert answer["changes"] == [{"field": "referred_by", "from": None, "to": "P1"}]
    assert referrer(known, "P2") == {"code": "P1", "name": "Ana Silva", "organisation": "Acme"}
    shown = known("people", "show", "P2").out
    assert "sent by       P1 Ana Silva @ Acme" in shown
    assert "sent by: none → P1" in known("people", "edit", "P3", "--referred-by", "P1").out


@pytest.mark.parametrize("nobody", ["", "none", "None", " "])
def test_it_can_be_taken_back(known, nobody) -> None:  # type: ignore[no-untyped-def]
    known("people", "edit", "P2", "--referred-by", "P1")
    assert "sent by: P1 → none" in known("people", "edit", "P2", "--referred-by", nobody).out
    assert referrer(known, "P2") is None


def test_another_edit_leaves_it_alone_and_undo_takes_it_back(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "edit", "P2", "--referred-by", "P1")
    known("people", "edit", "P2", "--role", "owner")
    assert referrer(known, "P2")["code"] == "P1"
    known("undo", "--yes")
    known("undo", "--yes")
    assert referrer(known, "P2") is None


def test_nobody_sends_themselves(known) -> None:  # type: ignore[no-untyped-def]
    result = known("people", "edit", "P2", "--referred-by", "ben", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "P2 cannot have sent themselves" in result.err
    assert referrer(known, "P2") is None


def test_a_circle_is_refused_and_named(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "edit", "P2", "--referred-by", "P1")
    known("people", "edit", "P3", "--referred-by", "P2")
    result = known("people", "edit", "P1", "--referred-by", "P3", ok=False)
    assert result.code == 2
    assert "P1 by P3, P3 by P2, P2 by P1" in result.err
    assert "disco people edit P2 --referred-by none" in result.err
    assert referrer(known, "P1") is None


def test_of_a_long_circle_only_some_links_are_named(known) -> None:  # type: ignore[no-untyped-def]
    for number in range(5, 25):
        known("log", f"Person{number} @ Org{number}", "a word")
    for number in range(5, 24):
        known("people", "edit", f"P{number}", "--referred-by", f"P{number + 1}")
    err = known("people", "edit", "P24", "--referred-by", "P5", ok=False).err
    assert "P24 by P5, P5 by P6" in err
    assert "…, P23 by P24" in err
    assert "P15" not in err


def test_who_nobody_knows_cannot_have_sent_anybody(known) -> None:  # type: ignore[no-untyped-def]
    assert known("people", "edit", "P2", "--referred-by", "P99", ok=False).code == 3
    assert known("people", "edit", "P2", "--referred-by", "Zora", ok=False).code == 3


def test_names_are_hidden_where_names_may_not_be(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "edit", "P2", "--referred-by", "P1")
    shown = known("people", "show", "P2", "--anonymous").out
    assert "P1 Person 1 @ Organisation 1" in shown
    assert "Ana" not in shown


def test_a_circle_in_the_data_stops_no_page(known, journal_path) -> None:  # type: ignore[no-untyped-def]
    with sqlite3.connect(journal_path) as journal:
        journal.execute("UPDATE person SET referred_by_id = 3 - id WHERE id < 3")
    assert referrer(known, "P2")["code"] == "P1"
    known("people", "edit", "P3", "--referred-by", "P1")
    known("people", "edit", "P1", "--referred-by", "none")
    assert referrer(known, "P1") is None
    known("report", "fragile")


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 9)), st.integers(1, 9), st.integers(1, 9))
def test_a_circle_is_found_exactly_where_one_would_close(
    sent_by: dict[int, int], person: int, by: int
) -> None:
    found = circle(person, by, sent_by)
    reached, at = [by], by
    while at in sent_by and sent_by[at] not in reached and at != person:
        at = sent_by[at]
        reached.append(at)
    assert bool(found) == (person in reached)
    after = {**sent_by, person: by}
    assert all(after[each] == sender for each, sender in pairwise(found))
    if found:
        assert found[0] == person
        assert after[found[-1]] == person
