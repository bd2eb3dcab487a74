"""What others write must not act on whoever reads it, nor on what reads it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import process_time

import pexpect
import pytest
from tests.conftest import Disco, Result
from tests.trials import hostile
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.hostile import HARMLESS, PAYLOADS, TOGETHER, acting

from discoverycli.context import FORMATS

PROGRAMS_OWN = frozenset(
    """
    at basis channel code command content_hash created_on direction done_on erased_on expires_on given_on
    held_on kind last_contact logged_at made_on moved_on noun origin parked_until person_uid
    precision relation result risk_class scope serves snoozed_until stance status steady_until type uid
    was withdrawn_on added_on computed_on due_on first_on last_on
    """.split()  # noqa: SIM905
)
"""Columns of text that hold identifiers, days and the words of lists, and nothing that is typed."""


@pytest.fixture
def plain(disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal in which every free text holds a harmless word."""
    monkeypatch.setenv("EDITOR", "true")
    path = world / "plain.db"
    hostile.harmless_journal(disco, path)
    return path


@pytest.fixture
def nasty(plain: Path) -> Path:
    """Its twin, in which every free text holds every payload beside that word."""
    path = plain.with_name("nasty.db")
    path.write_bytes(plain.read_bytes())
    hostile.poison(path, TOGETHER)
    return path


def test_the_hostile_journal_is_hostile_in_every_field(plain: Path) -> None:
    left = {each for each in hostile.never_filled(plain) if each.split(".")[1] not in PROGRAMS_OWN}
    assert left == {"counter.name"}


def test_every_command_is_tried(world: Path) -> None:
    missing = set(hostile.tree()) - set(hostile.arguments("", world))
    assert not missing, f"tests/trials/hostile.py, arguments(): how are they called? {missing}"


def check(trial: Trial, said: str, result: Result) -> None:
    """Nothing acts in what was printed, nothing forges a line of ours, and nothing broke.

    That is more than to print what a harmless twin prints: of such a twin, too, nothing acts.
    """
    odd = acting(result.out + result.err)
    trial.check(not odd, f"{said}: {sorted(odd)}")
    trial.check(result.code != 70, f"{said}: {result.err}")
    trial.check("\nForged" not in result.err, f"{said}: a forged line in {result.err}")
    trial.ran()


@pytest.mark.trial("H1")
@pytest.mark.parametrize("terminal", mostly_bulk([False, True], True), ids=["pipe", "terminal"])
def test_no_text_acts_in_the_output_of_any_command_in_any_format(
    trial: Trial, nasty: Path, world: Path, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A bar of long work moves the cursor, and shows nothing of what is stored.
    monkeypatch.setattr("discoverycli.render.progress.FEW", 1_000_000)
    calls = hostile.arguments(TOGETHER, world)
    for name, command in hostile.tree().items():
        others = FORMATS[1:] if hostile.takes_format(command) else ()
        codes = set()
        for words in trial.some(calls.get(name, ()), 1):
            for way in ((), *(("--format", each) for each in others[:: 2 if trial.fast else 1])):
                journal = hostile.copied(nasty, world / f"{trial.runs}", TOGETHER)
                own = () if name == "demo" else ("--journal", str(journal))  # it makes its own
                call = (*name.split(), *words, *way, *own)
                result = hostile.run(*call, terminal=terminal)
                check(trial, f"disco {name} {ascii(words)[:100]} {way}", result)
                codes.add(result.code)
                if result.code not in (0, 1):
                    break  # nothing got as far as to a format
        trial.check(trial.fast or {0, 1} & codes, f"disco {name} never worked: {codes}")


SHOWN = (
    ("hypotheses", "--all"), ("hypotheses", "show", "H1"), ("hypotheses", "show", "H2"),
    ("jobs",), ("jobs", "show", "J1"), ("jobs", "show", "J2"), ("people",),
    ("people", "show", "P1"), ("report",), ("report", "cadence"), ("show", "I1"),
    ("show", "S1"), ("show", "I2"), ("why", "H1"),
)  # fmt: skip
"""Every page that shows what is stored."""


@pytest.mark.trial("H1")
def test_no_payload_by_itself_acts_on_any_page(trial: Trial, plain: Path, world: Path) -> None:
    for turn, (name, text) in trial.some([*enumerate(PAYLOADS.items())], 6):
        if name in hostile.UNSTORABLE:
            continue
        nasty = hostile.copied(plain, world / name)
        hostile.poison(nasty, text, surrounded=False)
        for page in SHOWN if trial.release else SHOWN[turn % 4 :: 4]:
            result = hostile.run(*page, "--journal", str(nasty), terminal=True)
            check(trial, f"{name}, {page}", result)
            trial.check(result.code == 0, f"{name}, {page}: {result.err}")


@pytest.mark.trial("H1")
def test_no_text_acts_on_a_real_terminal(trial: Trial, nasty: Path, world: Path) -> None:
    pages = SHOWN if trial.release else SHOWN[:1] if trial.fast else SHOWN[::4]
    for page in pages:
        for pager in ("", "cat -u"):
            terminal = pexpect.spawn(
                sys.executable,
                ["-m", "discoverycli", *page, "--journal", str(nasty)],
                env={**os.environ, "PAGER": pager, "TERM": "xterm-256color"},
                encoding="utf-8",
                timeout=60,
            )
            terminal.expect(pexpect.EOF)
            terminal.close()
            text = str(terminal.before).replace("\r\n", "\n")
            check(trial, f"{page} through '{pager}'", Result(terminal.exitstatus or 0, text, ""))
            trial.check(HARMLESS in text, f"{page} shows nothing: {text}")


@pytest.mark.parametrize("part", ["Ab-", "A", "Ab, "])
def test_a_title_without_end_holds_up_no_anonymous_view(
    disco: Disco, world: Path, part: str
) -> None:
    path = world / "note.md"
    title = part * (60_000 // len(part))
    path.write_text(f"---\nwith: Participant 4 @ Acme\ntitle: {title}\n---\n!pain words\n")
    disco("import", str(path))
    began = process_time()
    assert "Person 1" in disco("search", "pain", "--anonymous").out
    disco("people", "forget", "P1", "--yes")
    assert process_time() - began < 10  # it takes well under one; what backtracks, more than fifty


# --- H2 ---------------------------------------------------------------------------------------


@pytest.mark.trial("H2")
@pytest.mark.parametrize("terminal", mostly_bulk([False, True], True), ids=["pipe", "terminal"])
def test_no_option_lets_its_text_act(
    trial: Trial, plain: Path, world: Path, terminal: bool
) -> None:
    harmless = hostile.arguments(HARMLESS, world)
    for name, command in hostile.tree().items():
        base = harmless.get(name, ((),))[0]
        for option in trial.some(sorted(hostile.options_of(command)), 1):
            journal = hostile.copied(plain, world / f"{trial.runs}")
            call = [*name.split(), *base]
            if option != "--journal":
                call += ["--journal", str(journal)]
            result = hostile.run(*call, option, TOGETHER, terminal=terminal)
            check(trial, f"disco {name} {option}", result)
        for words in (("--" + TOGETHER,), (TOGETHER,) * 12, ("--json=" + TOGETHER,)):
            check(
                trial, f"disco {name}, usage", hostile.run(*name.split(), *words, terminal=terminal)
            )
    for words in ((TOGETHER,), ("--" + TOGETHER,), ("-" + TOGETHER,), ("people", TOGETHER, "x")):
        check(trial, "usage", hostile.run(*words, terminal=terminal))


@pytest.mark.trial("H2")
def test_no_name_of_a_file_acts(trial: Trial, plain: Path, world: Path) -> None:
    note = "---\nwith: Ana @ Acme\n---\nwords\n"
    bad = "---\nwith: Ana @ Acme\nwiht: Ana\n---\n!pian words\n"
    for name, odd in trial.some([*hostile.file_names(trial.release)], 1):
        folder = world / f"{trial.runs}{odd}"
        try:
            folder.mkdir()
        except OSError:
            continue  # a file system that takes only text
        journal = str(hostile.copied(plain, world / f"{trial.runs}"))
        for file, content in (("good", note), ("bad", bad), ("empty", "")):
            (folder / f"{file}{odd}.md").write_text(content)
        (folder / f"{odd}.png").write_bytes(b"x")
        (folder / f"link{odd}").symlink_to(odd)
        elsewhere = str(folder / f"new{odd}.db")
        for call in (
            ("import", str(folder), "--journal", journal),
            ("import", str(folder / f"bad{odd}.md"), "--journal", journal),
            ("import", str(folder / odd), "--journal", journal),
            ("show", "I3", "--journal", journal),
            ("log", str(folder / f"bad{odd}.md"), "--journal", journal),
            ("log", str(folder / f"none{odd}.md"), "--journal", journal),
            ("edit", "I1", "--file", str(folder / f"bad{odd}.md"), "--journal", journal),
            ("people", "--output", str(folder), "--journal", journal),
            ("people", "--output", str(folder / f"link{odd}"), "--journal", journal),
            ("people", "--output", str(folder / odd / odd), "--journal", journal),
            ("export", "--output", str(folder / f"out{odd}"), "--journal", journal),
            ("export", "--format", "markdown", "--output", str(folder), "--journal", journal),
            ("people", "--journal", elsewhere),
            ("people", "--journal", str(folder / f"bad{odd}.md")),
            ("log", "Ana @ Acme", "words", "--journal", elsewhere),
            ("log", "Ana @ Acme", "!pain on H99", "H99+ words", "--journal", elsewhere),
            ("config", "--journal", elsewhere),
            ("config", "path", "--journal", elsewhere),
            ("backup", "--journal", elsewhere),
            ("restore", "--journal", elsewhere),
            ("init", str(folder / f"begun{odd}")),
        ):
            result = hostile.run(*call, terminal=True)
            check(trial, f"{name}: {call!a}", result)


@pytest.mark.trial("H2")
def test_no_surroundings_act(
    trial: Trial, plain: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--journal", str(plain))
    calls = (
        ("config", *where), ("people", *where), ("people",), ("log", "Ana", "words", *where),
        ("log", "Ana", "--edit", *where), ("edit", "I1", *where), ("config", "edit", *where),
    )  # fmt: skip
    names = ("DISCO_AUTHOR", "DISCO_TODAY", "DISCO_JOURNAL", "EDITOR", "VISUAL", "PAGER", "COLUMNS")
    for name in names:
        for payload, text in hostile.in_turn(trial.release):
            if payload == "nul":
                continue
            with monkeypatch.context() as patch:
                patch.setenv(name, text)
                for call in calls:
                    result = hostile.run(*call, terminal=True)
                    check(trial, f"{name} with {payload}: {call}", result)
    for payload, text in hostile.in_turn(trial.release):
        for line in (
            f"log:\n  author: {text}\n",
            f"log:\n  as: {json.dumps(text)}\n",
            f"{text}: 1\n",
            text,
        ):
            (plain.parent / "config.yaml").write_text(line, errors="surrogatepass")
            for call in calls[:4]:
                check(trial, f"settings with {payload}", hostile.run(*call, terminal=True))


@pytest.mark.trial("H2")
def test_no_completion_proposes_what_acts(
    trial: Trial, plain: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.cli import complete

    monkeypatch.setenv("DISCO_JOURNAL", str(world / "nasty.db"))
    typed = ("disco show ", "disco show H", "disco hypotheses show H", "disco jobs show J",
             "disco people show p", "disco log p", "disco log p@p", "disco log \x1b", "disco show I")  # fmt: skip
    for payload, text in hostile.in_turn(trial.release):
        (world / "nasty.db").write_bytes(plain.read_bytes())
        hostile.poison(world / "nasty.db", text)
        for shell in trial.some(("bash", "zsh", "fish"), 1):
            monkeypatch.setenv("_DISCO_COMPLETE", f"complete_{shell}")
            monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
            for words in typed:
                monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)
                monkeypatch.setenv("COMP_WORDS", words)
                monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
                result = hostile.run(terminal=False)
                tabs = Result(result.code, result.out.replace("\t", " "), result.err)
                check(trial, f"{payload}, {shell}: {words}", tabs)
        monkeypatch.delenv("_DISCO_COMPLETE")
        for proposal in (*complete.people("p"), *complete.codes("HJPIS")("")):
            trial.check(not acting("".join(proposal)), f"{payload} proposes {proposal!r}")
            trial.ran()


@pytest.mark.trial("H2")
def test_no_answer_to_a_question_acts(trial: Trial, nasty: Path, world: Path) -> None:
    for payload, text in hostile.in_turn(trial.release):
        for answers in (
            (text, "", text, "", text, "", f"{text}", ""),
            ("Ana @ Acme", text, "prospect", text, "today", f"H99+ {text}", f"!pain {text}", ""),
        ):
            typed = "\n".join(answers) + "\n"
            for call in (("log",), ("log", HARMLESS), ("undo",), ("undo", text)):
                journal = hostile.copied(nasty, world / f"{trial.runs}")
                call = (*call, "--journal", str(journal))
                result = hostile.run(*call, terminal=True, typed=typed)
                check(trial, f"{payload}: {call!a}", result)
