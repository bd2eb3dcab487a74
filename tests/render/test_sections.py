"""Proves the small choices of tables and bars: hidden heads, and bars without the target."""

from __future__ import annotations

import pytest

from discoverycli.render import render
from discoverycli.render.blocks import Bar, Bars, Column, Page, Table

TABLE = Table((Column("a long head"), Column("b")), ((1, 2),), headed=False)
BARS = Bars((Bar("prospects", 1, 4), Bar("direct", 1, 4, aims=False)), "Mix", 0.5)


def test_a_table_without_heads_spends_neither_a_line_nor_width_on_them():
    assert render(Page("", (TABLE,), None), "table") == "1  2\n"


def test_hidden_heads_are_still_there_in_the_other_formats():
    page = Page("", (TABLE,), None)
    assert render(page, "markdown").startswith("| a long head | b |\n")
    assert render(page, "csv") == "a long head,b\n1,2\n"


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_only_a_bar_that_aims_at_the_target_shows_it(name):
    lines = render(Page("", (BARS,), None), name).splitlines()
    prospects, direct = [line for line in lines if "█" in line]
    assert "│" in prospects
    assert "│" not in direct


def test_a_chart_without_a_target_has_no_blanks_after_its_title():
    page = Page("", (Bars((Bar("direct", 1, 4),), "Mix"),), None)
    assert render(page, "table").splitlines()[0] == "Mix"
