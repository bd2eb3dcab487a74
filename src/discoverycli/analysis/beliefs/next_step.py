"""Calculates what to learn next: which opinion would an answer settle most, whom do we ask, and
what?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.analysis.people.people import ListedPerson
from discoverycli.domain.guide.past_questions import PastQuestion, gaps, past_questions
from discoverycli.domain.guide.topics import topic_of
from discoverycli.domain.next_step import (
    AddressBook,
    Answered,
    Pool,
    audience,
    in_turn,
    most_first,
    reach,
    score,
    surely_enough,
    whom,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact, not_counted, voice_of
from discoverycli.store.read import next_step as read
from discoverycli.store.read.hypotheses import standings as all_standings
from discoverycli.store.read.people import some

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.store.reader import Reader


PEOPLE = 5
"""People to ask about one opinion; more than its rule usually asks voices for."""


class NextScope(NamedTuple):
    """What is wanted: on which day, by which periods, and how many opinions; `None` is all."""

    today: date
    periods: Mapping[Relation, int | None]
    most: int | None = None


class RankedOpinion(NamedTuple):
    """An opinion, who it is about, and how much asking could settle."""

    standing: Standing
    pool: Pool
    reach: int
    score: int

    @property
    def number(self) -> int:
        """That of its code."""
        return self.standing.hypothesis.number


class PersonToAsk(NamedTuple):
    """Someone to ask; `new_voice` as of a `Pick`."""

    listed: ListedPerson
    new_voice: bool


class NextStep(NamedTuple):
    """What to do about an opinion: whom to ask, and what. `about` is what the questions are about,
    `None` where they are general."""

    ranked: RankedOpinion
    people: Sequence[PersonToAsk]
    questions: Sequence[PastQuestion]
    about: str | None

    @property
    def is_open(self) -> bool:
        """Whether nobody outside has settled it, and nobody has parked it."""
        return self.ranked.standing.verdict.status in hypotheses.OPEN


class NextSteps(NamedTuple):
    """What to learn next.

    Args:
        steps: those to show; those that somebody can be asked about come first.
        asks: how many there are of these.
        lacking: how many there are that nobody can be asked about.
        known: how many hypotheses there are, settled ones too.
    """

    steps: Sequence[NextStep]
    asks: int
    lacking: int
    known: int


def next_steps(reader: Reader, scope: NextScope) -> NextSteps:
    """What to learn next, of all opinions that nobody outside has settled."""
    standings = all_standings(reader, scope.today)
    field = _Field(reader, scope, [s for s in standings if s.verdict.status in hypotheses.OPEN])
    asks = [each for each in field.ranked if each.reach]
    lacking = field.ranked[len(asks) :]
    shown = [*asks[: scope.most], *lacking[: scope.most]]
    return NextSteps(field.steps(shown), len(asks), len(lacking), len(standings))


def next_step(reader: Reader, scope: NextScope, number: int) -> NextStep:
    """The next step for one opinion, with any status."""
    standings = all_standings(reader, scope.today)
    field = _Field(reader, scope, [s for s in standings if s.hypothesis.number == number])
    return field.steps(field.ranked)[0]


class _Field:
    """Opinions to choose from: who can be asked, and the evidence that decides who is left.

    Evidence is read where the number of voices alone does not settle that enough are left.
    """

    def __init__(self, reader: Reader, scope: NextScope, standings: Sequence[Standing]) -> None:
        self.reader, self.scope = reader, scope
        self.criteria = read.criteria(reader)
        candidates = read.candidates(reader, scope.today)
        book = AddressBook(in_turn(candidates, today=scope.today, periods=scope.periods))
        pools = [book.pool(audience(each.serves, each.segment)) for each, _ in standings]
        self.facts: dict[int, list[EvidenceFact]] = {}
        self._read(
            each.hypothesis.number
            for each, pool in zip(standings, pools, strict=True)
            if not surely_enough(pool, each.verdict.asked, most_voices(each))
        )
        self.ranked = sorted(map(self._ranked, standings, pools), key=_most_first)
        """Those first that asking could settle most; those that nobody is left to ask about come
        last, the riskiest first."""

    def _read(self, numbers: Iterable[int]) -> None:
        missing = {each: self.criteria[each] for each in numbers if each not in self.facts}
        self.facts |= read.facts(self.reader, missing, self.scope.today)

    def _counting(self, number: int) -> list[EvidenceFact]:
        rule = Rule(fresh_days=self.criteria[number].fresh_days)
        facts, today = self.facts[number], self.scope.today
        return [fact for fact in facts if not_counted(fact, rule, today=today) is None]

    def _ranked(self, standing: Standing, pool: Pool) -> RankedOpinion:
        hypothesis, verdict = standing
        can_reach = most_voices(standing)
        if hypothesis.number in self.facts:
            voices = frozenset(map(voice_of, self._counting(hypothesis.number)))
            can_reach = reach(pool, voices, can_reach)
        worth = score(hypothesis.importance, verdict, can_reach)
        return RankedOpinion(standing, pool, can_reach, worth)

    def steps(self, shown: Sequence[RankedOpinion]) -> list[NextStep]:
        self._read(each.number for each in shown)
        picks = {}
        for each in shown:
            counting = self._counting(each.number)
            answered = Answered(
                frozenset(fact.person for fact in counting), frozenset(map(voice_of, counting))
            )
            picks[each.number] = whom(each.pool, answered, PEOPLE)
        numbers = sorted({pick.number for chosen in picks.values() for pick in chosen})
        today, periods = self.scope.today, self.scope.periods
        known = {
            each.number: ListedPerson.on(today, each, periods)
            for each in some(self.reader, numbers, today)
        }
        return [
            self._step(each, [PersonToAsk(known[n], is_new) for n, is_new in picks[each.number]])
            for each in shown
        ]

    def _step(self, ranked: RankedOpinion, people: Sequence[PersonToAsk]) -> NextStep:
        hypothesis, verdict = ranked.standing
        criteria, counting = self.criteria[ranked.number], self._counting(ranked.number)
        paid = any(each.rung >= Rung.PAID and each.stance is Stance.SUPPORTS for each in counting)
        since = criteria.since(self.scope.today)
        lacking = gaps(verdict, paid=paid, wrong_if=criteria.wrong_if, stale_since=since)
        topic = topic_of(hypothesis.text)
        return NextStep(
            ranked, people, past_questions(hypothesis.text, lacking), topic.doing if topic else None
        )


def _most_first(each: RankedOpinion) -> tuple[int, ...]:
    hypothesis, verdict = each.standing
    return most_first(hypothesis.importance, verdict, each.number, each.reach)


def most_voices(standing: Standing) -> int:
    """How many voices its rule asks for."""
    return next(int(each.need) for each in standing.verdict.checks if each.name == "voices")
