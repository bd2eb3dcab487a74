"""Markdown in which text is only text, read back by a Markdown parser."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

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
from discoverycli.render.markdown import escaped, render
from discoverycli.render.safe import safe

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

HOSTILE = [
    "# heading",
    "#",
    "closed #",
    "> quotation",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "---",
    "- - -",
    "***",
    "___",
    "===",
    "```\ncode",
    "~~~",
    "    indented",
    "a | b | c",
    "\\| c",
    "\\",
    "\\\\|",
    "\\*not\\*",
    "*emphasis* _emphasis_ **strong** ~~struck~~",
    "`code`",
    "<script>alert(1)</script>",
    "<!-- comment",
    "<http://evil.example>",
    "[text](http://evil.example)",
    "![image](http://evil.example/x.png)",
    "[ref]: http://evil.example",
    "[^1]: note",
    "- [x] done",
    "&lt;b&gt; &#35;",
    "line\n# second",
    "line\n\n---\n\nthird",
    "snake_case_name and 2 * 3",
    "https://evil.example www.evil.example ana@clinic.example",
]
MARKS = st.text(st.sampled_from("#>-+*_=`~|\\[]()<>!&:;.1 \n\tab@/"), min_size=1)
TYPED = st.sampled_from(HOSTILE) | MARKS | st.text(min_size=1)

PLACES: dict[str, Callable[[str], Block]] = {
    "a note": Note,
    "a strong note": lambda text: Note(("so ", Span(text, Tone.BAD), " it is")),
    "a cell": lambda text: Table((Column("a"), Column("b")), ((text, 1), (2, text))),
    "a head": lambda text: Table((Column(text), Column("b")), ((1, 2),)),
    "an empty table": lambda text: Table((Column("a"),), (), "title", empty=text),
    "a table's title": lambda text: Table((Column("a"),), ((1,),), title=text),
    "a fact": lambda text: Facts((("name", text), ("other", text)), "title"),
    "an item": lambda text: Lines((text, "other"), "title"),
    "a marked item": lambda text: Lines((text, "other"), "title", mark="□"),
    "a bar": lambda text: Bars((Bar(text, 1, 2, text),), "title", target=0.5),
    "notes": lambda text: Prose(text, "title"),
}


def page(block: Block) -> Page:
    return Page("title", (block, Note("after")), None)


def structure(text: str) -> list[str]:
    """The kinds of all tokens; runs of plain text count as one."""
    kinds: list[str] = []
    for token in PARSER.parse(text):
        kinds.append(f"{token.type} {token.tag}")
        inner = ["text" if child.type == "text" else child.type for child in token.children or ()]
        kinds += [kind for at, kind in enumerate(inner) if kind != "text" or inner[at - 1] != kind]
    return kinds


def inlines(text: str) -> list[Token]:
    return [token for token in PARSER.parse(text) if token.type == "inline"]


@pytest.mark.parametrize("place", PLACES)
@given(TYPED)
def test_no_text_changes_the_structure_of_a_page(place: str, text: str) -> None:
    assume(safe(text).strip())
    assert structure(render(page(PLACES[place](text)))) == structure(
        render(page(PLACES[place]("harmless")))
    )


@given(TYPED)
def test_text_reads_exactly_as_typed(text: str) -> None:
    words = safe(text).replace("\n", " ").strip()
    assume(words)
    [_, paragraph, _] = inlines(render(page(Note(text))))
    assert "".join(child.content for child in paragraph.children or ()) == words.strip()


@given(TYPED)
def test_a_cell_reads_exactly_as_typed(text: str) -> None:
    words = safe(text).replace("\n", " ").strip()
    assume(words)
    table = Table((Column("a"),), ((text,),))
    [_, _, cell, _] = inlines(render(page(table)))
    assert "".join(child.content for child in cell.children or ()) == words


@given(TYPED)
def test_notes_are_kept_letter_for_letter_between_fences(text: str) -> None:
    [fence] = [token for token in PARSER.parse(render(page(Prose(text)))) if token.type == "fence"]
    assert fence.content == safe(text).rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("A plain sentence, 2 - 3 words (or so).", "A plain sentence, 2 - 3 words (or so)."),
        ("snake_case and #payroll", "snake_case and #payroll"),
        ("# 1", "\\# 1"),
        ("-5 degrees", "-5 degrees"),
        ("AT&T", "AT&T"),
        ("\x1b[2J", "\\u{1b}\\[2J"),
        ("see https://x.example", "see https\\://x.example"),
        ("write to ana@x.example", "write to ana\\@x.example"),
    ],
)
def test_the_source_stays_readable(typed: str, source: str) -> None:
    assert escaped(typed) == source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (Span("disco log", Tone.CODE), "`disco log`"),
        (Span("a`b|c", Tone.CODE), "a\\`b\\|c"),
        (("so ", Span("validated", Tone.STRONG), "."), "so **validated**."),
        (Span("*", Tone.STRONG), "\\*"),
        (Span("stale", Tone.WARN), "stale"),
        (("1", ". no list"), "1\\. no list"),
    ],
)
def test_code_and_strong_words_keep_their_tone(line: Inline, source: str) -> None:
    assert render(Page("", (Note(line),), None)) == f"{source}\n"


def test_columns_keep_their_side() -> None:
    columns = (Column("a"), Column("b", align="right"), Column("c", align="center"))
    table = Table(columns, (("x", 1, None),))
    assert render(Page("", (table,), None)) == (
        "| a | b | c |\n| --- | ---: | :---: |\n| x | 1 | – |\n"
    )


def test_an_empty_list_without_words_for_it_leaves_no_heading() -> None:
    assert render(Page("t", (Lines((), "Booked"),), None)) == "# t\n"


def test_the_week_matches_its_golden_file(
    week_page: Page, golden: Callable[[str, str], None]
) -> None:
    golden("week.md", render(week_page))
