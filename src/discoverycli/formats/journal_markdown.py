"""Writes a whole journal as a folder of Markdown: tables by noun, and one note an interview.

The tables hold every field. An interview's note repeats who, when and how in its front matter, so
that it can be read and logged by itself; its body is what was written, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from discoverycli.domain.note.front_matter import write_front_matter
from discoverycli.domain.note.notes import AS_TYPED, Head, Who, render_note
from discoverycli.domain.snapshot import VERSION, Interview, Person, Snapshot
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError
from discoverycli.formats.journal_json import LISTS
from discoverycli.formats.records import shape
from discoverycli.formats.tables import escape, escape_list, table_lines, write_table

MAIN: Final = "journal.md"
"""The file that makes a folder an export."""

NOTES: Final = "interviews"
"""The folder of the notes."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One table: its file and heading, and the list of records in it.

    `parent` is the column with the code of the record whose list it is. `notes` are elsewhere.
    """

    file: str
    heading: str
    key: str
    cls: type[Any]
    parent: str = ""

    def own(self, version: int = VERSION) -> tuple[str, ...]:
        """The columns that are fields of the record, in an export of that version."""
        made = shape(self.cls, version)
        return tuple(key for key in made.values if key != "notes" and key not in made.absent)

    def columns(self, version: int = VERSION) -> tuple[str, ...]:
        """All columns."""
        return (self.parent, *self.own(version)) if self.parent else self.own(version)


PARENTS: Final = {"hypothesis": "hypotheses", "interview": "interviews", "decision": "decisions"}


def _sort(file: str, heading: str, key: str, parent: str = "") -> Sort:
    lists = shape(LISTS[PARENTS[parent]]).lists if parent else LISTS
    return Sort(file, heading, key, lists[key], parent)


SORTS: Final = (
    _sort(MAIN, "Pauses", "pauses"),
    _sort("people.md", "Organisations", "organisations"),
    _sort("people.md", "People", "people"),
    _sort("people.md", "Consent", "consents"),
    _sort("people.md", "Referrals", "referrals"),
    _sort("hypotheses.md", "Hypotheses", "hypotheses"),
    _sort("hypotheses.md", "Revisions", "revisions", "hypothesis"),
    _sort("hypotheses.md", "Movements", "movements", "hypothesis"),
    _sort("hypotheses.md", "Criteria in words", "criteria"),
    _sort("hypotheses.md", "Predictions", "predictions"),
    _sort("hypotheses.md", "Decisions", "decisions"),
    _sort("hypotheses.md", "Grounds", "grounds", "decision"),
    _sort("hypotheses.md", "Whys", "whys"),
    _sort("jobs.md", "Jobs", "jobs"),
    _sort("interviews.md", "Interviews", "interviews"),
    _sort("interviews.md", "People heard", "people", "interview"),
    _sort("statements.md", "Statements", "statements", "interview"),
    _sort("evidence.md", "Evidence", "evidence", "interview"),
    _sort("evidence.md", "Hired and fired", "hires", "interview"),
    _sort("followups.md", "Follow-ups", "followups", "interview"),
)
COUNTS: Final = ("table", "rows")
COUNTERS: Final = ("letter", "last")

_TITLES = {
    MAIN: "Journal",
    "people.md": "People and organisations",
    "hypotheses.md": "Hypotheses",
    "jobs.md": "Jobs to be done",
    "interviews.md": "Interviews",
    "statements.md": "Statements",
    "evidence.md": "Evidence",
    "followups.md": "Follow-ups",
}
FILES: Final = tuple(_TITLES)
"""The files of an export beside its notes."""

_NOTE = re.compile(NOTES + r"/I[1-9][0-9]{0,8}\.md")
_ABOUT = """
A journal, as `disco export --format markdown` writes it and `disco import` reads it back.
Each file holds the tables of a noun, and `interviews/` the notes. They belong together:
change things in the journal, then export again.
"""


def note_name(code: Code) -> str:
    """The file of an interview's note."""
    return f"{NOTES}/{code}.md"


def is_ours(name: str) -> bool:
    """Whether a file of that name inside a folder is one of an export."""
    return name in FILES or _NOTE.fullmatch(name) is not None


def dump(snapshot: Snapshot) -> Iterator[tuple[str, str | Iterator[str]]]:
    """Each file of an export with its text, `journal.md` last. A long text comes in pieces; take
    them before the next file.

    The same journal always gives the same texts.
    """
    people = {person.code: person for person in snapshot.people}
    for interview in snapshot.interviews:
        yield note_name(interview.code), front(interview, people) + interview.notes
    counts = {sort.heading: 0 for sort in SORTS}
    for file in FILES[1:]:
        yield file, _pieces(file, f"# {_TITLES[file]}\n", snapshot, counts)
    tables = "".join(_pieces(MAIN, "", snapshot, counts))
    yield MAIN, "\n".join(_opening(snapshot, counts)) + tables


def _pieces(file: str, opening: str, snapshot: Snapshot, counts: dict[str, int]) -> Iterator[str]:
    yield opening
    for sort in SORTS:
        if sort.file == file:
            yield "\n"
            yield from table_lines(sort.heading, sort.columns(), _counted(sort, snapshot, counts))


def _counted(sort: Sort, snapshot: Snapshot, counts: dict[str, int]) -> Iterator[tuple[str, ...]]:
    for row in _rows(sort, snapshot):
        counts[sort.heading] += 1
        yield row


def front(interview: Interview, people: Mapping[Code, Person]) -> str:
    """The front matter of an interview's note; text too long for it stays in the tables."""
    heard = [people[each.person] for each in interview.people]
    relations = {each.relation.value for each in interview.people}
    segments = {each.segment for each in interview.people}
    head = Head(
        with_=tuple(Who(person.name, person.organisation) for person in heard),
        as_=relations.pop() if len(relations) == 1 else None,
        segment=segments.pop() if len(segments) == 1 else None,
        on=str(interview.held_on),
        channel=interview.channel.value,
        kind=interview.kind.value,
        **{name: getattr(interview, name) for name in AS_TYPED},
    )
    try:
        return render_note(head, "")
    except InputError:
        return render_note(Head(on=head.on), "")


def _opening(snapshot: Snapshot, counted: Mapping[str, int]) -> list[str]:
    counts = [(heading, str(count)) for heading, count in counted.items()]
    counters = [(letter, str(last)) for letter, last in sorted(snapshot.counters.items())]
    return [
        f"{write_front_matter({'disco': str(VERSION)})}# {_TITLES[MAIN]}\n{_ABOUT}",
        write_table("Tables", COUNTS, counts),
        write_table("Counters", COUNTERS, counters),
    ]


def _rows(sort: Sort, snapshot: Snapshot) -> Iterator[tuple[str, ...]]:
    if not sort.parent:
        for record in getattr(snapshot, sort.key):
            yield tuple(_cells(sort, record))
        return
    for parent in getattr(snapshot, PARENTS[sort.parent]):
        for record in getattr(parent, sort.key):
            yield (str(parent.code), *_cells(sort, record))


def _cells(sort: Sort, record: Any) -> Iterator[str]:
    values = shape(sort.cls).values
    for key in sort.own():
        name, kind = values[key]
        yield _cell(kind.write(getattr(record, name)))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return escape_list(value)
    return escape(None if value is None else str(value))
