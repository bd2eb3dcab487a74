"""Undo after random commands: the journal is again as it was, row for row, and forward again."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.trials.conftest import Trial

START = date(2026, 11, 20)
PEOPLE = ("Ana Silva @ Acme", "Ben @ Acme", "Cy @ Bolt", "Dee", "Eve @ Crop & Söhne", "Ana @ Bolt")
OPINIONS = ("owners pay for closed books", "bookkeepers lose a day", "users want a dashboard")
JOBS = ("reconcile invoices before month end", "file the taxes in time")
ASIDE = ("counter", "operation", "change")
"""What only ever goes forward: numbers that were given, and the record itself."""

Words = tuple[str, ...]
Rows = dict[str, list[tuple[object, ...]]]


def dump(path: Path) -> Rows:
    """Every row of the journal and its search index; without versions, which only go forward, and
    without the day on which a verdict was last worked out."""
    connection = sqlite3.connect(path)
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_%'"
        )
        if name not in ASIDE
    ]
    found = {}
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table}")
        heads = [head[0] for head in cursor.description]
        keep = [n for n, head in enumerate(heads) if head not in ("version", "computed_on")]
        found[table] = sorted((tuple(row[n] for n in keep) for row in cursor), key=repr)
    connection.close()
    return found


class Commands:
    """Random commands that a user could type, most of which work."""

    def __init__(self, chance: random.Random, folder: Path) -> None:
        self.chance = chance
        self.folder = folder
        self.logged = 0

    def some(self, number: int) -> Iterator[Words]:
        """The first logs a call, so that there is something to work on."""
        self.logged = 1
        yield ("log", self.who(), f"H: {OPINIONS[0]}\nH+ did: {self.word()}\nJ: {JOBS[0]}\n!pain x")
        makers: list[Callable[[], Words]] = [
            self.log, self.log, self.log, self.edit_note, self.edit_person, self.edit_hypothesis,
            self.park, self.unpark, self.link, self.add, self.edit_job, self.pause, self.take_in,
        ]  # fmt: skip
        for _ in range(number - 1):
            yield self.chance.choice(makers)()

    def note(self) -> str:
        pick = self.chance.choice
        lines = [f"they said {self.chance.randrange(10**6)}"]
        lines += self.chance.sample(
            [
                f"H: {pick(OPINIONS)}",
                f"H{self.code()}{pick('+-?')} {pick(('did', 'says', 'paid', 'would'))}: {self.word()}",
                f"H{self.code()}{pick('+-?')} {pick(('did', 'keeps', 'nice'))}: {self.word()}",
                f"!pain {pick(('did', 'says'))}: took {self.word()} #{pick(('payroll', 'büro'))}",
                f"> their words, {self.word()}",
                f"J: {pick(JOBS)}",
                f"J1{pick('+-')} did: {self.word()}",
                f"- [{pick(' x')}] send {self.word()} by 2026-12-01",
            ],
            self.chance.randint(0, 5),
        )
        return "\n".join(lines)

    def word(self) -> str:
        return self.chance.choice(("four hours", "a spreadsheet", "«naïve»", "東京", "-1", "#no"))

    def code(self) -> int:
        return self.chance.randint(1, 3)

    def interview(self) -> str:
        return f"I{self.chance.randint(1, max(1, self.logged))}"

    def who(self) -> str:
        return "; ".join(self.chance.sample(PEOPLE, self.chance.choice((1, 1, 2))))

    def log(self) -> Words:
        self.logged += 1
        pick = self.chance.choice
        head = ["--on", str(START - timedelta(self.chance.randint(0, 400)))]
        head += ["--as", pick(("prospect", "current", "internal", "former"))]
        head += ["--channel", pick(("direct", "direct", "accompanied", "proxy"))]
        return ("log", self.who(), self.note(), *head)

    def edit_note(self) -> Words:
        file = self.folder / f"{self.chance.randrange(10**9)}.md"
        file.write_text(f"---\nwith: {self.chance.choice(PEOPLE)}\n---\n{self.note()}\n")
        return ("edit", self.interview(), "--file", str(file))

    def edit_person(self) -> Words:
        pick = self.chance.choice
        options = pick(
            (
                ("--name", pick(("Ana Silva", "Ana Silva-Meyer", "Ben Okoro"))),
                ("--organisation", pick(("Acme", "Bolt", "Delta", ""))),
                ("--role", self.word()),
                ("--as", pick(("current", "prospect"))),
                ("--every", "2w"),
            )
        )
        return ("people", "edit", f"P{self.chance.randint(1, 4)}", *options)

    def edit_hypothesis(self) -> Words:
        pick = self.chance.choice
        options = pick(
            (
                ("--importance", str(self.chance.randint(1, 5))),
                ("--text", f"{pick(OPINIONS)} {self.chance.randint(1, 3)}"),
                ("--serves", pick(("current", "future", "company"))),
                ("--rule", f"voices={self.chance.randint(1, 6)}", "--reason", "we know more"),
                ("--segment", self.word()),
            )
        )
        return ("hypotheses", "edit", f"H{self.code()}", *options)

    def park(self) -> Words:
        return (
            "hypotheses", "park", f"H{self.code()}", "--reason", "later", "--until", "2028-01-03",
        )  # fmt: skip

    def unpark(self) -> Words:
        return ("hypotheses", "unpark", f"H{self.code()}")

    def link(self) -> Words:
        stance = self.chance.choice(("support", "refute", "neutral"))
        source = self.chance.choice((f"S{self.chance.randint(1, 6)}", self.interview()))
        return ("hypotheses", stance, f"H{self.code()}", source, "--rung", "did")

    def add(self) -> Words:
        pick = self.chance.choice
        return pick((("hypotheses", "add", pick(OPINIONS)), ("jobs", "add", pick(JOBS))))

    def edit_job(self) -> Words:
        return ("jobs", "edit", "J1", "--text", f"pay invoices {self.chance.randint(1, 3)}")

    def pause(self) -> Words:
        option = self.chance.choice(("--pause", "--unpause"))
        return ("report", "cadence", option, "2026-12-21..2026-12-31")

    def take_in(self) -> Words:
        folder = self.folder / f"take-{self.chance.randrange(10**9)}"
        folder.mkdir()
        for number in range(3):
            head = f"with: {self.chance.choice(PEOPLE)}\nas: prospect\non: 2026-10-0{number + 1}"
            (folder / f"{number}.md").write_text(f"---\n{head}\n---\n{self.note()}\n")
        self.logged += 3
        return ("import", str(folder))


@pytest.mark.trial("R3")
def test_undo_takes_random_commands_back_one_by_one_and_forward_again(
    disco, world: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial
) -> None:  # type: ignore[no-untyped-def]
    taken = 0
    for run in range(trial.count):
        path = world / f"{run}.db"
        monkeypatch.setenv("DISCO_JOURNAL", str(path))
        chance = random.Random(run)
        # What time alone has changed is no operation's: where days pass, verdicts are left out.
        days = (0,) if run % 2 else (0, 0, 0, 1, 9)
        steps = Steps(disco, path, monkeypatch, seen=dump if run % 2 else rows_heard)
        for words in Commands(chance, world).some(10):
            steps.run(words, START + timedelta(days=chance.choice(days)))
        taken += len(steps.states)
        trial.ran()
        back = steps.back(trial, run)
        steps.forward(trial, run, back)
    assert taken > 4 * trial.count, "too few commands changed anything"


@pytest.mark.trial("R3")
def test_an_operation_in_the_middle_goes_alone_and_comes_back_or_names_what_stands_in_its_way(
    disco, world: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial
) -> None:  # type: ignore[no-untyped-def]
    alone = 0
    for run in trial.share(0, 2):
        path = world / f"{run}.db"
        monkeypatch.setenv("DISCO_JOURNAL", str(path))
        chance = random.Random(1000 + run)
        steps = Steps(disco, path, monkeypatch, seen=dump)
        for words in Commands(chance, world).some(10):
            steps.run(words, START)
        before = dump(path)
        number = chance.randint(1, steps.number)
        trial.ran()
        result = disco("undo", str(number), "--yes", "--json", ok=False)
        if result.code:
            trial.check(result.code == 2 and "came later" in result.err, f"{run}: {result}")
            trial.check(dump(path) == before, f"{run}: refused, but changed")
            continue
        alone += 1
        trial.check(whole(path), f"{run}: rows point at nothing")
        trial.check(weighed(disco), f"{run}: a verdict is not what the evidence says")
        result = disco("undo", str(result.data["by"]), "--yes", ok=False)
        trial.check(result.code == 0, f"{run}: {result}")
        after = dump(path)
        trial.check(settled(after) == settled(before), f"{run}: not as before {number}")
    assert trial.fast or alone > trial.count / 20, "undo nearly always refused: nothing was tried"


def rows_heard(path: Path) -> Rows:
    """A dump of what was heard and written down, without verdicts and the path they took."""
    return {name: rows for name, rows in dump(path).items() if name not in ("memo", "movement")}


def settled(found: Rows) -> Rows:
    """A dump without the path that verdicts took: that one was left and taken up again is part of
    the path."""
    return {name: rows for name, rows in found.items() if name != "movement"}


def whole(path: Path) -> bool:
    """Whether nothing points at nothing."""
    connection = sqlite3.connect(path)
    try:
        return not connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()


def weighed(disco) -> bool:  # type: ignore[no-untyped-def]
    """Whether every remembered verdict is the one that its evidence gives."""
    listed = {each["code"]: each["status"] for each in disco("hypotheses", "--all", "--json").data}
    shown = {code: disco("hypotheses", "show", code, "--json").data["status"] for code in listed}
    return listed == shown


class Steps:
    """Commands run one after another, and the journal as each that changed it left it."""

    def __init__(  # type: ignore[no-untyped-def]
        self, disco, path: Path, monkeypatch: pytest.MonkeyPatch, seen: Callable[[Path], Rows]
    ) -> None:
        self.disco = disco
        self.seen = seen
        self.path = path
        self.monkeypatch = monkeypatch
        self.today = START
        self.number = 0
        self.states: list[Rows] = []

    def run(self, words: Words, today: date) -> None:
        self.today = max(self.today, today)
        self.monkeypatch.setenv("DISCO_TODAY", str(self.today))
        result = self.disco(*words, ok=False)
        assert result.code in (0, 2, 3), f"{words}: {result}"
        newest = self.operations()
        assert newest in (self.number, self.number + 1), f"{words} was {newest} operations"
        if newest > self.number:
            self.number = newest
            self.states.append(self.seen(self.path))

    def operations(self) -> int:
        if not self.path.exists():
            return 0
        connection = sqlite3.connect(self.path)
        try:
            return int(connection.execute("SELECT count(*) FROM operation").fetchone()[0])
        finally:
            connection.close()

    def back(self, trial: Trial, run: int) -> list[int]:
        """Takes everything back; the operations that did."""
        undos = []
        for state in reversed(self.states[:-1]):
            result = self.disco("undo", "--yes", "--json", ok=False)
            if not trial.check(result.code == 0, f"{run}: {result}"):
                return undos
            undos.append(result.data["by"])
            same = self.seen(self.path) == state
            trial.check(same, f"{run}: not as it was before {result.data['undone']}")
        return undos

    def forward(self, trial: Trial, run: int, undos: list[int]) -> None:
        """Takes the undoing back, the last first."""
        for number, state in zip(reversed(undos), self.states[1:], strict=False):
            result = self.disco("undo", str(number), "--yes", ok=False)
            trial.check(result.code == 0, f"{run}: {result}")
            trial.check(
                self.seen(self.path) == state, f"{run}: not as it was after redoing {number}"
            )
