"""Reads chains of whys: the answers under one thing, and how deep each chain's words go."""

from __future__ import annotations

from discoverycli.domain.facts.why import HeardIn, WhyAnswer, WhyChain
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.why import Depth, WhyLink, depth_of, not_first_hand, tree
from discoverycli.errors import NotFoundError
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import CHANNELS, RELATIONS, held, known_day

_COLUMNS = {"H": "hypothesis_id", "S": "statement_id"}
_TEXTS = {
    "H": "SELECT text FROM hypothesis WHERE id = :number",
    "S": "SELECT text FROM statement WHERE id = :number",
}
_HEARD = """
LEFT JOIN statement s ON s.id = w.heard_id
LEFT JOIN interview i ON i.id = s.interview_id
LEFT JOIN participation a ON a.interview_id = s.interview_id AND a.person_id = s.person_id
"""
_ANSWERS = f"""
SELECT w.id, w.parent_id, w.number, w.text, i.channel, a.relation, w.author, w.added_on,
       s.id, s.person_id, p.name, o.name, i.via, s.interview_id, i.held_on, i.precision
FROM why w
{_HEARD}
LEFT JOIN person p ON p.id = s.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE w.{{}} = :number
ORDER BY w.number, w.id
"""
_LINKS = f"""
SELECT w.id, w.parent_id, w.number, '', i.channel, a.relation, w.hypothesis_id
FROM why w
{_HEARD}
WHERE w.hypothesis_id IS NOT NULL
"""
_ANSWERED = """
SELECT hypothesis_id, statement_id, number FROM why WHERE heard_id = :statement ORDER BY id
"""


def of(reader: Reader, root: Code) -> WhyChain:
    """The answers under a hypothesis (H) or a statement (S).

    Raises:
        NotFoundError: there is none of that code.
    """
    key = {"number": root.number}
    found = reader.row(_TEXTS[root.prefix], key)
    if found is None:
        raise NotFoundError(f"there is no {root}", "disco search WORDS")
    return WhyChain(root, found[0], answers(reader, root))


def answers(reader: Reader, root: Code) -> tuple[WhyAnswer, ...]:
    """The answers under a hypothesis (H) or a statement (S), in the order of their numbers."""
    rows = reader.rows(_ANSWERS.format(_COLUMNS[root.prefix]), {"number": root.number})
    return tuple(map(_answer, rows))


def answered(reader: Reader, statement: int) -> list[tuple[Code, int]]:
    """What a statement's words are the answer to: a hypothesis or a statement, and which answer."""
    return [
        (Code("H", hypothesis) if hypothesis else Code("S", asked), number)
        for hypothesis, asked, number in reader.rows(_ANSWERED, {"statement": statement})
    ]


def depths(reader: Reader) -> dict[int, Depth]:
    """How deep heard words go under each hypothesis that has answers to why."""
    links: dict[int, list[WhyLink]] = {}
    for row in reader.rows(_LINKS):
        links.setdefault(row[6], []).append(_link(row))
    return {number: depth_of(tree(some)) for number, some in links.items()}


def _answer(row: Row) -> WhyAnswer:
    return WhyAnswer(_link(row), _heard_in(row), row[6], known_day(row[7]))


def _link(row: Row) -> WhyLink:
    channel, relation = row[4:6]
    heard = (
        channel is not None
        and relation is not None
        and not_first_hand(CHANNELS[channel], RELATIONS[relation]) is None
    )
    return WhyLink._make((*row[:4], heard))


def _heard_in(row: Row) -> HeardIn | None:
    """`None` where the statement is gone, or lacks what every statement has."""
    if None in (*row[4:6], *row[8:11]):
        return None
    channel, relation = CHANNELS[row[4]], RELATIONS[row[5]]
    return HeardIn(
        statement=row[8],
        person=row[9],
        name=row[10],
        organisation=row[11],
        relation=relation,
        channel=channel,
        via=row[12],
        interview=row[13],
        held=held(row[14], row[15]),
        reason=not_first_hand(channel, relation),
    )
