"""Owns reading interviews that people wrote in Markdown for other readers than this tool."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import Head, Who, parse_minutes
from discoverycli.errors import InputError
from discoverycli.formats.assembly import Draft, assemble, refuse_if_too_large
from discoverycli.formats.dating import DateLine
from discoverycli.formats.entries import Problem, ProblemKind, RefusedError, Result
from discoverycli.formats.markdown import plain
from discoverycli.formats.metadata import Field, Meaning, Metadata, read_metadata, without
from discoverycli.formats.people import (
    UNNAMED,
    is_numbered,
    people_in,
    same_person,
    scoped,
    speakers_from,
    without_doubles,
)
from discoverycli.formats.templates import refuse_blank_form
from discoverycli.formats.titles import Title, read_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from discoverycli.formats.entries import ImportOptions, Source

_NUMBER_IN_NAME = re.compile(
    r"(?:^|[-_ .])(?:p|participant)[-_ ]?(\d{1,3})(?=[-_ .]|$)", re.IGNORECASE
)
_ONE_VALUE = (
    Meaning.TITLE,
    Meaning.DATE,
    Meaning.ORGANISATION,
    Meaning.ROLE,
    Meaning.STUDY,
    Meaning.SEGMENT,
    Meaning.MINUTES,
)
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}([-./_])\d{1,2}\1\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class _Document:
    """A Markdown file taken apart, before anything is concluded from it."""

    source: Source
    metadata: Metadata
    body: str
    title: Title
    title_line: int


def read(source: Source, options: ImportOptions) -> Result:
    """The interview a Markdown file holds.

    The organisation is the one a label names, else the one in the title ("Kite Adopter
    Interview - Acme", "Interview with Acme"); whoever led the interview is no participant and is
    kept as a line of text. Where nobody is named, the person is "Interviewee" of that
    organisation. Numbers such as "Adopter 3" are only unique inside a project or study, so that
    they carry its name.

    Raises:
        RefusedError: a blank form, or a document that names nobody who was heard.
    """
    refuse_if_too_large(source.text)
    document = _take_apart(source)
    refuse_blank_form(document.body)
    scope = _scope(document, options)
    named = _heard(document)
    if not named:
        raise RefusedError(
            "names nobody who was heard; a line 'Interviewee: NAME, ROLE, ORGANISATION' would",
            kind=ProblemKind.NOT_AN_INTERVIEW,
        )
    people = without_doubles([_in_scope(who, scope) for who in named])
    draft = Draft(
        head=_head(document, people, options),
        text="\n\n".join(filter(None, [_furniture(document, people), document.body])),
        written=_written_date(document),
    )
    result = assemble(source, draft, options)
    more = (*_unscoped(source, named, scope), *_misnumbered(document))
    return replace(result, problems=(*result.problems, *more))


def _take_apart(source: Source) -> _Document:
    metadata = read_metadata(source.text)
    body = without(source.text, metadata.consumed)
    field = metadata.first(Meaning.TITLE)
    if field is not None:
        return _Document(source, metadata, body, read_title(field.value), field.line)
    first = next(
        (
            number
            for number, line in enumerate(source.text.split("\n"), 1)
            if line.strip() and number not in metadata.consumed
        ),
        1,
    )
    title = read_title(source.text.split("\n")[first - 1])
    if title.participant is None:
        title = read_title(source.stem)
    return _Document(source, metadata, body, title, first)


def _heard(document: _Document) -> list[Who]:
    """Who was heard, with their organisation, as far as the document says."""
    metadata, title = document.metadata, document.title
    lines = metadata.all(Meaning.HEARD) or _guests(metadata)
    subject = title.subject
    if subject and any(same_person(line.value, subject) for line in lines):
        subject = None
    field = metadata.first(Meaning.ORGANISATION)
    organisation = field.value if field is not None else None
    if lines:
        about = organisation or subject
        return [who for line in lines for who in people_in(line.value, about)]
    if title.participant:
        return [Who(title.participant, organisation)]
    if subject and organisation is None:
        return _of_subject(subject, document.body)
    if organisation is not None:
        return people_in(subject, organisation) if subject else [Who(UNNAMED, organisation)]
    return []


def _guests(metadata: Metadata) -> tuple[Field, ...]:
    """The attendees, when nothing says which of them were heard, without those who asked."""
    hosts = [field.value for field in metadata.all(Meaning.INTERVIEWER)]
    return tuple(
        field
        for field in metadata.all(Meaning.PRESENT)
        if not any(same_person(field.value, host) for host in hosts)
    )


def _of_subject(subject: str, body: str) -> list[Who]:
    """The people of "Interview with SUBJECT": an organisation, unless a role or company follows.

    An organisation's people are named only if the opening paragraph says "NAME from SUBJECT".
    """
    people = people_in(subject)
    if any(who.role or who.organisation for who in people):
        return people
    opening = plain(body.split("\n\n", 1)[0])
    names = speakers_from(opening, subject)
    return [Who(name, subject) for name in names or [UNNAMED]]


def _scope(document: _Document, options: ImportOptions) -> str | None:
    study = document.metadata.first(Meaning.STUDY)
    return (study.value if study else None) or document.title.project or options.study


def _in_scope(who: Who, scope: str | None) -> Who:
    if who.organisation is None:
        return who._replace(name=scoped(who.name, scope))
    return who._replace(organisation=scoped(who.organisation, scope))


def _unscoped(source: Source, named: list[Who], scope: str | None) -> list[Problem]:
    if scope is not None:
        return []
    names = {name for who in named for name in (who.name, who.organisation) if name}
    return [
        Problem(
            source.path,
            None,
            f"'{name}' is unique only inside its study; --study NAME keeps it apart from others",
            ProblemKind.UNSCOPED,
        )
        for name in sorted(filter(is_numbered, names))
    ]


def _misnumbered(document: _Document) -> list[Problem]:
    """A participant's number in the heading that is another in the file's name."""
    number = _NUMBER_IN_NAME.search(document.source.stem)
    heading = document.title.participant
    if number is None or heading is None or int(heading.strip("Pp").split()[-1]) == int(number[1]):
        return []
    message = f"says '{heading}', but the file's name says {number[1]}; the heading is taken"
    kind = ProblemKind.CONTRADICTION
    return [Problem(document.source.path, document.title_line, message, kind)]


def _head(document: _Document, people: tuple[Who, ...], options: ImportOptions) -> Head:
    metadata = document.metadata
    role, segment = metadata.first(Meaning.ROLE), metadata.first(Meaning.SEGMENT)
    study, minutes = metadata.first(Meaning.STUDY), metadata.first(Meaning.MINUTES)
    if role is not None and len(people) == 1 and people[0].role is None:
        people = (people[0]._replace(role=role.value),)
    return Head(
        with_=people,
        segment=None if segment is None else segment.value,
        minutes=None if minutes is None else _minutes(minutes.value),
        title=document.title.text,
        study=(study.value if study else None) or options.study or document.title.project,
    )


def _minutes(text: str) -> int | None:
    try:
        return parse_minutes(text)
    except InputError:
        return None


def _furniture(document: _Document, people: tuple[Who, ...]) -> str:
    """What the document says about itself that has no field of its own, as lines of text."""
    metadata = document.metadata
    lines = [*metadata.unread, *_unused(metadata, people)]
    hosts = [field.value for field in metadata.all(Meaning.INTERVIEWER)]
    if hosts:
        lines.append(f"Interviewer{'s' if hosts[1:] else ''}: {'; '.join(hosts)}")
    guests = [field.value for field in _guests(metadata)] if metadata.all(Meaning.HEARD) else []
    others = [name for name in guests if not any(same_person(name, who.name) for who in people)]
    if others:
        lines.append(f"Also present: {'; '.join(others)}")
    return "\n".join(lines)


def _unused(metadata: Metadata, people: tuple[Who, ...]) -> Iterator[str]:
    """Fields that are filled in twice, or whose one value could not be used."""
    for meaning in _ONE_VALUE:
        first, *more = metadata.all(meaning) or (None,)
        unfit = meaning is Meaning.MINUTES and first and _minutes(first.value) is None
        idle = meaning is Meaning.ROLE and first and all(who.role != first.value for who in people)
        if first and (unfit or idle):
            yield f"{meaning.name.capitalize()}: {first.value}"
        others = (field.value for field in more if field and first and field.value != first.value)
        yield from (f"{meaning.name.capitalize()}: {value}" for value in others)


def _written_date(document: _Document) -> DateLine | None:
    field = document.metadata.first(Meaning.DATE)
    if field is not None:
        return DateLine(field.value, field.line)
    rest = document.title.rest or ""
    day = _YEAR_FIRST.search(rest)
    if day is not None:
        return DateLine(day[0], document.title_line, in_passing=True)
    if any(letter.isdigit() for letter in rest):
        return DateLine(rest, document.title_line, in_passing=True)
    return None
