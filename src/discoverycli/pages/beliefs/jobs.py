"""Lists jobs, and says whether each is heard and well worded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.jobs import JobFinding, JobStatus, JobVoices, Story
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.pages.fields import Field, Shape, Shown, inner, table
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Inline, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.jobs import ListedJob

TONES = {JobStatus.HEARD: Tone.GOOD, JobStatus.STALE: Tone.WARN, JobStatus.UNHEARD: Tone.STRONG}
FINDING: Shape[JobFinding] = Shape(
    "finding",
    "A part of a job's wording that does not hold.",
    Field("part", "text", "such as verb, object, clarifier or solution", lambda f: f.part),
    Field("message", "text", "what was found", lambda f: f.message),
    Field("hint", "text", "what would hold", lambda f: f.hint),
)
_STORY: Shape[Story] = inner(
    Field("situation", "text", "When …", lambda story: story.situation),
    Field("motivation", "text", "I want to …", lambda story: story.motivation),
    Field("outcome", "text", "so I can …", lambda story: story.outcome),
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
    Field("lint", FINDING.many, "what does not hold in its wording",
          lambda e: e.lint, flat=lambda e: _lacking(e)),
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
