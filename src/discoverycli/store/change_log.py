"""Records operations: every change of every row, caught where rows change.

A connection that writes carries temporary triggers, made by `watch`. They keep each row as it was
before the operation first touched it, however it is changed: by mapped objects, plain SQL, or a
deletion that follows another. `end` drops rows that did not change, and signs the rest. Rows
derived from others (cached verdicts, the search index) and counters, which only go forward, are not
recorded."""

from typing import Any, NamedTuple

from sqlalchemy import Connection

from discoverycli.store.schema import KEYS, TABLES

UNRECORDED = ("counter", "memo", "operation", "change", "erasure")


class Stamp(NamedTuple):
    """Who does what, and when: `at` in UTC, ISO 8601; `command` without its words, which may
    name people."""

    at: str = ""
    author: str = ""
    command: str = ""


def recorded() -> list[str]:
    """The tables whose changes can be undone, parents before children."""
    return [name for name in TABLES if name not in UNRECORDED]


def key_of(table: str, row: str) -> str:
    """The SQL that makes the key of `row` (`new`, `old`, the table's name), as `change` has it."""
    columns = [f"{row}.{name}" for name in KEYS[table]]
    if len(columns) > 1:
        return f"json_array({', '.join(columns)})"
    return f"CAST({columns[0]} AS TEXT)"


def has_key(table: str, key: str) -> str:
    """The SQL that says whether a row of `table` has the key that the SQL `key` gives."""
    names = KEYS[table]
    if len(names) == 1:
        return f"{table}.{names[0]} = CAST({key} AS INTEGER)"
    return " AND ".join(
        f"{table}.{name} = json_extract({key}, '$[{place}]')" for place, name in enumerate(names)
    )


def image_of(table: str, row: str) -> str:
    """The SQL that makes JSON of `row`."""
    pairs = ", ".join(f"'{column.name}', {row}.{column.name}" for column in TABLES[table])
    return f"json_object({pairs})"


def watch(connection: Any, *_: object) -> None:
    """Prepares a connection to record what it changes. It takes a while, so it is done before the
    journal is locked."""
    connection.execute("CREATE TEMP TABLE recording (operation INTEGER)")
    for trigger in _triggers():
        connection.execute(trigger)


def begin(connection: Connection) -> int:
    """Starts to record, on a connection that watches and has begun its transaction.

    Returns:
        The number the operation gets if it changes anything.
    """
    number: int = connection.exec_driver_sql(
        "INSERT INTO temp.recording SELECT coalesce(max(id), 0) + 1 FROM operation "
        "RETURNING operation"
    ).scalar_one()
    return number


def _triggers() -> list[str]:
    made = []
    for table in recorded():
        for event, row in (("INSERT", "new"), ("UPDATE", "old"), ("DELETE", "old")):
            key = key_of(table, row)
            before = "NULL" if event == "INSERT" else image_of(table, row)
            # INSERT OR IGNORE would inherit the conflict rule of the statement that fires it.
            keep = (
                f"INSERT INTO change (noun, key, operation_id, before) "  # noqa: S608
                f"SELECT '{table}', {key}, r.operation, {before} FROM recording r "
                f"WHERE NOT EXISTS (SELECT 1 FROM change WHERE noun = '{table}' "
                f"AND key = {key} AND operation_id = r.operation);"
            )
            made.append(
                f"CREATE TEMP TRIGGER record_{table}_{event} AFTER {event} "
                f"ON main.{table} BEGIN {keep} END"
            )
    return made


_SIGN = """
INSERT INTO operation (id, at, author, command, undoes, sealed) VALUES (?, ?, ?, ?, ?, ?)
"""


def end(
    connection: Connection,
    number: int,
    stamp: Stamp,
    *,
    undoes: int | None = None,
    sealed: bool = False,
) -> bool:
    """Ends the record of an operation, before its transaction is committed.

    Args:
        connection: the one that `begin` was given.
        number: what `begin` returned.
        stamp: who did what.
        undoes: the operation that this one undoes.
        sealed: whether it can never be undone: then no earlier rows are kept.

    Returns:
        Whether it changed anything. One that did not leaves no trace.
    """
    if sealed:
        connection.exec_driver_sql("DELETE FROM change WHERE operation_id = ?", (number,))
        connection.exec_driver_sql(_SIGN, (number, *stamp, None, 1))
        return True
    touched = connection.exec_driver_sql(
        "SELECT noun, max(before IS NOT NULL) FROM change WHERE operation_id = ? GROUP BY noun",
        (number,),
    ).all()
    for noun, had_rows in touched:
        for same in _unchanged(noun, had_rows=bool(had_rows)):
            connection.exec_driver_sql(
                f"DELETE FROM change WHERE operation_id = ? AND noun = ? AND {same}",  # noqa: S608
                (number, noun),
            )
    left = connection.exec_driver_sql(
        "SELECT 1 FROM change WHERE operation_id = ? LIMIT 1", (number,)
    ).first()
    if left is None and undoes is None:
        return False
    connection.exec_driver_sql(_SIGN, (number, *stamp, undoes, 0))
    return True


def _unchanged(table: str, *, had_rows: bool) -> list[str]:
    """SQL conditions on `change`: rows made and deleted again, and rows that did not change."""
    there = f"FROM {table} WHERE {has_key(table, 'change.key')}"
    conditions = [f"before IS NULL AND NOT EXISTS (SELECT 1 {there})"]
    if had_rows:
        image = _without_version(image_of(table, table))
        same = f"{_without_version('before')} = (SELECT {image} {there})"
        conditions.append(f"before IS NOT NULL AND {same}")
    return conditions


def _without_version(image: str) -> str:
    """A row's JSON without the counter of its writes."""
    return f"json_remove({image}, '$.version')"
