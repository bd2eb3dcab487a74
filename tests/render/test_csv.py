"""The CSV of a page's table, and formulas that must not run."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.render.blocks import Cell, Column, Note, Page, Span, Table, Tone
from discoverycli.render.csv import disarm, rearm, render
from discoverycli.render.safe import safe

FORMULAS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "'=1+1",
    "  =1+1",
]
STARTS = "=+-@\t\r\n\0＝＋－＠"


def printed(*cells: Cell) -> str:
    columns = tuple(Column(f"c{index}") for index in range(len(cells)))
    return render(Page("", (Table(columns, (cells,)),), None))


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_starts_a_formula(formula: str) -> None:
    [_, [cell]] = read_back(printed(formula))
    assert cell.lstrip()[0] not in STARTS
    assert rearm(cell) == safe(formula)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_head_starts_a_formula(formula: str) -> None:
    page = Page("", (Table((Column(formula),), (("x",),)),), None)
    assert read_back(render(page))[0][0].lstrip()[0] not in STARTS


@given(st.text(st.characters(exclude_categories=())) | st.sampled_from(FORMULAS))
def test_rearming_gives_back_any_text(text: str) -> None:
    assert rearm(disarm(text)) == text


@given(st.text())
def test_an_apostrophe_that_disarms_nothing_is_kept(text: str) -> None:
    if disarm(text) == text:
        assert rearm(f"'{text}") == f"'{text}"


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_a_reader_that_rearms_reads_what_was_shown(cells: list[str]) -> None:
    [_, row] = read_back(printed(*cells))
    assert [rearm(cell) for cell in row] == [safe(cell) for cell in cells]


def test_numbers_and_dates_are_written_plainly() -> None:
    cells = (-5, 0.1, date(2026, 11, 20), True, None, "-5")
    assert printed(*cells).splitlines()[1] == "-5,0.1,2026-11-20,true,,'-5"


def test_tones_leave_no_trace() -> None:
    assert printed((Span("H3", Tone.CODE), " stale")).splitlines()[1] == "H3 stale"


def test_commas_quotes_and_newlines_are_quoted_as_the_rfc_says() -> None:
    assert printed('a "b", c', "two\nlines") == 'c0,c1\n"a ""b"", c","two\nlines"\n'


def test_lines_end_in_a_newline_alone() -> None:
    assert "\r" not in printed("a", "b")


def test_the_pages_own_table_comes_before_those_shown() -> None:
    shown = Table((Column("shown"),), ())
    whole = Table((Column("whole"),), ((1,),))
    assert render(Page("", (shown,), None, table=whole)) == "whole\n1\n"


def test_a_page_without_a_table_has_no_csv() -> None:
    assert render(Page("", (Note("words"),), None)) == ""
