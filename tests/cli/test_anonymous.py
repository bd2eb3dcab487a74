"""`--anonymous`: pages for others, without names."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def heard(disco, once):  # type: ignore[no-untyped-def]
    """Ana may be quoted, Ben may not."""

    @once
    def tell() -> None:
        disco(
            "log", "Ana Silva @ Acme", "!pain Acme is slow\nH: Acme loses a day", "--as", "prospect"
        )
        disco("log", "Ben Okri @ Acme", "!goal peace and quiet", "--as", "prospect")
        disco("people", "consent", "Ana Silva", "--scope", "quote")

    return disco


def test_names_are_numbers_and_words_need_consent(heard) -> None:  # type: ignore[no-untyped-def]
    mine = heard("show", "Ana Silva", "--anonymous").out
    assert "P1 Person 1 @ Organisation 1" in mine
    assert "Organisation 1 is slow" in mine
    others = heard("people", "show", "P2", "--anonymous", "--json").data
    assert others["statements"][0]["text"] == "[withheld: no consent to quote]"
    assert "Organisation 1 loses a day" in heard("hypotheses", "show", "H1", "--anonymous").out


def test_without_it_nothing_is_taken_out(heard) -> None:  # type: ignore[no-untyped-def]
    assert "Ana Silva @ Acme" in heard("show", "P1").out
    assert "peace and quiet" in heard("show", "P2").out


def test_a_name_can_be_typed_and_is_not_repeated(heard) -> None:  # type: ignore[no-untyped-def]
    listed = heard("people", "--organisation", "acme", "--anonymous").out
    assert "(organisation Organisation 1)" in listed
    assert "acme" not in listed.casefold()


@pytest.mark.parametrize("words", ["Ana", "Silva", "acme", "peace", "nobody"])
def test_a_search_neither_finds_nor_repeats_what_is_hidden(heard, words: str) -> None:  # type: ignore[no-untyped-def]
    result = heard("search", words, "--anonymous")
    assert result.out.startswith("Nothing here holds these words\n")
    assert words not in result.out
    assert "with --anonymous, names and words that are withheld are not searched" in result.out
    assert "--anonymous" not in heard("search", words).out
    assert heard("search", words, "--anonymous", "--json").data == []


def test_a_search_finds_what_shows(heard) -> None:  # type: ignore[no-untyped-def]
    hits = heard("search", "slow", "--anonymous", "--json").data
    assert [(hit["code"], hit["snippet"]) for hit in hits] == [("S1", "Organisation 1 is slow")]


def test_an_export_for_others_is_a_journal_without_names(heard, world: Path) -> None:  # type: ignore[no-untyped-def]
    heard("export", "--anonymous", "--output", "share.json")
    text = (world / "share.json").read_text()
    assert not any(name in text for name in ("Ana", "Silva", "Okri", "Acme", "Robin", "peace"))
    heard("import", "share.json", "--journal", "other.db")
    listed = heard("people", "--journal", "other.db").out
    assert "Person 1" in listed
    assert "Person 2" in listed
    heard("export", "--anonymous", "--format", "markdown", "--output", "share")
    texts = "".join(file.read_text() for file in (world / "share").rglob("*.md"))
    assert "Organisation 1 is slow" in texts
    assert "Acme" not in texts


def test_what_changes_the_journal_or_is_about_it_is_not_for_others(heard) -> None:  # type: ignore[no-untyped-def]
    pause = ("report", "cadence", "--pause", "2026-12-21..2026-12-24", "--anonymous")
    assert heard(*pause, ok=False).code == 2
    assert heard("people", "--anonymous", "edit", "P1", "--role", "x", ok=False).code == 2
    assert heard("log", "Ana Silva", "words", "--anonymous", ok=False).code == 2
    assert heard("config", "--anonymous", ok=False).code == 2
    assert "role" in heard("people", "show", "P1", "--json").data
    assert heard("people", "show", "P1", "--json").data["role"] is None


def test_a_consent_that_ends_hides_the_words_from_the_next_day_on(heard, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    heard("people", "consent", "P1", "--scope", "quote", "--until", "2026-12-01")
    monkeypatch.setenv("DISCO_TODAY", "2026-12-01")
    assert "is slow" in heard("show", "S1", "--anonymous").out
    monkeypatch.setenv("DISCO_TODAY", "2026-12-02")
    assert "is slow" not in heard("show", "S1", "--anonymous").out
