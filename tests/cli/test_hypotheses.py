"""`disco hypotheses`: every command on an opinion, through the real `main()`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NOTE = "!pain did: four hours last Friday\nH1+ says: yes"


@pytest.fixture
def opinion(disco: Any, once: Any) -> Any:
    """One opinion, H1, and one interview with a prospect, I1, who spoke S1 and answered H1."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "Bookkeepers lose a day a month", "--importance", "4")
        disco("log", "Ana Silva @ Acme", NOTE, "--as", "prospect", "--on", "2026-11-18")

    return disco


@pytest.fixture
def fresh(disco: Any, once: Any) -> Any:
    """One opinion that nobody has been asked about."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "Bookkeepers lose a day a month")

    return disco


def status(disco: Any, code: str = "H1") -> str:
    return str(disco("hypotheses", "show", code, "--json").data["status"])


# --- add


def test_a_new_opinion_gets_a_code_and_shows_its_rule(disco: Any) -> None:
    result = disco("hypotheses", "add", "Bookkeepers", "lose", "a", "day", "a", "month")
    assert result.out.startswith("H1 is written down: Bookkeepers lose a day a month\n")
    assert "a clear majority" in result.out
    assert "still lacks 5 more voices" in result.out
    assert "solution" not in result.out
    assert "new journal" in result.err


def test_everything_that_was_said_of_a_new_opinion_is_kept(disco: Any) -> None:
    data = disco(
        "hypotheses", "add", "Clubs pay for audits", "--class", "Viability", "--origin", "customer",
        "--importance", "5", "--serves", "future,company", "--serves", "current",
        "--segment", "  sports   clubs ", "--rule", "voices=4, prospects=1", "--json",
    ).data  # fmt: skip
    assert (data["code"], data["class"], data["origin"]) == ("H1", "viability", "customer")
    assert (data["importance"], data["segment"]) == (5, "sports clubs")
    assert data["serves"] == ["current", "future", "company"]
    assert data["rule"] == "voices=4 majority=95 lived=1 prospects=1 fresh=180 against=4"
    assert (data["status"], data["moved"]) == ("unvalidated", [])
    assert data["author"] == "Robin"


def test_what_serves_only_the_current_customer_asks_for_no_prospects(disco: Any) -> None:
    def needs(*options: str) -> int:
        data = disco("hypotheses", "add", f"Words {options}", *options, "--json").data
        return int(next(c["need"] for c in data["checks"] if c["name"] == "prospects"))

    assert needs("--serves", "current") == 0
    assert needs("--serves", "current,future") == 2
    assert needs() == 2
    assert needs("--serves", "current", "--rule", "prospects=1") == 1


def test_the_defaults_of_a_rule_come_from_the_settings(disco: Any, world: Path) -> None:
    from discoverycli.settings import Settings

    rule = Settings(voices=8, majority=80, lived=2, prospects=3, against=6, fresh_days=90)
    assert rule.rule_for([]).describe() == (
        "voices=8 majority=80 lived=2 prospects=3 fresh=90 against=6"
    )
    from discoverycli.domain.vocabulary import Stakeholder

    assert rule.rule_for([Stakeholder.CURRENT]).prospects == 0


def test_an_opinion_phrased_as_a_solution_is_asked_for_its_problem(disco: Any) -> None:
    result = disco("hypotheses", "add", "Clinics want a dashboard of claims")
    said = " ".join(result.out.split())
    assert "'want a dashboard' reads like a solution: which problem would it solve" in said
    assert "disco hypotheses edit H1 --text WORDS" in said
    usable = disco(
        "hypotheses", "add", "Clinics want a calendar they can read", "--class", "usability"
    )
    assert "reads like a solution" not in usable.out


def test_the_same_words_twice_name_the_code_that_has_them(fresh: Any) -> None:
    result = fresh("hypotheses", "add", "bookkeepers  lose a DAY a month", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "H1 says that already" in result.err


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--class", "wish"), "desirability, viability, feasibility, usability, ethical"),
        (("--origin", "boss"), "team, customer, data"),
        (("--serves", "future,everyone"), "current, future, company"),
        (("--rule", "voces=4"), "voices=5"),
        (("--rule", "majority=50"), "majority from 51 to 99"),
        (("--importance", "6"), "1 to 5"),
    ],
)
def test_a_word_that_is_not_understood_names_the_allowed_ones(
    disco: Any, arguments: tuple[str, ...], allowed: str
) -> None:
    result = disco("hypotheses", "add", "Words", *arguments, ok=False)
    assert (result.code, result.out) == (2, "")
    assert allowed in result.err
    assert disco("hypotheses", ok=False).code == 3  # nothing was made


def test_no_command_takes_a_status(opinion: Any) -> None:
    for command in ("add", "edit", "support", "refute", "neutral", "park", "unpark"):
        result = opinion("hypotheses", command, "H1", "--status", "validated", ok=False)
        assert result.code == 2
        assert "there is no option --status" in result.err
    assert status(opinion) == "testing"


# --- list and show


def test_without_a_journal_the_list_says_how_to_begin(disco: Any) -> None:
    result = disco("hypotheses", ok=False)
    assert (result.code, result.out) == (3, "")
    assert "disco log" in result.err


def test_a_journal_without_opinions_says_how_to_write_one_down(disco: Any) -> None:
    disco("log", "Ana @ Acme", "hello")
    result = disco("hypotheses")
    assert result.out.startswith("No opinion is waiting for validation\n")
    assert "disco hypotheses add" in result.out
    assert disco("hypotheses", "--json").data == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--status", "done"), "one of: unvalidated, testing"),
        (("--class", "wish"), "one of: desirability"),
        (("--serves", "all"), "one of: current, future, company"),
        (("--all", "--status", "mixed"), "exclude each other"),
        (("--all", "show", "H1"), "options of the list"),
        (("H1",), "disco hypotheses show H1"),
    ],
)
def test_options_of_the_list_are_never_ignored(
    opinion: Any, options: tuple[str, ...], message: str
) -> None:
    result = opinion("hypotheses", *options, ok=False)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_words_find_an_opinion_as_its_code_does(opinion: Any) -> None:
    by_code = opinion("hypotheses", "show", "h1").out
    assert opinion("hypotheses", "show", "lose a day").out == by_code


def test_a_code_that_nothing_has_is_not_found(opinion: Any) -> None:
    for arguments in (
        ("show", "H9"), ("edit", "H9", "--importance", "2"), ("support", "H9", "I1"),
        ("support", "H1", "I9"), ("refute", "H1", "S9"), ("unpark", "H9"),
        ("park", "H9", "--reason", "x", "--until", "2027-01-01"),
        ("support", "H1", "I1", "--person", "P9"),
    ):  # fmt: skip
        result = opinion("hypotheses", *arguments, ok=False)
        assert (result.code, result.out) == (3, "")
        assert "there is no" in result.err
        assert "try:" in result.err


def test_words_that_nothing_has_name_the_nearest(opinion: Any) -> None:
    result = opinion("hypotheses", "show", "Bookkeeper lost a day a month", ok=False)
    assert result.code == 3
    # By its code alone: only somebody who sits at a terminal is told stored words by an error.
    assert "try: H1\n" in result.err


# --- support, refute, neutral


def test_what_somebody_did_is_linked_and_says_what_it_moved(disco: Any) -> None:
    disco("hypotheses", "add", "Bookkeepers lose a day a month")
    disco("log", "Ana Silva @ Acme", "took days", "--as", "prospect", "--on", "2026-11-18")
    result = disco("hypotheses", "support", "H1", "I1", "hired", "a", "student", "--rung", "paid")
    assert result.out.startswith(
        "evidence for H1: Ana Silva @ Acme, prospect, 2026-11-18, I1, paid: hired a\nstudent\n"
    )
    assert "→ H1: unvalidated → testing" in result.out
    assert "testing: 1 for, 0 against, 1 of 1 asked; still lacks" in result.out
    moved = disco("hypotheses", "show", "H1", "--json").data["moved"]
    assert moved == [
        {"on": "2026-11-20", "from": "unvalidated", "to": "testing", "interview": "I1"}
    ]


def test_a_statement_brings_its_words_its_speaker_and_its_rung(opinion: Any) -> None:
    data = opinion("hypotheses", "refute", "H1", "S1", "--json").data
    assert data["evidence"]["text"] == "four hours last Friday"
    assert (data["evidence"]["rung"], data["evidence"]["person"]) == ("did", "P1")
    assert (data["evidence"]["statement"], data["evidence"]["interview"]) == ("S1", "I1")
    assert (data["votes_for"], data["votes_against"], data["moved"]) == (0, 1, [])


def test_who_was_asked_and_could_not_say_counts_as_asked(fresh: Any) -> None:
    fresh("log", "Ana @ Acme", "hm", "--as", "prospect")
    data = fresh("hypotheses", "neutral", "H1", "I1", "could not say", "--json").data
    assert (data["status"], data["asked"], data["neutral"]) == ("unvalidated", 1, 1)
    assert "0 for, 0 against, 0 of 1 asked" in fresh("hypotheses", "show", "H1").out


@pytest.mark.parametrize(
    ("log", "rung", "reason"),
    [
        (("--as", "prospect"), "nice", "compliment"),
        (("--as", "prospect"), "would", "opinion"),
        (("--as", "prospect", "--via", "sales"), "did", "proxy"),
        (("--as", "internal"), "did", "internal"),
        (("--as", "prospect", "--on", "2026-01-05"), "did", "old"),
        (("--as", "prospect", "--on", "2026-12-05"), "did", "future"),
    ],
)
def test_what_does_not_count_changes_no_count_and_says_why(
    fresh: Any, log: tuple[str, ...], rung: str, reason: str
) -> None:
    fresh("log", "Ana @ Acme", "words", *log)
    result = fresh("hypotheses", "support", "H1", "I1", "they said so", "--rung", rung)
    assert f"! kept, but not counted: {reason} (" in result.out
    assert "→" not in result.out
    one = fresh("hypotheses", "show", "H1", "--json").data
    assert (one["status"], one["votes_for"], one["asked"]) == ("unvalidated", 0, 0)
    (piece,) = one["evidence"]
    assert (piece["counted"], piece["reason"]) == (False, reason)


def test_when_several_were_there_the_person_has_to_be_named(fresh: Any) -> None:
    fresh("log", "Ana @ Acme; Bo @ Birch", "words", "--as", "prospect")
    result = fresh("hypotheses", "support", "H1", "I1", "yes", ok=False)
    assert result.code == 2
    assert "--person P1 or --person P2" in result.err
    data = fresh("hypotheses", "support", "H1", "I1", "yes", "--person", "bo", "--json").data
    assert data["evidence"]["voice"] == "Birch"
    fresh("log", "Cy @ Cedar", "words")
    result = fresh("hypotheses", "support", "H1", "I2", "yes", "--person", "P1", ok=False)
    assert "P1 was not in I2" in result.err


def test_a_statement_has_a_speaker_already(opinion: Any) -> None:
    result = opinion("hypotheses", "support", "H1", "S1", "--person", "P1", ok=False)
    assert result.code == 2
    assert "S1 has a speaker already" in result.err


def test_the_same_evidence_is_not_linked_twice(opinion: Any) -> None:
    opinion("hypotheses", "support", "H1", "S1")
    result = opinion("hypotheses", "support", "H1", "S1", ok=False)
    assert result.code == 2
    assert "that is evidence on H1 already" in result.err


def test_evidence_linked_with_the_wrong_stance_is_corrected_by_the_right_one(opinion: Any) -> None:
    opinion("hypotheses", "support", "H1", "S1")
    result = opinion("hypotheses", "refute", "H1", "S1", "--rung", "says")
    assert "before, the same words were: supports, did" in result.out
    pieces = opinion("hypotheses", "show", "H1", "--json").data["evidence"]
    linked = [(each["stance"], each["rung"]) for each in pieces if "four" in each["text"]]
    assert linked == [("refutes", "says")]


def test_other_words_of_the_same_interview_are_evidence_of_their_own(opinion: Any) -> None:
    opinion("hypotheses", "support", "H1", "I1", "it", "takes", "days")
    opinion("hypotheses", "refute", "H1", "I1", "not", "in", "May")
    pieces = opinion("hypotheses", "show", "H1", "--json").data["evidence"]
    assert {each["stance"] for each in pieces} == {"supports", "refutes"}


def test_an_unknown_rung_names_the_ladder(opinion: Any) -> None:
    result = opinion("hypotheses", "support", "H1", "I1", "--rung", "maybe", ok=False)
    assert result.code == 2
    assert "one of: nice, would, says, did, paid, keeps" in result.err


def test_five_voices_two_of_them_prospects_validate_an_opinion(fresh: Any) -> None:
    for number in range(1, 6):
        relation = "prospect" if number < 3 else "current"
        fresh("log", f"P {number} @ O {number}", "words", "--as", relation)
    for number in range(1, 5):
        fresh("hypotheses", "support", "H1", f"I{number}", "yes", "--rung", "did")
    result = fresh("hypotheses", "support", "H1", "I5", "yes", "--json")
    assert result.data["moved"] == [{"code": "H1", "from": "testing", "to": "validated"}]
    assert (result.data["status"], result.data["lacks"]) == ("validated", [])
    assert result.data["fresh_until"] == "2027-05-19"


# --- edit


def test_an_edit_prints_each_change_with_its_old_value(fresh: Any) -> None:
    result = fresh(
        "hypotheses", "edit", "H1", "--text", "Owners lose a day", "--importance", "5",
        "--serves", "future", "--segment", "labs", "--class", "viability", "--rule", "voices=3",
    )  # fmt: skip
    for line in (
        "text: Bookkeepers lose a day a month → Owners lose a day",
        "importance: 3 → 5",
        "serves: nobody in particular → future",
        "segment: none → labs",
        "class: desirability → viability",
        "rule: voices=5 → voices=3",
    ):
        assert f"· {line}" in result.out
    assert "revision" not in result.out
    back = fresh("hypotheses", "edit", "H1", "--serves", "", "--segment", "", "--json").data
    assert (back["serves"], back["segment"]) == ([], None)
    assert [each["field"] for each in back["changes"]] == ["serves", "segment"]


def test_an_edit_that_changes_nothing_says_so(opinion: Any) -> None:
    result = opinion("hypotheses", "edit", "H1", "--importance", "4")
    assert result.out.startswith("H1 is what it was")
    result = opinion("hypotheses", "edit", "H1", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "nothing to change is named" in result.err


def test_frozen_criteria_need_a_reason_and_make_a_revision(opinion: Any) -> None:
    arguments = ("hypotheses", "edit", "H1", "--rule", "voices=1 majority=51 lived=0 prospects=0")
    refused = opinion(*arguments, ok=False)
    assert (refused.code, refused.out) == (2, "")
    assert "the criteria of H1 are frozen" in refused.err
    assert "--reason WHY" in refused.err
    changed = opinion(*arguments, "--reason", "a small market")
    assert "· revision: H1.1 → H1.2" in changed.out
    assert "→ H1: testing → validated" in changed.out
    one = opinion("hypotheses", "show", "H1", "--json").data
    assert [(each["code"], each["status"], each["reason"]) for each in one["revisions"]] == [
        ("H1.1", "testing", None),
        ("H1.2", "validated", "a small market"),
    ]


def test_criteria_change_freely_before_anything_counts(fresh: Any) -> None:
    fresh("log", "Ana @ Acme", "H1+ would: nice to have", "--as", "prospect")
    fresh("hypotheses", "edit", "H1", "--rule", "voices=7")
    one = fresh("hypotheses", "show", "H1", "--json").data
    assert [each["code"] for each in one["revisions"]] == ["H1.1"]
    assert one["checks"][0]["need"] == 7


def test_a_rule_keeps_the_words_that_an_edit_leaves_out(fresh: Any) -> None:
    fresh("hypotheses", "edit", "H1", "--rule", "voices=7 fresh=30")
    data = fresh("hypotheses", "edit", "H1", "--rule", "prospects=0", "--json").data
    assert data["rule"] == "voices=7 majority=95 lived=1 prospects=0 fresh=30 against=4"


def test_frozen_words_cannot_be_changed(opinion: Any) -> None:
    result = opinion("hypotheses", "edit", "H1", "--text", "Something else", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "the words of H1 are frozen" in result.err


def test_a_reason_without_a_rule_is_not_ignored(opinion: Any) -> None:
    result = opinion("hypotheses", "edit", "H1", "--importance", "2", "--reason", "x", ok=False)
    assert result.code == 2
    assert "--rule WORDS" in result.err


# --- park, unpark


def test_parking_gives_a_reason_and_a_day_and_ends_by_itself(
    opinion: Any, monkeypatch: Any
) -> None:
    result = opinion("hypotheses", "park", "H1", "--reason", "no budget", "--until", "2027-01")
    assert result.out.startswith("H1 is parked until 2027-01-01: Bookkeepers")
    assert "· because no budget" in result.out
    assert "→ H1: testing → parked" in result.out
    one = opinion("hypotheses", "show", "H1", "--json").data
    assert (one["status"], one["was"], one["parked_until"]) == ("parked", "testing", "2027-01-01")
    monkeypatch.setenv("DISCO_TODAY", "2027-01-01")
    assert status(opinion) == "testing"


def test_a_parked_opinion_can_be_taken_up_again(opinion: Any) -> None:
    opinion("hypotheses", "park", "H1", "--reason", "later", "--until", "in 6 weeks")
    result = opinion("hypotheses", "unpark", "H1")
    assert "→ H1: parked → testing" in result.out
    again = opinion("hypotheses", "unpark", "H1", ok=False)
    assert (again.code, again.out) == (2, "")
    assert "H1 is not parked" in again.err


@pytest.mark.parametrize(
    "options",
    [
        ("--until", "2027-01-01"),
        ("--reason", "later"),
        ("--reason", " ", "--until", "2027-01-01"),
        ("--reason", "later", "--until", "yesterday"),
        ("--reason", "later", "--until", "today"),
        ("--reason", "later", "--until", "some day"),
    ],
)
def test_parking_without_a_reason_or_a_day_to_come_is_refused(
    opinion: Any, options: tuple[str, ...]
) -> None:
    result = opinion("hypotheses", "park", "H1", *options, ok=False)
    assert (result.code, result.out) == (2, "")
    assert status(opinion) == "testing"


def test_a_refused_command_changes_nothing(opinion: Any, journal_path: Path) -> None:
    before = journal_path.read_bytes()
    for arguments in (
        ("edit", "H1", "--importance", "5", "--rule", "voices=9"),
        ("edit", "H1", "--importance", "5", "--text", "Other words"),
        ("park", "H1", "--reason", " ", "--until", "2027-01-01"),
        ("support", "H1", "I1", "yes", "--person", "Nobody"),
    ):
        assert opinion("hypotheses", *arguments, ok=False).code in (2, 3)
    assert journal_path.read_bytes() == before


@pytest.mark.process
def test_reading_imports_no_object_mapper(opinion: Any) -> None:
    script = (
        "import sys\n"
        "from discoverycli.main import main\n"
        "for words in (['hypotheses'], ['hypotheses', '--json'], ['hypotheses', 'show', 'H1']):\n"
        "    assert main(words) == 0\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'yaml'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
