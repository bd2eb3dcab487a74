"""Answers for one opinion: where does it stand, who says so, and what does not count?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import predictions, why
from discoverycli.analysis.beliefs.decisions import RestingDecision, resting_decisions
from discoverycli.analysis.beliefs.predictions import JudgedPrediction, Revised
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Code, Stance
from discoverycli.domain.votes import Voice, Vote, not_counted, voice_of, voices

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import (
        EvidencePiece,
        LoggedStatusChange,
        Standing,
        WholeHypothesis,
    )
    from discoverycli.domain.votes import EvidenceFact, Reason, VoiceVote
    from discoverycli.store.reader import Reader


_SIDES = (Vote.FOR, Vote.AGAINST, Vote.SPLIT, Vote.NEUTRAL)
_STANCE_OF = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES}


class JudgedPiece(NamedTuple):
    """A piece of evidence and why it does not count today; `None`: it counts."""

    piece: EvidencePiece
    reason: Reason | None


class Heard(NamedTuple):
    """A voice that was asked: its vote, its strongest words that way, how many people it is."""

    vote: VoiceVote
    strongest: EvidencePiece
    people: int


class HypothesisAccount(NamedTuple):
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
    judged: tuple[JudgedPiece, ...]
    revised: tuple[Revised, ...]
    movements: tuple[LoggedStatusChange, ...]
    why: why.WhyAccount
    believed: tuple[JudgedPrediction, ...] = ()
    decided: tuple[RestingDecision, ...] = ()


def hypothesis_account(reader: Reader, number: int, today: date) -> HypothesisAccount:
    """Everything there is to say about a hypothesis on `today`, read from the journal.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import hypotheses

    return judged_hypothesis(hypotheses.one(reader, number), today)


def judged_hypothesis(whole: WholeHypothesis, today: date) -> HypothesisAccount:
    """Judges a hypothesis on `today` by everything that is known."""
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.facts.why import WhyChain

    rule = whole.revisions[-1].rule
    facts = [piece.fact for piece in whole.evidence]
    number, parked = whole.hypothesis.number, whole.hypothesis.parked_until
    judged = [JudgedPiece(e, not_counted(e.fact, rule, today=today)) for e in whole.evidence]
    revised = tuple(
        Revised(number, revision, verdict(facts, revision.rule, today=today))
        for revision in whole.revisions
    )
    return HypothesisAccount(
        standing=Standing(whole.hypothesis, verdict(facts, rule, today=today, parked_until=parked)),
        heard=_heard([each.piece for each in judged if each.reason is None], rule, today),
        judged=tuple(sorted(judged, key=lambda each: _when(each.piece))),
        revised=revised,
        movements=whole.movements,
        why=why.placed_chain(WhyChain(Code("H", number), whole.hypothesis.text, whole.whys)),
        believed=predictions.judged(whole, revised, today),
        decided=resting_decisions(whole.decisions, revised[-1].verdict),
    )


def _heard(counting: Sequence[EvidencePiece], rule: Rule, today: date) -> tuple[Heard, ...]:
    """The voices with what speaks most for each one's vote.

    Only people who vote with their organisation speak for it: the strongest of each person
    decides that person's vote, so it is found among theirs.
    """
    facts = [piece.fact for piece in counting]
    votes = voices(facts, rule, today=today)
    personal = voices(map(_alone, facts), rule, today=today)
    by_voice: dict[Voice, list[EvidencePiece]] = {}
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
    return tuple(sorted(found, key=_by_side))


def _by_side(heard: Heard) -> tuple[int, ...]:
    return (_SIDES.index(heard.vote.vote), *(-part for part in _strength(heard.strongest)))


def _alone(fact: EvidenceFact) -> EvidenceFact:
    return fact._replace(organisation=None)


def _strength(piece: EvidencePiece) -> tuple[int, int, int]:
    """The order of `domain.verdicts.strongest`: highest rung, latest day, first written down."""
    day = piece.fact.held.day or date.min
    return (piece.fact.rung, day.toordinal(), -piece.fact.id)


def _when(piece: EvidencePiece) -> tuple[date, int]:
    return (piece.fact.held.day or date.max, piece.fact.id)
