"""Lists hypotheses with status, votes and what each still needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs.hypotheses import OPEN, HypothesesListing, HypothesesWanted
from discoverycli.domain.guide.solutions import smells_like_solution
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.domain.verdicts import VERDICTS, Check, Verdict, lacks, risk
from discoverycli.domain.vocabulary import Status
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.pages.phrases import joined
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.week import WeekChange
    from discoverycli.domain.decisions import Stood
    from discoverycli.domain.facts.decisions import StoodFact
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.matrix import Votes
    from discoverycli.domain.why import Depth

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


class _Listed(NamedTuple):
    standing: Standing
    depth: Depth | None

    @property
    def smells(self) -> bool:
        return _solution(self.standing) is not None


def _solution(standing: Standing) -> str | None:
    return smells_like_solution(standing.hypothesis.text, standing.hypothesis.risk_class)


_CHECK: Shape[Check] = inner(
    Field("name", "text", "voices, majority, lived or prospects"),
    Field("ok", "flag", "whether it holds"),
    Field("have", "scalar", "what there is; of the majority a text such as 5-1"),
    Field("need", "scalar", "what is needed, in the same way"),
)
HYPOTHESIS: Shape[Standing] = Shape(
    "hypothesis",
    "An opinion and where it stands.",
    Field("code", "H", "such as H3", lambda s: s.hypothesis.number),
    Field("text", "text", "the opinion", lambda s: s.hypothesis.text),
    Field("status", "text", "unvalidated, testing, mixed, stale, validated, refuted or parked",
          lambda s: s.verdict.status),
    Field("was", "text?", "of a stale one, the verdict it had; of a parked one, its status without "
          "that", lambda s: s.verdict.was),
    Field("class", "text", "desirability, viability, feasibility, usability or ethical",
          lambda s: s.hypothesis.risk_class),
    Field("origin", "text", "team, customer or data", lambda s: s.hypothesis.origin),
    Field("importance", "whole", "1 to 5", lambda s: s.hypothesis.importance),
    Field("serves", "text[]", "current, future, company", lambda s: s.hypothesis.serves),
    Field("segment", "text?", "the segment it is about", lambda s: s.hypothesis.segment),
    KeysOf(keys.VOTES, lambda s: s.verdict),
    Field("neutral", "whole", "of those asked, the ones with no answer either way",
          lambda s: s.verdict.neutral),
    Field("split", "whole", "of those asked, the organisations whose people disagree evenly",
          lambda s: s.verdict.split),
    Field("fresh_until", "day?", "the last day a validation or refutation holds by itself",
          lambda s: s.verdict.fresh_until),
    Field("checks", _CHECK.many, "the rule, check by check", lambda s: s.verdict.checks),
    Field("lacks", "text[]", "what it still lacks, in words", lambda s: lacks(s.verdict)),
    Field("risk", "whole", "importance × (6 − certainty); see docs/methods.md",
          lambda s: risk(s.hypothesis.importance, s.verdict)),
    Field("revision", "whole", "the number of its criteria, 1 until they are changed",
          lambda s: s.hypothesis.revision),
    Field("author", "text", "who wrote it down", lambda s: s.hypothesis.author),
    Field("created_on", "day", "when", lambda s: s.hypothesis.created_on),
    Field("parked_until", "day?", "the day to look again", lambda s: s.hypothesis.parked_until),
    Field("parked_reason", "text?", "why it is put aside", lambda s: s.hypothesis.parked_reason),
    Field("solution", "text?", "words by which it reads like a solution, if it does",
          lambda s: _solution(s)),
)  # fmt: skip
LISTED: Shape[_Listed] = Shape(
    "hypothesis listed",
    "An opinion in a list.",
    KeysOf(HYPOTHESIS, lambda each: each.standing),
    Field("why_depth", "whole", "answers to why in a row from the opinion that are heard; "
          "0 without any", lambda each: each.depth.depth if each.depth else 0),
)  # fmt: skip
_COLUMNS: tuple[Shown[_Listed], ...] = (
    Shown("code", lambda e: Span(f"H{e.standing.hypothesis.number}", Tone.CODE)),
    Shown("opinion", lambda e: _opinion(e), flex=True),
    Shown("status", lambda e: status(e.standing.verdict)),
    Shown("votes", lambda e: votes(e.standing.verdict)),
    Shown("still lacks", lambda e: still_lacks(e.standing), flex=True),
    Shown("importance", lambda e: e.standing.hypothesis.importance, align="right", drop=1),
    Shown("serves", lambda e: ", ".join(e.standing.hypothesis.serves), drop=2),
    Shown("class", lambda e: e.standing.hypothesis.risk_class.value, drop=3),
    Shown("segment", lambda e: clip(e.standing.hypothesis.segment or ""), drop=4),
)
_DEPTH: Shown[_Listed] = Shown(
    "whys", lambda e: f"heard {e.depth.depth} deep" if e.depth else "none", drop=5
)
"""Only where why has been asked of any."""


def hypotheses_page(listing: HypothesesListing) -> Page:
    """The list as a page."""
    listed = [_Listed(each, listing.depths.get(each.hypothesis.number)) for each in listing.listed]
    columns = (*_COLUMNS, _DEPTH) if any(each.depth for each in listed) else _COLUMNS
    notes = (Note(each) for each in (_summary(listing), _solutions(listed)) if each)
    return Page(
        title=_title(listing),
        blocks=(*notes, table(columns, listed, empty=_empty(listing))),
        data=LISTED.rows(listed),
        table=lambda: LISTED.sheet(listed),
        footnotes=(_VOTES, LIMITS) if listed else (),
    )


def _opinion(listed: _Listed) -> Inline:
    words = clip(listed.standing.hypothesis.text, _LONGEST)
    return (Span(_MARK, Tone.WARN), words) if listed.smells else words


def status(found: Verdict | Stood | WeekChange) -> Span:
    """Where a hypothesis stands, in one word."""
    return Span(found.status.value, TONES[found.status])


def votes(verdict: Verdict | Votes) -> str:
    """`2–1 of 4`: two for and one against, of four voices asked."""
    if not verdict.asked:
        return "none"
    return f"{verdict.votes_for}–{verdict.votes_against} of {verdict.asked}"


def where_it_stands(verdict: Verdict) -> tuple[str | Span, ...]:
    """`testing: 4 for, 1 against, 5 of 6 asked`."""
    standing = f" ({verdict.was})" if verdict.status is Status.PARKED else ""
    return (status(verdict), f"{standing}: {counts(verdict)}")


def counts(verdict: Verdict | StoodFact) -> str:
    """The votes, and how many of those asked took a side."""
    if not verdict.asked:
        return "no votes"
    voted = verdict.votes_for + verdict.votes_against
    sides = f"{verdict.votes_for} for, {verdict.votes_against} against"
    return f"{sides}, {voted} of {verdict.asked} asked"


def still_lacks(standing: Standing) -> str:
    """What is missing for a validation; when it is settled or parked, how long that lasts."""
    hypothesis, verdict = standing
    if verdict.status is Status.PARKED:
        return f"parked until {hypothesis.parked_until}: {clip(hypothesis.parked_reason or '')}"
    if verdict.status in VERDICTS:
        return f"holds until {verdict.fresh_until}" if verdict.fresh_until else "holds"
    return ", ".join(lacks(verdict))


def doubt(standing: Standing, hint: str = f"Write it down: {_PROBLEM}") -> list[Block]:
    """The question that an opinion phrased as a solution is asked; nothing of the others."""
    solution = _solution(standing)
    if solution is None:
        return []
    asked = f"'{solution}' reads like a solution: which problem would it solve, and whose?"
    return [Lines(((f"{asked} ", ToType(hint)),), mark="!")]


def _title(listing: HypothesesListing) -> str:
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


def _which(wanted: HypothesesWanted) -> str:
    named = {"class": wanted.risk_class, "serves": wanted.serves, "segment": wanted.segment}
    parts = ", ".join(f"{name} {clip(value)}" for name, value in named.items() if value)
    return f" ({parts})" if parts else ""


def _summary(listing: HypothesesListing) -> Inline:
    wanted = listing.wanted.statuses
    some = {each: f"{listing.totals[each]} {each}" for each in Status if listing.totals.get(each)}
    listed = joined(((Span(some[each], TONES[each]),) for each in some if each in wanted), " · ")
    others = [words for each, words in some.items() if each not in wanted]
    if not others:
        return listed
    gap = " · " if listed else ""
    return (*listed, Span(f"{gap}not listed: {', '.join(others)} (--all)", Tone.DIM))


def _solutions(listed: Sequence[_Listed]) -> Inline:
    number = sum(each.smells for each in listed)
    if not number:
        return ""
    one, of = number == 1, pluralize(len(listed), "opinion")
    reads = f"{number} of {of} {'reads like a solution' if one else 'read like solutions'}"
    said = f"{reads}: which problem would {'it' if one else 'they'} solve?"
    return (Span(_MARK, Tone.WARN), f"{said} Write it down: {_PROBLEM}")


def _empty(listing: HypothesesListing) -> str:
    wanted = listing.wanted
    known = {name_key(segment) for segment in listing.segments}
    if wanted.segment and name_key(wanted.segment) not in known:
        names = ", ".join(clip(each, 30) for each in listing.segments) or "none yet"
        return f"segments that hypotheses name: {names}"
    if sum(listing.totals.values()):
        return "disco hypotheses --all shows the others"
    return "write one down: disco hypotheses add 'WHO does WHAT because WHY'"
