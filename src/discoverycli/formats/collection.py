"""Reads several interviews that one document holds under numbered headings."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from discoverycli.domain.note.notes import Head, Who
from discoverycli.domain.text.dates import UnreadableDateError, read_written
from discoverycli.errors import InputError
from discoverycli.formats.assembly import DateLine, Draft, assemble_each, refuse_if_too_large
from discoverycli.formats.entries import (
    MAX_RECORDS,
    ImportOptions,
    ProblemKind,
    RefusedError,
    Result,
    Source,
    too_large,
)
from discoverycli.formats.markdown import heading, plain, refuse_blank_form
from discoverycli.formats.metadata import Meaning, Metadata, read_metadata, without
from discoverycli.formats.people import (
    UNNAMED,
    named_in_a_line,
    organisation_in,
    people_in,
    scoped,
    without_doubles,
)

_WHAT = "adopter|customer|participant|interviewee|respondent|user|interview"
_NUMBERED = re.compile(
    rf"(?P<what>{_WHAT})\s*#?\s*(?P<number>\d{{1,3}})\b[\s.:,–—-]*(?P<about>.*)", re.IGNORECASE
)
_ORGANISATIONS = ("adopter", "customer")
_KEPT_ELSEWHERE = re.compile(
    r"\b(?:private(?:ly)?|confidential|on file|on request|upon request|not approved)\b",
    re.IGNORECASE,
)
_SORT_OF_DOCUMENT = re.compile(
    r"(?:^|[-_. ])(?:graduation|incubation|proposal|due|dd|(?:adopter|customer|user)?-?interviews?"
    r"|adopters?|notes|findings|report|research|summary|\d{4})(?:[-_. ].*)?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t].*", re.MULTILINE)
_MAY_BE_NUMBERED = re.compile(rf"(?:{_WHAT}).*\d", re.IGNORECASE)
_LONGEST_HEADING = 300
_LONGEST_NOTICE = 400
_LONGEST_DATE_LINE = 80
_LINES_ABOUT_PEOPLE = 3


class _Section(NamedTuple):
    """A numbered heading, taken apart. `about` stands behind the number; `line` counts from 1."""

    what: str
    number: str
    about: str
    line: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.what.capitalize()} {self.number}"


def recognises(text: str) -> bool:
    """Whether at least two headings of one level are numbered: "Adopter 1 - Retail"."""
    numbered = (match for _, match in _top_headings(text) if match)
    return next(numbered, None) is not None and next(numbered, None) is not None


def read(source: Source, options: ImportOptions) -> Result:
    """One interview for each numbered heading.

    Behind "Adopter 3" stands the segment, or "ORGANISATION/SEGMENT" when the text below speaks of
    that organisation by name; behind "Participant 3" the role. Numbers are only unique in the
    study, else in the file, so that they carry its name. A section that only says where its notes
    are kept is refused, the others are not.

    Raises:
        RefusedError: more than 100,000 sections.
    """
    # The part of a file's name that tells it from others: `kite` of `kite-adopter-interviews`.
    kind_less = _SORT_OF_DOCUMENT.sub("", source.stem).strip("-_. ")
    scope = options.study or kind_less or source.stem
    sections = ((each.line, partial(_draft, each, scope)) for each in _sections(source.text))
    return assemble_each(source, sections, options)


def _top_headings(text: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The first numbered heading and later ones of its level (with numbered words) or above."""
    wanted = 0
    for found in _HEADING.finditer(text):
        level = len(found[1])
        if not wanted or level <= wanted:
            numbered = _numbered(found[0]) if level == wanted or not wanted else None
            wanted = wanted or (level if numbered else 0)
            if wanted:
                yield found, numbered


def _sections(text: str) -> Iterator[_Section]:
    tops = []
    count = 0
    for top in _top_headings(text):
        tops.append(top)
        count += top[1] is not None
        if count > MAX_RECORDS:
            raise too_large("more than 100,000 interviews, the limit")
    ends = [*(found.start() - 1 for found, _ in tops[1:]), len(text)]
    line, at = 1, 0
    for (found, words), end in zip(tops, ends, strict=False):
        if words is not None:
            line, at = line + text.count("\n", at, found.start()), found.start()
            below = text[found.end() + 1 : end]
            yield _Section(words["what"], words["number"], words["about"], line, below)


def _numbered(line: str) -> re.Match[str] | None:
    """A heading's numbered words. Cheap checks come first: a large file has many headings."""
    if len(line.rstrip()) > _LONGEST_HEADING + 20 or not _MAY_BE_NUMBERED.search(line):
        return None
    words = (heading(line) or (0, ""))[1]
    return _NUMBERED.fullmatch(plain(words)) if len(words) <= _LONGEST_HEADING else None


def _draft(section: _Section, scope: str) -> Draft:
    refuse_if_too_large(section.text)
    metadata = read_metadata(section.text)
    text = without(section.text, metadata.consumed)
    refuse_blank_form(text)
    rest = "\n".join(line for line in text.split("\n") if not _is_date(line)).strip()
    if len(rest) <= _LONGEST_NOTICE and _KEPT_ELSEWHERE.search(rest):
        raise RefusedError("only says that its notes are kept elsewhere", ProblemKind.EMPTY)
    written, names = _date_and_names(section, metadata)
    segment = None
    if section.what.lower() in _ORGANISATIONS:
        named, segment = _organisation_and_segment(section, text)
        named = metadata.value(Meaning.ORGANISATION) or named or scoped(section.name, scope)
        people = _of_organisation(named, metadata.values(Meaning.HEARD) or [names], text)
    else:
        people = (_participant(section, metadata, scope),)
    title = f"{section.name} - {section.about}" if section.about else section.name
    return Draft(Head(with_=people, segment=segment, title=title, study=scope), text, written)


def _date_and_names(section: _Section, metadata: Metadata) -> tuple[DateLine | None, str]:
    """The date that a label or the heading says, else the first line that is one or a heading
    that ends in one, with the names before it: `ANN LEE, August 2025`."""
    field = metadata.first(Meaning.DATE)
    if field is not None:
        return DateLine(field.value, section.line + field.line), ""
    if _is_date(section.about):
        return DateLine(section.about, section.line), ""
    for number, line in enumerate(section.text.split("\n"), section.line + 1):
        found = heading(line)
        text = plain(line if found is None else found[1])
        if _is_date(text):
            return DateLine(text, number), ""
        names, comma, date = text.rpartition(", ")
        if comma and found is not None and _is_date(date):
            return DateLine(date, number), names
    return None, ""


def _is_date(text: str) -> bool:
    """Whether `text` is a date and nothing else, even ambiguous or without a year."""
    if len(text) > _LONGEST_DATE_LINE or not any(letter.isdigit() for letter in text):
        return False
    try:
        read_written(text)
    except InputError as error:
        return not isinstance(error, UnreadableDateError)
    return True


def _of_organisation(organisation: str, heard: list[str], text: str) -> tuple[Who, ...]:
    people = [who for line in heard if line for who in people_in(line, organisation)]
    filled = [line for line in text.split("\n") if line.strip()]
    for line in filled[:_LINES_ABOUT_PEOPLE]:
        people = people or named_in_a_line(line, organisation)
    return without_doubles(people) or (Who(UNNAMED, organisation),)


def _participant(section: _Section, metadata: Metadata, scope: str) -> Who:
    about = "" if _is_date(section.about) else section.about
    name = f"{scope} Interviewee {section.number}"
    if section.what.lower() != "interview":
        name = scoped(section.name, scope)
    role = metadata.value(Meaning.ROLE) or about or None
    return Who(name, metadata.value(Meaning.ORGANISATION), role)


def _organisation_and_segment(section: _Section, text: str) -> tuple[str | None, str | None]:
    """`Acme/Retail` taken apart, if the section speaks of Acme; a mere segment otherwise."""
    if _is_date(section.about):
        return None, None
    left, slash, right = (part.strip() for part in section.about.partition("/"))
    name = organisation_in(left) if slash else None
    if name is not None and re.search(rf"\b{re.escape(name)}\b", text):
        return name, right or None
    anonymous = slash and left.casefold() == "anonymous"
    return None, (right if anonymous else section.about) or None
