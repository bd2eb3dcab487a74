"""Answers: who said what about which opinion, and who was never asked?

Programs and spreadsheets get the whole matrix. A screen gets pages of as many hypotheses as fit
beside the names, and only the evidence on these is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.domain.matrix import By, Votes, added_up, segment_key, votes, votes_by_segment
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.votes import Voice, Vote
from discoverycli.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.evidence import EvidenceTrace
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.store.reader import Reader


NO_SEGMENT = "segment not known"
_NAMES = 20
"""Cells in which names read with ease."""
_GAP = 2


class MatrixWanted(NamedTuple):
    """What of the matrix to show.

    Args:
        numbers: of the hypotheses, in this order; none: all, the riskiest first.
        by: whose votes.
        page: which page, from 1; `None`: the whole matrix.
        width: cells of the screen.
        signs: whether votes are shown as signs, else as words.
    """

    numbers: tuple[int, ...] = ()
    by: By = By.ORGANISATIONS
    page: int | None = 1
    width: int = 80
    signs: bool = True


class MatrixPart(NamedTuple):
    """The hypotheses to show, which page they are of how many, and of how many hypotheses."""

    standings: tuple[Standing, ...]
    page: int
    pages: int
    of: int


class MatrixRow(NamedTuple):
    """Whose votes these are, by what programs know them and what they are called.

    `votes` has the number of each hypothesis that was asked about, and the vote; of a segment,
    the votes of its voices.
    """

    key: str | None
    name: str
    votes: Mapping[int, Vote | Votes]


class Matrix(NamedTuple):
    """Who said what.

    Args:
        shown: the hypotheses.
        totals: the votes of all voices or people on each of them.
        rows: everybody asked about any of them, those asked about the most first.
        known: voices, or people, with evidence that counts today on any hypothesis at all.
        wanted: what was asked for.
        most: how many rows a screen has room for.
    """

    shown: MatrixPart
    totals: Mapping[int, Votes]
    rows: tuple[MatrixRow, ...]
    known: int
    wanted: MatrixWanted
    most: int | None

    @property
    def hypotheses(self) -> list[tuple[Standing, Votes]]:
        """The hypotheses that are shown, with their votes."""
        return [(each, self.totals[each.hypothesis.number]) for each in self.shown.standings]


def _part(standings: Sequence[Standing], wanted: MatrixWanted) -> MatrixPart:
    """The hypotheses that are wanted, of these the ones on the page."""
    chosen = hypotheses.riskiest(standings)
    if wanted.numbers:
        by_number = {each.hypothesis.number: each for each in standings}
        missing = [number for number in wanted.numbers if number not in by_number]
        if missing:
            raise NotFoundError(f"there is no H{missing[0]}", "disco hypotheses --all")
        chosen = [by_number[number] for number in dict.fromkeys(wanted.numbers)]
    if wanted.page is None:
        return MatrixPart(tuple(chosen), 1, 1, len(chosen))
    size = _columns(chosen, wanted)
    pages = max(1, -(-len(chosen) // size))
    if not 1 <= wanted.page <= pages:
        raise InputError(f"there is no page {wanted.page}", f"--page from 1 to {pages}")
    first = (wanted.page - 1) * size
    return MatrixPart(tuple(chosen[first : first + size]), wanted.page, pages, len(chosen))


def matrix_report(reader: Reader, asked: Scope, wanted: MatrixWanted | None = None) -> Matrix:
    """The hypotheses to show, read with the evidence on them that is not too old.

    Raises:
        NotFoundError: a hypothesis that there is none of.
        InputError: a page that there is none of.
    """
    from discoverycli.store.read import evidence, evidence_sql

    today, wanted = asked.today, wanted or MatrixWanted()
    shown, by = _part(hypotheses.standings(reader, today), wanted), wanted.by
    rules = evidence_sql.rules(reader)
    numbers = [each.hypothesis.number for each in shown.standings]
    longest = max((rules[number].fresh_days for number in numbers), default=1)
    since = evidence_sql.oldest(today, longest)
    if wanted.page is None and not wanted.numbers:
        found = evidence.recent(reader, numbers, since)
    else:
        found = evidence.traces(reader, numbers, since=since)
    cells: dict[Voice | str | None, dict[int, Vote | Votes]] = {}
    totals: dict[int, Votes] = {}
    for number, traces in found.items():
        rule = rules[number]
        cast = votes([trace.fact for trace in traces], rule, today=today, by=by)
        totals[number] = added_up(cast.values())
        rows: Mapping[Voice, Vote] | Mapping[str | None, Votes] = cast
        if by is By.SEGMENTS:
            pairs = ((trace.fact, trace.segment) for trace in traces)
            rows = votes_by_segment(pairs, rule, today=today)
        for whose, each in rows.items():
            cells.setdefault(whose, {})[number] = each
    spelled = _spelled(found) if by is By.SEGMENTS else {}
    voices = {whose for whose in cells if isinstance(whose, Voice)}
    names = evidence.voice_names(reader, voices)
    named = [MatrixRow(*_named(whose, names, spelled), by_code) for whose, by_code in cells.items()]
    known = evidence.known_voices(reader, today, people=by is By.PEOPLE)
    ordered = tuple(sorted(named, key=_most_asked))
    return Matrix(shown, totals, ordered, known, wanted, asked.most)


def _spelled(traces: Mapping[int, Sequence[EvidenceTrace]]) -> dict[str, str]:
    """One spelling of each segment, the same for any order of the evidence."""
    found: dict[str, str] = {}
    for segment in {trace.segment for some in traces.values() for trace in some}:
        key = segment_key(segment)
        if segment and key:
            found[key] = min(found.get(key, segment), segment)
    return found


def _named(
    whose: Voice | str | None, names: Mapping[Voice, str], spelled: Mapping[str, str]
) -> tuple[str | None, str]:
    """The key that programs know someone by, and what they are called."""
    if whose is None:
        return None, NO_SEGMENT
    if isinstance(whose, str):
        return spelled[whose], spelled[whose]
    return f"P{whose.person}" if whose.person is not None else names[whose], names[whose]


def _most_asked(row: MatrixRow) -> tuple[int, bool, str, str]:
    return (-len(row.votes), row.key is None, name_key(row.name), row.key or "")


def _columns(standings: Sequence[Standing], wanted: MatrixWanted) -> int:
    widest = max((len(f"H{each.hypothesis.number}") for each in standings), default=1)
    if wanted.by is By.SEGMENTS:
        most = max((each.verdict.asked for each in standings), default=0)
        widest = max(widest, len(f"{most}–{most} of {most}"))
    return max(1, (wanted.width - _NAMES) // (widest + _GAP))
