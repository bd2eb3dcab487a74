"""Tells what the demonstration's team believed and heard, each call as if logged on its day.

Five people build an invoicing tool. They think they know what bookkeepers need. All people and
companies are made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from discoverycli import clock
from discoverycli.domain.decisions import Leaning
from discoverycli.domain.note.interview import Interview, interview_of
from discoverycli.domain.note.notes import parse_note
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Code, HypothesisClass, InterviewDate, Origin, Stakeholder

if TYPE_CHECKING:
    from sqlmodel import Session

CURRENT, FUTURE, COMPANY = Stakeholder.CURRENT, Stakeholder.FUTURE, Stakeholder.COMPANY


@dataclass(frozen=True, slots=True)
class Belief:
    """A hypothesis of the team, in the order of its code."""

    text: str
    importance: int
    serves: tuple[Stakeholder, ...]
    risk_class: HypothesisClass = HypothesisClass.DESIRABILITY
    origin: Origin = Origin.TEAM
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """An interview: so many ISO weeks ago, on a weekday (Monday is 0), its note, and who logged
    it."""

    weeks_ago: int
    weekday: int
    note: str
    author: str = "Robin"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision, so many weeks ago, because of a hypothesis."""

    weeks_ago: int
    text: str
    hypothesis: int
    author: str


BELIEFS = (
    Belief("bookkeepers lose a day a month to typing invoices twice", 5, (CURRENT, FUTURE)),
    Belief("owners pay for books that are closed the same day", 5, (FUTURE, COMPANY),
           HypothesisClass.VIABILITY),
    Belief("accountants refuse anything that reads their bank account", 4, (FUTURE,)),
    Belief("month-end is late because receipts are missing", 4, (CURRENT, FUTURE),
           origin=Origin.CUSTOMER),
    Belief("practices want a dashboard of open invoices", 3, (CURRENT,)),
    Belief("a tax auditor accepts a scanned receipt without the paper", 4, (COMPANY,),
           HypothesisClass.FEASIBILITY),
    Belief("people leave their spreadsheet when the one who built it leaves", 3, (FUTURE,),
           origin=Origin.DATA),
    Belief("receipts are photographed in the car, with one hand", 2, (CURRENT,),
           HypothesisClass.USABILITY),
)  # fmt: skip

SURE = {1: (90, 60), 2: (70, 40), 3: (75, 20), 4: (80, 55), 5: (65, 30)}
"""Hypothesis → how sure Robin was of it before anybody was asked, and Kim, in percent."""

CHOICES = (
    Choice(20, "offer to move spreadsheets for free", 7, "Robin"),
    Choice(3, "read bank accounts in the first import", 3, "Kim"),
    Choice(2, "show the dashboard at the fair", 5, "Robin"),
)

SENT = (("Ruben Castell", "Marek Dvorak"), ("Elif Arslan", "Ruben Castell"))
"""Who was sent by whom."""

HEARD_WHY = "I type it into the practice software"
"""The beginning of the words in which they say why the first opinion is so."""

GUESSED_WHY = "their programs cannot read each other's files"
"""Why that is so in turn; nobody has said it."""

JOBS = (
    "reconcile supplier invoices before month end",
    """When an auditor announces a visit, I want to show every receipt in one place, \
so I can get back to my patients the same day""",
)

PARKED = 8
PARKED_REASON = "needs a ride along, nobody has the time before spring"

CALLS = (
    Call(33, 1, """---
with: Ines Falk @ Falk & Daughters
as: prospect
segment: trades
minutes: 40
---
> Jo built the sheet. Jo left. For two months nobody dared to touch a cell.

H7+ paid: bought a package in the week Jo left
J1+ the sheet, until it broke
"""),
    Call(32, 3, """---
with: Tomas Reuter @ Reuter Roofing
as: prospect
segment: trades
---
The nephew who kept the sheet went to sea.
H7+ did: paid a student to rebuild it, then gave up
"""),
    Call(31, 2, """---
with: Amina Said @ Harbour Vets
as: prospect
segment: clinics
---
H7+ did: moved to paper after the practice manager retired
"""),
    Call(30, 0, """---
with: Piotr Wolny @ Wolny Print
as: current
segment: trades
---
H7+ paid: came to us three days after his bookkeeper quit
"""),
    Call(29, 4, """---
with: Clara Brandt @ Brandt Physio
as: prospect
segment: clinics
---
H7+ did: lost a quarter's VAT when the sheet's author fell ill
"""),
    Call(15, 1, """---
with: Lena Okafor @ Okafor Dental
as: prospect
segment: clinics
minutes: 35
---
> I type it into the practice software, and on Sunday I type it all again for the accountant.

!pain did: six hours on the last Sunday of October #payroll
H1+ did: typed 140 invoices twice last month
J1+ a spreadsheet with one tab a supplier
"""),
    Call(14, 2, """---
with: Marek Dvorak @ Dvorak Garage
as: prospect
segment: trades
---
H3- did: connected his bank to a cash-flow app in March
H4- says: receipts are all there, he is just late
"""),
    Call(12, 3, """---
with: Sofia Lindqvist @ Lindqvist Optik
as: current
segment: clinics
minutes: 30
---
!compliment loves how clean everything looks
H5+ nice: said a dashboard would be wonderful
H1+ did: copied forty supplier invoices by hand on Tuesday
H3- did: gave the bank login to her last accountant
"""),
    Call(11, 0, """---
with: Bea Montag @ Montag Catering
as: prospect
segment: food
---
> The shoebox is not the problem. The three receipts that are not in the shoebox are.

H4+ did: closed September on the 19th because of a missing fuel receipt
H3- says: would rather read the account than type it
H2? asked, has never thought about it
"""),
    Call(10, 2, """---
with: Ruben Castell @ Castell Bikes
as: prospect
segment: trades
---
H1+ keeps: keys every invoice twice, each Friday, for six years
H4+ did: waited nine days for a supplier's copy in June
H3- keeps: has read three accounts into a tool since 2024
J2- the folder in the back office
"""),
    Call(9, 1, """---
with: Hanna Weiss @ Weiss Tax
as: partner
segment: accountants
minutes: 50
---
!guru most clients would pay for speed
H3- paid: pays for a bank reader for every client
H4+ keeps: sends the same reminder letter every month
""", "Kim"),
    Call(8, 4, """---
with: Yusuf Demir @ Demir Bakery
as: prospect
segment: food
---
H2+ paid: paid an evening service 90 a month to close each day
!money 90 a month for an evening service
H4- did: scans at the till, closed October on the 1st
""", "Kim"),
    Call(7, 2, """---
with: Nadia Petrov @ Petrov Clinic
as: current
segment: clinics
channel: proxy
via: Otto from sales
---
!secondhand Otto says she needs the dashboard before she renews
H5+ says: asked Otto for a dashboard of open invoices
"""),
    Call(6, 3, """---
with: Elif Arslan @ Arslan Hair
as: prospect
segment: trades
---
H1+ did: typed invoices twice until midnight before the last VAT return
H2- says: once a month is fine, the tax office asks no more often
!workaround photographs both pages and mails them to herself
""", "Kim"),
    Call(5, 1, """---
with: Joris Maes @ Maes Interiors
as: prospect
segment: trades
channel: accompanied
---
H4- did: closed August in two days, receipts complete
H1? could not say how long it takes
""", "Kim"),
    Call(4, 2, """---
with: Sofia Lindqvist @ Lindqvist Optik
as: current
segment: clinics
kind: demo
---
!request a button that chases late payers
H5+ would: would open a dashboard every morning
- [x] send her the reminder template
"""),
    Call(2, 0, """---
with: Greta Holm @ Holm Flowers
as: prospect
segment: trades
minutes: 25
---
> I know what I am owed. I do not know what I owe.

H5- did: opened the last tool's overview twice, then never again
H4+ did: found July's missing receipt behind the counter in September
!commit an introduction to the growers' association by next friday
"""),
    Call(1, 2, """---
with: Robin Ames @ Ourselves
as: internal
kind: other
---
H6+ says: our lawyer's brother says scans are fine
"""),
    Call(0, 1, """---
with: Caro Steiner @ Steiner Vets
as: prospect
segment: clinics
minutes: 45
---
> Two days a month. I counted, because my partner did not believe me.

!pain keeps: two days a month, counted #typing
H1+ keeps: two days a month, every month since 2023
H2+ did: asked her bank for a daily closing and was quoted 60
- [ ] send Caro the summary by friday
"""),
    Call(0, 0, """---
with: Milan Horvat @ Horvat Plumbing
as: prospect
segment: trades
minutes: 30
---
!surprise pays suppliers from memory
H4- keeps: has every receipt by the 2nd, each month, all year
J1+ a calendar and a ruler
- [ ] ask Milan for the name of his bookkeeper by wednesday
"""),
)  # fmt: skip


AUTHOR, COLLEAGUE = "Robin", "Kim"
_REST = 90


def tell(session: Session, today: date) -> None:
    """Writes the whole story into an empty journal, with dates that end on `today`."""
    from discoverycli.store.write import hypotheses, interviews, jobs, predictions, verdicts

    first = min(day for day, _ in _dated(today))
    for belief in BELIEFS:
        opinion = hypotheses.Opinion(
            belief.text, belief.risk_class, belief.origin, belief.importance, belief.serves
        )
        made = hypotheses.add(session, opinion, author=AUTHOR, today=first)
        verdicts.reevaluate(session, [made.id], today=first)
    for number, sure in SURE.items():
        for author, percent in zip((AUTHOR, COLLEAGUE), sure, strict=True):
            predictions.add(session, number, percent, author=author, today=first)
    for text in JOBS:
        jobs.add(session, jobs.NewJob(text), author=AUTHOR, today=first)
    for day, call in _dated(today):
        note, at = _interview(call, day), f"{day}T17:00:00+00:00"
        stored = interviews.add(
            session, note, author=call.author, today=day, logged_at=at, rule=Rule()
        )
        verdicts.reevaluate(session, stored.touched, today=day, interview=stored.number)
    later = today + timedelta(days=_REST)
    hypotheses.park(session, PARKED, reason=PARKED_REASON, until=later, today=today)
    verdicts.reevaluate(session, range(1, len(BELIEFS) + 1), today=today)
    _conclude(session, today)


def _conclude(session: Session, today: date) -> None:
    from discoverycli.store import sql
    from discoverycli.store.write import decisions, people, why

    for choice in CHOICES:
        day = today - timedelta(weeks=choice.weeks_ago)
        leaning = Leaning(Code("H", choice.hypothesis))
        decisions.decide(session, choice.text, [leaning], author=choice.author, today=day)
    numbers = dict(map(tuple, sql.rows(session, "SELECT name, id FROM person")))
    for person, by in SENT:
        people.edit(session, numbers[person], people.PersonChange(referred_by=numbers[by]))
    said = "SELECT id FROM statement WHERE text LIKE :words"
    heard = sql.value(session, said, {"words": f"{HEARD_WHY}%"})
    root = Code("H", 1)
    for wanted in (why.Wanted(root, heard=heard), why.Wanted(root, GUESSED_WHY, under=1)):
        why.add(session, wanted, author=AUTHOR, today=today)


def _dated(today: date) -> Iterator[tuple[date, Call]]:
    """What this week still has ahead is told as heard today."""
    monday = today - timedelta(days=today.weekday())
    for call in CALLS:
        yield min(monday + timedelta(days=call.weekday - 7 * call.weeks_ago), today), call


def _interview(call: Call, day: date) -> Interview:
    note = parse_note(call.note)
    due = {
        mark.line: clock.read_day(mark.due, today=day, prefer="future")
        for mark in note.followups
        if mark.due is not None
    }
    return interview_of(note, InterviewDate.on(day), due)
