"""Installing from the locks alone, as somebody would who trusts no registry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.trials.conftest import Trial

ROOT = Path(__file__).parents[2]
LOCKS = ("run.txt", "oldest.txt")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, words)), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def with_pip() -> Path:
    """The Python behind this environment; the environment itself need not have pip."""
    return Path(sys.base_prefix) / "bin" / "python3"


@pytest.mark.bulk
@pytest.mark.trial("S1")
@pytest.mark.parametrize("lock", LOCKS)
def test_a_clean_environment_is_installed_from_hashes_alone_and_works(
    lock: str, trial: Trial, tmp_path: Path
) -> None:
    if not (os.environ.get("CI") or trial.release):
        pytest.skip("it asks a package registry; CI and `just trials` do")
    assert len(LOCKS) == trial.count
    python = tmp_path / "clean" / "bin" / "python"
    pip = (with_pip(), "-m", "pip", "--python", python)
    for words in (
        (with_pip(), "-m", "venv", "--without-pip", tmp_path / "clean"),
        (*pip, "install", "--require-hashes", "--only-binary", ":all:",
         "-r", ROOT / "requirements" / lock),
        (*pip, "install", "--no-deps", "--no-build-isolation", ROOT),
        (*pip, "check"),
        (python.with_name("disco"), "demo"),
    ):  # fmt: skip
        done = run(*words)
        said = f"{lock}: {' '.join(map(str, words))}: {done.stdout[-500:]}{done.stderr[-1_000:]}"
        if not trial.check(done.returncode == 0, said):
            break
    trial.ran()
