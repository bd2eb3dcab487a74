"""`disco restore`: replaces the journal by a backup, and says how to go back."""

from __future__ import annotations

import os

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.render.progress import progress

app = new_app()


def _names() -> list[str]:
    from discoverycli.safety import backups

    return [each.path.stem for each in backups.listing(context().journal)]


@app.command(cls=PageCommand, epilog="Example: disco restore journal-20261120T141500Z")
def restore(
    name: str | None = typer.Argument(
        None,
        metavar="NAME|FILE",
        help="A backup; without one, they are listed.",
        autocompletion=_names,
    ),
    yes: bool = options.YES,
) -> None:
    """Put a backup in the journal's place. The journal as it is goes into a backup first."""
    from discoverycli.pages.journal import backups as report_page
    from discoverycli.safety import backups, restore, restore_diff

    where = context()
    if name is None:
        where.show(report_page.backups_page(backups.listing(where.journal)))
        return
    keep = where.settings.backups
    source = restore.verify(restore.find(where.journal, name), where.journal)
    there = os.path.lexists(where.journal)
    readable = there and restore.can_be_opened(where.journal)
    lost = restore_diff.losses(where.journal, source.path) if readable else None
    for line in report_page.before(source, lost, there=there):
        where.note(line)
    where.confirm(f"putting it in the place of {where.journal}", yes=yes)
    with progress("restoring", source.steps) as step:
        restored = restore.restore(where.journal, source, clock.now(), step=step)
    spare = [source.path, *([restored.before.path] if restored.before else [])]
    backups.rotate(where.journal, keep, spare=spare)
    where.show(report_page.after(source, lost, restored, where.journal))
