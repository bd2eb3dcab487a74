"""The smell of a solution: which words give it away, and that looking fast changes no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.guide import solutions
from discoverycli.domain.guide.solutions import looks_like_solution, smells_like_solution
from discoverycli.domain.vocabulary import HypothesisClass

SMELLY = (
    ("users want a dashboard", "want a dashboard"),
    ("Teams need an integration with Xero", "need an integration"),
    ("Accountants would pay for a mobile app", "would pay for a mobile app"),
    ("Customers need AI", "need AI"),
    ("Clinics want weekly reports", "want weekly reports"),
    ("People want to export to Excel", "want to export to Excel"),
    ("Users do not want a dashboard", "want a dashboard"),
    ("We should build an open API", "We should build"),
    ("If we add a banner, more people sign up", "If we add"),
    ("Let's offer a free month", "Let's offer"),
    ("Add two-factor login", "Add"),
    ("A dashboard would save an hour a week", "dashboard would"),
    ("A tool that lets clinics swap shifts", "tool that lets"),
    ("Need a dashboard", "Need a dashboard"),
    ("Dashboards would save an hour a week", "Dashboards would"),
    ("Clinics want quiet, and need a chatbot", "need a chatbot"),
)
CLEAN = (
    "bookkeepers lose a day a month to re-keying invoices",
    "bookkeepers re-key invoices because their tools do not talk to each other",
    "clinics already pay for a scheduling app",
    "their software can only be used in the office",
    "managers want to see late invoices before the customer calls",
    "clinics want fewer calls because the app hides opening hours",
    "users want to stop using three tools to close the books",
    "users want to filter out what is paid",
    "users need to report fraud within a day",
    "if we raise prices, half of the clinics leave",
    "we can sell through accountants",
    "teams abandon dashboards within a month",
    "J'ai besoin de temps",
    "",
)


@pytest.mark.parametrize(("hypothesis", "smell"), SMELLY)
def test_a_hypothesis_phrased_as_a_solution_is_smelt(hypothesis: str, smell: str) -> None:
    assert looks_like_solution(hypothesis) == smell


@pytest.mark.parametrize("hypothesis", CLEAN)
def test_a_hypothesis_about_a_problem_passes(hypothesis: str) -> None:
    assert looks_like_solution(hypothesis) is None


@pytest.mark.parametrize("risk_class", HypothesisClass)
def test_what_is_about_a_solution_by_nature_is_never_asked(risk_class: HypothesisClass) -> None:
    by_nature = risk_class in (HypothesisClass.FEASIBILITY, HypothesisClass.USABILITY)
    found = smells_like_solution("users want a dashboard", risk_class)
    assert found == (None if by_nature else "want a dashboard")


@given(st.text(max_size=80))
def test_any_text_can_be_smelt_at(text: str) -> None:
    found = looks_like_solution(text)
    assert found is None or all(word in text.replace("’", "'") for word in found.split())


def _plainly(phrases: solutions.Phrases, lower: list[str], start: int) -> tuple[int, int] | None:
    """What `Phrases.find` promises, without any short cut."""
    for begin in range(start, len(lower)):
        for end in range(min(begin + 3, len(lower)), begin, -1):
            phrase = " ".join(lower[begin:end])
            if phrase in phrases or (phrase.endswith("s") and phrase[:-1] in phrases):
                return begin, end
    return None


_LISTS = (solutions.SOLUTIONS, solutions._WANTS, solutions._ARTEFACTS, solutions._WE_BUILD)
_TEXTS = (*(text for text, _ in SMELLY), *CLEAN)
_WORDS = sorted(
    {word for text in _TEXTS for word in text.split()}
    | {"will", "buy", "wishes", "for", "let", "us", "export", "Excels", "machine", "learnings"}
)
_MIXED = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)


@given(st.one_of(_MIXED, st.text(max_size=60)), st.sampled_from(_LISTS), st.integers(0, 5))
def test_phrases_are_found_as_if_every_place_were_looked_at(
    text: str, phrases: solutions.Phrases, start: int
) -> None:
    lower = solutions.lowered(solutions.words_of(text))
    assert phrases.find(lower, start) == _plainly(phrases, lower, start)


@given(st.one_of(_MIXED, st.sampled_from(_TEXTS), st.text(max_size=60)))
def test_what_is_passed_over_at_a_glance_would_not_have_smelt(text: str) -> None:
    words = solutions.words_of(text)
    lower = solutions.lowered(words)
    shapes = (solutions._wish, solutions._plan, solutions._promise)
    slowly = next((found for shape in shapes if (found := shape(words, lower))), None)
    assert looks_like_solution(text) == slowly
