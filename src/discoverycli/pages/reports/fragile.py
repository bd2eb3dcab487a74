"""Tells which verdicts fall when one part of their evidence is left out, and which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.fragile import Left, PartKind
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import code, label
from discoverycli.render.blocks import Bar, Bars, Inline, Note, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.fragile import FragileReport, TestedVerdict


class _Fall(NamedTuple):
    """A part that a verdict falls without, what it is called and, of a person, where they belong;
    and what is left then."""

    kind: PartKind
    number: int | str
    name: str
    organisation: str | None
    left: Left

    @property
    def key(self) -> str:
        return f"P{self.number}" if self.kind in (PartKind.PERSON, PartKind.CHAIN) else self.name

    @property
    def words(self) -> str:
        """`Acme`, `Ana Silva @ Acme (P7)`, `what ben logged`, `direct interviews`."""
        name = clip(label(self))
        if self.kind in (PartKind.ORGANISATION, PartKind.CHANNEL):
            return name if self.kind is PartKind.ORGANISATION else f"{self.name} interviews"
        if self.kind is PartKind.INTERVIEWER:
            return f"what {name} logged"
        sent = " and whom they sent" if self.kind is PartKind.CHAIN else ""
        return f"{name} (P{self.number}){sent}"


class _Told(NamedTuple):
    tested: TestedVerdict
    falls: Sequence[_Fall]
    anonymous: bool

    def parts(self, kind: PartKind) -> int:
        return self.tested.parts.get(kind, 0)


_FALL: Shape[_Fall] = inner(
    Field("kind", "text", "organisation, person, chain, interviewer or channel"),
    Field("key", "text", "as evidence has it: the voice, interviewer or channel; of a chain, the "
          "code of its head"),
    Field("name", "text", "what that is called"),
    Field("to", "text", "the status of the rest: validated, refuted, mixed, testing or unvalidated",
          lambda e: e.left.status),
    Field("votes_for", "whole", "voices for, in the rest", lambda e: e.left.votes_for),
    Field("votes_against", "whole", "voices against, in the rest", lambda e: e.left.votes_against),
    Field("asked", "whole", "voices with any counted stance, in the rest", lambda e: e.left.asked),
)  # fmt: skip
VERDICT: Shape[_Told] = Shape(
    "fragile verdict",
    "A verdict, and what it does not survive the loss of.",
    Field("code", "H", "such as H3", lambda e: e.tested.standing.hypothesis.number),
    Field("text", "text", "the opinion", lambda e: e.tested.standing.hypothesis.text),
    Field("importance", "whole", "1 to 5", lambda e: e.tested.standing.hypothesis.importance),
    Field("status", "text", "validated or refuted", lambda e: e.tested.standing.verdict.status),
    KeysOf(keys.VOTES, lambda e: e.tested.standing.verdict),
    Field("organisations", "whole", "organisations among these; each was left out once, like the "
          "parts below", lambda e: e.parts(PartKind.ORGANISATION)),
    Field("people", "whole", "people among these, who vote alone",
          lambda e: e.parts(PartKind.PERSON)),
    Field("chains", "whole", "people who sent somebody heard here, directly or through others",
          lambda e: e.parts(PartKind.CHAIN)),
    Field("interviewers", "whole?", "those of us who logged it; null with --anonymous, which hides "
          "them", lambda e: None if e.anonymous else e.parts(PartKind.INTERVIEWER)),
    Field("channels", "whole", "direct and accompanied, as far as there are any",
          lambda e: e.parts(PartKind.CHANNEL)),
    Field("falls", _FALL.many, "the parts without which it is not the verdict any more, the worst "
          "first"),
)  # fmt: skip
_ROWS: tuple[Shown[tuple[Inline, Inline]], ...] = (
    Shown("code", lambda row: row[0]),
    Shown("falls or stands", lambda row: row[1], flex=True),
)
_FALL_KEYS = "kind key name to votes_for votes_against asked"
_WITHOUT = " ".join(f"without_{key}" for key in _FALL_KEYS.split())
_SHEET: tuple[Shown[tuple[_Told, _Fall | None]], ...] = tuple(chain(
    VERDICT.columns(lambda e: e[0]),
    _FALL.columns(lambda e: e[1], _FALL_KEYS, _WITHOUT),
))  # fmt: skip
"""A line for each part that a verdict falls with; of one that stands, a line without any."""
NAMED = 3
"""How many parts of a kind a line names before it counts the others."""
EACH_ALONE = (
    "Each part is left out alone, and the rest is weighed by the same rule: what counts today, "
    "and no more. An organisation is left out whole; a chain is a person and everybody they sent."
)
VOTES = "“5–1 of 7”: five for and one against, of seven voices asked."
HIDDEN = "It is hidden here who logged which interview, so none of the interviewers is left out."
NO_CHAINS = ToType("no chain is known: disco people edit P7 --referred-by PERSON")
_LONGEST = 160
_QUESTIONS: tuple[tuple[str, tuple[PartKind, ...]], ...] = (
    ("one organisation", (PartKind.ORGANISATION, PartKind.PERSON)),
    ("one chain", (PartKind.CHAIN,)),
    ("one interviewer", (PartKind.INTERVIEWER,)),
    ("one channel", (PartKind.CHANNEL,)),
)
_NOUNS = {
    PartKind.ORGANISATION: ("organisation", ""),
    PartKind.PERSON: ("person", "people"),
    PartKind.CHAIN: ("chain", ""),
    PartKind.INTERVIEWER: ("interviewer", ""),
    PartKind.CHANNEL: ("channel", ""),
}


def fragile_page(report: FragileReport) -> Page:
    """The report as a page; `most` verdicts of each kind, where a screen is not to be flooded."""
    falling = [_told(report, each) for each in report.falling[: report.most]]
    standing = [_told(report, each) for each in report.standing[: report.most]]
    told = [*falling, *standing]
    stands = "What stands whatever is left out"
    hidden = (HIDDEN,) if report.anonymous else ()
    return Page(
        title=_title(report),
        blocks=present(
            _counts(report) if told else Note(_nothing(report)),
            _table("What falls", falling, len(report.falling)) if falling else None,
            _table(stands, standing, len(report.standing)) if standing else None,
        ),
        data=lambda: VERDICT.rows(told),
        table=lambda: table(_SHEET, [(e, fall) for e in told for fall in e.falls or (None,)]),
        footnotes=(EACH_ALONE, *hidden, VOTES, hypotheses.LIMITS) if told else (),
    )


def _told(report: FragileReport, tested: TestedVerdict) -> _Told:
    falls = []
    for (kind, key), left in tested.falls:
        name, organisation = str(key), None
        if kind is PartKind.ORGANISATION:
            name = report.names.organisations[int(key)]
        elif kind in (PartKind.PERSON, PartKind.CHAIN):
            name, organisation = report.names.people[int(key)]
        falls.append(_Fall(kind, key, name, organisation, left))
    return _Told(tested, falls, report.anonymous)


def _title(report: FragileReport) -> str:
    falling, number = len(report.falling), len(report.falling) + len(report.standing)
    if not number:
        return "No verdict to take apart"
    verb = "falls" if falling == 1 else "fall"
    return f"{falling} of {pluralize(number, 'verdict')} {verb} when one part is left out"


def _nothing(report: FragileReport) -> str:
    if report.known:
        return ToType(
            "None is validated or refuted today: disco hypotheses shows what each still lacks."
        )
    return ToType("Write an opinion down first: disco hypotheses add 'WHO does WHAT because WHY'")


def _counts(report: FragileReport) -> Bars:
    number = len(report.falling) + len(report.standing)
    bars = []
    for name, kinds in _QUESTIONS:
        if PartKind.INTERVIEWER in kinds and report.anonymous:
            continue
        fall = sum(any(rest.part.kind in kinds for rest in each.falls) for each in report.falling)
        text = f"{fall} of {number} fall" if fall != 1 else f"1 of {number} falls"
        if PartKind.CHAIN in kinds and not report.chained:
            text = NO_CHAINS
        bars.append(Bar(name, fall, number, text, Tone.WARN if fall else Tone.GOOD))
    return Bars(tuple(bars), "Without …")


def _table(name: str, told: Sequence[_Told], number: int) -> Table:
    rows: list[tuple[Inline, Inline]] = []
    for each in told:
        hypothesis, verdict = each.tested.standing
        votes = f" {hypotheses.votes(verdict)}: {clip(hypothesis.text, _LONGEST)}"
        rows.append((code("H", hypothesis.number), (hypotheses.status(verdict), votes)))
        rows += [("", ("· ", *line)) for line in _lines(each)]
    some = f"{len(told)} of {number}, the most important ones" if len(told) < number else number
    return table(_ROWS, rows, title=f"{name} ({some})", headed=False)


def _stands(told: _Told) -> str:
    """`9 organisations, 2 chains`: kinds of which no part is needed."""
    needed = {fall.kind for fall in told.falls}
    return ", ".join(
        pluralize(told.parts(kind), *noun)
        for kind, noun in _NOUNS.items()
        if told.parts(kind) and kind not in needed
    )


def _lines(told: _Told) -> Iterator[tuple[Span | str, ...]]:
    """`falls to testing without Acme (4–0 of 5 left)`; at last, what it stands without."""
    alone = [fall for fall in told.falls if not fall.left.asked]
    if alone:
        yield (Span("rests on ", Tone.WARN), join_words(map(_alone, alone)))
    partly = (fall for fall in told.falls if fall.left.asked)
    for (_, status), some in groupby(partly, key=_alike):
        falls = list(some)
        tone = hypotheses.TONES[falls[0].left.status]
        yield ("falls to ", Span(status, tone), f" without {_without(falls)}")
    if stands := _stands(told):
        yield (Span(f"stands without any one of {stands}", Tone.DIM),)


def _alike(fall: _Fall) -> tuple[PartKind, str]:
    kind = PartKind.ORGANISATION if fall.kind is PartKind.PERSON else fall.kind
    return (kind, fall.left.status.value)


def _alone(fall: _Fall) -> str:
    named = fall.kind in (PartKind.INTERVIEWER, PartKind.CHANNEL)
    return f"one {fall.kind}, {clip(fall.name) if named else fall.words}"


def _without(falls: Sequence[_Fall]) -> str:
    named = [fall.words for fall in falls[:NAMED]]
    others = len(falls) - len(named)
    said = join_words([*named, f"any of {pluralize(others, 'other')}"] if others else named, "or")
    lefts = {each.left[1:] for each in falls}
    if len(lefts) > 1:
        return said
    votes_for, votes_against, asked = lefts.pop()
    return f"{said} ({votes_for}–{votes_against} of {asked} left)"
