"""Proves the report on balance and channel: shares, trend, go-betweens, and who validated."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_the_balance_has_a_golden_file(disco, busy, golden, name, ending):
    golden(f"balance.{ending}", disco("report", "balance", "--format", name).out)


def test_an_interview_of_two_relations_is_counted_under_each_and_its_minutes_too(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18", relation="prospect", minutes=30)
        seed.log("Ana @ Acme; Bo @ Acme", "2026-11-19", relation="prospect", minutes=20)
        seed.log("Cy @ Beta", "2026-11-19", relation="current")
    found = disco("report", "balance", "--json").data["balance"]
    assert found["prospects"] == {
        "interviews": {"count": 2, "of": 3, "share": 0.6667},
        "minutes": {"count": 50, "of": 50, "share": 1.0},
        "people": {"count": 2, "of": 3, "share": 0.6667},
    }
    assert found["kept"] is True


def test_half_is_not_more_than_half_and_the_report_says_how_many_are_missing(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18", relation="prospect")
        seed.log("Bo @ Beta", "2026-11-19", relation="current")
    out = disco("report", "balance").out
    assert "1 of 2 (50 %) with prospects: not above the target of 50 %; 1 more interview" in out
    assert disco("report", "balance", "--json").data["balance"]["short_of"] == 1


def test_our_own_people_are_in_no_share(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18", relation="prospect")
        seed.log("Robin", "2026-11-19", relation="internal")
        seed.log("Sam", "2026-11-19", relation="internal", channel="proxy")
    data = disco("report", "balance", "--json").data
    assert data["balance"]["interviews"] == 1
    assert data["balance"]["internal"] == 1
    assert data["channels"]["direct"]["of"] == 1


def test_channels_are_compared_with_the_weeks_before(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-08-12", channel="direct")
        seed.log("Bo @ Beta", "2026-11-18", channel="direct")
        seed.log("Cy @ Gamma", "2026-11-19", channel="proxy", via="Sam")
    channels = disco("report", "balance", "--json").data["channels"]
    assert (channels["direct"]["points"], channels["direct"]["trend"]) == (-50, "down")
    assert (channels["proxy"]["points"], channels["proxy"]["trend"]) == (50, "up")
    assert (channels["accompanied"]["points"], channels["accompanied"]["trend"]) == (0, "steady")


def test_go_betweens_are_named_the_busiest_first(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-17", channel="proxy", via="Ola of support")
        seed.log("Bo @ Beta", "2026-11-18", channel="proxy", via="Sam of sales")
        seed.log("Cy @ Gamma", "2026-11-19", channel="accompanied", via="Sam of sales")
        seed.log("Di @ Delta", "2026-11-19", channel="proxy")
    data = disco("report", "balance", "--json").data
    assert data["go_betweens"] == [
        {"name": "Sam of sales", "accompanied": 1, "proxy": 1},
        {"name": "Ola of support", "accompanied": 0, "proxy": 1},
        {"name": None, "accompanied": 0, "proxy": 1},
    ]
    assert "not said" in disco("report", "balance").out


def test_a_hypothesis_that_only_customers_validated_is_named(disco, seed):
    from discoverycli.domain.vocabulary import Stakeholder

    with seed.writing():
        seed.opinion("customers need it", serves=(Stakeholder.CURRENT,))
        seed.opinion("prospects need it too", serves=(Stakeholder.CURRENT,))
        for number in range(5):
            relation = "current" if number else "prospect"
            seed.log(f"Customer {number} @ C{number}", "2026-11-10", "H1+ did: yes\n", "current")
            seed.log(f"Person {number} @ P{number}", "2026-11-11", "H2+ did: yes\n", relation)
    data = disco("report", "balance", "--json").data
    assert data["customers_only"] == [{"code": "H1", "text": "customers need it"}]
    assert "Validated by current customers only" in disco("report", "balance").out


def test_a_window_without_anybody_says_what_to_type(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-01-05")
    assert "Nobody was heard in these days: disco log" in disco("report", "balance").out


def test_the_window_is_the_days_that_are_asked_for(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-10-05")
        seed.log("Bo @ Beta", "2026-10-08")
    data = disco("report", "balance", "--since", "2026-10-06", "--until", "2026-10-31", "--json")
    assert (data.data["first_day"], data.data["last_day"]) == ("2026-10-06", "2026-10-31")
    assert data.data["balance"]["interviews"] == 1
