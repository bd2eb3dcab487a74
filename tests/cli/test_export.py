"""`disco export`: the whole journal, given back whole, and written without touching another file."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Disco
from tests.examples import examples

from discoverycli.domain.snapshot import VERSION

HOSTILE = """---
not: front matter
---

```
!pain inside a fence
~~~
```
# Heading | with | bars
<script>alert(1)</script> <!-- never closed
[bold]markup[/bold] \u202e 🙂 Zoë\r
trailing  \t
> a quote \\
H: they type it twice | always
H+ did: <b>on</b> *Friday* @Ben
!pain did: `four` hours | "more" & more #payroll #month-end
- [x] called back
!commit an introduction by 2026-12-01
no final newline"""


@pytest.fixture
def journal(disco, world: Path, once) -> Path:  # type: ignore[no-untyped-def]
    """A journal with hostile words in it, as people typed them."""

    @once
    def tell() -> None:
        (world / "note.md").write_bytes(
            b"---\nwith: [Ana | Silva @ Acme, Ben @ Acme]\nas: prospect\non: 2026-10\n---\n"
            + HOSTILE.encode()
        )
        disco("log", "note.md")
        disco("log", "Cy", "H1- says: no", "--title", "## Title | `x`", "--segment", " a  b ")
        disco("hypotheses", "support", "H1", "S1", "--rung", "did")
        disco("hypotheses", "edit", "H1", "--rule", "voices=3", "--reason", "few | people\nto ask")
        disco("hypotheses", "add", "to be parked", "--serves", "future")
        disco("hypotheses", "park", "H2", "--until", "2027-01-04", "--reason", "--- later")
        disco("report", "cadence", "--pause", "2026-12-24..2027-01-03")
        disco("people", "edit", "P1", "--every", "14")
        (world / "note.md").unlink()

    return world


def test_json_goes_to_standard_output_and_nothing_else_does(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("export")
    assert result.err == ""
    assert result.out.isascii()
    assert result.data["disco"] == VERSION
    assert result.data["interviews"][0]["notes"] == HOSTILE
    assert disco("export", "--json").out == disco("export", "--format", "json").out == result.out


def test_both_formats_come_back_byte_for_byte(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    disco("export", "--output", "one.json")
    disco("export", "--format", "markdown", "--output", "one")
    for path in ("one.json", "one"):
        there = ("--journal", f"{path}.db")
        disco("import", path, *there)
        disco("export", "--output", "two.json", *there)
        disco("export", "--format", "markdown", "--output", "two", *there)
        assert Path("two.json").read_bytes() == Path("one.json").read_bytes()
        assert files_in("two") == files_in("one")


def files_in(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*.md")
    }


def test_a_note_of_the_folder_can_be_logged_in_another_journal(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    disco("export", "--format", "markdown", "--output", "notes")
    disco("import", "notes/interviews/I1.md", "--journal", "other.db")
    data = disco("show", "I1", "--json", "--journal", "other.db").data
    assert (data["held_on"], data["precision"]) == ("2026-10", "month")
    assert [person["name"] for person in data["people"]] == ["Ana | Silva", "Ben"]


def test_an_export_says_on_the_side_what_it_wrote(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("export", "--output", "j.json")
    assert result.out == ""
    assert result.err == "exported 2 interviews, 3 people, 2 hypotheses, 0 jobs to j.json\n"
    assert stat.S_IMODE(Path("j.json").stat().st_mode) == 0o600


def test_an_earlier_folder_is_replaced_and_notes_that_are_gone_go(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    disco("export", "--format", "markdown", "--output", "notes")
    Path("notes/interviews/I77.md").write_text("left over")
    Path("notes/interviews/mine.md").write_text("mine")
    disco("export", "--format", "markdown", "--output", "notes")
    assert sorted(path.name for path in Path("notes/interviews").iterdir()) == [
        "I1.md", "I2.md", "mine.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "xml"), "'xml' is not a format of exports"),
        (("--format", "markdown"), "Markdown needs a folder"),
        (("--output", "link"), "link is a link"),
        (("--output", "."), "is a folder"),
        (("--output", "missing/j.json"), "there is no folder missing"),
        (("--format", "markdown", "--output", "."), "holds a journal"),
        (("--format", "markdown", "--output", "journal.db"), "is a database"),
    ],
)
def test_a_place_that_is_not_ours_is_left_alone(  # type: ignore[no-untyped-def]
    disco, journal: Path, arguments: tuple[str, ...], says: str
) -> None:
    (journal / "theirs").write_text("theirs")
    (journal / "link").symlink_to(journal / "theirs")
    result = disco("export", *arguments, ok=False)
    assert result.code == 2
    assert says in result.err
    assert (journal / "theirs").read_text() == "theirs"


def test_without_a_journal_there_is_nothing_to_export(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("export", ok=False)
    assert result.code == 3
    assert result.out == ""


def test_an_empty_journal_goes_out_and_comes_back(disco) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    disco("export", "--output", "empty.json")
    disco("export", "--format", "markdown", "--output", "empty")
    for path in ("empty.json", "empty"):
        result = disco("import", path, "--journal", f"{path}.db")
        assert result.out.startswith("stored 0 interviews")
        assert disco("export", "--journal", f"{path}.db").out == Path("empty.json").read_text()


@pytest.mark.process
def test_a_reader_that_has_seen_enough_ends_it_quietly(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words " * 100_000)
    done = subprocess.run(
        f"{sys.executable} -m discoverycli export | head -c 10",
        shell=True, capture_output=True, check=True, env=dict(os.environ),
    )  # fmt: skip
    assert done.stdout == b'{"disco": '
    assert done.stderr == b""


@pytest.mark.bulk
def test_a_killed_export_leaves_whole_files_only(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words " * 1_000_000)
    disco("export", "--output", "j.json")
    whole = Path("j.json").read_bytes()
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-m", "discoverycli", "export", "--output", "j.json"],
            stderr=subprocess.DEVNULL,
        ) as writer:
            while writer.poll() is None and not list(world.glob(".j.json.*")):
                pass
            writer.send_signal(signal.SIGKILL)
        assert Path("j.json").read_bytes() == whole


letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")


@examples(0.25)
@given(body=st.text(letters, min_size=1, max_size=200), title=st.text(letters, max_size=30))
def test_a_body_comes_back_letter_for_letter_whatever_it_holds(  # type: ignore[no-untyped-def]
    disco, world: Path, body: str, title: str
) -> None:
    for path in [*world.glob("*.db"), *world.glob("*.json")]:
        path.unlink()
    (world / "note.md").write_bytes(b"---\nwith: Ana @ Acme\n---\n" + body.encode())
    logged = disco("log", "note.md", "--title", title, ok=False)
    if logged.code:  # a mark without its hypothesis is refused, and so is nothing but blanks
        return
    disco("export", "--output", "one.json")
    disco("export", "--format", "markdown", "--output", "folder")
    disco("import", "folder", "--journal", "two.db")
    disco("export", "--output", "two.json", "--journal", "two.db")
    one = json.loads(Path("one.json").read_text())
    assert one["interviews"][0]["notes"] == body
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_a_journal_comes_in_some_interviews_at_a_time_and_goes_out_as_it_was(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("Ana Silva @ Acme", "Uwe @ Beam", "Mia @ Acme"):
        disco("log", person, "H: owners file by hand\nH+ did: keyed it\n!pain slow #late")
    disco("export", "--output", "one.json")
    monkeypatch.setattr("discoverycli.store.write.journal._AT_ONCE", 2)
    monkeypatch.setattr("discoverycli.formats.journal_json.CHUNK", 100)
    monkeypatch.setattr("discoverycli.store.read.journal._AT_ONCE", 0)
    disco("--journal", "other.db", "import", "one.json")
    again = disco("--journal", "other.db", "import", "one.json", "--json").data
    assert (again["stored"], again["skipped"]) == (0, 3)
    disco("--journal", "other.db", "export", "--output", "two.json")
    assert (world / "two.json").read_bytes() == (world / "one.json").read_bytes()


def test_an_import_that_fails_on_the_way_stores_nothing(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("Ana Silva @ Acme", "Uwe @ Beam"):
        disco("log", person, "!pain slow")
    disco("export", "--output", "one.json")
    content = (world / "one.json").read_text()
    (world / "one.json").write_text(content.replace('"code": "I2"', '"code": "I1"'))
    refused = disco("--journal", "other.db", "import", "one.json", ok=False)
    assert (refused.code, (world / "other.db").exists()) == (2, False)
    assert "I1' is there twice" in refused.err
