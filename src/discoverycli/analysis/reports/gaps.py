"""Answers: what can the evidence not tell us?

Three kinds of gaps: opinions never put to those who could refute them, validations on narrow
ground, and people and interviews that agree to everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.domain.gaps import Narrow, Unasked, agreement, could_refute, narrow, was_asked
from discoverycli.domain.matrix import segment_key
from discoverycli.domain.vocabulary import InterviewDate, Status

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.facts.people import NamedPerson
    from discoverycli.domain.gaps import Agreeing, Agreement, HeardEvidence
    from discoverycli.store.reader import Reader


class Unexposed(NamedTuple):
    """An open opinion, and who could refute it and was never asked."""

    standing: Standing
    unasked: tuple[Unasked, ...]


class Resting(NamedTuple):
    """A validated opinion on narrow ground.

    `segment` and `interviewer` are the only one that all support comes from, where there is one.
    """

    standing: Standing
    lived: int
    narrow: tuple[Narrow, ...]
    unasked: tuple[Unasked, ...]
    segment: str | None
    interviewer: str | None


class AgreeingPerson(NamedTuple):
    """Somebody who agrees to everything."""

    agreeing: Agreeing
    person: NamedPerson


class AgreeingInterview(NamedTuple):
    """An interview that agrees to everything, when it was, and whose evidence that is."""

    agreeing: Agreeing
    held: InterviewDate
    people: tuple[NamedPerson, ...]


class GapsReport(NamedTuple):
    """What the evidence cannot tell.

    Args:
        open: open opinions, of which `unexposed`, riskiest first, were never put to the test.
        validated: validated ones, of which `resting` stand on narrow ground, most reasons first.
        agreement: who agrees to everything.
        people, interviews: the first of these, with their names.
        authors_known: whether the names of interviewers are shown.
        most: how many gaps of each kind are shown.
    """

    open: int
    unexposed: tuple[Unexposed, ...]
    validated: int
    resting: tuple[Resting, ...]
    agreement: Agreement
    people: tuple[AgreeingPerson, ...]
    interviews: tuple[AgreeingInterview, ...]
    authors_known: bool
    most: int | None


LISTED = 10
"""Gaps of each kind that a screen has room for."""


def gaps_report(reader: Reader, asked: Scope) -> GapsReport:
    """The report, read from the journal; names are read only for what is shown."""
    from discoverycli.store.read import gaps as read

    heard = read.heard(reader, asked.today)
    standings = hypotheses.standings(reader, asked.today)
    unasked = _unasked(reader, standings, heard, asked.today)
    support: dict[int, list[HeardEvidence]] = {}
    for each in heard:
        if each.supports:
            support.setdefault(each.hypothesis, []).append(each)
    open_ = [each for each in standings if each.verdict.status in hypotheses.OPEN]
    validated = [each for each in standings if each.verdict.status is Status.VALIDATED]
    agreed, most = agreement(heard), None if asked.most is None else LISTED
    resting = []
    for standing in validated:
        number = standing.hypothesis.number
        pieces, known = support.get(number, ()), not reader.anonymous
        resting.append(_resting(standing, pieces, unasked[number], authors_known=known))
    people, interviews = _named(reader, heard, agreed, most)
    return GapsReport(
        open=len(open_),
        unexposed=tuple(
            Unexposed(each, whom)
            for each in hypotheses.riskiest(open_)
            if (whom := unasked[each.hypothesis.number])
        ),
        validated=len(validated),
        resting=tuple(
            sorted((each for each in resting if each.narrow or each.unasked), key=_narrowest)
        ),
        agreement=agreed,
        people=people,
        interviews=interviews,
        authors_known=not reader.anonymous,
        most=most,
    )


def _unasked(
    reader: Reader, standings: Sequence[Standing], heard: Iterable[HeardEvidence], today: date
) -> dict[int, tuple[Unasked, ...]]:
    """Number of an open or validated hypothesis → who could refute it and was never asked."""
    from discoverycli.store.read import gaps as read

    asked: dict[int, set[tuple[str, str | None]]] = {}
    for each in heard:
        asked.setdefault(each.hypothesis, set()).add((each.relation, each.segment))
    spellings: dict[str, list[str]] | None = None
    unasked: dict[int, tuple[Unasked, ...]] = {}
    for standing in standings:
        if standing.verdict.status not in (*hypotheses.OPEN, Status.VALIDATED):
            continue
        number, segment = standing.hypothesis.number, standing.hypothesis.segment
        missing = []
        for whom in could_refute(standing.hypothesis.serves, segment):
            if was_asked(whom, segment, asked.get(number, ())):
                continue
            # Older evidence is read only for what nobody was asked lately.
            if whom is Unasked.SEGMENT and spellings is None:
                spellings = read.segments(reader)
            ways = (spellings or {}).get(segment_key(segment) or "", ())
            if not read.ever_asked(reader, number, whom, today, ways):
                missing.append(whom)
        unasked[number] = _whom(missing)
    return unasked


def _named(
    reader: Reader, heard: Iterable[HeardEvidence], agreed: Agreement, most: int | None
) -> tuple[tuple[AgreeingPerson, ...], tuple[AgreeingInterview, ...]]:
    from discoverycli.store.read import gaps as read

    speakers: dict[int, set[int]] = {each.number: set() for each in agreed.interviews[:most]}
    for each in heard:
        if each.interview in speakers:
            speakers[each.interview].add(each.person)
    people = {each.number for each in agreed.people[:most]}
    names = read.people(reader, sorted(people.union(*speakers.values())))
    dates = read.dates(reader, list(speakers))
    interviews = []
    for talk in agreed.interviews[:most]:
        named = tuple(names[number] for number in sorted(speakers[talk.number]))
        interviews.append(AgreeingInterview(talk, dates[talk.number], named))
    agreeing = (AgreeingPerson(each, names[each.number]) for each in agreed.people[:most])
    return tuple(agreeing), tuple(interviews)


def _whom(missing: Sequence[Unasked]) -> tuple[Unasked, ...]:
    """Where nobody was asked, it goes without saying that no prospect was."""
    return (Unasked.ANYBODY,) if Unasked.ANYBODY in missing else tuple(missing)


def _resting(
    standing: Standing,
    support: Sequence[HeardEvidence],
    unasked: tuple[Unasked, ...],
    *,
    authors_known: bool,
) -> Resting:
    lived = next(int(each.have) for each in standing.verdict.checks if each.name == "lived")
    found = narrow(support, lived, standing.hypothesis.segment, authors_known=authors_known)
    segments = sorted(each.segment for each in support if each.segment)
    segment = segments[0] if Narrow.ONE_SEGMENT in found else None
    interviewer = support[0].interviewer if Narrow.ONE_INTERVIEWER in found else None
    return Resting(standing, lived, found, unasked, segment, interviewer)


def _narrowest(resting: Resting) -> tuple[int, int, int]:
    hypothesis = resting.standing.hypothesis
    reasons = len(resting.narrow) + len(resting.unasked)
    return (-reasons, -hypothesis.importance, hypothesis.number)
