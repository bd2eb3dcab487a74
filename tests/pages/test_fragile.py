"""Proves the report on what verdicts rest on, by counting again what `hypotheses show` prints."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from discoverycli.analysis.reports import fragile as analysis
from discoverycli.analysis.reports.scope import Scope
from discoverycli.domain.balance import Window
from discoverycli.domain.periods import week_of
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import needed_for_majority
from discoverycli.pages.reports import fragile
from discoverycli.render import render
from discoverycli.store.read import evidence as traced
from discoverycli.store.reader import open_reader

TODAY = date(2026, 11, 20)
RUNGS = ("nice", "would", "says", "did", "paid", "keeps")


@pytest.fixture
def rested(seed, journal_path: Path, once):
    """Verdicts of every kind, heard by two of us, some from people whom others sent."""

    @once
    def tell() -> None:
        with seed.writing():
            seed.opinion("Owners call suppliers back on Sundays", importance=5)
            seed.opinion("Clinics keep a second calendar on paper", importance=4)
            seed.opinion("Accountants share one password", importance=4)
            seed.opinion("Night shifts are planned by phone", importance=2)
            seed.opinion("Nobody reads the summary")
            for number in range(1, 6):
                seed.log(f"Owner {number} @ Shop {number}", "2026-11-02", "H1+ did: called back\n")
            for number in range(1, 13):
                channel = "direct" if number % 2 else "accompanied"
                who = f"Doctor {number} @ Clinic {number}"
                seed.log(who, "2026-11-03", "H2+ did: showed it\n", channel=channel)
            for number in range(1, 6):
                seed.log(f"Accountant {number}", "2026-11-04", "H3- did: each has their own\n")
            for number in range(1, 15):
                who = f"Nurse {number} @ Ward {number}"
                seed.log(who, "2026-11-05", "H4- did: on a list\n", channel="accompanied")
            seed.log("Nurse 1 @ Ward 1", "2026-11-06", "H5+ says: never\n", channel="direct")
            for number in range(1, 6):
                body = "H4+ did: phoned\n" + ("H1? could not say\n" if number == 1 else "")
                seed.log(f"Porter {number} @ Gate {number}", "2026-11-06", body)
        with sqlite3.connect(journal_path) as journal:
            # By Kim: every second clinic of each channel, the accountants 1 and 2, all wards.
            journal.execute(
                "UPDATE interview SET author = 'Kim' WHERE id IN (6, 7, 10, 11, 14, 15)"
            )
            journal.execute("UPDATE interview SET author = 'Kim' WHERE id IN (18, 19)")
            journal.execute("UPDATE interview SET author = 'Kim' WHERE id BETWEEN 23 AND 36")
            # Doctor 1 sent Doctor 2, and Owner 5, who was not asked, sent two of the accountants.
            journal.execute("UPDATE person SET referred_by_id = 6 WHERE id = 7")
            journal.execute("UPDATE person SET referred_by_id = 5 WHERE id IN (18, 20)")

    return seed


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_what_verdicts_rest_on_has_a_golden_file(
    disco, rested, golden, name, ending
):
    golden(f"fragile.{ending}", disco("report", "fragile", "--format", name).out)


def test_it_can_be_read_on_sixty_columns(disco, rested, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    golden("fragile.60.txt", disco("report", "fragile").out)


# Counting again, from what `hypotheses show` prints


def by_hand(evidence: Iterable[dict[str, Any]], rule: Rule) -> tuple[str, int, int, int]:
    """Status, votes for and against, voices asked: from evidence as it is printed."""
    people: dict[str, list[dict[str, Any]]] = {}
    for piece in evidence:
        people.setdefault(piece["person"], []).append(piece)
    voices: dict[str, list[tuple[str, bool, bool]]] = {}
    for pieces in people.values():
        top = max((RUNGS.index(p["rung"]), p["held_on"]) for p in pieces)
        stances = {p["stance"] for p in pieces if (RUNGS.index(p["rung"]), p["held_on"]) == top}
        stance = stances.pop() if len(stances) == 1 else "neutral"
        prospect = any(p["relation"] == "prospect" and p["stance"] == "supports" for p in pieces)
        voices.setdefault(pieces[0]["voice"], []).append((stance, top[0] >= 3, prospect))
    side = {"supports": [], "refutes": []}  # type: dict[str, list[tuple[bool, bool]]]
    for votes in voices.values():
        count = {each: sum(stance == each for stance, _, _ in votes) for each in side}
        if count["supports"] != count["refutes"]:
            way = max(count, key=lambda each: count[each])
            same = [(lived, prospect) for stance, lived, prospect in votes if stance == way]
            side[way].append((any(lived for lived, _ in same), any(p for _, p in same)))
    votes_for, against = len(side["supports"]), len(side["refutes"])
    lived_for = sum(lived for lived, _ in side["supports"])
    lived_against = sum(lived for lived, _ in side["refutes"])
    if (
        votes_for >= max(rule.voices, needed_for_majority(against, rule))
        and lived_for >= rule.lived
        and sum(prospect for _, prospect in side["supports"]) >= rule.prospects
    ):
        status = "validated"
    elif against >= max(
        rule.against, needed_for_majority(votes_for, rule)
    ) and lived_against >= min(rule.lived, 1):
        status = "refuted"
    elif votes_for + against >= 5 and min(votes_for, against) >= 2:
        status = "mixed"
    else:
        status = "testing" if votes_for + against else "unvalidated"
    return status, votes_for, against, len(voices)


def parts_by_hand(evidence: list[dict[str, Any]]) -> dict[tuple[str, str], frozenset[int]]:
    """Every part there is: its kind and key, and the places of the evidence that goes with it."""
    found: dict[tuple[str, str], set[int]] = {}
    heads = {head for piece in evidence for head in piece["referrers"]}
    for place, piece in enumerate(evidence):
        kind = "organisation" if piece["organisation"] else "person"
        keys = [(kind, piece["voice"]), ("channel", piece["channel"])]
        keys.append(("interviewer", piece["interviewer"]))
        keys += [("chain", head) for head in heads & {piece["person"], *piece["referrers"]}]
        for key in keys:
            found.setdefault(key, set()).add(place)
    return {key: frozenset(places) for key, places in found.items()}


def check_by_hand(disco, told: dict[str, Any], *, anonymous: bool = False) -> None:
    page = disco("hypotheses", "show", told["code"], "--json").data
    rule = Rule.parse(page["revisions"][-1]["rule"])
    evidence = [piece for piece in page["evidence"] if piece["counted"]]
    whole = tuple(told[key] for key in ("status", "votes_for", "votes_against", "asked"))
    assert whole == by_hand(evidence, rule)
    parts = parts_by_hand(evidence)
    for key, kind in (
        *(("organisations", "organisation"), ("people", "person"), ("chains", "chain")),
        *(("interviewers", "interviewer"), ("channels", "channel")),
    ):
        different = {places for (each, _), places in parts.items() if each == kind}
        assert told[key] == len(different), key
    falls = {(fall["kind"], fall["key"]): fall for fall in told["falls"]}
    assert len(falls) == len(told["falls"])
    same = {parts[key] for key in falls if key[0] == "chain"}
    assert len(same) == sum(kind == "chain" for kind, _ in falls)
    for key, places in parts.items():
        rest = [piece for place, piece in enumerate(evidence) if place not in places]
        left = by_hand(rest, rule)
        if key in falls:
            fall = falls[key]
            got = (fall["to"], fall["votes_for"], fall["votes_against"], fall["asked"])
            assert got == left, key
        if left[0] != told["status"]:
            assert key in falls or (key[0] == "chain" and places in same), key


def test_every_number_can_be_counted_again_from_what_show_prints(disco, rested):
    told = disco("report", "fragile", "--json").data
    assert [each["code"] for each in told] == ["H1", "H3", "H4", "H2"]
    for each in told:
        check_by_hand(disco, each)


def test_so_can_those_of_a_busy_journal(disco, busy):
    told = disco("report", "fragile", "--json").data
    assert told
    for each in told:
        check_by_hand(disco, each)


def test_a_circle_of_referrals_is_survived_and_its_people_are_one_chain(
    disco, rested, journal_path
):
    with sqlite3.connect(journal_path) as journal:
        journal.execute("UPDATE person SET referred_by_id = 7 WHERE id = 6")
        journal.execute("UPDATE person SET referred_by_id = 8 WHERE id = 8")
    told = {each["code"]: each for each in disco("report", "fragile", "--json").data}
    assert told["H2"]["chains"] == 2
    for each in told.values():
        check_by_hand(disco, each)


# What it says


def fall(told: list[dict[str, Any]], code: str, kind: str) -> list[dict[str, Any]]:
    falls = next(each["falls"] for each in told if each["code"] == code)
    return [each for each in falls if each["kind"] == kind]


def test_the_opposite_verdict_is_told_first(disco, rested):
    told = disco("report", "fragile", "--json").data
    worst = next(each["falls"][0] for each in told if each["code"] == "H4")
    assert (worst["kind"], worst["key"], worst["to"]) == ("interviewer", "Kim", "validated")


def test_a_chain_is_named_after_who_sent_them_heard_or_not(disco, rested):
    told = disco("report", "fragile", "--json").data
    assert fall(told, "H3", "chain") == [
        {
            "kind": "chain",
            "key": "P5",
            "name": "Owner 5",
            "to": "testing",
            "votes_for": 0,
            "votes_against": 3,
            "asked": 3,
        }
    ]
    assert "without Owner 5 @ Shop 5 (P5) and whom they sent" in flat(disco("report", "fragile"))


def flat(result) -> str:
    return " ".join(result.out.split())


def test_what_one_of_us_logged_alone_is_said_to_rest_on_them(disco, rested):
    assert "rests on one interviewer, Robin" in flat(disco("report", "fragile"))


def test_where_no_chain_is_known_it_is_said_how_to_write_one_down(disco, busy):
    assert "disco people edit P7 --referred-by PERSON" in flat(disco("report", "fragile"))


def test_a_parked_verdict_is_left_alone(disco, rested):
    disco("hypotheses", "park", "H1", "--reason", "later", "--until", "2027-01-01")
    assert "H1" not in [each["code"] for each in disco("report", "fragile", "--json").data]


def test_a_journal_without_a_verdict_says_what_to_type(disco, seed):
    with seed.writing():
        pass
    assert "disco hypotheses add" in disco("report", "fragile").out
    assert disco("report", "fragile", "--json").data == []
    with seed.writing():
        seed.opinion("nobody was asked")
    assert "disco hypotheses shows" in disco("report", "fragile").out


def test_without_names_no_interviewer_is_left_out_and_it_is_said_so(disco, rested):
    named = {each["code"]: each for each in disco("report", "fragile", "--json").data}
    told = disco("report", "fragile", "--json", "--anonymous").data
    for each in told:
        falls = named[each["code"]]["falls"]
        assert each["interviewers"] is None
        assert not fall(told, each["code"], "interviewer")
        others = [one for one in falls if one["kind"] != "interviewer"]
        assert [one["to"] for one in each["falls"]] == [one["to"] for one in others]
    shops = {one["key"] for one in fall(told, "H1", "organisation")}
    assert shops == {f"Organisation {number}" for number in range(1, 6)}
    out = flat(disco("report", "fragile", "--anonymous"))
    assert "hidden here who logged which interview" in out
    assert "Robin" not in out
    assert "Kim" not in out


def test_a_line_of_the_spreadsheet_is_a_part_that_a_verdict_falls_with(disco, rested):
    told = disco("report", "fragile", "--json").data
    lines = disco("report", "fragile", "--format", "csv").out.splitlines()
    assert len(lines) == 1 + sum(max(1, len(each["falls"])) for each in told)
    assert lines[-1].startswith("H2,") and lines[-1].endswith(",,,,,,,")


def test_a_screen_lists_the_first_and_says_how_many_there_are(rested, journal_path):
    asked = Scope(TODAY, week_of(TODAY), Window(TODAY, TODAY), most=2)
    with open_reader(journal_path) as reader:
        out = render(fragile.fragile_page(analysis.fragile_report(reader, asked)), "table")
    assert "What falls (2 of 3, the most important ones)" in out
    assert "3 of 4 verdicts fall" in out
    assert "H4" not in out


@pytest.mark.parametrize("shares", ["SELECT 0, 1, 1", "SELECT 1, 1, 1"])
def test_the_evidence_is_the_same_whichever_way_it_is_read(
    rested, journal_path, monkeypatch, shares
):
    monkeypatch.setattr(traced, "_SHARES", f"{shares} WHERE :since IS NOT NULL")
    since = TODAY - timedelta(days=17)
    with open_reader(journal_path) as reader:
        found = traced.sources(reader, [1, 2, 4], since=since)
        plain = traced.traces(reader, [1, 2, 4], since=since)
    assert found.keys() == plain.keys()
    for number, pieces in found.items():
        expected = {(each.fact, each.interviewer) for each in plain[number]}
        got = list(pieces)
        assert set(got) == expected
        assert len(got) == len(expected)
    assert any(plain.values())
