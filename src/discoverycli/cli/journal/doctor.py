"""`disco doctor`: checks the journal and what is around it, and fixes what it can."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import Context, context
from discoverycli.errors import DiscoError, ExitCode
from discoverycli.render.progress import progress
from discoverycli.settings import Settings

if TYPE_CHECKING:
    from discoverycli.safety.checks.check import Finding, Repair, Subject

app = new_app()

_ROUNDS = 3
"""What is mended may bring to light what it had hidden: the rights of a file, say, its content."""


@app.command(cls=PageCommand, epilog="Example: disco doctor --fix")
def doctor(
    fix: bool = typer.Option(False, "--fix", help="Mend what can be mended without losing a word."),
) -> None:
    """Look the journal over: is it whole, private, backed up, and what is to be typed if not.

    Exits with 4 when something is wrong that must not stay so; a notice alone is no such thing.
    """
    from discoverycli.pages.journal import doctor as report
    from discoverycli.safety import doctor

    where = context()
    subject = _subject(where)
    with progress("checking", len(doctor.NAMES)) as subject.step:
        found = doctor.look(subject)
    found, mended = _mend(where, subject, found) if fix else (found, [])
    where.show(report.doctor_page(found, mended, where.journal))
    if not doctor.is_well(found):
        raise typer.Exit(ExitCode.JOURNAL)


def _subject(where: Context) -> Subject:
    """What the checks look at; a settings file that cannot be read becomes a finding."""
    from discoverycli.formats import journal_json
    from discoverycli.safety.checks.check import Subject

    settings, wrong = Settings(), None
    try:
        settings = where.settings
    except DiscoError as error:
        wrong = error
    return Subject(
        where.journal,
        where.today,
        clock.now(),
        where.folder,
        journal_json.dump,
        config=wrong,
        months=settings.retention_months,
        tell=where.note if sys.stderr.isatty() else lambda _: None,
    )


def _mend(
    where: Context, subject: Subject, found: list[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Fixes what can be fixed and checks again: what is left, and what was fixed."""
    from discoverycli.formats import journal_json
    from discoverycli.safety import doctor
    from discoverycli.safety.rescue import hint_of

    told = list(found)
    tried: set[Repair] = set()
    for _ in range(_ROUNDS):
        repairs = [each for each in doctor.repairs_of(found) if each not in tried]
        if not repairs:
            break
        tried.update(repairs)
        for error in [
            *doctor.repair_around(where.journal, repairs, clock.now()),
            *_mend_rows(where, subject, repairs),
        ]:
            hint = hint_of(error, journal_json.dump)
            where.note(f"disco: {error.message}", *([f"  try: {hint}"] if hint else []))
        with progress("checking again", len(doctor.NAMES)) as subject.step:
            found = doctor.look(subject)
        told += found
    left = {(each.check, each.said) for each in found}
    mended = dict.fromkeys(each for each in told if each.repair in tried)
    return found, [each for each in mended if (each.check, each.said) not in left]


def _mend_rows(where: Context, subject: Subject, repairs: list[Repair]) -> list[DiscoError]:
    from discoverycli.safety import doctor

    inside = doctor.repairs_of_rows(repairs)
    if not inside:
        return []
    settings = Settings() if subject.config else where.settings
    try:
        with where.writer() as session:
            from discoverycli.safety import row_repairs as rows

            return rows.make(
                session, inside, settings.rule_for, author=where.author, today=where.today
            )
    except DiscoError as error:
        return [error]
