"""The register of trials is whole: what is in it runs, and what runs is in it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from tests.trials import table
from tests.trials.register import TRIALS


def marked() -> Iterator[tuple[str, bool]]:
    """The trial that each test of this folder is marked with, and whether that is bulk as a whole."""
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                marks = {ast.unparse(each) for each in node.decorator_list}
                for mark in marks:
                    if mark.startswith("pytest.mark.trial("):
                        yield mark.split("'")[1], "pytest.mark.bulk" in marks


def test_every_trial_of_the_register_has_a_test_or_says_why_not() -> None:
    assert {name for name, _ in marked()} == {
        name for name, entry in TRIALS.items() if not entry.absent
    }


def test_every_trial_has_a_test_in_the_fast_set_or_says_that_it_is_bulk() -> None:
    assert {name for name, bulk in marked() if not bulk} == {
        name for name, entry in TRIALS.items() if not entry.absent and entry.few != 0
    }


def test_the_table_of_the_last_release_run_names_every_trial_as_the_register_does() -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "trials.md"
    told = [
        line.split(" | ")[:3] for line in page.read_text().splitlines() if line.startswith("| ")
    ]
    told = [[cell.strip("| ") for cell in row] for row in told[1:]]
    assert told == [[name, entry.what, entry.passes] for name, entry in TRIALS.items()]


def test_a_trial_that_was_cut_short_says_how_much_of_it_ran(tmp_path: Path) -> None:
    result = {"trial": "D7", "test": "test_one", "runs": 40, "failures": 0, "seconds": 1.0,
              "skipped": "", "release": True}  # fmt: skip
    (tmp_path / "D7-1.jsonl").write_text(json.dumps(result) + "\n")
    (tmp_path / "D7-1.planned").write_text("test_one\ntest_two\n")
    assert "| 40 (1 of 2 tests: the run was cut short) |" in table.page(tmp_path)
    (tmp_path / "D7-1.planned").write_text("test_one\n")
    assert "| 40 | 0 | 1 |" in table.page(tmp_path)


def test_a_trial_that_did_not_run_says_why(tmp_path: Path) -> None:
    skipped = {"trial": "S1", "test": "test_one", "runs": 0, "failures": 0, "seconds": 0.0,
               "skipped": "Skipped: it asks a registry", "release": True}  # fmt: skip
    (tmp_path / "S1-1.jsonl").write_text(json.dumps(skipped) + "\n")
    (tmp_path / "D7-1.planned").write_text("test_one\n")
    rows = {row.split(" | ")[0]: row for row in table.page(tmp_path).splitlines()}
    assert rows["| S1"].endswith("| not run: it asks a registry | | |")
    assert rows["| D7"].endswith("| not run: the run was cut short before it | | |")
    assert rows["| D6"].endswith("| not run: the run left no result of it | | |")
    assert not any(row.endswith("| not run | | |") for row in rows.values())
    with (tmp_path / "S1-1.jsonl").open("a") as out:
        out.write(json.dumps({**skipped, "test": "test_two", "runs": 2, "skipped": ""}) + "\n")
    assert "| 2 (in part not run: it asks a registry) | 0 | 0 |" in table.page(tmp_path)
