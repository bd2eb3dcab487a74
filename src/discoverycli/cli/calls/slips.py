"""Asks about likely slips in a note before it is stored, or warns of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from discoverycli.context import context
from discoverycli.domain.note.interview import Interview
from discoverycli.domain.note.marks import Warning_
from discoverycli.domain.note.notes import Note
from discoverycli.domain.text.words import clip

_MOST = 10
"""Slips of a note that are asked about; the others are warned of."""


def asked(
    interview: Interview,
    again: Callable[[str], Interview],
    known: Collection[str] = (),
    *,
    numbered: bool = True,
) -> Interview:
    """The interview, with the lines that the user wants read as they were meant.

    Args:
        interview: what the note says as it stands.
        again: the interview of the same note with another body.
        known: lines that are stored already as they stand.
        numbered: whether the user knows the note's lines by number.
    """
    left = {line.rstrip() for line in known}
    while context().may_ask and (body := _as_meant(interview.note, left, numbered)) is not None:
        interview = again(body)
    if context().format != "table" or context().output is not None:
        context().note(*(said(each, numbered) for each in interview.note.warnings))
    return interview


def said(warning: Warning_, numbered: bool) -> str:
    """A warning as the user reads it."""
    return f"line {warning.line}: {warning.message}" if numbered else warning.message


def _as_meant(note: Note, left: set[str], numbered: bool) -> str | None:
    """The body with lines as meant, or `None`. Lines that the user leaves as is join `left`."""
    lines = note.body.split("\n")
    new = list(lines)
    for warning in [each for each in note.warnings if each.meant][:_MOST]:
        index = warning.line - note.body_line
        line = lines[index]
        if line.rstrip() in left or new[index] != line:
            continue
        context().note(said(warning, numbered))
        meant = _choice(warning)
        if meant is None:
            left.add(line.rstrip())
        else:
            new[index] = meant.replace("\n", "\r\n") + "\r" if line.endswith("\r") else meant
    return None if new == lines else "\n".join(new)


def _choice(warning: Warning_) -> str | None:
    """What the user chooses for a line; `None` leaves it as it is."""
    ask, meant = context().ask, warning.meant
    if len(meant) == 1:
        return meant[0] if ask("  read it as meant? [y/N]") in ("y", "yes") else None
    for number, each in enumerate(meant, 1):
        context().note(f"  {number}  {clip(each)}")
    answer = ask(f"  which one? [1-{len(meant)}, empty: none]")
    chosen = int(answer) if answer.isdecimal() and len(answer) < 3 else 0
    return meant[chosen - 1] if 1 <= chosen <= len(meant) else None
