"""`disco demo`: makes a journal full of examples in a folder of its own."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from discoverycli.cli.commands import Command, new_app
from discoverycli.cli.typed import program
from discoverycli.context import Context, context
from discoverycli.errors import DiscoError, InputError, JournalError, reason
from discoverycli.render.safe import safe_line
from discoverycli.store.location import FILE, FOLDER, path_of

app = new_app()

_FOLDER = "disco-demo"
_MOST = 100
_TOLD = "SELECT count(*) FROM operation WHERE command = 'demo'"

_NEXT = {
    "every voice behind a verdict": "hypotheses show H1",
    "one interview as it was written": "show I19",
    "what a verdict falls without": "report fragile",
    "what to learn next, and from whom": "next",
    "one page before a call": "prep 'Sofia Lindqvist'",
    "who was heard, and who is due": "people",
    "a call of your own": "log 'YOUR NAME @ YOUR COMPANY' 'H2+ did: paid for it' --as prospect",
}


class _Demo(Command):
    """It makes a journal of its own, so it takes no `--journal`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.params:
            if each.name == "journal":
                each.hidden = True  # type: ignore[attr-defined]


@app.command(cls=_Demo, epilog="Example: disco demo /tmp/look-around")
def demo(folder: str = typer.Argument(_FOLDER, help="Where to make it.")) -> None:
    """Make a demonstration journal and show it: the hypotheses, the week, what to type next."""
    where = context()
    if where.journal_option is not None:
        where.journal_option = None
        again = "" if folder == _FOLDER else f" {shlex.quote(folder)}"
        raise InputError(
            "disco demo makes a journal of its own, so it takes no --journal", f"disco demo{again}"
        )
    if not folder.strip():
        raise InputError("the path is empty", "disco demo FOLDER")
    place = path_of(folder)
    path = place / FOLDER / FILE
    where.journal_option = str(path)
    try:
        _see_to(where, folder, place)
    except DiscoError as error:
        if "--journal" in error.hint:
            where.journal_option = None
            error.hint = _another(*_others(), Path())
        raise
    from discoverycli.cli.beliefs import hypotheses
    from discoverycli.cli.reports import report

    for command in (hypotheses.app, report.app):
        typer.main.get_command(command).main([], prog_name="disco", standalone_mode=False)
    typer.echo("\nThis was: hypotheses, and report --week. What to type next:")
    for why, words in _NEXT.items():
        line = f"{program()} {words} --journal {shlex.quote(str(path))}"
        typer.echo(f"\n  {why}\n    {safe_line(line)}")


def _see_to(where: Context, folder: str, place: Path) -> None:
    from discoverycli.store.making import is_free

    path = place / FOLDER / FILE
    try:
        there = os.path.lexists(place)
        known = there and path.exists()
        free = not there or (not known and place.is_dir() and is_free(place))
    except OSError as error:
        raise JournalError(
            f"{folder} cannot be looked into: {reason(error)}", "another --journal"
        ) from None
    if known:
        with where.reader() as reader:
            known = free = reader.value(_TOLD) > 0
    if not free:
        where.journal_option = None
        raise InputError(
            f"{folder} is there already and is no demonstration", _another(place.parent, *_others())
        )
    if known or not _make(where, place):
        where.note(f"{path} is there already; delete the folder {folder} for a fresh one")


def _make(where: Context, place: Path) -> bool:
    from discoverycli.demo import story
    from discoverycli.store.making import make_whole
    from discoverycli.store.writer import open_journal

    stamp, path = where.stamp, place / FOLDER / FILE

    def fill(journal: Path) -> None:
        with open_journal(journal, stamp) as session:
            story.tell(session, where.today)

    if not make_whole(place, fill):
        return False
    where.note(f"new journal: {path}")
    where.warn_of(path)
    where.note(
        f"{path}: {len(story.CALLS)} interviews, {len(story.BELIEFS)} hypotheses, "
        f"{len(story.JOBS)} jobs; all people and companies in it are made up"
    )
    return True


def _another(*places: Path) -> str:
    """The command with a folder that can be made, in the first of some places."""
    for place in places:
        if not (os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK)):  # noqa: PTH112
            continue
        for number in range(1, _MOST):
            found = place / (_FOLDER if number == 1 else f"{_FOLDER}-{number}")
            if not os.path.lexists(found):
                return f"disco demo {shlex.quote(str(found))}"
    return "disco demo FOLDER"


def _others() -> Iterator[Path]:
    with suppress(OSError):
        yield Path(tempfile.gettempdir())
    with suppress(RuntimeError):
        yield Path.home()
