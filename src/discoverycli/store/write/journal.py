"""Stores a whole journal's snapshot, in an empty journal or beside what is there.

What both journals hold stays as it is here. A code that was given here before is not reused: the
thing gets a new one, and everything that came with it follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session

from discoverycli.domain.note.interview import is_contact
from discoverycli.domain.snapshot import Hypothesis, Interview, Job, Person, Snapshot
from discoverycli.domain.text.folding import name_key, text_key
from discoverycli.domain.text.mentions import anonymous
from discoverycli.domain.vocabulary import Code, Status
from discoverycli.store import sql
from discoverycli.store.read import evidence
from discoverycli.store.search_index import person_words
from discoverycli.store.snapshot_rows import row_of
from discoverycli.store.sql import next_number
from discoverycli.store.values import day, known_day, plain
from discoverycli.store.write import consent, people, search, verdicts
from discoverycli.store.write.verdicts import StatusChange

_EVIDENCE_OF = """
SELECT hypothesis_id, person_id, stance, text FROM evidence WHERE interview_id = :number
"""
_PEOPLE_OF = "SELECT person_id FROM participation WHERE interview_id = :number"
_HANG = "UPDATE why SET parent_id = :under WHERE id = :id"
_REFER = "UPDATE person SET referred_by_id = :by WHERE id = :person"
_AT_ONCE = 500
_LAST_REVISIONS = "SELECT hypothesis_id, max(number) FROM revision GROUP BY hypothesis_id"
_NO_WORDS: Mapping[str, str | None] = {"right_if": None, "wrong_if": None}
_STATEMENTS_OF = "SELECT id, person_id, kind, text FROM statement WHERE interview_id = :number"


@dataclass(frozen=True, slots=True)
class OldCode:
    """An interview whose note names things by the codes they had elsewhere."""

    interview: Code
    source: str | None
    codes: tuple[tuple[Code, Code], ...]
    """(as the note says, as it is here)."""


@dataclass(slots=True)
class Merged:
    """What storing a snapshot made. Counts are of new things; `known` of interviews that were
    here already."""

    known: int = 0
    interviews: int = 0
    people: int = 0
    statements: int = 0
    hypotheses: int = 0
    jobs: int = 0
    renamed: int = 0
    """How many new things got another code, because theirs had been given here."""
    differing: list[Code] = field(default_factory=list)
    """What is here in another version, and stays as it is here."""
    old_codes: list[OldCode] = field(default_factory=list)
    forgotten: list[Code] = field(default_factory=list)
    """Who was forgotten here before: what came of them was left out again."""
    moves: list[StatusChange] = field(default_factory=list)


Forget = Callable[[int, Iterable[str], Collection[int]], list[StatusChange]]
"""Forgets a person, also by some other names, in some interviews; gives the verdicts that moved."""


def add(
    session: Session,
    snapshot: Snapshot,
    forget: Forget,
    *,
    today: date,
    forgotten: Collection[str] = (),
    step: Callable[[], None] = lambda: None,
) -> Merged:
    """Stores what a snapshot holds and this journal does not.

    Things are the same if they have the same identity, the same words (hypotheses, jobs), the same
    name and organisation (people), or come from the same file (interviews). From an interview that
    is here already, only evidence linked by hand is taken. Verdicts are re-evaluated; only those of
    hypotheses that were here can move.

    Args:
        session: the open journal.
        snapshot: what comes in.
        forget: what `privacy.forget.merge` gives.
        today: the day it does.
        forgotten: the identities of those who were forgotten: they come in without name or words.
        step: called after each interview.
    """
    return _Merge(session, snapshot, forget, today, forgotten, step).run()


class _Numbers:
    """Codes for what comes in: its own if it was never given here, else a new one."""

    def __init__(self, session: Session, highest: Mapping[str, int]) -> None:
        rows = sql.rows(session, "SELECT name, last FROM counter")
        self._given: dict[str, int] = {row[0]: row[1] for row in rows}
        self._last = {
            letter: max(last, self._given.get(letter, 0)) for letter, last in highest.items()
        }

    def give(self, code: Code) -> int:
        if code.number > self._given.get(code.prefix, 0):
            return code.number
        self._last[code.prefix] += 1
        return self._last[code.prefix]

    def keep(self, session: Session) -> None:
        for letter, last in self._last.items():
            missing = last - self._given.get(letter, 0)
            if missing > 0:
                next_number(session, letter, missing)


@dataclass(slots=True)
class _Merge:
    session: Session
    snapshot: Snapshot
    forget: Forget
    today: date
    forgotten: Collection[str]
    step: Callable[[], None]
    merged: Merged = field(default_factory=Merged)
    numbers: _Numbers = field(init=False)
    gone: dict[Code, Person] = field(init=False)
    """Who was forgotten here before."""
    codes: dict[Code, int] = field(default_factory=dict)
    """Code in the snapshot → number here, of what is known and what is new."""
    new: set[Code] = field(default_factory=set)
    organisations: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    """The hypotheses that new evidence bears on."""
    heard: set[Code] = field(default_factory=set)
    """Who was in a new interview."""
    told: set[Code] = field(default_factory=set)
    """Who is in the snapshot's version of an interview that is here, and may not be in ours."""
    named: set[Code] = field(default_factory=set)
    """The statements that decisions and answers to why name."""

    def run(self) -> Merged:
        """In an order in which nothing points at a missing row."""
        self.numbers = _Numbers(self.session, self.snapshot.highest())
        self.gone = {p.code: p for p in self.snapshot.people if p.uid in self.forgotten}
        self._organisations()
        self._people()
        self._consents()
        self._hypotheses()
        self.merged.jobs = self._worded("job", self.snapshot.jobs)
        self._interviews()
        new = [self.codes[code] for code in self.new if code.prefix == "P"]
        people.set_last_contacts(self.session, new)
        self._movements()
        self._referrals()
        self._predictions()
        self._decisions()
        self._whys()
        self._pauses()
        self.numbers.keep(self.session)
        self._verdicts()
        self._forget_again()
        return self.merged

    # --- What is known already ---------------------------------------------------------------

    def _meet(self, code: Code, version: int, *found: tuple[int, int] | None) -> bool:
        """Whether a thing is here under any of its marks; if not, it gets its number."""
        known = next((each for each in found if each is not None), None)
        if known is not None:
            self.codes[code] = known[0]
            if found[0] is not None and known[1] != version:
                self.merged.differing.append(Code(code.prefix, known[0]))
            return True
        self.codes[code] = self.numbers.give(code)
        self.new.add(code)
        self.merged.renamed += self.codes[code] != code.number
        return False

    def _here(self, columns: str, table: str) -> dict[Any, tuple[int, int]]:
        found = sql.rows(self.session, f"SELECT id, version, {columns} FROM {table}")  # noqa: S608
        return {row[2] if len(row) == 3 else tuple(row[2:]): (row[0], row[1]) for row in found}

    def _missing(self, table: str, columns: str, records: Iterable[Any]) -> list[dict[str, Any]]:
        """The rows of records of which no row here says the same in these columns."""
        found = sql.rows(self.session, f"SELECT {columns} FROM {table}")  # noqa: S608
        there, names = set(map(tuple, found)), columns.split(", ")
        rows = [row_of(each, self.codes) for each in records]
        return [row for row in rows if plain([row[name] for name in names]) not in there]

    def _insert_numbered(self, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        first = next_number(self.session, table, len(rows)) if rows else 0
        made = [{"id": number, **row} for number, row in enumerate(rows, first)]
        sql.insert(self.session, table, *made)
        return made

    # --- Nouns -------------------------------------------------------------------------------

    def _organisations(self) -> None:
        rows = sql.rows(self.session, "SELECT id, uid, name_key FROM organisation")
        by_uid, by_name = {row[1]: row[0] for row in rows}, {row[2]: row[0] for row in rows}
        new = []
        for each in self.snapshot.organisations:
            key = name_key(each.name)
            known = by_uid.get(each.uid, by_name.get(key))
            if known is None:
                new.append({"uid": each.uid, "name": each.name, "name_key": key})
            else:
                self.organisations[each.name] = known
        made = self._insert_numbered("organisation", new)
        self.organisations |= {row["name"]: row["id"] for row in made}

    def _people(self) -> None:
        by_uid = self._here("uid", "person")
        by_name = self._here("name_key, organisation_id", "person")
        rows, entries = [], []
        for each in self.snapshot.people:
            organisation = self.organisations[each.organisation] if each.organisation else None
            named = each.uid not in self.forgotten and not _is_nobody(each)
            known = by_name.get((name_key(each.name), organisation)) if named else None
            if self._meet(each.code, each.version, by_uid.get(each.uid), known):
                continue
            row = row_of(each, self.codes)
            row["name"] = anonymous(row["id"]) if _is_nobody(each) else each.name
            row |= {"name_key": name_key(row["name"]), "organisation_id": organisation}
            rows.append(row)
            words = (each.organisation, each.role, each.segment, *each.former_names)
            entries.append((row["id"], row["name"], person_words(*words)))
        self.merged.people = len(rows)
        sql.insert(self.session, "person", *rows)
        search.index_new(self.session, "person", entries)

    def _consents(self) -> None:
        """The later record wins; on the same day a withdrawal wins."""
        rows = sql.rows(
            self.session, "SELECT person_id, scope, given_on, withdrawn_on FROM consent"
        )
        here = {(row[0], row[1]): (known_day(row[2]), day(row[3])) for row in rows}
        for each in self.snapshot.consents:
            if each.person in self.gone:
                continue
            key = (self.codes[each.person], each.scope.value)
            said = (each.given_on, each.withdrawn_on)
            if key in here and _last_word(said) <= _last_word(here[key]):
                continue
            consent.give(self.session, key[0], [each.fact])

    def _worded(self, noun: str, things: Sequence[Hypothesis] | Sequence[Job]) -> int:
        """Stores opinions or jobs that are not here by identity or words; returns how many."""
        by_uid, by_text = self._here("uid", noun), self._here("text_key", noun)
        rows, entries = [], []
        for each in things:
            key = text_key(each.text)
            if not self._meet(each.code, each.version, by_uid.get(each.uid), by_text.get(key)):
                rows.append({"text_key": key, **row_of(each, self.codes)})
                entries.append((self.codes[each.code], each.text, each.segment or ""))
        sql.insert(self.session, noun, *rows)
        search.index_new(self.session, noun, entries)
        return len(rows)

    def _hypotheses(self) -> None:
        self.merged.hypotheses = self._worded("hypothesis", self.snapshot.hypotheses)
        said = {
            (each.hypothesis, each.revision): {"right_if": each.right_if, "wrong_if": each.wrong_if}
            for each in self.snapshot.criteria
        }
        revisions = (
            {
                "hypothesis_id": self.codes[each.code],
                **row_of(revision, self.codes),
                **said.get((each.code, revision.number), _NO_WORDS),
            }
            for each in self._new_hypotheses()
            for revision in each.revisions
        )
        sql.insert(self.session, "revision", *revisions)

    def _interviews(self) -> None:
        by_uid, by_hash = self._here("uid", "interview"), self._here("content_hash", "interview")
        by_hash.pop(None, None)
        whys, grounds = self.snapshot.whys, (g for d in self.snapshot.decisions for g in d.grounds)
        codes = [*(w.root for w in whys), *(w.heard for w in whys), *(g.code for g in grounds)]
        self.named = {code for code in codes if code is not None and code.prefix == "S"}
        interviews = iter(self.snapshot.interviews)
        while some := list(islice(interviews, _AT_ONCE)):
            new, known = [], []
            for each in some:
                same = by_uid.get(each.uid)
                if self._meet(each.code, each.version, same, by_hash.get(each.content_hash)):
                    known.append(each)
                    self._compare_notes(each, same)
                else:
                    new.append(each)
            self._some(new, known)

    def _some(self, new: list[Interview], known: list[Interview]) -> None:
        self.merged.interviews += len(new)
        self.merged.known += len(known)
        sql.insert(self.session, "interview", *map(self._row_of_interview, new))
        entries = ((self.codes[each.code], each.title or "", each.notes) for each in new)
        search.index_new(self.session, "interview", entries)
        parts = (
            {"position": position, **self._part(interview, part)}
            for interview in new
            for position, part in enumerate(interview.people)
        )
        sql.insert(self.session, "participation", *parts)
        self._statements(new)
        self._marks(new, known)
        self.merged.old_codes += [old for each in new if (old := self._old_codes(each))]
        self.heard.update(part.person for each in new for part in each.people)
        for each in known:
            if any(statement.code in self.named for statement in each.statements):
                self._statements_of(each)
        self.told.update(part.person for each in known for part in each.people)
        for each in (*new, *known):
            # No later step reads these.
            for code in {statement.code for statement in each.statements} - self.named:
                self.codes.pop(code, None)
                self.new.discard(code)
            self.step()

    def _compare_notes(self, each: Interview, same: tuple[int, int] | None) -> None:
        """Versions with the same number may have been edited apart."""
        if same is None or same[1] != each.version:
            return
        select = "SELECT notes FROM interview WHERE id = :number"
        if sql.value(self.session, select, {"number": same[0]}) != each.notes:
            self.merged.differing.append(Code("I", same[0]))

    def _row_of_interview(self, each: Interview) -> dict[str, Any]:
        day, precision = each.held_on
        contact = is_contact(each.channel, tuple(part.relation for part in each.people))
        when = {"held_on": day, "precision": precision, "contact": contact}
        return when | row_of(each, self.codes)

    def _part(self, interview: Interview, each: Any) -> dict[str, Any]:
        return {"interview_id": self.codes[interview.code], **row_of(each, self.codes)}

    def _statements(self, new: list[Interview]) -> None:
        rows, themes, entries = [], [], []
        for interview in new:
            for each in interview.statements:
                self._meet(each.code, 0)
                rows.append(row := self._part(interview, each))
                themes += [{"statement_id": row["id"], "name": name} for name in each.themes]
                entries.append((row["id"], each.kind.value, each.text, each.themes))
        self.merged.statements += len(rows)
        sql.insert(self.session, "statement", *rows)
        sql.insert(self.session, "theme", *themes)
        search.index_new(self.session, "statement", entries)

    def _marks(self, new: list[Interview], known: list[Interview]) -> None:
        evidence = [self._part(i, each) for i in new for each in i.evidence]
        evidence += [row for interview in known for row in self._linked(interview)]
        hires = [self._part(i, each) for i in new for each in i.hires]
        followups = [self._part(i, each) for i in new for each in i.followups]
        self.touched.update(row["hypothesis_id"] for row in evidence)
        self._insert_numbered("evidence", evidence)
        self._insert_numbered("hire", hires)
        self._insert_numbered("followup", followups)

    def _linked(self, interview: Interview) -> Iterator[dict[str, Any]]:
        """Evidence linked by hand elsewhere to an interview that is here too."""
        evidence = (each for each in interview.evidence if each.linked)
        linked = [each for each in evidence if each.person not in self.gone]
        if not linked:
            return
        number = {"number": self.codes[interview.code]}
        there = set(map(tuple, sql.rows(self.session, _EVIDENCE_OF, number)))
        present = set(sql.firsts(self.session, _PEOPLE_OF, number))
        self._statements_of(interview)
        for each in linked:
            row = self._part(interview, each)
            key = (row["hypothesis_id"], row["person_id"], each.stance.value, each.text)
            if row["person_id"] in present and key not in there:
                yield row

    def _statements_of(self, interview: Interview) -> None:
        number = {"number": self.codes[interview.code]}
        found = sql.rows(self.session, _STATEMENTS_OF, number)
        here = {(row[1], row[2], row[3]): row[0] for row in found}
        for each in interview.statements:
            same = here.get((self.codes[each.person], each.kind.value, each.text))
            if same is not None:
                self.codes[each.code] = same

    def _movements(self) -> None:
        rows = [
            {"hypothesis_id": self.codes[each.code], **row_of(move, self.codes)}
            for each in self._new_hypotheses()
            for move in each.movements
        ]
        self._insert_numbered("movement", rows)

    def _referrals(self) -> None:
        """Who sent whom, where nothing is said here and no circle results."""
        rows = sql.rows(self.session, "SELECT id, referred_by_id FROM person")
        sent = {row[0]: row[1] for row in rows if row[1] is not None}
        for each in self.snapshot.referrals:
            person, by = self.codes[each.person], self.codes[each.by]
            if person in sent or person in (by, *evidence.line(by, sent)):
                continue
            sent[person] = by
            sql.run(self.session, _REFER, {"person": person, "by": by})

    def _predictions(self) -> None:
        """Beliefs of authors who have stated none here."""
        rows = self._missing("prediction", "hypothesis_id, author", self.snapshot.predictions)
        last = {row[0]: row[1] for row in sql.rows(self.session, _LAST_REVISIONS)}
        kept = [row for row in rows if row["revision"] <= last[row["hypothesis_id"]]]
        self._insert_numbered("prediction", kept)

    def _decisions(self) -> None:
        by_uid = self._here("uid", "decision")
        rows, grounds = [], []
        for each in self.snapshot.decisions:
            if self._meet(each.code, each.version, by_uid.get(each.uid)):
                continue
            rows.append(row := row_of(each, self.codes))
            for position, ground in enumerate(each.grounds):
                number = self.codes.get(ground.code)
                if number is not None:
                    place = {"decision_id": row["id"], "position": position}
                    place["hypothesis_id"] = number if ground.code.prefix == "H" else None
                    grounds.append(place | row_of(ground, self.codes))
        sql.insert(self.session, "decision", *rows)
        sql.insert(self.session, "ground", *grounds)

    def _whys(self) -> None:
        """Answers to why under things that have none here. A statement may be missing here, if the
        note of its interview says something else now."""
        found = sql.rows(self.session, "SELECT DISTINCT hypothesis_id, statement_id FROM why")
        there = set(map(tuple, found))
        numbers: dict[tuple[Code, int], int] = {}
        rows = []
        for each in self.snapshot.whys:
            root = self.codes.get(each.root)
            on = (root, None) if each.root.prefix == "H" else (None, root)
            if root is None or on in there:
                continue
            numbers[each.root, each.number] = number = next_number(self.session, "why")
            place = {"id": number, "hypothesis_id": on[0], "statement_id": on[1]}
            rows.append(place | row_of(each, self.codes))
        sql.insert(self.session, "why", *rows)
        for each in self.snapshot.whys:
            if each.under is not None and (each.root, each.number) in numbers:
                above, below = numbers[each.root, each.under], numbers[each.root, each.number]
                sql.run(self.session, _HANG, {"under": above, "id": below})

    def _pauses(self) -> None:
        rows = self._missing("pause", "first_on, last_on", self.snapshot.pauses)
        self._insert_numbered("pause", rows)

    # --- What follows ------------------------------------------------------------------------

    def _verdicts(self) -> None:
        """Refreshes people and opinions that were here and have more evidence now, and new people
        about whom the snapshot says more than the interviews here."""
        changed = (self.heard - self.new) | (self.told & self.new)
        for code in sorted(changed, key=lambda code: code.number):
            people.refresh(self.session, self.codes[code])
        touched = self.touched
        for each in self._new_hypotheses():
            last = each.movements[-1].status if each.movements else Status.UNVALIDATED
            verdicts.import_status(self.session, self.codes[each.code], last, today=self.today)
            touched.discard(self.codes[each.code])
        if touched:
            self.merged.moves = verdicts.reevaluate(self.session, touched, today=self.today)

    def _forget_again(self) -> None:
        """Erases forgotten people from imported data."""
        new = sorted(self.codes[code] for code in self.new if code.prefix == "I")
        for code, each in self.gone.items() if self.new else ():
            names = (each.name, *each.former_names)
            self.merged.moves += self.forget(self.codes[code], names, new)
            if code in self.heard or code in self.new:
                self.merged.forgotten.append(Code("P", self.codes[code]))
            # Undoing the import could bring them back.
            self.session.info["sealed"] = True

    def _new_hypotheses(self) -> Iterator[Hypothesis]:
        return (each for each in self.snapshot.hypotheses if each.code in self.new)

    def _old_codes(self, interview: Interview) -> OldCode | None:
        named = [each.hypothesis for each in interview.evidence if not each.linked]
        named += [each.job for each in interview.hires]
        changed = sorted(
            ((code, Code(code.prefix, self.codes[code])) for code in set(named)
             if self.codes[code] != code.number),
            key=str,
        )  # fmt: skip
        if not changed:
            return None
        here = Code("I", self.codes[interview.code])
        return OldCode(here, interview.source, tuple(changed))


def _is_nobody(person: Person) -> bool:
    """Whether somebody was forgotten in their journal: two of them are never one person."""
    return person.name == anonymous(person.code.number)


def _last_word(said: tuple[date, date | None]) -> tuple[date, bool]:
    """The day of the last word on a consent (given, withdrawn), and whether it was a withdrawal."""
    given, withdrawn = said
    return (given if withdrawn is None else withdrawn, withdrawn is not None)
