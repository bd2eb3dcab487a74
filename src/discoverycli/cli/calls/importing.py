"""Owns an import from the paths to the journal: read everything first, then store it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from discoverycli import clock
from discoverycli.cli.answers import way_to_say
from discoverycli.cli.calls.note_to_interview import due_days
from discoverycli.context import Context
from discoverycli.domain.note.interview import Interview, interview_of
from discoverycli.domain.rules import Rule
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


_LINE = re.compile(r"line ([0-9]+): ")
"""How errors about a note begin that name a line of it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something the user should know about a file. `refused`: nothing was taken from it."""

    file: str
    line: int | None
    message: str
    kind: str
    refused: bool = False


@dataclass(slots=True)
class Outcome:
    """What an import read and stored.

    One thing read is an interview, or a file (or a part of one) from which none could be taken.
    Each is stored, skipped because it is here already, or refused:
    `read = stored + skipped + refused`. `updated` are those of the skipped whose date or
    relation was missing here and is filled in now.
    """

    files: int = 0
    stored: int = 0
    skipped: int = 0
    updated: int = 0
    refused: int = 0
    people: int = 0
    statements: int = 0
    hypotheses: int = 0
    jobs: int = 0
    unrelated: int = 0
    """Interviews stored in which nobody is known to be a prospect, a customer or anything else."""
    issues: list[Issue] = field(default_factory=list)
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
        return self.stored + self.skipped + self.refused


@dataclass(slots=True)
class Gathered:
    """Everything read off the disk, before anything is stored."""

    entries: list[Entry] = field(default_factory=list)
    journals: list[tuple[str, Snapshot]] = field(default_factory=list)
    forgotten: Collection[str] = ()
    """The identities of those who were forgotten here."""
    rule: Rule = field(default_factory=Rule)
    """That of hypotheses the notes write down."""
    given: dict[str, str] = field(default_factory=dict)
    """What the options say, by the fields of a head."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How files are to be read."""

    options: ImportOptions
    format: str | None
    again: bool


class _RolledBack(Exception):
    """Ends a transaction of which nothing is to be kept."""


def run(
    paths: Sequence[str],
    options: ImportOptions,
    where: Context,
    *,
    format_: str | None = None,
    dry_run: bool = False,
    again: bool = False,
) -> Outcome:
    """Imports files, folders and exports: all that can be read, in one transaction.

    Raises:
        NotFoundError: a path that is not there.
        InputError: no file at all, or an export that is damaged.
    """
    outcome = Outcome(dry_run=dry_run, again=again)
    gathered = _gather(paths, _Reading(options, format_, again), outcome)
    if gathered.journals:
        from discoverycli.privacy import erasures

        gathered.forgotten = erasures.listed(where.journal)
    if gathered.entries:
        # Settings that cannot be read stop all of it, before there is a journal.
        gathered.rule = where.settings.rule_for(())
    if gathered.entries or gathered.journals:
        with _transaction(where, dry_run=dry_run) as session:
            _store(session, gathered, outcome, where)
    if outcome.forgotten and not dry_run:
        _finish_forgetting(where)
    return outcome


def _finish_forgetting(where: Context) -> None:
    """What was stored and taken out again may still lie in the file."""
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


# --- Reading ---------------------------------------------------------------------------------


def _gather(paths: Sequence[str], how: _Reading, outcome: Outcome) -> Gathered:
    from discoverycli.formats import files

    gathered = Gathered(given=_given(how.options))
    found = files.expand(_take_journals(paths, how, gathered))
    if not found.files and not gathered.journals:
        named = "', '".join(paths)
        raise InputError(f"there is nothing to import in '{named}'", "disco import FILE")
    outcome.files = len(found.files) + sum(map(_files_of, gathered.journals))
    outcome.passed_over = found.skipped
    with progress("reading", len(found.files)) as step:
        for path in found.files:
            _read(path, how, gathered, outcome)
            step()
    return gathered


def _given(options: ImportOptions) -> dict[str, str]:
    fields = {
        "as_": options.relation,
        "segment": options.segment,
        "channel": options.channel,
        "via": options.via,
        "kind": options.kind,
        "study": options.study,
    }
    return {name: str(value) for name, value in fields.items() if value}


def _take_journals(paths: Sequence[str], how: _Reading, gathered: Gathered) -> list[str]:
    """Reads the exports among the paths; what is left are notes."""
    from discoverycli.formats import ImportOptions, exports

    rest: list[str] = []
    for path in paths:
        if not os.path.lexists(path):
            raise NotFoundError(f"there is no file '{path}'", "a file or a folder that exists")
        with progress("reading", exports.steps(path)) as step:
            snapshot = None if how.format else exports.read(path, step)
        if snapshot is None:
            rest.append(path)
        else:
            gathered.journals.append((path, snapshot))
    if gathered.journals and not rest and (how.options != ImportOptions() or how.again):
        path = gathered.journals[0][0]
        raise InputError(
            f"'{path}' is an export, which says everything itself", f"disco import '{path}'"
        )
    return rest


def _files_of(journal: tuple[str, Snapshot]) -> int:
    from discoverycli.formats.journal_markdown import FILES

    path, snapshot = journal
    return len(FILES) + len(snapshot.interviews) if Path(path).is_dir() else 1


def _read(path: str, how: _Reading, gathered: Gathered, outcome: Outcome) -> None:
    """Reads one file."""
    from discoverycli.formats.files import read_file

    result = read_file(path, how.options, format_=how.format)
    gathered.entries += result.entries
    outcome.issues += [_issue(each) for each in result.problems]
    outcome.refused += sum(each.refused for each in result.problems)


def _issue(problem: Problem) -> Issue:
    return Issue(problem.file, problem.line, problem.message, problem.kind, problem.refused)


def _refuse(outcome: Outcome, file: str, line: int | None, message: str, kind: str) -> None:
    outcome.refused += 1
    outcome.issues.append(Issue(file, line, message, kind, refused=True))


# --- Storing ---------------------------------------------------------------------------------


@contextmanager
def _transaction(where: Context, *, dry_run: bool) -> Iterator[Session]:
    """The journal, or for a dry run what takes its place; of that nothing is kept."""
    if not dry_run:
        with where.writer(create=True) as session:
            yield session
        return
    with suppress(_RolledBack), _untouched(where) as session:
        yield session
        raise _RolledBack


@contextmanager
def _untouched(where: Context) -> Iterator[Session]:
    if os.path.lexists(where.journal):
        with where.writer() as session:
            yield session
        return
    from tempfile import TemporaryDirectory

    from discoverycli.store.writer import open_journal

    with TemporaryDirectory() as folder, open_journal(Path(folder) / "journal.db") as session:
        yield session


def _store(session: Session, gathered: Gathered, outcome: Outcome, where: Context) -> None:
    from discoverycli.privacy import forget
    from discoverycli.store.write import imports, verdicts

    gone = gathered.forgotten
    for path, snapshot in gathered.journals:
        with progress("storing", len(snapshot.interviews)) as step:
            merged = forget.merge(session, snapshot, today=where.today, forgotten=gone, step=step)
        _count_merged(path, merged, outcome)
    touched: set[int] = set()
    before = imports.sources(session, [entry.source for entry in gathered.entries])
    with progress("storing", len(gathered.entries)) as step:
        for entry in gathered.entries:
            last = before.get(entry.source)
            touched |= _store_entry(session, entry, outcome, where, gathered, last)
            step()
    if touched:
        outcome.moves += verdicts.reevaluate(session, touched, today=where.today)


def _count_merged(path: str, merged: Merged, outcome: Outcome) -> None:
    outcome.stored += merged.interviews
    outcome.skipped += merged.known
    outcome.people += merged.people
    outcome.statements += merged.statements
    outcome.hypotheses += merged.hypotheses
    outcome.jobs += merged.jobs
    outcome.moves += merged.moves
    for code in merged.differing:
        message = f"{code} is here in another version, which stays as it is"
        outcome.issues.append(Issue(path, None, message, "differs"))
    for code in merged.forgotten:
        message = f"{code} was forgotten here, and came in without name and words"
        outcome.issues.append(Issue(path, None, message, "forgotten"))
    outcome.forgotten |= bool(merged.forgotten)
    for old in merged.old_codes:
        codes = ", ".join(f"{there} is {here} here" for there, here in old.codes)
        message = f"the note of {old.interview} keeps the codes it was written with: {codes}"
        outcome.issues.append(Issue(path, None, message, "old-codes"))


def _store_entry(
    session: Session,
    entry: Entry,
    outcome: Outcome,
    where: Context,
    gathered: Gathered,
    before: int | None,
) -> set[int]:
    """Stores one interview, or completes it; the hypotheses to weigh again.

    `before` is what was imported from a file of that name before, whatever was in it.
    """
    from discoverycli.store.write import imports, interviews

    again = outcome.again
    interview, doubts = _interview(entry, where)
    if is_far_ahead(entry.held, where.today):
        message = f"{entry.held} is more than a year ahead"
        outcome.issues.append(Issue(entry.source, None, message, "odd-date"))
    hashes = (entry.content_hash, *entry.former_hashes)
    known = imports.known(session, hashes, entry.note.head.with_, entry.note.body, entry.held)
    if known is not None and not again:
        # What the file says is known: whoever has changed that here since is not told each time.
        only = gathered.given if known.unchanged else None
        return _complete(session, known.number, interview, outcome, only)
    if known is not None:
        interview = interview._replace(content_hash=None)
    try:
        # What a note begins to store before it turns out wrong must not stay.
        with session.begin_nested():
            stored = interviews.add(
                session,
                interview,
                author=where.author,
                today=where.today,
                logged_at=clock.now().isoformat(timespec="seconds"),
                rule=gathered.rule,
                again=again,
            )
    except DoubleError as double:
        return _complete(session, double.number, interview, outcome, by_words=True)
    except DiscoError as error:
        place = _LINE.match(error.message)
        line = int(place[1]) if place else None
        message = error.message[place.end() :] if place else error.message
        outcome.issues = [each for each in outcome.issues if each.file != entry.source]
        _refuse(outcome, entry.source, line, message, "not-stored")
        return set()
    outcome.issues += doubts
    if before is not None and not (known and known.unchanged and known.source == entry.source):
        message = f"is not what was imported as I{before} from this file; both are kept"
        outcome.issues.append(Issue(entry.source, None, message, "changed"))
    outcome.issues += _alike(session, entry, stored, before)
    outcome.stored += 1
    outcome.people += sum(named.is_new for named in stored.people)
    outcome.statements += len(stored.statements)
    outcome.hypotheses += len(stored.hypotheses)
    outcome.jobs += len(stored.jobs)
    outcome.unrelated += all(each is Relation.UNKNOWN for each in stored.relations)
    return stored.touched


def _complete(
    session: Session,
    number: int,
    interview: Interview,
    outcome: Outcome,
    only: Mapping[str, str] | None = None,
    *,
    by_words: bool = False,
) -> set[int]:
    """Fills in what an interview that is here lacks, and names what it says otherwise; the
    hypotheses to weigh again.

    `only` are the fields to name, as in `way_to_say`. `by_words` says that the file is new, and
    has the people, day and words of the interview.
    """
    from discoverycli.store.write import imports

    source = interview.source or ""
    known = imports.complete(
        session,
        number,
        held=interview.held,
        date_text=interview.date_text,
        relation=next((each.relation for each in interview.attendees), None),
        segment=interview.note.head.segment,
    )
    if known.forgotten:
        message = f"was stored as I{number}, and somebody in it was forgotten since"
        outcome.issues.append(Issue(source, None, message, "forgotten"))
    way = way_to_say(number, imports.head(session, number), interview, only)
    way = f"; {way}" if way and not known.forgotten else ""
    if by_words:
        message = f"has the people, day and words of I{number}; to store it again: --again{way}"
        outcome.issues.append(Issue(source, None, message, "double"))
    elif way:
        outcome.issues.append(Issue(source, None, f"is here as I{number}{way}", "differs"))
    outcome.doubles.append((source, number))
    outcome.skipped += 1
    outcome.updated += known.completed
    return known.touched


def _alike(session: Session, entry: Entry, stored: Stored, before: int | None) -> Iterator[Issue]:
    """What is stored of the same people and day, though not in the same words."""
    from discoverycli.store.write import imports

    found = (
        ("near-double", stored.alike.near, "nearly the words of", "import without it"),
        ("same-day", stored.alike.others, "same person and day as", "import them as one file"),
    )
    for kind, numbers, what, way in found:
        names = imports.names(session, [each for each in numbers if each != before])
        if names:
            message = f"{what} {some(names)}; if it was one talk: disco undo, then {way}"
            yield Issue(entry.source, None, message, kind)


def _interview(entry: Entry, where: Context) -> tuple[Interview, list[Issue]]:
    """The interview of an entry, and what is to be said of its promises."""
    due, doubts = due_days(entry.note, entry.held, where.today)
    interview = interview_of(entry.note, entry.held, due)._replace(
        date_text=entry.date_text, source=entry.source, content_hash=entry.content_hash
    )
    return interview, [Issue(entry.source, each.line, each.message, "slip") for each in doubts]
