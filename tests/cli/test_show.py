"""`disco show`: the page behind any code or name."""

from __future__ import annotations

import re

import pytest

_TIME = re.compile(r"T[0-9:]{8}\+00:00")
FORMATS = [
    ("80.txt", "table"),
    ("60.txt", "table"),
    ("md", "markdown"),
    ("csv", "csv"),
    ("json", "json"),
]
KEYS = {
    *("code", "held_on", "precision", "kind", "channel", "via", "minutes", "people", "notes"),
    *("statements", "evidence", "followups", "title", "study", "source", "author", "logged_at"),
    "jobs",
}
HOSTILE = (
    "[bold]not markup[/bold] [red]\n"
    "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07 \x9b31m\n"
    "right\u202eto left\u2066 and\u200b hidden \U000e0041\n"
    "👩‍👩‍👧 👍🏽 ‼️\n"
    "!pain did: [link=file:///etc/passwd]\x1b[2J[/link] ${HOME} `id` #pay\n"
)


@pytest.mark.parametrize(("ending", "format_"), FORMATS)
@pytest.mark.parametrize(("code", "name"), [("I2", "interview"), ("S5", "statement")])
def test_a_page_looks_as_agreed(told, golden, monkeypatch, code, name, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    shown = told("show", code, "--format", format_).out
    golden(f"show/{name}.{ending}", _TIME.sub("T12:00:00+00:00", shown))


def test_an_interview_has_the_promised_keys(told) -> None:  # type: ignore[no-untyped-def]
    found = told("show", "i1", "--json").data
    assert set(found) >= KEYS
    assert (found["code"], found["held_on"], found["minutes"]) == ("I1", "2026-10-01", 30)
    assert found["people"] == [
        {
            "code": "P1",
            "name": "Ana Silva",
            "organisation": "Acme",
            "relation": "prospect",
            "segment": "clinics",
        }
    ]
    assert {"code", "kind", "rung", "verbatim", "text", "themes"} <= set(found["statements"][0])
    assert [each["themes"] for each in found["statements"]] == [[], ["payroll"], [], []]
    assert found["evidence"][0]["hypothesis"] == "H1"
    assert found["jobs"][0]["job"] == "J1"
    assert [each["due_on"] for each in found["followups"]] == ["2026-12-01", "2026-11-13"]


def test_people_come_with_what_they_were_on_that_day(told) -> None:  # type: ignore[no-untyped-def]
    told("people", "edit", "ana", "--as", "former")
    relations = [each["relation"] for each in told("show", "I2", "--json").data["people"]]
    assert relations == ["unknown", "prospect"]


def test_evidence_that_does_not_count_says_why(told) -> None:  # type: ignore[no-untyped-def]
    reasons = {
        code: told("show", code, "--json").data["evidence"][0]["reason"]
        for code in ("I1", "I3", "I5")
    }
    assert reasons == {"I1": None, "I3": "proxy", "I5": "internal"}


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("i2", "I2 Month end at Acme"),
        ("month end at", "I2 Month end at Acme"),
        ("s5", "S5 lost two days in October #payroll"),
        ("p3", "P3 Chloé Durand @ Bolt & Co"),
        ("bolt", "P3 Chloé Durand @ Bolt & Co"),
        ("H1", "H1 bookkeepers lose a day a month to re-keying"),
        ("owners cash", "H2 owners look at their cash every morning"),
        ("j1", "J1 reconcile supplier invoices before month end"),
    ],
)
def test_a_code_or_a_name_shows_its_page(told, code, title) -> None:  # type: ignore[no-untyped-def]
    assert told("show", code).out.splitlines()[0] == title


def test_a_hypothesis_a_job_and_a_person_are_as_their_own_commands_show_them(told) -> None:  # type: ignore[no-untyped-def]
    for noun, code in (("hypotheses", "H1"), ("jobs", "J1"), ("people", "P1")):
        assert told("show", code, "--json").out == told(noun, "show", code, "--json").out


@pytest.mark.parametrize(
    ("code", "exit_code", "said"),
    [
        ("I99", 3, "there is no I99"),
        ("S99", 3, "there is no S99"),
        ("D4", 3, "there is no D4"),
        ("V1", 3, "there is no V1"),
        ("nothing", 3, "nothing here is called 'nothing'"),
        ("acme", 2, "'acme' can be P1 or P2"),
        ("", 2, "a code or a name is missing"),
    ],
)
def test_what_is_not_there_is_an_error_with_a_hint(told, code, exit_code, said) -> None:  # type: ignore[no-untyped-def]
    result = told("show", code, ok=False)
    assert (result.code, result.out) == (exit_code, "")
    assert said in result.err
    assert "try: " in result.err


def test_hostile_text_prints_harmlessly_and_comes_back_letter_for_letter(disco) -> None:  # type: ignore[no-untyped-def]
    name = "Eve [bold]X[/bold] \u202e"
    disco("log", "-", typed=f'---\nwith: "{name} @ Ev]il"\ntitle: "\\e[31m[red]"\n---\n'
          .replace("\\e", "\\x1b") + HOSTILE)  # fmt: skip
    found = disco("show", "I1", "--json").data
    assert found["notes"] == HOSTILE
    assert found["title"] == "\x1b[31m[red]"
    assert found["people"][0]["name"] == name
    assert found["statements"][0]["text"].startswith("[link=file:///etc/passwd]\x1b[2J[/link]")
    for arguments in (
        ("show", "I1"),
        ("show", "S1"),
        ("show", "P1"),
        ("people",),
        ("search", "bold"),
    ):
        for format_ in ("table", "markdown", "csv"):
            shown = disco(*arguments, "--format", format_).out
            assert not set(shown) & set("\x1b\x9b\x07\u202e\u2066\u200b\U000e0041"), arguments
        assert "[bold]" in disco(*arguments).out or arguments[0] == "show"


def test_notes_are_shown_as_they_were_written(told) -> None:  # type: ignore[no-untyped-def]
    assert "  │ H1- says: never exports anything — Ben\n" in told("show", "I2").out
