"""Proves that voices counted by the database are those the rule counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.jobs import JobStatus, job_voices
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, Code, Precision, Relation, Rung
from discoverycli.store.read import interviews, jobs
from discoverycli.store.reader import open_reader
from discoverycli.store.writer import ensure_journal

TODAY = date(2026, 11, 20)
JOBS, PEOPLE, ORGANISATIONS = 2, 5, 1

hires = st.lists(
    st.fixed_dictionaries(
        {
            "job": st.integers(1, JOBS),
            "person": st.integers(1, PEOPLE),
            "hired": st.booleans(),
            "rung": st.just(Rung.DID) | st.sampled_from(Rung),
            "relation": st.just(Relation.PROSPECT) | st.sampled_from(Relation),
            "channel": st.just(Channel.DIRECT) | st.sampled_from(Channel),
            "precision": st.just(Precision.DAY) | st.sampled_from(Precision),
            "days": st.sampled_from([-1, 0, 30, 31, 180, 181]) | st.integers(-60, 400),
        }
    ),
    max_size=12,
)


def test_the_database_counts_the_voices_that_the_rule_counts(journal_path: Path) -> None:
    ensure_journal(journal_path)

    @given(hires, st.sampled_from([30, 180]))
    def check(found: list[dict[str, Any]], fresh_days: int) -> None:
        _write(journal_path, found)
        rule = Rule(fresh_days=fresh_days)
        with open_reader(journal_path) as reader:
            counted = jobs.voices(reader, rule, TODAY)
            for number in range(1, JOBS + 1):
                facts = [each.fact for each in interviews.hires(reader, Code("J", number))]
                expected = job_voices(facts, rule, today=TODAY)
                if expected.status is JobStatus.UNHEARD:
                    assert number not in counted
                else:
                    assert counted[number] == expected

    check()


def _write(path: Path, found: list[dict[str, Any]]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("hire", "participation", "interview", "person", "organisation", "job"):
            connection.execute(f"DELETE FROM {table}")
        for n in range(1, ORGANISATIONS + 1):
            connection.execute("INSERT INTO organisation VALUES (?, ?, ?, ?)", (n, n, n, n))
        for n in range(1, PEOPLE + 1):
            organisation = n % (ORGANISATIONS + 1) or None
            _insert(
                connection, "person", id=n, uid=n, name=n, name_key=n, relation="unknown",
                organisation_id=organisation, created_on="2026-01-01", version=1,
            )  # fmt: skip
        for n in range(1, JOBS + 1):
            _insert(
                connection, "job", id=n, uid=n, text=n, text_key=n, type="core", serves="",
                author="R", created_on="2026-01-01", version=1,
            )  # fmt: skip
        for n, hire in enumerate(found, start=1):
            _hire(connection, n, hire)


def _hire(connection: sqlite3.Connection, number: int, hire: dict[str, Any]) -> None:
    """One interview with one person, who hired or fired one thing."""
    _insert(
        connection, "interview", id=number, uid=number, held_on=_day(hire), kind="interview",
        precision=hire["precision"].value, channel=hire["channel"].value, notes="x", author="R",
        logged_at="x", contact=0, version=1,
    )  # fmt: skip
    _insert(
        connection, "participation", interview_id=number, person_id=hire["person"], position=0,
        relation=hire["relation"].value,
    )  # fmt: skip
    _insert(
        connection, "hire", id=number, job_id=hire["job"], interview_id=number, text="x", line=1,
        person_id=hire["person"], hired=int(hire["hired"]), rung=int(hire["rung"]),
    )  # fmt: skip


def _day(hire: dict[str, Any]) -> str | None:
    """As stored: the last day of a month or year, none without a date."""
    day = TODAY - timedelta(days=hire["days"])
    if hire["precision"] is Precision.MONTH:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    elif hire["precision"] is Precision.YEAR:
        day = date(day.year, 12, 31)
    return None if hire["precision"] is Precision.UNKNOWN else day.isoformat()


def _insert(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
