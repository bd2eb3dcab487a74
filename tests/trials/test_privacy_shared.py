"""Trials of what leaves the journal: one person's copy, what is kept too long, reports for others."""

from __future__ import annotations

import calendar
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.folk import Folk, Maker, Someone, folded

from discoverycli.cli.reports.report import REPORTS
from discoverycli.main import application
from discoverycli.settings import load as settings_of
from discoverycli.store.read.consent import overdue
from discoverycli.store.reader import open_reader

READ_BY_PEOPLE = ("table", "markdown", "csv")
FORMATS = (*READ_BY_PEOPLE, "json")
_WORD = re.compile(r"[^\W_]+")
_UNLIKE = 6
"""Letters of a name that are in no other word."""


def texts_of(output: str, format_: str) -> str:
    """What an output says, with JSON's escapes undone."""
    if format_ != "json":
        return output
    return json.dumps(json.loads(output), ensure_ascii=False)


def names_in(output: str, words: set[str], phrases: set[str]) -> set[str]:
    """The names and addresses that stand in an output."""
    plain = folded(output)
    found = words & set(_WORD.findall(plain))
    found |= {word for word in words if len(word) >= _UNLIKE and word in plain}
    lined = " ".join(plain.replace("\\", "").split())
    return found | {phrase for phrase in phrases if phrase in lined}


# --- P4 ------------------------------------------------------------------------------------------


def copy_faults(folk: Folk, who: Someone, text: str) -> list[str]:
    """What a person's copy lacks of theirs, and holds of others'."""
    lacks = [word for word in who.words if word not in text]
    own = [who.name, who.organisation, who.code, *([who.former] if who.former else [])]
    own += [who.role] if who.role else []
    lacks += [each for each in own if each not in text]
    others = [each for each in folk.people if each is not who]
    foreign = [word for each in others for word in each.words if word in text]
    foreign += [word for word in folk.common if word in text]
    foreign += [each.role for each in others if each.role and each.role in text]
    mine = {folded(part) for name in own for part in name.split()}
    words = {folded(part) for each in others for part in each.parts if len(part) >= 3} - mine
    phrases = {folded(each.name) for each in others} - {folded(who.name)}
    foreign += sorted(names_in(text, words, phrases))
    return [f"lacks {each}" for each in lacks] + [f"holds {each}" for each in foreign]


@pytest.mark.trial("P4")
def test_a_persons_copy_is_all_of_theirs_and_nothing_of_others(
    disco: Callable[..., Any], world: Path, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = 0
    for seed in range(trial.count):
        monkeypatch.setenv("DISCO_JOURNAL", str(world / f"{seed}.db"))
        folk = Maker(seed, disco, world).make(people=5, interviews=6)
        for who in folk.people:
            for format_ in ("json", "markdown"):
                printed = disco("people", "export", who.code, "--format", format_).out
                text = texts_of(printed, format_).replace("\\", "")
                faults = copy_faults(folk, who, text)
                trial.check(not faults, f"journal {seed}, {who.code}, {format_}: {faults}")
            exported += 1
            trial.ran()
            if exported == trial.count:
                return


# --- P5 ------------------------------------------------------------------------------------------


def months_later(day: date, months: int) -> date:
    """Counted out, month by month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@pytest.mark.trial("P5")
def test_retention_ends_on_its_day_and_on_no_other(
    disco: Callable[..., Any], journal_path: Path, trial: Trial
) -> None:
    rng = random.Random(5)
    months = rng.randint(1, 40)
    disco("init", str(journal_path.parent), "--journal", str(journal_path), ok=False)
    disco("config", "set", "privacy.retention_months", str(months))
    assert settings_of(journal_path.parent).retention_months == months
    ends: dict[str, date] = {}
    for number in range(1, 21):
        last = date(2020, 1, 1) + timedelta(days=rng.randint(0, 2000))
        channel = ["--via", "sales"] if number % 5 == 0 else []
        disco("log", f"Person{number} Zorvik", "words", "--on", str(last), *channel)
        # Whoever was only told of was never heard: then the day they were added counts.
        end = months_later(date(2026, 11, 20) if channel else last, months)
        code = f"P{number}"
        if number % 3 == 0:
            given = last - timedelta(days=30)
            until = given + timedelta(days=rng.randint(0, 2 * 365))
            scope = ("consent", code, "--scope", "notes", "--on", str(given))
            disco("people", *scope, "--until", str(until))
            end = min(end, until)
        if number % 4 == 0:
            disco("people", "consent", code, "--scope", "quote", "--on", str(last))
            disco("people", "consent", code, "--withdraw", "--on", str(last))
            if number % 3 == 0:
                end = min(end, last)
        ends[code] = end
    for code, end in ends.items():
        for step in (-1, 0, 1):
            day = end + timedelta(days=step)
            with open_reader(journal_path) as reader:
                found = {str(each.code): each.days for each in overdue(reader, day, months)}
            wanted = {each: (day - last).days for each, last in ends.items() if last < day}
            trial.check(found == wanted, f"{code} on {day}: {found} for {wanted}")
            trial.check((code in found) == (step == 1), f"{code} on day {step:+}")
            trial.ran()


@pytest.mark.trial("P5")
@pytest.mark.parametrize("format_", mostly_bulk([*FORMATS, "export"], "table"))
def test_words_of_someone_who_withdrew_are_in_no_shared_report(
    disco: Callable[..., Any], world: Path, trial: Trial, format_: str
) -> None:
    folk = Maker(7, disco, world).make(people=4, interviews=6)
    who = max(folk.people, key=lambda each: len(each.words))
    for each in folk.people:
        disco("people", "consent", each.code, "--scope", "quote")
    before = "".join(shared(disco, folk, format_, world / "before"))
    trial.check(
        any(word in before for word in who.words), "nothing to be seen before the withdrawal"
    )
    disco("people", "consent", who.code, "--withdraw")
    after = "".join(shared(disco, folk, format_, world / "after"))
    hits = [word for word in who.words if word in after]
    trial.check(not hits, f"{format_}: {hits}")
    others = {word for each in folk.people if each is not who for word in each.words}
    trial.check(any(word in after for word in others), "nothing of the others either")
    trial.ran()


# --- P6 ------------------------------------------------------------------------------------------


def shared(disco: Callable[..., Any], folk: Folk, format_: str, folder: Path) -> Iterator[str]:
    """Everything that is meant for others, in a format; `export` is the whole journal, twice."""
    if format_ == "export":
        yield texts_of(disco("export", "--anonymous").out, "json")
        disco("export", "--anonymous", "--format", "markdown", "--output", str(folder))
        yield from (file.read_text() for file in sorted(folder.rglob("*.md")))
        yield " ".join(file.name for file in folder.rglob("*"))
        return
    for line in lines_for(folk):
        yield page(disco, line, format_)


def page(disco: Callable[..., Any], line: tuple[str, ...], format_: str) -> str:
    """What a command prints for others."""
    return texts_of(disco(*line, "--anonymous", "--format", format_).out, format_)


def lines_for(folk: Folk) -> list[tuple[str, ...]]:
    """A command line for each kind of page; names are typed where a user would type them."""
    who = folk.people[0]
    return [
        ("people",),
        ("people", "--organisation", who.organisation),
        *(("people", "show", each.name, "--all") for each in folk.people),
        ("hypotheses", "--all"),
        ("hypotheses", "show", "H1"),
        ("hypotheses", "show", "H2"),
        ("jobs",),
        ("jobs", "show", "J1"),
        ("report",),
        ("report", "--quarter"),
        *(("report", name) for name in REPORTS),
        ("report", "matrix", "--by", "people"),
        ("next",),
        ("next", "H1"),
        ("why", "H1"),
        ("why", "S1"),
        ("show", "D1"),
        *(("prep", each.name) for each in folk.people),
        ("search", "canary"),
        ("search", who.name),
        ("search", who.email),
        ("search", folk.organisations[0]),
        ("search", "again"),
        *(("show", f"I{number}") for number in range(1, folk.interviews + 1)),
        ("show", who.name),
        ("show", "S1"),
        ("show", "H1"),
        ("show", "J1"),
    ]


def test_every_command_whose_page_is_meant_for_others_is_tried() -> None:
    folk = Folk([Someone(1, "Zor", ("Zor",), "Kra", "z@k.example", "1")], ["Kra"], [])
    tried = {" ".join(line[: 2 if line[0] in GROUPS else 1]) for line in lines_for(folk)}
    tried = {each if each.split(" ")[-1].isalpha() else each.split(" ")[0] for each in tried}
    assert tried | {"export"} == set(shareable())


GROUPS = ("people", "hypotheses", "jobs", "report")


def shareable() -> Iterator[str]:
    """The commands that take `--anonymous`."""
    root: Any = typer.main.get_command(application())
    for name in root.list_commands(None):
        command = root.get_command(None, name)
        inner = getattr(command, "commands", {})
        if "--anonymous" in _options(command):
            yield name
        yield from (f"{name} {each}" for each in inner if "--anonymous" in _options(inner[each]))


def _options(command: Any) -> list[str]:
    return [option for parameter in command.params for option in parameter.opts]


@pytest.mark.trial("P6")
@pytest.mark.parametrize("part", mostly_bulk(range(5), 0))
def test_reports_for_others_hold_no_name_and_no_address(
    disco: Callable[..., Any], world: Path, trial: Trial, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Before a release every page in every format; else in two, which take turns."""
    for seed in trial.share(part, 5):
        monkeypatch.setenv("DISCO_JOURNAL", str(world / f"{seed}.db"))
        folk = Maker(1000 + seed, disco, world).make(people=4, interviews=2)
        pages = {"export": "".join(shared(disco, folk, "export", world / f"export {seed}"))}
        for number, line in trial.some([*enumerate(lines_for(folk))], 15):
            turns = ("json", READ_BY_PEOPLE[(seed + number) % len(READ_BY_PEOPLE)])
            for format_ in FORMATS if trial.release else turns:
                pages[f"{' '.join(line)} as {format_}"] = page(disco, line, format_)
        words, phrases = folk.secrets()
        kept_back = [word for each in folk.people if not each.quotable for word in each.words]
        for what, text in pages.items():
            found = names_in(text, words, phrases)
            trial.check(not found, f"journal {seed}, {what}: {found}")
            said = [word for word in kept_back if word in text]
            trial.check(not said, f"journal {seed}, {what}: {said}")
        trial.ran()
