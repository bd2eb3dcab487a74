"""Shows hypothesis as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.words import join_words, person_label, pluralize
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import Reason, Vote
from discoverycli.pages import criteria, decisions, hypotheses, predictions, why
from discoverycli.pages.hypotheses import TONES
from discoverycli.pages.json_values import held_on, sheet
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

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import (
        EvidencePiece,
        HypothesisFact,
        LoggedStatusChange,
        Standing,
    )
from discoverycli.analysis.hypothesis import Account, Judged
from discoverycli.analysis.predictions import Revised

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
_VOTE_TONES = {Vote.FOR: Tone.GOOD, Vote.AGAINST: Tone.BAD}


def hypothesis_page(account: Account) -> Page:
    """The account as a page."""
    hypothesis = account.standing.hypothesis
    blocks: list[Block] = [Note(standing_line(account.standing))]
    if account.standing.verdict.status is Status.PARKED:
        blocks.append(Note(f"parked until {hypothesis.parked_until}: {hypothesis.parked_reason}"))
    blocks += [
        Note(Span(about(hypothesis), Tone.DIM)),
        *hypotheses.doubt(account.standing),
        Note(why.line(account.why)),
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
        **why.data(account.why),
        "evidence": [evidence_data(each) for each in account.judged],
        "revisions": [
            _revision_data(account.standing.hypothesis.number, each) for each in account.revised
        ],
        "predictions": [predictions.data(each) for each in account.believed],
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
        parts.append(f"serves {join_words(hypothesis.serves)}")
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


def _words(piece: EvidencePiece) -> Inline:
    return piece.text or Span("no words written down", Tone.DIM)


def who(piece: EvidencePiece, others: int = 0) -> tuple[str | Span, ...]:
    """The person and how many others of their organisation, and when and where it was heard."""
    fact = piece.fact
    name = person_label(piece.person_name, piece.organisation_name)
    if others:
        name += f" and {pluralize(others, 'other')}"
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
            (reason.value, piece.fact.stance.value, piece.fact.rung.word, _words(piece), who(piece))
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
    legend = predictions.legend(account.believed)
    shown = predictions.table(
        account.believed, f"Beliefs before evidence ({len(account.believed)})"
    )
    return [shown, *([legend] if legend else [])]


def _movement(movement: LoggedStatusChange) -> Inline:
    because = f" (I{movement.interview})" if movement.interview else ""
    return (
        f"{movement.moved_on}  {movement.was} → ",
        Span(movement.status.value, TONES[movement.status]),
        because,
    )
