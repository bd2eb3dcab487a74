"""A journal's snapshot: everything is in it, and it can be stored beside another journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from discoverycli.domain import snapshot as s
from discoverycli.domain.vocabulary import Code
from discoverycli.privacy import forget
from discoverycli.store.models import every  # noqa: F401 - fills the metadata
from discoverycli.store.read import journal as reading
from discoverycli.store.reader import open_reader
from discoverycli.store.sql import next_number
from discoverycli.store.write.journal import Merged
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)

RECORDS = {
    "organisation": s.Organisation, "person": s.Person, "interview": s.Interview,
    "participation": s.Attendance, "statement": s.Statement, "hypothesis": s.Hypothesis,
    "revision": s.Revision, "evidence": s.Evidence, "job": s.Job, "hire": s.Hire,
    "followup": s.Followup, "movement": s.Movement, "pause": s.Pause, "consent": s.Consent,
    "prediction": s.Prediction, "decision": s.Decision, "ground": s.Ground, "why": s.Why,
}  # fmt: skip
UNDER_ANOTHER_NAME = {
    "id": "code", "person_id": "person", "statement_id": "statement", "job_id": "job",
    "parent_id": "under", "risk_class": "class_", "organisation_id": "organisation", "precision": "held_on",
}  # fmt: skip
FOLLOWS_FROM_THE_REST = {
    "name_key", "text_key", "last_contact", "contact", "position", "id", "interview_id",
    "hypothesis_id",
}  # fmt: skip


OWN = ("operation", "change", "erasure")
"""What is about this file and not about what was heard."""


IN_A_LIST_OF_ITS_OWN = {
    ("person", "referred_by_id"): s.Referral,
    ("revision", "right_if"): s.Criteria,
    ("revision", "wrong_if"): s.Criteria,
    ("why", "hypothesis_id"): s.Why,
    ("why", "statement_id"): s.Why,
    ("ground", "decision_id"): s.Decision,
}


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_every_column_of_the_journal_is_exported_or_follows_from_what_is(table: str) -> None:
    if table in ("counter", "memo", "theme", *OWN):
        return  # a snapshot's counters, worked out again, a statement's themes
    exported = {field.name for field in fields(RECORDS[table])}
    for column in SQLModel.metadata.tables[table].columns:
        if (table, column.name) in IN_A_LIST_OF_ITS_OWN:
            continue
        name = UNDER_ANOTHER_NAME.get(column.name, column.name)
        known = {name, column.name.removesuffix("_id")} & exported
        assert known or column.name in FOLLOWS_FROM_THE_REST, f"{table}.{column.name}"


def load(path: Path) -> s.Snapshot:
    with open_reader(path) as reader:
        return reading.read_journal(reader).in_memory()


def take_in(path: Path, snapshot: s.Snapshot) -> Merged:
    with open_journal(path) as session:
        return forget.merge(session, snapshot, today=TODAY)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything stored, but for the numbers of rows that have no code."""
    connection = sqlite3.connect(path)
    tables = [t.name for t in SQLModel.metadata.sorted_tables if t.name not in ("counter", *OWN)]
    found = {}
    for table in [*tables, "search"]:
        cursor = connection.execute(f"SELECT * FROM {table}")
        heads = [head[0] for head in cursor.description]
        numbered = table in (
            "evidence",
            "hire",
            "followup",
            "movement",
            "pause",
            "organisation",
            "prediction",
        )
        keep = [n for n, head in enumerate(heads) if not (numbered and head == "id")]
        found[table] = sorted((tuple(row[n] for n in keep) for row in cursor), key=repr)
    connection.close()
    return found


@pytest.fixture
def team(disco: Callable[..., object], journal_path: Path) -> Path:
    """A journal with a little of everything."""
    disco("hypotheses", "add", "bookkeepers lose a day a month", "--serves", "future")
    disco("hypotheses", "add", "owners pay for closed books", "--importance", "5")
    disco(
        "log",
        "Ana Silva @ Acme; Ben @ Acme",
        "H1+ did: on Friday @Ben\nJ: reconcile invoices before month end\nJ+ hired a sheet\n"
        "!pain did: four hours #payroll #month-end\n- [x] send the summary\n"
        "!commit an introduction by 2026-12-01",
        "--as",
        "prospect",
        "--on",
        "2026-11-03",
    )
    disco(
        "log",
        "Cy @ Umbrella",
        "> their words\nH2- paid: never",
        "--as",
        "current",
        "--on",
        "2026-10",
    )
    disco("hypotheses", "support", "H2", "S1", "--rung", "did")
    disco("people", "consent", "P1", "--scope", "notes,quote", "--until", "2028-11-20")
    disco("hypotheses", "park", "H1", "--until", "2027-01-04", "--reason", "nobody has time")
    return journal_path


def test_a_copy_holds_the_same_rows_keys_index_and_verdicts(team: Path, world: Path) -> None:
    copy = world / "copy.db"
    merged = take_in(copy, load(team))
    assert rows(copy) == rows(team)
    assert load(copy) == load(team)
    assert merged.interviews == 2
    assert not (merged.known or merged.renamed or merged.moves or merged.old_codes)


def test_a_snapshot_taken_in_twice_changes_nothing(team: Path) -> None:
    before = rows(team)
    merged = take_in(team, load(team))
    assert rows(team) == before
    assert (merged.known, merged.interviews, merged.people, merged.hypotheses) == (2, 0, 0, 0)
    assert not merged.differing


def test_codes_never_come_again_after_they_were_given_elsewhere(team: Path, world: Path) -> None:
    snapshot = load(team)
    counters = {**snapshot.counters, "H": 40, "D": 7}
    copy = world / "copy.db"
    take_in(copy, replace(snapshot, counters=counters))
    assert load(copy).counters == counters


@pytest.fixture
def other(disco: Callable[..., object], world: Path) -> Path:
    """Another team's journal, in which the same codes mean other things."""
    path = world / "other.db"
    disco("hypotheses", "add", "plumbers forget invoices", "--journal", str(path))
    disco(
        "log",
        "Dee @ Pipes",
        "H1+ says: often\nJ: find a van\n!pain much",
        "--as",
        "prospect",
        "--journal",
        str(path),
    )
    return path


def test_what_has_a_taken_code_gets_a_fresh_one_and_keeps_what_belongs_to_it(
    team: Path, other: Path
) -> None:
    before = load(other)
    merged = take_in(other, load(team))
    after = load(other)
    assert after.interviews[: len(before.interviews)] == before.interviews
    assert merged.renamed > 0
    heard = next(each for each in after.interviews if each.notes.startswith("H1+ did: on Friday"))
    said = {each.code: each.text for each in after.hypotheses}
    assert said[heard.evidence[0].hypothesis] == "bookkeepers lose a day a month"
    assert heard.evidence[0].hypothesis != Code("H", 1)
    names = {each.code: each.name for each in after.people}
    assert [names[each.person] for each in heard.people] == ["Ana Silva", "Ben"]
    moved = next(each for each in after.hypotheses if each.text == "owners pay for closed books")
    assert [each.status.value for each in moved.movements] == ["testing"]


def test_a_note_with_codes_from_elsewhere_is_named(team: Path, other: Path) -> None:
    merged = take_in(other, load(team))
    here = {each.text: each.code for each in load(other).hypotheses}
    (old,) = merged.old_codes  # the other note names H2, which was free and is H2 here, too
    assert (Code("H", 1), here["bookkeepers lose a day a month"]) in old.codes
    assert here["owners pay for closed books"] == Code("H", 2)


def test_a_code_that_was_given_and_taken_away_is_not_given_to_something_else(
    team: Path, world: Path
) -> None:
    path = world / "used.db"
    with open_journal(path) as session:
        next_number(session, "H")
    take_in(path, load(team))
    found = {each.text: each.code.number for each in load(path).hypotheses}
    assert found == {"bookkeepers lose a day a month": 3, "owners pay for closed books": 2}


def test_a_person_known_by_name_and_organisation_is_the_same_person(
    team: Path, world: Path, disco: Callable[..., object]
) -> None:
    path = world / "mine.db"
    disco(
        "log",
        "ana  silva @ ACME",
        "hello",
        "--as",
        "unknown",
        "--on",
        "2026-09-01",
        "--journal",
        str(path),
    )
    merged = take_in(path, load(team))
    assert merged.people == 2  # Ben and Cy
    ana = next(each for each in load(path).people if each.name == "ana silva")
    assert (ana.code, ana.relation.value) == (Code("P", 1), "prospect")
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT last_contact FROM person WHERE id = 1").fetchone() == (
        "2026-11-03",
    )
    connection.close()


def test_evidence_on_an_opinion_that_was_here_moves_it(
    team: Path, world: Path, disco: Callable[..., object]
) -> None:
    path = world / "mine.db"
    disco("hypotheses", "add", "Owners pay for closed books.", "--journal", str(path))
    merged = take_in(path, load(team))
    assert [(str(m.code), m.was.value, m.status.value) for m in merged.moves] == [
        ("H1", "unvalidated", "testing")
    ]
    assert merged.hypotheses == 1
    (mine,) = (each for each in load(path).hypotheses if each.code == Code("H", 1))
    assert mine.text == "Owners pay for closed books."
    assert len(mine.movements) == 1


def test_evidence_linked_elsewhere_to_an_interview_that_is_here_comes_along(
    team: Path, world: Path, disco: Callable[..., object]
) -> None:
    mine = world / "mine.db"
    take_in(mine, load(team))
    disco("hypotheses", "add", "month-end is late")
    disco("hypotheses", "support", "H3", "S1", "--rung", "did")
    merged = take_in(mine, load(team))
    assert (merged.interviews, merged.known, merged.hypotheses) == (0, 2, 1)
    assert load(mine) == load(team)
    assert rows(mine)["evidence"] == rows(team)["evidence"]


def test_what_is_here_in_another_version_is_named_and_stays(team: Path, world: Path) -> None:
    mine = world / "mine.db"
    snapshot = load(team)
    take_in(mine, snapshot)
    first, second = snapshot.interviews
    opinion = snapshot.hypotheses[0]
    changed = replace(
        snapshot,
        interviews=(replace(first, notes="other words"), replace(second, version=9)),
        hypotheses=(replace(opinion, importance=1, version=9), *snapshot.hypotheses[1:]),
    )
    merged = take_in(mine, changed)
    assert [str(code) for code in merged.differing] == ["H1", "I1", "I2"]
    assert load(mine) == snapshot


def test_a_verdict_that_time_has_changed_is_noted_by_the_next_command_that_writes(
    team: Path, world: Path, disco: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = load(team)
    copy = world / "copy.db"
    later = date(2027, 8, 1)  # all evidence has grown old
    with open_journal(copy) as session:
        forget.merge(session, snapshot, today=later)
    assert load(copy) == snapshot
    monkeypatch.setenv("DISCO_TODAY", later.isoformat())
    disco("log", "Eve @ Nowhere", "H: something else", "--journal", str(copy))
    moved = [each.movements[-1] for each in load(copy).hypotheses[:2]]
    assert [each.status.value for each in moved] == ["unvalidated", "unvalidated"]
    assert {each.moved_on for each in moved} == {later}


def consent_of(path: Path) -> list[tuple[str, str, str | None]]:
    return [
        (each.scope.value, each.given_on.isoformat(), iso(each.withdrawn_on))
        for each in load(path).consents
    ]


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_of_a_consent_that_both_journals_know_the_later_word_stands(
    team: Path, world: Path, disco: Callable[..., object]
) -> None:
    mine = world / "mine.db"
    take_in(mine, load(team))
    disco("people", "consent", "P1", "--withdraw", "--scope", "quote")
    take_in(mine, load(team))
    assert consent_of(mine)[1] == ("quote", "2026-11-20", "2026-11-20")
    assert load(mine) == load(team)
    before = load(team)
    disco("people", "consent", "P1", "--scope", "quote", "--on", "2026-11-19")
    take_in(mine, load(team))
    assert load(mine).consents == before.consents  # an older word changes nothing
