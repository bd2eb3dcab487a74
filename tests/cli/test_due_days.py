from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.context import Context


def due(disco: Disco, code: str = "I1") -> list[tuple[str, str | None]]:
    found = disco("show", code, "--json").data["followups"]
    return [(each["text"], each["due_on"]) for each in found]


def test_a_due_day_is_read_or_warned_of_when_it_is_logged(disco: Disco) -> None:
    lines = ("mail it by Tuesday, please", "call in 2 weeks", "by hand", "do it by 31 Feb")
    data = disco("log", "Ida", *(f"- [ ] {line}" for line in lines), "--json").data
    assert due(disco) == [
        ("mail it", "2026-11-24"), ("call", "2026-12-04"), ("by hand", None),
        ("do it by 31 Feb", None),
    ]  # fmt: skip
    (warning,) = data["warnings"]
    assert warning["message"] == (
        "'31 Feb' is not a date I can read, so there is no due day; write it as 2026-11-27"
    )
    out = disco("log", "Ben", "!commit a list by friday").out
    assert "1 follow-up due 2026-11-27" in out


def test_two_readings_are_both_named_and_asked_about(
    disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (
        "'3/12/2026' can be read in more than one way, so there is no due day; "
        "did you mean '2026-03-12' or '2026-12-03'?"
    )
    data = disco("log", "Ida", "- [ ] mail it by 3/12/2026", "--json").data
    assert [each["message"] for each in data["warnings"]] == [said]
    monkeypatch.setattr(Context, "may_ask", True)
    disco("log", "Ben", "- [ ] mail it by 3/12/2026", typed="2\n")
    assert due(disco, "I2") == [("mail it", "2026-12-03")]
    assert disco("show", "I2", "--json").data["notes"].rstrip() == "- [ ] mail it by 2026-12-03"


def test_the_day_stands_once_beside_a_promise_and_the_note_keeps_it(disco: Disco) -> None:
    note = "- [ ] mail it by 2026-12-01 #tax"
    disco("log", "Ida", note, "--as", "prospect")
    shown = disco("show", "I1").out
    assert note in shown
    assert shown.count("2026-12-01") == 2
    for page in (("report",), ("prep", "Ida"), ("people", "show", "Ida"), ("history", "I1")):
        assert "by 2026-12-01" not in disco(*page).out.replace(note, ""), page
    assert disco("report", "--json").data["followups"][0]["text"] == "mail it #tax"


def test_an_edit_keeps_the_day_of_a_promise_that_stands(disco: Disco, world: Path) -> None:
    disco("log", "Ida", "- [ ] mail it by friday")
    (world / "new.md").write_text("more\n- [ ] mail it by friday\n- [ ] call by 1/2/2027\n")
    answer = disco("edit", "I1", "--file", "new.md", "--json").data
    assert due(disco) == [("mail it", "2026-11-27"), ("call by 1/2/2027", None)]
    assert len(answer["warnings"]) == 1
    assert answer["warnings"][0]["line"] == 3


def test_an_import_reads_due_days_as_of_the_interview_and_lists_the_others(
    disco: Disco, world: Path
) -> None:
    for name, on in (("a.md", "2026-03-03"), ("b.md", "2026-03"), ("c.md", "undated")):
        body = "- [ ] mail it by friday\n- [ ] call by 2026-04-01\n- [ ] do it by 31 Feb\n"
        (world / name).write_text(f"---\nwith: Ida\non: {on}\n---\n{body}")
    problems = disco("import", "a.md", "b.md", "c.md", "--json").data["problems"]
    listed = {(each["file"], each["line"]) for each in problems if "due day" in each["message"]}
    assert listed == {
        ("a.md", 7), ("b.md", 5), ("b.md", 7), ("c.md", 5), ("c.md", 7),
    }  # fmt: skip
    assert [day for _, day in due(disco, "I1")] == ["2026-03-06", "2026-04-01", None]
    assert [day for _, day in due(disco, "I2")] == [None, "2026-04-01", None]
