"""Finds the words that make a question lead, imagine, double up or pitch, each with its reason.

Rules look at the wording alone, and in English. They are written to miss rather than to cry wolf:
a polite "would you mind", a follow-up ("and if so, how?") and a question about what somebody did
with our product are left alone. See `docs/methods.md#interview-guides`.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from discoverycli.domain.text.patterns import Pattern


class Fault(StrEnum):
    """What can be wrong with a question."""

    LEADING = "leading"
    HYPOTHETICAL = "hypothetical"
    COMPOUND = "compound"
    PITCHING = "pitching"


class Sign(NamedTuple):
    """Words that give a question away: the rule, why it matters, and where they stand."""

    kind: Fault
    rule: str
    words: str
    reason: str
    start: int
    end: int


class _Rule(NamedTuple):
    """Phrases that share a name and a reason; `unless`, anywhere in a question, excuses it."""

    kind: Fault
    name: str
    reason: str
    phrases: Pattern
    unless: Pattern | None


_REASONS = r"""
negative A question put in the negative expects a yes, and is polite to nobody who means no.
imagined What people say they would do is a guess, and a friendly one; what they did is a fact.
future Plans and forecasts cost nothing to give; ask for what has already been done.
designing It has them design for us; ask where today's way let them down, and design yourself.
two Two questions at once: people answer one of them, and you will not know which.
pitch Once they know what we would like to hear, praise is all that can be heard.
offered It holds out a solution; whoever is friendly will take it, and nobody has to pay.
"""
"""The reasons that several rules share, and those that are too long for a line of the table."""

_PARTS = r"""
# Where a clause begins: alone, behind a stop, or behind one of these words.
start (?:^|(?<=[.,;:!?(–—…“\"-])|(?<=[.,;:!?–—…-] )|(?<=\bso )|(?<=\band )|(?<=\bbut )|(?<=\bwell )|
        (?<=\bnow )|(?<=\bthen )|(?<=\bok )|(?<=\bokay ))
first ^(?:(?:so|okay|ok|right|then|and)\b,? ){0,2}
aux (?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|should)
not (?:do|does|did|is|are|was|were|have|has|would|could|should|ca|wo)n't
who (?:who|what|which|when|where|why|how|whom|whose)
word [\w'-]+
thing (?:tools?|apps?|applications?|products?|services?|solutions?|platforms?|features?|software|
        systems?|dashboards?|bots?|chatbots?|plug-?ins?|assistants?|integrations?|websites?|portals?
        |prototypes?|widgets?|extensions?)
judged (?:easy|easier|hard|harder|difficult|simple|useful|helpful|valuable|beneficial|worthwhile|
        frustrating|frustrated|annoying|annoyed|painful|tedious|time-consuming|cumbersome|terrible|
        awful|great|amazing|exciting|excited|enjoyable|complex|complicated|confusing|stressful|slow|
        intuitive|user-friendly|straightforward|convenient|disappointing|disappointed|worried|
        concerned|unhappy|challenging)\b
feeling (?:frustrated|annoyed|unhappy|dissatisfied|tired|sick|fed up|happy|satisfied|excited|worried
        |concerned|overwhelmed)
very (?:(?:very|quite|so|too|more|most|really|rather|particularly|at all) )?
gain (?:improvements?|benefits?|advantages?|gains?|savings|value|(?:favou?rable|positive|better|good
        |great) (?:results?|outcomes?|effects?))\b
gave (?:see|seen|notice|noticed|get|got|experience|experienced|provided?|deliver|delivered|bring|
        brought|add|added|give|given|saved?)
often (?:ever |often |also |still |sometimes |usually |frequently )*
# The other end of the scale is offered too.
alone (?! or\b)(?![^?]{0,120}\bor (?:not|hard|difficult|easy|was|is|less|did|rather)\b)
# What begins like a statement asks after all.
asks (?=[^?]{0,300}\b(?:<who>|<aux> (?:you|your|they|it|there|we|he|she))\b)
us (?! (?:with |if )?(?:us|me|we|I|my|our|being|recording|this being)\b)
telling (?:introduce|start|begin|go|share|add|tell|talk|give|say|take|walk|show|ask|kick|discuss|
        know|join|participate|stop|pause|continue|speak|meet|let|help|connect|send|chat|be|put|do|
        have a)\b
rating (?:say|describe|call|rate|rank|characteri[sz]e|define|explain|summari[sz]e|assess|judge|
        estimate|classify|compare|tell|walk|show|share|agree|consider (?:yourself|your))\b
anyone (?:you|anyone|anybody|someone|one of you|either of you)
polite would (?:<anyone> (?:please\b|mind\b|care to\b|<rating>|(?:be (?:willing|able|happy|open|
        comfortable|ok|okay|free|available|prepared)|like) to <telling>|like (?:a break|some water|
        anything to drink)\b)|it be (?:ok|okay|all right|alright|possible|fine|convenient)\b|be (?:a
        |the) (?:good|best|right) (?:time|way|day|person|people|moment)\b)
anybody (?:you|your <word>|it|that|this|they|he|she|we|people|users|customers|anyone|anybody|someone
        |there|these|those|a|an|the)\b
grow (?:be|have|get|go|change|[\w-]*(?:row|ease|nge|inue|ase|op|ise|ize|and|end))\b
# A word inside a second question, which never begins with whom it is about.
inside (?: (?!(?:it|they|you|he|she|we|I|this|that|these|those|the|your|their|our|to)\b)<word>)
also (?<=[\w,;)] )(?:and|plus|&) (?:also |then )?
ing (?:(?:been|just|currently|also|now|recently|thinking of|planning to|planning on|considering|
        going to|started) ){0,2}
make (?:build|built|building|develop(?:ed|ing)?|designed|designing|creat(?:e|ed|ing)|launch(?:ed|
        ing)?|offer(?:ed|ing)?|add(?:ed|ing)? an?|working on|prototyp(?:e|ed|ing)|ship(?:ped|ping)?|
        mak(?:e|ing) an?|made an?)\b
earn (?:use|buy|try|want|need|like|have|build|built|see|get|purchase|install|for|should|was|were|is|
        imagine|if)
# What we have to offer: a pitch where something is imagined, or an opinion asked for.
ours \b(?:our|my) (?:<word> ){0,2}?(?:<thing>|ideas?|concepts?|designs?|mock-?ups?|drafts?|pricing|
        roadmap|site|beta|demo|offer|offering)\b|
        \b(?:new|draft|proposed|planned|upcoming) (?:draft )?(?:designs?|versions?|pages?|<thing>)\b
# Words that ask for an opinion.
opinion \b(?:think (?:of|about)|opinions? (?:of|on|about)|feel about|thoughts (?:on|about)|useful|
        helpful|valuable|effective|appealing|attractive|interested|buy|pay|recommend|sounds?|prefer|
        solve|like (?:about )?(?:our|the new))\b
# A thing that would help: a pitch where something is imagined.
solution \b<earn> (?:an?|this|such an?|some|our) (?:(?!that\b|which\b)<word> ){0,3}?<thing>\b
"""
"""What a `<name>` in a phrase stands for; it may hold names in turn."""

_RULES = r"""
leading tag: The tag at the end asks for a nod, and a nod is cheaper than the truth.
    (?<=[,;–—-] )(?:right(?! (?:now|away|after|before|then|here)\b)|correct|no|yes|yeah|eh|huh|
        agreed|true|am I right)(?: (?!or\b)<word>)? ?[?]+$
    (?<=[,;–—-] )<not> (?:you|it|that|they|he|she|we|there)(?: think| say)? ?[?]+$
    (?<=[,;–—-] )<aux> (?:you|it|they) not ?[?]+$
leading negation: negative
    <start><not> (?:you|it|that|this|they|there|we|people|(?:your|the) <word>)\b
    <start>(?:do|does|did|is|are|have|has|would) (?:you|it|that|this|they) not\b
leading claim: It reads out our own opinion and asks them to agree with it.
    \b(?:do|did|would) you (?:not )?agree\b(?! (?:on|to)\b)|\byou'd agree\b
    \b(?:is|would) it (?:be )?(?:fair|safe) to say\b|\bis it (?:not )?true that\b
    \bwould you say (?:that|it's|it is|you(?:'re| are))\b
    <start>(?:do|did) you <often>find that\b(?! any\b)(?= <word> <word> )
    \b(?:it|that) must (?:have been|be (?:very|so|really|quite|<judged>))\b
leading claim: It says what the answer is before anyone could give one.
    <start>(?:surely|obviously|clearly|of course|no doubt|needless to say)\b
    <start>(?:as )?(?:we all|everyone) knows?\b
leading claim: It reads out our own conclusion and asks them to nod.
    <first>(?:it sounds like|it seems(?: like| that)?)\b(?!<asks>)
    <first>I (?:guess|assume|bet|take it|imagine|suppose)\b(?!<asks>)
leading claim: It is a statement with a question mark behind it: they only have to nod.
    ^(?:so|okay|ok|right|then),? (?:you|they|there|it|this|that|we)(?:'re|'s| are| is| were| was
        | [a-z]+)?(?= <word> <word>(?!<asks>)[^?]*[?]$)
    ^you(?:'re)? (?!mentioned|said|told|talked|described|spoke|wrote|noted|ok|
        okay)[a-z]+(?= <word> <word>(?!<asks>)[^?]*[?]$)
leading answer: It brings the answer along; without it they would have to find their own.
    \b(?:is|was) (?:it|that|this) (?:mainly |mostly |simply |just |really |perhaps |maybe |
        probably |partly )*because\b
    <start>(?:is|was) (?:it|that|this) (?:simply|mainly|mostly|probably)\b
leading one-sided: It offers one end of the scale only, so the answer can only say how much.
    \bhow (?:very |really |much (?:more )?)?<judged><alone>(?= (?:is|was|are|were|do|does|did|has|
        have|it|would|can)\b)
leading one-sided: It names one judgement and lets them confirm it.
    <start>(?:is|was|were|are) (?:it|this|that|they|(?:the|your|
        our) [^,?]{1,60}?) <very><judged><alone>
    \b(?:do|did) you (?:<word> )?(?:find|think|feel|believe|
        consider)\b[^,?]{1,80}? <very>(?:<judged>|(?:good|better|important|worth|enough)\b)<alone>
leading one-sided: It names one feeling and lets them confirm it.
    <start>(?:do|did) you (?:really |also )?(?:like|love|enjoy|hate|dislike)\b(?! to\b)<alone>
    <start>are you (?:\w+ly )?<feeling> (?:with|by|of|about)\b<us><alone>
leading assumes: It takes for granted that there was a gain, and asks only for its size.
    \bwhat (?:<word> ){0,2}?<gain> (?:have|has|did|do|does|are|were|can)\b
leading assumes: It asks for the good result only; where there was none, they will look for one.
    \b(?:did|do|have|has|does) (?:<word> ){1,9}?<gave> (?:you |your <word> )?(?:any |some |real |
        measurable |tangible |much |clear |a lot of )*<gain>(?! or\b)
leading assumes: It takes for granted that it helped.
    \bhow (?:does|did|has|have) (?!you\b|they\b|we\b|your\b)(?:<word> ){1,4}?(?:help|helped|improve|
        improved|benefit|benefited|simplify|simplified)\b
    \bhow (?:does|did|has|have) (?!you\b|they\b|we\b|your\b)(?:<word> ){1,4}?(?:make|
        made) (?:<word> ){1,3}?(?:better|easier|faster|simpler|nicer)\b
leading assumes: It takes the feeling or the gain for granted, and asks only how large it was.
    \bwhat(?: is| was| were| are|'s) (?:so |much )?(?:easier|better|faster|simpler|nicer|
        great) about\b
    \bwhat (?:do|did) you (?:love|hate|enjoy)\b
    \bhow much (?:do|did|does) (?:<word> ){1,4}?(?:love|like|enjoy|hate|save|help)\b
    \bhow much (?:easier|better|faster|simpler)\b
    \bhow much time (?:do|did|does|has) (?:<word> ){1,4}?saved?\b
leading trouble: Offered a trouble, people find one; it does not tell whether they ever acted on it.
    \bdo(?:es)? (?:you|your <word>|people|they) <often>have (?:any |much |a lot of )?(?:trouble|
        problems?|difficult(?:y|ies)|issues?|a hard time|a problem)\b<us>
    \bdo(?:es)? (?:you|your <word>|people|they) <often>(?:struggle|suffer|dread|waste)\b<us>
hypothetical would: imagined
    (?!<polite>)\bwould(?:n't)? <anybody>
    (?!<polite>)<start>would(?:n't)? (?!be\b)<word>
    \b(?:what|which) (?!<polite>)would <word>
    # Advice, or what was said, in the form of a would.
    unless \b(?:what|who|whom|which)\b[^?]{0,60}\bwould you (?:recommend|suggest|advise)\b
    unless \bbeen (?:told|asked|promised)\b[^?]{0,60}\bwould\b
hypothetical if: imagined
    \bwhat if\b|\bif (?:you|we|I|they|one) could\b(?!n't)
    \bif (?:you|we|I|it|there|that|(?:the|a|your|our) <word>(?: <word>)?) were (?:to|able|going|no|a
        |an)\b
    \bin an? (?:ideal|perfect) world\b|\bmagic wand\b|\bhypothetically\b|\bmoney were no object\b
hypothetical imagine: imagined
    <start>(?:imagine|suppose|pretend|picture (?:a|this|that|yourself)|let's say)\b
    <start>assum(?:e|ing)(?: that)? (?:you|we|there|it)\b
    \b(?:can|could) you (?:ever )?(?:imagine|picture|see yourself)\b
    \bdo you see yourself\b
hypothetical will: future
    \b(?:what|when|how) will <word>
    \bwill (?!you (?:please|walk|tell|show|share|describe|let|join|help)\b)(?:you|your <word>|it|
        this|they|people|users|customers|there|the <word>)\b
hypothetical plans: future
    \b(?:future|any|long-term|short-term) plans\b|\b(?:are|is) your (?:<word> )?plans\b
    \bdo you (?:already )?have (?:<word> )?plans\b
    \bdo(?:es)? (?:you|they|your <word>|people) (?:\w+ly |still )?(?:plan (?:to|on)|intend to|
        hope to|foresee)\b
    \bdo(?:es)? (?:<word> ){1,3}(?:expect|anticipate)(?: (?!of\b|from\b)<word>){0,3}? to <grow>
    \bare you (?:planning|intending|considering|thinking (?:of|about))\b
    \bare you going to (?!the\b|a\b|an\b|any\b|conferences|events|meetups|school|work)
    \bhow likely (?:are|is|would|do)\b|\bare you likely to\b
hypothetical future: future
    \bthe future (?:hold|look|bring)s?\b|(?<!you )\bin the (?:near |distant )?future\b
    \b[\w-]+ years? from now\b|\blooking forward to\b
    \bwhere do you see (?:you|your|this|it|the)\b
    \bdo you think (?:that )?(?:you|it|this|that|they|people|users|customers|(?:your|the|
        our) <word>)(?:'ll|'d| will| would| might| could)\b
hypothetical wish: A wish costs nothing to make and does not say what it would be worth.
    \bwish ?-?list\b|\b(?:do|did|would) you wish\b|\byou wish (?:it|there|the|they|we)\b
hypothetical should: designing
    <start>should (?!I\b|we (?:talk|speak|know|meet|keep|start)\b)<word>
    \b(?:what|which|how|where)(?: <word>){0,4}? should (?:it|this|that|our|we (?:build|add|offer|
        make|improve|change|fix|include|charge|call|name)|the (?:<word> )?<thing>)\b
    \b(?:what|which|how|where)(?: <word>){0,4}? might (?:we|you|it|they)\b
hypothetical could: imagined
    <start>could (?!you\b|we\b|I\b|one\b|either\b|any|some|each\b)<word>
    \bwhat could (?:we|help|make|be (?:done|built|added))\b
compound two questions: two
    <also>(?:(?:in|on|for|from|to|with|at) )?<who><inside>{0,3}? <aux> (?:you|your|they|their|it|its
        |this|that|these|those|the|an?|he|she|we|our|there|people|most|any)\b
    <also>(?:do|have|had) (?:you|they|he|she|we)\b
    <also>(?:does|did|has) (?:(?:you|they|he|she|we|that|this|your|the|anyone)\b|it <word>)
    <also>(?:is|are|was|were|can|could|would|will|should) (?:you|your|they|their|it|he|she|we|our|
        there|any|this|that)\b
    # The other end of one scale: "what was easy and what was hard".
    unless \b(?:and|plus) what (?:<word> ){1,3}?(?:dislike|hate|hard|harder|difficult|bad|badly|
        worse|worst|wrong|like|well|good|better|best|easy)\b
compound two questions: two
    \band (?:what|which|who)(?: \w+ly)? (?:is|was|are|were|makes?|made|happens?|happened|causes?|
        caused|decides?|decided|pays?|paid|leads?|led|helps?|helped|(?<=who )[a-z]{2,}s)\b
    # Verbs that take a question inside: "do you know who decides and who pays" is one.
    unless \b(?:know|tell|told|describe|share|explain|remember|recall|walk|show|give|decide|learn|
        understand|see|say|find out|about)\b[^?]{0,300} and (?:what|which|who)\b
    unless \b(?:and|plus) what (?:<word> ){1,3}?(?:hard|difficult|bad|badly|wrong|well|good|easy)\b
compound two measures: Two measures in one answer: nobody can tell which of them it is about.
    (?<=\bhow )(?!and\b)[\w-]+ and [\w-]+(?= (?:is|are|was|were|do|does|did|would|can)\b)
pitching opinion: pitch
    \bwhat (?:do|would|did) you think (?:of|about) (?:our|this|my|these|the new|the idea)\b
    \b(?:do|would|did) you like (?:this|our|my|the new|the idea)\b
    \bhow (?:does|would) (?:this|that|it) sound\b
    \bdoes (?:this|that) sound (?:good|useful|interesting|helpful|like something)\b
    \b(?:is|would) (?:this|that|it) (?:be )?something (?:that )?you(?:'d| would| could| might| want
        | need)\b
    \b(?:would|could|does) (?:this|that) (?:solve|help you)\b
    \bdid you know (?:that )?(?:we|our)\b
pitching solution: offered
    \bdo(?:n't)? you (?:want|need) (?:an?|this|such an?|some|our) (?:<word> ){0,3}?<thing>\b
pitching ours: pitch
    \b(?:we|I)(?:'re|'m| are| am|'ve| have|'ll| will|'d like to| want to| plan to| hope to| were to
        | could| can)? <ing><make>(?! (?:note|recording|sure|interview|study|picture)\b)
"""
"""The rules in the order they are asked in: the first of a kind is told.

A rule is its kind, its name and its reason. The lines below are its phrases: regular expressions
that match the words that give the question away, and no others. Whatever lies between two words is
bounded, so that looking for a phrase takes time in proportion to the text.
"""


def named(text: str) -> dict[str, str]:
    """A table of names, each with what it stands for."""
    return dict(line.split(" ", 1) for line in _lines(text))


def grouped(text: str) -> list[tuple[str, list[str]]]:
    """The heads of a table, each with the phrases that are indented below it."""
    found: list[tuple[str, list[str]]] = []
    for line in _lines(text):
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


def _lines(text: str) -> Iterator[str]:
    """A line indented by eight continues the one above without a blank; `# ` begins a comment."""
    for line in re.sub(r"\n {8}", "", text).splitlines():
        if line and not line.lstrip().startswith("# "):
            yield line


def pattern(source: str, parts: Mapping[str, str]) -> Pattern:
    """An expression in either case, with what its names stand for."""
    while (name := _NAME.search(source)) is not None:
        source = source.replace(name[0], parts[name[1]])
    return Pattern(source, re.IGNORECASE)


_NAME = re.compile(r"(?<!\?P)<([a-z]+)>")


def _rules() -> Iterator[_Rule]:
    for head, phrases in grouped(_RULES):
        title, reason = head.split(": ", 1)
        kind, name = title.split(" ", 1)
        excuses = [each.removeprefix("unless ") for each in phrases if each.startswith("unless ")]
        wrong = "|".join(each for each in phrases if not each.startswith("unless "))
        yield _Rule(
            Fault(kind),
            name,
            _SHARED.get(reason, reason),
            pattern(wrong, _NAMED),
            pattern("|".join(excuses), _NAMED) if excuses else None,
        )


_SHARED, _NAMED = named(_REASONS), named(_PARTS)
_ALL = tuple(_rules())
_OURS, _OPINION, _SOLUTION = (
    pattern(f"<{name}>", _NAMED) for name in ("ours", "opinion", "solution")
)


def signs(question: str) -> tuple[Sign, ...]:
    """What gives a question away: at most one sign of each kind, in the order of `Fault`.

    Args:
        question: as `domain.guide.questions` finds it: on one line and without markup.
    """
    text = question.replace("’", "'")
    found: dict[Fault, Sign] = {}

    def note(kind: Fault, name: str, reason: str, match: re.Match[str]) -> None:
        start, end = match.span()
        found[kind] = Sign(kind, name, question[start:end].strip(), reason, start, end)

    for rule in _ALL:
        match = None if rule.kind in found else rule.phrases.search(text)
        if match is not None and (rule.unless is None or rule.unless.search(text) is None):
            note(rule.kind, rule.name, rule.reason, match)
    if Fault.PITCHING not in found:
        imagined = Fault.HYPOTHETICAL in found
        ours = _OURS.search(text)
        if ours is not None and (imagined or _OPINION.search(text)):
            note(Fault.PITCHING, "ours", _SHARED["pitch"], ours)
        elif imagined and (thing := _SOLUTION.search(text)) is not None:
            note(Fault.PITCHING, "solution", _SHARED["offered"], thing)
    return tuple(found[kind] for kind in Fault if kind in found)
