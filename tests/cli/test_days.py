"""Days in answers: how far they are, and those that are more than a year ahead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.context import Context

FAR = "more than a year ahead"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("monday", "Monday 2026-11-16 (4 days ago)"),
        ("on friday", "Friday 2026-11-20 (today)"),
        ("saturday", "Saturday 2026-11-14 (6 days ago)"),
        ("last friday", "Friday 2026-11-13 (7 days ago)"),
        ("this wednesday", "Wednesday 2026-11-18 (2 days ago)"),
        ("this sunday", "Sunday 2026-11-22 (in 2 days)"),
        ("next friday", "Friday 2026-11-27 (in 7 days)"),
        ("next sunday", "Sunday 2026-11-22 (in 2 days)"),
        ("in 2 days", "Sunday 2026-11-22 (in 2 days)"),
        ("2 weeks ago", "Friday 2026-11-06 (14 days ago)"),
        ("yesterday", "Thursday 2026-11-19 (yesterday)"),
        ("tomorrow", "Saturday 2026-11-21 (tomorrow)"),
        ("3 November", "Tuesday 2026-11-03 (17 days ago)"),
        ("2026-11-03", "Tuesday 2026-11-03,"),
        ("20261103", "Tuesday 2026-11-03,"),
        ("3 Nov 2026", "Tuesday 2026-11-03,"),
        ("2026-10", " 2026-10,"),
        ("last month", " 2026-10,"),
    ],
)
def test_a_day_that_was_not_typed_in_full_is_said_with_its_distance(
    disco: Disco, typed: str, said: str
) -> None:
    assert said in " ".join(disco("log", "Ida", "words", "--on", typed).out.split())
    disco("log", "Oz", "words", "--on", "2026-01-01")
    assert said in " ".join(disco("edit", "I2", "--on", typed).out.split())


def test_today_needs_no_distance_where_no_day_was_typed(disco: Disco) -> None:
    assert "Friday 2026-11-20, interview" in disco("log", "Ida", "words").out
    assert "Friday 2026-11-20, interview" in disco("edit", "I1", "--minutes", "5").out


@pytest.mark.parametrize("day", ["2062-11-20", "20621120", "2028-01", "2029", "in 2 years"])
def test_a_day_more_than_a_year_ahead_needs_a_yes(disco: Disco, world: Path, day: str) -> None:
    said = disco("log", "Ida", "words", "--on", day, ok=False)
    assert said.code == 2
    assert FAR in said.err
    assert "try: disco log --resume --yes\n" in said.err
    assert "--yes" in disco("log", "--resume", ok=False).err
    disco("log", "--resume", "--yes")
    disco("log", "Oz", "words")
    assert FAR in disco("edit", "I2", "--on", day, ok=False).err
    disco("edit", "I2", "--on", day, "--yes")
    held = [disco("show", code, "--json").data["held_on"] for code in ("I1", "I2")]
    assert held[0] == held[1] > "2027"
    disco("edit", "I2", "--minutes", "5")  # what is not changed is not asked about again


def test_old_days_and_those_within_a_year_are_normal(disco: Disco) -> None:
    for number, day in enumerate(("1998-03-04", "2019", "2027-11-20", "2027-11"), start=1):
        disco("log", "Ida", f"words {number}", "--on", day)


def test_the_draft_can_be_gone_on_with_on_another_day(disco: Disco) -> None:
    disco("log", "Ida", "words", "--on", "2062-11-20", ok=False)
    disco("log", "--resume", "--on", "2026-11-20")
    assert disco("show", "I1", "--json").data["held_on"] == "2026-11-20"


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_where_somebody_is_there_they_are_asked(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(Context, "may_ask", property(lambda _: True))
    said = disco("log", "Ida", "words", "--on", "2062-11-20", typed=answer, ok=False)
    assert said.code == code
    assert f"2062-11-20 is {FAR}: is that right? [y/N]" in said.err
    assert bool(list((world / "drafts").glob("*"))) is (code != 0)
    assert "--yes" not in said.err
    assert ("disco: nothing was changed" in said.err) is (code != 0)


@pytest.mark.parametrize(
    "command",
    [("people", "forget", "P1"), ("restore", "saved.db"), ("undo",), ("drafts", "drop", "20")],
)
def test_whoever_has_said_no_is_not_told_to_say_yes(
    disco: Disco, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    disco("log", "Ida", "words")
    disco("log", "Oz", "words", "--on", "2062-11-20", ok=False)
    disco("backup", "--output", "saved.db")
    nobody = disco(*command, ok=False)
    assert (nobody.code, "try: --yes" in nobody.err) == (2, True), nobody
    monkeypatch.setattr(Context, "may_ask", property(lambda _: True))
    said = disco(*command, typed="n\n", ok=False)
    assert said.code == 2
    assert said.err.endswith("[y/N] disco: nothing was changed\n"), said


def test_an_import_lists_such_a_day_and_does_not_ask(disco: Disco) -> None:
    Path("a.md").write_text("---\nwith: Ida\non: 2062-11-20\n---\nwords\n")
    Path("b.md").write_text("---\nwith: Oz\non: 1999-11-20\n---\nwords\n")
    data = disco("import", "a.md", "b.md", "--json").data
    assert data["stored"] == 2
    assert [(each["file"], each["kind"], each["message"]) for each in data["problems"]] == [
        ("a.md", "odd-date", f"2062-11-20 is {FAR}")
    ]


def test_a_prompt_says_at_once_which_day_it_has_understood(
    disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", "next friday", "words", ""])
    monkeypatch.setattr(Context, "may_ask", property(lambda _: True))
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert "  Friday 2026-11-27 (in 7 days)\n" in disco("log", "Ida").err
