"""Ranks what to learn next: how much an answer would settle, and who could still give one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Final, NamedTuple

from discoverycli.domain.people import DEFAULT_PERIODS
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.verdicts import Verdict, certainty, risk, riskiest_first
from discoverycli.domain.vocabulary import Relation, Stakeholder
from discoverycli.domain.votes import Voice

OUTSIDE: Final = tuple(each for each in Relation if each is not Relation.INTERNAL)
"""Everybody whose answer can count."""

_WHOSE: Final[Mapping[Stakeholder, tuple[Relation, ...]]] = {
    Stakeholder.FUTURE: (Relation.PROSPECT, Relation.UNKNOWN),
    Stakeholder.CURRENT: (Relation.CURRENT,),
    Stakeholder.COMPANY: OUTSIDE,
}


class Audience(NamedTuple):
    """Who an opinion is about: people of these relations, and of a segment where it names one."""

    relations: tuple[Relation, ...]
    segment: str | None


class Candidate(NamedTuple):
    """Someone outside who can be asked, as known today.

    `voice` is the voice that their answer would count for. `last_contact` is not after today;
    `period_days` is a period of their own. People who were forgotten, withdrew their consent to
    notes, or are snoozed are no candidates.
    """

    number: int
    voice: Voice
    relation: Relation
    segment: str | None
    last_contact: date | None
    period_days: int | None


class Answered(NamedTuple):
    """Who has given an answer that counts today: the people, and the voices they are."""

    people: frozenset[int] = frozenset()
    voices: frozenset[Voice] = frozenset()


class Pick(NamedTuple):
    """Someone to ask. `new_voice`: nobody else of their voice was asked, or stands before them."""

    number: int
    new_voice: bool


class Pool(NamedTuple):
    """An audience among those who can be asked: the people in turn, and whose voices they are."""

    people: tuple[Candidate, ...]
    voices: frozenset[Voice]


class AddressBook:
    """Those who can be asked, found by audience; each audience is looked up once.

    Args:
        people: as `in_turn` gives them.
    """

    def __init__(self, people: Sequence[Candidate]) -> None:
        self._groups: dict[tuple[Relation, str], list[tuple[int, Candidate]]] = {}
        self._pools: dict[Audience, Pool] = {}
        keys = {segment: name_key(segment or "") for segment in {each.segment for each in people}}
        for place, each in enumerate(people):
            group = (each.relation, keys[each.segment])
            self._groups.setdefault(group, []).append((place, each))

    def pool(self, audience: Audience) -> Pool:
        """The people of an audience."""
        pool = self._pools.get(audience)
        if pool is None:
            found = self._found(audience)
            people = tuple(each for _, each in sorted(found, key=itemgetter(0)))
            pool = Pool(people, frozenset(each.voice for each in people))
            self._pools[audience] = pool
        return pool

    def _found(self, audience: Audience) -> list[tuple[int, Candidate]]:
        if audience.segment is not None:
            keys = [(each, audience.segment) for each in audience.relations]
        else:
            keys = [key for key in self._groups if key[0] in audience.relations]
        return [each for key in keys for each in self._groups.get(key, ())]


def audience(serves: Iterable[Stakeholder], segment: str | None) -> Audience:
    """Who fits an opinion. `future`: prospects and unknown people; `current`: current customers;
    `company`, or nobody named: everybody outside. With several, people who fit any of them. If a
    segment is named, it must be theirs."""
    whom = tuple(serves) or (Stakeholder.COMPANY,)
    wanted = {relation for each in whom for relation in _WHOSE[each]}
    key = name_key(segment or "")
    return Audience(tuple(each for each in Relation if each in wanted), key or None)


def in_turn(
    people: Iterable[Candidate],
    *,
    today: date,
    periods: Mapping[Relation, int | None] = DEFAULT_PERIODS,
) -> list[Candidate]:
    """Those who are ever due, the latest first: the order of `domain.people.due`.

    Method:
        Relative lateness; see `docs/methods.md#due`.
    """
    ranked: list[tuple[float, bool, int, Candidate]] = []
    on = today.toordinal()
    for each in people:
        period = each.period_days if each.period_days is not None else periods.get(each.relation)
        if period is None or period <= 0:
            continue
        last = each.last_contact
        left = 0 if last is None else period - (on - last.toordinal())
        ranked.append((left / period, last is None, each.number, each))
    ranked.sort()
    return [each for _, _, _, each in ranked]


def uncertainty(verdict: Verdict) -> int:
    """How much is not known, 1 to 5: 6 − certainty."""
    return 6 - certainty(verdict)


def surely_enough(pool: Pool, asked: int, most: int) -> bool:
    """Whether a pool has `most` voices that were not asked, whichever `asked` ones were."""
    return len(pool.voices) - asked >= most


def reach(pool: Pool, answered: Collection[Voice], most: int) -> int:
    """How many voices could still be asked, at most `most`.

    Colleagues are one voice, as in a verdict: five people of a company that nobody has asked are
    one, and those of a company that has answered are none.
    """
    return min(most, len(pool.voices.difference(answered)))


def score(importance: int, verdict: Verdict, reach: int) -> int:
    """How much asking could settle: importance × uncertainty × reach.

    Method:
        `domain.verdicts.risk` × reach; see `docs/methods.md#what-to-learn-next`.
    """
    return risk(importance, verdict) * reach


def most_first(
    importance: int, verdict: Verdict, number: int, reach: int
) -> tuple[int, int, int, int, int]:
    """A sort key: highest score, then as `domain.verdicts.riskiest_first`."""
    rest = riskiest_first(importance, verdict, number)
    return (-score(importance, verdict, reach), *rest)


def whom(pool: Pool, answered: Answered, most: int) -> tuple[Pick, ...]:
    """The `most` people to ask first: one of each new voice in turn, then the others who have not
    answered, in turn."""
    chosen: dict[int, Pick] = {}
    voices = set(answered.voices)
    for each in pool.people:
        if len(chosen) == most:
            break
        if each.voice not in voices:
            voices.add(each.voice)
            chosen[each.number] = Pick(each.number, True)
    for each in pool.people if len(chosen) < most else ():
        if len(chosen) == most:
            break
        if each.number not in chosen and each.number not in answered.people:
            chosen[each.number] = Pick(each.number, False)
    return tuple(chosen.values())
