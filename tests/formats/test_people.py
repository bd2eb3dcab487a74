from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.notes import Who
from discoverycli.domain.vocabulary import Code
from discoverycli.formats.people import (
    is_numbered,
    named_in_a_line,
    never_a_code,
    people_in,
    same_organisation,
    same_person,
    scoped,
    signature,
    speakers_from,
    without_doubles,
)


@pytest.mark.parametrize(
    ("line", "name", "organisation", "role"),
    [
        ("Ann Lee, Head of Ops, Kestrel", "Ann Lee", "Kestrel", "Head of Ops"),
        ("Ann Lee, Head of Ops, Research, Kestrel", "Ann Lee", "Kestrel", "Head of Ops, Research"),
        ("Ann Lee (Head of Ops, Kestrel)", "Ann Lee", "Kestrel", "Head of Ops"),
        ("Ann Lee, CTO at Kestrel", "Ann Lee", "Kestrel", "CTO"),
        ("Ann Lee - CTO - Kestrel", "Ann Lee", "Kestrel", "CTO"),
        ("Ann Lee | CTO | Kestrel", "Ann Lee", "Kestrel", "CTO"),
        ("Ann Lee, CTO, Kestrel, Inc.", "Ann Lee", "Kestrel, Inc.", "CTO"),
        ("Ann Lee, Kestrel Ltd", "Ann Lee", "Kestrel Ltd", None),
        ("Ann Lee @ Kestrel", "Ann Lee", "Kestrel", None),
        ("Ann Lee from Kestrel", "Ann Lee", "Kestrel", None),
        ("Ann Lee, CTO", "Ann Lee", None, "CTO"),
        ("Ann Lee (CTO)", "Ann Lee", None, "CTO"),
        ("**Ann Lee**, [CTO](https://x.example), Kestrel", "Ann Lee", "Kestrel", "CTO"),
        ("Ann Lee", "Ann Lee", None, None),
    ],
)
def test_a_line_is_taken_apart_into_name_role_and_organisation(
    line: str, name: str, organisation: str | None, role: str | None
) -> None:
    assert people_in(line) == [Who(name, organisation, role)]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ann Lee, Head of Ops, Kestrel", "Head of Ops"),
        ("Ann Lee, Head of Ops, KESTREL", "Head of Ops"),
        ("Ann Lee, Head of Ops, Kestrel Bird Care GmbH.", "Head of Ops"),
        ("Ann Lee, Head of Ops at Kestrel, Inc.", "Head of Ops"),
        ("Ann Lee, VP and co-founder of Kestrel", "VP and co-founder"),
        ("Ann Lee (Kestrel)", None),
        ("Ann Lee", None),
        (
            "Ann Lee, Developer (Otter) / Kestrel Maintainer",
            "Developer (Otter) / Kestrel Maintainer",
        ),
    ],
)
def test_a_known_organisation_is_not_repeated_in_the_role(line: str, role: str | None) -> None:
    assert people_in(line, "Kestrel") == [Who("Ann Lee", "Kestrel", role)]


@pytest.mark.parametrize(
    "line",
    ["Ann Lee; Bo Ray", "Ann Lee and Bo Ray", "Ann Lee & Bo Ray", "Ann Lee (CTO) and Bo Ray (CFO)"],
)
def test_a_line_can_name_two_people(line: str) -> None:
    assert [who.name for who in people_in(line)] == ["Ann Lee", "Bo Ray"]


def test_an_and_inside_a_role_does_not_part_people() -> None:
    assert people_in("Ann Lee, Research and Design, Kestrel") == [
        Who("Ann Lee", "Kestrel", "Research and Design")
    ]


def test_someone_at_a_numbered_organisation_is_called_by_their_role() -> None:
    assert people_in("Team Lead (rail), Adopter 3", "Adopter 3") == [
        Who("Team Lead (rail)", "Adopter 3", "Team Lead (rail)")
    ]


def test_two_lines_with_the_same_bare_role_are_two_people() -> None:
    people = [Who("Engineer", "Adopter 3", "Engineer")] * 2 + [Who("Lead", "Adopter 3", "Lead")]
    assert [who.name for who in without_doubles(people)] == ["Engineer 1", "Engineer 2", "Lead"]


def test_two_lines_with_the_same_name_are_one_person() -> None:
    people = [Who("Ann Lee", "Kestrel", "CTO"), Who("Ann Lee", "Kestrel")]
    assert without_doubles(people) == (Who("Ann Lee", "Kestrel", "CTO"),)


@pytest.mark.parametrize("name", ["Adopter 3", "participant #12", "P4", "Person A", "Customer-2"])
def test_a_number_in_a_study_carries_the_studys_name(name: str) -> None:
    assert is_numbered(name)
    assert scoped(name, "Kite") == f"Kite {name}"
    assert scoped(f"Kite {name}", "Kite") == f"Kite {name}"
    assert scoped(name, None) == name


@pytest.mark.parametrize("name", ["Ann Lee", "Kestrel", "P", "Adopters", "3", "Customer Success"])
def test_a_real_name_carries_nothing(name: str) -> None:
    assert not is_numbered(name)
    assert scoped(name, "Kite") == name


@given(st.from_regex(r"[A-Za-z][1-9][0-9]{0,3}", fullmatch=True))
def test_no_imported_name_can_be_taken_for_one_of_our_codes(name: str) -> None:
    assert Code.parse(never_a_code(Who(name)).name) is None


def test_an_imported_p4_becomes_participant_4() -> None:
    assert never_a_code(Who("P4", "Acme")).name == "Participant 4"
    assert never_a_code(Who("Ann Lee")) == Who("Ann Lee")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Next in our series, Noor Jansen from Kestrel tells", ["Noor Jansen"]),
        ("Next, Noor Jansen and Élodie Roux from Kestrel tell", ["Noor Jansen", "Élodie Roux"]),
        ("Today we talk with Noor from Kestrel.", ["Noor"]),
        ("Noor Jansen from Kestrel tells", ["Noor Jansen"]),
        ("Next, Kestrel tells. Noor from Kestrel spoke at a fair", []),
        ("Next, Noor Jansen from Otter tells", []),
    ],
)
def test_an_opening_paragraph_names_its_speakers(text: str, names: list[str]) -> None:
    assert speakers_from(text, "Kestrel") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Lee, Senior Architect at Kestrel", ["Ann Lee"]),
        ("Ann Lee, Engineer and Bo Ray, Staff Engineer", ["Ann Lee", "Bo Ray"]),
        ("Ann Lee, our first guest, said that it is slow.", []),
        ("Kestrel is a bird care company", []),
    ],
)
def test_a_line_of_its_own_can_name_people(line: str, names: list[str]) -> None:
    assert [who.name for who in named_in_a_line(line, "Kestrel")] == names


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        (", Lead, Kestrel", "Lead", "Kestrel"),
        (", Vice President, DevOps", "Vice President", "DevOps"),
        (" Lead", "Lead", None),
        (". Lead, Kestrel, Inc.", "Lead", "Kestrel, Inc."),
        (", Lead at Kestrel", "Lead", "Kestrel"),
        ("", "", None),
    ],
)
def test_a_signature_ends_in_role_and_organisation(
    text: str, role: str, organisation: str | None
) -> None:
    assert signature(text) == (role, organisation)


def test_names_are_compared_by_their_words() -> None:
    assert same_organisation("Kestrel", "KESTREL, Inc.")
    assert not same_organisation("Kestrel", "Kestrels")
    assert not same_organisation("", "Kestrel")
    assert same_person("Ann Lee, CTO", "ann lee (Kestrel)")
    assert not same_person("Ann Lee", "Ann Lees")


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.sampled_from([None, "Kite"]))
def test_any_line_gives_people_with_names(text: str, organisation: str | None) -> None:
    for who in people_in(text, organisation):
        assert who.name.strip()
        assert organisation is None or who.organisation == organisation


def test_a_name_does_not_begin_in_the_sentence_before() -> None:
    assert speakers_from("They talk about Kettle. Ines from Falk told us", "Falk") == []
    assert speakers_from("They talk about Kettle. Ines Falk from Falk told us", "Falk") == [
        "Ines Falk"
    ]
