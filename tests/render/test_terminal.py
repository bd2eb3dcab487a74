"""How pages look on a terminal: widths, wrapping, columns, colour."""

import fcntl
import io
import os
import pty
import re
import struct
import termios
from collections.abc import Callable, Mapping
from typing import TextIO

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from discoverycli.render.blocks import (
    Bar,
    Bars,
    Block,
    Column,
    Facts,
    Inline,
    Lines,
    Note,
    Page,
    Prose,
    Span,
    Table,
    Tone,
)
from discoverycli.render.safe import safe
from discoverycli.render.terminal import Pen, cells, print_page, render, wants_colour, width_of

SGR = re.compile("\x1b\\[(?:0|1|2|31|32|33|36)m")
AWKWARD = st.text(
    st.sampled_from(
        "ab #*1é王あ한👩💻👍🏽🇩🇪\u200d\u200c\ufe0f\u0301\u0e33\u1100\xad\xa0 \n\t\r\x1b"
    )
)
TYPED = AWKWARD | st.text(st.characters(exclude_categories=())) | st.text("wide 王", min_size=60)


def shown(*blocks: Block, width: int = 80, colour: bool = False) -> str:
    return render(Page("", blocks, None), width=width, colour=colour)


def in_every_block(text: str) -> Page:
    cells_ = (text, ("so ", Span(text, Tone.BAD)), text)
    columns = (Column(text, drop=1), Column("b", flex=True, lines=2), Column("c", flex=True))
    return Page(
        text,
        (
            Table(columns, (cells_, cells_), text),
            Table((Column("a"), Column("b"), Column("c")), (cells_,)),
            Table((Column("a"),), (), text, empty=text),
            Facts(((text, text), ("b", Span(text, Tone.CODE))), text),
            Note((text, Span(text, Tone.GOOD))),
            Lines((text, Span(text, Tone.WARN)), text),
            Bars((Bar(text, 1, 2, text), Bar("b", 0, 0)), text, target=0.5),
            Prose(text, text),
        ),
        None,
        footnotes=(text,),
    )


@settings(deadline=None)
@given(TYPED, st.integers(40, 200))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    for line in render(in_every_block(text), width=width).split("\n"):
        assert cell_len(line) <= cells(line) <= width


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 3), TYPED), min_size=1),
    st.integers(40, 120),
)
def test_no_table_is_wider_than_the_width(
    columns: list[tuple[bool, int, int, str]], width: int
) -> None:
    table = Table(
        tuple(Column("head", "right", flex, drop, lines) for flex, drop, lines, _ in columns),
        (tuple(text for *_, text in columns),),
    )
    assert all(cells(line) <= width for line in shown(table, width=width).split("\n"))


@given(TYPED, st.integers(40, 200))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join(shown(Note(text), width=width).split()) == "".join(safe(text).split())


@settings(deadline=None)
@given(TYPED, st.integers(40, 200))
def test_colour_changes_nothing_but_colour(text: str, width: int) -> None:
    page = in_every_block(text)
    assert SGR.sub("", render(page, width=width, colour=True)) == render(page, width=width)


@given(TYPED)
def test_no_measure_is_below_what_the_library_measures(text: str) -> None:
    assert cells(safe(text)) >= cell_len(safe(text))


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(Tone), st.booleans())
def test_whatever_is_painted_is_harmless_and_on_one_line(
    text: str, tone: Tone, colour: bool
) -> None:
    painted = SGR.sub("", Pen(colour).paint(text, tone))
    assert "\n" not in painted
    assert safe(painted) == painted


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_week_matches_its_golden_file(
    width: int, week_page: Page, golden: Callable[[str, str], None]
) -> None:
    golden(f"week.{width}.txt", render(week_page, width=width))


def test_the_coloured_week_matches_its_golden_file(
    week_page: Page, golden: Callable[[str, str], None]
) -> None:
    golden("week.80.colour.txt", render(week_page, colour=True).replace("\x1b", "␛"))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_the_coloured_week_as_the_plain_one_reads(
    width: int, week_page: Page
) -> None:
    plain = render(week_page, width=width).splitlines()
    screen = pyte.Screen(width, len(plain) + 1)
    pyte.Stream(screen).feed(render(week_page, width=width, colour=True).replace("\n", "\r\n"))
    assert [line.rstrip() for line in screen.display] == [*plain, ""]
    assert screen.buffer[0][0].bold
    assert not screen.buffer[3][2].bold


@pytest.mark.parametrize(
    ("tone", "code"),
    [
        (Tone.STRONG, "1"),
        (Tone.DIM, "2"),
        (Tone.GOOD, "32"),
        (Tone.WARN, "33"),
        (Tone.BAD, "31"),
        (Tone.CODE, "36"),
    ],
)
def test_each_tone_has_its_own_look(tone: Tone, code: str) -> None:
    assert shown(Note(Span("x", tone)), colour=True) == f"\x1b[{code}mx\x1b[0m\n"


def test_plain_text_has_no_codes_even_in_colour() -> None:
    assert shown(Note("x"), colour=True) == "x\n"


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", "[link=file:///etc/passwd]x", "[todo]"])
def test_what_looks_like_markup_prints_as_typed(text: str) -> None:
    assert shown(Note(text)) == f"{text}\n"


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "file", "wanted"),
    [
        ({}, FakeTerminal(), True),
        ({}, io.StringIO(), False),
        ({"TERM": "dumb"}, FakeTerminal(), False),
        ({"NO_COLOR": "1"}, FakeTerminal(), False),
        ({"NO_COLOR": ""}, FakeTerminal(), True),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, FakeTerminal(), False),
    ],
)
def test_colour_is_for_terminals_and_for_those_who_ask(
    environ: Mapping[str, str], file: TextIO, wanted: bool
) -> None:
    assert wants_colour(file, environ) is wanted


@pytest.mark.parametrize(
    ("columns", "width"), [("", 80), ("60", 60), ("0", 80), ("wide", 80), ("-5", 80), ("²", 80)]
)
def test_off_a_terminal_the_width_is_columns_or_eighty(columns: str, width: int) -> None:
    assert width_of(io.StringIO(), {"COLUMNS": columns}) == width


def test_on_a_terminal_the_width_is_the_terminals() -> None:
    main, side = pty.openpty()
    with os.fdopen(side, "w") as terminal, os.fdopen(main):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 93, 0, 0))
        assert width_of(terminal, {}) == 93


def test_a_stream_decides_for_itself_what_it_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "30")
    out = io.StringIO()
    print_page(Page("A title that is too long for thirty", (), None), file=out)
    assert out.getvalue() == "\x1b[1mA title that is too long for\x1b[0m\n\x1b[1mthirty\x1b[0m\n"


def test_one_line_prints_alone() -> None:
    out = io.StringIO()
    print_page(
        Page("", (Note(("Logged ", Span("I41", Tone.CODE))),), None),
        file=out,
        width=80,
        colour=False,
    )
    assert out.getvalue() == "Logged I41\n"


def test_an_encoding_without_marks_gets_stand_ins_before_anything_is_measured() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    table = Table((Column("a"), Column("b")), (("✓ José", "x"), ("…", "y")))
    print_page(Page("", (table,), None), file=out, width=80, colour=False)
    out.seek(0)
    assert out.read() == "a            b\n+ Jos\\u{e9}  x\n...          y\n"


def test_columns_without_room_leave_and_are_named() -> None:
    columns = (Column("code"), Column("kind", drop=1), Column("via", drop=2), Column("what"))
    table = Table(columns, (("I1", "k" * 12, "v" * 12, "w" * 12),))
    assert shown(table, width=40) == (
        "code  kind          what\nI1    kkkkkkkkkkkk  wwwwwwwwwwww\nno room for: via\n"
    )


def test_a_flex_column_wraps_under_itself_and_numbers_keep_to_the_right() -> None:
    columns = (Column("code"), Column("what", flex=True), Column("n", align="right"))
    table = Table(
        columns, (("H1", "Owners sign what receptionists have chosen", 7), ("H2", "x", 12))
    )
    assert shown(table, width=40) == (
        "code  what                             n\n"
        "H1    Owners sign what receptionists   7\n"
        "      have chosen\n"
        "H2    x                               12\n"
    )


def test_a_cell_with_a_limit_is_cut_at_a_word() -> None:
    columns = (Column("code"), Column("what", flex=True, lines=1))
    table = Table(columns, (("H1", "Owners sign what receptionists have chosen"),))
    assert shown(table, width=40).splitlines()[1] == "H1    Owners sign what receptionists…"


def test_a_long_word_is_cut_where_it_must() -> None:
    columns = (Column("what", flex=True, lines=1),)
    assert shown(Table(columns, (("x" * 90,),)), width=40).splitlines()[1] == "x" * 39 + "…"


def test_a_newline_in_a_cell_is_a_blank_so_that_no_text_starts_a_row() -> None:
    table = Table((Column("a", flex=True), Column("b")), (("x\nH1  forged", "y\nz"),))
    assert shown(table) == "a             b\nx H1  forged  y z\n"


def test_a_table_with_too_many_columns_is_written_row_by_row() -> None:
    columns = tuple(Column(f"head{index}") for index in range(6))
    row = tuple(f"cell {index} " + "x" * 8 for index in range(6))
    lines = shown(Table(columns, (row, row)), width=40).splitlines()
    assert lines[:2] == ["head0  cell 0 xxxxxxxx", "head1  cell 1 xxxxxxxx"]
    assert lines[6] == ""
    assert len(lines) == 13


def test_a_block_stands_under_its_title_and_apart_from_the_next() -> None:
    facts = Facts((("streak", "7 weeks"), ("floor", "kept")), "The habit")
    assert shown(facts, Note("after")) == (
        "The habit\n  streak  7 weeks\n  floor   kept\n\nafter\n"
    )


def test_an_empty_table_says_what_it_was_told_to() -> None:
    assert shown(Table((Column("a"),), (), "Due", empty="nobody")) == "Due\n  nobody\n"


def test_an_empty_list_without_words_for_it_leaves_no_trace() -> None:
    assert shown(Note("a"), Lines((), "Booked"), Note("b")) == "a\n\nb\n"


def test_a_list_wraps_under_its_own_text() -> None:
    item = "one two three four five six seven eight nine"
    assert shown(Lines((item,), mark="□"), width=40) == (
        "□ one two three four five six seven\n  eight nine\n"
    )


def test_a_list_without_a_mark_starts_at_the_edge() -> None:
    assert shown(Lines(("one",), mark="")) == "one\n"


def test_a_chart_explains_its_mark_and_lines_its_bars_up() -> None:
    bars = Bars((Bar("prospects", 3, 4, "75 %"), Bar("us", 1, 4, "25 %")), "Balance", 0.5)
    assert shown(bars, width=40) == (
        "Balance  │ target 50 %\n"
        "  prospects  ██████████│█████─────  75 %\n"
        "  us         █████─────│──────────  25 %\n"
    )


def test_notes_stand_behind_a_margin_so_that_they_cannot_pose_as_a_report() -> None:
    text = "Forged\n\tand indented\n\nend\n"
    assert shown(Prose(text, "Notes")) == (
        "Notes\n  │ Forged\n  │     and indented\n  │\n  │ end\n"
    )


@pytest.mark.parametrize("line", ["", (), Span("")])
def test_a_page_without_a_title_starts_with_its_first_block(line: Inline) -> None:
    assert render(Page(line, (Note("first"),), None)) == "first\n"


@pytest.mark.parametrize("width", range(1, 40))
def test_narrower_than_anyone_reads_is_no_error(width: int, week_page: Page) -> None:
    assert all(cells(line) <= max(width, 20) for line in render(week_page, width=width).split("\n"))


def test_paragraphs_stay_readable_on_a_very_wide_terminal() -> None:
    assert max(map(len, shown(Note("word " * 80), width=200).splitlines())) <= 100
