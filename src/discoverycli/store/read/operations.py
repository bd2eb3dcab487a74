"""Reads the change log: what was done, by whom, and what each operation did to a thing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from discoverycli.domain.facts.journal import (
    ChangeFact,
    Image,
    OperationFact,
    TakenBack,
    TouchedRows,
)
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import NotFoundError
from discoverycli.store.read.facts import facts, maker
from discoverycli.store.reader import Reader
from discoverycli.store.schema import KEYS, LETTERS

_PARTS = {
    "H": (
        ("hypothesis", "id"), ("revision", "hypothesis_id"), ("evidence", "hypothesis_id"),
        ("movement", "hypothesis_id"), ("prediction", "hypothesis_id"), ("why", "hypothesis_id"),
        ("ground", "hypothesis_id"),
    ),
    "I": (
        ("interview", "id"), ("participation", "interview_id"), ("statement", "interview_id"),
        ("evidence", "interview_id"), ("hire", "interview_id"), ("followup", "interview_id"),
    ),
    "S": (("statement", "id"), ("theme", "statement_id"), ("evidence", "statement_id"),
          ("why", "statement_id")),
    "J": (("job", "id"), ("hire", "job_id")),
    "P": (("person", "id"), ("participation", "person_id"), ("consent", "person_id")),
    "D": (("decision", "id"), ("ground", "decision_id")),
}  # fmt: skip
"""What belongs to a thing: tables, and the column that says to which."""


_FACT = "SELECT id, at, author, command, undoes, undone_by, sealed FROM operation"


def latest(reader: Reader, most: int | None) -> list[OperationFact]:
    """The last operations, the newest first; `most` of them, or all."""
    limit = {"most": -1 if most is None else most}
    return facts(reader, OperationFact, f"{_FACT} ORDER BY id DESC LIMIT :most", limit)


def count(reader: Reader) -> int:
    """How many operations were recorded."""
    return int(reader.value("SELECT count(*) FROM operation"))


def one(reader: Reader, number: int) -> OperationFact:
    """An operation.

    Raises:
        NotFoundError: there is none of that number.
    """
    row = reader.row(f"{_FACT} WHERE id = :number", {"number": number})
    if row is None:
        raise NotFoundError(f"there is no operation {number}", "disco history")
    return maker(OperationFact)(row)


def standing(reader: Reader) -> OperationFact:
    """The last operation that was not undone.

    Raises:
        NotFoundError: nothing is left to undo.
    """
    row = reader.row(f"{_FACT} WHERE undone_by IS NULL AND undoes IS NULL ORDER BY id DESC LIMIT 1")
    if row is None:
        raise NotFoundError("there is nothing to take back", "disco history")
    return maker(OperationFact)(row)


_NOUNS = """
SELECT noun, sum(before IS NULL), sum(before IS NOT NULL) FROM change
WHERE operation_id = :number GROUP BY noun
"""
_SOME = """
SELECT key FROM change WHERE operation_id = :number AND noun = :noun
ORDER BY CAST(key AS INTEGER) LIMIT :most
"""
_REMOVED = """
SELECT count(*) FROM change c WHERE c.operation_id = :number AND c.noun = :noun
AND c.before IS NOT NULL AND coalesce(
    (SELECT l.before IS NULL FROM change l WHERE l.noun = c.noun AND l.key = c.key
     AND l.operation_id > :number ORDER BY l.operation_id LIMIT 1),
    NOT EXISTS (SELECT 1 FROM {noun} t WHERE {key}))
"""


def touched(reader: Reader, number: int, some: int) -> list[TouchedRows]:
    """What an operation did, by kind of thing; of each kind the codes of `some` at the most."""
    found = []
    for noun, made, others in reader.rows(_NOUNS, {"number": number}):
        key = {"number": number, "noun": noun}
        removed = 0
        if others:
            text = _REMOVED.format(noun=noun, key=_has_key(noun))
            removed = int(reader.value(text, key))
        codes: tuple[str, ...] = ()
        if noun in LETTERS:
            keys = reader.rows(_SOME, {**key, "most": some})
            codes = tuple(f"{LETTERS[noun]}{each[0]}" for each in keys)
        found.append(TouchedRows(noun, made, others - removed, removed, codes))
    return found


def history(reader: Reader, code: Code) -> list[ChangeFact]:
    """Every recorded change of a thing and of what belongs to it, the oldest first."""
    found: list[ChangeFact] = []
    for noun, column in _PARTS[code.prefix]:
        now = {_key(noun, image): image for image in _images(reader, noun, column, code.number)}
        keys = dict.fromkeys(now)
        keys |= dict.fromkeys(_former_keys(reader, noun, column, code.number))
        for key in keys:
            found += _changes(reader, noun, key, now.get(key))
    order = {noun: place for place, (noun, _) in enumerate(_PARTS[code.prefix])}
    return sorted(found, key=lambda each: (each.operation, order[each.noun]))


def _images(reader: Reader, noun: str, column: str, number: int) -> Iterator[Image]:
    names = [row[1] for row in reader.rows(f"PRAGMA table_info({noun})")]
    for row in reader.rows(f"SELECT * FROM {noun} WHERE {column} = :number", {"number": number}):
        yield dict(zip(names, row, strict=True))


_FORMER = """
SELECT DISTINCT key FROM change
WHERE noun = :noun AND before IS NOT NULL AND json_extract(before, :path) = :number
"""


def _former_keys(reader: Reader, noun: str, column: str, number: int) -> list[str]:
    key = {"noun": noun, "path": f"$.{column}", "number": number}
    return [row[0] for row in reader.rows(_FORMER, key)]


_CHANGES = """
SELECT operation_id, before FROM change WHERE noun = :noun AND key = :key ORDER BY operation_id
"""


def _changes(reader: Reader, noun: str, key: str, now: Image | None) -> list[ChangeFact]:
    """The changes of one row: what one found is what the one before it left."""
    rows = [
        (operation, None if before is None else json.loads(before))
        for operation, before in reader.rows(_CHANGES, {"noun": noun, "key": key})
    ]
    after = [*(before for _, before in rows[1:]), now]
    return [
        ChangeFact(operation, noun, key, before, left)
        for (operation, before), left in zip(rows, after, strict=False)
    ]


def _key(noun: str, image: Image) -> str:
    columns = KEYS.get(noun, ("id",))
    if len(columns) == 1:
        return str(image[columns[0]])
    parts = [image[column] for column in columns]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _has_key(noun: str) -> str:
    columns = KEYS.get(noun, ("id",))
    if len(columns) == 1:
        return f"t.{columns[0]} = CAST(c.key AS INTEGER)"
    return " AND ".join(
        f"t.{column} = json_extract(c.key, '$[{place}]')" for place, column in enumerate(columns)
    )


_TAKEN_BACK = """
SELECT CAST(c.key AS INTEGER), max(c.operation_id), json_extract(c.before, '$.name') FROM change c
WHERE c.noun = 'person' AND json_valid(c.before)
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = CAST(c.key AS INTEGER))
GROUP BY c.key ORDER BY c.operation_id
"""


def person_taken_back(reader: Reader, who: str) -> TakenBack | None:
    """The person of a name or code whom an undo took out of the journal, if there is one."""
    wanted = name_key(who.partition("@")[0])
    for number, by, name in reader.rows(_TAKEN_BACK):
        if wanted in (name_key(f"P{number}"), name_key(str(name))):
            return TakenBack(number, by)
    return None
