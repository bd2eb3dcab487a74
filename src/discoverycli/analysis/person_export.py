"""Gathers a copy of one person's data: what does the journal hold of me, and of me alone?

It is made to be handed to that person: identity, consent, every interview they were in, and what
they said in it. Of an interview with several people it holds only the lines that are theirs
(`note.speaker_lines`); other people's names inside their words are replaced. What the team thinks
(hypotheses, jobs) stands there by its code alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis.person import PersonFacts, person_facts
from discoverycli.domain.note.notes import Who
from discoverycli.domain.text.pseudonyms import Pseudonyms
from discoverycli.store.read import interviews, known_names, speakers

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import InterviewFact
    from discoverycli.domain.note.marks import Names
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """Everything about one person, and what is needed to keep others out of it.

    Args:
        facts: as on their page.
        former_names: what they were called before.
        interviews: those they were in, the newest first, whole.
        known: what everybody in those is called, by code.
        conceal: replaces the names of all others.
    """

    facts: PersonFacts
    former_names: tuple[str, ...]
    interviews: tuple[InterviewFact, ...]
    known: Mapping[str, Names]
    conceal: Callable[[str], str]


def own_facts(reader: Reader, number: int, today: date) -> OwnFacts:
    """Everything about one person.

    Raises:
        NotFoundError: there is none of that number.
    """
    facts = person_facts(reader, number, today)
    heard = tuple(interviews.one(reader, each.number) for each in facts.heard)
    codes = {f"P{each.number}" for interview in heard for each in interview.people}
    own = known_names.names_of(reader, number)
    return OwnFacts(
        facts=facts,
        former_names=speakers.names_of(reader, Who(f"P{number}")).before,
        interviews=heard,
        known={each: speakers.names_of(reader, Who(each)) for each in codes},
        conceal=Pseudonyms(known_names.everybody(reader.rows), own=own, addresses=False),
    )
