"""Owns the page of a checkup. Answers: is the journal well, and if not, what is to be typed?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import pluralize
from discoverycli.pages.json_values import sheet
from discoverycli.render.blocks import (
    Cell,
    Column,
    Inline,
    JsonValue,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from pathlib import Path

    from discoverycli.safety.checks.check import Finding


_KEYS = ("check", "state", "said", "try", "fixed")
_COLUMNS = (
    Column("state"),
    Column("check", drop=1),
    Column("what", flex=True),
    Column("try", flex=True),
)
_TONES = {"ok": Tone.GOOD, "notice": Tone.WARN, "fault": Tone.BAD}
_ORDER = ("fault", "notice", "ok")
_PROGRAMS = "programs"


def doctor_page(found: Sequence[Finding], mended: Sequence[Finding], journal: Path) -> Page:
    """What every check said, as a page.

    Args:
        found: what the checks say now.
        mended: what they said before, and do not say any more, because it was mended.
        journal: where the journal is.
    """
    rows = [
        *(_row(each, fixed=True) for each in mended),
        *(_row(each, fixed=False) for each in found),
    ]
    shown = sorted(
        (row for row in rows if _is_shown(row)), key=lambda row: _ORDER.index(_state(row))
    )
    blocks: list[Table | Note] = []
    if shown:
        blocks.append(Table(_COLUMNS, tuple(map(_cells, shown))))
    troubled = {str(row["check"]) for row in shown if not row["fixed"]}
    fine = dict.fromkeys(each.check for each in found if each.check not in troubled)
    if fine:
        blocks.append(Note((Span("in order: ", Tone.DIM), ", ".join(fine))))
    return Page(
        title=_title(found, mended),
        blocks=tuple(blocks),
        data=list(rows),
        table=sheet(_KEYS, rows),
        footnotes=(str(journal), *(each.said for each in found if each.check == _PROGRAMS)),
    )


def _row(finding: Finding, *, fixed: bool) -> dict[str, JsonValue]:
    """A finding, for programs; `docs/json.md` lists the keys."""
    return {
        "check": finding.check,
        "state": "ok" if fixed else finding.state.value,
        "said": finding.said,
        "try": None if fixed else finding.hint or None,
        "fixed": fixed,
    }


def _state(row: dict[str, JsonValue]) -> str:
    return str(row["state"])


def _is_shown(row: dict[str, JsonValue]) -> bool:
    return bool(row["fixed"]) or _state(row) != "ok"


def _cells(row: dict[str, JsonValue]) -> tuple[Cell, ...]:
    word = "mended" if row["fixed"] else _state(row)
    hint: Inline = Span(ToType(row["try"] or ""), Tone.CODE)
    return (Span(word, _TONES[_state(row)]), str(row["check"]), str(row["said"]), hint)


def _title(found: Sequence[Finding], mended: Sequence[Finding]) -> Inline:
    states = [each.state.value for each in found]
    faults, notices = states.count("fault"), states.count("notice")
    told = [
        pluralize(count, word) for count, word in ((faults, "fault"), (notices, "notice")) if count
    ]
    if mended:
        told.append(f"{len(mended)} mended")
    state = Span("Not well", Tone.BAD) if faults else Span("Well", Tone.GOOD)
    return (state, f": {', '.join(told)}") if told else state
