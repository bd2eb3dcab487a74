"""`disco people export`: everything about one person, and nothing about others."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest


@pytest.fixture
def shared(disco, once):  # type: ignore[no-untyped-def]
    """An interview with Ana alone, and one with Ana and Ben."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "owners pay for closed books")
        disco(
            "log", "Ana Silva @ Acme",
            "We spoke of Ben Okri and ana@acme.example.\n!pain did: hours #payroll\nH1+ paid: a student",
            "--as", "prospect", "--title", "Ana on Ben", "--on", "2026-11-02",
        )  # fmt: skip
        disco(
            "log", "Ben Okri @ Acme; Ana Silva @ Acme",
            "Both were tired.\n> my words\n> go on — Ana\n!goal his peace\nAna: so I told Ben\n"
            "J: find a van\nJ+ a cart @Ana\n- [ ] call her -- Ana Silva",
            "--as", "prospect",
        )  # fmt: skip

    return disco


def test_a_copy_has_their_words_and_only_theirs(shared) -> None:  # type: ignore[no-untyped-def]
    shared("people", "consent", "P1", "--scope", "notes")
    shared("people", "edit", "P1", "--name", "Ana Costa", "--role", "owner, with Ben Okri")
    copy = shared("people", "export", "Ana Costa", "--json").data
    assert copy["name"] == "Ana Costa"
    assert copy["former_names"] == ["Ana Silva"]
    assert copy["role"] == "owner, with Person 2"
    assert copy["consents"][0]["state"] == "given"
    second, first = copy["interviews"]
    assert first["alone"]
    assert first["title"] == "Ana on Person 2"
    assert first["notes"].startswith("We spoke of Person 2 and ana@acme.example.\n!pain did")
    assert second["notes"].split("\n") == [
        "> my words", "> go on — Ana", "Ana: so I told Person 2", "J+ a cart @Ana",
        "- [ ] call her -- Ana Silva",
    ]  # fmt: skip
    assert [each["text"] for each in copy["statements"]] == ["hours", "my words go on"]
    assert [each["text"] for each in copy["evidence"]] == ["a student"]
    assert [each["text"] for each in copy["jobs"]] == ["a cart"]
    assert [each["text"] for each in copy["followups"]] == ["call her"]
    printed = shared("people", "export", "P1", "--format", "markdown").out
    assert "his peace" not in printed
    assert "Both were tired" not in printed
    assert "closed books" not in printed
    assert "my words go on" in printed


def test_the_ending_says_the_format_and_a_folder_gets_both(shared, world: Path) -> None:  # type: ignore[no-untyped-def]
    shared("people", "export", "P2", "--output", "ben.json")
    assert (world / "ben.json").read_text().startswith("{")
    shared("people", "export", "P2", "--output", "ben.md")
    assert (world / "ben.md").read_text().startswith("# `P2` Ben Okri @ Acme")
    (world / "out").mkdir()
    result = shared("people", "export", "P2", "--output", "out")
    assert sorted(file.name for file in (world / "out").iterdir()) == ["P2.json", "P2.md"]
    assert "exported P2 to out/P2.json, out/P2.md" in result.err
    for file in (world / "ben.json", *(world / "out").iterdir()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nobody_who_is_not_there_has_a_copy(shared) -> None:  # type: ignore[no-untyped-def]
    assert shared("people", "export", "P9", ok=False).code == 3
