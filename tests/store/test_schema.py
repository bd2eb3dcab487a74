"""The written schema is what the models say, its number is that of the newest revision, and a
column without a mark shows to nobody."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, Text

from discoverycli.store import schema, schema_steps
from discoverycli.store.file_checks import SCHEMA

SCRIPT = Path(__file__).parents[2] / "docs" / "write_schema.py"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_schema", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_schema_is_what_would_be_written_from_the_models_now(script: ModuleType) -> None:
    assert Path(schema.__file__).read_text() == script.text(), f"run: python docs/{SCRIPT.name}"


def test_a_column_without_a_mark_is_hidden(script: ModuleType) -> None:
    table = Table("diary", MetaData(), Column("mood", Text))
    assert script.column_text(table.columns["mood"]) == "mood text? hidden"
    (column,) = schema._columns("mood text? hidden")
    assert column.privacy == schema.HIDDEN == schema.Column._field_defaults["privacy"]


def test_the_schema_number_is_that_of_the_newest_revision() -> None:
    revisions = ScriptDirectory(str(schema_steps.FOLDER)).walk_revisions()
    assert sorted(int(each.revision) for each in revisions) == list(range(1, SCHEMA + 1))
