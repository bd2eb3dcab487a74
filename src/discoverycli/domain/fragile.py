"""Finds what a verdict rests on: its result when one part of its evidence is left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from discoverycli.domain.referrals import Chains, related
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import VERDICTS, status_of
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import (
    Count,
    EvidenceFact,
    PersonVote,
    Piece,
    Tally,
    Voice,
    VoiceVote,
    alone_says,
    decide,
    piece_of,
    voice,
)


class PartKind(StrEnum):
    """What the evidence of a part has in common; what takes the least to be missing first."""

    ORGANISATION = "organisation"
    PERSON = "person"
    CHAIN = "chain"
    INTERVIEWER = "interviewer"
    CHANNEL = "channel"


class Part(NamedTuple):
    """Evidence that is left out together.

    `key` is the number of the organisation, of the person who votes alone, or of the person whose
    chain it is; the name of who logged the interviews; the word of the channel.
    """

    kind: PartKind
    key: int | str


class Left(NamedTuple):
    """The result of evidence by the votes that count today, without anything else.

    The age limit is never lifted, so that nothing is `stale` here.
    """

    status: Status
    votes_for: int
    votes_against: int
    asked: int


class WithoutPart(NamedTuple):
    """What is left without a part."""

    part: Part
    left: Left


class Fragility(NamedTuple):
    """What a verdict rests on.

    Args:
        whole: the result of all the evidence.
        parts: how many parts of each kind there are.
        falls: the rests that are not what the whole is, the worst first; see `severity`.
    """

    whole: Left
    parts: Mapping[PartKind, int]
    falls: tuple[WithoutPart, ...]


Source: TypeAlias = tuple[EvidenceFact, str | None]
"""A piece of evidence and who logged its interview; of `None` no part is made."""

_FARTHEST = 256
"""How many people are taken to be missing at the most: what a majority over thousands of votes
needs takes seconds to calculate."""

_NOTHING = Left(Status.UNVALIDATED, 0, 0, 0)

_SIZES = {kind: size for size, kind in enumerate(PartKind)} | {PartKind.PERSON: 0}
_DEPTHS = {Status.UNVALIDATED: 0, Status.TESTING: 1, Status.MIXED: 2}


def severity(rest: WithoutPart) -> tuple[int, int, int, int]:
    """A sort key for what a verdict falls to, the worst first.

    First the opposite verdict; then nothing at all, since it rests on that part alone; then by what
    has to be missing (an organisation or a person who votes alone, a chain, an interviewer, a
    channel); then by how little is left.
    """
    status, asked = rest.left.status, rest.left.asked
    depth = _DEPTHS.get(status, 0)
    return (status not in VERDICTS, asked > 0, _SIZES[rest.part.kind], depth)


def _name(part: Part) -> tuple[str, int, str]:
    number, word = (part.key, "") if isinstance(part.key, int) else (0, part.key)
    return (part.kind, number, word)


def fragility(
    evidence: Iterable[Source], rule: Rule, sent_by: Mapping[int, int], *, today: date
) -> Fragility:
    """The result of the evidence that counts today, and without each part of it, by the same rule.

    The parts are each voice (an organisation, or a person who votes alone), each chain (a person
    who sent somebody heard here, with everybody they sent, directly or through others), each
    interviewer and each channel. Chains that leave out the same evidence are one, named after the
    person nearest to it.

    Args:
        evidence: on one hypothesis, in any order.
        rule: its criteria.
        sent_by: person → who sent them to us, whether or not these were heard.
        today: the day it is.

    Raises:
        ValueError: facts about several hypotheses.

    Method:
        Leave one out. Only the votes that a part touches are exchanged, and put back: as many as
        there are pieces, and for chains n log n in the voters; see `docs/methods.md#fragility`.
    """
    scale = _Scale(_counting(evidence, rule, today), rule, today)
    scale.without_each_voice()
    scale.without_each_chain(sent_by)
    scale.without_each(PartKind.INTERVIEWER, _interviewer)
    scale.without_each(PartKind.CHANNEL, _channel)
    falls = sorted(scale.falls, key=lambda rest: (*severity(rest), *_name(rest.part)))
    return Fragility(scale.whole, scale.parts, tuple(falls))


_Counting: TypeAlias = tuple[Piece, int, str | None, str]
"""A piece that counts today, its person, its interviewer and its channel."""

_Key: TypeAlias = Callable[[_Counting], Any]
_interviewer: _Key = itemgetter(2)
_channel: _Key = itemgetter(3)


def _voice(each: _Counting) -> Voice:
    return voice(each[1], each[0].organisation)


def _part(whose: Voice) -> Part:
    organisation, person = whose
    if organisation is not None:
        return Part(PartKind.ORGANISATION, organisation)
    assert person is not None
    return Part(PartKind.PERSON, person)


def _counting(evidence: Iterable[Source], rule: Rule, today: date) -> dict[int, list[_Counting]]:
    on = today.toordinal()
    people: dict[int, list[_Counting]] = {}
    hypotheses: set[int] = set()
    for fact, interviewer in evidence:
        hypotheses.add(fact.hypothesis)
        piece = piece_of(fact, rule)
        if piece is not None and piece.opens <= on <= piece.closes:
            counting = (piece, fact.person, interviewer, fact.channel)
            people.setdefault(fact.person, []).append(counting)
    if len(hypotheses) > 1:
        raise ValueError(f"evidence of several hypotheses: {sorted(hypotheses)}")
    return people


def _each_alone(people: Mapping[int, list[_Counting]]) -> bool:
    """Whether everybody votes alone, by one piece: then no vote depends on another."""
    organisations = [own[0][0].organisation for own in people.values() if len(own) == 1]
    named = [each for each in organisations if each is not None]
    return len(organisations) == len(people) and len(set(named)) == len(named)


class _Scale:
    """Calculates verdicts without some of the evidence that counts on a day, then puts it back."""

    def __init__(self, people: dict[int, list[_Counting]], rule: Rule, today: date) -> None:
        self._people = people
        self._rule = rule
        self._on = today.toordinal()
        self._plain = _each_alone(people)
        pieces = {person: [each[0] for each in own] for person, own in people.items()}
        self._count = Count({} if self._plain else pieces, self._on, self._on)
        self._votes = dict(self._count.votes)
        # People who may vote with others once a part is out are moved with their own vote.
        self._wander = not self._plain and any(
            len(own) > 1 and len(set(map(_voice, own))) > 1 for own in people.values()
        )
        # The votes of those who vote with nobody else, whatever is left out.
        self._alone = {} if self._wander else self._count.alone()
        if self._plain:
            self._alone = {person: alone_says(own[0][0]) for person, own in people.items()}
            for says in self._alone.values():
                self._count.tally.add(says, 1)
        self.whole = self._left(self._count.tally)
        self.parts: dict[PartKind, int] = {}
        self.falls: list[WithoutPart] = []

    @cached_property
    def _margin(self) -> int:
        """How many people, no matter which, can be missing without the verdict falling.

        At worst each takes a supporting voice away, and the rest of that voice is against it.
        Zero where there is no verdict, or where people would vote elsewhere; at most `_FARTHEST`.
        """
        low, high = 0, min(len(self._people), _FARTHEST)
        if self._wander or self.whole.status not in VERDICTS:
            return 0
        while low < high:
            missing = (low + high + 1) // 2
            if self._at_worst(missing) is self.whole.status:
                low = missing
            else:
                high = missing - 1
        return low

    def _at_worst(self, missing: int) -> Status:
        tally, worst = self._count.tally, Tally()
        # Only a voice with other pieces has a vote left: none where everybody votes by one piece.
        pieces = 0 if self._plain else sum(map(len, self._people.values()))
        turned = min(missing, pieces - len(self._count.polls))
        if self.whole.status is Status.VALIDATED:
            worst.votes_for = max(0, tally.votes_for - missing)
            worst.lived_for = max(0, tally.lived_for - missing)
            worst.prospects = max(0, tally.prospects - missing)
            worst.votes_against = tally.votes_against + turned
            worst.lived_against = tally.lived_against + turned
        else:
            worst.votes_against = max(0, tally.votes_against - missing)
            worst.lived_against = max(0, tally.lived_against - missing)
            worst.votes_for = tally.votes_for + turned
            worst.lived_for = tally.lived_for + turned
            worst.prospects = tally.prospects + turned
        return status_of(worst, self._rule)

    def without_each_voice(self) -> None:
        if self._plain:
            self._without_each_plain_voice()
            return
        for whose, left in self._voices():
            part = _part(whose)
            self._stand(part.kind, 1)
            self._fall(part, left)

    def _without_each_plain_voice(self) -> None:
        """The same where everybody votes alone: voices that say the same leave the same."""
        tally = self._count.tally
        organisations = [own[0][0].organisation for own in self._people.values()]
        alone = organisations.count(None)
        self._stand(PartKind.PERSON, alone)
        self._stand(PartKind.ORGANISATION, len(organisations) - alone)
        for outcome in set(self._alone.values()):
            tally.add(outcome, -1)
            left = self._left(tally)
            tally.add(outcome, 1)
            if left.status is self.whole.status:
                continue
            for person, organisation in zip(self._alone, organisations, strict=True):
                if self._alone[person] == outcome:
                    self._fall(_part(voice(person, organisation)), left)

    def without_each(self, kind: PartKind, key: _Key) -> None:
        """Leaves out each part of a division in which every piece has at most one place."""
        for name, left in self._division(key):
            if name is not None:
                self._stand(kind, 1)
                self._fall(Part(kind, name), left)

    def without_each_chain(self, sent_by: Mapping[int, int]) -> None:
        people = related(self._people, sent_by)  # the others are in no chain
        if not people:
            return
        chains = Chains(people, sent_by)
        self._stand(PartKind.CHAIN, chains.number)
        for step in chains.steps(self._margin):
            for person in step.out:
                self._out(person)
            if step.head is not None:
                self._fall(Part(PartKind.CHAIN, step.head), self._left(self._count.tally))
            for person in step.back:
                self._in(person)

    def _fall(self, part: Part, left: Left) -> None:
        if left.status is not self.whole.status:
            self.falls.append(WithoutPart(part, left))

    def _stand(self, kind: PartKind, parts: int) -> None:
        if parts:
            self.parts[kind] = self.parts.get(kind, 0) + parts

    def _left(self, tally: Tally) -> Left:
        votes_for, votes_against = tally.votes_for, tally.votes_against
        asked = votes_for + votes_against + tally.neutral + tally.split
        return Left(status_of(tally, self._rule), votes_for, votes_against, asked)

    def _voices(self) -> Iterator[tuple[Voice, Left]]:
        """What is left without each voice.

        A voice whose people were heard in no other takes nothing with it but what it says as one,
        and those that say the same leave the same.
        """
        if self._wander:
            yield from self._division(_voice)
            return
        tally = self._count.tally
        lefts: dict[VoiceVote, Left] = {}
        for whose, poll in self._count.polls.items():
            outcome = poll.outcome()
            left = lefts.get(outcome)
            if left is None:
                tally.add(outcome, -1)
                left = lefts[outcome] = self._left(self._count.tally)
                tally.add(outcome, 1)
            yield whose, left

    def _division(self, key: _Key) -> Iterator[tuple[Any, Left]]:
        parts: dict[Any, dict[int, PersonVote | None]] = {}
        for person, own in self._people.items():
            if len(own) == 1:
                parts.setdefault(key(own[0]), {})[person] = None
                continue
            for part, vote in self._votes_without_each(own, key):
                parts.setdefault(part, {})[person] = vote
        if len(parts) == 1:
            yield next(iter(parts)), _NOTHING
            return
        for part, votes in parts.items():
            # Too few votes to bring the verdict down leave it as it is, and are not counted.
            yield part, self.whole if len(votes) <= self._margin else self._with(votes)

    def _with(self, votes: dict[int, PersonVote | None]) -> Left:
        """The result with these votes in place of those that people have.

        Where they are most of the votes, the others are counted afresh, which is faster."""
        if 2 * len(votes) > len(self._people):
            return self._left(self._others(votes))
        for person, vote in votes.items():
            if vote is None:
                self._out(person)
            else:
                self._count.exchange(person, vote)
        left = self._left(self._count.tally)
        for person, vote in votes.items():
            if vote is None:
                self._in(person)
            else:
                self._count.exchange(person, self._votes[person])
        return left

    def _others(self, votes: dict[int, PersonVote | None]) -> Tally:
        """A count of its own for the votes that stay and those that replace the others."""
        if self._plain:
            tally = Tally()
            for person, says in self._alone.items():
                if person not in votes:
                    tally.add(says, 1)
            return tally
        rest = Count({}, self._on, self._on)
        for person, vote in (self._votes | votes).items():
            if vote is not None:
                rest.exchange(person, vote)
        return rest.tally

    def _out(self, person: int) -> None:
        alone = self._alone.get(person)
        if alone is None:
            self._count.exchange(person, None)
        else:
            self._count.move(alone, -1)

    def _in(self, person: int) -> None:
        alone = self._alone.get(person)
        if alone is None:
            self._count.exchange(person, self._votes[person])
        else:
            self._count.move(alone, 1)

    def _votes_without_each(
        self, own: Sequence[_Counting], key: _Key
    ) -> Iterable[tuple[Any, PersonVote | None]]:
        """Each part that somebody's pieces have a place in, with their vote by the others.

        What stands before a part and what stands behind it are each carried along as one piece: a
        vote without every part costs no more than reading the pieces twice.
        """
        by_part: dict[Any, list[Piece]] = {}
        for each in own:
            by_part.setdefault(key(each), []).append(each[0])
        if len(by_part) == 1:
            return ((part, None) for part in by_part)
        behind: list[list[Piece]] = [[]]
        for pieces in reversed(by_part.values()):
            behind.append(self._as_one(pieces + behind[-1]))
        before: list[Piece] = []
        votes: list[tuple[Any, PersonVote | None]] = []
        for part, pieces in by_part.items():
            behind.pop()
            votes.append((part, decide(before + behind[-1], self._on, self._on)))
            before = self._as_one(before + pieces)
        return votes

    def _as_one(self, pieces: list[Piece]) -> list[Piece]:
        """A single piece that decides beside others as all of these do."""
        vote = decide(pieces, self._on, self._on)
        assert vote is not None
        strength = max(piece.strength for piece in pieces)
        return [Piece(self._on, self._on, strength, vote.stance, vote.organisation, vote.prospect)]
