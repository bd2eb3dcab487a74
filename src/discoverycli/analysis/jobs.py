"""Owns the list of jobs. Answers: which jobs has anyone outside hired or fired something for?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.jobs import (
    JobFinding,
    JobStatus,
    JobVoices,
    Story,
    lint_statement,
    lint_story,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import JobType

if TYPE_CHECKING:
    from discoverycli.analysis.scope import Scope
    from discoverycli.domain.facts.jobs import JobFact
    from discoverycli.store.reader import Reader


_NOBODY = JobVoices(0, 0, 0, JobStatus.UNHEARD)


@dataclass(frozen=True, slots=True)
class JobsFacts:
    """All jobs, and the voices on those that have any."""

    jobs: Sequence[JobFact]
    voices: Mapping[int, JobVoices]


class ListedJob(NamedTuple):
    """A job, the voices on it, and what its words lack."""

    job: JobFact
    voices: JobVoices
    lint: tuple[JobFinding, ...]


def load(reader: Reader, rule: Rule, today: date) -> JobsFacts:
    """All jobs, and the voices that count by `rule` on `today`."""
    from discoverycli.store.read import jobs

    return JobsFacts(jobs.everything(reader), jobs.voices(reader, rule, today))


def calculate(facts: JobsFacts) -> list[ListedJob]:
    """The jobs with the most voices first; of equals the earlier one."""
    found = [
        ListedJob(job, facts.voices.get(job.number, _NOBODY), lint(job.story or job.text, job.type))
        for job in facts.jobs
    ]
    return sorted(found, key=lambda each: (-each.voices.voices, each.job.number))


def lint(job: str | Story, job_type: JobType) -> tuple[JobFinding, ...]:
    """What keeps a job's words from being a story, or else a statement."""
    return lint_story(job) if isinstance(job, Story) else lint_statement(job, job_type)


def jobs_report(reader: Reader, asked: Scope) -> list[ListedJob]:
    """Every job, read from the journal."""
    return calculate(load(reader, asked.rule, asked.today))
