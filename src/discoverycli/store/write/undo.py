"""Owns taking an operation back: every row it touched is again as it was before.

Only what the operation itself changed goes back, column by column, so that what others changed
since stays. Where a later change builds on it, nothing is taken back, and that change is named.
Codes that were given are not given again, and version numbers only go forward.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from discoverycli.domain.vocabulary import Code, Status
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import change_log, sql
from discoverycli.store.schema import LETTERS
from discoverycli.store.write import hypotheses, people, search, verdicts
from discoverycli.store.write.verdicts import StatusChange

DERIVED = {"person": {"relation", "segment", "last_contact"}}
"""Columns that follow from other rows: they are worked out again and stand in nobody's way."""

Image = dict[str, Any]
Keys = dict[str, list[str]]


class Undone(NamedTuple):
    """What was taken back, by which new operation, and which verdicts that moved."""

    number: int
    by: int
    moves: list[StatusChange]


class _Change(NamedTuple):
    """A row that an operation touched, before it and after it; `None` where there is no row."""

    noun: str
    key: str
    before: Image | None
    after: Image | None

    @property
    def columns(self) -> set[str]:
        """The columns that the operation changed."""
        before, after = self.before or {}, self.after or {}
        return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def undo(session: Session, number: int, *, today: date) -> Undone:
    """Takes operation `number` back. That is an operation too, and can be taken back itself.

    Raises:
        NotFoundError: there is no such operation.
        InputError: it is taken back already, cannot be, or a later change stands in the way.
    """
    _refuse_finished(session, number)
    later = _touched_again(session, number)
    _refuse_changed(session, number, later)
    restored = [*_changed_rows(session, number)]
    made = _made(session, number)
    rewritten = _rewritten(session, number)
    touched = _hypotheses_around(session, number)
    heard = _people_around(session, number)
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    _restore(session, number, restored)
    _refuse_orphans(session, number, restored)
    _refuse_built_upon(session, number, made)
    _refuse_believed(session, number)
    moved = _movements_of(session, number)
    _remove(session, number, made)
    _refuse_frozen(session, number, rewritten, today)
    touched |= _hypotheses_around(session, number) | set(moved)
    _reindex(session, restored, made)
    for person in sorted(heard | _people_around(session, number)):
        _refresh(session, number, person)
    moves = _weigh(session, touched, moved, today)
    _mark(session, number, by=session.info["operation"])
    session.info["undoes"] = number
    return Undone(number, session.info["operation"], moves)


def last(session: Session) -> int:
    """The last operation that stands.

    Raises:
        NotFoundError: nothing is left to take back.
    """
    found = sql.value(
        session, "SELECT max(id) FROM operation WHERE undone_by IS NULL AND undoes IS NULL"
    )
    if found is None:
        raise NotFoundError("there is nothing to take back", "disco history")
    return int(found)


def _refuse_finished(session: Session, number: int) -> None:
    found = sql.row(
        session, "SELECT undone_by, sealed FROM operation WHERE id = :number", {"number": number}
    )
    if found is None:
        raise NotFoundError(f"there is no operation {number}", "disco history")
    undone_by, sealed = found
    if undone_by is not None:
        raise InputError(
            f"{number} was taken back by {undone_by} already",
            f"disco undo {undone_by}, which does it again",
        )
    if sealed:
        raise InputError(
            f"{number} cannot be taken back: somebody in it was forgotten", "disco history"
        )


def _table(noun: str) -> Table:
    return SQLModel.metadata.tables[noun]


def _code(noun: str, key: str) -> str:
    """A row as a user knows it."""
    return f"{LETTERS[noun]}{key}" if noun in LETTERS else f"the {noun}"


def _current(session: Session, noun: str, key: str) -> Image | None:
    table = _table(noun)
    found = sql.value(
        session,
        f"SELECT {change_log.image_of(table, noun)} FROM {noun} "  # noqa: S608
        f"WHERE {change_log.has_key(table, ':key')}",
        {"key": key},
    )
    return None if found is None else json.loads(found)


_NEXT = """
SELECT before FROM change WHERE noun = :noun AND key = :key AND operation_id > :number
ORDER BY operation_id LIMIT 1
"""


def _after(session: Session, number: int, noun: str, key: str) -> Image | None:
    """The row as the operation left it: as the next one found it, else as it is."""
    found = sql.row(session, _NEXT, {"noun": noun, "key": key, "number": number})
    if found is None:
        return _current(session, noun, key)
    return None if found[0] is None else json.loads(found[0])


_AGAIN = """
SELECT c.noun, c.key, c.before FROM change c
WHERE c.operation_id = :number AND EXISTS (
    SELECT 1 FROM change l WHERE l.noun = c.noun AND l.key = c.key AND l.operation_id > :number
)
"""


def _touched_again(session: Session, number: int) -> list[_Change]:
    """What the operation touched and another one after it too."""
    return [
        _Change(
            noun, key, None if before is None else json.loads(before),
            _after(session, number, noun, key),
        )
        for noun, key, before in sql.rows(session, _AGAIN, {"number": number})
        if noun != "movement"
    ]  # fmt: skip


def _refuse_changed(session: Session, number: int, again: Iterable[_Change]) -> None:
    """What the operation changed must be as it left it."""
    for change in again:
        own = change.columns - DERIVED.get(change.noun, set()) - {"version"}
        now = _current(session, change.noun, change.key)
        gone = (now is None) != (change.after is None)
        if gone or (now and any(now[name] != (change.after or {})[name] for name in own)):
            raise _in_the_way(session, number, change.noun, change.key, "changes")


_LATER = """
SELECT o.id, o.command FROM change c JOIN operation o ON o.id = c.operation_id
WHERE c.noun = :noun AND c.key = :key AND o.id > :number AND o.undone_by IS NULL
ORDER BY o.undoes IS NOT NULL, o.id DESC LIMIT 1
"""


def _in_the_way(session: Session, number: int, noun: str, key: str, does: str) -> InputError:
    found = sql.row(session, _LATER, {"noun": noun, "key": key, "number": number})
    if found is None:
        return InputError(f"{number} cannot be taken back: {_code(noun, key)} is in the way")
    later, command = found
    return InputError(
        f"{number} cannot be taken back: {later} ({command or 'a command'}) came later and "
        f"{does} {_code(noun, key)}",
        f"disco undo {later} first, or disco history",
    )


def _changed_rows(session: Session, number: int) -> Iterator[_Change]:
    found = sql.rows(
        session,
        "SELECT noun, key, before FROM change WHERE operation_id = :number AND before IS NOT NULL",
        {"number": number},
    )
    for noun, key, before in found:
        yield _Change(noun, key, json.loads(before), _after(session, number, noun, key))


def _made(session: Session, number: int) -> Keys:
    """The keys of the rows that the operation made, by noun."""
    made: Keys = defaultdict(list)
    for noun, key in sql.rows(
        session,
        "SELECT noun, key FROM change WHERE operation_id = :number AND before IS NULL",
        {"number": number},
    ):
        made[noun].append(key)
    return made


def _restore(session: Session, number: int, changes: Iterable[_Change]) -> None:
    for change in changes:
        assert change.before is not None
        _refuse_double(session, number, change)
        names = list(change.before) if change.after is None else sorted(change.columns)
        if change.after is not None:
            names = [*_to_go_back(session, change, names)]
        if not names:
            continue
        values = {name: change.before[name] for name in names}
        if change.after is None:
            text = (
                f"INSERT INTO {change.noun} ({', '.join(names)}) "  # noqa: S608
                f"VALUES ({', '.join(f':{name}' for name in names)})"
            )
        else:
            # `_key` begins with what no column begins with.
            text = (
                f"UPDATE {change.noun} SET {', '.join(f'{name} = :{name}' for name in names)} "  # noqa: S608
                f"WHERE {change_log.has_key(_table(change.noun), ':_key')}"
            )
            values["_key"] = change.key
        sql.run(session, text, values)


def _to_go_back(session: Session, change: _Change, names: Iterable[str]) -> Iterator[str]:
    """Of the columns that the operation changed, those that go back: not the version, which
    would let an older copy pass for the newest, and nothing derived that has changed since."""
    derived = DERIVED.get(change.noun, set())
    now = _current(session, change.noun, change.key) if derived & set(names) else None
    for name in names:
        stays = name in derived and (now or {}).get(name) != (change.after or {})[name]
        if name != "version" and not stays:
            yield name


def _refuse_double(session: Session, number: int, change: _Change) -> None:
    """What has to be unique may have been given to another row meanwhile."""
    table = _table(change.noun)
    before = change.before or {}
    for column in table.columns:
        if not column.unique or before[column.name] is None or column.name not in change.columns:
            continue
        other = sql.value(
            session,
            f"SELECT {change_log.key_of(table, change.noun)} FROM {change.noun} "  # noqa: S608
            f"WHERE {column.name} = :value AND NOT ({change_log.has_key(table, ':key')})",
            {"value": before[column.name], "key": change.key},
        )
        if other is not None:
            raise _in_the_way(session, number, change.noun, other, "has the words of")


def _refuse_built_upon(session: Session, number: int, made: Keys) -> None:
    """No row that stays may point at one that goes."""
    for child, column, parent in _references():
        if parent.name not in made or (child.name, column) in _LET_GO:
            continue
        own = change_log.key_of(child, child.name)
        key = sql.value(
            session,
            f"SELECT {own} FROM {child.name} "  # noqa: S608
            f"WHERE {column} IN ({_whole(parent.name)}) "
            f"AND NOT EXISTS (SELECT 1 FROM change c WHERE c.operation_id = :number "
            f"AND c.noun = '{child.name}' AND c.key = {own} AND c.before IS NULL) LIMIT 1",
            {"number": number},
        )
        if key is not None:
            raise _in_the_way(session, number, child.name, key, "builds on it by")


_BELIEVED = """
SELECT p.id FROM change c JOIN prediction p
    ON p.hypothesis_id = json_extract(c.key, '$[0]') AND p.revision = json_extract(c.key, '$[1]')
WHERE c.operation_id = :number AND c.noun = 'revision' AND NOT EXISTS (
    SELECT 1 FROM change m WHERE m.operation_id = :number AND m.noun = 'prediction'
    AND m.key = CAST(p.id AS TEXT) AND m.before IS NULL) LIMIT 1
"""


def _refuse_believed(session: Session, number: int) -> None:
    """Criteria stay as they are for whoever has said how sure they are by them."""
    found = sql.value(session, _BELIEVED, {"number": number})
    if found is not None:
        raise _in_the_way(session, number, "prediction", str(found), "builds on it by")


_REWRITTEN = """
SELECT DISTINCT r.hypothesis_id FROM change c JOIN revision r
    ON r.hypothesis_id = json_extract(c.key, '$[0]') AND r.number = json_extract(c.key, '$[1]')
WHERE c.operation_id = :number AND c.noun = 'revision' AND c.before IS NOT NULL
"""


def _rewritten(session: Session, number: int) -> list[int]:
    """The hypotheses with criteria that are there, and would say something else."""
    return [row[0] for row in sql.rows(session, _REWRITTEN, {"number": number})]


def _refuse_frozen(session: Session, number: int, rewritten: Iterable[int], today: date) -> None:
    """Criteria by which evidence counts are not rewritten, not even to what they were: a change of
    them is a revision with a reason."""
    for hypothesis in rewritten:
        if hypotheses.is_frozen(session, hypothesis, today):
            raise InputError(
                f"operation {number} cannot be taken back: the criteria of H{hypothesis} are "
                "frozen, evidence counts by them",
                f"disco hypotheses edit H{hypothesis} --rule RULE --reason WHY",
            )


def _refuse_orphans(session: Session, number: int, restored: Iterable[_Change]) -> None:
    """No row that comes back may point at one that has gone."""
    references = [*_references()]
    for change in restored:
        for child, column, parent in references:
            if child.name != change.noun or column not in change.columns:
                continue
            points_at = (change.before or {})[column]
            if points_at is None or _current(session, parent.name, str(points_at)) is not None:
                continue
            raise _in_the_way(session, number, parent.name, str(points_at), "took away")


_LET_GO = {("movement", "hypothesis_id"), ("movement", "interview_id")}
"""References that go, or become empty, with what they point at."""


def _references() -> Iterator[tuple[Table, str, Table]]:
    """Every column that points at another table's rows: table, column, other table."""
    for child in change_log.recorded():
        for column in child.columns:
            for foreign in column.foreign_keys:
                yield child, column.name, foreign.column.table


def _remove(session: Session, number: int, made: Keys) -> None:
    """Takes out the rows that the operation made, children before parents."""
    key = {"number": number}
    of_hypotheses = f"WHERE hypothesis_id IN ({_whole('hypothesis')})"
    of_interviews = f"WHERE interview_id IN ({_whole('interview')})"
    sql.run(session, f"DELETE FROM memo {of_hypotheses}", key)  # noqa: S608
    sql.run(session, f"DELETE FROM movement {of_hypotheses}", key)  # noqa: S608
    sql.run(session, f"UPDATE movement SET interview_id = NULL {of_interviews}", key)  # noqa: S608
    for table in reversed(change_log.recorded()):
        if table.name == "movement" or table.name not in made:
            continue
        columns = change_log.key_columns(table)
        if len(columns) == 1:
            which = f"{columns[0].name} IN ({_whole(table.name)})"
            sql.run(session, f"DELETE FROM {table.name} WHERE {which}", key)  # noqa: S608
            continue
        for each in made[table.name]:
            which = change_log.has_key(table, ":key")
            sql.run(session, f"DELETE FROM {table.name} WHERE {which}", {"key": each})  # noqa: S608


def _whole(noun: str) -> str:
    """The SQL for the numbers of the rows of `noun` that the operation made."""
    return (
        "SELECT CAST(key AS INTEGER) FROM change "  # noqa: S608
        f"WHERE operation_id = :number AND noun = '{noun}' AND before IS NULL"
    )


def _reindex(session: Session, restored: Iterable[_Change], made: Keys) -> None:
    keys = defaultdict(set)
    for noun, key in [
        *((change.noun, change.key) for change in restored),
        *((noun, key) for noun, some in made.items() for key in some),
    ]:
        if noun == "theme":
            noun, key = "statement", str(json.loads(key)[0])
        if noun in search.NOUNS:
            keys[noun].add(int(key))
    for noun, numbers in keys.items():
        search.refresh(session, noun, numbers)


_PEOPLE_AROUND = """
SELECT CAST(json_extract(key, '$[1]') AS INTEGER) FROM change
WHERE operation_id = :number AND noun = 'participation'
UNION
SELECT a.person_id FROM change c
JOIN participation a ON a.interview_id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'interview'
"""


def _people_around(session: Session, number: int) -> set[int]:
    return {row[0] for row in sql.rows(session, _PEOPLE_AROUND, {"number": number})}


_HEARD_SINCE = """
SELECT 1 FROM participation a JOIN change c
    ON (c.noun = 'interview' AND c.key = CAST(a.interview_id AS TEXT))
    OR (c.noun = 'participation' AND c.key = json_array(a.interview_id, a.person_id))
JOIN operation o ON o.id = c.operation_id
WHERE a.person_id = :person AND o.id > :first AND o.undone_by IS NULL AND o.undoes IS NULL LIMIT 1
"""
_FIRST = """
WITH RECURSIVE chain (id, undoes) AS (
    SELECT id, undoes FROM operation WHERE id = :number
    UNION ALL
    SELECT o.id, o.undoes FROM operation o JOIN chain c ON o.id = c.undoes
)
SELECT min(id) FROM chain
"""
_IS_THERE = "SELECT 1 FROM person WHERE id = :person"


def _refresh(session: Session, number: int, person: int) -> None:
    """Works out again what a person is to the company, where operations that came later and stand
    have a say in it. Otherwise that is exactly as it was before the operation, or before what
    the operation takes back."""
    key = {"person": person, "first": sql.value(session, _FIRST, {"number": number})}
    there = sql.value(session, _IS_THERE, {"person": person})
    if there and sql.value(session, _HEARD_SINCE, key):
        people.refresh(session, person)


_HYPOTHESES_AROUND = """
SELECT CAST(key AS INTEGER) FROM change WHERE operation_id = :number AND noun = 'hypothesis'
UNION
SELECT CAST(json_extract(key, '$[0]') AS INTEGER) FROM change
WHERE operation_id = :number AND noun = 'revision'
UNION
SELECT CAST(json_extract(before, '$.hypothesis_id') AS INTEGER) FROM change
WHERE operation_id = :number AND noun = 'evidence' AND before IS NOT NULL
UNION
SELECT e.hypothesis_id FROM change c JOIN evidence e ON e.id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'evidence'
UNION
SELECT e.hypothesis_id FROM change c JOIN evidence e ON e.interview_id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'interview' AND c.before IS NOT NULL
UNION
SELECT e.hypothesis_id FROM change c
JOIN evidence e ON e.interview_id = CAST(json_extract(c.key, '$[0]') AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'participation'
UNION
SELECT e.hypothesis_id FROM change c JOIN evidence e ON e.person_id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'person' AND c.before IS NOT NULL
"""


def _hypotheses_around(session: Session, number: int) -> set[int]:
    """The hypotheses whose verdict what the operation touched can bear on."""
    return {row[0] for row in sql.rows(session, _HYPOTHESES_AROUND, {"number": number})}


_MOVEMENTS = """
SELECT m.hypothesis_id, m.id FROM change c JOIN movement m ON m.id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'movement' AND c.before IS NULL ORDER BY m.id
"""


def _movements_of(session: Session, number: int) -> dict[int, list[int]]:
    """What the operation moved: movements by hypothesis, in their order."""
    moved: dict[int, list[int]] = defaultdict(list)
    for hypothesis, movement in sql.rows(session, _MOVEMENTS, {"number": number}):
        moved[hypothesis].append(movement)
    return moved


_STATUS = """
SELECT id, status FROM movement WHERE hypothesis_id = :hypothesis ORDER BY id DESC LIMIT 1
"""


def _weigh(
    session: Session, touched: set[int], moved: dict[int, list[int]], today: date
) -> list[StatusChange]:
    """Weighs again what may have moved. A movement that the operation made goes with it, unless
    others moved on from there, or what is left moves the hypothesis just as far.

    Returns:
        What stands elsewhere now than before, of the hypotheses that were and are there.
    """
    before = _remembered(session, touched)
    there = {
        row[0]
        for row in sql.rows_in(
            session, "SELECT id FROM hypothesis WHERE id IN ({})", sorted(touched)
        )
    }
    for hypothesis in sorted(there):
        key = {"hypothesis": hypothesis}
        newest = sql.row(session, _STATUS, key)
        ours = moved.get(hypothesis, [])
        if newest and newest[0] in ours:
            if verdicts.status(session, hypothesis, today=today) is not Status(newest[1]):
                for movement in ours:
                    sql.run(session, "DELETE FROM movement WHERE id = :id", {"id": movement})
            newest = sql.row(session, _STATUS, key)
        status = Status(newest[1]) if newest else Status.UNVALIDATED
        verdicts.import_status(session, hypothesis, status, today=today)
    verdicts.reevaluate(session, there, today=today)
    after = _remembered(session, there)
    return [
        StatusChange(Code("H", number), before[number], status)
        for number, status in sorted(after.items())
        if number in before and before[number] is not status
    ]


def _remembered(session: Session, hypotheses: set[int]) -> dict[int, Status]:
    """The verdicts that are remembered of some hypotheses."""
    query = "SELECT hypothesis_id, status FROM memo WHERE hypothesis_id IN ({})"
    return {row[0]: Status(row[1]) for row in sql.rows_in(session, query, sorted(hypotheses))}


def _mark(session: Session, number: int, by: int | None) -> None:
    """Notes that an operation is taken back by another, or (`None`) that it stands again."""
    key = {"number": number, "by": by}
    sql.run(session, "UPDATE operation SET undone_by = :by WHERE id = :number", key)
    undoes = sql.value(session, "SELECT undoes FROM operation WHERE id = :number", key)
    if undoes is not None:
        _mark(session, undoes, by=None if by is not None else number)
