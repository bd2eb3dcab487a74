"""`disco people forget`: the question, the answer, and what can stand in the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from discoverycli.context import Context
from discoverycli.privacy import erasures
from discoverycli.store import file_checks
from discoverycli.store.drafts import Draft


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def heard(disco, once):  # type: ignore[no-untyped-def]
    """`disco`, with Ana alone in I1, and with Ben in I2."""

    @once
    def tell() -> None:
        disco(
            "log",
            "Ana Silva @ Acme",
            "H: they type it twice\nH+ did: her words",
            "--as",
            "prospect",
        )
        disco(
            "log", "Ana Silva @ Acme; Ben Okoro @ Bolt", "!pain did: his words @Ben\n> hers — Ana"
        )
        disco("hypotheses", "add", "Ana pays for it")

    return disco


def test_it_says_what_went_what_moved_and_where_to_look_again(heard) -> None:  # type: ignore[no-untyped-def]
    said = heard("people", "forget", "ana silva", "--yes").out
    for words in (
        "P1 is forgotten", "every word of I1", "their lines in I2, where others were too",
        "their organisation", "1 statement and 1 piece of evidence",
        "their name in 1 text about others", "H1: testing → unvalidated", "disco edit I2",
        "Not reached: exports",
    ):  # fmt: skip
        assert words in " ".join(said.split()), words
    assert "Silva" not in said
    assert heard("people", "show", "P1", "--json").data["name"] == "forgotten P1"


def test_programs_are_told_the_same(heard) -> None:  # type: ignore[no-untyped-def]
    heard("backup")
    data = heard("people", "forget", "P1", "--yes", "--json").data
    (backup,) = data.pop("backups")
    assert Path(backup).is_file()
    assert data == {
        "person": "P1", "forgotten_on": "2026-11-20", "finished": True, "interviews": ["I1"],
        "shared": ["I2"], "statements": 1, "evidence": 1, "hires": 0, "followups": 0,
        "consents": 0, "mentions": 1, "organisation": True, "namesakes": [], "drafts": 0,
        "open_drafts": 0, "left": [], "moved": [{"code": "H1", "from": "testing", "to": "unvalidated"}],
    }  # fmt: skip


def test_without_a_terminal_it_wants_a_yes_and_changes_nothing(heard, journal_path) -> None:  # type: ignore[no-untyped-def]
    before = heard("export", "--format", "json").out
    result = heard("people", "forget", "P1", ok=False)
    assert result.code == 2
    assert "cannot be undone" in result.err
    assert "try: --yes" in result.err
    assert heard("export", "--format", "json").out == before
    assert not erasures.list_of(journal_path).exists()


@pytest.mark.process
def test_on_a_terminal_it_says_what_goes_and_asks(heard, journal_path) -> None:  # type: ignore[no-untyped-def]
    for answer, code in (("n", 2), ("y", 0)):
        child = pexpect.spawn(
            sys.executable, ["-m", "discoverycli", "people", "forget", "P1"],
            dimensions=(40, 200), encoding="utf-8", timeout=30, env=dict(os.environ),
        )  # fmt: skip
        child.expect("forgetting P1 Ana Silva cannot be undone")
        child.expect("every word of I1")
        child.expect("somebody without a name in 2 interviews")
        child.expect(r"forget P1 Ana Silva for good\? \[y/N\]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code
    assert b"Ana Silva" not in journal_path.read_bytes()


def test_who_is_forgotten_already_is_said_to_be_so(heard) -> None:  # type: ignore[no-untyped-def]
    heard("people", "forget", "P1", "--yes")
    said = heard("people", "forget", "P1").out
    assert "P1 was forgotten on 2026-11-20, and nothing is left to do" in " ".join(said.split())


def test_somebody_who_is_named_again_is_forgotten_again(heard, journal_path) -> None:  # type: ignore[no-untyped-def]
    heard("people", "forget", "P1", "--yes")
    heard("people", "edit", "P1", "--name", "Ana Silva")
    assert heard("people", "forget", "P1", ok=False).code == 2
    heard("people", "forget", "P1", "--yes")
    assert b"Ana Silva" not in journal_path.read_bytes()


def test_who_is_meant_must_be_clear(heard) -> None:  # type: ignore[no-untyped-def]
    heard("log", "Ana Silva @ Bolt", "x")
    assert heard("people", "forget", "Ana Silva", "--yes", ok=False).code == 2
    assert heard("people", "forget", "Zoe", "--yes", ok=False).code == 3
    data = heard("people", "forget", "Ana Silva @ Acme", "--yes", "--json").data
    assert data["namesakes"] == ["P3"]
    assert heard("people", "show", "P3", "--json").data["name"] == "Ana Silva"


def test_drafts_that_name_them_go_and_others_stay(heard, world) -> None:  # type: ignore[no-untyped-def]
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    heard("log", "Ben Okoro @ Bolt", "H9+ as P1 told", ok=False)
    heard("log", "Ben Okoro @ Bolt", "H9+ x", ok=False)
    asked = heard("people", "forget", "P1", ok=False).err
    assert asked.count("a text that is not in the journal yet") == 2
    assert len([*(world / "drafts").iterdir()]) == 3
    assert heard("people", "forget", "P1", "--yes", "--json").data["drafts"] == 2
    (left,) = (world / "drafts").iterdir()
    assert "P1" not in left.read_text()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-be", "mac-roman", "utf-8-sig"])
def test_drafts_are_read_in_the_encodings_of_other_editors(disco, world, encoding) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Zoë Ñíguez @ Acme", "x")
    (world / "drafts").mkdir(exist_ok=True)
    for name, words in (("theirs", "asked Ñíguez"), ("other", "asked Nunez")):
        (world / "drafts" / f"{name}.md").write_bytes(words.encode(encoding))
    (world / "drafts" / ".swap.swp").write_bytes(b"b0VIM\0" + "Zoë".encode("utf-16-le"))
    assert disco("people", "forget", "P1", "--yes", "--json").data["drafts"] == 2
    assert [path.name for path in (world / "drafts").iterdir()] == ["other.md"]


def test_where_a_word_stays_that_may_mean_them_is_said_and_they_are_not_named(disco, world) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Mark Webb @ Acme", "x")
    disco("log", "Ben Okoro @ Bolt", "we mark each page")
    disco("log", "Ben Okoro @ Bolt", "H9+ marks them", ok=False)
    (draft,) = (world / "drafts").iterdir()
    asked = disco("people", "forget", "P1", ok=False).err
    assert "what may stay, a common word or a name of others: I2" in asked
    said = disco("people", "forget", "P1", "--yes").out
    assert "I2" in said.split("Look again")[1]
    assert draft.name in "".join(said.split())
    assert "mark" not in said.lower().replace("markdown", "")
    assert draft.exists()


def test_a_draft_that_another_program_writes_is_left_and_named(heard, world) -> None:  # type: ignore[no-untyped-def]
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    (path,) = (world / "drafts").iterdir()
    draft = Draft(path)
    assert draft.hold()
    assert str(path) in "".join(heard("people", "forget", "P1", "--yes").out.split())
    draft.release()
    assert path.exists()


def test_drafts_stay_when_the_journal_cannot_be_written(heard, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    (draft,) = (world / "drafts").iterdir()
    before = draft.read_bytes()

    def fail(*_arguments: object, **options: object) -> bool:
        if options.get("sealed"):
            raise sqlite3.OperationalError("database or disk is full")
        return False

    monkeypatch.setattr("discoverycli.store.change_log.end", fail)
    assert heard("people", "forget", "P1", "--yes", ok=False).code == 4
    assert [*(world / "drafts").iterdir()] == [draft]
    assert draft.read_bytes() == before
    assert heard("people", "show", "P1", "--json").data["name"] == "Ana Silva"


def test_a_backup_that_cannot_be_read_is_named_and_holds_it_up(heard, journal_path) -> None:  # type: ignore[no-untyped-def]
    heard("backup")
    heard("backup")
    whole, broken = sorted((journal_path.parent / "backups").glob("*.db"))
    data = bytearray(broken.read_bytes())
    data[5000] ^= 1
    broken.write_bytes(data)
    result = heard("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 4
    assert f"not finished: {broken} is damaged" in result.err
    assert "P1 is forgotten in the journal, but not yet in every file" in " ".join(
        result.out.split()
    )
    assert b"Ana Silva" not in whole.read_bytes()
    assert heard("people", "forget", "P1", ok=False).code == 4
    broken.unlink()
    assert "nothing is left to do" in " ".join(heard("people", "forget", "P1").out.split())
    assert heard("doctor", ok=False).code == 0


def test_killed_after_the_rows_it_is_finished_by_the_next_run(  # type: ignore[no-untyped-def]
    heard, journal_path, world, monkeypatch
) -> None:
    heard("backup")
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasures, "finish", killed)
        assert heard("people", "forget", "P1", "--yes", ok=False).code == 130
    assert heard("doctor", ok=False).code == 4
    heard("doctor", "--fix", ok=False)
    files = [path for path in world.rglob("*") if path.is_file()]
    assert [path for path in files if b"Ana Silva" in path.read_bytes()] == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _left_over(world: Path) -> list[str]:
    files = [path for path in world.rglob("*") if path.is_file()]
    return [path.name for path in files if b"Ana Silva" in path.read_bytes()]


@pytest.mark.parametrize(
    "moment",
    [
        "finish", "_mend_journal", "_write_list", "_write_anew",
        "_take_out", "_forget_rows", "sign", "_sign_off",
    ],
)  # fmt: skip
def test_ctrl_c_after_the_rows_is_answered_with_what_is_left_and_what_finishes_it(  # type: ignore[no-untyped-def]
    heard, world, monkeypatch, moment
) -> None:
    heard("backup")
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    with monkeypatch.context() as patch:
        patch.setattr(f"discoverycli.privacy.erasures.{moment}", _interrupted)
        result = heard("people", "forget", "Ana Silva", "--yes", ok=False)
    assert result.code == 130
    assert result.err == (
        "disco: forgotten in the journal, not yet in every backup\n  try: disco doctor --fix\n"
    )
    again = heard("people", "forget", "Ana Silva", "--yes", ok=False)
    assert again.code == 3
    assert "forgetting somebody is not finished yet\n  try: disco doctor --fix" in again.err
    heard("doctor", "--fix")
    assert _left_over(world) == []
    gone = heard("people", "forget", "Ana Silva", "--yes", ok=False)
    assert (gone.code, "doctor" in gone.err) == (3, False)


def test_ctrl_c_between_the_rows_and_the_files_brings_no_draft_back(  # type: ignore[no-untyped-def]
    heard, world, monkeypatch
) -> None:
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    writer = Context.writer

    @contextmanager
    def broken_off(where: Context, **options: bool) -> Iterator[object]:
        with writer(where, **options) as session:
            yield session
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Context, "writer", broken_off)
        result = heard("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 130
    assert result.err.startswith("disco: forgotten in the journal, not yet in its file\n")
    assert [*(world / "drafts").iterdir()] == []
    heard("doctor", "--fix")
    assert _left_over(world) == []


def test_ctrl_c_before_the_rows_leaves_everything_as_it_was(heard, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    heard("log", "Ana Silva @ Acme", "H9+ x", ok=False)
    with monkeypatch.context() as patch:
        patch.setattr("discoverycli.privacy.forget.verdicts.reevaluate", _interrupted)
        result = heard("people", "forget", "P1", "--yes", ok=False)
    assert (result.code, result.err) == (130, "disco: interrupted\n")
    assert len(_left_over(world)) == 2
    assert heard("people", "show", "P1", "--json").data["name"] == "Ana Silva"


def test_ctrl_c_in_the_answer_says_that_it_is_done(heard, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(Context, "show", _interrupted)
    result = heard("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 130
    assert result.err == "disco: forgotten everywhere; only the answer is cut off\n"
    assert _left_over(world) == []
    again = heard("people", "forget", "P1", "--yes", ok=False)
    assert (again.code, again.err) == (130, "disco: interrupted\n")


def test_ctrl_c_while_an_import_forgets_again_says_what_finishes_it(  # type: ignore[no-untyped-def]
    heard, journal_path, monkeypatch
) -> None:
    heard("export", "--output", "all.json")
    heard("people", "forget", "P1", "--yes")
    journal_path.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(erasures, "finish", _interrupted)
        result = heard("import", "all.json", ok=False)
    assert result.code == 130
    assert result.err.endswith("is not finished\n  try: disco doctor --fix\n")
    heard("doctor", "--fix")
    assert b"Ana Silva" not in journal_path.read_bytes()


ENDED = """
import os, signal, sys
from discoverycli import main
from discoverycli.privacy import erasures
name, ended_by = sys.argv[1:]
setattr(erasures, name, lambda *_, **__: os.kill(os.getpid(), signal.Signals[ended_by]))
main.main(["people", "forget", "P1", "--yes"])
"""


@pytest.mark.process
@pytest.mark.parametrize("schema", [1, file_checks.SCHEMA - 1, file_checks.SCHEMA])
@pytest.mark.parametrize(
    ("moment", "ended_by"),
    [("finish", "SIGTERM"), ("_forget_rows", "SIGKILL"), ("sign", "SIGKILL")],
)
def test_a_forgetting_whose_program_was_ended_is_finished_by_doctor(  # type: ignore[no-untyped-def]
    heard, journal_path, world, ended_by, schema, moment
) -> None:
    if schema < file_checks.SCHEMA:
        kept = Path(__file__).parent.parent / "fixtures" / "journals" / f"schema-{schema}.db"
        journal_path.write_bytes(kept.read_bytes())
        heard("people")
    words = b"Falk" if schema < file_checks.SCHEMA else b"Ana Silva"
    heard("backup")
    ended = subprocess.run([sys.executable, "-c", ENDED, moment, ended_by], check=False)
    assert ended.returncode == -signal.Signals[ended_by]
    found = heard("doctor", "--json", ok=False).data
    said = [each["said"] for each in found if each["check"] == "forgotten"]
    assert "but not yet everywhere: it was broken off, or held up" in said[0]
    mended = heard("doctor", "--fix", "--json").data
    assert not [each for each in mended if each["state"] == "fault" and not each["fixed"]]
    files = [path for path in world.rglob("*") if path.is_file()]
    assert [path for path in files if words in path.read_bytes()] == []
    assert [path for path in files if path.suffix == ".new"] == []


def test_doctor_names_the_file_that_a_forgetting_waits_for(heard, journal_path) -> None:  # type: ignore[no-untyped-def]
    heard("backup")
    (backup,) = (journal_path.parent / "backups").glob("*.db")
    backup.write_bytes(backup.read_bytes()[:9000])
    heard("people", "forget", "P1", "--yes", ok=False)
    found = heard("doctor", "--json", ok=False).data
    (row,) = [each for each in found if each["check"] == "forgotten"]
    assert f"not yet everywhere: {backup.name} is damaged" in row["said"]
    assert row["try"] == f"rm {backup}, then disco doctor --fix"
    backup.unlink()
    heard("doctor", "--fix")


def test_a_name_that_only_another_backup_knows_goes_when_it_is_finished_later(  # type: ignore[no-untyped-def]
    heard, world, monkeypatch
) -> None:
    heard("log", "Ben Okoro @ Bolt", "Ana Quimby told me")
    heard("backup")
    heard("people", "edit", "P1", "--name", "Ana Quimby")
    heard("backup")
    with monkeypatch.context() as patch:
        patch.setattr(erasures, "finish", _interrupted)
        heard("people", "forget", "P1", "--yes", ok=False)
    heard("doctor", "--fix")
    files = [path for path in world.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Quimby" in path.read_bytes()] == []


def test_a_copy_that_an_older_version_left_beside_the_journal_is_seen_to(  # type: ignore[no-untyped-def]
    heard, journal_path
) -> None:
    heard("backup")
    (backup,) = (journal_path.parent / "backups").glob("*.db")
    old = journal_path.with_name("journal.before-upgrade-20250101T000000Z.db")
    old.write_bytes(backup.read_bytes())
    assert len(heard("people", "forget", "P1", "--yes", "--json").data["backups"]) == 2
    assert b"Ana Silva" not in old.read_bytes()
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


def test_an_older_export_does_not_bring_them_back(heard, tmp_path) -> None:  # type: ignore[no-untyped-def]
    heard("export", "--output", "all.json")
    heard("people", "forget", "P1", "--yes")
    heard("import", "all.json")
    assert heard("people", "show", "P1", "--json").data["name"] == "forgotten P1"
    assert heard("show", "I1", "--json").data["notes"] == "[forgotten]"


def test_an_export_of_a_lost_journal_comes_in_without_them(heard, world) -> None:  # type: ignore[no-untyped-def]
    heard("export", "--output", "all.json")
    heard("people", "forget", "P1", "--yes")
    Path("journal.db").unlink()
    data = heard("import", "all.json", "--json").data
    assert [each["kind"] for each in data["problems"]] == ["forgotten"]
    assert "P1 was forgotten here" in data["problems"][0]["message"]
    shown = heard("show", "I2", "--json").data
    assert [each["text"] for each in shown["statements"]] == ["his words"]
    assert [each["name"] for each in shown["people"]] == ["Ben Okoro", "forgotten P1"]
    left = [path for path in world.rglob("*") if path.is_file() and path.name != "all.json"]
    assert [path for path in left if b"Silva" in path.read_bytes()] == []
    assert "forgotten" in heard("undo", "--yes", ok=False).err


def test_somebody_new_of_the_same_name_is_not_who_was_forgotten(heard) -> None:  # type: ignore[no-untyped-def]
    heard("export", "--output", "all.json")
    heard("people", "forget", "P1", "--yes")
    Path("journal.db").unlink()
    heard("log", "Ana Silva @ Acme", "she is back, and said so", "--as", "prospect")
    heard("import", "all.json")
    assert heard("people", "show", "P1", "--json").data["name"] == "Ana Silva"
    assert heard("show", "I1", "--json").data["notes"] == "she is back, and said so"


def test_a_file_that_was_imported_is_not_read_again_once_somebody_in_it_is_forgotten(  # type: ignore[no-untyped-def]
    disco, world
) -> None:
    note = world / "call.md"
    note.write_text("---\nwith: Ana Silva @ Acme\non: 2026-11-02\n---\n!pain did: her words\n")
    disco("import", str(note))
    disco("people", "forget", "P1", "--yes")
    data = disco("import", str(note), "--as", "current", "--segment", "clinics", "--json").data
    assert (data["stored"], data["skipped"]) == (0, 1)
    assert [each["kind"] for each in data["problems"]] == ["forgotten"]
    shown = disco("show", "I1", "--json").data
    assert shown["notes"] == "[forgotten]"
    assert shown["people"][0]["segment"] is None


def test_a_forgotten_person_comes_and_goes_with_exports_as_nobody(heard) -> None:  # type: ignore[no-untyped-def]
    heard("people", "forget", "P1", "--yes")
    heard("export", "--output", "one.json")
    heard("import", "one.json", "--journal", "there.db")
    heard("export", "--output", "two.json", "--journal", "there.db")
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    heard("log", "Cy @ Cross; Dee @ Delta", "x", "--journal", "other.db")
    heard("people", "forget", "P1", "--yes", "--journal", "other.db")
    heard("import", "one.json", "--journal", "other.db")
    people = heard("people", "--json", "--all", "--journal", "other.db").data
    names = sorted(each["name"] for each in people)
    assert names == ["Ben Okoro", "Dee", "forgotten P1", "forgotten P3"]


@pytest.mark.parametrize("who", ["Zelda Quimby", "P1", "zelda quimby @ Acme"])
def test_somebody_whose_call_was_taken_back_is_brought_back_and_forgotten(  # type: ignore[no-untyped-def]
    disco, journal_path: Path, who: str
) -> None:
    disco("log", "Zelda Quimby @ Acme", "!pain did: four hours")
    disco("undo", "--yes")
    result = disco("people", "forget", who, "--yes", ok=False)
    assert (result.code, "P1 was taken back" in result.err) == (3, True)
    assert "Quimby" not in result.err
    hint = result.err.partition("try: disco ")[2].splitlines()[0]
    disco(*hint.split(), "--yes")
    disco("people", "forget", "P1", "--yes")
    for path in [journal_path, *journal_path.parent.glob("backups/*.db")]:
        assert b"quimby" not in path.read_bytes().lower()
