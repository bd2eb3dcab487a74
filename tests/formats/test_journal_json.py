"""A journal as one JSON file: what is refused, and where it says the fault is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from discoverycli.domain.snapshot import VERSION
from discoverycli.errors import InputError
from discoverycli.formats import journal_json

ORGANISATION = {"name": "Acme", "uid": "o1"}
PERSON = {
    "code": "P1", "name": "Ana", "former_names": ["Ana Lima"], "organisation": "Acme", "relation": "prospect", "segment": None,
    "role": None, "period_days": None, "snoozed_until": None, "created_on": "2026-11-20",
    "version": 1, "uid": "p1",
}  # fmt: skip
REVISION = {
    "number": 1, "voices": 5, "majority": 95, "lived": 1, "prospects": 2, "against": 4,
    "fresh_days": 180, "reason": None, "author": "Robin", "made_on": "2026-11-20",
}  # fmt: skip
HYPOTHESIS = {
    "code": "H1", "text": "a claim", "class": "desirability", "origin": "team", "importance": 3,
    "serves": ["current", "future"], "segment": None, "author": "Robin", "created_on": "2026-11-20",
    "parked_until": None, "parked_reason": None, "version": 1, "uid": "h1",
    "revisions": [REVISION],
    "movements": [
        {"moved_on": "2026-11-20", "was": "unvalidated", "status": "testing", "interview": "I1"}
    ],
}  # fmt: skip
JOB = {
    "code": "J1", "text": "find a van", "type": "core", "situation": None, "motivation": None,
    "outcome": None, "serves": [], "segment": None, "author": "Robin", "created_on": "2026-11-20",
    "version": 1, "uid": "j1",
}  # fmt: skip
INTERVIEW = {
    "code": "I1", "held_on": "2026-11", "date_text": None, "kind": "interview", "channel": "direct",
    "via": None, "minutes": 30, "title": None, "study": None, "source": None, "content_hash": None,
    "author": "Robin", "logged_at": "2026-11-20T10:00:00+00:00", "version": 1, "uid": "i1",
    "notes": "words\r\n",
    "people": [{"person": "P1", "relation": "prospect", "segment": None}],
    "statements": [
        {"code": "S1", "person": "P1", "line": 1, "kind": "pain", "rung": "did", "verbatim": True,
         "text": "four hours", "themes": ["payroll"]}
    ],
    "evidence": [
        {"hypothesis": "H1", "stance": "supports", "rung": "did", "person": "P1", "text": "yes",
         "statement": "S1", "linked": True, "line": 0, "author": "Robin", "added_on": "2026-11-20"}
    ],
    "hires": [{"job": "J1", "hired": True, "rung": "says", "person": "P1", "text": "", "line": 2}],
    "followups": [
        {"person": "P1", "ours": True, "text": "call", "due_on": None, "done_on": None, "line": 3}
    ],
}  # fmt: skip


CONSENT = {
    "person": "P1", "scope": "quote", "basis": "consent", "given_on": "2026-11-20",
    "expires_on": "2028-11-20", "withdrawn_on": None, "author": "Robin",
}  # fmt: skip


REASONS = {
    "referrals": [{"person": "P2", "by": "P1"}],
    "criteria": [{"hypothesis": "H1", "revision": 1, "right_if": "five pay", "wrong_if": None}],
    "predictions": [
        {"hypothesis": "H1", "author": "Robin", "percent": 70, "revision": 1,
         "made_on": "2026-11-01"}
    ],
    "decisions": [
        {"code": "D1", "text": "build it", "reason": None, "author": "Robin",
         "made_on": "2026-11-20", "version": 1, "uid": "d1",
         "grounds": [
             {"code": "H1", "holds": True, "status": "testing", "was": None, "votes_for": 1,
              "votes_against": 0, "asked": 1, "revision": 1}
         ]}
    ],
    "whys": [
        {"root": "H1", "number": 1, "under": None, "text": "it takes hours", "heard": "S1",
         "author": "Robin", "added_on": "2026-11-20"}
    ],
}  # fmt: skip


def journal() -> dict[str, Any]:
    whole = {
        "disco": VERSION, "counters": {"H": 4}, "organisations": [ORGANISATION],
        "people": [PERSON, PERSON | {"code": "P2", "name": "Ben", "uid": "p2"}],
        "hypotheses": [HYPOTHESIS], "jobs": [JOB], "interviews": [INTERVIEW],
        "pauses": [{"first_on": "2026-12-24", "last_on": "2027-01-02", "reason": None,
                    "author": "Robin"}],
        "consents": [CONSENT], **REASONS,
    }  # fmt: skip
    return json.loads(json.dumps(whole))  # type: ignore[no-any-return]


def message_of(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        journal_json.load("j.json", content)
    assert caught.value.hint
    return caught.value.message


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    whole = journal()
    change(whole)
    return message_of(json.dumps(whole).encode())


def test_an_export_is_one_record_a_line_and_ascii_only() -> None:
    whole = journal()
    whole["people"][0]["name"] = "Zoë 🙂 \u202e\x1b"
    text = "".join(journal_json.dump(journal_json.load("j.json", json.dumps(whole).encode())))
    assert text.isascii()
    assert json.loads(text) == whole
    assert (
        sum(line.startswith("{") for line in text.splitlines()) == 14
    )  # thirteen records, and the whole


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("people", 0, "name"), 5),
        (("people", 0, "name"), None),
        (("people", 0, "name"), "a\u0000b"),
        (("people", 0, "name"), "\ud800"),
        (("people", 0, "name"), ["Ana"]),
        (("people", 0, "code"), "p1"),
        (("people", 0, "code"), "H1"),
        (("people", 0, "code"), "P0"),
        (("people", 0, "relation"), "friend"),
        (("people", 0, "period_days"), "30"),
        (("people", 0, "period_days"), -1),
        (("people", 0, "period_days"), True),
        (("people", 0, "period_days"), 1.5),
        (("people", 0, "period_days"), 3651),
        (("interviews", 0, "minutes"), 0),
        (("interviews", 0, "minutes"), 1441),
        (("people", 0, "snoozed_until"), "9999-12-31"),
        (("interviews", 0, "held_on"), "1899-12-31"),
        (("interviews", 0, "held_on"), "2200-01"),
        (("interviews", 0, "held_on"), "0001"),
        (("people", 0, "version"), 10**10),
        (("people", 0, "created_on"), "20261120"),
        (("people", 0, "created_on"), "2026-02-30"),
        (("people", 0, "created_on"), 20261120),
        (("people", 0, "created_on"), ["2026-11-20"]),
        (("hypotheses", 0, "class"), "DESIRABILITY"),
        (("hypotheses", 0, "serves"), "current"),
        (("hypotheses", 0, "serves", 1), "nobody"),
        (("hypotheses", 0, "revisions", 0, "voices"), None),
        (("hypotheses", 0, "movements", 0, "status"), "valid"),
        (("interviews", 0, "held_on"), "2026-13"),
        (("interviews", 0, "held_on"), "yesterday"),
        (("interviews", 0, "held_on"), 2026),
        (("interviews", 0, "statements", 0, "rung"), 3),
        (("interviews", 0, "statements", 0, "rung"), "DID"),
        (("interviews", 0, "statements", 0, "verbatim"), "yes"),
        (("interviews", 0, "statements", 0, "themes", 0), 7),
        (("interviews", 0, "evidence", 0, "linked"), 1),
        (("interviews", 0, "followups", 0, "due_on"), ""),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_and_its_place_named(
    place: tuple[str | int, ...], wrong: object
) -> None:
    def change(whole: Any) -> None:
        for step in place[:-1]:
            whole = whole[step]
        whole[place[-1]] = wrong

    named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    last_key = named if isinstance(place[-1], str) else named.rpartition("[")[0]
    assert f"j.json: {last_key[1:]}: " in changed(change)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda j: j.pop("people"), "'people' is missing"),
        (lambda j: j.update(people={}), "'people' is not a list"),
        (lambda j: j.pop("counters"), "'counters' is missing"),
        (lambda j: j["counters"].update(H="4"), "counters.H"),
        (lambda j: j["counters"].update(H=10**9), "counters.H: 1000000000 is not a whole number"),
        (lambda j: j["counters"].update(Q=4), "'Q' is not the letter of a code"),
        (lambda j: j.update(more=1), "'more' is not known here"),
        (lambda j: j["people"][0].pop("uid"), "people[0]: 'uid' is missing"),
        (lambda j: j["people"][0].update(nam="x"), "did you mean 'name'?"),
        (lambda j: j["people"].append(1), "people[2]: 1 is not an object"),
        (lambda j: j["people"].append(j["people"][0]), "the code 'P1' is there twice"),
        (lambda j: j["people"].append(PERSON | {"code": "P3"}), "the person's uid 'p1'"),
        (lambda j: j["people"][0].update(organisation="Other"), "P1 needs the organisation 'Other'"),
        (lambda j: j["people"][0].update(name=" "), "P1 needs a name"),
        (lambda j: j["organisations"].append({"name": "ACME ", "uid": "o2"}), "'acme' is there twice"),
        (lambda j: j["hypotheses"][0].update(importance=6), "H1 has the importance 6"),
        (lambda j: j["hypotheses"][0].update(revisions=[]), "H1 has no criteria"),
        (lambda j: j["hypotheses"][0]["revisions"][0].update(majority=50), "majority=50"),
        (lambda j: j["hypotheses"][0]["movements"][0].update(interview="I9"), "H1 needs I9"),
        (lambda j: j["interviews"][0]["people"][0].update(person="P9"), "I1 needs P9"),
        (lambda j: j["interviews"][0]["evidence"][0].update(hypothesis="H9"), "I1 needs H9"),
        (lambda j: j["interviews"][0]["evidence"][0].update(statement="S9"), "I1 needs S9"),
        (lambda j: j["interviews"][0]["hires"][0].update(job="J9"), "I1 needs J9"),
        (lambda j: j["pauses"][0].update(last_on="2026-12-23"), "before it begins on 2026-12-24"),
        (lambda j: j["pauses"].append(j["pauses"][0]), "the pause 2026-12-24..2027-01-02 is"),
        (lambda j: j.update(disco=VERSION + 1), "written by a newer disco"),
        (lambda j: j.pop("consents"), "'consents' is missing"),
        (lambda j: j["consents"].append(CONSENT), "the consent P1..quote is there twice"),
        (lambda j: j["consents"][0].update(person="P9"), "a consent needs P9"),
        (lambda j: j["consents"][0].update(scope="all"), "'all' is none of: notes"),
        (lambda j: j["consents"][0].update(expires_on="2026-11-19"), "which is earlier"),
        (lambda j: j.pop("decisions"), "'decisions' is missing"),
        (lambda j: j["referrals"][0].update(by="P9"), "a referral needs P9"),
        (lambda j: j["referrals"].append({"person": "P1", "by": "P2"}), "go in a circle"),
        (lambda j: j["criteria"][0].update(revision=9), "H1 needs the revision 9"),
        (lambda j: j["predictions"][0].update(percent=101), "101 is not a whole number from 0 to"),
        (lambda j: j["predictions"].append(j["predictions"][0]), "the prediction H1..Robin"),
        (lambda j: j["decisions"][0]["grounds"][0].update(code="H9"), "D1 needs H9"),
        (lambda j: j["decisions"][0]["grounds"][0].update(code="P1"), "'P1' is not a code"),
        (lambda j: j["decisions"][0].update(text=" "), "D1 needs words"),
        (lambda j: j["whys"][0].update(under=2), "H1 needs the answer 2"),
        (lambda j: j["whys"][0].update(under=1), "go in a circle"),
        (lambda j: j["whys"][0].update(heard="S9"), "an answer to why needs S9"),
        (lambda j: j.update(disco="1"), "its version is not a number"),
        (lambda j: j.update(disco=True), "its version is not a number"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(
    change: Callable[[dict[str, Any]], object], says: str
) -> None:
    message = changed(change)
    assert message.startswith("j.json")
    assert says in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not an export"),
        (b"{", "line 1 is not JSON"),
        (b"[]", "not an export"),
        (b'{"disco": 1,\n"counters": {"H": 1},\n', "line 3 is not JSON"),
        (b'{"disco": 1, "disco": 1}', "'disco' is there twice"),
        (b'{"disco": 1} {}', "line 1 is not JSON from column 14 on"),
        (b"{1: 2}", "line 1 is not JSON from column 3 on"),
        (b'{"disco": 1; "people": []}', "line 1 is not JSON from column 12 on"),
        (b'{"disco": ' + b"9" * 1_000_000 + b"}", "more than 15 digits, the limit"),
        (b'{"disco": NaN}', "NaN is not a number"),
        (b'{"disco": ' + b"[" * 1_000_000, "deeper than 50 levels, the limit"),
        (b'{"disco": ' + b'{"a":' * 1_000_000, "deeper than 50 levels, the limit"),
        (b'{"disco": 1, "counters": "\xff"}', "not UTF-8"),
        ('{"disco": 1}'.encode("utf-16"), "not UTF-8"),
    ],
)
def test_damage_and_bombs_are_refused_in_a_sentence(content: bytes, says: str) -> None:
    assert says in message_of(content)


@pytest.mark.parametrize("letters", ["x", "é", '\\"', "\u20ac", "\0"])
def test_the_limit_of_a_text_is_that_of_a_note_whatever_is_in_it(
    letters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 60_000
    for module in ("journal_json", "records"):
        monkeypatch.setattr(f"discoverycli.formats.{module}.MAX_LOGGED_BYTES", most)
    whole = journal()
    letters = letters.replace("\0", "\x01")
    words = letters * (most // len(letters.encode()))
    whole["interviews"][0]["notes"] = words
    for ascii_only in (True, False):
        data = json.dumps(whole, ensure_ascii=ascii_only).encode()
        assert journal_json.load("j.json", data).interviews[0].notes == words
    whole["interviews"][0]["notes"] = words + letters
    for ascii_only in (True, False):
        data = json.dumps(whole, ensure_ascii=ascii_only).encode()
        assert "a text larger than 10 MB, the limit" in message_of(data)


def test_records_are_counted_and_signs_inside_texts_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = json.dumps(journal()).encode()
    records = data.count(b"{")
    whole = journal()
    whole["interviews"][0]["notes"] = '{"' * 50 + "\\{" * 9
    monkeypatch.setattr("discoverycli.formats.journal_json.MAX_EXPORT_RECORDS", records)
    assert journal_json.load("j.json", json.dumps(whole).encode())
    monkeypatch.setattr("discoverycli.formats.journal_json.MAX_EXPORT_RECORDS", records - 1)
    assert "records, the limit for an export" in message_of(data)


def test_the_keys_of_an_export_may_stand_in_another_order_and_in_more_lines() -> None:
    whole = journal()
    turned = {"disco": whole.pop("disco"), **dict(reversed(whole.items()))}
    read = journal_json.load("j.json", json.dumps(turned, indent=3).encode("utf-8-sig"))
    assert read == journal_json.load("j.json", json.dumps(journal()).encode())


def test_an_export_from_before_there_was_consent_is_read_as_having_none() -> None:
    whole = journal() | {"disco": 1}
    for key in ("consents", *REASONS):
        del whole[key]
    read = journal_json.load("j.json", json.dumps(whole).encode())
    assert read.consents == ()
    assert len(read.people) == 2


def test_an_export_from_before_there_were_decisions_is_read_as_having_none() -> None:
    whole = journal() | {"disco": 2}
    for key in REASONS:
        del whole[key]
    read = journal_json.load("j.json", json.dumps(whole).encode())
    assert (read.decisions, read.whys, read.predictions) == ((), (), ())
    assert len(read.consents) == 1


def test_an_export_is_known_by_its_first_words() -> None:
    assert journal_json.recognises(b'{"disco": 1,')
    assert journal_json.recognises(b'\xef\xbb\xbf\n {\n  "disco" : 1')
    assert not journal_json.recognises(b'{"name": "disco"}')
