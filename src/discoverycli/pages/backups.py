"""Shows backups as a page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import pluralize
from discoverycli.pages.json_values import sheet
from discoverycli.render.blocks import (
    Cell,
    Column,
    Facts,
    Inline,
    JsonValue,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discoverycli.safety.backups import Backup, Counts
    from discoverycli.safety.restore import Restored, Source
    from discoverycli.safety.restore_diff import Losses


_KEYS = (
    *("name", "path", "made_at", "why", "bytes", "schema"),
    *("interviews", "people", "hypotheses", "jobs", "state"),
)
_COLUMNS = (
    Column("name", flex=True),
    Column("made", drop=3),
    Column("size", align="right", drop=2),
    Column("interviews", align="right", drop=1),
    Column("state"),
)
_TONES = {"as made": Tone.GOOD, "damaged": Tone.BAD, "no checksum": Tone.WARN}
_SHOWN = 6
"""How many codes of a kind a sentence names."""


def backups_page(found: Sequence[Backup]) -> Page:
    """The backups, and how to go back to one."""
    rows = [data(each) for each in found]
    size = big(sum(each.size for each in found))
    usable = [each for each in found if each.state != "damaged" and each.counts]
    hint = f"Put one in the journal's place: disco restore {usable[0].path.stem}" if usable else ""
    return Page(
        f"{pluralize(len(found), 'backup')}, {size}" if found else "No backups",
        (Table(_COLUMNS, tuple(map(_row, found)), empty="make one: disco backup"),),
        list(rows),
        sheet(_KEYS, rows),
        footnotes=(hint,) if hint else (),
    )


def data(backup: Backup) -> dict[str, JsonValue]:
    """A backup for programs; `docs/json.md` lists the keys."""
    return {
        "name": backup.path.name,
        "path": str(backup.path),
        "made_at": _iso(backup.made_at),
        "why": backup.why.value or None,
        "bytes": backup.size,
        "schema": backup.schema,
        **_numbers(backup.counts),
        "state": backup.state.value,
    }


def made(backup: Backup, gone: Sequence[Path]) -> Page:
    """What a new backup is, and what it took the place of."""
    assert backup.counts is not None
    facts: list[tuple[str, Inline]] = [
        ("backup", Span(backup.path.name, Tone.STRONG)),
        ("in", str(backup.path.parent)),
        ("size", big(backup.size)),
        ("holds", holds(backup.counts)),
    ]
    if gone:
        facts.append(("made room", ", ".join(each.stem for each in gone)))
    return Page("", (Facts(tuple(facts)),), {**data(backup), "gone": [each.name for each in gone]})


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
        lines.append("the journal as it is cannot be read; its file will be kept beside it")
        return lines
    gone = _named(lost.gone)
    lines.append(f"will be gone: {f'{gone}, and ' if gone else ''}whatever was changed since")
    if changed := _named(lost.changed):
        lines.append(f"will be as before: {changed}")
    if back := _named(lost.back):
        lines.append(f"will be back: {back}")
    return lines


def after(source: Source, lost: Losses | None, restored: Restored, journal: Path) -> Page:
    """What the journal holds after a restore, and the way back."""
    kept, aside = restored.before, restored.aside
    facts: list[tuple[str, Inline]] = [
        ("restored", Span(source.path.name, Tone.STRONG)),
        ("to", str(journal)),
        ("holds", holds(restored.counts)),
    ]
    if kept is not None:
        facts.append(("to go back", ToType(f"disco restore {kept.path.stem}")))
    if aside is not None:
        facts.append(("kept aside", str(aside)))
    codes = dict(zip(("gone", "changed", "back"), lost or ({}, {}, {}), strict=True))
    return Page(
        "",
        (Facts(tuple(facts)),),
        {
            "restored": str(source.path),
            "made_at": _iso(source.made_at),
            "signed": source.signed,
            "journal": str(journal),
            **_numbers(restored.counts),
            **{
                key: [code for some in each.values() for code in some]
                for key, each in codes.items()
            },
            "before": kept.path.name if kept else None,
            "aside": str(aside) if aside else None,
        },
    )


def holds(counts: Counts) -> str:
    """How much is in a journal: `3 interviews, 2 people, 1 hypothesis, 0 jobs`."""
    return ", ".join(_counted(noun, number) for noun, number in _numbers(counts).items())


def when(moment: datetime) -> str:
    """A moment as the time of this place."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def big(size: int) -> str:
    """A size in bytes, as people say it: `120 KB`, `1.2 MB`."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"


_ONE = {"interviews": "interview", "people": "person", "hypotheses": "hypothesis", "jobs": "job"}


def _counted(nouns: str, number: JsonValue) -> str:
    assert isinstance(number, int)
    return pluralize(number, _ONE[nouns], nouns)


def _numbers(counts: Counts | None) -> dict[str, JsonValue]:
    return dict.fromkeys(_ONE) if counts is None else {**counts._asdict()}


def _named(codes: dict[str, list[str]]) -> str:
    """`3 interviews (I20, I21, I22), 1 hypothesis (H4)`; nothing when there is nothing."""
    said = []
    for nouns, some in codes.items():
        if some:
            more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
            said.append(f"{_counted(nouns, len(some))} ({', '.join(some[:_SHOWN])}{more})")
    return ", ".join(said)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _row(backup: Backup) -> tuple[Cell, ...]:
    return (
        backup.path.stem,
        when(backup.made_at) if backup.made_at else None,
        big(backup.size),
        backup.counts.interviews if backup.counts else None,
        Span(backup.state.value, _TONES[backup.state.value]),
    )
