"""Lists what the evidence cannot tell: each gap with its reason and what closes it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from discoverycli.domain.gaps import LEAST, Agreeing, Narrow, Unasked, could_refute
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.pages.phrases import code, label, when
from discoverycli.render.blocks import Cell, Column, Inline, Lines, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.gaps import (
        AgreeingInterview,
        AgreeingPerson,
        GapsReport,
        Resting,
        Unexposed,
    )
    from discoverycli.domain.facts.opinions import Standing

T = TypeVar("T")

AS_THEY_ANSWER = (
    "In 'H4? WORDS', + speaks for H4, - against it, and ? could not say: as they answer."
)
NOTHING = "That proves nothing: it says where not to look first."
HIDDEN = "Who logged an interview is hidden here, so what rests on one of us is not looked for."
EMPTY = "write an opinion down: disco hypotheses add 'WHO does WHAT because WHY'"
_LONGEST = 200
_CODES = 12
"""Codes that a line names."""
_UNASKED = {
    Unasked.ANYBODY: "nobody was ever asked",
    Unasked.PROSPECTS: "it serves the future customer, but no prospect was ever asked",
    Unasked.CUSTOMERS: "it serves the current customer, but none of them was ever asked",
}
_NARROW = {
    Narrow.CUSTOMERS_ONLY: "all support is from current customers",
    Narrow.NO_DEED: "words only: no voice for it stands on did or higher",
    Narrow.ONE_DEED: "a single voice for it stands on did or higher",
}


class _Line(NamedTuple):
    code: Span
    says: Inline
    reason: str
    command: str


UNEXPOSED: Shape[Unexposed] = inner(
    KeysOf(keys.OPINION, lambda e: e.standing.hypothesis),
    Field("status", "text", "where it stands", lambda e: e.standing.verdict.status),
    Field("serves", "text[]", "whom it serves", lambda e: e.standing.hypothesis.serves),
    Field("segment", "text?", "the segment it is about", lambda e: e.standing.hypothesis.segment),
    Field("unasked", "text[]", "who was never asked: anybody, prospects, customers or segment"),
    Field("try", "text", "what to type", lambda e: _expose(e)),
)  # fmt: skip
NARROW: Shape[Resting] = inner(
    KeysOf(keys.OPINION, lambda e: e.standing.hypothesis),
    Field("status", "text", "validated", lambda e: e.standing.verdict.status),
    KeysOf(keys.VOTES, lambda e: e.standing.verdict),
    Field("lived", "whole", "voices for on did or higher"),
    Field("narrow", "text[]", "why: customers only, one segment, one interviewer, no deed, one "
          "deed"),
    Field("segment", "text?", "the only segment of all support, where that is a reason"),
    Field("interviewer", "text?", "who logged all support, where that is a reason"),
    Field("unasked", "text[]", "who could refute it and was never asked, as above"),
    Field("try", "text", "what to type", lambda e: _broaden(e)),
)  # fmt: skip
PERSON: Shape[AgreeingPerson] = inner(
    KeysOf(keys.WHO, lambda e: e.person),
    Field("hypotheses", "H[]", "what they were heard on", lambda e: e.agreeing.hypotheses),
    Field("pieces", "whole", "pieces of evidence, all of which support",
          lambda e: e.agreeing.pieces),
    Field("try", "text", "what to type", lambda e: f"disco people show P{e.person.number}"),
)  # fmt: skip
INTERVIEW: Shape[AgreeingInterview] = inner(
    Field("code", "I", "which", lambda e: e.agreeing.number),
    Field("held_on", "date", "when", lambda e: e.held),
    Field("people", keys.WHO.many, "whose evidence that is"),
    Field("hypotheses", "H[]", "what was heard there", lambda e: e.agreeing.hypotheses),
    Field("pieces", "whole", "pieces of evidence, all of which support",
          lambda e: e.agreeing.pieces),
    Field("try", "text", "what to type", lambda e: f"disco show I{e.agreeing.number}"),
)  # fmt: skip
GAPS: Shape[GapsReport] = Shape(
    "gaps",
    "What the evidence cannot tell.",
    Field("open", "whole", "unvalidated, testing, mixed and stale hypotheses"),
    Field("validated", "whole", "validated ones"),
    Field("least", "whole", "on how many hypotheses somebody is heard before agreeing to all tells",
          lambda e: LEAST),
    Field("people", "whole", "people heard on that many, by evidence that counts today",
          lambda e: e.agreement.of_people),
    Field("interviews", "whole", "interviews heard on that many",
          lambda e: e.agreement.of_interviews),
    Field("interviewers_known", "flag", "false with --anonymous, where nothing is said of "
          "interviewers", lambda e: e.authors_known),
    Field("unexposed", UNEXPOSED.many, "open ones never put to those who could refute them, "
          "riskiest first", lambda e: e.unexposed[: e.most]),
    Field("narrow", NARROW.many, "validated ones on narrow ground, those with the most reasons "
          "first", lambda e: e.resting[: e.most]),
    Field("agreeing_people", PERSON.many, "people who support everything, on the most hypotheses "
          "first", lambda e: e.people),
    Field("agreeing_interviews", INTERVIEW.many, "interviews that do, but for those of such people "
          "alone", lambda e: e.interviews),
)  # fmt: skip
_SHEET = (
    *("gap", "code", "text", "status", "votes_for", "votes_against", "asked", "lived"),
    *("narrow", "unasked", "hypotheses", "pieces", "try"),
)


def gaps_page(found: GapsReport) -> Page:
    """The gaps as a page; `most` of each kind, where a screen is not to be flooded."""
    agreed, most = found.agreement, found.most
    sections = (
        ("Never put to those who could refute them", found.unexposed,
         map(_unexposed_line, found.unexposed[:most])),
        ("Validated on narrow ground", found.resting, map(_resting_line, found.resting[:most])),
        ("People who support everything", agreed.people, map(_person_line, found.people)),
        ("Other interviews that support everything", agreed.interviews,
         map(_interview_line, found.interviews)),
    )  # fmt: skip
    shown = (_section(title, list(lines), len(every)) for title, every, lines in sections if every)
    return Page(
        title="What our evidence cannot tell",
        blocks=(Lines(tuple(_head(found)), empty=EMPTY), *shown),
        data=lambda: GAPS.data(found),
        table=lambda: _sheet(found),
        footnotes=_footnotes(found),
    )


def _head(found: GapsReport) -> Iterator[str]:
    agreed = found.agreement
    if not (found.open or found.validated or agreed.of_people):
        return
    nobody = sum(Unasked.ANYBODY in each.unasked for each in found.unexposed)
    yield (
        "never put to those who could refute them: "
        f"{_of(len(found.unexposed), found.open, 'open opinion')}"
        f"{f', {nobody} to nobody at all' if nobody else ''}"
    )
    yield (f"on narrow ground: {_of(len(found.resting), found.validated, 'validated opinion')}")
    every = f"heard on {LEAST} opinions or more"
    people = _of(len(agreed.people), agreed.of_people, f"person {every}", f"people {every}")
    yield f"support everything: {people}"
    if agreed.interviews:
        number, of = len(agreed.interviews), agreed.of_interviews
        talks = _of(number, of, f"interview {every}", f"interviews {every}")
        yield f"support everything besides: {talks}"


def _of(number: int, of: int, noun: str, plural: str = "") -> str:
    return f"{number} of {pluralize(of, noun, plural)}" if of else f"there is no {noun}"


def _footnotes(found: GapsReport) -> tuple[str, ...]:
    agreed = found.agreement
    if not (found.open or found.validated or agreed.of_people):
        return ()
    notes = [AS_THEY_ANSWER] if found.unexposed or found.resting else []
    notes += [] if found.authors_known else [HIDDEN]
    if not (found.unexposed or found.resting or agreed.people or agreed.interviews):
        notes.append(NOTHING)
    return (*notes, hypotheses.LIMITS)


def _section(title: str, lines: Sequence[_Line], of: int) -> Table:
    rows: list[tuple[Inline, Inline]] = []
    for which, says, reason, command in lines:
        rows += [(which, says), ("", reason), ("", Span(ToType(command), Tone.DIM))]
    if of > len(lines):
        left = ToType(f"and {of - len(lines)} more: disco report gaps --format csv")
        rows.append(("", Span(left, Tone.DIM)))
    heads = (Column("code"), Column("gap, and what closes it", flex=True))
    return Table(heads, tuple(rows), title=f"{title} ({of})", headed=False)


def _unexposed_line(each: Unexposed) -> _Line:
    return _opinion_line(each.standing, _unasked(each), _expose(each))


def _opinion_line(standing: Standing, reasons: Iterable[str], command: str) -> _Line:
    number, text = standing.hypothesis.number, clip(standing.hypothesis.text, _LONGEST)
    return _Line(code("H", number), text, "; ".join(reasons), command)


def _unasked(each: Unexposed | Resting) -> list[str]:
    about = clip(each.standing.hypothesis.segment or "")
    segment = f"it is about the segment {about}, of which nobody was ever asked"
    return [_UNASKED.get(whom, segment) for whom in each.unasked]


def _expose(each: Unexposed) -> str:
    hypothesis, missing = each.standing.hypothesis, set(each.unasked)
    if Unasked.ANYBODY in missing:
        missing.update(could_refute(hypothesis.serves, hypothesis.segment))
    named = missing & {Unasked.ANYBODY, Unasked.SEGMENT}
    return _log(hypothesis.number, _relation(missing), hypothesis.segment if named else None)


def _relation(missing: Collection[Unasked]) -> str | None:
    """Whom to ask first, as `--as` has it."""
    if Unasked.PROSPECTS in missing:
        return "prospect"
    return "current" if Unasked.CUSTOMERS in missing else None


def _log(number: int, relation: str | None, segment: str | None, mark: str = "?") -> str:
    parts = ["disco log 'PERSON @ ORGANISATION'", f"'H{number}{mark} WORDS'"]
    parts += [f"--as {relation}"] if relation else []
    parts += [f"--segment {shlex.quote(segment)}"] if segment else []
    return " ".join(parts)


def _resting_line(each: Resting) -> _Line:
    reasons = [_because(reason, each) for reason in each.narrow]
    return _opinion_line(each.standing, [*reasons, *_unasked(each)], _broaden(each))


def _because(reason: Narrow, each: Resting) -> str:
    if reason is Narrow.ONE_SEGMENT:
        return f"all support is from the segment {clip(each.segment or '')}"
    if reason is Narrow.ONE_INTERVIEWER:
        return f"all support was logged by {clip(each.interviewer or '')}: let a colleague ask"
    return _NARROW[reason]


def _broaden(each: Resting) -> str:
    hypothesis, unasked = each.standing.hypothesis, each.unasked
    relation = "prospect" if Narrow.CUSTOMERS_ONLY in each.narrow else _relation(unasked)
    segment = hypothesis.segment if Unasked.SEGMENT in unasked else None
    if segment is None and Narrow.ONE_SEGMENT in each.narrow:
        segment = "ANOTHER"
    deeds = Narrow.NO_DEED in each.narrow or Narrow.ONE_DEED in each.narrow
    return _log(hypothesis.number, relation, segment, "+ did:" if deeds else "?")


def _person_line(each: AgreeingPerson) -> _Line:
    number = each.person.number
    ask = f"disco people show P{number}, and ask what would speak against"
    return _Line(code("P", number), label(each.person), _all_of(each.agreeing), ask)


def _interview_line(each: AgreeingInterview) -> _Line:
    number, said = each.agreeing.number, f"{when(each.held)}: {join_words(map(label, each.people))}"
    link = f"disco show I{number}, and link what speaks against: disco hypotheses refute"
    return _Line(code("I", number), said, _all_of(each.agreeing), link)


def _all_of(each: Agreeing) -> str:
    codes = [f"H{number}" for number in each.hypotheses]
    left = len(codes) - _CODES
    some = [*codes[:_CODES], f"{left} more"] if left > 0 else codes
    return f"supports all {len(codes)}: {join_words(some)} ({pluralize(each.pieces, 'piece')})"


def _sheet(found: GapsReport) -> Table:
    rows = [
        *_rows("unexposed", UNEXPOSED, found.unexposed[: found.most]),
        *_rows("narrow", NARROW, found.resting[: found.most]),
        *_rows("agreeing person", PERSON, found.people, lambda each: label(each.person)),
        *_rows("agreeing interview", INTERVIEW, found.interviews,
               lambda each: join_words(map(label, each.people))),
    ]  # fmt: skip
    return Table(tuple(map(Column, _SHEET)), tuple(rows))


def _rows(
    gap: str, shape: Shape[T], items: Iterable[T], text: Callable[[T], str] | None = None
) -> Iterator[tuple[Cell, ...]]:
    cells: dict[str, Callable[[T], Cell]] = {
        column.head: column.cell for column in shape.columns(lambda item: item)
    }
    cells |= {"text": text} if text else {}
    for item in items:
        yield (gap, *(cells[key](item) if key in cells else None for key in _SHEET[1:]))
