"""Owns the page of one job. Answers: who hired or fired what for it, and is it worded as one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import jobs
from discoverycli.analysis.jobs import ListedJob
from discoverycli.domain.jobs import job_voices
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.votes import Reason, not_counted

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import HireLine
    from discoverycli.domain.facts.jobs import JobFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job and everything that was hired or fired for it."""

    job: JobFact
    hires: Sequence[HireLine]


class JudgedHire(NamedTuple):
    """Something hired or fired, and why it does not count today; `None`: it counts."""

    hire: HireLine
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class JobAccount:
    """A job on a day: who hired or fired what, the latest first, and why some do not count."""

    listed: ListedJob
    hires: tuple[JudgedHire, ...]


def load(reader: Reader, number: int) -> JobFacts:
    """A job and everything that was hired or fired for it.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews
    from discoverycli.store.read import jobs as read

    return JobFacts(read.one(reader, number), interviews.hires(reader, Code("J", number)))


def calculate(facts: JobFacts, rule: Rule, today: date) -> JobAccount:
    """What all that comes to on `today`; `rule` says how long voices stay fresh."""
    job = facts.job
    heard = job_voices((each.fact for each in facts.hires), rule, today=today)
    latest = sorted(
        facts.hires, key=lambda each: (each.fact.held.day or date.min, each.fact.id), reverse=True
    )
    return JobAccount(
        ListedJob(job, heard, jobs.lint(job.story or job.text, job.type)),
        tuple(JudgedHire(each, not_counted(each.fact, rule, today=today)) for each in latest),
    )
