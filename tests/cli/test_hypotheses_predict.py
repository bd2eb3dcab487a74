"""Pre-registration: criteria in words that freeze, and `disco hypotheses predict`."""

from __future__ import annotations

from typing import Any

import pytest

RIGHT, WRONG = "five of seven show us the re-keying", "nobody can name a day"


@pytest.fixture
def fresh(disco: Any, once: Any) -> Any:
    """One opinion with criteria in words, H1, and nobody asked."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "Bookkeepers lose a day a month", "--right-if", RIGHT,
              "--wrong-if", WRONG)  # fmt: skip

    return disco


@pytest.fixture
def heard(fresh: Any) -> Any:
    """The same, and evidence that counts."""
    fresh("log", "Ana Silva @ Acme", "H1+ did: four hours", "--as", "prospect")
    return fresh


def page(disco: Any, code: str = "H1") -> Any:
    return disco("hypotheses", "show", code, "--json").data


def words(disco: Any) -> list[tuple[str, str | None, str | None, str | None]]:
    """Each revision: its code, its criteria in words, and the reason for it."""
    return [
        (each["code"], each["right_if"], each["wrong_if"], each["reason"])
        for each in page(disco)["revisions"]
    ]


# --- Criteria in words


def test_criteria_in_words_are_told_and_kept_on_one_line(disco: Any) -> None:
    result = disco("hypotheses", "add", "Clubs pay", "--right-if", "  five \n of seven ")
    assert "right if  five of seven\n" in result.out
    assert "wrong if" not in result.out
    data = page(disco)
    assert (data["right_if"], data["wrong_if"]) == ("five of seven", None)
    assert words(disco) == [("H1.1", "five of seven", None, None)]


def test_the_answer_for_programs_has_the_criteria_in_words(disco: Any) -> None:
    data = disco("hypotheses", "add", "Clubs pay", "--wrong-if", WRONG, "--json").data
    assert (data["right_if"], data["wrong_if"]) == (None, WRONG)


def test_before_evidence_they_change_freely_and_one_stays_while_the_other_goes(fresh: Any) -> None:
    result = fresh("hypotheses", "edit", "H1", "--wrong-if", "")
    assert f"· wrong if: {WRONG} → none\n" in result.out
    assert words(fresh) == [("H1.1", RIGHT, None, None)]
    fresh("hypotheses", "edit", "H1", "--right-if", "all of them", "--rule", "voices=7")
    assert words(fresh) == [("H1.1", "all of them", None, None)]
    assert page(fresh)["revisions"][0]["rule"].startswith("voices=7 ")


def test_the_same_words_again_change_nothing(heard: Any) -> None:
    result = heard("hypotheses", "edit", "H1", "--right-if", f" {RIGHT} ")
    assert result.out.startswith("H1 is what it was")
    assert len(words(heard)) == 1


@pytest.mark.parametrize("option", ["--right-if", "--wrong-if"])
def test_evidence_freezes_them_as_it_freezes_the_rule(heard: Any, option: str) -> None:
    refused = heard("hypotheses", "edit", "H1", option, "two will do", ok=False)
    assert (refused.code, refused.out) == (2, "")
    assert "the criteria of H1 are frozen: evidence counts already" in refused.err
    assert words(heard) == [("H1.1", RIGHT, WRONG, None)]


def test_words_and_rule_changed_at_once_are_one_revision_and_the_old_ones_stay(heard: Any) -> None:
    changed = heard(
        "hypotheses", "edit", "H1", "--right-if", "two show it", "--rule", "voices=2",
        "--reason", "five are not to be found",
    )  # fmt: skip
    assert f"· right if: {RIGHT} → two show it\n" in " ".join(changed.out.split("\n  "))
    assert "· revision: H1.1 → H1.2\n" in changed.out
    reason = "five are not to be found"
    assert words(heard) == [("H1.1", RIGHT, WRONG, None), ("H1.2", "two show it", WRONG, reason)]
    old, new = page(heard)["revisions"]
    assert (old["rule"].split()[0], new["rule"].split()[0]) == ("voices=5", "voices=2")
    assert {old["status"], new["status"]} == {"testing"}
    shown = " ".join(heard("hypotheses", "show", "H1").out.split())
    assert "right if: five of seven" in shown
    assert "right if: two show it" in shown


def test_a_changed_rule_keeps_the_words(heard: Any) -> None:
    heard("hypotheses", "edit", "H1", "--rule", "voices=2", "--reason", "few")
    assert words(heard) == [("H1.1", RIGHT, WRONG, None), ("H1.2", RIGHT, WRONG, "few")]


def test_a_reason_without_criteria_is_refused(fresh: Any) -> None:
    result = fresh("hypotheses", "edit", "H1", "--importance", "5", "--reason", "so", ok=False)
    assert result.code == 2
    assert "--reason says why the criteria change" in result.err


# --- predict


def test_a_belief_is_locked_with_its_author_its_day_and_its_criteria(fresh: Any) -> None:
    result = fresh("hypotheses", "predict", "H1", "70%")
    assert result.out.startswith("H1: Robin is 70 % sure that it will be validated\n")
    assert "locked on 2026-11-20 by the criteria H1.1, before evidence" in result.out
    assert "disco report calibration" in result.out
    assert page(fresh)["predictions"] == [
        {"author": "Robin", "percent": 70, "made_on": "2026-11-20", "revision": "H1.1",
         "came_true": None, "scored": False, "reason": "unresolved"}
    ]  # fmt: skip
    shown = fresh("hypotheses", "show", "H1").out
    assert "Beliefs before evidence (1)\n" in shown
    assert "Robin  70 %  2026-11-20  H1.1  unresolved" in shown


def test_the_answer_for_programs_has_the_belief(fresh: Any, monkeypatch: Any) -> None:
    fresh("hypotheses", "predict", "H1", "0")
    monkeypatch.setenv("DISCO_AUTHOR", "Kim")
    data = fresh("hypotheses", "predict", "Bookkeepers lose", "100 %", "--json").data
    assert (data["prediction"]["author"], data["prediction"]["percent"]) == ("Kim", 100)
    assert (data["code"], data["status"], data["moved"]) == ("H1", "unvalidated", [])


def test_a_second_belief_of_the_same_author_is_refused_and_undo_takes_back_a_slip(
    fresh: Any,
) -> None:
    fresh("hypotheses", "predict", "H1", "7")
    refused = fresh("hypotheses", "predict", "H1", "70", ok=False)
    assert (refused.code, refused.out) == (2, "")
    assert "that is locked\n  try: disco undo, which takes back a slip\n" in refused.err
    fresh("undo", "--yes")
    fresh("hypotheses", "predict", "H1", "70")
    assert [each["percent"] for each in page(fresh)["predictions"]] == [70]


def test_everybody_may_be_sure_in_their_own_way(fresh: Any, monkeypatch: Any) -> None:
    for author, percent in (("Robin", "70"), ("Kim", "20")):
        monkeypatch.setenv("DISCO_AUTHOR", author)
        fresh("hypotheses", "predict", "H1", percent)
    found = {each["author"]: each["percent"] for each in page(fresh)["predictions"]}
    assert found == {"Robin": 70, "Kim": 20}


def test_once_evidence_counts_it_is_too_late(heard: Any) -> None:
    refused = heard("hypotheses", "predict", "H1", "70", ok=False)
    assert (refused.code, refused.out) == (2, "")
    assert "H1 has evidence already: a belief is worth recording before it" in refused.err
    assert page(heard)["predictions"] == []


def test_once_evidence_has_counted_it_is_too_late_too(fresh: Any) -> None:
    fresh("log", "Ana @ Acme", "H1+ did: four hours", "--as", "prospect", "--on", "2025-01-08")
    assert page(fresh)["evidence"][0]["reason"] == "old"
    assert "has evidence already" in fresh("hypotheses", "predict", "H1", "70", ok=False).err


def test_what_does_not_count_is_no_evidence_yet(fresh: Any) -> None:
    fresh("log", "Ana @ Acme", "H1+ would: perhaps", "--as", "prospect")
    fresh("log", "Bo @ Beta", "H1+ did: yes", "--as", "prospect", "--channel", "proxy")
    fresh("hypotheses", "predict", "H1", "70")
    assert len(page(fresh)["predictions"]) == 1


@pytest.mark.parametrize("percent", ["0.7", "101", "seventy", "70.5%", ""])
def test_what_is_no_percentage_is_refused_before_anything_is_stored(
    fresh: Any, percent: str
) -> None:
    result = fresh("hypotheses", "predict", "H1", percent, ok=False)
    assert (result.code, result.out) == (2, "")
    assert "a whole number from 0 to 100, such as 70%" in result.err
    assert page(fresh)["predictions"] == []


def test_a_code_that_nothing_has_is_not_found(fresh: Any) -> None:
    assert fresh("hypotheses", "predict", "H9", "70", ok=False).code == 3


# --- A belief freezes what it is about


def test_a_belief_freezes_the_criteria_and_a_new_revision_leaves_it_where_it_was(
    fresh: Any,
) -> None:
    fresh("hypotheses", "predict", "H1", "70")
    refused = fresh("hypotheses", "edit", "H1", "--rule", "voices=2", ok=False)
    assert "frozen: somebody has said how sure they are" in refused.err
    fresh("hypotheses", "edit", "H1", "--rule", "voices=2", "--reason", "five are many")
    data = page(fresh)
    assert [each["code"] for each in data["revisions"]] == ["H1.1", "H1.2"]
    assert data["predictions"][0]["revision"] == "H1.1"


def test_a_belief_freezes_the_words(fresh: Any) -> None:
    fresh("hypotheses", "predict", "H1", "70")
    refused = fresh("hypotheses", "edit", "H1", "--text", "Owners lose an hour", ok=False)
    assert "the words of H1 are frozen: somebody has said how sure they are" in refused.err
    assert page(fresh)["text"] == "Bookkeepers lose a day a month"


@pytest.mark.parametrize("reason", [(), ("--reason", "few")])
def test_criteria_that_somebody_was_sure_by_cannot_be_taken_back(
    fresh: Any, monkeypatch: Any, reason: tuple[str, ...]
) -> None:
    """Neither those that were changed in place, nor a revision."""
    if reason:
        fresh("hypotheses", "predict", "H1", "70")
    fresh("hypotheses", "edit", "H1", "--rule", "voices=2", *reason)
    edit = fresh("history", "--json").data[0]["operation"]
    monkeypatch.setenv("DISCO_AUTHOR", "Kim")
    fresh("hypotheses", "predict", "H1", "20")
    before = page(fresh)
    refused = fresh("undo", str(edit), "--yes", ok=False)
    assert (refused.code, refused.out) == (2, "")
    assert "the prediction" in refused.err
    assert page(fresh) == before
    fresh("undo", "--yes")
    fresh("undo", str(edit), "--yes")


def test_the_past_of_an_opinion_tells_what_was_believed(fresh: Any) -> None:
    fresh("hypotheses", "predict", "H1", "70")
    fresh("hypotheses", "edit", "H1", "--wrong-if", "", "--reason", "too vague")
    told = " ".join(fresh("history", "H1").out.split())
    assert "Robin was 70 % sure of H1.1 on 2026-11-20" in told
    assert f"right if: {RIGHT}, because too vague" in told


def test_without_names_the_author_is_hidden(fresh: Any) -> None:
    fresh("hypotheses", "predict", "H1", "70")
    out = fresh("hypotheses", "show", "H1", "--anonymous").out
    assert "Robin" not in out
    assert "team 70 %" in " ".join(out.split())
