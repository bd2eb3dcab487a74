"""`disco history`: what was done, and how a thing became what it is."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def past(disco, world: Path, once) -> None:  # type: ignore[no-untyped-def]
    """A small journal with every kind of change."""

    @once
    def tell() -> None:
        disco(
            "log", "Ana Silva @ Acme; Ben @ Acme",
            "H: they type it twice\nH+ did: on Friday @Ana\n!pain did: four hours #payroll\n"
            "J: reconcile invoices before month end\nJ+ did: a sheet\n- [ ] send it by 2026-12-01",
            "--as", "prospect", "--on", "2026-11-03",
        )  # fmt: skip
        disco("hypotheses", "edit", "H1", "--importance", "5", "--segment", "clinics")
        disco("hypotheses", "edit", "H1", "--rule", "voices=3", "--reason", "we have few customers")
        disco("hypotheses", "support", "H1", "S1", "--rung", "paid")
        disco(
            "people", "edit", "P1", "--name", "Ana Meyer", "--organisation", "Bolt", "--every", "2w"
        )
        note = world / "note.md"
        note.write_text(
            "---\nwith:\n  - P1\n  - P2\non: 2026-11-04\n---\nH: they type it twice\nH+ did: on Monday "
            "@Ana\n!pain did: four hours #payroll #excel\n- [x] send it by 2026-12-01\n"
        )
        disco("edit", "I1", "--file", str(note))
        disco("undo", "2", "--yes")


def test_the_list_names_every_operation_its_author_and_what_it_touched(disco, past) -> None:  # type: ignore[no-untyped-def]
    listed = disco("history", "--json").data
    assert [each["operation"] for each in listed] == [7, 6, 5, 4, 3, 2, 1]
    assert [each["command"] for each in listed] == [
        "undo", "edit", "people edit", "hypotheses support", "hypotheses edit", "hypotheses edit",
        "log",
    ]  # fmt: skip
    assert (listed[0]["undoes"], listed[5]["undone_by"]) == (2, 7)
    assert {each["author"] for each in listed} == {"Robin"}
    touched = {each["noun"]: each for each in listed[-1]["touched"]}
    assert touched["person"] == {
        "noun": "person", "made": 2, "changed": 0, "removed": 0, "codes": ["P1", "P2"],
    }  # fmt: skip
    out = disco("history").out
    assert "7 operations" in out
    assert "takes back 2" in out
    assert "changed H1 (taken back by 7)" in out


def test_a_hypothesis_shows_its_words_rule_evidence_and_moves(disco, past) -> None:  # type: ignore[no-untyped-def]
    out = disco("history", "H1").out
    for line in (
        "written down: “they type it twice”",
        "supports, did, Ana Meyer @ Bolt in I1: “on Friday”",
        "unvalidated → testing on 2026-11-20 by I1",
        "importance: 3 → 5",
        "segment: none → clinics",
        "because we have few customers",
        "supports, paid, Ana Meyer @ Bolt in I1: “four hours”",
        "gone: supports, did, Ana Meyer @ Bolt in I1: “on Friday”",
        "importance: 5 → 3",
    ):
        assert line in " ".join(out.split()), line


def test_an_interview_shows_which_lines_came_and_went(disco, past) -> None:  # type: ignore[no-untyped-def]
    out = disco("history", "I1").out
    assert "+ H+ did: on Monday @Ana" in out
    assert "− H+ did: on Friday @Ana" in out
    assert "day: 2026-11-03 → 2026-11-04" in out
    assert "done: none → 2026-11-20" in " ".join(out.split())


def test_a_person_shows_what_they_were_called_and_where_they_were(disco, past) -> None:  # type: ignore[no-untyped-def]
    out = disco("history", "Ana Meyer").out
    for line in (
        "name: Ana Silva → Ana Meyer",
        "organisation: Acme → Bolt",
        "period: none → 14 days",
    ):
        assert line in out


def test_a_thing_that_was_taken_back_still_has_its_past(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("undo", "--yes")
    out = disco("history", "h1").out
    assert "gone: written down: “they type it twice”" in out
    assert disco("history", "H2", ok=False).code == 3
    assert disco("history", "nobody", ok=False).code == 3


def test_only_the_last_ones_are_listed_unless_all_are_asked_for(disco) -> None:  # type: ignore[no-untyped-def]
    for number in range(22):
        disco("hypotheses", "add", f"opinion {number}")
    assert "22 operations, the last 20 shown" in disco("history").out
    assert len(disco("history", "--all", "--json").data) == 22


def test_a_journal_older_than_the_record_says_so(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    source = Path(__file__).parent.parent / "fixtures" / "journals" / "schema-1.db"
    journal_path.write_bytes(source.read_bytes())
    assert "nothing was changed yet" in disco("history").out
    assert "it was made before changes were" in disco("history", "H1").out
    disco("hypotheses", "edit", "H1", "--segment", "x")
    assert "It was made before changes were recorded." in disco("history", "H1").out


@pytest.mark.parametrize("code", ["H1", "I1", "S1", "J1", "P1"])
@pytest.mark.parametrize("format_", ["table", "markdown", "json", "csv"])
def test_every_kind_of_thing_has_a_past_in_every_format(
    disco, past, code: str, format_: str
) -> None:  # type: ignore[no-untyped-def]
    assert disco("history", code, "--format", format_).out.strip()
