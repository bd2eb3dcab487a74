"""The one exit: whatever happens becomes one sentence, one hint and an exit code."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
import typer

from discoverycli import __version__, main
from discoverycli.cli import COMMANDS
from discoverycli.context import begin
from discoverycli.errors import ExitCode

DISCO = [sys.executable, "-m", "discoverycli"]


def test_the_exit_codes_are_what_the_contract_says() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0, "CHECK_SAYS_NO": 1, "USAGE": 2, "NOT_FOUND": 3, "JOURNAL": 4, "BUG": 70,
        "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "cadence", "--check"), 1),
        (("frobnicate",), 2),
        (("hypotheses", "--status", "great"), 2),
        (("report", "--since", "someday"), 2),
        (("show", "I99"), 3),
        (("show", "nobody of that name"), 3),
        (("--journal", "/nowhere/at/all.db", "people"), 3),
    ],
)
def test_every_error_is_one_sentence_and_one_hint(disco, arguments, code) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words", "--on", "2026-01-05")
    result = disco(*arguments, ok=False)
    assert result.code == code
    assert "Traceback" not in result.err
    if code > 1:
        assert result.out == ""
        first, *rest = result.err.splitlines()
        assert first.startswith("disco: ")
        assert [line.startswith("  try: ") for line in rest] == [True]


def test_a_bug_says_so_and_nothing_of_what_was_typed(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("CANARY in a message")

    for debug in ("", "1"):
        monkeypatch.setenv("DISCO_DEBUG", debug)
        monkeypatch.setattr("discoverycli.cli.calls.log.gather", broken)
        result = disco("log", "CANARY @ Acme", "CANARY words", ok=False)
        assert result.code == 70
        assert "bug in disco (RuntimeError)" in result.err
        assert "CANARY" not in result.err
        assert ("cli/calls/log.py" in result.err) is bool(debug)


def test_the_version_and_the_help_are_data(disco) -> None:  # type: ignore[no-untyped-def]
    for argument, words in (("--version", f"disco {__version__}"), ("--help", "Every call")):
        result = disco(argument)
        assert words in result.out
        assert result.err == ""


def test_a_list_is_shown_again_after_one_of_its_sub_commands(
    disco, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    """Where another program keeps the commands and runs them several times."""
    disco("jobs", "add", "close the month")
    commands = typer.main.get_command(main.application())
    shown = []
    for words in (["jobs"], ["jobs", "show", "J1"], ["jobs"]):
        begin()
        commands.main(words, prog_name="disco", standalone_mode=False)
        shown.append(capsys.readouterr().out)
    assert "close the month" in shown[0]
    assert shown[2] == shown[0] != shown[1]


def test_no_command_at_all_shows_the_help(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco()
    assert (result.out, result.err) == (disco("--help").out, "")
    assert "Usage: disco" in result.out


def test_every_command_has_a_help_page_and_a_line_in_the_list(disco) -> None:  # type: ignore[no-untyped-def]
    listed = disco("--help").out
    for name in COMMANDS:
        assert f" {name} " in listed
        assert f"disco {name}" in disco(name, "--help").out


@pytest.mark.process
def test_ctrl_c_ends_with_130_and_no_traceback(disco) -> None:  # type: ignore[no-untyped-def]
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [*DISCO, "log", "-"],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(writer, b"with: ")
    deadline = time.monotonic() + 60
    while _unread(reader):  # once it has taken what there is, it waits for more
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    os.close(reader)
    os.close(writer)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert Path(err.partition("kept in ")[2].splitlines()[0]).read_text() == "with: "


CUT_OFF_IN_A_QUERY = """
import signal, sqlite3, sys
from discoverycli.main import main

class Cursor(sqlite3.Cursor):
    @property
    def description(self):
        if super().description:
            signal.raise_signal(signal.SIGINT)

class Connection(sqlite3.Connection):
    def cursor(self, factory=Cursor):
        return super().cursor(factory)

connect = sqlite3.connect
sqlite3.connect = lambda *given, **named: connect(*given, factory=Connection, **named)
sys.exit(main(["log", "Bo @ Acme", "words"]))
"""


@pytest.mark.process
def test_ctrl_c_in_a_query_leaves_the_journal_as_one_file(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words")
    done = subprocess.run(
        [sys.executable, "-c", CUT_OFF_IN_A_QUERY], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "nothing was stored" in done.stderr) == (130, True)
    beside = {path.name for path in journal_path.parent.iterdir()} - {"drafts"}
    assert beside == {journal_path.name}


AGAIN_AND_AGAIN = """
import atexit, signal, sys
from discoverycli import main

def cut_off(*_given):
    signal.raise_signal(signal.SIGINT)

class Heard(type(sys.stderr)):
    def write(self, text):
        cut_off()
        return super().write(text)

sys.stderr = Heard(sys.stderr.buffer, line_buffering=True)
atexit.register(cut_off)
if sys.argv[1] == "in":
    main.application = cut_off
sys.exit(main.main(["--help"]))
"""


@pytest.mark.process
@pytest.mark.parametrize(("when", "code", "said"), [
    ("in", 130, "disco: interrupted\n"), ("behind", 0, ""),
])  # fmt: skip
def test_a_second_ctrl_c_or_a_late_one_breaks_nothing_off(when: str, code: int, said: str) -> None:
    words = [sys.executable, "-c", AGAIN_AND_AGAIN, when]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


def test_programs_that_are_started_after_a_command_hear_ctrl_c() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main.main(["--version"])
        assert callable(signal.getsignal(signal.SIGINT))  # else they would inherit that it is not
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_an_object_is_cleared_away_comes_a_moment_later(  # type: ignore[no-untyped-def]
    disco, monkeypatch, capsys
) -> None:
    """There Python drops what is raised, prints a traceback and goes on."""

    class Thing:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def cleared(*_arguments: object, **_named: object) -> None:
        Thing()
        time.sleep(30)

    monkeypatch.setattr("discoverycli.store.models.interviews.Interview.build", cleared)
    result = disco("log", "Ana @ Acme", "words", ok=False)
    assert (result.code, result.out) == (130, "")
    assert "disco: interrupted" in result.err
    assert "Exception ignored" not in result.err + capsys.readouterr().err


def test_what_tells_of_errors_that_are_not_passed_on_is_put_back(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they wait")  # One that was interrupted before keeps them quiet.
    before = sys.unraisablehook
    disco("hypotheses", "add", "they pay")
    assert sys.unraisablehook is before is not main._unraisable


def test_ctrl_c_of_which_a_library_makes_an_error_is_no_bug(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def wrapped(*_arguments: object, **_named: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise RuntimeError("a library's own words") from None

    monkeypatch.setattr("discoverycli.store.models.interviews.Interview.build", wrapped)
    result = disco("log", "Ana @ Acme", "words", ok=False)
    assert (result.code, result.out) == (130, "")
    first, kept, then = result.err.splitlines()[-3:]
    assert first == "disco: interrupted"
    assert kept.startswith("  your text is kept in ")
    assert then == "  then: disco log --resume"


def _unread(pipe: int) -> int:
    """How many bytes lie in a pipe."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


@pytest.mark.process
def test_an_encoding_that_lacks_characters_is_no_reason_to_fail(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Zoë 🦊 @ Ångström", "H: naïve café\nH+ did: ✓ tried")
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for arguments in (["hypotheses"], ["show", "I1"], ["show", "Zoë nobody"], ["report"]):
        done = subprocess.run([*DISCO, *arguments], env=environ, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr
        assert b"bug" not in done.stderr
        (done.stdout + done.stderr).decode("ascii")


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_no_screen_is_wider_than_the_terminal(disco, monkeypatch, columns: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", columns)
    note = "H: they type every single invoice twice because nobody trusts the scanner\nH+ did: yes"
    for name in ("Ana Silva", "Bartholomew Featherstonehaugh-Cholmondeley", "许静远"):
        disco("log", f"{name} @ A Company With A Rather Long Name Indeed", typed=note)
    for arguments in (["hypotheses"], ["report"], ["people"], ["show", "I2"], ["jobs"],
                      ["hypotheses", "show", "H1"], ["report", "cadence"], ["config"]):  # fmt: skip
        lines = disco(*arguments).out.splitlines()
        assert max(map(len, lines)) <= int(columns), arguments


def test_no_color_and_a_pipe_print_no_colour(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    assert "\x1b" not in disco("hypotheses").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in disco("hypotheses").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in disco("hypotheses").out


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("arguments", [("log", "Ana @ Acme", "words"), ("people",), ("--version",)])
def test_output_that_cannot_be_written_is_said_and_what_was_stored_stays(disco, arguments) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben @ Bolt", "words")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*DISCO, *arguments], stdout=full, stderr=-1, text=True, check=False)
    assert done.returncode == ExitCode.JOURNAL
    assert done.stderr == (
        "disco: the command is done, but its output cannot be written: "
        f"{os.strerror(errno.ENOSPC).lower()}\n"
    )
    stored = disco("people", "--json").data
    assert len(stored) == (2 if arguments[0] == "log" else 1)


@pytest.mark.process
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ("<&-", "log Ana@Acme words", 0),
        ("<&-", "log Ana@Acme", 2),
        ("<&- >&- 2>&-", "log Ana@Acme words", 0),
        (">&-", "people", 0),
        ("2>&-", "frobnicate", 2),
    ],
)
def test_closed_streams_do_no_harm(disco, closed, arguments, code) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben @ Bolt", "words")
    command = f'"{sys.executable}" -m discoverycli {arguments} {closed}'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "is a bug" not in done.stderr
    stored = 1 if arguments.startswith("log") and code == 0 else 0
    assert len(disco("people", "--json").data) == 1 + stored


def test_every_help_page_ends_with_an_example() -> None:
    text = (Path(__file__).parent.parent / "docs" / "cli.md").read_text()
    pages = re.findall(
        r"^#{2,3} `(disco [^`]+)`\n\n```text\n(.*?)```", text, re.MULTILINE | re.DOTALL
    )
    assert len(pages) > 30
    without = [
        name for name, page in pages if not re.search(r"^  (Example|bash):", page, re.MULTILINE)
    ]
    assert without == []
