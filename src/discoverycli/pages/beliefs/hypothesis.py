"""Tells where one hypothesis stands: its criteria, the voices, and evidence that does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.words import join_words, person_label, pluralize
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import Reason, Vote
from discoverycli.pages.beliefs import criteria, decisions, hypotheses, predictions, why
from discoverycli.pages.calls.statement_tables import RUNGS
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.hypothesis import Heard, HypothesisAccount, Judged
    from discoverycli.analysis.beliefs.predictions import Revised
    from discoverycli.domain.facts.opinions import (
        EvidencePiece,
        HypothesisFact,
        LoggedStatusChange,
        Standing,
    )

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
VOICE: Shape[Judged] = Shape(
    "voice",
    "A piece of evidence, as a hypothesis sees it.",
    Field("stance", "text", "supports, refutes or neutral", lambda e: e.piece.fact.stance),
    Field("rung", "text", RUNGS, lambda e: e.piece.fact.rung.word),
    Field("voice", "text", "whose vote it is: the organisation's name, else the person's code",
          lambda e: e.piece.organisation_name or f"P{e.piece.fact.person}"),
    Field("person", "P", "who said or did it", lambda e: e.piece.fact.person),
    Field("name", "text", "their name", lambda e: e.piece.person_name),
    Field("organisation", "text?", "where they belonged", lambda e: e.piece.organisation_name),
    Field("relation", "text", "what they were to us on that day", lambda e: e.piece.fact.relation),
    Field("segment", "text?", "their segment on that day", lambda e: e.piece.segment),
    Field("referrers", "P[]", "who sent them to us, who sent those, and so on",
          lambda e: e.piece.referrers),
    Field("interview", "I", "where it was heard", lambda e: e.piece.interview),
    Field("interviewer", "text", "who logged the interview", lambda e: e.piece.interviewer),
    Field("statement", "S?", "the statement it was linked from", lambda e: e.piece.statement),
    Field("channel", "text", "direct, accompanied or proxy", lambda e: e.piece.fact.channel),
    Field("held_on", "date?", "when", lambda e: e.piece.fact.held),
    Field("precision", "text", "day, month, year or unknown",
          lambda e: e.piece.fact.held.precision),
    Field("text", "text", "the words", lambda e: e.piece.text),
    Field("counted", "flag", "whether it counts today", lambda e: e.reason is None),
    Field("reason", "text?", "why not: proxy, internal, compliment, opinion, undated, future or "
          "old", lambda e: e.reason),
)  # fmt: skip
_MOVED: Shape[LoggedStatusChange] = inner(
    Field("on", "day", "when", lambda move: move.moved_on),
    Field("from", "text", "the status before", lambda move: move.was),
    Field("to", "text", "the status after", lambda move: move.status),
    Field("interview", "I?", "the interview that moved it; null when time or an option did",
          lambda move: move.interview),
)  # fmt: skip
HYPOTHESIS_PAGE: Shape[HypothesisAccount] = Shape(
    "hypothesis page",
    "An opinion with everything behind it.",
    KeysOf(hypotheses.HYPOTHESIS, lambda account: account.standing),
    KeysOf(criteria.WORDS, lambda account: account.revised),
    KeysOf(why.WHYS, lambda account: account.why),
    Field("evidence", VOICE.many, "every piece, counted or not", lambda account: account.judged),
    Field("revisions", criteria.REVISION.many, "its criteria, the first ones first",
          lambda account: _revisions(account)),
    Field("predictions", predictions.BELIEF.many, "how sure people were before evidence, the "
          "earliest first", lambda account: account.believed),
    Field("decisions", decisions.RESTING.many, "what was decided on it, the first ones first",
          lambda account: account.decided),
    Field("moved", _MOVED.many, "how its status changed, the first change first",
          lambda account: account.movements),
)  # fmt: skip
_VOTE_TONES = {Vote.FOR: Tone.GOOD, Vote.AGAINST: Tone.BAD}


def hypothesis_page(account: HypothesisAccount) -> Page:
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
        data=HYPOTHESIS_PAGE.data(account),
        table=lambda: VOICE.sheet(account.judged),
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


def about(hypothesis: HypothesisFact) -> str:
    """What was said about the opinion when it was added."""
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


_VOICES: tuple[Shown[Heard], ...] = (
    Shown("vote", lambda e: Span(e.vote.vote, _VOTE_TONES.get(e.vote.vote, Tone.PLAIN))),
    Shown("rung", lambda e: e.strongest.fact.rung.word),
    Shown("strongest words", lambda e: _words(e.strongest), flex=True),
    Shown("who", lambda e: who(e.strongest, e.people - 1), flex=True),
)
_KEPT: tuple[Shown[tuple[EvidencePiece, Reason]], ...] = (
    Shown("reason", lambda e: e[1].value),
    Shown("stance", lambda e: e[0].fact.stance.value),
    Shown("rung", lambda e: e[0].fact.rung.word, drop=1),
    Shown("words", lambda e: _words(e[0]), flex=True),
    Shown("who", lambda e: who(e[0]), flex=True),
)


def _voices(account: HypothesisAccount) -> Table:
    code = f"H{account.standing.hypothesis.number}"
    return table(
        _VOICES,
        account.heard,
        title=f"Voices ({len(account.heard)})" if account.heard else "Voices",
        empty=f"none that counts: write {code}+ or {code}- in a note, "
        f"or link what was heard: disco hypotheses support {code} I12 WORDS",
    )


def _revisions(account: HypothesisAccount) -> list[tuple[int, Revised]]:
    return [(account.standing.hypothesis.number, each) for each in account.revised]


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


def _kept(account: HypothesisAccount) -> list[Block]:
    left = [(each.piece, each.reason) for each in account.judged if each.reason is not None]
    if not left:
        return []
    order = list(Reason)
    left.sort(key=lambda each: order.index(each[1]))
    rows = table(_KEPT, left, title=f"Kept, but not counted ({len(left)})")
    meant = sorted({reason for _, reason in left}, key=order.index)
    legend = "; ".join(f"{reason}: {REASONS[reason]}" for reason in meant)
    return [rows, Note(Span(legend, Tone.DIM))]


def _believed(account: HypothesisAccount) -> list[Block]:
    if not account.believed:
        return []
    legend = predictions.legend(account.believed)
    shown = predictions.predictions_table(
        account.believed, f"Beliefs before evidence ({len(account.believed)})"
    )
    return [shown, *([legend] if legend else [])]


def _movement(movement: LoggedStatusChange) -> Inline:
    because = f" (I{movement.interview})" if movement.interview else ""
    return (
        f"{movement.moved_on}  {movement.was} → ",
        Span(movement.status.value, hypotheses.TONES[movement.status]),
        because,
    )
