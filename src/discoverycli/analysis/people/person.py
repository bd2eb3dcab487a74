"""Answers for one person: what do we know from them, and what was promised?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.calls.interview import JudgedLine, judge
from discoverycli.analysis.people.people import ListedPerson
from discoverycli.domain.vocabulary import Code, Stance
from discoverycli.domain.votes import EvidenceFact, Voice, Vote, strongest, voices
from discoverycli.store.read import consent, interviews, people

if TYPE_CHECKING:
    from discoverycli.domain.consent import ConsentFact
    from discoverycli.domain.facts.calls import EvidenceLine, HireLine, PromiseFact, StatementFact
    from discoverycli.domain.facts.people import HeardFact, PersonProfile
    from discoverycli.domain.rules import Rule
    from discoverycli.domain.vocabulary import Relation
    from discoverycli.store.reader import Reader


_STANCES = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES, Vote.NEUTRAL: Stance.NEUTRAL}


class PersonFacts(NamedTuple):
    """Everything the journal holds from and about a person."""

    profile: PersonProfile
    heard: Sequence[HeardFact]
    statements: Sequence[StatementFact]
    evidence: Sequence[EvidenceLine]
    hires: Sequence[HireLine]
    promises: Sequence[PromiseFact]
    consents: Sequence[ConsentFact]


class AskedAbout(NamedTuple):
    """A hypothesis someone was asked about.

    `stance` is their own vote today, `None` where nothing they said counts. `strongest` are the
    words on the highest rung, among those that count if any do; `pieces` is how many there are.
    """

    stance: Stance | None
    strongest: JudgedLine
    pieces: int


class PersonAccount(NamedTuple):
    """A person on a day: `statements` and `promises` in the order of a page.

    The strongest words come first, and open promises before kept ones.
    """

    listed: ListedPerson
    facts: PersonFacts
    statements: Sequence[StatementFact]
    asked: Sequence[AskedAbout]
    promises: Sequence[PromiseFact]
    today: date


def person_facts(reader: Reader, number: int, today: date) -> PersonFacts:
    """All about a person.

    Raises:
        NotFoundError: there is none of that number.
    """
    of = Code("P", number)
    return PersonFacts(
        profile=people.one(reader, number, today),
        heard=people.heard(reader, number),
        statements=interviews.statements(reader, of),
        evidence=interviews.evidence(reader, of),
        hires=interviews.hires(reader, of),
        promises=interviews.promises(reader, of),
        consents=consent.of(reader, number),
    )


def person_account(
    reader: Reader, number: int, today: date, periods: Mapping[Relation, int | None]
) -> PersonAccount:
    """All about a person, judged on `today`.

    Raises:
        NotFoundError: there is none of that number.
    """
    facts = person_facts(reader, number, today)
    return PersonAccount(
        ListedPerson.on(today, facts.profile.person, periods),
        facts,
        sorted(facts.statements, key=_strongest_first),
        _asked(facts.evidence, today),
        sorted(facts.promises, key=_open_first),
        today,
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
    judged = judge(lines, today)
    counting = [each for each in judged if each.reason is None]
    best = strongest(each.line.fact for each in counting or judged)
    return AskedAbout(
        own_stance([line.fact for line in lines], lines[0].rule, today),
        next(each for each in judged if each.line.fact == best),
        len(lines),
    )


def own_stance(facts: Sequence[EvidenceFact], rule: Rule, today: date) -> Stance | None:
    """The vote of one person on one hypothesis, as if they spoke for nobody else."""
    alone = (fact._replace(organisation=None) for fact in facts)
    vote = voices(alone, rule, today=today).get(Voice(None, facts[0].person))
    return _STANCES[vote.vote] if vote else None
