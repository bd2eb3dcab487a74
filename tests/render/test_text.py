"""How cells and bars read as plain text."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.vocabulary import Rung, Status
from discoverycli.render.blocks import Bar, Bars, Cell, Span, Tone
from discoverycli.render.text import drawn, legend, plain, share, shown


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "–"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (-2, "-2"),
        (0.5, "0.5"),
        (2 / 3, "0.67"),
        (7.0, "7"),
        (1234567.0, "1234567"),
        (date(2026, 11, 20), "2026-11-20"),
        (Status.STALE, "stale"),
        (Rung.PAID, "4"),
        (("H3 ", Span("stale", Tone.WARN)), "H3 stale"),
    ],
)
def test_a_cell_reads_as_people_write_it(cell: Cell, words: str) -> None:
    assert plain(shown(cell)) == words


@pytest.mark.parametrize(
    ("value", "of", "part"),
    [(1, 4, 0.25), (0, 4, 0), (4, 4, 1), (9, 4, 1), (-1, 4, 0), (1, 0, 0), (math.nan, 1, 0)],
)
def test_a_share_is_between_nothing_and_everything(value: float, of: float, part: float) -> None:
    assert share(Bar("", value, of)) == part


@given(st.floats(0, 1), st.integers(1, 60), st.none() | st.floats(0, 1))
def test_a_bar_is_as_long_as_asked_for(part: float, width: int, target: float | None) -> None:
    bar = drawn(part, width, target)
    assert len(bar) == width
    assert bar.count("│") == (0 if target is None else 1)


@given(st.floats(0, 1), st.integers(2, 60))
def test_only_nothing_looks_empty_and_only_everything_looks_full(part: float, width: int) -> None:
    bar = drawn(part, width)
    assert (bar == "─" * width) == (part == 0)
    assert (bar == "█" * width) == (part == 1)


def test_half_a_character_counts() -> None:
    assert drawn(0.25, 10) == "██▌───────"


def test_the_mark_stands_at_the_target() -> None:
    assert drawn(1, 10, 0.5) == "█████│████"
    assert drawn(0, 10, 1) == "─────────│"


def test_the_legend_says_what_the_mark_means() -> None:
    assert legend(Bars((), target=0.5)) == "│ target 50 %"
    assert legend(Bars(())) == ""
