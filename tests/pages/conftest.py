"""An invented quarter of a team's work, seeded through the store, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sqlmodel import Session

from discoverycli.domain.note.interview import Attendee, Interview
from discoverycli.domain.note.notes import Head, note_of, parse_people
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, InterviewDate, InterviewKind, Relation
from discoverycli.store.write import hypotheses, interviews, verdicts
from discoverycli.store.writer import open_journal

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
TODAY = date(2026, 11, 20)


@dataclass
class Seed:
    """Fills a journal. Each block of `with seed.writing():` is one transaction."""

    path: Path
    session: Session | None = field(default=None)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with open_journal(self.path) as session:
            self.session = session
            yield session
            self.session = None

    def log(
        self,
        who: str,
        on: str | InterviewDate,
        body: str = "",
        relation: str = "prospect",
        *,
        logged: str | None = None,
        **more: Any,
    ) -> int:
        """Stores an interview, as it was on the day it was logged; returns its number."""
        assert self.session is not None
        people = parse_people(who)
        held = on if isinstance(on, InterviewDate) else InterviewDate.on(date.fromisoformat(on))
        today = date.fromisoformat(logged) if logged else min(held.day or TODAY, TODAY)
        kind, channel = more.pop("kind", "interview"), more.pop("channel", "direct")
        note = note_of(Head(with_=people, **more), body)
        interview = Interview(
            attendees=tuple(Attendee(each, Relation(relation)) for each in people),
            note=note,
            held=held,
            kind=InterviewKind(kind),
            channel=Channel(channel),
            due={
                m.line: InterviewDate.on(date.fromisoformat(m.due)) for m in note.followups if m.due
            },
        )
        stored = interviews.add(
            self.session,
            interview,
            author="Robin",
            today=today,
            logged_at=f"{today}T12:00:00",
            rule=Rule(),
        )
        verdicts.reevaluate(self.session, stored.touched, today=today, interview=stored.number)
        return stored.number

    def opinion(self, text: str, on: str = "2026-08-03", **more: Any) -> int:
        """Writes a hypothesis down; returns its number."""
        assert self.session is not None
        day = date.fromisoformat(on)
        made = hypotheses.add(
            self.session, hypotheses.Opinion(text, **more), author="Robin", today=day
        )
        verdicts.reevaluate(self.session, [made.id], today=day)
        return made.id


@pytest.fixture
def seed(journal_path: Path) -> Seed:
    return Seed(journal_path)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares text with a golden file, or writes the file when `DISCO_GOLDEN=write`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("DISCO_GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        with file.open(encoding="utf-8", newline="") as stored:
            assert text == stored.read()

    return compare


PRACTICES = (
    "Ana Ruiz @ Clínica Norte",
    "Jonas Weber @ Praxis am Park",
    "王小明 @ 台北診所",
    "Mary O’Neill @ St. Brendan’s Hospital Group",
    "Tomás Prado @ Dental Sur",
    "Lena Vogt @ Praxis Vogt",
    "Ida Holm @ Holm & Sønner",
    "Paul Martin @ Cabinet Martin",
    "Sofia Rossi @ Studio Rossi",
    "Kofi Mensah @ Ridge Clinic",
)


@pytest.fixture
def busy(seed: Seed, once) -> Seed:
    """Fourteen weeks with more of everything than a screen has room for."""

    @once
    def tell() -> None:
        with seed.writing() as session:
            _opinions(seed)
            _spring(seed)
            _weeks(seed)
            _this_week(seed)
            hypotheses.park(
                session, 7, reason="no budget", until=date(2026, 11, 25), today=date(2026, 10, 1)
            )
            verdicts.reevaluate(session, [7], today=date(2026, 10, 1))

    return seed


def _opinions(seed: Seed) -> None:
    for importance, text in (
        (5, "Receptionists lose an hour a day to calling patients back"),
        (4, "Owners pay for recalls before they pay for reminders"),
        (5, "Groups with more than five sites will not connect their own calendar"),
        (3, "Receptionists decide which tool is tried, and owners only sign"),
        (4, "Practices change their software in the first quarter only"),
        (2, "Patients answer text messages sooner than they answer calls"),
        (5, "Insurers will pay for the integration"),
        (4, "Practices keep a second calendar on paper"),
        (1, "Nobody reads the monthly summary"),
        (3, "A free trial has to last for a whole billing month"),
    ):
        seed.opinion(text, importance=importance)


def _spring(seed: Seed) -> None:
    """H8 is validated in May, and nobody has been asked about it since."""
    for day, who in enumerate(PRACTICES[:6], start=18):
        seed.log(who, f"2026-05-{day}", "H8+ did: showed the paper one", minutes=20)


def _weeks(seed: Seed) -> None:
    mondays = [f"2026-{m:02}-{d:02}" for m, d in ((8, 17), (8, 24), (8, 31), (9, 7), (9, 14))]
    mondays += [f"2026-{m:02}-{d:02}" for m, d in ((9, 28), (10, 5), (10, 19), (10, 26), (11, 2))]
    for index, monday in enumerate(mondays):
        relation = "current" if index % 2 else "prospect"
        seed.log(
            PRACTICES[index],
            monday,
            "H1- did: never calls back\n"
            + (
                "H2+ paid: bought recalls alone\n"
                if index < 5
                else "H4+ says: I choose\nH4- says: no\n"
            )
            + ("!commit sends the call log by 2026-11-13\n" if index == 9 else ""),
            relation,
            minutes=30,
        )
    seed.log("Nora Lang @ Ridge Clinic", InterviewDate.in_month(2026, 10), "", "current")
    seed.log("Otto Berg @ Cabinet Martin", InterviewDate.unknown(), "", "prospect")


def _this_week(seed: Seed) -> None:
    seed.log(
        "Eva Lind @ Kliniken Lind",
        "2026-11-16",
        "H2+ did: paid for recalls only\n- [ ] send the recall summary by 2026-11-18\n",
        minutes=45,
    )
    seed.log(
        "Bo Dahl @ Dahl Tandvård; Siv Dahl @ Dahl Tandvård",
        "2026-11-17",
        "H5+ says: only in January\nH9? could not say\n- [ ] ask when the contract ends\n",
        channel="accompanied",
        via="Sam of sales",
    )
    seed.log("Ana Ruiz @ Clínica Norte", "2026-11-18", "H5- did: changed in June\n", minutes=25)
    seed.log(
        "Grace Obi @ Lagos Dental",
        "2026-11-18",
        "H10+ says: a month at least\n!commit introduces her head of finance by 2026-11-24\n",
        channel="proxy",
        via="Sam of sales",
    )
    seed.log("Robin", "2026-11-19", "rehearsed the questions\n", "internal")
    seed.log(
        "Jonas Weber @ Praxis am Park", "2026-11-19", "H6+ did: texts are answered\n", "current"
    )
    seed.log(
        "Lena Vogt @ Praxis Vogt", "2026-11-20", "H6+ says: yes\n- [ ] invoice\n", kind="visit"
    )
    seed.log("Ida Holm @ Holm & Sønner", "2026-11-24", "", logged="2026-11-19")
    seed.log("New Name @ New Practice", "2026-12-02", "", logged="2026-11-19", kind="demo")
