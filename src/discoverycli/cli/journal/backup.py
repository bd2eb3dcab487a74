"""`disco backup`: makes a checked copy of the journal, and lists the copies."""

from __future__ import annotations

from typing import Any

import typer

from discoverycli import clock
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context

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
