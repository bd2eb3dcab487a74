"""A `.disco` that was found: used when it is ours, or trusted, and never unasked when it is not."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.conftest import Disco, Result

from discoverycli.errors import JournalError
from discoverycli.store.location import find_journal

SOMEBODY = 54321


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that is made once."""
    return tmp_path_factory.mktemp("made") / ".disco"


@pytest.fixture
def found(disco: Disco, world: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal above the working folder, which is found and not named."""
    monkeypatch.delenv("DISCO_JOURNAL")
    if not made.exists():
        disco("init", str(made.parent))
        disco("log", "Ana @ Acme", "heard at the shop", "--journal", str(made / "journal.db"))
    shutil.copytree(made, world / ".disco")
    (world / "deep").mkdir()
    monkeypatch.chdir(world / "deep")
    return world / ".disco" / "journal.db"


def as_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made until now belongs to another user, as this program sees it."""
    monkeypatch.setattr("discoverycli.store.location.os.geteuid", lambda: SOMEBODY)


def refused(result: Result, says: str) -> str:
    """The command that the refusal proposes."""
    assert (result.code, result.out) == (4, ""), result
    assert says in result.err
    return re.findall(r"disco (config trust .*)", result.err)[0]


def test_ours_is_used_without_a_word(disco: Disco, found: Path) -> None:
    assert disco("people").err == ""


@pytest.mark.parametrize(
    "call",
    ["people", "log 'Ben @ Bolt' words", "hypotheses add 'they do'", "config",
     "config set cadence.goal 2", "config path", "backup", "doctor", "doctor --fix", "undo --yes",
     "export", "restore", "report --week", "report cadence --check", "search words"],
)  # fmt: skip
def test_somebody_elses_is_refused_by_every_command(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = {path: path.read_bytes() for path in found.parent.rglob("*") if path.is_file()}
    as_somebody_else(monkeypatch)
    hint = refused(disco(*shlex.split(call), ok=False), f"{found.parent} belongs to")
    after = {path: path.read_bytes() for path in found.parent.rglob("*") if path.is_file()}
    assert after == before
    disco(*shlex.split(hint))
    assert "belongs to" not in disco(*shlex.split(call), ok=False).err


@pytest.mark.parametrize("what", [".", "journal.db"])
def test_what_everybody_can_write_to_is_refused(disco: Disco, found: Path, what: str) -> None:
    (found.parent / what).chmod(0o777)
    hint = refused(disco("people", ok=False), "everybody can write to")
    disco(*shlex.split(hint))
    assert "Ana" in disco("people").out


def test_what_only_the_group_can_write_to_is_used(disco: Disco, found: Path) -> None:
    found.parent.chmod(0o770)
    disco("people")


def test_a_link_to_ours_that_somebody_else_made_is_refused(
    found: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world / "deep" / ".disco").symlink_to(found.parent)
    own, facts = os.geteuid(), (world / "deep" / ".disco").lstat()
    real = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path != world / "deep" / ".disco":
            return real(path)
        return os.stat_result((*facts[:4], SOMEBODY, *facts[5:]))

    monkeypatch.setattr(Path, "lstat", lstat)
    assert os.geteuid() == own
    with pytest.raises(JournalError, match=f"deep/.disco belongs to user {SOMEBODY}"):
        find_journal(None, {}, world / "deep")


def test_what_is_named_is_used_whoever_made_it(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_somebody_else(monkeypatch)
    assert "Ana" in disco("people", "--journal", str(found)).out
    assert "Ana" in disco("people", "--journal", str(found.parent.parent)).out
    monkeypatch.setenv("DISCO_JOURNAL", str(found))
    assert "Ana" in disco("people").out


def test_whoever_calls_sudo_is_not_somebody_else(
    found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = found.parent.parent
    owner = str(found.stat().st_uid)
    as_somebody_else(monkeypatch)
    with pytest.raises(JournalError):  # only root is believed
        find_journal(None, {"SUDO_UID": owner}, here)
    monkeypatch.setattr("discoverycli.store.location.os.geteuid", lambda: 0)
    assert find_journal(None, {"SUDO_UID": owner}, here) == found


def test_the_words_are_kept_and_gone_on_with_once_it_is_trusted(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    as_somebody_else(monkeypatch)
    result = disco("log", "Ben @ Bolt", "words to keep", ok=False)
    hint = refused(result, "your text is kept in")
    (draft,) = re.findall(r"kept in (\S+)", result.err)
    assert "words to keep" in Path(draft).read_text()
    assert found.parent not in Path(draft).parents
    disco(*shlex.split(hint))
    disco("log", "--resume")
    assert "words to keep" in disco("show", "I2").out


def test_the_list_is_the_users_own_and_can_be_taken_back(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch, world: Path
) -> None:
    assert disco("config", "trust").out.strip() == "No folders are trusted."
    for name in (str(found), str(found.parent), str(world), "..", "../.disco"):
        data = disco("config", "trust", name, "--json").data
        assert data["trusted"] == [str(found.parent)]
        assert Path(data["file"]).is_relative_to(world.parent / "home")
        assert Path(data["file"]).stat().st_mode & 0o777 == 0o600
        as_somebody_else(monkeypatch)
        disco("people")
        assert disco("config", "trust", name, "--remove", "--json").data["trusted"] == []
        refused(disco("people", ok=False), "belongs to")
    assert disco("config", "trust", "..", "--remove", ok=False).code == 3
    for name in ("nowhere", ".", str(world.parent)):
        assert disco("config", "trust", name, ok=False).code == 3
    assert disco("config", "trust", "--remove", ok=False).code == 2


def test_one_that_is_gone_can_be_taken_off_the_list(disco: Disco, found: Path) -> None:
    disco("config", "trust", "..")
    found.parent.rename(found.parent.with_name("away"))
    assert disco("config", "trust", "..", "--remove", "--json").data["trusted"] == []


@pytest.mark.parametrize("content", ["", "{}", "[1]", "\xff", "null"])
def test_a_list_that_cannot_be_read_trusts_nobody(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    file = Path(disco("config", "trust", "--json").data["file"])
    file.parent.mkdir(parents=True)
    file.write_bytes(content.encode("latin-1"))
    as_somebody_else(monkeypatch)
    for call in (("people",), ("config", "trust", "..")):
        result = disco(*call, ok=False)
        assert (result.code, "is not a list of folders" in result.err) == (2, True)
    file.write_text(json.dumps([str(found.parent)]))
    disco("people")


def test_one_below_a_folder_that_may_not_be_looked_into_is_refused_plainly(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def stat(path: object, *args: object, **more: object) -> os.stat_result:
        if str(path) == str(found):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "stat", stat)
    for call in (("people",), ("log", "Ben @ Bolt", "kept"), ("doctor",), ("backup",)):
        result = disco(*call, ok=False)
        assert result.code == 4
        assert f"{found} cannot be opened: permission denied" in result.err


def test_completion_proposes_nothing_of_somebody_elses(
    disco: Disco, found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.cli import complete

    assert complete.people("An")
    as_somebody_else(monkeypatch)
    assert not complete.people("An")
