"""Lists jobs, and tells of one what was hired and fired for it, by whom, and whether it is well
worded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.jobs import JobFinding, JobStatus, JobVoices, Story
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.pages.calls.statement_tables import HIRE
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, facts, inner, present, table
from discoverycli.pages.phrases import code, counts, finding, heard_from, label, written_down
from discoverycli.render.blocks import Inline, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.jobs import JobAccount, JudgedHire, ListedJob

TONES = {JobStatus.HEARD: Tone.GOOD, JobStatus.STALE: Tone.WARN, JobStatus.UNHEARD: Tone.STRONG}
FINDING: Shape[JobFinding] = Shape(
    "finding",
    "A part of a job's wording that does not hold.",
    Field("part", "text", "such as verb, object, clarifier or solution"),
    Field("message", "text", "what was found"),
    Field("hint", "text", "what would hold"),
)
_STORY: Shape[Story] = inner(
    Field("situation", "text", "When …"),
    Field("motivation", "text", "I want to …"),
    Field("outcome", "text", "so I can …"),
)
JOB: Shape[ListedJob] = Shape(
    "job",
    "A job and whether it is heard.",
    Field("code", "J", "such as J2", lambda e: e.job.number),
    Field("text", "text", "its words", lambda e: e.job.text),
    Field("type", "text", "core, related, emotional, social or consumption",
          lambda e: e.job.type),
    Field("story", _STORY.maybe, "its three parts, of a job told as a story",
          lambda e: e.job.story, flat=lambda e: str(e.job.story) if e.job.story else None),
    Field("serves", "text[]", "current, future, company", lambda e: e.job.serves),
    Field("segment", "text?", "whose job it is", lambda e: e.job.segment),
    Field("voices", "whole", "voices that hired or fired something for it",
          lambda e: e.voices.voices),
    Field("hired", "whole", "of these, the ones that hired", lambda e: e.voices.hired),
    Field("fired", "whole", "of these, the ones that fired", lambda e: e.voices.fired),
    Field("status", "text", "unheard, heard or stale", lambda e: e.voices.status),
    Field("lint", FINDING.many, "what does not hold in its wording", flat=lambda e: _lacking(e)),
)  # fmt: skip


def jobs_page(listed: Sequence[ListedJob]) -> Page:
    """The list as a page."""
    return Page(
        title=_title(listed),
        blocks=(table(_COLUMNS, listed, empty=_EMPTY),),
        data=JOB.rows(listed),
        table=lambda: JOB.sheet(listed),
        footnotes=(VOICES,) if listed else (),
    )


def heard(voices: JobVoices) -> Inline:
    """`heard: 3 voices, 2 hired, 1 fired`."""
    status = Span(voices.status.value, TONES[voices.status])
    if not voices.voices:
        return status
    counts = f"{pluralize(voices.voices, 'voice')}, {voices.hired} hired, {voices.fired} fired"
    return (status, f": {counts}")


VOICES = "One organisation is one voice; who fired one thing and hired another is in both counts."
_EMPTY = "write one down: disco jobs add 'VERB OBJECT CLARIFIER', or a line J: in a note"
_COLUMNS: tuple[Shown[ListedJob], ...] = (
    Shown("code", lambda each: code("J", each.job.number)),
    Shown("job", lambda each: (each.job.text, Span(f" ({_about(each)})", Tone.DIM)), flex=True),
    Shown("heard", lambda each: heard(each.voices), flex=True),
    Shown("wording", lambda each: _wording(each), flex=True),
)


def _about(listed: ListedJob) -> str:
    job = listed.job
    serves = [f"serves {join_words(job.serves)}"] if job.serves else []
    return ", ".join((job.type.value, *serves, *([job.segment] if job.segment else [])))


def _lacking(listed: ListedJob, between: str = "; ") -> str:
    return between.join(finding.part for finding in listed.lint)


def _wording(listed: ListedJob) -> Span:
    parts = _lacking(listed, ", ")
    return Span(f"check: {parts}", Tone.WARN) if parts else Span("✓", Tone.GOOD)


def _title(listed: Sequence[ListedJob]) -> str:
    if not listed:
        return "No job is written down"
    unheard = sum(each.voices.status is not JobStatus.HEARD for each in listed)
    rest = f", {unheard} with no voice that counts today" if unheard else ""
    return f"{pluralize(len(listed), 'job')}{rest}"


_HIRES_SHEET = (
    "hired rung text voice person name organisation relation interview held_on counted reason"
)
_HIRE: Shape[JudgedHire] = Shape(
    "judged hire",
    "The same, on the job's own page.",
    KeysOf(HIRE, lambda each: each.hire),
    Field("voice", "text", "whose it is: the organisation's name, else the person's code",
          lambda each: each.hire.organisation or f"P{each.hire.fact.person}"),
    Field("counted", "flag", "whether it counts today", lambda each: each.reason is None),
    Field("reason", "text?", "why not, as of a voice"),
)  # fmt: skip
JOB_PAGE: Shape[JobAccount] = Shape(
    "job page",
    "A job with everything behind it.",
    KeysOf(JOB, lambda account: account.listed),
    Field("author", "text", "who wrote it down", lambda account: account.listed.job.author),
    Field("created_on", "day", "when", lambda account: account.listed.job.created_on),
    Field("hires", _HIRE.many, "what was hired and fired, the latest first"),
)


def job_page(account: JobAccount) -> Page:
    """The job as a page."""
    job, listed = account.listed.job, account.listed
    nobody = f"nobody yet: write J{job.number}+ (hired) or J{job.number}- (fired) in a note"
    parts = ("when", "they want to", "so they can")
    kind = f"{job.type} job, told as a story" if job.story else f"{job.type} job"
    about = " · ".join([kind, *written_down(job)])
    return Page(
        title=(code("J", job.number), f" {job.text}"),
        blocks=present(
            Note(heard(listed.voices)),
            facts(*zip(parts, job.story, strict=True)) if job.story else None,
            Note(Span(about, Tone.DIM)),
            table(_HIRE_COLUMNS, account.hires, title="Hired and fired", empty=nobody),
            wording(listed),
        ),
        data=JOB_PAGE.data(account),
        table=lambda: _HIRE.sheet(account.hires, _HIRES_SHEET),
        footnotes=(VOICES,) if account.hires else (),
    )


def wording(listed: ListedJob) -> Lines:
    """What a lint has to say about a job's words: advice, nothing more."""
    lines = tuple(map(finding, listed.lint))
    return Lines(lines, title="Wording", mark="!", empty="nothing to mend")


_HIRE_COLUMNS: tuple[Shown[JudgedHire], ...] = (
    Shown("", lambda e: Span("hired", Tone.GOOD) if e.hire.hired else Span("fired", Tone.BAD)),
    Shown("rung", lambda e: e.hire.fact.rung.word),
    Shown("what", lambda e: e.hire.text or Span("no words", Tone.DIM), flex=True),
    Shown("who", lambda e: heard_from(label(e.hire), e.hire), flex=True),
    Shown("counts", lambda e: counts(e.reason)),
)
