"""Owns the page of one person. Answers: what do we know from them, and what is promised?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.consent import Standing
from discoverycli.domain.people import due_in_days, period_of
from discoverycli.domain.vocabulary import Code, Stance
from discoverycli.domain.votes import Voice, Vote, strongest, voices
from discoverycli.domain.words import counted, someone
from discoverycli.render.blocks import Column, Facts, Inline, JsonValue, Page, Span, Table, Tone
from discoverycli.reports import consent, people, said
from discoverycli.reports.phrases import STANCE_TONES, code, counts, when
from discoverycli.reports.programs import held_on, iso, sheet
from discoverycli.reports.said import Judged

if TYPE_CHECKING:
    from discoverycli.domain.consent import ConsentFact
    from discoverycli.domain.vocabulary import Relation
    from discoverycli.store.read.interviews import (
        EvidenceLine,
        HireLine,
        PromiseFact,
        StatementFact,
    )
    from discoverycli.store.read.people import HeardFact, Profile, Referrer
    from discoverycli.store.reader import Reader

SHOWN = 10
"""How many lines of each part a terminal shows without being asked for all."""

_STANCES = {Vote.FOR: Stance.SUPPORTS, Vote.AGAINST: Stance.REFUTES, Vote.NEUTRAL: Stance.NEUTRAL}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything the journal holds from and about a person."""

    profile: Profile
    heard: Sequence[HeardFact]
    statements: Sequence[StatementFact]
    evidence: Sequence[EvidenceLine]
    hires: Sequence[HireLine]
    promises: Sequence[PromiseFact]
    consents: Sequence[ConsentFact] = ()


class AskedAbout(NamedTuple):
    """A hypothesis someone was asked about.

    `stance` is their own vote today, `None` where nothing they said counts. `strongest` are the
    words on the highest rung, of those that count where any do; `pieces` how many there are.
    """

    stance: Stance | None
    strongest: Judged
    pieces: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person on a day: what they said comes with the strongest words first."""

    listed: people.Listed
    role: str | None
    created_on: date
    heard: tuple[HeardFact, ...]
    statements: tuple[StatementFact, ...]
    asked: tuple[AskedAbout, ...]
    hires: tuple[HireLine, ...]
    promises: tuple[PromiseFact, ...]
    own_period: bool
    consents: list[dict[str, JsonValue]]
    referred_by: Referrer | None


def load(reader: Reader, number: int, today: date) -> PersonFacts:
    """All about a person.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import consent as agreed
    from discoverycli.store.read import interviews
    from discoverycli.store.read import people as read

    of = Code("P", number)
    return PersonFacts(
        profile=read.one(reader, number, today),
        heard=read.heard(reader, number),
        statements=interviews.statements(reader, of),
        evidence=interviews.evidence(reader, of),
        hires=interviews.hires(reader, of),
        promises=interviews.promises(reader, of),
        consents=agreed.of(reader, number),
    )


def calculate(facts: PersonFacts, today: date, periods: Mapping[Relation, int | None]) -> Person:
    """What all that comes to on `today`."""
    person = facts.profile.person
    return Person(
        listed=people.Listed(
            person, period_of(person, periods), due_in_days(person, today=today, periods=periods)
        ),
        role=facts.profile.role,
        created_on=facts.profile.created_on,
        heard=tuple(facts.heard),
        statements=tuple(sorted(facts.statements, key=_strongest_first)),
        asked=tuple(_asked(facts.evidence, today)),
        hires=tuple(facts.hires),
        promises=tuple(sorted(facts.promises, key=_open_first)),
        own_period=person.period_days is not None,
        consents=consent.records(facts.consents, today),
        referred_by=facts.profile.referred_by,
    )


def _strongest_first(statement: StatementFact) -> tuple[int, int, int]:
    day = statement.held.day or date.min
    return (-statement.rung, -day.toordinal(), statement.number)


def _open_first(promise: PromiseFact) -> tuple[bool, date]:
    return (promise.done_on is not None, promise.due_on or date.max)


def _asked(evidence: Iterable[EvidenceLine], today: date) -> list[AskedAbout]:
    by_hypothesis: dict[int, list[EvidenceLine]] = {}
    for line in evidence:
        by_hypothesis.setdefault(line.fact.hypothesis, []).append(line)
    return [_asked_about(by_hypothesis[number], today) for number in sorted(by_hypothesis)]


def _asked_about(lines: Sequence[EvidenceLine], today: date) -> AskedAbout:
    """What someone's words on one hypothesis come to, as if they spoke for nobody else."""
    judged = said.judge(lines, today)
    counting = [each for each in judged if each.reason is None]
    best = strongest(each.line.fact for each in counting or judged)
    person = lines[0].fact.person
    votes = voices(
        (line.fact._replace(organisation=None) for line in lines), lines[0].rule, today=today
    )
    vote = votes.get(Voice(None, person))
    return AskedAbout(
        _STANCES[vote.vote] if vote else None,
        next(each for each in judged if each.line.fact == best),
        len(lines),
    )


def view(person: Person, today: date, most: int | None = None) -> Page:
    """The person as a page; `most` lines of each part, where a screen is not to be flooded."""
    fact = person.listed.person

    def named(name: str, items: Sequence[object]) -> str:
        shown = len(items) if most is None else min(most, len(items))
        return f"{name} ({shown} of {len(items)})" if shown < len(items) else name

    tables = (
        _heard_table(person.heard[:most], named("Interviews", person.heard)),
        said.statements_table(
            person.statements[:most],
            title=named("Their words, the strongest first", person.statements),
            dates=True,
        ),
        _asked_table(person.asked[:most], named("Hypotheses they were asked about", person.asked)),
        said.hires_table(person.hires[:most], title=named("Jobs", person.hires)),
        said.promises_table(
            person.promises[:most], today, title=named("Promises", person.promises)
        ),
    )
    lists = (person.heard, person.statements, person.asked, person.hires, person.promises)
    cut = most is not None and any(len(each) > most for each in lists)
    return Page(
        title=(code("P", fact.number), f" {someone(fact.name, fact.organisation)}"),
        blocks=(_facts(person), *(table for table in tables if table.rows)),
        data=data(person),
        table=sheet(_KEYS, [_heard_data(each) for each in person.heard]),
        footnotes=(f"disco people show {fact.code} --all shows the rest",) if cut else (),
    )


def data(person: Person) -> dict[str, JsonValue]:
    """The person for programs; `docs/json.md` lists the keys."""
    return {
        **people.data(person.listed),
        "role": person.role,
        "referred_by": _referrer_data(person.referred_by),
        "created_on": person.created_on.isoformat(),
        "consents": person.consents,
        "snoozed_until": iso(person.listed.person.snoozed_until),
        "heard_in": [_heard_data(each) for each in person.heard],
        "statements": [said.statement_data(each) for each in person.statements],
        "hypotheses": [_asked_data(each) for each in person.asked],
        "jobs": [said.hire_data(each) for each in person.hires],
        "followups": [said.promise_data(each) for each in person.promises],
    }


_KEYS = ("code", "held_on", "precision", "relation", "segment", "kind", "channel", "via", "title")


def _facts(person: Person) -> Facts:
    fact, listed = person.listed.person, person.listed
    pairs: list[tuple[str, Inline]] = [("relation", fact.relation.value)]
    if fact.segment:
        pairs.append(("segment", fact.segment))
    if person.role:
        pairs.append(("role", person.role))
    if person.referred_by:
        pairs.append(("sent by", _referrer(person.referred_by)))
    if fact.consent != Standing():
        pairs.append(("consent", consent.line(fact.consent)))
    pairs.append(("last contact", fact.last_contact.isoformat() if fact.last_contact else "none"))
    pairs.append(("due", _due(person)))
    if fact.snoozed_until is not None and listed.due_in_days is not None:
        pairs.append(("snoozed until", fact.snoozed_until.isoformat()))
    return Facts(tuple(pairs))


def _referrer(sent_by: Referrer) -> Inline:
    return (code("P", sent_by.number), f" {someone(sent_by.name, sent_by.organisation)}")


def _referrer_data(sent_by: Referrer | None) -> dict[str, JsonValue] | None:
    if sent_by is None:
        return None
    return {
        "code": f"P{sent_by.number}",
        "name": sent_by.name,
        "organisation": sent_by.organisation,
    }


def _due(person: Person) -> Inline:
    """When it is their turn, and how often that is."""
    listed = person.listed
    if listed.period_days is None:
        return "never due"
    whose = "their own" if person.own_period else f"as every {listed.person.relation}"
    turn = people.turn(listed.due_in_days)
    assert isinstance(turn, (str, Span))
    return (turn, Span(f" (every {counted(listed.period_days, 'day')}, {whose})", Tone.DIM))


def _heard_table(heard: Sequence[HeardFact], title: str) -> Table:
    return Table(
        (
            Column("code"),
            Column("when"),
            Column("relation"),
            Column("kind"),
            Column("channel"),
            Column("title", flex=True, drop=1),
        ),
        tuple(
            (
                code("I", each.number),
                when(each.held),
                each.relation.value,
                each.kind.value,
                f"{each.channel} via {each.via}" if each.via else each.channel.value,
                each.title,
            )
            for each in heard
        ),
        title=title,
    )


def _asked_table(asked: Sequence[AskedAbout], title: str) -> Table:
    return Table(
        (
            Column("code"),
            Column("hypothesis", flex=True),
            Column("stance"),
            Column("rung"),
            Column("counts"),
        ),
        tuple(
            (
                code("H", each.strongest.line.fact.hypothesis),
                each.strongest.line.hypothesis,
                Span(
                    (each.stance or each.strongest.line.fact.stance).value,
                    STANCE_TONES.get(each.stance, Tone.PLAIN) if each.stance else Tone.DIM,
                ),
                each.strongest.line.fact.rung.word,
                counts(each.strongest.reason),
            )
            for each in asked
        ),
        title=title,
    )


def _heard_data(heard: HeardFact) -> dict[str, JsonValue]:
    return {
        "code": f"I{heard.number}",
        "held_on": held_on(heard.held),
        "precision": heard.held.precision.value,
        "relation": heard.relation.value,
        "segment": heard.segment,
        "kind": heard.kind.value,
        "channel": heard.channel.value,
        "via": heard.via,
        "minutes": heard.minutes,
        "title": heard.title,
    }


def _asked_data(asked: AskedAbout) -> dict[str, JsonValue]:
    line, reason = asked.strongest
    return {
        "code": f"H{line.fact.hypothesis}",
        "text": line.hypothesis,
        "stance": (asked.stance or line.fact.stance).value,
        "rung": line.fact.rung.word,
        "words": line.text,
        "interview": f"I{line.interview}",
        "pieces": asked.pieces,
        "counted": asked.stance is not None,
        "reason": reason.value if reason else None,
    }
