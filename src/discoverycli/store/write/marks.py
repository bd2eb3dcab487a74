"""Stores what a note marks: statements, evidence, jobs hired, promises.

An edited note is stored by the same steps: what it still says keeps its row and so its code, what
it no longer says is deleted, and evidence linked by hand stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from discoverycli.domain.note.interview import Interview
from discoverycli.domain.note.marks import EvidenceMark, FollowupMark, JobMark, StatementMark
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Code, Relation
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.interviews import Evidence, Followup, Hire, Statement
from discoverycli.store.models.rows import Row
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


def forget(session: Session, number: int, person: int) -> None:
    """Takes out what one person's words in an interview were marked as."""
    for table in (Evidence, Hire, Followup, Statement):
        rows = select(table).filter_by(interview_id=number, person_id=person)
        for row in session.exec(rows).all():
            _delete(session, row)
        session.flush()


def hypotheses_of(session: Session, number: int) -> set[int]:
    """The hypotheses an interview bears on."""
    of_interview = "SELECT DISTINCT hypothesis_id FROM evidence WHERE interview_id = ?"
    return set(sql.firsts(session, of_interview, (number,)))


_SAME: dict[type[Row], tuple[str, tuple[str, ...]]] = {
    Statement: ("S", ("kind", "text", "person_id")),
    Evidence: ("evidence", ("hypothesis_id", "stance", "text", "person_id")),
    Hire: ("hire", ("job_id", "hired", "text", "person_id")),
    Followup: ("followup", ("ours", "text", "person_id")),
}
"""What numbers the rows of a table, and the columns by which an edited note knows them again."""


@dataclass
class Marking:
    """Stores what the note of an interview marks, and writes into `stored` what that made. A marked
    line holds the words of the speaker it names, else of the first person from outside.

    Args:
        stored: it knows who was in the interview.
        author: who stores it.
        today: the day it is added on.
        rule: the criteria of hypotheses that the note writes down.
    """

    session: Session
    interview: Interview
    stored: Stored
    author: str
    today: date
    rule: Rule
    codes: dict[str, int] = field(default_factory=dict)
    """The numbers of what the note writes down on the spot."""

    def __post_init__(self) -> None:
        """Finds who speaks."""
        self.note, parts = self.interview.note, self.stored.parts
        self.speakers = {name_key(named.name): named.number for named in self.stored.people}
        self.speakers |= {f"p{number}": number for number in parts}
        outside = [n for n, (what, _) in parts.items() if what is not Relation.INTERNAL]
        self.first = (outside or list(parts))[0]

    def store(self) -> None:
        """Stores all of it.

        Raises:
            NotFoundError: a code that nothing has; the line is named.
        """
        self._write_down()
        self._statements()
        self._evidence()
        self._hires()
        self._followups()
        self.session.flush()

    def _write_down(self) -> None:
        """Stores the hypotheses and jobs of `H:` and `J:` lines, as `H@12`."""
        by: dict[str, Any] = {"author": self.author, "today": self.today}
        for mark in self.note.new:
            key = f"{mark.prefix}@{mark.line}"
            noun: Any = hypotheses if mark.prefix == "H" else jobs
            known = noun.find_same(self.session, mark.text)
            if known is None and mark.prefix == "H":
                opinion = hypotheses.Opinion(mark.text, rule=self.rule)
                known = hypotheses.add(self.session, opinion, **by).id
                self.stored.hypotheses.append((known, mark.text))
            elif known is None:
                known = jobs.add(self.session, jobs.NewJob(mark.text), **by).id
                self.stored.jobs.append((known, mark.text))
            self.codes[key] = known
            if mark.prefix == "H":
                self.stored.touched.add(known)

    def _statements(self) -> None:
        marks = self.note.statements
        rows = self._store(
            Statement,
            marks,
            lambda mark: {"kind": mark.kind, "rung": mark.rung, "verbatim": mark.verbatim},
        )
        for mark, row in zip(marks, rows, strict=True):
            words = (mark.kind.value, mark.text, mark.themes)
            search.index(self.session, "statement", row.id, *words)
        self.session.flush()
        for mark, row in zip(marks, rows, strict=True):
            if mark.themes or not self.stored.is_new:
                _set_themes(self.session, row.id, mark.themes)
        self.stored.statements += rows

    def _evidence(self) -> None:
        """Evidence that was there before keeps who added it, and when."""
        hint = "disco hypotheses --all"
        marks = self.note.evidence
        targets = {mark.line: self._target(mark, "hypothesis", hint) for mark in marks}

        def added(_: EvidenceMark, known: Evidence | None) -> dict[str, Any]:
            author, day = (known.author, known.added_on) if known else (self.author, self.today)
            return {"author": author, "added_on": day}

        self.stored.evidence += self._store(
            Evidence,
            marks,
            lambda mark: {
                "hypothesis_id": targets[mark.line], "stance": mark.stance, "rung": mark.rung,
            },
            added,
        )  # fmt: skip
        self.stored.touched.update(targets.values())

    def _hires(self) -> None:
        marks = self.note.jobs
        targets = {mark.line: self._target(mark, "job", "disco jobs") for mark in marks}
        rows = self._store(
            Hire,
            marks,
            lambda mark: {"job_id": targets[mark.line], "hired": mark.hired, "rung": mark.rung},
        )
        self.stored.hires += len(rows)

    def _followups(self) -> None:
        """A promise that was kept before stays kept on that day."""

        def days(mark: FollowupMark, known: Followup | None) -> dict[str, Any]:
            due = self.interview.due.get(mark.line)
            done = (known.done_on if known else None) or self.today
            return {"due_on": due.day if due else None, "done_on": done if mark.done else None}

        marks = self.note.followups
        rows = self._store(Followup, marks, lambda mark: {"ours": mark.ours}, days)
        self.stored.followups += len(rows)

    def _store(
        self,
        table: type[Table],
        marks: Sequence[Mark],
        told: Callable[[Mark], dict[str, Any]],
        kept: Callable[[Mark, Table | None], dict[str, Any]] = lambda _mark, _known: {},
    ) -> list[Table]:
        """Stores a row for each mark: in place of the stored one that says the same, if any, else
        as a new one. Rows that no mark says any more are deleted. A mark gives the columns that it
        has `told`, and those that are `kept` from the stored row."""
        counter, same = _SAME[table]
        known: dict[tuple[Any, ...], list[Table]] = defaultdict(list)
        if not self.stored.is_new:
            of_interview = select(table).where(table.interview_id == self.stored.number)
            for row in self.session.exec(of_interview.order_by(col(table.id))).all():
                if not getattr(row, "linked", False):
                    known[tuple(getattr(row, name) for name in same)].append(row)
        pairs: list[tuple[Table | None, dict[str, Any]]] = []
        for mark in marks:
            speaker = self.speakers.get(name_key(mark.speaker or ""), self.first)
            values = {"person_id": speaker, "text": mark.text, "line": mark.line, **told(mark)}
            alike = known[tuple(values[name] for name in same)]
            before = alike.pop(0) if alike else None
            pairs.append((before, {**values, **kept(mark, before)}))
        for left in chain.from_iterable(known.values()):
            _delete(self.session, left)
        fresh = sum(before is None for before, _ in pairs)
        numbers = count(next_number(self.session, counter, fresh) if fresh else 0)
        rows: list[Table] = []
        for before, values in pairs:
            number = before.id if before else next(numbers)
            row = table.build(id=number, interview_id=self.stored.number, **values)
            self.session.merge(row) if before else self.session.add(row)
            rows.append(row)
        return rows

    def _target(self, mark: EvidenceMark | JobMark, noun: str, hint: str) -> int:
        if mark.code in self.codes:
            return self.codes[mark.code]
        code = Code.parse(mark.code)
        number = code.number if code is not None else 0
        if not sql.exists(self.session, noun, number):
            raise NotFoundError(f"line {mark.line}: there is no {mark.code.upper()}", hint)
        return number


def _set_themes(session: Session, statement: int, names: Iterable[str]) -> None:
    sql.run(session, "DELETE FROM theme WHERE statement_id = :number", {"number": statement})
    themes = ({"statement_id": statement, "name": name} for name in sorted(set(names)))
    sql.insert(session, "theme", *themes)


def _delete(session: Session, row: Row) -> None:
    """What was linked to a statement keeps its words.

    Raises:
        InputError: people have asked why of it; the answers would hang in the air."""
    if not isinstance(row, Statement):
        session.delete(row)
        return
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
