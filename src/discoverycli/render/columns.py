"""Shares a line among the columns of a table: which keep their width, wrap, or are left out."""

from collections.abc import Sequence
from typing import NamedTuple

GAP = 2
_COMFORT = 20
"""Cells below which a wrapping column is tiresome to read."""
_TIGHT = 12
_LEAST = 8


class Need(NamedTuple):
    """What a column asks for: its widest content in cells, and how it may give way."""

    natural: int
    flex: bool = False
    drop: int = 0


def fit(needs: Sequence[Need], room: int) -> list[int] | None:
    """The width of each column in cells, 0 for one that has to go, within `room` cells.

    Columns that wrap give way first, down to a comfortable width; then the columns with the
    highest `drop` leave, the rightmost of equals first; then wrapping columns get tight; at
    last the others wrap too.

    Returns:
        One width a column with `GAP` cells between those kept, or `None` when even that is
        too wide and the rows are better written below one another.
    """
    wanted = [
        need.natural if need.flex else min(need.natural, max(_COMFORT, room // 3)) for need in needs
    ]
    kept = list(range(len(needs)))

    def floors(flex: int, fixed: int | None = None) -> dict[int, int]:
        least = {index: flex if needs[index].flex else fixed or wanted[index] for index in kept}
        return {index: min(wanted[index], floor) for index, floor in least.items()}

    while True:
        least = floors(_COMFORT)
        if _total(least) <= room:
            return _grown(least, wanted, room)
        leaving = [index for index in kept if needs[index].drop > 0]
        if not leaving or len(kept) == 1:
            break
        kept.remove(max(leaving, key=lambda index: (needs[index].drop, index)))
    for flex, fixed in ((_TIGHT, None), (_LEAST, _LEAST)):
        least = floors(flex, fixed)
        if _total(least) <= room:
            return _grown(least, wanted, room)
    return None


def _total(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GAP * (len(widths) - 1)


def _grown(least: dict[int, int], wanted: Sequence[int], room: int) -> list[int]:
    """Wants beyond a whole line do not count, so that no endless cell starves the others."""
    wants = {index: min(wanted[index], room) - width for index, width in least.items()}
    spare = min(room - _total(least), sum(wants.values()))
    asked = max(sum(wants.values()), 1)
    widths = {index: width + wants[index] * spare // asked for index, width in least.items()}
    return [widths.get(index, 0) for index in range(len(wanted))]
