"""Stores decisions, with where the things they rest on stand on that day."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlmodel import Session

from discoverycli.domain.decisions import Leaning, Stood, means_not
from discoverycli.domain.text.words import one_line, require_storable
from discoverycli.domain.vocabulary import CODE_PREFIXES
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.decisions import Decision, Ground
from discoverycli.store.read.evidence_sql import LAST, weigh
from discoverycli.store.sql import new_uid, next_number
from discoverycli.store.values import day

EXAMPLE = "disco hypotheses decide 'ship the import' --because H3"

_KNOWN = f"""
SELECT h.parked_until, {LAST.format("h.id")}
FROM hypothesis h WHERE h.id = :hypothesis
"""  # noqa: S608 - constants


def decide(
    session: Session,
    text: str,
    leanings: Sequence[Leaning],
    *,
    reason: str | None = None,
    author: str,
    today: date,
) -> int:
    """Writes a decision down, with the verdict of today on each hypothesis that it rests on.

    A refuted hypothesis that it is made because of can only mean that it does not hold, and is
    stored as that.

    Raises:
        InputError: no words, nothing it rests on, or the same thing twice.
        NotFoundError: it is to rest on something that is not there.
    """
    words = one_line(require_storable(text))
    if not words:
        raise InputError("a decision needs words", EXAMPLE)
    if not leanings:
        raise InputError("a decision rests on something", "--because CODE, such as H3, J2 or S45")
    codes = [each.code for each in leanings]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise InputError(f"{twice} is named twice", f"--because {twice} once")
    for code in codes:
        if not sql.exists(session, CODE_PREFIXES[code.prefix], code.number):
            raise NotFoundError(f"there is no {code}", "disco search WORDS")
    made = next_number(session, "D")
    why = require_storable(reason or "").strip() or None
    row = {"id": made, "uid": new_uid(), "text": words, "reason": why, "author": author}
    Decision.build(**row, made_on=today, version=1).store(session)
    for position, leaning in enumerate(leanings, start=1):
        ground = {"decision_id": made, "position": position, "code": str(leaning.code)}
        Ground.build(**ground, **_standing(session, leaning, today)).store(session)
    return made


def _standing(session: Session, leaning: Leaning, today: date) -> dict[str, object]:
    """Where a hypothesis stands today; nothing for anything else."""
    if leaning.code.prefix != "H":
        return {"holds": True}
    key = {"hypothesis": leaning.code.number}
    parked_until, revision = sql.row(session, _KNOWN, key)
    now = weigh(partial(sql.rows, session), leaning.code.number, today, day(parked_until))
    holds = leaning.holds and not means_not(Stood(now.status, now.was))
    return {
        "hypothesis_id": leaning.code.number, "holds": holds,
        "status": now.status, "was": now.was, "votes_for": now.votes_for,
        "votes_against": now.votes_against, "asked": now.asked, "revision": revision,
    }  # fmt: skip
