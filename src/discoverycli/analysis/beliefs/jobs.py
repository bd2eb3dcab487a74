"""Answers: for which jobs has anybody outside hired or fired something, and who?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.jobs import JobFinding, JobStatus, JobVoices, job_voices, lint_job
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Code
from discoverycli.domain.votes import Reason, not_counted

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.calls import HireLine
    from discoverycli.domain.facts.jobs import JobFact
    from discoverycli.store.reader import Reader


_NOBODY = JobVoices(0, 0, 0, JobStatus.UNHEARD)


class ListedJob(NamedTuple):
    """A job, the voices on it, and what its words lack."""

    job: JobFact
    voices: JobVoices
    lint: tuple[JobFinding, ...]


class JudgedHire(NamedTuple):
    """Something hired or fired, and why it does not count today; `None`: it counts."""

    hire: HireLine
    reason: Reason | None


class JobAccount(NamedTuple):
    """A job on a day: who hired or fired what, the latest first."""

    listed: ListedJob
    hires: tuple[JudgedHire, ...]


def jobs_report(reader: Reader, asked: Scope) -> list[ListedJob]:
    """Every job, read from the journal."""
    return listed_jobs(reader, asked.rule, asked.today)


def listed_jobs(reader: Reader, rule: Rule, today: date) -> list[ListedJob]:
    """The jobs, those with the most voices that count by `rule` first, then the earlier ones."""
    from discoverycli.store.read import jobs

    voices = jobs.voices(reader, rule, today)
    found = [_listed(job, voices.get(job.number, _NOBODY)) for job in jobs.everything(reader)]
    return sorted(found, key=lambda each: (-each.voices.voices, each.job.number))


def job_account(reader: Reader, number: int, rule: Rule, today: date) -> JobAccount:
    """A job with everything that was hired or fired for it; `rule` says how long voices count.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import interviews, jobs

    job = jobs.one(reader, number)
    hires = interviews.hires(reader, Code("J", number))
    latest = sorted(
        hires, key=lambda each: (each.fact.held.day or date.min, each.fact.id), reverse=True
    )
    return JobAccount(
        _listed(job, job_voices((each.fact for each in hires), rule, today=today)),
        tuple(JudgedHire(each, not_counted(each.fact, rule, today=today)) for each in latest),
    )


def _listed(job: JobFact, voices: JobVoices) -> ListedJob:
    return ListedJob(job, voices, lint_job(job.story or job.text, job.type))
