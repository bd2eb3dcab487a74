"""`disco jobs`: the list, one job, and what can be done to one."""

from __future__ import annotations

import pytest

KEYS = {"code", "text", "type", "story", "serves", "voices", "hired", "fired", "status", "lint"}
FORMATS = [
    ("80.txt", "table"),
    ("60.txt", "table"),
    ("md", "markdown"),
    ("csv", "csv"),
    ("json", "json"),
]
STORY = "When the bank calls, I want to know our cash, so I can answer at once"


@pytest.mark.parametrize(("ending", "format_"), FORMATS)
def test_the_list_looks_as_agreed(told, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    golden(f"jobs/list.{ending}", told("jobs", "--format", format_).out)


@pytest.mark.parametrize(("ending", "format_"), FORMATS)
def test_a_job_looks_as_agreed(told, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    told("log", "Chloé Durand @ Bolt & Co", "J1+ says: a clerk", "--via", "Sam of sales")
    golden(f"jobs/show.{ending}", told("jobs", "show", "reconcile", "--format", format_).out)


def test_jobs_come_with_the_most_voices_first_and_the_promised_keys(told) -> None:  # type: ignore[no-untyped-def]
    found = told("jobs", "--json").data
    assert all(set(each) >= KEYS for each in found)
    assert [(each["code"], each["voices"], each["status"]) for each in found] == [
        ("J1", 1, "heard"),
        ("J2", 0, "unheard"),
        ("J3", 0, "unheard"),
    ]
    assert (found[0]["hired"], found[0]["fired"]) == (1, 1)


def test_a_story_is_told_apart_from_a_statement_wherever_it_is_written_down(told) -> None:  # type: ignore[no-untyped-def]
    parts = {
        "situation": "the bank calls",
        "motivation": "know our cash",
        "outcome": "answer at once",
    }
    assert told("jobs", "show", "J2", "--json").data["story"] == parts
    told("jobs", "add", STORY.replace("bank", "owner"))
    story = told("jobs", "show", "J4", "--json").data["story"]
    assert story == parts | {"situation": "the owner calls"}
    told("jobs", "edit", "J4", "--text", "answer the owner before noon")
    assert told("jobs", "show", "J4", "--json").data["story"] is None


def test_advice_names_the_part_that_fails_and_the_job_is_stored_all_the_same(disco) -> None:  # type: ignore[no-untyped-def]
    answer = disco("jobs", "add", "easily", "export", "invoices", "to", "the", "dashboard")
    assert "J1 is written down: easily export invoices to the dashboard" in answer.out
    assert "! verb: " in answer.out
    assert "! solution: 'dashboard' is a solution" in answer.out
    parts = [each["part"] for each in disco("jobs", "--json").data[0]["lint"]]
    assert parts == ["verb", "solution", "adverb"]


def test_strict_refuses_what_does_not_hold_and_stores_nothing(disco) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    result = disco("jobs", "add", "--strict", "make it easy", ok=False)
    assert result.code == 2
    assert "not a job yet, clarifier: " in result.err
    assert disco("jobs", "--json").data == []
    disco("jobs", "add", "--strict", "reconcile supplier invoices before month end")
    assert disco("jobs", "edit", "J1", "--strict", "--text", "make it easy", ok=False).code == 2
    assert disco("jobs", "--json").data[0]["text"] == "reconcile supplier invoices before month end"


def test_what_is_said_about_a_job_is_stored_with_it(disco) -> None:  # type: ignore[no-untyped-def]
    disco(
        *("jobs", "add", "feel calm before an audit", "--type", "emotional"),
        *("--serves", "current,future", "--serves", "company", "--segment", "clinics"),
    )
    job = disco("jobs", "show", "j1", "--json").data
    assert (job["type"], job["segment"], job["lint"]) == ("emotional", "clinics", [])
    assert job["serves"] == ["current", "future", "company"]
    disco("jobs", "edit", "j1", "--type", "social", "--serves", "", "--segment", "")
    job = disco("jobs", "show", "j1", "--json").data
    assert (job["type"], job["segment"], job["serves"]) == ("social", None, [])


def test_linting_stores_nothing_and_exits_with_one_when_something_does_not_hold(disco) -> None:  # type: ignore[no-untyped-def]
    good = disco("jobs", "lint", "reconcile supplier invoices before month end")
    assert "Nothing to mend" in good.out
    bad = disco("jobs", "lint", "to reconcile", "--json", ok=False)
    assert bad.code == 1
    assert bad.err == ""
    assert [set(each) for each in bad.data] == [{"part", "message", "hint"}] * len(bad.data)
    assert bad.data[0]["part"] == "verb"
    assert disco("jobs", "lint", "When bored, I want to", ok=False).code == 1
    assert disco("jobs", ok=False).code == 3  # no journal was made


def test_voices_are_organisations_and_what_does_not_count_says_why(told) -> None:  # type: ignore[no-untyped-def]
    told("log", "Ben Okoro @ Acme", "J1+ did: hired an agency")
    told("log", "Chloé Durand @ Bolt & Co", "J1+ says: a clerk", "--via", "Sam of sales")
    told("log", "Chloé Durand @ Bolt & Co", "J1+ would: a robot")
    job = told("jobs", "show", "J1", "--json").data
    assert (job["voices"], job["hired"], job["fired"]) == (1, 1, 1)
    assert [(each["text"], each["voice"], each["reason"]) for each in job["hires"]] == [
        ("a robot", "Bolt & Co", "opinion"),
        ("a clerk", "Bolt & Co", "proxy"),
        ("hired an agency", "Acme", None),
        ("fired the spreadsheet", "Acme", None),
        ("hired a spreadsheet for it", "Acme", None),
    ]


def test_an_old_voice_makes_a_job_stale(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "J: pay suppliers in time\nJ+ did: a clerk", "--on", "2026-05-24")
    assert disco("jobs", "--json").data[0]["status"] == "heard"
    monkeypatch.setenv("DISCO_TODAY", "2026-11-21")
    assert disco("jobs", "--json").data[0]["status"] == "stale"
    assert disco("jobs", "show", "J1", "--json").data["status"] == "stale"


def test_an_empty_list_says_what_to_type_next(disco) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    assert "disco jobs add 'VERB OBJECT CLARIFIER'" in disco("jobs").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("J1",), 2, "try: disco jobs show J1"),
        (("show", "J9"), 3, "there is no J9"),
        (("show", "nothing like it"), 3, "nothing here is called"),
        (("add", "..."), 2, "a job needs words"),
        (("add", "Reconcile supplier invoices before month end."), 2, "J1 says that already"),
        (("add", "words", "--type", "big"), 2, "'big' is not a type of job"),
        (("add", "words", "--serves", "us"), 2, "'us' is not a stakeholder"),
        (("edit", "J1"), 2, "nothing to change is named"),
        (("edit", "J1", "--text", " "), 2, "a job needs words"),
        (("edit", "J3", "--text", STORY), 2, "J2 says that already"),
        (("lint", "words", "--type", "big"), 2, "'big' is not a type of job"),
    ],
)
def test_what_is_not_understood_is_an_error(told, arguments, code, said) -> None:  # type: ignore[no-untyped-def]
    before = told("jobs", "--json").out
    result = told("jobs", *arguments, ok=False)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert told("jobs", "--json").out == before
