from __future__ import annotations

import pytest

from discoverycli.formats.entries import ProblemKind, RefusedError
from discoverycli.formats.markdown import is_question, refuse_blank_form, without_comments


def kind_of(body: str) -> ProblemKind | None:
    try:
        refuse_blank_form(body)
    except RefusedError as error:
        return error.kind
    return None


@pytest.mark.parametrize(
    "body",
    [
        "1. How long?\n\n2. Why? Such as price, speed, etc.\n",
        "Send these beforehand.\n\n## How long?\n\n## What else?\n",
        "## How long?\n\n___\n\n## Why?\n\n[answer]\n\n## And?\n\nTBD\n",
        "- How long?\n  - \n- Why?\n  -\n",
        "_How long?_\n\n_(probe: since when)_\n\n**Why?**\n\n*circle one*\n",
        "## How long?\n<!-- They said\nthree years -->\n",
    ],
)
def test_questions_without_an_answer_are_a_template(body: str) -> None:
    assert kind_of(body) is ProblemKind.TEMPLATE


@pytest.mark.parametrize(
    "body", ["", "\n\n", "## Notes\n\n---\n", "- \n* \n", "TBD\n", "<!-- x -->"]
)
def test_a_document_without_words_is_empty(body: str) -> None:
    assert kind_of(body) is ProblemKind.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        "## How long?\n\nThree years.\n\n## Why?\n",
        "1. How long?\n* Three years\n2. Why?\n",
        "**How long?**\nThree years.\n",
        "They use it daily.\n",
        "They use it daily.\nThey like it.\n\n## And next year?\n",
        "> We lost a day.\n",
    ],
)
def test_one_answer_makes_an_interview(body: str) -> None:
    assert kind_of(body) is None


@pytest.mark.parametrize(
    "line", ["## Why?", "1. Why? Such as price, etc.", "_Why? And when, etc._", "Why?", "- Why?"]
)
def test_a_line_asks(line: str) -> None:
    assert is_question(line)


@pytest.mark.parametrize("line", ["## Why", "Why? Because.", "- Why? Because it is slow.", ""])
def test_a_line_does_not_ask(line: str) -> None:
    assert not is_question(line)


def test_comments_go_and_an_open_one_stays() -> None:
    assert without_comments("a<!-- b -->c<!-- d\ne -->f<!-- g") == "acf<!-- g"
