"""What a verdict comes to without a part of its evidence, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import count
from math import log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain import fragile as rule_module
from discoverycli.domain.fragile import Fragility, Left, Part, PartKind, WithoutPart, fragility
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance, Status
from discoverycli.domain.votes import Count, EvidenceFact, not_counted, voice_of

TODAY = date(2026, 11, 20)
RULE = Rule()
EASY = Rule(voices=1, majority=51, lived=0, prospects=0, against=1)
FOR, AGAINST, OPEN = Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL

Source = tuple[EvidenceFact, str | None]
_ids = count(1)


def heard(
    person: int,
    stance: Stance = FOR,
    *,
    by: str | None = "Robin",
    organisation: int | None = None,
    channel: Channel = Channel.DIRECT,
    rung: Rung = Rung.DID,
    relation: Relation = Relation.PROSPECT,
    ago: int = 10,
) -> Source:
    held = InterviewDate.on(TODAY - timedelta(days=ago))
    fact = EvidenceFact(next(_ids), 1, stance, rung, person, organisation, relation, channel, held)
    return fact, by


def of(
    evidence: Iterable[Source], sent_by: Mapping[int, int] | None = None, rule: Rule = RULE
) -> Fragility:
    return fragility(evidence, rule, sent_by or {}, today=TODAY)


def fallen(found: Fragility) -> list[tuple[Part, Status]]:
    return [(rest.part, rest.left.status) for rest in found.falls]


# The rule, said once more without any cleverness


def brute(evidence: Iterable[EvidenceFact], rule: Rule) -> Left:
    found = verdict(evidence, rule, today=TODAY)
    return Left(found.status, found.votes_for, found.votes_against, found.asked)


def line(person: int, sent_by: Mapping[int, int]) -> list[int]:
    above: list[int] = []
    while person in sent_by and sent_by[person] not in above:
        person = sent_by[person]
        above.append(person)
    return above


def chains(people: Iterable[int], sent_by: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """Who heads whom, of all who stand above somebody who is heard."""
    found: dict[int, set[int]] = {}
    for person in people:
        for head in {*line(person, sent_by)}:
            found.setdefault(head, set()).add(person)
            if head in people:
                found[head].add(head)
    return {head: frozenset(members) for head, members in found.items()}


def parts_of(
    evidence: Iterable[Source], sent_by: Mapping[int, int]
) -> dict[Part, list[EvidenceFact]]:
    """Every part there is, with what is in it; of chains with the same in them, all heads."""
    found: dict[Part, list[EvidenceFact]] = {}
    heads = chains({fact.person for fact, _ in evidence}, sent_by)
    for fact, by in evidence:
        voice = voice_of(fact)
        if voice.organisation is not None:
            found.setdefault(Part(PartKind.ORGANISATION, voice.organisation), []).append(fact)
        elif voice.person is not None:
            found.setdefault(Part(PartKind.PERSON, voice.person), []).append(fact)
        found.setdefault(Part(PartKind.CHANNEL, fact.channel.value), []).append(fact)
        if by is not None:
            found.setdefault(Part(PartKind.INTERVIEWER, by), []).append(fact)
        for head, members in heads.items():
            if fact.person in members:
                found.setdefault(Part(PartKind.CHAIN, head), []).append(fact)
    return found


def check_by_hand(evidence: list[Source], rule: Rule, sent_by: Mapping[int, int]) -> None:
    found = of(evidence, sent_by, rule)
    # By number, for what two interviewers logged can be equal.
    counting = [
        (fact._replace(id=number), by)
        for number, (fact, by) in enumerate(evidence)
        if not_counted(fact, rule, today=TODAY) is None
    ]
    facts = [fact for fact, _ in counting]
    assert found.whole == brute(facts, rule)
    parts = parts_of(counting, sent_by)
    rests = {
        part: brute([fact for fact in facts if fact not in gone], rule)
        for part, gone in parts.items()
    }
    falls = dict(found.falls)
    assert len(falls) == len(found.falls), "a part is named twice"
    assert falls.items() <= rests.items()
    missing = [part for part in rests if part not in falls]
    names = {tuple(parts[part]) for part in falls if part.kind is PartKind.CHAIN}
    assert len(names) == sum(part.kind is PartKind.CHAIN for part in falls), "a chain is told twice"
    for part in missing:
        if not (part.kind is PartKind.CHAIN and tuple(parts[part]) in names):
            assert rests[part].status is found.whole.status, part
    for kind in PartKind:
        distinct = {tuple(gone) for part, gone in parts.items() if part.kind is kind}
        assert found.parts.get(kind, 0) == len(distinct), kind


facts = st.builds(
    EvidenceFact,
    id=st.integers(1, 10**6),
    hypothesis=st.just(1),
    stance=st.sampled_from([FOR, FOR, FOR, AGAINST, OPEN]),
    rung=st.sampled_from([Rung.WOULD, Rung.SAYS, Rung.DID, Rung.DID, Rung.PAID]),
    person=st.integers(1, 14),
    organisation=st.one_of(st.none(), st.integers(1, 6)),
    relation=st.sampled_from(Relation),
    channel=st.sampled_from(Channel),
    held=st.one_of(
        # Few days, so that equal rungs on one day are met often.
        st.sampled_from([0, 0, 1, 180, 181, -1]).map(
            lambda n: InterviewDate.on(TODAY - timedelta(days=n))
        ),
        st.just(InterviewDate.in_month(2026, 11)),
        st.just(InterviewDate.unknown()),
    ),
)
sources = st.lists(st.tuples(facts, st.sampled_from(["Robin", "Kim", "Ola", None])), max_size=30)
forests = st.dictionaries(st.integers(1, 20), st.integers(1, 20), max_size=20).map(
    lambda pairs: {person: by for person, by in pairs.items() if by < person}
)
circles = st.dictionaries(st.integers(1, 18), st.integers(1, 18), max_size=18)
rules = st.builds(
    Rule,
    voices=st.integers(1, 4),
    majority=st.integers(51, 99),
    lived=st.integers(0, 2),
    prospects=st.integers(0, 2),
    fresh_days=st.integers(1, 400),
    against=st.integers(1, 4),
)


@given(sources, rules, forests)
def test_every_part_is_left_out_and_leaves_what_the_rest_comes_to(
    evidence: list[Source], rule: Rule, sent_by: dict[int, int]
) -> None:
    check_by_hand(evidence, rule, sent_by)


# Few people, few days and few of us: then one's words are often exchanged for another's.
talkative = st.lists(
    st.builds(
        heard,
        st.integers(1, 4),
        st.sampled_from([FOR, AGAINST, FOR, AGAINST, OPEN]),
        by=st.sampled_from(["Robin", "Kim", "Ola"]),
        organisation=st.sampled_from([None, None, None, 1]),
        channel=st.sampled_from([Channel.DIRECT, Channel.DIRECT, Channel.ACCOMPANIED]),
        rung=st.sampled_from([Rung.SAYS, Rung.DID]),
        ago=st.integers(0, 1),
    ),
    min_size=4,
    max_size=10,
)
lenient = st.builds(
    Rule,
    voices=st.integers(1, 3),
    majority=st.sampled_from([51, 60, 75]),
    lived=st.integers(0, 2),
    prospects=st.integers(0, 1),
    against=st.integers(1, 3),
)


@examples(8)
@given(talkative, lenient)
def test_it_also_holds_where_everybody_said_much_to_several_of_us(
    evidence: list[Source], rule: Rule
) -> None:
    check_by_hand(evidence, rule, {})


@given(sources, rules, circles)
def test_it_also_holds_where_people_sent_each_other_in_a_circle(
    evidence: list[Source], rule: Rule, sent_by: dict[int, int]
) -> None:
    check_by_hand(evidence, rule, sent_by)


@given(sources, forests, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_never_matters(
    evidence: list[Source], sent_by: dict[int, int], random: Any
) -> None:
    shuffled = random.sample(evidence, len(evidence))
    one, other = of(evidence, sent_by, EASY), of(shuffled, sent_by, EASY)
    assert one == other


@given(sources.filter(bool), forests, st.data())
def test_saying_it_twice_never_changes_anything(
    evidence: list[Source], sent_by: dict[int, int], data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(evidence))
    one, other = of(evidence, sent_by, EASY), of([*evidence, again], sent_by, EASY)
    assert one == other


@given(sources, rules, forests)
def test_the_opposite_verdict_stands_first_and_then_what_leaves_nothing(
    evidence: list[Source], rule: Rule, sent_by: dict[int, int]
) -> None:
    order = [
        (left.status not in (Status.VALIDATED, Status.REFUTED), left.asked > 0)
        for _, left in of(evidence, sent_by, rule).falls
    ]
    assert order == sorted(order)


# What stands and what falls


def test_with_no_voice_to_spare_every_voice_is_needed() -> None:
    found = of([heard(person) for person in range(1, 6)])
    assert found.whole == Left(Status.VALIDATED, 5, 0, 5)
    people = [(Part(PartKind.PERSON, person), Status.TESTING) for person in range(1, 6)]
    assert fallen(found)[2:] == people


def test_with_a_voice_to_spare_none_of_them_is() -> None:
    evidence = [heard(person, by="Robin" if person % 2 else "Kim") for person in range(1, 13)]
    kinds = {part.kind for part, _ in fallen(of(evidence))}
    assert kinds == {PartKind.CHANNEL}


def test_a_verdict_that_one_person_logged_comes_to_nothing_without_them() -> None:
    found = of([heard(person) for person in range(1, 9)])
    assert (
        WithoutPart(Part(PartKind.INTERVIEWER, "Robin"), Left(Status.UNVALIDATED, 0, 0, 0))
        in found.falls
    )


def test_what_is_heard_by_another_interviewer_too_does_not_rest_on_one() -> None:
    evidence = [heard(person, by=by) for person in range(1, 6) for by in ("Robin", "Kim")]
    assert PartKind.INTERVIEWER not in {part.kind for part, _ in fallen(of(evidence))}


def test_only_the_words_of_an_interviewer_go_and_the_rest_of_a_person_decides() -> None:
    evidence = [heard(1, AGAINST, rung=Rung.DID, by="Kim"), heard(1, FOR, rung=Rung.SAYS)]
    found = of(evidence, rule=EASY)
    assert found.whole == Left(Status.REFUTED, 0, 1, 1)
    assert found.falls[0] == WithoutPart(
        Part(PartKind.INTERVIEWER, "Kim"), Left(Status.VALIDATED, 1, 0, 1)
    )


def test_somebody_who_votes_alone_turns_when_their_last_words_go() -> None:
    evidence = [
        heard(1, FOR, rung=Rung.SAYS, ago=1),
        heard(1, AGAINST, rung=Rung.SAYS, ago=0, by="Kim"),
        heard(2, AGAINST, rung=Rung.SAYS),
    ]
    found = of(evidence, rule=EASY)
    assert found.whole == Left(Status.REFUTED, 0, 2, 2)
    assert fallen(found)[1] == (Part(PartKind.INTERVIEWER, "Kim"), Status.TESTING)


def test_who_is_neutral_takes_nothing_away_whatever_they_said_to_one_of_us() -> None:
    evidence = [
        heard(1, AGAINST, rung=Rung.SAYS, channel=Channel.ACCOMPANIED),
        heard(2, rung=Rung.SAYS, by="Ola"),
        heard(1, rung=Rung.SAYS, by="Ola", channel=Channel.ACCOMPANIED),
        heard(3, OPEN, rung=Rung.SAYS, by="Kim"),
        heard(4),
    ]
    found = of(evidence, rule=Rule(voices=2, majority=51, lived=1, prospects=0, against=1))
    assert found.whole == Left(Status.VALIDATED, 2, 0, 4)
    fell = [part.key for part, _ in fallen(found)]
    assert "Robin" in fell
    assert Channel.ACCOMPANIED not in fell


def test_what_was_done_outranks_what_was_said_later_whoever_else_is_left_out() -> None:
    done = [heard(1, FOR, rung=Rung.DID, by="Kim"), heard(1, FOR, rung=Rung.SAYS, by="Kim")]
    said = [heard(1, AGAINST, rung=Rung.SAYS, by=by, ago=1) for by in ("Robin", "Ola")]
    for evidence in ([*done, *said], [*said, *done]):
        assert fallen(of(evidence, rule=EASY))[0] == (
            Part(PartKind.INTERVIEWER, "Kim"),
            Status.REFUTED,
        )
        assert len([part for part, _ in fallen(of(evidence, rule=EASY)) if part.key == "Ola"]) == 0


def test_the_opposite_verdict_stands_before_everything_else() -> None:
    visits = [heard(person, AGAINST, channel=Channel.ACCOMPANIED) for person in range(1, 10)]
    calls = [heard(person, FOR) for person in range(10, 15)]
    found = of([*visits, *calls], rule=Rule(majority=51))
    assert found.whole.status is Status.REFUTED
    assert fallen(found)[0] == (Part(PartKind.CHANNEL, "accompanied"), Status.VALIDATED)


def test_an_organisation_is_left_out_whole() -> None:
    evidence = [heard(person, organisation=7) for person in range(1, 20)]
    evidence += [heard(20 + place, organisation=place) for place in range(1, 5)]
    found = of(evidence)
    assert (Part(PartKind.ORGANISATION, 7), Status.TESTING) in fallen(found)
    assert found.parts[PartKind.ORGANISATION] == 5
    assert PartKind.PERSON not in found.parts


def test_the_age_limit_is_not_lifted_so_nothing_is_called_stale() -> None:
    old = [heard(person, ago=200) for person in range(1, 9)]
    new = [heard(person, ago=5) for person in range(11, 16)]
    assert {status for _, status in fallen(of([*old, *new]))} == {
        Status.TESTING,
        Status.UNVALIDATED,
    }


def test_who_logged_it_is_no_part_where_nobody_is_to_know() -> None:
    found = of([heard(person, by=None) for person in range(1, 9)])
    assert PartKind.INTERVIEWER not in found.parts


def test_evidence_of_two_hypotheses_is_a_mistake() -> None:
    fact, by = heard(1)
    with pytest.raises(ValueError, match="several"):
        of([(fact, by), (fact._replace(hypothesis=2), by)])


# Chains


def test_everybody_that_somebody_sent_goes_with_them() -> None:
    found = of([heard(person) for person in range(1, 9)], {2: 1, 3: 2, 4: 2})
    assert found.parts[PartKind.CHAIN] == 2
    falls = [rest for rest in found.falls if rest.part.kind is PartKind.CHAIN]
    assert falls == [WithoutPart(Part(PartKind.CHAIN, 1), Left(Status.TESTING, 4, 0, 4))]


def test_somebody_who_was_not_heard_heads_a_chain_too() -> None:
    found = of([heard(person) for person in range(1, 7)], {1: 99, 2: 99})
    assert (Part(PartKind.CHAIN, 99), Status.TESTING) in fallen(found)


def test_who_stands_above_the_same_people_is_named_once_and_the_nearest_one() -> None:
    found = of([heard(person) for person in range(1, 6)], {1: 97, 97: 98, 98: 99})
    assert found.parts[PartKind.CHAIN] == 1
    assert [part.key for part, _ in fallen(found) if part.kind is PartKind.CHAIN] == [97]


def test_who_sent_nobody_that_is_heard_heads_no_chain() -> None:
    assert PartKind.CHAIN not in of([heard(1), heard(2)], {50: 1, 51: 50}).parts


# What it costs


class Counting(Count):
    """Counts how often a vote is exchanged."""

    exchanges = 0

    def exchange(self, *arguments: Any) -> None:
        Counting.exchanges += 1
        super().exchange(*arguments)

    def move(self, *arguments: Any) -> None:
        Counting.exchanges += 1
        super().move(*arguments)


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> Any:
    """How many votes were exchanged to weigh something."""
    monkeypatch.setattr(rule_module, "Count", Counting)

    def count_them(evidence: list[Source], sent_by: Mapping[int, int] | None = None) -> int:
        Counting.exchanges = 0
        of(evidence, sent_by)
        return Counting.exchanges

    return count_them


def crowd(size: int) -> list[Source]:
    channels = (Channel.DIRECT, Channel.ACCOMPANIED)
    return [
        heard(1 + n, organisation=n // 3, by=f"by {n % 7}", channel=channels[n % 2])
        for n in range(size)
    ]


def test_twice_the_evidence_costs_twice_the_work(exchanges: Any) -> None:
    small, large = exchanges(crowd(300)), exchanges(crowd(600))
    assert 0 < small <= 6 * 300
    assert large <= 2 * small + 6


@pytest.mark.parametrize(
    ("shape", "sender"),
    [
        ("a line", lambda n: n - 1),
        ("a star", lambda n: 1),
        ("two each", lambda n: n // 2),
        ("a line that everybody adds a friend to", lambda n: n - 1 if n % 2 else n - 2),
    ],
)
def test_chains_cost_no_more_than_n_log_n_whatever_their_shape(
    exchanges: Any, shape: str, sender: Any
) -> None:
    size = 1024
    evidence = [heard(n) for n in range(1, size + 1)]
    sent_by = {n: max(1, sender(n)) for n in range(2, size + 1)}
    without = exchanges(evidence)
    chains_alone = exchanges(evidence, sent_by) - without
    assert 0 < chains_alone <= 2 * size * (1 + log2(size)), shape
    if shape == "a line":
        assert chains_alone <= 2 * size


def test_who_was_sent_by_nobody_and_sent_nobody_costs_nothing(exchanges: Any) -> None:
    evidence = [heard(n) for n in range(1, 301)]
    assert exchanges(evidence, {2: 1, 3: 1}) - exchanges(evidence) <= 8


def test_a_part_that_is_nearly_all_costs_what_the_rest_does(exchanges: Any) -> None:
    few = [heard(n, channel=Channel.ACCOMPANIED) for n in range(1, 4)]
    assert exchanges([*few, *(heard(n) for n in range(4, 301))]) <= 3 * len(few)


@given(sources, forests)
def test_no_evidence_costs_more_than_its_bound(
    evidence: list[Source], sent_by: dict[int, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rule_module, "Count", Counting)
        Counting.exchanges = 0
        found = of(evidence, sent_by)
    people = max(1, len({fact.person for fact, _ in evidence}))
    bound = 6 * len(evidence) + 2 * people * (1 + log2(people))
    assert Counting.exchanges <= bound, found


def test_no_majority_over_thousands_is_calculated_where_all_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    against: list[int] = []
    status_of = rule_module.status_of

    def noted(tally: Any, rule: Rule) -> Status:
        against.append(tally.votes_against)
        return status_of(tally, rule)

    monkeypatch.setattr(rule_module, "status_of", noted)
    of([heard(person, by=by) for person in range(2_000) for by in ("Robin", "Kim")])
    assert 200 < max(against) < 300


def test_somebody_with_much_to_say_to_many_is_read_in_one_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = 0
    decide = rule_module.decide

    def counted(pieces: list[Any], *days: int) -> Any:
        nonlocal read
        read += len(pieces)
        return decide(pieces, *days)

    monkeypatch.setattr(rule_module, "decide", counted)
    said = 500
    of([heard(1, by=f"by {n}", ago=n % 100) for n in range(said)])
    assert 0 < read <= 10 * said
