"""Owns the numbers in codes: each is given once and never again."""

from __future__ import annotations

import secrets

from sqlmodel import Session

_TAKE = """
INSERT INTO counter (name, last) VALUES (:name, :count)
ON CONFLICT (name) DO UPDATE SET last = counter.last + :count
RETURNING last
"""


def next_number(session: Session, name: str, count: int = 1) -> int:
    """The first of `count` fresh numbers for a code letter, or for a table without codes."""
    taken = session.connection().exec_driver_sql(_TAKE, {"name": name, "count": count})
    return int(taken.scalar_one()) - count + 1


def new_uid() -> str:
    """An identity that stays with a thing from journal to journal."""
    return secrets.token_hex(8)
