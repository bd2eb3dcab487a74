"""Owns the phrases that the pages on people, jobs and interviews share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from discoverycli.domain.jobs import Finding
from discoverycli.domain.periods import day_name
from discoverycli.domain.verdicts import EvidenceFact, Reason
from discoverycli.domain.vocabulary import Held, Precision, Stance
from discoverycli.render.blocks import Column, Inline, JsonValue, Span, Table, Tone
from discoverycli.reports.hypotheses import cell

STANCE_TONES = {Stance.SUPPORTS: Tone.GOOD, Stance.REFUTES: Tone.BAD}


def someone(name: str, organisation: str | None) -> str:
    """A person as they are named everywhere: `Ana Ruiz @ Acme`."""
    return f"{name} @ {organisation}" if organisation else name


def code(prefix: str, number: int) -> Span:
    """A code as it is shown: `H3`."""
    return Span(f"{prefix}{number}", Tone.CODE)


def when(held: Held) -> str:
    """A date as people say it: `Fri 20 Nov 2026`, or as much of it as is known."""
    if held.day is not None and held.precision is Precision.DAY:
        return day_name(held.day)
    return str(held)


def held_on(held: Held | None) -> str | None:
    """A date as programs get it: as much of it as is known."""
    return None if held is None or held.day is None else str(held)


def iso(day: date | None) -> str | None:
    """A day as programs get it."""
    return None if day is None else day.isoformat()


def stance(fact: EvidenceFact) -> Span:
    """Which way a piece of evidence points."""
    return Span(fact.stance.value, STANCE_TONES.get(fact.stance, Tone.PLAIN))


def counts(reason: Reason | None) -> Inline:
    """Whether something counts: `yes`, or what it is instead."""
    return "yes" if reason is None else Span(f"no: {reason}", Tone.DIM)


def finding(found: Finding) -> str:
    """`verb: starts with 'to'; without it: reconcile invoices`."""
    return f"{found.part}: {found.message}; {found.hint}"


def findings(found: Sequence[Finding]) -> list[JsonValue]:
    """What a lint found, as programs get it."""
    return [{"part": each.part, "message": each.message, "hint": each.hint} for each in found]


def sheet(names: Sequence[str], rows: Sequence[Mapping[str, JsonValue]]) -> Table:
    """Rows of what programs get as a spreadsheet, under the same names."""
    return Table(
        tuple(Column(name) for name in names),
        tuple(tuple(cell(row[name]) for name in names) for row in rows),
    )
