"""`disco backup` and `disco restore`: copy the journal, and put a copy in its place."""

from __future__ import annotations

import os
from typing import Any

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.render.progress import progress

app = new_app()


class _Backup(PageCommand):
    """A command whose `--output` is the backup itself."""

    folder_too = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.params:
            if each.name == "output":
                each.help = "The file to make, or a folder for it; with --list, where to list."  # type: ignore[attr-defined]


@app.command(cls=_Backup, epilog="Example: disco backup --output /media/stick")
def backup(
    list_: bool = typer.Option(False, "--list", help="What there is, and whether it is whole."),
) -> None:
    """Copy the whole journal, check the copy, and write its checksum beside it.

    Backups lie in the folder backups beside the journal; the setting backups.keep says how many.
    """
    from discoverycli.pages.journal import backups as report_page
    from discoverycli.safety import backups

    where = context()
    if list_:
        where.show(report_page.backups_page(backups.listing(where.journal)))
        return
    target = where.target if where.output else None
    where.output = None
    keep = where.settings.backups
    made = backups.make(where.journal, clock.now(), target=target)
    gone = [] if target else backups.rotate(where.journal, keep, spare=(made.path,))
    where.show(report_page.made(made, gone))


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
    where.note(*report_page.before(source, lost, there=there))
    where.confirm(f"putting it in the place of {where.journal}", yes=yes)
    with progress("restoring", source.steps) as step:
        restored = restore.restore(where.journal, source, clock.now(), step=step)
    spare = [source.path, *([restored.before.path] if restored.before else [])]
    backups.rotate(where.journal, keep, spare=spare)
    where.show(report_page.after(source, lost, restored, where.journal))
