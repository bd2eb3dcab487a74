"""Says what will be deleted when a person is forgotten, and what was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli.answers.changes import MOVE, moves_lines
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.pages.fields import Field, Shape
from discoverycli.render.blocks import Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from discoverycli.privacy.forget import Gone

_NAMED = 10
"""How many places a sentence names at the most."""

_COUNTED = {
    "statement": ("statement", "statements"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "hire": ("mark on jobs", "marks on jobs"),
    "followup": ("follow-up", "follow-ups"),
    "consent": ("agreement", "agreements"),
}
"""Table → its noun for one and for many."""

_UNREACHED = (
    "Not reached: exports, reports and copies made elsewhere, and what a disk keeps by itself.",
    "Not found: nicknames and misspellings; look with disco search.",
    "Nothing brings them back: disco undo does not, and a restored backup forgets them again.",
)


class Forgetting(NamedTuple):
    """What a forgetting did; `gone` is `None` when it was done before."""

    number: int
    on: date
    gone: Gone | None
    drafts: Sequence[Path] = ()
    held: Sequence[Path] = ()
    doubtful: Sequence[Path] = ()
    backups: Sequence[Path] = ()

    def count(self, noun: str) -> int:
        """How many of a kind went."""
        return self.gone.counts.get(noun, 0) if self.gone else 0

    @property
    def left(self) -> list[str]:
        """Where a word stays that may mean them."""
        return [*self.gone.left, *map(str, self.doubtful)] if self.gone else []


FORGOTTEN: Shape[tuple[Forgetting, bool]] = Shape(
    "forgotten",
    "What forgetting a person did. Done again, it names what was still left.",
    Field("person", "P", "who", lambda e: e[0].number),
    Field("forgotten_on", "day", "when", lambda e: e[0].on),
    Field("finished", "flag", "whether nothing of them is left in any file; if not, the exit code "
          "is 4", lambda e: e[1]),
    Field("interviews", "I[]", "those they were alone in: no word of them is left",
          lambda e: e[0].gone.interviews if e[0].gone else ()),
    Field("shared", "I[]", "those with others, of which their lines went; somebody should look "
          "again", lambda e: e[0].gone.shared if e[0].gone else ()),
    Field("statements", "whole", "how many went", lambda e: e[0].count("statement")),
    Field("evidence", "whole", "how many pieces of evidence went",
          lambda e: e[0].count("evidence")),
    Field("hires", "whole", "how many marks on jobs went", lambda e: e[0].count("hire")),
    Field("followups", "whole", "how many follow-ups went", lambda e: e[0].count("followup")),
    Field("consents", "whole", "how many agreements went", lambda e: e[0].count("consent")),
    Field("mentions", "whole", "texts about others that named them",
          lambda e: e[0].gone.mentions if e[0].gone else 0),
    Field("organisation", "flag", "whether the name of their organisation went, to which nobody "
          "else belongs", lambda e: bool(e[0].gone and e[0].gone.organisation)),
    Field("namesakes", "P[]", "others of the same name, who stay",
          lambda e: e[0].gone.namesakes if e[0].gone else ()),
    Field("backups", "text[]", "the backups that they were taken out of",
          lambda e: map(str, e[0].backups)),
    Field("drafts", "whole", "texts not in the journal yet that went",
          lambda e: len(e[0].drafts)),
    Field("open_drafts", "whole", "such texts that another program was writing, which stayed",
          lambda e: len(e[0].held)),
    Field("left", "text[]", "where a word stays that may mean them: codes, changes, files of "
          "drafts", lambda e: e[0].left),
    Field("moved", MOVE.many, "what that moved", lambda e: e[0].gone.moves if e[0].gone else ()),
)  # fmt: skip


def before_forgetting(
    gone: Gone, name: str, drafts: Sequence[Path], copies: Sequence[Path]
) -> list[str]:
    """What would be deleted and what stays, shown before the question."""
    who = f"P{gone.number} {name}".rstrip()
    lines = [f"forgetting {who} cannot be undone. What goes:"]
    lines += [f"  {each}" for each in _gone(gone)]
    if copies:
        lines.append(f"  their part of {pluralize(len(copies), 'backup')}: {_files(copies)}")
    lines += [f"  a text that is not in the journal yet: {path}" for path in drafts]
    stays = [*gone.interviews, *gone.shared]
    lines.append(f"  what stays: somebody without a name in {pluralize(len(stays), 'interview')}")
    lines += [f"  P{number} has the same name, and stays" for number in gone.namesakes]
    if gone.left:
        lines.append(f"  what may stay, a common word or a name of others: {_some(gone.left)}")
    return lines


def _gone(gone: Gone) -> list[str]:
    lines = ["their name, role and segment"]
    if gone.organisation:
        lines.append("their organisation, to which nobody else belongs")
    if gone.interviews:
        lines.append(f"every word of {_codes(gone.interviews)}")
    if gone.shared:
        lines.append(f"their lines in {_codes(gone.shared)}, where others were too")
    made = [
        pluralize(count, one, many)
        for noun, (one, many) in _COUNTED.items()
        if (count := gone.counts.get(noun, 0))
    ]
    lines += [join_words(made)] if made else []
    if gone.mentions:
        lines.append(f"their name in {pluralize(gone.mentions, 'text')} about others")
    return lines


def _some(places: Sequence[str]) -> str:
    more = len(places) - _NAMED
    return ", ".join(places[:_NAMED]) + (f" and {more} more (--json: all)" if more > 0 else "")


def _codes(numbers: Iterable[int]) -> str:
    return join_words(f"I{number}" for number in numbers)


def _files(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)


def forgotten_page(done: Forgetting, *, finished: bool) -> Page:
    """What went, what that moved, and where a human has to look; not `finished`: files are left."""
    gone = done.gone
    person = Span(f"P{done.number}", Tone.CODE)
    state: Inline = (person, f" was forgotten on {done.on}, and nothing is left to do")
    if not finished:
        state = (person, " is forgotten in the journal, but not yet in every file")
    elif gone is not None or done.backups:
        state = (person, " is forgotten")
    went = [f"gone: {each}" for each in _gone(gone)] if gone else []
    went += [f"taken out of {path.name}" for path in done.backups]
    went += [f"removed: {path}" for path in done.drafts]
    moves = gone.moves if gone else []
    return Page(
        "",
        (
            Note(state),
            Lines(tuple(went)),
            moves_lines(moves),
            Lines(tuple(_look_again(done)), "Look again", mark="!"),
        ),
        FORGOTTEN.data((done, finished)),
        footnotes=_UNREACHED if gone else (),
    )


def _look_again(done: Forgetting) -> list[Inline]:
    gone = done.gone
    lines: list[Inline] = [f"{path} is open in another program" for path in done.held]
    if gone is None:
        return lines
    lines += [
        (Span(f"I{number}", Tone.CODE), ToType(f" was with others too: disco edit I{number}"))
        for number in gone.shared
    ]
    if done.left:
        said = "a common word or a name of others stays, and may mean them"
        lines.append(f"{said}: {_some(done.left)}")
    return lines
