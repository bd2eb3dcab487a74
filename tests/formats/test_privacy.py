from __future__ import annotations

import pytest

from discoverycli.formats.assembly import privacy_problems
from discoverycli.formats.entries import ProblemKind


def remark(text: str) -> str:
    problems = privacy_problems("a.md", text)
    return problems[0].message if problems else ""


def test_addresses_and_numbers_are_counted_in_one_problem_and_not_repeated() -> None:
    text = "Ana (ana@acme.example, +32 470 12 34 56) or bo.ray@acme.example\nBo: (555) 123-4567"
    (problem,) = privacy_problems("a.md", text)
    assert problem.message.startswith("holds 2 e-mail addresses and 2 telephone numbers")
    assert "acme" not in problem.message
    assert "470" not in problem.message
    assert problem.kind is ProblemKind.PRIVACY
    assert not problem.refused


def test_one_of_them_is_counted_in_the_singular() -> None:
    assert remark("mail ana@acme.example").startswith("holds 1 e-mail address;")
    assert remark("call 020 7946 0958").startswith("holds 1 telephone number;")


@pytest.mark.parametrize(
    "text",
    [
        "about 7,123,456,789 rows on 2025-03-18 at 12:30",
        "v1.2.34, 192.168.100.100, 51.0543422, 120-140 RPS, 3,500 to 4,500 boxes",
        "https://example.org/ana@acme.example/+32470123456 and www.x.example/0123-456-7890",
        "Ana @ Acme, @ana and user@host",
        "#4574 in 2024/03/21 12:05:19",
        "",
    ],
)
def test_other_numbers_and_signs_are_no_personal_data(text: str) -> None:
    assert privacy_problems("a.md", text) == []
