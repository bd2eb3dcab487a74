"""`disco demo`: a living journal in a folder of its own, on whatever day it is made."""

from __future__ import annotations

import errno
import os
import re
import shlex
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.trials.warm import warm

from discoverycli.store import making

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize("days", range(7))
def test_the_demonstration_shows_every_status_on_every_weekday(disco, monkeypatch, days) -> None:  # type: ignore[no-untyped-def]
    today = MONDAY + timedelta(days=days)
    monkeypatch.setenv("DISCO_TODAY", today.isoformat())
    monkeypatch.delenv("DISCO_JOURNAL")
    result = disco("demo")
    for words in ("nobody outside has validated", "Week 2026-W47", "What to type next"):
        assert words in result.out
    journal = ("--journal", "disco-demo")
    opinions = disco("hypotheses", "--all", "--json", *journal).data
    assert {each["code"]: each["status"] for each in opinions} == {
        "H1": "validated", "H2": "testing", "H3": "refuted", "H4": "mixed", "H5": "testing",
        "H6": "unvalidated", "H7": "stale", "H8": "parked",
    }  # fmt: skip
    week = disco("report", "--json", *journal).data
    assert ("H1", "validated") in [(each["code"], each["to"]) for each in week["changed"]]
    assert week["booked"] == []
    decided = disco("report", "decisions", "--json", *journal).data
    assert {each["code"]: each["state"] for each in decided} == {
        "D1": "aged", "D2": "stands", "D3": "inconclusive"
    }  # fmt: skip
    sure = disco("report", "calibration", "--json", *journal).data
    assert sure["beliefs"] == 4
    assert disco("why", "H1", "--json", *journal).data["why_depth"] == 1
    assert disco("show", "I19", "--json", *journal).data["people"][0]["name"] == "Caro Steiner"


def next_lines(out: str) -> list[str]:
    """What the demonstration says to type."""
    said = out.partition("What to type next")[2].splitlines()
    return [line.strip() for line in said if line.startswith("    ")]


@pytest.mark.parametrize("own", [None, "own.db"], ids=["no DISCO_JOURNAL", "DISCO_JOURNAL"])
def test_each_line_it_says_to_type_next_works_and_leaves_the_users_own_journal_alone(  # type: ignore[no-untyped-def]
    disco, monkeypatch, world: Path, own: str | None
) -> None:
    disco("init", "own.db")
    before = (world / "own.db").read_bytes()
    if own is None:
        monkeypatch.delenv("DISCO_JOURNAL")
    else:
        monkeypatch.setenv("DISCO_JOURNAL", str(world / own))
    lines = next_lines(disco("demo", "a demo, it's mine").out)
    assert len(lines) == 7
    for line in lines:
        disco(*shlex.split(line)[1:])
    assert (world / "own.db").read_bytes() == before
    assert sorted(path.name for path in world.iterdir()) == ["a demo, it's mine", "own.db"]


@pytest.mark.parametrize("path", ["/usr/bin:/bin", "{bin}:/usr/bin:/bin", "{other}:/usr/bin:/bin"])
def test_its_lines_and_the_hints_of_errors_start_the_program_that_printed_them(
    path: str, world: Path
) -> None:
    """Pasted into a shell, in the folder where it was started: `disco` there may be another one."""
    script = Path(sys.executable).with_name("disco")
    other = world / "another" / "disco"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\nexit 99\n")
    other.chmod(0o755)
    (world / "my tools").mkdir()
    (world / "my tools" / "disco").symlink_to(script)
    places = {"bin": script.parent, "other": other.parent}
    environ = {**os.environ, "PATH": path.format(**places)}

    def shell(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", line], env=environ, capture_output=True, text=True, check=False
        )

    shown = shell("'my tools/disco' demo")
    first = next_lines(shown.stdout)[0]
    assert first.startswith("disco " if "{bin}" in path else "'my tools/disco' ")
    failed = shell(first.replace("H1", "H99"))
    hint = re.findall(r"^  try: (.*)", failed.stderr, re.MULTILINE)
    for line in (first, *hint):
        done = shell(line)
        assert done.returncode == 0, f"{line}: {done}"
    assert "--journal disco-demo/.disco/journal.db" in hint[0]


def test_a_second_time_it_is_shown_and_left_as_it_is(disco, monkeypatch, world: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DISCO_JOURNAL")
    disco("demo")
    before = (world / "disco-demo" / ".disco" / "journal.db").read_bytes()
    assert "is there already" in disco("demo").err
    assert (world / "disco-demo" / ".disco" / "journal.db").read_bytes() == before


def test_a_folder_that_holds_something_else_is_left_alone(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "mine").mkdir()
    (world / "mine" / "file").write_text("x")
    result = disco("demo", "mine", ok=False)
    assert result.code == 2
    assert [p.name for p in (world / "mine").iterdir()] == ["file"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "TERM"])
def test_broken_off_at_any_moment_it_is_whole_or_not_there_and_the_next_run_makes_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    with warm(tmp_path / "warm") as starter:
        nobodys = tmp_path / "nobodys.db"
        whole = starter.run("demo", str(tmp_path / "first"), journal=nobodys)
        broken = 0
        for part in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85):
            place = tmp_path / f"at-{part}"
            run = starter.start("demo", str(place), journal=nobodys)
            ended = run.signal_after(whole.seconds * part, number)
            broken += ended.code != 0
            assert ended.code in (0, 130, -number), ended
            if ended.code == 130 and place.exists():
                assert (place / ".disco" / "journal.db").exists()
            again = starter.run("demo", str(place), journal=nobodys)
            assert again.code == 0, again
            assert again.out.replace(place.name, "first") == whole.out
            assert [each.name for each in place.iterdir()] == [".disco"]
            assert [each.name for each in (place / ".disco").iterdir()] == ["journal.db"]
    assert broken >= 3


def test_what_was_left_unfinished_is_taken_away_and_nothing_of_the_users(
    disco, world: Path
) -> None:  # type: ignore[no-untyped-def]
    name = ".disco.0123456789ab.new"
    for folder in ("killed", "used", "linked"):
        (world / folder / name).mkdir(parents=True)
        (world / folder / name / "journal.db").write_bytes(b"a beginning")
    (world / "used" / name / "mine.txt").write_text("x")
    (world / "linked" / name).rename(world / "elsewhere")
    (world / "linked" / name).symlink_to(world / "elsewhere")
    (world / "killed" / ".disco").mkdir()
    disco("demo", "killed")
    assert [each.name for each in (world / "killed").iterdir()] == [".disco"]
    for folder in ("used", "linked"):
        assert disco("demo", folder, ok=False).code == 2
        assert [each.name for each in (world / folder).iterdir()] == [name]
    assert (world / "used" / name / "journal.db").exists()
    assert (world / "elsewhere" / "journal.db").exists()


def test_what_another_program_is_making_is_left_to_it_and_the_faster_one_stays(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch
) -> None:
    give, slower = making._give_name, list[Path]()

    def be_slow(aside: Path, folder: Path) -> bool:
        if not slower:
            slower.append(aside)
            disco("demo")
            assert (aside / "journal.db").exists()
        return give(aside, folder)

    monkeypatch.setattr(making, "_give_name", be_slow)
    assert "disco-demo/.disco/journal.db is there already" in disco("demo").err
    assert [each.name for each in (world / "disco-demo").iterdir()] == [".disco"]
    assert disco("hypotheses", "show", "H1", "--journal", "disco-demo").code == 0


def test_a_journal_of_the_users_own_is_no_demonstration(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("init", "mine")
    before = (world / "mine" / ".disco" / "journal.db").read_bytes()
    result = disco("demo", "mine", ok=False)
    assert (result.code, "mine is there already and is no demonstration" in result.err) == (2, True)
    assert "delete" not in result.err
    assert (world / "mine" / ".disco" / "journal.db").read_bytes() == before


@pytest.fixture
def temporary(world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, with a demonstration of somebody else's in it."""
    folder = world.parent / "for a while"
    (folder / "disco-demo").mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def hinted(result) -> list[str]:  # type: ignore[no-untyped-def]
    """The words of the command that an error says to type."""
    return shlex.split(re.findall(r"^  try: (.*)", result.err, re.MULTILINE)[0])


@pytest.mark.parametrize("place", ["disco-demo", "link", "link/disco-demo", "file/disco-demo"])
def test_where_it_cannot_be_made_a_folder_is_named_where_it_can(  # type: ignore[no-untyped-def]
    disco, world: Path, temporary: Path, place: str
) -> None:
    (world / "file").write_text("x")
    for name in ("disco-demo", "link"):
        (world / name).symlink_to("nowhere")
    result = disco("demo", place, ok=False)
    assert result.code in (2, 4)
    assert "--journal" not in result.err
    assert hinted(result)[:2] == ["disco", "demo"]
    disco(*hinted(result)[1:])
    assert sorted(each.name for each in world.iterdir() if each.is_symlink()) == [
        "disco-demo", "link"
    ]  # fmt: skip


def test_in_a_folder_of_somebody_else_it_names_one_for_temporary_files(  # type: ignore[no-untyped-def]
    disco, world: Path, temporary: Path, monkeypatch
) -> None:
    """Whoever runs the tests may be allowed to do everything."""
    make, may = Path.mkdir, os.access

    def mkdir(self: Path, *args: Any, **kwargs: Any) -> None:
        if world in (self, *self.absolute().parents):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        make(self, *args, **kwargs)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(
        os, "access", lambda at, *args, **kw: Path(at).absolute() != world and may(at, *args, **kw)
    )
    result = disco("demo", ok=False)
    assert (result.code, "cannot be made: permission denied" in result.err) == (4, True)
    assert hinted(result) == ["disco", "demo", str(temporary / "disco-demo-2")]
    disco(*hinted(result)[1:])


@pytest.mark.parametrize("words", [("demo", "--journal", "x.db"), ("--journal", "x.db", "demo")])
@pytest.mark.parametrize("folder", [[], ["a place"]])
def test_it_takes_no_journal_and_does_not_offer_it(  # type: ignore[no-untyped-def]
    disco, world: Path, words: tuple[str, ...], folder: list[str]
) -> None:
    result = disco(*words, *folder, ok=False)
    assert result.code == 2
    assert "takes no --journal" in result.err
    assert not [*world.iterdir()]
    assert hinted(result) == ["disco", "demo", *folder]
    disco(*hinted(result)[1:])
    assert "--journal" not in disco("demo", "--help").out


def test_a_folder_without_a_name_is_refused(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("demo", "", ok=False)
    assert (result.code, "the path is empty" in result.err) == (2, True)
    assert not [*world.iterdir()]
