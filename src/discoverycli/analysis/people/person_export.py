"""Gathers a copy of one person's data: what does the journal hold about me, and only about me?

The copy is handed to that person: identity, consent, every interview they were in, and what they
said there. From an interview with several people it takes only their own lines
(`note.speaker_lines`), and replaces other people's names in them. What the team thinks
(hypotheses, jobs) appears by its code alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from discoverycli.analysis.people.person import PersonFacts, person_facts
from discoverycli.domain.note.interview import Origin
from discoverycli.domain.note.notes import Who
from discoverycli.domain.note.speaker_lines import lines_of
from discoverycli.domain.text.pseudonyms import Pseudonyms
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.read import interviews, known_names, names

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import AttendeeFact, InterviewFact
    from discoverycli.domain.facts.people import PersonProfile
    from discoverycli.domain.note.marks import Names
    from discoverycli.store.reader import Reader

Conceal: TypeAlias = Callable[[str], str]
"""Replaces the names of all others."""


class OwnInterview(NamedTuple):
    """An interview with a person; `alone`: nobody else was in it."""

    fact: InterviewFact
    part: AttendeeFact
    alone: bool


class OwnFacts(NamedTuple):
    """Everything about one person, without the names of all others.

    Args:
        facts: as on their page.
        former_names: what they were called before.
        interviews: those they were in, the newest first; their notes are the lines that are
            theirs, where others were heard, too.
        today: the day of the copy.
    """

    facts: PersonFacts
    former_names: tuple[str, ...]
    interviews: Sequence[OwnInterview]
    today: date

    @property
    def profile(self) -> PersonProfile:
        """Who they are."""
        return self.facts.profile


def own_facts(reader: Reader, number: int, today: date) -> OwnFacts:
    """Everything about one person.

    Raises:
        NotFoundError: there is none of that number.
    """
    own = known_names.every_name_of(reader, number)
    conceal = Pseudonyms(known_names.every_known_name(reader.rows), own=own, addresses=False)
    facts = person_facts(reader, number, today)
    heard = [interviews.one(reader, each.number) for each in facts.heard]
    codes = {f"P{each.number}" for interview in heard for each in interview.people}
    known = {each: names.names_of(reader, Who(each)) for each in codes}
    return OwnFacts(
        _concealed(facts, conceal),
        names.names_of(reader, Who(f"P{number}")).before,
        [_own_interview(each, number, known, conceal) for each in heard],
        today,
    )


def _concealed(facts: PersonFacts, conceal: Conceal) -> PersonFacts:
    profile, person = facts.profile, facts.profile.person
    return PersonFacts(
        profile._replace(
            person=person._replace(segment=person.segment and conceal(person.segment)),
            role=profile.role and conceal(profile.role),
        ),
        facts.heard,
        [
            each._replace(text=conceal(each.text), themes=tuple(map(conceal, each.themes)))
            for each in facts.statements
        ],
        [each._replace(text=conceal(each.text)) for each in facts.evidence],
        [each._replace(text=conceal(each.text)) for each in facts.hires],
        [each._replace(text=conceal(each.text)) for each in facts.promises],
        [each._replace(author=conceal(each.author)) for each in facts.consents],
    )


def _own_interview(
    interview: InterviewFact, number: int, known: Mapping[str, Names], conceal: Conceal
) -> OwnInterview:
    part = next(each for each in interview.people if each.number == number)
    alone = len(interview.people) == 1
    said: dict[str, Any] = {
        name: conceal(words)
        for name, words in interview.head._asdict().items()
        if isinstance(words, str)
    }
    fact = interview._replace(
        origin=Origin(*(each and conceal(each) for each in interview.origin)),
        head=interview.head._replace(**said),
        notes=conceal(interview.notes if alone else _their_lines(interview, number, known)),
    )
    return OwnInterview(fact, part._replace(segment=part.segment and conceal(part.segment)), alone)


def _their_lines(interview: InterviewFact, number: int, known: Mapping[str, Names]) -> str:
    outside = [each for each in interview.people if each.relation is not Relation.INTERNAL]
    codes = [f"P{each.number}" for each in interview.people]
    first = (outside or interview.people)[0].number
    lines = lines_of(interview.notes, codes, f"P{first}", known)
    return "\n".join(line.text for line in lines if line.whose == f"P{number}")
