"""Runs many processes at one journal: one imports the program, forks the others, and lets them go
all together. Run as `crowd.py ROLE,ROLE,… JOURNAL COUNT`; prints one line of JSON a process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Told = dict[str, Any]


def crowd(roles: Sequence[str], journal: Path, count: int) -> list[Told]:
    """Lets one process a role do its work `count` times; what each has to tell."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trials.crowd", ",".join(roles), str(journal), str(count)],
        capture_output=True, text=True, check=False, timeout=900, stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def command(*words: str) -> tuple[int, str, str]:
    """Runs a command in this process: its exit code and what it printed."""
    from discoverycli.main import main

    saved = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err = io.StringIO(), io.StringIO()
    try:
        return int(main(list(words))), out.getvalue(), err.getvalue()
    finally:
        sys.stdout, sys.stderr = saved


def add_up(journal: Path, count: int, _me: int) -> Told:
    """Reads a number, adds one and writes it, each time in an operation of its own."""
    from discoverycli.store import sql
    from discoverycli.store.writer import open_journal

    slowest = 0.0
    for _ in range(count):
        began = time.monotonic()
        with open_journal(journal) as session:
            number = sql.value(session, "SELECT minutes FROM interview WHERE id = 1")
            sql.run(session, "UPDATE interview SET minutes = ? WHERE id = 1", (number + 1,))
        slowest = max(slowest, time.monotonic() - began)
    return {"slowest": slowest}


def begin(journal: Path, _count: int, me: int) -> Told:
    """Logs the first call of a journal that may not be there yet."""
    code, out, err = command("log", f"Person{me} @ Org{me}", f"!pain did: it took {me} hours")
    return {"code": code, "out": out, "err": err, "me": me}


def write(journal: Path, count: int, me: int) -> Told:
    """Logs as long as anybody reads."""
    bad, logged = [], 0
    while any(journal.parent.glob("reading-*")):
        stance = "+-?"[logged % 3]
        code, _, err = command(
            "log", f"Person{me}-{logged % 7} @ Org{me}", f"H1{stance} did: again {logged}",
            "--as", ("prospect", "current")[logged % 2], "--minutes", "10",
        )  # fmt: skip
        logged += 1
        if code:
            bad.append(err)
    return {"logged": logged, "bad": bad}


def read(journal: Path, count: int, me: int) -> Told:
    """Reads reports; those whose numbers do not add up are told."""
    bad = []
    readings: tuple[Callable[[], str], ...] = (_hypothesis, _balance, _cadence, _people)
    for number in range(count):
        said = readings[number % len(readings)]()
        if said:
            bad.append(said)
    return {"read": count, "bad": bad}


def _report(*words: str) -> tuple[Any, str]:
    code, out, err = command(*words, "--json")
    return (None, f"{words}: {code} {err}") if code else (json.loads(out), "")


def _hypothesis() -> str:
    found, wrong = _report("hypotheses", "show", "H1")
    if wrong:
        return wrong
    voices = {each["voice"] for each in found["evidence"] if each["counted"]}
    same = found["asked"] == len(voices)
    votes = found["votes_for"] + found["votes_against"] <= found["asked"]
    return "" if same and votes else f"{found['asked']} asked, {len(voices)} in the evidence"


def _balance() -> str:
    found, wrong = _report("report", "balance")
    if wrong:
        return wrong
    total = found["balance"]["interviews"]
    parts = sum(each["interviews"]["count"] for each in found["balance"]["relations"])
    return "" if parts == total else f"{parts} of {total} interviews have a relation"


def _cadence() -> str:
    found, wrong = _report("report")
    if wrong:
        return wrong
    contacts = len([each for each in found["interviews"] if each["counted"]])
    told = found["cadence"]["this_week"]
    return "" if contacts == told else f"{contacts} are listed in the week, {told} counted"


def _people() -> str:
    found, wrong = _report("people", "--all")
    if wrong:
        return wrong
    codes = [each["code"] for each in found]
    heard = all(each["interviews"] > 0 and each["last_contact"] for each in found)
    return "" if len(set(codes)) == len(codes) and heard else "somebody without an interview"


ROLES: dict[str, Callable[[Path, int, int], Told]] = {
    "add_up": add_up, "begin": begin, "write": write, "read": read,
}  # fmt: skip


def _main() -> None:
    roles, journal, count = sys.argv[1].split(","), Path(sys.argv[2]), int(sys.argv[3])
    os.environ["DISCO_JOURNAL"] = str(journal)
    with tempfile.TemporaryDirectory() as folder:
        _import_everything(Path(folder) / "journal.db")
    waiting, go = os.pipe()
    children = []
    for me, role in enumerate(roles):
        if role == "read":
            (journal.parent / f"reading-{me}").touch()
        answer, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.read(waiting, 1)
            os._exit(_child(ROLES[role], journal, count, me, tell))
        os.close(tell)
        children.append((pid, answer))
    os.close(waiting)
    os.close(go)
    for pid, answer in children:
        with os.fdopen(answer) as told:
            sys.stdout.write((told.read() or json.dumps({"died": True})) + "\n")
        os.waitpid(pid, 0)


def _import_everything(journal: Path) -> None:
    """A child has nothing left to import, so that all of them meet at the journal."""
    for words in ("H: an opinion", "H1+ did: the same"):
        assert command("log", "Ana @ Acme", words, "--journal", str(journal))[0] == 0
    for words in (("report", "balance"), ("report",), ("hypotheses", "show", "H1")):
        assert command(*words, "--json", "--journal", str(journal))[0] == 0


def _child(
    role: Callable[[Path, int, int], Told], journal: Path, count: int, me: int, tell: int
) -> int:
    try:
        told = role(journal, count, me)
    except BaseException:
        told = {"error": traceback.format_exc()}
    (journal.parent / f"reading-{me}").unlink(missing_ok=True)
    with os.fdopen(tell, "w") as out:
        json.dump(told, out)
    return 0


if __name__ == "__main__":
    _main()
