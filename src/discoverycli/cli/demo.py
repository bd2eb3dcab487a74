"""Makes a living journal to look around in, in a folder of its own: `disco demo`."""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from discoverycli.cli.commands import Command, new_app
from discoverycli.cli.here import Here, here
from discoverycli.cli.typed import program
from discoverycli.errors import InputError
from discoverycli.render.safe import safe_line
from discoverycli.store.location import FILE, FOLDER

app = new_app()

_NEXT = {
    "every voice behind a verdict": "hypotheses show H1",
    "one interview as it was written": "show I19",
    "what a verdict falls without": "report fragile",
    "what to learn next, and from whom": "next",
    "one page before a call": "prep 'Sofia Lindqvist'",
    "who was heard, and who is due": "people",
    "a call of your own": "log 'YOUR NAME @ YOUR COMPANY' 'H2+ did: paid for it' --as prospect",
}


@app.command(cls=Command, epilog="Example: disco demo /tmp/look-around")
def demo(
    folder: str = typer.Argument("disco-demo", help="Where to make it."),
) -> None:
    """Make a demonstration journal and show it: the hypotheses, the week, what to type next."""
    where, place = here(), Path(folder)
    path = place / FOLDER / FILE
    if not path.exists() and place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise InputError(f"{folder} is there already and is no demonstration", "disco demo OTHER")
    where.journal_option = str(path)
    if path.exists():
        where.note(f"{path} is there already; delete the folder {folder} for a fresh one")
    else:
        _make(where, path)
    from discoverycli.cli import hypotheses, report

    for command in (hypotheses.app, report.app):
        typer.main.get_command(command).main([], prog_name="disco", standalone_mode=False)
    typer.echo("\nThis was: hypotheses, and report --week. What to type next:")
    for why, words in _NEXT.items():
        line = f"{program()} {words} --journal {shlex.quote(str(path))}"
        typer.echo(f"\n  {why}\n    {safe_line(line)}")


def _make(where: Here, path: Path) -> None:
    from discoverycli.demo.build import tell

    with where.writer(create=True) as session:
        told = tell(session, where.today)
    where.note(
        f"{path}: {told.interviews} interviews, {told.hypotheses} hypotheses, {told.jobs} jobs; "
        "all people and companies in it are made up"
    )
