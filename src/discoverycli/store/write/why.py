"""Stores answers to why."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.text.folding import text_key
from discoverycli.domain.text.words import one_line, require_storable
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.why import MOST_LEVELS, WhyLink, hanging, tree
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.whys import Why
from discoverycli.store.sql import next_number

_COLUMNS = {"H": "hypothesis_id", "S": "statement_id"}
_LINKS = "SELECT id, parent_id, number, text FROM why WHERE {} = :root"
_HIGHEST = """
SELECT max(number) FROM (
    SELECT number FROM why WHERE {0} = :root
    UNION ALL
    SELECT json_extract(before, '$.number') FROM change
    WHERE noun = 'why' AND before IS NOT NULL AND json_extract(before, '$.{0}') = :root
) numbers
"""
"""The highest number that an answer under a root has, or had: what was removed may come back."""
_LET_GO = "UPDATE why SET parent_id = NULL WHERE parent_id = :id"
_REMOVE = "DELETE FROM why WHERE id = :id"


class Wanted(NamedTuple):
    """An answer to add: under a hypothesis or a statement, or under another answer there.

    `text` may be left out (`None`) where `heard`, a statement, has words.
    """

    root: Code
    text: str | None = None
    heard: int | None = None
    under: int | None = None


def add(session: Session, wanted: Wanted, *, author: str, today: date) -> int:
    """Writes an answer to why down.

    Returns:
        Its number, which is given once under its root.

    Raises:
        NotFoundError: no such statement, or no such answer to hang it under.
        InputError: no words, the same words twice in one place, too deep a chain, or a statement
            as the answer to itself.
    """
    root = wanted.root
    text = one_line(require_storable(_text(session, wanted)))
    links = _links(session, root)
    parent, level = _place(root, links, wanted.under)
    if level > MOST_LEVELS:
        raise InputError(
            f"a chain is {MOST_LEVELS} answers deep at the most",
            f"disco hypotheses add WORDS, and disco why CODE below it instead of {root}",
        )
    for each in links:
        if each.parent == parent and text_key(each.text) == text_key(text):
            raise InputError(f"answer {each.number} says that already", f"disco why {root}")
    column = _COLUMNS[root.prefix]
    number = 1 + (sql.value(session, _HIGHEST.format(column), {"root": root.number}) or 0)
    key = {"id": next_number(session, "why"), column: root.number, "number": number}
    said = {"parent_id": parent, "text": text, "heard_id": wanted.heard}
    Why.build(**key, **said, author=author, added_on=today).store(session)
    return number


def remove(session: Session, root: Code, number: int) -> list[int]:
    """Deletes an answer with everything below it.

    Returns:
        The deleted numbers, the answer's own first.

    Raises:
        NotFoundError: there is no answer of that number.
    """
    gone = hanging(tree(_links(session, root)), number)
    if not gone:
        raise _no_answer(root, number)
    for each in reversed(gone):
        # Only in a damaged journal does an answer that stays hang on a deleted one.
        sql.run(session, _LET_GO, {"id": each.link.key})
        sql.run(session, _REMOVE, {"id": each.link.key})
    return [each.link.number for each in gone]


def _links(session: Session, root: Code) -> list[WhyLink]:
    rows = sql.rows(session, _LINKS.format(_COLUMNS[root.prefix]), {"root": root.number})
    return [WhyLink._make((*row, False)) for row in rows]


def _text(session: Session, wanted: Wanted) -> str:
    """The answer's words: as given, else those of its statement."""
    said = None
    if wanted.heard is not None:
        if wanted.root == Code("S", wanted.heard):
            raise InputError(f"{wanted.root} cannot be its own reason", f"disco show {wanted.root}")
        key = {"number": wanted.heard}
        said = sql.value(session, "SELECT text FROM statement WHERE id = :number", key)
        if said is None:
            raise NotFoundError(f"there is no S{wanted.heard}", "disco search WORDS")
    text = said if wanted.text is None else wanted.text
    if not text_key(text or ""):
        raise InputError(
            "an answer to why needs words" if wanted.text is not None or said is None
            else f"S{wanted.heard} has no words",
            f"disco why {wanted.root} WORDS",
        )  # fmt: skip
    return str(text)


def _place(root: Code, links: list[WhyLink], under: int | None) -> tuple[int | None, int]:
    """The parent of an answer, and its depth."""
    if under is None:
        return None, 1
    over = hanging(tree(links), under)
    if not over:
        raise _no_answer(root, under)
    return over[0].link.key, over[0].level + 1


def _no_answer(root: Code, number: int) -> NotFoundError:
    return NotFoundError(f"{root} has no answer {number}", f"disco why {root}")
