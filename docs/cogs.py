"""Runs the real program, in a world of its own, for the generated pages.

`just docs` writes the pages, `just docs-check` compares them; `justfile` has their lines.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cog
import json_page
import json_samples

TODAY = "2026-11-20"
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")


_AS_INSTALLED = (
    "import sys; sys.argv[0] = 'disco'; from discoverycli.main import main; sys.exit(main())"
)
"""Starts the program so that lines to type name it as the shell finds it."""


class World:
    """An empty home and working folder, a fixed day, and a screen of 80 columns."""

    def __init__(self, today: str = TODAY) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="disco-docs-"))
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self.environment = {
            **kept,
            "HOME": str(self.folder),
            "DISCO_TODAY": today,
            "DISCO_AUTHOR": "Robin",
            "COLUMNS": "80",
            # Help pages without boxes, whose looks change from version to version.
            "TYPER_USE_RICH": "0",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }

    def run(self, line: str) -> tuple[str, int]:
        """What a command line prints, both streams, and its exit code."""
        done = self._done(line, stderr=subprocess.STDOUT)
        text = done.stdout.replace(str(self.folder), "~")
        return "\n".join(row.rstrip() for row in text.splitlines()).strip("\n"), done.returncode

    def data(self, line: str) -> tuple[object, int]:
        """The JSON a command line prints, and its exit code."""
        done = self._done(f"{line} --json", stderr=subprocess.PIPE)
        if not done.stdout:
            cog.error(f"{line}: {done.stderr.strip()}")
        return json.loads(done.stdout), done.returncode

    def _done(self, line: str, *, stderr: int) -> subprocess.CompletedProcess[str]:
        words = shlex.split(line)
        assert words[0] == "disco", line
        return subprocess.run(
            [sys.executable, "-c", _AS_INSTALLED, *words[1:]],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            check=False,
        )


def tour() -> None:
    """The README's tour: commands, and what they print."""
    world = World()
    for words, lines in TOUR:
        printed = []
        for line in lines:
            text, _code = world.run(line)
            printed.append(f"$ {line}\n{text}")
        shown = "\n\n".join(printed)
        cog.outl(f"\n{words}\n\n```console\n{shown}\n```")
    cog.outl("")


TOUR = (
    (
        "Write down what the team believes. It is an opinion, and says what would make it more:",
        (
            "disco hypotheses add 'bookkeepers lose a day a month to typing invoices twice' "
            "--importance 5 --serves future",
        ),
    ),
    (
        "Log each call right after it. Who and the words are all it takes; what they did says more "
        "than what they think, and praise says nothing:",
        (
            "disco log 'Ana Silva @ Acme Dental' 'H1+ did: typed 140 invoices twice in October' "
            "--as prospect --on monday",
            "disco log 'Ben Okoro @ Okoro Bikes' 'H1- did: reads them in, never typed one twice' "
            "--as prospect --on tuesday",
            "disco log 'Cleo Brandt @ Brandt Physio' 'H1+ nice: what a great idea' "
            "--as current --on yesterday",
        ),
    ),
    ("Before a decision, look at who says so, and what is missing:", ("disco hypotheses show H1",)),
    ("In the stand-up, read the week:", ("disco report --week",)),
)


def commands() -> None:
    """Every command's help page, from the command list itself."""
    world = World()
    _section("##", "disco", world.run("disco --help")[0])
    for line, text in _help_pages():
        _section("###" if line.count(" ") > 1 else "##", line, text)


@cache
def _help_pages() -> tuple[tuple[str, str], ...]:
    """Every command below `disco` with its help page."""
    from discoverycli.cli import COMMANDS

    world, pages = World(), []
    for name in COMMANDS:
        text, _code = world.run(f"disco {name} --help")
        pages.append((f"disco {name}", text))
        for below in re.findall(r"^  (\w+)  ", text.partition("\nCommands:\n")[2], re.MULTILINE):
            line = f"disco {name} {below}"
            pages.append((line, world.run(f"{line} --help")[0]))
    return tuple(pages)


def _section(marks: str, line: str, text: str) -> None:
    cog.outl(f"\n{marks} `{line}`\n\n```text\n{text}\n```")


def exit_codes() -> None:
    """The table of exit codes, from the code itself."""
    from discoverycli.errors import ExitCode

    meanings = {
        ExitCode.DONE: "done",
        ExitCode.CHECK_SAYS_NO: "a `--check` says no",
        ExitCode.USAGE: "wrong usage or input",
        ExitCode.NOT_FOUND: "not found",
        ExitCode.JOURNAL: "the journal cannot be opened, is busy, full or damaged; or what a "
        "command has to say cannot be written",
        ExitCode.BUG: "a bug in disco",
        ExitCode.INTERRUPTED: "interrupted",
    }
    cog.outl("\n| code | means |\n|---|---|")
    for code in ExitCode:
        cog.outl(f"| {int(code)} | {meanings[code]} |")
    cog.outl("")


def json_pages() -> None:
    """What every command prints as JSON, checked against the program itself."""
    printed: dict[str, list[json_samples.Sample]] = {}
    try:
        for sample in _printed_samples():
            printed.setdefault(sample.command, []).append(sample)
        json_page.check_all_met()
    except json_page.WrongKeysError as wrong:
        cog.error(f"what is declared and the program do not agree: {wrong}")
    _say_commands(printed)
    for shape in json_page.SHAPES.values():
        _say_shape(shape)


def _printed_samples() -> Iterator[json_samples.Sample]:
    """Every sample, run and checked; every command that takes `--json` must have one."""
    world = World()
    (world.folder / "notes").mkdir()
    for name, text in json_samples.FILES.items():
        (world.folder / name).write_text(text)
    for line in json_samples.SETUP:
        text, code = world.run(line)
        if code:
            raise json_page.WrongKeysError(f"{line}: {text}")
        world.environment["DISCO_JOURNAL"] = str(world.folder / "disco-demo")
    world.run(json_samples.REFUSED)
    for sample in json_samples.SAMPLES:
        value, code = world.data(sample.line)
        if code != sample.code:
            raise json_page.WrongKeysError(f"{sample.line}: exit code {code}")
        json_page.check(value, sample)
        yield sample
    missing = {line for line, text in _help_pages() if "--json" in text}
    missing -= {sample.command for sample in json_samples.SAMPLES}
    if missing:
        raise json_page.WrongKeysError(f"no sample of {', '.join(sorted(missing))}")


def _say_commands(printed: dict[str, list[json_samples.Sample]]) -> None:
    cog.outl("\n| command | prints |\n|---|---|")
    for command, samples in printed.items():
        kinds = dict.fromkeys(
            f"{'a list of ' if each.many else ''}[{each.shape}](#{json_page.anchor(each.shape)})"
            for each in samples
        )
        cog.outl(f"| `{command}` | {', or '.join(kinds)} |")
    cog.outl("")


def _say_shape(shape: json_page.Shape) -> None:
    cog.outl(f"### {shape.name}\n\n{shape.says}\n")
    if shape.base is not None:
        cog.outl(f"Everything of [{shape.base}](#{json_page.anchor(shape.base)}), and:\n")
    cog.outl("| key | type | meaning |\n|---|---|---|")
    for path, row in shape.rows.items():
        cog.outl(f"| `{path}` | {json_page.type_name(row.type)} | {row.meaning} |")
    cog.outl("")


NOTE = """\
---
with:
  - Ana Silva @ Acme Dental
  - Ben Okoro @ Acme Dental
as: prospect
segment: clinics
on: 2026-11-19
minutes: 30
---
They showed me the spreadsheet. Anything in Markdown is kept letter for letter.

> I type it twice, every single Friday. — Ben
!pain did: took four hours last Friday @Ana #payroll
!workaround "my macro does half of it" @Ben
!commit an introduction to their head of finance by 2026-12-01
H1+ paid: hired a student to type invoices
H2- never exports anything @Ben
H2? asked, could not say @Ana
J1+ a spreadsheet with one tab a supplier
J1- the folder in the back office
H: bookkeepers close the month a week late
H+ did: closed October on the 9th
J: hand the books over before the holiday
- [ ] send the summary by 2026-11-20
- [x] sent the price list
\\!pain is text here, because of the backslash
"""


def note_example() -> None:
    """A whole note, and what its own reader makes of each line."""
    from discoverycli.domain.note.notes import parse_note

    note = parse_note(NOTE)
    if note.warnings:
        cog.error(f"the example of docs/notes.md has a slip: {note.warnings[0]}")
    cog.outl(f"\n```text\n{NOTE}```\n\n| line | what it makes |\n|---|---|")
    made: dict[int, list[str]] = {}
    for marks in (note.new, note.statements, note.evidence, note.jobs, note.followups):
        for mark in marks:
            made.setdefault(mark.line, []).append(_made(mark))
    lines = NOTE.splitlines()
    for number in sorted(made):
        cog.outl(f"| `{lines[number - 1]}` | {'; '.join(made[number])} |")
    cog.outl("")


def _made(mark: object) -> str:
    """What a mark makes, in words."""
    from discoverycli.domain.note import marks

    who = f", said by {mark.speaker}" if getattr(mark, "speaker", None) else ""
    match mark:
        case marks.StatementMark():
            words = "their own words" if mark.verbatim else "a paraphrase"
            themes = "".join(f", theme {theme}" for theme in mark.themes)
            return f"a statement: {mark.kind}, on the rung {mark.rung.word}, {words}{who}{themes}"
        case marks.EvidenceMark():
            stance = {"supports": "for", "refutes": "against", "neutral": "an open answer on"}
            code = "the opinion above" if "@" in mark.code else mark.code
            rung = f", on the rung {mark.rung.word}" if mark.stance != "neutral" else ""
            return f"evidence: {stance[mark.stance]} {code}{rung}{who}"
        case marks.JobMark():
            return f"{'hired' if mark.hired else 'fired'} for {mark.code}{who}"
        case marks.NewMark():
            return f"a new {'hypothesis' if mark.prefix == 'H' else 'job'}"
        case marks.FollowupMark():
            whose = "our promise" if mark.ours else "their promise"
            return whose + (", done" if mark.done else f", due {mark.due}" if mark.due else "")
    raise AssertionError(mark)


def note_words() -> None:
    """The kinds of statement and the rungs, from the vocabulary itself."""
    from discoverycli.domain.vocabulary import DEFAULT_RUNGS, RUNG_MEANINGS, Rung

    cog.outl("\n| rung | means | where these kinds begin |\n|---|---|---|")
    for rung in Rung:
        kinds = " ".join(f"`!{kind}`" for kind, first in DEFAULT_RUNGS.items() if first is rung)
        cog.outl(f"| `{rung.word}` | {RUNG_MEANINGS[rung]} | {kinds} |")
    cog.outl("")


_FIELDS = {
    "with": ("who was heard: `PERSON @ ORGANISATION`, a code, several as a list or with `;`",
             "it must be there"),
    "as": ("{relation}", "what they were last time, else `unknown`"),
    "segment": ("such as clinics", "as last time"),
    "on": ("`2026-11-20`, `yesterday`, `last friday`, `3 days ago`, `2026-11`", "today"),
    "channel": ("{channel}", "`direct`; with `via`, `proxy`"),
    "via": ("who passed it on; never with `direct`", "nobody"),
    "kind": ("{kind}", "`interview`"),
    "minutes": ("`30`, `1h`, `1 h 30 min`", "not known"),
    "title": ("a title", "none"),
    "study": ("the study it belongs to", "none"),
}  # fmt: skip
"""Field → (what it takes, what holds when it is left out)."""


def note_fields() -> None:
    """The fields of the front matter, in the order they are written."""
    from discoverycli.domain.note.notes import FIELDS
    from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation

    if tuple(_FIELDS) != FIELDS:
        cog.error("docs/cogs.py and the fields of a note do not agree")
    words = {
        name: ", ".join(f"`{each}`" for each in kind)
        for name, kind in (("relation", Relation), ("channel", Channel), ("kind", InterviewKind))
    }
    cog.outl("\n| field | takes | left out |\n|---|---|---|")
    for name, (takes, default) in _FIELDS.items():
        cog.outl(f"| `{name}` | {takes.format(**words)} | {default} |")
    cog.outl("")
