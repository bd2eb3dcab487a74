"""Undoes an operation: every row it touched is again as it was before.

Only what the operation itself changed goes back, column by column, so that later changes by others
stay. Where a later change builds on it, nothing is undone, and that change is named. Codes are not
reused, and version numbers only go forward."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from discoverycli.domain.vocabulary import Code, Status
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import change_log, sql
from discoverycli.store.schema import KEYS, LETTERS, TABLES
from discoverycli.store.write import hypotheses, people, search, verdicts
from discoverycli.store.write.verdicts import StatusChange

DERIVED = {"person": {"relation", "segment", "last_contact"}}
"""Columns that follow from other rows: they are worked out again and stand in nobody's way."""

Image = dict[str, Any]
Keys = dict[str, list[str]]


class Undone(NamedTuple):
    """What was undone, by which new operation, and which verdicts that moved."""

    number: int
    by: int
    moves: list[StatusChange]


class _Change(NamedTuple):
    """A row that an operation touched, before and after; `None` where there is no row."""

    noun: str
    key: str
    before: Image | None
    after: Image | None

    @property
    def columns(self) -> set[str]:
        before, after = self.before or {}, self.after or {}
        return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def undo(session: Session, number: int, *, today: date) -> Undone:
    """Undoes operation `number`. That is an operation too, and can be undone itself.

    Raises:
        NotFoundError: there is no such operation.
        InputError: it is undone already, cannot be undone, or a later change stands in the way.
    """
    return _Undoing(session, number, today).run()


def last(session: Session) -> int:
    """The last operation that stands.

    Raises:
        NotFoundError: nothing is left to undo.
    """
    found = sql.value(
        session, "SELECT max(id) FROM operation WHERE undone_by IS NULL AND undoes IS NULL"
    )
    if found is None:
        raise NotFoundError("there is nothing to take back", "disco history")
    return int(found)


_CHANGED = """
SELECT noun, key, before FROM change WHERE operation_id = :number AND before IS NOT NULL
"""
_MADE = "SELECT noun, key FROM change WHERE operation_id = :number AND before IS NULL"
_NEXT = """
SELECT before FROM change WHERE noun = :noun AND key = :key AND operation_id > :number
ORDER BY operation_id LIMIT 1
"""
_AGAIN = """
SELECT c.noun, c.key, c.before FROM change c
WHERE c.operation_id = :number AND EXISTS (
    SELECT 1 FROM change l WHERE l.noun = c.noun AND l.key = c.key AND l.operation_id > :number
)
"""
_LATER = """
SELECT o.id, o.command FROM change c JOIN operation o ON o.id = c.operation_id
WHERE c.noun = :noun AND c.key = :key AND o.id > :number AND o.undone_by IS NULL
ORDER BY o.undoes IS NOT NULL, o.id DESC LIMIT 1
"""
_BELIEVED = """
SELECT p.id FROM change c JOIN prediction p
    ON p.hypothesis_id = json_extract(c.key, '$[0]') AND p.revision = json_extract(c.key, '$[1]')
WHERE c.operation_id = :number AND c.noun = 'revision' AND NOT EXISTS (
    SELECT 1 FROM change m WHERE m.operation_id = :number AND m.noun = 'prediction'
    AND m.key = CAST(p.id AS TEXT) AND m.before IS NULL) LIMIT 1
"""
_REWRITTEN = """
SELECT DISTINCT r.hypothesis_id FROM change c JOIN revision r
    ON r.hypothesis_id = json_extract(c.key, '$[0]') AND r.number = json_extract(c.key, '$[1]')
WHERE c.operation_id = :number AND c.noun = 'revision' AND c.before IS NOT NULL
"""
_LET_GO = {("movement", "hypothesis_id"), ("movement", "interview_id")}
"""References that go, or become empty, with what they point at."""
_PEOPLE_AROUND = """
SELECT CAST(json_extract(key, '$[1]') AS INTEGER) FROM change
WHERE operation_id = :number AND noun = 'participation'
UNION
SELECT a.person_id FROM change c
JOIN participation a ON a.interview_id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'interview'
"""
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
_MOVEMENTS = """
SELECT m.hypothesis_id, m.id FROM change c JOIN movement m ON m.id = CAST(c.key AS INTEGER)
WHERE c.operation_id = :number AND c.noun = 'movement' AND c.before IS NULL ORDER BY m.id
"""
_STATUS = """
SELECT id, status FROM movement WHERE hypothesis_id = :hypothesis ORDER BY id DESC LIMIT 1
"""


class _Undoing:
    def __init__(self, session: Session, number: int, today: date) -> None:
        self.session = session
        self.number = number
        self.today = today

    def run(self) -> Undone:
        """Nothing is changed before the first refusals, nothing refused after the last change."""
        session, number = self.session, self.number
        self._refuse_finished()
        self._refuse_changed()
        restored = [self._change(*row) for row in self._rows(_CHANGED)]
        made: Keys = defaultdict(list)
        for noun, key in self._rows(_MADE):
            made[noun].append(key)
        rewritten = self._numbers(_REWRITTEN)
        touched, heard = set(self._numbers(_HYPOTHESES_AROUND)), set(self._numbers(_PEOPLE_AROUND))
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for change in restored:
            self._restore(change)
        self._refuse_orphans(restored)
        self._refuse_built_upon(made)
        self._refuse_believed()
        moved: dict[int, list[int]] = defaultdict(list)
        for hypothesis, movement in self._rows(_MOVEMENTS):
            moved[hypothesis].append(movement)
        self._remove(made)
        self._refuse_frozen(rewritten)
        touched |= set(self._numbers(_HYPOTHESES_AROUND)) | set(moved)
        self._reindex(restored, made)
        for person in sorted(heard | set(self._numbers(_PEOPLE_AROUND))):
            self._refresh(person)
        moves = self._reevaluate(touched, moved)
        self._mark(number, by=session.info["operation"])
        session.info["undoes"] = number
        return Undone(number, session.info["operation"], moves)

    def _rows(self, text: str, **more: Any) -> Sequence[Any]:
        return sql.rows(self.session, text, {"number": self.number, **more})

    def _row(self, text: str, **more: Any) -> Any:
        return sql.row(self.session, text, {"number": self.number, **more})

    def _numbers(self, text: str) -> list[int]:
        return sql.firsts(self.session, text, {"number": self.number})

    def _current(self, noun: str, key: str) -> Image | None:
        image, has_key = change_log.image_of(noun, noun), change_log.has_key(noun, ":key")
        found = self._row(f"SELECT {image} FROM {noun} WHERE {has_key}", key=key)  # noqa: S608
        return None if found is None else json.loads(found[0])

    def _change(self, noun: str, key: str, before: str | None) -> _Change:
        """A row before and after the operation: as the next operation found it, else as it is."""
        found = self._row(_NEXT, noun=noun, key=key)
        after = self._current(noun, key) if found is None else _image(found[0])
        return _Change(noun, key, _image(before), after)

    # --- What stands in the way --------------------------------------------------------------

    def _in_the_way(self, noun: str, key: str, does: str) -> InputError:
        found = self._row(_LATER, noun=noun, key=key)
        what = f"{LETTERS[noun]}{key}" if noun in LETTERS else f"the {noun}"
        if found is None:
            return InputError(f"{self.number} cannot be taken back: {what} is in the way")
        later, command = found
        return InputError(
            f"{self.number} cannot be taken back: {later} ({command or 'a command'}) came later "
            f"and {does} {what}",
            f"disco undo {later} first, or disco history",
        )

    def _refuse_finished(self) -> None:
        number = self.number
        found = self._row("SELECT undone_by, sealed FROM operation WHERE id = :number")
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

    def _refuse_changed(self) -> None:
        """What the operation changed must still be as it left it."""
        again = [self._change(*row) for row in self._rows(_AGAIN) if row[0] != "movement"]
        for change in again:
            own = change.columns - DERIVED.get(change.noun, set()) - {"version"}
            now = self._current(change.noun, change.key)
            gone = (now is None) != (change.after is None)
            if gone or (now and any(now[name] != (change.after or {})[name] for name in own)):
                raise self._in_the_way(change.noun, change.key, "changes")

    def _refuse_double(self, change: _Change) -> None:
        """A unique value may have been given to another row meanwhile."""
        noun, before = change.noun, change.before or {}
        for column in TABLES[noun]:
            name = column.name
            if not column.unique or before[name] is None or name not in change.columns:
                continue
            other = self._row(
                f"SELECT {change_log.key_of(noun, noun)} FROM {noun} "  # noqa: S608
                f"WHERE {name} = :value AND NOT ({change_log.has_key(noun, ':key')})",
                value=before[name],
                key=change.key,
            )
            if other is not None:
                raise self._in_the_way(noun, other[0], "has the words of")

    def _refuse_built_upon(self, made: Keys) -> None:
        """No row that stays may point at one that goes."""
        for child, column, parent in _references():
            if parent not in made or (child, column) in _LET_GO:
                continue
            own = change_log.key_of(child, child)
            found = self._row(
                f"SELECT {own} FROM {child} "  # noqa: S608
                f"WHERE {column} IN ({_whole(parent)}) "
                f"AND NOT EXISTS (SELECT 1 FROM change c WHERE c.operation_id = :number "
                f"AND c.noun = '{child}' AND c.key = {own} AND c.before IS NULL) LIMIT 1"
            )
            if found is not None and found[0] is not None:
                raise self._in_the_way(child, found[0], "builds on it by")

    def _refuse_believed(self) -> None:
        """Criteria stay as they are while somebody has said how sure they are by them."""
        for number in self._numbers(_BELIEVED):
            raise self._in_the_way("prediction", str(number), "builds on it by")

    def _refuse_frozen(self, rewritten: Iterable[int]) -> None:
        """Criteria by which evidence counts are never rewritten, not even to earlier ones: a change
        is a revision with a reason."""
        for hypothesis in rewritten:
            if hypotheses.is_frozen(self.session, hypothesis, self.today):
                raise InputError(
                    f"operation {self.number} cannot be taken back: the criteria of "
                    f"H{hypothesis} are frozen, evidence counts by them",
                    f"disco hypotheses edit H{hypothesis} --rule RULE --reason WHY",
                )

    def _refuse_orphans(self, restored: Iterable[_Change]) -> None:
        """No row that comes back may point at one that is gone."""
        for change in restored:
            for column in TABLES[change.noun]:
                if column.points_at is None or column.name not in change.columns:
                    continue
                number = (change.before or {})[column.name]
                if number is not None and self._current(column.points_at, str(number)) is None:
                    raise self._in_the_way(column.points_at, str(number), "took away")

    # --- Rows --------------------------------------------------------------------------------

    def _restore(self, change: _Change) -> None:
        assert change.before is not None
        self._refuse_double(change)
        if change.after is None:
            sql.insert(self.session, change.noun, change.before)
        elif names := [*self._to_go_back(change, sorted(change.columns))]:
            new = ", ".join(f"{name} = :{name}" for name in names)
            # No column's name begins with an underscore.
            which = change_log.has_key(change.noun, ":_key")
            values = {name: change.before[name] for name in names}
            text = f"UPDATE {change.noun} SET {new} WHERE {which}"  # noqa: S608
            sql.run(self.session, text, {**values, "_key": change.key})

    def _to_go_back(self, change: _Change, names: Iterable[str]) -> Iterator[str]:
        """The changed columns that go back: not the version, or an older copy would pass for the
        newest, and nothing derived that has changed since."""
        derived = DERIVED.get(change.noun, set())
        now = self._current(change.noun, change.key) if derived & change.columns else None
        for name in names:
            stays = name in derived and (now or {}).get(name) != (change.after or {})[name]
            if name != "version" and not stays:
                yield name

    def _remove(self, made: Keys) -> None:
        """Children before parents."""
        key = {"number": self.number}
        of_hypotheses = f"WHERE hypothesis_id IN ({_whole('hypothesis')})"
        of_interviews = f"WHERE interview_id IN ({_whole('interview')})"
        for text in (
            f"DELETE FROM memo {of_hypotheses}",  # noqa: S608
            f"DELETE FROM movement {of_hypotheses}",  # noqa: S608
            f"UPDATE movement SET interview_id = NULL {of_interviews}",  # noqa: S608
        ):
            sql.run(self.session, text, key)
        for table in reversed(change_log.recorded()):
            if table == "movement" or table not in made:
                continue
            delete = f"DELETE FROM {table} WHERE"  # noqa: S608
            if len(KEYS[table]) == 1:
                sql.run(self.session, f"{delete} {KEYS[table][0]} IN ({_whole(table)})", key)
                continue
            for each in made[table]:
                which = change_log.has_key(table, ":key")
                sql.run(self.session, f"{delete} {which}", {"key": each})

    # --- What follows ------------------------------------------------------------------------

    def _reindex(self, restored: Iterable[_Change], made: Keys) -> None:
        keys = defaultdict(set)
        for noun, key in [
            *((change.noun, change.key) for change in restored),
            *((noun, key) for noun, some in made.items() for key in some),
        ]:
            if noun == "theme":
                keys["statement"].add(int(json.loads(key)[0]))
            elif noun in search.NOUNS:
                keys[noun].add(int(key))
        for noun, numbers in keys.items():
            search.refresh(self.session, noun, numbers)

    def _refresh(self, person: int) -> None:
        """Works out again what a person is to the company, where later operations that stand bear
        on it. Otherwise that is exactly as it was before the operation, or before what it takes
        back."""
        there = self._row("SELECT 1 FROM person WHERE id = :person", person=person)
        if there and self._row(_HEARD_SINCE, person=person, first=self._row(_FIRST)[0]):
            people.refresh(self.session, person)

    def _reevaluate(self, touched: set[int], moved: dict[int, list[int]]) -> list[StatusChange]:
        """Re-evaluates what may have moved. A movement that the operation made goes with it, unless
        others moved on from there, or the rest moves the hypothesis just as far.

        Returns:
            The hypotheses that existed before and after and changed their status."""
        session, today = self.session, self.today
        before = self._remembered(touched)
        known = "SELECT id FROM hypothesis WHERE id IN ({})"
        there = {row[0] for row in sql.rows_in(session, known, sorted(touched))}
        for hypothesis in sorted(there):
            newest = self._row(_STATUS, hypothesis=hypothesis)
            ours = moved.get(hypothesis, [])
            if newest and newest[0] in ours:
                if verdicts.status(session, hypothesis, today=today) is not Status(newest[1]):
                    for movement in ours:
                        sql.run(session, "DELETE FROM movement WHERE id = ?", (movement,))
                newest = self._row(_STATUS, hypothesis=hypothesis)
            status = Status(newest[1]) if newest else Status.UNVALIDATED
            verdicts.import_status(session, hypothesis, status, today=today)
        verdicts.reevaluate(session, there, today=today)
        return [
            StatusChange(Code("H", number), before[number], status)
            for number, status in sorted(self._remembered(there).items())
            if number in before and before[number] is not status
        ]

    def _remembered(self, hypotheses: set[int]) -> dict[int, Status]:
        query = "SELECT hypothesis_id, status FROM memo WHERE hypothesis_id IN ({})"
        found = sql.rows_in(self.session, query, sorted(hypotheses))
        return {row[0]: Status(row[1]) for row in found}

    def _mark(self, number: int, by: int | None) -> None:
        """Notes that an operation is undone by another, or (`None`) that it stands again."""
        key = {"number": number, "by": by}
        sql.run(self.session, "UPDATE operation SET undone_by = :by WHERE id = :number", key)
        undoes = sql.value(self.session, "SELECT undoes FROM operation WHERE id = :number", key)
        if undoes is not None:
            self._mark(undoes, by=None if by is not None else number)


def _image(stored: str | None) -> Image | None:
    return None if stored is None else json.loads(stored)


def _references() -> Iterator[tuple[str, str, str]]:
    """Each column that points at another table: table, column, other table."""
    for child in change_log.recorded():
        for column in TABLES[child]:
            if column.points_at is not None:
                yield child, column.name, column.points_at


def _whole(noun: str) -> str:
    """SQL for the numbers of the rows of `noun` that the operation made."""
    return (
        "SELECT CAST(key AS INTEGER) FROM change "  # noqa: S608
        f"WHERE operation_id = :number AND noun = '{noun}' AND before IS NULL"
    )
