"""Shows jobs as a page."""

from __future__ import annotations

from collections.abc import Sequence

from discoverycli.analysis.jobs import Listed
from discoverycli.domain.jobs import JobStatus, JobVoices, Story
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.pages.json_values import sheet
from discoverycli.pages.phrases import code, findings
from discoverycli.render.blocks import Cell, Column, Inline, JsonValue, Page, Span, Table, Tone

TONES = {JobStatus.HEARD: Tone.GOOD, JobStatus.STALE: Tone.WARN, JobStatus.UNHEARD: Tone.STRONG}
_KEYS = (
    *("code", "text", "type", "story", "serves", "segment", "voices", "hired", "fired"),
    *("status", "lint"),
)


def jobs_page(listed: Sequence[Listed]) -> Page:
    """The list as a page."""
    rows = [data(each) for each in listed]
    flat = [
        {
            **row,
            "story": str(each.job.story) if each.job.story else None,
            "lint": [finding.part for finding in each.lint],
        }
        for row, each in zip(rows, listed, strict=True)
    ]
    return Page(
        title=_title(listed),
        blocks=(Table(_COLUMNS, tuple(map(_row, listed)), empty=_EMPTY),),
        data=rows,
        table=sheet(_KEYS, flat),
        footnotes=(VOICES,) if listed else (),
    )


def data(listed: Listed) -> dict[str, JsonValue]:
    """A job for programs; `docs/json.md` lists the keys."""
    job, heard = listed.job, listed.voices
    return {
        "code": f"J{job.number}",
        "text": job.text,
        "type": job.type.value,
        "story": story_data(job.story),
        "serves": [each.value for each in job.serves],
        "segment": job.segment,
        "voices": heard.voices,
        "hired": heard.hired,
        "fired": heard.fired,
        "status": heard.status.value,
        "lint": findings(listed.lint),
    }


def story_data(story: Story | None) -> JsonValue:
    """The parts of a story for programs."""
    if story is None:
        return None
    return {"situation": story.situation, "motivation": story.motivation, "outcome": story.outcome}


def heard(voices: JobVoices) -> Inline:
    """`heard: 3 voices, 2 hired, 1 fired`."""
    status = Span(voices.status.value, TONES[voices.status])
    if not voices.voices:
        return status
    counts = f"{pluralize(voices.voices, 'voice')}, {voices.hired} hired, {voices.fired} fired"
    return (status, f": {counts}")


VOICES = "One organisation is one voice; who fired one thing and hired another is in both counts."
_EMPTY = "write one down: disco jobs add 'VERB OBJECT CLARIFIER', or a line J: in a note"
_COLUMNS = (
    Column("code"),
    Column("job", flex=True),
    Column("heard", flex=True),
    Column("wording", flex=True),
)


def _row(listed: Listed) -> tuple[Cell, ...]:
    job = listed.job
    about = [job.type.value]
    if job.serves:
        about.append(f"serves {join_words(job.serves)}")
    if job.segment:
        about.append(job.segment)
    parts = ", ".join(finding.part for finding in listed.lint)
    return (
        code("J", job.number),
        (job.text, Span(f" ({', '.join(about)})", Tone.DIM)),
        heard(listed.voices),
        Span(f"check: {parts}", Tone.WARN) if parts else Span("✓", Tone.GOOD),
    )


def _title(listed: Sequence[Listed]) -> str:
    if not listed:
        return "No job is written down"
    unheard = sum(each.voices.status is not JobStatus.HEARD for each in listed)
    rest = f", {unheard} with no voice that counts today" if unheard else ""
    return f"{pluralize(len(listed), 'job')}{rest}"
