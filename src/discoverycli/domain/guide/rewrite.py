"""Owns how a question is put better: one about what they did, made of its own words by rule.

Where the words give nothing to ask by, the rewrite is a general one and says so by naming nothing.
No rewrite is one that the rules would flag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from discoverycli.domain.guide.questions import questions
from discoverycli.domain.guide.rules import Sign, signs
from discoverycli.domain.guide.words import Kind
from discoverycli.domain.text.patterns import Pattern

GENERAL = {
    Kind.LEADING: "How did that go the last time? Walk me through it.",
    Kind.HYPOTHETICAL: "When did something like this last come up? Walk me through what you did.",
    Kind.COMPOUND: "What happened the last time? Walk me through it, one step after the other.",
    Kind.PITCHING: "How do you get this done today? Walk me through the last time.",
}
"""What to ask where a question's own words give nothing, by the kind that is first."""

THEN = "Then, on its own:"
"""Stands between the two halves of a question that was two."""

_LONGEST = 200
_WALK = "Walk me through it."
_WHAT = "Walk me through what you did."

_Made = Callable[[re.Match[str]], "str | None"]


def _last(match: re.Match[str]) -> str | None:
    """`reconcile invoices` → "When did you last reconcile invoices? Walk me through it."."""
    deed = _deed(match["deed"])
    return f"When did you last {deed}? {_WALK}" if deed else None


def _lasts(match: re.Match[str]) -> str | None:
    """As `_last`, from what a thing does: `reconciles invoices`."""
    verb, _, rest = match["deed"].partition(" ")
    deed = _deed(f"{_bare(verb)} {rest}")
    return f"When did you last {deed}? {_WALK}" if deed else None


def _needed(match: re.Match[str]) -> str | None:
    deed = _deed(match["deed"])
    return f"When did you last need to {deed}? {_WHAT}" if deed else None


def _doing(match: re.Match[str]) -> str | None:
    deed = _rest(match["deed"])
    return f"When were you last {deed}? {_WALK}" if deed else None


def _dealt(match: re.Match[str]) -> str | None:
    thing = _rest(match["thing"])
    return f"When did you last deal with {thing}? {_WALK}" if thing else None


def _used(match: re.Match[str]) -> str | None:
    thing = _rest(match["thing"])
    return f"When did you last use {thing}? What happened then?" if thing else None


def _so_far(match: re.Match[str]) -> str | None:
    deed = _deed(match["deed"])
    return f"What have you done so far to {deed}?" if deed else None


def _how(match: re.Match[str]) -> str | None:
    deed = _deed(match["deed"])
    return f"How did you {deed} the last time? {_WALK}" if deed else None


def _paid(match: re.Match[str]) -> str | None:
    thing = _rest(match["thing"])
    return f"What have you paid so far for {thing}, in money or in hours?" if thing else None


def _recommended(match: re.Match[str]) -> str | None:
    thing = "us" if match["thing"] == "us" else _rest(match["thing"])
    return f"Whom have you recommended {thing} to so far? Tell me what you said." if thing else None


def _missed(match: re.Match[str]) -> str | None:
    thing = _rest(match["thing"])
    return f"When did you last need {thing}? {_WHAT}" if thing else None


def _made_you(match: re.Match[str]) -> str | None:
    deed = _deed(match["deed"])
    return f"What made you {deed} the last time? {_WALK}" if deed else None


def _kept_from(match: re.Match[str]) -> str | None:
    deed = _rest(match["deed"])
    return f"What has kept you from {deed} so far?" if deed else None


def _since(match: re.Match[str]) -> str | None:
    rest = _rest(match["rest"])
    return f"What changed {match['since'].lower()} {rest}, for better or worse?" if rest else None


def _said(text: str) -> _Made:
    return lambda match: text


_PARTS = {
    "thing": (
        r"\b(?:tool|app|application|product|service|solution|platform|feature|software|system"
        r"|dashboard|bot|chatbot|plug-?in|assistant|integration|website|portal|prototype|widget"
        r"|extension)s?"
    ),
    "judged": (
        r"\b(?:helpful|useful|easy|easier|hard|harder|difficult|simple|great|nice|good|better"
        r"|frustrating|annoying|painful|tedious|beneficial|valuable|important|possible|challenging"
        r"|convenient|help|complicated|complex|confusing|stressful)"
    ),
    "trouble": r"\b(?:trouble|problems?|difficult(?:y|ies)|issues?|a hard time|a problem)",
    "gain": r"\b(?:improvements?|benefits?|advantages?|gains?|savings|value|results?|outcomes?)\b",
    "earn": r"(?:use|try|buy|get|purchase|install|want|need|like|have|see|pay for)",
    "may": r"(?:would|could|can|will|might)",
    "also": r"(?:(?:also|automatically) )*",
    "you": r"(?:you|your [\w'-]+|users|people|teams|us)",
    "hedge": (
        r"(?:(?:ever|even|still|actually|really|also|then|probably|like to|want to|need to"
        r"|be (?:willing|able|ready|likely) to|prefer to|love to|consider) )*"
    ),
    "start": r"^(?:(?:so|and|but|then|surely|obviously|clearly|of course),? )*",
    "habit": (
        r"(?:use|keep|check|track|send|write|copy|export|import|print|call|pay|buy|read|share"
        r"|review"
        r"|open|save|enter|type|ask|record|measure|test|plan|order|book|back|make|run|work)\b"
    ),
    "deed": r"(?P<deed>[a-z].*)",
    "doing": (
        r"(?P<deed>[a-z]+ing\b(?:(?! (?:hard|difficult|easy|frustrating|annoying|painful)\b).)*)"
    ),
    "what": r"(?P<thing>.+)",
    "named": r"(?P<thing>(?:the|your) [^,]+)",
}

_WAYS: tuple[tuple[_Made, tuple[str, ...]], ...] = (
    # A tool that lets you see what is owed, an app which would track it, one that reconciles it.
    (
        _last,
        (
            (
                r"<thing> (?:that|which|to) <also>(?:<may> <also>)?(?:let|help|allow|enable)s?"
                r" <you> (?:to )?"
                r"<deed>"
            ),
            r"<thing> (?:that|which) <also><may> <also><deed>",
            r"<thing> (?:for you )?to <deed>",
        ),
    ),
    (_lasts, (r"<thing> (?:that|which) <also>(?P<deed>(?!is\b|was\b|has\b|does\b)[a-z]+s .*)",)),
    (_recommended, (r"\brecommend(?:ing)? (?P<thing>[^,]+?)(?: to .*)?$",)),
    (_made_you, (r"\bwhat would make you <deed>",)),
    (_kept_from, (r"\bwould (?:prevent|keep|stop|hinder) you from <doing>",)),
    (
        _said(f"What did you last try to get done and fail at? {_WALK}"),
        (r"\bwish ?-?list\b|\bfeatures?\b.* would you|\bwould you (?:like|want) to see\b",),
    ),
    (
        _said(f"What have you already begun? {_WALK}"),
        (r"\bplans\b|\bthe future (?:hold|look|bring)s?\b",),
    ),
    (_paid, (r"\b(?:would|will) you <hedge>pay\b.* for <what>",)),
    (
        _said(f"Which did you choose the last time? {_WALK}"),
        (r"\bwould you <hedge>(?:choose|prefer|pick)\b",),
    ),
    (_last, (r"\b(?:would|will|could|do|don't) you <hedge><earn> .*? to <deed>",)),
    (
        _missed,
        (
            r"<judged> to have <what>",
            (
                r"\b(?:would you (?:like|want|need|love to have)|do(?:n't)? you (?:want|need))"
                r" (?!to\b)<what>"
            ),
        ),
    ),
    (_said(f"What have you tried for this so far? {_WALK}"), (r"\bbe interested in\b",)),
    (_needed, (r"\bif (?:you|we|they) could <deed>",)),
    (
        _last,
        (
            (
                r"<judged>(?: (?:is|was|would) it(?: be)?)?(?: for (?:you|your [\w'-]+|them))? to"
                r" <deed>"
            ),
            r"\bstruggle to <deed>",
        ),
    ),
    (
        _doing,
        (
            r"<trouble> (?:with )?<doing>",
            r"\b(?:struggle|suffer) (?:with|from|to|at) <doing>",
            r"\b(?:like|love|enjoy|hate|dislike|dread|find|waste time) <doing>",
        ),
    ),
    (
        _dealt,
        (
            r"<trouble> (?:with|in|at|about) <what>",
            r"\b(?:struggle|suffer) (?:with|from|at) <what>",
        ),
    ),
    (
        _so_far,
        (
            r"\b(?:plan|intend|expect|hope|going|planning|hoping|intending) to <deed>",
            (
                r"\b(?:will|would) you (?P<deed>(?:renew|switch|upgrade|cancel|migrate|hire|leave"
                r"|move)\b.*)"
            ),
        ),
    ),
    (_how, (r"\bhow would you <hedge>(?!feel\b)<deed>",)),
    (
        _said(f"What did you do the last time this came up? {_WALK}"),
        (r"\bwhat would you (?:do|expect|want|need|change)\b",),
    ),
    (_last, (r"<start>(?:would|will|could) you <hedge>(?!be\b|want\b|need\b|say\b)<deed>",)),
    (_since, (r"<gain>.*?\b(?P<since>since|after) (?P<rest>.+)",)),
    (_said("What changed for you, for better or worse? Tell me how you noticed."), (r"<gain>",)),
    (
        _used,
        (
            (
                r"\b(?:(?:did|do) you find|was|is|were|are) (?P<thing>(?:the|your) [^,]+?)"
                r" (?:very |quite |so |really )?<judged>\b"
            ),
            r"\byou (?:really |also )?(?:like|love|enjoy|hate|dislike) <named>",
        ),
    ),
    (
        _dealt,
        (
            r"\bhow <judged> (?:is|was|are|were) (?!it\b|this\b|that\b|they\b|you\b)<what>",
            r"\b(?:with|by|of|about) <named>$",
        ),
    ),
    (
        _last,
        (
            (
                r"<start>(?:don't |didn't |do |did )?you (?:also |often |always |usually |still )*"
                r"(?P<deed><habit>.*?)(?:, [\w' ]+)?$"
            ),
        ),
    ),
)
"""How a rewrite is made, and of which words; the first that comes out clean is taken."""


_NAME = re.compile(r"(?<!\?P)<([a-z]+)>")


def _pattern(phrase: str) -> Pattern:
    return Pattern(_NAME.sub(lambda name: _PARTS[name[1]], phrase), re.IGNORECASE)


_MAKERS = tuple((_pattern(phrase), made) for made, phrases in _WAYS for phrase in phrases)

_TAIL = Pattern(
    r"(?:[,;]? (?:again|by itself|on its own"
    r"|instead|at all|more often|right|correct|in (?:the|a|one) (?:future"
    r"|place|click)"
    r"|one day|next (?:year|quarter|month|week|time)|every day|every week|automatically|for"
    r" (?:you|us)"
    r"|or something (?:like that|else)|why or why not))+$",
    re.IGNORECASE,
)
_CUT = Pattern(
    r"[,;:—–(…\"“”?]|[.!] | - | (?:if|when|because|so that|and would|and how|and what|than) ",
    re.IGNORECASE,
)
_REFUSED = Pattern(
    r"\b(?:we|our|us|I|my|would|could|should|might|will|it'll|wouldn't|which|that one"
    r"|something|this"
    r"|these|do so|do that)\b|^(?:it|that|them|those)$|\b(?:up|out|off|to|for|with|about|into"
    r"|the|a|an)$",
    re.IGNORECASE,
)
_STARTS = Pattern(
    r"(?!(?:be|is|are|was|the|a|an|not|say|think|feel|agree)\b)[a-z][a-z-]+\b", re.IGNORECASE
)
_JOINS = Pattern(r"^(?:and|plus|&) (?:also |then )?", re.IGNORECASE)
_NO_BARE = {"does": "do", "has": "have", "goes": "go"}


def rewrite(question: str, found: Sequence[Sign]) -> str:
    """A better question, or two for one that was two.

    Args:
        question: as it was found.
        found: what gives it away, at least one sign.
    """
    return next(each for each in _candidates(question, found) if _is_clean(each))


def _candidates(question: str, found: Sequence[Sign]) -> Iterator[str]:
    kinds = [sign.kind for sign in found]
    if kinds == [Kind.COMPOUND]:
        yield from _halves(question, found[0])
    text = question.replace("’", "'").rstrip(" ?!.？")
    if len(text) <= 4 * _LONGEST:
        for pattern, made in _MAKERS:
            match = pattern.search(text)
            better = made(match) if match is not None else None
            if better is not None and len(better) <= _LONGEST:
                yield better
    yield GENERAL[Kind.PITCHING if Kind.PITCHING in kinds else kinds[0]]


def _halves(question: str, sign: Sign) -> Iterator[str]:
    """One question after the other."""
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


def _deed(text: str) -> str | None:
    """What somebody does, as far as it is told: it begins with a verb."""
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


def _is_clean(text: str) -> bool:
    """Whether the rules leave a rewrite alone, and find it to be a question."""
    asked = questions(text).questions
    return bool(asked) and not any(signs(each.text) for each in asked)
