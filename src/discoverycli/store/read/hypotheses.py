"""Reads hypotheses: what they say, where they stand, and everything heard about them, and how
sure people were of them before anyone was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from discoverycli.domain.facts.opinions import (
    EvidencePiece,
    ExpiredFact,
    HypothesisFact,
    LoggedStatusChange,
    MovementFact,
    PredictionFact,
    RevisionFact,
    StaleCriteria,
    Standing,
    WholeHypothesis,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import Verdict
from discoverycli.domain.vocabulary import Code, Status
from discoverycli.errors import NotFoundError
from discoverycli.store import verdict_cache
from discoverycli.store.read.evidence_sql import (
    FACT,
    LAST,
    LATEST,
    PERSON,
    RULE,
    SPEAKS,
    TOOK_PART,
    rule,
    weigh,
)
from discoverycli.store.read.facts import facts, maker
from discoverycli.store.reader import Reader
from discoverycli.store.values import known_day

_HYPOTHESIS = f"""
SELECT h.id, h.text, h.risk_class, h.origin, h.importance, h.serves, h.segment, h.author,
       h.created_on, h.parked_reason, h.parked_until,
       {LAST.format("h.id")}
"""
_STANDINGS = f"""
{_HYPOTHESIS},
       m.result,
       m.computed_on <= :today AND (m.steady_until IS NULL OR m.steady_until >= :today)
FROM hypothesis h LEFT JOIN memo m ON m.hypothesis_id = h.id
ORDER BY h.id
"""
_ONE = f"{_HYPOTHESIS} FROM hypothesis h WHERE h.id = :hypothesis"
_PIECES = f"""
SELECT {FACT}, e.interview_id, e.statement_id, e.text, p.name, o.name, i.via, a.segment, i.author
FROM evidence e {TOOK_PART} {PERSON}
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE e.hypothesis_id = :hypothesis
ORDER BY e.id
"""
_REVISIONS = f"""
SELECT r.number, {RULE}, r.reason, r.author, r.made_on, r.right_if, r.wrong_if
FROM revision r WHERE r.hypothesis_id = :hypothesis ORDER BY r.number
"""
_RULES = f"SELECT {RULE}, r.hypothesis_id, r.number FROM revision r WHERE r.hypothesis_id IN ({{}})"
_CRITERIA = f"""
SELECT r.hypothesis_id, {RULE}, r.wrong_if FROM revision r
WHERE r.hypothesis_id IN ({{}}) AND {LATEST}
"""
_MOVEMENTS = """
SELECT moved_on, was, status, interview_id
FROM movement WHERE hypothesis_id = :hypothesis ORDER BY id
"""


def standings(reader: Reader, today: date) -> list[Standing]:
    """Every hypothesis with its verdict on `today`, in the order of their codes.

    A cached verdict is used where it holds on `today`; the others are calculated again, with the
    same result, which is cached.
    """
    found: list[Standing] = []
    made = maker(HypothesisFact)
    for *row, result, holds in reader.rows(_STANDINGS, {"today": today}):
        hypothesis = made(tuple(row))
        if holds:
            found.append(Standing(hypothesis, verdict_cache.load(result)))
        else:
            found.append(Standing(hypothesis, _renewed(reader, hypothesis, result, today)))
    return found


def one(reader: Reader, number: int) -> WholeHypothesis:
    """Everything about a hypothesis.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import decisions, why

    key: dict[str, object] = {"hypothesis": number}
    row = reader.row(_ONE, key)
    if row is None:
        raise NotFoundError(f"there is no H{number}", "disco hypotheses --all")
    return WholeHypothesis(
        maker(HypothesisFact)(row),
        tuple(facts(reader, RevisionFact, _REVISIONS, key)),
        _pieces(reader, key),
        tuple(facts(reader, LoggedStatusChange, _MOVEMENTS, key)),
        predictions_of(reader, number),
        tuple(decisions.of_hypothesis(reader, number)),
        why.answers(reader, Code("H", number)),
    )


def rules(reader: Reader, numbers: Sequence[int]) -> dict[tuple[int, int], Rule]:
    """The rules that some hypotheses have had, by hypothesis and the number of the revision."""
    return {
        (hypothesis, number): rule(criteria)
        for *criteria, hypothesis, number in reader.rows_in(_RULES, numbers)
    }


def criteria(reader: Reader, numbers: Sequence[int]) -> dict[int, StaleCriteria]:
    """The present criteria of each of these hypotheses."""
    made = maker(StaleCriteria)
    return {number: made(row) for number, *row in reader.rows_in(_CRITERIA, numbers)}


def _renewed(
    reader: Reader, hypothesis: HypothesisFact, result: str | None, today: date
) -> Verdict:
    """The verdict on `today` where the remembered one has run out: calculated once, then kept."""
    found = None if result is None else verdict_cache.later(result, today)
    if found is None:
        found = weigh(reader.rows, hypothesis.number, today, hypothesis.parked_until)
        if result is not None:
            reader.renew(hypothesis.number, verdict_cache.renewed(result, found, today))
    return found


def _pieces(reader: Reader, key: dict[str, object]) -> tuple[EvidencePiece, ...]:
    from discoverycli.store.read import evidence

    sent, made = evidence.referrers(reader), maker(EvidencePiece, 1)
    found = (made(row, ()) for row in reader.rows(_PIECES, key))
    return tuple(each._replace(referrers=evidence.line(each.fact.person, sent)) for each in found)


_NOTED = """
SELECT m.hypothesis_id, h.text, m.moved_on, m.was, m.status, m.interview_id
FROM movement m JOIN hypothesis h ON h.id = m.hypothesis_id
WHERE m.moved_on BETWEEN :first AND :last
ORDER BY m.moved_on, m.id
"""


_EXPIRED = """
SELECT hypothesis_id, status, steady_until FROM memo WHERE steady_until < :today
"""


def any_decided(reader: Reader) -> bool:
    """Whether anything was decided at all that a movement can undermine."""
    return reader.value("SELECT 1 FROM decision LIMIT 1") is not None


def movements_in(reader: Reader, first: date, last: date) -> list[MovementFact]:
    """The movements noted from `first` to `last`, in their order."""
    return facts(reader, MovementFact, _NOTED, {"first": first, "last": last})


def expired(reader: Reader, today: date) -> list[ExpiredFact]:
    """The cached statuses that are no longer certain on `today`."""
    return [
        ExpiredFact(number, Status(status), known_day(steady_until) + timedelta(days=1))
        for number, status, steady_until in reader.rows(_EXPIRED, {"today": today})
    ]


_PREDICTIONS = "SELECT id, hypothesis_id, author, percent, revision, made_on FROM prediction"
_BY_DAY = "ORDER BY made_on, author, id"
# What counts on some day, as `domain.votes.not_counted` has it. With a plain JOIN, SQLite walks the
# evidence of one hypothesis after the other, which on a large journal takes ten times as long as
# walking all of it once, in the order in which it is stored.
_FOREKNOWN = f"""
SELECT DISTINCT p.id
FROM evidence e
CROSS JOIN interview i ON i.id = e.interview_id
CROSS JOIN prediction p ON p.hypothesis_id = +e.hypothesis_id AND i.held_on < p.made_on
CROSS JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
WHERE {SPEAKS} AND i.held_on < (SELECT max(made_on) FROM prediction)
"""


def predictions_of(reader: Reader, number: int) -> tuple[PredictionFact, ...]:
    """The beliefs about a hypothesis, the earliest first."""
    key = {"hypothesis": number}
    sql = f"{_PREDICTIONS} WHERE hypothesis_id = :hypothesis {_BY_DAY}"
    return tuple(facts(reader, PredictionFact, sql, key))


def every_prediction(reader: Reader) -> tuple[PredictionFact, ...]:
    """Every belief, the earliest first."""
    return tuple(facts(reader, PredictionFact, f"{_PREDICTIONS} {_BY_DAY}"))


def foreknown(reader: Reader) -> frozenset[int]:
    """The `id` of each belief that evidence was there for: held before the day of the belief,
    and counting then or later. It is what `domain.calibration.heard_from` says, for all at once.
    """
    return frozenset(number for (number,) in reader.rows(_FOREKNOWN))
