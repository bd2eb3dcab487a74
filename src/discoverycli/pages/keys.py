"""Declares the keys that several pages tell in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.pages.fields import Field, KeysOf, Shape, inner

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import PromiseFact
    from discoverycli.domain.facts.contacts import ContactFact, FollowupFact
    from discoverycli.domain.facts.evidence import EvidenceWords
    from discoverycli.domain.facts.opinions import HypothesisFact
    from discoverycli.domain.facts.people import HeardFact, NamedPerson
    from discoverycli.domain.people import PersonFact
    from discoverycli.domain.verdicts import Verdict

NAMED: Shape[NamedPerson | PersonFact | FollowupFact | PromiseFact | EvidenceWords] = inner(
    Field("name", "text", "their name"), Field("organisation", "text?", "where they belong")
)
WHO: Shape[NamedPerson] = inner(
    Field("code", "P", "who", lambda p: p.number), KeysOf(NAMED, lambda p: p)
)
PERSON: Shape[NamedPerson | PersonFact] = inner(
    Field("code", "P", "the person", lambda p: p.number), KeysOf(NAMED, lambda p: p)
)
OPINION: Shape[HypothesisFact] = inner(
    Field("code", "H", "which", lambda h: h.number), Field("text", "text", "its words")
)
VOTES: Shape[Verdict] = inner(
    Field("votes_for", "whole", "voices for"),
    Field("votes_against", "whole", "voices against"),
    Field("asked", "whole", "voices with any counted stance"),
)
CALL: Shape[ContactFact | HeardFact] = inner(
    Field("kind", "text", "as of an interview"),
    Field("channel", "text", "direct, accompanied or proxy"),
    Field("via", "text?", "who passed it on"),
    Field("minutes", "whole?", "how long it took"),
    Field("title", "text?", "its title"),
)
