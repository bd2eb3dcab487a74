"""Owns what a call is prepared with. Answers: who are they, what did they say, what to find out?

`page(reader, number, …)` is the whole of it; `reports.prep_screen` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import hypotheses
from discoverycli.analysis import person as reports
from discoverycli.domain.prep import Fit, Refutation, fit, in_words, refutation
from discoverycli.domain.verdicts import riskiest_first
from discoverycli.domain.vocabulary import Channel, InterviewDate, Rung, Stance, StatementKind
from discoverycli.domain.votes import EvidenceFact, Reason, Voice, Vote, voices

if TYPE_CHECKING:
    from discoverycli.analysis.person import AskedAbout, Person, PersonFacts
    from discoverycli.domain.facts.calls import EvidenceLine, PromiseFact, StatementFact
    from discoverycli.domain.facts.opinions import StaleCriteria, Standing
    from discoverycli.domain.facts.people import ColleagueFact, HeardFact, NamedPerson
    from discoverycli.domain.rules import Rule
    from discoverycli.domain.vocabulary import Relation
    from discoverycli.store.reader import Reader


_OPPOSITE = {Stance.SUPPORTS: Vote.AGAINST, Stance.REFUTES: Vote.FOR}
_STANCES = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES}


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the journal holds that a call with a person is about.

    Args:
        person: everything from and about them.
        referrer: who sent them to us.
        colleagues: what others of their organisation said.
        unasked: the open hypotheses they said nothing about; see `unasked`.
        criteria: of the first ones of these, as many as are to be told.
    """

    person: PersonFacts
    referrer: NamedPerson | None
    colleagues: Sequence[ColleagueFact]
    unasked: Sequence[Fitting]
    criteria: Mapping[int, StaleCriteria]


class Fitting(NamedTuple):
    """An open hypothesis, and how well it fits a person."""

    standing: Standing
    fit: Fit


class Open(NamedTuple):
    """An open hypothesis a person was never asked about, and what would prove it wrong."""

    standing: Standing
    fit: Fit
    wrong_if: str | None
    refutation: Refutation

    @property
    def wrong(self) -> str:
        """What would prove it wrong: as somebody wrote it down, else by its rule."""
        return self.wrong_if or in_words(self.refutation, self.standing.verdict)


class Words(NamedTuple):
    """Something a person said: a statement, or else words on a hypothesis.

    `told`: somebody passed it on; we were not there.
    """

    statement: int | None
    hypothesis: int | None
    kind: StatementKind | None
    rung: Rung
    verbatim: bool
    text: str
    interview: int
    held: InterviewDate
    told: bool


class Differing(NamedTuple):
    """A colleague whose own vote on a hypothesis is the opposite of the person's."""

    hypothesis: int
    stance: Stance
    person: int
    name: str
    theirs: Stance


@dataclass(frozen=True, slots=True)
class Call:
    """All that a call with a person takes, on a day.

    Args:
        person: the person.
        today: the day it is.
        forgotten: whether they were forgotten: then there is nobody to call.
        referrer: who sent them to us.
        heard: the interviews up to today, the latest first and the undated last.
        booked: those to come, the next first.
        words: what they said but praise, the strongest first.
        promises: what is promised and open, both ways, the longest overdue first.
        votes: the hypotheses their words count for today.
        aged: those their words no longer count for, being too old.
        differing: colleagues who say otherwise.
        open: the hypotheses to be told, those that fit best first.
        unasked: how many of these there are.
    """

    person: Person
    today: date
    forgotten: bool
    referrer: NamedPerson | None
    heard: tuple[HeardFact, ...]
    booked: tuple[HeardFact, ...]
    words: tuple[Words, ...]
    promises: tuple[PromiseFact, ...]
    votes: tuple[AskedAbout, ...]
    aged: tuple[AskedAbout, ...]
    differing: tuple[Differing, ...]
    open: tuple[Open, ...]
    unasked: int


def load(reader: Reader, number: int, today: date, most: int | None = None) -> CallFacts:
    """What the journal holds about a person, and about what they were never asked.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import prep as read
    from discoverycli.store.read import stale

    person = reports.load(reader, number, today)
    fitting = unasked(person, hypotheses.load(reader, today))
    told = [each.standing.hypothesis.number for each in fitting[:most]]
    return CallFacts(
        person=person,
        referrer=read.referrer(reader, number),
        colleagues=read.colleagues(reader, number),
        unasked=fitting,
        criteria=stale.criteria(reader, told),
    )


def unasked(facts: PersonFacts, standings: Iterable[Standing]) -> list[Fitting]:
    """The open hypotheses a person said nothing about: those that fit best, then the riskiest."""
    person = facts.profile.person
    about = {line.fact.hypothesis for line in facts.evidence}
    found = [
        Fitting(
            each,
            fit(each.hypothesis.segment, each.hypothesis.serves, person.segment, person.relation),
        )
        for each in standings
        if each.verdict.status in hypotheses.OPEN and each.hypothesis.number not in about
    ]
    return sorted(found, key=_fitting_first)


def calculate(facts: CallFacts, today: date, periods: Mapping[Relation, int | None]) -> Call:
    """What all that comes to on `today`."""
    person = reports.calculate(facts.person, today, periods)
    forgotten = person.listed.person.period_days == 0
    told = {each.number for each in person.heard if each.channel is Channel.PROXY}
    past = tuple(each for each in person.heard if not _to_come(each, today))
    return Call(
        person=person,
        today=today,
        forgotten=forgotten,
        referrer=None if forgotten else facts.referrer,
        heard=past,
        booked=tuple(reversed([each for each in person.heard if _to_come(each, today)])),
        words=_words(facts.person, told),
        promises=tuple(sorted((p for p in person.promises if p.done_on is None), key=_overdue)),
        votes=tuple(each for each in person.asked if each.stance is not None),
        aged=tuple(sorted((each for each in person.asked if _too_old(each)), key=_helps_most)),
        differing=tuple(_differing(facts, person.asked, today)),
        open=tuple(
            Open(each.standing, each.fit, criteria.wrong_if, _refuted_by(each, criteria.rule))
            for each in facts.unasked
            if (criteria := facts.criteria.get(each.standing.hypothesis.number))
        ),
        unasked=len(facts.unasked),
    )


def _to_come(heard: HeardFact, today: date) -> bool:
    return heard.held.first is not None and heard.held.first > today


def _too_old(each: AskedAbout) -> bool:
    return each.strongest.reason is Reason.OLD


def _helps_most(each: AskedAbout) -> tuple[int, int, int]:
    """As in `disco report stale`: the highest rung, then the latest."""
    fact = each.strongest.line.fact
    return (-fact.rung, -(fact.held.day or date.min).toordinal(), fact.hypothesis)


def _refuted_by(each: Fitting, rule: Rule) -> Refutation:
    return refutation(each.standing.verdict, rule)


def _fitting_first(each: Fitting) -> tuple[int, ...]:
    hypothesis, verdict = each.standing
    last = riskiest_first(hypothesis.importance, verdict, hypothesis.number)
    return (-each.fit.segment, -each.fit.relation, *last)


def _overdue(promise: PromiseFact) -> tuple[date, bool, int]:
    return (promise.due_on or date.max, not promise.ours, promise.interview)


def _words(facts: PersonFacts, told: set[int]) -> tuple[Words, ...]:
    """First-hand before told, verbatim before paraphrase, the highest rung, the latest."""
    found = [
        *(_statement(each, told) for each in facts.statements),
        *(_on_hypothesis(each, told) for each in facts.evidence if each.statement is None),
    ]
    praise = (each.kind is StatementKind.COMPLIMENT or each.rung is Rung.NICE for each in found)
    said_so = [each for each, nice in zip(found, praise, strict=True) if each.text and not nice]
    return tuple(sorted(said_so, key=_strongest_first))


def _statement(each: StatementFact, told: set[int]) -> Words:
    return Words(
        statement=each.number,
        hypothesis=None,
        kind=each.kind,
        rung=each.rung,
        verbatim=each.verbatim,
        text=each.text,
        interview=each.interview,
        held=each.held,
        told=each.interview in told,
    )


def _on_hypothesis(each: EvidenceLine, told: set[int]) -> Words:
    return Words(
        statement=None,
        hypothesis=each.fact.hypothesis,
        kind=None,
        rung=each.fact.rung,
        verbatim=False,
        text=each.text,
        interview=each.interview,
        held=each.fact.held,
        told=each.interview in told,
    )


def _strongest_first(words: Words) -> tuple[bool, bool, int, int, int, int, int]:
    day = words.held.day or date.min
    codes = (words.statement or 0, words.hypothesis or 0)
    return (words.told, not words.verbatim, -words.rung, -day.toordinal(), words.interview, *codes)


def _differing(facts: CallFacts, asked: Iterable[AskedAbout], today: date) -> Iterable[Differing]:
    """The colleagues who vote today against what the person votes for, and the other way."""
    pieces: dict[tuple[int, int], list[EvidenceFact]] = {}
    names: dict[int, str] = {}
    for fact, name in facts.colleagues:
        names[fact.person] = name
        pieces.setdefault((fact.hypothesis, fact.person), []).append(fact)
    stances = {
        each.strongest.line.fact.hypothesis: (each.stance, each.strongest.line.rule)
        for each in asked
        if each.stance in _OPPOSITE
    }
    for (hypothesis, person), own in sorted(pieces.items()):
        stance, rule = stances.get(hypothesis, (None, None))
        if stance is None or rule is None:
            continue
        alone = [fact._replace(organisation=None) for fact in own]
        cast = voices(alone, rule, today=today).get(Voice(None, person))
        if cast is not None and cast.vote is _OPPOSITE[stance]:
            yield Differing(hypothesis, stance, person, names[person], _STANCES[cast.vote])


def answer(
    reader: Reader,
    number: int,
    today: date,
    periods: Mapping[Relation, int | None],
    most: int | None = None,
) -> Call:
    """What to know before a call with a person, whose `most` open hypotheses are told.

    Raises:
        NotFoundError: there is none of that number.
    """
    return calculate(load(reader, number, today, most), today, periods)
