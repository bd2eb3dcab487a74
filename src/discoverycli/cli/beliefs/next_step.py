"""`disco next`: what to learn next, and whom to ask."""

from __future__ import annotations

from discoverycli.cli import options
from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.context import context

app = new_app()


@app.command(cls=ShareableCommand, epilog="Example: disco next, or disco next H3")
def next_(
    code: str | None = options.code(
        "H", "[CODE]", "One opinion, such as H3 or words of it; else all that are open.", None
    ),
) -> None:
    """What to learn next and from whom: the opinion, the people to ask, and three questions."""
    from discoverycli.analysis.beliefs import next_step as report
    from discoverycli.pages.beliefs import next_step as report_page

    where = context()
    most = None if where.format in ("json", "csv") else report_page.SHOWN
    wanted = report.NextScope(where.today, where.settings.periods, most)
    number = None if code is None else where.number(code, "H")
    with where.reader() as reader:
        if number is None:
            page = report_page.next_steps_page(report.next_steps(reader, wanted))
        else:
            page = report_page.next_step_page(report.next_step(reader, wanted, number))
    where.show(page)
