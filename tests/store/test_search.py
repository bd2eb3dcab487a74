"""Proves which places a search shows where there are too many, and that none is shown twice."""

from __future__ import annotations

import pytest

from discoverycli.domain.text.search_words import Query
from discoverycli.domain.vocabulary import Code
from discoverycli.store.read import search
from discoverycli.store.reader import open_reader
from discoverycli.store.write.search import NOUNS, row_number


@pytest.fixture
def reader(disco, journal_path):  # type: ignore[no-untyped-def]
    for n in range(1, 7):
        marks = f"!pain payroll number {n}\n!goal payroll once more\n" if n > 3 else ""
        disco("log", f"Person {n} @ Payroll House", f"about payroll {n}\n{marks}")
    disco("hypotheses", "add", "Payroll is feared")
    disco("jobs", "add", "run payroll before month end")
    with open_reader(journal_path) as found:
        yield found


def found(reader, words, prefixes=search.PREFIXES, most=50):  # type: ignore[no-untyped-def]
    result = search.find(reader, Query.read(words), prefixes, most)
    return [str(hit.code) for hit in result.hits], result.many


def test_the_kinds_are_in_the_order_of_the_index() -> None:
    rows = [row_number(noun, 7) for noun in NOUNS]
    assert [search.PREFIXES[row % len(NOUNS)] for row in rows] == [n[0].upper() for n in NOUNS]


def test_every_place_is_found_once_and_an_interview_by_its_statements(reader) -> None:  # type: ignore[no-untyped-def]
    codes, many = found(reader, "payroll")
    assert sorted(codes) == sorted(
        ["H1", "J1", "I1", "I2", "I3"]
        + [f"P{n}" for n in range(1, 7)]
        + [f"S{n}" for n in range(1, 7)]
    )
    assert not many


def test_of_too_many_the_newest_of_each_kind_are_shown_in_turn(reader, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    whole, _ = found(reader, "payroll")
    monkeypatch.setattr(search, "MOST_WEIGHED", 5)
    codes, many = found(reader, "payroll", most=5)
    assert many
    assert codes[:3] == ["S6", "H1", "J1"]
    assert {code[0] for code in codes} == set("SHJP")
    assert found(reader, "payroll once", most=5)[0] == ["S6", "S4", "S2"]
    assert set(found(reader, "payroll", most=50)[0]) <= set(whole)


def test_only_the_wanted_kinds_are_found(reader, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for most in (10_000, 2):
        monkeypatch.setattr(search, "MOST_WEIGHED", most)
        assert {code[0] for code in found(reader, "payroll", "PJ")[0]} == {"P", "J"}
    monkeypatch.undo()
    assert sorted(found(reader, "payroll", "I")[0]) == [f"I{n}" for n in range(1, 7)]


def test_a_place_knows_when_and_with_whom(reader) -> None:  # type: ignore[no-untyped-def]
    (hit,) = search.find(reader, Query.read("number 5"), "S", 5).hits
    assert hit.code == Code("S", 3)
    assert str(hit.held) == "2026-11-20"
    assert [(p.number, p.name, p.organisation) for p in hit.people] == [
        (5, "Person 5", "Payroll House")
    ]
