"""`disco init`: a journal where it was asked for, and never in the place of another."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest


@pytest.fixture
def nowhere(world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No journal is named by the surroundings."""
    monkeypatch.delenv("DISCO_JOURNAL")
    return world


def test_a_journal_is_made_here_and_every_folder_below_uses_it(  # type: ignore[no-untyped-def]
    disco, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = disco("init")
    path = nowhere / ".disco" / "journal.db"
    assert result.out.replace("\n", "").replace(" ", "").startswith(f"newjournal:{path}")
    assert "$ disco log 'PERSON @ ORGANISATION'" in result.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    (nowhere / "deep").mkdir()
    monkeypatch.chdir(nowhere / "deep")
    disco("log", "Ana @ Acme", "words")
    assert list((nowhere / "deep").iterdir()) == []


def test_a_journal_that_is_there_is_left_alone_and_said_so(disco, nowhere: Path) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    disco("log", "Ana @ Acme", "words")
    before = (nowhere / ".disco" / "journal.db").read_bytes()
    result = disco("init")
    assert "there is a journal already" in result.out
    assert (nowhere / ".disco" / "journal.db").read_bytes() == before


@pytest.mark.parametrize(
    ("named", "made"),
    [
        ("team", "team/.disco/journal.db"),
        ("a/b.db", "a/b.db"),
        ("~/x", "../home/x/.disco/journal.db"),
    ],
)
def test_it_is_made_where_it_was_asked_for(disco, nowhere: Path, named: str, made: str) -> None:  # type: ignore[no-untyped-def]
    data = disco("init", named, "--json").data
    assert data["created"] is True
    assert Path(data["journal"]).resolve() == (nowhere / made).resolve()
    assert (nowhere / made).is_file()
    assert disco("init", named, "--json").data == {**data, "created": False}


def test_the_journal_that_is_named_otherwise_is_made(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("init", "--journal", "other.db")
    assert (world / "other.db").is_file()
    assert disco("init", "--json").data["journal"] == str(world / "journal.db")
    assert not (world / ".disco").exists()


def test_a_file_that_is_no_journal_is_refused_and_stays(disco, nowhere: Path) -> None:  # type: ignore[no-untyped-def]
    (nowhere / "notes.db").write_text("my notes")
    result = disco("init", "notes.db", ok=False)
    assert result.code == 4
    assert "is not a journal" in result.err
    assert (nowhere / "notes.db").read_text() == "my notes"


@pytest.mark.parametrize("arguments", [("",), ("x", "--journal", "y.db")])
def test_an_unclear_place_is_an_error(disco, nowhere: Path, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert disco("init", *arguments, ok=False).code == 2
    assert list(nowhere.iterdir()) == []
