"""Which verdicts age out, whose words carried them, and how many voices renew them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from discoverycli.domain.rules import Rule
from discoverycli.domain.stale import SOON_DAYS, Carrier, Needed, ages_out, last_looked_at, renewal
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance, Status
from discoverycli.domain.votes import EvidenceFact, Vote, voices

TODAY = date(2026, 11, 20)
END = TODAY + timedelta(days=SOON_DAYS)
RULE = Rule()
SIDES = {Status.VALIDATED: Vote.FOR, Status.REFUTED: Vote.AGAINST}
FOR, AGAINST, OPEN = Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL

_ids = count(1)


def heard(
    person: int,
    ago: int,
    stance: Stance = FOR,
    rung: Rung = Rung.DID,
    *,
    organisation: int | None = None,
    relation: Relation = Relation.PROSPECT,
    held: InterviewDate | None = None,
) -> EvidenceFact:
    when = held or InterviewDate.on(TODAY - timedelta(days=ago))
    return EvidenceFact(
        next(_ids), 1, stance, rung, person, organisation, relation, Channel.DIRECT, when
    )


def found(evidence, rule=RULE, today=TODAY):  # type: ignore[no-untyped-def]
    return renewal(evidence, rule, verdict(evidence, rule, today=today), today=today)


def told(evidence, rule=RULE):  # type: ignore[no-untyped-def]
    return ages_out(verdict(evidence, rule, today=TODAY), today=TODAY)


helds = st.one_of(
    st.integers(-20, 120).map(lambda ago: InterviewDate.on(TODAY - timedelta(days=ago))),
    st.integers(-20, 120).map(lambda ago: InterviewDate.on(TODAY - timedelta(days=ago))),
    st.builds(InterviewDate.in_month, st.just(2026), st.integers(7, 12)),
    st.just(InterviewDate.unknown()),
)
facts = st.builds(
    EvidenceFact,
    id=st.integers(1, 10**6),
    hypothesis=st.just(1),
    stance=st.sampled_from([FOR, FOR, FOR, FOR, AGAINST, OPEN]),
    rung=st.sampled_from([*Rung, Rung.DID, Rung.SAYS, Rung.PAID]),
    person=st.integers(1, 9),
    organisation=st.one_of(st.none(), st.none(), st.integers(1, 4)),
    relation=st.sampled_from([*Relation, Relation.PROSPECT, Relation.CURRENT]),
    channel=st.sampled_from([*Channel, Channel.DIRECT, Channel.DIRECT]),
    held=helds,
)
rules = st.builds(
    Rule,
    voices=st.integers(1, 3),
    majority=st.sampled_from([51, 60, 75]),
    lived=st.integers(0, 2),
    prospects=st.integers(0, 2),
    fresh_days=st.integers(1, 60),
    against=st.integers(1, 2),
)


@st.composite
def ageing(draw: st.DrawFn) -> tuple[list[EvidenceFact], Rule]:
    """Evidence whose verdict has aged out, or will: a few who agree, and anything besides."""
    side = draw(st.sampled_from([FOR, FOR, AGAINST]))
    agreeing = draw(st.lists(facts, min_size=2, max_size=6))
    solid = [
        each._replace(stance=side, channel=Channel.DIRECT, relation=Relation.PROSPECT, person=n)
        for n, each in enumerate(agreeing, start=20)
    ]
    evidence = solid + draw(st.lists(facts, max_size=8))
    evidence = [each._replace(id=n) for n, each in enumerate(evidence, start=1)]
    rule = draw(rules)
    assume(told(evidence, rule) is not None)
    return evidence, rule


def days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def own_vote(evidence: list[EvidenceFact], person: int, rule: Rule, day: date) -> Vote | None:
    """A person's vote, as if they stood alone."""
    own = [each._replace(organisation=None) for each in evidence if each.person == person]
    cast = list(voices(own, rule, today=day).values())
    return cast[0].vote if cast else None


# What ages out


def test_a_verdict_that_ends_within_thirty_days_is_told_and_a_later_one_is_not() -> None:
    assert told([heard(n, 150) for n in range(5)]) is Status.VALIDATED
    assert told([heard(n, 149) for n in range(5)]) is None
    assert told([heard(n, 150, AGAINST) for n in range(5)]) is Status.REFUTED


def test_what_is_stale_is_told_with_the_verdict_it_had() -> None:
    assert told([heard(n, 181) for n in range(5)]) is Status.VALIDATED
    assert told([heard(n, 900, AGAINST) for n in range(5)]) is Status.REFUTED
    assert told([heard(n, 181) for n in range(4)]) is None


def test_what_is_parked_is_left_out() -> None:
    evidence = [heard(n, 181) for n in range(5)]
    parked = verdict(evidence, RULE, today=TODAY, parked_until=TODAY + timedelta(days=9))
    assert parked.was is Status.STALE
    assert ages_out(parked, today=TODAY) is None
    with pytest.raises(ValueError, match="parked"):
        renewal(evidence, RULE, parked, today=TODAY)


# Whom to ask, and how many


def test_what_aged_out_says_when_it_held_who_carried_it_and_how_many_it_takes() -> None:
    evidence = [heard(n, 181 + n) for n in range(6)]
    result = found(evidence)
    assert result.verdict is Status.VALIDATED
    assert result.holds_until == TODAY - timedelta(days=5)  # the sixth oldest ended the five
    assert (result.carried, result.now, result.then) == (6, 0, 0)
    assert result.needed == Needed(voices=5, lived=1, prospects=2)
    assert [each.person for each in result.ask] == [0, 1, 2, 3, 4, 5]
    assert result.ask[0].counts_until == TODAY - timedelta(days=1)


def test_what_will_age_out_counts_what_is_left_on_the_last_day_looked_at() -> None:
    evidence = [heard(n, 170) for n in range(3)] + [heard(n, 20) for n in range(3, 6)]
    result = found(evidence)
    assert result.holds_until == TODAY + timedelta(days=10)
    assert (result.carried, result.now, result.then) == (6, 6, 3)
    assert result.needed == Needed(voices=2, lived=0, prospects=0)
    assert [each.person for each in result.ask] == [0, 1, 2]


def test_a_verdict_whose_evidence_never_counted_all_at_once_held_on_no_day() -> None:
    evidence = [heard(n, 500) for n in range(3)] + [heard(n, 20) for n in range(3, 6)]
    result = found(evidence)
    assert result.holds_until is None
    assert (result.carried, result.now, result.needed.voices) == (6, 3, 2)


def test_the_highest_rung_is_asked_first_then_who_was_heard_last() -> None:
    rungs = [Rung.SAYS, Rung.KEEPS, Rung.DID, Rung.DID, Rung.PAID]
    evidence = [heard(n, 300 - n, rung=rung) for n, rung in enumerate(rungs)]
    assert [each.person for each in found(evidence).ask] == [1, 4, 3, 2, 0]


def test_whose_colleague_still_speaks_for_the_organisation_need_not_be_asked() -> None:
    evidence = [heard(n, 181, organisation=n) for n in range(5)]
    evidence.append(heard(99, 5, organisation=0))
    assert [each.person for each in found(evidence).ask] == [1, 2, 3, 4]


def test_the_last_words_are_shown_whichever_way_they_point() -> None:
    evidence = [heard(n, 300) for n in range(5)]
    evidence.append(heard(0, 250, AGAINST, Rung.SAYS))
    first = found(evidence).ask[0]
    assert (first.person, first.rung, first.latest.stance) == (0, Rung.DID, AGAINST)
    assert first.counts_until == TODAY - timedelta(days=120)


def test_the_last_of_the_days_is_looked_at_too() -> None:
    result = found([heard(n, 151) for n in range(5)])
    assert result.holds_until == END - timedelta(days=1)
    assert (result.then, result.needed.voices) == (0, 5)


def test_who_still_speaks_so_at_the_end_is_not_asked_though_their_voice_is_lost() -> None:
    evidence = [heard(n, 170) for n in range(1, 5)]
    evidence += [heard(10, 170, organisation=1), heard(11, 5, organisation=1)]
    evidence.append(heard(12, 5, AGAINST, organisation=1))
    assert {each.person for each in found(evidence).ask} == {1, 2, 3, 4, 10}


def test_words_that_no_longer_count_lend_a_vote_of_today_no_rung() -> None:
    evidence = [heard(n, 170) for n in range(5)]
    evidence.append(heard(1, 400, rung=Rung.KEEPS))
    assert {each.rung for each in found(evidence).ask} == {Rung.DID}


def test_words_still_to_come_are_not_the_last_ones() -> None:
    evidence = [heard(n, 170) for n in range(5)]
    evidence.append(heard(0, -15, AGAINST))
    first = next(each for each in found(evidence).ask if each.person == 0)
    assert first.latest.stance is FOR


def test_a_refutation_needs_voices_against_one_of_them_lived_and_no_prospect() -> None:
    result = found([heard(n, 181, AGAINST) for n in range(5)])
    assert result.needed == Needed(voices=4, lived=1, prospects=0)


def test_words_that_end_with_the_calendar_are_no_error() -> None:
    end = date.max
    evidence = [heard(n, 0, held=InterviewDate.on(end - timedelta(days=1))) for n in range(5)]
    assert last_looked_at(end) == end
    assert ages_out(verdict(evidence, RULE, today=end), today=end) is None


# Properties


@given(ageing(), st.randoms())
def test_order_and_repetition_never_matter(journal, random) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    said_again = [each._replace(id=each.id + 10**7) for each in evidence]
    mixed = evidence + said_again
    random.shuffle(mixed)
    assert found(mixed, rule) == found(evidence, rule)


@given(ageing())
def test_who_is_to_be_asked_votes_so_until_that_day_and_not_after(journal) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    result = found(evidence, rule)
    side = SIDES[result.verdict]
    for each in result.ask:
        after = each.counts_until + timedelta(days=1)
        assert own_vote(evidence, each.person, rule, each.counts_until) is side
        assert own_vote(evidence, each.person, rule, after) is not side
        between = days(*sorted((after, TODAY)))
        if after <= TODAY:
            assert all(own_vote(evidence, each.person, rule, day) is not side for day in between)
        elif each.counts_until >= TODAY:
            until = days(TODAY, each.counts_until)
            assert all(own_vote(evidence, each.person, rule, day) is side for day in until)


@given(ageing())
def test_the_voices_to_ask_carried_the_verdict_and_no_longer_do_at_the_end(journal) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    result = found(evidence, rule)
    side = SIDES[result.verdict]
    stale = verdict(evidence, rule, today=TODAY).status is Status.STALE
    carried = voices(evidence, rule, today=TODAY, ageless=stale)
    then = voices(evidence, rule, today=END)
    for each in result.ask:
        assert carried[each.voice].vote is side
        assert each.voice not in then or then[each.voice].vote is not side
        assert each.counts_until <= END
    assert result.carried == sum(cast.vote is side for cast in carried.values())


@given(ageing())
def test_moving_today_past_the_days_changes_the_votes_as_said(journal) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    result = found(evidence, rule)
    for day, votes in ((TODAY, result.now), (END, result.then)):
        later = verdict(evidence, rule, today=day)
        validated = result.verdict is Status.VALIDATED
        assert votes == (later.votes_for if validated else later.votes_against)


@given(ageing())
def test_the_last_day_it_holds_is_the_last_one_with_that_verdict(journal) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    result = found(evidence, rule)
    first = TODAY - timedelta(days=200)
    last = result.holds_until

    def holds(day: date) -> bool:
        return verdict(evidence, rule, today=day).status is result.verdict

    if last is None:
        assert not any(holds(day) for day in days(first, TODAY))
        return
    assert holds(last)
    assert not holds(last + timedelta(days=1))
    if last < TODAY:
        assert not any(holds(day) for day in days(last + timedelta(days=1), TODAY))
    else:
        assert all(holds(day) for day in days(TODAY, last))


def anew(needed: Needed, verdict_: Status, *, strong: bool) -> list[EvidenceFact]:
    """That many new voices, heard today: as strong as is asked for, or as strong as can be."""
    stance = FOR if verdict_ is Status.VALIDATED else AGAINST
    return [
        heard(
            1000 + n,
            0,
            stance,
            Rung.KEEPS if strong or n < needed.lived else Rung.SAYS,
            relation=Relation.PROSPECT if strong or n < needed.prospects else Relation.CURRENT,
        )
        for n in range(needed.voices)
    ]


@given(ageing())
def test_so_many_new_voices_renew_it_and_one_fewer_does_not(journal) -> None:  # type: ignore[no-untyped-def]
    evidence, rule = journal
    result = found(evidence, rule)
    until = min(END, TODAY + timedelta(days=rule.fresh_days))

    def holds_with(more: list[EvidenceFact]) -> bool:
        return all(
            verdict(evidence + more, rule, today=day).status is result.verdict
            for day in days(TODAY, until)
        )

    assert holds_with(anew(result.needed, result.verdict, strong=False))
    if result.needed.voices:
        fewer = result.needed._replace(voices=result.needed.voices - 1)
        assert not holds_with(anew(fewer, result.verdict, strong=True))


@given(ageing())
def test_nobody_is_named_twice_and_the_order_is_as_said(journal) -> None:  # type: ignore[no-untyped-def]
    ask = found(*journal).ask
    assert len({each.person for each in ask}) == len(ask)

    def helps(each: Carrier) -> tuple[int, int, int]:
        assert each.latest.held.day is not None
        return (-each.rung, -each.latest.held.day.toordinal(), each.person)

    assert list(ask) == sorted(ask, key=helps)
