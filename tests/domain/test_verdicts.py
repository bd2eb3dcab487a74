"""What counts, who votes, and what the votes come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import (
    Check,
    Verdict,
    certainty,
    lacks,
    needed_for_majority,
    risk,
    riskiest_first,
    verdict,
)
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.domain.votes import (
    EvidenceFact,
    Reason,
    Voice,
    Vote,
    not_counted,
    strongest,
    voice_of,
    voices,
)
from discoverycli.errors import InputError

TODAY = date(2026, 11, 20)
RULE = Rule()
ANY_VOICE = Rule(voices=1, lived=0, prospects=0)
FOR, AGAINST, OPEN = Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL

_ids = count(1)


def heard(
    person: int,
    stance: Stance = FOR,
    rung: Rung = Rung.DID,
    *,
    organisation: int | None = None,
    relation: Relation = Relation.PROSPECT,
    channel: Channel = Channel.DIRECT,
    ago: int = 10,
    held: InterviewDate | None = None,
) -> EvidenceFact:
    held = held or InterviewDate.on(TODAY - timedelta(days=ago))
    return EvidenceFact(next(_ids), 1, stance, rung, person, organisation, relation, channel, held)


def crowd(votes_for: int, votes_against: int = 0, **details: object) -> list[EvidenceFact]:
    """That many people without an organisation on each side."""
    sides = [FOR] * votes_for + [AGAINST] * votes_against
    return [heard(100 + n, side, **details) for n, side in enumerate(sides)]  # type: ignore[arg-type]


def on_day(evidence: Iterable[EvidenceFact], today: date = TODAY, rule: Rule = RULE) -> Verdict:
    return verdict(evidence, rule, today=today)


def check(found: Verdict, name: str) -> Check:
    return next(line for line in found.checks if line.name == name)


days = st.integers(-30, 400).map(lambda ago: InterviewDate.on(TODAY - timedelta(days=ago)))
months = st.builds(InterviewDate.in_month, st.sampled_from([2025, 2026, 2027]), st.integers(1, 12))
helds = st.one_of(
    days,
    days,
    days,
    months,
    st.builds(InterviewDate.in_year, st.integers(2025, 2027)),
    st.just(InterviewDate.unknown()),
)
facts = st.builds(
    EvidenceFact,
    id=st.integers(1, 10**6),
    hypothesis=st.just(1),
    stance=st.sampled_from([FOR, FOR, FOR, AGAINST, OPEN]),
    rung=st.sampled_from(Rung),
    person=st.integers(1, 14),
    organisation=st.one_of(st.none(), st.integers(1, 6)),
    relation=st.sampled_from(Relation),
    channel=st.sampled_from(Channel),
    held=helds,
)
journals = st.lists(facts, max_size=30)
rules = st.builds(
    Rule,
    voices=st.integers(1, 6),
    majority=st.integers(51, 99),
    lived=st.integers(0, 3),
    prospects=st.integers(0, 3),
    fresh_days=st.integers(1, 400),
    against=st.integers(1, 6),
)


# What counts


def test_what_others_pass_on_is_proxy() -> None:
    assert not_counted(heard(1, channel=Channel.PROXY), RULE, today=TODAY) is Reason.PROXY
    assert not_counted(heard(1, channel=Channel.ACCOMPANIED), RULE, today=TODAY) is None


def test_our_own_people_do_not_count() -> None:
    assert not_counted(heard(1, relation=Relation.INTERNAL), RULE, today=TODAY) is Reason.INTERNAL


@pytest.mark.parametrize("relation", [r for r in Relation if r is not Relation.INTERNAL])
def test_every_relation_but_internal_counts(relation: Relation) -> None:
    assert not_counted(heard(1, relation=relation), RULE, today=TODAY) is None


@pytest.mark.parametrize(
    ("rung", "reason"),
    [
        (Rung.NICE, Reason.COMPLIMENT),
        (Rung.WOULD, Reason.OPINION),
        (Rung.SAYS, None),
        (Rung.KEEPS, None),
    ],
)
def test_the_ladder_decides_what_is_only_praise_or_opinion(
    rung: Rung, reason: Reason | None
) -> None:
    assert not_counted(heard(1, rung=rung), RULE, today=TODAY) is reason


@pytest.mark.parametrize(
    ("ago", "reason"), [(0, None), (180, None), (181, Reason.OLD), (-1, Reason.FUTURE)]
)
def test_evidence_counts_from_its_day_until_the_age_limit(ago: int, reason: Reason | None) -> None:
    assert not_counted(heard(1, ago=ago), RULE, today=TODAY) is reason


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (InterviewDate.in_month(2026, 11), None),
        (InterviewDate.in_month(2026, 12), Reason.FUTURE),
        (InterviewDate.in_year(2026), None),
        (InterviewDate.in_year(2027), Reason.FUTURE),
        (InterviewDate.in_month(2026, 5), None),
        (InterviewDate.in_month(2026, 4), Reason.OLD),
        (InterviewDate.unknown(), Reason.UNDATED),
    ],
)
def test_an_imprecise_date_begins_on_its_first_day_and_ages_from_its_last(
    held: InterviewDate, reason: Reason | None
) -> None:
    assert not_counted(heard(1, held=held), Rule(fresh_days=180), today=TODAY) is reason


def test_a_month_is_as_old_as_its_last_day() -> None:
    fact = heard(1, held=InterviewDate.in_month(2026, 5))
    assert not_counted(fact, RULE, today=date(2026, 5, 31) + timedelta(days=180)) is None
    assert not_counted(fact, RULE, today=date(2026, 5, 31) + timedelta(days=181)) is Reason.OLD


def test_the_first_reason_in_the_documented_order_is_given() -> None:
    fact = heard(
        1,
        rung=Rung.NICE,
        channel=Channel.PROXY,
        relation=Relation.INTERNAL,
        held=InterviewDate.unknown(),
    )
    said = [not_counted(fact, RULE, today=TODAY)]
    for change in (
        {"channel": Channel.DIRECT},
        {"relation": Relation.CURRENT},
        {"rung": Rung.WOULD},
        {"rung": Rung.SAYS},
    ):
        fact = fact._replace(**change)
        said.append(not_counted(fact, RULE, today=TODAY))
    assert said == [
        Reason.PROXY,
        Reason.INTERNAL,
        Reason.COMPLIMENT,
        Reason.OPINION,
        Reason.UNDATED,
    ]


@given(journals, rules)
def test_what_does_not_count_changes_nothing_but_what_lifting_the_age_limit_shows(
    evidence: list[EvidenceFact], rule: Rule
) -> None:
    kept = [fact for fact in evidence if not_counted(fact, rule, today=TODAY) is None]
    whole, part = on_day(evidence, rule=rule), on_day(kept, rule=rule)
    assert voices(evidence, rule, today=TODAY) == voices(kept, rule, today=TODAY)
    if whole.status is not Status.STALE:
        assert whole.status is part.status
    assert (whole.votes_for, whole.votes_against, whole.asked, whole.checks) == (
        part.votes_for,
        part.votes_against,
        part.asked,
        part.checks,
    )


@given(journals, facts)
def test_proxy_internal_compliment_and_opinion_change_nothing(
    evidence: list[EvidenceFact], extra: EvidenceFact
) -> None:
    useless = [
        extra._replace(channel=Channel.PROXY),
        extra._replace(relation=Relation.INTERNAL),
        extra._replace(rung=Rung.NICE),
        extra._replace(rung=Rung.WOULD),
        extra._replace(held=InterviewDate.unknown()),
    ]
    assert on_day([*evidence, *useless]) == on_day(evidence)


# Votes


def test_five_statements_by_one_person_are_one_vote() -> None:
    found = on_day([heard(1, ago=n) for n in range(5)])
    assert (found.votes_for, found.asked, found.status) == (1, 1, Status.TESTING)


def test_five_people_of_one_organisation_are_one_vote() -> None:
    assert on_day([heard(n, organisation=9) for n in range(5)]).votes_for == 1


def test_two_people_of_one_organisation_who_disagree_are_split() -> None:
    found = on_day([heard(1, FOR, organisation=9), heard(2, AGAINST, organisation=9)])
    assert (found.split, found.votes_for, found.votes_against, found.asked) == (1, 0, 0, 1)


def test_an_organisation_votes_with_the_majority_of_its_people() -> None:
    people = [heard(1, FOR), heard(2, FOR), heard(3, AGAINST), heard(4, OPEN)]
    found = on_day([fact._replace(organisation=9) for fact in people])
    assert (found.votes_for, found.split, found.asked) == (1, 0, 1)


def test_neutral_people_leave_the_vote_to_their_colleagues() -> None:
    people = [heard(1, OPEN), heard(2, OPEN), heard(3, AGAINST)]
    assert on_day([fact._replace(organisation=9) for fact in people]).votes_against == 1
    assert on_day([fact._replace(organisation=9) for fact in people[:2]]).neutral == 1


def test_a_person_without_an_organisation_votes_alone() -> None:
    assert on_day([heard(1), heard(2), heard(3, organisation=9)]).votes_for == 3


def test_an_organisation_and_a_person_with_the_same_number_are_two_voices() -> None:
    assert on_day([heard(1), heard(2, organisation=1)]).votes_for == 2


def test_doing_outranks_saying_whatever_came_later() -> None:
    found = on_day([heard(1, AGAINST, Rung.DID, ago=90), heard(1, FOR, Rung.SAYS, ago=1)])
    assert (found.votes_for, found.votes_against) == (0, 1)


def test_on_one_rung_the_later_day_decides() -> None:
    found = on_day([heard(1, AGAINST, ago=2), heard(1, FOR, ago=1)])
    assert (found.votes_for, found.votes_against) == (1, 0)


def test_on_one_rung_and_day_a_disagreement_is_neutral() -> None:
    assert on_day([heard(1, AGAINST, ago=1), heard(1, FOR, ago=1)]).neutral == 1
    assert on_day([heard(1, OPEN, ago=1), heard(1, FOR, ago=1)]).neutral == 1


def test_imprecise_dates_stand_as_their_last_day() -> None:
    october = heard(1, AGAINST, held=InterviewDate.in_month(2026, 10))
    assert (
        on_day([october, heard(1, FOR, held=InterviewDate.on(date(2026, 10, 30)))]).votes_against
        == 1
    )
    assert on_day([october, heard(1, FOR, held=InterviewDate.on(date(2026, 10, 31)))]).neutral == 1
    assert on_day([october, heard(1, FOR, held=InterviewDate.on(date(2026, 11, 1)))]).votes_for == 1


def test_who_could_not_say_was_asked_but_does_not_vote() -> None:
    found = on_day([*crowd(6, 1), heard(1, OPEN), heard(2, OPEN)])
    assert (found.votes_for, found.votes_against, found.neutral, found.asked) == (6, 1, 2, 9)


def test_someone_who_changed_organisations_has_one_vote_where_the_deciding_piece_was_heard() -> (
    None
):
    moved = [heard(1, organisation=4, ago=90), heard(1, organisation=9, ago=1)]
    assert list(voices(moved, RULE, today=TODAY)) == [Voice(9, None)]
    same_day = [heard(1, organisation=9, ago=1), heard(1, organisation=4, ago=1)]
    assert list(voices(same_day, RULE, today=TODAY)) == [Voice(4, None)]
    assert list(voices(same_day[::-1], RULE, today=TODAY)) == [Voice(4, None)]


def test_a_voice_is_an_organisation_or_a_person() -> None:
    assert voice_of(heard(7)) == Voice(None, 7)
    assert voice_of(heard(7, organisation=3)) == Voice(3, None)


def test_voices_lists_each_vote_with_what_it_stands_on() -> None:
    found = voices(
        [
            heard(1, rung=Rung.PAID),
            heard(2, AGAINST, Rung.SAYS, organisation=5, relation=Relation.CURRENT),
            heard(3, ago=500),
        ],
        RULE,
        today=TODAY,
    )
    assert found == {
        Voice(None, 1): (Vote.FOR, True, True),
        Voice(5, None): (Vote.AGAINST, False, False),
    }


def test_ageless_voices_remember_what_is_too_old() -> None:
    old = [heard(3, ago=500)]
    assert voices(old, RULE, today=TODAY) == {}
    assert voices(old, RULE, today=TODAY, ageless=True)[Voice(None, 3)].vote is Vote.FOR


def test_the_strongest_piece_is_the_highest_then_the_latest_then_the_first_written() -> None:
    said, did = heard(1, rung=Rung.SAYS, ago=0), heard(1, ago=50)
    later, twin = heard(1, ago=20), heard(1, ago=20)
    undated = heard(1, held=InterviewDate.unknown())
    assert strongest([said, did]) is did
    assert strongest([undated, did, twin, later]) is later
    assert strongest([]) is None


def naive_votes(evidence: list[EvidenceFact], rule: Rule, today: date) -> dict[Voice, str]:
    """The same rule, spelled out without regard to speed."""
    counted = [fact for fact in evidence if not_counted(fact, rule, today=today) is None]
    cast: dict[Voice, list[Stance]] = {}
    for person in {fact.person for fact in counted}:
        own = [fact for fact in counted if fact.person == person]
        top = max((fact.rung, fact.held.day or date.min) for fact in own)
        deciding = [fact for fact in own if (fact.rung, fact.held.day) == top]
        stances = {fact.stance for fact in deciding}
        places = {fact.organisation for fact in deciding} - {None}
        voice = Voice(min(places), None) if places else Voice(None, person)  # type: ignore[type-var]
        cast.setdefault(voice, []).append(stances.pop() if len(stances) == 1 else OPEN)
    outcome: dict[Voice, str] = {}
    for voice, votes in cast.items():
        balance = votes.count(FOR) - votes.count(AGAINST)
        tie = "split" if FOR in votes else "neutral"
        outcome[voice] = "for" if balance > 0 else "against" if balance < 0 else tie
    return outcome


@examples(2)
@given(journals, rules)
def test_votes_agree_with_the_rule_spelled_out(evidence: list[EvidenceFact], rule: Rule) -> None:
    expected = naive_votes(evidence, rule, TODAY)
    found = voices(evidence, rule, today=TODAY)
    assert {voice: vote.vote.value for voice, vote in found.items()} == expected
    told = on_day(evidence, rule=rule)
    said = list(expected.values())
    assert (told.votes_for, told.votes_against) == (said.count("for"), said.count("against"))
    assert (told.neutral, told.split) == (said.count("neutral"), said.count("split"))
    assert told.asked == len(said)


@given(journals, rules, st.randoms(use_true_random=False))
def test_any_order_of_the_evidence_gives_the_same_verdict(
    evidence: list[EvidenceFact], rule: Rule, random: object
) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert on_day(shuffled, rule=rule) == on_day(evidence, rule=rule)


@given(st.lists(facts, min_size=1, max_size=30), rules, st.data())
def test_saying_the_same_thing_again_changes_nothing(
    evidence: list[EvidenceFact], rule: Rule, data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(evidence))._replace(id=2_000_000)
    assert on_day([*evidence, again], rule=rule) == on_day(evidence, rule=rule)


def test_evidence_of_two_hypotheses_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="several hypotheses"):
        on_day([heard(1), heard(2)._replace(hypothesis=2)])


# The clear majority


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "clear"),
    [
        (3, 0, False),
        (4, 0, True),
        (5, 0, True),
        (5, 1, False),
        (6, 1, True),
        (7, 2, False),
        (8, 2, True),
        (8, 3, False),
        (9, 3, True),
        (10, 4, False),
        (11, 4, True),
    ],
)
def test_a_clear_majority_is_as_the_contract_lists_it(
    votes_for: int, votes_against: int, clear: bool
) -> None:
    assert check(on_day(crowd(votes_for, votes_against)), "majority").ok is clear


def test_a_share_that_is_met_exactly_is_clear() -> None:
    assert needed_for_majority(0, Rule(majority=75)) == 1


@given(st.integers(0, 40), st.integers(0, 90), st.integers(51, 99))
def test_the_needed_votes_are_the_fewest_that_pass_the_formula(
    against: int, votes_for: int, majority: int
) -> None:
    n = against + votes_for
    passed = Fraction(sum(comb(n + 1, k) for k in range(votes_for + 1)), 2 ** (n + 1))
    clear = passed >= Fraction(majority, 100)
    assert (votes_for >= needed_for_majority(against, Rule(majority=majority))) is clear


@given(st.integers(0, 60), st.integers(0, 60), st.integers(51, 99))
def test_there_is_never_a_majority_on_both_sides(one: int, other: int, majority: int) -> None:
    rule = Rule(majority=majority)
    assert not (one >= needed_for_majority(other, rule) and other >= needed_for_majority(one, rule))


# Status


def test_without_evidence_a_hypothesis_is_unvalidated() -> None:
    assert on_day([]) == Verdict(
        status=Status.UNVALIDATED,
        was=None,
        votes_for=0,
        votes_against=0,
        asked=0,
        neutral=0,
        split=0,
        checks=(
            Check("voices", False, 0, 5),
            Check("majority", False, "0-0", "4-0"),
            Check("lived", False, 0, 1),
            Check("prospects", False, 0, 2),
        ),
        fresh_until=None,
        steady_until=None,
    )


def test_who_was_asked_but_never_voted_leaves_it_unvalidated() -> None:
    found = on_day(
        [heard(1, OPEN), heard(2, FOR, organisation=3), heard(4, AGAINST, organisation=3)]
    )
    assert (found.status, found.asked) == (Status.UNVALIDATED, 2)


def test_four_unanimous_voices_still_lack_a_fifth() -> None:
    found = on_day(crowd(4))
    assert check(found, "majority").ok
    assert (found.status, lacks(found)) == (Status.TESTING, ("1 more voice",))


def test_five_unanimous_voices_validate() -> None:
    assert on_day(crowd(5)).status is Status.VALIDATED


def test_five_to_one_is_no_verdict_and_six_to_one_is() -> None:
    assert on_day(crowd(5, 1)).status is Status.TESTING
    assert on_day(crowd(6, 1)).status is Status.VALIDATED


def test_sayings_alone_do_not_validate() -> None:
    said = crowd(5, rung=Rung.SAYS)
    assert lacks(on_day(said)) == ("someone who did it",)
    assert on_day([*said[1:], heard(1, rung=Rung.DID)]).status is Status.VALIDATED


def test_a_deed_counts_only_where_its_person_supports() -> None:
    said = crowd(5, rung=Rung.SAYS)
    turned = [heard(1, FOR, Rung.DID, ago=20), heard(1, AGAINST, Rung.DID, ago=5)]
    assert check(on_day([*said, *turned]), "lived").have == 0


def test_customers_alone_do_not_validate_what_serves_others_too() -> None:
    customers = crowd(5, relation=Relation.CURRENT)
    assert lacks(on_day(customers)) == ("2 prospects",)
    assert on_day(customers, rule=Rule.default_for([Stakeholder.CURRENT])).status is (
        Status.VALIDATED
    )


def test_who_became_a_customer_is_still_a_prospect_for_what_they_said_before() -> None:
    converted = [
        fact
        for n in range(5)
        for fact in (
            heard(n, rung=Rung.SAYS, relation=Relation.PROSPECT, ago=30),
            heard(n, rung=Rung.DID, relation=Relation.CURRENT, ago=3),
        )
    ]
    assert on_day(converted).status is Status.VALIDATED


def test_four_against_with_one_deed_refute() -> None:
    assert on_day(crowd(0, 4)).status is Status.REFUTED
    assert on_day(crowd(0, 3)).status is Status.TESTING
    assert on_day(crowd(1, 5)).status is Status.TESTING
    assert on_day(crowd(1, 6)).status is Status.REFUTED


def test_sayings_alone_do_not_refute_unless_the_rule_is_content_with_sayings() -> None:
    said = crowd(0, 4, rung=Rung.SAYS)
    assert on_day(said).status is Status.TESTING
    assert on_day(said, rule=Rule(lived=0)).status is Status.REFUTED


def test_asking_for_more_deeds_does_not_shield_from_a_refutation() -> None:
    against = [*crowd(0, 3, rung=Rung.SAYS), heard(1, AGAINST, Rung.DID)]
    assert on_day(against, rule=Rule(lived=3)).status is Status.REFUTED


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "status"),
    [
        (3, 2, Status.MIXED),
        (2, 3, Status.MIXED),
        (2, 2, Status.TESTING),
        (4, 1, Status.TESTING),
        (8, 2, Status.VALIDATED),
        (2, 8, Status.REFUTED),
    ],
)
def test_mixed_needs_five_votes_and_two_on_each_side(
    votes_for: int, votes_against: int, status: Status
) -> None:
    assert on_day(crowd(votes_for, votes_against)).status is status


def test_a_validation_goes_stale_when_its_evidence_is_too_old() -> None:
    found = on_day(crowd(5, ago=181))
    assert (found.status, found.was, found.votes_for) == (Status.STALE, Status.VALIDATED, 0)


def test_a_refutation_ages_like_a_support() -> None:
    assert on_day(crowd(0, 5, ago=180)).status is Status.REFUTED
    found = on_day(crowd(0, 5, ago=181))
    assert (found.status, found.was) == (Status.STALE, Status.REFUTED)


def test_old_evidence_that_never_gave_a_verdict_is_not_stale() -> None:
    assert on_day(crowd(3, ago=181)).status is Status.UNVALIDATED


def test_stale_comes_before_testing_and_before_mixed() -> None:
    old = crowd(20, ago=200)
    assert on_day([*old, heard(1)]).status is Status.STALE
    fresh = [heard(n, FOR if n < 3 else AGAINST) for n in range(5)]
    found = on_day([*old, *fresh])
    assert (found.status, found.was) == (Status.STALE, Status.VALIDATED)
    assert (found.votes_for, found.votes_against) == (3, 2)


def test_the_future_makes_nothing_stale_or_valid() -> None:
    assert on_day(crowd(5, ago=-1)).status is Status.UNVALIDATED


def test_parking_lasts_until_the_day_to_look_again() -> None:
    again = TODAY + timedelta(days=3)
    parked = verdict(crowd(5), RULE, today=TODAY, parked_until=again)
    assert (parked.status, parked.was, parked.votes_for) == (Status.PARKED, Status.VALIDATED, 5)
    assert parked.steady_until == TODAY + timedelta(days=2)
    assert parked.fresh_until is None
    assert verdict(crowd(5), RULE, today=again, parked_until=again).status is Status.VALIDATED


@given(journals)
def test_another_supporting_voice_never_takes_a_validation_away(
    evidence: list[EvidenceFact],
) -> None:
    before = on_day(evidence, rule=ANY_VOICE)
    more = on_day([*evidence, heard(999)], rule=ANY_VOICE)
    assert more.votes_for == before.votes_for + 1
    if before.status is Status.VALIDATED:
        assert more.status is Status.VALIDATED


@given(journals, rules)
def test_a_verdict_is_given_exactly_when_its_checks_hold(
    evidence: list[EvidenceFact], rule: Rule
) -> None:
    found = on_day(evidence, rule=rule)
    assert (found.status is Status.VALIDATED) is all(line.ok for line in found.checks)
    assert [line.name for line in found.checks] == ["voices", "majority", "lived", "prospects"]


# How long it lasts


def test_a_validation_is_fresh_until_its_fifth_voice_runs_out() -> None:
    evidence = [heard(n, ago=10 * n) for n in range(1, 7)]
    found = on_day(evidence)
    fifth = TODAY - timedelta(days=50)
    sixth = TODAY - timedelta(days=60)
    assert found.fresh_until == fifth + timedelta(days=180)
    assert found.steady_until == sixth + timedelta(days=180)


def test_a_verdict_is_steady_until_a_booked_interview() -> None:
    assert on_day([heard(1), heard(2, ago=-5)]).steady_until == TODAY + timedelta(days=4)


def test_a_verdict_without_anything_that_can_change_is_steady_for_ever() -> None:
    assert on_day([heard(1, ago=900), heard(2, rung=Rung.WOULD)]).steady_until is None


def test_evidence_at_the_end_of_the_calendar_never_runs_out() -> None:
    last = date(9999, 12, 31)
    evidence = [heard(n, held=InterviewDate.on(last)) for n in range(5)]
    found = on_day(evidence, today=last)
    assert (found.status, found.fresh_until, found.steady_until) == (Status.VALIDATED, None, None)


@examples(0.6)
@given(
    journals, rules, st.one_of(st.none(), st.integers(-5, 60).map(lambda n: TODAY + timedelta(n)))
)
def test_a_verdict_is_the_same_on_every_day_until_it_is_no_longer_steady(
    evidence: list[EvidenceFact], rule: Rule, parked_until: date | None
) -> None:
    now = verdict(evidence, rule, today=TODAY, parked_until=parked_until)
    last = now.steady_until or TODAY + timedelta(days=500)
    assert last >= TODAY
    day = TODAY
    while day <= last:
        assert verdict(evidence, rule, today=day, parked_until=parked_until) == now
        day += timedelta(days=1 if (last - day).days < 10 else 7)


@given(st.lists(facts, min_size=3, max_size=30), rules)
def test_a_status_holds_through_fresh_until_and_not_the_day_after(
    evidence: list[EvidenceFact], rule: Rule
) -> None:
    eager = replace(rule, voices=1, against=1, lived=0, prospects=0, majority=60)
    now = on_day(evidence, rule=eager)
    if now.status not in (Status.VALIDATED, Status.REFUTED):
        assert now.fresh_until is None
        return
    assert now.fresh_until is not None
    for days_on in range(0, (now.fresh_until - TODAY).days + 1, 3):
        later = TODAY + timedelta(days=days_on)
        assert on_day(evidence, today=later, rule=eager).status is now.status
    assert on_day(evidence, today=now.fresh_until, rule=eager).status is now.status
    after = now.fresh_until + timedelta(days=1)
    assert on_day(evidence, today=after, rule=eager).status is not now.status


# The rule


def test_the_default_rule_is_the_contract_s() -> None:
    assert Rule() == Rule(voices=5, majority=95, lived=1, prospects=2, fresh_days=180, against=4)


def test_only_what_serves_the_current_customer_alone_needs_no_prospects() -> None:
    current, future = Stakeholder.CURRENT, Stakeholder.FUTURE
    assert Rule.default_for([current]).prospects == 0
    assert Rule.default_for([current, future]).prospects == 2
    assert Rule.default_for([]).prospects == 2


def test_a_rule_is_read_from_words_in_any_order() -> None:
    words = "voices=4 prospects=1, fresh=90 MAJORITY=90 lived=0"
    assert Rule.parse(words) == Rule(
        voices=4, majority=90, lived=0, prospects=1, fresh_days=90, against=4
    )
    assert Rule.parse("fresh=30", Rule(voices=9)) == Rule(voices=9, fresh_days=30)
    assert Rule.parse("") == Rule()


@given(rules)
def test_a_rule_s_description_reads_back_as_the_rule(rule: Rule) -> None:
    assert Rule.parse(rule.describe()) == rule


@pytest.mark.parametrize(
    "words",
    [
        "votes=4",
        "voices",
        "voices=",
        "voices=four",
        "voices=-1",
        "voices=1.5",
        "voices=4 voices=5",
        "voices=0",
        "majority=50",
        "majority=100",
        "fresh=0",
        "against=0",
        "lived=101",
        "voices=٤",
        "voices=" + "9" * 5000,
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(words: str) -> None:
    with pytest.raises(InputError) as refused:
        Rule.parse(words)
    assert refused.value.hint


def test_a_rule_out_of_range_names_the_range() -> None:
    with pytest.raises(InputError) as refused:
        Rule(majority=50)
    assert refused.value.hint == "majority from 51 to 99"


# What is missing, and what is risky


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        ([], ("5 more voices", "someone who did it", "2 prospects")),
        (crowd(2), ("3 more voices",)),
        (crowd(5, 1), ("a clear majority (5-1, needs 6-1)",)),
        (crowd(4, 2), ("1 more voice", "a clear majority (4-2, needs 8-2)")),
        ([*crowd(4, relation=Relation.FORMER), heard(1)], ("1 more prospect",)),
        (crowd(5), ()),
        (crowd(0, 4), ()),
        (crowd(5, ago=181), ("fresh evidence (was validated)", "5 more voices",
                             "someone who did it", "2 prospects")),
        (crowd(0, 4, ago=181), ("fresh evidence (was refuted)",)),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said_in_a_few_exact_words(
    evidence: list[EvidenceFact], missing: tuple[str, ...]
) -> None:
    assert lacks(on_day(evidence)) == missing


def test_what_a_stricter_rule_lacks_is_counted() -> None:
    strict = Rule(lived=3, prospects=1)
    evidence = [*crowd(5, rung=Rung.SAYS, relation=Relation.CURRENT), heard(1)]
    assert lacks(on_day(evidence, rule=strict)) == ("2 more who did it",)
    nobody = crowd(6, rung=Rung.SAYS, relation=Relation.CURRENT)
    assert lacks(on_day(nobody, rule=strict)) == ("3 who did it", "a prospect")


def test_what_is_parked_lacks_what_it_would_lack_awake() -> None:
    again = TODAY + timedelta(days=30)

    def parked(evidence: list[EvidenceFact]) -> tuple[str, ...]:
        return lacks(verdict(evidence, RULE, today=TODAY, parked_until=again))

    assert parked(crowd(4)) == ("1 more voice",)
    assert parked(crowd(5)) == ()
    assert parked(crowd(5, ago=181))[0] == "fresh evidence"


@given(journals, rules)
def test_something_is_lacking_exactly_while_there_is_no_verdict(
    evidence: list[EvidenceFact], rule: Rule
) -> None:
    found = on_day(evidence, rule=rule)
    assert bool(lacks(found)) is (found.status not in (Status.VALIDATED, Status.REFUTED))


def test_certainty_is_one_more_than_the_checks_that_hold() -> None:
    assert certainty(on_day([])) == 1
    assert certainty(on_day([], rule=Rule(prospects=0, lived=0))) == 1
    assert certainty(on_day([heard(1)])) == 2
    assert certainty(on_day(crowd(1, 1))) == 2
    assert certainty(on_day(crowd(4))) == 4
    assert certainty(on_day(crowd(5))) == 5
    assert certainty(on_day(crowd(0, 4))) == 5


def test_risk_is_importance_times_what_is_not_known() -> None:
    assert risk(5, on_day([])) == 25
    assert risk(3, on_day(crowd(4))) == 6
    assert risk(5, on_day(crowd(5))) == 5


@pytest.mark.parametrize("importance", [0, 6])
def test_importance_is_one_to_five(importance: int) -> None:
    with pytest.raises(ValueError, match=str(importance)):
        risk(importance, on_day([]))


def test_the_riskiest_come_first_and_ties_are_broken_down_to_the_code() -> None:
    nothing, asked = on_day([]), on_day([heard(1, OPEN)])
    rows = [
        (2, nothing, 1),
        (5, asked, 2),
        (5, nothing, 4),
        (5, nothing, 3),
        (1, nothing, 5),
        (5, on_day(crowd(5)), 6),
    ]
    order = [row[2] for row in sorted(rows, key=lambda row: riskiest_first(*row))]
    assert order == [3, 4, 2, 1, 6, 5]
