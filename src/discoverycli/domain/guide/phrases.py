"""Owns the phrases that make a question lead, imagine, double up or pitch, each with its reason.

A phrase is a regular expression in which `<name>` stands for one of `PARTS`; it matches the words
that give the question away and no others. Whatever lies between two words is bounded, so that
looking for a phrase takes time in proportion to the text.
"""

from __future__ import annotations

from discoverycli.domain.guide.words import Kind, Rule

_IMAGINED = "What people say they would do is a guess, and a friendly one; what they did is a fact."
_FUTURE = "Plans and forecasts cost nothing to give; ask for what has already been done."
_NOD = "It reads out our own conclusion and asks them to nod."
_JUDGED = "It names one judgement and lets them confirm it."
_FELT = "It names one feeling and lets them confirm it."
_TWO = "Two questions at once: people answer one of them, and you will not know which."
PITCH = "Once they know what we would like to hear, praise is all that can be heard."
HELD_OUT = "It holds out a solution; whoever is friendly will take it, and nobody has to pay."

RULES = (
    Rule(
        Kind.LEADING,
        "tag",
        "The tag at the end asks for a nod, and a nod is cheaper than the truth.",
        (
            (
                r"(?<=[,;–—-] )(?:right(?! (?:now|away|after|before|then|here)\b)|correct|no|yes"
                r"|yeah"
                r"|eh|huh|agreed|true|am I right)(?: (?!or\b)<word>)? ?[?]+$"
            ),
            r"(?<=[,;–—-] )<not> (?:you|it|that|they|he|she|we|there)(?: think| say)? ?[?]+$",
            r"(?<=[,;–—-] )<aux> (?:you|it|they) not ?[?]+$",
        ),
    ),
    Rule(
        Kind.LEADING,
        "negation",
        "A question put in the negative expects a yes, and is polite to nobody who means no.",
        (
            r"<start><not> (?:you|it|that|this|they|there|we|people|(?:your|the) <word>)\b",
            r"<start>(?:do|does|did|is|are|have|has|would) (?:you|it|that|this|they) not\b",
        ),
    ),
    Rule(
        Kind.LEADING,
        "claim",
        "It reads out our own opinion and asks them to agree with it.",
        (
            r"\b(?:do|did|would) you (?:not )?agree\b(?! (?:on|to)\b)|\byou'd agree\b",
            r"\b(?:is|would) it (?:be )?(?:fair|safe) to say\b|\bis it (?:not )?true that\b",
            r"\bwould you say (?:that|it's|it is|you(?:'re| are))\b",
            r"<start>(?:do|did) you <often>find that\b(?! any\b)(?= <word> <word> )",
            r"\b(?:it|that) must (?:have been|be (?:very|so|really|quite|<judged>))\b",
        ),
    ),
    Rule(
        Kind.LEADING,
        "claim",
        "It says what the answer is before anyone could give one.",
        (
            r"<start>(?:surely|obviously|clearly|of course|no doubt|needless to say)\b",
            r"<start>(?:as )?(?:we all|everyone) knows?\b",
        ),
    ),
    Rule(
        Kind.LEADING,
        "claim",
        _NOD,
        (
            r"<first>(?:it sounds like|it seems(?: like| that)?)\b(?!<asks>)",
            r"<first>I (?:guess|assume|bet|take it|imagine|suppose)\b(?!<asks>)",
        ),
    ),
    Rule(
        Kind.LEADING,
        "claim",
        "It is a statement with a question mark behind it: they only have to nod.",
        (
            (
                r"^(?:so|okay|ok|right|then),? (?:you|they|there|it|this|that|we)"
                r"(?:'re|'s| are| is| were| was| [a-z]+)?(?= <word> <word>(?!<asks>)[^?]*[?]$)"
            ),
            (
                r"^you(?:'re)? (?!mentioned|said|told|talked|described|spoke|wrote|noted|ok"
                r"|okay)[a-z]+"
                r"(?= <word> <word>(?!<asks>)[^?]*[?]$)"
            ),
        ),
    ),
    Rule(
        Kind.LEADING,
        "answer",
        "It brings the answer along; without it they would have to find their own.",
        (
            (
                r"\b(?:is|was) (?:it|that|this) (?:mainly |mostly |simply |just |really |perhaps "
                r"|maybe "
                r"|probably |partly )*because\b"
            ),
            r"<start>(?:is|was) (?:it|that|this) (?:simply|mainly|mostly|probably)\b",
        ),
    ),
    Rule(
        Kind.LEADING,
        "one-sided",
        "It offers one end of the scale only, so the answer can only say how much.",
        (
            (
                r"\bhow (?:very |really |much (?:more )?)?<judged><alone>"
                r"(?= (?:is|was|are|were|do|does|did|has|have|it|would|can)\b)"
            ),
        ),
    ),
    Rule(
        Kind.LEADING,
        "one-sided",
        _JUDGED,
        (
            (
                r"<start>(?:is|was|were|are) (?:it|this|that|they|(?:the|your|our) [^,?]{1,60}?)"
                r" <very><judged><alone>"
            ),
            (
                r"\b(?:do|did) you (?:<word> )?(?:find|think|feel|believe|consider)\b[^,?]{1,80}?"
                r" <very>"
                r"(?:<judged>|(?:good|better|important|worth|enough)\b)<alone>"
            ),
        ),
    ),
    Rule(
        Kind.LEADING,
        "one-sided",
        _FELT,
        (
            (
                r"<start>(?:do|did) you (?:really |also )?(?:like|love|enjoy|hate|dislike)\b(?!"
                r" to\b)"
                r"<alone>"
            ),
            r"<start>are you (?:\w+ly )?<feeling> (?:with|by|of|about)\b<us><alone>",
        ),
    ),
    Rule(
        Kind.LEADING,
        "assumes",
        "It takes for granted that there was a gain, and asks only for its size.",
        (r"\bwhat (?:<word> ){0,2}?<gain> (?:have|has|did|do|does|are|were|can)\b",),
    ),
    Rule(
        Kind.LEADING,
        "assumes",
        "It asks for the good result only; where there was none, they will look for one.",
        (
            (
                r"\b(?:did|do|have|has|does) (?:<word> ){1,9}?<gave> (?:you |your <word> )?"
                r"(?:any |some |real |measurable |tangible |much |clear |a lot of )*<gain>(?! or\b)"
            ),
        ),
    ),
    Rule(
        Kind.LEADING,
        "assumes",
        "It takes for granted that it helped.",
        (
            (
                r"\bhow (?:does|did|has|have) (?!you\b|they\b|we\b|your\b)(?:<word>"
                r" ){1,4}?(?:help|helped"
                r"|improve|improved|benefit|benefited|simplify|simplified)\b"
            ),
            (
                r"\bhow (?:does|did|has|have) (?!you\b|they\b|we\b|your\b)(?:<word>"
                r" ){1,4}?(?:make|made) "
                r"(?:<word> ){1,3}?(?:better|easier|faster|simpler|nicer)\b"
            ),
        ),
    ),
    Rule(
        Kind.LEADING,
        "assumes",
        "It takes the feeling or the gain for granted, and asks only how large it was.",
        (
            (
                r"\bwhat(?: is| was| were| are|'s) (?:so |much )?(?:easier|better|faster|simpler"
                r"|nicer"
                r"|great) about\b"
            ),
            r"\bwhat (?:do|did) you (?:love|hate|enjoy)\b",
            r"\bhow much (?:do|did|does) (?:<word> ){1,4}?(?:love|like|enjoy|hate|save|help)\b",
            r"\bhow much (?:easier|better|faster|simpler)\b",
            r"\bhow much time (?:do|did|does|has) (?:<word> ){1,4}?saved?\b",
        ),
    ),
    Rule(
        Kind.LEADING,
        "trouble",
        "Offered a trouble, people find one; it does not tell whether they ever acted on it.",
        (
            (
                r"\bdo(?:es)? (?:you|your <word>|people|they) <often>have (?:any |much |a lot of )?"
                r"(?:trouble|problems?|difficult(?:y|ies)|issues?|a hard time|a problem)\b<us>"
            ),
            (
                r"\bdo(?:es)? (?:you|your <word>|people|they) <often>(?:struggle|suffer|dread"
                r"|waste)\b<us>"
            ),
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "would",
        _IMAGINED,
        (
            r"(?!<polite>)\bwould(?:n't)? <anybody>",
            r"(?!<polite>)<start>would(?:n't)? (?!be\b)<word>",
            r"\b(?:what|which) (?!<polite>)would <word>",
        ),
        # Advice, or what was said, in the form of a would.
        (
            r"\b(?:what|who|whom|which)\b[^?]{0,60}\bwould you (?:recommend|suggest|advise)\b",
            r"\bbeen (?:told|asked|promised)\b[^?]{0,60}\bwould\b",
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "if",
        _IMAGINED,
        (
            r"\bwhat if\b|\bif (?:you|we|I|they|one) could\b(?!n't)",
            (
                r"\bif (?:you|we|I|it|there|that|(?:the|a|your|our) <word>(?: <word>)?) were"
                r" (?:to|able|going|no|a|an)\b"
            ),
            (
                r"\bin an? (?:ideal|perfect) world\b|\bmagic wand\b|\bhypothetically\b"
                r"|\bmoney were no object\b"
            ),
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "imagine",
        _IMAGINED,
        (
            r"<start>(?:imagine|suppose|pretend|picture (?:a|this|that|yourself)|let's say)\b",
            r"<start>assum(?:e|ing)(?: that)? (?:you|we|there|it)\b",
            r"\b(?:can|could) you (?:ever )?(?:imagine|picture|see yourself)\b",
            r"\bdo you see yourself\b",
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "will",
        _FUTURE,
        (
            r"\b(?:what|when|how) will <word>",
            (
                r"\bwill (?!you (?:please|walk|tell|show|share|describe|let|join|help)\b)(?:you"
                r"|your <word>"
                r"|it|this|they|people|users|customers|there|the <word>)\b"
            ),
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "plans",
        _FUTURE,
        (
            r"\b(?:future|any|long-term|short-term) plans\b|\b(?:are|is) your (?:<word> )?plans\b",
            r"\bdo you (?:already )?have (?:<word> )?plans\b",
            (
                r"\bdo(?:es)? (?:you|they|your <word>|people) (?:\w+ly |still )?(?:plan (?:to|on)"
                r"|intend to|hope to|foresee)\b"
            ),
            (
                r"\bdo(?:es)? (?:<word> ){1,3}(?:expect|anticipate)(?: (?!of\b"
                r"|from\b)<word>){0,3}? to"
                r" <grow>"
            ),
            r"\bare you (?:planning|intending|considering|thinking (?:of|about))\b",
            r"\bare you going to (?!the\b|a\b|an\b|any\b|conferences|events|meetups|school|work)",
            r"\bhow likely (?:are|is|would|do)\b|\bare you likely to\b",
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "future",
        _FUTURE,
        (
            r"\bthe future (?:hold|look|bring)s?\b|(?<!you )\bin the (?:near |distant )?future\b",
            r"\b[\w-]+ years? from now\b|\blooking forward to\b",
            r"\bwhere do you see (?:you|your|this|it|the)\b",
            (
                r"\bdo you think (?:that )?(?:you|it|this|that|they|people|users|customers"
                r"|(?:your|the|our) <word>)(?:'ll|'d| will| would| might| could)\b"
            ),
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "wish",
        "A wish costs nothing to make and does not say what it would be worth.",
        (r"\bwish ?-?list\b|\b(?:do|did|would) you wish\b|\byou wish (?:it|there|the|they|we)\b",),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "should",
        "It has them design for us; ask where today's way let them down, and design yourself.",
        (
            r"<start>should (?!I\b|we (?:talk|speak|know|meet|keep|start)\b)<word>",
            (
                r"\b(?:what|which|how|where)(?: <word>){0,4}? should (?:it|this|that|our"
                r"|we (?:build|add|offer|make|improve|change|fix|include|charge|call|name)"
                r"|the (?:<word> )?<thing>)\b"
            ),
            r"\b(?:what|which|how|where)(?: <word>){0,4}? might (?:we|you|it|they)\b",
        ),
    ),
    Rule(
        Kind.HYPOTHETICAL,
        "could",
        _IMAGINED,
        (
            r"<start>could (?!you\b|we\b|I\b|one\b|either\b|any|some|each\b)<word>",
            r"\bwhat could (?:we|help|make|be (?:done|built|added))\b",
        ),
    ),
    Rule(
        Kind.COMPOUND,
        "two questions",
        _TWO,
        (
            (
                r"<also>(?:(?:in|on|for|from|to|with|at) )?<who><inside>{0,3}? <aux> (?:you|your"
                r"|they|their"
                r"|it|its|this|that|these|those|the|an?|he|she|we|our|there|people|most|any)\b"
            ),
            r"<also>(?:do|have|had) (?:you|they|he|she|we)\b",
            (
                r"<also>(?:does|did|has) (?:(?:you|they|he|she|we|that|this|your|the|anyone)\b|it"
                r" <word>)"
            ),
            (
                r"<also>(?:is|are|was|were|can|could|would|will|should) (?:you|your|they|their|it"
                r"|he|she"
                r"|we|our|there|any|this|that)\b"
            ),
        ),
        # The other end of one scale: "what was easy and what was hard".
        (
            (
                r"\b(?:and|plus) what (?:<word> ){1,3}?(?:dislike|hate|hard|harder|difficult|bad"
                r"|badly"
                r"|worse|worst|wrong|like|well|good|better|best|easy)\b"
            ),
        ),
    ),
    Rule(
        Kind.COMPOUND,
        "two questions",
        _TWO,
        (
            (
                r"\band (?:what|which|who)(?: \w+ly)? (?:is|was|are|were|makes?|made|happens?"
                r"|happened"
                r"|causes?|caused|decides?|decided|pays?|paid|leads?|led|helps?|helped"
                r"|(?<=who )[a-z]{2,}s)\b"
            ),
        ),
        # Verbs that take a question inside: "do you know who decides and who pays" is one.
        (
            (
                r"\b(?:know|tell|told|describe|share|explain|remember|recall|walk|show|give|decide"
                r"|learn|understand|see|say|find out|about)\b[^?]{0,300} and (?:what|which|who)\b"
            ),
            (
                r"\b(?:and|plus) what (?:<word> ){1,3}?(?:hard|difficult|bad|badly|wrong|well"
                r"|good|easy)\b"
            ),
        ),
    ),
    Rule(
        Kind.COMPOUND,
        "two measures",
        "Two measures in one answer: nobody can tell which of them it is about.",
        (
            (
                r"(?<=\bhow )(?!and\b)[\w-]+ and [\w-]+(?= (?:is|are|was|were|do|does|did|would"
                r"|can)\b)"
            ),
        ),
    ),
    Rule(
        Kind.PITCHING,
        "opinion",
        PITCH,
        (
            (
                r"\bwhat (?:do|would|did) you think (?:of|about) (?:our|this|my|these|the new|the"
                r" idea)\b"
            ),
            r"\b(?:do|would|did) you like (?:this|our|my|the new|the idea)\b",
            r"\bhow (?:does|would) (?:this|that|it) sound\b",
            r"\bdoes (?:this|that) sound (?:good|useful|interesting|helpful|like something)\b",
            (
                r"\b(?:is|would) (?:this|that|it) (?:be )?something (?:that )?you(?:'d| would|"
                r" could"
                r"| might| want| need)\b"
            ),
            r"\b(?:would|could|does) (?:this|that) (?:solve|help you)\b",
            r"\bdid you know (?:that )?(?:we|our)\b",
        ),
    ),
    Rule(
        Kind.PITCHING,
        "solution",
        HELD_OUT,
        (
            (
                r"\bdo(?:n't)? you (?:want|need) (?:an?|this|such an?|some|our) (?:<word>"
                r" ){0,3}?<thing>\b"
            ),
        ),
    ),
    Rule(
        Kind.PITCHING,
        "ours",
        PITCH,
        (
            (
                r"\b(?:we|I)(?:'re|'m| are| am|'ve| have|'ll| will|'d like to| want to| plan to|"
                r" hope to"
                r"| were to| could| can)? <ing><make>(?! (?:note|recording|sure|interview|study"
                r"|picture)\b)"
            ),
        ),
    ),
)
"""In the order they are asked in: the first of a kind is told."""

OURS = (
    (
        r"\b(?:our|my) (?:<word> ){0,2}?(?:<thing>|ideas?|concepts?|designs?|mock-?ups?|drafts?"
        r"|pricing|roadmap|site|beta|demo|offer|offering)\b"
    ),
    r"\b(?:new|draft|proposed|planned|upcoming) (?:draft )?(?:designs?|versions?|pages?|<thing>)\b",
)
"""What we have to offer: a pitch where something is imagined, or an opinion asked for."""

OPINION = (
    (
        r"\b(?:think (?:of|about)|opinions? (?:of|on|about)|feel about|thoughts (?:on|about)|useful"
        r"|helpful|valuable|effective|appealing|attractive|interested|buy|pay|recommend|sounds?"
        r"|prefer"
        r"|solve|like (?:about )?(?:our|the new))\b"
    ),
)
"""Words that ask for an opinion."""

SOLUTION = (
    r"\b<earn> (?:an?|this|such an?|some|our) (?:(?!that\b|which\b)<word> ){0,3}?<thing>\b",
)
"""A thing that would help: a pitch where something is imagined."""
