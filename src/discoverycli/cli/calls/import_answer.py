"""Owns the answer to an import: what came in, what did not, and what the user can settle."""

from __future__ import annotations

from collections.abc import Sequence

from discoverycli.cli.answers import moves_data, moves_lines
from discoverycli.cli.calls.importing import Issue, Outcome
from discoverycli.domain.text.words import pluralize
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

MOST = 15
"""How many problems a terminal is shown at the most."""

MOST_CODES = 5
"""How many interviews that are here already are named in the line that counts them."""

_KINDS = {
    "unreadable": ("Not readable", ""),
    "too-large": ("Too large", ""),
    "template": ("Templates", ""),
    "empty": ("Empty", ""),
    "not-an-interview": ("No interviews", ""),
    "not-stored": ("Not stored", ""),
    "ambiguous-date": ("Dates with two readings", "--date-order mdy or dmy settles them"),
    "no-year": ("Dates without a year", "--year YEAR settles them"),
    "no-date": ("Without a date", "a line such as 'Date: 2026-11-20' settles it"),
    "unreadable-date": ("Dates that cannot be read", ""),
    "odd-date": ("Dates that look odd", ""),
    "contradiction": ("Two dates that do not agree", ""),
    "unscoped": ("People known by a number only", "--study NAME keeps them apart"),
    "privacy": ("Personal data", "take out what nobody needs"),
    "slip": ("Lines that look like marks", ""),
    "double": ("Here already, by people, day and words", ""),
    "near-double": (
        "Nearly the same words",
        "if it was one talk: disco undo, then import without it",
    ),
    "same-day": (
        "Same person and day",
        "if it was one talk: disco undo, then import them as one file",
    ),
    "changed": ("Changed since an earlier import", ""),
    "differs": ("In another version", ""),
    "forgotten": ("Forgotten, and left out", ""),
    "old-codes": ("Notes with codes from elsewhere", ""),
}
"""What each kind of problem is called on the screen, and what settles all of the kind; in the
order they are shown."""


def answer(outcome: Outcome) -> Page:
    """The page that `disco import` prints."""
    blocks: list[Block] = [Note(_headline(outcome))]
    lines = _lines(outcome)
    if lines:
        blocks.append(Lines(lines))
    if outcome.moves:
        blocks.append(moves_lines(outcome.moves))
    blocks += _problems(outcome.issues)
    return Page("", tuple(blocks), _data(outcome), _table(outcome.issues), _footnotes(outcome))


def _headline(outcome: Outcome) -> Inline:
    verb = "would store" if outcome.dry_run else "stored"
    return (
        f"{verb} ",
        Span(pluralize(outcome.stored, "interview"), Tone.STRONG),
        f" from {pluralize(outcome.files, 'file')}",
    )


def _lines(outcome: Outcome) -> tuple[Inline, ...]:
    made = [
        pluralize(number, noun, plural)
        for number, noun, plural in (
            (outcome.people, "new person", "new people"),
            (outcome.statements, "statement", "statements"),
            (outcome.hypotheses, "new hypothesis", "new hypotheses"),
            (outcome.jobs, "new job", "new jobs"),
        )
        if number
    ]
    lines: list[Inline] = [" · ".join(made)] if made else []
    if outcome.skipped:
        codes = list(dict.fromkeys(f"I{number}" for _, number in outcome.doubles))
        named = ", ".join(codes[:MOST_CODES]) + (", …" if len(codes) > MOST_CODES else "")
        which = f" ({named}); to store them again: --again" if codes else ""
        lines.append(f"{outcome.skipped} skipped: here already{_updated(outcome)}{which}")
    if outcome.refused:
        lines.append(f"{outcome.refused} refused")
    if outcome.passed_over:
        names = sorted({each.path.rpartition("/")[2] for each in outcome.passed_over})
        shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
        lines.append(f"{pluralize(len(outcome.passed_over), 'file')} passed over: {shown}")
    if outcome.unrelated:
        who = pluralize(outcome.unrelated, "interview")
        lines.append(f"{who} with nobody known to be a prospect or a customer: --as settles it")
    return tuple(lines)


def _updated(outcome: Outcome) -> str:
    return f", {outcome.updated} of them completed" if outcome.updated else ""


def _problems(issues: Sequence[Issue]) -> list[Block]:
    """The problems by kind; each kind is shown, none of them fills the screen alone."""
    kinds = {kind: [each for each in issues if each.kind == kind] for kind in _order(issues)}
    blocks: list[Block] = []
    room, shorten = MOST, _names_are_clear(issues)
    for index, (kind, found) in enumerate(kinds.items()):
        share = max(1, room // (len(kinds) - index))
        shown = found[:share]
        room -= len(shown)
        lines: list[Inline] = [_line(each, shorten) for each in shown]
        if len(found) > len(shown):
            lines.append(Span(f"… and {len(found) - len(shown)} more", Tone.DIM))
        name, remedy = _KINDS.get(kind, (kind, ""))
        title = ToType(f"{name} ({len(found)}){f': {remedy}' if remedy else ''}")
        blocks.append(Lines(tuple(lines), title, mark="!"))
    return blocks


def _order(issues: Sequence[Issue]) -> list[str]:
    found = {each.kind for each in issues}
    return [kind for kind in _KINDS if kind in found] + sorted(found - _KINDS.keys())


def _line(issue: Issue, shorten: bool) -> Inline:
    """A problem; what its kind's title says already is left out."""
    place = issue.file.rpartition("/")[2] if shorten else issue.file
    place = place if issue.line is None else f"{place}:{issue.line}"
    message = issue.message
    if _KINDS.get(issue.kind, ("", ""))[1]:
        message = message.partition("; ")[0]
    return (Span(place, Tone.STRONG), f" {message}")


def _names_are_clear(issues: Sequence[Issue]) -> bool:
    """Whether no two files differ only in their folder."""
    files = {each.file for each in issues}
    return len({file.rpartition("/")[2] for file in files}) == len(files)


def _footnotes(outcome: Outcome) -> tuple[str, ...]:
    if not outcome.issues:
        return ()
    notes = []
    if any(not each.refused for each in outcome.issues):
        notes.append("Import the same files again with an option: what is here is only completed.")
    if len(outcome.issues) > MOST:
        notes.append("All problems: the same command with --format csv or --json.")
    return tuple(notes)


def _table(issues: Sequence[Issue]) -> Table:
    heads = ("file", "line", "kind", "message", "refused")
    return Table(
        tuple(Column(head) for head in heads),
        tuple((each.file, each.line, each.kind, each.message, each.refused) for each in issues),
    )


def _data(outcome: Outcome) -> JsonValue:
    return {
        "files": outcome.files,
        "read": outcome.read,
        "stored": outcome.stored,
        "skipped": outcome.skipped,
        "updated": outcome.updated,
        "refused": outcome.refused,
        "interviews": outcome.stored,
        "people": outcome.people,
        "statements": outcome.statements,
        "hypotheses": outcome.hypotheses,
        "jobs": outcome.jobs,
        "dry_run": outcome.dry_run,
        "moved": moves_data(outcome.moves),
        "doubles": [
            {"file": source, "double_of": f"I{number}"} for source, number in outcome.doubles
        ],
        "passed_over": [{"file": each.path, "reason": each.reason} for each in outcome.passed_over],
        "problems": [
            {
                "file": each.file,
                "line": each.line,
                "message": each.message,
                "kind": each.kind,
                "refused": each.refused,
            }
            for each in outcome.issues
        ],
    }
