"""Decides the verdict on a hypothesis: what its votes come to by its rule, and for how long."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from math import comb
from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import Count, EvidenceFact, Piece, Tally, by_person, decide

MIXED_VOTES = 5
"""Votes for and against together from which disagreement is called `mixed`."""

MIXED_EACH_SIDE = 2
"""Votes on the weaker side that `mixed` needs."""

VERDICTS = (Status.VALIDATED, Status.REFUTED)
_LAST_DAY = date.max.toordinal()


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
        was: for `stale`, the verdict it had; for `parked`, the status it would have if it were not.
        asked: voices with any counted stance: for, against, neutral and split.
        checks: voices, majority, lived and prospects, always all four and in this order.
        fresh_until: the last day the status holds when nothing more is written down; `None` for
            what is neither validated nor refuted.
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


def verdict(
    evidence: Iterable[EvidenceFact], rule: Rule, *, today: date, parked_until: date | None = None
) -> Verdict:
    """What the evidence says about a hypothesis on `today`.

    Votes are one an organisation, else one a person; see `voices` and `docs/methods.md#votes`.
    The first of these statuses that applies:

    1. `parked`: before the day `parked_until`.
    2. `validated`: all checks hold. `refuted`: a clear majority against, of at least
       `rule.against` voices, one of them lived. The two exclude each other.
    3. `stale`: the same evidence without the age limit is validated or refuted. `mixed` and
       `testing` come after it: they say that there is no verdict, it also says that there was one.
    4. `mixed`: at least 5 votes and at least 2 on each side.
    5. `testing`: any vote for or against. `unvalidated`: none, however many were asked.

    Raises:
        ValueError: facts about several hypotheses. The caller's mistake, never the user's.

    Method:
        Majority: `needed_for_majority`. The rest is this tool's own: `docs/methods.md#verdict`.
    """
    on = today.toordinal()
    people = by_person(evidence, rule)
    count = Count(people, on, on)
    tally = count.tally
    status = status_of(tally, rule)
    was: Status | None = None
    if status not in VERDICTS:
        lifted = status_of(Count(people, on, 0).tally, rule)
        if lifted in VERDICTS:
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
    if status in VERDICTS:
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

    Empty when it is validated or refuted. The majority is left out where the missing voices would
    also bring it.
    """
    standing = verdict.was if verdict.status is Status.PARKED else verdict.status
    if standing in VERDICTS:
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
    if verdict.status in VERDICTS:
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


def status_of(tally: Tally, rule: Rule) -> Status:
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


def _checks(tally: Tally, rule: Rule) -> tuple[Check, ...]:
    votes_for, against = tally.votes_for, tally.votes_against
    needed = needed_for_majority(against, rule)
    return (
        Check("voices", votes_for >= rule.voices, votes_for, rule.voices),
        Check("majority", votes_for >= needed, f"{votes_for}-{against}", f"{needed}-{against}"),
        Check("lived", tally.lived_for >= rule.lived, tally.lived_for, rule.lived),
        Check("prospects", tally.prospects >= rule.prospects, tally.prospects, rule.prospects),
    )


def _missing_checks(checks: tuple[Check, ...]) -> Iterable[str]:
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
        return pluralize(missing, "more voice")
    more = "more " if have else ""
    if name == "lived":
        return "someone who did it" if need == 1 else f"{missing} {more}who did it"
    return "a prospect" if need == 1 else pluralize(missing, f"{more}prospect")


def _steady_until(
    people: dict[int, list[Piece]], on: int, parked_until: date | None
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
    count: Count, people: dict[int, list[Piece]], on: int, status: Status, rule: Rule
) -> date | None:
    """Moves `count` along to find it."""
    changes: dict[int, set[int]] = {}
    for person, pieces in people.items():
        for piece in pieces:
            if piece.opens > on:
                changes.setdefault(piece.opens, set()).add(person)
            if piece.closes >= on:
                changes.setdefault(piece.closes + 1, set()).add(person)
    for day in sorted(changes):
        for person in changes[day]:
            count.exchange(person, decide(people[person], day, day))
        if status_of(count.tally, rule) is not status:
            return None if day > _LAST_DAY else date.fromordinal(day - 1)
    raise AssertionError("no verdict outlives its evidence")
