"""Prepares a call: who are they, what did they say, and what should we find out?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.analysis.people.person import own_stance, person_account
from discoverycli.domain.prep import Fit, Refutation, fit, in_words, refutation
from discoverycli.domain.vocabulary import Channel, InterviewDate, Rung, Stance, StatementKind
from discoverycli.domain.votes import EvidenceFact, Reason
from discoverycli.store.read.hypotheses import criteria as present_criteria
from discoverycli.store.read.people import colleagues

if TYPE_CHECKING:
    from discoverycli.analysis.people.person import AskedAbout, PersonAccount, PersonFacts
    from discoverycli.domain.facts.calls import PromiseFact
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.facts.people import ColleagueFact, HeardFact
    from discoverycli.domain.vocabulary import Relation
    from discoverycli.store.reader import Reader


_OPPOSITE = {Stance.SUPPORTS: Stance.REFUTES, Stance.REFUTES: Stance.SUPPORTS}


class Fitting(NamedTuple):
    """An open hypothesis, and how well it fits a person."""

    standing: Standing
    fit: Fit


class OpenHypothesis(NamedTuple):
    """An open hypothesis a person was never asked about, and what would prove it wrong."""

    standing: Standing
    fit: Fit
    wrong_if: str | None
    refutation: Refutation

    @property
    def wrong(self) -> str:
        """What would prove it wrong: as somebody wrote it down, else by its rule."""
        return self.wrong_if or in_words(self.refutation, self.standing.verdict)


class SaidWords(NamedTuple):
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


class DifferingColleague(NamedTuple):
    """A colleague whose own vote on a hypothesis is the opposite of the person's."""

    hypothesis: int
    stance: Stance
    person: int
    name: str
    theirs: Stance


class Call(NamedTuple):
    """All that a call with a person takes, on a day.

    Args:
        person: everything from and about them.
        forgotten: whether they were forgotten: then there is nobody to call.
        heard: the interviews up to today, the latest first and the undated last.
        booked: those to come, the next first.
        words: what they said but praise, the strongest first.
        promises: open promises, ours and theirs, the longest overdue first.
        votes: the hypotheses their words count for today.
        aged: those their words no longer count for, being too old.
        differing: colleagues who say otherwise.
        open: the hypotheses to show, those that fit best first.
        unasked: how many of these there are.
    """

    person: PersonAccount
    today: date
    forgotten: bool
    heard: Sequence[HeardFact]
    booked: Sequence[HeardFact]
    words: Sequence[SaidWords]
    promises: Sequence[PromiseFact]
    votes: Sequence[AskedAbout]
    aged: Sequence[AskedAbout]
    differing: Sequence[DifferingColleague]
    open: Sequence[OpenHypothesis]
    unasked: int


def prepare_call(
    reader: Reader,
    number: int,
    today: date,
    periods: Mapping[Relation, int | None],
    most: int | None = None,
) -> Call:
    """What to know before a call with a person, with at most `most` open hypotheses.

    Raises:
        NotFoundError: there is none of that number.
    """
    person = person_account(reader, number, today, periods)
    facts, asked = person.facts, person.asked
    fitting = unasked(facts, hypotheses.standings(reader, today))
    criteria = present_criteria(
        reader, [each.standing.hypothesis.number for each in fitting[:most]]
    )
    to_come = [each for each in facts.heard if each.held.first and each.held.first > today]
    return Call(
        person=person,
        today=today,
        forgotten=person.listed.person.period_days == 0,
        heard=[each for each in facts.heard if each not in to_come],
        booked=to_come[::-1],
        words=_words(facts),
        promises=sorted((p for p in facts.promises if p.done_on is None), key=_overdue),
        votes=[each for each in asked if each.stance is not None],
        aged=sorted(
            (each for each in asked if each.strongest.reason is Reason.OLD), key=_helps_most
        ),
        differing=list(_differing(colleagues(reader, number), asked, today)),
        open=[
            OpenHypothesis(*each, found.wrong_if, refutation(each.standing.verdict, found.rule))
            for each in fitting
            if (found := criteria.get(each.standing.hypothesis.number))
        ],
        unasked=len(fitting),
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


def _helps_most(each: AskedAbout) -> tuple[int, int, int]:
    """The order of `disco report stale`: the highest rung, then the latest."""
    fact = each.strongest.line.fact
    return (-fact.rung, -(fact.held.day or date.min).toordinal(), fact.hypothesis)


def _fitting_first(each: Fitting) -> tuple[int, ...]:
    return (-each.fit.segment, -each.fit.relation, *hypotheses.risk_order(each.standing))


def _overdue(promise: PromiseFact) -> tuple[date, bool, int]:
    return (promise.due_on or date.max, not promise.ours, promise.interview)


def _words(facts: PersonFacts) -> list[SaidWords]:
    """First-hand before told, verbatim before paraphrase, the highest rung, the latest."""
    told = {each.number for each in facts.heard if each.channel is Channel.PROXY}
    found = [
        SaidWords(
            each.number, None, each.kind, each.rung, each.verbatim,
            each.text, each.interview, each.held, each.interview in told,
        )
        for each in facts.statements
    ] + [
        SaidWords(
            None, each.fact.hypothesis, None, each.fact.rung, False,
            each.text, each.interview, each.fact.held, each.interview in told,
        )
        for each in facts.evidence
        if each.statement is None
    ]  # fmt: skip
    said = [
        each
        for each in found
        if each.text and each.kind is not StatementKind.COMPLIMENT and each.rung is not Rung.NICE
    ]
    return sorted(said, key=_strongest_first)


def _strongest_first(words: SaidWords) -> tuple[bool, bool, int, int, int, int, int]:
    day = words.held.day or date.min
    codes = (words.statement or 0, words.hypothesis or 0)
    return (words.told, not words.verbatim, -words.rung, -day.toordinal(), words.interview, *codes)


def _differing(
    colleagues: Iterable[ColleagueFact], asked: Iterable[AskedAbout], today: date
) -> Iterable[DifferingColleague]:
    """The colleagues who vote today against what the person votes for, and the other way."""
    pieces: dict[tuple[int, int], list[EvidenceFact]] = {}
    names: dict[int, str] = {}
    for fact, name in colleagues:
        names[fact.person] = name
        pieces.setdefault((fact.hypothesis, fact.person), []).append(fact)
    stances = {each.strongest.line.fact.hypothesis: each for each in asked}
    for (hypothesis, person), own in sorted(pieces.items()):
        about = stances.get(hypothesis)
        if about is None or about.stance not in _OPPOSITE:
            continue
        theirs = own_stance(own, about.strongest.line.rule, today)
        if theirs is _OPPOSITE[about.stance]:
            yield DifferingColleague(hypothesis, about.stance, person, names[person], theirs)
