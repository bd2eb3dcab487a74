"""Proves `disco report matrix` and `disco report gaps` through the real program."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def asked(disco, once):
    """Two opinions; Acme is for the first and split on the second, Birch was not asked on it."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "Bookkeepers lose a day a month")
        disco("hypotheses", "add", "Owners pay for it")
        note = "H1+ did: took four hours\nH2+ says: pays"
        disco("log", "Ana @ Acme", note, "--as", "prospect", "--segment", "labs")
        disco("log", "Bo @ Acme", "H2- says: never", "--as", "prospect", "--segment", "labs")
        disco("log", "Cy @ Birch", "H1? could not say", "--as", "current")

    return disco


def grid(out):
    return [line.split() for line in out.splitlines()[4:7]]


def test_a_cell_is_a_vote_or_nobody_was_asked(asked):
    out = asked("report", "matrix", "h1", "owners pay for it").out
    assert grid(out)[:3] == [["voices", "H1", "H2"], ["Acme", "+", "="], ["Birch", "?", "."]]
    assert "+ for, - against, ? asked but could not say, = split evenly, . not asked" in out


def test_by_people_everybody_votes_and_by_segments_voices_are_counted(asked):
    people = asked("report", "matrix", "H1", "H2", "--by", "people").out
    assert "Ana @ Acme  +   +\n" in people
    assert "Bo @ Acme   .   -\n" in people
    segments = asked("report", "matrix", "H1", "H2", "--by", "segments").out
    assert "labs               1–0 of 1  0–0 of 1\n" in segments
    assert "segment not known  0–0 of 1  .\n" in segments


def test_what_programs_and_readers_get_says_it_in_words(asked):
    assert (
        "| Birch | neutral | not asked |"
        in asked("report", "matrix", "H1", "H2", "--format", "markdown").out
    )
    assert asked("report", "matrix", "H1", "H2", "--format", "csv").out == (
        "voice,name,H1,H2\nAcme,Acme,for,split\nBirch,Birch,neutral,\n"
    )


@pytest.mark.parametrize("page", ["0", "2", "-3"])
def test_a_page_that_there_is_none_of_names_the_range(asked, page):
    result = asked("report", "matrix", "--page", page, ok=False)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"disco: there is no page {page}\n  try: --page from 1 to 1\n"


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--by", "colour"), 2, "one of: organisations, people, segments"),
        (("H9",), 3, "there is no H9"),
        (("P1",), 2, "P1"),
        (("--page", "1", "--json"), 2, "json holds all pages"),
        (("--page", "1", "--format", "csv"), 2, "csv holds all pages"),
        (("--page", "one"), 2, "--page needs a whole number"),
    ],
)
def test_what_means_nothing_is_refused(asked, options, code, says):
    result = asked("report", "matrix", *options, ok=False)
    assert (result.code, result.out) == (code, "")
    assert says in result.err


def test_without_names_the_votes_are_the_same(asked):
    named = asked("report", "matrix", "--json").data
    hidden = asked("report", "matrix", "--json", "--anonymous").data
    assert hidden["hypotheses"][0]["votes_for"] == named["hypotheses"][0]["votes_for"]
    assert sorted(each["vote"] for each in hidden["cells"]) == sorted(
        each["vote"] for each in named["cells"]
    )
    out = asked("report", "matrix", "--anonymous").out + asked("report", "gaps", "--anonymous").out
    assert not any(name in out for name in ("Acme", "Birch", "Ana", "Robin"))


def test_a_page_can_be_written_to_a_file(asked, world):
    asked("report", "matrix", "--output", "matrix.txt")
    asked("report", "gaps", "--format", "markdown", "--output", "gaps.md")
    assert "Acme" in (world / "matrix.txt").read_text()
    assert (world / "gaps.md").read_text().startswith("# What our evidence cannot tell")


@pytest.mark.process
def test_reading_imports_no_object_mapper(asked):
    script = (
        "import sys\n"
        "from discoverycli.main import main\n"
        "for words in (['matrix'], ['matrix', 'H1', '--by', 'segments'], ['gaps', '--json']):\n"
        "    assert main(['report', *words]) == 0\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'yaml'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
