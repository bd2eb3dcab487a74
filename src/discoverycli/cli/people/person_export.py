"""`disco people export`: writes a copy of everything about one person, for that person."""

from __future__ import annotations

from discoverycli.cli import options
from discoverycli.cli.commands import PageCommand
from discoverycli.context import context

EXAMPLE = "Example: disco people export 'Ana Silva' --output ana.md"

_SUFFIXES = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown"}


class Export(PageCommand):
    """A command whose `--output` may be a folder."""

    folder_too = True


def export(who: str = options.PERSON) -> None:
    """All that the journal holds of one person, and nothing of others: to be handed to them.

    The ending of --output says in which format: .json or .md. A folder gets both.
    """
    from discoverycli.analysis.people import person_export as report
    from discoverycli.pages.people import person_export as report_page

    where = context()
    number = where.number(who, "P")
    with where.reader() as reader:
        page = report_page.person_export_page(
            report.own_facts(reader, number, where.today), where.today
        )
    if where.output is None:
        where.show(page)
        return
    target = where.target
    given = where.format if where.format != "table" else None
    both = [target / f"P{number}.json", target / f"P{number}.md"] if target.is_dir() else []
    targets = both or [target]
    for each in targets:
        own = _SUFFIXES.get(each.suffix.lower(), "markdown")
        where.output, where.format = str(each), own if both else given or own
        where.show(page)
    where.note(f"exported P{number} to {', '.join(map(str, targets))}")
