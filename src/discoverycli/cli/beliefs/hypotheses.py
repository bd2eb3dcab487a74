"""`disco hypotheses`: lists opinions, shows one, and changes one.

No command sets a status: evidence does, by a rule. Parking is the one exception, and it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import complete, options
from discoverycli.cli.beliefs import decide
from discoverycli.cli.commands import CodeGroup, PageCommand, ShareableCommand, new_app
from discoverycli.context import Context, context
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import (
    HypothesisClass,
    InterviewDate,
    Origin,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from sqlmodel import Session

    from discoverycli.analysis.beliefs.hypothesis import HypothesisAccount
    from discoverycli.store.write.verdicts import StatusChange


app = new_app(CodeGroup, invoke_without_command=True)

_CODE = options.HYPOTHESIS
_CLASS = options.choice(HypothesisClass, "--class", metavar="CLASS")
_ORIGIN = options.choice(Origin, metavar="ORIGIN", told="Whose idea it was: {}.")
_IMPORTANCE = typer.Option(
    None, min=1, max=5, metavar="N", help="How much rests on it, from 1 to 5."
)
_RULE = options.text(
    "RULE", "What it has to show: 'voices=4 majority=95 lived=1 prospects=1 fresh=90 against=4'."
)


@app.callback(epilog="Example: disco hypotheses --status stale --serves future --format markdown")
def hypotheses(
    all_: bool = typer.Option(False, "--all", help="Settled and parked ones too."),
    status: list[str] = options.choice(Status, metavar="STATUS", told="{}; repeat it."),
    serves: str | None = options.text("WHOM", "Only what serves current, future or company."),
    class_: str | None = _CLASS,
    segment: str | None = options.text("SEGMENT", "Only those about this segment."),
) -> None:
    """Opinions nobody outside has validated, riskiest first, and what each still lacks."""
    from discoverycli.analysis.beliefs import hypotheses as report
    from discoverycli.pages.beliefs import hypotheses as report_page

    if all_ and status:
        raise InputError("--all and --status exclude each other", "one of the two")
    chosen = tuple(Status) if all_ else options.words(Status, status, "status") or report.OPEN
    whom = options.word(Stakeholder, serves, "stakeholder")
    risk_class = options.word(HypothesisClass, class_, "class")
    with context().reader() as reader:
        about = segment and reader.shown(segment)
        wanted = report.HypothesesWanted(chosen, whom, risk_class, about)
        listing = report.hypotheses_listing(reader, context().today, wanted)
    context().show(report_page.hypotheses_page(listing))


@app.command(
    cls=PageCommand,
    epilog="Example: disco hypotheses add 'Bookkeepers lose a day a month' --importance 4",
)
def add(
    text: list[str] = typer.Argument(
        metavar="TEXT...", help="The opinion: who does or suffers what, and why."
    ),
    class_: str | None = _CLASS,
    origin: str | None = _ORIGIN,
    importance: int | None = _IMPORTANCE,
    serves: list[str] = options.SERVES,
    segment: str | None = options.text("SEGMENT", "The segment it is about."),
    rule: str | None = _RULE,
    right_if: str | None = options.text("WORDS", "In words, what would show it right."),
    wrong_if: str | None = options.text("WORDS", "In words, what would show it wrong."),
) -> None:
    """Write down an opinion that could turn out wrong."""
    from discoverycli.cli.answers import hypothesis as answers

    where = context()
    words = options.one_text(text)
    whom = options.whom(serves)
    criteria = Rule.parse(rule or "", where.settings.rule_for(whom))
    risk_class = options.word(HypothesisClass, class_, "class") or HypothesisClass.DESIRABILITY
    whose = options.word(Origin, origin, "origin") or Origin.TEAM
    with where.writer(create=True) as session:
        from discoverycli.store.write import hypotheses as write

        about, right, wrong = map(options.line_or_none, (segment, right_if, wrong_if))
        opinion = write.Opinion(
            words, risk_class, whose, importance or 3, whom, about, criteria, right, wrong
        )
        made = write.add(session, opinion, author=where.author, today=where.today)
        _reweighed(session, made.id)
    where.show(answers.added(_account(where, made.id)))


@app.command(cls=ShareableCommand, epilog="Example: disco hypotheses show H3")
def show(code: str = _CODE) -> None:
    """One opinion: its words, its rule, every voice, and what is not counted and why."""
    from discoverycli.pages.beliefs import hypothesis as report_page

    where = context()
    where.show(report_page.hypothesis_page(_account(where, where.number(code, "H"))))


@app.command(cls=PageCommand, epilog="Example: disco hypotheses edit H3 --importance 5")
def edit(
    code: str = _CODE,
    text: str | None = options.text("WORDS", "The words, while no evidence counts."),
    class_: str | None = _CLASS,
    origin: str | None = _ORIGIN,
    importance: int | None = _IMPORTANCE,
    serves: list[str] = options.SERVES,
    segment: str | None = options.text("SEGMENT", "The segment it is about; '' for none."),
    rule: str | None = _RULE,
    right_if: str | None = options.text("WORDS", "What would show it right; '' for nothing."),
    wrong_if: str | None = options.text("WORDS", "What would show it wrong; '' for nothing."),
    reason: str | None = options.text("WHY", "Why the criteria change once they are frozen."),
) -> None:
    """Change an opinion. Its criteria freeze with the first evidence or belief."""
    from discoverycli.cli.answers import hypothesis as answers

    where = context()
    whom = options.whom(serves) if serves else None
    risk_class = options.word(HypothesisClass, class_, "class")
    whose = options.word(Origin, origin, "origin")
    decides = (rule, right_if, wrong_if)
    if reason is not None and decides == (None,) * 3:
        raise InputError("--reason says why the criteria change", "--rule WORDS --reason WHY")
    if (text, risk_class, whose, importance, whom, segment, *decides) == (None,) * 9:
        raise InputError("nothing to change is named", f"disco hypotheses edit {code} --text WORDS")
    before = _account(where, where.number(code, "H"))
    criteria = None if rule is None else Rule.parse(rule, before.revised[-1].revision.rule)
    number = before.standing.hypothesis.number
    with where.writer() as session:
        from discoverycli.store.write import hypotheses as write

        about, right, wrong = map(options.line_or_none, (segment, right_if, wrong_if))
        change = write.HypothesisChange(
            text, risk_class, whose, importance, whom, about, criteria, reason, right, wrong
        )
        write.edit(session, number, change, author=where.author, today=where.today)
        moves = _reweighed(session, number)
    where.show(answers.edited(before, _account(where, number), moves))


_LINKS = {
    "support": (
        Stance.SUPPORTS,
        "Link what somebody said or did as evidence for an opinion.",
        "'hired a student to re-key' --rung paid",
    ),
    "refute": (
        Stance.REFUTES,
        "Link what somebody said or did as evidence against an opinion.",
        "'hired a student to re-key' --rung paid",
    ),
    "neutral": (
        Stance.NEUTRAL,
        "Link that somebody was asked and the answer stayed open: they count as asked.",
        "'asked, could not say'",
    ),
}
"""Command → what it links, its help, and the end of its example."""


def _linking(stance: Stance) -> Callable[..., None]:

    def link(
        code: str = _CODE,
        what: str = options.code("IS", "I12|S45", "An interview or a statement."),
        text: list[str] = typer.Argument(
            None, metavar="[TEXT]...", help="The words; of a statement, its own if left out."
        ),
        rung: str | None = options.text(
            "RUNG",
            "How strong it is: nice, would, says, did, paid or keeps.",
            completes=lambda: [each.word for each in Rung],
        ),
        person: str | None = options.text(
            "PERSON", "Who said it, if several were there.", completes=complete.codes_or_people("P")
        ),
    ) -> None:
        from discoverycli.cli.answers import hypothesis as answers
        from discoverycli.store.read.names import resolve

        where = context()
        words = options.one_text(text, code, what).strip()
        step = options.rung(rung)
        with where.reader() as reader:
            number = resolve(reader, code, "H").number
            source = resolve(reader, what, "IS")
            who = resolve(reader, person, "P").number if person is not None else None
        if who is not None and source.prefix == "S":
            hint = "no --person, or the interview's code"
            raise InputError(f"{source} has a speaker already", hint)
        with where.writer() as session:
            from discoverycli.store.write import evidence as write

            statement = source.number if source.prefix == "S" else None
            interview = source.number if source.prefix == "I" else None
            wanted = write.Link(number, stance, statement, interview, who, step, words)
            made = write.link(session, wanted, author=where.author, today=where.today)
            piece = made.evidence
            moves = _reweighed(session, number, piece.interview_id)
        where.show(answers.linked(piece.id, made.was, _account(where, number), moves))

    return link


for _name, (_stance, _told, _words) in _LINKS.items():
    _example = f"Example: disco hypotheses {_name} H3 I12 {_words}"
    app.command(_name, cls=PageCommand, help=_told, epilog=_example)(_linking(_stance))


@app.command(
    cls=PageCommand,
    epilog="Example: disco hypotheses park H3 --reason 'no budget before May' --until 2027-05-01",
)
def park(
    code: str = _CODE,
    reason: str = typer.Option(metavar="WHY", help="Why nobody should spend time on it."),
    until: str = typer.Option(
        metavar="DATE", help="The day to look again: 2027-01-15, next month, in 6 weeks."
    ),
) -> None:
    """Put an opinion aside, with a reason and a day to look again."""
    from discoverycli.cli.answers import hypothesis as answers

    where = context()
    number = where.number(code, "H")
    day = _first_day(clock.read_day(until, today=where.today, prefer="future"), where.today)
    with where.writer() as session:
        from discoverycli.store.write import hypotheses as write

        write.park(session, number, reason=reason, until=day, today=where.today)
        moves = _reweighed(session, number)
    where.show(answers.parked(_account(where, number), moves))


@app.command(cls=PageCommand, epilog="Example: disco hypotheses unpark H3")
def unpark(code: str = _CODE) -> None:
    """Take a parked opinion up again."""
    from discoverycli.cli.answers import hypothesis as answers

    where = context()
    number = where.number(code, "H")
    with where.writer() as session:
        from discoverycli.store.write import hypotheses as write

        write.unpark(session, number)
        moves = _reweighed(session, number)
    where.show(answers.unparked(_account(where, number), moves))


app.command(cls=PageCommand, epilog=decide.EPILOG)(decide.decide)


@app.command(cls=PageCommand, epilog="Example: disco hypotheses predict H3 70%")
def predict(
    code: str = _CODE,
    percent: str = typer.Argument(
        metavar="PERCENT", help="How sure you are that it will be validated: 0 to 100."
    ),
) -> None:
    """Lock how sure you are that an opinion will be validated, before anyone is asked."""
    from discoverycli.cli.answers import hypothesis as answers
    from discoverycli.domain.calibration import read_percent

    where = context()
    sure = read_percent(percent)
    number = where.number(code, "H")
    with where.writer() as session:
        from discoverycli.store.write import predictions as write

        made = write.add(session, number, sure, author=where.author, today=where.today)
    account = _account(where, number)
    belief = next(each for each in account.believed if each.fact.id == made)
    where.show(answers.predicted(account, belief))


def _account(where: Context, number: int) -> HypothesisAccount:
    from discoverycli.analysis.beliefs.hypothesis import hypothesis_account

    with where.reader() as reader:
        return hypothesis_account(reader, number, where.today)


def _reweighed(
    session: Session, number: int, interview: int | None = None
) -> Sequence[StatusChange]:
    from discoverycli.store.write.verdicts import reevaluate

    return reevaluate(session, [number], today=context().today, interview=interview)


def _first_day(held: InterviewDate, today: date) -> date:
    """The first day of a month or a year; the last day while it is running."""
    day = held.first if held.first and held.first > today else held.day
    assert day is not None
    return day
