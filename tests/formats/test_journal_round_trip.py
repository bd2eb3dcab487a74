"""Whole journals out and back: whatever is in one, nothing of it is lost or changed.

That storing one changes nothing either is a trial: `tests/trials/test_round_trip.py`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples
from tests.trials.journals import snapshots

from discoverycli.domain import snapshot as s
from discoverycli.domain.vocabulary import Channel, Code, InterviewDate, InterviewKind
from discoverycli.formats import journal_folder, journal_json, journal_markdown


def as_json(snapshot: s.Snapshot) -> bytes:
    return "".join(journal_json.dump(snapshot)).encode()


def as_folder(snapshot: s.Snapshot) -> dict[str, bytes]:
    return {name: "".join(text).encode() for name, text in journal_markdown.dump(snapshot)}


@given(snapshots())
def test_an_export_gives_back_every_field_of_every_record(snapshot: s.Snapshot) -> None:
    assert journal_json.load("journal.json", as_json(snapshot)) == snapshot
    assert journal_folder.load("folder", as_folder(snapshot)) == snapshot


@examples(0.6)
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
        s.check_snapshot(found)


@examples(0.6)
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
        s.check_snapshot(found)


@examples(0.6)
@given(snapshots(), st.integers(1, 40))
def test_an_export_is_the_same_in_whatever_pieces_it_is_read(
    snapshot: s.Snapshot, size: int
) -> None:
    content = as_json(snapshot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_json, "CHUNK", size)
        streamed = journal_json.read("journal.json", lambda: io.BytesIO(content))
        assert streamed.in_memory() == snapshot
        assert streamed.highest() == snapshot.highest()


def test_interviews_are_written_as_they_are_read() -> None:
    read: list[int] = []

    def interviews() -> Iterator[s.Interview]:
        for number in range(1, 4):
            read.append(number)
            yield s.Interview(
                code=Code("I", number), held_on=InterviewDate.unknown(), date_text=None,
                kind=InterviewKind.DEMO, channel=Channel.DIRECT, via=None, minutes=None, title=None,
                study=None, source=None, content_hash=None, author="R",
                logged_at="2026-11-20T12:00:00", version=1, uid=f"i{number}", notes="words",
            )  # fmt: skip

    pieces = journal_json.dump(s.Snapshot(interviews=s.Streamed(3, interviews)))
    next(piece for piece in pieces if '"I1"' in piece)
    assert read == [1]
