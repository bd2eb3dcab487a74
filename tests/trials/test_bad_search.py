"""Searching for arbitrary text: whatever is typed, it is only words, and soon answered."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Disco
from tests.trials.conftest import Trial
from tests.trials.hostile import PAYLOADS

from discoverycli.domain.text.search_words import Query
from discoverycli.pages.calls import search as report_page
from discoverycli.store.read import search as report
from discoverycli.store.reader import Reader, open_reader

MOST_SECONDS = 0.1
_WORDS = """
payroll invoice month end re-key Zoë café did took four hours a the of by hand bookkeeper
spreadsheet 2026-11-20 30 € x
"""
WORDS = _WORDS.split()
SYNTAX = (
    "AND", "OR", "NOT", "NEAR(", "NEAR(a b, 2)", '"', '""', "'", "*", "^", ":", "title:", "body :",
    "{title body}:", "-", "+", "(", ")", "{", "}", "[", "]", ",", ";", "--", "/*", "%", "_", "\\",
    "rank", "search", "rowid", "MATCH", "pay*", "^pay", "-pay", '"pay" *', "a + b", "pay/roll",
    "\0", "\x1a", "\x1b[2J", "\x7f", "\x85", "\u00ad", "\u200b", "\u2028", "\u202e", "\ufeff",
    "\ufffd", "\ud800", "\udfff", "\U0001f642", "\U000e0041", "e\u0301", "\u0301", "ﬁ", "ß", "İ",
    "ǅ", "王", "ก็", "١", "½", "a\u0301" * 40, "x" * 3_000, "x-" * 300, "' OR 1=1; DROP TABLE search",
)  # fmt: skip


def queries(count: int, dice: random.Random) -> Iterator[str]:
    """Any letters, words that are there, signs that mean something to FTS5 or to a terminal."""
    pieces = (*SYNTAX, *PAYLOADS.values())
    for _ in range(count):
        parts = []
        for _ in range(dice.choice((1, 1, 2, 3, 5, 8, 40))):
            match dice.randrange(5):
                case 0:
                    parts.append(dice.choice(WORDS))
                case 1:
                    parts.append(dice.choice(WORDS)[: dice.randint(1, 4)])
                case 2:
                    parts.append(dice.choice(pieces))
                case 3:
                    parts.append("".join(chr(_letter(dice)) for _ in range(dice.randint(1, 12))))
                case _:
                    parts.append(dice.choice(pieces) + dice.choice(WORDS) + dice.choice(pieces))
        yield dice.choice(("", " ", " ", " ", "\n", '"')).join(parts)


def _letter(dice: random.Random) -> int:
    most = dice.choice((0x20, 0x7F, 0x7F, 0x250, 0x3000, 0x10000, 0x110000))
    return dice.randrange(most)


@pytest.fixture
def journal(disco: Disco, journal_path: Path) -> Path:
    """A journal of some hundred talks, with long notes, hostile ones, and one of a single word."""
    dice = random.Random(7)
    folder = Path("notes")
    folder.mkdir()
    for number in range(300):
        words = " ".join(dice.choices(WORDS, k=dice.choice((20, 60, 200))))
        marks = f"!pain did: {' '.join(dice.choices(WORDS, k=9))} #payroll\n"
        (folder / f"n{number:03}.md").write_text(
            f"---\nwith: P{number} Reed @ Acme\n---\n{marks}{words}\n"
        )
    hostile = "\n".join(each for each in PAYLOADS.values() if each.isprintable() or "\x1b" in each)
    (folder / "hostile.md").write_text(f"---\nwith: Mal @ Lory\n---\n{hostile}\n")
    (folder / "long.md").write_text(
        "---\nwith: Lee @ Long\n---\n" + " ".join(dice.choices(WORDS, k=30_000))
    )
    (folder / "one.md").write_text("---\nwith: Una @ One\n---\n" + "x " * 5_000)
    disco("import", "notes")
    disco("hypotheses", "add", "payroll is feared by bookkeepers")
    disco("jobs", "add", "close the month by hand")
    return journal_path


def searched(
    reader: Reader, text: str, prefixes: str, clock: Callable[[], float] = time.perf_counter
) -> float:
    """How long a search takes, from what was typed to the page."""
    began = clock()
    query = Query.read(text)
    found = report.find(reader, query, prefixes, 20)
    page = report_page.search_page(found, query)
    seconds = clock() - began
    assert isinstance(page.data, list)
    assert all(hit.code.prefix in prefixes for hit in found.hits)
    return seconds


@pytest.mark.trial("B7")
def test_any_text_is_searched_for_without_an_error_and_soon(trial: Trial, journal: Path) -> None:
    """What took longer is measured once more, by the work alone: a busy machine makes it wait."""
    dice = random.Random(20261120)
    with open_reader(journal) as reader:
        for text in queries(trial.count, dice):
            prefixes = dice.choice(("ISHJP", "ISHJP", "S", "P", "IHJ"))
            try:
                seconds = searched(reader, text, prefixes)
                if seconds >= MOST_SECONDS:
                    seconds = searched(reader, text, prefixes, time.process_time)
            except Exception as error:
                trial.check(False, f"{error!r} for {text!r:.200}")
            else:
                trial.check(seconds < MOST_SECONDS, f"{seconds:.2f} s for {text!r:.200}")
            trial.ran()


@pytest.mark.trial("B7")
def test_the_command_takes_any_text_too(trial: Trial, disco: Disco, journal: Path) -> None:
    """What a shell passes on: anything but NUL, and lone bytes instead of surrogates."""
    dice = random.Random(11)
    for text in queries(trial.count // 100, dice):
        typed = text.replace("\0", " ").encode("utf-8", "replace").decode()
        typed += dice.choice(("", "\udcff"))
        result = disco("search", "--", typed, ok=False)
        trial.check(result.code == 0, f"{typed!r}: {result}")
        trial.ran()
