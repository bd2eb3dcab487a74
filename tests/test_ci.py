"""What `.ci/run` says is so: nothing in it passes because it did not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = (ROOT / ".ci" / "run").read_text()


def newest(freeze: str) -> subprocess.CompletedProcess[str]:
    """The step of the newest versions, with `freeze` for what lists an environment."""
    step = SCRIPT[SCRIPT.index('step "the same tests with the newest') :]
    step = step[: step.index('step "the bulk set')].replace("build/newest/bin/python", "true")
    words = f"step() {{ :; }}; tests=; into() {{ case $2 in freeze) {freeze} ;; esac; }}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{words}\n{step}\necho went on"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_newest_versions_have_passed_only_where_both_lists_are_there() -> None:
    done = newest("echo b==1; echo a==1")
    assert (done.returncode, "have passed" in done.stdout) == (0, True)
    done = newest('[ "$1" = .venv ] && echo a==1 || echo a==2')
    assert "newer than the lock:\na==2\n" in done.stdout


@pytest.mark.parametrize("environment", [".venv", "build/newest"])
@pytest.mark.parametrize("fails", ["return 1", "return 0"])
def test_a_list_that_pip_does_not_give_stops_it(environment: str, fails: str) -> None:
    done = newest(f'[ "$1" != {environment} ] || {fails}; echo a==1')
    assert (done.returncode, "have passed" in done.stdout) == (1, False)
    assert f"pip does not say what is installed in {environment}" in done.stderr
    assert "went on" not in done.stdout


def test_the_trials_that_ask_a_registry_run_in_ci() -> None:
    lines = SCRIPT.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("export CI=1")]
    assert at < next(n for n, line in enumerate(lines) if "pytest" in line)


@pytest.mark.process
def test_properties_in_bulk_vary_in_ci_too() -> None:
    words = "from tests.conftest import settings; print(settings.get_profile('{}').derandomize)"
    for name, fixed in (("fast", "True"), ("bulk", "False"), ("release", "False")):
        done = subprocess.run(
            [sys.executable, "-c", words.format(name)],
            cwd=ROOT, env=os.environ | {"CI": "1"}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == fixed, name
