"""Reads a whole journal as one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from discoverycli.domain import snapshot
from discoverycli.domain.snapshot import Interview, Snapshot, Streamed
from discoverycli.domain.vocabulary import CODE_PREFIXES
from discoverycli.store.reader import Reader
from discoverycli.store.snapshot_rows import maker, mapped, table_of

_AT_ONCE = 500
"""How many interviews are read together, but for their notes."""

_PARTS = {
    snapshot.Attendance: "interview_id, position, person_id",
    snapshot.Statement: "id",
    snapshot.Evidence: "id",
    snapshot.Hire: "id",
    snapshot.Followup: "id",
}
"""What belongs to an interview, in the order of its lists, and what each is ordered by."""


def read_journal(reader: Reader) -> Snapshot:
    """The journal as it is, each kind of thing in the order of its codes.

    The rows of one interview or hypothesis keep the order in which they were stored. Interviews are
    read during the iteration; keep the reader open until then.
    """
    return Snapshot(
        counters=_counters(reader),
        organisations=_all(reader, snapshot.Organisation),
        people=_all(reader, snapshot.Person),
        hypotheses=_owners(
            reader,
            snapshot.Hypothesis,
            _by_owner(reader, snapshot.Revision, "hypothesis_id", "hypothesis_id, number"),
            _by_owner(reader, snapshot.Movement, "hypothesis_id", "id"),
        ),
        jobs=_all(reader, snapshot.Job),
        interviews=Streamed(
            reader.value("SELECT count(*) FROM interview"), lambda: _interviews(reader)
        ),
        pauses=_all(reader, snapshot.Pause),
        consents=_all(reader, snapshot.Consent, "person_id, scope"),
        referrals=_all(reader, snapshot.Referral, "id", "WHERE referred_by_id IS NOT NULL"),
        criteria=_all(
            reader,
            snapshot.Criteria,
            "hypothesis_id, number",
            "WHERE right_if IS NOT NULL OR wrong_if IS NOT NULL",
        ),
        predictions=_all(reader, snapshot.Prediction),
        decisions=_owners(
            reader,
            snapshot.Decision,
            _by_owner(reader, snapshot.Ground, "decision_id", "decision_id, position"),
        ),
        whys=_all(reader, snapshot.Why),
    )


def _counters(reader: Reader) -> dict[str, int]:
    """Only codes are never reused; other numbers mean nothing outside the journal."""
    rows = reader.rows("SELECT name, last FROM counter WHERE last > 0 ORDER BY name")
    return {name: last for name, last in rows if name in CODE_PREFIXES}


def _select(cls: Any, order: str, *before: str, which: str = "") -> str:
    columns = ", ".join([*before, *(each.sql for each in mapped(cls))])
    return f"SELECT {columns} FROM {table_of(cls)} {which} ORDER BY {order}"


def _all(reader: Reader, cls: Any, order: str = "id", which: str = "") -> tuple[Any, ...]:
    rows = reader.each(_select(cls, order, which=which))
    return tuple(map(maker(cls), rows))


Lists = defaultdict[int, list[Any]]
"""Records by the number of what they belong to."""


def _by_owner(
    reader: Reader, cls: Any, owner: str, order: str, which: str = "", among: tuple[int, ...] = ()
) -> Lists:
    found, made = Lists(list), maker(cls)
    for row in reader.each(_select(cls, order, owner, which=which), among):
        found[row[0]].append(made(row[1:]))
    return found


def _owners(reader: Reader, cls: Any, *lists: Lists) -> tuple[Any, ...]:
    rows = reader.rows(_select(cls, "id", "id"))
    made = maker(cls)
    return tuple(made(row[1:], *(tuple(each[row[0]]) for each in lists)) for row in rows)


def _interviews(reader: Reader) -> Iterator[Interview]:
    last, lists, made = 0, list[Lists](), maker(Interview)
    for number, *row in reader.each(_select(Interview, "id", "id")):
        if number > last:
            among = (number, last := number + _AT_ONCE)
            which = "WHERE interview_id BETWEEN ? AND ?"
            lists = [
                _by_owner(reader, cls, "interview_id", order, which, among)
                for cls, order in _PARTS.items()
            ]
        yield made(row, *(tuple(each[number]) for each in lists))
