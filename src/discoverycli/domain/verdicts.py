"""Owns the verdict on a hypothesis: what counts, who votes, and what the votes come to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from math import comb
from typing import Final, NamedTuple

from discoverycli.domain.vocabulary import (
    Channel,
    Held,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.domain.words import counted
from discoverycli.errors import InputError

MIXED_VOTES = 5
"""Votes for and against together from which disagreement is called `mixed`."""

MIXED_EACH_SIDE = 2
"""Votes on the weaker side that `mixed` needs."""

# Looking a member up on its Enum class is slow on Python 3.11, and the counting loops do so
# several times for each piece of evidence.
_PROXY: Final = Channel.PROXY
_INTERNAL: Final = Relation.INTERNAL
_PROSPECT: Final = Relation.PROSPECT
_SUPPORTS: Final = Stance.SUPPORTS
_REFUTES: Final = Stance.REFUTES
_NEUTRAL: Final = Stance.NEUTRAL
_SAYS: Final = Rung.SAYS

_VERDICTS = (Status.VALIDATED, Status.REFUTED)
_LAST_DAY = date.max.toordinal()
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
    held: Held


class Reason(StrEnum):
    """Why a piece of evidence is kept and shown but not counted."""

    PROXY = "proxy"
    INTERNAL = "internal"
    COMPLIMENT = "compliment"
    OPINION = "opinion"
    OLD = "old"
    FUTURE = "future"
    UNDATED = "undated"


_RULE_WORDS: dict[str, tuple[str, int, int]] = {
    "voices": ("voices", 1, 100),
    "majority": ("majority", 51, 99),
    "lived": ("lived", 0, 100),
    "prospects": ("prospects", 0, 100),
    "fresh": ("fresh_days", 1, 3650),
    "against": ("against", 1, 100),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a hypothesis must show before anyone may call it validated or refuted.

    Args:
        voices: voices for.
        majority: how sure the majority must be, in percent; see `needed_for_majority`.
        lived: voices for on `did` or higher. A refutation needs one such voice against, and
            none where `lived` is 0: raising the bar for a validation must not shield an
            opinion from being refuted.
        prospects: voices for that hold a supporting prospect.
        fresh_days: evidence counts on its day and this many days after it.
        against: voices against that a refutation needs.

    Raises:
        InputError: a number outside its range. The majority starts at 51, below which one
            count could be a majority for and against at once.
    """

    voices: int = 5
    majority: int = 95
    lived: int = 1
    prospects: int = 2
    fresh_days: int = 180
    against: int = 4

    def __post_init__(self) -> None:
        for word, (name, low, high) in _RULE_WORDS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(
                    f"{word}={value} is outside the range of a rule",
                    f"{word} from {low} to {high}",
                )

    @classmethod
    def default_for(cls, serves: Iterable[Stakeholder]) -> "Rule":
        """The default rule; it asks for no prospects where only the current customer is served."""
        return cls(prospects=0) if set(serves) == {Stakeholder.CURRENT} else cls()

    @classmethod
    def parse(cls, words: str, base: "Rule | None" = None) -> "Rule":
        """The rule that `words` spell, such as `voices=4 fresh=90`; the rest is `base`'s.

        Words are parted by spaces or commas, in any order; `describe` gives them back.

        Raises:
            InputError: a word that is no rule, is said twice, or is out of range.
        """
        changes: dict[str, int] = {}
        for word in words.replace(",", " ").split():
            name, _, number = word.lower().partition("=")
            if name not in _RULE_WORDS or not re.fullmatch("[0-9]{1,9}", number):
                raise InputError(
                    f"'{word}' is not part of a rule", f"words like: {cls().describe()}"
                )
            field = _RULE_WORDS[name][0]
            if field in changes:
                raise InputError(f"'{name}' is given twice in the rule", f"one {name}=NUMBER")
            changes[field] = int(number)
        return replace(base or cls(), **changes)

    def describe(self) -> str:
        """The rule in the words `parse` reads."""
        return " ".join(
            f"{word}={getattr(self, name)}" for word, (name, _, _) in _RULE_WORDS.items()
        )


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


class Check(NamedTuple):
    """One line of the rule.

    `have` and `need` are counts, those of the majority text such as `5-1` and `6-1`.
    """

    name: str
    ok: bool
    have: int | str
    need: int | str


class Verdict(NamedTuple):
    """What the evidence says on a day.

    Args:
        was: for `stale`, the verdict it had; for `parked`, the status it has but for parking.
        asked: voices with any counted stance: for, against, neutral and split.
        checks: voices, majority, lived and prospects, always all four and in this order.
        fresh_until: the last day the status holds when nothing more is written down; `None`
            for what is neither validated nor refuted.
        steady_until: the last day on which this whole verdict is certain to be the same when
            nothing more is written down; `None`: for ever.
    """

    status: Status
    was: Status | None
    votes_for: int
    votes_against: int
    asked: int
    neutral: int
    split: int
    checks: tuple[Check, ...]
    fresh_until: date | None
    steady_until: date | None


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


def voice_of(fact: EvidenceFact) -> Voice:
    """The voice a piece of evidence belongs to."""
    if fact.organisation is None:
        return Voice(None, fact.person)
    return Voice(fact.organisation, None)


def strongest(evidence: Iterable[EvidenceFact]) -> EvidenceFact | None:
    """The piece on the highest rung; then the latest; then the one written down first."""
    return max(
        evidence,
        key=lambda fact: (fact.rung, fact.held.day or date.min, -fact.id),
        default=None,
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
    people = _people(evidence, rule)
    count = _Count(people, on, 0 if ageless else on)
    return {voice: poll.outcome() for voice, poll in count.polls.items()}


def verdict(
    evidence: Iterable[EvidenceFact],
    rule: Rule,
    *,
    today: date,
    parked_until: date | None = None,
) -> Verdict:
    """What the evidence says about a hypothesis on `today`.

    Votes are one an organisation, else one a person; see `voices` and `docs/methods.md#votes`.
    The first of these statuses that applies:

    1. `parked`: before the day `parked_until`.
    2. `validated`: all checks hold. `refuted`: a clear majority against, of at least
       `rule.against` voices, one of them lived. The two exclude each other.
    3. `stale`: the same evidence without the age limit is validated or refuted. It comes before
       `mixed` and `testing`, because both only say that there is no verdict, while `stale`
       also says that there was one.
    4. `mixed`: at least 5 votes and at least 2 on each side.
    5. `testing`: any vote for or against. `unvalidated`: none, however many were asked.

    Returns:
        Status, votes for and against, voices asked, each check, and how long that lasts.

    Raises:
        ValueError: facts about several hypotheses. The caller's mistake, never the user's.

    Method:
        Majority: see `needed_for_majority`. The rest is this tool's own; see
        `docs/methods.md#verdict` for its limits.
    """
    on = today.toordinal()
    people = _people(evidence, rule)
    count = _Count(people, on, on)
    tally = count.tally
    status = _status(tally, rule)
    was: Status | None = None
    if status not in _VERDICTS:
        lifted = _status(_Count(people, on, 0).tally, rule)
        if lifted in _VERDICTS:
            status, was = Status.STALE, lifted
    parked = parked_until is not None and today < parked_until
    if parked:
        status, was = Status.PARKED, status
    decided = Verdict(
        status=status,
        was=was,
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        asked=len(count.polls),
        neutral=tally.neutral,
        split=tally.split,
        checks=_checks(tally, rule),
        fresh_until=None,
        steady_until=_steady_until(people, on, parked_until if parked else None),
    )
    if status in _VERDICTS:
        return decided._replace(fresh_until=_fresh_until(count, people, on, status, rule))
    return decided


def needed_for_majority(against: int, rule: Rule) -> int:
    """The fewest votes for that are a clear majority over `against` votes against.

    Method:
        Beta(1, 1) prior: P(share > 1/2) >= majority, that is sum over k <= for of
        C(n + 1, k) / 2^(n + 1), n = for + against, in exact integers. The figure is a bar to
        pass, never the probability that a hypothesis is true; see `docs/methods.md#majority`.
    """
    return _needed(against, rule.majority)


def lacks(verdict: Verdict) -> tuple[str, ...]:
    """What is still missing for a validation, in a few words each.

    Nothing for what is validated or refuted. The majority goes unsaid where the missing
    voices would bring it too.
    """
    standing = verdict.was if verdict.status is Status.PARKED else verdict.status
    if standing in _VERDICTS:
        return ()
    missing: list[str] = []
    if verdict.status is Status.STALE:
        missing.append(f"fresh evidence (was {verdict.was})")
    elif standing is Status.STALE:
        missing.append("fresh evidence")
    if verdict.was is not Status.REFUTED:
        missing.extend(_missing_checks(verdict.checks))
    return tuple(missing)


def certainty(verdict: Verdict) -> int:
    """How much is known, 1 to 5: one more than the checks that hold.

    5 for what is validated or refuted; 1 without any vote, though a check that asks for nothing
    holds.
    """
    if verdict.status in _VERDICTS:
        return 5
    if verdict.votes_for + verdict.votes_against == 0:
        return 1
    return 1 + sum(check.ok for check in verdict.checks)


def risk(importance: int, verdict: Verdict) -> int:
    """How much rests on how little, 1 to 25: importance × (6 − certainty).

    Raises:
        ValueError: an importance outside 1 to 5. The caller's mistake.

    Method:
        Assumption map, importance × evidence; see `docs/methods.md#risk`.
    """
    if not 1 <= importance <= 5:
        raise ValueError(importance)
    return importance * (6 - certainty(verdict))


def riskiest_first(importance: int, verdict: Verdict, number: int) -> tuple[int, int, int, int]:
    """A sort key: highest risk, highest importance, fewest asked, lowest code number."""
    return (-risk(importance, verdict), -importance, verdict.asked, number)


class _Piece(NamedTuple):
    """A piece that can count, made ready to be weighed on many days (ordinals)."""

    opens: int
    closes: int
    strength: int
    stance: Stance
    organisation: int | None
    prospect: bool


class _PersonVote(NamedTuple):
    """A person's vote on a day, and where it is cast."""

    stance: Stance
    organisation: int | None
    lived: bool
    prospect: bool


class _Poll:
    """The people of one voice, counted."""

    __slots__ = ("lived_against", "lived_for", "neutral", "prospects", "refuting", "supporting")

    def __init__(self) -> None:
        self.supporting = self.refuting = self.neutral = 0
        self.lived_for = self.lived_against = self.prospects = 0

    def add(self, vote: _PersonVote, by: int) -> None:
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
            return VoiceVote(_FOR, self.lived_for > 0, self.prospects > 0)
        if self.refuting > self.supporting:
            return VoiceVote(_AGAINST, self.lived_against > 0, False)
        return VoiceVote(Vote.SPLIT if self.supporting else Vote.NEUTRAL, False, False)


class _Tally:
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


class _Count:
    """Every person's vote on a day, their voices, and the tally.

    One person's vote can be exchanged without counting the others again: that keeps the search
    for the day a status ends linear in the evidence.
    """

    __slots__ = ("polls", "tally", "votes")

    def __init__(self, people: dict[int, list[_Piece]], on: int, since: int) -> None:
        self.votes: dict[int, _PersonVote] = {}
        self.polls: dict[Voice, _Poll] = {}
        self.tally = _Tally()
        for person, pieces in people.items():
            vote = _decide(pieces, on, since)
            if vote is not None:
                self.votes[person] = vote
                self._poll(person, vote).add(vote, 1)
        for poll in self.polls.values():
            self.tally.add(poll.outcome(), 1)

    def exchange(self, person: int, vote: _PersonVote | None) -> None:
        """Put a person's vote in the place of the one they had."""
        had = self.votes.pop(person, None)
        if had is not None:
            self._cast(person, had, -1)
        if vote is not None:
            self.votes[person] = vote
            self._cast(person, vote, 1)

    def _cast(self, person: int, vote: _PersonVote, by: int) -> None:
        poll = self._poll(person, vote)
        if not poll.empty():
            self.tally.add(poll.outcome(), -1)
        poll.add(vote, by)
        if not poll.empty():
            self.tally.add(poll.outcome(), 1)

    def _poll(self, person: int, vote: _PersonVote) -> _Poll:
        organisation = vote.organisation
        voice = Voice(organisation, None if organisation is not None else person)
        poll = self.polls.get(voice)
        if poll is None:
            poll = self.polls[voice] = _Poll()
        return poll


def _never_counts(fact: EvidenceFact) -> Reason | None:
    """The reason that no passing of time can lift."""
    if fact.channel is _PROXY:
        return Reason.PROXY
    if fact.relation is _INTERNAL:
        return Reason.INTERNAL
    if fact.rung < _SAYS:
        return Reason.COMPLIMENT if fact.rung is Rung.NICE else Reason.OPINION
    return Reason.UNDATED if fact.held.day is None else None


def _window(held: Held, day: date, fresh_days: int) -> tuple[int, int]:
    """The first and the last day a dated piece counts on, as ordinals."""
    return (held.first or day).toordinal(), day.toordinal() + fresh_days


def _people(evidence: Iterable[EvidenceFact], rule: Rule) -> dict[int, list[_Piece]]:
    """What can count on some day, by person."""
    people: dict[int, list[_Piece]] = {}
    hypotheses: set[int] = set()
    for fact in evidence:
        hypotheses.add(fact.hypothesis)
        day = fact.held.day
        if day is None or _never_counts(fact) is not None:
            continue
        opens, closes = _window(fact.held, day, rule.fresh_days)
        piece = _Piece(
            opens,
            closes,
            fact.rung * _RUNG_STEP + day.toordinal(),
            fact.stance,
            fact.organisation,
            fact.relation is _PROSPECT and fact.stance is _SUPPORTS,
        )
        people.setdefault(fact.person, []).append(piece)
    if len(hypotheses) > 1:
        raise ValueError(f"evidence of several hypotheses: {sorted(hypotheses)}")
    return people


def _decide(pieces: list[_Piece], on: int, since: int) -> _PersonVote | None:
    """A person's vote on a day, of the pieces that do not run out before `since`."""
    best = -1
    stance = _NEUTRAL
    organisation: int | None = None
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
    return _PersonVote(stance, organisation, best >= _LIVED, prospect)


def _status(tally: _Tally, rule: Rule) -> Status:
    """The status the counted votes give, without regard to age or parking."""
    votes_for, votes_against = tally.votes_for, tally.votes_against
    if (
        votes_for >= rule.voices
        and tally.lived_for >= rule.lived
        and tally.prospects >= rule.prospects
        and votes_for >= needed_for_majority(votes_against, rule)
    ):
        return Status.VALIDATED
    if (
        votes_against >= rule.against
        and tally.lived_against >= min(rule.lived, 1)
        and votes_against >= needed_for_majority(votes_for, rule)
    ):
        return Status.REFUTED
    votes = votes_for + votes_against
    if votes >= MIXED_VOTES and min(votes_for, votes_against) >= MIXED_EACH_SIDE:
        return Status.MIXED
    return Status.TESTING if votes else Status.UNVALIDATED


@cache
def _needed(against: int, percent: int) -> int:
    """`needed_for_majority` for a share of `percent`.

    `doubt` is sum over k <= against of C(n + 1, k), which over 2^(n + 1) is the chance that
    the share is at most one half. It is carried from n to n + 1 by
    sum C(m + 1, k) = 2 × sum C(m, k) − C(m, against).
    """
    votes_for, tosses = 0, against + 1
    doubt = 2**tosses - 1
    while 100 * doubt > (100 - percent) * 2**tosses:
        doubt = 2 * doubt - comb(tosses, against)
        tosses += 1
        votes_for += 1
    return votes_for


def _checks(tally: _Tally, rule: Rule) -> tuple[Check, ...]:
    """Each line of the rule with what there is and what it asks for."""
    votes_for, against = tally.votes_for, tally.votes_against
    needed = needed_for_majority(against, rule)
    return (
        Check("voices", votes_for >= rule.voices, votes_for, rule.voices),
        Check("majority", votes_for >= needed, f"{votes_for}-{against}", f"{needed}-{against}"),
        Check("lived", tally.lived_for >= rule.lived, tally.lived_for, rule.lived),
        Check("prospects", tally.prospects >= rule.prospects, tally.prospects, rule.prospects),
    )


def _missing_checks(checks: tuple[Check, ...]) -> Iterable[str]:
    """The words for each check that does not hold."""
    voices_needed = next((int(c.need) for c in checks if c.name == "voices" and not c.ok), 0)
    for check in checks:
        if check.ok:
            continue
        if check.name == "majority":
            if int(str(check.need).partition("-")[0]) > voices_needed:
                yield f"a clear majority ({check.have}, needs {check.need})"
            continue
        yield _missing_people(check.name, int(check.have), int(check.need))


def _missing_people(name: str, have: int, need: int) -> str:
    """How many more of whom: `3 more voices`, `someone who did it`, `2 prospects`."""
    missing = need - have
    if name == "voices":
        return counted(missing, "more voice")
    more = "more " if have else ""
    if name == "lived":
        return "someone who did it" if need == 1 else f"{missing} {more}who did it"
    return "a prospect" if need == 1 else counted(missing, f"{more}prospect")


def _steady_until(
    people: dict[int, list[_Piece]], on: int, parked_until: date | None
) -> date | None:
    """The day before the first one on which a piece changes its state or the parking ends."""
    last = _LAST_DAY if parked_until is None else parked_until.toordinal() - 1
    for pieces in people.values():
        for piece in pieces:
            if on < piece.opens:
                last = min(last, piece.opens - 1)
            elif on <= piece.closes:
                last = min(last, piece.closes)
    return None if last >= _LAST_DAY else date.fromordinal(last)


def _fresh_until(
    count: _Count, people: dict[int, list[_Piece]], on: int, status: Status, rule: Rule
) -> date | None:
    """The last day on which `status` holds; `count` is moved along to find it."""
    changes: dict[int, set[int]] = {}
    for person, pieces in people.items():
        for piece in pieces:
            if piece.opens > on:
                changes.setdefault(piece.opens, set()).add(person)
            if piece.closes >= on:
                changes.setdefault(piece.closes + 1, set()).add(person)
    for day in sorted(changes):
        for person in changes[day]:
            count.exchange(person, _decide(people[person], day, day))
        if _status(count.tally, rule) is not status:
            return None if day > _LAST_DAY else date.fromordinal(day - 1)
    raise AssertionError("no verdict outlives its evidence")
