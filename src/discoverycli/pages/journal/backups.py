"""Lists backups with their state, and says what a restore would change and has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, facts, table
from discoverycli.pages.phrases import and_more
from discoverycli.render.blocks import Page, Span, Tone, ToType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from discoverycli.safety.backups import Backup, Counts
    from discoverycli.safety.restore import Restored, Source
    from discoverycli.safety.restore_diff import Losses


_TONES = {"as made": Tone.GOOD, "damaged": Tone.BAD, "no checksum": Tone.WARN}
_SHOWN = 6
"""How many codes of a kind a sentence names."""
_BACKUP: Shape[Backup] = Shape(
    "backup",
    "A backup of the journal.",
    Field("name", "text", "its file", lambda b: b.path.name),
    Field("path", "text", "the file with its folders", lambda b: str(b.path)),
    Field("made_at", "time?", "when it was made, as its name says; null where another name does "
          "not", lambda b: _iso(b.made_at)),
    Field("why", "text?", "before-upgrade or before-restore; null where somebody asked for it",
          lambda b: b.why.value or None),
    Field("bytes", "whole", "its size", lambda b: b.size),
    Field("schema", "whole?", "the version of the tables in it; null where it cannot be read"),
    Field("interviews", "whole?", "how many are in it; null where it cannot be read",
          lambda b: b.counts and b.counts.interviews),
    Field("people", "whole?", "the same of people", lambda b: b.counts and b.counts.people),
    Field("hypotheses", "whole?", "the same of hypotheses",
          lambda b: b.counts and b.counts.hypotheses),
    Field("jobs", "whole?", "the same of jobs", lambda b: b.counts and b.counts.jobs),
    Field("state", "text", "as made, damaged, or no checksum"),
)  # fmt: skip
_MADE: Shape[tuple[Backup, Sequence[Path]]] = Shape(
    "backup made",
    "A backup that was made just now.",
    KeysOf(_BACKUP, lambda m: m[0]),
    Field("gone", "text[]", "the backups that went to make room",
          lambda m: [path.name for path in m[1]]),
)  # fmt: skip
_RESTORE: Shape[_Restore] = Shape(
    "restore",
    "What a restore did.",
    Field("restored", "text", "the backup", lambda r: str(r.source.path)),
    Field("made_at", "time?", "when that was made, as its name says",
          lambda r: _iso(r.source.made_at)),
    Field("signed", "flag", "whether a checksum said that it is whole", lambda r: r.source.signed),
    Field("journal", "text", "where it is now", lambda r: str(r.journal)),
    Field("interviews", "whole", "how many the journal holds now",
          lambda r: r.restored.counts.interviews),
    Field("people", "whole", "the same of people", lambda r: r.restored.counts.people),
    Field("hypotheses", "whole", "the same of hypotheses", lambda r: r.restored.counts.hypotheses),
    Field("jobs", "whole", "the same of jobs", lambda r: r.restored.counts.jobs),
    Field("gone", "code[]", "what was in the journal and is not in it any more",
          lambda r: _codes(r.lost and r.lost.gone)),
    Field("changed", "code[]", "what is as it was when the backup was made",
          lambda r: _codes(r.lost and r.lost.changed)),
    Field("back", "code[]", "what is in the journal again",
          lambda r: _codes(r.lost and r.lost.back)),
    Field("before", "text?", "the backup of the journal as it was",
          lambda r: r.restored.before and r.restored.before.path.name),
    Field("aside", "text?", "where the file was put that was no journal, or a damaged one",
          lambda r: r.restored.aside and str(r.restored.aside)),
)  # fmt: skip
_COLUMNS: tuple[Shown[Backup], ...] = (
    Shown("name", lambda b: b.path.stem, flex=True),
    Shown("made", lambda b: when(b.made_at) if b.made_at else None, drop=3),
    Shown("size", lambda b: big(b.size), align="right", drop=2),
    Shown("interviews", lambda b: b.counts and b.counts.interviews, align="right", drop=1),
    Shown("state", lambda b: Span(b.state.value, _TONES[b.state.value])),
)


class _Restore(NamedTuple):
    source: Source
    lost: Losses | None
    restored: Restored
    journal: Path


def backups_page(found: Sequence[Backup]) -> Page:
    """The backups, and how to go back to one."""
    size = big(sum(each.size for each in found))
    usable = [each for each in found if each.state != "damaged" and each.counts]
    hint = f"Put one in the journal's place: disco restore {usable[0].path.stem}" if usable else ""
    return Page(
        f"{pluralize(len(found), 'backup')}, {size}" if found else "No backups",
        (table(_COLUMNS, found, empty="make one: disco backup"),),
        _BACKUP.rows(found),
        lambda: _BACKUP.sheet(found),
        footnotes=(hint,) if hint else (),
    )


def made(backup: Backup, gone: Sequence[Path]) -> Page:
    """What a new backup is, and what it took the place of."""
    assert backup.counts is not None
    told = facts(
        ("backup", Span(backup.path.name, Tone.STRONG)),
        ("in", str(backup.path.parent)),
        ("size", big(backup.size)),
        ("holds", holds(backup.counts)),
        ("made room", ", ".join(each.stem for each in gone)),
    )
    return Page("", (told,), _MADE.data((backup, gone)))


def before(source: Source, lost: Losses | None, *, there: bool) -> list[str]:
    """What to know before a restore, line by line.

    Args:
        source: what is to be restored.
        lost: what that changes; `None` where it cannot be told.
        there: whether there is a journal now.
    """
    made_at = f", made {when(source.made_at)}" if source.made_at else ""
    lines = [f"{source.path.name}{made_at}: {holds(source.counts)}"]
    if not source.signed:
        lines.append("it has no checksum, so only its structure could be checked")
    if not there:
        return [*lines, "there is no journal yet, so nothing is lost"]
    if lost is None:
        return [*lines, "the journal as it is cannot be read; its file will be kept beside it"]
    gone, changed, back = map(_named, lost)
    lines.append(f"will be gone: {f'{gone}, and ' if gone else ''}whatever was changed since")
    lines += [f"will be as before: {changed}"] if changed else []
    return lines + ([f"will be back: {back}"] if back else [])


def after(source: Source, lost: Losses | None, restored: Restored, journal: Path) -> Page:
    """What the journal holds after a restore, and the way back."""
    kept, aside = restored.before, restored.aside
    told = facts(
        ("restored", Span(source.path.name, Tone.STRONG)),
        ("to", str(journal)),
        ("holds", holds(restored.counts)),
        ("to go back", ToType(f"disco restore {kept.path.stem}") if kept else None),
        ("kept aside", str(aside) if aside else None),
    )
    return Page("", (told,), _RESTORE.data(_Restore(source, lost, restored, journal)))


def _codes(lost: Mapping[str, Sequence[str]] | None) -> list[str]:
    return [code for some in (lost or {}).values() for code in some]


def holds(counts: Counts) -> str:
    """How much is in a journal: `3 interviews, 2 people, 1 hypothesis, 0 jobs`."""
    return ", ".join(
        pluralize(number, _ONE[nouns], nouns) for nouns, number in counts._asdict().items()
    )


def when(moment: datetime) -> str:
    """A moment as the time of this place."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def big(size: int) -> str:
    """A size in bytes, as people say it: `120 KB`, `1.2 MB`."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"


_ONE = {"interviews": "interview", "people": "person", "hypotheses": "hypothesis", "jobs": "job"}


def _named(codes: dict[str, list[str]]) -> str:
    """`3 interviews (I20, I21, I22), 1 hypothesis (H4)`."""
    said = []
    for nouns, some in codes.items():
        more = and_more(len(some) - _SHOWN)
        number = pluralize(len(some), _ONE[nouns], nouns)
        said += [f"{number} ({', '.join(some[:_SHOWN])}{more})"] if some else []
    return ", ".join(said)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
