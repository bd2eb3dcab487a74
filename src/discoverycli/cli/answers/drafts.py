"""Shows drafts: words that were typed and are not in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from discoverycli import clock
from discoverycli.cli.typed import as_typed
from discoverycli.context import context
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, table
from discoverycli.render.blocks import Facts, Lines, Note, Page, Prose, Span, Tone
from discoverycli.store.drafts import Waiting, body_in

_NARROW = 20
"""As much of a name as a narrow screen shows on one line; the beginning of a name is one."""


class FoundDraft(NamedTuple):
    """A draft and what it holds. `held`: another program is writing it."""

    left: Waiting
    text: str
    made_at: str
    held: bool

    @property
    def words(self) -> int:
        """How many words it holds, below its head."""
        return len(body_in(self.text).split())


_DRAFT: Shape[FoundDraft] = Shape(
    "draft",
    "What was typed and is not in the journal.",
    Field("path", "text", "the file that holds it", lambda e: str(e.left.path)),
    Field("of", "text", "log, config, or the interview that was edited, such as I12",
          lambda e: e.left.of),
    Field("made_at", "time", "when it was last written"),
    Field("words", "whole", "how many it holds, below its head where it has one"),
    Field("begins", "text", "the first of them", lambda e: clip(body_in(e.text))),
    Field("held", "flag", "whether another program is writing it"),
)  # fmt: skip
_PAGE: Shape[FoundDraft] = Shape(
    "draft page",
    "A draft, word for word.",
    KeysOf(_DRAFT, lambda e: e),
    Field("text", "text", "all of it"),
)
_DROPPED: Shape[Sequence[Waiting]] = Shape(
    "drafts dropped",
    "Drafts that were dropped.",
    Field("dropped", "text[]", "where each lies for 30 days", lambda e: [str(x.path) for x in e]),
)
_COLUMNS: tuple[Shown[FoundDraft], ...] = (
    Shown("draft", lambda e: Span(e.left.path.name.removesuffix(".md")[:_NARROW], Tone.CODE)),
    Shown("of", lambda e: "being written" if e.held else e.left.of, drop=2),
    Shown("written", lambda e: clock.local(e.made_at).date(), drop=3),
    Shown("words", lambda e: e.words, align="right", drop=1),
    Shown("begins", lambda e: clip(body_in(e.text)), flex=True, lines=1),
)


def drafts_page(found: Sequence[FoundDraft]) -> Page:
    """The drafts, the last first."""
    hint = "Go on with the last call: disco log --resume. Read one: disco drafts show NAME"
    return Page(
        pluralize(len(found), "draft") if found else "No drafts",
        (table(_COLUMNS, found, empty="Everything that was typed is in the journal."),),
        _DRAFT.rows(found),
        lambda: _DRAFT.sheet(found),
        footnotes=(as_typed(hint, context().journal_option),) if found else (),
    )


def draft_page(found: FoundDraft) -> Page:
    """One draft, word for word, and how to go on with it."""
    facts = (
        ("draft", Span(str(found.left.path), Tone.CODE)),
        ("of", found.left.of),
        ("last written", f"{clock.local(found.made_at):%Y-%m-%d %H:%M}"),
        ("go on with", way_on(found.left)),
    )
    return Page("", (Facts(facts), Prose(found.text)), _PAGE.data(found))


def dropped_page(aside: Sequence[Waiting]) -> Page:
    """What was dropped, and how to get each draft back."""
    ways = tuple(f"to take it back: {way_on(left)}" for left in aside)
    said = Note(f"Dropped {pluralize(len(aside), 'draft')}.")
    return Page("", (said, Lines(ways)), _DROPPED.data(aside))


def way_on(left: Waiting) -> str:
    """What to type to go on with a draft, however `disco` was started."""
    return as_typed(left.way_on, context().journal_option)
