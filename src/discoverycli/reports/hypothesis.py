"""Owns the account of one opinion: where does it stand, who says so, and what does not count.

For other commands: `load(reader, number)`, `calculate(whole, today)`, `view(account)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import Verdict, verdict
from discoverycli.domain.vocabulary import Code, Stance, Status
from discoverycli.domain.votes import (
    EvidenceFact,
    Reason,
    Voice,
    VoiceVote,
    Vote,
    not_counted,
    voice_of,
    voices,
)
from discoverycli.domain.words import counted, joined, someone
from discoverycli.render.blocks import (
    Block,
    Column,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
)
from discoverycli.reports import beliefs, criteria, decisions, hypotheses, whys
from discoverycli.reports.beliefs import Believed
from discoverycli.reports.decisions import Resting
from discoverycli.reports.hypotheses import TONES
from discoverycli.reports.programs import held_on, sheet

if TYPE_CHECKING:
    from discoverycli.store.read.hypotheses import (
        HypothesisFact,
        Piece,
        RevisionFact,
        Standing,
        StatusChange,
        Whole,
    )
    from discoverycli.store.reader import Reader

REASONS = {
    Reason.PROXY: "passed on to us, not heard first-hand",
    Reason.INTERNAL: "said by someone of the company",
    Reason.COMPLIMENT: "praise or politeness",
    Reason.OPINION: "an opinion or a wish, not what they do",
    Reason.UNDATED: "nobody wrote down when",
    Reason.FUTURE: "dated after today",
    Reason.OLD: "older than the rule lets count",
}
"""Why evidence is kept and not counted, in words."""

_SIDES = (Vote.FOR, Vote.AGAINST, Vote.SPLIT, Vote.NEUTRAL)
_VOTE_TONES = {Vote.FOR: Tone.GOOD, Vote.AGAINST: Tone.BAD}
_STANCE_OF = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES}


@dataclass(frozen=True, slots=True)
class Judged:
    """A piece of evidence and why it does not count today; `None`: it counts."""

    piece: Piece
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice that was asked: its vote, its strongest words that way, how many people it is."""

    vote: VoiceVote
    strongest: Piece
    people: int


@dataclass(frozen=True, slots=True)
class Revised:
    """Criteria, and what the evidence of today comes to under them."""

    revision: RevisionFact
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Account:
    """Everything there is to say about a hypothesis on a day.

    Args:
        standing: the hypothesis and its verdict.
        heard: the voices asked; for, against, split, neutral, the strongest words first.
        judged: all evidence, the earliest first and the undated last.
        revised: the criteria, the present ones last.
        movements: the changes of its status, the earliest first.
        why: the answers to why it is so.
        believed: how sure people were of it before evidence, the earliest first.
        decided: the decisions that rest on it, the earliest first.
    """

    standing: Standing
    heard: tuple[Heard, ...]
    judged: tuple[Judged, ...]
    revised: tuple[Revised, ...]
    movements: tuple[StatusChange, ...]
    why: whys.Account
    believed: tuple[Believed, ...] = ()
    decided: tuple[Resting, ...] = ()


def load(reader: Reader, number: int) -> Whole:
    """All that is known about a hypothesis.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import hypotheses as read

    return read.one(reader, number)


def calculate(whole: Whole, today: date) -> Account:
    """What all that is known comes to on `today`."""
    from discoverycli.store.read.hypotheses import Standing
    from discoverycli.store.read.whys import Chain

    rule = whole.revisions[-1].rule
    facts = [piece.fact for piece in whole.evidence]
    number, parked = whole.hypothesis.number, whole.hypothesis.parked_until
    judged = [Judged(piece, not_counted(piece.fact, rule, today=today)) for piece in whole.evidence]
    revised = tuple(
        Revised(revision, verdict(facts, revision.rule, today=today))
        for revision in whole.revisions
    )
    return Account(
        standing=Standing(whole.hypothesis, verdict(facts, rule, today=today, parked_until=parked)),
        heard=_heard([each.piece for each in judged if each.reason is None], rule, today),
        judged=tuple(sorted(judged, key=lambda each: _when(each.piece))),
        revised=revised,
        movements=whole.movements,
        why=whys.calculate(Chain(Code("H", number), whole.hypothesis.text, whole.whys)),
        believed=beliefs.judged(whole, revised, today),
        decided=decisions.resting(whole.decisions, revised[-1].verdict),
    )


def _heard(counting: Sequence[Piece], rule: Rule, today: date) -> tuple[Heard, ...]:
    """The voices with what speaks most for each one's vote.

    Only people who vote with their organisation speak for it: the strongest of each person
    decides that person's vote, so it is found among theirs.
    """
    facts = [piece.fact for piece in counting]
    votes = voices(facts, rule, today=today)
    personal = voices(map(_alone, facts), rule, today=today)
    by_voice: dict[Voice, list[Piece]] = {}
    for piece in counting:
        by_voice.setdefault(voice_of(piece.fact), []).append(piece)
    found = []
    for voice, pieces in by_voice.items():
        vote = votes[voice]
        stance = _STANCE_OF.get(vote.vote)
        agreeing = [
            piece
            for piece in pieces
            if piece.fact.stance is stance
            and personal[Voice(None, piece.fact.person)].vote is vote.vote
        ]
        strongest = max(agreeing or pieces, key=_strength)
        found.append(Heard(vote, strongest, len({piece.fact.person for piece in pieces})))
    return tuple(
        sorted(
            found,
            key=lambda each: (
                _SIDES.index(each.vote.vote),
                tuple(-part for part in _strength(each.strongest)),
            ),
        )
    )


def _alone(fact: EvidenceFact) -> EvidenceFact:
    """The fact as if its person belonged to no organisation."""
    return fact._replace(organisation=None)


def _strength(piece: Piece) -> tuple[int, int, int]:
    """The order of `domain.verdicts.strongest`: highest rung, latest day, first written down."""
    day = piece.fact.held.day or date.min
    return (piece.fact.rung, day.toordinal(), -piece.fact.id)


def _when(piece: Piece) -> tuple[date, int]:
    return (piece.fact.held.day or date.max, piece.fact.id)


def view(account: Account) -> Page:
    """The account as a page."""
    hypothesis = account.standing.hypothesis
    blocks: list[Block] = [Note(standing_line(account.standing))]
    if account.standing.verdict.status is Status.PARKED:
        blocks.append(Note(f"parked until {hypothesis.parked_until}: {hypothesis.parked_reason}"))
    blocks += [
        Note(Span(about(hypothesis), Tone.DIM)),
        *hypotheses.doubt(account.standing),
        Note(whys.line(account.why)),
        *criteria.blocks(account.revised, account.standing.verdict),
        _voices(account),
        *_kept(account),
        *criteria.revisions(hypothesis.number, account.revised),
        *_believed(account),
    ]
    if account.decided:
        blocks.append(decisions.resting_lines(account.decided))
    if account.movements:
        blocks.append(Lines(tuple(map(_movement, account.movements)), "How it moved"))
    return Page(
        title=(Span(f"H{hypothesis.number}", Tone.CODE), f" {hypothesis.text}"),
        blocks=tuple(blocks),
        data=data(account),
        table=sheet(_SHEET, [evidence_data(each) for each in account.judged]),
        footnotes=(hypotheses.DENOMINATOR, hypotheses.LIMITS),
    )


def standing_line(standing: Standing) -> Inline:
    """Where a hypothesis stands, with what it still lacks or how long it holds."""
    status = standing.verdict.status
    line = hypotheses.where_it_stands(standing.verdict)
    if status is Status.PARKED:
        return line
    more = hypotheses.still_lacks(standing)
    settled = status in (Status.VALIDATED, Status.REFUTED)
    return (*line, f"; {more}" if settled else f"; still lacks {more}")


def data(account: Account) -> dict[str, JsonValue]:
    """The account for programs; `docs/json.md` lists the keys."""
    return {
        **hypotheses.data(account.standing),
        **criteria.words(account.revised),
        **whys.data(account.why),
        "evidence": [evidence_data(each) for each in account.judged],
        "revisions": [
            _revision_data(account.standing.hypothesis.number, each) for each in account.revised
        ],
        "predictions": [beliefs.data(each) for each in account.believed],
        "decisions": [decisions.resting_data(each) for each in account.decided],
        "moved": [
            {
                "on": each.moved_on.isoformat(),
                "from": each.was.value,
                "to": each.status.value,
                "interview": f"I{each.interview}" if each.interview else None,
            }
            for each in account.movements
        ],
    }


def evidence_data(judged: Judged) -> dict[str, JsonValue]:
    """A voice is named by its organisation, else by its person's code."""
    piece, fact = judged.piece, judged.piece.fact
    return {
        "stance": fact.stance.value,
        "rung": fact.rung.word,
        "voice": piece.organisation_name or f"P{fact.person}",
        "person": f"P{fact.person}",
        "name": piece.person_name,
        "organisation": piece.organisation_name,
        "relation": fact.relation.value,
        "segment": piece.segment,
        "referrers": [f"P{number}" for number in piece.referrers],
        "interview": f"I{piece.interview}",
        "interviewer": piece.interviewer,
        "statement": f"S{piece.statement}" if piece.statement else None,
        "channel": fact.channel.value,
        "held_on": held_on(fact.held),
        "precision": fact.held.precision.value,
        "text": piece.text,
        "counted": judged.reason is None,
        "reason": judged.reason.value if judged.reason else None,
    }


def _revision_data(number: int, revised: Revised) -> dict[str, JsonValue]:
    revision, found = revised.revision, revised.verdict
    return {
        "code": f"H{number}.{revision.number}",
        "rule": revision.rule.describe(),
        "right_if": revision.right_if,
        "wrong_if": revision.wrong_if,
        "reason": revision.reason,
        "author": revision.author,
        "made_on": revision.made_on.isoformat(),
        "status": found.status.value,
        "was": found.was.value if found.was else None,
        "votes_for": found.votes_for,
        "votes_against": found.votes_against,
        "asked": found.asked,
    }


_SHEET = (
    *("stance", "rung", "voice", "person", "name", "organisation", "relation", "segment"),
    *(
        "referrers",
        "interview",
        "interviewer",
        "statement",
        "channel",
        "held_on",
        "precision",
        "text",
        "counted",
        "reason",
    ),
)


def about(hypothesis: HypothesisFact) -> str:
    """What was said about the opinion when it was written down."""
    parts = [
        hypothesis.risk_class.value,
        f"importance {hypothesis.importance} of 5",
        f"from the {hypothesis.origin}" if hypothesis.origin != "data" else "from data",
    ]
    if hypothesis.serves:
        parts.append(f"serves {joined(hypothesis.serves)}")
    if hypothesis.segment:
        parts.append(f"segment {hypothesis.segment}")
    parts.append(f"written down {hypothesis.created_on} by {hypothesis.author}")
    return " · ".join(parts)


def _voices(account: Account) -> Table:
    code = f"H{account.standing.hypothesis.number}"
    return Table(
        (
            Column("vote"),
            Column("rung"),
            Column("strongest words", flex=True),
            Column("who", flex=True),
        ),
        tuple(
            (
                Span(each.vote.vote.value, _VOTE_TONES.get(each.vote.vote, Tone.PLAIN)),
                each.strongest.fact.rung.word,
                _words(each.strongest),
                who(each.strongest, each.people - 1),
            )
            for each in account.heard
        ),
        title=f"Voices ({len(account.heard)})" if account.heard else "Voices",
        empty=f"none that counts: write {code}+ or {code}- in a note, "
        f"or link what was heard: disco hypotheses support {code} I12 WORDS",
    )


def _words(piece: Piece) -> Inline:
    return piece.text or Span("no words written down", Tone.DIM)


def who(piece: Piece, others: int = 0) -> tuple[str | Span, ...]:
    """The person and how many others of their organisation, and when and where it was heard."""
    fact = piece.fact
    name = someone(piece.person_name, piece.organisation_name)
    if others:
        name += f" and {counted(others, 'other')}"
    via = f" via {piece.via}" if piece.via else ""
    return (
        name,
        Span(f", {fact.relation}{via}, {fact.held}, ", Tone.DIM),
        Span(f"I{piece.interview}", Tone.CODE),
    )


def _kept(account: Account) -> list[Block]:
    """What does not count, and what the reasons given mean."""
    left = [(each.piece, each.reason) for each in account.judged if each.reason is not None]
    if not left:
        return []
    order = list(Reason)
    left.sort(key=lambda each: order.index(each[1]))
    rows = Table(
        (
            Column("reason"),
            Column("stance"),
            Column("rung", drop=1),
            Column("words", flex=True),
            Column("who", flex=True),
        ),
        tuple(
            (
                reason.value,
                piece.fact.stance.value,
                piece.fact.rung.word,
                _words(piece),
                who(piece),
            )
            for piece, reason in left
        ),
        title=f"Kept, but not counted ({len(left)})",
    )
    meant = sorted({reason for _, reason in left}, key=order.index)
    legend = "; ".join(f"{reason}: {REASONS[reason]}" for reason in meant)
    return [rows, Note(Span(legend, Tone.DIM))]


def _believed(account: Account) -> list[Block]:
    if not account.believed:
        return []
    legend = beliefs.legend(account.believed)
    shown = beliefs.table(account.believed, f"Beliefs before evidence ({len(account.believed)})")
    return [shown, *([legend] if legend else [])]


def _movement(movement: StatusChange) -> Inline:
    because = f" (I{movement.interview})" if movement.interview else ""
    return (
        f"{movement.moved_on}  {movement.was} → ",
        Span(movement.status.value, TONES[movement.status]),
        because,
    )
