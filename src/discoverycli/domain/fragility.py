"""Owns what a verdict rests on: what it comes to when a part of its evidence is left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from discoverycli.domain.referrals import steps
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import VERDICTS, status_of
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import (
    Count,
    EvidenceFact,
    PersonVote,
    Piece,
    Voice,
    VoiceVote,
    decide,
    piece_of,
)


class Kind(StrEnum):
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

    kind: Kind
    key: int | str


class Left(NamedTuple):
    """What evidence comes to by the votes that count today, and those alone.

    The age limit is never lifted, so that nothing is `stale` here.
    """

    status: Status
    votes_for: int
    votes_against: int
    asked: int


class Rest(NamedTuple):
    """What is left without a part."""

    part: Part
    left: Left


class Fragility(NamedTuple):
    """What a verdict rests on.

    Args:
        whole: what all the evidence comes to.
        parts: how many parts of each kind there are.
        falls: the rests that are not what the whole is, the worst first; see `severity`.
    """

    whole: Left
    parts: Mapping[Kind, int]
    falls: tuple[Rest, ...]


Source: TypeAlias = tuple[EvidenceFact, str | None]
"""A piece of evidence and who logged its interview; of `None` no part is made."""

_NOTHING = Left(Status.UNVALIDATED, 0, 0, 0)

_SIZES = {kind: size for size, kind in enumerate(Kind)} | {Kind.PERSON: 0}
_DEPTHS = {Status.UNVALIDATED: 0, Status.TESTING: 1, Status.MIXED: 2}


def severity(rest: Rest) -> tuple[int, int, int, int]:
    """A sort key of what a verdict falls to: the worst first.

    The opposite verdict; then nothing at all, for it rests on that part alone; then by what has to
    be missing (an organisation or a person who votes alone, a chain, an interviewer, a channel);
    then by how little is left.
    """
    status, asked = rest.left.status, rest.left.asked
    depth = _DEPTHS.get(status, 0)
    return (status not in VERDICTS, asked > 0, _SIZES[rest.part.kind], depth)


def _name(part: Part) -> tuple[str, int, str]:
    """A sort key of equals: by their codes or names."""
    number, word = (part.key, "") if isinstance(part.key, int) else (0, part.key)
    return (part.kind, number, word)


def fragility(
    evidence: Iterable[Source], rule: Rule, sent_by: Mapping[int, int], *, today: date
) -> Fragility:
    """What counts today, and what it comes to without each part of it, by the same rule.

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
    scale.without_each(Kind.INTERVIEWER, _interviewer)
    scale.without_each(Kind.CHANNEL, _channel)
    falls = sorted(scale.falls, key=lambda rest: (*severity(rest), *_name(rest.part)))
    return Fragility(scale.whole, scale.parts, tuple(falls))


_Counting: TypeAlias = tuple[Piece, int, str | None, str]
"""A piece that counts today, its person, its interviewer and its channel."""

_Key: TypeAlias = Callable[[_Counting], Any]
_interviewer: _Key = itemgetter(2)
_channel: _Key = itemgetter(3)


def _voice(each: _Counting) -> Voice:
    organisation = each[0].organisation
    return Voice(organisation, each[1] if organisation is None else None)


def _counting(evidence: Iterable[Source], rule: Rule, today: date) -> dict[int, list[_Counting]]:
    """What counts today, by person."""
    on = today.toordinal()
    people: dict[int, list[_Counting]] = {}
    hypotheses: set[int] = set()
    for fact, interviewer in evidence:
        hypotheses.add(fact.hypothesis)
        piece = piece_of(fact, rule)
        if piece is not None and piece.opens <= on <= piece.closes:
            counting = (piece, fact.person, interviewer, fact.channel.value)
            people.setdefault(fact.person, []).append(counting)
    if len(hypotheses) > 1:
        raise ValueError(f"evidence of several hypotheses: {sorted(hypotheses)}")
    return people


class _Scale:
    """Weighs what counts on a day without some of it, and has all of it back afterwards."""

    def __init__(self, people: dict[int, list[_Counting]], rule: Rule, today: date) -> None:
        self._people = people
        self._rule = rule
        self._on = today.toordinal()
        pieces = {person: [each[0] for each in own] for person, own in people.items()}
        self._count = Count(pieces, self._on, self._on)
        self._votes = dict(self._count.votes)
        self.whole = self._left(self._count)
        self.parts: dict[Kind, int] = {}
        self.falls: list[Rest] = []

    def without_each_voice(self) -> None:
        """Leaves out each organisation, and each person who votes alone."""
        for (organisation, person), left in self._voices():
            if organisation is not None:
                self._found(Kind.ORGANISATION, organisation, left)
            elif person is not None:
                self._found(Kind.PERSON, person, left)

    def without_each(self, kind: Kind, key: _Key) -> None:
        """Leaves out each part of a division in which every piece has one place, or none."""
        names = {key(each) for own in self._people.values() for each in own}
        alone = len(names) == 1
        rests = ((name, _NOTHING) for name in names) if alone else self._division(key)
        for name, left in rests:
            if name is not None:
                self._found(kind, name, left)

    def without_each_chain(self, sent_by: Mapping[int, int]) -> None:
        """Leaves out each chain."""
        for step in steps(self._votes, sent_by):
            for person in step.out:
                self._count.exchange(person, None)
            if step.head is not None:
                self._found(Kind.CHAIN, step.head, self._left(self._count))
            self._back(step.back)

    def _found(self, kind: Kind, key: int | str, left: Left) -> None:
        self.parts[kind] = self.parts.get(kind, 0) + 1
        if left.status is not self.whole.status:
            self.falls.append(Rest(Part(kind, key), left))

    def _left(self, count: Count) -> Left:
        """What is on a scale now."""
        tally = count.tally
        votes_for, votes_against = tally.votes_for, tally.votes_against
        asked = votes_for + votes_against + tally.neutral + tally.split
        return Left(status_of(tally, self._rule), votes_for, votes_against, asked)

    def _voices(self) -> Iterator[tuple[Voice, Left]]:
        """What is left without each voice.

        A voice whose people were heard in no other takes nothing with it but what it says as one,
        and those that say the same leave the same.
        """
        if any(len(own) > 1 and len(set(map(_voice, own))) > 1 for own in self._people.values()):
            yield from self._division(_voice)
            return
        tally = self._count.tally
        lefts: dict[VoiceVote, Left] = {}
        for voice, poll in self._count.polls.items():
            outcome = poll.outcome()
            left = lefts.get(outcome)
            if left is None:
                tally.add(outcome, -1)
                left = lefts[outcome] = self._left(self._count)
                tally.add(outcome, 1)
            yield voice, left

    def _division(self, key: _Key) -> Iterator[tuple[Any, Left]]:
        """What is left without each part of a division."""
        parts: dict[Any, dict[int, PersonVote | None]] = {}
        for person, own in self._people.items():
            if len(own) == 1:
                parts.setdefault(key(own[0]), {})[person] = None
                continue
            for part, vote in self._votes_without_each(own, key):
                parts.setdefault(part, {})[person] = vote
        for part, votes in parts.items():
            yield part, self._with(votes)

    def _with(self, votes: dict[int, PersonVote | None]) -> Left:
        """What it all comes to with these votes in the place of those that people have.

        Where these are most of the votes, the others are put on a scale of their own.
        """
        if 2 * len(votes) > len(self._votes):
            rest = Count({}, self._on, self._on)
            for person, vote in (self._votes | votes).items():
                if vote is not None:
                    rest.exchange(person, vote)
            return self._left(rest)
        for person, vote in votes.items():
            self._count.exchange(person, vote)
        left = self._left(self._count)
        self._back(votes)
        return left

    def _back(self, people: Iterable[int]) -> None:
        for person in people:
            self._count.exchange(person, self._votes[person])

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
