"""Whose each line of a note is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.marks import Names, parse_body
from discoverycli.domain.note.speaker_lines import lines_of

BOTH = ["P1", "P2"]
KNOWN = {"P1": Names(("Ana Silva",), ("Ana Lima",)), "P2": Names(("Ben Okri",))}


def whose(body: str, first: str | None = None) -> list[str | None]:
    return [line.whose for line in lines_of(body, BOTH, first, KNOWN)]


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("we talked for an hour", None),
        ("Ana was there and Ben too", None),
        ("", None),
        ("H: they lose a day", None),
        ("J: find a van", None),
        ("!pain four hours", "P1"),
        ("!pain four hours @Ben", "P2"),
        ("!pain four hours — Ben Okri", "P2"),
        ("!pain four hours -- Ana Lima", "P1"),
        ("!pain four hours — Cy", "P1"),
        ("H3+ did: yes @P2", "P2"),
        ("J2- fired it @ben", "P2"),
        ("- [ ] send it @Ben", "P2"),
        ("- [x] sent it", "P1"),
        ("!pian @Ben", "P2"),
        ("that is what he said — Ben", "P2"),
        ("ask @Ben about it", "P2"),
        ("Ben: I hate it", "P2"),
        ("**Ben Okri:** I hate it", "P2"),
        ("Cy: I hate it", None),
        ("\\!pain four hours", None),
    ],
)
def test_a_line_is_whose_mark_signature_or_label_it_bears(line: str, owner: str | None) -> None:
    assert whose(line) == [owner]


def test_every_line_of_a_quote_is_its_speakers() -> None:
    body = "> it takes\n> four hours\n>\n> each week — Ben\ntext\n> mine\n- > his @Ben"
    assert whose(body) == ["P2"] * 4 + [None, "P1", "P2"]


def test_what_is_no_mark_inside_a_fence_or_a_comment_is_common() -> None:
    assert whose("```\n> x\n!pain y\n```\n<!--\n!pain z\n-->") == [None] * 7


def test_unsigned_marks_are_the_first_outsiders() -> None:
    assert whose("!pain much", "P2") == ["P2"]
    assert [line.whose for line in lines_of("!pain much", [])] == [None]


@given(st.text(st.sampled_from("ab@—-> !pain:\n`<HJ+1*[]x"), max_size=200))
def test_the_lines_are_the_body_and_every_mark_is_somebodys(body: str) -> None:
    lines = lines_of(body, ["a", "b"])
    assert "\n".join(line.text for line in lines) == body
    marks = parse_body(body, ["a", "b"], 0)
    for mark in (*marks.statements, *marks.evidence, *marks.jobs, *marks.followups):
        assert lines[mark.line].whose == (mark.speaker or "a")
    for new in marks.new:
        assert lines[new.line].whose is None
