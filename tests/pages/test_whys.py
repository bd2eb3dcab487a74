"""The page of a chain of whys, and how deep other pages say that their own words go."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

ANSWERS = (
    ("--heard", "S1"),
    ("the export drops the tax code", "--heard", "S2", "--under", "1"),
    ("nobody has told the vendor", "--under", "2"),
    ("--heard", "S3", "--under", "2"),
    ("they never thought of asking", "--under", "4"),
    ("--heard", "S4"),
)


@pytest.fixture
def chain(seed: Any, disco: Any, once: Any) -> Any:
    """H1 with six answers; H2, phrased as a solution, and H3 with none."""

    @once
    def tell() -> None:
        with seed.writing():
            seed.opinion("Bookkeepers lose a day a month to re-keying invoices", importance=5)
            seed.opinion("Clinics want a dashboard of claims")
            seed.opinion("Owners look at their cash every morning", importance=1)
            seed.log(
                "Ana Silva @ Acme", "2026-10-03",
                "!pain did: they key every invoice twice\n> the export drops the tax code\nH1+ did: yes",
            )  # fmt: skip
            seed.log("Bo Lund @ Birch", "2026-10-12", "!pain says: the bank sends no codes",
                     channel="proxy", via="Sam of sales")  # fmt: skip
            seed.log("Gus Ode", "2026-10-14", "!pain says: nobody asked for it", "internal")
        for arguments in ANSWERS:
            disco("why", "H1", *arguments)
        disco("why", "S1", "their tools do not talk to each other")

    return disco


@pytest.mark.parametrize("width", [80, 60])
def test_a_chain_on_a_screen(chain: Any, golden: Any, monkeypatch: Any, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = chain("why", "H1").out
    assert max(map(len, out.splitlines())) <= width
    golden(f"why.{width}.txt", out)
    golden(f"why.none.{width}.txt", chain("why", "H3").out)


@pytest.mark.parametrize(
    ("format_", "ending"), [("markdown", "md"), ("csv", "csv"), ("json", "json")]
)
def test_a_chain_in_other_formats(chain: Any, golden: Any, format_: str, ending: str) -> None:
    golden(f"why.{ending}", chain("why", "H1", "--format", format_).out)


def deep(whys: list[dict[str, Any]]) -> int:
    """How deep heard words go, from what programs are told of each answer."""
    known = {each["number"]: each for each in whys}

    def heard(answer: dict[str, Any]) -> bool:
        first_hand = answer["statement"] is not None and answer["channel"] != "proxy"
        return first_hand and answer["relation"] != "internal"

    def row(answer: dict[str, Any] | None) -> list[bool]:
        """Whether each answer from the root down to this one is heard."""
        return [] if answer is None else [*row(known.get(answer["under"])), heard(answer)]

    return max((len(way) for each in whys if all(way := row(each))), default=0)


def test_every_depth_can_be_worked_out_from_what_one_hypothesis_shows(chain: Any) -> None:
    for listed in chain("hypotheses", "--all", "--json").data:
        one = chain("hypotheses", "show", listed["code"], "--json").data
        assert listed["why_depth"] == one["why_depth"] == deep(one["whys"])
        alone = chain("why", listed["code"], "--json").data
        assert (alone["whys"], alone["why_depth"]) == (one["whys"], one["why_depth"])
        for each in one["whys"]:
            way = [each]
            while way[-1]["under"] is not None:
                way.append(next(w for w in one["whys"] if w["number"] == way[-1]["under"]))
            assert each["level"] == len(way)
            row = [above["heard"] for above in way[::-1]]
            assert each["depth"] == [*row, False].index(False)
    assert chain("hypotheses", "show", "H1", "--json").data["why_depth"] == 2


def test_the_list_and_the_report_say_how_deep(chain: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    for command in (("hypotheses",), ("report", "hypotheses")):
        out = chain(*command).out
        head = next(line for line in out.splitlines() if line.startswith("code "))
        assert head.split()[-2:] == ["segment", "whys"]
        assert "heard 2 deep" in out
        rows = {each["code"]: each["why_depth"] for each in chain(*command, "--json").data}
        assert rows == {"H1": 2, "H2": 0, "H3": 0}
        sheet = csv.DictReader(io.StringIO(chain(*command, "--format", "csv").out))
        assert {row["code"]: int(row["why_depth"]) for row in sheet} == rows


def test_the_column_goes_first_when_it_is_narrow_and_is_not_there_for_nothing(
    chain: Any, monkeypatch: Any
) -> None:
    left_out = []
    for width in range(60, 140, 4):
        monkeypatch.setenv("COLUMNS", str(width))
        last = chain("hypotheses").out.partition("no room for: ")[2].partition("\n")[0]
        left_out.append(last.split(", ")[-1])
    assert set(left_out) == {"whys", ""}
    monkeypatch.setenv("COLUMNS", "140")
    chain("why", "H1", "--remove", "1", "--yes")
    chain("why", "H1", "--remove", "6", "--yes")
    assert "whys" not in chain("hypotheses").out


def test_the_page_of_a_hypothesis_and_of_a_statement_say_how_deep(chain: Any) -> None:
    assert "why: 6 answers, their own words go 2 deep (disco why H1)" in (
        chain("hypotheses", "show", "H1").out
    )
    assert "why: nobody has said yet (disco why H3 WORDS)" in chain("show", "H3").out
    first = chain("show", "S1", "--json").data
    assert (first["why_depth"], len(first["whys"])) == (0, 1)
    assert first["answers"] == [{"code": "H1", "number": 1}]
    out = chain("show", "S1").out
    assert "why: 1 answer, their own words go 0 deep (disco why S1)" in out
    assert "answer 1 to why H1" in out


# --- opinions phrased as solutions


def test_an_opinion_phrased_as_a_solution_is_marked_and_counted(chain: Any) -> None:
    out = " ".join(chain("hypotheses").out.split())
    assert (
        "◇ 1 of 3 opinions reads like a solution: which problem would it solve? "
        "Write it down: disco hypotheses add 'WHO suffers WHAT'" in out
    )
    marked = {line[:2] for line in chain("hypotheses").out.splitlines() if " ◇ " in line}
    assert marked == {"H2"}
    assert "◇ Clinics want a dashboard" in chain("hypotheses", "--format", "markdown").out
    shown = " ".join(chain("show", "H2").out.split())
    assert "! 'want a dashboard' reads like a solution: which problem would it solve" in shown
    assert "Write it down: disco hypotheses add 'WHO suffers WHAT'" in shown


def test_programs_are_told_the_words_that_smell(chain: Any) -> None:
    rows = {each["code"]: each["solution"] for each in chain("hypotheses", "--json").data}
    assert rows == {"H1": None, "H2": "want a dashboard", "H3": None}
    assert chain("hypotheses", "show", "H2", "--json").data["solution"] == "want a dashboard"
    sheet = csv.DictReader(io.StringIO(chain("hypotheses", "--format", "csv").out))
    assert {row["code"]: row["solution"] for row in sheet} == {
        code: words or "" for code, words in rows.items()
    }


def test_several_solutions_are_counted_among_what_is_listed(chain: Any) -> None:
    chain("hypotheses", "add", "We should build an app", "--class", "viability")
    chain("hypotheses", "add", "Users want a plug-in", "--class", "usability")
    out = " ".join(chain("hypotheses").out.split())
    assert "◇ 2 of 5 opinions read like solutions: which problem would they solve?" in out
    alone = chain("hypotheses", "--class", "usability").out
    assert "◇" not in alone
    assert "solution" not in alone


def test_the_mark_survives_a_terminal_that_has_no_such_sign(chain: Any, monkeypatch: Any) -> None:
    from discoverycli.render.safe import encodable

    out = chain("hypotheses").out
    assert "<> Clinics want" in encodable(out, "ascii")
