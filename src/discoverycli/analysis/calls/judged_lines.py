"""Says for each piece of evidence whether it counts today, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.votes import Reason, not_counted

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import EvidenceLine


class Judged(NamedTuple):
    """A piece of evidence and why it does not count today; `None`: it counts."""

    line: EvidenceLine
    reason: Reason | None


def judge(lines: Iterable[EvidenceLine], today: date) -> tuple[Judged, ...]:
    """Which pieces of evidence count on `today`, each by the rule of its hypothesis."""
    return tuple(Judged(line, not_counted(line.fact, line.rule, today=today)) for line in lines)
