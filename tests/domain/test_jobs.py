"""The grammar of jobs, stories and outcomes, and a job's voices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.jobs import (
    JobFinding,
    JobStatus,
    JobVoices,
    Story,
    job_voices,
    lint_outcome,
    lint_statement,
    lint_story,
    parse_story,
)
from discoverycli.domain.vocabulary import Channel, InterviewDate, JobType, Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact

TODAY = date(2026, 11, 20)


def parts(findings: tuple[JobFinding, ...]) -> list[str]:
    return [finding.part for finding in findings]


# Statements


@pytest.mark.parametrize(
    "job",
    [
        "reconcile supplier invoices before month end",
        "Process refunds while on the road",
        "apply for a grant before the deadline",
        "mention a new price in a first call",
        "feed calves during a cold night",
        "prepare for an audit on short notice",
        "agree terms and conditions with a supplier",
        "keep R&D spend under budget",
        "order spare parts weekly",
        "frobnicate the ledger at year end",
        "supply family doctors with vaccines daily",
        "get to work on time",
    ],
)
def test_a_verb_an_object_and_a_circumstance_make_a_job(job: str) -> None:
    assert lint_statement(job) == ()


@pytest.mark.parametrize(
    "job",
    [
        "to reconcile invoices before month end",
        "the invoices of suppliers before month end",
        "I reconcile invoices before month end",
        "reconciling invoices before month end",
        "reconciled invoices before month end",
        "reconciliation of invoices before month end",
        "users reconcile invoices before month end",
        "cheap parts for every order",
        "payroll of all staff before month end",
        "visibility of stock across sites",
        "whether the month ends in the red",
    ],
)
def test_what_does_not_start_with_a_bare_verb_is_named(job: str) -> None:
    assert parts(lint_statement(job)) == ["verb"]


def test_a_leading_to_is_answered_with_the_job_without_it() -> None:
    (finding,) = lint_statement("To reconcile invoices before month end")
    assert finding == JobFinding(
        "verb", "starts with 'to'", "without it: reconcile invoices before month end"
    )


@pytest.mark.parametrize(
    ("job", "missing"),
    [
        ("reconcile", ["object", "clarifier"]),
        ("reconcile before month end", ["object", "clarifier"]),
        ("reconcile supplier invoices", ["clarifier"]),
        ("reconcile supplier invoices before", ["clarifier"]),
        ("", ["statement"]),
        (" … ", ["statement"]),
    ],
)
def test_the_missing_part_is_named(job: str, missing: list[str]) -> None:
    assert parts(lint_statement(job)) == missing


@pytest.mark.parametrize(
    ("job", "part", "word"),
    [
        ("share figures in a dashboard", "solution", "dashboard"),
        ("compare Dashboards across sites", "solution", "Dashboards"),
        ("export to Excel before the board meets", "solution", "export to Excel"),
        ("summarise calls with AI", "solution", "AI"),
        ("feel safe with a new supplier", "emotion", "feel"),
        ("gain peace of mind before an audit", "emotion", "peace of mind"),
        ("reconcile invoices quickly before month end", "adverb", "quickly"),
        ("reconcile invoices faster at month end", "adverb", "faster"),
        ("file taxes and pay suppliers at month end", "compound", "and"),
        ("hire a cook or waiter before summer", "compound", "or"),
        ("hire a cook and/or waiter before summer", "compound", "and"),
        ("hire cooks & waiters before summer", "compound", "&"),
    ],
)
def test_what_a_job_must_not_hold_is_quoted(job: str, part: str, word: str) -> None:
    (finding,) = lint_statement(job)
    assert (finding.part, f"'{word}'" in finding.message) == (part, True)


@pytest.mark.parametrize("job_type", [JobType.EMOTIONAL, JobType.SOCIAL])
def test_emotional_and_social_jobs_may_name_an_emotion(job_type: JobType) -> None:
    job = "feel confident in front of the board"
    assert parts(lint_statement(job)) == ["emotion"]
    assert lint_statement(job, job_type) == ()


def test_several_faults_are_named_in_a_fixed_order() -> None:
    found = lint_statement("The happy app quickly and")
    assert parts(found) == ["verb", "clarifier", "solution", "emotion", "adverb", "compound"]


@given(st.text(max_size=80))
def test_any_text_can_be_linted(text: str) -> None:
    for lint in (lint_statement, lint_outcome, lint_story):
        for finding in lint(text):
            assert finding.part
            assert finding.message
            assert finding.hint


# Stories


@pytest.mark.parametrize(
    "text",
    [
        "When an invoice is late, I want to know why, so I can warn the supplier",
        "when an invoice is late I want to know why so I can warn the supplier.",
        "When an invoice is late,\n  I need to know why.\nSo that I can warn the supplier",
        "When an invoice is late, I’d like to know why, so that we could warn the supplier",
    ],
)
def test_a_story_is_read_in_its_usual_forms(text: str) -> None:
    assert parse_story(text) == Story("an invoice is late", "know why", "warn the supplier")


@given(*[st.text("abcdefgh é", min_size=1, max_size=20).map(str.strip).filter(bool)] * 3)
def test_a_story_reads_back_as_it_is_printed(situation: str, motivation: str, outcome: str) -> None:
    story = Story(
        " ".join(situation.split()), " ".join(motivation.split()), " ".join(outcome.split())
    )
    assert parse_story(str(story)) == story


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("As a clerk, I want to know why, so that I can act", ["situation"]),
        ("When it is late, so I can act", ["motivation"]),
        ("When it is late, I want to know why", ["outcome"]),
        ("When it is late, I want to know why, so that I can", ["outcome"]),
        ("an invoice is late", ["situation", "motivation", "outcome"]),
    ],
)
def test_a_story_s_missing_part_is_named(text: str, missing: list[str]) -> None:
    assert parse_story(text) is None
    assert parts(lint_story(text)) == missing


def test_a_role_is_told_apart_from_a_missing_situation() -> None:
    role, nothing = (
        lint_story(f"{opening}I want to know why, so I can act")[0].message
        for opening in ("As a clerk, ", "")
    )
    assert role == "a role is not a situation"
    assert nothing == "the story has no situation"


@pytest.mark.parametrize(
    ("story", "part"),
    [
        (Story("the app crashes", "know why", "act"), "situation"),
        (Story("an invoice is late", "open the dashboard", "act"), "motivation"),
        (Story("an invoice is late", "knowing why", "act"), "motivation"),
        (Story("an invoice is late", "call and write", "act"), "motivation"),
        (Story("an invoice is late", "know why", "export to Excel"), "outcome"),
    ],
)
def test_a_story_s_failing_part_is_named(story: Story, part: str) -> None:
    assert parts(lint_story(story)) == [part]
    assert lint_story(str(story)) == lint_story(story)


def test_a_story_may_tell_a_feeling_and_two_circumstances() -> None:
    text = "When month end and payday meet, I want to know what is left, so I can sleep calmly"
    assert lint_story(text) == ()


# Outcomes


@pytest.mark.parametrize(
    "outcome",
    [
        "Minimize the time it takes to match an invoice before month end",
        "minimise the likelihood that an invoice is paid twice in a month",
        "increase the number of suppliers paid on the due date",
        "minimize the effort required to prove a payment during an audit",
        "Minimize the amount of cash held in each branch",
        "increase number of bills paid on time",
        "minimize the likelihood that a bill is paid incorrectly at month end",
    ],
)
def test_a_direction_a_metric_an_object_and_a_circumstance_make_an_outcome(outcome: str) -> None:
    assert lint_outcome(outcome) == ()


@pytest.mark.parametrize(
    ("outcome", "part", "hint"),
    [
        ("Reduce the time to match an invoice at month end", "direction", "minimize"),
        ("maximize the number of bills paid on time", "direction", "increase"),
        ("match an invoice at month end", "direction", "minimize or increase"),
        ("minimize the risk of paying twice in a month", "metric", "likelihood"),
        ("minimize the hours spent on matching at month end", "metric", "time"),
        ("increase sales", "metric", "one of: time, likelihood, number, amount, effort"),
        ("increase", "metric", "one of: time, likelihood, number, amount, effort"),
    ],
)
def test_another_direction_or_metric_is_answered_with_the_right_one(
    outcome: str, part: str, hint: str
) -> None:
    (finding,) = lint_outcome(outcome)
    assert (finding.part, finding.hint) == (part, hint)


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        ("minimize the time", ["object"]),
        ("minimize the time when matching", ["object"]),
        ("minimize the time it takes to match invoices", ["clarifier"]),
        ("", ["outcome"]),
        ("increase the number of easy payments per week", ["qualifier"]),
        ("minimize the time to find a better price per order", ["qualifier"]),
        ("minimize the time to export to CSV before noon", ["solution"]),
        ("minimize the time to match and pay before noon", ["compound"]),
    ],
)
def test_an_outcome_s_failing_part_is_named(outcome: str, missing: list[str]) -> None:
    assert parts(lint_outcome(outcome)) == missing


def test_the_object_that_is_missing_is_asked_for_by_its_metric() -> None:
    (finding,) = lint_outcome("minimize the effort before noon")
    assert finding.message == "does not say the effort of what"


# Voices


def fact(
    person: int,
    stance: Stance,
    *,
    organisation: int | None = None,
    rung: Rung = Rung.DID,
    ago: int = 5,
    job: int = 2,
) -> EvidenceFact:
    held = InterviewDate.on(TODAY - timedelta(days=ago))
    return EvidenceFact(
        1, job, stance, rung, person, organisation, Relation.PROSPECT, Channel.DIRECT, held
    )


HIRED, FIRED = Stance.SUPPORTS, Stance.REFUTES


def test_a_job_is_unheard_until_someone_hires_or_fires_for_it() -> None:
    assert job_voices([], today=TODAY) == JobVoices(0, 0, 0, JobStatus.UNHEARD)
    opinion = fact(1, HIRED, rung=Rung.WOULD)
    assert job_voices([opinion], today=TODAY).status is JobStatus.UNHEARD


def test_hiring_counts_once_an_organisation() -> None:
    people = [fact(1, HIRED, organisation=7), fact(2, HIRED, organisation=7), fact(3, HIRED)]
    assert job_voices(people, today=TODAY) == JobVoices(2, 2, 0, JobStatus.HEARD)


def test_who_switched_fired_one_thing_and_hired_another() -> None:
    switch = [fact(1, FIRED), fact(1, HIRED)]
    assert job_voices(switch, today=TODAY) == JobVoices(1, 1, 1, JobStatus.HEARD)


def test_a_job_heard_too_long_ago_is_stale() -> None:
    assert job_voices([fact(1, FIRED, ago=181)], today=TODAY) == JobVoices(0, 0, 0, JobStatus.STALE)


def test_being_asked_about_a_job_is_no_hiring() -> None:
    assert job_voices([fact(1, Stance.NEUTRAL)], today=TODAY).status is JobStatus.UNHEARD


def test_evidence_of_two_jobs_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="several hypotheses"):
        job_voices([fact(1, HIRED), fact(1, HIRED, job=3)], today=TODAY)


@given(
    st.lists(
        st.builds(
            fact,
            st.integers(1, 8),
            st.sampled_from(Stance),
            organisation=st.one_of(st.none(), st.integers(1, 3)),
            rung=st.sampled_from(Rung),
            ago=st.integers(-10, 300),
        ),
        max_size=20,
    )
)
def test_a_job_is_heard_exactly_when_a_voice_counts(evidence: list[EvidenceFact]) -> None:
    found = job_voices(evidence, today=TODAY)
    assert (found.status is JobStatus.HEARD) is (found.voices > 0)
    assert max(found.hired, found.fired) <= 8
    assert (found.voices == 0) is (found.hired == found.fired == 0)
