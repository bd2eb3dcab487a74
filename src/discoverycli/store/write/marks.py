"""Stores what a note marks: statements, evidence, jobs hired, promises.

An edited note is stored by the same steps: what it still says keeps its row and so its code, what
it no longer says is deleted, and evidence linked by hand stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from discoverycli.domain.note.interview import Interview
from discoverycli.domain.note.marks import EvidenceMark, FollowupMark, JobMark, StatementMark
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
        touched: the hypotheses whose verdict has to be re-evaluated.
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
    storing = _Storing(session, interview, stored, author, today, rule)
    storing.write_down()
    storing.statements()
    storing.evidence()
    storing.hires()
    storing.followups()
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


class _Storing:
    """Stores the marks of one note. A marked line holds the words of the speaker it names, else of
    the first person from outside."""

    def __init__(
        self,
        session: Session,
        interview: Interview,
        stored: Stored,
        author: str,
        today: date,
        rule: Rule,
    ) -> None:
        self._session, self._interview, self._stored = session, interview, stored
        self._note, self._author, self._today, self._rule = interview.note, author, today, rule
        self._codes: dict[str, int] = {}
        self._speakers = {name_key(named.name): named.number for named in stored.people}
        self._speakers |= {f"p{number}": number for number in stored.parts}
        outside = [n for n, (what, _) in stored.parts.items() if what is not Relation.INTERNAL]
        self._first = (outside or list(stored.parts))[0]

    def write_down(self) -> None:
        """Stores the hypotheses and jobs of `H:` and `J:` lines, as `H@12`."""
        by: dict[str, Any] = {"author": self._author, "today": self._today}
        for mark in self._note.new:
            key = f"{mark.prefix}@{mark.line}"
            noun: Any = hypotheses if mark.prefix == "H" else jobs
            known = noun.find_same(self._session, mark.text)
            if known is None and mark.prefix == "H":
                opinion = hypotheses.Opinion(mark.text, rule=self._rule)
                known = hypotheses.add(self._session, opinion, **by).id
                self._stored.hypotheses.append((known, mark.text))
            elif known is None:
                known = jobs.add(self._session, jobs.NewJob(mark.text), **by).id
                self._stored.jobs.append((known, mark.text))
            self._codes[key] = known
            if mark.prefix == "H":
                self._stored.touched.add(known)

    def statements(self) -> None:
        pairs = self._pairs(
            Statement,
            self._note.statements,
            ("kind", "text", "person_id"),
            lambda mark: {"kind": mark.kind, "rung": mark.rung, "verbatim": mark.verbatim},
        )
        fresh = sum(1 for *_, row in pairs if row is None)
        first = next_number(self._session, "S", fresh) if fresh else 0
        for mark, values, known in pairs:
            row = self._put(Statement, known, first, values)
            first += known is None
            self._stored.statements.append(row)
            words = (mark.kind.value, mark.text, mark.themes)
            search.index(self._session, "statement", row.id, *words)
        self._session.flush()
        for (mark, *_), statement in zip(pairs, self._stored.statements, strict=True):
            if mark.themes or not self._stored.is_new:
                _set_themes(self._session, statement.id, mark.themes)

    def evidence(self) -> None:
        targets = self._targets(self._note.evidence, "hypothesis")
        for _, values, known in self._pairs(
            Evidence,
            self._note.evidence,
            ("hypothesis_id", "stance", "text", "person_id"),
            lambda mark: {
                "hypothesis_id": targets[mark.line], "stance": mark.stance, "rung": mark.rung,
            },
        ):  # fmt: skip
            added = (known.author, known.added_on) if known else (self._author, self._today)
            values |= dict(zip(("author", "added_on"), added, strict=True))
            self._stored.evidence.append(self._put(Evidence, known, "evidence", values))
            self._stored.touched.add(values["hypothesis_id"])

    def hires(self) -> None:
        targets = self._targets(self._note.jobs, "job")
        for _, values, known in self._pairs(
            Hire,
            self._note.jobs,
            ("job_id", "hired", "text", "person_id"),
            lambda mark: {"job_id": targets[mark.line], "hired": mark.hired, "rung": mark.rung},
        ):
            self._put(Hire, known, "hire", values)
            self._stored.hires += 1

    def followups(self) -> None:
        """A promise that was kept before stays kept on that day."""
        for mark, values, known in self._pairs(
            Followup,
            self._note.followups,
            ("ours", "text", "person_id"),
            lambda mark: {"ours": mark.ours},
        ):
            due = self._interview.due.get(mark.line)
            done = (known.done_on if known else None) or self._today
            values |= {"due_on": due.day if due else None, "done_on": done if mark.done else None}
            self._put(Followup, known, "followup", values)
            self._stored.followups += 1

    def _pairs(
        self,
        table: type[Table],
        marks: Sequence[Mark],
        same: tuple[str, ...],
        told: Callable[[Mark], dict[str, Any]],
    ) -> list[tuple[Mark, dict[str, Any], Table | None]]:
        """Each mark, its column values, and the stored row that says the `same`, if any; rows that
        no mark says any more are deleted."""
        rows: Sequence[Table] = ()
        if not self._stored.is_new:
            of_interview = select(table).where(table.interview_id == self._stored.number)
            rows = self._session.exec(of_interview.order_by(col(table.id))).all()
        known: dict[tuple[Any, ...], list[Table]] = {}
        for row in rows:
            if not getattr(row, "linked", False):
                known.setdefault(tuple(getattr(row, name) for name in same), []).append(row)
        pairs: list[tuple[Mark, dict[str, Any], Table | None]] = []
        for mark in marks:
            speaker = self._speakers.get(name_key(mark.speaker or ""), self._first)
            values = {"person_id": speaker, "text": mark.text, "line": mark.line, **told(mark)}
            alike = known.get(tuple(values[name] for name in same))
            pairs.append((mark, values, alike.pop(0) if alike else None))
        for left in [row for some in known.values() for row in some]:
            if isinstance(left, Statement):
                _delete_statement(self._session, left)
            else:
                self._session.delete(left)
        return pairs

    def _put(
        self, table: type[Table], known: Table | None, number: int | str, values: dict[str, Any]
    ) -> Table:
        """Updates a known row, or stores a new one under this number or the next of this name."""
        if known is not None:
            number = known.id
        elif isinstance(number, str):
            number = next_number(self._session, number)
        row: Table = table.build(id=number, interview_id=self._stored.number, **values)
        self._session.merge(row) if known else self._session.add(row)
        return row

    def _targets(self, marks: Sequence[EvidenceMark | JobMark], noun: str) -> dict[int, int]:
        return {mark.line: self._target(mark, noun) for mark in marks}

    def _target(self, mark: EvidenceMark | JobMark, noun: str) -> int:
        if mark.code in self._codes:
            return self._codes[mark.code]
        code = Code.parse(mark.code)
        number = code.number if code is not None else 0
        if sql.value(self._session, _EXISTS[noun], {"number": number}) is None:
            hint = "disco hypotheses --all" if noun == "hypothesis" else "disco jobs"
            raise NotFoundError(f"line {mark.line}: there is no {mark.code.upper()}", hint)
        return number


_EXISTS = {
    "hypothesis": "SELECT id FROM hypothesis WHERE id = :number",
    "job": "SELECT id FROM job WHERE id = :number",
}


def _set_themes(session: Session, statement: int, names: Iterable[str]) -> None:
    sql.run(session, "DELETE FROM theme WHERE statement_id = :number", {"number": statement})
    themes = ({"statement_id": statement, "name": name} for name in sorted(set(names)))
    sql.insert(session, "theme", *themes)


def _delete_statement(session: Session, row: Statement) -> None:
    """What was linked to it keeps its words.

    Raises:
        InputError: people have asked why of it; the answers would hang in the air."""
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
