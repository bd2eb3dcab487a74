"""Tells what to learn next and whom to ask: the first opinion in full, a line for each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.analysis.beliefs.next_step import NextStep, NextSteps, PersonToAsk, most_voices
from discoverycli.domain.next_step import OUTSIDE, audience, uncertainty
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.domain.verdicts import risk
from discoverycli.domain.vocabulary import Relation, Status
from discoverycli.pages.beliefs import hypotheses as hypotheses_page
from discoverycli.pages.beliefs.hypothesis import standing_line
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.people import people
from discoverycli.pages.phrases import code, out_of
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.domain.guide.past_questions import PastQuestion

SHOWN = 5
"""Opinions on a screen: the first in full, the others in a line each; and as many of those that
nobody can be asked about."""
_QUESTION: Shape[PastQuestion] = inner(
    Field("text", "text", "what to ask"), Field("why", "text", "what it is after")
)
_PERSON: Shape[PersonToAsk] = Shape(
    "person to ask",
    "Someone to ask about an opinion.",
    KeysOf(people.PERSON, lambda p: p.listed),
    Field("new_voice", "flag", "whether nobody of their voice has answered, or stands before them"),
)
_STEP: Shape[NextStep] = Shape(
    "next step",
    "An opinion to learn about next: whom to ask, and what.",
    KeysOf(hypotheses_page.HYPOTHESIS, lambda s: s.ranked.standing),
    Field("uncertainty", "whole", "6 − certainty, 1 to 5; see docs/methods.md",
          lambda s: uncertainty(s.ranked.standing.verdict)),
    Field("reach", "whole", "voices that can still be asked, at most as many as its rule asks for",
          lambda s: s.ranked.reach),
    Field("score", "whole?", "importance × uncertainty × reach; null for what is settled or parked",
          lambda s: s.ranked.score if s.is_open else None),
    Field("fit", "whole", "people it is about who can be asked at all, those who answered among "
          "them", lambda s: len(s.ranked.pool.people)),
    Field("find", "text?", "whom to look for; null while somebody can be asked",
          lambda s: None if s.ranked.reach else find(s)),
    Field("about", "text?", "what the questions are about; null where they are general"),
    Field("people", _PERSON.many, "whom to ask, the first first; at most 5",
          flat=lambda s: "; ".join(p.listed.person.code for p in s.people)),
    Field("questions", _QUESTION.many, "three, the most wanted first",
          flat=lambda s: "; ".join(each.text for each in s.questions)),
)  # fmt: skip
_SHEET = (
    "code text status importance serves segment votes_for votes_against asked risk uncertainty "
    "reach score fit find about people questions"
)


def next_steps_page(ahead: NextSteps) -> Page:
    """The list as a page."""
    steps, asks, lacking, known = ahead
    return Page(
        title=title(asks, lacking),
        blocks=blocks(steps, asks=asks, lacking=lacking, known=known),
        data=_STEP.rows(steps),
        table=lambda: _STEP.sheet(steps, _SHEET),
        footnotes=footnotes([each for each in steps if each.ranked.reach][:1], bool(steps)),
    )


def next_step_page(step: NextStep) -> Page:
    """A single opinion as a page."""
    hypothesis = step.ranked.standing.hypothesis
    return Page(
        title=(code("H", hypothesis.number), f" {hypothesis.text}"),
        blocks=full(step),
        data=_STEP.data(step),
        table=lambda: _STEP.sheet([step], _SHEET),
        footnotes=footnotes([step], step.is_open),
    )


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
    full_one: tuple[Block, ...] = ()
    if first:
        hypothesis = first[0].ranked.standing.hypothesis
        heading = (code("H", hypothesis.number), Span(f" {hypothesis.text}", Tone.STRONG))
        full_one = (Note(heading), *full(first[0]))
    then = out_of("Then", len(first), asks)
    recruit = out_of("Nobody left to ask, the riskiest first", len(alone), lacking)
    return present(
        *full_one,
        table(_THEN_COLUMNS, first[1:], title=then) if first[1:] else None,
        table(_RECRUIT_COLUMNS, alone, title=recruit) if alone else None,
        None if steps else Note(ToType(_empty(known))),
    )


def full(step: NextStep) -> tuple[Block, ...]:
    """An opinion in full: where it stands, what asking is worth, whom and what to ask."""
    nobody = (Span("Nobody left to ask", Tone.WARN), f": {_why_nobody(step)}")
    asked = "Ask about what they did" if step.about else "Ask about what they did, in general"
    questions = ((each.text, Span(f" ({each.why})", Tone.DIM)) for each in step.questions)
    return present(
        Note(standing_line(step.ranked.standing)),
        Note(Span(_worth(step), Tone.DIM)),
        None if step.ranked.reach else Note(nobody),
        _people(step.people) if step.people else None,
        Lines(tuple(questions), asked),
        Note(Span(_GENERAL, Tone.DIM)) if step.about is None else None,
    )


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
    columns = (*_PEOPLE_COLUMNS, _NEW_VOICE) if mixed else _PEOPLE_COLUMNS
    return table(columns, found, title="Ask, the latest first")


def _first(step: NextStep) -> Inline:
    person = step.people[0].listed.person
    return (code("P", person.number), f" {person.name}")


_PEOPLE_COLUMNS: tuple[Shown[PersonToAsk], ...] = (
    Shown("code", lambda p: code("P", p.listed.person.number)),
    Shown("name", lambda p: p.listed.person.name, flex=True),
    Shown("organisation", lambda p: p.listed.person.organisation, flex=True),
    Shown("relation", lambda p: p.listed.person.relation.value),
    Shown("due", lambda p: people.turn(p.listed.due_in_days)),
)
_NEW_VOICE: Shown[PersonToAsk] = Shown(
    "new voice", lambda p: "yes" if p.new_voice else Span("no", Tone.DIM), drop=1
)
_CODE: Shown[NextStep] = Shown("code", lambda s: code("H", s.ranked.number))
_VOTES: Shown[NextStep] = Shown(
    "votes", lambda s: hypotheses_page.votes(s.ranked.standing.verdict), drop=1
)
_THEN_COLUMNS: tuple[Shown[NextStep], ...] = (
    _CODE,
    Shown("opinion", lambda s: _text(s), flex=True, lines=1),
    _VOTES,
    Shown("ask first", lambda s: _first(s), flex=True, lines=1),
    Shown("score", lambda s: s.ranked.score, align="right"),
)
_RECRUIT_COLUMNS: tuple[Shown[NextStep], ...] = (
    _CODE,
    Shown("opinion", lambda s: _text(s), flex=True),
    _VOTES,
    Shown("find", lambda s: find(s), flex=True),
    Shown("risk", lambda s: risk(s.ranked.standing.hypothesis.importance,
                                 s.ranked.standing.verdict), align="right"),
)  # fmt: skip


def _text(step: NextStep) -> str:
    return clip(step.ranked.standing.hypothesis.text, _LONGEST)


def _why_nobody(step: NextStep) -> str:
    known = len(step.ranked.pool.people)
    why = "everybody who fits was asked" if known else "nobody who fits can be asked"
    return f"{why}; find {find(step)}"


def _empty(known: int) -> str:
    if known:
        return "every opinion is settled or put aside: disco hypotheses --all"
    return "write one down: disco hypotheses add 'WHO does WHAT because WHY'"


def footnotes(told: Sequence[NextStep], scored: bool) -> tuple[str, ...]:
    """What the words and the figures mean, for opinions shown in full."""
    colleagues = any(not each.new_voice for step in told for each in step.people)
    scores = (SCORE, hypotheses_page.LIMITS) if scored else ()
    return present(_COLLEAGUES if colleagues else None, *scores)
