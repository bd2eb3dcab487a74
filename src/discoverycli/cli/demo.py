"""Owns `disco demo`: a living journal to look around in, in a folder of its own."""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from discoverycli.cli.commands import Command, new_app
from discoverycli.cli.here import Here, here
from discoverycli.errors import InputError
from discoverycli.render.safe import safe_line
from discoverycli.store.location import FILE, FOLDER

app = new_app()

_NEXT = """
This was: disco hypotheses, and disco report --week. What to type next:

  cd {folder}
  disco hypotheses show H1        every voice behind a verdict
  disco show I19                  one interview as it was written
  disco report fragile            what a verdict falls without
  disco next                      what to learn next, and from whom
  disco prep 'Sofia Lindqvist'    one page before a call
  disco people                    who was heard, and who is due
  disco log 'YOUR NAME @ YOUR COMPANY' 'H2+ did: paid for it' --as prospect
"""


@app.command(cls=Command, epilog="Example: disco demo /tmp/look-around")
def demo(
    folder: str = typer.Argument("disco-demo", help="Where to make it."),
) -> None:
    """Make a demonstration journal and show it: the hypotheses, the week, what to type next."""
    where = here()
    path = Path(folder) / FOLDER / FILE
    where.journal_option = str(path)
    if path.exists():
        where.note(f"{path} is there already; delete the folder {folder} for a fresh one")
    else:
        _make(where, Path(folder), path)
    from discoverycli.cli import hypotheses, report

    for command in (hypotheses.app, report.app):
        typer.main.get_command(command).main([], prog_name="disco", standalone_mode=False)
    typer.echo(_NEXT.format(folder=safe_line(shlex.quote(folder))))


def _make(where: Here, folder: Path, path: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and is no demonstration", "disco demo OTHER")
    from discoverycli.demo.build import tell

    with where.writer(create=True) as session:
        told = tell(session, where.today)
    where.note(
        f"{path}: {told.interviews} interviews, {told.hypotheses} hypotheses, {told.jobs} jobs; "
        "all people and companies in it are made up"
    )
