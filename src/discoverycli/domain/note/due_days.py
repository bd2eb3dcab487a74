"""Finds the due day in a promise's words: `send it by friday`, `call in 2 weeks`.

Only what looks like a date is taken for one: `by hand` and `by the team` are words. The date stays
as typed, since it depends on the day it is read; a promise keeps its words whole, and the date is
taken off where the due day is shown beside them.
"""

import re
from typing import NamedTuple

from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import nearest


class DueDay(NamedTuple):
    """When a promise is due: the date, and where it stands in the words with its preposition.

    `meant` is what was probably meant, when the words as typed are no due day.
    """

    typed: str
    start: int
    end: int
    meant: str | None = None


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_WEEKDAY = rf"(?:{_DAY}|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th)\b"
_NUMBER = rf"(?:{_NTH}|[0-9]{{1,2}}\b)"
_YEAR = r"(?:,? ?(?:[0-9]{4}|['’][0-9]{2})\b)?"
_NAMED = rf"(?:{_NUMBER}(?: of)? {_MONTH}{_YEAR}|{_MONTH} (?:the )?{_NUMBER}{_YEAR})"
_NUMBERS = (
    r"(?:[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|20[0-9]{6}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2}))\b"
)
_UNIT = rf"(?:day|business|play|week|month|quarter|year|q[1-4]|{_MONTH}|[0-9]{{4}})\b{_YEAR}"
_PERIOD = (
    r"(?:(?:(?:the )?(?:end|middle|beginning|start|close) of|early|mid|late)[- ]"
    rf"(?:(?:the|this|next|coming) )?{_UNIT}|(?:this|next|coming) {_UNIT})"
)
_STRONG = (
    rf"(?:{_WEEKDAY},? (?:the )?(?:{_NUMBERS}|{_NAMED}|{_NTH})|{_NUMBERS}|{_NAMED}|{_PERIOD}"
    rf"|(?:(?:this|next|coming) )?{_DAY}|(?:this|next|coming) {_WEEKDAY}|(?:the )?{_NTH}"
    r"|(?:(?:the )?day after tomorrow|today|tonight|tomorrow|eod|cob|eow|eom|eoy)\b)"
)
_TIME = r"(?:(?:at )?(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} ?[ap]\.?m\b\.?|noon\b|midnight\b))"
_SEASON = r"(?:summer|winter|spring|autumn|christmas|easter|new year(?:['’]s)?|thanksgiving)\b"
_WEAK = (
    rf"(?:{_WEEKDAY}|{_MONTH}{_YEAR}|20[0-9]{{2}}\b|[0-9]{{1,2}}/[0-9]{{1,2}}\b"
    rf"|{_TIME}|[0-9]{{1,2}}\.[0-9]{{1,2}}\.|q[1-4]\b{_YEAR}|(?:week|kw) ?[0-9]{{1,2}}\b"
    rf"|(?:the )?{_SEASON})"
)
_COUNT = (
    "(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|a couple of|a few|some|several)"
)
_DATE = Pattern(
    rf"(?:{_TIME},? (?:on )?)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))", re.IGNORECASE
)
_SPAN = Pattern(
    r"(?:(?:about|roughly|another|the next) )?"
    rf"(?P<strong>{_COUNT} (?:day|week|fortnight|month|year)s?\b)(?:['’]? time)?",
    re.IGNORECASE,
)
_LEAD = Pattern(
    r"(?<![^\s(\[,;:–—])(?P<lead>(?P<by>by|until|till|(?:no|not) later than|due(?: on| by)?)"
    r"(?P<in> in)?|in|within|(?P<other>on|before))[ \t]+",
    re.IGNORECASE,
)
_BARE = Pattern(rf"(?<![\w#])(?P<strong>{_STRONG})\s*[.!]*$", re.IGNORECASE)
_ASIDE = Pattern(
    rf"['’]s\b|\s*(?:$|[^\w\s]|{_TIME}|(?:please|pls|thanks|thx|at|latest|the latest|if|hopefully"
    r"|to|for|with|so|because|when|as|via|from|and|then|in the|morning|afternoon|evening|night"
    r"|eod|cob|on|or so|or earlier|or sooner)\b)",
    re.IGNORECASE,
)
_ANOTHER = Pattern(
    rf"\s*,?\s*or (?!so\b|earlier\b|sooner\b)"
    rf"|.*?(?<![\w/])(?:{_STRONG}|in {_COUNT} (?:day|week|month)s?\b)",
    re.IGNORECASE | re.DOTALL,
)
_FILLER = Pattern(
    rf"[\s,;.!?)]*(?:please|pls|thanks|(?:at )?(?:the )?latest|morning|afternoon|evening|night"
    rf"|eod|cob|or so|or earlier|or sooner|{_TIME})?[\s.!)]*$",
    re.IGNORECASE,
)
_LEFT_OVER = Pattern(r"\(\s*\)| +(?=[,;:.!?)])|,(?=\s*,)")
_MOST_THEMES = 20
_END_OF = Pattern(rf"^(?:the )?end of (?={_MONTH}|[0-9]{{4}})", re.IGNORECASE)
_SPELT = (
    *("tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "august", "september", "october", "november", "december"),
)
"""The words of a date that are known when they are misspelt."""


def due_in(text: str) -> DueDay | None:
    """When a promise is due, by the last date in its words; `None` when they name none."""
    words = _without_themes(text)
    leads = [*_LEAD.finditer(words)][::-1]
    for read in (_by, _within, _misspelt, _otherwise):
        for lead in leads:
            if (due := read(words, lead)) is not None:
                return due
    bare = _BARE.search(words)
    if bare is None or not words[: bare.start()].strip():
        return None
    return DueDay(bare["strong"], bare.start(), bare.end("strong"), f"by {bare['strong']}")


def without_due(text: str) -> str:
    """The words of a promise without its due day; all of them when nothing else is left."""
    due = due_in(text)
    if due is None or due.meant:
        return text
    words = _without_themes(text)
    behind = text[len(words) :] if _FILLER.match(words, due.end) else text[due.end :]
    left = _LEFT_OVER.sub("", f"{text[: due.start].rstrip()} {behind.lstrip()}")
    left = left.lstrip(" ,;:–—-").rstrip(" ,;:–—-([")
    is_whole = behind.startswith(("'", "’")) or not any(letter.isalnum() for letter in left)
    return text if is_whole else left


def _without_themes(text: str) -> str:
    words = text.rstrip()
    for _ in range(_MOST_THEMES):
        before, _blank, last = words.rpartition(" ")
        if not last.startswith("#"):
            break
        words = before.rstrip()
    return words


def _by(words: str, lead: re.Match[str]) -> DueDay | None:
    """`by friday`, `until 1 March`; with another date behind it, all of the rest."""
    if not lead["by"]:
        return None
    if lead["in"]:
        return _within(words, lead)
    found = _DATE.match(words, lead.end())
    if found is None:
        return None
    typed, end, rest = found["strong"] or found["weak"], found.end(), words[found.end() :]
    if _ANOTHER.match(rest) or not (found["strong"] or _ASIDE.match(words, end)):
        typed, end = words[lead.end() :].strip(), len(words.rstrip())
    return DueDay(_END_OF.sub("", typed), lead.start(), end)


def _within(words: str, lead: re.Match[str]) -> DueDay | None:
    """`in 2 weeks`, where nothing but an aside follows."""
    is_amount = lead["other"] or (lead["by"] and not lead["in"])
    found = None if is_amount else _SPAN.match(words, lead.end())
    if found is None or not _ASIDE.match(words, found.end()):
        return None
    return DueDay(f"in {found['strong']}", lead.start(), found.end())


def _misspelt(words: str, lead: re.Match[str]) -> DueDay | None:
    """`by tomorow`, `by next firday`."""
    if not lead["by"]:
        return None
    for found in list(re.finditer(r"[^\W\d_]{5,}", words[lead.end() : lead.end() + 40]))[:3]:
        alike = [word for word in _SPELT if word[0] == found[0][0].lower()]
        guess = nearest(found[0], alike, cutoff=0.8)
        if guess and guess != found[0].lower():
            start, end = lead.end() + found.start(), lead.end() + found.end()
            meant = f"{words[lead.start() : start]}{guess}"
            return DueDay(words[lead.end() : end], lead.start(), end, meant)
    return None


def _otherwise(words: str, lead: re.Match[str]) -> DueDay | None:
    """`on friday`, `before 1 March`: when something is, or when it is due?"""
    found = _DATE.match(words, lead.end()) if lead["other"] else None
    if found is None or not found["strong"] or not _ASIDE.match(words, found.end()):
        return None
    return DueDay(found[0], lead.start(), found.end(), f"by {found[0]}")
