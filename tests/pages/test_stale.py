"""Proves the report on verdicts that age out: every number of it comes from `hypotheses show`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.conftest import TODAY
from tests.pages.conftest import PRACTICES

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance, Status
from discoverycli.domain.votes import EvidenceFact, Vote, not_counted, voices
from discoverycli.store.write import hypotheses, verdicts

END = TODAY + timedelta(days=30)
SIDES = {"validated": Vote.FOR, "refuted": Vote.AGAINST}


@pytest.fixture
def ageing(seed, once):
    """H1 ends in December, H2 was refuted, H3 never counted all at once, H4 is parked, H5 lasts,
    H6 is only said, H7 was validated by people of whom one changed their mind."""

    @once
    def tell() -> None:
        with seed.writing() as session:
            for text, importance in (
                ("Receptionists call every patient back", 5),
                ("Owners sign without a trial", 4),
                ("Groups share one calendar", 5),
                ("Insurers pay for it", 3),
                ("Practices keep a paper calendar", 5),
                ("Patients answer messages", 5),
                ("The first quarter is when they buy", 2),
            ):
                seed.opinion(text, on="2026-01-02", importance=importance)
            for day, who in enumerate(PRACTICES[:6], start=1):
                seed.log(who, f"2026-06-{day + 10}", "H1+ did: called for an hour\n")
                seed.log(who, f"2026-03-{day + 10}", "H2- did: asked for a trial\n", "current")
                seed.log(who, f"2026-02-{day + 10}", "H4+ paid: the insurer paid\n")
                seed.log(who, f"2026-11-{day + 10}", "H5+ did: showed the paper one\n")
                seed.log(who, f"2026-01-{day + 10}", "H7+ did: bought in January\n")
            seed.log("Rosa Ruiz @ Clínica Norte", "2026-11-03", "H1+ says: all day\n")
            seed.log(
                "Eva Lind",
                InterviewDate.in_month(2026, 6),
                "H1+ paid: a second telephone\nH1+ says: x\n",
            )
            seed.log("Jonas Weber @ Praxis am Park", "2026-04-20", "H7- says: we buy in May\n")
            seed.log("Ida Holm @ Holm & Sønner", "2026-04-21", "H7- did: bought in June\n")
            seed.log("Sam @ Sales", "2026-02-11", "H7+ paid: so they say\n", channel="proxy")
            for number, who in enumerate(PRACTICES):
                day = "2026-02-03" if number < 3 else "2026-10-20"
                if number < 6:
                    seed.log(who, day, "H3+ did: one calendar\nH6+ would: may answer\n")
            hypotheses.park(
                session, 4, reason="no budget", until=date(2026, 12, 25), today=date(2026, 3, 1)
            )
            verdicts.reevaluate(session, range(1, 8), today=TODAY)

    return seed


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_what_ages_out_has_a_golden_file(disco, ageing, golden, name, ending):
    golden(f"stale.{ending}", disco("report", "stale", "--format", name).out)


def test_at_sixty_columns_no_line_is_wider(disco, ageing, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    golden("stale.60.txt", disco("report", "stale").out)


def test_the_most_important_come_first_and_of_these_what_has_aged_out(disco, ageing):
    found = disco("report", "stale", "--json").data
    assert [each["code"] for each in found["hypotheses"]] == ["H3", "H1", "H2", "H7"]
    assert (found["aged_out"], found["ageing"]) == (3, 1)
    assert found["parked"] == ["H4"]
    assert (found["next"], found["next_on"]) == ("H5", "2027-05-11")


def rebuilt(page) -> tuple[list[EvidenceFact], dict[int, dict], dict[str, int]]:
    """The evidence of a page as facts, by nothing but its JSON."""
    names = {name: n for n, name in enumerate(sorted({e["voice"] for e in page["evidence"]}), 1)}
    facts, pieces = [], {}
    for number, each in enumerate(page["evidence"], 1):
        day = each["held_on"]
        if day is None:
            held = InterviewDate.unknown()
        elif each["precision"] == "month":
            held = InterviewDate.in_month(*map(int, day.split("-")))
        else:
            held = InterviewDate.on(date.fromisoformat(day))
        fact = EvidenceFact(
            number,
            1,
            Stance(each["stance"]),
            Rung.of(each["rung"]),
            int(each["person"][1:]),
            names[each["voice"]] if each["organisation"] else None,
            Relation(each["relation"]),
            Channel(each["channel"]),
            held,
        )
        facts.append(fact)
        pieces[number] = each
    return facts, pieces, names


def days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def votes(cast, side) -> int:
    return sum(each.vote is side for each in cast.values())


def new_voices(number: int, lived: int, prospects: int, side: Vote) -> list[EvidenceFact]:
    stance = Stance.SUPPORTS if side is Vote.FOR else Stance.REFUTES
    return [
        EvidenceFact(
            9000 + n,
            1,
            stance,
            Rung.DID if n < lived else Rung.SAYS,
            9000 + n,
            None,
            Relation.PROSPECT if n < prospects else Relation.CURRENT,
            Channel.DIRECT,
            InterviewDate.on(TODAY),
        )
        for n in range(number)
    ]


def test_every_number_can_be_counted_again_from_the_pages_of_the_hypotheses(disco, ageing):
    for told in disco("report", "stale", "--json").data["hypotheses"]:
        page = disco("hypotheses", "show", told["code"], "--json").data
        for key in ("text", "importance", "status", "votes_for", "votes_against", "asked"):
            assert told[key] == page[key]
        assert told["verdict"] == (page["was"] or page["status"])
        facts, pieces, _ = rebuilt(page)
        rule, side = Rule.parse(page["revisions"][-1]["rule"]), SIDES[told["verdict"]]
        stale = page["status"] == "stale"
        carried = voices(facts, rule, today=TODAY, ageless=stale)
        now, then = (voices(facts, rule, today=day) for day in (TODAY, END))
        counted = [votes(cast, side) for cast in (carried, now, then)]
        assert [told[f"carried_{key}"] for key in ("by", "today", "then")] == counted

        on = {
            day
            for day in days(date(2026, 1, 1), END)
            if verdict(facts, rule, today=day).status.value == told["verdict"]
        }
        held = [day for day in on if not stale or day <= TODAY]
        last = max(held, default=None) if stale else date.fromisoformat(page["fresh_until"])
        assert told["holds_until"] == (None if last is None else last.isoformat())
        assert told["days_left"] == (None if last is None else (last - TODAY).days)

        needed = told["needed"]
        assert holds(facts, rule, told["verdict"], needed["voices"], needed)
        weaker = {"lived": 99, "prospects": 99}
        assert not holds(facts, rule, told["verdict"], needed["voices"] - 1, weaker)
        ask = [again(each, facts, pieces, rule, side) for each in told["ask"]]
        assert ask == sorted(ask)
        assert {each["person"] for each in told["ask"]} == to_ask(facts, rule, side, carried, then)


def holds(facts, rule, which, number, of) -> bool:
    more = new_voices(number, of["lived"], of["prospects"], SIDES[which])
    return all(
        verdict(facts + more, rule, today=day).status.value == which for day in days(TODAY, END)
    )


def own_vote(facts, rule, person, day) -> Vote | None:
    own = [each._replace(organisation=None) for each in facts if each.person == person]
    cast = list(voices(own, rule, today=day).values())
    return cast[0].vote if cast else None


def to_ask(facts, rule, side, carried, then) -> set[str]:
    """Whose vote and whose voice were with the verdict and on the last day are not."""
    asked = set()
    for person in {each.person for each in facts}:
        own = [each for each in facts if each.person == person]
        # Without its age, a piece is what it was on the day it was heard.
        for voice, cast in voices(own, rule, today=TODAY, ageless=True).items():
            kept = voice in carried and carried[voice].vote is side
            gone = voice not in then or then[voice].vote is not side
            still = own_vote(facts, rule, person, END) is side
            if cast.vote is side and kept and gone and not still:
                asked.add(f"P{person}")
    return asked


def again(each, facts, pieces, rule, side) -> tuple[int, int, int]:
    """Checks one line of whom to ask, and returns where it belongs."""
    person = int(each["person"][1:])
    own = [f for f in facts if f.person == person and f.held.day and f.held.first <= TODAY]
    usable = [f for f in own if not_counted(f, rule, today=TODAY) in (None, "old")]
    latest = max(usable, key=lambda f: (f.held.day, f.rung))
    piece = pieces[latest.id]
    for key in ("name", "organisation", "voice", "stance", "held_on", "precision", "interview"):
        assert each[key] == piece[key]
    assert (each["words"], each["words_rung"]) == (piece["text"], piece["rung"])
    assert each["days_ago"] == (TODAY - latest.held.day).days
    until = date.fromisoformat(each["counts_until"])
    assert each["days_left"] == (until - TODAY).days
    assert until <= END
    assert own_vote(facts, rule, person, until) is side
    assert own_vote(facts, rule, person, until + timedelta(days=1)) is not side
    rung = max(f.rung for f in usable)
    assert each["rung"] == rung.word
    return (-rung, -latest.held.day.toordinal(), person)


def test_a_voice_whose_colleague_still_speaks_for_it_is_not_asked(disco, ageing):
    first = disco("report", "stale", "--json").data["hypotheses"][1]
    assert first["code"] == "H1"
    asked = {each["name"] for each in first["ask"]}
    assert "Ana Ruiz" not in asked  # Rosa of the same clinic was heard in November
    assert "Jonas Weber" in asked


def test_a_screen_tells_the_first_ones_and_counts_the_rest(disco, seed):
    with seed.writing():
        for number in range(1, 9):
            seed.opinion(f"opinion {number}", on="2026-01-02", importance=3)
        marks = "".join(f"H{number}+ did: yes\n" for number in range(1, 9))
        for who in PRACTICES[:6]:
            seed.log(who, "2026-02-03", marks)
    out = disco("report", "stale").out
    assert "8 verdicts have aged out." in out
    assert "opinion 5" in out
    assert "opinion 6" not in out
    assert "And 3 more: H6, H7, H8. --json tells them all." in out
    assert "Whom to ask again (4 of 6)" in out
    assert "disco prep P1" in out
    found = disco("report", "stale", "--json").data["hypotheses"]
    assert [len(each["ask"]) for each in found] == [6] * 8
    rows = list(csv.DictReader(io.StringIO(disco("report", "stale", "--format", "csv").out)))
    assert len(rows) == 48


def test_no_evidence_is_read_of_what_a_screen_does_not_show(disco, seed, monkeypatch):
    with seed.writing():
        for number in range(1, 9):
            seed.opinion(f"opinion {number}", on="2026-01-02")
        for who in PRACTICES[:6]:
            seed.log(who, "2026-02-03", "".join(f"H{n}+ did: yes\n" for n in range(1, 8)))
    from discoverycli.store.read import evidence

    asked_for, really = [], evidence.traces
    monkeypatch.setattr(
        evidence,
        "traces",
        lambda reader, numbers, **more: (
            asked_for.append(list(numbers)) or really(reader, numbers, **more)
        ),
    )
    disco("report", "stale")
    disco("report", "stale", "--json")
    assert asked_for == [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7]]


def test_without_anything_to_tell_the_page_says_what_comes_next(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18")
    assert "disco hypotheses add" in disco("report", "stale").out
    with seed.writing():
        seed.opinion("They type it twice")
    assert "There is no verdict yet that could age" in disco("report", "stale").out
    with seed.writing():
        for who in PRACTICES[:6]:
            seed.log(who, "2026-11-03", "H1+ did: yes\n")
    assert "Nothing: the first verdict to end is H1, 2027-05-02." in disco("report", "stale").out
    assert disco("report", "stale", "--json").data["hypotheses"] == []


def test_what_is_parked_is_named_and_left_out(disco, ageing):
    found = disco("report", "stale")
    assert "Parked, and stale beneath: H4." in found.out
    page = disco("hypotheses", "show", "H4", "--json").data
    assert (page["status"], page["was"]) == (Status.PARKED, Status.STALE)


def test_names_and_words_are_hidden_from_others(disco, ageing):
    out = disco("report", "stale", "--anonymous").out
    assert "Jonas" not in out
    assert "called for an hour" not in out
    assert "Person 2" in out
