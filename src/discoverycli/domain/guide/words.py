"""Owns the words that a guide's rules are made of, each kind of them under a name."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What can be wrong with a question."""

    LEADING = "leading"
    HYPOTHETICAL = "hypothetical"
    COMPOUND = "compound"
    PITCHING = "pitching"


class Rule(NamedTuple):
    """Phrases that share a name and a reason.

    `unless`: phrases that excuse the question wherever they stand in it.
    """

    kind: Kind
    name: str
    reason: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


PARTS = {
    # Where a clause begins: alone, behind a stop, or behind one of these words.
    "start": (
        r"(?:^|(?<=[.,;:!?(–—…“\"-])|(?<=[.,;:!?–—…-] )|(?<=\bso )|(?<=\band )|(?<=\bbut )"
        r"|(?<=\bwell )|(?<=\bnow )|(?<=\bthen )|(?<=\bok )|(?<=\bokay ))"
    ),
    "first": r"^(?:(?:so|okay|ok|right|then|and)\b,? ){0,2}",
    "aux": r"(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|should)",
    "not": r"(?:do|does|did|is|are|was|were|have|has|would|could|should|ca|wo)n't",
    "who": r"(?:who|what|which|when|where|why|how|whom|whose)",
    "word": r"[\w'-]+",
    "thing": (
        r"(?:tools?|apps?|applications?|products?|services?|solutions?|platforms?|features?"
        r"|software|systems?|dashboards?|bots?|chatbots?|plug-?ins?|assistants?|integrations?"
        r"|websites?|portals?|prototypes?|widgets?|extensions?)"
    ),
    "judged": (
        r"(?:easy|easier|hard|harder|difficult|simple|useful|helpful|valuable|beneficial"
        r"|worthwhile|frustrating|frustrated|annoying|annoyed|painful|tedious|time-consuming"
        r"|cumbersome|terrible|awful|great|amazing|exciting|excited|enjoyable|complex|complicated"
        r"|confusing|stressful|slow|intuitive|user-friendly|straightforward|convenient"
        r"|disappointing|disappointed|worried|concerned|unhappy|challenging)\b"
    ),
    "feeling": (
        r"(?:frustrated|annoyed|unhappy|dissatisfied|tired|sick|fed up|happy|satisfied|excited"
        r"|worried|concerned|overwhelmed)"
    ),
    "very": r"(?:(?:very|quite|so|too|more|most|really|rather|particularly|at all) )?",
    "gain": (
        r"(?:improvements?|benefits?|advantages?|gains?|savings|value"
        r"|(?:favou?rable|positive|better|good|great) (?:results?|outcomes?|effects?))\b"
    ),
    "gave": (
        r"(?:see|seen|notice|noticed|get|got|experience|experienced|provided?|deliver|delivered"
        r"|bring|brought|add|added|give|given|saved?)"
    ),
    "often": r"(?:ever |often |also |still |sometimes |usually |frequently )*",
    # The other end of the scale is offered too.
    "alone": (r"(?! or\b)(?![^?]{0,120}\bor (?:not|hard|difficult|easy|was|is|less|did|rather)\b)"),
    # What begins like a statement asks after all.
    "asks": (r"(?=[^?]{0,300}\b(?:<who>|<aux> (?:you|your|they|it|there|we|he|she))\b)"),
    "us": r"(?! (?:with |if )?(?:us|me|we|I|my|our|being|recording|this being)\b)",
    "telling": (
        r"(?:introduce|start|begin|go|share|add|tell|talk|give|say|take|walk|show|ask|kick|discuss"
        r"|know|join|participate|stop|pause|continue|speak|meet|let|help|connect|send|chat|be|put"
        r"|do|have a)\b"
    ),
    "rating": (
        r"(?:say|describe|call|rate|rank|characteri[sz]e|define|explain|summari[sz]e|assess|judge"
        r"|estimate|classify|compare|tell|walk|show|share|agree|consider (?:yourself|your))\b"
    ),
    "anyone": r"(?:you|anyone|anybody|someone|one of you|either of you)",
    "polite": (
        r"would (?:<anyone> (?:please\b|mind\b|care to\b|<rating>"
        r"|(?:be (?:willing|able|happy|open|comfortable|ok|okay|free|available|prepared)|like)"
        r" to <telling>|like (?:a break|some water|anything to drink)\b)"
        r"|it be (?:ok|okay|all right|alright|possible|fine|convenient)\b"
        r"|be (?:a|the) (?:good|best|right) (?:time|way|day|person|people|moment)\b)"
    ),
    "anybody": (
        r"(?:you|your <word>|it|that|this|they|he|she|we|people|users|customers|anyone|anybody"
        r"|someone|there|these|those|a|an|the)\b"
    ),
    "grow": r"(?:be|have|get|go|change|[\w-]*(?:row|ease|nge|inue|ase|op|ise|ize|and|end))\b",
    # A word inside a second question, which never begins with whom it is about.
    "inside": (
        r"(?: (?!(?:it|they|you|he|she|we|I|this|that|these|those|the|your|their|our|to)\b)<word>)"
    ),
    "also": r"(?<=[\w,;)] )(?:and|plus|&) (?:also |then )?",
    "ing": (
        r"(?:(?:been|just|currently|also|now|recently|thinking of|planning to|planning on"
        r"|considering|going to|started) ){0,2}"
    ),
    "make": (
        r"(?:build|built|building|develop(?:ed|ing)?|designed|designing|creat(?:e|ed|ing)"
        r"|launch(?:ed|ing)?|offer(?:ed|ing)?|add(?:ed|ing)? an?|working on|prototyp(?:e|ed|ing)"
        r"|ship(?:ped|ping)?|mak(?:e|ing) an?|made an?)\b"
    ),
    "earn": (
        r"(?:use|buy|try|want|need|like|have|build|built|see|get|purchase|install|for|should|was"
        r"|were|is|imagine|if)"
    ),
}
"""Name → what it stands for; may hold names in turn."""
