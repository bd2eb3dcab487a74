"""Finds what a document says about itself, in six styles: its date, people, organisation."""

import re
from collections import Counter
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from discoverycli.formats.entries import MAX_FRONT_MATTER_BYTES, too_large
from discoverycli.formats.markdown import BULLET, RULE, heading, is_placeholder, plain
from discoverycli.formats.safe_yaml import YamlValue, load_all


class Meaning(Enum):
    """What a label stands for, with all its spellings."""

    TITLE = "title, subject"
    DATE = """
date, interview date, date of interview, date of the interview, meeting time, meeting date,
session date, call date, held on, created at, published on, publication date, timestamp,
date and time, date & time, date/time
"""
    HEARD = """
interviewee, interviewees, participant, participants, participant name, adopter, adopters, customer,
customers, respondent, respondents, user, guest, guests, name, names, authored by, who, spoke with,
spoke to, talked to
"""
    PRESENT = "attendees, attendee, present, people, in the room"
    INTERVIEWER = """
interviewer, interviewers, interviewed by, author, author name, authors, researcher, researchers,
moderator, moderators, host, hosts, facilitator, facilitators, note taker, notetaker, note-taker,
scribe, observer, observers, team, toc, toc shadow, toc sponsor, toc member, toc members,
toc liaison
"""
    ORGANISATION = "organisation, organization, company, employer, account, firm"
    ROLE = "role, job title, position, job role"
    STUDY = "study, project, research round, round"
    SEGMENT = "segment, market segment, customer segment"
    MINUTES = "minutes, duration, length"
    RECORD = "meeting record, meeting recording, recording, record, transcript"


_MEANINGS = {
    " ".join(spelling.split()): meaning
    for meaning in Meaning
    for spelling in meaning.value.split(",")
}
_PEOPLE = frozenset({Meaning.HEARD, Meaning.PRESENT, Meaning.INTERVIEWER})

# Front matter that steers a web site says nothing about the talk.
_PUBLISHING_WORDS = """
kind layout type slug permalink draft published image images url aliases weight toc lang language
template sidebar_label sidebar_position id uuid related
"""
_PUBLISHING_KEYS = frozenset(_PUBLISHING_WORDS.split())

_BOLD_LABEL = re.compile(
    r"(?:\*\*|__)([^*_:\n]{1,40})(?::[ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*:)(.*)"
)
_BARE_LABEL = re.compile(r"([A-Za-z][\w &/()#'’-]{0,39}):(?:[ \t]+(.*))?")
_COMMENT = re.compile(r"[ \t]*<!--[^>]*-->[ \t]*")
_QUOTE = re.compile(r" {0,3}>[ \t]?(.*)")
_INDENTED = re.compile(r"(?:\t| {2,})[ \t]*\S")
_KEY = re.compile(r"[ \t]*[\w'\"-][\w '\"-]{0,60}:(?:[ \t]|$)|#")
_NUMBERED = re.compile(r"\s*#?\d{1,3}$")
_TALK = re.compile(r"\b(?:interview|participant|conversation|visit|session|q&a)\b", re.IGNORECASE)

_COLUMN_HEADS = frozenset({"", "attribute", "field", "item", "key", "label", "property", "what"})
# A label that begins more lines than this is a speaker in a transcript.
_MOST_LABELS_OF_A_KIND = 3
_LONGEST_OWN_VALUE = 100
# Whatever stands further down is no longer the top of the document.
_MOST_LINES = 500


class MetadataField(NamedTuple):
    """One thing the document says about itself, with the line it stands on."""

    meaning: Meaning
    value: str
    line: int


class Metadata(NamedTuple):
    """All that was found, and the lines it was found on (from 1).

    `unread` holds front matter and table rows with the document's own labels: text to keep, not
    metadata.
    """

    fields: tuple[MetadataField, ...] = ()
    consumed: frozenset[int] = frozenset()
    unread: tuple[str, ...] = ()

    def all(self, meaning: Meaning) -> list[MetadataField]:
        """The filled-in fields of this meaning, in their order in the document."""
        return [f for f in self.fields if f.meaning is meaning and not is_placeholder(f.value)]

    def values(self, meaning: Meaning) -> list[str]:
        """What the filled-in fields of this meaning say."""
        return [field.value for field in self.all(meaning)]

    def first(self, meaning: Meaning) -> MetadataField | None:
        """The first filled-in field of this meaning."""
        return next(iter(self.all(meaning)), None)

    def value(self, meaning: Meaning) -> str | None:
        """What the first filled-in field of this meaning says."""
        return next(iter(self.values(meaning)), None)


def read_metadata(text: str) -> Metadata:
    """What `text` says about itself at its top: front matter, heading, labels, tables.

    Reading stops at the first line that is none of these, so that a label-like line further
    down stays the participant's text.

    Raises:
        RefusedError: front matter that is no YAML or larger than 64 KB.
    """
    return _Zone(text.split("\n")).read()


def without(text: str, consumed: frozenset[int]) -> str:
    """`text` without the `consumed` lines and without blank lines at both ends."""
    kept = (line for number, line in enumerate(text.split("\n"), 1) if number not in consumed)
    return "\n".join(kept).strip("\n")


def _front_matter(lines: list[str]) -> tuple[int, str] | None:
    """Its last line and its YAML. A document that merely begins with a horizontal rule has none."""
    ends = (number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    end = next(ends, None) if lines[0].rstrip() == "---" else None
    inside = lines[1 : (end or 2) - 1]
    if end is None or not _KEY.match(next(filter(str.strip, inside), "")):
        return None
    text = "\n".join(inside)
    if len(text.encode("utf-8", "replace")) > MAX_FRONT_MATTER_BYTES:
        raise too_large("front matter larger than 64 KB, the limit", 1)
    return end, text


class _Zone:
    """Walks down from the top of a document for as long as it speaks about itself."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._fields: list[MetadataField] = []
        self._consumed: set[int] = set()
        self._unread: list[str] = []
        self._headed = False
        self._speakers = _speakers(lines)

    def read(self) -> Metadata:
        index = self._front_matter()
        last = min(len(self._lines), index + _MOST_LINES)
        while index < last:
            after = self._block(index)
            if after is None:
                break
            index = after
        if self._fields:
            # Rules between labels, and the one that closes them, are furniture.
            rules = (n for n, line in enumerate(self._lines[:index], 1) if RULE.match(line))
            self._consumed.update(rules)
        return Metadata(tuple(self._fields), frozenset(self._consumed), tuple(self._unread))

    def _front_matter(self) -> int:
        found = _front_matter(self._lines)
        if found is None:
            return 0
        end, inside = found
        documents = load_all(inside, first_line=2)
        if not documents or not isinstance(documents[0].value, dict):
            return 0
        for key, value in documents[0].value.items():
            meaning, line = meaning_of(key), documents[0].line(key)
            values = value if isinstance(value, list) else [value]
            flat = (_flat(item, keyed=meaning not in _PEOPLE) for item in values)
            texts = [text for text in flat if text.strip()]
            a_count = meaning in _PEOPLE and all(text.strip().isdigit() for text in texts)
            if meaning is not None and not a_count:
                self._fields += [MetadataField(meaning, plain(text), line) for text in texts]
            elif key.lower() not in _PUBLISHING_KEYS and not all(map(is_placeholder, texts)):
                self._unread.append(f"{key}: {', '.join(map(plain, texts))}")
        self._consumed.update(range(1, end + 1))
        return end

    def _block(self, index: int) -> int | None:
        """Reads the block at `index`; the index after it, or `None` where metadata ends."""
        line = self._lines[index]
        if not line.strip() or RULE.match(line) or _COMMENT.fullmatch(line):
            return index + 1
        if line.lstrip().startswith("|"):
            return self._table(index)
        if (quoted := _QUOTE.fullmatch(line)) is not None:
            return self._quoted(index, quoted[1])
        if (found := heading(line)) is not None:
            return self._heading(index, *found)
        return self._label(index, line)

    def _add(self, meaning: Meaning, value: str, index: int) -> None:
        self._fields.append(MetadataField(meaning, plain(value), index + 1))
        self._consumed.add(index + 1)

    def _heading(self, index: int, level: int, text: str) -> int | None:
        titles = [item.value for item in self._fields if item.meaning is Meaning.TITLE]
        if self._headed or (level > 1 and (titles or not _TALK.search(text))):
            return None
        self._headed = True
        if not titles or titles == [plain(text)]:
            self._add(Meaning.TITLE, text, index)
        return index + 1

    def _label(self, index: int, line: str) -> int | None:
        found = label_of(line)
        if found is None or normal(found[0]) in self._speakers:
            return None
        meaning, value = meaning_of(found[0]), found[1]
        if meaning is None or (meaning is Meaning.RECORD and not is_placeholder(value)):
            # The document's own label stays text, and what follows may still be metadata.
            return index + 1 if len(value) <= _LONGEST_OWN_VALUE else None
        if value:
            self._add(meaning, value, index)
            return index + 1
        if meaning not in _PEOPLE and self._opens_a_list(index):
            return None
        self._consumed.add(index + 1)
        return self._list(index + 1, meaning) if meaning in _PEOPLE else index + 1

    def _opens_a_list(self, index: int) -> bool:
        below = next((line for line in self._lines[index + 1 : index + 9] if line.strip()), "")
        return bool(BULLET.match(below)) and not BULLET.match(self._lines[index])

    def _list(self, start: int, meaning: Meaning) -> int:
        after = start
        for index, line in enumerate(self._lines[start : start + _MOST_LINES], start):
            if not line.strip():
                continue
            if not (BULLET.match(line) or _INDENTED.match(line)):
                break
            label, value = label_of(line) or ("", "")
            inner = meaning_of(label)
            if inner is None:
                self._add(meaning, BULLET.sub("", line), index)
            elif value:
                self._add(inner, value, index)
            else:
                self._consumed.add(index + 1)
                meaning = inner
            after = index + 1
        return after

    def _quoted(self, index: int, text: str) -> int | None:
        label, value = label_of(text) or ("", "")
        meaning = meaning_of(label)
        if meaning is not None:
            self._add(meaning, value, index)
        elif text.strip():
            return None
        self._consumed.add(index + 1)
        return index + 1

    def _table(self, index: int) -> int | None:
        lines = takewhile(lambda line: line.startswith("|"), map(str.strip, self._lines[index:]))
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        pairs = [(plain(row[0]), row[1]) for row in rows if len(row) == 2]
        if len(pairs) < len(rows) or not any(meaning_of(label) for label, _ in pairs):
            return None
        for offset, (label, value) in enumerate(pairs, index):
            self._consumed.add(offset + 1)
            meaning = meaning_of(label)
            if meaning is not None:
                self._add(meaning, value, offset)
            elif label.casefold() not in _COLUMN_HEADS and not is_placeholder(value):
                self._unread.append(f"{label}: {plain(value)}")
        return index + len(rows)


def label_of(line: str) -> tuple[str, str] | None:
    """The label and the value of a line `**Date:** 2026-11-20`, bold or bare, in a list or not."""
    if ":" not in line:
        return None
    text = BULLET.sub("", line).strip()
    match = _BOLD_LABEL.fullmatch(text) or _BARE_LABEL.fullmatch(text)
    return None if match is None else (match[1].strip(), (match[2] or "").strip())


def meaning_of(label: str) -> Meaning | None:
    """What a label stands for, if it is one of the known spellings, in any case."""
    return _MEANINGS.get(_NUMBERED.sub("", normal(label)).strip())


def normal(label: str) -> str:
    """A label in the one spelling that labels are compared in."""
    return " ".join(label.replace("_", " ").replace("(s)", "s").casefold().split()).rstrip(":")


def _flat(value: YamlValue, *, keyed: bool) -> str:
    """A value of front matter on one line: `{name: ANA, role: NURSE}` is `ANA, NURSE`."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, (_flat(item, keyed=keyed) for item in value)))
    texts = {key: _flat(inner, keyed=keyed) for key, inner in value.items()}
    return ", ".join(f"{key}: {text}" if keyed else text for key, text in texts.items() if text)


def _speakers(lines: list[str]) -> frozenset[str]:
    """Labels that begin so many lines that they are speakers in a transcript."""
    found = (label_of(line) for line in lines if line[:1] in "*_" or line[:1].isalpha())
    counts = Counter(normal(item[0]) for item in found if item is not None)
    return frozenset(label for label, times in counts.items() if times > _MOST_LABELS_OF_A_KIND)
