"""The report on calibration: its pages, and every number again from the pages of the opinions."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.analysis.beliefs.predictions import JudgedPrediction
from discoverycli.analysis.reports import calibration as report
from discoverycli.domain.calibration import Unscored
from discoverycli.domain.facts.opinions import HypothesisFact, PredictionFact
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import HypothesisClass, InterviewDate, Origin
from discoverycli.store.write import hypotheses, predictions, verdicts

TODAY = date(2026, 11, 20)
SPRING, AUTUMN = "2026-04", "2026-10"


def believe(seed: Any, opinion: int, on: str, **sure: int) -> None:
    """That each author was that sure, on that day."""
    day = date.fromisoformat(on)
    for author, percent in sure.items():
        assert seed.session is not None
        predictions.add(seed.session, opinion, percent, author=author.title(), today=day)


def ask(seed: Any, opinion: int, month: str, *, yes: int = 0, no: int = 0, **more: Any) -> None:
    """That many practices for it and against it, on days of that month."""
    for place in range(yes + no):
        sign = "+" if place < yes else "-"
        who = f"Person {opinion}{place} @ Practice {opinion}{place}"
        seed.log(who, f"{month}-{place + 10}", f"H{opinion}{sign} did: showed us", **more)


@pytest.fixture
def believers(seed: Any, once: Any) -> Any:
    """Two authors and ten opinions: true, not true, stale, parked, revised, open and foreknown."""

    @once
    def tell() -> None:
        ours = {"origin": Origin.TEAM}
        with seed.writing() as session:
            seed.opinion("Receptionists call every patient back", "2026-03-02", **ours)
            seed.opinion("Owners sign within a week", risk_class=HypothesisClass.VIABILITY, **ours)
            seed.opinion("Patients read the letter twice", origin=Origin.CUSTOMER)
            seed.opinion("Groups merge their calendars", origin=Origin.DATA)
            seed.opinion("Insurers answer by fax", "2026-03-02", **ours)
            seed.opinion("Students do the bookkeeping", **ours)
            seed.opinion("Dentists open on Saturday", **ours)
            seed.opinion("Vets keep a second phone", risk_class=HypothesisClass.USABILITY, **ours)
            seed.opinion("Clinics print the schedule", "2026-03-02", **ours)
            seed.opinion("Nobody reads the summary", origin=Origin.CUSTOMER)
            believe(seed, 1, "2026-09-01", robin=90, kim=40)
            believe(seed, 2, "2026-09-01", robin=80, kim=30)
            believe(seed, 3, "2026-09-02", robin=65)
            believe(seed, 4, "2026-09-02", kim=10)
            believe(seed, 5, "2026-03-02", robin=95)
            believe(seed, 6, "2026-09-03", robin=50)
            believe(seed, 7, "2026-09-03", kim=99)
            believe(seed, 8, "2026-09-04", robin=70)
            believe(seed, 9, "2026-03-02", kim=85)
            ask(seed, 1, AUTUMN, yes=5)
            ask(seed, 2, AUTUMN, no=4)
            ask(seed, 3, AUTUMN, yes=6, no=1)
            ask(seed, 4, AUTUMN, no=5)
            ask(seed, 5, SPRING, yes=5)
            ask(seed, 6, AUTUMN, yes=2)
            ask(seed, 7, "2026-08", yes=5, logged="2026-09-05")
            ask(seed, 8, AUTUMN, yes=5)
            ask(seed, 9, SPRING, yes=5)
            ask(seed, 10, AUTUMN, no=4)
            harder = hypotheses.HypothesisChange(rule=Rule(voices=9), reason="five are few")
            hypotheses.edit(session, 8, harder, author="Kim", today=TODAY)
            hypotheses.park(session, 9, reason="later", until=date(2027, 1, 4), today=TODAY)
            verdicts.reevaluate(session, range(1, 11), today=TODAY)

    return seed


def report_of(disco: Any) -> Any:
    return disco("report", "calibration", "--json").data


# --- Its pages


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_has_a_golden_file(disco, believers, golden, name, ending):
    golden(f"calibration.{ending}", disco("report", "calibration", "--format", name).out)


def test_a_narrow_screen_has_a_golden_file(disco, believers, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    out = disco("report", "calibration").out
    assert max(map(len, out.splitlines())) <= 60
    golden("calibration.60.txt", out)


def test_without_names_nobody_has_a_record_and_the_page_says_so(disco, believers, golden):
    out = disco("report", "calibration", "--anonymous").out
    assert "Robin" not in out
    assert "Kim" not in out
    assert "nobody's own record is shown" in out
    data = disco("report", "calibration", "--anonymous", "--json").data
    named = report_of(disco)
    assert data["by_author"] == []
    assert {each["author"] for each in data["predictions"]} == {"team"}
    same = [name for name in data if name not in ("by_author", "predictions")]
    assert {name: data[name] for name in same} == {name: named[name] for name in same}


def test_without_any_belief_the_base_rate_still_shows_and_how_to_begin(disco, seed):
    with seed.writing():
        seed.opinion("Owners sign within a week")
        seed.opinion("Patients read the letter twice", origin=Origin.CUSTOMER)
        ask(seed, 1, AUTUMN, no=4)
        ask(seed, 2, AUTUMN, yes=5)
    said = " ".join(disco("report", "calibration").out.split())
    assert "Nobody has said yet how sure they are: disco hypotheses predict CODE 70%" in said
    assert "Office opinions (origin team) were right 0 of 1." in said
    data = report_of(disco)
    assert (data["resolved"], data["right"], data["beliefs"], data["brier"]) == (2, 1, 0, None)


def test_without_any_opinion_it_says_how_to_write_one_down(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18")
    out = disco("report", "calibration").out
    assert "disco hypotheses add" in out
    assert report_of(disco)["predictions"] == []


def test_without_a_journal_it_says_how_to_begin(disco):
    result = disco("report", "calibration", ok=False)
    assert (result.code, result.out) == (3, "")


def test_no_score_stands_without_its_count_and_its_base_rate(disco, believers):
    out = " ".join(disco("report", "calibration").out.split())
    scored = report_of(disco)
    assert f"{scored['beliefs']} beliefs scored, {scored['came_true']} came true. Brier" in out
    assert "Few, below 30: directional." in out
    for name in ("by_author", "by_class", "by_origin"):
        for each in scored[name]:
            said = f"{each['brier']:.2f} beside {each['base_brier']:.2f}"
            assert f"{each['came_true']} of {each['beliefs']} {said}" in out


def test_a_screen_lists_the_first_that_are_not_scored_and_programs_get_all(disco, seed):
    with seed.writing():
        for number in range(1, 45):
            seed.opinion(f"opinion {number}")
            believe(seed, number, "2026-09-01", robin=50)
    assert "Not scored (44), the first 40 of them" in disco("report", "calibration").out
    assert len(report_of(disco)["predictions"]) == 44


# --- What is scored, and by what


def belief(data: Any, hypothesis: str, author: str = "Robin") -> Any:
    return next(
        each
        for each in data["predictions"]
        if (each["hypothesis"], each["author"]) == (hypothesis, author)
    )


def test_a_belief_is_scored_by_the_criteria_it_was_about(disco, believers):
    data = report_of(disco)
    assert disco("hypotheses", "show", "H8", "--json").data["status"] == "testing"
    assert belief(data, "H8")["revision"] == "H8.1"
    assert belief(data, "H8")["came_true"] is True
    assert belief(data, "H8")["scored"] is True


def test_lowering_the_bar_afterwards_makes_neither_a_belief_nor_an_opinion_right(disco, seed):
    with seed.writing() as session:
        seed.opinion("Owners sign within a week")
        believe(seed, 1, "2026-09-01", robin=100)
        ask(seed, 1, AUTUMN, yes=2)
        easier = hypotheses.HypothesisChange(rule=Rule(voices=2, majority=51), reason="two will do")
        hypotheses.edit(session, 1, easier, author="Robin", today=TODAY)
        verdicts.reevaluate(session, [1], today=TODAY)
    data = report_of(disco)
    assert (data["resolved"], data["right"]) == (0, 0)
    assert belief(data, "H1")["came_true"] is None
    assert belief(data, "H1")["reason"] == "unresolved"
    assert data["beliefs"] == 0


def test_what_is_stale_or_parked_counts_as_it_was(disco, believers):
    data = report_of(disco)
    assert disco("hypotheses", "show", "H5", "--json").data["status"] == "stale"
    assert disco("hypotheses", "show", "H9", "--json").data["was"] == "stale"
    assert belief(data, "H5")["came_true"] is True
    assert belief(data, "H9", "Kim")["came_true"] is True


def test_a_belief_after_the_interviews_it_is_about_is_not_scored(disco, believers):
    found = belief(report_of(disco), "H7", "Kim")
    assert (found["came_true"], found["scored"], found["reason"]) == (True, False, "foreknown")


@pytest.mark.parametrize(
    ("held", "scored"),
    [
        (InterviewDate.on(date(2026, 9, 10)), True),
        (InterviewDate.on(date(2026, 9, 9)), False),
        (InterviewDate.in_month(2026, 9), True),
        (InterviewDate.in_month(2026, 8), False),
        (InterviewDate.unknown(), True),
    ],
)
def test_the_last_possible_day_of_an_interview_decides_whether_it_was_foreknown(
    disco, seed, held, scored
):
    with seed.writing():
        seed.opinion("Owners sign within a week", "2026-01-05")
        seed.opinion("Patients read the letter twice", "2026-01-05")
        believe(seed, 1, "2026-09-10", robin=70)
        believe(seed, 2, "2026-11-01", robin=70)
        ask(seed, 1, AUTUMN, yes=5)
        seed.log("Zed @ Last", held, "H1+ did: so it is", logged="2026-11-19")
    assert belief(report_of(disco), "H1")["scored"] is scored


def test_what_does_not_count_was_nothing_to_know(disco, seed):
    with seed.writing():
        seed.opinion("Owners sign within a week", "2026-01-05")
        believe(seed, 1, "2026-09-10", robin=70)
        ask(seed, 1, AUTUMN, yes=5)
        seed.log("A @ A", "2026-09-01", "H1+ did: yes", channel="proxy", logged="2026-11-19")
        seed.log("B @ B", "2026-09-01", "H1+ would: yes", logged="2026-11-19")
        seed.log("C", "2026-09-01", "H1+ did: yes", "internal", logged="2026-11-19")
    assert belief(report_of(disco), "H1")["scored"] is True


def test_beliefs_of_two_people_under_one_name_are_no_record_of_one(disco, seed):
    with seed.writing() as session:
        seed.opinion("Owners sign within a week")
        believe(seed, 1, "2026-09-01", robin=100, kim=0)
        ask(seed, 1, AUTUMN, yes=5)
        session.connection().exec_driver_sql("UPDATE prediction SET author = 'somebody'")
    data = report_of(disco)
    (both,) = data["by_author"]
    assert (both["author"], both["beliefs"], both["several"]) == ("somebody", 2, True)
    assert "somebody (several people)" in disco("report", "calibration").out


# --- Every number again, from the pages of the opinions


def again(disco: Any) -> dict[str, Any]:
    """The report, made only of what `hypotheses show --json` prints."""
    listed = disco("hypotheses", "--all", "--json").data
    pages = [disco("hypotheses", "show", each["code"], "--json").data for each in listed]
    every = [{**each, **_again(page, each)} for page in pages for each in page["predictions"]]
    scored = [each for each in every if each["scored"]]
    settled = [(page, _true(page["revisions"][0])) for page in pages]
    settled = [(page, true) for page, true in settled if true is not None]
    return {
        **_score(scored),
        "deciles": [_decile(scored, low) for low in range(0, 100, 10)],
        **{
            f"by_{name}": [
                {name: value, **_score([each for each in scored if each[name] == value])}
                for value in {each[name] for each in scored}
            ]
            for name in ("author", "class", "origin")
        },
        "resolved": len(settled),
        "right": sum(true for _, true in settled),
        **{
            f"right_by_{name}": [
                {
                    name: value,
                    "resolved": sum(page[name] == value for page, _ in settled),
                    "right": sum(true for page, true in settled if page[name] == value),
                }
                for value in {page[name] for page, _ in settled}
            ]
            for name in ("class", "origin")
        },
        "predictions": every,
    }


def _again(page: Any, belief: Any) -> dict[str, Any]:
    """Whether a belief came true and is scored, from revisions and evidence alone."""
    revision = next(each for each in page["revisions"] if each["code"] == belief["revision"])
    came_true = _true(revision)
    before = [
        each
        for each in page["evidence"]
        if (each["counted"] or each["reason"] == "old") and _last_day(each) < belief["made_on"]
    ]
    reason = "unresolved" if came_true is None else "foreknown" if before else None
    return {
        "hypothesis": page["code"],
        "class": page["class"],
        "origin": page["origin"],
        "came_true": came_true,
        "scored": reason is None,
        "reason": reason,
    }


def _true(revision: Any) -> bool | None:
    status = revision["was"] if revision["status"] == "stale" else revision["status"]
    return {"validated": True, "refuted": False}.get(status)


def _last_day(piece: Any) -> str:
    held = [*map(int, piece["held_on"].split("-"))]
    year, month = held[0], held[1] if len(held) > 1 else 12
    day = held[2] if len(held) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day).isoformat()


def _score(scored: list[Any]) -> dict[str, Any]:
    number, true = len(scored), sum(each["came_true"] for each in scored)
    squares = [(Fraction(e["percent"], 100) - e["came_true"]) ** 2 for e in scored]
    rate = Fraction(true, number) if number else Fraction(0)
    return {
        "beliefs": number,
        "came_true": true,
        "brier": round(float(sum(squares) / number), 4) if number else None,
        "base_brier": round(float(rate * (1 - rate)), 4) if number else None,
        "few": number < 30,
    }


def _decile(scored: list[Any], low: int) -> dict[str, Any]:
    high = 100 if low == 90 else low + 9
    inside = [each for each in scored if low <= each["percent"] <= high]
    stated = Fraction(sum(each["percent"] for each in inside), 100)
    return {
        "from": low,
        "to": high,
        "beliefs": len(inside),
        "came_true": sum(each["came_true"] for each in inside),
        "mean_stated": round(float(stated / len(inside)), 4) if inside else None,
    }


def comparable(data: Any) -> Any:
    """The report without the order of its lists, which has no meaning but for the deciles."""
    found = dict(data)
    for name in ("by_author", "by_class", "by_origin", "right_by_class", "right_by_origin"):
        rows = [{k: v for k, v in each.items() if k != "several"} for each in found[name]]
        found[name] = sorted(rows, key=str)
    keys = (
        "hypothesis",
        "author",
        "percent",
        "made_on",
        "revision",
        "came_true",
        "scored",
        "reason",
    )
    rows = [{key: each[key] for key in keys} for each in found["predictions"]]
    found["predictions"] = sorted(rows, key=str)
    return found


def test_every_number_can_be_had_again_from_the_pages_of_the_opinions(disco, believers):
    data = report_of(disco)
    assert comparable(data) == comparable(again(disco))
    reasons = {each["reason"] for each in data["predictions"]}
    assert reasons == {None, "unresolved", "foreknown"}
    assert data["beliefs"] > 5


@pytest.mark.parametrize("number", range(3))
def test_so_can_those_of_a_journal_of_any_words(disco, seed, number):
    """Every channel, relation, rung and precision, in an order that has no meaning."""
    draw = random.Random(number)
    with seed.writing() as session:
        for opinion in range(1, 9):
            seed.opinion(f"opinion {opinion}", "2026-01-05", origin=draw.choice([*Origin]),
                         risk_class=draw.choice([*HypothesisClass]),
                         rule=Rule(voices=2, majority=60, prospects=0, against=2, lived=0))  # fmt: skip
            for author in draw.sample(["robin", "kim", "ada"], draw.randint(0, 3)):
                day = date(2026, 3, 1) + timedelta(draw.randint(0, 200))
                believe(seed, opinion, day.isoformat(), **{author: draw.randint(0, 100)})
        for person in range(60):
            opinion, day = draw.randint(1, 8), TODAY - timedelta(draw.randint(0, 400))
            held = draw.choice(
                [
                    InterviewDate.on(day),
                    InterviewDate.on(day),
                    InterviewDate.in_month(day.year, day.month),
                    InterviewDate.unknown(),
                ]
            )
            sign, rung = draw.choice("++-?"), draw.choice(["nice", "would", "says", "did", "paid"])
            seed.log(
                f"Person {person} @ Firm {person % 23}", held, f"H{opinion}{sign} {rung}: yes",
                draw.choice(["prospect", "current", "internal"]), logged="2026-11-20",
                channel=draw.choice(["direct", "direct", "accompanied", "proxy"]),
            )  # fmt: skip
        for opinion in draw.sample(range(1, 9), 3):
            change = hypotheses.HypothesisChange(rule=Rule(voices=draw.randint(1, 9)), reason="so")
            hypotheses.edit(session, opinion, change, author="Kim", today=TODAY)
        until = date(2027, 1, 4)
        hypotheses.park(session, draw.randint(1, 8), reason="later", until=until, today=TODAY)
        verdicts.reevaluate(session, range(1, 9), today=TODAY)
    assert comparable(report_of(disco)) == comparable(again(disco))


# --- Any order


@st.composite
def facts(draw: st.DrawFn) -> report.CalibrationFacts:
    opinions = [
        HypothesisFact(number, "words", draw(st.sampled_from(HypothesisClass)),
                       draw(st.sampled_from(Origin)), 3, (), None, "Robin", TODAY, None, None, 1)
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]  # fmt: skip
    came_true = {each.number: draw(st.sampled_from([True, False, None])) for each in opinions}
    believed = [
        JudgedPrediction(
            PredictionFact(
                place, number, draw(st.sampled_from("ABC")), draw(st.integers(0, 100)), 1,
                TODAY - timedelta(draw(st.integers(0, 3))),
            ),
            came_true[number],
            Unscored.UNRESOLVED if came_true[number] is None
            else draw(st.sampled_from([None, None, Unscored.FOREKNOWN])),
        )
        for place, number in enumerate(draw(st.lists(st.integers(1, len(opinions)), max_size=12)))
    ]  # fmt: skip
    settled = {number: true for number, true in came_true.items() if true is not None}
    return report.CalibrationFacts(opinions, settled, believed)


@given(facts(), st.randoms())
@examples(0.6)
def test_no_order_of_beliefs_or_opinions_changes_the_report(found, random):
    beliefs, opinions = list(found.beliefs), list(found.opinions)
    random.shuffle(beliefs)
    random.shuffle(opinions)
    mixed = report.CalibrationFacts(opinions, found.came_true, beliefs)
    assert report.calibrate(mixed) == report.calibrate(found)


@given(facts())
@examples(0.6)
def test_the_groups_and_deciles_are_the_whole(found):
    done = report.calibrate(found)
    for groups in (done.authors, done.classes, done.origins):
        assert sum(each.score.beliefs for each in groups) == done.score.beliefs
        assert sum(each.score.squares for each in groups) == done.score.squares
        assert all(0 <= each.score.brier <= 1 for each in groups)
    assert sum(each.beliefs for each in done.deciles) == done.score.beliefs
    for rights in (done.right_classes, done.right_origins):
        assert sum(each.resolved for each in rights) == done.right.resolved
        assert sum(each.right for each in rights) == done.right.right
