from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.context import Context

SLIP = "'H1+did:' is text; did you mean 'H1+ did:'?"


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits there to be asked."""
    monkeypatch.setattr(Context, "may_ask", True)


@pytest.fixture
def opinion(disco: Disco) -> None:
    disco("hypotheses", "add", "Clerks wait because tills are slow")


def notes_of(disco: Disco, code: str = "I1") -> str:
    return str(disco("show", code, "--json").data["notes"])


@pytest.mark.usefixtures("opinion")
def test_a_slip_is_kept_as_text_and_named_everywhere(disco: Disco) -> None:
    result = disco("log", "Ida Falk", "-m", "H1+did: waited", "-m", "so !pain slow")
    assert SLIP in result.out
    assert notes_of(disco).rstrip("\n") == "H1+did: waited\nso !pain slow"
    result = disco("log", "Ben Orr", "H1+did: waits", "--json")
    assert result.data["warnings"] == [{"line": 4, "message": SLIP}]
    assert result.data["evidence"] == []
    assert SLIP in result.err


@pytest.mark.usefixtures("opinion", "on_terminal")
def test_on_a_terminal_a_slip_is_read_as_meant_or_stays(disco: Disco) -> None:
    result = disco(
        "log", "Ida Falk", "-m", "H1+did: waited", "-m", "H1: did: x", "-m", "! pain slow", "--json",
        typed="y\n2\n\n",
    )  # fmt: skip
    assert [each["stance"] for each in result.data["evidence"]] == ["supports", "refutes"]
    assert [each["message"] for each in result.data["warnings"]] == [
        "'! pain' is text; did you mean '!pain'?"
    ]
    assert notes_of(disco).rstrip("\n") == "H1+ did: waited\nH1- did: x\n! pain slow"
    assert "read it as meant? [y/N]" in result.err
    assert "2  H1- did: x" in result.err


@pytest.mark.usefixtures("opinion", "on_terminal")
def test_what_is_wrong_twice_is_asked_about_twice(disco: Disco) -> None:
    result = disco("log", "Ida Falk", "slow H1 +did waited", "--json", typed="y\ny\ny\n")
    assert result.data["evidence"] == []  # prose: no colon, no sign at the code
    result = disco("log", "Ida Falk", "slow H1 +did: waited", "--json", typed="y\ny\n")
    assert result.data["evidence"][0]["rung"] == "did"
    assert notes_of(disco, "I2").rstrip("\n") == "slow\nH1+ did: waited"


@pytest.mark.usefixtures("opinion", "on_terminal")
def test_with_no_input_nothing_is_asked(disco: Disco) -> None:
    note = "---\nwith: Ida Falk\n---\n" + "! pain slow\n" * 12
    result = disco("log", "-", "--json", typed=note)
    assert len(result.data["warnings"]) == 12
    assert result.err.count("read it as meant?") <= 10


@pytest.mark.usefixtures("opinion", "on_terminal")
def test_an_edit_asks_about_new_lines_only(disco: Disco, world: Path) -> None:
    disco("log", "Ida Falk", "H1+did: waited", typed="n\n")
    file = world / "new.md"
    file.write_text("---\nwith: Ida Falk\n---\nH1+did: waited\r\nH1 - did: x\r\n", newline="")
    result = disco("edit", "I1", "--file", str(file), "--json", typed="y\n")
    assert result.err.count("read it as meant?") == 1
    assert notes_of(disco) == "H1+did: waited\r\nH1- did: x\r\n"
    assert disco("edit", "I1", "--minutes", "30").err == ""


def test_an_import_lists_the_slips_of_our_own_notes_only(disco: Disco, world: Path) -> None:
    (world / "ours.md").write_text("---\nwith: Ida Falk\non: 2026-11-03\n---\nx\n! pain slow\n")
    (world / "theirs.md").write_text("# Interview with Ben Orr\n\n2026-11-03\n\n! pain slow\n")
    problems = disco("import", "ours.md", "theirs.md", "--json").data["problems"]
    slips = [each for each in problems if "did you mean" in each["message"]]
    assert [(each["file"], each["line"]) for each in slips] == [("ours.md", 6)]


def test_themes_are_whole_wherever_they_go(disco: Disco, world: Path) -> None:
    disco("log", "Ida Falk", "!pain slow #p&l #v2.0 #c++ #finance/tax #cafe\u0301", "--on", "today")
    whole = ["c++", "café", "finance/tax", "p&l", "v2.0"]

    def stored(code: str) -> list[str]:
        return list(disco("show", code, "--json").data["statements"][0]["themes"])

    assert stored("I1") == whole
    disco("edit", "I1", "--minutes", "30")
    assert stored("I1") == whole
    for kind, name in (("json", "all.json"), ("markdown", "all")):
        disco("export", "--format", kind, "--output", name)
        disco("import", name, "--journal", f"{kind}.db")
        shown = disco("show", "I1", "--json", "--journal", f"{kind}.db").data
        assert shown["statements"][0]["themes"] == whole


@pytest.mark.usefixtures("opinion")
def test_an_argument_that_looks_like_a_mark_is_a_line_of_its_own(disco: Disco) -> None:
    data = disco("log", "Ida Falk", "waits", "! pain slow", "H1- x", "H1 + did: y", "--json").data
    assert notes_of(disco) == "waits\n! pain slow\nH1- x\nH1 + did: y"
    assert [each["message"] for each in data["warnings"]] == [
        "'! pain' is text; did you mean '!pain'?",
        "'H1 + did:' is text; did you mean 'H1+ did:'?",
    ]


@pytest.mark.usefixtures("opinion", "on_terminal")
def test_several_marks_in_a_quote_are_asked_about_once(disco: Disco) -> None:
    result = disco("log", "Ida Falk", "> H1+, H1- did: x", "--json", typed="y\n")
    assert result.err.count("read it as meant?") == 1
    assert [each["stance"] for each in result.data["evidence"]] == ["supports", "refutes"]
    assert notes_of(disco).rstrip("\n") == "H1+ did: x\nH1- did: x"
