from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.due_days import due_in, without_due
from discoverycli.domain.note.marks import parse_body


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("mail it by friday", "friday", "mail it"),
        ("mail it by Tuesday, please", "Tuesday", "mail it"),
        ("mail it by next tuesday at the latest.", "next tuesday", "mail it"),
        ("mail it by Tue morning", "Tue", "mail it"),
        ("mail it by tuesday 5pm", "tuesday", "mail it"),
        ("mail it by 5pm tomorrow", "tomorrow", "mail it"),
        ("mail it (by tuesday)", "tuesday", "mail it"),
        ("mail it, by tuesday, and call", "tuesday", "mail it, and call"),
        ("mail the deck by tuesday to Bo", "tuesday", "mail the deck to Bo"),
        ("by tuesday: mail it", "tuesday", "mail it"),
        ("mail by hand by 2026-12-01 #tax", "2026-12-01", "mail by hand #tax"),
        ("mail it by 4 December", "4 December", "mail it"),
        ("mail it by Dec 4th, 2026", "Dec 4th, 2026", "mail it"),
        ("mail it until Friday 4 December", "Friday 4 December", "mail it"),
        ("mail it no later than 1 March", "1 March", "mail it"),
        ("mail it by the end of the month", "the end of the month", "mail it"),
        ("mail it by the end of december", "december", "mail it"),
        ("mail it in 2 weeks", "in 2 weeks", "mail it"),
        ("mail it in two weeks' time.", "in two weeks", "mail it"),
        ("mail it within 3 days", "in 3 days", "mail it"),
        ("mail it by in 10 days", "in 10 days", "mail it"),
        ("mail it by eod", "eod", "mail it"),
        ("mail it by 1/12/2026", "1/12/2026", "mail it"),
        ("mail it by 31 Feb", "31 Feb", "mail it"),
        ("mail it by monday and call by friday", "friday", "mail it by monday and call"),
        ("mail it by friday or monday", "friday or monday", "mail it"),
        ("mail it by Friday, 31 Feb", "Friday, 31 Feb", "mail it"),
        ("mail it by Sun Microsystems", "Sun Microsystems", "mail it"),
        ("mail it by Friday's call", "Friday", "mail it by Friday's call"),
        ("by 2026-12-01", "2026-12-01", "by 2026-12-01"),
    ],
)
def test_a_due_day_is_found_and_taken_off_the_words(text: str, typed: str, words: str) -> None:
    due = due_in(text)
    assert due is not None
    assert (due.typed, due.meant) == (typed, None)
    assert without_due(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "do it by hand", "do it by the team", "send it by post", "paid by the hour", "led by me",
        "cut it by 20%", "cut it by 3.5 hours", "cut it by two days", "done by the time we meet",
        "seen by 10 people", "in June we saw it", "sorted in 2 days by hand", "by the way",
        "written by Marchand", "on time", "in a week of work", "four by five", "on the other hand",
    ],
)  # fmt: skip
def test_not_every_by_is_a_date(text: str) -> None:
    assert due_in(text) is None
    assert without_due(text) == text
    assert parse_body(f"- [ ] {text}").warnings == ()


@pytest.mark.parametrize(
    ("text", "found", "meant"),
    [
        ("mail it by tomorow", "by tomorow", "by tomorrow"),
        ("mail it by next firday", "by next firday", "by next friday"),
        ("mail it by wendesday", "by wendesday", "by wednesday"),
        ("call on friday", "on friday", "by friday"),
        ("call before 2026-12-01", "before 2026-12-01", "by 2026-12-01"),
        ("call tomorrow", "tomorrow", "by tomorrow"),
        ("call next week", "next week", "by next week"),
    ],
)
def test_what_is_nearly_a_due_day_is_named_and_could_stand_for_it(
    text: str, found: str, meant: str
) -> None:
    marks = parse_body(f"- [ ] {text} #tax")
    assert marks.followups[0].due is None
    (warning,) = marks.warnings
    assert warning.message == f"'{found}' is no due day; did you mean '{meant}'?"
    assert warning.meant == (f"- [ ] {text.replace(found, meant)} #tax",)
    assert parse_body(f"- [x] {text}").warnings == ()
    assert without_due(text) == text


@given(st.text(st.sampled_from("by infrdayo31Feb./2, #()'-x"), max_size=50) | st.text(max_size=50))
def test_any_words_can_be_a_promise(text: str) -> None:
    due = due_in(text)
    if due is not None:
        assert 0 <= due.start < due.end <= len(text)
    assert without_due(text).strip() or not text.strip()


@pytest.mark.parametrize(
    "piece", ["by friday ", "on friday x ", "in 2 weeks ", "#a ", "by ", "or "]
)
def test_a_very_long_promise_is_read_like_a_short_one(piece: str) -> None:
    without_due(piece * 40_000 + "x")
