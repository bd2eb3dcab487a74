"""Lists what the checks of the journal found, and what to type to fix it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, Shape, Shown, present, table
from discoverycli.render.blocks import Inline, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from pathlib import Path

    from discoverycli.safety.checks.check import Finding


_TONES = {"ok": Tone.GOOD, "notice": Tone.WARN, "fault": Tone.BAD}
_ORDER = ("fault", "notice", "ok")
_PROGRAMS = "programs"


class _Told(NamedTuple):
    """`fixed`: it was mended, so the check no longer reports it."""

    finding: Finding
    fixed: bool

    @property
    def state(self) -> str:
        return "ok" if self.fixed else self.finding.state.value

    @property
    def hint(self) -> str:
        return "" if self.fixed else self.finding.hint


_FINDING: Shape[_Told] = Shape(
    "checkup finding",
    "What one check of the journal found.",
    Field("check", "text", "the check, such as search or rights", lambda f: f.finding.check),
    Field("state", "text", "ok, notice or fault"),
    Field("said", "text", "what it found", lambda f: f.finding.said),
    Field("try", "text?", "what to type", lambda f: f.hint or None),
    Field("fixed", "flag", "whether it was found and mended by this command"),
)
_COLUMNS: tuple[Shown[_Told], ...] = (
    Shown("state", lambda f: Span("mended" if f.fixed else f.state, _TONES[f.state])),
    Shown("check", lambda f: f.finding.check, drop=1),
    Shown("what", lambda f: f.finding.said, flex=True),
    Shown("try", lambda f: Span(ToType(f.hint), Tone.CODE), flex=True),
)


def doctor_page(found: Sequence[Finding], mended: Sequence[Finding], journal: Path) -> Page:
    """What every check said, as a page.

    Args:
        found: what the checks say now.
        mended: what they said before, and do not say any more, because it was mended.
        journal: where the journal is.
    """
    told = [*(_Told(each, True) for each in mended), *(_Told(each, False) for each in found)]
    shown = sorted(
        (each for each in told if each.fixed or each.state != "ok"),
        key=lambda each: _ORDER.index(each.state),
    )
    troubled = {each.finding.check for each in shown if not each.fixed}
    fine = dict.fromkeys(each.check for each in found if each.check not in troubled)
    in_order = (Span("in order: ", Tone.DIM), ", ".join(fine))
    return Page(
        title=_title(found, mended),
        blocks=present(table(_COLUMNS, shown) if shown else None, Note(in_order) if fine else None),
        data=_FINDING.rows(told),
        table=lambda: _FINDING.sheet(told),
        footnotes=(str(journal), *(each.said for each in found if each.check == _PROGRAMS)),
    )


def _title(found: Sequence[Finding], mended: Sequence[Finding]) -> Inline:
    states = [each.state.value for each in found]
    faults, notices = states.count("fault"), states.count("notice")
    told = present(
        pluralize(faults, "fault") if faults else None,
        pluralize(notices, "notice") if notices else None,
        f"{len(mended)} mended" if mended else None,
    )
    state = Span("Not well", Tone.BAD) if faults else Span("Well", Tone.GOOD)
    return (state, f": {', '.join(told)}") if told else state
