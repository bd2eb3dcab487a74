from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.notes import Who
from discoverycli.formats import Entry, ImportOptions, Problem, ProblemKind, read

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"
SHORT = """\
title: Kite is the way
date: 2021-05-06
authored_by: Amélie Roux
metadata:
  organization: Levain
quotes:
  - from: Amélie Roux, Lead, Levain
    content: It works.
"""


def entry(text: str) -> Entry:
    result = read("stories/one.yaml", text.encode())
    assert len(result.entries) == 1, result.problems
    return result.entries[0]


def problem(text: str) -> Problem:
    result = read("stories/one.yaml", text.encode())
    assert len(result.problems) == 1, result
    return result.problems[0]


def who(author: str, signed: str, organization: str | None = None) -> Who:
    lines = [f"authored_by: {author!r}", "quotes:", f"  - from: {signed!r}", "    content: Yes."]
    if organization is not None:
        lines.append(f"metadata: {{organization: {organization!r}}}")
    (person,) = entry("\n".join(lines)).note.head.with_
    return person


@pytest.fixture(scope="module")
def fixture() -> Entry:
    """A whole story as such files are written."""
    return entry((FIXTURES / "stories" / "ship-on-fridays.yaml").read_text())


def test_a_story_becomes_an_interview_with_its_author(fixture: Entry) -> None:
    assert fixture.note.head.with_ == (Who("Amélie Roux", "Levain Labs", "Lead Engineer"),)
    assert str(fixture.held) == "2021-05-06"
    assert fixture.date_text == "2021-05-06T23:10:00.000+02:00"
    assert fixture.title == "Kite is the way to ship on Fridays"


def test_a_quote_is_a_signed_block_quote_without_its_stray_quotation_mark(fixture: Entry) -> None:
    (quote,) = fixture.note.statements
    assert quote.text == "Kite gave us our Saturdays back."
    assert quote.verbatim
    assert quote.speaker == "Amélie Roux"


def test_everything_people_wrote_is_in_the_body(fixture: Entry) -> None:
    for words in (
        "Bread and builds",
        "A baker's software house ships on Fridays.",
        "## From flour to cloud",
        "**Background:** Every release needed two people and a free Saturday.",
        "*   builds take 12:30 minutes",
        "Industries: Bakery software, Retail",
        "Platforms: Android, Linux",
        "Community supports: Yes",
        "Team members: Paul Roux, Baker; Zoë Maes, Tester",
        "Place: Belgium",
    ):
        assert words in fixture.note.body


def test_pictures_and_coordinates_are_left_out(fixture: Entry) -> None:
    for furniture in ("png", "Point", "ship-on-fridays"):
        assert furniture not in fixture.note.body


def test_a_line_that_would_be_a_mark_by_chance_is_escaped(fixture: Entry) -> None:
    assert "\\H1+ nobody works on Saturdays" in fixture.note.body
    assert fixture.note.evidence == ()


@pytest.mark.parametrize(
    ("organization", "signed", "expected"),
    [
        ("Levain", "Ana Ro, Lead, Levain", Who("Ana Ro", "Levain", "Lead")),
        ("levain", "Ana Ro, Lead, Levain", Who("Ana Ro", "Levain", "Lead")),
        ("Levain Bread Company", "Ana Ro, Lead, Levain", Who("Ana Ro", "Levain", "Lead")),
        ("Levain", "Ana Ro, Lead at Levain", Who("Ana Ro", "Levain", "Lead")),
        ("Levain", "Ana Ro Lead", Who("Ana Ro", "Levain", "Lead")),
        ("Levain", "Ana Ro. Lead, Levain", Who("Ana Ro", "Levain", "Lead")),
        ("Levain", "Ana Ro, Lead, Otter", Who("Ana Ro", "Levain", "Lead, Otter")),
        ("a bakery in Ghent", "Ana Ro, Lead, Levain", Who("Ana Ro", "Levain", "Lead")),
        ("a bakery in Ghent", "Ana Ro, Lead", Who("Ana Ro", None, "Lead")),
        (None, "Ana Ro, Lead, Banking Industry", Who("Ana Ro", None, "Lead, Banking Industry")),
        (None, "Ana Ro, Vice Chair, DevOps", Who("Ana Ro", None, "Vice Chair, DevOps")),
        (None, "Ana Ro, Lead in Ghent", Who("Ana Ro", None, "Lead in Ghent")),
        (None, "Ana Ro", Who("Ana Ro", None, None)),
    ],
)
def test_the_organisation_is_a_name_and_never_a_description(
    organization: str | None, signed: str, expected: Who
) -> None:
    assert who("Ana Ro", signed, organization) == expected


def test_someone_else_who_signs_a_quote_was_heard_too() -> None:
    people = entry(SHORT.replace("from: Amélie Roux", "from: Bo Ray")).note.head.with_
    assert people == (Who("Amélie Roux", "Levain"), Who("Bo Ray", "Levain", "Lead"))


def test_several_quotes_keep_their_speakers() -> None:
    text = SHORT + "  - from: Bo Ray\n    content: |\n      Twice\n\n      as fast.\n"
    quotes = entry(text).note.statements
    assert [(quote.speaker, quote.text) for quote in quotes] == [
        ("Amélie Roux", "It works."),
        ("Bo Ray", "Twice\n\nas fast."),
    ]


def test_each_document_of_a_file_is_a_story_of_its_own() -> None:
    result = read("s.yaml", f"{SHORT}---\n{SHORT}---\nnothing: here\n".encode())
    assert [entry.source for entry in result.entries] == ["s.yaml", "s.yaml#2"]
    assert len({entry.content_hash for entry in result.entries}) == 2
    (refused,) = result.problems
    assert (refused.file, refused.line, refused.refused) == ("s.yaml#3", 19, True)


def test_a_story_without_a_date_is_kept_and_listed() -> None:
    assert problem(SHORT.replace("date: 2021-05-06\n", "")).kind is ProblemKind.NO_DATE


def test_a_date_that_can_mean_two_days_names_its_line() -> None:
    found = problem(SHORT.replace("2021-05-06", "5/6/2021"))
    assert (found.line, found.kind) == (2, ProblemKind.AMBIGUOUS_DATE)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ProblemKind.EMPTY),
        ("# nothing\n", ProblemKind.EMPTY),
        ("- a\n- b\n", ProblemKind.NOT_AN_INTERVIEW),
        ("name: build\nsteps: [a, b]\n", ProblemKind.NOT_AN_INTERVIEW),
        ("authored_by:\nquotes: []\ntitle: x\n", ProblemKind.NOT_AN_INTERVIEW),
        ("authored_by: Ana\nquotes: []\n", ProblemKind.EMPTY),
        ("authored_by: Ana\n  x: y\n", ProblemKind.UNREADABLE),
    ],
)
def test_what_is_no_story_is_refused(text: str, kind: ProblemKind) -> None:
    found = problem(text)
    assert (found.kind, found.refused) == (kind, True)


@pytest.mark.parametrize(
    "wrong",
    [
        "quotes: odd",
        "quotes: {from: a, content: odd}",
        "quotes: [just odd]",
        "quotes: [{from: Bo Ray, content: yes, mood: odd}]",
        "metadata: odd",
        "metadata: [odd]",
        "metadata: {title: [odd]}",
        "map: odd",
        "body_content: odd",
        "body_content: {paragraphs: odd}",
        "body_content: {paragraphs: [[odd]]}",
        "body_content: {paragraphs: [{a: odd}, b]}",
        "date: [2021, odd]",
        "title: {a: odd}",
        "tag_line: [a, odd]",
    ],
)
def test_a_value_of_the_wrong_kind_is_kept_as_text_and_loses_no_other(wrong: str) -> None:
    key = wrong.split(":")[0]
    values = {"authored_by": "authored_by: Ana Ro", "note": "note: she is calm", key: wrong}
    body = entry("\n".join(values.values())).note.body
    assert "she is calm" in body
    assert "odd" in body


def test_a_longer_name_that_begins_like_the_authors_is_another_person() -> None:
    text = "authored_by: Ana Ro\nquotes: [{from: 'Ana Roberts, Lead', content: Yes.}]\n"
    assert [who.name for who in entry(text).note.head.with_] == ["Ana Ro", "Ana Roberts"]


def test_the_studys_name_comes_from_the_options() -> None:
    result = read("s.yaml", SHORT.encode(), ImportOptions(study="kite"))
    assert result.entries[0].note.head.study == "kite"


VALUES = st.recursive(
    st.text("ab:- \n>!H1+#é", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["quotes", "metadata", "map", "body_content", "date", "title", "tag_line", "more"]
        ),
        VALUES,
    )
)
def test_any_values_under_the_known_keys_are_read_or_refused(story: dict[str, object]) -> None:
    import json

    text = json.dumps({"authored_by": "Ana Ro", **story}, ensure_ascii=False)
    result = read("s.yaml", text.encode())
    assert len(result.entries) + sum(found.refused for found in result.problems) == 1
