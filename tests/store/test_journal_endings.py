"""How writing ends: what is committed is never said not to be, and no journal is made by half."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.errors import JournalError
from discoverycli.store import schema_steps
from discoverycli.store.drafts import new_draft
from discoverycli.store.models import people
from discoverycli.store.reader import open_reader
from discoverycli.store.writer import open_journal


@pytest.fixture
def ready_made() -> None:
    """Here every journal is built as users build it."""


def organisations(journal: Path) -> list[str]:
    with open_reader(journal) as reader:
        return [row[0] for row in reader.rows("SELECT name FROM organisation")]


def acme() -> people.Organisation:
    return people.Organisation.build(id=1, uid="u", name="Acme", name_key="acme")


def test_ctrl_c_after_the_commit_comes_too_late(journal_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with open_journal(journal_path) as session:
            session.info["then"] = lambda: os.kill(os.getpid(), signal.SIGINT)
            session.add(acme())
        assert organisations(journal_path) == ["Acme"]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_before_the_commit_stores_nothing(journal_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), open_journal(journal_path) as session:
            session.add(acme())
            session.flush()
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert organisations(journal_path) == []
    assert [path.name for path in journal_path.parent.iterdir()] == [journal_path.name]


def test_a_thread_can_write_too(journal_path: Path) -> None:
    def write() -> None:
        with open_journal(journal_path) as session:
            session.add(acme())

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert organisations(journal_path) == ["Acme"]


def test_what_is_to_follow_a_commit_does_not_follow_an_error(journal_path: Path) -> None:
    called: list[int] = []
    with pytest.raises(ZeroDivisionError), open_journal(journal_path) as session:
        session.info["then"] = lambda: called.append(1)
        raise ZeroDivisionError
    assert called == []


def test_a_journal_that_was_not_closed_whole_is_not_made(
    journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = schema_steps.build

    def build(path: Path) -> None:
        real(path)
        path.with_name(f"{path.name}-wal").write_bytes(b"what closing could not fold in")

    monkeypatch.setattr(schema_steps, "build", build)
    with pytest.raises(JournalError, match="cannot be created"), open_journal(journal_path):
        pass
    assert list(journal_path.parent.iterdir()) == []


def test_a_draft_that_cannot_be_written_again_keeps_what_it_held(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = new_draft(world / "drafts", "20261120-101112")
    draft.keep("the first words")

    def fail(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KeyboardInterrupt):
        draft.keep("the first words and more")
    assert draft.text() == b"the first words"
    assert [path.name for path in (world / "drafts").iterdir()] == [draft.path.name]


def test_a_bug_says_where_the_words_are(
    disco: Disco, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.store.write import interviews

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("words that nobody should see")

    monkeypatch.setattr(interviews, "add", fail)
    result = disco("log", "Ana @ Acme", "precious words", ok=False)
    assert result.code == 70
    assert "this is a bug" in result.err
    assert "nobody should see" not in result.err
    draft = Path(result.err.partition("your text is kept in ")[2].partition("\n")[0])
    assert "precious words" in draft.read_text()
