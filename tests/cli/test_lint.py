"""`disco lint`: an interview guide before the call, and what the shell is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GUIDE = """---
title: Guide for bookkeepers
---
# Bookkeepers

<!-- Would you skip this? -->
## Warm up

1. Tell me about your role.
2. When did you last close the books? Walk me through it.
3. How do you find new customers, and how do you keep them?

## The problem

- Don't you hate chasing late payments?
- Do you have trouble with reconciling invoices?
- What do you use today, and why?
- Would you mind if we recorded this?

## The idea

- Would you use a tool that reconciles invoices
  by itself?
- We are building it right now; how does that sound?
- "How much would you pay for it?"

```
would you compile?
```
"""
FORMATS = [
    ("80.txt", "table"),
    ("60.txt", "table"),
    ("md", "markdown"),
    ("csv", "csv"),
    ("json", "json"),
]


@pytest.fixture
def guide(world: Path) -> str:
    """A guide in the working folder, by its name."""
    (world / "guide.md").write_text(GUIDE)
    return "guide.md"


@pytest.mark.parametrize(("ending", "format_"), FORMATS)
def test_a_guide_looks_as_agreed(disco, guide, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    told = disco("lint", guide, "--format", format_, ok=False)
    assert (told.code, told.err) == (1, "")
    golden(f"lint/guide.{ending}", told.out)


def test_a_guide_of_good_questions_ends_with_0(disco, guide) -> None:  # type: ignore[no-untyped-def]
    told = disco("lint", "-", typed="- When did you last close the books?\n- Walk me through it.\n")
    assert "2 questions, none to mend." in told.out


def test_text_without_a_question_ends_with_0_and_a_hint(disco) -> None:  # type: ignore[no-untyped-def]
    told = disco("lint", "-", typed="Bring a pen.\n")
    assert "No question was found." in told.out
    assert "'Tell me about'" in told.out
    assert disco("lint", "-", "--json", typed="").data["questions"] == 0


def test_the_answer_goes_to_a_file_and_the_code_stays_1(disco, guide, world) -> None:  # type: ignore[no-untyped-def]
    told = disco("lint", guide, "--json", "--output", "found.json", ok=False)
    assert (told.code, told.out) == (1, "")
    assert '"flagged": 6' in (world / "found.json").read_text()


def test_the_answer_never_takes_the_place_of_the_guide(disco, guide, world) -> None:  # type: ignore[no-untyped-def]
    told = disco("lint", guide, "--output", str(world / "guide.md"), ok=False)
    assert told.code == 2
    assert "names the guide itself" in told.err
    assert (world / guide).read_text() == GUIDE


def test_standard_input_and_the_file_are_judged_alike(disco, guide) -> None:  # type: ignore[no-untyped-def]
    one = disco("lint", guide, "--json", ok=False)
    other = disco("lint", "-", "--json", typed=GUIDE, ok=False)
    assert one.code == other.code == 1
    assert one.data | {"file": "-"} == other.data


def test_yaml_is_told_by_its_name(disco, world) -> None:  # type: ignore[no-untyped-def]
    (world / "guide.yaml").write_text("ask:\n  # Would you?\n  - 'Would you use it?'\n  - Why?\n")
    found = disco("lint", "guide.yaml", "--json", ok=False).data
    assert (found["questions"], [each["line"] for each in found["findings"]]) == (2, [3])


def test_no_journal_is_needed_and_none_is_made(disco, guide, world, journal_path) -> None:  # type: ignore[no-untyped-def]
    before = sorted(path.name for path in world.iterdir())
    disco("lint", guide, ok=False)
    assert sorted(path.name for path in world.iterdir()) == before
    assert not journal_path.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfewould you", "UTF-16"),
        (b"would you \xff?", "not UTF-8"),
        (b"Why?\n\x00", "line 2: holds a NUL character"),
        (b"a" * 10_000_001, "larger than 10 MB"),
        (b"Why? " * 10_001, "more than 10,000 questions"),
    ],
)
def test_what_is_no_text_is_refused_with_2_from_a_file_and_from_standard_input(
    disco, world, content, said
) -> None:  # type: ignore[no-untyped-def]
    (world / "odd.md").write_bytes(content)
    for told in (disco("lint", "odd.md", ok=False), disco("lint", "-", typed=content, ok=False)):
        assert told.code == 2
        assert said in told.err
        assert "try: " in told.err
        assert told.out == ""


def test_a_folder_and_a_pipe_are_refused_with_2(disco, world) -> None:  # type: ignore[no-untyped-def]
    os.mkfifo(world / "pipe")
    for name, said in ((".", "is a folder"), ("pipe", "not a regular file")):
        told = disco("lint", name, ok=False)
        assert (told.code, said in told.err) == (2, True)


@pytest.mark.parametrize("name", ["nowhere.md", "no/where.md", "link.md"])
def test_a_file_that_is_not_there_ends_with_3(disco, world, name) -> None:  # type: ignore[no-untyped-def]
    (world / "link.md").symlink_to(world / "gone.md")
    told = disco("lint", name, ok=False)
    assert told.code == 3
    assert f"there is no file '{name}'" in told.err
