"""Stores predictions: how sure somebody is of a hypothesis before anyone was asked."""

from datetime import date

from sqlmodel import Session

from discoverycli.domain.text.words import require_storable
from discoverycli.errors import InputError
from discoverycli.store import sql
from discoverycli.store.models.predictions import Prediction
from discoverycli.store.sql import next_number
from discoverycli.store.write import hypotheses

_SAME = "SELECT 1 FROM prediction WHERE hypothesis_id = :hypothesis_id AND author = :author"
_REVISION = "SELECT max(number) FROM revision WHERE hypothesis_id = :hypothesis_id"


def add(session: Session, number: int, percent: int, *, author: str, today: date) -> int:
    """Locks how sure `author` is that a hypothesis will be validated by its present criteria.

    Returns:
        The number of the row.

    Raises:
        NotFoundError: there is no such hypothesis.
        InputError: evidence counts or has counted, or the author has said so already.
        ValueError: a percentage outside 0 to 100. The caller's mistake.
    """
    if not 0 <= percent <= 100:
        raise ValueError(percent)
    hypotheses.get(session, number)
    if hypotheses.is_frozen(session, number, today):
        raise InputError(
            f"H{number} has evidence already: a belief is worth recording before it",
            f"disco hypotheses show H{number}",
        )
    key = {"hypothesis_id": number, "author": require_storable(author)}
    if sql.value(session, _SAME, key) is not None:
        raise InputError(
            f"you have said how sure you are of H{number}, and that is locked",
            "disco undo, which takes back a slip",
        )
    made = next_number(session, "prediction")
    revision = sql.value(session, _REVISION, key)
    row = Prediction.build(id=made, **key, percent=percent, revision=revision, made_on=today)
    row.store(session)
    return made
