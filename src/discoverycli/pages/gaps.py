"""Owns how gaps are shown and given to programs: each with its reason and what closes it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from discoverycli.analysis.gaps import Gaps, GapsNames, GapsReport, Resting, Unexposed
from discoverycli.domain.gaps import LEAST, Agreeing, Narrow, Unasked
from discoverycli.domain.text.words import clip, join_words, person_label, pluralize
from discoverycli.domain.vocabulary import Stakeholder
from discoverycli.pages import hypotheses
from discoverycli.pages.json_values import held_on, sheet
from discoverycli.pages.phrases import code, when
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Lines,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

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
_SHEET = (
    *("gap", "code", "text", "status", "votes_for", "votes_against", "asked", "lived"),
    *("narrow", "unasked", "hypotheses", "pieces", "try"),
)


class _Line(NamedTuple):
    """A gap on a screen: what it is about, why it is one, and what to type."""

    code: Span
    says: Inline
    reason: str
    command: str


def gaps_page(answer: GapsReport) -> Page:
    """The gaps as a page; `most` of each kind, where a screen is not to be flooded."""
    found, named, most = answer
    agreed = found.agreement
    return Page(
        title="What our evidence cannot tell",
        blocks=(
            Lines(tuple(_head(found)), empty=EMPTY),
            *_section(
                "Never put to those who could refute them",
                [_unexposed_line(each) for each in found.unexposed[:most]],
                len(found.unexposed),
            ),
            *_section(
                "Validated on narrow ground",
                [_resting_line(each) for each in found.resting[:most]],
                len(found.resting),
            ),
            *_section(
                "People who support everything",
                [_person_line(each, named) for each in agreed.people[:most]],
                len(agreed.people),
            ),
            *_section(
                "Other interviews that support everything",
                [_interview_line(each, found, named) for each in agreed.interviews[:most]],
                len(agreed.interviews),
            ),
        ),
        data=data(found, named, most),
        table=sheet(_SHEET, list(_rows(found, named, most))),
        footnotes=_footnotes(found),
    )


def data(found: Gaps, named: GapsNames, most: int | None = None) -> dict[str, JsonValue]:
    """The gaps for programs; `docs/json.md` lists the keys."""
    agreed = found.agreement
    return {
        "open": found.open,
        "validated": found.validated,
        "least": LEAST,
        "people": agreed.of_people,
        "interviews": agreed.of_interviews,
        "interviewers_known": found.authors_known,
        "unexposed": [_unexposed_data(each) for each in found.unexposed[:most]],
        "narrow": [_resting_data(each) for each in found.resting[:most]],
        "agreeing_people": [_person_data(each, named) for each in agreed.people[:most]],
        "agreeing_interviews": [
            _interview_data(each, found, named) for each in agreed.interviews[:most]
        ],
    }


def _head(found: Gaps) -> Iterator[str]:
    """How many of how many, a line each kind; nothing of a journal without opinions."""
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


def _footnotes(found: Gaps) -> tuple[str, ...]:
    agreed = found.agreement
    if not (found.open or found.validated or agreed.of_people):
        return ()
    notes = [AS_THEY_ANSWER] if found.unexposed or found.resting else []
    notes += [] if found.authors_known else [HIDDEN]
    if not (found.unexposed or found.resting or agreed.people or agreed.interviews):
        notes.append(NOTHING)
    return (*notes, hypotheses.LIMITS)


def _section(title: str, lines: Sequence[_Line], of: int) -> list[Block]:
    """A title and three rows a gap; nothing where there is none."""
    if not of:
        return []
    rows: list[tuple[Inline, Inline]] = []
    for each in lines:
        rows += [
            (each.code, each.says),
            ("", each.reason),
            ("", Span(ToType(each.command), Tone.DIM)),
        ]
    if of > len(lines):
        left = ToType(f"and {of - len(lines)} more: disco report gaps --format csv")
        rows.append(("", Span(left, Tone.DIM)))
    heads = (Column("code"), Column("gap, and what closes it", flex=True))
    return [Table(heads, tuple(rows), title=f"{title} ({of})", headed=False)]


def _unexposed_line(each: Unexposed) -> _Line:
    hypothesis = each.standing.hypothesis
    return _Line(
        code("H", hypothesis.number),
        clip(hypothesis.text, _LONGEST),
        "; ".join(_unasked(each.unasked, hypothesis.segment)),
        _expose(each),
    )


def _unexposed_data(each: Unexposed) -> dict[str, JsonValue]:
    hypothesis, verdict = each.standing
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "status": verdict.status.value,
        "serves": [whom.value for whom in hypothesis.serves],
        "segment": hypothesis.segment,
        "unasked": [whom.value for whom in each.unasked],
        "try": _expose(each),
    }


def _unasked(unasked: Iterable[Unasked], segment: str | None) -> list[str]:
    return [
        f"it is about the segment {clip(segment or '')}, of which nobody was ever asked"
        if whom is Unasked.SEGMENT
        else _UNASKED[whom]
        for whom in unasked
    ]


def _expose(each: Unexposed) -> str:
    """The command that logs what somebody said who could refute it."""
    hypothesis, anybody = each.standing.hypothesis, Unasked.ANYBODY in each.unasked
    relation = None
    if Unasked.PROSPECTS in each.unasked or (anybody and Stakeholder.FUTURE in hypothesis.serves):
        relation = "prospect"
    elif Unasked.CUSTOMERS in each.unasked or (
        anybody and Stakeholder.CURRENT in hypothesis.serves
    ):
        relation = "current"
    wanted = anybody or Unasked.SEGMENT in each.unasked
    return _log(hypothesis.number, relation, hypothesis.segment if wanted else None)


def _log(number: int, relation: str | None, segment: str | None, mark: str = "?") -> str:
    parts = ["disco log 'PERSON @ ORGANISATION'", f"'H{number}{mark} WORDS'"]
    parts += [f"--as {relation}"] if relation else []
    parts += [f"--segment {shlex.quote(segment)}"] if segment else []
    return " ".join(parts)


def _resting_line(each: Resting) -> _Line:
    hypothesis = each.standing.hypothesis
    reasons = [_because(reason, each) for reason in each.narrow]
    return _Line(
        code("H", hypothesis.number),
        clip(hypothesis.text, _LONGEST),
        "; ".join([*reasons, *_unasked(each.unasked, hypothesis.segment)]),
        _broaden(each),
    )


def _because(reason: Narrow, each: Resting) -> str:
    if reason is Narrow.ONE_SEGMENT:
        return f"all support is from the segment {clip(each.segment or '')}"
    if reason is Narrow.ONE_INTERVIEWER:
        return f"all support was logged by {clip(each.interviewer or '')}: let a colleague ask"
    return _NARROW[reason]


def _resting_data(each: Resting) -> dict[str, JsonValue]:
    hypothesis, verdict = each.standing
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "status": verdict.status.value,
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "lived": each.lived,
        "narrow": [reason.value for reason in each.narrow],
        "segment": each.segment,
        "interviewer": each.interviewer,
        "unasked": [whom.value for whom in each.unasked],
        "try": _broaden(each),
    }


def _broaden(each: Resting) -> str:
    """The command that logs what somebody else said, or did."""
    hypothesis, unasked = each.standing.hypothesis, each.unasked
    relation = None
    if Narrow.CUSTOMERS_ONLY in each.narrow or Unasked.PROSPECTS in unasked:
        relation = "prospect"
    elif Unasked.CUSTOMERS in unasked:
        relation = "current"
    segment = hypothesis.segment if Unasked.SEGMENT in unasked else None
    if segment is None and Narrow.ONE_SEGMENT in each.narrow:
        segment = "ANOTHER"
    deeds = Narrow.NO_DEED in each.narrow or Narrow.ONE_DEED in each.narrow
    return _log(hypothesis.number, relation, segment, "+ did:" if deeds else "?")


def _person_line(each: Agreeing, named: GapsNames) -> _Line:
    person = named.people[each.number]
    return _Line(
        code("P", each.number),
        person_label(person.name, person.organisation),
        _all_of(each),
        f"disco people show P{each.number}, and ask what would speak against",
    )


def _interview_line(each: Agreeing, found: Gaps, named: GapsNames) -> _Line:
    people = [named.people[number] for number in found.speakers[each.number]]
    return _Line(
        code("I", each.number),
        f"{when(named.dates[each.number])}: "
        + join_words(person_label(person.name, person.organisation) for person in people),
        _all_of(each),
        f"disco show I{each.number}, and link what speaks against: disco hypotheses refute",
    )


def _all_of(each: Agreeing) -> str:
    codes = [f"H{number}" for number in each.hypotheses]
    left = len(codes) - _CODES
    some = [*codes[:_CODES], f"{left} more"] if left > 0 else codes
    return f"supports all {len(codes)}: {join_words(some)} ({pluralize(each.pieces, 'piece')})"


def _person_data(each: Agreeing, named: GapsNames) -> dict[str, JsonValue]:
    person = named.people[each.number]
    return {
        "code": f"P{each.number}",
        "name": person.name,
        "organisation": person.organisation,
        **_agreeing_data(each),
        "try": f"disco people show P{each.number}",
    }


def _interview_data(each: Agreeing, found: Gaps, named: GapsNames) -> dict[str, JsonValue]:
    people = [named.people[number] for number in found.speakers[each.number]]
    return {
        "code": f"I{each.number}",
        "held_on": held_on(named.dates[each.number]),
        "people": [
            {"code": f"P{each.number}", "name": each.name, "organisation": each.organisation}
            for each in people
        ],
        **_agreeing_data(each),
        "try": f"disco show I{each.number}",
    }


def _agreeing_data(each: Agreeing) -> dict[str, JsonValue]:
    return {"hypotheses": [f"H{number}" for number in each.hypotheses], "pieces": each.pieces}


def _rows(found: Gaps, named: GapsNames, most: int | None) -> Iterator[dict[str, JsonValue]]:
    """Every gap of every kind under the same heads, for a spreadsheet."""
    empty: dict[str, JsonValue] = dict.fromkeys(_SHEET)
    agreed = found.agreement
    for gap in found.unexposed[:most]:
        yield {**empty, **_unexposed_data(gap), "gap": "unexposed"}
    for rest in found.resting[:most]:
        yield {**empty, **_resting_data(rest), "gap": "narrow"}
    for each in agreed.people[:most]:
        known = named.people[each.number]
        yield {
            **empty,
            **_person_data(each, named),
            "text": person_label(known.name, known.organisation),
            "gap": "agreeing person",
        }
    for each in agreed.interviews[:most]:
        people = (named.people[number] for number in found.speakers[each.number])
        yield {
            **empty,
            **_interview_data(each, found, named),
            "text": join_words(person_label(known.name, known.organisation) for known in people),
            "gap": "agreeing interview",
        }
