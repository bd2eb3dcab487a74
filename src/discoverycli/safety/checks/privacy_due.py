"""Checks privacy promises: who is due to be forgotten, and who was kept too long."""

from __future__ import annotations

from collections.abc import Iterator

from discoverycli.domain.consent import ConsentState, RetentionEnd, Scope
from discoverycli.privacy import erasures as erasures_of
from discoverycli.safety.checks.check import FIX, Finding, Repair, Subject, codes, notice, some
from discoverycli.store.read import consent

_OPEN = "SELECT count(*), min(erased_on) FROM erasure WHERE finished = 0"
_BACK = f"""
SELECT p.id FROM person p JOIN erasure e ON e.person_uid = p.uid
WHERE p.name <> 'forgotten P' || p.id {erasures_of.NAMED_IN_LOG} ORDER BY p.id
"""  # noqa: S608 - constants
_SAID = {
    RetentionEnd.RETENTION: "kept for longer than the setting privacy.retention_months says",
    RetentionEnd.EXPIRED: "kept although their consent has run out",
    RetentionEnd.WITHDRAWN: "kept although they have taken their consent back",
}


def erasures(subject: Subject) -> Iterator[Finding]:
    """Whether forgotten people are gone from every file."""
    [(count, since)] = subject.reader.rows(_OPEN)
    if count:
        yield _not_everywhere(subject, count, since)
    if back := subject.reader.firsts(_BACK):
        yield Finding(
            f"somebody who was forgotten is here again: {codes('P', back)}",
            hint=f"disco people forget P{back[0]}",
        )
    if copies := erasures_of.copies_to_mend(subject.journal):
        yield Finding(
            f"backups hold what was forgotten: {some([each.name for each in copies])}",
            repair=Repair("erasures"),
        )
    listed = erasures_of.list_of(subject.journal).exists()
    if not back and not listed and subject.reader.value("SELECT count(*) FROM erasure"):
        yield notice(
            "the list of who was forgotten is not beside the journal; without it, a backup could "
            "bring them back on the day the journal is lost",
            FIX,
            Repair("erasures"),
        )


def _not_everywhere(subject: Subject, count: int, since: str) -> Finding:
    who = "somebody was" if count == 1 else f"{count} people were"
    said = f"{who} forgotten on {since}, but not yet everywhere"
    if left := erasures_of.unreadable_copies(subject.journal):
        path, why, first = left[0]
        said = f"{said}: {path.name} {why}"
        return Finding(said, hint=f"{first}, then {FIX}", repair=Repair("erasures"))
    return Finding(
        f"{said}: it was broken off, or held up by another program or a full disk",
        hint=f"{FIX}, once no other program has the journal open",
        repair=Repair("erasures"),
    )


def retention(subject: Subject) -> Iterator[Finding]:
    """Whether people are kept for longer than they should be."""
    by_reason: dict[RetentionEnd, list[int]] = {}
    for each in consent.overdue(subject.reader, subject.today, subject.months):
        by_reason.setdefault(each.why, []).append(each.code.number)
    for why, numbers in by_reason.items():
        first = f"P{numbers[0]}"
        yield notice(
            f"{_SAID[why]}: {codes('P', numbers)}",
            f"disco people forget {first}, or disco people consent {first}",
        )


def consents(subject: Subject) -> Iterator[Finding]:
    """Whether anybody's word that their words may be recorded or shown has run out."""
    standings = consent.standings(subject.reader, subject.today)
    for scope in (Scope.RECORDING, Scope.QUOTE):
        expired = (n for n, s in standings.items() if getattr(s, scope) is ConsentState.EXPIRED)
        if over := sorted(expired):
            yield notice(
                f"consent to {scope.value} has run out: {codes('P', over)}",
                f"disco people consent P{over[0]} --scope {scope.value}",
            )
