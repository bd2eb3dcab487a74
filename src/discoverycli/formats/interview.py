"""Reads interviews that people wrote in Markdown for other readers than this tool."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from discoverycli.domain.note.notes import Head, Who, parse_minutes
from discoverycli.errors import InputError
from discoverycli.formats.assembly import DateLine, Draft, assemble, refuse_if_too_large
from discoverycli.formats.entries import (
    ImportOptions,
    Problem,
    ProblemKind,
    RefusedError,
    Result,
    Source,
)
from discoverycli.formats.markdown import plain, refuse_blank_form
from discoverycli.formats.metadata import Meaning, Metadata, read_metadata, without
from discoverycli.formats.people import (
    UNNAMED,
    is_numbered,
    people_in,
    same_person,
    scoped,
    speakers_from,
    without_doubles,
)

_INTERVIEW = re.compile(
    r"(?P<before>.{0,120}?)\binterview\s*(?:\s[-–—|]|:|\bwith\b)\s*(?P<subject>\S.{0,200})",
    re.IGNORECASE,
)
_KIND_OF_INTERVIEW = re.compile(
    r"(?:^|\s)(?:adopter|user|end[- ]user|customer|client|expert|stakeholder|discovery|an|the)\s*$",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(
    r"(?P<who>(?:participant|interviewee|respondent|adopter|customer|user)\s*#?\s*\d{1,4})\b"
    r"[\s,.:|–—-]*(?P<rest>.*)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?P<who>p\d{1,4})\b[\s,.:|–—_-]*(?P<rest>.*)", re.IGNORECASE)
# "Customer interview: Questions" is about interviews, not with anyone.
_ABOUT_INTERVIEWS = re.compile(
    r"^(?:questions?|notes|template|guide|script|plan|summary|findings|results|report|tips)\b",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s_]+")
_NUMBER_IN_NAME = re.compile(
    r"(?:^|[-_ .])(?:p|participant)[-_ ]?(\d{1,3})(?=[-_ .]|$)", re.IGNORECASE
)
_SEVERAL_VALUES = (Meaning.HEARD, Meaning.PRESENT, Meaning.INTERVIEWER, Meaning.RECORD)
_ONE_VALUE = [meaning for meaning in Meaning if meaning not in _SEVERAL_VALUES]
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}([-./_])\d{1,2}\1\d{1,2}(?!\d)")


class Title(NamedTuple):
    """A title, taken apart.

    `subject` is who or which organisation was heard; `participant` a number in a study, and
    `rest` what stands behind it, often the date.
    """

    text: str
    project: str | None = None
    subject: str | None = None
    participant: str | None = None
    rest: str | None = None


def read(source: Source, options: ImportOptions) -> Result:
    """The interview a Markdown file holds.

    The organisation is the one a label names, else the one in the title ("Kite Adopter Interview -
    Acme", "Interview with Acme"); the interviewer is no participant and is kept as a line of text.
    Where nobody is named, the person is "Interviewee" of that organisation. Numbers such as
    "Adopter 3" are only unique inside a project or study, so that they carry its name.

    Raises:
        RefusedError: a blank form, or a document that names nobody who was heard.
    """
    refuse_if_too_large(source.text)
    metadata = read_metadata(source.text)
    body = without(source.text, metadata.consumed)
    title, title_line = _title(source, metadata)
    refuse_blank_form(body)
    named = _heard(metadata, title, body)
    if not named:
        raise RefusedError(
            "names nobody who was heard; a line 'Interviewee: NAME, ROLE, ORGANISATION' would",
            ProblemKind.NOT_AN_INTERVIEW,
        )
    study = metadata.value(Meaning.STUDY)
    scope = study or title.project or options.study
    people = without_doubles([_in_scope(who, scope) for who in named])
    text = "\n\n".join(filter(None, [_furniture(metadata, people), body]))
    role, minutes = metadata.value(Meaning.ROLE), metadata.value(Meaning.MINUTES)
    if role is not None and len(people) == 1 and people[0].role is None:
        people = (people[0]._replace(role=role),)
    head = Head(
        with_=people,
        segment=metadata.value(Meaning.SEGMENT),
        minutes=_minutes(minutes),
        title=title.text,
        study=study or options.study or title.project,
    )
    written = _written_date(metadata, title, title_line)
    result = assemble(source, Draft(head, text, written), options)
    more = (*_unscoped(source, named, scope), *_misnumbered(source, title, title_line))
    return result._replace(problems=(*result.problems, *more))


def _title(source: Source, metadata: Metadata) -> tuple[Title, int]:
    """The title and its line: from a label, else from a first line with a participant's number,
    else from the file's name."""
    field = metadata.first(Meaning.TITLE)
    if field is not None:
        return read_title(field.value), field.line
    lines = source.text.split("\n")
    filled = (number for number, line in enumerate(lines, 1) if line.strip())
    first = next((number for number in filled if number not in metadata.consumed), 1)
    title = read_title(lines[first - 1])
    return title if title.participant else read_title(source.stem), first


def read_title(text: str) -> Title:
    """What a title says: `Kite Adopter Interview - Adopter 3`, `Interview with Acme`,
    `Participant 24, Friday, July 19`, `P4 interview, 26 April 2021`.
    """
    text = plain(text)
    if (found := _PARTICIPANT.fullmatch(text)) is not None:
        words = _SPACES.sub(" ", found["who"].replace("#", " ")).strip()
        participant = words[:1].upper() + words[1:]
        return Title(text, participant=participant, rest=found["rest"] or None)
    if (found := _CODE.fullmatch(text)) is not None and "interview" in text.casefold():
        return Title(text, participant=found["who"].upper(), rest=found["rest"] or None)
    if (found := _INTERVIEW.fullmatch(text)) is None:
        return Title(text)
    subject, project = found["subject"].strip(), found["before"]
    if subject.islower() or _ABOUT_INTERVIEWS.search(subject.split()[-1]) is not None:
        return Title(text)
    while (shorter := _KIND_OF_INTERVIEW.sub("", project)) != project:
        project = shorter
    return Title(text, project=project.strip(" -–—:|") or None, subject=subject)


def _heard(metadata: Metadata, title: Title, body: str) -> list[Who]:
    lines = metadata.values(Meaning.HEARD) or _guests(metadata)
    subject = title.subject
    if subject and any(same_person(line, subject) for line in lines):
        subject = None
    organisation = metadata.value(Meaning.ORGANISATION)
    if lines:
        return [who for line in lines for who in people_in(line, organisation or subject)]
    if title.participant:
        return [Who(title.participant, organisation)]
    if subject:
        if organisation is None:
            return _of_subject(subject, body)
        return people_in(subject, organisation)
    return [] if organisation is None else [Who(UNNAMED, organisation)]


def _guests(metadata: Metadata) -> list[str]:
    """The attendees without those who asked, when nothing says which of them were heard."""
    hosts = metadata.values(Meaning.INTERVIEWER)
    present = metadata.values(Meaning.PRESENT)
    return [name for name in present if not any(same_person(name, host) for host in hosts)]


def _of_subject(subject: str, body: str) -> list[Who]:
    """The people of "Interview with SUBJECT": an organisation, unless a role or company follows.

    An organisation's people are named only if the opening paragraph says "NAME from SUBJECT".
    """
    people = people_in(subject)
    if any(who.role or who.organisation for who in people):
        return people
    names = speakers_from(plain(body.split("\n\n", 1)[0]), subject)
    return [Who(name, subject) for name in names or [UNNAMED]]


def _in_scope(who: Who, scope: str | None) -> Who:
    if who.organisation is None:
        return who._replace(name=scoped(who.name, scope))
    return who._replace(organisation=scoped(who.organisation, scope))


def _unscoped(source: Source, named: list[Who], scope: str | None) -> Iterator[Problem]:
    if scope is None:
        names = {name for who in named for name in (who.name, who.organisation) if name}
        said = "is unique only inside its study; --study NAME keeps it apart from others"
        for name in sorted(filter(is_numbered, names)):
            yield Problem(source.path, None, f"'{name}' {said}", ProblemKind.UNSCOPED)


def _misnumbered(source: Source, title: Title, line: int) -> Iterator[Problem]:
    number = _NUMBER_IN_NAME.search(source.stem)
    heading = title.participant
    if number and heading and int(heading.strip("Pp").split()[-1]) != int(number[1]):
        said = f"says '{heading}', but the file's name says {number[1]}; the heading is taken"
        yield Problem(source.path, line, said, ProblemKind.CONTRADICTION)


def _minutes(text: str | None) -> int | None:
    try:
        return parse_minutes(text or "")
    except InputError:
        return None


def _furniture(metadata: Metadata, people: tuple[Who, ...]) -> str:
    lines = [*metadata.unread, *_unused(metadata, people)]
    hosts = metadata.values(Meaning.INTERVIEWER)
    if hosts:
        lines.append(f"Interviewer{'s' if hosts[1:] else ''}: {'; '.join(hosts)}")
    guests = _guests(metadata) if metadata.values(Meaning.HEARD) else []
    others = [name for name in guests if not any(same_person(name, who.name) for who in people)]
    if others:
        lines.append(f"Also present: {'; '.join(others)}")
    return "\n".join(lines)


def _unused(metadata: Metadata, people: tuple[Who, ...]) -> Iterator[str]:
    for meaning in _ONE_VALUE:
        first, *more = metadata.values(meaning) or [""]
        unfit = meaning is Meaning.MINUTES and _minutes(first) is None
        idle = meaning is Meaning.ROLE and all(who.role != first for who in people)
        left = [first] if first and (unfit or idle) else []
        for value in (*left, *(value for value in more if value != first)):
            yield f"{meaning.name.capitalize()}: {value}"


def _written_date(metadata: Metadata, title: Title, title_line: int) -> DateLine | None:
    field = metadata.first(Meaning.DATE)
    if field is not None:
        return DateLine(field.value, field.line)
    rest = title.rest or ""
    if (day := _YEAR_FIRST.search(rest)) is not None:
        rest = day[0]
    elif not any(letter.isdigit() for letter in rest):
        return None
    return DateLine(rest, title_line, in_passing=True)
