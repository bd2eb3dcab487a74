"""Owns how the matrix is shown, and given to programs and to spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from discoverycli.analysis.matrix import Matrix, MatrixReport, MatrixWanted
from discoverycli.domain.matrix import By, Votes
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.domain.votes import Vote
from discoverycli.pages import hypotheses
from discoverycli.pages.hypotheses import TONES
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import (
    Block,
    Cell,
    Column,
    JsonValue,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

# Every sign is ASCII: what a poorer terminal puts in its place could read as another vote.
SIGNS = {
    Vote.FOR: Span("+", Tone.GOOD),
    Vote.AGAINST: Span("-", Tone.BAD),
    Vote.NEUTRAL: Span("?"),
    Vote.SPLIT: Span("="),
}
NOT_ASKED = Span(".", Tone.DIM)
LEGEND = "+ for, - against, ? asked but could not say, = split evenly, . not asked"
SEGMENT_LEGEND = "“3–1 of 5”: three voices for and one against, of five asked; . not asked"
NO_HYPOTHESIS = ToType("no hypothesis yet: disco hypotheses add 'WHO does WHAT because WHY'")
_COUNTS = (
    "“7 of 9” asked: of nine {} asked about anything. Not asked: nothing of theirs counts today."
)
_MEANING = {
    By.ORGANISATIONS: "One organisation is one voice. Neither: it could not say, or as many of "
    f"its people are for as against. {_COUNTS.format('voices')}",
    By.PEOPLE: "Here everybody has a vote, while a verdict counts one an organisation. Neither: "
    f"they could not say. {_COUNTS.format('people')}",
    By.SEGMENTS: "An organisation whose people belong to two segments is a voice in each. "
    f"Neither: it could not say, or is split evenly. {_COUNTS.format('voices')}",
}
_LONGEST = 100


def matrix_page(answer: MatrixReport) -> Page:
    """The matrix as a page; `most` rows of it, where a screen is not to be flooded.

    What no screen shows has no blocks: they would be as large as the sheet.
    """
    matrix, wanted, most = answer
    return Page(
        title=f"Who was asked what, by {wanted.by}",
        blocks=() if wanted.page is None else tuple(_blocks(matrix, wanted, most)),
        data=data(matrix, wanted.by),
        table=_sheet(matrix),
        footnotes=(_MEANING[wanted.by], hypotheses.LIMITS) if matrix.rows else (),
    )


def _blocks(matrix: Matrix, wanted: MatrixWanted, most: int | None) -> Iterator[Block]:
    if not matrix.shown.of:
        yield Note(NO_HYPOTHESIS)
        return
    yield Note(_extent(matrix, wanted, most))
    yield _grid(matrix, wanted, most)
    if wanted.signs and matrix.rows:
        legend = SEGMENT_LEGEND if wanted.by is By.SEGMENTS else LEGEND
        yield Note(Span(legend, Tone.DIM))
    yield _opinions(matrix, wanted.by)


def data(matrix: Matrix, by: By) -> dict[str, JsonValue]:
    """The matrix for programs; `docs/json.md` lists the keys."""
    return {
        "by": by.value,
        "known": matrix.known,
        "hypotheses": [
            {
                "code": f"H{each.hypothesis.number}",
                "text": each.hypothesis.text,
                "status": each.verdict.status.value,
                **_votes_data(matrix.totals[each.hypothesis.number]),
            }
            for each in matrix.shown.standings
        ],
        "voices": [{"key": row.key, "name": row.name} for row in matrix.rows],
        "cells": [
            {
                "hypothesis": f"H{number}",
                "voice": row.key,
                "vote": vote.value if isinstance(vote, Vote) else None,
                "votes": None if isinstance(vote, Vote) else _votes_data(vote),
            }
            for row in matrix.rows
            for number, vote in sorted(row.votes.items())
        ],
    }


def _votes_data(found: Votes) -> dict[str, JsonValue]:
    return {**found._asdict(), "asked": found.asked}


def _sheet(matrix: Matrix) -> Table:
    """A line a voice and a column a hypothesis; empty where somebody was not asked."""
    numbers = [each.hypothesis.number for each in matrix.shown.standings]
    places = {number: place for place, number in enumerate(numbers, start=2)}
    rows: list[tuple[Cell, ...]] = []
    for each in matrix.rows:
        row: list[Cell] = [each.key, each.name, *[None] * len(numbers)]
        for number, vote in each.votes.items():
            row[places[number]] = _in_words(vote)
        rows.append(tuple(row))
    heads = ("voice", "name", *(f"H{number}" for number in numbers))
    return Table(tuple(Column(head) for head in heads), tuple(rows))


def _in_words(vote: Vote | Votes) -> str:
    if isinstance(vote, Vote):
        return vote.value
    return f"{vote.votes_for} for, {vote.votes_against} against, {vote.asked} asked"


def _extent(matrix: Matrix, wanted: MatrixWanted, most: int | None) -> str:
    """Which part of the matrix this is, and how to see the rest."""
    shown, rows = matrix.shown, len(matrix.rows)
    noun = "hypothesis" if shown.of == 1 else "hypotheses"
    left = most is not None and rows > most
    said = f"{_part(len(shown.standings), shown.of)} {noun}"
    said += "" if wanted.numbers or shown.of == 1 else ", the riskiest first"
    said += f" × {f'{most} of ' if left else ''}{_whose(rows, wanted.by)}"
    if shown.pages == 1 and not left:
        return said
    ways = [f"--page {shown.page + 1}"] if shown.page < shown.pages else []
    ways.append("--format csv for all")
    start = f"page {shown.page} of {shown.pages}: " if shown.pages > 1 else ""
    return f"{start}{said}; {', or '.join(ways)}"


def _part(number: int, of: int) -> str:
    return str(of) if number == of else f"{number} of {of}"


def _whose(number: int, by: By) -> str:
    one, many = {
        By.ORGANISATIONS: ("voice", "voices"),
        By.PEOPLE: ("person", "people"),
        By.SEGMENTS: ("segment", "segments"),
    }[by]
    return pluralize(number, one, many)


def _grid(matrix: Matrix, wanted: MatrixWanted, most: int | None) -> Table:
    numbers = [each.hypothesis.number for each in matrix.shown.standings]
    cell = _sign if wanted.signs else _word
    return Table(
        (
            Column(wanted.by.value if wanted.by is not By.ORGANISATIONS else "voices", flex=True),
            *(Column(f"H{number}") for number in numbers),
        ),
        tuple(
            (clip(row.name, _LONGEST), *(cell(row.votes.get(number)) for number in numbers))
            for row in matrix.rows[:most]
        ),
        empty=f"nobody whose evidence counts today was asked: write H{numbers[0]}+ or "
        f"H{numbers[0]}- in a note",
    )


def _sign(vote: Vote | Votes | None) -> Cell:
    if vote is None:
        return NOT_ASKED
    return SIGNS[vote] if isinstance(vote, Vote) else _of(vote)


def _word(vote: Vote | Votes | None) -> str:
    return "not asked" if vote is None else _in_words(vote)


def _of(found: Votes) -> str:
    return f"{found.votes_for}–{found.votes_against} of {found.asked}"


def _opinions(matrix: Matrix, by: By) -> Table:
    """What the codes at the head of the matrix mean, and all votes on each."""
    people = by is By.PEOPLE
    return Table(
        (
            Column("code"),
            Column("opinion", flex=True, lines=2),
            Column("status"),
            Column("for", align="right"),
            Column("against", align="right"),
            Column("neither", align="right", drop=1),
            Column("asked", align="right"),
        ),
        tuple(
            (
                code("H", each.hypothesis.number),
                clip(each.hypothesis.text, _LONGEST),
                Span(each.verdict.status.value, TONES[each.verdict.status]),
                found.votes_for,
                found.votes_against,
                found.neutral + found.split,
                f"{found.asked} of {matrix.known}",
            )
            for each, found in (
                (each, matrix.totals[each.hypothesis.number]) for each in matrix.shown.standings
            )
        ),
        title=f"The hypotheses, and how all {'people' if people else 'voices'} voted",
    )
