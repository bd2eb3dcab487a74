"""The register of trials is whole: what is in it runs, and what runs is in it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from tests.trials import table
from tests.trials.register import TRIALS


def marked() -> set[str]:
    """The trials that some test of this folder is marked with."""
    found = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.trial":
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_trial_of_the_register_has_a_test_or_says_why_not() -> None:
    assert marked() == {name for name, entry in TRIALS.items() if not entry.absent}


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
