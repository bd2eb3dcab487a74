"""Every way in judges by the hypothesis' own rule, and new hypotheses get the team's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Disco

from discoverycli.domain.rules import Rule

RULE = "rule:\n  voices: 3\n  fresh_days: 400\n"
OWN = Rule(voices=3, fresh_days=400).describe()


def judged(data: dict[str, object]) -> list[tuple[str, bool, str | None]]:
    """What an answer says of each piece of evidence."""
    evidence = data["evidence"]
    assert isinstance(evidence, list)
    return [(each["hypothesis"], each["counted"], each["reason"]) for each in evidence]


@pytest.fixture
def two_rules(disco: Disco) -> None:
    """H1 counts what is up to 400 days old, H2 only the last 30, H3 the default 180."""
    disco("hypotheses", "add", "owners bake at night", "--rule", "fresh=400")
    disco("hypotheses", "add", "owners hate the till", "--rule", "fresh=30")
    disco("hypotheses", "add", "owners count flour")


NOTE = "H1+ did: up at three\nH2+ did: sold it\nH3+ did: weighs each sack"


@pytest.mark.usefixtures("two_rules")
def test_the_answer_of_log_judges_each_piece_by_its_own_rule(disco: Disco) -> None:
    said = disco("log", "Ida @ Crumb", "-m", NOTE, "--as", "prospect", "--on", "2026-01-10")
    assert "kept, but not counted: H2: old, H3: old" in said.out
    assert "H1: unvalidated → testing" in said.out
    data = disco("log", "Oz @ Oven", "-m", NOTE, "--on", "2026-10-01", "--json").data
    assert judged(data) == [("H1", True, None), ("H2", False, "old"), ("H3", True, None)]
    assert [each["code"] for each in data["moved"]] == ["H3"]


@pytest.mark.usefixtures("two_rules")
def test_the_answer_of_edit_judges_each_piece_by_its_own_rule(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", "-m", NOTE, "--as", "prospect", "--on", "2026-01-10")
    data = disco("edit", "I1", "--on", "2026-10-01", "--json").data
    assert judged(data) == [("H1", True, None), ("H2", False, "old"), ("H3", True, None)]


@pytest.mark.usefixtures("two_rules")
def test_a_revised_rule_is_the_one_that_judges(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", "H2+ did: sold it", "--on", "2026-11-18")
    disco("hypotheses", "edit", "H2", "--rule", "fresh=90", "--reason", "the shop is slow")
    data = disco("log", "Oz @ Oven", "H2+ did: kept it", "--on", "2026-09-20", "--json").data
    assert judged(data) == [("H2", True, None)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fresh=st.integers(1, 700), age=st.integers(0, 700))
def test_what_the_answer_says_is_what_the_verdict_counts(
    disco: Disco, journal_path: Path, fresh: int, age: int
) -> None:
    for path in journal_path.parent.glob("journal.db*"):
        path.unlink()
    disco("hypotheses", "add", "owners bake at night", "--rule", f"fresh={fresh}")
    day = f"{age} days ago" if age else "today"
    said = disco("log", "Ida @ Crumb", "H1+ did: up at three", "--on", day, "--json").data
    shown = disco("hypotheses", "show", "H1", "--json").data
    assert judged(said) == [("H1", shown["evidence"][0]["counted"], shown["evidence"][0]["reason"])]
    assert bool(said["moved"]) is said["evidence"][0]["counted"]


@pytest.mark.parametrize("way", ["log", "file", "edit", "import"])
def test_the_rule_of_the_settings_is_given_to_each_new_hypothesis(
    disco: Disco, world: Path, way: str
) -> None:
    (world / "config.yaml").write_text(RULE)
    note = world / "call.md"
    note.write_text(f"---\nwith: Ida @ Crumb\non: {TODAY}\n---\nH: owners bake at night\nwords\n")
    if way == "log":
        disco("log", "Ida @ Crumb", "H: owners bake at night")
    elif way == "file":
        disco("log", str(note))
    elif way == "import":
        disco("import", str(note))
    else:
        disco("log", "Ida @ Crumb", "only words")
        disco("edit", "I1", "--file", str(note))
    assert disco("hypotheses", "show", "H1", "--json").data["revisions"][0]["rule"] == OWN


def test_settings_that_cannot_be_read_stop_an_import_with_one_error(
    disco: Disco, world: Path
) -> None:
    (world / "config.yaml").write_text("rule:\n  voices: lots\n")
    for name in ("a", "b"):
        (world / f"{name}.md").write_text(f"---\nwith: Ida {name}\non: {TODAY}\n---\nwords\n")
    said = disco("import", "a.md", "b.md", ok=False)
    assert said.code == 2
    assert not said.out
    assert not (world / "journal.db").exists()
