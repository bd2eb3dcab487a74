"""`disco demo`: a living journal in a folder of its own, on whatever day it is made."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize("days", range(7))
def test_the_demonstration_shows_every_status_on_every_weekday(disco, monkeypatch, days) -> None:  # type: ignore[no-untyped-def]
    today = MONDAY + timedelta(days=days)
    monkeypatch.setenv("DISCO_TODAY", today.isoformat())
    monkeypatch.delenv("DISCO_JOURNAL")
    result = disco("demo")
    for words in ("nobody outside has validated", "Week 2026-W47", "What to type next"):
        assert words in result.out
    journal = ("--journal", "disco-demo")
    opinions = disco("hypotheses", "--all", "--json", *journal).data
    assert {each["code"]: each["status"] for each in opinions} == {
        "H1": "validated", "H2": "testing", "H3": "refuted", "H4": "mixed", "H5": "testing",
        "H6": "unvalidated", "H7": "stale", "H8": "parked",
    }  # fmt: skip
    week = disco("report", "--json", *journal).data
    assert ("H1", "validated") in [(each["code"], each["to"]) for each in week["changed"]]
    assert week["booked"] == []
    decided = disco("report", "decisions", "--json", *journal).data
    assert {each["code"]: each["state"] for each in decided} == {
        "D1": "aged", "D2": "stands", "D3": "inconclusive"
    }  # fmt: skip
    sure = disco("report", "calibration", "--json", *journal).data
    assert sure["beliefs"] == 4
    assert disco("why", "H1", "--json", *journal).data["why_depth"] == 1
    assert disco("show", "I19", "--json", *journal).data["people"][0]["name"] == "Caro Steiner"


def test_what_it_says_to_type_next_works(disco, monkeypatch, world: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DISCO_JOURNAL")
    out = disco("demo").out
    monkeypatch.chdir(world / "disco-demo")
    lines = [line.split("  ")[1] for line in out.splitlines() if line.startswith("  disco ")]
    assert len(lines) == 7
    import shlex

    for line in lines:
        disco(*shlex.split(line)[1:])


def test_a_second_time_it_is_shown_and_left_as_it_is(disco, monkeypatch, world: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DISCO_JOURNAL")
    disco("demo")
    before = (world / "disco-demo" / ".disco" / "journal.db").read_bytes()
    assert "is there already" in disco("demo").err
    assert (world / "disco-demo" / ".disco" / "journal.db").read_bytes() == before


def test_a_folder_that_holds_something_else_is_left_alone(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "mine").mkdir()
    (world / "mine" / "file").write_text("x")
    result = disco("demo", "mine", ok=False)
    assert result.code == 2
    assert [p.name for p in (world / "mine").iterdir()] == ["file"]
