"""Answers: who said what about which opinion, and who was never asked?

Programs and spreadsheets get the whole matrix. A screen gets pages of as many hypotheses as fit
beside the names, and only the evidence on these is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.domain.matrix import By, Votes, added_up, segment_key, votes, votes_by_segment
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.votes import EvidenceFact, Voice, Vote, voice_of
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


class MatrixFacts(NamedTuple):
    """What is read.

    Args:
        shown: the hypotheses.
        traces: the evidence on each of them that is not too old.
        rules: their rules.
        names: what the organisations and people of the evidence are called.
        known: voices, or people, with evidence that counts today on any hypothesis at all.
    """

    shown: MatrixPart
    traces: Mapping[int, Sequence[EvidenceTrace]]
    rules: Mapping[int, Rule]
    names: Mapping[Voice, str]
    known: int


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
        known: as in `MatrixFacts`.
    """

    shown: MatrixPart
    totals: Mapping[int, Votes]
    rows: tuple[MatrixRow, ...]
    known: int


def matrix_facts(reader: Reader, today: date, wanted: MatrixWanted) -> MatrixFacts:
    """The hypotheses to show and the evidence on them.

    Raises:
        NotFoundError: a hypothesis that there is none of.
        InputError: a page that there is none of.
    """
    from discoverycli.store.read import evidence, evidence_sql

    shown = matrix_part(hypotheses.standings(reader, today), wanted)
    every_rule = evidence_sql.rules(reader)
    numbers = [each.hypothesis.number for each in shown.standings]
    rules = {number: every_rule[number] for number in numbers}
    longest = max((rule.fresh_days for rule in rules.values()), default=1)
    since = evidence_sql.oldest(today, longest)
    if wanted.page is None and not wanted.numbers:
        traces = evidence.recent(reader, numbers, since)
    else:
        traces = evidence.traces(reader, numbers, since=since)
    whom = {
        _voice(trace.fact, wanted.by)
        for found in traces.values()
        for trace in found
        if wanted.by is not By.SEGMENTS
    }
    names = evidence.voice_names(reader, whom)
    return MatrixFacts(
        shown,
        traces,
        rules,
        names,
        evidence.known_voices(reader, today, people=wanted.by is By.PEOPLE),
    )


def matrix_part(standings: Sequence[Standing], wanted: MatrixWanted) -> MatrixPart:
    """The hypotheses that are wanted, of these the ones on the page.

    Raises:
        NotFoundError: one that there is none of.
        InputError: a page that there is none of.
    """
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


def fill_matrix(facts: MatrixFacts, today: date, by: By) -> Matrix:
    """Who said what, of all that is read."""
    cells: dict[Voice | str | None, dict[int, Vote | Votes]] = {}
    totals: dict[int, Votes] = {}
    for number, traces in facts.traces.items():
        rule, evidence = facts.rules[number], [trace.fact for trace in traces]
        cast = votes(evidence, rule, today=today, by=by)
        totals[number] = added_up(cast.values())
        if by is By.SEGMENTS:
            pairs = ((trace.fact, trace.segment) for trace in traces)
            for segment, each in votes_by_segment(pairs, rule, today=today).items():
                cells.setdefault(segment, {})[number] = each
        else:
            for voice, vote in cast.items():
                cells.setdefault(voice, {})[number] = vote
    spelled = _spelled(facts.traces) if by is By.SEGMENTS else {}
    rows = [
        MatrixRow(*_named(whose, facts.names, spelled), found) for whose, found in cells.items()
    ]
    return Matrix(facts.shown, totals, tuple(sorted(rows, key=_most_asked)), facts.known)


def _voice(fact: EvidenceFact, by: By) -> Voice:
    return Voice(None, fact.person) if by is By.PEOPLE else voice_of(fact)


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


class MatrixReport(NamedTuple):
    """The matrix, what of it is wanted, and how many rows a screen has room for."""

    matrix: Matrix
    wanted: MatrixWanted
    most: int | None


def matrix_report(reader: Reader, asked: Scope, wanted: MatrixWanted | None = None) -> MatrixReport:
    """The matrix, read from the journal.

    Raises:
        NotFoundError: a hypothesis that there is none of.
        InputError: a page that there is none of.
    """
    wanted = wanted or MatrixWanted()
    facts = matrix_facts(reader, asked.today, wanted)
    return MatrixReport(fill_matrix(facts, asked.today, wanted.by), wanted, asked.most)
