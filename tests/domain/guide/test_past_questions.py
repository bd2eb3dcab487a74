"""The three questions: about past behaviour, from an opinion's words, by what it lacks."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.guide.lint import lint_guide
from discoverycli.domain.guide.past_questions import ASKED, Gaps, gaps, past_questions
from discoverycli.domain.guide.topics import VERBS, ing_form, s_form, topic_of
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact

TODAY = date(2026, 11, 20)
MAY = date(2026, 5, 24)

TOPICS = {
    "Bookkeepers lose a day a month to re-keying invoices": "re-keying invoices",
    "Receptionists lose an hour a day to calling patients back": "calling patients back",
    "Owners pay for recalls before they pay for reminders": "paying for recalls",
    "Groups with more than five sites will not connect their own calendar": (
        "connecting your calendar"
    ),
    "Practices change their software in the first quarter only": "changing your software",
    "Patients answer text messages sooner than they answer calls": "answering text messages",
    "Practices keep a second calendar on paper": "keeping a calendar",
    "Nobody reads the monthly summary": "reading the monthly summary",
    "Managers spend Sundays reconciling invoices by hand": "reconciling invoices",
    "Clinics struggle with insurance claims": "dealing with insurance claims",
    "Owners forget to renew licences until the inspector calls": "renewing licences",
    "Sports clubs pay for audits because members ask": "paying for audits",
    "Small garages order parts twice because nobody checks the stock": "ordering parts",
    "Reconciling statements is the worst part of month end": "reconciling statements",
    "Teachers avoid filling in absence forms": "filling in absence forms",
    "Landlords chase late tenants by phone every month": "chasing late tenants",
    "Finance leads dread month end close": "dealing with month end close",
    "Drivers rarely report small accidents": "reporting accidents",
    "Every bakery throws away bread at closing time": "throwing away bread",
    "Restaurants lose money on no-shows": "dealing with no-shows",
    "Editors waste half a day looking for the latest version of a file": (
        "looking for the latest version"
    ),
    "Nurses write down vitals on paper before they enter them": "writing down vitals",
    "Freelancers do not know their margins": "dealing with your margins",
    "Museums hire students to count visitors": "hiring students",
    "Parents will pay 20 € a month for tutoring": "paying for tutoring",
    "The head of finance approves every purchase above 500 euros": "approving a purchase",
    "HR teams complain about payroll errors": "dealing with payroll errors",
    "Shops that sell online close their books daily": "closing your books",
    "Prospects switch accountants after a penalty": "switching accountants",
    "Charities are switching banks because of fees": "switching banks",
    "Dentists can't compare suppliers": "comparing suppliers",
    "Onboarding takes three weeks": "onboarding",
    "3 of 10 pay for audits": "paying for audits",
    # a solution: only what it is for
    "Clinics want a dashboard of claims": "dealing with claims",
    "Users need an app to reconcile supplier invoices": "reconciling supplier invoices",
    "A dashboard would save an hour of reporting": "reporting",
}
GENERAL = (
    "Bookkeepers lose a day a month",
    "A free trial has to last for a whole billing month",
    "Customers want to know where their order is",
    "Receptionists decide which tool is tried, and owners only sign",
    "We should build an export to Excel",
    "Insurers will pay for the integration",
    "bookkeepers want a dashboard",
    "Buchhalter verlieren einen Tag im Monat mit dem Abtippen von Rechnungen",
    "Les comptables perdent une journée par mois à ressaisir les factures",
    "Los contables pierden un día al mes por una mala importación",
    "簿記係は毎月一日を請求書の再入力に費やす",
    "Бухгалтеры теряют день в месяц",
    "",
    " … ",
)
EVERY = (*TOPICS, *GENERAL)

BARRED = re.compile(r"\b(would|could|should|will|won['’]t|might|can|if)\b", re.IGNORECASE)
LEADING = re.compile(
    r"^(do|does|did|is|are|was|were|have|has|don['’]t)\b|\b(why|our|we|product|app|dashboard)\b"
    r"|\b(problem|painful|frustrat|agree|lose|waste)",
    re.IGNORECASE,
)

all_gaps = st.builds(
    Gaps,
    unheard=st.booleans(),
    stale_since=st.none() | st.just(MAY),
    divided=st.booleans(),
    lived=st.booleans(),
    paid=st.booleans(),
    majority=st.booleans(),
    prospects=st.booleans(),
    wrong_if=st.none() | st.sampled_from(["fewer than 3 of 10 pay for audits", "weniger", ""]),
)
words = st.lists(st.sampled_from(" ".join(EVERY).split()) | st.text(max_size=12), max_size=14).map(
    " ".join
)


def said(text: str, **lacking: object) -> list[str]:
    return [each.text for each in past_questions(text, Gaps(**lacking))]  # type: ignore[arg-type]


def _are_fit_to_ask(text: str, lacking: Gaps) -> None:
    found = past_questions(text, lacking)
    assert len({each.text for each in found}) == ASKED == len(found)
    for each in found:
        assert each.text.endswith(("?", "Walk me through it."))
        assert each.text.count("?") == 1
        assert not BARRED.search(each.text), each
        assert "\n" not in each.text
        assert each.why


@pytest.mark.parametrize("text", EVERY)
@examples(0.15)
@given(all_gaps)
def test_every_opinion_gets_three_different_questions_about_what_was_done(
    text: str, lacking: Gaps
) -> None:
    _are_fit_to_ask(text, lacking)
    for each in past_questions(text, lacking):
        assert not LEADING.search(each.text), each


@given(words, all_gaps)
def test_so_does_any_text_at_all(text: str, lacking: Gaps) -> None:
    _are_fit_to_ask(text, lacking)


def _are_not_flagged(text: str, lacking: Gaps) -> None:
    found = lint_guide("\n".join(f"- {each.text}" for each in past_questions(text, lacking)))
    assert found.findings == ()
    assert found.questions >= ASKED


@pytest.mark.parametrize("text", EVERY)
@examples(0.08)
@given(all_gaps)
def test_no_question_is_flagged_in_an_interview_guide(text: str, lacking: Gaps) -> None:
    _are_not_flagged(text, lacking)


@given(words, all_gaps)
def test_none_is_whatever_the_words(text: str, lacking: Gaps) -> None:
    _are_not_flagged(text, lacking)


@given(words, all_gaps)
def test_the_same_words_and_gaps_give_the_same_questions(text: str, lacking: Gaps) -> None:
    assert past_questions(text, lacking) == past_questions(text, lacking)


# What they are about


@pytest.mark.parametrize(("text", "doing"), TOPICS.items())
def test_the_words_of_an_opinion_tell_what_it_is_about(text: str, doing: str) -> None:
    topic = topic_of(text)
    assert topic is not None
    assert topic.doing == doing


@pytest.mark.parametrize("text", GENERAL)
def test_words_that_tell_nothing_are_not_quoted(text: str) -> None:
    assert topic_of(text) is None
    asked = " ".join(said(text, unheard=True, lived=True, paid=True)).lower()
    for word in re.findall(r"\w{5,}", text.lower()):
        assert word not in asked


@pytest.mark.parametrize("text", TOPICS)
def test_no_question_reads_the_opinion_out(text: str) -> None:
    """No more than its topic stands in them: five of its words in a row would be the claim."""
    opinion = re.findall(r"[\w'-]+", text.lower())
    asked = " ".join(said(text, unheard=True, lived=True, paid=True)).lower()
    for start in range(len(opinion) - 5):
        assert " ".join(opinion[start : start + 6]) not in asked
    assert "half" not in asked
    assert "day" not in asked.replace("today", "")


def test_a_number_a_quality_and_a_frequency_are_the_claim_and_stay_out() -> None:
    topic = topic_of("Clinics re-key two hundred tedious manual invoices every week")
    assert topic is not None
    assert topic.act == "re-key invoices"


@pytest.mark.parametrize("text", ["Clinics want a dashboard of claims", "We should add an app"])
def test_a_solution_is_asked_for_its_problem_and_never_named(text: str) -> None:
    for each in said(text, unheard=True, lived=True, paid=True):
        assert not re.search("dashboard|app|want", each)


def test_forms_of_verbs_are_spelled_as_english_spells_them() -> None:
    assert [ing_form(verb) for verb in ("pay", "choose", "plan", "free", "travel")] == [
        "paying", "choosing", "planning", "freeing", "travelling",
    ]  # fmt: skip
    assert [s_form(verb) for verb in ("pay", "apply", "fetch", "process", "fix", "re-key")] == [
        "pays", "applies", "fetches", "processes", "fixes", "re-keys",
    ]  # fmt: skip
    assert len({s_form(verb) for verb in VERBS}) == len({ing_form(verb) for verb in VERBS})


# Which ones


ABOUT = "Sports clubs pay for audits"
FIRST = "When did you last pay for audits? Walk me through it."
STEPS = "What did you do the last time paying for audits came up?"
SPENT = "What have you spent on audits so far?"
AGAINST = "When did you last decide against paying for audits?"
BEFORE = "How did you manage paying for audits before you knew us?"
CHANGED = "What has changed about paying for audits since May 2026?"


@pytest.mark.parametrize(
    ("lacking", "wanted"),
    [
        ({"unheard": True, "lived": True, "paid": True, "prospects": True}, [FIRST, STEPS, SPENT]),
        ({"lived": True, "majority": True, "prospects": True}, [STEPS, AGAINST, BEFORE]),
        ({"divided": True, "majority": True, "paid": True}, [AGAINST, SPENT, FIRST]),
        ({"stale_since": MAY, "lived": True, "paid": True}, [CHANGED, STEPS, SPENT]),
        ({"prospects": True}, [BEFORE, FIRST, AGAINST]),
        ({}, [FIRST, AGAINST, STEPS]),
    ],
)
def test_what_is_lacking_decides_what_is_asked(
    lacking: dict[str, object], wanted: list[str]
) -> None:
    assert said(ABOUT, **lacking) == wanted


def test_an_activity_is_asked_for_the_time_it_went_well() -> None:
    assert said("Clinics lose a day to re-keying invoices", divided=True)[0] == (
        "When did re-keying invoices last go well, without any trouble?"
    )


def test_what_would_show_it_wrong_is_asked_about_first_in_its_own_words() -> None:
    found = past_questions(
        ABOUT, Gaps(unheard=True, wrong_if="8 of 10 borrow a colleague's report")
    )
    assert found[0].text == "When did you last borrow a colleague's report? Walk me through it."
    assert found[0].why == "it is wrong if: 8 of 10 borrow a colleague's report"


def test_criteria_that_name_nothing_else_ask_for_the_story_against_it() -> None:
    for wrong_if in ("fewer than 3 of 10 pay for audits", "weniger als drei", "below 20 %"):
        assert said(ABOUT, unheard=True, wrong_if=wrong_if)[0] == AGAINST


# Gaps


def heard(number: int, stance: Stance, **more: object) -> EvidenceFact:
    fact = EvidenceFact(
        number, 1, stance, Rung.SAYS, number, None, Relation.PROSPECT, Channel.DIRECT,
        InterviewDate.on(TODAY),
    )  # fmt: skip
    return fact._replace(**more)


def of(facts: list[EvidenceFact], wrong_if: str | None = None) -> Gaps:
    found = verdict(facts, Rule(), today=TODAY)
    return gaps(found, paid=False, wrong_if=wrong_if, stale_since=MAY)


def test_nothing_heard_lacks_a_side_and_no_majority_yet() -> None:
    assert of([]) == Gaps(unheard=True, lived=True, paid=True, prospects=True)
    assert of([], "  they pay ").wrong_if == "they pay"
    assert of([], " ").wrong_if is None


def test_voices_on_both_sides_are_divided() -> None:
    found = of([heard(1, Stance.SUPPORTS), heard(2, Stance.REFUTES)])
    assert found == Gaps(divided=True, lived=True, paid=True, majority=True, prospects=True)


def test_what_was_settled_once_is_stale_since_the_day_whose_evidence_still_counts() -> None:
    old = [
        heard(n, Stance.SUPPORTS, rung=Rung.DID, held=InterviewDate.on(date(2026, 1, 9)))
        for n in range(6)
    ]
    assert of(old).stale_since == MAY
    assert of([heard(1, Stance.SUPPORTS)]).stale_since is None


def test_what_is_settled_lacks_nothing() -> None:
    settled = [heard(n, Stance.SUPPORTS, rung=Rung.DID) for n in range(6)]
    assert of(settled, "none") == Gaps(wrong_if="none")
    refuted = [heard(n, Stance.REFUTES, rung=Rung.DID) for n in range(6)]
    assert of(refuted) == Gaps()
