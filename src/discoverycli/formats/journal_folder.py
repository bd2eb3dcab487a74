"""Reads a journal back from the folder of Markdown that `journal_markdown` writes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from discoverycli.domain.note.front_matter import read_front_matter
from discoverycli.domain.snapshot import SINCE, VERSION, Interview, Snapshot
from discoverycli.domain.text.words import require_storable
from discoverycli.errors import InputError
from discoverycli.formats.entries import MAX_EXPORT_RECORDS
from discoverycli.formats.journal_json import check_version, check_whole
from discoverycli.formats.journal_markdown import (
    COUNTERS,
    COUNTS,
    FILES,
    MAIN,
    PARENTS,
    SORTS,
    Sort,
    front,
    note_name,
)
from discoverycli.formats.records import AS_MADE, MisfitError, build_flat, shape
from discoverycli.formats.records import text as storable
from discoverycli.formats.tables import MarkdownRow, read_tables, unescape, unescape_list

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\ndisco:")
_NUMBER = re.compile("0|[1-9][0-9]{0,8}")

Lists = dict[str, dict[str, list[Any]]]
"""Code of a record → name of a list it has → the records in that list."""


def recognises(head: bytes) -> bool:
    """Whether a folder whose `journal.md` begins like this is an export."""
    return _BEGINS.match(head) is not None


def load(folder: str, files: Mapping[str, bytes]) -> Snapshot:
    """The journal that an export's files hold.

    Args:
        folder: the folder as the user named it, for messages.
        files: what is in each of `FILES` and in each note, by its name inside the folder.

    Raises:
        InputError: a file is missing, damaged or of a newer version, or holds a value that does
            not fit; file, line and column are named.
    """
    texts = {name: _text(f"{folder}/{name}", data) for name, data in files.items()}
    return _Reader(folder, texts).snapshot()


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise MisfitError(path, "it is not UTF-8") from None


@dataclass(slots=True)
class _Reader:
    folder: str
    files: Mapping[str, str]
    rows: dict[str, Sequence[MarkdownRow]] = field(default_factory=dict)
    sorts: tuple[Sort, ...] = SORTS
    version: int = VERSION

    def snapshot(self) -> Snapshot:
        self.version = self._read_version()
        self._leave_newer_tables_out()
        for file in FILES:
            self._read_tables(file)
        self._count_rows()
        lists = {parent: self._lists(parent) for parent in PARENTS}
        found = {sort.key: self._records(sort, lists) for sort in SORTS if not sort.parent}
        snapshot = Snapshot(counters=self._counters(), **found)
        check_whole(self.folder, snapshot)
        return self._with_notes(snapshot)

    def _text(self, file: str) -> str:
        if file not in self.files:
            raise MisfitError(f"{self.folder}/{file}", "it is missing")
        return self.files[file]

    def _read_version(self) -> int:
        path, text = f"{self.folder}/{MAIN}", self._text(MAIN)
        try:
            version = str(read_front_matter(text)[0].get("disco"))
        except InputError as error:
            raise MisfitError(path, error.message) from None
        return check_version(path, int(version) if _NUMBER.fullmatch(version) else None)

    def _leave_newer_tables_out(self) -> None:
        """Tables that the export is too old to have are empty."""
        self.sorts = tuple(each for each in SORTS if SINCE.get(each.key, 1) <= self.version)
        self.rows = {each.heading: () for each in SORTS if each not in self.sorts}

    def _read_tables(self, file: str) -> None:
        path = f"{self.folder}/{file}"
        wanted = {
            sort.heading: sort.columns(self.version) for sort in self.sorts if sort.file == file
        }
        if file == MAIN:
            wanted |= {"Tables": COUNTS, "Counters": COUNTERS}
        found = read_tables(path, self._text(file))
        for heading, columns in wanted.items():
            if heading not in found:
                raise MisfitError(path, f"the table '{heading}' is missing")
            if found[heading].columns != columns:
                raise MisfitError(found[heading].place, f"the columns are not {', '.join(columns)}")
            self.rows[heading] = found[heading].rows
        for heading in found.keys() - wanted.keys():
            raise MisfitError(found[heading].place, "this table does not belong here")

    def _count_rows(self) -> None:
        """The number of rows shows when a table was cut off between two of them."""
        if sum(map(len, self.rows.values())) > MAX_EXPORT_RECORDS:
            most = f"{MAX_EXPORT_RECORDS:,} records, the limit for an export"
            raise InputError(f"{self.folder} holds more than {most}", AS_MADE)
        said = {row.cells["table"]: row for row in self.rows["Tables"]}
        for sort in self.sorts:
            row, count = said.get(sort.heading), len(self.rows[sort.heading])
            if row is None or row.cells["rows"] != str(count):
                place = f"{self.folder}/{sort.file}"
                raise MisfitError(
                    place, f"{MAIN} says another number of rows than {sort.heading} has"
                )

    def _counters(self) -> dict[str, int]:
        counters = {}
        for row in self.rows["Counters"]:
            last = row.cells["last"]
            if not _NUMBER.fullmatch(last):
                raise MisfitError(f"{row.place}, last", f"'{last}' is not a whole number")
            counters[row.cells["letter"]] = int(last)
        return counters

    def _lists(self, parent: str) -> Lists:
        whole = next(sort for sort in SORTS if sort.key == PARENTS[parent])
        found: Lists = {row.cells["code"]: {} for row in self.rows[whole.heading]}
        for sort in SORTS:
            if sort.parent != parent:
                continue
            for row in self.rows[sort.heading]:
                code = row.cells[parent]
                if code not in found:
                    raise MisfitError(f"{row.place}, {parent}", f"'{code}' is not in {whole.file}")
                record = build_flat(sort.cls, self._values(sort, row), f"{row.place}, ", {})
                found[code].setdefault(sort.key, []).append(record)
        return found

    def _records(self, sort: Sort, lists: Mapping[str, Lists]) -> tuple[Any, ...]:
        made = []
        own = next((lists[parent] for parent, key in PARENTS.items() if key == sort.key), {})
        for row in self.rows[sort.heading]:
            of_row = own.get(row.cells.get("code", ""), {})
            filled = {key: tuple(of_row.get(key, ())) for key in shape(sort.cls).lists}
            made.append(build_flat(sort.cls, self._values(sort, row), f"{row.place}, ", filled))
        return tuple(made)

    def _values(self, sort: Sort, row: MarkdownRow) -> dict[str, Any]:
        made = shape(sort.cls, self.version)
        values: dict[str, Any] = {"notes": "", **made.absent}
        for key in sort.own(self.version):
            cell, kind = row.cells[key], made.values[key][1]
            try:
                if kind.many:
                    values[key] = [kind.of_text(item) for item in unescape_list(cell)]
                else:
                    text = unescape(cell)
                    values[key] = None if text is None else kind.of_text(text)
            except ValueError as error:
                raise MisfitError(f"{row.place}, {key}", str(error)) from None
        return values

    def _with_notes(self, snapshot: Snapshot) -> Snapshot:
        people = {person.code: person for person in snapshot.people}
        names = {note_name(each.code) for each in snapshot.interviews}
        for file in sorted(set(self.files) - set(FILES) - names):
            raise MisfitError(f"{self.folder}/{file}", "it is not in interviews.md")

        def with_note(interview: Interview) -> Interview:
            file = note_name(interview.code)
            text, head = self._text(file), front(interview, people)
            if not text.startswith(head):
                raise MisfitError(
                    f"{self.folder}/{file}", "its front matter is not what the tables say"
                )
            return replace(interview, notes=_body(f"{self.folder}/{file}", text, head))

        return replace(snapshot, interviews=tuple(map(with_note, snapshot.interviews)))


def _body(path: str, text: str, head: str) -> str:
    try:
        return storable(require_storable(text)[len(head) :])
    except (InputError, ValueError) as error:
        raise MisfitError(path, str(error)) from None
