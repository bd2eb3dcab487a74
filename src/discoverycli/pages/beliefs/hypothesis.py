"""Tells where one hypothesis stands: its criteria, the voices, and evidence that does not count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.domain.verdicts import VERDICTS
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import Reason, Vote
from discoverycli.pages.beliefs import decisions, hypotheses, predictions, why
from discoverycli.pages.calls.statement_tables import RUNGS
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import code, heard_from, written_down
from discoverycli.render.blocks import Block, Facts, Inline, Lines, Note, Page, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.hypothesis import Heard, HypothesisAccount, JudgedPiece
    from discoverycli.analysis.beliefs.predictions import Revised
    from discoverycli.domain.facts.opinions import (
        EvidencePiece,
        HypothesisFact,
        LoggedStatusChange,
        RevisionFact,
        Standing,
    )
    from discoverycli.domain.verdicts import Check, Verdict

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
VOICE: Shape[JudgedPiece] = Shape(
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
          "old"),
)  # fmt: skip
_MOVED: Shape[LoggedStatusChange] = inner(
    Field("on", "day", "when", lambda move: move.moved_on),
    Field("from", "text", "the status before", lambda move: move.was),
    Field("to", "text", "the status after", lambda move: move.status),
    Field("interview", "I?", "the interview that moved it; null when time or an option did"),
)  # fmt: skip
_CHECK_WORDS = {
    "voices": "enough voices for",
    "majority": "a clear majority, for-against",
    "lived": "lived, not only said (did or higher)",
    "prospects": "not only customers (prospects)",
}
"""What each check of a rule asks, in words."""


CRITERIA: Shape[Sequence[Revised]] = inner(
    Field("right_if", "text?", "in words, what would show it right",
          lambda revised: revised[-1].revision.right_if),
    Field("wrong_if", "text?", "in words, what would show it wrong",
          lambda revised: revised[-1].revision.wrong_if),
)  # fmt: skip
_REVISION: Shape[Revised] = inner(
    Field("code", "code", "such as H3.2"),
    Field("rule", "text", "as `--rule` reads it", lambda e: e.revision.rule.describe()),
    Field("right_if", "text?", "as above, in that revision", lambda e: e.revision.right_if),
    Field("wrong_if", "text?", "as above, in that revision", lambda e: e.revision.wrong_if),
    Field("reason", "text?", "why they were changed", lambda e: e.revision.reason),
    Field("author", "text", "who made them", lambda e: e.revision.author),
    Field("made_on", "day", "when", lambda e: e.revision.made_on),
    Field("status", "text", "what the evidence comes to by them", lambda e: e.verdict.status),
    Field("was", "text?", "as `was` above, by them", lambda e: e.verdict.was),
    Field("votes_for", "whole", "by them", lambda e: e.verdict.votes_for),
    Field("votes_against", "whole", "by them", lambda e: e.verdict.votes_against),
    Field("asked", "whole", "by them", lambda e: e.verdict.asked),
)
_CHECKS: tuple[Shown[Check], ...] = (
    Shown("", lambda check: Span("✓", Tone.GOOD) if check.ok else Span("✗", Tone.BAD)),
    Shown("check", lambda check: _CHECK_WORDS[check.name], flex=True),
    Shown("has", lambda check: str(check.have)),
    Shown("needs", lambda check: str(check.need)),
)
_REVISIONS: tuple[Shown[Revised], ...] = (
    Shown("revision", lambda e: Span(e.code, Tone.CODE)),
    Shown("criteria", lambda e: e.revision.rule.describe(), flex=True),
    Shown("made", lambda e: _made(e.revision), flex=True),
    Shown("comes to", lambda e: hypotheses.status(e.verdict)),
)
HYPOTHESIS_PAGE: Shape[HypothesisAccount] = Shape(
    "hypothesis page",
    "An opinion with everything behind it.",
    KeysOf(hypotheses.HYPOTHESIS, lambda account: account.standing),
    KeysOf(CRITERIA, lambda account: account.revised),
    KeysOf(why.WHYS, lambda account: account.why),
    Field("evidence", VOICE.many, "every piece, counted or not", lambda account: account.judged),
    Field("revisions", _REVISION.many, "its criteria, the first ones first",
          lambda account: account.revised),
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
    parked = account.standing.verdict.status is Status.PARKED
    until = f"parked until {hypothesis.parked_until}: {hypothesis.parked_reason}"
    moves = tuple(map(_movement, account.movements))
    return Page(
        title=(code("H", hypothesis.number), f" {hypothesis.text}"),
        blocks=present(
            Note(standing_line(account.standing)),
            Note(until) if parked else None,
            Note(Span(about(hypothesis), Tone.DIM)),
            *hypotheses.doubt(account.standing),
            Note(why.line(account.why)),
            *criteria_blocks(account.revised, account.standing.verdict),
            _voices(account),
            *_kept(account),
            *_revisions(account.revised),
            *predictions.predictions_blocks(account.believed, "Beliefs before evidence"),
            decisions.resting_lines(account.decided) if account.decided else None,
            Lines(moves, "How it moved") if moves else None,
        ),
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
    return (*line, f"; {more}" if status in VERDICTS else f"; still lacks {more}")


def about(hypothesis: HypothesisFact) -> str:
    """What was said about the opinion when it was added."""
    origin = "from data" if hypothesis.origin == "data" else f"from the {hypothesis.origin}"
    kind, importance = hypothesis.risk_class.value, f"importance {hypothesis.importance} of 5"
    return " · ".join([kind, importance, origin, *written_down(hypothesis)])


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


def criteria_blocks(revised: Sequence[Revised], verdict: Verdict) -> list[Block]:
    """What decides now: each check of the rule with what there is, and the criteria in words."""
    rule = table(_CHECKS, verdict.checks, title="The rule for a validation")
    pairs = _criteria_words(revised[-1].revision)
    return [rule, Facts(pairs)] if pairs else [rule]


def _revisions(revised: Sequence[Revised]) -> list[Block]:
    """All criteria, each with the verdict of today's evidence by them; words where they changed."""
    said = [(each.code, _criteria_words(each.revision)) for each in revised]
    changed = [now for was, now in pairwise(said) if now[1] != was[1]]
    lines = tuple(_revision_line(*each) for each in [said[0], *changed])
    return [table(_REVISIONS, revised, title="Criteria"), *([Lines(lines)] if changed else [])]


def _criteria_words(revision: RevisionFact) -> tuple[tuple[str, str], ...]:
    both = (("right if", revision.right_if), ("wrong if", revision.wrong_if))
    return tuple((name, text) for name, text in both if text)


def _revision_line(code: str, said: Sequence[tuple[str, str]]) -> Inline:
    """`H3.2 right if: …; wrong if: …`"""
    words = "; ".join(f"{name}: {text}" for name, text in said) or "nothing in words"
    return (Span(code, Tone.CODE), f" {words}")


def _made(revision: RevisionFact) -> str:
    made = f"{revision.made_on} by {revision.author}"
    return f"{made}: {revision.reason}" if revision.reason else made


def _voices(account: HypothesisAccount) -> Table:
    code = f"H{account.standing.hypothesis.number}"
    return table(
        _VOICES,
        account.heard,
        title=f"Voices ({len(account.heard)})" if account.heard else "Voices",
        empty=f"none that counts: write {code}+ or {code}- in a note, "
        f"or link what was heard: disco hypotheses support {code} I12 WORDS",
    )


def _words(piece: EvidencePiece) -> Inline:
    return piece.text or Span("no words written down", Tone.DIM)


def who(piece: EvidencePiece, others: int = 0) -> tuple[str | Span, ...]:
    """The person and how many others of their organisation, and when and where it was heard."""
    name = person_label(piece.person_name, piece.organisation_name)
    name += f" and {pluralize(others, 'other')}" if others else ""
    return heard_from(name, piece)


def _kept(account: HypothesisAccount) -> list[Block]:
    left = [(e.piece, reason) for reason in Reason for e in account.judged if e.reason is reason]
    if not left:
        return []
    meant = dict.fromkeys(reason for _, reason in left)
    legend = "; ".join(f"{reason}: {REASONS[reason]}" for reason in meant)
    rows = table(_KEPT, left, title=f"Kept, but not counted ({len(left)})")
    return [rows, Note(Span(legend, Tone.DIM))]


def _movement(movement: LoggedStatusChange) -> Inline:
    because = f" (I{movement.interview})" if movement.interview else ""
    return (
        f"{movement.moved_on}  {movement.was} → ",
        Span(movement.status.value, hypotheses.TONES[movement.status]),
        because,
    )
