"""What the journal says of hypotheses, their evidence, and what rests on them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.decisions import StatusStep, Stood
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import Verdict
from discoverycli.domain.vocabulary import (
    Channel,
    Code,
    HypothesisClass,
    InterviewDate,
    Origin,
    Relation,
    Stakeholder,
    Status,
)
from discoverycli.domain.votes import EvidenceFact, Reason
from discoverycli.domain.why import WhyLink


class HypothesisFact(NamedTuple):
    """A hypothesis, as stored.

    `number` is that of the code (3 for H3), `revision` that of its present criteria.
    """

    number: int
    text: str
    risk_class: HypothesisClass
    origin: Origin
    importance: int
    serves: tuple[Stakeholder, ...]
    segment: str | None
    author: str
    created_on: date
    parked_reason: str | None
    parked_until: date | None
    revision: int


class Standing(NamedTuple):
    """A hypothesis and what the evidence says about it on a day."""

    hypothesis: HypothesisFact
    verdict: Verdict


class EvidencePiece(NamedTuple):
    """A piece of evidence with the words and names that a verdict does not weigh.

    `segment` is the person's on that day, `interviewer` who logged the interview; `referrers`
    who sent the person, who sent them, and so on.
    """

    fact: EvidenceFact
    interview: int
    statement: int | None
    text: str
    person_name: str
    organisation_name: str | None
    via: str | None
    segment: str | None
    interviewer: str
    referrers: tuple[int, ...]


class RevisionFact(NamedTuple):
    """The criteria of a hypothesis from the day they were made.

    `right_if` and `wrong_if` say in words what would show it right or wrong.
    """

    number: int
    rule: Rule
    reason: str | None
    author: str
    made_on: date
    right_if: str | None = None
    wrong_if: str | None = None


class LoggedStatusChange(NamedTuple):
    """A change of a hypothesis' status; `interview` is the one that gave the reason."""

    moved_on: date
    was: Status
    status: Status
    interview: int | None


class WholeHypothesis(NamedTuple):
    """Everything about one hypothesis; the last revision is the present one."""

    hypothesis: HypothesisFact
    revisions: tuple[RevisionFact, ...]
    evidence: tuple[EvidencePiece, ...]
    movements: tuple[LoggedStatusChange, ...]
    predictions: tuple[PredictionFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    whys: tuple[WhyAnswer, ...] = ()


class DecisionLean(NamedTuple):
    """A hypothesis that a decision rests on: where it stood then, and where it would stand today if
    it were not parked."""

    decision: int
    holds: bool
    then: Stood
    now: Stood


class StoodFact(NamedTuple):
    """Where a hypothesis stood, or stands: its votes, and by which of its criteria."""

    stood: Stood
    votes_for: int
    votes_against: int
    asked: int
    revision: int


class GroundFact(NamedTuple):
    """Something a decision rests on. `then` and `number` are those of a hypothesis, else `None`."""

    code: str
    number: int | None
    holds: bool
    then: StoodFact | None


class DecisionFact(NamedTuple):
    """A decision, as stored."""

    number: int
    text: str
    reason: str | None
    author: str
    made_on: date
    grounds: tuple[GroundFact, ...]


class NowFact(NamedTuple):
    """Where a hypothesis stands today.

    `unparked` is where it would stand if it were not parked. `aged` is a change that time alone has
    made and that is not recorded yet, if there is one.
    """

    text: str
    today: StoodFact
    unparked: Stood
    aged: StatusStep | None


class PredictionFact(NamedTuple):
    """How sure somebody was, in percent, that a hypothesis would be validated.

    `revision` is the number of the criteria it was about.
    """

    id: int
    hypothesis: int
    author: str
    percent: int
    revision: int
    made_on: date


class HeardIn(NamedTuple):
    """The statement that an answer was heard in, and who said it, as what, and how we know.

    `reason`: why that does not count as heard; `None`: it does.
    """

    statement: int
    person: int
    name: str
    organisation: str | None
    relation: Relation
    channel: Channel
    via: str | None
    interview: int
    held: InterviewDate
    reason: Reason | None


class WhyAnswer(NamedTuple):
    """An answer to why, as stored; without a statement it is inferred."""

    link: WhyLink
    heard_in: HeardIn | None
    author: str
    added_on: date


class WhyChain(NamedTuple):
    """What is asked about, its words, and every answer, in the order of their numbers."""

    root: Code
    text: str
    answers: tuple[WhyAnswer, ...]


class StaleCriteria(NamedTuple):
    """The present rule of a hypothesis, and in words what would prove it wrong."""

    rule: Rule
    wrong_if: str | None


class EvidenceWords(NamedTuple):
    """What a piece of evidence says, and who said it."""

    text: str
    name: str
    organisation: str | None


class MovementFact(NamedTuple):
    """A change of a hypothesis' status; `interview` gave the reason, if one did."""

    hypothesis: int
    text: str
    moved_on: date
    was: Status
    status: Status
    interview: int | None


class ExpiredFact(NamedTuple):
    """A cached status that time may have changed on `since`."""

    hypothesis: int
    status: Status
    since: date


class EvidenceTrace(NamedTuple):
    """A piece of evidence and where it comes from.

    `interviewer` is who logged the interview; `segment` the person's on that day.
    """

    fact: EvidenceFact
    interview: int
    interviewer: str
    segment: str | None
