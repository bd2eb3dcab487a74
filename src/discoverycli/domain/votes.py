"""Counts the votes behind a verdict: what counts, who votes, and how the votes add up."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, InterviewDate, Precision, Relation, Rung, Stance

# Looking a member up on its Enum class is slow on Python 3.11, and the counting loops do so
# several times for each piece of evidence.
_PROXY: Final = Channel.PROXY
_INTERNAL: Final = Relation.INTERNAL
_PROSPECT: Final = Relation.PROSPECT
_SUPPORTS: Final = Stance.SUPPORTS
_REFUTES: Final = Stance.REFUTES
_NEUTRAL: Final = Stance.NEUTRAL
_SAYS: Final = Rung.SAYS
_DAY: Final = Precision.DAY

_RUNG_STEP = 1 << 22
"""Larger than any day's ordinal, so that rung × step + day orders by rung, then by day."""
_LIVED = Rung.DID * _RUNG_STEP
"""The least strength of a piece on `did` or higher."""


class EvidenceFact(NamedTuple):
    """One piece of evidence, as stored: who said or did what about a hypothesis, and when.

    `relation` is the person's on the day of the interview. A NamedTuple, because one is built
    for every piece of evidence in a journal.
    """

    id: int
    hypothesis: int
    stance: Stance
    rung: Rung
    person: int
    organisation: int | None
    relation: Relation
    channel: Channel
    held: InterviewDate


class Reason(StrEnum):
    """Why a piece of evidence is kept and shown but not counted."""

    PROXY = "proxy"
    INTERNAL = "internal"
    COMPLIMENT = "compliment"
    OPINION = "opinion"
    OLD = "old"
    FUTURE = "future"
    UNDATED = "undated"


class Vote(StrEnum):
    """What one voice says."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"
    SPLIT = "split"


_FOR: Final = Vote.FOR
_AGAINST: Final = Vote.AGAINST


class Voice(NamedTuple):
    """Who has one vote: an organisation, or a person without one. The other field is `None`."""

    organisation: int | None
    person: int | None


class VoiceVote(NamedTuple):
    """A voice's vote.

    `lived`: someone voting with it stands on `did` or higher. `prospect`: a supporting person
    in it gave counted support as a prospect; only for votes `for`.
    """

    vote: Vote
    lived: bool
    prospect: bool


# Every vote a voice can have, by lived and then by prospect. Made once: each is needed
# again for every vote that is exchanged.
_VOTES_FOR = (
    (VoiceVote(_FOR, False, False), VoiceVote(_FOR, False, True)),
    (VoiceVote(_FOR, True, False), VoiceVote(_FOR, True, True)),
)
_VOTES_AGAINST = (VoiceVote(_AGAINST, False, False), VoiceVote(_AGAINST, True, False))
_VOTE_SPLIT = VoiceVote(Vote.SPLIT, False, False)
_VOTE_NEUTRAL = VoiceVote(Vote.NEUTRAL, False, False)


def not_counted(fact: EvidenceFact, rule: Rule, *, today: date) -> Reason | None:
    """Why a piece of evidence does not count on `today`; `None` when it counts.

    Where several reasons hold, the first of this order is given: proxy, internal, compliment,
    opinion, undated, future, old; see `docs/methods.md#freshness`.

    An interview known only to the month or the year counts from the first day it can have
    been on, and is as old as the last one: the running month is never the future.
    """
    reason = _never_counts(fact)
    day = fact.held.day
    if reason is not None or day is None:
        return reason
    opens, closes = _window(fact.held, day, rule.fresh_days)
    if today.toordinal() < opens:
        return Reason.FUTURE
    return Reason.OLD if today.toordinal() > closes else None


def voice(person: int, organisation: int | None) -> Voice:
    """Whose vote a person's is: that of their organisation, or their own without one."""
    return Voice(organisation, None if organisation is not None else person)


def voice_of(fact: EvidenceFact) -> Voice:
    """The voice a piece of evidence belongs to."""
    return voice(fact.person, fact.organisation)


def strongest(evidence: Iterable[EvidenceFact]) -> EvidenceFact | None:
    """The piece on the highest rung; then the latest; then the one written down first."""
    return max(
        evidence, key=lambda fact: (fact.rung, fact.held.day or date.min, -fact.id), default=None
    )


def voices(
    evidence: Iterable[EvidenceFact], rule: Rule, *, today: date, ageless: bool = False
) -> dict[Voice, VoiceVote]:
    """Each voice that was asked, with its vote; `ageless` lifts the age limit.

    A person's vote is the stance of their highest counted rung; where pieces on that rung
    differ, of the latest day; where those differ too, in any way, it is neutral. "Could not
    say" is a stance like the others. Dates known to the month or year stand as their last day.

    An organisation's vote is that of the greater number of its people; neutral people leave it
    to the others; as many for as against is `split`. A person who changed organisations
    votes where the deciding piece was heard; where two decide, in the one known longer here.

    Raises:
        ValueError: facts about several hypotheses.
    """
    on = today.toordinal()
    people = by_person(evidence, rule)
    count = Count(people, on, 0 if ageless else on)
    return {voice: poll.outcome() for voice, poll in count.polls.items()}


class Piece(NamedTuple):
    """A piece that can count, prepared for counting on many days (ordinals)."""

    opens: int
    closes: int
    strength: int
    stance: Stance
    organisation: int | None
    prospect: bool


class PersonVote(NamedTuple):
    """A person's vote on a day, and where it is cast."""

    stance: Stance
    organisation: int | None
    lived: bool
    prospect: bool


class Poll:
    """The people of one voice, counted."""

    __slots__ = ("lived_against", "lived_for", "neutral", "prospects", "refuting", "supporting")

    def __init__(self) -> None:
        self.supporting = self.refuting = self.neutral = 0
        self.lived_for = self.lived_against = self.prospects = 0

    def add(self, vote: PersonVote, by: int) -> None:
        """Count a person in (`by` 1) or out (`by` -1)."""
        if vote.stance is _SUPPORTS:
            self.supporting += by
            self.lived_for += by * vote.lived
            self.prospects += by * vote.prospect
        elif vote.stance is _REFUTES:
            self.refuting += by
            self.lived_against += by * vote.lived
        else:
            self.neutral += by

    def empty(self) -> bool:
        """Whether nobody is left in it."""
        return not (self.supporting or self.refuting or self.neutral)

    def outcome(self) -> VoiceVote:
        """What the voice says as one."""
        if self.supporting > self.refuting:
            return _VOTES_FOR[self.lived_for > 0][self.prospects > 0]
        if self.refuting > self.supporting:
            return _VOTES_AGAINST[self.lived_against > 0]
        return _VOTE_SPLIT if self.supporting else _VOTE_NEUTRAL


class Tally:
    """The voices, counted."""

    __slots__ = (
        "lived_against",
        "lived_for",
        "neutral",
        "prospects",
        "split",
        "votes_against",
        "votes_for",
    )

    def __init__(self) -> None:
        self.votes_for = self.votes_against = self.neutral = self.split = 0
        self.lived_for = self.lived_against = self.prospects = 0

    def add(self, voice: VoiceVote, by: int) -> None:
        """Count a voice in (`by` 1) or out (`by` -1)."""
        if voice.vote is _FOR:
            self.votes_for += by
            self.lived_for += by * voice.lived
            self.prospects += by * voice.prospect
        elif voice.vote is _AGAINST:
            self.votes_against += by
            self.lived_against += by * voice.lived
        elif voice.vote is Vote.NEUTRAL:
            self.neutral += by
        else:
            self.split += by


class Count:
    """Every person's vote on a day, their voices, and the tally.

    One person's vote can be exchanged without counting the others again: that keeps the search
    for the day a status ends linear in the evidence.
    """

    __slots__ = ("polls", "tally", "votes")

    def __init__(self, people: dict[int, list[Piece]], on: int, since: int) -> None:
        self.votes: dict[int, PersonVote] = {}
        self.polls: dict[Voice, Poll] = {}
        self.tally = Tally()
        for person, pieces in people.items():
            vote = decide(pieces, on, since)
            if vote is not None:
                self.votes[person] = vote
                self._poll(person, vote).add(vote, 1)
        for poll in self.polls.values():
            self.tally.add(poll.outcome(), 1)

    def exchange(self, person: int, vote: PersonVote | None) -> None:
        """Replace a person's vote."""
        had = self.votes.pop(person, None)
        if had is not None:
            self._cast(person, had, -1)
        if vote is not None:
            self.votes[person] = vote
            self._cast(person, vote, 1)

    def alone(self) -> dict[int, VoiceVote]:
        """Who is the only one of their voice, and what it says by them."""
        found = {}
        for person, vote in self.votes.items():
            poll = self._poll(person, vote)
            if poll.supporting + poll.refuting + poll.neutral == 1:
                found[person] = poll.outcome()
        return found

    def move(self, voice: VoiceVote, by: int) -> None:
        """Take a whole voice out (`by` -1) or in again (`by` 1), as long as nobody else votes
        with it in between."""
        self.tally.add(voice, by)

    def _cast(self, person: int, vote: PersonVote, by: int) -> None:
        poll = self._poll(person, vote)
        if not poll.empty():
            self.tally.add(poll.outcome(), -1)
        poll.add(vote, by)
        if not poll.empty():
            self.tally.add(poll.outcome(), 1)

    def _poll(self, person: int, vote: PersonVote) -> Poll:
        whose = voice(person, vote.organisation)
        poll = self.polls.get(whose)
        if poll is None:
            poll = self.polls[whose] = Poll()
        return poll


def piece_of(fact: EvidenceFact, rule: Rule) -> Piece | None:
    """What a fact weighs on the days on which it counts; `None` when it never does."""
    day = fact.held.day
    if day is None or _never_counts(fact) is not None:
        return None
    opens, closes = _window(fact.held, day, rule.fresh_days)
    return Piece(
        opens,
        closes,
        fact.rung * _RUNG_STEP + day.toordinal(),
        fact.stance,
        fact.organisation,
        fact.relation is _PROSPECT and fact.stance is _SUPPORTS,
    )


def alone_says(piece: Piece) -> VoiceVote:
    """The vote of a voice for which only this piece counts."""
    lived = piece.strength >= _LIVED
    if piece.stance is _SUPPORTS:
        return _VOTES_FOR[lived][piece.prospect]
    return _VOTES_AGAINST[lived] if piece.stance is _REFUTES else _VOTE_NEUTRAL


def by_person(evidence: Iterable[EvidenceFact], rule: Rule) -> dict[int, list[Piece]]:
    """What can count on some day, by person.

    Raises:
        ValueError: facts about several hypotheses.
    """
    people: dict[int, list[Piece]] = {}
    hypotheses: set[int] = set()
    for fact in evidence:
        hypotheses.add(fact.hypothesis)
        piece = piece_of(fact, rule)
        if piece is not None:
            people.setdefault(fact.person, []).append(piece)
    if len(hypotheses) > 1:
        raise ValueError(f"evidence of several hypotheses: {sorted(hypotheses)}")
    return people


def decide(pieces: list[Piece], on: int, since: int) -> PersonVote | None:
    """A person's vote on a day, of the pieces that do not run out before `since`."""
    if len(pieces) == 1:
        opens, closes, strength, stance, organisation, prospect = pieces[0]
        if opens > on or closes < since:
            return None
        return PersonVote(stance, organisation, strength >= _LIVED, prospect)
    best = -1
    stance = _NEUTRAL
    organisation = None
    prospect = False
    for opens, closes, strength, says, heard_at, from_prospect in pieces:
        if opens > on or closes < since:
            continue
        prospect = prospect or from_prospect
        if strength > best:
            best, stance, organisation = strength, says, heard_at
        elif strength == best:
            if says is not stance:
                stance = _NEUTRAL
            if heard_at is not None and (organisation is None or heard_at < organisation):
                organisation = heard_at
    if best < 0:
        return None
    return PersonVote(stance, organisation, best >= _LIVED, prospect)


def _never_counts(fact: EvidenceFact) -> Reason | None:
    """The reason that no passing of time can lift."""
    if fact.channel is _PROXY:
        return Reason.PROXY
    if fact.relation is _INTERNAL:
        return Reason.INTERNAL
    if fact.rung < _SAYS:
        return Reason.COMPLIMENT if fact.rung is Rung.NICE else Reason.OPINION
    return Reason.UNDATED if fact.held.day is None else None


def _window(held: InterviewDate, day: date, fresh_days: int) -> tuple[int, int]:
    """The first and the last day a dated piece counts on, as ordinals."""
    last = day.toordinal()
    if held.precision is _DAY:
        return last, last + fresh_days
    return (held.first or day).toordinal(), last + fresh_days
