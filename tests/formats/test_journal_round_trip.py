"""Whole journals out and back: whatever is in one, nothing of it is lost or changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discoverycli.domain import snapshot as s
from discoverycli.domain.vocabulary import (
    Channel,
    Code,
    Held,
    HypothesisClass,
    InterviewKind,
    JobType,
    Origin,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    StatementKind,
    Status,
)
from discoverycli.domain.words import name_key, text_key
from discoverycli.formats import journal_folder, journal_json, journal_markdown
from discoverycli.store.journal import open_journal
from discoverycli.store.read import journal as reading
from discoverycli.store.reader import open_reader
from discoverycli.store.write import journal as writing

TODAY = date(2026, 11, 20)

HOSTILE = (
    "", " ", "---", "---\nwith: nobody\n---\n", "```\ncode", "~~~", "# Heading", "## People\n\n| a |",
    "| cell | cell |", "\\", "\\|", "a | b", '""', '"quoted"', "<script>alert(1)</script>",
    "<!-- never closed", "&#10;", "&amp;", "[bold]red[/bold]", "line\r\nline\r\n", "trailing  ",
    " leading", "no final newline", "\n\n\n", "\t", "emoji 🙂 and Zoë", "\u202eright to left",
    "\x1b[31mred", "\ufeffmark", "\u2028", "null", "yes", "2026-11-20", "H1+ did: words",
    "**bold** _it_ `code` ~no~ $x$", "$" * 30,
)  # fmt: skip

letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
texts = st.one_of(st.sampled_from(HOSTILE), st.text(letters, max_size=20))
names = texts.filter(lambda text: bool(name_key(text)))
perhaps = st.none() | texts
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
helds = st.one_of(
    st.just(Held.unknown()),
    days.map(Held.on),
    days.map(lambda day: Held.in_month(day.year, day.month)),
    days.map(lambda day: Held.in_year(day.year)),
)
serves = st.sets(st.sampled_from(Stakeholder)).map(
    lambda chosen: tuple(each for each in Stakeholder if each in chosen)
)
versions = st.integers(1, 9)
lines = st.integers(0, 99)
MOST = 3


def of(prefix: str, numbers: list[int]) -> st.SearchStrategy[Code]:
    return st.sampled_from([Code(prefix, number) for number in numbers])


def many(build: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.integers(0, MOST).flatmap(lambda count: st.tuples(*[build] * count))


class Numbers:
    """Codes and identities that are given once."""

    def __init__(self) -> None:
        self.last = 0

    def uid(self) -> str:
        self.last += 1
        return f"{self.last:016x}"


@st.composite
def snapshots(draw: Callable[..., Any]) -> s.Snapshot:
    """Any journal that holds together, with gaps in its codes."""
    fresh = Numbers()
    numbers = st.lists(st.integers(1, 50), unique=True, min_size=draw(st.booleans()), max_size=MOST)
    taken = {letter: sorted(draw(numbers)) for letter in "PHJI"}
    organisations = tuple(
        s.Organisation(name, fresh.uid())
        for name in draw(st.lists(names, unique_by=name_key, max_size=2))
    )
    people = tuple(
        draw(
            st.builds(
                s.Person, st.just(Code("P", number)), names,
                st.lists(texts, max_size=2).map(tuple),
                st.sampled_from([None, *(each.name for each in organisations)]),
                st.sampled_from(Relation), perhaps, perhaps, st.none() | st.integers(0, 400),
                st.none() | days, days, versions, st.just(fresh.uid()),
            )
        )
        for number in taken["P"]
    )  # fmt: skip
    opinions = draw(_worded(len(taken["H"])))
    movement = st.builds(
        s.Movement, days, st.sampled_from(Status), st.sampled_from(Status),
        st.none() | of("I", taken["I"]) if taken["I"] else st.none(),
    )  # fmt: skip
    hypotheses = tuple(
        draw(
            st.builds(
                s.Hypothesis, st.just(Code("H", number)), st.just(text),
                st.sampled_from(HypothesisClass), st.sampled_from(Origin), st.integers(1, 5), serves,
                perhaps, texts, days, st.none() | days, perhaps, versions, st.just(fresh.uid()),
                _revisions(), many(movement),
            )
        )
        for number, text in zip(taken["H"], opinions, strict=True)
    )  # fmt: skip
    jobs = tuple(
        draw(
            st.builds(
                s.Job, st.just(Code("J", number)), st.just(text), st.sampled_from(JobType), perhaps,
                perhaps, perhaps, serves, perhaps, texts, days, versions, st.just(fresh.uid()),
            )
        )
        for number, text in zip(taken["J"], draw(_worded(len(taken["J"]))), strict=True)
    )  # fmt: skip
    interviews: list[s.Interview] = []
    for number in taken["I"] if people else ():
        interviews.append(draw(_interview(number, taken, fresh, len(interviews))))
    hypotheses = tuple(_without_lost(each, interviews) for each in hypotheses)
    pause = st.builds(s.Pause, days, days, perhaps, texts)
    pauses = draw(st.lists(pause, unique_by=lambda each: (each.first_on, each.last_on), max_size=2))
    made = s.Snapshot({}, organisations, people, hypotheses, jobs, tuple(interviews), tuple(pauses))
    given_before = draw(
        st.fixed_dictionaries({}, optional={c: st.integers(1, 99) for c in "PHJISD"})
    )
    highest = made.highest()
    counters = {
        letter: max(given_before.get(letter, 0), highest.get(letter, 0))
        for letter in {*given_before, *highest}
    }
    return s.Snapshot(
        counters, organisations, people, hypotheses, jobs, tuple(interviews), tuple(pauses)
    )


def _worded(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, unique_by=text_key, min_size=count, max_size=count)


def _without_lost(hypothesis: s.Hypothesis, interviews: list[s.Interview]) -> s.Hypothesis:
    from dataclasses import replace

    codes = {None, *(each.code for each in interviews)}
    kept = tuple(each for each in hypothesis.movements if each.interview in codes)
    return replace(hypothesis, movements=kept)


@st.composite
def _revisions(draw: Callable[..., Any]) -> tuple[s.Revision, ...]:
    numbers = draw(st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=2))
    return tuple(
        draw(
            st.builds(
                s.Revision, st.just(number), st.integers(1, 100), st.integers(51, 99),
                st.integers(0, 100), st.integers(0, 100), st.integers(1, 100), st.integers(1, 3650),
                perhaps, texts, days,
            )
        )
        for number in sorted(numbers)
    )  # fmt: skip


@st.composite
def _interview(
    draw: Callable[..., Any], number: int, taken: dict[str, list[int]], fresh: Numbers, index: int
) -> s.Interview:
    present = draw(st.lists(of("P", taken["P"]), unique=True, min_size=1, max_size=MOST))
    person = st.sampled_from(present)
    words = draw(st.lists(texts, min_size=1, max_size=MOST))
    statements = tuple(
        draw(
            st.builds(
                s.Statement, st.just(Code("S", index * MOST + position + 1)), person, lines,
                st.sampled_from(StatementKind), st.sampled_from(Rung), st.booleans(), st.just(text),
                st.sets(texts, max_size=2).map(lambda found: tuple(sorted(found, key=str.encode))),
            )
        )
        for position, text in enumerate(words)
    )  # fmt: skip
    said = st.none() | st.sampled_from([e.code for e in statements]) if statements else st.none()
    evidence = st.just(())
    if taken["H"]:
        evidence = many(
            st.builds(
                s.Evidence, of("H", taken["H"]), st.sampled_from(Stance), st.sampled_from(Rung),
                person, texts, said, st.booleans(), lines, texts, days,
            )
        )  # fmt: skip
    hires = st.just(())
    if taken["J"]:
        hires = many(
            st.builds(
                s.Hire, of("J", taken["J"]), st.booleans(), st.sampled_from(Rung), person, texts,
                lines,
            )
        )  # fmt: skip
    followup = st.builds(
        s.Followup, person, st.booleans(), texts, st.none() | days, st.none() | days, lines
    )
    return draw(
        st.builds(
            s.Interview, st.just(Code("I", number)), helds, perhaps, st.sampled_from(InterviewKind),
            st.sampled_from(Channel), perhaps, st.none() | st.integers(1, 1440), perhaps, perhaps,
            perhaps, st.none() | st.just(f"hash of {number}"), texts, texts, versions,
            st.just(fresh.uid()), texts,
            st.tuples(
                *(
                    st.builds(s.Attendance, st.just(each), st.sampled_from(Relation), perhaps)
                    for each in present
                )
            ),
            st.just(statements), evidence, hires, many(followup),
        )
    )  # fmt: skip


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal to copy."""
    path = tmp_path_factory.mktemp("empty") / "journal.db"
    with open_journal(path):
        pass
    return path


def stored(snapshot: s.Snapshot, empty: Path, place: Path) -> s.Snapshot:
    """What an empty journal holds after storing a snapshot in it."""
    path = Path(shutil.copy(empty, place / "copy.db"))
    with open_journal(path) as session:
        writing.add(session, snapshot, today=TODAY)
    with open_reader(path) as reader:
        return reading.load(reader)


def as_json(snapshot: s.Snapshot) -> bytes:
    return "".join(journal_json.dump(snapshot)).encode()


def as_folder(snapshot: s.Snapshot) -> dict[str, bytes]:
    return {name: text.encode() for name, text in journal_markdown.dump(snapshot)}


@settings(max_examples=40)
@given(snapshots())
def test_a_journal_is_the_same_after_an_empty_one_has_taken_it_in(
    empty: Path, tmp_path: Path, snapshot: s.Snapshot
) -> None:
    s.check(snapshot)
    again = stored(snapshot, empty, tmp_path)
    assert again == snapshot
    assert as_json(again) == as_json(snapshot)
    assert as_folder(again) == as_folder(snapshot)


@settings(max_examples=100)
@given(snapshots())
def test_an_export_gives_back_every_field_of_every_record(snapshot: s.Snapshot) -> None:
    assert journal_json.load("journal.json", as_json(snapshot)) == snapshot
    assert journal_folder.load("folder", as_folder(snapshot)) == snapshot


@settings(max_examples=60)
@given(snapshots(), st.data())
def test_a_cut_off_or_changed_export_is_refused_or_read_whole(
    snapshot: s.Snapshot, data: st.DataObject
) -> None:
    from discoverycli.errors import InputError

    content = bytearray(as_json(snapshot))
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] = data.draw(st.integers(0, 255))
    try:
        found = journal_json.load("journal.json", bytes(content))
    except InputError as error:
        assert error.message.startswith("journal.json")
    else:
        s.check(found)


@settings(max_examples=60)
@given(snapshots(), st.data())
def test_a_folder_with_a_damaged_file_is_refused_or_read_whole(
    snapshot: s.Snapshot, data: st.DataObject
) -> None:
    from discoverycli.errors import InputError

    files = as_folder(snapshot)
    name = data.draw(st.sampled_from(sorted(files)))
    damaged = bytearray(files[name])
    at = data.draw(st.integers(0, len(damaged) - 1))
    if data.draw(st.booleans()):
        del damaged[at:]
    else:
        damaged[at] = data.draw(st.integers(0, 255))
    try:
        found = journal_folder.load("folder", {**files, name: bytes(damaged)})
    except InputError as error:
        assert error.message.startswith("folder")
    else:
        s.check(found)
