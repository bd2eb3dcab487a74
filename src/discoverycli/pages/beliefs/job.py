"""Tells of one job what was hired and fired for it, by whom, and whether it is well worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.words import join_words, person_label
from discoverycli.pages.beliefs import jobs
from discoverycli.pages.calls.statement_tables import HIRE
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, table
from discoverycli.pages.phrases import code, counts, finding
from discoverycli.render.blocks import Block, Facts, Inline, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.jobs import JobAccount, JudgedHire, ListedJob
    from discoverycli.domain.facts.calls import HireLine
    from discoverycli.domain.facts.jobs import JobFact

_SHEET = "hired rung text voice person name organisation relation interview held_on counted reason"
_HIRE: Shape[JudgedHire] = Shape(
    "judged hire",
    "The same, on the job's own page.",
    KeysOf(HIRE, lambda each: each.hire),
    Field("voice", "text", "whose it is: the organisation's name, else the person's code",
          lambda each: each.hire.organisation or f"P{each.hire.fact.person}"),
    Field("counted", "flag", "whether it counts today", lambda each: each.reason is None),
    Field("reason", "text?", "why not, as of a voice", lambda each: each.reason),
)  # fmt: skip
JOB_PAGE: Shape[JobAccount] = Shape(
    "job page",
    "A job with everything behind it.",
    KeysOf(jobs.JOB, lambda account: account.listed),
    Field("author", "text", "who wrote it down", lambda account: account.listed.job.author),
    Field("created_on", "day", "when", lambda account: account.listed.job.created_on),
    Field("hires", _HIRE.many, "what was hired and fired, the latest first", lambda a: a.hires),
)


def job_page(account: JobAccount) -> Page:
    """The job as a page."""
    job, listed = account.listed.job, account.listed
    hires = table(
        _COLUMNS,
        account.hires,
        title="Hired and fired",
        empty=f"nobody yet: write J{job.number}+ (hired) or J{job.number}- (fired) in a note",
    )
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
    blocks += [Note(Span(_about(job), Tone.DIM)), hires, wording(listed)]
    return Page(
        title=(code("J", job.number), f" {job.text}"),
        blocks=tuple(blocks),
        data=JOB_PAGE.data(account),
        table=lambda: _HIRE.sheet(account.hires, _SHEET),
        footnotes=(jobs.VOICES,) if account.hires else (),
    )


def wording(listed: ListedJob) -> Lines:
    """What a lint has to say about a job's words: advice, nothing more."""
    lines: tuple[Inline, ...] = tuple(map(finding, listed.lint))
    return Lines(lines, title="Wording", mark="!", empty="nothing to mend")


def _about(job: JobFact) -> str:
    parts = [f"{job.type} job" if job.story is None else f"{job.type} job, told as a story"]
    if job.serves:
        parts.append(f"serves {join_words(job.serves)}")
    if job.segment:
        parts.append(f"segment {job.segment}")
    parts.append(f"written down {job.created_on} by {job.author}")
    return " · ".join(parts)


_COLUMNS: tuple[Shown[JudgedHire], ...] = (
    Shown("", lambda e: Span("hired", Tone.GOOD) if e.hire.hired else Span("fired", Tone.BAD)),
    Shown("rung", lambda e: e.hire.fact.rung.word),
    Shown("what", lambda e: e.hire.text or Span("no words", Tone.DIM), flex=True),
    Shown("who", lambda e: _who(e.hire), flex=True),
    Shown("counts", lambda e: counts(e.reason)),
)


def _who(hire: HireLine) -> Inline:
    via = f" via {hire.via}" if hire.via else ""
    return (
        person_label(hire.name, hire.organisation),
        Span(f", {hire.fact.relation}{via}, {hire.fact.held}, ", Tone.DIM),
        code("I", hire.interview),
    )
