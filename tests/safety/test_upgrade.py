"""Bringing an older journal up to date: wholly or not at all, with a backup before."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.files import dump

from discoverycli.context import bring_up_to_date
from discoverycli.errors import JournalError
from discoverycli.safety import backups, restore, upgrade
from discoverycli.store import file_checks, schema_steps

NOW = datetime(2026, 11, 20, 14, 15, tzinfo=UTC)
NEXT = file_checks.SCHEMA + 1
STEP = '''"""A step of a test."""

import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{last:04}"


def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("nickname", sa.Text(), nullable=True))
    {more}
'''


@pytest.fixture
def ready_made() -> None:
    """Here every journal is built as users build it."""


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A program one step ahead; call it with what else the step does."""

    def make(more: str = "pass") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(schema_steps.FOLDER, folder)
        step = STEP.format(more=more, number=NEXT, last=NEXT - 1)
        (folder / "versions" / f"{NEXT:04}_a_step.py").write_text(step)
        monkeypatch.setattr(schema_steps, "FOLDER", folder)
        for module in (file_checks, schema_steps, restore):
            monkeypatch.setattr(module, "SCHEMA", NEXT)

    return make


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
    ]
    rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return rows


def test_a_step_keeps_every_row_and_leaves_a_backup(disco, journal_path: Path, next_schema) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes\n- [ ] call by friday")
    before = tables(journal_path)
    next_schema()
    bring_up_to_date(journal_path)
    after = tables(journal_path)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert [row[:-1] for row in after.pop("person")] == before.pop("person")
    assert after == before
    (backup,) = (journal_path.parent / "backups").glob("*-before-upgrade.db")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert file_checks.check_file(journal_path) == NEXT
    assert file_checks.check_file(backup) == NEXT - 1


def test_a_step_that_fails_leaves_the_journal_as_it_was(disco, journal_path, next_schema) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes")
    before = dump(journal_path)
    next_schema('op.execute("DELETE FROM evidence"); op.execute("SELECT nothing FROM nowhere")')
    with pytest.raises(JournalError, match="is as it was"):
        bring_up_to_date(journal_path)
    assert dump(journal_path) == before
    assert file_checks.check_file(journal_path) == NEXT - 1


@pytest.mark.parametrize(
    "loses", ["DELETE FROM evidence", "UPDATE evidence SET person_id = 99"], ids=["rows", "keys"]
)
def test_a_step_that_loses_rows_or_keys_is_taken_back(
    disco, journal_path, next_schema, loses
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes")
    before = dump(journal_path)
    next_schema(f'op.execute("{loses}")')
    with pytest.raises(JournalError, match="is as it was"):
        bring_up_to_date(journal_path)
    assert dump(journal_path) == before


def test_a_reading_command_brings_an_older_journal_up_to_date_first(
    disco, journal_path, next_schema
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    next_schema()
    assert disco("hypotheses", "--json").data[0]["code"] == "H1"
    assert file_checks.check_file(journal_path) == NEXT


def test_a_step_that_ends_the_transaction_by_itself_is_taken_back_from_the_backup(
    disco, journal_path, next_schema, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes")
    before = dump(journal_path)
    next_schema(
        'op.execute("UPDATE evidence SET text = 1"); '
        "op.get_bind().connection.driver_connection.commit(); raise RuntimeError"
    )
    with pytest.raises(JournalError, match="is as it was"):
        bring_up_to_date(journal_path)
    assert dump(journal_path) == before
    folder = journal_path.parent / "backups"
    (backup,) = folder.glob("*-before-upgrade.db")
    (half,) = folder.glob("*-before-restore.db")  # nothing is thrown away, not even that
    assert dump(backup) == before
    assert dump(half) != before


def test_a_journal_that_cannot_be_put_back_says_how_to(
    disco, journal_path, next_schema, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    next_schema("op.get_bind().connection.driver_connection.commit(); raise RuntimeError")

    def refuses(*_arguments: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(restore, "put_back", refuses)
    with pytest.raises(JournalError, match="and not be put back either") as caught:
        bring_up_to_date(journal_path)
    (backup,) = (journal_path.parent / "backups").glob("*-before-upgrade.db")
    assert caught.value.hint == f"disco restore {backup.stem}"


def test_two_programs_that_find_an_older_journal_make_one_backup(
    disco, journal_path, next_schema
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    next_schema()
    assert upgrade.upgrade(journal_path, NOW) is not None
    assert upgrade.upgrade(journal_path, NOW) is None
    assert len(list((journal_path.parent / "backups").glob("*.db"))) == 1


def test_without_room_for_a_backup_no_step_is_taken(
    disco, journal_path, next_schema, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    before = dump(journal_path)
    next_schema()

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backups, "sync", full)
    with pytest.raises(JournalError, match="no backup can be made"):
        bring_up_to_date(journal_path)
    assert dump(journal_path) == before
