"""Checks stored rows: values, people, criteria, what opinions rest on, the change log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from discoverycli.domain.referrals import any_circle
from discoverycli.domain.vocabulary import Code
from discoverycli.safety.checks.check import FIX, Finding, Repair, Subject, codes, notice, some
from discoverycli.safety.checks.database import cure
from discoverycli.safety.rescue import RESTORE, has_backup
from discoverycli.store.reader import Reader
from discoverycli.store.schema import ALLOWED, LETTERS, TABLES, Column

_AT_ONCE = 2000
_AHEAD = timedelta(minutes=10)
"""By how much the clocks of two machines may differ."""


def values(subject: Subject) -> Iterator[Finding]:
    """Whether every value is one that this version knows: days, words of the lists, yes and no,
    text that can be read."""
    for table, columns in sorted(TABLES.items()):
        if table == "change":  # it has no row numbers, and `record` looks at it
            continue
        wrong: dict[str, list[int]] = {}
        for number, name in _wrong_values(subject, table, columns):
            wrong.setdefault(name, []).append(number)
        for name, numbers in wrong.items():
            which = codes(LETTERS.get(table, "row "), numbers)
            yield Finding(f"{table}.{name} holds what no journal has: {which}", hint=cure(subject))
    stored = subject.reader.rows("SELECT id, former_names FROM person ORDER BY id")
    if unread := [number for number, text in stored if not _are_names(text)]:
        yield Finding(f"former names cannot be read: {codes('P', unread)}", hint=cure(subject))


def _are_names(text: str) -> bool:
    try:
        names = json.loads(text)
    except ValueError:
        return False
    return isinstance(names, list) and all(isinstance(each, str) for each in names)


def _wrong_values(
    subject: Subject, table: str, columns: Sequence[Column]
) -> Iterator[tuple[int, str]]:
    names = [column.name for column in columns]
    text = f"SELECT rowid, {', '.join(names)} FROM {table} "  # noqa: S608
    text += "WHERE rowid > ? ORDER BY rowid LIMIT ?"
    last = -(1 << 62)
    while rows := subject.reader.rows(text, (last, _AT_ONCE)):
        numbers, *found = zip(*rows, strict=True)
        for column, held in zip(columns, found, strict=True):
            # Many rows share few words and days; text and numbers can only be wrong by missing.
            free = column.kind in ("text", "int")
            several = [None] if free and None in held else () if free else set(held)
            wrong = {value for value in several if not _fits(column, value)}
            if wrong:
                for number, value in zip(numbers, held, strict=True):
                    if value in wrong:
                        yield number, column.name
        last = rows[-1][0]


def _fits(column: Column, value: Any) -> bool:
    if value is None:
        return not column.required
    if column.kind == "flag":
        return value in (0, 1)
    if column.kind == "day":
        try:
            return bool(date.fromisoformat(value).isoformat() == value)
        except (ValueError, TypeError):
            return False
    if column.kind == "moment":
        return value == "" or _is_moment(value)
    if column.kind == "Code":
        return Code.parse(value) is not None
    allowed = ALLOWED.get(column.kind)
    return allowed is None or bool(value in allowed)


_STRANGERS = """
SELECT t.interview_id, t.person_id FROM {table} t WHERE NOT EXISTS (
    SELECT 1 FROM participation a
    WHERE a.interview_id = t.interview_id AND a.person_id = t.person_id
) ORDER BY t.interview_id, t.person_id
"""
_NOBODY = """
SELECT id FROM interview i WHERE NOT EXISTS (
    SELECT 1 FROM participation a WHERE a.interview_id = i.id
) ORDER BY id
"""
_APART = """
SELECT e.interview_id FROM evidence e JOIN statement s ON s.id = e.statement_id
WHERE s.interview_id <> e.interview_id OR s.person_id <> e.person_id ORDER BY e.interview_id
"""


def people(subject: Subject) -> Iterator[Finding]:
    """Whether every speaker was in the interview where they spoke."""
    reader = subject.reader
    if nobody := reader.firsts(_NOBODY):
        yield Finding(
            f"nobody was in {codes('I', nobody)}", hint=f"disco edit I{nobody[0]}, and with: NAME"
        )
    for table in ("statement", "evidence", "hire", "followup"):
        if found := dict.fromkeys(reader.rows(_STRANGERS.format(table=table))):
            named = some([f"P{person} in I{interview}" for interview, person in found])
            yield Finding(
                f"a {table} is of somebody who was not there: {named}",
                hint=f"disco edit I{next(iter(found))[0]}, and name them",
            )
    if apart := [*dict.fromkeys(reader.firsts(_APART))]:
        yield Finding(
            f"evidence rests on a statement of another interview or person: {codes('I', apart)}",
            hint=f"disco show I{apart[0]}",
        )


_CRITERIA = """
SELECT h.id, count(r.number), min(r.number), max(r.number)
FROM hypothesis h LEFT JOIN revision r ON r.hypothesis_id = h.id
GROUP BY h.id HAVING count(r.number) = 0 OR min(r.number) <> 1 OR max(r.number) <> count(r.number)
ORDER BY h.id
"""


def criteria(subject: Subject) -> Iterator[Finding]:
    """Whether every hypothesis has its criteria, from the first on."""
    rows = subject.reader.rows(_CRITERIA)
    if without := [row[0] for row in rows if row[1] == 0]:
        yield Finding(
            f"the criteria of {codes('H', without)} are lost",
            hint=f"{FIX}, which gives the default ones"
            + (f"; or {RESTORE}" if has_backup(subject.journal) else ""),
            repair=Repair("criteria", tuple(without)),
        )
    if gaps := [row[0] for row in rows if row[1]]:
        yield Finding(
            f"former criteria are lost; the present ones are there: {codes('H', gaps)}",
            hint=cure(subject),
        )


_REASONS = (
    ("a belief is no percentage, or about criteria that are not there", "H", """
SELECT DISTINCT p.hypothesis_id FROM prediction p
WHERE p.percent NOT BETWEEN 0 AND 100 OR NOT EXISTS (
    SELECT 1 FROM revision r WHERE r.hypothesis_id = p.hypothesis_id AND r.number = p.revision)
ORDER BY p.hypothesis_id
"""),
    ("a decision names something else than it rests on", "D", """
SELECT DISTINCT decision_id FROM ground
WHERE code <> coalesce('H' || hypothesis_id, code)
   OR hypothesis_id IS NULL AND (code LIKE 'H%' OR substr(code, 1, 1) NOT IN ('J', 'S', 'I'))
ORDER BY decision_id
"""),
    ("an answer to why is asked of nothing, or of two things", "answer ", """
SELECT id FROM why WHERE (hypothesis_id IS NULL) = (statement_id IS NULL) ORDER BY id
"""),
    ("an answer to why hangs below that of something else", "answer ", """
SELECT w.id FROM why w JOIN why u ON u.id = w.parent_id
WHERE coalesce(u.hypothesis_id, 0) <> coalesce(w.hypothesis_id, 0)
   OR coalesce(u.statement_id, 0) <> coalesce(w.statement_id, 0)
ORDER BY w.id
"""),
    ("two answers to why have one number", "answer ", """
SELECT min(id) FROM why GROUP BY hypothesis_id, statement_id, number HAVING count(*) > 1 ORDER BY 1
"""),
)  # fmt: skip


def reasons(subject: Subject) -> Iterator[Finding]:
    """Whether beliefs are about criteria, decisions about what they name, and no answer to why,
    and nobody who was sent, comes before itself."""
    reader = subject.reader
    for said, letter, query in _REASONS:
        if numbers := reader.firsts(query):
            yield Finding(f"{said}: {codes(letter, numbers)}", hint=cure(subject))
    sent = "SELECT id, referred_by_id FROM person WHERE referred_by_id > 0 ORDER BY id"
    sent_by: dict[int, int] = dict(reader.rows(sent))
    if circle := [f"P{number}" for number in any_circle(sent_by)]:
        first = f"disco people edit {circle[0]} --referred-by ''"
        yield Finding(f"who sent whom goes in a circle: {some(circle)}", hint=first)
    under = "SELECT id, parent_id FROM why WHERE parent_id IS NOT NULL"
    if any_circle(dict(reader.rows(under))):
        yield Finding("the answers to why go in a circle", hint=cure(subject))


_UNSIGNED = """
SELECT DISTINCT operation_id FROM change c
WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = c.operation_id) ORDER BY operation_id
"""
_BEFORE = "SELECT operation_id, noun, before FROM change WHERE before IS NOT NULL"
_DISAGREE = """
SELECT o.id FROM operation o WHERE
    (o.undone_by IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM operation b
        WHERE b.id = o.undone_by AND b.undoes = o.id AND b.undone_by IS NULL))
    OR (o.undoes IS NOT NULL AND o.undone_by IS NULL AND NOT EXISTS (
        SELECT 1 FROM operation b WHERE b.id = o.undoes AND b.undone_by = o.id))
ORDER BY o.id
"""


def record(subject: Subject) -> Iterator[Finding]:
    """Whether every change belongs to an operation, and undone operations name the one that did
    it."""
    rest = "the journal itself is not touched by it; disco history shows what can be taken back"
    reader = subject.reader
    undone = reader.firsts(_DISAGREE)
    for said, found in (
        ("changes are recorded of operations that are not there", reader.firsts(_UNSIGNED)),
        ("how rows were before cannot be read any more, of operations", _unreadable(reader)),
        ("what was taken back does not agree with by what, of operations", undone),
    ):
        if numbers := sorted(set(found)):
            yield Finding(f"{said}: {some(numbers)}", hint=rest)


def _unreadable(reader: Reader) -> Iterator[int]:
    """Operations with an old row that no version has written; later columns may be missing."""
    for number, noun, before in reader.rows(_BEFORE):
        try:
            row = json.loads(before)
            whole = all(_was(column, row) for column in TABLES[noun])
        except (ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if not whole:
            yield number


def _was(column: Column, row: dict[str, Any]) -> bool:
    value = row[column.name] if column.required else row.get(column.name)
    typed = value is None or isinstance(value, int if column.type == "INTEGER" else str)
    return typed and _fits(column, value)


_LOGGED = "SELECT id, logged_at FROM interview WHERE logged_at > :soon ORDER BY id"
_DONE = "SELECT id, at FROM operation WHERE at > :soon ORDER BY id"


def clock(subject: Subject) -> Iterator[Finding]:
    """Whether something was written later than it is now."""
    # As text, so that any other content does no harm; the zone is always the same.
    soon = {"soon": (subject.now + _AHEAD).isoformat(timespec="seconds")}
    for what, letter, text in (("logged", "I", _LOGGED), ("done", "operation ", _DONE)):
        ahead = [number for number, at in subject.reader.rows(text, soon) if _is_moment(at)]
        if ahead:
            yield notice(
                f"{what} later than it is now, by this machine's clock: {codes(letter, ahead)}",
                "date, and set the clock right",
            )


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
