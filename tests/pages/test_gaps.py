"""Proves the gaps: every count, name and reason can be found again in the hypotheses' pages."""

from __future__ import annotations

import csv
import io

import pytest
from tests.pages import recount
from tests.pages.recount import counting, ever, of_people, of_voices, segment_of

from discoverycli.domain.vocabulary import Stakeholder

OPEN = ("unvalidated", "testing", "mixed", "stale")
LIVED = ("did", "paid", "keeps")


@pytest.fixture(params=[1, 2, 3])
def everything(request, seed):
    """A journal with every kind of evidence in it, of three that chance has made."""
    recount.fill(seed, request.param)
    return seed


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_the_gaps_has_a_golden_file(disco, seed, golden, name, ending):
    recount.fill(seed, 1)
    golden(f"gaps.{ending}", disco("report", "gaps", "--format", name).out)


def test_the_gaps_fit_a_narrow_screen(disco, seed, golden, monkeypatch):
    recount.fill(seed, 1)
    monkeypatch.setenv("COLUMNS", "60")
    golden("gaps.60.txt", disco("report", "gaps").out)


def unasked(page):
    """Who could refute a hypothesis and was never asked, by its page."""
    asked = ever(page)
    if not asked:
        return ["anybody"]
    relations = {piece["relation"] for piece in asked}
    missing = []
    if "future" in page["serves"] and "prospect" not in relations:
        missing.append("prospects")
    if "current" in page["serves"] and "current" not in relations:
        missing.append("customers")
    if page["segment"] and page["segment"].casefold() not in {segment_of(p) for p in asked}:
        missing.append("segment")
    return missing


def lived(page):
    """Voices for in which somebody who supports stands on did or higher with their vote."""
    found = set()
    votes = of_voices(counting(page))
    for person, some in recount.grouped(counting(page), lambda p: p["person"]).items():
        best = max(recount.RUNGS.index(piece["rung"]) for piece in some)
        agrees = votes[some[0]["voice"]] == of_people(some)[person] == "for"
        if agrees and recount.RUNGS[best] in LIVED:
            found.add(some[0]["voice"])
    return len(found)


def narrow(page):
    """Why a validated hypothesis stands on narrow ground, by its page."""
    support = [piece for piece in counting(page) if piece["stance"] == "supports"]
    segments = {segment_of(piece) for piece in support}
    about = (page["segment"] or "").casefold() or None
    reasons = []
    if {piece["relation"] for piece in support} == {"current"}:
        reasons.append("customers only")
    if len(segments) == 1 and not segments & {None, about}:
        reasons.append("one segment")
    if len({piece["interviewer"] for piece in support}) == 1:
        reasons.append("one interviewer")
    return reasons + {0: ["no deed"], 1: ["one deed"]}.get(lived(page), [])


def test_who_was_never_asked_can_be_found_again_in_the_pages(disco, everything):
    pages = recount.pages(disco)
    data = disco("report", "gaps", "--json").data
    open_ = [code for code, page in pages.items() if page["status"] in OPEN]
    assert data["open"] == len(open_)
    missing = {code: unasked(pages[code]) for code in open_}
    found = {each["code"]: each["unasked"] for each in data["unexposed"]}
    assert found == {code: whom for code, whom in missing.items() if whom}
    assert "H8" in found
    for each in data["unexposed"]:
        page = pages[each["code"]]
        assert each["text"] == page["text"]
        assert (each["status"], each["serves"]) == (page["status"], page["serves"])


def test_narrow_ground_can_be_found_again_in_the_pages(disco, everything):
    pages = recount.pages(disco)
    data = disco("report", "gaps", "--json").data
    validated = [code for code, page in pages.items() if page["status"] == "validated"]
    assert data["validated"] == len(validated)
    reasons = {code: (narrow(pages[code]), unasked(pages[code])) for code in validated}
    assert {each["code"]: (each["narrow"], each["unasked"]) for each in data["narrow"]} == {
        code: each for code, each in reasons.items() if any(each)
    }
    for each in data["narrow"]:
        page = pages[each["code"]]
        assert each["lived"] == lived(page)
        assert all(each[key] == page[key] for key in ("votes_for", "votes_against", "asked"))
        if each["interviewer"]:
            support = [p for p in counting(page) if p["stance"] == "supports"]
            assert {piece["interviewer"] for piece in support} == {each["interviewer"]}


def test_who_supports_everything_can_be_found_again_in_the_pages(disco, everything):
    pages = recount.pages(disco)
    data = disco("report", "gaps", "--json").data
    everybody = [(code, piece) for code, page in pages.items() for piece in counting(page)]

    def sides(key):
        found = {}
        for code, piece in everybody:
            found.setdefault(piece[key], []).append((code, piece))
        return {who: each for who, each in found.items() if len({c for c, _ in each}) >= 3}

    def agreeing(found):
        return {
            who: (sorted({c for c, _ in each}), len(each))
            for who, each in found.items()
            if all(piece["stance"] == "supports" for _, piece in each)
        }

    people, talks = sides("person"), sides("interview")
    assert (data["people"], data["interviews"], data["least"]) == (len(people), len(talks), 3)
    named = agreeing(people)
    assert {e["code"]: (e["hypotheses"], e["pieces"]) for e in data["agreeing_people"]} == named
    others = {
        talk: each
        for talk, each in agreeing(talks).items()
        if any(piece["person"] not in named for _, piece in talks[talk])
    }
    found = {e["code"]: (e["hypotheses"], e["pieces"]) for e in data["agreeing_interviews"]}
    assert found == others
    assert named or others
    for each in data["agreeing_interviews"]:
        speakers = {(p["person"], p["name"]) for _, p in talks[each["code"]]}
        assert {(person["code"], person["name"]) for person in each["people"]} == speakers


def test_the_sheet_names_every_gap_of_the_json(disco, everything):
    data = disco("report", "gaps", "--json").data
    rows = list(csv.DictReader(io.StringIO(disco("report", "gaps", "--format", "csv").out)))
    kinds = ("unexposed", "narrow", "agreeing_people", "agreeing_interviews")
    names = ("unexposed", "narrow", "agreeing person", "agreeing interview")
    assert [(row["gap"], row["code"], row["try"]) for row in rows] == [
        (name, each["code"], each["try"])
        for kind, name in zip(kinds, names, strict=True)
        for each in data[kind]
    ]


@pytest.mark.parametrize(
    ("more", "command"),
    [
        ({}, "disco log 'PERSON @ ORGANISATION' 'H1? WORDS'"),
        (
            {"serves": (Stakeholder.FUTURE,), "segment": "dental labs"},
            "disco log 'PERSON @ ORGANISATION' 'H1? WORDS' --as prospect --segment 'dental labs'",
        ),
        (
            {"serves": (Stakeholder.CURRENT,)},
            "disco log 'PERSON @ ORGANISATION' 'H1? WORDS' --as current",
        ),
    ],
)
def test_the_command_of_a_gap_closes_it(disco, seed, more, command):
    with seed.writing():
        seed.opinion("nobody was asked", **more)
    (gap,) = disco("report", "gaps", "--json").data["unexposed"]
    assert gap["try"] == command
    out = disco("report", "gaps").out
    assert "1 of 1 open opinion, 1 to nobody at all" in " ".join(out.split())
    options = ["--as", "prospect" if "prospect" in command else "current"]
    options += ["--segment", "dental labs"] if "segment" in command else []
    disco("log", "Ana @ Acme", "H1? says: could not say", *options)
    assert disco("report", "gaps", "--json").data["unexposed"] == []


def test_to_have_been_asked_long_ago_is_to_have_been_asked(disco, seed):
    with seed.writing():
        seed.opinion("asked in spring", on="2024-01-01", serves=(Stakeholder.FUTURE,))
        seed.log("Ana @ Acme", "2024-02-01", "H1- says: no\n")
    assert disco("report", "gaps", "--json").data["unexposed"] == []


def test_without_names_nothing_rests_on_one_interviewer_and_it_is_said_why(disco, seed):
    from discoverycli.domain.rules import Rule

    with seed.writing():
        seed.opinion("easily validated", rule=Rule(1, 51, 0, 0))
        seed.log("Ana @ Acme", "2026-11-02", "H1+ did: one\n")
        seed.log("Bo @ Birch", "2026-11-02", "H1+ did: two\n", "former")
    (open_,) = disco("report", "gaps", "--json").data["narrow"]
    assert (open_["narrow"], open_["interviewer"]) == (["one interviewer"], "Robin")
    hidden = disco("report", "gaps", "--json", "--anonymous").data
    assert (hidden["narrow"], hidden["interviewers_known"]) == ([], False)
    assert "is hidden here" in disco("report", "gaps", "--anonymous").out


def test_an_interview_is_named_for_whoever_agrees_in_it_and_not_elsewhere(disco, seed):
    with seed.writing():
        for number in (1, 2, 3):
            seed.opinion(f"opinion number {number}")
        yes = "H1+ did: yes\nH2+ did: yes\nH3+ did: yes\n"
        seed.log("Pia @ Holt", "2026-11-02", yes)
        seed.log("Ivo @ Beck", "2026-11-03", yes)
        seed.log("Ivo @ Beck", "2026-11-04", "H3- did: no\n")
    data = disco("report", "gaps", "--json").data
    assert [each["code"] for each in data["agreeing_people"]] == ["P1"]
    (talk,) = data["agreeing_interviews"]
    assert (talk["code"], talk["held_on"], talk["pieces"]) == ("I2", "2026-11-03", 3)
    assert talk["people"] == [{"code": "P2", "name": "Ivo", "organisation": "Beck"}]
    assert (data["people"], data["interviews"]) == (2, 2)
    out = disco("report", "gaps").out
    assert "P1  Pia @ Holt\n      supports all 3: H1, H2 and H3 (3 pieces)" in out
    assert "I2  Tue 3 Nov 2026: Ivo @ Beck" in out


def test_a_long_list_is_cut_on_a_screen_alone(disco, seed):
    with seed.writing():
        for number in range(13):
            seed.opinion(f"nobody was asked about number {number}")
    out = disco("report", "gaps").out
    assert out.count("nobody was ever asked") == 10
    assert "and 3 more: disco report gaps --format csv" in out
    assert len(disco("report", "gaps", "--json").data["unexposed"]) == 13


def test_a_journal_without_opinions_says_what_to_type(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-02")
    out = disco("report", "gaps").out
    assert "write an opinion down: disco hypotheses add" in out


def test_where_there_is_no_gap_it_is_said_that_this_proves_nothing(disco, seed):
    with seed.writing():
        seed.opinion("somebody was asked")
        seed.log("Ana @ Acme", "2026-11-02", "H1- did: no\n")
    out = disco("report", "gaps").out
    assert "0 of 1 open opinion" in out
    assert "That proves nothing" in out
