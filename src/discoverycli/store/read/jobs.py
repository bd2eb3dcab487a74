"""Reads jobs, and how many voices were heard on each."""

from __future__ import annotations

from datetime import date, timedelta

from discoverycli.domain.facts.jobs import JobFact
from discoverycli.domain.jobs import JobStatus, JobVoices
from discoverycli.domain.rules import Rule
from discoverycli.errors import NotFoundError
from discoverycli.store.read.evidence_sql import EVER, PERSON, TOOK_PART, on
from discoverycli.store.read.facts import facts, maker
from discoverycli.store.reader import Reader

_JOBS = """
SELECT id, text, type, situation, motivation, outcome, serves, segment, author, created_on FROM job
"""
_ALL = f"{_JOBS} ORDER BY id"
_ONE = f"{_JOBS} WHERE id = :job"

_VOICES = f"""
WITH counted AS (
    SELECT e.job_id, e.hired,
           CASE WHEN p.organisation_id IS NULL THEN -p.id ELSE p.organisation_id END AS voice,
           CASE WHEN i.held_on >= :since THEN 1 END AS fresh
    FROM hire e {TOOK_PART} {PERSON} WHERE {EVER}
)
SELECT job_id,
       count(DISTINCT CASE WHEN fresh = 1 THEN voice END),
       count(DISTINCT CASE WHEN fresh = 1 AND hired = :yes THEN voice END),
       count(DISTINCT CASE WHEN fresh = 1 AND hired <> :yes THEN voice END)
FROM counted GROUP BY job_id
"""


def everything(reader: Reader) -> list[JobFact]:
    """All jobs, in the order of their codes."""
    return facts(reader, JobFact, _ALL)


def one(reader: Reader, number: int) -> JobFact:
    """A job.

    Raises:
        NotFoundError: there is none of that number.
    """
    row = reader.row(_ONE, {"job": number})
    if row is None:
        raise NotFoundError(f"there is no J{number}", "disco jobs")
    return maker(JobFact)(row)


def voices(reader: Reader, rule: Rule, today: date) -> dict[int, JobVoices]:
    """The voices on each job that has any, also those that are too old to count.

    It is `domain.jobs.job_voices`, counted by the database: both give the same, always.
    """
    parameters = {**on(today), "since": today - timedelta(days=rule.fresh_days), "yes": True}
    return {
        number: JobVoices(heard, hired, fired, JobStatus.HEARD if heard else JobStatus.STALE)
        for number, heard, hired, fired in reader.rows(_VOICES, parameters)
    }
