"""Tells who said what about which hypothesis, for screens, programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from discoverycli.domain.matrix import By, Votes
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.domain.votes import Vote
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Block, Cell, Column, Note, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.matrix import Matrix, MatrixRow
    from discoverycli.domain.facts.opinions import Standing

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
_NOUNS = {
    By.ORGANISATIONS: ("voice", "voices"),
    By.PEOPLE: ("person", "people"),
    By.SEGMENTS: ("segment", "segments"),
}
_LONGEST = 100


VOTES: Shape[Votes] = Shape(
    "votes",
    "How those asked voted.",
    Field("votes_for", "whole", "for"),
    Field("votes_against", "whole", "against"),
    Field("neutral", "whole", "asked, with no answer either way"),
    Field("split", "whole", "organisations whose people disagree evenly"),
    Field("asked", "whole", "all of these"),
)
_COLUMN: Shape[tuple[Standing, Votes]] = Shape(
    "matrix column",
    "A hypothesis, and how all voices, or all people, voted.",
    Field("code", "H", "such as H3", lambda e: e[0].hypothesis.number),
    Field("text", "text", "the opinion", lambda e: e[0].hypothesis.text),
    Field("status", "text", "where it stands", lambda e: e[0].verdict.status),
    KeysOf(VOTES, lambda e: e[1]),
)
_ROW: Shape[MatrixRow] = inner(
    Field("key", "text?", "the organisation's name, the person's code or the segment; null: not "
          "known"),
    Field("name", "text", "what they are called"),
)  # fmt: skip
_CELL: Shape[tuple[MatrixRow, int, Vote | Votes]] = inner(
    Field("hypothesis", "H", "which", lambda e: e[1]),
    Field("voice", "text?", "the key of the voice", lambda e: e[0].key),
    Field("vote", "text?", "for, against, neutral or split; null of a segment",
          lambda e: e[2] if isinstance(e[2], Vote) else None),
    Field("votes", VOTES.maybe, "the votes of a segment's voices; null of anything else",
          lambda e: None if isinstance(e[2], Vote) else e[2]),
)  # fmt: skip
MATRIX: Shape[Matrix] = Shape(
    "matrix",
    "Who was asked what, and how they voted. A pair that is not among the cells was not asked.",
    Field("by", "text", "organisations, people or segments", lambda e: e.wanted.by),
    Field("known", "whole", "voices, or people, with evidence that counts today on any hypothesis "
          "at all"),
    Field("hypotheses", _COLUMN.many, "those asked for, in that order, else all, riskiest first"),
    Field("voices", _ROW.many, "who was asked about any of them, those asked about the most first",
          lambda e: e.rows),
    Field("cells", _CELL.many, "each voice, or segment, with each hypothesis it was asked about",
          lambda e: [(row, *cell) for row in e.rows for cell in sorted(row.votes.items())]),
)  # fmt: skip
_OPINIONS: tuple[Shown[tuple[Matrix, Standing, Votes]], ...] = (
    Shown("code", lambda e: code("H", e[1].hypothesis.number)),
    Shown("opinion", lambda e: clip(e[1].hypothesis.text, _LONGEST), flex=True, lines=2),
    Shown("status", lambda e: hypotheses.status(e[1].verdict)),
    Shown("for", lambda e: e[2].votes_for, align="right"),
    Shown("against", lambda e: e[2].votes_against, align="right"),
    Shown("neither", lambda e: e[2].neutral + e[2].split, align="right", drop=1),
    Shown("asked", lambda e: f"{e[2].asked} of {e[0].known}", align="right"),
)


def matrix_page(matrix: Matrix) -> Page:
    """The matrix as a page; `most` rows of it, where a screen is not to be flooded.

    What no screen shows has no blocks: they would be as large as the sheet.
    """
    wanted = matrix.wanted
    return Page(
        title=f"Who was asked what, by {wanted.by}",
        blocks=() if wanted.page is None else tuple(_blocks(matrix)),
        data=lambda: MATRIX.data(matrix),
        table=lambda: _sheet(matrix),
        footnotes=(_MEANING[wanted.by], hypotheses.LIMITS) if matrix.rows else (),
    )


def _blocks(matrix: Matrix) -> Iterator[Block]:
    wanted = matrix.wanted
    if not matrix.shown.of:
        yield Note(NO_HYPOTHESIS)
        return
    yield Note(_extent(matrix))
    yield _grid(matrix)
    if wanted.signs and matrix.rows:
        legend = SEGMENT_LEGEND if wanted.by is By.SEGMENTS else LEGEND
        yield Note(Span(legend, Tone.DIM))
    whose = "people" if wanted.by is By.PEOPLE else "voices"
    rows = [(matrix, *each) for each in matrix.hypotheses]
    yield table(_OPINIONS, rows, title=f"The hypotheses, and how all {whose} voted")


def _sheet(matrix: Matrix) -> Table:
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


def _extent(matrix: Matrix) -> str:
    shown, wanted, rows, most = matrix.shown, matrix.wanted, len(matrix.rows), matrix.most
    noun = "hypothesis" if shown.of == 1 else "hypotheses"
    left = most is not None and rows > most
    some = f"{len(shown.standings)} of " if len(shown.standings) != shown.of else ""
    said = f"{some}{shown.of} {noun}"
    said += "" if wanted.numbers or shown.of == 1 else ", the riskiest first"
    said += f" × {f'{most} of ' if left else ''}{pluralize(rows, *_NOUNS[wanted.by])}"
    if shown.pages == 1 and not left:
        return said
    ways = [f"--page {shown.page + 1}"] if shown.page < shown.pages else []
    ways.append("--format csv for all")
    start = f"page {shown.page} of {shown.pages}: " if shown.pages > 1 else ""
    return f"{start}{said}; {', or '.join(ways)}"


def _grid(matrix: Matrix) -> Table:
    wanted = matrix.wanted
    numbers = [each.hypothesis.number for each in matrix.shown.standings]
    cell = _sign if wanted.signs else _word
    write = f"write H{numbers[0]}+ or H{numbers[0]}- in a note"
    return Table(
        (Column(_NOUNS[wanted.by][1], flex=True), *(Column(f"H{number}") for number in numbers)),
        tuple(
            (clip(row.name, _LONGEST), *(cell(row.votes.get(number)) for number in numbers))
            for row in matrix.rows[: matrix.most]
        ),
        empty=f"nobody whose evidence counts today was asked: {write}",
    )


def _sign(vote: Vote | Votes | None) -> Cell:
    if vote is None:
        return NOT_ASKED
    return SIGNS[vote] if isinstance(vote, Vote) else hypotheses.votes(vote)


def _word(vote: Vote | Votes | None) -> str:
    return "not asked" if vote is None else _in_words(vote)
