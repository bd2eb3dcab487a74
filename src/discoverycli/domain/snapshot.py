"""Describes and checks a whole journal, in any format and storage.

What can be calculated again is left out: cached verdicts, the search index, last contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import chain
from typing import Annotated, Any, Final

from discoverycli.domain.cadence import Pause as Absence
from discoverycli.domain.consent import Basis, ConsentFact, Scope
from discoverycli.domain.consent import check_consent as check_consent
from discoverycli.domain.note.notes import MOST_MINUTES
from discoverycli.domain.referrals import any_circle
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key, text_key
from discoverycli.domain.text.words import quoted
from discoverycli.domain.vocabulary import (
    CODE_PREFIXES,
    Channel,
    Code,
    HypothesisClass,
    InterviewDate,
    InterviewKind,
    JobType,
    Origin,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    StatementKind,
    Status,
)
from discoverycli.errors import InputError

VERSION: Final = 3
"""The version of exports. One of a newer version is refused."""

_AS_MADE = "an export as it was made"
_NUMBERS = [each.name for each in fields(Rule)]

SINCE: Final[Mapping[str, int]] = {
    "consents": 2,
    **dict.fromkeys(("referrals", "criteria", "predictions", "decisions", "grounds", "whys"), 3),
}
"""The version that brought a list, or a field of a record (`Interview.study`). What is older has
none of it: such a field can be `None` or a tuple."""

PersonCode = Annotated[Code, "P"]
InterviewCode = Annotated[Code, "I"]
StatementCode = Annotated[Code, "S"]
HypothesisCode = Annotated[Code, "H"]
JobCode = Annotated[Code, "J"]
DecisionCode = Annotated[Code, "D"]
GroundCode = Annotated[Code, "HJSI"]
RootCode = Annotated[Code, "HS"]
Percent = Annotated[int, 0, 100]
Minutes = Annotated[int, 1, MOST_MINUTES]
PeriodDays = Annotated[int, 0, 3650]
"""0: never, as for somebody who was forgotten."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. Its name is what people refer to."""

    name: str
    uid: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who was heard."""

    code: PersonCode
    name: str
    former_names: tuple[str, ...]
    organisation: str | None
    relation: Relation
    segment: str | None
    role: str | None
    period_days: PeriodDays | None
    snoozed_until: date | None
    created_on: date
    version: int
    uid: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person has agreed to in one scope."""

    person: PersonCode
    scope: Scope
    basis: Basis
    given_on: date
    expires_on: date | None
    withdrawn_on: date | None
    author: str

    @property
    def fact(self) -> ConsentFact:
        """The same, without whose it is."""
        return ConsentFact(
            self.scope, self.basis, self.given_on, self.expires_on, self.withdrawn_on, self.author
        )


@dataclass(frozen=True, slots=True)
class Referral:
    """Who sent a person."""

    person: PersonCode
    by: PersonCode


@dataclass(frozen=True, slots=True)
class Revision:
    """The criteria of a hypothesis, in the order they were made."""

    number: int
    voices: int
    majority: int
    lived: int
    prospects: int
    against: int
    fresh_days: int
    reason: str | None
    author: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of a hypothesis' status."""

    moved_on: date
    was: Status
    status: Status
    interview: InterviewCode | None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An opinion with its criteria and the way it went."""

    code: HypothesisCode
    text: str
    class_: HypothesisClass
    origin: Origin
    importance: int
    serves: tuple[Stakeholder, ...]
    segment: str | None
    author: str
    created_on: date
    parked_until: date | None
    parked_reason: str | None
    version: int
    uid: str
    revisions: tuple[Revision, ...] = ()
    movements: tuple[Movement, ...] = ()


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the criteria of a revision say in words."""

    hypothesis: HypothesisCode
    revision: int
    right_if: str | None
    wrong_if: str | None


@dataclass(frozen=True, slots=True)
class Prediction:
    """How sure somebody was of a hypothesis before there was evidence."""

    hypothesis: HypothesisCode
    author: str
    percent: Percent
    revision: int
    made_on: date


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision rests on, and the verdict on it as it was then."""

    code: GroundCode
    holds: bool
    status: Status | None
    was: Status | None
    votes_for: int | None
    votes_against: int | None
    asked: int | None
    revision: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen."""

    code: DecisionCode
    text: str
    reason: str | None
    author: str
    made_on: date
    version: int
    uid: str
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """An answer to why: `under` is the number of another one of the same root."""

    root: RootCode
    number: int
    under: int | None
    text: str
    heard: StatementCode | None
    author: str
    added_on: date


@dataclass(frozen=True, slots=True)
class Job:
    """What a customer tries to get done."""

    code: JobCode
    text: str
    type: JobType
    situation: str | None
    motivation: str | None
    outcome: str | None
    serves: tuple[Stakeholder, ...]
    segment: str | None
    author: str
    created_on: date
    version: int
    uid: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person in an interview, with what they were on that day."""

    person: PersonCode
    relation: Relation
    segment: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing heard."""

    code: StatementCode
    person: PersonCode
    line: int
    kind: StatementKind
    rung: Rung
    verbatim: bool
    text: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What words in an interview say about a hypothesis."""

    hypothesis: HypothesisCode
    stance: Stance
    rung: Rung
    person: PersonCode
    text: str
    statement: StatementCode | None
    linked: bool
    line: int
    author: str
    added_on: date


@dataclass(frozen=True, slots=True)
class Hire:
    """Something hired or fired for a job."""

    job: JobCode
    hired: bool
    rung: Rung
    person: PersonCode
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Followup:
    """A promise."""

    person: PersonCode
    ours: bool
    text: str
    due_on: date | None
    done_on: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One contact with everything that was heard in it."""

    code: InterviewCode
    held_on: InterviewDate
    date_text: str | None
    kind: InterviewKind
    channel: Channel
    via: str | None
    minutes: Minutes | None
    title: str | None
    study: str | None
    source: str | None
    content_hash: str | None
    author: str
    logged_at: str
    version: int
    uid: str
    notes: str
    people: tuple[Attendance, ...] = ()
    statements: tuple[Statement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    hires: tuple[Hire, ...] = ()
    followups: tuple[Followup, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A planned absence."""

    first_on: date
    last_on: date
    reason: str | None
    author: str


class Streamed(Collection[Interview]):
    """Interviews that are read anew each time they are gone through, so that no more than a few
    are in memory."""

    def __init__(self, count: int, read: Callable[[], Iterator[Interview]]) -> None:
        self._count = count
        self._read = read

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Interview]:
        return self._read()

    def __contains__(self, each: object) -> bool:
        return any(each == other for other in self)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole journal, each kind of thing in the order of its codes.

    `counters` holds the highest number ever given for each code letter; where the interviews are
    streamed, it is never less than theirs.
    """

    counters: Mapping[str, int] = field(default_factory=dict)
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    jobs: tuple[Job, ...] = ()
    interviews: Collection[Interview] = ()
    pauses: tuple[Pause, ...] = ()
    consents: tuple[Consent, ...] = ()
    referrals: tuple[Referral, ...] = ()
    criteria: tuple[Criteria, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    whys: tuple[Why, ...] = ()

    def in_memory(self) -> Snapshot:
        """The same with all interviews in memory, where they outlive what they are read from."""
        return replace(self, interviews=tuple(self.interviews))

    def highest(self) -> dict[str, int]:
        """The highest number in use or given before, for each code letter."""
        highest = dict(self.counters)
        kinds = (self.people, self.hypotheses, self.jobs, self.decisions)
        codes = [thing.code for things in kinds for thing in things]
        if not isinstance(self.interviews, Streamed):
            codes += [each.code for each in self.interviews]
            codes += [each.code for one in self.interviews for each in one.statements]
        for code in codes:
            highest[code.prefix] = max(highest.get(code.prefix, 0), code.number)
        return highest


class HeardInterviews:
    """What has to be known of all interviews at once, gathered one after the other."""

    def __init__(self, interviews: Iterable[Interview] = ()) -> None:
        self.count = 0
        self.numbers: dict[str, set[int]] = {"I": set(), "S": set()}
        self.named: dict[Code, Code] = {}
        """Everybody and everything that interviews name, and the first that does."""
        self._marks: dict[str, set[str]] = {"interview's uid": set(), "source's hash": set()}
        for interview in interviews:
            self.add(interview)

    def holds(self, code: Code) -> bool:
        """Whether an interview or a statement has this code."""
        return code.number in self.numbers.get(code.prefix, ())

    def add(self, interview: Interview) -> None:
        """Takes note of an interview that fits together in itself.

        Raises:
            InputError: it does not, or holds what is there already.
        """
        self.count += 1
        for code in (interview.code, *(each.code for each in interview.statements)):
            _add(self.numbers[code.prefix], code.number, "code", code)
        _add(self._marks["interview's uid"], interview.uid, "interview's uid")
        if interview.content_hash:
            _add(self._marks["source's hash"], interview.content_hash, "source's hash")
        where = interview.code
        _once(f"person of {where}", (each.person for each in interview.people))
        for statement in interview.statements:
            _once(f"theme of {statement.code}", statement.themes)
        statements = {each.code for each in interview.statements}
        for each in interview.evidence:
            _has(not each.statement or each.statement in statements, where, each.statement)
        one = interview
        said = (one.people, one.statements, one.evidence, one.hires, one.followups)
        for code in (
            *(each.person for several in said for each in several),
            *(each.hypothesis for each in interview.evidence),
            *(each.job for each in interview.hires),
        ):
            self.named.setdefault(code, where)


def _add(there: set[Any], thing: Any, what: str, called: object = None) -> None:
    if thing in there:
        raise _twice(what, thing if called is None else called)
    there.add(thing)


def check_snapshot(snapshot: Snapshot, heard: HeardInterviews | None = None) -> None:
    """That everything in a snapshot fits together, so that storing it can break nothing.

    `heard` is what was gathered of its interviews, if that was done.

    Raises:
        InputError: something is there twice, or points at something that is not there.
    """
    if heard is None:
        heard = HeardInterviews(snapshot.interviews)
    for letter, number in snapshot.counters.items():
        if letter not in CODE_PREFIXES or number < 0:
            raise InputError(f"'{letter}' is not the letter of a code", _AS_MADE)
    kinds = (snapshot.people, snapshot.hypotheses, snapshot.jobs, snapshot.decisions)
    codes = [thing.code for things in kinds for thing in things]
    _once("code", codes)
    for noun, things in (
        ("organisation", snapshot.organisations),
        ("person", snapshot.people),
        ("hypothesis", snapshot.hypotheses),
        ("job", snapshot.jobs),
        ("decision", snapshot.decisions),
    ):
        _once(f"{noun}'s uid", (thing.uid for thing in things))
    _once("organisation", (name_key(each.name) for each in snapshot.organisations))
    _once("hypothesis", (text_key(each.text) for each in snapshot.hypotheses))
    _once("job", (text_key(each.text) for each in snapshot.jobs))
    _once("pause", ((each.first_on, each.last_on) for each in snapshot.pauses))
    for pause in snapshot.pauses:
        Absence(pause.first_on, pause.last_on)
    people = {each.code for each in snapshot.people}
    _check_people(snapshot)
    _check_consents(snapshot, people)
    _check_hypotheses(snapshot, heard)
    known = set(codes)
    for code, where in heard.named.items():
        _has(code in known, where, code)
    _check_referrals(snapshot, people)
    _check_beliefs(snapshot)
    _check_reasons(snapshot, heard)


def _check_people(snapshot: Snapshot) -> None:
    names = {each.name for each in snapshot.organisations}
    for organisation in snapshot.organisations:
        _has(name_key(organisation.name), "an organisation", "a name")
    for person in snapshot.people:
        _has(name_key(person.name), person.code, "a name")
        theirs = person.organisation
        _has(theirs is None or theirs in names, person.code, f"the organisation '{theirs}'")


def _check_consents(snapshot: Snapshot, people: Collection[Code]) -> None:
    _once("consent", ((str(each.person), each.scope) for each in snapshot.consents))
    for each in snapshot.consents:
        _has(each.person in people, "a consent", each.person)
        check_consent(each.fact)


def _check_hypotheses(snapshot: Snapshot, heard: HeardInterviews) -> None:
    for hypothesis in snapshot.hypotheses:
        where = hypothesis.code
        _once(f"revision of {where}", (each.number for each in hypothesis.revisions))
        if not hypothesis.revisions:
            raise InputError(f"{where} has no criteria", _AS_MADE)
        for revision in hypothesis.revisions:
            Rule(**{name: getattr(revision, name) for name in _NUMBERS})
        if not 1 <= hypothesis.importance <= 5:
            raise InputError(
                f"{where} has the importance {hypothesis.importance}", "a number from 1 to 5"
            )
        for movement in hypothesis.movements:
            there = movement.interview is None or heard.holds(movement.interview)
            _has(there, where, movement.interview)


def _check_referrals(snapshot: Snapshot, people: Collection[Code]) -> None:
    _once("referral", (each.person for each in snapshot.referrals))
    sent = {each.person: each.by for each in snapshot.referrals}
    for code in chain.from_iterable(sent.items()):
        _has(code in people, "a referral", code)
    _refuse_circle(sent, "who sent whom")


def _check_beliefs(snapshot: Snapshot) -> None:
    revisions = {(h.code, each.number) for h in snapshot.hypotheses for each in h.revisions}
    _once("criteria", ((str(each.hypothesis), each.revision) for each in snapshot.criteria))
    _once("prediction", ((str(each.hypothesis), each.author) for each in snapshot.predictions))
    about = [(each.hypothesis, each.revision) for each in snapshot.criteria]
    about += [(each.hypothesis, each.revision) for each in snapshot.predictions]
    for code, number in about:
        _has((code, number) in revisions, code, f"the revision {number}")


def _check_reasons(snapshot: Snapshot, heard: HeardInterviews) -> None:
    known = {each.code for each in snapshot.hypotheses} | {each.code for each in snapshot.jobs}
    for decision in snapshot.decisions:
        _has(text_key(decision.text), decision.code, "words")
        _once(f"ground of {decision.code}", (each.code for each in decision.grounds))
        for ground in decision.grounds:
            _has(ground.code in known or heard.holds(ground.code), decision.code, ground.code)
    _once("answer to why", ((str(each.root), each.number) for each in snapshot.whys))
    under = {(w.root, w.number): (w.root, w.under) for w in snapshot.whys if w.under is not None}
    there = {(each.root, each.number) for each in snapshot.whys}
    for each in snapshot.whys:
        _has(text_key(each.text), "an answer to why", "words")
        for code in (each.root, each.heard):
            _has(code is None or code in known or heard.holds(code), "an answer to why", code)
        above = under.get((each.root, each.number))
        _has(above is None or above in there, each.root, f"the answer {each.under}")
    _refuse_circle(under, "the answers to why")


def _refuse_circle(before: Mapping[Any, Any], what: str) -> None:
    if any_circle(before):
        raise InputError(f"{what} go in a circle", _AS_MADE)


def _once(what: str, things: Iterable[object]) -> None:
    for thing, count in Counter(things).items():
        if count > 1:
            raise _twice(what, thing)


def _twice(what: str, thing: object) -> InputError:
    return InputError(f"the {what}{_said(thing)} is there twice", _AS_MADE)


def _said(thing: object) -> str:
    """Names and words are left out: an error does not repeat them."""
    if isinstance(thing, tuple) and not isinstance(thing, Code):
        return f" {'..'.join(map(str, thing))}"
    said = quoted(str(thing))
    return f" {said}" if said.startswith("'") else ""


def _has(there: object, where: object, what: object) -> None:
    if not there:
        raise InputError(f"{where} needs {what}, which is not there", _AS_MADE)
