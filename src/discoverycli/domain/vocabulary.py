"""The field's words: every kind of thing the journal knows, spelled as users type it."""

import calendar
import re
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple, TypeVar

from discoverycli.domain.text.words import clip
from discoverycli.errors import InputError

Word = TypeVar("Word", bound=StrEnum)


class Relation(StrEnum):
    """What a person is to the company on the day of an interview."""

    PROSPECT = "prospect"
    CURRENT = "current"
    FORMER = "former"
    PARTNER = "partner"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How the words reached us: we were there, we came along, or we were told."""

    DIRECT = "direct"
    ACCOMPANIED = "accompanied"
    PROXY = "proxy"


class InterviewKind(StrEnum):
    """The form of a contact."""

    INTERVIEW = "interview"
    VISIT = "visit"
    OBSERVATION = "observation"
    USABILITY = "usability"
    DEMO = "demo"
    SURVEY = "survey"
    SUPPORT = "support"
    OTHER = "other"


class Precision(StrEnum):
    """How much of an interview's date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class StatementKind(StrEnum):
    """What sort of thing was heard."""

    PAIN = "pain"
    GOAL = "goal"
    OBSTACLE = "obstacle"
    CONTEXT = "context"
    SURPRISE = "surprise"
    EMOTION = "emotion"
    WORKAROUND = "workaround"
    MONEY = "money"
    COMMIT = "commit"
    REQUEST = "request"
    IDEA = "idea"
    COMPLIMENT = "compliment"
    GURU = "guru"
    SECONDHAND = "secondhand"


class Rung(IntEnum):
    """The evidence ladder: doing outranks saying, paying outranks doing."""

    NICE = 0
    WOULD = 1
    SAYS = 2
    DID = 3
    PAID = 4
    KEEPS = 5

    @property
    def word(self) -> str:
        """The rung as it is typed: `did`, `paid` …"""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Rung":
        """The rung of a word. Raises `ValueError` for any other word."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ValueError(word) from None


RUNG_MEANINGS: dict[Rung, str] = {
    Rung.NICE: "a compliment, politeness",
    Rung.WOULD: "opinion, future, wish",
    Rung.SAYS: "a general claim about themselves",
    Rung.DID: "one specific past occasion",
    Rung.PAID: "spent money, or built a workaround",
    Rung.KEEPS: "repeatedly, or with a commitment made",
}

DEFAULT_RUNGS: dict[StatementKind, Rung] = {
    **dict.fromkeys(StatementKind, Rung.SAYS),
    StatementKind.WORKAROUND: Rung.PAID,
    StatementKind.MONEY: Rung.PAID,
    StatementKind.COMMIT: Rung.KEEPS,
    StatementKind.REQUEST: Rung.WOULD,
    StatementKind.IDEA: Rung.WOULD,
    StatementKind.COMPLIMENT: Rung.NICE,
    StatementKind.GURU: Rung.WOULD,
    StatementKind.SECONDHAND: Rung.WOULD,
}


class Stance(StrEnum):
    """Which way a piece of evidence points."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    NEUTRAL = "neutral"


class HypothesisClass(StrEnum):
    """What kind of risk an opinion carries."""

    DESIRABILITY = "desirability"
    VIABILITY = "viability"
    FEASIBILITY = "feasibility"
    USABILITY = "usability"
    ETHICAL = "ethical"


class Origin(StrEnum):
    """Whose idea it was."""

    TEAM = "team"
    CUSTOMER = "customer"
    DATA = "data"


class Stakeholder(StrEnum):
    """Whom a hypothesis or a job serves."""

    CURRENT = "current"
    FUTURE = "future"
    COMPANY = "company"


class Status(StrEnum):
    """Where a hypothesis stands. Only `parked` is ever set by hand."""

    UNVALIDATED = "unvalidated"
    TESTING = "testing"
    MIXED = "mixed"
    STALE = "stale"
    VALIDATED = "validated"
    REFUTED = "refuted"
    PARKED = "parked"


class JobType(StrEnum):
    """The kind of job a customer tries to get done."""

    CORE = "core"
    RELATED = "related"
    EMOTIONAL = "emotional"
    SOCIAL = "social"
    CONSUMPTION = "consumption"


CODE_PREFIXES: dict[str, str] = {
    "P": "person",
    "I": "interview",
    "S": "statement",
    "H": "hypothesis",
    "J": "job",
    "D": "decision",
    "V": "vision statement",
}

_CODE = re.compile(r"([A-Za-z])([1-9][0-9]{0,8})")


class Code(NamedTuple):
    """A code as printed, such as H3: one letter and a number that is never reused."""

    prefix: str
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Code | None":
        """The code that `text` spells, in either case; `None` when it spells none."""
        match = _CODE.fullmatch(text.strip())
        if match is None or match[1].upper() not in CODE_PREFIXES:
            return None
        return cls(match[1].upper(), int(match[2]))


class InterviewDate(NamedTuple):
    """When an interview was held, and how much of the date is known.

    `day` is the last day the interview can have been on, so that a month-only date is as old
    as that month's last day; `None` when nothing is known.
    """

    day: date | None
    precision: Precision

    @classmethod
    def on(cls, day: date) -> "InterviewDate":
        """A date known to the day."""
        return cls(day, Precision.DAY)

    @classmethod
    def in_month(cls, year: int, month: int) -> "InterviewDate":
        """A date known to the month."""
        return cls(month_end(date(year, month, 1)), Precision.MONTH)

    @classmethod
    def in_year(cls, year: int) -> "InterviewDate":
        """A date known to the year."""
        return cls(date(year, 12, 31), Precision.YEAR)

    @classmethod
    def unknown(cls) -> "InterviewDate":
        """No date at all."""
        return cls(None, Precision.UNKNOWN)

    @property
    def first(self) -> date | None:
        """The first day the interview can have been on."""
        if self.day is None or self.precision is Precision.DAY:
            return self.day
        if self.precision is Precision.MONTH:
            return self.day.replace(day=1)
        return self.day.replace(month=1, day=1)

    def __str__(self) -> str:
        """As it is typed and printed: `2026-11-20`, `2026-11`, `2026` or `undated`."""
        if self.day is None:
            return "undated"
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision.value]]


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def parse_choice(kind: type[Word], word: str, what: str) -> Word:
    """The member of `kind` that `word` spells, in either case.

    Raises:
        InputError: naming the allowed words, when it is none of them.
    """
    try:
        return kind(word.strip().lower())
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        raise InputError(f"'{clip(word)}' is not a {what}", f"one of: {allowed}") from None
