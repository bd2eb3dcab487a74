"""Proves the report on decisions: every state can be recomputed from the pages of hypotheses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.analysis.beliefs import decisions as report
from discoverycli.analysis.beliefs.decisions import DecisionFacts
from discoverycli.domain.decisions import GroundState, Leaning, Stood
from discoverycli.domain.facts.decisions import DecisionFact, GroundFact, NowFact, StoodFact
from discoverycli.domain.vocabulary import Code, Status
from discoverycli.store.write import decisions as write
from discoverycli.store.write import hypotheses, verdicts

Decide = Callable[..., int]


@pytest.fixture
def decide(seed) -> Decide:  # type: ignore[no-untyped-def]
    """Writes a decision down as of a day: `decide("ship it", "2026-11-02", "H1", not_="H3")`."""

    def made(text: str, on: str, *because: str, not_: str = "", reason: str = "") -> int:
        assert seed.session is not None
        leanings = [Leaning(_code(each)) for each in because]
        leanings += [Leaning(_code(each), holds=False) for each in not_.split()]
        return write.decide(
            seed.session, text, leanings, reason=reason, author="Robin",
            today=date.fromisoformat(on),
        )  # fmt: skip

    return made


def _code(text: str) -> Code:
    found = Code.parse(text)
    assert found is not None
    return found


def heard(seed: Any, line: str, on: str, people: str) -> None:
    """What some people say on a day, each for an organisation of their own."""
    for name in people.split():
        seed.log(f"{name} @ {name} & Co", on, line)


@pytest.fixture
def chosen(seed, decide, once) -> Any:  # type: ignore[no-untyped-def]
    """A decision in every state, one of them on hypotheses in all of them."""

    @once
    def tell() -> None:
        with seed.writing() as session:
            for text in (
                "Receptionists lose an hour a day to calling patients back",
                "Owners pay for recalls before they pay for reminders",
                "Patients answer no text messages",
                "Practices keep a second calendar on paper",
                "Insurers will pay for the integration",
            ):
                seed.opinion(text, on="2026-05-01")
            heard(seed, "H4+ did: showed the paper one\n", "2026-05-11", "Ana Ben Cy Dee Eve")
            decide("Print the calendar", "2026-05-20", "H4")
            heard(seed, "H1+ did: called back for an hour\n", "2026-10-19", "Flo Gus Hal Ivy Jon")
            heard(seed, "H3- did: answered within a minute\n", "2026-10-20", "Kim Lou Max Ned")
            heard(seed, "H2+ did: bought recalls\n", "2026-10-21", "Oda Pam Quy")
            heard(seed, "H5+ says: perhaps\n!pain did: paid by hand\n", "2026-10-22", "Rob")
            decide("Call back by machine", "2026-11-02", "H1", reason="the spring budget ends")
            decide("Sell recalls first", "2026-11-02", "H2")
            decide("Drop the letters", "2026-11-03", "H3")
            decide("Ask an insurer", "2026-11-04", "H5", "S1")
            decide("Hire a nurse", "2026-11-05", "S1", "I1")
            decide("Do it all", "2026-11-06", "H1", "H2", "H4", "H5", "S1", not_="H3")
            heard(seed, "H1- did: never calls back\n", "2026-11-17", "Sam Tom Una")
            heard(seed, "H2+ did: bought recalls\n", "2026-11-18", "Val Wim Xan")
            hypotheses.edit(
                session, 5, hypotheses.HypothesisChange(rule=_rule(), reason="insurers are few"),
                author="Robin", today=date(2026, 11, 19),
            )  # fmt: skip
            verdicts.reevaluate(session, [5], today=date(2026, 11, 19))

    return seed


def _rule() -> Any:
    from discoverycli.domain.rules import Rule

    return Rule(voices=3)


# --- Goldens


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_the_decisions_has_a_golden_file(disco, chosen, golden, name, ending):
    golden(f"decisions.{ending}", disco("report", "decisions", "--format", name).out)


def test_the_decisions_read_on_a_narrow_screen_as_in_their_golden_file(
    disco, chosen, golden, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "60")
    golden("decisions.60.txt", disco("report", "decisions").out)


@pytest.mark.parametrize("width", ["60", "80"])
def test_the_page_of_a_decision_reads_as_in_its_golden_file(
    disco, chosen, golden, monkeypatch, width
):
    monkeypatch.setenv("COLUMNS", width)
    golden(f"decision.{width}.txt", disco("show", "D7").out)


# --- The rule, recomputed


def recomputed(ground: dict[str, Any], page: dict[str, Any]) -> str:
    """A ground's state, from what it says of that day and the hypothesis' own page of today."""
    leaned, other = ("validated", "refuted") if ground["holds"] else ("refuted", "validated")
    then = ground["was"] if ground["status"] == "parked" else ground["status"]
    now, was = (page["revisions"][-1][key] for key in ("status", "was"))
    if then == leaned:
        return {leaned: "stands", "stale": "aged" if was == leaned else "undermined"}.get(
            now, "undermined"
        )
    if now == leaned:
        return "confirmed"
    if now == other:
        return "undermined"
    had_aged = then == "stale" and ground["was"] in (other, "stale")
    return "undermined" if (now, was) == ("stale", other) and not had_aged else "inconclusive"


ORDER = ["undermined", "aged", "inconclusive", "confirmed", "stands"]


def test_every_state_is_recomputed_from_the_pages_of_the_hypotheses(disco, chosen):
    found = disco("report", "decisions", "--json").data
    assert len(found) == 7
    for decision in found:
        states = []
        for ground in decision["grounds"]:
            if not ground["code"].startswith("H"):
                assert ground["state"] is ground["status"] is ground["now"] is None
                continue
            page = disco("hypotheses", "show", ground["code"], "--json").data
            assert ground["state"] == recomputed(ground, page), (decision["code"], ground)
            states.append(ground["state"])
            assert ground["now"] == {key: page[key] for key in ground["now"]}
            (same,) = [each for each in page["decisions"] if each["code"] == decision["code"]]
            assert same["state"] == ground["state"]
            for key in ("holds", "status", "votes_for", "votes_against", "asked", "revision"):
                assert same[key] == ground[key]
            step = ground["undermined"]
            assert (step is None) == (ground["state"] != "undermined")
            if step is not None:
                moved = {key: step[key] for key in ("on", "from", "to", "interview")}
                assert moved in page["moved"]
                assert step["on"] >= decision["made_on"]
        assert decision["state"] == min(states, key=ORDER.index, default="unfounded")
    assert {each["state"] for each in found} == {*ORDER, "unfounded"}


def test_what_is_kept_of_a_ground_is_the_verdict_of_that_day(disco, seed, monkeypatch):
    with seed.writing():
        seed.opinion("owners pay")
        heard(seed, "H1+ did: paid\n", "2026-10-01", "Ana Ben")
        heard(seed, "H1- did: did not\n", "2026-10-02", "Cy")
        heard(seed, "H1? could not say\n", "2026-10-03", "Dee")
    monkeypatch.setenv("DISCO_TODAY", "2026-10-05")
    page = disco("hypotheses", "show", "H1", "--json").data
    disco("hypotheses", "decide", "sell it", "--because", "H1")
    monkeypatch.setenv("DISCO_TODAY", "2026-11-20")
    disco("log", "Eve @ Eve & Co", "H1+ did: paid", "--as", "prospect")
    (ground,) = disco("show", "D1", "--json").data["grounds"]
    for key in ("status", "was", "votes_for", "votes_against", "asked", "revision"):
        assert ground[key] == page[key]
    assert (ground["votes_for"], ground["now"]["votes_for"]) == (2, 3)


def test_more_evidence_that_keeps_every_status_changes_nothing(disco, chosen):
    before = [(each["code"], each["state"]) for each in disco("report", "decisions", "--json").data]
    statuses = [
        (each["code"], each["status"]) for each in disco("report", "hypotheses", "--json").data
    ]
    disco("log", "Yan @ Yan & Co", "H1+ did: called", "-m", "H3- did: answered",
          "-m", "H5? could not say", "--as", "prospect")  # fmt: skip
    disco(
        "log", "Ana @ Ana & Co", "H5+ says: perhaps", "-m", "H5+ says: perhaps", "--as", "prospect"
    )
    after = disco("report", "hypotheses", "--json").data
    assert sorted((each["code"], each["status"]) for each in after) == sorted(statuses)
    found = disco("report", "decisions", "--json").data
    assert [(each["code"], each["state"]) for each in found] == before


def test_a_ground_that_only_time_has_undermined_says_so(disco, seed, decide, monkeypatch):
    """Old voices against run out before the fresh ones for: lifted, there is no verdict."""
    with seed.writing():
        seed.opinion("owners pay", on="2026-05-01")
        heard(seed, "H1- did: no\n", "2026-04-01", "Ana Ben Cy")
        heard(seed, "H1+ did: yes\n", "2026-10-05", "Dee Eve Flo Gus Hal")
        verdicts.reevaluate(seed.session, [1], today=date(2026, 10, 6))
        decide("Sell it", "2026-10-06", "H1")
    assert disco("show", "D1", "--json").data["state"] == "stands"
    monkeypatch.setenv("DISCO_TODAY", "2027-04-10")
    (ground,) = disco("show", "D1", "--json").data["grounds"]
    assert (ground["state"], ground["now"]["status"]) == ("undermined", "unvalidated")
    assert ground["undermined"] == {
        "on": "2027-04-04", "from": "validated", "to": "unvalidated", "interview": None,
        "by_time": True,
    }  # fmt: skip
    assert "is unvalidated since 2027-04-04 by time alone" in " ".join(
        disco("show", "D1").out.split()
    )


def test_parking_neither_undermines_nor_confirms(disco, chosen):
    before = {each["code"]: each["state"] for each in disco("report", "decisions", "--json").data}
    for number in range(1, 6):
        disco("hypotheses", "park", f"H{number}", "--reason", "later", "--until", "2027-01-01")
    found = disco("report", "decisions", "--json").data
    assert {each["code"]: each["state"] for each in found} == before
    assert {
        ground["now"]["status"] for each in found for ground in each["grounds"] if ground["now"]
    } == {"parked"}


WORDS = [Stood(each) for each in Status if each not in (Status.STALE, Status.PARKED)]
STOODS = st.sampled_from(
    [*WORDS, *(Stood(Status.STALE, was) for was in (Status.VALIDATED, Status.REFUTED))]
)
GROUNDS = st.lists(st.tuples(STOODS, STOODS, st.booleans()), max_size=6)


def facts_of(pairs: list[tuple[Stood, Stood, bool]], order: list[int]) -> DecisionFacts:
    counts = (1, 2, 3, 1)
    grounds = tuple(
        GroundFact(f"H{at}", at, pairs[at][2], StoodFact(pairs[at][0], *counts)) for at in order
    )
    now = {
        at: NowFact("words", StoodFact(pair[1], *counts), pair[1], None)
        for at, pair in enumerate(pairs)
    }
    decision = DecisionFact(1, "ship it", None, "Robin", date(2026, 11, 2), grounds)
    return DecisionFacts([decision], now, dict.fromkeys(now, ()), {})


@given(GROUNDS, st.randoms())
def test_the_order_of_grounds_never_matters(pairs, random):
    order = list(range(len(pairs)))
    shuffled = random.sample(order, len(order))
    (one,), (other,) = (
        report.judged_decisions(facts_of(pairs, each)) for each in (order, shuffled)
    )
    assert one.state is other.state
    assert {each.fact.code: each.state for each in one.grounds} == {
        each.fact.code: each.state for each in other.grounds
    }


@given(GROUNDS, GROUNDS)
def test_one_more_ground_never_makes_a_decision_better_founded(pairs, more):
    (few,) = report.judged_decisions(facts_of(pairs, list(range(len(pairs)))))
    (many,) = report.judged_decisions(facts_of(pairs + more, list(range(len(pairs) + len(more)))))
    if few.state is not GroundState.UNFOUNDED:
        assert list(GroundState).index(many.state) <= list(GroundState).index(few.state)


# --- What it says


def test_the_undermined_ones_come_first_and_say_by_what(disco, chosen):
    out = " ".join(disco("report", "decisions").out.split())
    assert re.findall(r"\b(D\d) ", out.partition("because of")[2])[:2] == ["D7", "D2"]
    page = " ".join(disco("show", "D2").out.split())
    assert "undermined: H1 was validated then, testing since 2026-11-17 (I19), and is mixed" in page


def test_changed_criteria_are_said_beside_the_verdict(disco, chosen):
    page = " ".join(disco("show", "D5").out.split())
    assert "the criteria changed since: H5.1 → H5.2; today is judged by the new ones" in page
    assert "the criteria changed" not in disco("show", "D4").out


def test_a_decision_on_no_hypothesis_is_said_so_kindly(disco, chosen):
    assert "It rests on no hypothesis" in disco("show", "D6").out
    assert "1 on no hypothesis" in " ".join(disco("report", "decisions").out.split())


def test_a_ground_that_is_gone_is_no_longer_here(disco, seed, decide):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-02", "!pain did: four hours\n")
        decide("Ship it", "2026-11-03", "S1")
    disco("edit", "I1", "--file", "-", typed="---\nwith: Ana @ Acme\n---\nnothing\n")
    assert "S1 no longer here" in disco("show", "D1").out
    assert disco("show", "D1", "--json").data["grounds"][0]["text"] is None


def test_without_decisions_the_report_says_what_to_type(disco, seed):
    with seed.writing():
        pass
    assert "disco hypotheses decide 'WHAT WE DO' --because H3" in disco("report", "decisions").out
    assert disco("report", "decisions", "--json").data == []


def test_a_screen_shows_the_first_ones_and_says_how_many_there_are(disco, seed, decide):
    with seed.writing():
        seed.opinion("owners pay")
        for number in range(45):
            decide(f"choice {number}", "2026-11-02", "H1")
    assert "45 decisions, the first 40 shown" in disco("report", "decisions").out
    assert len(disco("report", "decisions", "--json").data) == 45


def test_the_page_of_a_hypothesis_names_what_was_decided_on_it(disco, chosen):
    out = disco("hypotheses", "show", "H1").out
    assert "Decided on it" in out
    assert "· D2 Call back by machine, 2026-11-02 by H1.1: undermined" in out
    assert "D4 Drop the letters, 2026-11-03 by H3.1, on its not being so: stands" in " ".join(
        disco("hypotheses", "show", "H3").out.split()
    )
    assert "Decided on it" not in disco("hypotheses", "add", "new words").out


# --- The week


def test_what_was_undermined_this_week_is_told_first(disco, chosen):
    lines = disco("report").out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("What changed"))
    assert [line.split()[:5] for line in lines[at + 1 : at + 3]] == [
        ["D7", "undermined", "by", "H1", "mixed"],
        ["D2", "undermined", "by", "H1", "mixed"],
    ]
    told = disco("report", "--json").data["undermined"]
    assert [(each["code"], each["in_period"]) for each in told] == [("D7", True), ("D2", True)]
    pages = {each["code"]: each for each in disco("report", "decisions", "--json").data}
    for each in told:
        grounds = pages[each["code"]]["grounds"]
        assert each["grounds"] == [one for one in grounds if one["state"] == "undermined"]


def test_what_was_undermined_before_is_counted_on_one_line(disco, chosen, monkeypatch):
    monkeypatch.setenv("DISCO_TODAY", "2026-11-27")
    out = disco("report").out
    assert "What changed · 2 undermined before: disco report decisions" in out
    assert "undermined by" not in out
    assert [each["in_period"] for each in disco("report", "--json").data["undermined"]] == [
        False
    ] * 2
    assert "undermined by" in disco("report", "--since", "2026-11-16").out


def test_a_decision_against_the_verdict_was_undermined_by_nothing_that_week(disco, seed, decide):
    with seed.writing():
        seed.opinion("owners pay")
        heard(seed, "H1+ did: yes\n", "2026-11-17", "Ana Ben Cy Dee Eve")
        decide("Do not sell it", "2026-11-18", not_="H1")
    (told,) = disco("report", "--json").data["undermined"]
    assert (told["in_period"], told["grounds"][0]["undermined"]) == (False, None)
    assert "H1 was validated when this was made against it" in disco("show", "D1").out


@pytest.fixture
def busier(busy, decide) -> Any:  # type: ignore[no-untyped-def]
    """The busy quarter, with more decisions undermined than a screen has room for."""
    with busy.writing():
        for number in range(6):
            decide(f"Let them call back, way {number}", "2026-08-18", "H1")
            decide(f"Sell recalls alone, way {number}", "2026-10-20", "H2")
        heard(busy, "H2- did: no\n", "2026-11-20", "Ana Ben Cy Dee")
    return busy


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("period", [(), ("--month",), ("--quarter",), ("--of", "2026-10-20")])
def test_a_busy_week_with_decisions_fits_a_screen_of_forty_lines(
    disco, busier, monkeypatch, width, period
):
    monkeypatch.setenv("COLUMNS", width)
    lines = disco("report", *period).out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= int(width)


def test_the_busy_week_with_decisions_reads_as_in_its_golden_file(
    disco, busier, golden, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "80")
    golden("week.decisions.80.txt", disco("report").out)


def modules_after(*words: str) -> set[str]:
    """The modules that a process has imported when a command has ended."""
    script = (
        "import sys\nfrom discoverycli.main import main\n"
        f"main({list(words)!r})\nprint('MODULES', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("MODULES ")[2].split())


@pytest.mark.process
def test_the_week_of_a_journal_without_decisions_imports_nothing_for_them(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18")
    assert "discoverycli.analysis.beliefs.decisions" not in modules_after("report")
    assert disco("report", "--json").data["undermined"] == []


@pytest.mark.process
@pytest.mark.parametrize("words", [("report", "decisions"), ("show", "D2"), ("report",)])
def test_decisions_are_read_without_the_object_mapper(chosen, words):
    modules = modules_after(*words)
    assert "discoverycli.analysis.beliefs.decisions" in modules
    assert not {"sqlmodel", "sqlalchemy", "pydantic"} & modules
