"""Counts again, from the pages of hypotheses alone, what reports on all of them say.

Nothing of the program is used but what it prints: a journal with everything in it, each page as
`disco hypotheses show H --json` prints it, and the votes by the words of `docs/methods.md`.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from tests.conftest import TODAY, Disco
from tests.pages.conftest import Seed

from discoverycli.domain.note.interview import Attendee, Interview
from discoverycli.domain.note.notes import Head, Who, note_of, parse_people
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    InterviewKind,
    Relation,
    Stakeholder,
)
from discoverycli.store.write import hypotheses, interviews, verdicts

Piece = dict[str, Any]
Pages = dict[str, dict[str, Any]]

RUNGS = ("nice", "would", "says", "did", "paid", "keeps")
CURRENT, FUTURE = Stakeholder.CURRENT, Stakeholder.FUTURE
EASY = Rule(voices=2, majority=51, lived=0, prospects=0)
OPINIONS: tuple[dict[str, Any], ...] = (
    {"serves": (CURRENT,), "rule": EASY},
    {"serves": (FUTURE,), "segment": "labs", "rule": Rule(2, 51, 0, 0, 30)},
    {"serves": (CURRENT, FUTURE), "segment": "Vets", "rule": Rule(1, 51, 1, 0, 365)},
    {"segment": "nobody here"},
    {"rule": Rule(1, 51, 0, 0, 90), "importance": 5},
    {"serves": (FUTURE,), "rule": EASY},
    {"serves": (FUTURE,), "importance": 4},
    {"segment": "LABS", "rule": EASY},
)
_DATES = (
    InterviewDate.in_month(2026, 11),
    InterviewDate.in_month(2026, 5),
    InterviewDate.in_year(2026),
    InterviewDate.in_year(2025),
    InterviewDate.unknown(),
)


_made: dict[int, bytes] = {}


def fill(seed: Seed, number: int) -> None:
    """Sixty interviews of everything: any date, channel, relation, rung, segment, interviewer.

    The same number gives the same journal, which is made once and copied after that.
    """
    if number not in _made:
        _write(seed, random.Random(number))
        _made[number] = seed.path.read_bytes()
    seed.path.write_bytes(_made[number])
    seed.path.chmod(0o600)


def _write(seed: Seed, chance: random.Random) -> None:
    with seed.writing() as session:
        for number, opinion in enumerate(OPINIONS, start=1):
            made = hypotheses.add(
                session,
                hypotheses.Opinion(f"opinion number {number}", **opinion),
                author="Robin",
                today=date(2025, 1, 1),
            )
            assert made.id == number
        touched: set[int] = set()
        for number in range(60):
            interview = _interview(number, chance)
            author = chance.choice(("Robin", "Kim"))
            stored = interviews.add(
                session,
                interview,
                author=author,
                today=TODAY,
                logged_at=f"{TODAY}T12:00:00",
                rule=Rule(),
            )
            touched |= set(stored.touched)
        verdicts.reevaluate(session, sorted(touched), today=TODAY)


def _interview(number: int, chance: random.Random) -> Interview:
    person = chance.randrange(16)
    who = f"Person {person}" + (f" @ Org {person // 2}" if person < 12 else "")
    if chance.random() < 0.2:
        who += f"; Guest {chance.randrange(4)} @ Org {chance.randrange(6)}"
    people = parse_people(who)
    if person in (1, 13) or (person == 5 and number % 2):
        return _agreeing(number, people, chance)
    lines = [
        f"H{chance.randint(1, 7)}{chance.choice('++--?')} {_rung(chance)}: {number}-{line}"
        for line in range(chance.randint(1, 4))
    ]
    relation = Relation(chance.choice(("prospect", "prospect", "current", "former", "internal")))
    held = InterviewDate.on(TODAY - timedelta(days=chance.randint(-20, 400)))
    channel = Channel(chance.choice(("direct", "direct", "accompanied", "proxy")))
    segment = chance.choice(("", "labs", " Labs", "vets", "clinics"))
    return Interview(
        attendees=tuple(Attendee(each, relation, segment) for each in people),
        note=note_of(Head(with_=people), "\n".join(lines)),
        held=chance.choice(_DATES) if chance.random() < 0.2 else held,
        kind=InterviewKind.INTERVIEW,
        channel=channel,
        due={},
    )


def _agreeing(number: int, people: tuple[Who, ...], chance: random.Random) -> Interview:
    """One in which they say yes to whatever they are asked."""
    lines = [f"H{which}+ did: yes to {number}" for which in (1, 3, chance.choice((4, 6)))]
    return Interview(
        attendees=tuple(Attendee(each, Relation.CURRENT, "vets") for each in people),
        note=note_of(Head(with_=people), "\n".join(lines)),
        held=InterviewDate.on(TODAY - timedelta(days=chance.randint(0, 100))),
        kind=InterviewKind.INTERVIEW,
        channel=Channel.DIRECT,
        due={},
    )


def _rung(chance: random.Random) -> str:
    return chance.choice((*RUNGS, "says", "did"))


def pages(disco: Disco) -> Pages:
    """Every hypothesis as its own page has it."""
    codes = [each["code"] for each in disco("hypotheses", "--all", "--json").data]
    return {code: disco("hypotheses", "show", code, "--json").data for code in codes}


def counting(page: dict[str, Any]) -> list[Piece]:
    return [piece for piece in page["evidence"] if piece["counted"]]


def ever(page: dict[str, Any]) -> list[Piece]:
    """What counts, or would but for its age."""
    return [piece for piece in page["evidence"] if piece["counted"] or piece["reason"] == "old"]


def last_day(piece: Piece) -> date:
    parts = [int(part) for part in piece["held_on"].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def personal(pieces: Iterable[Piece]) -> str:
    """The vote of a person, by what they said: highest rung, then latest day, then neutral."""
    ranked = [(RUNGS.index(each["rung"]), last_day(each), each["stance"]) for each in pieces]
    best = max(ranked)[:2]
    stances = {stance for rung, day, stance in ranked if (rung, day) == best}
    said = stances.pop() if len(stances) == 1 else "neutral"
    return {"supports": "for", "refutes": "against", "neutral": "neutral"}[said]


def grouped(pieces: Iterable[Piece], key: Callable[[Piece], Any]) -> dict[Any, list[Piece]]:
    found: dict[Any, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(key(piece), []).append(piece)
    return found


def of_people(pieces: Iterable[Piece]) -> dict[str, str]:
    """Person → vote."""
    return {who: personal(some) for who, some in grouped(pieces, lambda p: p["person"]).items()}


def of_voices(pieces: Iterable[Piece]) -> dict[str, str]:
    """Organisation, or person without one → vote."""
    found = {}
    for voice, some in grouped(pieces, lambda p: p["voice"]).items():
        cast = Counter(of_people(some).values())
        if cast["for"] == cast["against"]:
            found[voice] = "split" if cast["for"] else "neutral"
        else:
            found[voice] = "for" if cast["for"] > cast["against"] else "against"
    return found


def segment_of(piece: Piece) -> str | None:
    return " ".join((piece["segment"] or "").casefold().split()) or None


def tally(cast: Iterable[str]) -> dict[str, int]:
    each = Counter(cast)
    return {
        "votes_for": each["for"],
        "votes_against": each["against"],
        "neutral": each["neutral"],
        "split": each["split"],
        "asked": each.total(),
    }
