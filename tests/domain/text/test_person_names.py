"""Names of people, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.text.person_names import is_placeholder, names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Interview 1 - Iven O.", ["Iven O"]),
        ("I. Okafor", ["I. Okafor"]),
        ("Okafor, I.", ["Okafor, I"]),
        ("J.R. Quimby (CFO)", ["J.R. Quimby"]),
        ("Call with Łukasz Ż. about pay", ["Łukasz Ż"]),
        ("Plan B. and Series A.", []),
        ("Mr. K. and Type C", []),
        ("e.g. Payroll", []),
        ("Head of Finance", []),
        ("Iven and Okafor", []),
    ],
)
def test_a_name_with_an_initial_is_one_anywhere(text: str, names: list[str]) -> None:
    assert [*names_in(text, whole=False)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Interview 2 - Zelda Quimby, CFO", ["Zelda Quimby"]),
        ("Zelda Quimby at Acme", ["Zelda Quimby", "Acme"]),
        ("Interview 1: Quimby, Zelda", ["Zelda Quimby", "Quimby", "Zelda"]),
        ("Talk to Zelda Quimby", ["Zelda Quimby"]),
        ("2026-11-02 Zelda Quimby", ["Zelda Quimby"]),
        ("Zelda & Bo", ["Zelda", "Bo"]),
        ("Zelda Quimby's assistant", ["Zelda Quimby"]),
        ("CTO, Finance", []),
        ("Iven O", ["Iven O"]),
        ("Rosalind", ["Rosalind"]),
        ("Product Manager", []),
        ("Senior Dental Technician", []),
        ("CTO / Head of IT", []),
        ("runs the books", []),
        ("Participant 7", []),
        ("", []),
    ],
)
def test_where_only_a_name_can_stand_words_that_are_no_trade_are_one(
    text: str, names: list[str]
) -> None:
    assert [*names_in(text, whole=True)] == names


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("kite Interviewee 3", True), ("Participant 4", True), ("P7", True), ("Interviewee", True),
        ("Zelda Quimby", False), ("Userman", False), ("Participant Zelda", False),
    ],
)  # fmt: skip
def test_who_is_called_by_a_number_has_no_name(name: str, is_one: bool) -> None:
    assert is_placeholder(name) is is_one


@pytest.mark.parametrize(
    "text",
    [*(part * 100_000 for part in ("Ab-", "Ab'", "A", "É", "Abc-d", "A.", "A. ", "Ab, ", "a1", " - ")),
     "Ab-" * 100_000 + "Ab, C", "Quimby, " + "Ab-" * 100_000],
    ids=lambda text: f"{text[:8]}…",
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_a_hostile_title_is_read_in_no_more_time_than_its_length_asks(
    text: str, whole: bool
) -> None:
    # One that backtracks would never get here.
    assert max(map(len, names_in(text, whole=whole)), default=0) < 500


def test_hyphens_and_a_long_word_make_no_name_longer_than_anybodys() -> None:
    assert "Ana-Maria Quimby-Okafor" in names_in("Quimby-Okafor, Ana-Maria", whole=True)
    assert [*names_in("A" + "a" * 100, whole=True)] == []
    assert [*names_in("Ab-" * 100_000, whole=True)] == []


@given(st.text(max_size=300), st.booleans())
def test_any_text_can_be_looked_through(text: str, whole: bool) -> None:
    for name in names_in(text, whole=whole):
        assert name in text
