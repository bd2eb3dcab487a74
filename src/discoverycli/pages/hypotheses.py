"""Shows hypotheses as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.guide.solutions import smells_like_solution
from discoverycli.domain.text.words import clip, join_words, name_key, pluralize
from discoverycli.domain.verdicts import Verdict, lacks, risk
from discoverycli.domain.vocabulary import Status
from discoverycli.pages.json_values import iso, sheet
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import HypothesisFact, Standing
    from discoverycli.domain.why import Depth
from discoverycli.analysis.hypotheses import OPEN, Listing, Wanted

LIMITS = (
    "Interviews are weak evidence beside behaviour; counts describe those asked, not the market."
)
"""What every count of voices leaves out; printed once below it."""
DENOMINATOR = (
    "One organisation is one voice. “5 of 6 asked”: six voices were asked, five took a side."
)
_VOTES = "One organisation is one voice. “2–1 of 4”: two for and one against, of four voices asked."
TONES: Mapping[Status, Tone] = {
    Status.VALIDATED: Tone.GOOD,
    Status.REFUTED: Tone.BAD,
    Status.MIXED: Tone.WARN,
    Status.STALE: Tone.WARN,
    Status.TESTING: Tone.PLAIN,
    Status.UNVALIDATED: Tone.PLAIN,
    Status.PARKED: Tone.DIM,
}
_LONGEST = 200
"""Letters of an opinion that a list shows; one on its own is never cut."""
_MARK = "◇ "
"""Stands before an opinion that reads like a solution."""
_PROBLEM = "disco hypotheses add 'WHO suffers WHAT'"
_COLUMNS = (
    Column("code"),
    Column("opinion", flex=True),
    Column("status"),
    Column("votes"),
    Column("still lacks", flex=True),
    Column("importance", align="right", drop=1),
    Column("serves", drop=2),
    Column("class", drop=3),
    Column("segment", drop=4),
)
_DEPTH = Column("whys", drop=5)
"""Only where why has been asked of any."""
_SHEET = (
    *("code", "text", "status", "was", "class", "origin", "importance", "serves", "segment"),
    *("votes_for", "votes_against", "asked", "neutral", "split", "fresh_until", "lacks", "risk"),
    *("revision", "author", "created_on", "parked_until", "parked_reason", "solution"),
    "why_depth",
)
"""The keys that a spreadsheet shows."""


def hypotheses_page(listing: Listing) -> Page:
    """The list as a page."""
    rows = [
        {**data(each), "why_depth": depth.depth if depth else 0}
        for each in listing.listed
        for depth in (listing.depths.get(each.hypothesis.number),)
    ]
    notes = (_summary(listing), _solutions(rows))
    return Page(
        title=_title(listing),
        blocks=(*(Note(each) for each in notes if each), _table(listing, rows)),
        data=rows,
        table=sheet(_SHEET, rows),
        footnotes=(_VOTES, LIMITS) if listing.listed else (),
    )


def _table(listing: Listing, data: Sequence[Mapping[str, JsonValue]]) -> Table:
    """Hypotheses in the order they come, each with its words, its counts and what it lacks."""
    asked = any(each.hypothesis.number in listing.depths for each in listing.listed)
    rows = tuple(
        (
            Span(f"H{each.hypothesis.number}", Tone.CODE),
            _opinion(each.hypothesis, smells=known["solution"] is not None),
            Span(each.verdict.status.value, TONES[each.verdict.status]),
            votes(each.verdict),
            still_lacks(each),
            each.hypothesis.importance,
            ", ".join(each.hypothesis.serves),
            each.hypothesis.risk_class.value,
            clip(each.hypothesis.segment or ""),
            *([_depth(listing.depths.get(each.hypothesis.number))] if asked else []),
        )
        for each, known in zip(listing.listed, data, strict=True)
    )
    return Table((*_COLUMNS, _DEPTH) if asked else _COLUMNS, rows, empty=_empty(listing))


def _opinion(hypothesis: HypothesisFact, *, smells: bool) -> Inline:
    """An opinion's words, marked where it reads like a solution."""
    words = clip(hypothesis.text, _LONGEST)
    return (Span(_MARK, Tone.WARN), words) if smells else words


def _depth(depth: Depth | None) -> str:
    return f"heard {depth.depth} deep" if depth else "none"


def votes(verdict: Verdict) -> str:
    """`2–1 of 4`: two for and one against, of four voices asked."""
    if not verdict.asked:
        return "none"
    return f"{verdict.votes_for}–{verdict.votes_against} of {verdict.asked}"


def where_it_stands(verdict: Verdict) -> tuple[str | Span, ...]:
    """`testing: 4 for, 1 against, 5 of 6 asked`."""
    standing = f" ({verdict.was})" if verdict.status is Status.PARKED else ""
    return (Span(verdict.status.value, TONES[verdict.status]), f"{standing}: {counts(verdict)}")


def counts(verdict: Verdict) -> str:
    """The votes, and how many of those asked took a side."""
    if not verdict.asked:
        return "no votes"
    voted = verdict.votes_for + verdict.votes_against
    return (
        f"{verdict.votes_for} for, {verdict.votes_against} against, "
        f"{voted} of {verdict.asked} asked"
    )


def still_lacks(standing: Standing) -> str:
    """What is missing for a validation; of what is settled or parked, how long that lasts."""
    verdict = standing.verdict
    if verdict.status is Status.PARKED:
        hypothesis = standing.hypothesis
        return f"parked until {hypothesis.parked_until}: {clip(hypothesis.parked_reason or '')}"
    if verdict.status in (Status.VALIDATED, Status.REFUTED):
        return f"holds until {verdict.fresh_until}" if verdict.fresh_until else "holds"
    return ", ".join(lacks(verdict))


def doubt(standing: Standing, hint: str = f"Write it down: {_PROBLEM}") -> list[Block]:
    """The question that an opinion phrased as a solution is asked; nothing of the others."""
    solution = smells_like_solution(standing.hypothesis.text, standing.hypothesis.risk_class)
    if solution is None:
        return []
    asked = f"'{solution}' reads like a solution: which problem would it solve, and whose?"
    return [Lines(((f"{asked} ", ToType(hint)),), mark="!")]


def data(standing: Standing) -> dict[str, JsonValue]:
    """A hypothesis and its verdict for programs; `docs/json.md` lists the keys."""
    hypothesis, verdict = standing
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "status": verdict.status.value,
        "was": verdict.was.value if verdict.was else None,
        "class": hypothesis.risk_class.value,
        "origin": hypothesis.origin.value,
        "importance": hypothesis.importance,
        "serves": [each.value for each in hypothesis.serves],
        "segment": hypothesis.segment,
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "neutral": verdict.neutral,
        "split": verdict.split,
        "fresh_until": iso(verdict.fresh_until),
        "checks": [
            {"name": check.name, "ok": check.ok, "have": check.have, "need": check.need}
            for check in verdict.checks
        ],
        "lacks": list(lacks(verdict)),
        "risk": risk(hypothesis.importance, verdict),
        "revision": hypothesis.revision,
        "author": hypothesis.author,
        "created_on": hypothesis.created_on.isoformat(),
        "parked_until": iso(hypothesis.parked_until),
        "parked_reason": hypothesis.parked_reason,
        "solution": smells_like_solution(hypothesis.text, hypothesis.risk_class),
    }


def _title(listing: Listing) -> str:
    number, wanted = len(listing.listed), listing.wanted
    which = _which(wanted)
    if set(wanted.statuses) == set(OPEN):
        if not number:
            return f"No opinion is waiting for validation{which}"
        return f"{pluralize(number, 'opinion')} nobody outside has validated{which}"
    noun = "hypothesis" if number == 1 else "hypotheses"
    if set(wanted.statuses) != set(Status):
        which = f": {join_words(wanted.statuses, 'or')}{which}"
    return f"{number or 'No'} {noun}{which}"


def _which(wanted: Wanted) -> str:
    """The filters, in words."""
    parts = []
    if wanted.risk_class:
        parts.append(f"class {wanted.risk_class}")
    if wanted.serves:
        parts.append(f"serves {wanted.serves}")
    if wanted.segment:
        parts.append(f"segment {clip(wanted.segment)}")
    return f" ({', '.join(parts)})" if parts else ""


def _summary(listing: Listing) -> Inline:
    """How many of each status are listed, and how many of each are not."""
    listed: list[str | Span] = []
    for status in Status:
        if status in listing.wanted.statuses and listing.totals.get(status):
            listed += [" · "] if listed else []
            listed.append(Span(f"{listing.totals[status]} {status}", TONES[status]))
    others = [
        f"{listing.totals[status]} {status}"
        for status in Status
        if status not in listing.wanted.statuses and listing.totals.get(status)
    ]
    if others:
        gap = " · " if listed else ""
        listed.append(Span(f"{gap}not listed: {', '.join(others)} (--all)", Tone.DIM))
    return tuple(listed)


def _solutions(rows: Sequence[Mapping[str, JsonValue]]) -> Inline:
    """How many of the opinions listed are asked for their problem."""
    number = sum(row["solution"] is not None for row in rows)
    if not number:
        return ""
    said = f"{number} of {pluralize(len(rows), 'opinion')}"
    reads = f"{said} {'reads like a solution' if number == 1 else 'read like solutions'}"
    which = "which problem would it solve?" if number == 1 else "which problem would they solve?"
    return (Span(_MARK, Tone.WARN), f"{reads}: {which} Write it down: {_PROBLEM}")


def _empty(listing: Listing) -> str:
    wanted = listing.wanted
    known = {name_key(segment) for segment in listing.segments}
    if wanted.segment and name_key(wanted.segment) not in known:
        names = ", ".join(clip(each, 30) for each in listing.segments) or "none yet"
        return f"segments that hypotheses name: {names}"
    if sum(listing.totals.values()):
        return "disco hypotheses --all shows the others"
    return "write one down: disco hypotheses add 'WHO does WHAT because WHY'"
