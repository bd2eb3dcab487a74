"""The locks are exact, carry hashes, name no address, and are of the pyproject.toml beside them.

Nothing here asks a registry or the installed packages. What disagrees is mended by `just lock`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
RUN, DEV, OLDEST = LOCKS = ("run.txt", "dev.txt", "oldest.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNS = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
ALL = RUNS + PROJECT["project"]["optional-dependencies"]["dev"]
WANTED = {RUN: RUNS, DEV: ALL, OLDEST: ALL}
SYSTEMS = [
    {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": system,
     "platform_system": name, "platform_machine": machine, "os_name": "posix", "extra": ""}
    for version in ("3.11", "3.12", "3.13")
    for system, name, machine in (
        ("linux", "Linux", "x86_64"), ("linux", "Linux", "aarch64"), ("darwin", "Darwin", "arm64")
    )
]  # fmt: skip


class Pin(NamedTuple):
    """One package of a lock."""

    requirement: Requirement
    hashes: list[str]
    direct: bool

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> Version:
        return Version(str(self.requirement.specifier).removeprefix("=="))


def holds(marker: Marker | None, system: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(system)


def pins(lock: str) -> list[Pin]:
    """What a lock names, with the hashes below each, and whether it says that we asked for it."""
    text = (ROOT / "requirements" / lock).read_text()
    found = []
    for part in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"\A(#.*\n)+", "\n", text))[1:]:
        first, *rest = part.rstrip().splitlines()
        hashes = [line for line in rest if not line.lstrip().startswith("#")]
        remarks = [line for line in rest if line not in hashes]
        direct = any(PROJECT["project"]["name"] in line for line in remarks)
        found.append(Pin(Requirement(first.removesuffix("\\")), hashes, direct))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_one_exact_version_and_hashes(lock: str) -> None:
    found = pins(lock)
    assert len(found) > 20
    for pin in found:
        assert re.fullmatch(r"==[^*,]+", str(pin.requirement.specifier)), pin
        assert pin.hashes, pin
        for line in pin.hashes:
            assert re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", line), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text()
    assert not re.search(
        r"://|@|index-url|find-links|trusted-host|\bwww\.|\.(?:org|com|io)\b", text
    )


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda each: "-".join(list(each.values())[::2]))
def test_a_lock_holds_what_pyproject_asks_for(lock: str, system: dict[str, str]) -> None:
    there = {pin.name: pin for pin in pins(lock) if holds(pin.requirement.marker, system)}
    for wanted in map(Requirement, WANTED[lock]):
        if not holds(wanted.marker, system):
            continue
        pin = there.get(canonicalize_name(wanted.name))
        says = (
            f"pyproject.toml asks for {wanted}, {lock} holds {pin and pin.requirement}: just lock"
        )
        assert pin is not None, says
        assert wanted.specifier.contains(pin.version), says
        assert wanted.extras <= pin.requirement.extras, says


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_for_what_pyproject_asks_for_no_more(lock: str) -> None:
    asked = {canonicalize_name(Requirement(each).name) for each in WANTED[lock]}
    assert {pin.name for pin in pins(lock) if pin.direct} == asked, "just lock"


def test_running_and_developing_are_with_the_same_versions() -> None:
    there = {(pin.name, str(pin.requirement.marker)): pin.version for pin in pins(DEV)}
    for pin in pins(RUN):
        assert there[pin.name, str(pin.requirement.marker)] == pin.version, "just lock"


def test_the_oldest_allowed_versions_are_the_ones_that_are_tried() -> None:
    """A bound that another package keeps us from reaching is none, and is to be raised."""
    there = {pin.name: pin.version for pin in pins(OLDEST)}
    for wanted in map(Requirement, WANTED[OLDEST]):
        bounds = [each.version for each in wanted.specifier if each.operator == ">="]
        assert len(bounds) == 1, f"{wanted} has no lower bound"
        lowest, tried = Version(bounds[0]).release, there[canonicalize_name(wanted.name)].release
        assert tried[: len(lowest)] == lowest, f"{wanted}, but {tried} is tried: just lock"


def test_the_lock_brings_what_builds_the_package() -> None:
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["build"])


def test_both_commands_of_the_readme_install_from_a_lock_and_nothing_else() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[:2]
    for block, lock in zip(blocks, (RUN, DEV), strict=True):
        installs = [each.strip() for each in block.split("&&") if " install " in each]
        assert [each.partition("--quiet ")[2] for each in installs] == [
            f"--require-hashes -r requirements/{lock}",
            "--no-deps --no-build-isolation --editable .",
        ]
