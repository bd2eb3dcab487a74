"""Fixes rows that follow from other rows. No repair deletes what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Stakeholder, Status
from discoverycli.errors import DiscoError, JournalError
from discoverycli.safety.checks.check import Repair
from discoverycli.safety.checks.derived import COUNTED, HIGHEST, miscounted
from discoverycli.store import sql
from discoverycli.store.derived_keys import KEYS
from discoverycli.store.schema import make_index
from discoverycli.store.sql import next_number
from discoverycli.store.values import serves
from discoverycli.store.write import hypotheses, search, verdicts

What = tuple[str | int, ...]


def make(
    session: Session,
    repairs: Iterable[Repair],
    rule_for: Callable[[Iterable[Stakeholder]], Rule],
    *,
    author: str,
    today: date,
) -> list[DiscoError]:
    """Makes repairs; one that fails leaves no trace and does not stop the others.

    Args:
        session: the open journal.
        repairs: what to mend.
        rule_for: the criteria of a hypothesis that has lost its own, by whom it serves.
        author: who asked for it.
        today: the day it is.

    Returns:
        What could not be mended, and why.
    """
    failed: list[DiscoError] = []
    mender = _Mender(session, rule_for, author, today)
    for repair in sorted(repairs, key=lambda each: _REPAIRS.index(each.kind)):
        try:
            with session.begin_nested():
                getattr(mender, repair.kind)(repair.what)
                session.flush()
        except (DBAPIError, ValueError, KeyError, TypeError) as error:
            said = f"{repair.kind} cannot be mended ({type(error).__name__})"
            failed.append(JournalError(said, "disco restore"))
    return failed


@dataclass(frozen=True)
class _Mender:
    session: Session
    rule_for: Callable[[Iterable[Stakeholder]], Rule]
    author: str
    today: date

    def reindex(self, _what: What) -> None:
        sql.run(self.session, "REINDEX")

    def indexes(self, names: What) -> None:
        for name in map(str, names):
            sql.run(self.session, f"DROP INDEX IF EXISTS {name}")
            sql.run(self.session, make_index(name))

    def names(self, what: What) -> None:
        table, *numbers = what
        _, words, key, made = KEYS[str(table)]
        select = f"SELECT {words} FROM {table} WHERE id = ?"  # noqa: S608
        change = f"UPDATE {table} SET {key} = ? WHERE id = ?"  # noqa: S608
        for number in numbers:
            text = sql.value(self.session, select, (number,))
            sql.run(self.session, change, (made(text), number))

    def contacts(self, _what: What) -> None:
        for number, contact in [*miscounted(partial(sql.rows, self.session))]:
            sql.run(self.session, _SET_CONTACT, {"contact": int(contact), "id": number})
        # Relation and segment stay: they may have been set by hand.
        sql.run(self.session, _SET_LAST_CONTACTS)

    def codes(self, names: What) -> None:
        for name in map(str, names):
            highest = sql.value(self.session, HIGHEST.format(table=COUNTED[name]))
            given = sql.value(self.session, "SELECT last FROM counter WHERE name = ?", (name,))
            next_number(self.session, name, highest - (given or 0))

    def criteria(self, numbers: What) -> None:
        whom_sql = "SELECT serves FROM hypothesis WHERE id = ?"
        for number in numbers:
            whom = sql.value(self.session, whom_sql, (number,))
            hypotheses.give_criteria(
                self.session,
                int(number),
                self.rule_for(serves(whom)),
                reason="its own were lost",
                author=self.author,
                today=self.today,
            )

    def verdicts(self, numbers: What) -> None:
        sql.run(self.session, _FORGET_ORPHANS)
        for number in map(int, numbers):
            last = sql.value(self.session, _LAST_STATUS, {"hypothesis": number})
            status = Status(last) if last else Status.UNVALIDATED
            verdicts.import_status(self.session, number, status, today=self.today)

    def search(self, _what: What) -> None:
        search.rebuild(self.session)


_SET_CONTACT = "UPDATE interview SET contact = :contact WHERE id = :id"
_SET_LAST_CONTACTS = """
UPDATE person SET last_contact = heard.day FROM (
    SELECT p.id AS id, (
        SELECT max(i.held_on) FROM participation a JOIN interview i ON i.id = a.interview_id
        WHERE a.person_id = p.id AND i.contact = 1
    ) AS day FROM person p
) AS heard
WHERE heard.id = person.id AND person.last_contact IS NOT heard.day
"""
_FORGET_ORPHANS = "DELETE FROM memo WHERE hypothesis_id NOT IN (SELECT id FROM hypothesis)"
_LAST_STATUS = """
SELECT status FROM movement WHERE hypothesis_id = :hypothesis ORDER BY id DESC LIMIT 1
"""

_REPAIRS = (
    "reindex", "indexes", "names", "contacts", "codes", "criteria", "verdicts", "search",
)  # fmt: skip
"""What `_Mender` can mend, each behind what it rests on."""
