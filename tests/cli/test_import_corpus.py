"""Public interview notes of other teams come in: a trial on a corpus that is no part of this
project. It is looked for in `$DISCO_CORPUS`, else in `../shared/corpus`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

CORPUS = Path(
    os.environ.get("DISCO_CORPUS") or Path(__file__).resolve().parents[3] / "shared" / "corpus"
)
REQUIRED = os.environ.get("DISCO_CORPUS_REQUIRED") == "1"
SETS = {
    "prometheus-user-interviews": 16,
    "cncf-adopter-interviews": 21,
    "jenkins-user-stories": 194,
}

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir() and not REQUIRED,
    reason=f"the corpus of public interview notes is not at {CORPUS}; set DISCO_CORPUS",
)


@pytest.fixture
def paths() -> list[str]:
    assert CORPUS.is_dir(), f"DISCO_CORPUS_REQUIRED=1, and there is no corpus at {CORPUS}"
    adopters = sorted(map(str, (CORPUS / "cncf-adopter-interviews").glob("*.md")))
    first, _, last = SETS
    return [str(CORPUS / first), *adopters, str(CORPUS / last)]


def test_three_collections_come_in_whole_and_once(disco, paths: list[str]) -> None:  # type: ignore[no-untyped-def]
    data = disco("import", *paths, "--as", "current", "--json").data
    assert data["stored"] == sum(SETS.values())
    assert data["read"] == data["stored"] + data["skipped"] + data["refused"]
    refused = [problem for problem in data["problems"] if problem["refused"]]
    assert [(Path(p["file"]).name, p["kind"]) for p in refused] == [
        ("_template-adopter-questions.md", "template")
    ]
    kinds = Counter(problem["kind"] for problem in data["problems"])
    assert min(kinds["ambiguous-date"], kinds["no-year"], kinds["no-date"]) >= 1

    again = disco("import", *paths, "--as", "current", "--json").data
    assert (again["stored"], again["skipped"], again["updated"]) == (0, data["stored"], 0)

    options = ("--date-order", "mdy", "--year", "2024")
    settled = disco("import", *paths, "--as", "current", *options, "--json").data
    assert settled["updated"] == kinds["ambiguous-date"] + kinds["no-year"]
    left = Counter(problem["kind"] for problem in settled["problems"])
    assert left["ambiguous-date"] == left["no-year"] == 0
    assert disco("import", *paths, *options, "--json").data["updated"] == 0


def test_each_collection_gives_its_own_number_of_interviews(disco, paths: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = Counter()  # type: Counter[str]
    for name in SETS:
        chosen = [path for path in paths if f"/{name}" in path]
        found[name] = disco("import", *chosen, "--dry-run", "--json").data["stored"]
    assert found == SETS


def test_what_came_in_goes_out_and_comes_back_the_same(  # type: ignore[no-untyped-def]
    disco, paths: list[str], world: Path
) -> None:
    disco("import", *paths, "--as", "current")
    disco("export", "--output", "one.json")
    disco("export", "--format", "markdown", "--output", "folder")
    for name, path in (("two", "one.json"), ("three", "folder")):
        disco("import", path, "--journal", f"{name}.db")
        disco("export", "--output", f"{name}.json", "--journal", f"{name}.db")
        assert (world / f"{name}.json").read_bytes() == (world / "one.json").read_bytes()
