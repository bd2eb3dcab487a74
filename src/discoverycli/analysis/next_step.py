"""Owns what to learn next. Answers: which opinion would an answer settle most, whom do we ask, and
what?

For other commands: `every(reader, wanted)` is the list, `one(reader, wanted, number)` a single
opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import hypotheses, people
from discoverycli.domain.guide.past_questions import PastQuestion, gaps, questions
from discoverycli.domain.guide.topics import topic_of
from discoverycli.domain.next_step import (
    AddressBook,
    Answered,
    Pick,
    Pool,
    audience,
    in_turn,
    most_first,
    reach,
    score,
    surely_enough,
    whom,
)
from discoverycli.domain.people import due_in_days, period_of
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact, not_counted, voice_of

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.facts.people import AskingCriteria
    from discoverycli.domain.people import PersonFact
    from discoverycli.store.reader import Reader


PEOPLE = 5
"""People to ask about one opinion; more than its rule usually asks voices for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: on which day, by which periods, and how many opinions; `None` is all."""

    today: date
    periods: Mapping[Relation, int | None]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What the choice is made of.

    Args:
        standings: the opinions to choose from.
        criteria: what each of them asks for.
        book: who can be asked at all.
        facts: the evidence on those of which it decides who is left.
    """

    standings: Sequence[Standing]
    criteria: Mapping[int, AskingCriteria]
    book: AddressBook
    facts: Mapping[int, Sequence[EvidenceFact]]


class Ranked(NamedTuple):
    """An opinion, who it is about, and how much asking could settle."""

    standing: Standing
    pool: Pool
    reach: int
    score: int

    @property
    def number(self) -> int:
        """That of its code."""
        return self.standing.hypothesis.number


class Person(NamedTuple):
    """Someone to ask; `new_voice` as of a `Pick`."""

    listed: people.Listed
    new_voice: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What to do about an opinion: whom to ask, and what. `about` is what the questions are about,
    `None` where they are general."""

    ranked: Ranked
    people: tuple[Person, ...]
    questions: tuple[PastQuestion, ...]
    about: str | None


def load(reader: Reader, wanted: Wanted, standings: Sequence[Standing]) -> Field:
    """Who can be asked, and the evidence where it decides how many are left."""
    from discoverycli.store.read import next_step as read

    criteria = read.criteria(reader)
    candidates = read.candidates(reader, wanted.today)
    book = AddressBook(in_turn(candidates, today=wanted.today, periods=wanted.periods))
    unsure = [
        each.hypothesis.number
        for each in standings
        if not surely_enough(_pool(book, each), each.verdict.asked, most_voices(each))
    ]
    facts = read.facts(reader, {each: criteria[each] for each in unsure}, wanted.today)
    return Field(standings, criteria, book, facts)


def calculate(field: Field, wanted: Wanted) -> list[Ranked]:
    """The opinions, those first that asking could settle most; those that nobody is left to ask
    about come last, the riskiest first."""
    found = []
    for standing in field.standings:
        hypothesis, verdict = standing
        pool, most = _pool(field.book, standing), most_voices(standing)
        facts = field.facts.get(hypothesis.number)
        if facts is None:
            can_reach = most
        else:
            fresh = field.criteria[hypothesis.number].fresh_days
            can_reach = reach(pool, answered(facts, fresh, wanted.today).voices, most)
        found.append(
            Ranked(standing, pool, can_reach, score(hypothesis.importance, verdict, can_reach))
        )
    return sorted(
        found,
        key=lambda each: most_first(
            each.standing.hypothesis.importance, each.standing.verdict, each.number, each.reach
        ),
    )


def answered(facts: Iterable[EvidenceFact], fresh_days: int, today: date) -> Answered:
    """Who has given an answer that counts today."""
    counting = list(_counting(facts, fresh_days, today))
    return Answered(frozenset(fact.person for fact in counting), frozenset(map(voice_of, counting)))


def _counting(
    facts: Iterable[EvidenceFact], fresh_days: int, today: date
) -> Iterable[EvidenceFact]:
    rule = Rule(fresh_days=fresh_days)
    return (fact for fact in facts if not_counted(fact, rule, today=today) is None)


def _pool(book: AddressBook, standing: Standing) -> Pool:
    hypothesis = standing.hypothesis
    return book.pool(audience(hypothesis.serves, hypothesis.segment))


def most_voices(standing: Standing) -> int:
    """How many voices its rule asks for."""
    return next(int(each.need) for each in standing.verdict.checks if each.name == "voices")


def steps(reader: Reader, wanted: Wanted, field: Field, shown: Sequence[Ranked]) -> list[Step]:
    """Whom to ask about these opinions, and what; people are read once, however many ask them."""
    from discoverycli.store.read import next_step as read
    from discoverycli.store.read.people import some

    facts = dict(field.facts)
    missing = {each.number: field.criteria[each.number] for each in shown}
    facts |= read.facts(
        reader, {key: value for key, value in missing.items() if key not in facts}, wanted.today
    )
    picks = {
        each.number: whom(
            each.pool,
            answered(facts[each.number], missing[each.number].fresh_days, wanted.today),
            PEOPLE,
        )
        for each in shown
    }
    numbers = sorted({pick.number for some_picks in picks.values() for pick in some_picks})
    known = {each.number: each for each in some(reader, numbers, wanted.today)}
    return [
        _step(each, picks[each.number], known, missing[each.number], facts[each.number], wanted)
        for each in shown
    ]


def _step(
    ranked: Ranked,
    picks: Sequence[Pick],
    known: Mapping[int, PersonFact],
    criteria: AskingCriteria,
    facts: Sequence[EvidenceFact],
    wanted: Wanted,
) -> Step:
    hypothesis, verdict = ranked.standing
    counting = _counting(facts, criteria.fresh_days, wanted.today)
    paid = any(each.rung >= Rung.PAID and each.stance is Stance.SUPPORTS for each in counting)
    lacking = gaps(
        verdict, paid=paid, wrong_if=criteria.wrong_if, stale_since=criteria.since(wanted.today)
    )
    topic = topic_of(hypothesis.text)
    return Step(
        ranked,
        tuple(Person(_listed(known[each.number], wanted), each.new_voice) for each in picks),
        questions(hypothesis.text, lacking),
        topic.doing if topic else None,
    )


def _listed(person: PersonFact, wanted: Wanted) -> people.Listed:
    left = due_in_days(person, today=wanted.today, periods=wanted.periods)
    return people.Listed(person, period_of(person, wanted.periods), left)


def is_open(step: Step) -> bool:
    """Whether nobody outside has settled it, and nobody has put it aside."""
    return step.ranked.standing.verdict.status in hypotheses.OPEN


class Ahead(NamedTuple):
    """What to learn next.

    Args:
        steps: those to show; those that somebody can be asked about come first.
        asks: how many there are of these.
        lacking: how many there are that nobody can be asked about.
        known: how many hypotheses there are, settled ones too.
    """

    steps: Sequence[Step]
    asks: int
    lacking: int
    known: int


def every(reader: Reader, wanted: Wanted) -> Ahead:
    """What to learn next, of all opinions that nobody outside has settled."""
    from discoverycli.store.read import hypotheses as read

    standings = read.standings(reader, wanted.today)
    unsettled = [each for each in standings if each.verdict.status in hypotheses.OPEN]
    field = load(reader, wanted, unsettled)
    ranked = calculate(field, wanted)
    asks = [each for each in ranked if each.reach]
    lacking = ranked[len(asks) :]
    shown = [*asks[: wanted.most], *lacking[: wanted.most]]
    found = steps(reader, wanted, field, shown)
    return Ahead(found, len(asks), len(lacking), len(standings))


def one(reader: Reader, wanted: Wanted, number: int) -> Step:
    """The same of a single opinion, whatever its status."""
    from discoverycli.store.read import hypotheses as read

    standings = read.standings(reader, wanted.today)
    standing = next(each for each in standings if each.hypothesis.number == number)
    field = load(reader, wanted, [standing])
    (step,) = steps(reader, wanted, field, calculate(field, wanted))
    return step
