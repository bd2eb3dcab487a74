"""Searches the index: which things hold the words, best first.

A statement is also part of its interview's notes, so each is found twice: the statement is shown,
not the interview."""

from __future__ import annotations

from itertools import chain, zip_longest

from discoverycli.domain.facts.people import NamedPerson
from discoverycli.domain.facts.search import HitFact, SearchResult
from discoverycli.domain.text.search_words import Query
from discoverycli.domain.vocabulary import Code, InterviewDate
from discoverycli.store.reader import Reader
from discoverycli.store.values import held

PREFIXES = "ISHJP"
"""The code letter of each kind of row, in the order of `store.write.search.NOUNS`."""

MOST_WEIGHED = 10_000
"""Of how many things the best are told from the others; of more, the newest of each kind are
taken. To weigh half of a large journal would take seconds."""

_MATCHING = "SELECT rowid FROM search WHERE search MATCH :words AND rowid % {kinds} IN ({wanted})"
_BEST = f"{_MATCHING} ORDER BY rank, rowid DESC"
_NEWEST = f"{_MATCHING} AND rowid < :end ORDER BY rowid DESC LIMIT :most"
_LAST_INTERVIEW = "SELECT max(id) FROM interview"
_LAST_OF_THE_REST = """
SELECT max(last) FROM (
    SELECT max(id) AS last FROM hypothesis
    UNION ALL SELECT max(id) FROM job
    UNION ALL SELECT max(id) FROM person
) AS lasts
"""
_END = 1 << 62
"""Behind every row."""

_TEXTS = "SELECT rowid, title, body FROM search WHERE rowid IN ({})"
_STATEMENTS = """
SELECT interview_id, id FROM statement
WHERE interview_id IN ({}) ORDER BY interview_id, line, id
"""
_SAID_BY = """
SELECT s.id, i.held_on, i.precision, p.id, p.name, o.name
FROM statement s
JOIN interview i ON i.id = s.interview_id
JOIN person p ON p.id = s.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE s.id IN ({})
"""
_HELD_WITH = """
SELECT i.id, i.held_on, i.precision, p.id, p.name, o.name
FROM interview i
JOIN participation a ON a.interview_id = i.id
JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE i.id IN ({}) ORDER BY i.id, a.position
"""


def find(reader: Reader, query: Query, prefixes: str, most: int) -> SearchResult:
    """At most `most` things of the wanted kinds that hold every word of a query.

    Args:
        reader: the open journal.
        query: the words.
        prefixes: the code letters of the kinds that are wanted, such as `IS`.
        most: how many at the most.

    Method:
        BM25 as FTS5 has it; of equals the newest. Of more than `MOST_WEIGHED` the newest of
        each kind, in turn.
    """
    if not query.words:
        return SearchResult([], False)
    reader.prepare_search()
    rows = _newest(reader, query, prefixes, MOST_WEIGHED + 1)
    many = len(rows) > MOST_WEIGHED
    if many:
        rows = _newest_of_each(reader, query, prefixes, rows)
    else:
        rows = _matching(reader, _BEST, prefixes, {"words": query.expression})
    return SearchResult(_hits(reader, _shown(reader, query, rows, prefixes, most)), many)


def _matching(reader: Reader, sql: str, prefixes: str, parameters: dict[str, object]) -> list[int]:
    wanted = ",".join(str(PREFIXES.index(prefix)) for prefix in prefixes)
    rows = reader.rows(sql.format(kinds=len(PREFIXES), wanted=wanted), parameters)
    return [row for (row,) in rows]


def _newest(
    reader: Reader, query: Query, prefixes: str, most: int, last: int | None = None
) -> list[int]:
    """The last rows of some kinds, with numbers up to `last`."""
    end = _END if last is None else (last + 1) * len(PREFIXES)
    parameters = {"words": query.expression, "end": end, "most": most}
    return _matching(reader, _NEWEST, prefixes, parameters)


def _newest_of_each(reader: Reader, query: Query, prefixes: str, newest: list[int]) -> list[int]:
    """The newest rows of each kind in turn; `newest` are the last rows of any kind.

    Statements are the most numerous, so the last rows are theirs. The others stand before rows that
    their numbers reach to, and are found without passing all statements."""
    rows = dict.fromkeys(newest)
    for some, sql, most in (("I", _LAST_INTERVIEW, MOST_WEIGHED), ("HJP", _LAST_OF_THE_REST, _END)):
        if wanted := "".join(prefix for prefix in some if prefix in prefixes):
            rows |= dict.fromkeys(_newest(reader, query, wanted, most, reader.value(sql) or 0))
    by_kind = [
        [row for row in rows if row % len(PREFIXES) == PREFIXES.index(prefix)] for prefix in "SHJIP"
    ]
    return [row for row in chain.from_iterable(zip_longest(*by_kind)) if row is not None]


def _shown(reader: Reader, query: Query, rows: list[int], prefixes: str, most: int) -> list[Code]:
    """The first of the rows; a statement that holds the words takes its interview's place."""
    shown: dict[Code, None] = {}
    for start in range(0, len(rows), most):
        some = [
            Code(PREFIXES[row % len(PREFIXES)], row // len(PREFIXES))
            for row in rows[start : start + most]
        ]
        instead = _statements_in(reader, query, some) if "S" in prefixes else {}
        shown |= dict.fromkeys(instead.get(code, code) for code in some)
        if len(shown) >= most:
            break
    return list(shown)[:most]


def _statements_in(reader: Reader, query: Query, codes: list[Code]) -> dict[Code, Code]:
    numbers = [code.number for code in codes if code.prefix == "I"]
    said = [
        (Code("I", interview), Code("S", statement))
        for interview, statement in reader.rows_in(_STATEMENTS, numbers)
    ]
    texts = _texts(reader, [statement for _, statement in said])
    found: dict[Code, Code] = {}
    for interview, statement in said:
        if interview not in found and query.found_in(" ".join(texts.get(statement, ()))):
            found[interview] = statement
    return found


def _texts(reader: Reader, codes: list[Code]) -> dict[Code, tuple[str, str]]:
    rows = {code.number * len(PREFIXES) + PREFIXES.index(code.prefix): code for code in codes}
    return {rows[row]: (title, body) for row, title, body in reader.rows_in(_TEXTS, list(rows))}


def _hits(reader: Reader, codes: list[Code]) -> list[HitFact]:
    texts = _texts(reader, codes)
    places = _places(reader, _SAID_BY, codes, "S") | _places(reader, _HELD_WITH, codes, "I")
    return [
        HitFact(code, *texts[code], *places.get(code, (None, ())))
        for code in codes
        if code in texts
    ]


def _places(
    reader: Reader, sql: str, codes: list[Code], prefix: str
) -> dict[Code, tuple[InterviewDate, tuple[NamedPerson, ...]]]:
    found: dict[Code, tuple[InterviewDate, tuple[NamedPerson, ...]]] = {}
    numbers = [code.number for code in codes if code.prefix == prefix]
    for number, day, precision, *person in reader.rows_in(sql, numbers):
        code = Code(prefix, number)
        before = found[code][1] if code in found else ()
        found[code] = held(day, precision), (*before, NamedPerson._make(person))
    return found
