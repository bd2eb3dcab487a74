"""Odd encodings by every way in: what comes in is what was written, or is refused by name.

The team store on PostgreSQL, which has to answer as SQLite does, is not there yet: this is the
half with SQLite.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.conftest import Disco, Result
from tests.trials.conftest import Trial

HERE = "HERE"
"""Where the odd letters stand in a text."""


class Oddity(NamedTuple):
    """What stands in the text, and the bytes of a whole file with it in it."""

    letters: str
    encode: Callable[[str], bytes]


ODDITIES = {
    "NUL": Oddity("a\0b", str.encode),
    "surrogate": Oddity("a\ud800b", lambda text: text.encode("utf-8", "surrogatepass")),
    "BOM": Oddity("a\ufeffb", lambda text: b"\xef\xbb\xbf" + text.encode()),
    "bad UTF-8": Oddity("caf\xe9", lambda text: text.encode("latin-1")),
    "UTF-16": Oddity("plain", lambda text: text.encode("utf-16")),
    "NFD": Oddity("cafe\u0301 and caf\xe9", str.encode),
}
KEPT = ("BOM", "NFD")
"""What is text like any other; a mark at the very beginning of a file is none of its letters."""

ESCAPED = ("NUL", "surrogate", "BOM", "NFD")
"""What can also be written as an escape."""

REASONS = (
    "UTF-8",
    "UTF-16",
    "NUL",
    "surrogate",
    "invalid Unicode",
    "a control character",
    "does not begin as that of an export",
)

NOTE = f"---\nwith: Ana @ Acme\non: 2026-11-02\n---\nBefore {HERE} after\n"
INTERVIEW = f"""# Interview with Acme

**Date:** 2026-03-04
**Interviewee:** Ana Lee, Engineer, Acme

Before {HERE} after, and they told us of the nightly jobs that nobody understands.
"""
COLLECTION = f"""# Kite: what adopters say

## Adopter 1 - Retail

Before {HERE} after, and they told us of the nightly jobs that nobody understands.

## Adopter 2 - Travel

They told us of the daily jobs that nobody understands either.
"""
STORY = f"""title: Kite is the way
authored_by: Ana Lee
quotes:
  - from: Ana Lee, Lead, Acme
    content: Before {HERE} after
"""
SETTINGS = f"log:\n  author: Robin {HERE}\n"


class Came(NamedTuple):
    """What became of a text: the command's end, what there is of it now, what was written, and
    the file that an error has to name where there can be several."""

    way: str
    result: Result
    kept: str | None
    wanted: str
    called: str = ""


Way = Callable[[Disco, Oddity], Iterator[Came]]


def by_import(name: str, template: str) -> Way:
    """A file that `disco import` reads."""

    def come(disco: Disco, odd: Oddity) -> Iterator[Came]:
        wanted = f"Before {odd.letters} after"
        Path(name).write_bytes(odd.encode(template.replace(HERE, odd.letters)))
        yield Came(name, disco("import", name, ok=False), first_notes(disco), wanted, name)

    return come


def by_story(disco: Disco, odd: Oddity) -> Iterator[Came]:
    """Plain, and as the escapes of YAML."""
    yield from by_import("story.yaml", STORY)(disco, odd)
    if odd not in map(ODDITIES.get, ESCAPED):
        return
    clear()
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in odd.letters)
    text = STORY.replace(f"Before {HERE} after", f'"Before {escaped} after"')
    Path("escaped.yaml").write_text(text)
    result = disco("import", "escaped.yaml", ok=False)
    yield Came("escaped.yaml", result, first_notes(disco), f"Before {odd.letters} after", "escaped")


def by_log(disco: Disco, odd: Oddity) -> Iterator[Came]:
    """A file, standard input, and the command line, where a system passes it on at all."""
    data = odd.encode(NOTE.replace(HERE, odd.letters))
    wanted = f"Before {odd.letters} after"
    Path("call.md").write_bytes(data)
    yield Came("log FILE", disco("log", "call.md", ok=False), first_notes(disco), wanted)
    clear()
    result = disco("log", "-", typed=data, ok=False)
    yield Came("log -", result, first_notes(disco), wanted)
    clear()
    word = odd.encode(odd.letters)
    if b"\0" not in word:
        typed = f"Before {os.fsdecode(word)} after"
        result = disco("log", "Ana @ Acme", typed, ok=False)
        yield Came("log WORDS", result, first_notes(disco), typed)
        clear()


def by_export(disco: Disco, odd: Oddity) -> Iterator[Came]:
    """An export's note, plain and as the escapes of JSON; its name is that of a person, too."""
    disco("log", "Ana @ Acme", f"Before {HERE} after", "--journal", "there.db")
    whole = disco("export", "--journal", "there.db").out
    wanted = f"Before {odd.letters} after"
    Path("plain.json").write_bytes(
        odd.encode(whole.replace(HERE, json_escaped(odd.letters, False)))
    )
    result = disco("import", "plain.json", ok=False)
    yield Came("plain.json", result, first_notes(disco), wanted, "plain.json")
    clear()
    if odd not in map(ODDITIES.get, ESCAPED):
        return
    Path("escaped.json").write_text(whole.replace(HERE, json_escaped(odd.letters, True)))
    result = disco("import", "escaped.json", ok=False)
    yield Came("escaped.json", result, first_notes(disco), wanted, "escaped.json")


def by_folder(disco: Disco, odd: Oddity) -> Iterator[Came]:
    """Each file of a folder in which the words stand."""
    pause = ("report", "cadence", "--pause", "2026-12-21..2026-12-27", "--reason", HERE)
    disco("log", "Ana @ Acme", f"Before {HERE} after\n!pain {HERE}", "--journal", "there.db")
    disco(*pause, "--journal", "there.db")
    disco("export", "--format", "markdown", "--output", "there", "--journal", "there.db")
    plain = {path: path.read_text() for path in Path("there").rglob("*.md")}
    for odd_path, text in plain.items():
        if HERE not in text:
            continue
        clear()
        for path, words in plain.items():
            letters = odd.letters if odd.letters.isprintable() or path == odd_path else HERE
            encode = odd.encode if path == odd_path else str.encode
            path.write_bytes(encode(words.replace(HERE, letters)))
        result = disco("import", "there", ok=False)
        kept = None if first_notes(disco) is None else disco("export").data
        if kept is not None:
            interview = kept["interviews"][0]
            kept = {
                "journal.md": kept["pauses"][0]["reason"],
                "statements.md": interview["statements"][0]["text"],
                "I1.md": interview["notes"],
            }[odd_path.name]
        yield Came(str(odd_path), result, kept, odd.letters, str(odd_path))


def by_settings(disco: Disco, odd: Oddity) -> Iterator[Came]:
    """The settings file, which holds one name."""
    os.environ.pop("DISCO_AUTHOR", None)
    Path("config.yaml").write_bytes(odd.encode(SETTINGS.replace(HERE, odd.letters)))
    result = disco("config", "get", "log.author", ok=False)
    yield Came("config.yaml", result, result.out or None, f"Robin {odd.letters}", "config.yaml")


WAYS: dict[str, Way] = {
    "our note": by_import("ours.md", NOTE),
    "interview": by_import("theirs.md", INTERVIEW),
    "collection": by_import("kite-adopters.md", COLLECTION),
    "story": by_story,
    "export as JSON": by_export,
    "export as Markdown": by_folder,
    "log": by_log,
    "settings": by_settings,
}


def json_escaped(letters: str, whole: bool) -> str:
    """Letters inside a JSON text: all as escapes, or only those that JSON does not take plain."""
    if whole:
        return "".join(f"\\u{ord(letter):04x}" for letter in letters)
    return letters


def clear() -> None:
    """Takes the journal away."""
    for path in Path().glob("*.db*"):
        path.unlink()


def first_notes(disco: Disco) -> str | None:
    """The first interview's notes letter for letter; `None` where nothing was stored."""
    if not Path("journal.db").exists():
        return None
    found: list[dict[str, Any]] = json.loads(disco("export").out)["interviews"]
    return found[0]["notes"] if found else None


@pytest.mark.trial("B3")
@pytest.mark.parametrize("way", WAYS)
def test_no_odd_encoding_changes_a_word_in_silence_in_sqlite(
    way: str, trial: Trial, disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight ways in, six oddities each; PostgreSQL has to be the same, and is not there yet."""
    assert len(WAYS) * len(ODDITIES) == trial.count
    monkeypatch.setenv("DISCO_AUTHOR", "Robin")
    for name, odd in trial.some([*ODDITIES.items()]):
        clear()
        for came in WAYS[way](disco, odd):
            said = f"{name} by {came.way}: {came.result}, kept {came.kept!r}"
            if came.result.code == 0:
                trial.check(came.kept is not None and came.wanted in came.kept, said)
                trial.check(name in KEPT, f"what is no text was taken: {said}")
                continue
            words = came.result.out + came.result.err
            trial.check(came.result.code == 2, said)
            trial.check(came.kept is None, f"refused, and stored: {said}")
            trial.check(came.called in words, f"'{came.called}' is not named: {said}")
            named = any(reason in words for reason in REASONS)
            trial.check(named or name in KEPT, f"no reason: {said}")
            trial.check(name != "NFD", f"letters of any language are text: {said}")
        trial.ran()


NO_UTF_8 = os.fsdecode(b"caf\xe9")
TOO_LONG = "x" * 300
WORDS = """
log {}; log {} words; log Bea {}; log Bea words --segment {}; log Bea words --title {}
log Bea words --via {}; log Bea words --on {}; log Bea words --as {}; log Bea -m {}
log Bea words --channel {}; log Bea words --minutes {}; log {}.md; log ./{}; log ./{}/{}
import {}; import {}.md; import ours.md --as {}; import ours.md --format-of {}
hypotheses add {}; hypotheses add x --segment {}; hypotheses add x --rule {}; hypotheses show {}
hypotheses edit H1 --text {}; hypotheses edit H1 --segment {}; hypotheses support H1 I1 {}
hypotheses edit H1 --rule voices=3 --reason {}; hypotheses edit H1 --rule voices={}
hypotheses support H1 {}; hypotheses support H1 I1 x --person {}; hypotheses refute H1 I1 {}
hypotheses park H1 --until 2027-01-01 --reason {}; hypotheses park H1 --until {} --reason x
hypotheses --status {}; hypotheses --serves {}
jobs add {}; jobs add find-a-cat --segment {}; jobs show {}; jobs lint {}
people show {}; people edit P1 --name {}; people edit P1 --organisation {}; people edit P1 --role {}
people edit P1 --segment {}; people edit P1 --every {}
report --week {}; report cadence --pause {}
report cadence --pause 2026-12-24..2027-01-02 --reason {}; search --noun {} x; show {}
edit I1 --title {}; edit I1 --with {}; edit {}; edit I1 --study {}; edit I1 --via {}
edit I1 --on {}; edit I1 --file {}; export --format {}; config set log.author {}; config set {} x
config get {}; restore {}; {}; --{}; people --{}
"""
"""Every word of the command line that is stored, looked for or chosen from."""

PATHS = """
init {}; demo {}; people --journal {}; log Ana words --journal {}; export --output {}.json
people --output {}.txt; backup --output {}.db; import {}
"""
"""Words that are paths, which may be of any bytes."""


def calls(text: str, word: str) -> list[list[str]]:
    """The commands of a list with a word put in."""
    return [
        [each.format(word, word) for each in call.split()]
        for call in text.replace("\n", ";").split(";")
        if call.strip()
    ]


@pytest.mark.trial("B3")
def test_a_word_of_the_command_line_that_is_not_utf_8_is_refused_and_nothing_changes(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    disco("log", "Ana Silva @ Acme", "H: they type it twice\nH+ did: yes\n!pain much")
    Path("ours.md").write_text(NOTE)
    before = journal_path.read_bytes()
    for words in trial.some(calls(WORDS, NO_UTF_8), 20):
        result = disco(*words, ok=False)
        said = f"{words}: {result}"
        trial.check(result.code in (2, 3), said)
        trial.check("\n  try: " in result.err, said)
        trial.check(journal_path.read_bytes() == before, f"the journal changed by {said}")
        trial.ran()


@pytest.mark.trial("B3")
def test_a_file_whose_name_is_not_utf_8_is_refused_and_takes_no_other_along(
    trial: Trial, disco: Disco
) -> None:
    Path("notes").mkdir()
    for number, name in enumerate((f"{NO_UTF_8}.md", "a.md", "z.md")):
        try:
            Path("notes", name).write_text(NOTE + f"More: {number}\n")
        except OSError:
            pytest.skip("this system has no such file names")
    data = disco("import", "notes", "--json").data
    trial.check((data["stored"], data["skipped"]) == (2, 0), f"a name takes others along: {data}")
    reasons = [each["message"] for each in data["problems"] if each["refused"]]
    trial.check(reasons == ["its name is not UTF-8; rename it"], f"{data}")
    trial.ran()


@pytest.mark.trial("B3")
def test_a_path_of_odd_bytes_or_one_too_long_is_used_or_refused(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    disco("log", "Ana Silva @ Acme", "words")
    before = journal_path.read_bytes()
    for words in calls(PATHS, NO_UTF_8):
        result = disco(*words, ok=False)
        trial.check(result.code in (0, 2, 3, 4), f"{words}: {result}")
        trial.ran()
    for words in [*calls(PATHS, TOO_LONG), *calls(PATHS, "~nobody-of-that-name/x/y")]:
        result = disco(*words, ok=False)
        trial.check(result.code in (0, 2, 3, 4), f"{words}: {result}")
        trial.ran()
    disco("log", "-", "--journal", f"./{TOO_LONG}", typed=NOTE, ok=False)
    trial.check(journal_path.read_bytes() == before, "the journal changed")
