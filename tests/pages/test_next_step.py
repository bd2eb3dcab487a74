"""Proves what to learn next: every reach, score and name can be found again in pages and people."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from tests.conftest import TODAY
from tests.pages import recount

from discoverycli.domain.note.interview import Attendee, Interview
from discoverycli.domain.note.notes import Head, note_of, parse_people
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    InterviewKind,
    Relation,
    Stakeholder,
)
from discoverycli.store.write import hypotheses, interviews, verdicts

CURRENT, FUTURE = Stakeholder.CURRENT, Stakeholder.FUTURE
OPEN = ("unvalidated", "testing", "mixed", "stale")
WHOSE = {
    "future": {"prospect", "unknown"},
    "current": {"current"},
    "company": {"prospect", "current", "former", "partner", "unknown"},
}


def hear(seed, who, on, body="", relation="prospect", segment=None, channel="direct"):
    """Stores an interview with people of one relation and segment."""
    people = parse_people(who)
    stored = interviews.add(
        seed.session,
        Interview(
            attendees=tuple(Attendee(each, Relation(relation), segment) for each in people),
            note=note_of(Head(with_=people), body),
            held=InterviewDate.on(date.fromisoformat(on)),
            kind=InterviewKind.INTERVIEW,
            channel=Channel(channel),
            due={},
        ),
        author="Robin",
        today=TODAY,
        logged_at=f"{TODAY}T12:00:00",
        rule=Rule(),
    )
    verdicts.reevaluate(seed.session, stored.touched, today=TODAY, interview=stored.number)


@pytest.fixture
def asking(seed, once):
    """Seven opinions: asked by some, by nobody, by all who fit, settled, stale and put aside."""

    @once
    def tell() -> None:
        with seed.writing() as session:
            seed.opinion(
                "Bookkeepers lose a day a month to re-keying invoices",
                importance=5,
                serves=(FUTURE,),
            )
            seed.opinion(
                "Clinics pay for audits", importance=4, serves=(CURRENT,), segment="clinics"
            )
            seed.opinion("Vets switch suppliers in spring", importance=5, segment="Vets")
            seed.opinion(
                "Owners struggle with month end close",
                wrong_if="8 of 10 call their accountant only once",
                rule=Rule(prospects=0),
            )
            seed.opinion("Labs want a dashboard of samples", serves=(FUTURE,), segment="labs")
            seed.opinion("Everybody reads the summary", rule=Rule(1, 51, 0, 0))
            seed.opinion("Nobody has a printer", importance=5)
            hypotheses.park(session, 7, reason="later", until=date(2027, 1, 4), today=TODAY)
            for number in range(6):
                who = f"Old {number} @ Firm {number}"
                hear(seed, who, f"2026-02-0{number + 1}", "H4+ did: closed late\n", "former")
            hear(
                seed, "Ana Ruiz @ Norte", "2026-09-01", "H1+ did: last Friday\n", segment="clinics"
            )
            hear(seed, "Bo Dahl @ Norte", "2026-08-01", segment="clinics")
            hear(seed, "Cy Obi", "2026-10-30", "H1- says: never\nH6+ says: daily\n")
            hear(seed, "Di Lee @ Sur", "2026-11-10", "H2+ paid: 300\n", "current", "Clinics")
            hear(seed, "Ed Fox @ Oeste", "2026-06-10", "", "current", "clinics")
            hear(seed, "Flo Roy @ Vet One", "2026-11-12", "H3? could not say\n", segment="vets")
            hear(seed, "Gus Kay @ Kay Labs", "2026-11-13", "", "unknown", "labs", "proxy")
            hear(seed, "Robin", "2026-11-13", "H1+ did: I saw it\n", "internal")
            verdicts.reevaluate(session, range(1, 8), today=TODAY)

    return seed


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_what_to_learn_next_has_a_golden_file(disco, asking, golden, name, ending):
    golden(f"next.{ending}", disco("next", "--format", name).out)


def test_it_fits_a_narrow_screen(disco, asking, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    golden("next.60.txt", disco("next").out)


def test_a_single_opinion_has_a_golden_file_too(disco, asking, golden):
    golden("next.H1.txt", disco("next", "H1").out)
    golden("next.H3.txt", disco("next", "H3").out)


# Recomputed from other pages


def key_of(text):
    return " ".join((text or "").casefold().split())


def fits(page, person):
    """Whether somebody is whom an opinion is about, and may be asked."""
    relations = set().union(*(WHOSE[whom] for whom in page["serves"] or ["company"]))
    return (
        person["relation"] in relations
        and person["period_days"] is not None
        and person["consent"]["notes"] != "withdrawn"
        and (page["segment"] is None or key_of(page["segment"]) == key_of(person["segment"]))
    )


def voice(person):
    return person["organisation"] or person["code"]


def expected(page, people):
    """Reach, score, and the people to ask, by the words of docs/methods.md."""
    counted = [piece for piece in page["evidence"] if piece["counted"]]
    heard = {piece["voice"] for piece in counted}
    known = [person for person in people if fits(page, person)]
    most = next(check["need"] for check in page["checks"] if check["name"] == "voices")
    reach = min(most, len({voice(person) for person in known} - heard))
    votes = page["votes_for"] + page["votes_against"]
    certainty = 1 + sum(check["ok"] for check in page["checks"]) if votes else 1
    first, rest, taken = [], [], set(heard)
    for person in known:
        if voice(person) not in taken:
            taken.add(voice(person))
            first.append((person["code"], True))
        elif person["code"] not in {piece["person"] for piece in counted}:
            rest.append((person["code"], False))
    return {
        "uncertainty": 6 - certainty,
        "reach": reach,
        "score": page["importance"] * (6 - certainty) * reach,
        "fit": len(known),
        "people": [*first, *rest][:5],
    }


def recomputed(disco):
    """What `disco next --json` should say, and in which order, from other pages alone."""
    people = disco("people", "--json").data
    pages = [
        disco("hypotheses", "show", each["code"], "--json").data
        for each in disco("hypotheses", "--all", "--json").data
    ]
    found = {page["code"]: expected(page, people) for page in pages if page["status"] in OPEN}
    by_code = {page["code"]: page for page in pages}

    def order(code):
        page = by_code[code]
        return (
            -found[code]["score"],
            -page["importance"] * found[code]["uncertainty"],
            -page["importance"],
            page["asked"],
            int(code[1:]),
        )

    return {code: found[code] for code in sorted(found, key=order)}


def printed(disco):
    return {
        each["code"]: {
            **{name: each[name] for name in ("uncertainty", "reach", "score", "fit")},
            "people": [(person["code"], person["new_voice"]) for person in each["people"]],
        }
        for each in disco("next", "--json").data
    }


def agree(disco):
    wanted, found = recomputed(disco), printed(disco)
    assert wanted
    assert found == wanted
    assert list(found) == list(wanted)


def test_every_number_can_be_found_again_in_the_pages_and_the_people(disco, asking):
    agree(disco)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("at_once", [0, 40])
def test_so_it_can_in_a_journal_with_everything_in_it(disco, seed, monkeypatch, number, at_once):
    """Whether the evidence is read opinion by opinion, or all of the latest at once."""
    from discoverycli.store.read import next_step as read

    monkeypatch.setattr(read, "_FEW", at_once)
    recount.fill(seed, number)
    agree(disco)
    assert all(each["reach"] <= 5 for each in printed(disco).values())


def test_a_screen_says_of_the_first_what_the_data_say(disco, asking):
    first = disco("next", "--json").data[0]
    page = disco("next").out
    assert f"{first['code']} {first['text']}" in page
    assert f"score {first['score']} = importance {first['importance']} × uncertainty" in page
    for each in first["people"]:
        assert each["name"] in page
    for each in first["questions"]:
        assert " ".join(each["text"].split()) in " ".join(page.split())


def test_a_single_opinion_is_told_as_in_the_list(disco, asking):
    for each in disco("next", "--json").data:
        assert disco("next", each["code"], "--json").data == each


# Who is asked


@contextmanager
def rows(path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    with connection:
        yield connection
    connection.close()


def asked(disco, code):
    return [each["name"] for each in disco("next", code, "--json").data["people"]]


def test_who_is_snoozed_is_left_out_until_their_day(disco, asking, monkeypatch):
    assert asked(disco, "H2") == ["Ed Fox"]
    with rows(asking.path) as connection:
        connection.execute("UPDATE person SET snoozed_until='2026-11-21' WHERE name='Ed Fox'")
    assert asked(disco, "H2") == []
    assert disco("next", "H2", "--json").data["reach"] == 0
    monkeypatch.setenv("DISCO_TODAY", "2026-11-21")
    assert asked(disco, "H2") == ["Ed Fox"]


def test_who_took_back_their_consent_to_notes_is_left_out(disco, asking):
    disco("people", "consent", "Ed Fox", "--scope", "notes,quote")
    disco("people", "consent", "Ed Fox", "--scope", "quote", "--withdraw")
    assert asked(disco, "H2") == ["Ed Fox"]
    disco("people", "consent", "Ed Fox", "--scope", "notes", "--withdraw")
    assert asked(disco, "H2") == []
    agree(disco)


def test_who_was_forgotten_is_left_out_even_with_a_period_of_their_own(disco, asking):
    person = disco("next", "H2", "--json").data["people"][0]["code"]
    disco("people", "forget", person, "--yes")
    assert asked(disco, "H2") == []
    with rows(asking.path) as connection:
        connection.execute("UPDATE person SET period_days=7 WHERE id=?", (person[1:],))
    assert asked(disco, "H2") == []


def test_a_booked_contact_does_not_stand_for_the_last_one(disco, asking):
    before = disco("next", "H1", "--json").data
    with asking.writing():
        hear(asking, "Ana Ruiz @ Norte", "2026-12-01")
        hear(asking, "Zoe New @ New", "2026-12-02")
    after = disco("next", "H1", "--json").data
    assert [each["name"] for each in after["people"]][:2] == ["Gus Kay", "Zoe New"]
    assert [each for each in after["people"] if each["name"] != "Zoe New"] == before["people"]
    agree(disco)


def test_people_of_an_organisation_that_has_answered_come_after_new_voices(disco, asking):
    with asking.writing():
        hear(asking, "Hal Ito @ Este", "2026-11-19")
    found = disco("next", "H1", "--json").data["people"]
    assert [(each["name"], each["new_voice"]) for each in found] == [
        ("Gus Kay", True),
        ("Flo Roy", True),
        ("Hal Ito", True),
        ("Bo Dahl", False),
    ]
    assert "No new voice" in disco("next", "H1").out


def test_an_answer_that_does_not_count_leaves_somebody_to_ask(disco, asking):
    with asking.writing():
        hear(asking, "Ed Fox @ Oeste", "2026-11-18", "H2+ would: love it\n", "current")
        hear(asking, "Ed Fox @ Oeste", "2026-11-19", "H2+ did: so\n", "current", None, "proxy")
    assert asked(disco, "H2") == ["Ed Fox"]
    with asking.writing():
        hear(asking, "Ed Fox @ Oeste", "2026-11-20", "H2? could not say\n", "current")
    assert asked(disco, "H2") == []


def test_one_more_person_to_ask_never_lowers_a_score(disco, asking):
    before = {code: each["score"] for code, each in printed(disco).items()}
    with asking.writing():
        hear(asking, "Ivy Law @ Law", "2026-11-19", segment="vets")
        hear(asking, "Jo Poe @ Poe", "2026-11-19", "", "unknown", "labs")
    after = {code: each["score"] for code, each in printed(disco).items()}
    assert all(after[code] >= score for code, score in before.items())
    assert after["H3"] > before["H3"] == 0
    assert after["H5"] > before["H5"]


# What is left out, and what is said instead


def test_an_opinion_with_nobody_to_ask_says_whom_to_find(disco, asking):
    found = {each["code"]: each for each in disco("next", "--json").data}
    assert found["H3"]["find"] == "5 people outside the company of the segment Vets"
    assert found["H3"]["reach"] == found["H3"]["score"] == 0
    assert [each["find"] for each in found.values() if each["reach"]] == [None] * 4
    assert list(found)[-1] == "H3"
    page = " ".join(disco("next").out.split())
    assert "Nobody left to ask, the riskiest first" in page
    alone = " ".join(disco("next", "H3").out.split())
    assert "everybody who fits was asked; find 5 people outside the company" in alone


@pytest.mark.parametrize(
    ("serves", "kind"),
    [
        ((FUTURE,), "prospects"),
        ((CURRENT,), "current customers"),
        ((CURRENT, FUTURE), "prospects or current customers"),
        ((), "people outside the company"),
    ],
)
def test_whom_to_find_is_whom_it_serves_and_as_many_as_are_missing(disco, seed, serves, kind):
    with seed.writing():
        seed.opinion("They pay for it", serves=serves, rule=Rule(3, 51, 0, 0))
    found = disco("next", "--json").data[0]
    assert found["find"] == f"3 {kind}"
    assert "nobody who fits can be asked; find 3" in " ".join(disco("next", "H1").out.split())


def test_what_is_settled_or_put_aside_is_left_out_and_still_shown_by_its_code(disco, asking):
    codes = [each["code"] for each in disco("next", "--json").data]
    assert sorted(codes) == ["H1", "H2", "H3", "H4", "H5"]
    for code, words in (("H6", "Settled"), ("H7", "Parked until 2027-01-04")):
        assert f"{words}: disco next leaves it out" in disco("next", code).out
        one = disco("next", code, "--json").data
        assert one["score"] is None
        assert len(one["questions"]) == 3


def test_what_would_show_it_wrong_is_asked_first_and_what_is_stale_says_since_when(disco, asking):
    texts = [each["text"] for each in disco("next", "H4", "--json").data["questions"]]
    assert texts[:2] == [
        "When did you last call your accountant? Walk me through it.",
        "What has changed about dealing with month end close since May 2026?",
    ]


def test_words_that_tell_nothing_are_said_to_give_general_questions(disco, seed):
    with seed.writing():
        seed.opinion("Month end is hard")
        seed.log("Ana @ Acme", "2026-11-18")
    page = " ".join(disco("next").out.split())
    assert "the questions name nothing: an opinion like WHO does WHAT gets better ones" in page
    assert disco("next", "H1", "--json").data["about"] is None


# Formats


def test_a_spreadsheet_has_a_row_an_opinion_and_no_objects(disco, asking):
    table = list(csv.DictReader(io.StringIO(disco("next", "--format", "csv").out)))
    data = disco("next", "--json").data
    assert [row["code"] for row in table] == [each["code"] for each in data]
    assert table[0]["people"] == "; ".join(each["code"] for each in data[0]["people"])
    assert table[0]["questions"] == "; ".join(each["text"] for each in data[0]["questions"])
    assert not any("{" in cell for row in table for cell in row.values())


def test_names_are_not_shown_to_others(disco, asking):
    for format_ in ("table", "json", "csv", "markdown"):
        shown = disco("next", "--anonymous", "--format", format_).out
        for name in ("Ana", "Ruiz", "Norte", "Ed Fox", "Oeste"):
            assert name not in shown
    plain = printed(disco)
    hidden = {
        each["code"]: (each["reach"], each["score"])
        for each in disco("next", "--anonymous", "--json").data
    }
    assert hidden == {code: (each["reach"], each["score"]) for code, each in plain.items()}
