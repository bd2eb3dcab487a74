"""Says whether a journal was made, and what to type next."""

from __future__ import annotations

from pathlib import Path

from discoverycli.pages.fields import Field, Shape
from discoverycli.render.blocks import Lines, Note, Page, Span, Tone, ToType

_CREATED: Shape[tuple[Path, bool]] = Shape(
    "init",
    "A journal, new or there already.",
    Field("journal", "text", "its file", lambda e: str(e[0])),
    Field("created", "flag", "whether it was made now", lambda e: e[1]),
)
_NEXT = (
    "disco hypotheses add 'an opinion that could turn out wrong'",
    "disco log 'PERSON @ ORGANISATION' 'what they said'",
    "disco import NOTES --as prospect",
)


def created_page(journal: Path, created: bool) -> Page:
    """The page that `disco init` prints."""
    data = _CREATED.data((journal, created))
    if not created:
        return Page("", (Note(f"there is a journal already: {journal}"),), data)
    said = (Span("new journal", Tone.STRONG), f": {journal}")
    return Page("", (Note(said), Lines(tuple(map(ToType, _NEXT)), "Next", mark="$")), data)
