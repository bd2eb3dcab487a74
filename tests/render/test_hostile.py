"""What people type must not act on a reader: every payload in every place and every format."""

import re
import unicodedata
from collections.abc import Callable

import pyte
import pytest
from tests.trials.hostile import PAYLOADS

from discoverycli.render import render
from discoverycli.render.blocks import (
    Bar,
    Bars,
    Column,
    Facts,
    Lines,
    Note,
    Page,
    Prose,
    Span,
    Table,
    Tone,
)
from discoverycli.render.terminal import render as on_terminal

JOINS = {"\u200d"}

PLACES: dict[str, Callable[[str], Page]] = {
    "title": lambda text: Page(text, (), None),
    "note": lambda text: Page("t", (Note(text),), None),
    "toned note": lambda text: Page("t", (Note(("a ", Span(text, Tone.CODE), text)),), None),
    "cell": lambda text: Page("t", (Table((Column("a"), Column("b")), ((text, 1),)),), None),
    "flex cell": lambda text: Page(
        "t", (Table((Column("a", flex=True), Column("b")), ((Span(text, Tone.BAD), 1),)),), None
    ),
    "cut cell": lambda text: Page(
        "t", (Table((Column("a", flex=True, lines=1), Column("b")), ((text, 1),)),), None
    ),
    "head": lambda text: Page("t", (Table((Column(text, drop=1), Column("b")), ((1, 2),)),), None),
    "table title": lambda text: Page("t", (Table((Column("a"),), (), text, text),), None),
    "fact": lambda text: Page("t", (Facts(((text, text),), text),), None),
    "item": lambda text: Page("t", (Lines((text,), text, text[:3]),), None),
    "bar": lambda text: Page("t", (Bars((Bar(text, 1, 2, text, Tone.GOOD),), text, 0.5),), None),
    "prose": lambda text: Page("t", (Prose(text, text),), None),
    "footnote": lambda text: Page("t", (Note("n"),), None, footnotes=(text,)),
    "data": lambda text: Page("t", (), {"text": text, text: [text]}),
}
FORMATS: dict[str, Callable[[Page], str]] = {
    "table": lambda page: on_terminal(page, width=80),
    "coloured table": lambda page: on_terminal(page, width=80, colour=True),
    "narrow table": lambda page: on_terminal(page, width=40),
    "markdown": lambda page: render(page, "markdown"),
    "csv": lambda page: render(page, "csv"),
    "json": lambda page: render(page, "json"),
}
OUR_COLOURS = re.compile("\x1b\\[(?:0|1|2|31|32|33|36)m")


def acting(text: str) -> set[str]:
    """The characters in `text` that are not for the eye, newlines and our colours aside."""
    return {
        char
        for char in OUR_COLOURS.sub("", text)
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    } - {"\n"}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_acts_more_than_its_harmless_twin(payload: str, format_: str) -> None:
    for place, page in PLACES.items():
        out = FORMATS[format_](page(PAYLOADS[payload]))
        twin = FORMATS[format_](page("harmless"))
        assert acting(out) - JOINS == acting(twin) == set(), place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_hides_behind_our_own_colours(payload: str) -> None:
    for place, page in PLACES.items():
        hostile = page(PAYLOADS[payload])
        coloured = on_terminal(hostile, colour=True)
        assert OUR_COLOURS.sub("", coloured) == on_terminal(hostile), place


@pytest.mark.parametrize("payload", [name for name in PAYLOADS if name != "joined emoji"])
def test_a_terminal_shows_every_payload_and_obeys_none(payload: str) -> None:
    for place, page in PLACES.items():
        hostile = page(PAYLOADS[payload])
        plain = on_terminal(hostile).splitlines()
        screen = pyte.Screen(80, len(plain) + 1)
        pyte.Stream(screen).feed(on_terminal(hostile, colour=True).replace("\n", "\r\n"))
        seen = [unicodedata.normalize("NFC", line.rstrip()) for line in screen.display]
        assert seen == [unicodedata.normalize("NFC", line) for line in [*plain, ""]], place
        assert (screen.title, screen.icon_name) == ("", ""), place


@pytest.mark.parametrize("payload", ["markup", "closing markup", "markup link", "markup action"])
def test_markup_reads_as_typed(payload: str) -> None:
    assert PAYLOADS[payload] in on_terminal(PLACES["note"](PAYLOADS[payload]))


def test_a_forged_line_starts_no_line_of_the_report() -> None:
    forged = PAYLOADS["forged line"]
    for place in set(PLACES) - {"data"}:
        lines = on_terminal(PLACES[place](forged), width=200).splitlines()
        assert not any(line.strip().startswith(("Forged", "H1")) for line in lines), place
