"""`disco report`: shows the week on one screen, and each other report as a sub-command."""

from __future__ import annotations

import os
import sys
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.commands import ShareableCommand, ShareableGroup, new_app
from discoverycli.context import context
from discoverycli.domain.cadence import Pause
from discoverycli.domain.periods import Period, between, month_of, parse_week, quarter_of, week_of
from discoverycli.domain.text.dates import FIRST_YEAR, LAST_YEAR
from discoverycli.errors import CheckFailed, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from discoverycli.analysis.reports.matrix import MatrixWanted
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.balance import Window

REPORTS = {
    "cadence": ("reports", "The habit: week by week, streak, coverage, longest gap."),
    "balance": ("reports", "Prospects against customers, and first-hand against passed on."),
    "matrix": ("reports", "Who was asked what, and how they voted: voices × hypotheses."),
    "hypotheses": ("beliefs", "Every hypothesis and what the evidence says about it."),
    "jobs": ("beliefs", "Every job, and what people hired and fired for it."),
    "decisions": ("beliefs", "What was chosen because of what, and what undermined it."),
    "gaps": ("reports", "What our evidence cannot tell: whom we never asked, what rests on few."),
    "calibration": ("reports", "How sure we were before evidence, and how often right."),
    "fragile": (
        "reports",
        "Verdicts that fall without one organisation, chain, interviewer or channel.",
    ),
    "stale": ("reports", "Verdicts that aged out or soon will, and whom to ask again."),
}
"""NAME → the folder of its modules in `analysis` and `pages`, and its help.

`NAME_report(reader, scope)` is in `analysis`, `NAME_page(report)` in `pages`."""

MOST_WEEKS = 1040
_USUAL_WIDTH = 80
_LISTED = 40
"""Contacts, people and promises that are read for a screen, which has no room for more."""


_WEEKS = typer.Option(
    None,
    min=1,
    max=MOST_WEEKS,
    metavar="NUMBER",
    help="How many weeks up to now; 12 unless set otherwise.",
)
_SINCE = options.text("DATE", "From this day on.")
_UNTIL = options.text("DATE", "Up to this day; today if left out.")


def _ways() -> list[str]:
    from discoverycli.domain.matrix import By

    return [each.value for each in By]


class Reports(ShareableGroup):
    """The group, which knows a date from the name of a report."""

    misplaced = "options of the week stand before '{}'"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0][:1].isdigit():
            raise InputError(f"'{args[0]}' is no report", f"disco report --of {args[0]}")
        return super().resolve_command(ctx, args)


app = new_app(Reports, invoke_without_command=True)


@app.callback(epilog="Example: disco report --month --of 2026-10 --format markdown")
def report(
    week: bool = typer.Option(False, "--week", help="The running week; so it is without any."),
    month: bool = typer.Option(False, "--month", help="The running month."),
    quarter: bool = typer.Option(False, "--quarter", help="The running quarter."),
    of: str | None = options.text(
        "DATE", "Not the running one: the one with this day, or 2026-W46."
    ),
    since: str | None = _SINCE,
    until: str | None = _UNTIL,
) -> None:
    """The week on one screen: whom we heard, the habit, what changed, what is next."""
    spans = {"--week": week, "--month": month, "--quarter": quarter}
    chosen = [name for name, is_set in spans.items() if is_set]
    from discoverycli.analysis.reports.scope import around

    period = _period(chosen, of, since, until)
    weeks = context().settings.weeks
    _show("reports.week", _scope(period, around(period, today=context().today, weeks=weeks)))


def cadence(
    weeks: int | None = _WEEKS,
    since: str | None = _SINCE,
    until: str | None = _UNTIL,
    pause: str | None = options.text("FROM..TO", "Keep a planned absence: it breaks no streak."),
    unpause: str | None = options.text("FROM..TO", "Take one back."),
    reason: str | None = options.text("WORDS", "Why, of a planned absence."),
    check: bool = typer.Option(
        False, "--check", help="One line; exit 1 when nothing is logged or booked this week."
    ),
) -> None:
    if reason and not pause:
        raise InputError("--reason belongs to --pause", "--pause FROM..TO --reason WHY")
    scope = _measured(weeks, since, until)
    if pause:
        _pause(_range(pause, "--pause", reason or ""))
    if unpause:
        _pause(_range(unpause, "--unpause"), ends=True)
    if check:
        _check(scope)
        return
    _show("reports.cadence", scope)


def balance(
    weeks: int | None = _WEEKS, since: str | None = _SINCE, until: str | None = _UNTIL
) -> None:
    _show("reports.balance", _measured(weeks, since, until))


def matrix(
    codes: list[str] = options.code(
        "H", "[CODE]...", "Hypotheses, such as H3; all, the riskiest first, if left out.", None
    ),
    by: str | None = options.text(
        "BY", "Whose votes: organisations (who vote as one), people or segments.", completes=_ways
    ),
    page: int | None = options.text(
        "NUMBER", "Which page of hypotheses; the riskiest are on the first."
    ),
) -> None:
    _show("reports.matrix", _measured(), _matrix_scope(codes, by, page))


def _plain(module: str) -> Callable[[], None]:
    def show() -> None:
        _show(module, _measured())

    return show


_WITH_OPTIONS: dict[str, tuple[Callable[..., None], str]] = {
    "cadence": (cadence, "--pause 2026-12-21..2027-01-03 --reason holidays"),
    "balance": (balance, "--weeks 26"),
    "matrix": (matrix, "H3 H7 --by segments"),
}
for _name, (_folder, _help) in REPORTS.items():
    _plainly = (_plain(f"{_folder}.{_name}"), "--format markdown")
    _command, _example = _WITH_OPTIONS.get(_name, _plainly)
    _epilog = f"Example: disco report {_name} {_example}"
    app.command(_name, cls=ShareableCommand, help=_help, epilog=_epilog)(_command)


def _show(module: str, scope: Scope, *wanted: object) -> None:
    """`wanted` holds the options that only this report takes."""
    name = module.rpartition(".")[2]
    analysis = import_module(f"discoverycli.analysis.{module}")
    with context().reader() as reader:
        report = getattr(analysis, f"{name}_report")(reader, scope, *wanted)
    page = getattr(import_module(f"discoverycli.pages.{module}"), f"{name}_page")
    context().show(page(report))


def _check(scope: Scope) -> None:
    from discoverycli.analysis.reports import cadence as report
    from discoverycli.pages.reports import cadence as report_page
    from discoverycli.render import render

    with context().reader() as reader:
        habit = report.cadence_report(reader, scope)
    page = report_page.check_page(habit)
    if not habit.at_risk:
        context().show(page)
        return
    if context().output is not None:
        context().show(page)
    raise CheckFailed(render(page, context().format).rstrip("\n"))


def _scope(period: Period, window: Window) -> Scope:
    from discoverycli.analysis.reports.scope import Scope

    where = context()
    return Scope(
        today=where.today,
        period=period,
        window=window,
        goal=where.settings.goal,
        floor_days=where.settings.floor_days,
        target=where.settings.prospects_percent,
        periods=where.settings.periods,
        rule=where.settings.rule_for(()),
        most=None if where.format in ("json", "csv") else _LISTED,
    )


def _measured(
    weeks: int | None = None, since: str | None = None, until: str | None = None
) -> Scope:
    from discoverycli.analysis.reports.scope import around, exactly

    today = context().today
    if since is None and until is None:
        week = week_of(today)
        return _scope(week, around(week, today=today, weeks=weeks or context().settings.weeks))
    if weeks is not None:
        raise InputError("--weeks and --since exclude each other", "one of the two")
    period = _between(since, until)
    return _scope(period, exactly(period, today=today))


def _period(chosen: list[str], of: str | None, since: str | None, until: str | None) -> Period:
    ways = [*chosen, *(["--since"] if since or until else [])]
    if len(ways) > 1:
        raise InputError(f"{' and '.join(ways)} exclude each other", "one of them")
    if since or until:
        if of:
            raise InputError("--of and --since exclude each other", "one of the two")
        return _between(since, until)
    day = _day_of(of) if of else context().today
    return {"--month": month_of, "--quarter": quarter_of}.get("".join(chosen), week_of)(day)


def _matrix_scope(codes: Sequence[str] | None, by: str | None, page: int | None) -> MatrixWanted:
    from discoverycli.analysis.reports import matrix
    from discoverycli.domain.matrix import By
    from discoverycli.render import terminal

    where = context()
    paged = where.format in ("table", "markdown")
    if page is not None and not paged:
        raise InputError(f"{where.format} holds all pages", "the same without --page")
    # A file gets the width of the usual screen.
    on_screen = where.output is None and where.format == "table"
    return matrix.MatrixWanted(
        numbers=tuple(where.number(each, "H") for each in codes or ()),
        by=options.word(By, by, "way to count") or By.ORGANISATIONS,
        page=(1 if page is None else page) if paged else None,
        width=terminal.width_of(sys.stdout, os.environ) if on_screen else _USUAL_WIDTH,
        signs=where.format == "table",
    )


def _between(since: str | None, until: str | None) -> Period:
    if since is None:
        raise InputError("--until needs a --since", f"--since DATE --until {until}")
    return between(_days(since)[0], _days(until)[1] if until else context().today)


def _days(text: str, prefer: clock.Side = "past") -> tuple[date, date]:
    held = clock.read_day(text, today=context().today, prefer=prefer)
    assert held.first is not None
    assert held.day is not None
    return held.first, held.day


def _day_of(text: str) -> date:
    if not ("W" in text.upper() and text[:1].isdigit()):
        return _days(text)[0]
    monday = parse_week(text)
    if not FIRST_YEAR <= monday.year <= LAST_YEAR:
        raise InputError(f"'{text}' is too far away", f"a week from {FIRST_YEAR} to {LAST_YEAR}")
    return monday


def _range(text: str, option: str, reason: str = "") -> Pause:
    begin, dots, end = text.partition("..")
    if not (dots and begin.strip() and end.strip()):
        raise InputError(f"'{text}' is not FROM..TO", f"{option} 2026-12-21..2027-01-03")
    return Pause(_days(begin, "future")[0], _days(end, "future")[1], reason)


def _pause(days: Pause, *, ends: bool = False) -> None:
    """Keeps a planned absence, or takes it back where it `ends`."""
    where = context()
    with where.writer() as session:
        from discoverycli.store.write import pauses

        if ends:
            pauses.remove(session, days)
        else:
            pauses.add(session, days, author=where.author)
    where.note(f"{'no longer ' if ends else ''}paused {between(days.first, days.last)}")
