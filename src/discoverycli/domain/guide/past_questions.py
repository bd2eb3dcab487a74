"""Makes the questions that would move an opinion: about past behaviour, by rule."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from discoverycli.domain.guide.topics import Topic, topic_of
from discoverycli.domain.text.words import clip
from discoverycli.domain.verdicts import VERDICTS, Verdict
from discoverycli.domain.vocabulary import Status

ASKED: Final = 3
"""How many questions an opinion gets: more are read off a sheet instead of asked."""

_CLIPPED = 60


class Aim(StrEnum):
    """What a question is after, in the order in which gaps are asked about."""

    WRONG = "wrong"
    FIRST = "first"
    CHANGED = "changed"
    AGAINST = "against"
    STEPS = "steps"
    SPENT = "spent"
    BEFORE = "before"


class PastQuestion(NamedTuple):
    """What to ask, and why that."""

    text: str
    why: str


class Gaps(NamedTuple):
    """What keeps an opinion from a verdict, as questions see it.

    Args:
        unheard: nobody took a side.
        stale_since: for an opinion once settled, the day before which all evidence is too old.
        divided: votes disagree.
        lived: nobody for it stands on `did` or higher, as its rule asks.
        paid: nobody for it stands on `paid` or higher.
        majority: there are votes, but no clear majority.
        prospects: too few prospects for it, as its rule asks.
        wrong_if: what would show that it is wrong, where that was written down.
    """

    unheard: bool = False
    stale_since: date | None = None
    divided: bool = False
    lived: bool = False
    paid: bool = False
    majority: bool = False
    prospects: bool = False
    wrong_if: str | None = None


_GENERAL: Final = {
    Aim.FIRST: "What did you spend most of your time on last week? Walk me through it.",
    Aim.STEPS: "What did you do the last time something at work held you up?",
    Aim.SPENT: "What was the last thing you paid for to get your work done?",
    Aim.AGAINST: "Which part of your work went well last month, without any trouble?",
    Aim.BEFORE: "How did you get your work done before you knew us?",
    Aim.CHANGED: "What has changed in your work since {since}?",
}
"""What to ask where the words of an opinion do not tell what it is about: it quotes nothing."""

_ABOUT: Final = {
    Aim.FIRST: "When did you last {act}? Walk me through it.",
    Aim.STEPS: "What did you do the last time {doing} came up?",
    Aim.SPENT: "What have you spent on {thing} so far?",
    Aim.AGAINST: "When did {doing} last go well, without any trouble?",
    Aim.BEFORE: "How did you manage {doing} before you knew us?",
    Aim.CHANGED: "What has changed about {doing} since {since}?",
}
_DECIDED: Final = "When did you last decide against {doing}?"
"""The story that speaks against a deed is one in which it was not done."""

_FILLS: Final = {
    Aim.FIRST: "a story before anything else",
    Aim.AGAINST: "the story that would speak against it",
    Aim.STEPS: "doing outranks saying",
    Aim.SPENT: "paying outranks doing",
    Aim.BEFORE: "how it goes without us",
}
"""What is asked where there are fewer gaps than questions, in this order."""


def gaps(verdict: Verdict, *, paid: bool, wrong_if: str | None, stale_since: date | None) -> Gaps:
    """What a verdict lacks; nothing when it is validated or refuted.

    Args:
        verdict: where the opinion stands today.
        paid: whether somebody's counted support stands on `paid` or higher.
        wrong_if: what would show that it is wrong, in words.
        stale_since: the first day whose evidence still counts; used when it is stale.
    """
    ok = {check.name: check.ok for check in verdict.checks}
    voted = verdict.votes_for + verdict.votes_against > 0
    status = verdict.was if verdict.status is Status.PARKED else verdict.status
    wrong = (wrong_if or "").strip() or None
    if status in VERDICTS:
        return Gaps(wrong_if=wrong)
    return Gaps(
        unheard=not voted and status is not Status.STALE,
        stale_since=stale_since if status is Status.STALE else None,
        divided=verdict.votes_for > 0 and verdict.votes_against > 0,
        lived=not ok["lived"],
        paid=not paid,
        majority=voted and not ok["majority"],
        prospects=not ok["prospects"],
        wrong_if=wrong,
    )


def past_questions(text: str, gaps: Gaps) -> tuple[PastQuestion, ...]:
    """The three questions that would move an opinion most, by what it lacks.

    They are asked in this order, each once: what could show that it is wrong, where that was
    written down; the last time it happened, where nobody took a side; what has changed, when it is
    stale; the time it went otherwise, where voices disagree; what they did, where nobody for it has
    done it; what they spent, where nobody has paid; again the time it went otherwise, where the
    majority is not clear; how it went before, where prospects are missing. Then the rest.

    No question quotes the opinion: only its topic, without amounts, judgements and frequencies.

    Method:
        Past behaviour, specifics, no opinions: see `docs/methods.md#what-to-learn-next`.
    """
    topic = topic_of(text)
    found: dict[str, PastQuestion] = {}
    for kind, why in _wanted(gaps):
        question = _worded(kind, topic, gaps)
        found.setdefault(question, PastQuestion(question, why))
        if len(found) == ASKED:
            break
    return tuple(found.values())


def _wanted(gaps: Gaps) -> Iterator[tuple[Aim, str]]:
    """What to ask for and why, the most wanted first; a kind can come twice."""
    wanted = (
        (gaps.wrong_if, Aim.WRONG, f"it is wrong if: {clip(gaps.wrong_if or '', _CLIPPED)}"),
        (gaps.unheard, Aim.FIRST, "nobody has taken a side yet"),
        (gaps.stale_since, Aim.CHANGED, "what was heard before is too old"),
        (gaps.divided, Aim.AGAINST, "voices disagree: when it went otherwise"),
        (gaps.lived, Aim.STEPS, "nobody for it has done it yet"),
        (gaps.paid, Aim.SPENT, "nobody for it has paid yet"),
        (gaps.majority, Aim.AGAINST, "no clear majority yet: when it went otherwise"),
        (gaps.prospects, Aim.BEFORE, "too few prospects for it: how it goes without us"),
    )
    yield from ((kind, why) for gap, kind, why in wanted if gap)
    yield from _FILLS.items()


def _worded(kind: Aim, topic: Topic | None, gaps: Gaps) -> str:
    if kind is Aim.WRONG:
        other = topic_of(gaps.wrong_if or "")
        if other is not None and other != topic:
            return _worded(Aim.FIRST, other, gaps)
        kind = Aim.AGAINST
    since = f"{gaps.stale_since:%B %Y}" if gaps.stale_since else ""
    if topic is None:
        return _GENERAL[kind].format(since=since)
    words = _DECIDED if kind is Aim.AGAINST and topic.deed else _ABOUT[kind]
    return words.format(act=topic.act, doing=topic.doing, thing=topic.thing, since=since)
