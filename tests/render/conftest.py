"""An invented week, and golden files: `DISCO_GOLDEN=write pytest tests/render` rewrites them."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

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

GOLDEN = Path(__file__).parent.parent / "golden" / "render"


def week() -> Page:
    """The report of an invented week, with every kind of block."""
    contacts = Table(
        title="Whom we heard",
        columns=(
            Column("code"),
            Column("who"),
            Column("organisation", flex=True, lines=1),
            Column("as"),
            Column("channel", drop=2),
            Column("min", align="right", drop=3),
            Column("moved", drop=1),
        ),
        rows=(
            ("I41", "Ana Ruiz", "Clínica Norte", "prospect", "direct", 30, "H3 H5"),
            ("I42", "Jonas Weber", "Praxis am Park", "prospect", "accompanied", 45, "H3"),
            ("I43", "王小明", "台北診所", "prospect", "direct", 25, None),
            ("I44", "Mary O’Neill", "St. Brendan’s Hospital Group", "current", "proxy", None, None),
        ),
    )
    habit = Facts(
        title="The habit",
        pairs=(
            (
                "12 weeks",
                (
                    Span("✓ ✓ ✓ ", Tone.GOOD),
                    Span("✗ ", Tone.BAD),
                    Span("✓ ✓ ", Tone.GOOD),
                    Span("– ", Tone.DIM),
                    Span("✓ ✓ ✓ ✓ ✓", Tone.GOOD),
                    Span("   ✓ met  ✗ missed  –\N{NO-BREAK SPACE}paused", Tone.DIM),
                ),
            ),
            ("streak", (Span("7 weeks", Tone.STRONG), " · coverage 91 % · longest gap 11 days")),
        ),
    )
    balance = Bars(
        title="Balance, 12 weeks",
        target=0.5,
        bars=(
            Bar("prospects", 11, 19, "58 %  11 of 19 interviews", Tone.GOOD),
            Bar("current", 6, 19, "32 %  6"),
            Bar("partners", 2, 19, "11 %  2"),
        ),
    )
    changed = Lines(
        title="What changed",
        items=(
            (
                Span("H3", Tone.CODE),
                " testing → ",
                Span("validated", Tone.GOOD),
                "  6 for, 0 against, 7 of 9 asked",
            ),
            (
                Span("H5", Tone.CODE),
                " validated → ",
                Span("stale", Tone.WARN),
                "  its newest counted evidence is 181 days old",
            ),
        ),
    )
    opinions = Table(
        title="Still opinions, riskiest first",
        columns=(
            Column("code"),
            Column("opinion", flex=True, lines=2),
            Column("status"),
            Column("votes", align="right"),
            Column("lacks", flex=True, drop=1),
        ),
        rows=(
            (
                Span("H7", Tone.CODE),
                "A practice pays for recalls before it pays for reminders",
                Span("unvalidated", Tone.DIM),
                "0-0",
                "any vote at all",
            ),
            (
                Span("H2", Tone.CODE),
                "Receptionists decide which tool is tried, and owners only sign",
                Span("testing", Tone.PLAIN),
                "3-1",
                "2 voices, a clear majority",
            ),
            (
                Span("H9", Tone.CODE),
                "Groups of five sites and more connect no calendar that their own IT has not read",
                Span("mixed", Tone.WARN),
                "4-3",
                "a clear majority, 1 prospect",
            ),
        ),
    )
    followups = Lines(
        title="Promised",
        mark="□",
        items=(
            (Span("overdue since 18 Nov", Tone.BAD), "  send Jonas Weber the recall summary"),
            "due 24 Nov  Ana Ruiz introduces us to her head of finance (theirs)",
        ),
    )
    due = Lines(
        title="Talk to next",
        items=(
            "Tomás Prado, Dental Sur: 9 days over, and nobody asked him about H2",
            "Lena Vogt, Praxis Vogt: 4 days over",
        ),
    )
    words = Prose(
        title="In their words, I41",
        text="> I stay an hour every Friday, only for the invoices.\n"
        "\n"
        "She showed the spreadsheet:\n"
        "- one row a supplier, colours by hand\n"
        "\t- red means that someone has to call\n",
    )
    return Page(
        title="Week 47 · 16 to 22 November 2026",
        blocks=(
            contacts,
            habit,
            balance,
            changed,
            opinions,
            followups,
            due,
            Lines(title="Booked", items=(), empty="nothing booked for next week"),
            words,
            Note(("Next: ", Span("disco prep I45", Tone.CODE), " for Tuesday’s call.")),
        ),
        data={
            "week": "2026-W47",
            "first_day": date(2026, 11, 16),
            "last_day": date(2026, 11, 22),
            "interviews": [{"code": "I43", "person": "王小明", "relation": "prospect"}],
            "cadence": {"goal": 1, "coverage": 0.91, "streak": 7, "paused": None},
            "changed": [{"code": "H3", "from": "testing", "to": "validated"}],
        },
        table=contacts,
        footnotes=("Interviews are weak evidence beside behaviour; counts describe those asked.",),
    )


@pytest.fixture(scope="session")
def week_page() -> Page:
    return week()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares text with a golden file, or writes the file when `DISCO_GOLDEN=write`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("DISCO_GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        with file.open(encoding="utf-8", newline="") as stored:
            assert text == stored.read()

    return compare
