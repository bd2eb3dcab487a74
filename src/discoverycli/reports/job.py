"""Owns the page of one job. Answers: who hired or fired what for it, and is it worded as one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.jobs import job_voices
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.votes import Reason, not_counted
from discoverycli.domain.words import joined, someone
from discoverycli.render.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
)
from discoverycli.reports import jobs, said
from discoverycli.reports.jobs import Listed
from discoverycli.reports.phrases import code, counts, finding
from discoverycli.reports.programs import sheet

if TYPE_CHECKING:
    from discoverycli.store.read.interviews import HireLine
    from discoverycli.store.read.jobs import JobFact
    from discoverycli.store.reader import Reader

_KEYS = (
    *("hired", "rung", "text", "voice", "person", "name", "organisation", "relation"),
    *("interview", "held_on", "counted", "reason"),
)


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job and everything that was hired or fired for it."""

    job: JobFact
    hires: Sequence[HireLine]


@dataclass(frozen=True, slots=True)
class Account:
    """A job on a day: who hired or fired what, the latest first, and why some do not count."""

    listed: Listed
    hires: tuple[tuple[HireLine, Reason | None], ...]


def load(reader: Reader, number: int) -> JobFacts:
    """A job and everything that was hired or fired for it.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews
    from discoverycli.store.read import jobs as read

    return JobFacts(read.one(reader, number), interviews.hires(reader, Code("J", number)))


def calculate(facts: JobFacts, rule: Rule, today: date) -> Account:
    """What all that comes to on `today`; `rule` says how long voices stay fresh."""
    job = facts.job
    heard = job_voices((each.fact for each in facts.hires), rule, today=today)
    latest = sorted(
        facts.hires, key=lambda each: (each.fact.held.day or date.min, each.fact.id), reverse=True
    )
    return Account(
        Listed(job, heard, jobs.lint(job.story or job.text, job.type)),
        tuple((each, not_counted(each.fact, rule, today=today)) for each in latest),
    )


def view(account: Account) -> Page:
    """The job as a page."""
    job, listed = account.listed.job, account.listed
    blocks: list[Block] = [Note(jobs.heard(listed.voices))]
    if job.story:
        blocks.append(
            Facts(
                (
                    ("when", job.story.situation),
                    ("they want to", job.story.motivation),
                    ("so they can", job.story.outcome),
                )
            )
        )
    blocks += [Note(Span(_about(job), Tone.DIM)), _table(account), wording(listed)]
    return Page(
        title=(code("J", job.number), f" {job.text}"),
        blocks=tuple(blocks),
        data=data(account),
        table=sheet(_KEYS, [_hire_data(*each) for each in account.hires]),
        footnotes=(jobs.VOICES,) if account.hires else (),
    )


def wording(listed: Listed) -> Lines:
    """What a lint has to say about a job's words: advice, nothing more."""
    lines: tuple[Inline, ...] = tuple(map(finding, listed.lint))
    return Lines(lines, title="Wording", mark="!", empty="nothing to mend")


def data(account: Account) -> dict[str, JsonValue]:
    """The job for programs; `docs/json.md` lists the keys."""
    job = account.listed.job
    return {
        **jobs.data(account.listed),
        "author": job.author,
        "created_on": job.created_on.isoformat(),
        "hires": [_hire_data(*each) for each in account.hires],
    }


def _about(job: JobFact) -> str:
    parts = [f"{job.type} job" if job.story is None else f"{job.type} job, told as a story"]
    if job.serves:
        parts.append(f"serves {joined(job.serves)}")
    if job.segment:
        parts.append(f"segment {job.segment}")
    parts.append(f"written down {job.created_on} by {job.author}")
    return " · ".join(parts)


def _table(account: Account) -> Table:
    number = account.listed.job.number
    return Table(
        (
            Column(""),
            Column("rung"),
            Column("what", flex=True),
            Column("who", flex=True),
            Column("counts"),
        ),
        tuple(_row(*each) for each in account.hires),
        title="Hired and fired",
        empty=f"nobody yet: write J{number}+ (hired) or J{number}- (fired) in a note",
    )


def _row(hire: HireLine, reason: Reason | None) -> tuple[Cell, ...]:
    fact = hire.fact
    via = f" via {hire.via}" if hire.via else ""
    return (
        Span("hired", Tone.GOOD) if hire.hired else Span("fired", Tone.BAD),
        fact.rung.word,
        hire.text or Span("no words", Tone.DIM),
        (
            someone(hire.name, hire.organisation),
            Span(f", {fact.relation}{via}, {fact.held}, ", Tone.DIM),
            code("I", hire.interview),
        ),
        counts(reason),
    )


def _hire_data(hire: HireLine, reason: Reason | None) -> dict[str, JsonValue]:
    """A voice is named by its organisation, else by its person's code."""
    return {
        **said.hire_data(hire),
        "voice": hire.organisation or f"P{hire.fact.person}",
        "counted": reason is None,
        "reason": reason.value if reason else None,
    }
