"""Writes the tables of `store/models/` into `store/schema.py`: `python docs/write_schema.py`.

`tests/store/test_schema.py` fails while the file is not what this would write.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from textwrap import wrap

from sqlalchemy import Column, Integer, Table
from sqlmodel import SQLModel

from discoverycli.domain import consent, vocabulary
from discoverycli.store import schema
from discoverycli.store.columns import Day, Flag, Step, Word
from discoverycli.store.models import every  # noqa: F401 - fills the metadata
from discoverycli.store.models.rows import HIDDEN
from discoverycli.store.values import serves_words

FILE = Path(schema.__file__)

_STEPS = FILE.parent / "migrations" / "versions"

_START, _END = "# fmt: off\n", "# fmt: on\n"


def text() -> str:
    """What `store/schema.py` ought to hold: what is written by hand around the tables stays."""
    for mark in (_START, _END):
        if FILE.read_text().count(mark) != 1:
            raise SystemExit(f"{FILE.name} needs a line '{mark.strip()}', once")
    head, _, rest = FILE.read_text().partition(_START)
    _, _, tail = rest.partition(_END)
    tables = SQLModel.metadata.sorted_tables
    return "".join(
        [
            head,
            _START,
            f'SCHEMA: Final = {newest_revision()}\n"""The schema this version reads and writes; '
            '`PRAGMA user_version` of the file."""\n\n',
            "TABLES: Final = {name: _columns(text) for name, text in {\n",
            *map(table_lines, tables),
            '}.items()}\n"""Every table with its columns."""\n\n',
            mapping("LETTERS", letters(), "Table → the letter of its codes."),
            mapping("INDEXES", indexes(tables), "Name → the table, and its columns in order."),
            mapping("ALLOWED", allowed(), "What a column of each word list may hold."),
            _END,
            tail,
        ]
    )


def newest_revision() -> int:
    """The number of the last step of `store/migrations/`."""
    return max(int(step.name[:4]) for step in _STEPS.glob("[0-9]*.py"))


def table_lines(table: Table) -> str:
    # A line ends behind a column, never within it.
    said = ", ".join(column_text(each).replace(" ", "~") for each in table.columns)
    lines = wrap(said, 97, initial_indent=f'    "{table.name}": "', subsequent_indent='    "')
    return ' "\n'.join(lines).replace("~", " ") + '",\n'


def column_text(column: Column) -> str:
    """A column as `store/schema.py` has it; one without a mark is hidden."""
    return " ".join(
        [
            column.name,
            kind_of(column) + "?" * bool(column.nullable),
            *(["key"] if column.primary_key else []),
            *(["unique"] if column.unique else []),
            *(f">{each.column.table.name}" for each in column.foreign_keys),
            column.info.get("privacy", HIDDEN),
        ]
    )


def kind_of(column: Column) -> str:
    of = column.type
    if isinstance(of, (Word, Step)):
        return of.kind.__name__
    plain = "day" if isinstance(of, Day) else "flag" if isinstance(of, Flag) else ""
    return column.info.get("of") or plain or ("int" if isinstance(of, Integer) else "text")


def letters() -> dict[str, object]:
    """The letters of codes, as the vocabulary gives them."""
    found = {noun: letter for letter, noun in vocabulary.CODE_PREFIXES.items()}
    return {
        each.name: found[each.name]
        for each in SQLModel.metadata.sorted_tables
        if each.name in found
    }


def indexes(tables: list[Table]) -> dict[str, object]:
    found = {
        str(index.name): (table.name, ", ".join(column.name for column in index.columns))
        for table in tables
        for index in table.indexes
    }
    return dict(sorted(found.items()))


def allowed() -> dict[str, object]:
    columns = [column for table in SQLModel.metadata.sorted_tables for column in table.columns]
    kinds = {kind_of(column) for column in columns}
    known = vars(vocabulary) | vars(consent)
    whom = (some for many in range(4) for some in combinations(vocabulary.Stakeholder, many))
    special = {
        "Importance": range(1, 6),
        "Percent": range(101),
        "Serves": tuple(map(serves_words, whom)),
    }
    plain = {"text", "int", "day", "moment", "Code", "flag"}
    return {
        kind: special[kind] if kind in special else tuple(each.value for each in known[kind])
        for kind in sorted(kinds - plain)
    }


def mapping(name: str, values: dict[str, object], means: str) -> str:
    lines = "".join(f"    {quoted(key)}: {quoted(value)},\n" for key, value in values.items())
    return f'{name}: Final = {{\n{lines}}}\n"""{means}"""\n\n'


def quoted(value: object) -> str:
    """A value in double quotes, on lines of at most 100 characters."""
    lines = wrap(
        repr(value).replace("range(0, ", "range(").replace("'", '"'), 76, break_on_hyphens=False
    )
    return "\n        ".join(lines)


if __name__ == "__main__":
    FILE.write_text(text())
