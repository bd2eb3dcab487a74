"""Runs real processes without their start: one imports the program once and forks a run each.

Each run is a process of its own, with its own streams and exit, and can be killed. What a cold
start does beside is import modules, for most of a second.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple


class Fault(NamedTuple):
    """What the shim is armed with: the `at`-th call on files below `folder` fails with `error`.

    `on` says whether all later ones fail too; the first failed call is named in the file `told`.
    """

    folder: Path
    at: int
    error: int
    on: bool
    told: Path


class Ended(NamedTuple):
    """What a run left behind. `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str
    seconds: float


class Run:
    """A run that is up."""

    def __init__(self, server: IO[str], pid: int, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self.pid = pid
        self.began = time.monotonic()

    def wait(self) -> Ended:
        """Waits for its end."""
        code = int(self._server.readline())
        seconds = time.monotonic() - self.began
        out, err = ((self._folder / name).read_text(errors="replace") for name in ("out", "err"))
        return Ended(code, out, err, seconds)

    def signal_after(self, seconds: float, number: signal.Signals) -> Ended:
        """Sends a signal that long after the beginning, and waits for the end. The process stays
        a zombie until the next run, so that the signal can reach nobody else."""
        time.sleep(max(0.0, self.began + seconds - time.monotonic()))
        os.kill(self.pid, number)
        return self.wait()


class Warm:
    """Starts runs of `disco`, one at a time."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._folder = folder

    def start(
        self,
        *arguments: str,
        typed: str = "",
        journal: Path,
        fault: Fault | None = None,
        environ: Mapping[str, str] | None = None,
        whole: bool = False,
    ) -> Run:
        """Starts a run. A `whole` one ends as Python does, which takes longer than the run, and
        not as soon as `main` has returned."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        (self._folder / "in").write_text(typed)
        asked = {
            "arguments": arguments,
            "environ": {"DISCO_JOURNAL": str(journal), **(environ or {})},
            "whole": whole,
            "fault": None if fault is None else [str(each) for each in fault],
        }
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        return Run(self._server.stdout, int(self._server.stdout.readline()), self._folder)

    def run(self, *arguments: str, **options: Any) -> Ended:
        """Starts a run and waits for its end."""
        return self.start(*arguments, **options).wait()


@contextmanager
def warm(folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[Warm]:
    """A starter of runs, which keeps their streams in `folder`; nothing of the real user's is in
    their environment. A system that cannot wait for a process and leave it skips the test."""
    if not hasattr(os, "waitid"):
        import pytest

        pytest.skip("this system cannot tell that a process has ended without forgetting it")
    folder.mkdir(exist_ok=True)
    theirs = ("DISCO_", "XDG_", "GIT_")
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__)), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith(theirs)}
        | {"HOME": str(folder), "DISCO_TODAY": "2026-11-20", "DISCO_AUTHOR": "Robin"}
        | dict(environ or {}),
    )
    try:
        yield Warm(server, folder)
    finally:
        try:
            server.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def _serve(folder: Path) -> None:
    """Runs in the process that forks."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    _import_everything()
    gc.freeze()
    last = 0
    for line in sys.stdin:
        if last:
            os.waitpid(last, 0)
        last = os.fork()
        if last == 0:
            asked = json.loads(line)
            code = _run(folder, asked, answers)
            if asked["whole"]:
                sys.exit(code)
            os._exit(code)
        ended = os.waitid(os.P_PID, last, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        by_itself = ended.si_code == os.CLD_EXITED
        answers.write(f"{ended.si_status if by_itself else -ended.si_status}\n")


def _import_everything() -> None:
    """Everything that a command imports is imported once two calls were logged and read."""
    from discoverycli.main import main

    with tempfile.TemporaryDirectory() as place, Path(os.devnull).open("w") as nowhere:
        saved = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = nowhere
        journal = f"--journal={place}/journal.db"
        try:
            for words in ("H: an opinion\n!pain it hurts", "H1+ did: the same"):
                assert main(["log", "Ana @ Acme", words, "--on", "2026-11-19", journal]) == 0
            main(["report", "cadence", "--check", journal])
            main(["search", "opinion", journal])
        finally:
            sys.stdout, sys.stderr = saved


def _run(folder: Path, asked: dict[str, Any], answers: IO[str]) -> int:
    """One run, in the process made for it, which says its number once it is up."""
    from discoverycli.main import main

    # Whoever started the tests may have said that they are not to be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(asked["environ"])
    for handle, name in ((0, "in"), (1, "out"), (2, "err")):
        flags = os.O_RDONLY if handle == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(folder / name, flags, 0o600), handle)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", 1)
    if asked["fault"]:
        import ctypes

        where, at, error, on, told = asked["fault"]
        ctypes.CDLL(None).powercut_arm(
            os.fsencode(where), ctypes.c_long(int(at)), int(error), on == "True", os.fsencode(told)
        )
    answers.write(f"{os.getpid()}\n")
    code = int(main(asked["arguments"]))
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
