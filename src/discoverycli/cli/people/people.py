"""`disco people`: lists people; shows, changes and exports one, and records what they agreed to."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import complete, options
from discoverycli.cli.commands import CodeGroup, PageCommand, ShareableCommand, new_app
from discoverycli.cli.people import forget
from discoverycli.context import Context, context
from discoverycli.domain.consent import Basis, ConsentFact, Scope
from discoverycli.domain.text.words import clip
from discoverycli.domain.vocabulary import Precision, Relation
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.analysis.people.person import PersonAccount


app = new_app(CodeGroup, invoke_without_command=True)

_RELATION = options.choice(Relation, "--relation", "--as", metavar="RELATION")
_ALL = typer.Option(False, "--all", help="Everything, however long the list.")
_SUFFIXES = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown"}


@app.callback(epilog="Example: disco people --as prospect --due")
def people(
    relation: str | None = _RELATION,
    segment: str | None = options.text("SEGMENT", "Only this segment."),
    organisation: str | None = options.text("NAME", "Only those of it."),
    due: bool = typer.Option(False, "--due", help="Only those whose turn it is."),
    all_: bool = _ALL,
) -> None:
    """Whom we know, and whose turn it is to be heard: the latest first."""
    from discoverycli.analysis.people import people as report
    from discoverycli.pages.people import people as report_page
    from discoverycli.store.read.people import everybody

    where = context()
    with where.reader() as reader:
        wanted = report.PeopleFilter(
            relation=options.word(Relation, relation, "relation"),
            segment=segment and reader.shown(segment),
            organisation=organisation and reader.shown(organisation),
            due=due,
            periods=where.settings.periods,
        )
        listing = report.people_listing(everybody(reader, where.today), wanted, where.today)
    most = report_page.SHOWN if where.on_screen and not all_ else None
    where.show(report_page.people_page(listing, most))


@app.command(cls=ShareableCommand, epilog="Example: disco people show 'Ana Silva'")
def show(who: str = options.PERSON, all_: bool = _ALL) -> None:
    """One person: every interview, their words, their stance, and what is promised."""
    from discoverycli.pages.people import person as report_page

    where = context()
    most = report_page.SHOWN if where.on_screen and not all_ else None
    where.show(report_page.person_page(_person(where, where.number(who, "P")), most))


@app.command(cls=PageCommand, epilog="Example: disco people edit P7 --as current --every 2w")
def edit(
    who: str = options.PERSON,
    name: str | None = options.text("NAME", "What they are called."),
    organisation: str | None = options.text("NAME", "Where they belong; '' for nowhere."),
    relation: str | None = _RELATION,
    segment: str | None = options.text("SEGMENT", "'' for none."),
    role: str | None = options.text("ROLE", "What they do; '' for none."),
    every: str | None = options.text(
        "PERIOD", "How often to hear them: 30, 2w; 'default' for that of their relation."
    ),
    referred_by: str | None = options.text(
        "PERSON",
        "Who sent them to us; '' or none for nobody.",
        completes=complete.codes_or_people("P"),
    ),
) -> None:
    """Change what is known of a person from now on; past interviews keep what they were then."""
    from discoverycli.cli.answers.person import edited

    given = {"name": name, "organisation": organisation, "segment": segment, "role": role}
    fields = {key: options.line(text) for key, text in given.items() if text is not None}
    wanted = options.word(Relation, relation, "relation")
    period = _period(every) if every is not None else None
    if not fields and wanted is None and period is None and referred_by is None:
        raise InputError("nothing to change is named", "disco people edit P7 --as prospect")
    where = context()
    sender = _sender(where, referred_by)
    before = _person(where, where.number(who, "P"))
    number = before.listed.person.number
    with where.writer() as session:
        from discoverycli.store.write import people as write
        from discoverycli.store.write import verdicts

        change = write.PersonChange(
            relation=wanted, period_days=period, referred_by=sender, **fields
        )
        touched = write.edit(session, number, change)[1]
        moves = verdicts.reevaluate(session, touched, today=where.today)
    where.show(edited(before, _person(where, number), moves))


@app.command(
    cls=PageCommand,
    epilog="Example: disco people consent P7 --scope notes,quote --until 2028-11-20",
)
def consent(
    who: str = options.PERSON,
    scope: list[str] = options.choice(Scope, metavar="SCOPE", told="{}; repeat it or use commas."),
    basis: str | None = options.choice(
        Basis, metavar="BASIS", told="The ground: {} (a legitimate one); consent if left out."
    ),
    on: str | None = options.text("DATE", "When; today if left out."),
    until: str | None = options.text("DATE", "The last day it holds."),
    withdraw: bool = typer.Option(
        False, "--withdraw", help="They take it back: in the scopes named, else in all."
    ),
) -> None:
    """What a person has agreed to. With --scope, write down that they agree; or --withdraw."""
    where = context()
    scopes = tuple(dict.fromkeys(options.words(Scope, scope, "scope")))
    ground = options.word(Basis, basis, "basis")
    if withdraw and (ground or until):
        raise InputError("--withdraw takes no --basis and no --until", "--withdraw --on DATE")
    if not withdraw and not scopes and (ground or on or until):
        raise InputError("it is not said what they agree to", f"--scope {','.join(Scope)}")
    number = where.number(who, "P")
    if withdraw or scopes:
        end = clock.read_day(until, today=where.today, prefer="future").day if until else None
        fact = ConsentFact(
            Scope.NOTES, ground or Basis.CONSENT, _on(where, on), end, author=where.author
        )
        with where.writer() as session:
            from discoverycli.store.write import consent as write

            if withdraw:
                write.withdraw(session, number, scopes, on=fact.given_on, author=where.author)
            else:
                write.give(session, number, [fact._replace(scope=each) for each in scopes])
    from discoverycli.analysis.people import consent as report
    from discoverycli.pages.people.consent import consent_page

    with where.reader() as reader:
        found = report.person_consents(reader, number, where.today, where.settings.retention_months)
    where.show(consent_page(found))


app.command(cls=PageCommand, epilog=forget.EXAMPLE)(forget.forget)


class _Export(PageCommand):
    """A command whose `--output` may be a folder."""

    folder_too = True


@app.command(cls=_Export, epilog="Example: disco people export 'Ana Silva' --output ana.md")
def export(who: str = options.PERSON) -> None:
    """All that the journal holds of one person, and nothing of others: to be handed to them.

    The ending of --output says in which format: .json or .md. A folder gets both.
    """
    from discoverycli.analysis.people import person_export as report
    from discoverycli.pages.people import person_export as report_page

    where = context()
    number = where.number(who, "P")
    with where.reader() as reader:
        page = report_page.person_export_page(report.own_facts(reader, number, where.today))
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


def _person(where: Context, number: int) -> PersonAccount:
    from discoverycli.analysis.people.person import person_account

    with where.reader() as reader:
        return person_account(reader, number, where.today, where.settings.periods)


_PERIOD = re.compile(r"([0-9]{1,4}) ?(?:(d|days?)|(w|weeks?))?", re.IGNORECASE)
_LONGEST = 3650
NO_PERIOD = 0
"""What `store.write.people.PersonChange` takes for: no period of their own."""


def _period(text: str) -> int:
    """Days: `30`, `30d`, `2w`, `2 weeks`; `NO_PERIOD` for `default`."""
    if text.strip().lower() == "default":
        return NO_PERIOD
    found = _PERIOD.fullmatch(text.strip())
    days = int(found[1]) * (7 if found[3] else 1) if found else 0
    if not 1 <= days <= _LONGEST:
        raise InputError(
            f"'{clip(text)}' is not a period", "a number of days such as 30, of weeks such as 2w"
        )
    return days


NOBODY = 0
"""What `store.write.people.PersonChange` takes for: nobody has sent them."""


def _sender(where: Context, text: str | None) -> int | None:
    """`NOBODY` for '' and `none`, `None` when nothing was said."""
    if text is None:
        return None
    return NOBODY if text.strip().lower() in ("", "none") else where.number(text, "P")


def _on(where: Context, text: str | None) -> date:
    if text is None:
        return where.today
    held = clock.read_day(text, today=where.today)
    if held.day is None or held.precision is not Precision.DAY:
        raise InputError(f"'{text}' is not a day", f"--on {where.today}")
    if held.day > where.today:
        raise InputError(f"{held.day} is still to come", f"--on {where.today}, or --until")
    return held.day
