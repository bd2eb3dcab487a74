"""Imports files and folders: reads everything first, then stores all of it in one transaction."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from discoverycli.cli.answers.note import way_to_say
from discoverycli.cli.calls.note_to_interview import add_interview, due_days
from discoverycli.context import Context
from discoverycli.domain.note.interview import Interview, interview_of
from discoverycli.domain.text.dates import is_far_ahead
from discoverycli.domain.text.words import some
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import DiscoError, DoubleError, InputError, Interrupted, NotFoundError
from discoverycli.render.progress import progress

if TYPE_CHECKING:
    from sqlmodel import Session

    from discoverycli.domain.snapshot import Snapshot
    from discoverycli.formats import Entry, ImportOptions, Problem
    from discoverycli.formats.files import Skipped
    from discoverycli.store.write.journal import Merged
    from discoverycli.store.write.marks import Stored
    from discoverycli.store.write.verdicts import StatusChange


MADE = ("interviews", "people", "statements", "hypotheses", "jobs")
"""What an import makes and counts."""

_LINE = re.compile(r"line ([0-9]+): ")
"""How errors about a note begin that name a line of it."""


@dataclass(slots=True)
class Outcome:
    """What an import read and stored.

    One thing read is an interview, or a file (or a part of one) from which none could be taken.
    Each is stored, skipped because it is here already, or refused:
    `read = made["interviews"] + skipped + refused`. `updated` are those of the skipped whose date
    or relation was missing here and is filled in now.
    """

    files: int = 0
    made: Counter[str] = field(default_factory=Counter)
    """How many of each of `MADE` are new."""
    skipped: int = 0
    updated: int = 0
    refused: int = 0
    unrelated: int = 0
    """Interviews stored in which nobody is known to be a prospect, a customer or anything else."""
    problems: list[Problem] = field(default_factory=list)
    passed_over: tuple[Skipped, ...] = ()
    moves: list[StatusChange] = field(default_factory=list)
    doubles: list[tuple[str, int]] = field(default_factory=list)
    """Each file that is here already, and the interview that it is."""
    dry_run: bool = False
    again: bool = False
    """Whether what is here already is stored once more."""
    forgotten: bool = False
    """Whether words of somebody who was forgotten came in, and were taken out again."""

    @property
    def read(self) -> int:
        """How many interviews were read or refused."""
        return self.made["interviews"] + self.skipped + self.refused

    def add(self, problems: Iterable[Problem]) -> None:
        """Lists problems; each that refuses something counts as one thing read."""
        for problem in problems:
            self.problems.append(problem)
            self.refused += problem.refused

    def tell(
        self, file: str, kind: str, message: str, line: int | None = None, *, refused: bool = False
    ) -> None:
        """Lists a problem that was found when an interview was stored."""
        from discoverycli.formats import Problem, ProblemKind

        self.add([Problem(file, line, message, ProblemKind(kind), refused)])


class _RolledBack(Exception):
    """Ends a transaction and keeps nothing of it."""


def run(
    paths: Sequence[str],
    options: ImportOptions,
    where: Context,
    format_: str | None = None,
    *,
    dry_run: bool = False,
    again: bool = False,
) -> Outcome:
    """Imports files, folders and exports: all that can be read, in one transaction.

    Raises:
        NotFoundError: a path that is not there.
        InputError: no file at all, or an export that is damaged.
    """
    outcome = Outcome(dry_run=dry_run, again=again)
    work = _Import(where, options, format_, outcome)
    work.read(paths)
    if work.journals:
        from discoverycli.privacy import erasures

        work.forgotten = erasures.listed(where.journal)
    if work.entries:
        # Unreadable settings stop the import before a journal is made.
        where.settings.rule_for(())
    if work.entries or work.journals:
        with _transaction(where, dry_run=dry_run) as session:
            work.store(session)
    if outcome.forgotten and not dry_run:
        _finish_forgetting(where)
    return outcome


@contextmanager
def _transaction(where: Context, *, dry_run: bool) -> Iterator[Session]:
    """The journal; for a dry run what takes its place, of which nothing is kept."""
    if not dry_run:
        with where.writer(create=True) as session:
            yield session
        return
    with suppress(_RolledBack), ExitStack() as stack:
        if os.path.lexists(where.journal):
            yield stack.enter_context(where.writer())
        else:
            from tempfile import TemporaryDirectory

            from discoverycli.store.writer import open_journal

            folder = Path(stack.enter_context(TemporaryDirectory()))
            yield stack.enter_context(open_journal(folder / "journal.db"))
        raise _RolledBack


def _finish_forgetting(where: Context) -> None:
    """Rows stored and deleted again may still be in the file."""
    from discoverycli.privacy import erasures

    try:
        erasures.finish(where.journal)
    except DiscoError as error:
        from discoverycli.formats import journal_json
        from discoverycli.safety.rescue import hint_of

        hint = hint_of(error, journal_json.dump)
        where.note(f"forgetting is {error.message}", f"  try: {hint}")
    except KeyboardInterrupt:
        said = "all is imported, but forgetting who was forgotten here is not finished"
        raise Interrupted(said, "disco doctor --fix") from None


@dataclass(slots=True)
class _Import:
    where: Context
    options: ImportOptions
    format: str | None
    outcome: Outcome
    entries: list[Entry] = field(default_factory=list)
    journals: list[tuple[str, Snapshot]] = field(default_factory=list)
    forgotten: Collection[str] = ()
    """The identities of those who were forgotten here."""

    def read(self, paths: Sequence[str]) -> None:
        from discoverycli.formats import files
        from discoverycli.formats.journal_markdown import FILES

        found = files.expand(self._read_journals(paths))
        if not found.files and not self.journals:
            named = "', '".join(paths)
            raise InputError(f"there is nothing to import in '{named}'", "disco import FILE")
        self.outcome.files = len(found.files) + sum(
            len(FILES) + len(snapshot.interviews) if Path(path).is_dir() else 1
            for path, snapshot in self.journals
        )
        self.outcome.passed_over = found.skipped
        with progress("reading", len(found.files)) as step:
            for path in found.files:
                result = files.read_file(path, self.options, format_=self.format)
                self.entries += result.entries
                self.outcome.add(result.problems)
                step()

    def _read_journals(self, paths: Sequence[str]) -> list[str]:
        from discoverycli.formats import ImportOptions, exports

        rest: list[str] = []
        for path in paths:
            if not os.path.lexists(path):
                raise NotFoundError(f"there is no file '{path}'", "a file or a folder that exists")
            with progress("reading", exports.steps(path)) as step:
                snapshot = None if self.format else exports.read(path, step)
            if snapshot is None:
                rest.append(path)
            else:
                self.journals.append((path, snapshot))
        if self.journals and not rest and (self.options != ImportOptions() or self.outcome.again):
            path = self.journals[0][0]
            raise InputError(
                f"'{path}' is an export, which says everything itself", f"disco import '{path}'"
            )
        return rest

    def store(self, session: Session) -> None:
        from discoverycli.privacy import forget
        from discoverycli.store.write import imports, verdicts

        today, gone = self.where.today, self.forgotten
        for path, snapshot in self.journals:
            with progress("storing", len(snapshot.interviews)) as step:
                merged = forget.merge(session, snapshot, today=today, forgotten=gone, step=step)
            self._count_merged(path, merged)
        touched: set[int] = set()
        before = imports.sources(session, [entry.source for entry in self.entries])
        with progress("storing", len(self.entries)) as step:
            for entry in self.entries:
                touched |= self._store_entry(session, entry, before.get(entry.source))
                step()
        if touched:
            self.outcome.moves += verdicts.reevaluate(session, touched, today=today)

    def _count_merged(self, path: str, merged: Merged) -> None:
        outcome = self.outcome
        outcome.made.update({made: getattr(merged, made) for made in MADE})
        outcome.skipped += merged.known
        outcome.moves += merged.moves
        outcome.forgotten |= bool(merged.forgotten)
        for code in merged.differing:
            message = f"{code} is here in another version, which stays as it is"
            outcome.tell(path, "differs", message)
        for code in merged.forgotten:
            message = f"{code} was forgotten here, and came in without name and words"
            outcome.tell(path, "forgotten", message)
        for old in merged.old_codes:
            codes = ", ".join(f"{there} is {here} here" for there, here in old.codes)
            message = f"the note of {old.interview} keeps the codes it was written with: {codes}"
            outcome.tell(path, "old-codes", message)

    def _store_entry(self, session: Session, entry: Entry, before: int | None) -> Set[int]:
        """The hypotheses to re-evaluate. `before`: what was imported from a file of that name."""
        from discoverycli.store.write import imports

        outcome, today, source = self.outcome, self.where.today, entry.source
        due, doubts = due_days(entry.note, entry.held, today)
        interview = interview_of(entry.note, entry.held, due)._replace(origin=entry.origin)
        if is_far_ahead(entry.held, today):
            outcome.tell(source, "odd-date", f"{entry.held} is more than a year ahead")
        known = imports.known(session, (entry.content_hash, *entry.former_hashes), interview)
        if known is not None and not outcome.again:
            # The file is known: somebody who has changed its interview here is not told again.
            only = self.options.head() if known.unchanged else None
            return self._complete(session, known.number, interview, only)
        if known is not None:
            interview = interview._replace(origin=interview.origin._replace(content_hash=None))
        try:
            stored = self._add(session, interview)
        except DoubleError as double:
            return self._complete(session, double.number, interview, by_words=True)
        except DiscoError as error:
            place = _LINE.match(error.message)
            line = int(place[1]) if place else None
            message = error.message[place.end() :] if place else error.message
            outcome.problems = [each for each in outcome.problems if each.file != source]
            outcome.tell(source, "not-stored", message, line, refused=True)
            return set()
        for doubt in doubts:
            outcome.tell(source, "slip", doubt.message, doubt.line)
        if before is not None and not (known and known.unchanged and known.source == source):
            message = f"is not what was imported as I{before} from this file; both are kept"
            outcome.tell(source, "changed", message)
        self._tell_alike(session, source, stored, before)
        return stored.touched

    def _add(self, session: Session, interview: Interview) -> Stored:
        # Rows of a note that fails halfway must not stay.
        with session.begin_nested():
            stored = add_interview(session, interview, self.where, again=self.outcome.again)
        self.outcome.made.update(
            interviews=1,
            people=sum(named.is_new for named in stored.people),
            statements=len(stored.statements),
            hypotheses=len(stored.hypotheses),
            jobs=len(stored.jobs),
        )
        self.outcome.unrelated += all(each is Relation.UNKNOWN for each in stored.relations)
        return stored

    def _complete(
        self,
        session: Session,
        number: int,
        interview: Interview,
        only: Mapping[str, str] | None = None,
        *,
        by_words: bool = False,
    ) -> Set[int]:
        """The hypotheses to re-evaluate.

        `only` are the fields to name, as in `way_to_say`. `by_words`: the file is new, and has the
        people, day and words of the interview."""
        from discoverycli.store.write import imports

        outcome, source = self.outcome, interview.origin.source or ""
        known = imports.complete(session, number, interview)
        if known.forgotten:
            message = f"was stored as I{number}, and somebody in it was forgotten since"
            outcome.tell(source, "forgotten", message)
        way = way_to_say(number, imports.head(session, number), interview, only)
        way = f"; {way}" if way and not known.forgotten else ""
        if by_words:
            message = f"has the people, day and words of I{number}; to store it again: --again{way}"
            outcome.tell(source, "double", message)
        elif way:
            outcome.tell(source, "differs", f"is here as I{number}{way}")
        outcome.doubles.append((source, number))
        outcome.skipped += 1
        outcome.updated += known.completed
        return known.touched

    def _tell_alike(
        self, session: Session, source: str, stored: Stored, before: int | None
    ) -> None:
        from discoverycli.formats import ProblemKind
        from discoverycli.store.write import imports

        near, others = stored.alike
        for kind, numbers, what in (
            (ProblemKind.NEAR_DOUBLE, near, "nearly the words of"),
            (ProblemKind.SAME_DAY, others, "same person and day as"),
        ):
            names = imports.names(session, [each for each in numbers if each != before])
            if names:
                self.outcome.tell(source, kind, f"{what} {some(names)}; {kind.remedy}")
