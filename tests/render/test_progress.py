"""The progress bar: for people at a terminal, and only where there is something to wait for."""

from __future__ import annotations

import subprocess
import sys

import pexpect
import pytest

from discoverycli.render.progress import FEW, progress

SCRIPT = (
    "import sys\n"
    "from discoverycli.render.progress import progress\n"
    "with progress('reading', int(sys.argv[1])) as step:\n"
    "    for _ in range(int(sys.argv[1])):\n"
    "        step()\n"
    "print('rich' in sys.modules)\n"
)


@pytest.mark.process
def test_nothing_is_printed_where_nobody_looks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "100"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.process
@pytest.mark.parametrize(("steps", "shown"), [(100, True), (FEW - 1, False)])
def test_a_terminal_sees_a_bar_for_long_work(steps: int, shown: bool) -> None:
    child = pexpect.spawn(sys.executable, ["-c", SCRIPT, str(steps)], encoding="utf-8")
    child.expect(pexpect.EOF)
    assert ("reading" in (child.before or "")) is shown


def test_a_failure_inside_goes_through() -> None:
    with pytest.raises(KeyError), progress("reading", 100) as step:
        step()
        raise KeyError
