"""Runs work in a process of its own, where what it costs can be measured.

`apart(work, arguments)` runs the module-level function `work` of a module below `tests` in a
fresh Python with an empty home, and gives back what it returned.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.streams import streams

ROOT = Path(__file__).parents[2]
MB = 1_000_000


class Done(NamedTuple):
    """What a command left behind, and what it cost: `waited` seconds, `worked` for some of them."""

    code: int
    out: str
    err: str
    waited: float
    worked: float

    def within(self, seconds: float) -> bool:
        """Whether it took less. On a busy machine, which makes everything wait, the work counts."""
        return self.waited < seconds or (self.worked < seconds and self.waited < 10 * seconds)


def apart(work: Callable[..., Any], folder: Path, **arguments: Any) -> Any:
    """What `work(**arguments)` returns in a fresh process whose world is below `folder`."""
    for name in ("home", "work"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DISCO_", "XDG_"))
    }
    environ |= {
        "HOME": str(folder / "home"),
        "DISCO_TODAY": "2026-11-20",
        "DISCO_AUTHOR": "Robin",
        "DISCO_JOURNAL": str(folder / "work" / "journal.db"),
        "DISCO_DEBUG": "1",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", __name__, work.__module__, work.__name__],
        input=json.dumps(arguments),
        capture_output=True,
        cwd=folder / "work",
        env=environ,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


def command(*words: str, typed: bytes = b"") -> Done:
    """Runs a command of ours in this process."""
    from discoverycli.main import main

    with streams(typed) as (out, err):
        began, work_began = time.perf_counter(), time.process_time()
        code = int(main(list(words)))
        worked, waited = time.process_time() - work_began, time.perf_counter() - began
    texts = (each.getvalue().decode(errors="replace") for each in (out, err))
    return Done(code, *texts, waited, worked)


def peak() -> int:
    """The most memory that this process ever had in use, in bytes.

    Linux counts what the starting process had to `ru_maxrss`, so it is asked for this one's own.
    """
    own = _status("VmHWM")
    if own is not None:
        return own
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def from_now() -> int:
    """The memory in use now, in bytes; where the system can, `peak` begins anew from here.

    Where it cannot tell what is in use, that is the peak so far.
    """
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS") or peak()


def _status(name: str) -> int | None:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(each.split()[1]) * 1024 for each in lines if each.startswith(name)), None)


if __name__ == "__main__":
    function = getattr(import_module(sys.argv[1]), sys.argv[2])
    answer = function(**json.load(sys.stdin))
    sys.stdout.write(json.dumps(answer))
