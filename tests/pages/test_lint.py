"""Proves the page on an interview guide: counts first, every finding in every format."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.guide.lint import Fault, lint_guide
from discoverycli.pages.calls.lint import lint_page
from discoverycli.render import render

LINES = st.lists(
    st.sampled_from(
        [
            "Would you use a tool that reconciles invoices?",
            "Don't you hate month end, and what do you do about it?",
            "What do you think of our idea?",
            "When did you last close the books?",
            "Walk me through it.",
            "Bring a pen.",
            "",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_the_counts_are_those_of_the_findings(lines: list[str]) -> None:
    linted = lint_guide("\n\n".join(lines))
    data = lint_page("guide.md", linted).data
    assert isinstance(data, dict)
    findings = data["findings"]
    assert isinstance(findings, list)
    assert data["kinds"] == {
        kind.value: sum(each["kind"] == kind for each in findings) for kind in Fault
    }
    assert data["flagged"] == len({each["line"] for each in findings})
    assert data["questions"] >= data["flagged"]
    assert [each["line"] for each in findings] == sorted(each["line"] for each in findings)


@given(LINES)
def test_a_spreadsheet_gets_every_finding_once(lines: list[str]) -> None:
    page = lint_page("guide.md", lint_guide("\n\n".join(lines)))
    assert isinstance(page.data, dict)
    findings = page.data["findings"]
    assert isinstance(findings, list)
    assert page.table is not None
    assert [row[0] for row in page.csv_table().rows] == [each["line"] for each in findings]
    assert [row[-1] for row in page.csv_table().rows] == [each["rewrite"] for each in findings]


def test_the_screen_tells_the_counts_before_anything_else() -> None:
    text = render(
        lint_page("guide.md", lint_guide("Would you use it?\n\nWhy?\n\nIs it not slow?\n")), "table"
    )
    lines = [line for line in text.splitlines() if line]
    assert lines[:2] == [
        "Interview guide · guide.md",
        "3 questions, 2 to mend: 1 leading and 1 hypothetical.",
    ]


def test_a_question_with_two_findings_is_shown_once_with_one_rewrite() -> None:
    text = render(
        lint_page("-", lint_guide("Would you use a tool that reconciles invoices?")), "table"
    )
    assert text.startswith("Interview guide · standard input\n")
    assert text.count("Would you use a tool") == 1
    assert text.count("ask:") == 1
    assert "hypothetical (would): “Would you”" in text
    assert "pitching (solution): “use a tool”" in text


def test_a_guide_without_questions_says_what_one_is() -> None:
    text = render(lint_page("notes.md", lint_guide("Nothing is asked here.")), "table")
    assert "No question was found." in text
    assert "ends with a question mark" in text


def test_what_was_not_read_is_told() -> None:
    page = lint_page("guide.md", lint_guide("Why?\n```\nWould you?\n"))
    assert "code block on line 2 is never closed" in render(page, "markdown")
    assert isinstance(page.data, dict)
    assert page.data["unclosed"] == 2
