"""Proves the matrix: every cell and every count can be counted again from the hypotheses' pages."""

from __future__ import annotations

import csv
import io
import re

import pytest
from tests.pages import recount
from tests.pages.recount import counting, of_people, of_voices, segment_of, tally


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_the_matrix_has_a_golden_file(disco, busy, golden, name, ending):
    golden(f"matrix.{ending}", disco("report", "matrix", "--format", name).out)


@pytest.mark.parametrize("by", ["people", "segments"])
def test_the_other_ways_to_count_have_golden_files(disco, seed, golden, monkeypatch, by):
    recount.fill(seed, 1)
    monkeypatch.setenv("COLUMNS", "60")
    golden(f"matrix.{by}.60.txt", disco("report", "matrix", "--by", by).out)


@pytest.fixture(params=[1, 2, 3])
def everything(request, seed):
    """A journal with every kind of evidence in it, of three that chance has made."""
    recount.fill(seed, request.param)
    return seed


def cells(data):
    return {(each["hypothesis"], each["voice"]): each["vote"] for each in data["cells"]}


@pytest.mark.parametrize("by", ["organisations", "people"])
def test_every_vote_and_count_can_be_counted_again_from_the_pages(disco, everything, by):
    pages = recount.pages(disco)
    count = of_people if by == "people" else of_voices
    votes = {code: count(counting(page)) for code, page in pages.items()}
    data = disco("report", "matrix", "--by", by, "--json").data
    assert cells(data) == {
        (code, who): vote for code, cast in votes.items() for who, vote in cast.items()
    }
    assert data["cells"]
    for each in data["hypotheses"]:
        assert {key: each[key] for key in tally([])} == tally(votes[each["code"]].values())
        assert each["status"] == pages[each["code"]]["status"]
    assert data["known"] == len({who for cast in votes.values() for who in cast})
    assert {each["key"] for each in data["voices"]} == {
        who for cast in votes.values() for who in cast
    }


def test_the_counts_of_organisations_are_those_of_the_verdicts(disco, everything):
    pages = recount.pages(disco)
    for each in disco("report", "matrix", "--json").data["hypotheses"]:
        page = pages[each["code"]]
        assert {key: each[key] for key in tally([])} == {key: page[key] for key in tally([])}


def test_every_segment_can_be_counted_again_from_the_pages(disco, everything):
    expected = {}
    voices = set()
    for code, page in recount.pages(disco).items():
        voices |= set(of_voices(counting(page)))
        for segment, some in recount.grouped(counting(page), segment_of).items():
            expected[code, segment] = tally(of_voices(some).values())
    data = disco("report", "matrix", "--by", "segments", "--json").data
    found = {
        (each["hypothesis"], each["voice"] and each["voice"].strip().casefold()): each["votes"]
        for each in data["cells"]
    }
    assert found == expected
    assert data["known"] == len(voices)
    assert {each["vote"] for each in data["cells"]} == {None}


def test_the_sheet_holds_every_cell_of_the_json_and_nothing_else(disco, everything):
    for by in ("organisations", "people"):
        data = disco("report", "matrix", "--by", by, "--json").data
        rows = list(csv.DictReader(io.StringIO(
            disco("report", "matrix", "--by", by, "--format", "csv").out
        )))  # fmt: skip
        codes = [each["code"] for each in data["hypotheses"]]
        assert list(rows[0]) == ["voice", "name", *codes]
        assert cells(data) == {
            (code, row["voice"]): row[code] for row in rows for code in codes if row[code]
        }
        assert [(row["voice"], row["name"]) for row in rows] == [
            (each["key"], each["name"]) for each in data["voices"]
        ]


def signs(out):
    """The signs of a screen: (hypothesis, name) → sign."""
    lines = out.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("voices "))
    codes = lines[head].split()[1:]
    found = {}
    for line in lines[head + 1 : lines.index("", head)]:
        name, *row = line.rsplit(maxsplit=len(codes))
        found |= {(code, name): sign for code, sign in zip(codes, row, strict=True)}
    return found


@pytest.mark.parametrize(("width", "of"), [(30, 4), (40, 2), (80, 1)])
def test_the_pages_of_a_screen_together_are_the_whole_matrix(
    disco, everything, monkeypatch, width, of
):
    monkeypatch.setenv("COLUMNS", str(width))
    data = disco("report", "matrix", "--json").data
    sign = {"for": "+", "against": "-", "neutral": "?", "split": "="}
    names = {each["key"]: each["name"] for each in data["voices"]}
    expected = {(code, names[voice]): sign[vote] for (code, voice), vote in cells(data).items()}
    found, number, pages = {}, 1, 1
    while number <= pages:
        out = disco("report", "matrix", "--page", str(number)).out
        if said := re.search(r"page \d+ of (\d+)", out):
            pages = int(said[1])
        found |= signs(out)
        assert max(map(len, out.splitlines())) <= width
        number += 1
    assert {key: each for key, each in found.items() if each != "."} == expected
    assert pages == of


def test_hypotheses_stand_in_the_order_they_are_named_and_each_once(disco, busy):
    data = disco("report", "matrix", "h4", "H2", "H4", "--json").data
    assert [each["code"] for each in data["hypotheses"]] == ["H4", "H2"]
    assert {each["hypothesis"] for each in data["cells"]} == {"H4", "H2"}
    whole = disco("report", "matrix", "--json").data
    assert data["known"] == whole["known"] == len(whole["voices"])


def test_without_codes_the_riskiest_come_first(disco, busy):
    data = disco("report", "matrix", "--json").data
    listed = disco("hypotheses", "--all", "--json").data
    assert [each["code"] for each in data["hypotheses"]] == [each["code"] for each in listed]


def test_who_was_asked_the_most_stands_first_and_equals_by_name(disco, everything):
    data = disco("report", "matrix", "--json").data
    asked = [
        sum(each["voice"] == voice["key"] for each in data["cells"]) for voice in data["voices"]
    ]
    order = [
        (-number, voice["name"].casefold())
        for number, voice in zip(asked, data["voices"], strict=True)
    ]
    assert order == sorted(order)


def test_a_screen_of_many_voices_says_how_many_there_are_and_where(disco, seed):
    with seed.writing():
        seed.opinion("many say so")
        for number in range(45):
            seed.log(f"Person {number}", "2026-11-02", "H1+ says: yes\n")
    out = disco("report", "matrix").out
    assert "1 hypothesis × 40 of 45 voices; --format csv for all" in out
    assert out.count("  +\n") == 40
    assert "45 of 45" in out


def test_nobody_asked_says_what_to_write(disco, seed):
    with seed.writing():
        seed.opinion("nobody was asked")
    out = disco("report", "matrix").out
    assert "nobody whose evidence counts today was asked: write H1+ or H1- in a note" in out


def test_no_hypothesis_says_what_to_type(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-02")
    assert "no hypothesis yet: disco hypotheses add" in disco("report", "matrix").out
    assert disco("report", "matrix", "--json").data["hypotheses"] == []
    assert disco("report", "matrix", "--format", "csv").out == "voice,name\n"


def test_signs_stay_apart_where_a_stream_has_ascii_only(disco, seed):
    from discoverycli.pages.reports.matrix import NOT_ASKED, SIGNS
    from discoverycli.render.safe import encodable

    every = [*(each.text for each in SIGNS.values()), NOT_ASKED.text]
    assert len(set(every)) == 5
    assert [encodable(each, "ascii") for each in every] == every


def test_evidence_counts_on_the_last_day_of_its_age_limit_and_not_after(disco, seed):
    with seed.writing():
        seed.opinion("asked in spring", on="2026-01-05")
        seed.log("Ana @ Acme", "2026-05-24", "H1+ did: 180 days ago\n")
        seed.log("Bo @ Birch", "2026-05-23", "H1+ did: 181 days ago\n")
    data = disco("report", "matrix", "--json").data
    assert cells(data) == {("H1", "Acme"): "for"}
    assert data["known"] == 1
    assert recount.of_voices(counting(recount.pages(disco)["H1"])) == {"Acme": "for"}
