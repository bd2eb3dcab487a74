"""Stores what a note marks: statements, evidence, jobs hired, promises.

An edited note is stored by the same steps: what it still says keeps its row and so its code,
what it no longer says goes, and evidence linked by hand stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from discoverycli.domain.note.interview import Interview
from discoverycli.domain.note.notes import EvidenceMark, FollowupMark, JobMark, Note, StatementMark
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Code, Relation
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models import Evidence, Followup, Hire, Statement
from discoverycli.store.sql import next_number
from discoverycli.store.write import hypotheses, jobs, search
from discoverycli.store.write.doubles import Alike
from discoverycli.store.write.people import Named

Mark = TypeVar("Mark", StatementMark, EvidenceMark, JobMark, FollowupMark)
Table = TypeVar("Table", Statement, Evidence, Hire, Followup)


@dataclass
class Stored:
    """What storing an interview made, for the answer to the user.

    Args:
        number: the interview's.
        is_new: whether nothing of it was stored before.
        people: who was in it, each once.
        parts: relation and segment on that day, by person's number, in the order of `people`.
        hypotheses: (number, text) of those written down on the spot.
        jobs: (number, text) of those written down on the spot.
        touched: the hypotheses whose verdict has to be weighed again.
        alike: the other interviews of the same people and day.
    """

    number: int
    is_new: bool = False
    people: list[Named] = field(default_factory=list)
    parts: dict[int, tuple[Relation, str | None]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    hypotheses: list[tuple[int, str]] = field(default_factory=list)
    jobs: list[tuple[int, str]] = field(default_factory=list)
    hires: int = 0
    followups: int = 0
    touched: set[int] = field(default_factory=set)
    alike: Alike = field(default_factory=Alike)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What each of `people` was to the company, in the same order."""
        return tuple(relation for relation, _ in self.parts.values())


def store(
    session: Session, interview: Interview, stored: Stored, *, author: str, today: date, rule: Rule
) -> None:
    """Stores what the note of an interview marks, and writes into `stored` what that made.

    Raises:
        NotFoundError: a code that nothing has; the line is named.
    """
    note = interview.note
    speakers = _Speakers(stored)
    codes = _write_down(session, note, stored, author=author, today=today, rule=rule)
    _statements(session, note, speakers, stored)
    _evidence(session, note, speakers, codes, stored, author=author, today=today)
    _hires(session, note, speakers, codes, stored)
    _followups(session, interview, speakers, stored, today)
    session.flush()


def forget(session: Session, number: int, person: int) -> None:
    """Takes out what one person's words in an interview were marked as."""
    for table in (Evidence, Hire, Followup):
        rows = select(table).where(table.interview_id == number, table.person_id == person)
        for row in session.exec(rows).all():
            session.delete(row)
    session.flush()
    spoken = select(Statement).where(
        Statement.interview_id == number, Statement.person_id == person
    )
    for statement in session.exec(spoken).all():
        _delete_statement(session, statement)


def hypotheses_of(session: Session, number: int) -> set[int]:
    """The hypotheses an interview bears on."""
    found = sql.rows(
        session,
        "SELECT DISTINCT hypothesis_id FROM evidence WHERE interview_id = :number",
        {"number": number},
    )
    return {row[0] for row in found}


class _Speakers:
    """Whose words a marked line holds: the one it names, else the first from outside."""

    def __init__(self, stored: Stored) -> None:
        self._by_name = {name_key(named.name): named.number for named in stored.people}
        self._by_name |= {f"p{number}": number for number in stored.parts}
        outside = [
            n for n, (relation, _) in stored.parts.items() if relation is not Relation.INTERNAL
        ]
        self._first = (outside or list(stored.parts))[0]

    def of(self, mark: StatementMark | EvidenceMark | JobMark | FollowupMark) -> int:
        if mark.speaker is None:
            return self._first
        return self._by_name.get(name_key(mark.speaker), self._first)


def _known(session: Session, table: type[Table], stored: Stored) -> Sequence[Table]:
    """What an interview that is being edited had before, oldest first."""
    if stored.is_new:
        return ()
    return session.exec(
        select(table).where(table.interview_id == stored.number).order_by(col(table.id))
    ).all()


def _match(
    rows: Iterable[Table],
    key_of_row: Callable[[Table], Any],
    marks: Sequence[Mark],
    key_of_mark: Callable[[Mark], Any],
) -> tuple[list[tuple[Mark, Table | None]], list[Table]]:
    """Pairs marks with the rows that say the same; second come the rows that nothing says now."""
    known: dict[Any, list[Table]] = {}
    for row in rows:
        known.setdefault(key_of_row(row), []).append(row)
    pairs: list[tuple[Mark, Table | None]] = []
    for mark in marks:
        same = known.get(key_of_mark(mark))
        pairs.append((mark, same.pop(0) if same else None))
    return pairs, [row for left in known.values() for row in left]


def _write_down(
    session: Session, note: Note, stored: Stored, *, author: str, today: date, rule: Rule
) -> dict[str, int]:
    """Stores the hypotheses and jobs of `H:` and `J:` lines; `H@12` → number."""
    codes: dict[str, int] = {}
    for mark in note.new:
        key = f"{mark.prefix}@{mark.line}"
        if mark.prefix == "H":
            known = hypotheses.find_same(session, mark.text)
            if known is None:
                opinion = hypotheses.Opinion(mark.text, rule=rule)
                known = hypotheses.add(session, opinion, author=author, today=today).id
                stored.hypotheses.append((known, mark.text))
            codes[key] = known
            stored.touched.add(known)
        else:
            job = jobs.find_same(session, mark.text)
            if job is None:
                job = jobs.add(session, jobs.NewJob(mark.text), author=author, today=today).id
                stored.jobs.append((job, mark.text))
            codes[key] = job
    return codes


def _statements(session: Session, note: Note, speakers: _Speakers, stored: Stored) -> None:
    pairs, left = _match(
        _known(session, Statement, stored),
        lambda row: (row.kind, row.text, row.person_id),
        note.statements,
        lambda mark: (mark.kind, mark.text, speakers.of(mark)),
    )
    for row in left:
        _delete_statement(session, row)
    fresh = sum(1 for _, row in pairs if row is None)
    first = next_number(session, "S", fresh) if fresh else 0
    for mark, known in pairs:
        row = Statement.build(
            id=known.id if known else first,
            interview_id=stored.number,
            person_id=speakers.of(mark),
            line=mark.line,
            kind=mark.kind,
            rung=mark.rung,
            verbatim=mark.verbatim,
            text=mark.text,
        )
        first += known is None
        session.merge(row) if known else session.add(row)
        stored.statements.append(row)
        search.index(session, "statement", row.id, mark.kind.value, mark.text, mark.themes)
    session.flush()
    for (mark, _), statement in zip(pairs, stored.statements, strict=True):
        if mark.themes or not stored.is_new:
            _set_themes(session, statement.id, mark.themes)


def _set_themes(session: Session, statement: int, names: Iterable[str]) -> None:
    sql.run(session, "DELETE FROM theme WHERE statement_id = :number", {"number": statement})
    for name in sorted(set(names)):
        sql.run(
            session,
            "INSERT INTO theme (statement_id, name) VALUES (:number, :name)",
            {"number": statement, "name": name},
        )


def _delete_statement(session: Session, row: Statement) -> None:
    """Takes a statement away. What was linked to it keeps its words.

    Raises:
        InputError: people have asked why of it; the answers would hang in the air.
    """
    key = {"number": row.id}
    asked = "SELECT 1 FROM why WHERE statement_id = :number LIMIT 1"
    if sql.value(session, asked, key) is not None:
        raise InputError(
            f"S{row.id} has answers to why, and would go with this change",
            f"leave its line as it was, or take the answers away first: disco why S{row.id}",
        )
    sql.run(session, "UPDATE why SET heard_id = NULL WHERE heard_id = :number", key)
    for evidence in session.exec(select(Evidence).where(Evidence.statement_id == row.id)).all():
        evidence.statement_id = None
    _set_themes(session, row.id, ())
    search.drop(session, "statement", row.id)
    session.flush()
    session.delete(row)
    session.flush()


def _evidence(
    session: Session,
    note: Note,
    speakers: _Speakers,
    codes: dict[str, int],
    stored: Stored,
    *,
    author: str,
    today: date,
) -> None:
    targets = {mark.line: _target(session, mark, codes, "hypothesis") for mark in note.evidence}
    pairs, left = _match(
        [row for row in _known(session, Evidence, stored) if not row.linked],
        lambda row: (row.hypothesis_id, row.stance, row.text, row.person_id),
        note.evidence,
        lambda mark: (targets[mark.line], mark.stance, mark.text, speakers.of(mark)),
    )
    for row in left:
        session.delete(row)
    for mark, known in pairs:
        hypothesis = targets[mark.line]
        row = Evidence.build(
            id=known.id if known else next_number(session, "evidence"),
            hypothesis_id=hypothesis,
            interview_id=stored.number,
            person_id=speakers.of(mark),
            stance=mark.stance,
            rung=mark.rung,
            text=mark.text,
            line=mark.line,
            author=known.author if known else author,
            added_on=known.added_on if known else today,
        )
        session.merge(row) if known else session.add(row)
        stored.evidence.append(row)
        stored.touched.add(hypothesis)


def _hires(
    session: Session, note: Note, speakers: _Speakers, codes: dict[str, int], stored: Stored
) -> None:
    targets = {mark.line: _target(session, mark, codes, "job") for mark in note.jobs}
    pairs, left = _match(
        _known(session, Hire, stored),
        lambda row: (row.job_id, row.hired, row.text, row.person_id),
        note.jobs,
        lambda mark: (targets[mark.line], mark.hired, mark.text, speakers.of(mark)),
    )
    for row in left:
        session.delete(row)
    for mark, known in pairs:
        row = Hire.build(
            id=known.id if known else next_number(session, "hire"),
            job_id=targets[mark.line],
            interview_id=stored.number,
            person_id=speakers.of(mark),
            hired=mark.hired,
            rung=mark.rung,
            text=mark.text,
            line=mark.line,
        )
        session.merge(row) if known else session.add(row)
        stored.hires += 1


def _followups(
    session: Session, interview: Interview, speakers: _Speakers, stored: Stored, today: date
) -> None:
    pairs, left = _match(
        _known(session, Followup, stored),
        lambda row: (row.ours, row.text, row.person_id),
        interview.note.followups,
        lambda mark: (mark.ours, mark.text, speakers.of(mark)),
    )
    for row in left:
        session.delete(row)
    for mark, known in pairs:
        due = interview.due.get(mark.line)
        done = (known.done_on if known else None) or today
        row = Followup.build(
            id=known.id if known else next_number(session, "followup"),
            interview_id=stored.number,
            person_id=speakers.of(mark),
            ours=mark.ours,
            text=mark.text,
            due_on=due.day if due else None,
            done_on=done if mark.done else None,
            line=mark.line,
        )
        session.merge(row) if known else session.add(row)
        stored.followups += 1


_EXISTS = {
    "hypothesis": "SELECT id FROM hypothesis WHERE id = :number",
    "job": "SELECT id FROM job WHERE id = :number",
}


def _target(
    session: Session, mark: EvidenceMark | JobMark, codes: dict[str, int], noun: str
) -> int:
    if mark.code in codes:
        return codes[mark.code]
    code = Code.parse(mark.code)
    number = code.number if code is not None else 0
    if sql.value(session, _EXISTS[noun], {"number": number}) is None:
        hint = "disco hypotheses --all" if noun == "hypothesis" else "disco jobs"
        raise NotFoundError(f"line {mark.line}: there is no {mark.code.upper()}", hint)
    return number
