"""Builds the shim that stands between a process and its disk, and tells it what to do.

What it writes down is read by `powercut.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("shim.c")

# A compiler that fortifies has functions of its own in place of those that the shim defines.
_FLAGS = ("-shared", "-fPIC", "-O1", "-U_FORTIFY_SOURCE")


def shim(folder: Path) -> Path:
    """The shim, ready to be loaded; a machine that cannot have one skips the test by name."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the shim that watches the disk is written for Linux")
    if shutil.which("gcc") is None:
        pytest.skip("no gcc to build the shim that watches the disk")
    library = folder / "shim.so"
    subprocess.run(["gcc", *_FLAGS, "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


def loaded(library: Path) -> dict[str, str]:
    """The environment of a process that the shim is loaded into, and does nothing by itself."""
    before = os.environ.get("LD_PRELOAD")
    return {"LD_PRELOAD": f"{library} {before}" if before else str(library)}


def recording(library: Path, folder: Path, log: Path) -> dict[str, str]:
    """The environment of a process of which everything it does below `folder` goes to `log`."""
    return loaded(library) | {
        "POWERCUT_FOLDER": str(folder.resolve()),
        "POWERCUT_LOG": str(log.resolve()),
    }
