"""Judges an interview guide: the questions to mend, why, and what to ask instead.

A rewrite asks what people did, in the question's own words and by rules; where those give nothing
to ask by, it is a general question. No rewrite is one that the rules would flag.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from discoverycli.domain.guide.questions import GuideQuestion, guide_questions
from discoverycli.domain.guide.rules import Fault, Sign, grouped, named, pattern, signs
from discoverycli.domain.text.patterns import Pattern
from discoverycli.errors import InputError

MOST = 10_000
"""The questions of a guide; what holds more is none."""

GENERAL = {
    Fault.LEADING: "How did that go the last time? Walk me through it.",
    Fault.HYPOTHETICAL: "When did something like this last come up? Walk me through what you did.",
    Fault.COMPOUND: "What happened the last time? Walk me through it, one step after the other.",
    Fault.PITCHING: "How do you get this done today? Walk me through the last time.",
}
"""What to ask where a question's own words give nothing, by the kind that is first."""

THEN = "Then, on its own:"
"""Stands between the two halves of a question that was two."""

_LONGEST = 200

_PARTS = r"""
thing \b(?:tool|app|application|product|service|solution|platform|feature|software|system|dashboard|
        bot|chatbot|plug-?in|assistant|integration|website|portal|prototype|widget|extension)s?
judged \b(?:helpful|useful|easy|easier|hard|harder|difficult|simple|great|nice|good|better|
        frustrating|annoying|painful|tedious|beneficial|valuable|important|possible|challenging|
        convenient|help|complicated|complex|confusing|stressful)
trouble \b(?:trouble|problems?|difficult(?:y|ies)|issues?|a hard time|a problem)
gain \b(?:improvements?|benefits?|advantages?|gains?|savings|value|results?|outcomes?)\b
earn (?:use|try|buy|get|purchase|install|want|need|like|have|see|pay for)
may (?:would|could|can|will|might)
also (?:(?:also|automatically) )*
you (?:you|your [\w'-]+|users|people|teams|us)
hedge (?:(?:ever|even|still|actually|really|also|then|probably|like to|want to|need to|be (?:willing
        |able|ready|likely) to|prefer to|love to|consider) )*
start ^(?:(?:so|and|but|then|surely|obviously|clearly|of course),? )*
habit (?:use|keep|check|track|send|write|copy|export|import|print|call|pay|buy|read|share|review|
        open|save|enter|type|ask|record|measure|test|plan|order|book|back|make|run|work)\b
deed (?P<deed>[a-z].*)
doing (?P<doing>[a-z]+ing\b(?:(?! (?:hard|difficult|easy|frustrating|annoying|painful)\b).)*)
what (?P<thing>.+)
named (?P<thing>(?:the|your) [^,]+)
"""

_WAYS = r"""
# A tool that lets you see what is owed, an app which would track it, one that reconciles it.
When did you last {deed}? Walk me through it.
    <thing> (?:that|which|to) <also>(?:<may> <also>)?(?:let|help|allow|
        enable)s? <you> (?:to )?<deed>
    <thing> (?:that|which) <also><may> <also><deed>
    <thing> (?:for you )?to <deed>
When did you last {deeds}? Walk me through it.
    <thing> (?:that|which) <also>(?P<deeds>(?!is\b|was\b|has\b|does\b)[a-z]+s .*)
Whom have you recommended {whom} to so far? Tell me what you said.
    \brecommend(?:ing)? (?P<whom>[^,]+?)(?: to .*)?$
What made you {deed} the last time? Walk me through it.
    \bwhat would make you <deed>
What has kept you from {doing} so far?
    \bwould (?:prevent|keep|stop|hinder) you from <doing>
What did you last try to get done and fail at? Walk me through it.
    \bwish ?-?list\b|\bfeatures?\b.* would you|\bwould you (?:like|want) to see\b
What have you already begun? Walk me through it.
    \bplans\b|\bthe future (?:hold|look|bring)s?\b
What have you paid so far for {thing}, in money or in hours?
    \b(?:would|will) you <hedge>pay\b.* for <what>
Which did you choose the last time? Walk me through it.
    \bwould you <hedge>(?:choose|prefer|pick)\b
When did you last {deed}? Walk me through it.
    \b(?:would|will|could|do|don't) you <hedge><earn> .*? to <deed>
When did you last need {thing}? Walk me through what you did.
    <judged> to have <what>
    \b(?:would you (?:like|want|need|love to have)|do(?:n't)? you (?:want|need)) (?!to\b)<what>
What have you tried for this so far? Walk me through it.
    \bbe interested in\b
When did you last need to {deed}? Walk me through what you did.
    \bif (?:you|we|they) could <deed>
When did you last {deed}? Walk me through it.
    <judged>(?: (?:is|was|would) it(?: be)?)?(?: for (?:you|your [\w'-]+|them))? to <deed>
    \bstruggle to <deed>
When were you last {doing}? Walk me through it.
    <trouble> (?:with )?<doing>
    \b(?:struggle|suffer) (?:with|from|to|at) <doing>
    \b(?:like|love|enjoy|hate|dislike|dread|find|waste time) <doing>
When did you last deal with {thing}? Walk me through it.
    <trouble> (?:with|in|at|about) <what>
    \b(?:struggle|suffer) (?:with|from|at) <what>
What have you done so far to {deed}?
    \b(?:plan|intend|expect|hope|going|planning|hoping|intending) to <deed>
    \b(?:will|would) you (?P<deed>(?:renew|switch|upgrade|cancel|migrate|hire|leave|move)\b.*)
How did you {deed} the last time? Walk me through it.
    \bhow would you <hedge>(?!feel\b)<deed>
What did you do the last time this came up? Walk me through it.
    \bwhat would you (?:do|expect|want|need|change)\b
When did you last {deed}? Walk me through it.
    <start>(?:would|will|could) you <hedge>(?!be\b|want\b|need\b|say\b)<deed>
What changed {since} {rest}, for better or worse?
    <gain>.*?\b(?P<since>since|after) (?P<rest>.+)
What changed for you, for better or worse? Tell me how you noticed.
    <gain>
When did you last use {thing}? What happened then?
    \b(?:(?:did|do) you find|was|is|were|are) (?P<thing>(?:the|your) [^,]+?) (?:very |quite |so |
        really )?<judged>\b
    \byou (?:really |also )?(?:like|love|enjoy|hate|dislike) <named>
When did you last deal with {thing}? Walk me through it.
    \bhow <judged> (?:is|was|are|were) (?!it\b|this\b|that\b|they\b|you\b)<what>
    \b(?:with|by|of|about) <named>$
When did you last {deed}? Walk me through it.
    <start>(?:don't |didn't |do |did )?you (?:also |often |always |usually |
        still )*(?P<deed><habit>.*?)(?:, [\w' ]+)?$
"""
"""How a rewrite is made, and of which words; the first that comes out clean is taken.

A head is the rewrite, and `_SHAPES` says how the words it takes from the question are put.
"""

_NAMED = named(_PARTS)
_MAKERS = tuple(
    (pattern(phrase, _NAMED), better) for better, phrases in grouped(_WAYS) for phrase in phrases
)

_TAIL = Pattern(
    r"(?:[,;]? (?:again|by itself|on its own|instead|at all|more often|right|correct"
    r"|in (?:the|a|one) (?:future|place|click)|one day|next (?:year|quarter|month|week|time)"
    r"|every day|every week|automatically|for (?:you|us)|or something (?:like that|else)"
    r"|why or why not))+$",
    re.IGNORECASE,
)
_CUT = Pattern(
    r"[,;:—–(…\"“”?]|[.!] | - | (?:if|when|because|so that|and would|and how|and what|than) ",
    re.IGNORECASE,
)
_REFUSED = Pattern(
    r"\b(?:we|our|us|I|my|would|could|should|might|will|it'll|wouldn't|which|that one|something"
    r"|this|these|do so|do that)\b|^(?:it|that|them|those)$"
    r"|\b(?:up|out|off|to|for|with|about|into|the|a|an)$",
    re.IGNORECASE,
)
_STARTS = Pattern(
    r"(?!(?:be|is|are|was|the|a|an|not|say|think|feel|agree)\b)[a-z][a-z-]+\b", re.IGNORECASE
)
_JOINS = Pattern(r"^(?:and|plus|&) (?:also |then )?", re.IGNORECASE)
_NO_BARE = {"does": "do", "has": "have", "goes": "go"}


class QuestionFinding(NamedTuple):
    """One thing that is wrong with one question.

    `rule` is the rule's name in `docs/methods.md#interview-guides`, `words` are those that gave it
    away, as they stand in the question, and `rewrite` mends everything found in it.
    """

    line: int
    question: str
    kind: Fault
    rule: str
    words: str
    reason: str
    rewrite: str


class Linted(NamedTuple):
    """A guide, judged: the findings by line, then in the order of `Fault`.

    `unclosed` is the line of a code block that is never closed: nothing below it was read.
    """

    questions: int
    findings: tuple[QuestionFinding, ...]
    unclosed: int | None = None

    @property
    def flagged(self) -> int:
        """How many questions have a finding."""
        return len({(each.line, each.question) for each in self.findings})

    def count(self, kind: Fault) -> int:
        """How many findings are of this kind."""
        return sum(each.kind is kind for each in self.findings)


def lint_guide(text: str, *, yaml: bool = False) -> Linted:
    """Judges a guide. What one question is judged to be depends on no other.

    Args:
        text: the whole file: Markdown, plain text, or YAML.
        yaml: whether it is YAML.

    Raises:
        InputError: there are more than 10,000 questions.

    Method:
        The rules of `domain.guide.rules`, on the wording of each question alone.
    """
    guide = guide_questions(text, yaml=yaml)
    if len(guide.questions) > MOST:
        raise InputError(f"more than {MOST:,} questions, the limit", "one guide at a time")
    known: dict[str, tuple[QuestionFinding, ...]] = {}
    findings: list[QuestionFinding] = []
    for question in guide.questions:
        if question.text not in known:
            known[question.text] = _judged(question)
        findings += (each._replace(line=question.line) for each in known[question.text])
    return Linted(len(guide.questions), tuple(findings), guide.unclosed)


def _judged(question: GuideQuestion) -> tuple[QuestionFinding, ...]:
    """At most one finding of each kind."""
    found = signs(question.text)
    better = rewrite(question.text, found) if found else ""
    return tuple(
        QuestionFinding(*question, sign.kind, sign.rule, sign.words, sign.reason, better)
        for sign in found
    )


def rewrite(question: str, found: Sequence[Sign]) -> str:
    """A better question, or two for one that was two.

    Args:
        question: as it was found.
        found: what gives it away, at least one sign.
    """
    return next(each for each in _candidates(question, found) if _is_clean(each))


def _candidates(question: str, found: Sequence[Sign]) -> Iterator[str]:
    kinds = [sign.kind for sign in found]
    if kinds == [Fault.COMPOUND]:
        yield from _halves(question, found[0])
    text = question.replace("’", "'").rstrip(" ?!.？")
    if len(text) <= 4 * _LONGEST:
        for phrase, words in _MAKERS:
            better = _made(words, match) if (match := phrase.search(text)) else None
            if better is not None and len(better) <= _LONGEST:
                yield better
    yield GENERAL[Fault.PITCHING if Fault.PITCHING in kinds else kinds[0]]


def _halves(question: str, sign: Sign) -> Iterator[str]:
    if len(question) > 2 * _LONGEST:
        return
    both = sign.words.split(" and ")
    if len(both) == 2 and question[: sign.start].lower().endswith("how "):
        first, rest = question[: sign.start], question[sign.end :]
        yield f"{first}{both[0]}{rest} {THEN} How {both[1]}{rest}"
        return
    before = question[: sign.start].rstrip(" ,?")
    after = _JOINS.sub("", question[sign.start :].rstrip(" ?"))
    yield f"{before}? {THEN} {after[:1].upper()}{after[1:]}?"


def _made(words: str, match: re.Match[str]) -> str | None:
    """`None` where the question's words give nothing to ask by."""
    taken = {name: _SHAPES[name](text) for name, text in match.groupdict().items()}
    return words.format_map(taken) if all(taken.values()) else None


def _deed(text: str) -> str | None:
    """`None` unless the words begin with a verb."""
    text = _rest(text) or ""
    return text if _STARTS.match(text) and not text.endswith((" it", " them", " one")) else None


def _rest(text: str) -> str | None:
    """Words to ask by; none where they point at something of ours, or at nothing."""
    cut = _CUT.search(text)
    text = _TAIL.sub("", text[: cut.start()] if cut else text).strip()
    if not text or len(text.split()) > 14 or _REFUSED.search(text):
        return None
    return text


def _bare(verb: str) -> str:
    """`reconciles` → `reconcile`."""
    verb = verb.lower()
    if verb in _NO_BARE:
        return _NO_BARE[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    if verb.endswith(("sses", "xes", "zzes", "ches", "shes", "oes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def _deeds(text: str) -> str | None:
    """As `_deed`, from what a thing does: `reconciles invoices`."""
    verb, _, rest = text.partition(" ")
    return _deed(f"{_bare(verb)} {rest}")


_SHAPES: dict[str, Callable[[str], str | None]] = {
    "deed": _deed,
    "deeds": _deeds,
    "doing": _rest,
    "thing": _rest,
    "rest": _rest,
    "whom": lambda text: text if text == "us" else _rest(text),
    "since": str.lower,
}


def _is_clean(text: str) -> bool:
    asked = guide_questions(text).questions
    return bool(asked) and not any(signs(each.text) for each in asked)
