"""`disco people`: the list, one person, and what can be changed about them."""

from __future__ import annotations

import pytest

KEYS = (
    *("code", "name", "organisation", "relation", "segment", "last_contact", "period_days"),
    *("due_in_days", "interviews", "consent"),
)
FORMATS = [("80.txt", "table"), ("60.txt", "table"), ("md", "markdown"), ("csv", "csv")]


def codes(result) -> list[str]:  # type: ignore[no-untyped-def]
    return [each["code"] for each in result.data]


@pytest.mark.parametrize(("ending", "format_"), [*FORMATS, ("json", "json")])
def test_the_list_looks_as_agreed(told, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    golden(f"people/list.{ending}", told("people", "--format", format_).out)


@pytest.mark.parametrize(("ending", "format_"), [*FORMATS, ("json", "json")])
def test_a_person_looks_as_agreed(told, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    golden(f"people/show.{ending}", told("people", "show", "ana", "--format", format_).out)


def test_a_row_has_the_promised_keys_and_those_who_are_late_come_first(told) -> None:  # type: ignore[no-untyped-def]
    found = told("people", "--json").data
    assert [tuple(each) for each in found] == [KEYS] * 5
    assert [each["due_in_days"] for each in found] == [0, 22, 52, 60, None]
    assert found[0] | {"code": "P3", "organisation": "Bolt & Co", "period_days": 60} == found[0]
    assert found[-1]["relation"] == "internal"
    assert found[-1]["period_days"] is None


def test_a_contact_known_to_the_running_month_is_at_most_today(told) -> None:  # type: ignore[no-untyped-def]
    dana = told("people", "show", "dana", "--json").data
    assert dana["last_contact"] == "2026-11-20"
    assert dana["heard_in"][0]["held_on"] == "2026-11"


def test_a_booking_is_no_contact_yet(told) -> None:  # type: ignore[no-untyped-def]
    told("log", "Ana Silva @ Acme", "to come", "--on", "2026-12-05")
    ana = told("people", "show", "ana", "--json").data
    assert ana["last_contact"] == "2026-11-12"
    assert ana["interviews"] == 3


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--as", "prospect"), ["P1"]),
        (("--relation", "CURRENT"), ["P3"]),
        (("--segment", "Clinics"), ["P1"]),
        (("--organisation", "acme"), ["P1", "P2"]),
        (("--due",), ["P3"]),
        (("--due", "--as", "prospect"), []),
    ],
)
def test_the_list_can_be_narrowed(told, options, listed) -> None:  # type: ignore[no-untyped-def]
    assert codes(told("people", *options, "--json")) == listed


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--as", "friend"), 2, "'friend' is not a relation"),
        (("--segment", "clinnics"), 3, "try: disco people"),
        (("--organisation", "Nowhere"), 3, "nobody here has the organisation 'Nowhere'"),
        (("P1",), 2, "try: disco people show P1"),
        (("show", "H1"), 2, "H1 is a hypothesis"),
        (("show", "P9"), 3, "there is no P9"),
        (("show", "acme"), 2, "'acme' can be P1 or P2"),
        (("--due", "show", "P1"), 2, "those are options of the list"),
    ],
)
def test_what_is_not_understood_is_an_error(told, arguments, code, said) -> None:  # type: ignore[no-untyped-def]
    result = told("people", *arguments, ok=False)
    assert result.code == code
    assert result.out == ""
    assert said in result.err


def test_an_empty_list_says_what_to_type_next(disco) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    assert "disco log 'PERSON @ ORGANISATION' WORDS" in disco("people").out


def test_a_terminal_gets_the_first_fifty_and_everything_else_all(disco, on_screen) -> None:  # type: ignore[no-untyped-def]
    people = "\n".join(f"  - Person {n:02}" for n in range(60))
    disco("log", "-", typed=f"---\nwith:\n{people}\n---\nwords\n")
    shown = disco("people").out
    assert "60 people" in shown
    assert "P50" in shown
    assert "P51" not in shown
    assert "10 more are not shown: disco people --all" in shown
    assert "P60" in disco("people", "--all").out
    assert len(disco("people", "--json").data) == 60


def test_a_terminal_gets_ten_lines_of_each_part_of_a_person(disco, on_screen) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "\n".join(f"!pain number {n}" for n in range(12)))
    shown = disco("people", "show", "ana").out
    assert "(10 of 12)" in shown
    assert "disco people show P1 --all shows the rest" in shown
    assert "number 11" in disco("people", "show", "ana", "--all").out
    assert len(disco("people", "show", "ana", "--json").data["statements"]) == 12


def test_a_persons_stance_is_their_own_vote(told) -> None:  # type: ignore[no-untyped-def]
    def stances(who: str) -> list[tuple[str, str, str | None]]:
        asked = told("people", "show", who, "--json").data["hypotheses"]
        return [(each["code"], each["stance"], each["reason"]) for each in asked]

    assert stances("ana") == [("H1", "supports", None)]
    assert stances("ben") == [("H1", "refutes", None)]
    assert stances("chloé") == [("H1", "supports", "proxy")]
    assert stances("dana") == [("H1", "neutral", None), ("H2", "refutes", None)]
    assert stances("robin vale") == [("H1", "supports", "internal")]


def test_their_strongest_words_come_first_and_promises_go_both_ways(told) -> None:  # type: ignore[no-untyped-def]
    ana = told("people", "show", "ana", "--json").data
    assert [each["rung"] for each in ana["statements"]] == ["keeps", "paid", "did", "says"]
    assert [(each["ours"], each["due_on"]) for each in ana["followups"]] == [
        (True, "2026-11-13"),
        (False, "2026-12-01"),
    ]
    assert [(each["job"], each["hired"]) for each in ana["jobs"]] == [("J1", True), ("J1", False)]


def test_an_edit_says_what_it_changed_and_moved(told) -> None:  # type: ignore[no-untyped-def]
    before = told("hypotheses", "show", "H1", "--json").data
    assert (before["votes_for"], before["votes_against"], before["split"]) == (0, 0, 1)
    answer = told("people", "edit", "ben", "--organisation", "Beta", "--every", "2w", "--json").data
    assert answer["changes"] == [
        {"field": "organisation", "from": "Acme", "to": "Beta"},
        {"field": "period_days", "from": None, "to": 14},
    ]
    assert answer["moved"] == [{"code": "H1", "from": "unvalidated", "to": "testing"}]
    after = told("hypotheses", "show", "H1", "--json").data
    assert (after["votes_for"], after["votes_against"], after["split"]) == (1, 1, 0)


def test_a_relation_changes_from_now_on_and_never_the_past(told) -> None:  # type: ignore[no-untyped-def]
    result = told("people", "edit", "P2", "--as", "current")
    assert "relation: unknown → current" in result.out
    assert "Past interviews keep what they were on their day" in result.out
    ben = told("people", "show", "P2", "--json").data
    assert ben["relation"] == "current"
    assert [each["relation"] for each in ben["heard_in"]] == ["unknown"]


def test_empty_values_and_default_take_away(told) -> None:  # type: ignore[no-untyped-def]
    told("people", "edit", "ana", "--every", "10", "--role", "Head of Payroll")
    assert told("people", "show", "ana", "--json").data["period_days"] == 10
    told("people", "edit", "ana", "--every", "default", "--role", "", "--segment", "")
    ana = told("people", "show", "ana", "--json").data
    assert (ana["period_days"], ana["role"], ana["segment"]) == (30, None, None)


def test_an_edit_that_changes_nothing_says_so(told) -> None:  # type: ignore[no-untyped-def]
    assert "is what it was" in told("people", "edit", "ana", "--name", "Ana  Silva").out


def test_a_person_is_found_by_a_new_name_and_place(told) -> None:  # type: ignore[no-untyped-def]
    told("people", "edit", "dana", "--name", "Dana Perez", "--organisation", "Gamma Dental")
    assert [hit["code"] for hit in told("search", "gamma", "--json").data] == ["P4"]
    assert told("people", "show", "dana perez @ gamma dental", "--json").data["code"] == "P4"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "nothing to change is named"),
        (("--every", "often"), "'often' is not a period"),
        (("--every", "0"), "'0' is not a period"),
        (("--every", "99999"), "'99999' is not a period"),
        (("--as", ""), "'' is not a relation"),
        (("--name", " "), "a person needs a name"),
        (("--name", "Ana Silva"), "P1 has that name and organisation already"),
        (("--role", "\udcff"), "half a character"),
    ],
)
def test_an_edit_that_makes_no_sense_changes_nothing(told, options, said) -> None:  # type: ignore[no-untyped-def]
    before = told("people", "show", "P2", "--json").out
    result = told("people", "edit", "P2", *options, ok=False)
    assert result.code == 2
    assert said in result.err
    assert told("people", "show", "P2", "--json").out == before


def test_without_a_journal_the_answer_is_how_to_make_one(disco) -> None:  # type: ignore[no-untyped-def]
    for arguments in (
        ("people",),
        ("people", "show", "P1"),
        ("people", "edit", "P1", "--role", "x"),
    ):
        result = disco(*arguments, ok=False)
        assert result.code == 3
        assert "there is no journal yet" in result.err


NOTE = """---
with: [Ana Silva @ Acme, Ben Okoro @ Acme]
---
!pain did: four hours @Ben
> a quote — Ben Okoro
H: opinion of ours
H+ did: evidence — Ben
"""


def test_lines_signed_with_a_former_name_stay_that_persons(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "-", typed=NOTE)
    before = disco("show", "I1", "--json").data
    disco("people", "edit", "P2", "--name", "Benjamin Adebayo")
    edited = disco("edit", "I1", "--title", "Month end", "--json").data
    assert edited["dropped"] == []
    after = disco("show", "I1", "--json").data
    for kind in ("statements", "evidence"):
        assert [(each["text"], each["person"]) for each in after[kind]] == [
            (each["text"], each["person"]) for each in before[kind]
        ]
        assert {each["name"] for each in after[kind]} == {"Benjamin Adebayo"}


def test_a_former_name_finds_the_person_and_survives_an_export(disco, tmp_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "-", typed=NOTE)
    disco("people", "edit", "P2", "--name", "Ben Adebayo")
    disco("people", "edit", "P2", "--name", "Benjamin Adebayo")
    assert disco("search", "okoro", "--noun", "people", "--json").data[0]["code"] == "P2"
    disco("export", "--output", "all.json")
    there = str(tmp_path / "there.db")
    disco("import", "all.json", "--journal", there)
    disco("edit", "I1", "--title", "x", "--journal", there)
    said = disco("show", "I1", "--json", "--journal", there).data["statements"]
    assert {each["person"] for each in said} == {"P2"}
    found = disco("search", "okoro", "--noun", "people", "--json", "--journal", there).data
    assert found[0]["code"] == "P2"


def test_a_name_that_somebody_has_now_is_not_what_another_was_called(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme; Bo @ Acme", "x")
    disco("people", "edit", "P1", "--name", "Lea Silva")
    disco("log", "Lea Silva @ Acme; Ana Costa @ Acme", "!pain did: x @Ana")
    (said,) = disco("show", "I2", "--json").data["statements"]
    assert said["name"] == "Ana Costa"


def test_somebody_taken_out_of_their_only_interview_was_never_heard(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    disco("log", "Ana Silva @ Bolt", "y")
    disco("edit", "I2", "--with", "P1")
    assert disco("people", "show", "P2", "--json").data["last_contact"] is None
