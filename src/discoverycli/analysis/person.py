"""Owns the page of one person. Answers: what do we know from them, and what is promised?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import people
from discoverycli.analysis.judged_lines import Judged, judge
from discoverycli.domain.people import due_in_days, period_of
from discoverycli.domain.vocabulary import Code, Stance
from discoverycli.domain.votes import Voice, Vote, strongest, voices

if TYPE_CHECKING:
    from discoverycli.domain.consent import ConsentFact
    from discoverycli.domain.facts.calls import EvidenceLine, HireLine, PromiseFact, StatementFact
    from discoverycli.domain.facts.people import HeardFact, PersonProfile, Referrer
    from discoverycli.domain.vocabulary import Relation
    from discoverycli.store.reader import Reader


_STANCES = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES, Vote.NEUTRAL: Stance.NEUTRAL}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything the journal holds from and about a person."""

    profile: PersonProfile
    heard: Sequence[HeardFact]
    statements: Sequence[StatementFact]
    evidence: Sequence[EvidenceLine]
    hires: Sequence[HireLine]
    promises: Sequence[PromiseFact]
    consents: Sequence[ConsentFact] = ()


class AskedAbout(NamedTuple):
    """A hypothesis someone was asked about.

    `stance` is their own vote today, `None` where nothing they said counts. `strongest` are the
    words on the highest rung, of those that count where any do; `pieces` how many there are.
    """

    stance: Stance | None
    strongest: Judged
    pieces: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person on a day: what they said comes with the strongest words first."""

    listed: people.Listed
    role: str | None
    created_on: date
    heard: tuple[HeardFact, ...]
    statements: tuple[StatementFact, ...]
    asked: tuple[AskedAbout, ...]
    hires: tuple[HireLine, ...]
    promises: tuple[PromiseFact, ...]
    own_period: bool
    consents: tuple[ConsentFact, ...]
    referred_by: Referrer | None


def load(reader: Reader, number: int, today: date) -> PersonFacts:
    """All about a person.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import consent as agreed
    from discoverycli.store.read import interviews
    from discoverycli.store.read import people as read

    of = Code("P", number)
    return PersonFacts(
        profile=read.one(reader, number, today),
        heard=read.heard(reader, number),
        statements=interviews.statements(reader, of),
        evidence=interviews.evidence(reader, of),
        hires=interviews.hires(reader, of),
        promises=interviews.promises(reader, of),
        consents=agreed.of(reader, number),
    )


def calculate(facts: PersonFacts, today: date, periods: Mapping[Relation, int | None]) -> Person:
    """What all that comes to on `today`."""
    person = facts.profile.person
    return Person(
        listed=people.Listed(
            person, period_of(person, periods), due_in_days(person, today=today, periods=periods)
        ),
        role=facts.profile.role,
        created_on=facts.profile.created_on,
        heard=tuple(facts.heard),
        statements=tuple(sorted(facts.statements, key=_strongest_first)),
        asked=tuple(_asked(facts.evidence, today)),
        hires=tuple(facts.hires),
        promises=tuple(sorted(facts.promises, key=_open_first)),
        own_period=person.period_days is not None,
        consents=tuple(facts.consents),
        referred_by=facts.profile.referred_by,
    )


def _strongest_first(statement: StatementFact) -> tuple[int, int, int]:
    day = statement.held.day or date.min
    return (-statement.rung, -day.toordinal(), statement.number)


def _open_first(promise: PromiseFact) -> tuple[bool, date]:
    return (promise.done_on is not None, promise.due_on or date.max)


def _asked(evidence: Iterable[EvidenceLine], today: date) -> list[AskedAbout]:
    by_hypothesis: dict[int, list[EvidenceLine]] = {}
    for line in evidence:
        by_hypothesis.setdefault(line.fact.hypothesis, []).append(line)
    return [_asked_about(by_hypothesis[number], today) for number in sorted(by_hypothesis)]


def _asked_about(lines: Sequence[EvidenceLine], today: date) -> AskedAbout:
    """What someone's words on one hypothesis come to, as if they spoke for nobody else."""
    judged = judge(lines, today)
    counting = [each for each in judged if each.reason is None]
    best = strongest(each.line.fact for each in counting or judged)
    person = lines[0].fact.person
    votes = voices(
        (line.fact._replace(organisation=None) for line in lines), lines[0].rule, today=today
    )
    vote = votes.get(Voice(None, person))
    return AskedAbout(
        _STANCES[vote.vote] if vote else None,
        next(each for each in judged if each.line.fact == best),
        len(lines),
    )
