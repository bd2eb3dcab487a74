"""Shows job as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.analysis.jobs import Listed
from discoverycli.domain.text.words import join_words, person_label
from discoverycli.domain.votes import Reason
from discoverycli.pages import jobs, statement_tables
from discoverycli.pages.json_values import sheet
from discoverycli.pages.phrases import code, counts, finding
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

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import HireLine
    from discoverycli.domain.facts.jobs import JobFact
from discoverycli.analysis.job import Account

_KEYS = (
    *("hired", "rung", "text", "voice", "person", "name", "organisation", "relation"),
    *("interview", "held_on", "counted", "reason"),
)


def job_page(account: Account) -> Page:
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
        parts.append(f"serves {join_words(job.serves)}")
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
            person_label(hire.name, hire.organisation),
            Span(f", {fact.relation}{via}, {fact.held}, ", Tone.DIM),
            code("I", hire.interview),
        ),
        counts(reason),
    )


def _hire_data(hire: HireLine, reason: Reason | None) -> dict[str, JsonValue]:
    """A voice is named by its organisation, else by its person's code."""
    return {
        **statement_tables.hire_data(hire),
        "voice": hire.organisation or f"P{hire.fact.person}",
        "counted": reason is None,
        "reason": reason.value if reason else None,
    }
