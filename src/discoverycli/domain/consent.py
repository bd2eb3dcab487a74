"""Says what a person has agreed to, on what ground, and how long their data may be kept."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from discoverycli.errors import InputError

DEFAULT_MONTHS: Final = 24
"""How long a person is kept after the last contact, unless a team sets otherwise."""


class Scope(StrEnum):
    """What is agreed to: that we write down and keep what they say, that a recording is made,
    that their words are shown to others."""

    NOTES = "notes"
    RECORDING = "recording"
    QUOTE = "quote"


class Basis(StrEnum):
    """The ground in law (GDPR, art. 6(1)): their consent, a contract with them, or our
    legitimate interest."""

    CONSENT = "consent"
    CONTRACT = "contract"
    INTEREST = "interest"


class ConsentState(StrEnum):
    """Where a scope stands on a day."""

    GIVEN = "given"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not asked"


class RetentionEnd(StrEnum):
    """What ends the time a person may be kept."""

    RETENTION = "retention"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ConsentFact(NamedTuple):
    """What a person has agreed to in one scope. `expires_on` is the last day it holds."""

    scope: Scope
    basis: Basis
    given_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None
    author: str = ""


class ConsentStanding(NamedTuple):
    """Where each scope stands, in the order of `Scope`."""

    notes: ConsentState = ConsentState.NOT_ASKED
    recording: ConsentState = ConsentState.NOT_ASKED
    quote: ConsentState = ConsentState.NOT_ASKED


class Kept(NamedTuple):
    """The last day a person may be kept without anybody looking at it again, and why that one."""

    until: date
    why: RetentionEnd


def state(consent: ConsentFact | None, today: date) -> ConsentState:
    """Where one scope stands on `today`.

    A withdrawal counts from its own day on, an expiry from the day after; before the day it was
    given, nobody had asked.
    """
    if consent is None or consent.given_on > today:
        return ConsentState.NOT_ASKED
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return ConsentState.WITHDRAWN
    if consent.expires_on is not None and consent.expires_on < today:
        return ConsentState.EXPIRED
    return ConsentState.GIVEN


def standing(consents: Iterable[ConsentFact], today: date) -> ConsentStanding:
    """Where every scope stands on `today`."""
    by_scope = {each.scope: each for each in consents}
    return ConsentStanding(*(state(by_scope.get(scope), today) for scope in Scope))


def check_consent(consent: ConsentFact) -> ConsentFact:
    """The consent itself, when its days are in order.

    Raises:
        InputError: it ends before it begins.
    """
    for day, what in ((consent.expires_on, "expires"), (consent.withdrawn_on, "is withdrawn")):
        if day is not None and day < consent.given_on:
            raise InputError(
                f"consent that is given on {consent.given_on} {what} on {day}, which is earlier",
                "the two days the other way round",
            )
    return consent


def kept(
    last_contact: date | None,
    added_on: date,
    notes: ConsentFact | None,
    months: int = DEFAULT_MONTHS,
) -> Kept:
    """How long a person may be kept.

    Through the day `months` after the last contact (or after the day they were added, if they were
    never heard), or through the day their consent to `notes` expires or is withdrawn, if that is
    earlier.

    Args:
        last_contact: the last counted contact; it may be booked and still to come.
        added_on: the day they were first recorded.
        notes: their consent to be kept, if there is any.
        months: how long after the last contact; see the setting `privacy.retention_months`.

    Method:
        Storage limitation; see `docs/methods.md#retention`.
    """
    ends = [Kept(months_after(last_contact or added_on, months), RetentionEnd.RETENTION)]
    if notes is not None and notes.expires_on is not None:
        ends.append(Kept(notes.expires_on, RetentionEnd.EXPIRED))
    if notes is not None and notes.withdrawn_on is not None:
        ends.append(Kept(notes.withdrawn_on, RetentionEnd.WITHDRAWN))
    return min(ends, key=lambda end: end.until)


def overdue_days(end: Kept, today: date) -> int:
    """For how many days a person has been kept too long: 1 on the day after the last one."""
    return max((today - end.until).days, 0)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
