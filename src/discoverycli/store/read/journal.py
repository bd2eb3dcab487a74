"""Owns reading a whole journal as one snapshot."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeVar

from discoverycli.domain.consent import Basis, Scope
from discoverycli.domain.snapshot import (
    Attendance,
    Consent,
    Criteria,
    Decision,
    Evidence,
    Followup,
    Ground,
    Hire,
    Hypothesis,
    Interview,
    Job,
    Movement,
    Organisation,
    Pause,
    Person,
    Prediction,
    Referral,
    Revision,
    Snapshot,
    Statement,
    Streamed,
    Why,
)
from discoverycli.domain.vocabulary import (
    CODE_PREFIXES,
    Channel,
    Code,
    HypothesisClass,
    InterviewKind,
    JobType,
    Origin,
    Relation,
    Rung,
    Stance,
    StatementKind,
    Status,
)
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import day, held, known_day, serves

T = TypeVar("T")

_AT_ONCE = 500
"""How many interviews are read together, but for their notes."""


def load(reader: Reader) -> Snapshot:
    """The journal as it is, each kind of thing in the order of its codes.

    The rows of one interview or hypothesis keep the order in which they were stored. Interviews
    are read when they are gone through, so that the reader has to stay open until then.
    """
    return Snapshot(
        counters=_counters(reader),
        organisations=tuple(
            Organisation(*row)
            for row in reader.rows("SELECT name, uid FROM organisation ORDER BY id")
        ),
        people=tuple(map(_person, reader.rows(_PEOPLE))),
        hypotheses=_hypotheses(reader),
        jobs=tuple(map(_job, reader.rows(_JOBS))),
        interviews=Streamed(
            reader.value("SELECT count(*) FROM interview"), lambda: _interviews(reader)
        ),
        pauses=tuple(map(_pause, reader.rows(_PAUSES))),
        consents=tuple(map(_consent, reader.rows(_CONSENTS))),
        referrals=tuple(
            Referral(Code("P", row[0]), Code("P", row[1])) for row in reader.rows(_REFERRALS)
        ),
        criteria=tuple(Criteria(Code("H", row[0]), *row[1:]) for row in reader.rows(_CRITERIA)),
        predictions=tuple(map(_prediction, reader.rows(_PREDICTIONS))),
        decisions=_decisions(reader),
        whys=tuple(map(_why, reader.rows(_WHYS))),
    )


_PEOPLE = """
SELECT p.id, p.name, o.name, p.relation, p.segment, p.role, p.period_days, p.snoozed_until,
       p.created_on, p.version, p.uid, p.former_names
FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id
"""
_HYPOTHESES = """
SELECT id, text, risk_class, origin, importance, serves, segment, author, created_on,
       parked_until, parked_reason, version, uid
FROM hypothesis ORDER BY id
"""
_REVISIONS = """
SELECT hypothesis_id, number, voices, majority, lived, prospects, against, fresh_days, reason,
       author, made_on
FROM revision ORDER BY hypothesis_id, number
"""
_MOVEMENTS = """
SELECT hypothesis_id, moved_on, was, status, interview_id FROM movement ORDER BY id
"""
_JOBS = """
SELECT id, text, type, situation, motivation, outcome, serves, segment, author, created_on,
       version, uid
FROM job ORDER BY id
"""
_INTERVIEWS = """
SELECT id, held_on, precision, date_text, kind, channel, via, minutes, title, study, source,
       content_hash, author, logged_at, version, uid, notes
FROM interview ORDER BY id
"""
_ATTENDANCES = """
SELECT interview_id, person_id, relation, segment
FROM participation
WHERE interview_id BETWEEN ? AND ?
ORDER BY interview_id, position, person_id
"""
_STATEMENTS = """
SELECT interview_id, id, person_id, line, kind, rung, verbatim, text FROM statement
WHERE interview_id BETWEEN ? AND ?
ORDER BY id
"""
_EVIDENCE = """
SELECT interview_id, hypothesis_id, stance, rung, person_id, text, statement_id, linked, line,
       author, added_on
FROM evidence
WHERE interview_id BETWEEN ? AND ?
ORDER BY id
"""
_THEMES = """
SELECT t.statement_id, t.name FROM theme t JOIN statement s ON s.id = t.statement_id
WHERE s.interview_id BETWEEN ? AND ? ORDER BY t.name
"""
_HIRES = """
SELECT interview_id, job_id, hired, rung, person_id, text, line FROM hire
WHERE interview_id BETWEEN ? AND ?
ORDER BY id
"""
_FOLLOWUPS = """
SELECT interview_id, person_id, ours, text, due_on, done_on, line FROM followup
WHERE interview_id BETWEEN ? AND ?
ORDER BY id
"""
_CONSENTS = """
SELECT person_id, scope, basis, given_on, expires_on, withdrawn_on, author
FROM consent ORDER BY person_id, scope
"""
_REFERRALS = "SELECT id, referred_by_id FROM person WHERE referred_by_id IS NOT NULL ORDER BY id"
_CRITERIA = """
SELECT hypothesis_id, number, right_if, wrong_if FROM revision
WHERE right_if IS NOT NULL OR wrong_if IS NOT NULL ORDER BY hypothesis_id, number
"""
_PREDICTIONS = """
SELECT hypothesis_id, author, percent, revision, made_on FROM prediction ORDER BY id
"""
_DECISIONS = "SELECT id, text, reason, author, made_on, version, uid FROM decision ORDER BY id"
_GROUNDS = """
SELECT decision_id, code, holds, status, was, votes_for, votes_against, asked, revision
FROM ground ORDER BY decision_id, position
"""
_WHYS = """
SELECT w.hypothesis_id, w.statement_id, w.number, u.number, w.text, w.heard_id, w.author, w.added_on
FROM why w LEFT JOIN why u ON u.id = w.parent_id ORDER BY w.id
"""
_PAUSES = "SELECT first_on, last_on, reason, author FROM pause ORDER BY id"


def _counters(reader: Reader) -> dict[str, int]:
    """Only codes are never given twice; other numbers mean nothing outside the journal."""
    rows = reader.rows("SELECT name, last FROM counter WHERE last > 0 ORDER BY name")
    return {name: last for name, last in rows if name in CODE_PREFIXES}


def _by_owner(
    reader: Reader, sql: str, make: Callable[[Row], T], among: tuple[int, ...] = ()
) -> defaultdict[int, list[T]]:
    """Records by the number in the first column, which says whose they are."""
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in reader.each(sql, among):
        found[row[0]].append(make(row[1:]))
    return found


def _hypotheses(reader: Reader) -> tuple[Hypothesis, ...]:
    revisions = _by_owner(reader, _REVISIONS, _revision)
    movements = _by_owner(reader, _MOVEMENTS, _movement)
    return tuple(
        Hypothesis(
            code=Code("H", row[0]),
            text=row[1],
            class_=HypothesisClass(row[2]),
            origin=Origin(row[3]),
            importance=row[4],
            serves=serves(row[5]),
            segment=row[6],
            author=row[7],
            created_on=known_day(row[8]),
            parked_until=day(row[9]),
            parked_reason=row[10],
            version=row[11],
            uid=row[12],
            revisions=tuple(revisions[row[0]]),
            movements=tuple(movements[row[0]]),
        )
        for row in reader.rows(_HYPOTHESES)
    )


class _Parts:
    """What belongs to the interviews with these numbers."""

    def __init__(self, reader: Reader, first: int, last: int) -> None:
        among = self.among = (first, last)
        themes: defaultdict[int, list[str]] = defaultdict(list)
        for statement, name in reader.each(_THEMES, among):
            themes[statement].append(name)
        self.people = _by_owner(reader, _ATTENDANCES, _attendance, among)
        self.statements = _by_owner(
            reader, _STATEMENTS, lambda row: _statement(row, themes[row[0]]), among
        )
        self.evidence = _by_owner(reader, _EVIDENCE, _evidence, among)
        self.hires = _by_owner(reader, _HIRES, _hire, among)
        self.followups = _by_owner(reader, _FOLLOWUPS, _followup, among)


def _interviews(reader: Reader) -> Iterator[Interview]:
    parts = _Parts(reader, 0, 0)
    for row in reader.each(_INTERVIEWS):
        if row[0] > parts.among[1]:
            parts = _Parts(reader, row[0], row[0] + _AT_ONCE)
        yield _interview(row, parts)


def _interview(row: Row, parts: _Parts) -> Interview:
    return Interview(
        code=Code("I", row[0]),
        held_on=held(row[1], row[2]),
        date_text=row[3],
        kind=InterviewKind(row[4]),
        channel=Channel(row[5]),
        via=row[6],
        minutes=row[7],
        title=row[8],
        study=row[9],
        source=row[10],
        content_hash=row[11],
        author=row[12],
        logged_at=row[13],
        version=row[14],
        uid=row[15],
        notes=row[16],
        people=tuple(parts.people[row[0]]),
        statements=tuple(parts.statements[row[0]]),
        evidence=tuple(parts.evidence[row[0]]),
        hires=tuple(parts.hires[row[0]]),
        followups=tuple(parts.followups[row[0]]),
    )


def _person(row: Row) -> Person:
    return Person(
        code=Code("P", row[0]),
        name=row[1],
        former_names=tuple(json.loads(row[11])),
        organisation=row[2],
        relation=Relation(row[3]),
        segment=row[4],
        role=row[5],
        period_days=row[6],
        snoozed_until=day(row[7]),
        created_on=known_day(row[8]),
        version=row[9],
        uid=row[10],
    )


def _revision(row: Row) -> Revision:
    return Revision(
        number=row[0],
        voices=row[1],
        majority=row[2],
        lived=row[3],
        prospects=row[4],
        against=row[5],
        fresh_days=row[6],
        reason=row[7],
        author=row[8],
        made_on=known_day(row[9]),
    )


def _movement(row: Row) -> Movement:
    return Movement(known_day(row[0]), Status(row[1]), Status(row[2]), _code_or_none("I", row[3]))


def _job(row: Row) -> Job:
    return Job(
        code=Code("J", row[0]),
        text=row[1],
        type=JobType(row[2]),
        situation=row[3],
        motivation=row[4],
        outcome=row[5],
        serves=serves(row[6]),
        segment=row[7],
        author=row[8],
        created_on=known_day(row[9]),
        version=row[10],
        uid=row[11],
    )


def _attendance(row: Row) -> Attendance:
    return Attendance(Code("P", row[0]), Relation(row[1]), row[2])


def _statement(row: Row, themes: list[str]) -> Statement:
    return Statement(
        code=Code("S", row[0]),
        person=Code("P", row[1]),
        line=row[2],
        kind=StatementKind(row[3]),
        rung=Rung(row[4]),
        verbatim=bool(row[5]),
        text=row[6],
        themes=tuple(themes),
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(
        hypothesis=Code("H", row[0]),
        stance=Stance(row[1]),
        rung=Rung(row[2]),
        person=Code("P", row[3]),
        text=row[4],
        statement=_code_or_none("S", row[5]),
        linked=bool(row[6]),
        line=row[7],
        author=row[8],
        added_on=known_day(row[9]),
    )


def _hire(row: Row) -> Hire:
    return Hire(Code("J", row[0]), bool(row[1]), Rung(row[2]), Code("P", row[3]), row[4], row[5])


def _followup(row: Row) -> Followup:
    return Followup(Code("P", row[0]), bool(row[1]), row[2], day(row[3]), day(row[4]), row[5])


def _pause(row: Row) -> Pause:
    return Pause(known_day(row[0]), known_day(row[1]), row[2], row[3])


def _consent(row: Row) -> Consent:
    return Consent(
        person=Code("P", row[0]),
        scope=Scope(row[1]),
        basis=Basis(row[2]),
        given_on=known_day(row[3]),
        expires_on=day(row[4]),
        withdrawn_on=day(row[5]),
        author=row[6],
    )


def _prediction(row: Row) -> Prediction:
    return Prediction(Code("H", row[0]), row[1], row[2], row[3], known_day(row[4]))


def _decisions(reader: Reader) -> tuple[Decision, ...]:
    grounds = _by_owner(reader, _GROUNDS, _ground)
    return tuple(
        Decision(
            code=Code("D", row[0]),
            text=row[1],
            reason=row[2],
            author=row[3],
            made_on=known_day(row[4]),
            version=row[5],
            uid=row[6],
            grounds=tuple(grounds[row[0]]),
        )
        for row in reader.rows(_DECISIONS)
    )


def _ground(row: Row) -> Ground:
    code = Code.parse(row[0])
    assert code is not None
    return Ground(code, bool(row[1]), _status(row[2]), _status(row[3]), *row[4:])


def _status(word: str | None) -> Status | None:
    return None if word is None else Status(word)


def _why(row: Row) -> Why:
    return Why(
        root=Code("S", row[1]) if row[0] is None else Code("H", row[0]),
        number=row[2],
        under=row[3],
        text=row[4],
        heard=_code_or_none("S", row[5]),
        author=row[6],
        added_on=known_day(row[7]),
    )


def _code_or_none(prefix: str, number: int | None) -> Code | None:
    return None if number is None else Code(prefix, number)
