"""Values of the wrong kind by every way in: refused by name, or kept as the text that was typed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Disco
from tests.formats.test_journal_json import journal
from tests.trials.conftest import Trial

from discoverycli.domain.note.front_matter import write_field
from discoverycli.domain.text.dates import FIRST_YEAR, LAST_YEAR
from discoverycli.errors import InputError
from discoverycli.formats import journal_folder, journal_json, journal_markdown, read
from discoverycli.formats.records import plain
from discoverycli.formats.tables import unescape
from discoverycli.settings.settings_file import SETTINGS, parse
from discoverycli.store.read import journal as reading
from discoverycli.store.reader import open_reader

VALUES = (
    "no", "Yes", "true", "on", "null", "~", "12:30:00", "1:30", "0x1F", "0o17", "010", "1e3",
    "1_000", "+5", "-1", "-0", "0", "1.5", "1,5", ".5", "5.", "NaN", ".inf", "9" * 30, "1441",
    "100001", "٣", "½", "²", "2026-02-30", "2026-13", "20261120", "0001-01-01", "9999-12-31",
    "2026-W47", "2026-11-20T25:00", "[1, 2]", "{a: b}", "[]", "!!int 5", "&a", "*a", "|", "<<", "@",
    "P1", "H1", "%s", "None", "prospects",
)  # fmt: skip
"""Fifty texts that some program takes for a value of another kind."""

PLAIN = (
    None, True, False, 0, 1, -1, 1.0, 1.5, 2**31, 10**14, "", " ", "no", "true", "null", "0", "1", "-1",
    "1.5", "1e3", "NaN", "12:30:00", "2026-11-20", "2026-11", "2026", "2026-02-30", "20261120",
    "0001-01-01", "9999-12-31", "2026-11-20T10:00:00", "P1", "p1", "P01", "H1", "I1", "S1", "H0",
    "prospect", "Prospect", "did", "DID", "supports", "testing", [], {}, [1], ["current"], [None],
    {"code": "P1"}, [["a"]],
)  # fmt: skip
"""Fifty values of JSON, each right in few places."""

DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)


def digits(text: str, least: int, most: int) -> int | None:
    """The whole number that a text of digits spells, if it is in its range."""
    found = re.fullmatch("[0-9]{1,9}", text)
    return int(text) if found and least <= int(text) <= most else None


def whole(least: int, most: int) -> Callable[[str], bool]:
    """Whether a text is a whole number in that range, as options have it: `+5` is one."""

    def right(text: str) -> bool:
        try:
            return least <= int(text) <= most
        except ValueError:
            return False

    return right


def day(text: str) -> str | None:
    """The day that a text spells, as it is stored."""
    found = DAY.fullmatch(text)
    try:
        spelled = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    inside = spelled is not None and FIRST_YEAR <= spelled.year <= LAST_YEAR
    return spelled.isoformat() if spelled and inside else None


def first(journal: Path) -> dict[str, Any]:
    """The first interview as it is stored, with the person in it."""
    with open_reader(journal) as reader:
        snapshot = reading.read_journal(reader).in_memory()
    interview, person = (plain(each[0]) for each in (snapshot.interviews, snapshot.people))
    return interview | {"who": person["name"], "segment": interview["people"][0]["segment"]}


TEXTS = ("segment", "via", "title", "study")
FIELDS = ("with", "as", "on", "channel", "kind", "minutes", *TEXTS)


def is_kept(field: str, text: str, made: dict[str, Any]) -> bool:
    """Whether what was stored is what was typed into that field."""
    if field == "with":
        # A list of people is no wrong value there.
        return bool(made["who"] == text or (made["who"] == "1" and text == "[1, 2]"))
    if field == "on":
        return bool(made["held_on"] == day(text) and (made["held_on"] or made["date_text"] == text))
    if field == "minutes":
        return bool(made["minutes"] == digits(text, 1, 1440) is not None)
    return bool(field in TEXTS and made[field] == text)


def in_a_note(text: str, *fields: str, quoted: bool = False) -> str:
    """A note whose fields say `text`: as it is, or as a program would write it."""
    known = {"with": "Ana @ Acme", "as": "prospect", "on": "2026-11-02"}
    lines = [f"{key}: {value}\n" for key, value in known.items() if key not in fields]
    for field in fields:
        lines.append(write_field(field, text) if quoted else f"{field}: {text}\n")
    return f"---\n{''.join(lines)}---\nWords that were said.\n"


@pytest.mark.trial("B8")
@pytest.mark.parametrize("way", ["log FILE", "log -", "import"])
def test_a_field_of_a_note_is_kept_as_typed_or_refused(
    way: str, trial: Trial, disco: Disco, journal_path: Path
) -> None:
    """Each value in each field, plain and quoted; the three ways share them."""
    assert len(VALUES) == trial.count
    disco("init", str(journal_path))
    empty = journal_path.read_bytes()
    fields = [*((field,) for field in FIELDS if field not in TEXTS), TEXTS]
    notes = [
        (text, some, in_a_note(text, *some, quoted=quoted))
        for text in VALUES
        for some in fields
        for quoted in (False, True)
    ]
    shared = notes[("log FILE", "log -", "import").index(way) :: 3]
    for text, some, note in trial.some(shared, 20):
        Path("note.md").write_text(note)
        words = {"import": ("import", "note.md"), "log -": ("log", "-")}.get(
            way, ("log", "note.md")
        )
        result = disco(*words, typed=note, ok=False)
        said = f"{some}: {text!r} by {way}: {result}"
        if result.code == 0:
            made = first(journal_path)
            for field in some:
                trial.check(is_kept(field, text, made), f"{field} of {said}\n{made}")
            journal_path.write_bytes(empty)
            continue
        told = result.err + result.out
        trial.check(result.code in (2, 3), said)
        named = ("line ", "note.md:", "nobody was named", text)
        trial.check(any(each in told for each in named), said)
        trial.check(journal_path.read_bytes() == empty, f"refused, and the journal changed: {said}")
    trial.ran(trial.count)


def option(command: tuple[str, ...], name: str, judge: Callable[[str], bool]) -> Any:
    return pytest.param(command, name, judge, id=f"{' '.join(command[:2])} {name}")


def never(text: str) -> bool:
    return False


LOG = ("log", "Ana @ Acme", "words")
OPINION = ("hypotheses", "add", "a claim")
JOB = ("jobs", "add", "find a van")


@pytest.mark.trial("B8")
@pytest.mark.parametrize(
    ("command", "name", "right"),
    [
        option(LOG, "--minutes", lambda text: digits(text, 1, 1440) is not None),
        option(LOG, "--as", never),
        option(LOG, "--on", lambda text: day(text) is not None),
        option(LOG, "--channel", never),
        option(LOG, "--kind", never),
        option(OPINION, "--importance", whole(1, 5)),
        option(OPINION, "--class", never),
        option(OPINION, "--origin", never),
        option(OPINION, "--serves", never),
        option(OPINION, "--rule", never),
        option(JOB, "--type", never),
        option(("people", "edit", "P1"), "--every", lambda text: digits(text, 1, 3650) is not None),
        option(("people", "edit", "P1"), "--relation", never),
        option(("hypotheses", "support", "H1", "I1", "x"), "--rung", never),
        option(("hypotheses", "park", "H1", "--reason", "x"), "--until", never),
        option(("report", "cadence"), "--pause", never),
        option(("edit", "I1"), "--minutes", whole(0, 1440)),
        option(("edit", "I1"), "--on", lambda text: day(text) is not None),
        option(("edit", "I1"), "--channel", never),
        option(("import", "note.md"), "--year", whole(1900, 2199)),
        option(("import", "note.md"), "--date-order", never),
        option(("import", "note.md"), "--as", never),
    ],
)
def test_an_option_takes_its_own_values_only(
    command: tuple[str, ...],
    name: str,
    right: Callable[[str], bool],
    trial: Trial,
    disco: Disco,
    journal_path: Path,
) -> None:
    Path("note.md").write_text(in_a_note("A talk", "title"))
    disco("log", "Ana @ Acme", "H: a thing is typed twice")
    before = journal_path.read_bytes()
    for text in trial.some(VALUES, 6):
        result = disco(*command, f"{name}={text}", ok=False)
        said = f"{' '.join(command)} {name}={text}: {result}"
        trial.check(result.code == (0 if right(text) else 2), said)
        if result.code == 0:
            for path in journal_path.parent.glob("journal.db*"):
                path.unlink()
            journal_path.write_bytes(before)
        trial.check(journal_path.read_bytes() == before, f"the journal changed by {said}")
    trial.ran(trial.count)


NAMES = ("log.author",)
"""The settings that are any text."""


@pytest.mark.trial("B8")
def test_a_setting_takes_its_own_values_only(trial: Trial, disco: Disco, world: Path) -> None:
    """By command and in the file, where YAML would have other ideas of them."""
    path = world / "config.yaml"
    for text in trial.some(VALUES, 10):
        for setting in SETTINGS:
            allowed = re.search(r"from ([0-9]+) to ([0-9]+)", setting.allowed)
            bounds = (int(allowed[1]), int(allowed[2])) if allowed else (1, 0)
            right = digits(text, *bounds) is not None
            section, _, key = setting.key.partition(".")
            for written in (text, json.dumps(text)):
                try:
                    content = parse(f"{section}:\n  {key}: {written}\n", path)
                except InputError as error:
                    trial.check("line 2" in error.message, f"{setting.key}: {written}: {error}")
                    continue
                kept = setting.value(content.settings)
                unset = setting.key not in content.texts and written == text
                said = f"{setting.key}: {written} is {kept!r}"
                trial.check(unset or right or setting.key in NAMES, said)
                trial.check(unset or str(kept) == str(int(text) if right else text), said)
        for key in ("cadence.goal", "log.as", "periods.prospect"):
            result = disco("config", "set", "--", key, text, ok=False)
            right = key != "log.as" and digits(text, 1, 50 if key == "cadence.goal" else 3650)
            trial.check(result.code == (0 if right else 2), f"{key} {text}: {result}")
            path.unlink(missing_ok=True)
        trial.ran()


STORY = """title: {value}
date: {date}
authored_by: {value}
quotes:
  - from: Ana Lee, Lead, Acme
    content: {value}
"""


@pytest.mark.trial("B8")
def test_a_value_of_yaml_is_the_text_that_stands_there(trial: Trial) -> None:
    """YAML makes numbers, truths, times and nothing of them: none of these is what was said."""
    for text in VALUES:
        for written in (text, json.dumps(text)):
            result = read("a.yaml", STORY.format(value=written, date=written).encode())
            said = f"{written}: {result}"
            if not result.entries:
                trial.check(all(each.refused and each.line for each in result.problems), said)
                continue
            (entry,) = result.entries
            if written != text or not text.startswith(("[", "{", "|")):
                trial.check(entry.title == text, said)
                trial.check(f"> {text}" in entry.note.body, said)
                trial.check(entry.date_text == text, said)
            trial.check(str(entry.held) in ("undated", day(text)), said)
        trial.ran()


def places(content: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each value inside some JSON, and the way there."""
    for step in content if isinstance(content, dict) else range(len(content)):
        yield (step,), content[step]
        if isinstance(content[step], dict | list):
            for rest, value in places(content[step]):
                yield (step, *rest), value


def put(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The same JSON with another value in a place."""
    made = json.loads(json.dumps(content))
    inside = made
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    return made


@pytest.mark.trial("B8")
def test_a_value_of_an_export_comes_back_as_it_is_or_is_refused_with_its_place(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    """Each value in every place, in CI in every other; what is taken is written as the very same."""
    assert len(PLAIN) == trial.count
    export = journal()
    taken = 0
    for number, value in trial.some([*enumerate(PLAIN)], 10):
        # What is read of an older version is written in this one.
        there = [place for place, _ in places(export) if place != ("disco",)]
        for place in there if trial.release else there[number % 2 :: 2]:
            changed = json.dumps(put(export, place, value))
            try:
                snapshot = journal_json.load("j.json", changed.encode())
            except InputError as error:
                trial.check(error.message.startswith("j.json"), f"{place} = {value!r}: {error}")
                continue
            taken += 1
            again = json.dumps(json.loads("".join(journal_json.dump(snapshot))))
            trial.check(again == changed, f"{place} = {value!r} came back as another")
        wrong = ("interviews", 0, "evidence", 0, "linked")
        Path("j.json").write_text(json.dumps(put(export, wrong, value)))
        result = disco("import", "j.json", ok=False)
        trial.check(result.code == (0 if isinstance(value, bool) else 2), f"{value!r}: {result}")
        stored = journal_path.exists()
        trial.check(stored == isinstance(value, bool), f"{value!r}: {result}")
        journal_path.unlink(missing_ok=True)
        trial.ran()
    assert trial.fast or taken > len(PLAIN)


@pytest.mark.trial("B8")
def test_a_cell_of_an_export_comes_back_as_it_is_or_is_refused_with_its_place(trial: Trial) -> None:
    """Each value in cells of every table."""
    snapshot = journal_json.load("j.json", json.dumps(journal()).encode())
    files = {name: "".join(text).encode() for name, text in journal_markdown.dump(snapshot)}
    cells = [
        (name, number, place)
        for name, data in files.items()
        for number, line in enumerate(data.decode().split("\n"))
        if line.startswith("| ")
        for place in range(line.count(" | ") + 1)
    ]
    dice = random.Random(8)
    for text in VALUES:
        for name, number, place in dice.sample(cells, 30):
            lines = files[name].decode().split("\n")
            row = lines[number][2:-2].split(" | ")
            row[place] = text
            lines[number] = f"| {' | '.join(row)} |"
            changed = files | {name: "\n".join(lines).encode()}
            said = f"{text!r} in {name}, line {number + 1}"
            try:
                found = journal_folder.load("there", changed)
            except InputError as error:
                trial.check(error.message.startswith("there"), f"{said}: {error}")
                continue
            texts = {each: "".join(text) for each, text in journal_markdown.dump(found)}
            again = texts[name].split("\n")
            cell = again[number][2:-2].split(" | ")[place]
            kept = text if name == "journal.md" else unescape(text)
            trial.check(unescape(cell) == kept, f"{said} came back as {cell!r}")
        trial.ran()
