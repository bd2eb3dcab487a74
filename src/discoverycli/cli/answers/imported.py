"""Shows what an import stored, what it left out, and what the user can decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from discoverycli.cli.answers.changes import MOVE, moves_lines
from discoverycli.cli.calls.importing import Outcome
from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, Shape, inner
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.formats import Problem
    from discoverycli.formats.files import Skipped

_DOUBLE: Shape[tuple[str, int]] = inner(
    Field("file", "text", "which", lambda double: double[0]),
    Field("double_of", "I", "the interview that it is", lambda double: double[1]),
)
_PASSED_OVER: Shape[Skipped] = inner(
    Field("file", "text", "which", lambda skipped: skipped.path),
    Field("reason", "text", "why", lambda skipped: skipped.reason),
)
_PROBLEM: Shape[Problem] = inner(
    Field("file", "text", "which", lambda problem: problem.file),
    Field("line", "whole?", "where in it", lambda problem: problem.line),
    Field("message", "text", "what", lambda problem: problem.message),
    Field("kind", "text", "such as no-date, ambiguous-date, unreadable or slip",
          lambda problem: problem.kind),
    Field("refused", "flag", "whether nothing was taken because of it", lambda p: p.refused),
)  # fmt: skip
IMPORT: Shape[Outcome] = Shape(
    "import",
    "What came in, and what did not.",
    Field("files", "whole", "files that were looked at", lambda e: e.files),
    Field("read", "whole", "stored + skipped + refused", lambda e: e.read),
    Field("stored", "whole", "interviews stored", lambda e: e.made["interviews"]),
    Field("skipped", "whole", "here already", lambda e: e.skipped),
    Field("updated", "whole", "of the skipped, those completed now", lambda e: e.updated),
    Field("refused", "whole", "nothing could be taken", lambda e: e.refused),
    Field("interviews", "whole", "the same as stored", lambda e: e.made["interviews"]),
    Field("people", "whole", "new people", lambda e: e.made["people"]),
    Field("statements", "whole", "new statements", lambda e: e.made["statements"]),
    Field("hypotheses", "whole", "new hypotheses", lambda e: e.made["hypotheses"]),
    Field("jobs", "whole", "new jobs", lambda e: e.made["jobs"]),
    Field("dry_run", "flag", "nothing was stored, because of --dry-run", lambda e: e.dry_run),
    Field("moved", MOVE.many, "what the import moved", lambda e: e.moves),
    Field("doubles", _DOUBLE.many, "notes that are here already", lambda e: e.doubles),
    Field("passed_over", _PASSED_OVER.many, "files that are no notes", lambda e: e.passed_over),
    Field("problems", _PROBLEM.many, "what you should know about the files", lambda e: e.problems),
)

_SHEET = "file line kind message refused"
MOST = 15
"""How many problems a terminal is shown at the most."""

MOST_CODES = 5
"""How many interviews that are here already are named in the line that counts them."""


def import_page(outcome: Outcome) -> Page:
    """The page that `disco import` prints."""
    headline = (
        "would store " if outcome.dry_run else "stored ",
        Span(pluralize(outcome.made["interviews"], "interview"), Tone.STRONG),
        f" from {pluralize(outcome.files, 'file')}",
    )
    blocks = (Note(headline), Lines(tuple(_lines(outcome))), moves_lines(outcome.moves))
    return Page(
        "",
        (*blocks, *_problems(outcome.problems)),
        IMPORT.data(outcome),
        _PROBLEM.sheet(outcome.problems, _SHEET),
        tuple(_footnotes(outcome.problems)),
    )


def _lines(outcome: Outcome) -> Iterator[Inline]:
    made = [
        pluralize(outcome.made[key], *noun)
        for key, noun in (
            ("people", ("new person", "new people")),
            ("statements", ("statement",)),
            ("hypotheses", ("new hypothesis", "new hypotheses")),
            ("jobs", ("new job",)),
        )
        if outcome.made[key]
    ]
    if made:
        yield " · ".join(made)
    if outcome.skipped:
        codes = list(dict.fromkeys(f"I{number}" for _, number in outcome.doubles))
        named = ", ".join(codes[:MOST_CODES]) + (", …" if len(codes) > MOST_CODES else "")
        which = f" ({named}); to store them again: --again" if codes else ""
        updated = f", {outcome.updated} of them completed" if outcome.updated else ""
        yield f"{outcome.skipped} skipped: here already{updated}{which}"
    if outcome.refused:
        yield f"{outcome.refused} refused"
    if outcome.passed_over:
        names = sorted({each.path.rpartition("/")[2] for each in outcome.passed_over})
        shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
        yield f"{pluralize(len(outcome.passed_over), 'file')} passed over: {shown}"
    if outcome.unrelated:
        who = pluralize(outcome.unrelated, "interview")
        yield f"{who} with nobody known to be a prospect or a customer: --as settles it"


def _problems(problems: Sequence[Problem]) -> Iterator[Block]:
    from discoverycli.formats import ProblemKind

    every = ((kind, [each for each in problems if each.kind is kind]) for kind in ProblemKind)
    kinds = {kind: found for kind, found in every if found}
    # No two files may differ only in their folder.
    files = {each.file for each in problems}
    shorten = len({file.rpartition("/")[2] for file in files}) == len(files)
    room = MOST
    for index, (kind, found) in enumerate(kinds.items()):
        shown = found[: max(1, room // (len(kinds) - index))]
        room -= len(shown)
        lines: list[Inline] = [_line(each, shorten) for each in shown]
        if len(found) > len(shown):
            lines.append(Span(f"… and {len(found) - len(shown)} more", Tone.DIM))
        remedy = f": {kind.remedy}" if kind.remedy else ""
        title = ToType(f"{kind.heading} ({len(found)}){remedy}")
        yield Lines(tuple(lines), title, mark="!")


def _line(problem: Problem, shorten: bool) -> Inline:
    """Leaves out what its kind's title says already."""
    place = problem.file.rpartition("/")[2] if shorten else problem.file
    place = place if problem.line is None else f"{place}:{problem.line}"
    message = problem.message.partition("; ")[0] if problem.kind.remedy else problem.message
    return (Span(place, Tone.STRONG), f" {message}")


def _footnotes(problems: Sequence[Problem]) -> Iterator[str]:
    if any(not each.refused for each in problems):
        yield "Import the same files again with an option: what is here is only completed."
    if len(problems) > MOST:
        yield "All problems: the same command with --format csv or --json."
