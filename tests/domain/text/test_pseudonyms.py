"""Names taken out of text: as they are written, and as they are written otherwise."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.text.pseudonyms import (
    ADDRESS_REMOVED,
    NAME_REMOVED,
    Known,
    Pseudonyms,
    Words,
)

KNOWN = (
    Known("Person 1", ("Ana Silva", "Ana Souza")),
    Known("Person 2", ("José O'Brien",)),
    Known("Person 3", ("Bo",)),
    Known("Person 4", ("山田太郎",)),
    Known("Person 5", ("Jean-Luc van der Berg",)),
    Known("Person 6", ("Łukasz Żółć",)),
    Known("Person 7", ("Rui Silva",)),
    Known("Organisation 1", ("Acme Dental GmbH",), Words.FIRST),
    Known("Organisation 2", ("Umbrella",), Words.FIRST),
    Known("go-between 1", ("Rita from sales",), Words.CAPITAL),
    Known("team", ("Robin",), Words.CAPITAL),
)
clean = Pseudonyms(KNOWN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana Silva said", "Person 1 said"),
        ("ANA  SILVA, ana_silva, ana.silva, AnaSilva", "Person 1, Person 1, Person 1, Person 1"),
        ("> Ana\n> Silva", "> Person 1"),
        ("ana, Souza", "Person 1"),
        ("ana; and Souza", "Person 1; and Person 1"),
        ("ask Ana's boss, Anas boss", "ask Person 1's boss, Person 1s boss"),
        ("Silva", NAME_REMOVED),
        ("anasilva99, Souza7, ana1", "Person 1, Person 1, Person 1"),
        ("q=ana%20silva, ana%2Esouza", "q=Person 1, Person 1"),
        ("SilvaAna, silvaana, asouza, souzaa, jobrien", ", ".join([*["Person 1"] * 4, "Person 2"])),
        ("AnaSilvaConsulting, askAna, QuimbySouza2", "Person 1Consulting, askPerson 1, QuimbyPerson 1"),
        ("Ana S. and A. Souza. J.O'Brien; Souza, A.", "Person 1 and Person 1. Person 2; Person 1"),
        ("Ana S and Ana I know. e.g. Ana", "Person 1 and Person 1 I know. e.g. Person 1"),
        ("rsilva", "Person 7"),
        ("Rui Silva", "Person 7"),
        ("banana Anatol manana", "banana Anatol manana"),
        ("jose obrien, JOSÉ O’BRIEN", "Person 2, Person 2"),
        ("Bo about bo", "Person 3 about bo"),
        ("私は山田太郎です", "私はPerson 4です"),
        ("Luc, jeanluc, van, Berg", "Person 5, Person 5, van, Person 5"),
        ("lukasz zolc", "Person 6"),
        ("Acme and Acme Dental and ACME DENTAL GMBH", "Organisation 1 and " * 2 + "Organisation 1"),
        ("dental acme", "dental acme"),
        ("umbrella", "Organisation 2"),
        ("Rita told, sales told, rita from sales", "go-between 1 told, sales told, go-between 1"),
        ("Robin and robin", "team and robin"),
        ("mail ana@x.example or ben.o'k@a-b.co.uk.", f"mail {ADDRESS_REMOVED} or ben.o'{ADDRESS_REMOVED}."),
        ("@ana and @anyone, not @ all", f"Person 1 and {ADDRESS_REMOVED}, not @ all"),
        ("https://a.example/ana?x=1 www.a.example", f"{ADDRESS_REMOVED} {ADDRESS_REMOVED}"),
        ("see linkedin.com/in/somebody", f"see {ADDRESS_REMOVED}"),
        ("+351 912 345 678 or (02) 1234-5678", f"{ADDRESS_REMOVED} or {ADDRESS_REMOVED}"),
        ("5550199", ADDRESS_REMOVED),
        ("2026-11-20, 20.11.2026, 2026-11-20..2026-12-01", "2026-11-20, 20.11.2026, 2026-11-20..2026-12-01"),
        ("4,500,000 of 120 in 12:30 for 99.50", "4,500,000 of 120 in 12:30 for 99.50"),
        ("and/or e.g. v1.2/3", "and/or e.g. v1.2/3"),
    ],
)  # fmt: skip
def test_names_and_addresses_go_and_all_else_stays(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert clean(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", shown)


def test_own_names_stay_also_where_others_have_them() -> None:
    own = Pseudonyms(KNOWN, own=("Ana Silva",), addresses=False)
    assert own("Ana, ana silva, Silva, Rui Silva") == "Ana, ana silva, Silva, Person 7"
    assert own("ana@x.example and ben@x.example") == "ana@x.example and ben@x.example"


def test_turned_short_and_spelled_names_take_nothing_from_a_name_that_is_one() -> None:
    two = Pseudonyms(
        (
            Known("Person 1", ("Li Wu",)),
            Known("Person 2", ("Wu Li",)),
            Known("Person 3", ("Bo Xu",)),
        )
    )
    assert two("Li Wu, Wu Li; Xu, Bo and Bo X.") == "Person 1, Person 2; Person 3 and Person 3"
    assert two("Li W. and W. Li and L. Wu") == " and ".join([NAME_REMOVED] * 3)
    middle = Pseudonyms((Known("Person 1", ("Al Jo Xu",)), Known("Person 2", ("Al Xu",))))
    assert middle("Al Xu and Al Jo Xu") == "Person 2 and Person 1"


def test_an_initial_says_which_of_one_name_is_meant() -> None:
    both = Pseudonyms((Known("Person 1", ("Ana Silva",)), Known("Person 2", ("Ana Costa",))))
    assert both("Ana S., Ana C. and Ana") == f"Person 1, Person 2 and {NAME_REMOVED}"


letters = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=("Cc", "Cs"))
words = st.from_regex(r"[A-Z][a-zà-öø-ž]{2,9}", fullmatch=True)
fillers = st.sampled_from(["x", "9", "§", "(it)", "–"])


@given(st.lists(st.tuples(words, words), min_size=1, max_size=5, unique=True), st.data())
def test_no_known_name_stays_in_any_text(
    people: list[tuple[str, str]], data: st.DataObject
) -> None:
    known = [Known(f"Person {n}", (" ".join(each),)) for n, each in enumerate(people)]
    names = [*(" ".join(each) for each in people), *(word for each in people for word in each)]
    spelled = st.sampled_from(names).flatmap(
        lambda name: st.sampled_from(
            [name, name.upper(), name.lower(), unicodedata.normalize("NFD", name)]
        )
    )
    text = " ".join(data.draw(st.lists(spelled | fillers, max_size=30)))
    shown = Pseudonyms(known)(text)
    kept = {word.casefold() for word in shown.replace(NAME_REMOVED, "").split() if word.isalpha()}
    kept -= {"person", "x"}
    assert not kept & {name.casefold() for name in names}


@given(st.text(letters, max_size=100))
def test_text_without_names_is_only_composed(text: str) -> None:
    shown = Pseudonyms(())(text)
    if ADDRESS_REMOVED not in shown:
        assert shown == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    ["a" * 30_000, "a." * 30_000, "1 " * 30_000, "@" * 30_000, "a@" * 30_000, "x.y/" * 30_000,
     "ana " * 30_000, "ana silva " * 30_000, "(+1" * 30_000, "e\u0301" * 30_000],
)  # fmt: skip
def test_a_hostile_text_is_read_in_no_more_time_than_its_length_asks(text: str) -> None:
    assert clean(text)  # one that backtracks would never get here
