"""Tables in Markdown that give back every cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.errors import InputError
from discoverycli.formats.tables import (
    escape,
    escape_list,
    read_tables,
    unescape,
    unescape_list,
    write_table,
)

letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
texts = st.text(letters, max_size=30) | st.text('|\\` *_<>&#;10\n\r "', max_size=12)


@given(st.none() | texts)
def test_a_cell_gives_its_text_back(text: str | None) -> None:
    assert unescape(escape(text)) == text


@given(st.lists(texts, max_size=4))
def test_a_cell_gives_its_list_back(found: list[str]) -> None:
    assert unescape_list(escape_list(found)) == found


@given(st.lists(st.lists(st.none() | texts, min_size=3, max_size=3), max_size=4))
def test_a_table_gives_its_rows_back_whatever_stands_in_them(rows: list[list[str | None]]) -> None:
    text = write_table("One", ("a", "b", "c"), [[escape(cell) for cell in row] for row in rows])
    tables = read_tables("file", text + "\n" + write_table("Two", ("x",), []))
    assert [[unescape(cell) for cell in row.cells.values()] for row in tables["One"].rows] == rows
    assert tables["Two"].rows == ()
    assert text.count("\n") == len(rows) + 4


@given(st.none() | texts)
def test_a_cell_holds_no_mark_of_markdown_without_a_backslash(text: str | None) -> None:
    cell = escape(text)
    bare = cell.replace("\\\\", "").split("\\")
    for part in [bare[0], *(part[1:] for part in bare[1:])]:
        assert not set(part) & set("|*_[]<>`~$\n\r")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("## One\n\nno table", "line 1"),
        ("## One\n\n| a | b |\n| --- |", "line 1"),
        ("## One\n\n| a | b |\n| --- | --- |\n| 1 |\n", "line 5"),
        ("## One\n\n| a |\n| --- |\n| 1\n", "line 5"),
        ("## One\n\n| a |\n| --- |\n\n## One\n\n| a |\n| --- |\n", "line 6"),
    ],
)
def test_a_table_that_is_not_whole_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        read_tables("file", text)


@pytest.mark.parametrize("cell", ["a & b", "a | b", "\\q", "&amp;", "end\\"])
def test_a_cell_that_nobody_wrote_like_this_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="backslash"):
        unescape(cell)
