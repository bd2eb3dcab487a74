"""Owns how what to learn next looks: the first opinion in full, the next in a line each, and those
that nobody is left to ask about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discoverycli.analysis.next_step import NextStep, NextSteps, PersonToAsk, most_voices
from discoverycli.domain.next_step import OUTSIDE, audience, uncertainty
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.domain.verdicts import risk
from discoverycli.domain.vocabulary import Relation, Status
from discoverycli.pages import hypotheses as hypotheses_page
from discoverycli.pages import people
from discoverycli.pages.hypothesis import standing_line
from discoverycli.pages.json_values import sheet
from discoverycli.pages.phrases import code
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

SHOWN = 5
"""Opinions on a screen: the first in full, the others in a line each; and as many of those that
nobody can be asked about."""
_SHEET = (
    *("code", "text", "status", "importance", "serves", "segment", "votes_for", "votes_against"),
    *("asked", "risk", "uncertainty", "reach", "score", "fit", "find", "about", "people"),
    *("questions",),
)


def next_steps_page(ahead: NextSteps) -> Page:
    """The list as a page."""
    steps, asks, lacking, known = ahead
    rows = [data(each) for each in steps]
    return Page(
        title=title(asks, lacking),
        blocks=blocks(steps, asks=asks, lacking=lacking, known=known),
        data=rows,
        table=sheet(_SHEET, [_flat(each) for each in rows]),
        footnotes=footnotes([each for each in steps if each.ranked.reach][:1], bool(steps)),
    )


def next_step_page(step: NextStep) -> Page:
    """A single opinion as a page."""
    found = data(step)
    hypothesis = step.ranked.standing.hypothesis
    return Page(
        title=(code("H", hypothesis.number), f" {hypothesis.text}"),
        blocks=full(step),
        data=found,
        table=sheet(_SHEET, [_flat(found)]),
        footnotes=footnotes([step], step.is_open),
    )


def data(step: NextStep) -> dict[str, JsonValue]:
    """An opinion and what to do about it for programs; `docs/json.md` lists the keys."""
    ranked = step.ranked
    return {
        **hypotheses_page.HYPOTHESIS.data(ranked.standing),
        "uncertainty": uncertainty(ranked.standing.verdict),
        "reach": ranked.reach,
        "score": ranked.score if step.is_open else None,
        "fit": len(ranked.pool.people),
        "find": None if ranked.reach else find(step),
        "about": step.about,
        "people": [
            {**people.data(each.listed), "new_voice": each.new_voice} for each in step.people
        ],
        "questions": [{"text": each.text, "why": each.why} for each in step.questions],
    }


def _flat(row: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The same for a spreadsheet, whose cells hold no objects."""

    def each(key: str, part: str) -> list[JsonValue]:
        found = row[key]
        assert isinstance(found, list)
        return [item[part] for item in found if isinstance(item, dict)]

    return {**row, "people": each("people", "code"), "questions": each("questions", "text")}


def find(step: NextStep) -> str:
    """Whom to look for: `3 prospects of the segment clinics`."""
    hypothesis, verdict = step.ranked.standing
    check = next(each for each in verdict.checks if each.name == "voices")
    number = max(int(check.need) - int(check.have), 1)
    wanted = audience(hypothesis.serves, hypothesis.segment)
    if wanted.relations == OUTSIDE:
        kind = "person" if number == 1 else "people"
        kind = f"{kind} outside the company"
    else:
        names = (_KINDS[each] for each in wanted.relations if each in _KINDS)
        kind = join_words((name if number == 1 else f"{name}s" for name in names), "or")
    segment = f" of the segment {clip(hypothesis.segment)}" if hypothesis.segment else ""
    return f"{number} {kind}{segment}"


_KINDS = {Relation.PROSPECT: "prospect", Relation.CURRENT: "current customer"}


SCORE = (
    "Score = importance × uncertainty (6 − certainty) × voices that can still be asked, at most as "
    "many as its rule asks for: a rank to choose by, not a quantity."
)
_COLLEAGUES = (
    "No new voice: a colleague stands above or has answered already, and one organisation is one "
    "voice."
)
_LONGEST = 200
"""Letters of an opinion in a list; one in full is never cut."""


def title(asks: int, lacking: int) -> str:
    """How many opinions there are to learn about."""
    if not asks and not lacking:
        return "Nothing to learn next"
    if not asks:
        return f"Nobody left to ask about {pluralize(lacking, 'open opinion')}"
    some = f", {lacking} with nobody left to ask" if lacking else ""
    return f"What to learn next: {pluralize(asks + lacking, 'open opinion')}{some}"


def blocks(steps: Sequence[NextStep], *, asks: int, lacking: int, known: int) -> tuple[Block, ...]:
    """The list; its arguments are those of `next_step.next_steps_page`."""
    first = [each for each in steps if each.ranked.reach]
    alone = [each for each in steps if not each.ranked.reach]
    found: list[Block] = []
    if first:
        hypothesis = first[0].ranked.standing.hypothesis
        heading = (code("H", hypothesis.number), Span(f" {hypothesis.text}", Tone.STRONG))
        found += [Note(heading), *full(first[0])]
    if first[1:]:
        found.append(_then(first[1:], asks))
    if alone:
        found.append(_recruit(alone, lacking))
    if not steps:
        found.append(Note(ToType(_empty(known))))
    return tuple(found)


def full(step: NextStep) -> tuple[Block, ...]:
    """An opinion in full: where it stands, what asking is worth, whom and what to ask."""
    found: list[Block] = [
        Note(standing_line(step.ranked.standing)),
        Note(Span(_worth(step), Tone.DIM)),
    ]
    if not step.ranked.reach:
        found.append(Note((Span("Nobody left to ask", Tone.WARN), f": {_why_nobody(step)}")))
    if step.people:
        found.append(_people(step.people))
    found.append(
        Lines(
            tuple((each.text, Span(f" ({each.why})", Tone.DIM)) for each in step.questions),
            "Ask about what they did" if step.about else "Ask about what they did, in general",
        )
    )
    if step.about is None:
        found.append(Note(Span(_GENERAL, Tone.DIM)))
    return tuple(found)


_GENERAL = (
    "Its words do not tell what somebody does or deals with, so the questions name nothing: an "
    "opinion like WHO does WHAT gets better ones."
)


def _worth(step: NextStep) -> str:
    """`score 60 = importance 5 × uncertainty 4 × reach 3 (…)`."""
    ranked = step.ranked
    if not step.is_open:
        until = ranked.standing.hypothesis.parked_until
        parked = ranked.standing.verdict.status is Status.PARKED
        why = f"Parked until {until}" if parked else "Settled"
        return ToType(f"{why}: disco next leaves it out.")
    factors = (
        f"importance {ranked.standing.hypothesis.importance} × uncertainty "
        f"{uncertainty(ranked.standing.verdict)} × reach {ranked.reach}"
    )
    voices = pluralize(most_voices(ranked.standing), "voice")
    fit = pluralize(len(ranked.pool.people), "person fits", "people fit")
    return f"score {ranked.score} = {factors} (of the {voices} its rule asks for; {fit})"


def _people(found: Sequence[PersonToAsk]) -> Table:
    mixed = not all(each.new_voice for each in found)
    columns = [
        Column("code"),
        Column("name", flex=True),
        Column("organisation", flex=True),
        Column("relation"),
        Column("due"),
        *([Column("new voice", drop=1)] if mixed else []),
    ]
    return Table(
        tuple(columns),
        tuple(
            (
                code("P", each.listed.person.number),
                each.listed.person.name,
                each.listed.person.organisation,
                each.listed.person.relation.value,
                people.turn(each.listed.due_in_days),
                *(["yes" if each.new_voice else Span("no", Tone.DIM)] if mixed else []),
            )
            for each in found
        ),
        title="Ask, the latest first",
    )


def _then(steps: Sequence[NextStep], asks: int) -> Table:
    more = f" ({1 + len(steps)} of {asks})" if 1 + len(steps) < asks else ""
    return Table(
        (
            Column("code"),
            Column("opinion", flex=True, lines=1),
            Column("votes", drop=1),
            Column("ask first", flex=True, lines=1),
            Column("score", align="right"),
        ),
        tuple(
            (
                code("H", each.ranked.number),
                clip(each.ranked.standing.hypothesis.text, _LONGEST),
                hypotheses_page.votes(each.ranked.standing.verdict),
                _first(each),
                each.ranked.score,
            )
            for each in steps
        ),
        title=f"Then{more}",
    )


def _first(step: NextStep) -> Inline:
    person = step.people[0].listed.person
    return (code("P", person.number), f" {person.name}")


def _recruit(steps: Sequence[NextStep], lacking: int) -> Table:
    more = f" ({len(steps)} of {lacking})" if len(steps) < lacking else ""
    return Table(
        (
            Column("code"),
            Column("opinion", flex=True),
            Column("votes", drop=1),
            Column("find", flex=True),
            Column("risk", align="right"),
        ),
        tuple(
            (
                code("H", each.ranked.number),
                clip(each.ranked.standing.hypothesis.text, _LONGEST),
                hypotheses_page.votes(each.ranked.standing.verdict),
                find(each),
                risk(each.ranked.standing.hypothesis.importance, each.ranked.standing.verdict),
            )
            for each in steps
        ),
        title=f"Nobody left to ask, the riskiest first{more}",
    )


def _why_nobody(step: NextStep) -> str:
    known = len(step.ranked.pool.people)
    why = "everybody who fits was asked" if known else "nobody who fits can be asked"
    return f"{why}; find {find(step)}"


def _empty(known: int) -> str:
    if known:
        return "every opinion is settled or put aside: disco hypotheses --all"
    return "write one down: disco hypotheses add 'WHO does WHAT because WHY'"


def footnotes(told: Sequence[NextStep], scored: bool) -> tuple[str, ...]:
    """What the words and the figures mean, of opinions told in full."""
    colleagues = any(not each.new_voice for step in told for each in step.people)
    return (
        *((_COLLEAGUES,) if colleagues else ()),
        *((SCORE, hypotheses_page.LIMITS) if scored else ()),
    )
