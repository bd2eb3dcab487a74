"""Makes a journal of any size, straight into the tables, for `benchmarks/run.py`.

`python benchmarks/make_journal.py PATH --interviews 100000` writes 100,000 interviews of five
years by five interviewers, 300,000 pieces of evidence on 1,000 hypotheses with a belief each, 250
decisions, and 20,000 people of 4,000 organisations, a quarter of them sent by somebody.
The same numbers give the same journal.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from discoverycli.store.writer import open_journal

WORDS = (
    "invoice receipt supplier ledger month end bank statement shoebox spreadsheet accountant "
    "auditor clinic garage bakery florist customer order delivery payroll overtime shift sunday "
    "evening phone scanner folder paper error duplicate missing late early careful slow quick "
    "reminder letter fee penalty refund deposit rent lease insurance pension holiday strike"
).split()
RELATIONS = ("prospect", "current", "former", "partner", "internal", "unknown")
RELATION_WEIGHTS = (50, 30, 5, 5, 5, 5)
CHANNELS = ("direct", "accompanied", "proxy")
CHANNEL_WEIGHTS = (75, 10, 15)
INTERVIEWERS = ("Robin", "Kim", "Sam", "Jo", "Alex")
SEGMENTS = ("clinics", "garages", "bakeries", "florists", "tax advisers", "hotels", "schools")
STANCES = ("supports", "refutes", "neutral")
COMMON = "common"


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


class Scale:
    """How many of everything, in the proportions of a team that has worked for years."""

    def __init__(self, interviews: int) -> None:
        self.interviews = interviews
        self.evidence = interviews * 3
        self.hypotheses = max(3, interviews // 100)
        self.people = max(4, interviews // 5)
        self.organisations = max(2, interviews // 25)
        self.jobs = max(2, interviews // 1000)
        self.days = 5 * 365 if interviews > 1000 else 60


def fill(path: Path, interviews: int, today: date) -> None:
    """Writes the journal and lets the program weigh every hypothesis once."""
    path.unlink(missing_ok=True)
    with open_journal(path):
        pass
    scale, rng = Scale(interviews), random.Random(20261120)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    for sql, rows in tables(scale, rng, today):
        connection.executemany(sql, rows)
    connection.execute("UPDATE hypothesis SET text_key = text")
    connection.execute("COMMIT")
    connection.execute("PRAGMA optimize")
    connection.close()
    weigh_all(path, scale, today)


def tables(scale: Scale, rng: random.Random, today: date) -> Iterator[tuple[str, list[tuple]]]:
    """Every table's insert and rows, parents first."""
    day = [
        (
            today - timedelta(days=scale.days * (scale.interviews - n) // scale.interviews)
        ).isoformat()
        for n in range(1, scale.interviews + 1)
    ]
    yield (
        "INSERT INTO organisation (id, uid, name, name_key) VALUES (?,?,?,?)",
        [(n, f"o{n}", f"Company {n}", f"company {n}") for n in range(1, scale.organisations + 1)],
    )
    relation = rng.choices(RELATIONS, RELATION_WEIGHTS, k=scale.people + 1)
    last: dict[int, str] = {}
    held_with = [rng.randint(1, scale.people) for _ in range(scale.interviews)]
    channels = rng.choices(CHANNELS, CHANNEL_WEIGHTS, k=scale.interviews)
    contact = [
        int(channels[n] != "proxy" and relation[held_with[n]] != "internal")
        for n in range(scale.interviews)
    ]
    for n, person in enumerate(held_with):
        if contact[n]:
            last[person] = day[n]
    yield (
        "INSERT INTO person (id, uid, name, name_key, organisation_id, relation, segment, "
        "last_contact, created_on, version, referred_by_id) VALUES (?,?,?,?,?,?,?,?,?,1,?)",
        [
            (n, f"p{n}", f"Person {n}", f"person {n}", 1 + n % scale.organisations, relation[n],
             segment_of(n), last.get(n), day[0], n // 4 if n % 4 == 0 else None)
            for n in range(1, scale.people + 1)
        ],
    )  # fmt: skip
    notes = [
        f"{sentence(rng, 40)}\n> {sentence(rng, 12)}{' ' + COMMON if n % 2 else ''}\n"
        for n in range(scale.interviews)
    ]
    yield (
        "INSERT INTO interview (id, uid, held_on, precision, kind, channel, minutes, notes, author, "
        "logged_at, contact, version) VALUES (?,?,?,'day','interview',?,?,?,?,?,?,1)",
        [
            (n, f"i{n}", day[n - 1], channels[n - 1], 20 + n % 40, notes[n - 1],
             INTERVIEWERS[n % len(INTERVIEWERS)], day[n - 1] + "T12:00:00+00:00", contact[n - 1])
            for n in range(1, scale.interviews + 1)
        ],
    )  # fmt: skip
    yield (
        "INSERT INTO participation (interview_id, person_id, position, relation, segment) "
        "VALUES (?,?,0,?,?)",
        [
            (n, held_with[n - 1], relation[held_with[n - 1]], segment_of(held_with[n - 1]))
            for n in range(1, scale.interviews + 1)
        ],
    )
    yield (
        "INSERT INTO statement (id, interview_id, person_id, line, kind, rung, verbatim, text) "
        "VALUES (?,?,?,2,'context',2,1,?)",
        [
            (n, n, held_with[n - 1], notes[n - 1].partition("> ")[2].strip())
            for n in range(1, scale.interviews + 1)
        ],
    )
    yield from opinions(scale, rng, held_with, day)
    yield from beliefs(scale, day)
    yield (
        "INSERT INTO followup (id, interview_id, person_id, ours, text, due_on, done_on, line) "
        "VALUES (?,?,?,1,?,?,?,1)",
        [
            (n, n, held_with[n - 1], sentence(rng, 5), day[n - 1],
             day[n - 1] if n < scale.interviews - 20 else None)
            for n in range(1, scale.interviews + 1, 10)
        ],
    )  # fmt: skip
    yield (
        "INSERT INTO counter (name, last) VALUES (?,?)",
        [("P", scale.people), ("I", scale.interviews), ("S", scale.interviews),
         ("H", scale.hypotheses), ("J", scale.jobs), ("organisation", scale.organisations),
         ("evidence", scale.evidence), ("followup", scale.interviews), ("hire", scale.interviews),
         ("prediction", scale.hypotheses), ("D", scale.hypotheses // 4),
         ("why", 2 * scale.hypotheses)],
    )  # fmt: skip


def opinions(
    scale: Scale, rng: random.Random, held_with: list[int], day: list[str]
) -> Iterator[tuple[str, list[tuple]]]:
    """Hypotheses with their criteria and evidence; most lean one way, as opinions do."""
    lean = [rng.random() for _ in range(scale.hypotheses + 1)]
    yield (
        "INSERT INTO hypothesis (id, uid, text, text_key, risk_class, origin, importance, serves, "
        "segment, author, created_on, version) "
        "VALUES (?,?,?,?,'desirability','team',?,'future',?,'Robin',?,1)",
        [
            (
                n,
                f"h{n}",
                f"opinion {n}: {sentence(rng, 8)}",
                f"opinion {n}",
                1 + n % 5,
                segment_of(n) if n % 3 == 0 else None,
                day[0],
            )
            for n in range(1, scale.hypotheses + 1)
        ],
    )
    yield (
        "INSERT INTO revision (hypothesis_id, number, voices, majority, lived, prospects, against, "
        "fresh_days, author, made_on) VALUES (?,1,5,95,1,2,4,180,'Robin',?)",
        [(n, day[0]) for n in range(1, scale.hypotheses + 1)],
    )
    rows = []
    for n in range(1, scale.evidence + 1):
        interview = 1 + (n - 1) // 3
        hypothesis = 1 + rng.randrange(scale.hypotheses)
        against = rng.random() > lean[hypothesis]
        stance = "neutral" if rng.random() < 0.1 else STANCES[against]
        rows.append(
            (n, hypothesis, interview, held_with[interview - 1], stance, rng.randint(1, 5),
             "what they said", day[interview - 1])
        )  # fmt: skip
    yield (
        "INSERT INTO evidence (id, hypothesis_id, interview_id, person_id, stance, rung, text, "
        "linked, line, author, added_on) VALUES (?,?,?,?,?,?,?,0,1,'Robin',?)",
        rows,
    )
    yield (
        "INSERT INTO job (id, uid, text, text_key, type, serves, author, created_on, version) "
        "VALUES (?,?,?,?,'core','','Robin',?,1)",
        [(n, f"j{n}", f"reconcile pile {n}", f"reconcile pile {n}", day[0]) for n in range(1, scale.jobs + 1)],
    )  # fmt: skip
    yield (
        "INSERT INTO hire (id, job_id, interview_id, person_id, hired, rung, text, line) "
        "VALUES (?,?,?,?,?,3,'a spreadsheet',1)",
        [
            (n, 1 + n % scale.jobs, n, held_with[n - 1], int(n % 3 > 0))
            for n in range(1, scale.interviews + 1, 5)
        ],
    )


def segment_of(person: int) -> str | None:
    """A person's segment; that of some is not known."""
    return None if person % 10 == 0 else SEGMENTS[person % len(SEGMENTS)]


def beliefs(scale: Scale, day: list[str]) -> Iterator[tuple[str, list[tuple]]]:
    """A belief and two answers to why on each hypothesis, and a decision on every fourth."""
    numbers = range(1, scale.hypotheses + 1)
    yield (
        "INSERT INTO prediction (id, hypothesis_id, author, percent, revision, made_on) "
        "VALUES (?,?,?,?,1,?)",
        [(n, n, INTERVIEWERS[n % 5], 5 + 10 * (n % 10), day[0]) for n in numbers],
    )
    decided = [n for n in numbers if n % 4 == 0]
    yield (
        "INSERT INTO decision (id, uid, text, author, made_on, version) VALUES (?,?,?,?,?,1)",
        [(n // 4, f"d{n}", f"choice {n}", INTERVIEWERS[n % 5], day[-1]) for n in decided],
    )
    yield (
        "INSERT INTO ground (decision_id, position, code, hypothesis_id, holds, status, votes_for, "
        "votes_against, asked, revision) VALUES (?,0,?,?,1,?,4,1,5,1)",
        [(n // 4, f"H{n}", n, ("validated", "testing")[n // 4 % 2]) for n in decided],
    )
    yield (
        "INSERT INTO why (id, hypothesis_id, number, parent_id, text, heard_id, author, added_on) "
        "VALUES (?,?,?,?,?,?,?,?)",
        [
            (2 * n - 1 + deep, n, 1 + deep, 2 * n - 1 if deep else None, "for a reason",
             None if deep else n, "Robin", day[0])
            for n in numbers
            for deep in (0, 1)
        ],
    )  # fmt: skip


def weigh_all(path: Path, scale: Scale, today: date) -> None:
    """Makes the index, and remembers every verdict, as the program does whenever something is
    written."""
    from discoverycli.store.write import search
    from discoverycli.store.write.verdicts import reevaluate

    with open_journal(path) as session:
        search.rebuild(session)
        reevaluate(session, range(1, scale.hypotheses + 1), today=today)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--interviews", type=int, default=100_000)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 20))
    options = parser.parse_args()
    fill(options.path, options.interviews, options.today)
