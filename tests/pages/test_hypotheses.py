"""The list of opinions and the account of one, on a small journal written by hand."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.analysis.beliefs import hypotheses as report
from discoverycli.analysis.beliefs import hypothesis as account
from discoverycli.domain.facts.opinions import (
    EvidencePiece,
    HypothesisFact,
    RevisionFact,
    Standing,
    WholeHypothesis,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import risk, verdict
from discoverycli.domain.vocabulary import (
    Channel,
    HypothesisClass,
    InterviewDate,
    Origin,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.domain.votes import EvidenceFact
from discoverycli.pages.beliefs import hypotheses as report_page
from discoverycli.pages.beliefs import hypothesis as account_page
from discoverycli.store.reader import open_reader
from discoverycli.store.write import hypotheses, verdicts

GOLDEN = Path(__file__).parent.parent / "golden" / "hypotheses"
TODAY = date(2026, 11, 20)

LIST_KEYS = {
    *("code", "text", "status", "was", "class", "origin", "importance", "serves", "segment"),
    *("votes_for", "votes_against", "asked", "split", "fresh_until", "checks"),
}
EVIDENCE_KEYS = {
    *("stance", "rung", "voice", "person", "relation", "interview", "held_on", "text"),
    *("counted", "reason"),
}


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares text with a golden file, or writes the file when `DISCO_GOLDEN=write`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("DISCO_GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        with file.open(encoding="utf-8", newline="") as stored:
            assert text == stored.read()

    return compare


OPINIONS = (
    ("Bookkeepers lose a day a month to re-keying invoices", 5, ("current", "future"), "clinics"),
    ("Clinics check every overdue claim by hand", 4, ("current",), None),
    ("Owners look at their cash every morning", 3, (), None),
    ("Small firms distrust automatic bookings", 4, ("company",), None),
    ("Audits cost a week of preparation", 2, ("future",), None),
    ("Payroll is the task people fear most", 3, (), None),
    ("Freelancers pay for reminders", 2, ("future",), None),
    ("Students do the bookkeeping of clubs", 1, (), "clubs"),
    ("Nobody reads the annual report", 3, (), None),
)
CALLS = (
    ("Ana Silva @ Acme", "2026-11-03", "prospect", """\
H1+ paid: hired a student to re-key them
H1+ says: every month again
H2+ did: went through 40 claims on Monday
H3- says: never looks
H4+ says: would not trust it blindly"""),
    ("Bo Lund @ Birch", "2026-11-05", "prospect", """\
H1+ did: two evenings last week
H2+ did: prints the list and ticks it off
H3- did: last looked in August
H4- did: lets the bank book by itself since May"""),
    ("Cy Park @ Cedar", "2026-11-10", "current", """\
H1- says: it is all imported already
H2+ says: every Friday
H3- says: my accountant does
H4+ did: switched the automatic matching off"""),
    ("Di Roth @ Dune", "2026-11-12", "current", """\
H1? asked, could not say
H2+ paid: pays a temp for it
H3- says: once a quarter
H4- says: no problem"""),
    ("Ed Moss @ Elm", "2026-11-17", "former", """\
H2+ says: by hand, yes
H3- says: no
H4+ says: seen too many errors
H1+ says: took us days"""),
    ("Eli Moss @ Elm", "2026-11-17", "former", "H1- says: an hour at most"),
    ("Gus Ode", "2026-11-14", "internal", "H1+ did: I saw it everywhere"),
    ("Hal Ives @ Hill", "2026-11-14", "prospect", """\
H1+ nice: great idea
H6+ would: I would be scared"""),
)  # fmt: skip


@pytest.fixture
def small(seed: Any, once: Any) -> Any:
    """Nine opinions in every status there is, and every reason not to count but the date."""

    @once
    def tell() -> None:
        with seed.writing() as session:
            for text, importance, serves, segment in OPINIONS:
                seed.opinion(
                    text,
                    "2026-03-02",
                    importance=importance,
                    serves=tuple(Stakeholder(each) for each in serves),
                    segment=segment,
                )
            for number in range(1, 6):
                seed.log(f"Old Friend {number} @ Old {number}", "2026-04-10",
                         "H5+ did: a whole week in March\nH9- did: never opened it")  # fmt: skip
            for who, day, relation, body in CALLS:
                seed.log(who, day, body, relation)
            seed.log(
                "Flo Berg @ Fjord", "2026-11-13", "H1+ did: told Kim that invoices take days",
                channel="proxy", via="Kim in sales",
            )  # fmt: skip
            hypotheses.park(
                session, 7, reason="no budget before May", until=date(2027, 5, 1), today=TODAY
            )
            verdicts.reevaluate(session, range(1, 10), today=TODAY)

    return seed


@pytest.mark.parametrize("width", [80, 60])
def test_the_list_on_a_screen(
    small: Any, disco: Any, golden: Any, monkeypatch: Any, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = disco("hypotheses").out
    assert max(map(len, out.splitlines())) <= width
    golden(f"list-{width}.txt", out)
    golden(f"list-all-{width}.txt", disco("hypotheses", "--all").out)


@pytest.mark.parametrize(
    ("format_", "ending"), [("markdown", "md"), ("csv", "csv"), ("json", "json")]
)
def test_the_list_in_other_formats(
    small: Any, disco: Any, golden: Any, format_: str, ending: str
) -> None:
    golden(f"list.{ending}", disco("hypotheses", "--all", "--format", format_).out)


@pytest.mark.parametrize("width", [80, 60])
def test_one_opinion_on_a_screen(
    small: Any, disco: Any, golden: Any, monkeypatch: Any, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = disco("hypotheses", "show", "H1").out
    assert max(map(len, out.splitlines())) <= width
    golden(f"show-{width}.txt", out)


@pytest.mark.parametrize(
    ("format_", "ending"), [("markdown", "md"), ("csv", "csv"), ("json", "json")]
)
def test_one_opinion_in_other_formats(
    small: Any, disco: Any, golden: Any, format_: str, ending: str
) -> None:
    golden(f"show.{ending}", disco("hypotheses", "show", "H1", "--format", format_).out)


def test_the_report_of_all_hypotheses_is_the_whole_list(small: Any, disco: Any) -> None:
    assert disco("report", "hypotheses").out == disco("hypotheses", "--all").out


def test_the_list_leaves_out_what_is_settled_or_parked(small: Any, disco: Any) -> None:
    listed = disco("hypotheses", "--json").data
    assert [each["code"] for each in listed] == ["H4", "H1", "H6", "H9", "H5", "H8"]
    assert {each["status"] for each in listed} == {"testing", "mixed", "unvalidated", "stale"}
    assert len(disco("hypotheses", "--all", "--json").data) == 9
    settled = disco("hypotheses", "--status", "validated,refuted", "--status", "parked", "--json")
    assert sorted(each["code"] for each in settled.data) == ["H2", "H3", "H7"]


def test_json_has_the_promised_keys(small: Any, disco: Any) -> None:
    for each in disco("hypotheses", "--all", "--json").data:
        assert set(each) >= LIST_KEYS
        assert [set(check) for check in each["checks"]] == [{"name", "ok", "have", "need"}] * 4
    one = disco("hypotheses", "show", "h1", "--json").data
    assert set(one) >= LIST_KEYS | {"evidence", "revisions", "predictions", "decisions", "moved"}
    assert all(set(piece) >= EVIDENCE_KEYS for piece in one["evidence"])
    assert one["serves"] == ["current", "future"]
    assert one["predictions"] == one["decisions"] == []


def test_the_list_and_the_account_agree(small: Any, disco: Any) -> None:
    for each in disco("hypotheses", "--all", "--json").data:
        one = disco("hypotheses", "show", each["code"], "--json").data
        assert {key: one[key] for key in each} == each


def test_what_does_not_count_is_shown_with_its_reason(small: Any, disco: Any) -> None:
    one = disco("hypotheses", "show", "H1", "--json").data
    reasons = {piece["text"]: piece["reason"] for piece in one["evidence"] if not piece["counted"]}
    assert reasons == {
        "I saw it everywhere": "internal",
        "great idea": "compliment",
        "told Kim that invoices take days": "proxy",
    }
    assert (one["votes_for"], one["votes_against"], one["asked"], one["split"]) == (2, 1, 5, 1)
    assert disco("hypotheses", "show", "H6", "--json").data["evidence"][0]["reason"] == "opinion"
    out = disco("hypotheses", "show", "H1").out
    assert "Kept, but not counted (3)" in out
    assert "via Kim in sales" in out.replace("\n", " ")


def test_a_verdict_that_grew_old_is_stale_in_both_directions(small: Any, disco: Any) -> None:
    rows = {each["code"]: each for each in disco("hypotheses", "--json").data}
    assert (rows["H5"]["status"], rows["H5"]["was"]) == ("stale", "validated")
    assert (rows["H9"]["status"], rows["H9"]["was"]) == ("stale", "refuted")
    assert rows["H5"]["lacks"][0] == "fresh evidence (was validated)"
    assert rows["H9"]["lacks"] == ["fresh evidence (was refuted)"]
    assert "stale: no votes" in disco("hypotheses", "show", "H9").out


def test_a_parked_opinion_shows_why_and_until_when(small: Any, disco: Any) -> None:
    out = disco("hypotheses", "show", "H7").out
    assert "parked (unvalidated): no votes" in out
    assert "parked until 2027-05-01: no budget before May" in out


def test_filters_narrow_the_list_and_its_totals(small: Any, disco: Any) -> None:
    future = disco("hypotheses", "--serves", "future")
    assert future.out.splitlines()[0] == ("2 opinions nobody outside has validated (serves future)")
    assert "not listed: 1 parked (--all)" in future.out
    clubs = disco("hypotheses", "--segment", "CLUBS", "--json").data
    assert [each["code"] for each in clubs] == ["H8"]
    assert disco("hypotheses", "--class", "ethical", "--json").data == []


def test_an_empty_list_says_what_to_type_next(small: Any, disco: Any) -> None:
    assert "segments that hypotheses name: clinics, clubs" in (
        disco("hypotheses", "--segment", "zoos").out
    )
    none = disco("hypotheses", "--serves", "current", "--status", "mixed").out
    assert none.startswith("No hypotheses: mixed (serves current)\n")
    assert "disco hypotheses --all" in none


def test_an_empty_list_has_its_heads_in_a_spreadsheet(small: Any, disco: Any) -> None:
    none = disco("hypotheses", "--class", "ethical", "--format", "csv").out
    whole = disco("hypotheses", "--all", "--format", "csv").out
    assert none.splitlines() == whole.splitlines()[:1]
    rows = list(csv.DictReader(io.StringIO(whole)))
    assert rows[1]["serves"] == "current; future"
    assert [row["code"] for row in rows] == [
        each["code"] for each in disco("hypotheses", "--all", "--json").data
    ]


def test_every_revision_keeps_its_verdict_in_sight(small: Any, disco: Any) -> None:
    disco("hypotheses", "edit", "H1", "--rule", "voices=2 majority=60", "--reason", "few clinics")
    one = disco("hypotheses", "show", "H1", "--json").data
    assert [(each["code"], each["status"]) for each in one["revisions"]] == [
        ("H1.1", "testing"),
        ("H1.2", "validated"),
    ]
    assert one["revisions"][1]["reason"] == "few clinics"
    assert one["revisions"][0]["rule"].startswith("voices=5 majority=95")
    assert (one["status"], one["revision"]) == ("validated", 2)
    assert one["moved"][-1] == {
        "on": "2026-11-20", "from": "testing", "to": "validated", "interview": None,
    }  # fmt: skip


def test_terminal_sequences_in_opinions_stay_text(disco: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # wide enough that nothing wraps
    disco("hypotheses", "add", "\x1b[2Jgone [/] [red]", "--segment", "\x1b]0;x\x07")
    for arguments in (("hypotheses",), ("hypotheses", "show", "H1"), ("hypotheses", "--all")):
        out = disco(*arguments).out
        assert "\x1b" not in out
        assert "\\u{1b}[2Jgone [/] [red]" in out


def test_a_long_opinion_is_cut_in_the_list_and_whole_in_its_account(disco: Any) -> None:
    words = " ".join(f"word{n}" for n in range(200))
    disco("hypotheses", "add", words)
    assert "word199" not in disco("hypotheses").out
    assert "word199" in disco("hypotheses", "show", "H1").out
    assert disco("hypotheses", "--json").data[0]["text"] == words


def test_remembered_and_fresh_verdicts_read_the_same(small: Any, journal_path: Path) -> None:
    with open_reader(journal_path) as reader:
        for days in range(0, 400, 13):
            day = TODAY + timedelta(days=days)
            listed = {
                each.hypothesis.number: each.verdict for each in report.standings(reader, day)
            }
            for number, found in listed.items():
                shown = account.hypothesis_account(reader, number, day)
                assert shown.standing.verdict == found


# From here on without a journal: what the results are, whatever the evidence.


def fact(number: int = 1, **changes: Any) -> HypothesisFact:
    base = HypothesisFact(
        number, "words", HypothesisClass.DESIRABILITY, Origin.TEAM, 3, (), None, "Robin", TODAY,
        None, None, 1,
    )  # fmt: skip
    return base._replace(**changes)


@st.composite
def pieces(draw: st.DrawFn) -> list[EvidencePiece]:
    """Evidence of up to six people in up to two organisations, on any channel and day."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        person = draw(st.integers(1, 6))
        organisation = {1: 1, 2: 1, 3: 1, 4: 2}.get(person)
        known = draw(st.integers(0, 9))
        day = TODAY - timedelta(days=draw(st.integers(-20, 300)))
        heard = EvidenceFact(
            number + 1, 1, draw(st.sampled_from(Stance)), draw(st.sampled_from(Rung)), person,
            organisation, draw(st.sampled_from(Relation)), draw(st.sampled_from(Channel)),
            InterviewDate.on(day) if known else InterviewDate.unknown(),
        )  # fmt: skip
        name = f"Org {organisation}" if organisation else None
        found.append(
            EvidencePiece(
                heard,
                number + 1,
                None,
                f"words {number}",
                f"P {person}",
                name,
                None,
                None,
                "Robin",
                (),
            )
        )
    return found


@given(pieces())
def test_the_voices_shown_are_those_that_were_counted(evidence: list[EvidencePiece]) -> None:
    rule = Rule(voices=1, lived=0, prospects=0)
    whole = WholeHypothesis(
        fact(), (RevisionFact(1, rule, None, "Robin", TODAY),), tuple(evidence), ()
    )
    found = account.judged_hypothesis(whole, TODAY)
    votes = [each.vote.vote.value for each in found.heard]
    expected = found.standing.verdict
    assert expected == verdict([piece.fact for piece in evidence], rule, today=TODAY)
    assert votes.count("for") == expected.votes_for
    assert votes.count("against") == expected.votes_against
    assert votes.count("neutral") == expected.neutral
    assert votes.count("split") == expected.split
    assert len(votes) == expected.asked
    stance = {"for": Stance.SUPPORTS, "against": Stance.REFUTES}
    for each in found.heard:
        if each.vote.vote.value in stance:
            assert each.strongest.fact.stance is stance[each.vote.vote.value]
    rows = account_page.HYPOTHESIS_PAGE.data(found)
    assert len(rows["evidence"]) == len(evidence)  # type: ignore[arg-type]
    assert json.loads(json.dumps(rows)) == rows
    account_page.hypothesis_page(found)


@examples(0.6)
@given(st.lists(st.tuples(st.integers(1, 5), pieces()), max_size=6))
def test_the_list_is_ordered_by_falling_risk(drawn: list[tuple[int, list[EvidencePiece]]]) -> None:
    rule = Rule(voices=2, lived=0, prospects=0)
    standings = [
        Standing(
            fact(number, importance=importance),
            verdict([piece.fact for piece in evidence], rule, today=TODAY),
        )
        for number, (importance, evidence) in enumerate(drawn, start=1)
    ]
    listing = report.chosen_hypotheses(standings, report.HypothesesWanted(tuple(Status)))
    risks = [risk(each.hypothesis.importance, each.verdict) for each in listing.listed]
    assert risks == sorted(risks, reverse=True)
    assert sorted(each.hypothesis.number for each in listing.listed) == list(
        range(1, len(drawn) + 1)
    )
    assert sum(listing.totals.values()) == len(drawn)
    default = report.chosen_hypotheses(standings, report.HypothesesWanted())
    assert {each.verdict.status for each in default.listed} <= set(report.OPEN)


@pytest.mark.parametrize(
    ("statuses", "title"),
    [
        (report.OPEN, "1 opinion nobody outside has validated"),
        (tuple(Status), "1 hypothesis"),
        ((Status.UNVALIDATED, Status.REFUTED), "1 hypothesis: unvalidated or refuted"),
    ],
)
def test_a_title_says_what_is_listed(statuses: tuple[Status, ...], title: str) -> None:
    standing = Standing(fact(), verdict([], Rule(), today=TODAY))
    page = report_page.hypotheses_page(
        report.chosen_hypotheses([standing], report.HypothesesWanted(statuses))
    )
    assert page.title == title
