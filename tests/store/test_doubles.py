"""What a note doubles, found while it is stored."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from discoverycli.domain.note.interview import Attendee, Interview
from discoverycli.domain.note.notes import Head, Who, note_of
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import InterviewDate
from discoverycli.errors import DoubleError
from discoverycli.store.write import doubles, interviews
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)


def store(
    path: Path, body: str, *, who: str = "Ida", held: InterviewDate | None = None
) -> doubles.Alike:
    """Stores a note unless it is stored already, in a transaction of its own."""
    people = (Who(who, "Crumb"),)
    head = Head(with_=people)
    note = Interview(
        tuple(map(Attendee, people)), note_of(head, body), held or InterviewDate.on(TODAY)
    )
    with open_journal(path) as session:
        return interviews.add(
            session,
            note,
            author="Robin",
            today=TODAY,
            logged_at="2026-11-20T12:00:00",
            rule=Rule(),
            again=False,
        ).alike


def test_of_many_that_log_the_same_at_once_one_stores_it(tmp_path: Path) -> None:
    path, ready, ends = tmp_path / "journal.db", threading.Barrier(4), []
    store(path, "something else")

    def log() -> None:
        ready.wait()
        try:
            store(path, "up at three")
        except DoubleError as double:
            ends.append(double.number)
        else:
            ends.append(0)

    threads = [threading.Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == [0, 2, 2, 2]


@pytest.mark.parametrize(
    "held", [InterviewDate.in_month(2026, 11), InterviewDate.in_year(2026), InterviewDate.unknown()]
)
def test_days_that_are_known_less_well_are_compared_as_far_as_they_are(
    tmp_path: Path, held: InterviewDate
) -> None:
    path = tmp_path / "journal.db"
    store(path, "up at three", held=held)
    store(path, "up at three")
    with pytest.raises(DoubleError):
        store(path, "up at three\n", held=held)
    assert store(path, "other words altogether", held=held) == doubles.Alike()


def test_very_long_notes_are_compared_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    lines = [f"line {n} of what she said that day about the {n % 7} ovens" for n in range(20_000)]
    store(path, "\n".join(lines))
    alike = store(path, "\n".join([*lines[:-500], *(f"{n}" for n in range(500))]))
    assert alike.near == (1,)
    assert store(path, "\n".join(lines[:9000])).near == ()
