"""Reads and writes the interview note: one format for writing, editing, importing and exporting.

A note is front matter (`front_matter.py`), which says who was heard and when, and a body in
Markdown, which is kept letter for letter and may hold marks (`marks.py`).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from discoverycli.domain.note.front_matter import (
    FrontMatter,
    has_front_matter,
    scan_front_matter,
    write_field,
    write_front_matter,
)
from discoverycli.domain.note.marks import (
    EvidenceMark,
    FollowupMark,
    JobMark,
    Names,
    NewMark,
    StatementMark,
    Warning_,
    parse_body,
)
from discoverycli.domain.note.slips import slips
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import (
    clip,
    nearest,
    one_line,
    person_label,
    quoted,
    require_storable,
)
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewKind,
    Relation,
    Rung,
    StatementKind,
    parse_choice,
)
from discoverycli.errors import InputError, LineError

MOST_MARKS = 10_000
"""More than any interview has."""

MOST_MINUTES = 24 * 60
"""An interview is one contact on one day."""


class Who(NamedTuple):
    """A person as named in a note's `with`: `PERSON @ ORGANISATION`.

    `name` may also be a code (`P7`). `role` is only filled by importers, and never written.
    """

    name: str
    organisation: str | None = None
    role: str | None = None


class Head(NamedTuple):
    """The front matter as typed, every field still text; `None` where it was left out.

    `on` is read by the caller, who knows what day it is.
    """

    with_: tuple[Who, ...] = ()
    as_: str | None = None
    segment: str | None = None
    on: str | None = None
    channel: str | None = None
    via: str | None = None
    kind: str | None = None
    minutes: int | None = None
    title: str | None = None
    study: str | None = None


FIELDS = tuple(name.rstrip("_") for name in Head._fields)
"""The fields of a note's front matter, in the order they are written."""

AS_TYPED = {
    "via": "who passed it on",
    "minutes": "how long it took",
    "title": "its title",
    "study": "the study it belongs to",
}
"""What the fields mean that are true of an interview just as its head says them."""


class Note(NamedTuple):
    """A note, read: its head, its body letter for letter, and the marks found in the body, whose
    first line is `body_line`."""

    head: Head
    body: str
    statements: tuple[StatementMark, ...] = ()
    evidence: tuple[EvidenceMark, ...] = ()
    jobs: tuple[JobMark, ...] = ()
    new: tuple[NewMark, ...] = ()
    followups: tuple[FollowupMark, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    body_line: int = 1


class NoteParts(NamedTuple):
    """A note taken apart, its marks not yet read: its head, its body letter for letter, the number
    of the body's first line, and the line of each field of the head."""

    head: Head
    body: str
    body_line: int
    lines: Mapping[str, int]


def split_note(text: str) -> NoteParts:
    """A whole note, taken apart: for who changes its head, or knows more names, before its marks
    are read by `note_of`.

    Raises:
        LineError: a line of the front matter that is wrong: an unknown field, a word that its
            field does not know, a structure that cannot be read.
        InputError: text that cannot be stored (NUL, lone surrogates).
    """
    front = scan_front_matter(require_storable(text))
    return NoteParts(_read_head(front), front.body, front.body_line, front.lines)


def parse_note(text: str) -> Note:
    """A whole note, read. Marks and warnings count the lines of `text`, from 1.

    Raises:
        LineError, InputError: as `split_note`.
    """
    parts = split_note(text)
    return note_of(parts.head, parts.body, first_line=parts.body_line)


def has_too_many_marks(note: Note) -> bool:
    """Whether there are more marks in a note than an interview can have."""
    marks = (note.statements, note.evidence, note.jobs, note.new, note.followups)
    return sum(map(len, marks)) > MOST_MARKS


def note_of(
    head: Head,
    body: str,
    *,
    first_line: int = 1,
    known: Mapping[str, Names] = MappingProxyType({}),
    foreign: bool = False,
) -> Note:
    """The note of a head and a body: the body's marks are read, the head is taken as it is.

    Args:
        head: who was heard, and when.
        body: Markdown, as it is kept.
        first_line: the number of the body's first line.
        known: what else those in the head are called, by their names there.
        foreign: whether the body was not written for this tool, so that what only looks like a
            mark in it is none.
    """
    marks = parse_body(body, [who.name for who in head.with_], first_line, known)
    looks = () if foreign else slips(body, first_line)
    warnings = tuple(sorted((*marks.warnings, *looks), key=lambda each: each.line))
    return Note(head, body, *marks._replace(warnings=warnings), first_line)


def render_note(head: Head, body: str) -> str:
    """The text that `parse_note` reads as this head and this body, roles excepted.

    Raises:
        InputError: a field that cannot be stored, or a head of more than 64 KB.
    """
    fields = _fields(head)
    if not fields and not has_front_matter(body):
        return body
    return write_front_matter(fields) + body


def parse_who(text: str) -> Who:
    """One person: `Ana Silva @ Acme`, `Ana Silva` or `P7`. Runs of blanks count as one.

    The first `@` with a blank beside it ends the name; without any such, the first `@`, unless
    the whole is an e-mail address, which is a name. Commas belong to names. A backslash before
    `@`, `;` or a backslash takes its meaning away.

    Raises:
        InputError: no name.
    """
    line = one_line(text)
    at = _end_of_name(line)
    name, organisation = line[:at].strip(), line[at + 1 :].strip()
    if not name:
        raise _nobody(text)
    return Who(_unescaped(name), _unescaped(organisation) or None)


def parse_people(text: str) -> tuple[Who, ...]:
    """One person or several, separated by semicolons: `Ana Silva @ Acme; P7`.

    Neither commas nor "and" separate, because names of people and organisations hold both
    ("Silva, Ana", "Smith and Sons").

    Raises:
        InputError: text that names nobody.
    """
    cuts = [-1, *_positions(text, ";"), len(text)]
    parts = [text[start + 1 : end] for start, end in pairwise(cuts)]
    people = tuple(parse_who(part) for part in parts if part.strip())
    if not people:
        raise _nobody(text)
    return people


def render_who(who: Who) -> str:
    """The text that `parse_who` and `parse_people` read as this person, the role excepted."""
    plain = person_label(who.name, who.organisation)
    with suppress(InputError):
        if parse_people(plain) == (Who(who.name, who.organisation),):
            return plain
    return person_label(
        _SIGN.sub(r"\\\g<0>", who.name), _SIGN.sub(r"\\\g<0>", who.organisation or "")
    )


def parse_minutes(text: str) -> int:
    """Whole minutes from 1 to 1440: `30`, `30 min`, `1h`, `1 h 30 min`.

    Raises:
        InputError: anything else.
    """
    found = _MINUTES.fullmatch(text.strip())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not 1 <= minutes <= MOST_MINUTES:
        raise InputError(
            f"'{clip(text)}' is not a number of minutes",
            f"a whole number from 1 to {MOST_MINUTES}, such as 30",
        )
    return minutes


_MINUTES = Pattern(
    r"(?:([0-9]{1,2}) ?h(?:ours?|rs?)?)? ?(?:([0-9]{1,4}) ?(?:m|mins?|minutes?)?)?", re.IGNORECASE
)
_SIGN = Pattern(r"[\\@;]")
_SIGN_OR_ESCAPE = Pattern(r"\\[\\@;]|[@;]")
_ESCAPE = Pattern(r"\\([\\@;])")
_EMAIL = Pattern(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _nobody(text: str) -> InputError:
    return InputError(f"'{clip(text)}' names nobody", "PERSON @ ORGANISATION, or a code: P7")


def _positions(text: str, sign: str) -> list[int]:
    return [found.start() for found in _SIGN_OR_ESCAPE.finditer(text) if found[0] == sign]


def _end_of_name(line: str) -> int:
    """Past the end when there is no `@`."""
    signs = _positions(line, "@")
    for at in signs:
        if not line[max(at - 1, 0) : at].strip() or not line[at + 1 : at + 2].strip():
            return at
    return len(line) if not signs or _EMAIL.fullmatch(line) else signs[0]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _read_head(front: FrontMatter) -> Head:
    for key, line in front.lines.items():
        if key not in FIELDS:
            guess = nearest(key, FIELDS)
            hint = f"{guess}:" if guess else f"one of: {', '.join(FIELDS)}"
            raise LineError(line, f"{quoted(key)} is not a field of a note", hint)
    return Head(
        with_=_people(front),
        as_=_word(front, "as", Relation, "relation"),
        segment=_text(front, "segment"),
        on=_text(front, "on"),
        channel=_word(front, "channel", Channel, "channel"),
        via=_text(front, "via"),
        kind=_word(front, "kind", InterviewKind, "kind of interview"),
        minutes=_minutes(front),
        title=_text(front, "title"),
        study=_text(front, "study"),
    )


def _text(front: FrontMatter, key: str) -> str | None:
    """Blank counts as left out."""
    value = front.fields.get(key)
    if isinstance(value, list):
        raise LineError(front.lines[key], f"'{key}' takes one value, not a list", f"{key}: value")
    return value if value and value.strip() else None


def _word(front: FrontMatter, key: str, words: type[StrEnum], what: str) -> str | None:
    """The value stays as typed."""
    text = _text(front, key)
    if text is not None:
        with _on_line(front, key):
            parse_choice(words, text, what)
    return text


def _minutes(front: FrontMatter) -> int | None:
    text = _text(front, "minutes")
    with _on_line(front, "minutes"):
        return None if text is None else parse_minutes(text)


def _people(front: FrontMatter) -> tuple[Who, ...]:
    value = front.fields.get("with")
    texts = value if isinstance(value, list) else [_text(front, "with")]
    with _on_line(front, "with"):
        return tuple(who for text in texts if text is not None for who in parse_people(text))


@contextmanager
def _on_line(front: FrontMatter, key: str) -> Iterator[None]:
    """Errors raised inside name the field's line."""
    try:
        yield
    except InputError as error:
        raise LineError(front.lines[key], error.message, error.hint) from None


def _fields(head: Head) -> dict[str, str | list[str]]:
    people = [render_who(who) for who in head.with_]
    minutes = None if head.minutes is None else str(head.minutes)
    with_ = people[0] if len(people) == 1 else people
    values = head._replace(minutes=None)._asdict() | {"with_": with_, "minutes": minutes}
    return {key.rstrip("_"): value for key, value in values.items() if value}


_NOBODY = Head()
_BLANKS = {
    "with": "PERSON @ ORGANISATION; several people: separate them by semicolons",
    "as": "prospect, current, former, partner or internal; empty: as last time",
    "segment": "such as clinics; empty: as last time",
    "on": "yesterday, last friday, 2026-11-20, 2026-11; empty: today",
    "channel": "direct, accompanied, or proxy with a line via: WHO TOLD US; empty: direct",
    "kind": f"{', '.join(kind.value for kind in InterviewKind)}; empty: interview",
    "minutes": "such as 30",
}
"""What the template says behind the fields that are left to fill in."""

_HELP = f"""\
#
# Write below the next line of dashes, in Markdown. Every letter is kept, and lines that
# begin like these are understood:
#
#   > their exact words
#   !pain did: took four hours last Friday #payroll
#   H3+ paid: hired a student for it        H3- speaks against, H3? was asked and stayed open
#   J2+ hired a spreadsheet for it          J2- fired it
#   H: a new hypothesis                     J: a new job
#   !commit an introduction by friday       - [ ] what we promised, by friday
#
# Kinds:  {" ".join(kind.value for kind in list(StatementKind)[:8])}
#         {" ".join(kind.value for kind in list(StatementKind)[8:])}
# Ladder: {" ".join(rung.word for rung in Rung)} (from a compliment to a habit; optional)
"""


def note_template(known: Head = _NOBODY) -> str:
    """A note to fill in: what is known, the other fields with an example each, and the marks.

    All help is comment in the front matter, so none of it is ever stored.
    """
    filled = _fields(known)
    lines: list[str] = []
    for key in FIELDS:
        if key in filled:
            lines.append(write_field(key, filled[key]))
        elif key in _BLANKS:
            lines.append(f"{key + ':':<9} # {_BLANKS[key]}\n")
    return f"---\n{''.join(lines)}{_HELP}---\n\n"


def is_untouched(text: str, known: Head = _NOBODY) -> bool:
    """Whether `text` is still the template for `known`, or has been emptied.

    Comments and blank lines do not count, in the head nor below it.
    """
    if not text.strip():
        return True
    try:
        typed = split_note(text)
    except InputError:
        return False
    return not typed.body.strip() and typed.head == split_note(note_template(known)).head
