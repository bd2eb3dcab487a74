"""Finds whose words each line of a note is, so that one person's can be handed out or erased.

A line belongs to somebody when

- it is a mark (see `marks.py`): to the speaker it names, else to the first person from outside;
  every line of a block quote belongs to the quote's speaker;
- it is text that names somebody the way a mark does: signed at its end (`— Ana`), `@Ana` in it,
  or begun as in a transcript (`Ana: …`, `**Ana Silva:** …`).

All other text is common: nobody's. So are new hypotheses and jobs, which are the team's opinions,
blank lines, and lines that name somebody who was not there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from discoverycli.domain.note.marks import (
    EvidenceMark,
    FollowupMark,
    JobMark,
    Marks,
    Names,
    StatementMark,
    block_quotes,
    parse_body,
)


class Line(NamedTuple):
    """A line of a note, without its end. `whose` is one of the speakers, `None` when common."""

    text: str
    whose: str | None


def lines_of(
    body: str,
    speakers: Sequence[str],
    first: str | None = None,
    known: Mapping[str, Names] = MappingProxyType({}),
) -> tuple[Line, ...]:
    """Every line of a note's body with its speaker; joined by newlines they give the body again.

    Args:
        body: the note's words, as stored.
        speakers: who was there, by name or by code, in the order of the note.
        first: the one of them that unsigned marks belong to; else the first.
        known: what each of `speakers` is called, now and before: needed where they are codes.
    """
    if first is None and speakers:
        first = speakers[0]
    lines = body.split("\n")
    whose: list[str | None] = [None] * len(lines)
    taken = _marked(parse_body(body, speakers, 0, known), first, body, whose)
    for index, text in enumerate(lines):
        if index not in taken:
            whose[index] = _signed(text, speakers, known)
    return tuple(map(Line, lines, whose))


def _marked(marks: Marks, first: str | None, body: str, whose: list[str | None]) -> set[int]:
    """Fills in `whose` for marked lines; returns the lines of all marks."""
    # A commitment is a statement too, of the same speaker.
    said: list[StatementMark | EvidenceMark | JobMark | FollowupMark] = [
        *marks.statements, *marks.evidence, *marks.jobs, *marks.followups
    ]  # fmt: skip
    for mark in said:
        whose[mark.line] = mark.speaker or first
    quoted = {mark.line for mark in marks.statements}
    taken = {mark.line for mark in (*said, *marks.new)}
    for block in block_quotes(body):
        start = next((index for index in block if index in quoted), None)
        if start is not None:
            for index in block:
                whose[index] = whose[start]
            taken.update(block)
    return taken


_LONGEST_LABEL = 80


def _signed(text: str, speakers: Sequence[str], known: Mapping[str, Names]) -> str | None:
    """Asked as a quote would be: one rule for both."""
    label, colon, _ = text.partition(":")
    asked = [f"> x — {label}"] if colon and 0 < len(label) <= _LONGEST_LABEL else []
    if any(sign in text for sign in ("@", "—", "–", "--")):
        asked.append(f"> x {text}")
    for words in asked:
        statements = parse_body(words, speakers, 0, known).statements
        if statements and statements[0].speaker is not None:
            return statements[0].speaker
    return None
