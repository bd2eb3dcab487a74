"""Re-evaluates a hypothesis whenever something about it changed, and caches the verdict."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.verdicts import Verdict
from discoverycli.domain.vocabulary import Code, Status
from discoverycli.domain.votes import Reason, not_counted
from discoverycli.store import sql, verdict_cache
from discoverycli.store.read import evidence_sql
from discoverycli.store.sql import next_number
from discoverycli.store.values import day, known_day

EXPIRED_AT_ONCE = 25
"""How many verdicts that only time has changed one command weighs again, besides its own."""

_EXPIRED = """
SELECT hypothesis_id, steady_until FROM memo WHERE steady_until < :today
ORDER BY steady_until, hypothesis_id LIMIT :most
"""
_KNOWN = """
SELECT h.parked_until, m.status FROM hypothesis h LEFT JOIN memo m ON m.hypothesis_id = h.id
WHERE h.id = :hypothesis
"""


_OF_INTERVIEW = f"{evidence_sql.EVIDENCE} WHERE e.interview_id = :interview"


class StatusChange(NamedTuple):
    """A hypothesis whose status something has changed."""

    code: Code
    was: Status
    status: Status


def reevaluate(
    session: Session, hypotheses: Iterable[int], *, today: date, interview: int | None = None
) -> list[StatusChange]:
    """Weighs hypotheses again, remembers their verdicts and notes what moved.

    `interview` is the one that gave the reason, if one did.
    """
    session.flush()
    numbers = sorted(set(hypotheses))
    moves = [move for n in numbers if (move := _weigh(session, n, today, today, interview))]
    # Verdicts just calculated hold today, so none of them has expired.
    for number, last_day in sql.rows(session, _EXPIRED, {"today": today, "most": EXPIRED_AT_ONCE}):
        _weigh(session, number, today, known_day(last_day) + timedelta(1), None)
    session.flush()
    return moves


def import_status(session: Session, number: int, status: Status, *, today: date) -> None:
    """Remembers the verdict on a hypothesis that came with its history from another journal.

    `status` is the last one noted there. If time has changed it since, the next command that
    writes notes that, as it would have there.
    """
    now, _ = _now(session, number, today)
    until = now.steady_until if now.status is status else today - timedelta(1)
    _remember(session, number, today, until, status, now)


def status(session: Session, number: int, *, today: date) -> Status:
    """What the evidence says about a hypothesis today; nothing of it is cached."""
    return _now(session, number, today)[0].status


def reasons(session: Session, interview: int, *, today: date) -> dict[int, Reason | None]:
    """Why each piece of evidence of an interview does not count today, by its number.

    Each is judged by the rule of its own hypothesis, as the verdict on that is.
    """
    session.flush()
    rows = sql.rows(session, _OF_INTERVIEW, {"interview": interview})
    facts = [evidence_sql.fact(row) for row in rows]
    query = partial(sql.rows, session)
    numbers = {fact.hypothesis for fact in facts}
    rules = {number: evidence_sql.rule_of(query, number) for number in numbers}
    return {fact.id: not_counted(fact, rules[fact.hypothesis], today=today) for fact in facts}


def _weigh(
    session: Session, number: int, today: date, moved_on: date, interview: int | None
) -> StatusChange | None:
    now, was = _now(session, number, today)
    _remember(session, number, today, now.steady_until, now.status, now)
    if was is now.status:
        return None
    key = {"id": next_number(session, "movement"), "hypothesis_id": number, "moved_on": moved_on}
    move = {**key, "was": was, "status": now.status, "interview_id": interview}
    sql.insert(session, "movement", move)
    return StatusChange(Code("H", number), was, now.status)


def _now(session: Session, number: int, today: date) -> tuple[Verdict, Status]:
    """What the evidence says today, and the status remembered before."""
    parked, status = sql.row(session, _KNOWN, {"hypothesis": number})
    now = evidence_sql.weigh(partial(sql.rows, session), number, today, day(parked))
    return now, Status(status) if status else Status.UNVALIDATED


def _remember(
    session: Session, number: int, today: date, until: date | None, status: Status, now: Verdict
) -> None:
    when = {"hypothesis_id": number, "computed_on": today, "steady_until": until}
    memo = {**when, "status": status, "result": verdict_cache.dump(now)}
    sql.put(session, "memo", memo, key=("hypothesis_id",))
