"""Shows person as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.pages import consent, people, statement_tables
from discoverycli.pages.json_values import held_on, iso, sheet
from discoverycli.pages.phrases import STANCE_TONES, code, counts, when
from discoverycli.render.blocks import Column, Facts, Inline, JsonValue, Page, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.people import HeardFact, NamedPerson
from discoverycli.analysis.person import AskedAbout, PersonAccount

SHOWN = 10
"""How many lines of each part a terminal shows without being asked for all."""


def person_page(person: PersonAccount, today: date, most: int | None = None) -> Page:
    """The person as a page; `most` lines of each part, where a screen is not to be flooded."""
    fact = person.listed.person

    def named(name: str, items: Sequence[object]) -> str:
        shown = len(items) if most is None else min(most, len(items))
        return f"{name} ({shown} of {len(items)})" if shown < len(items) else name

    heard, hires = person.facts.heard, person.facts.hires
    tables = (
        _heard_table(heard[:most], named("Interviews", heard)),
        statement_tables.statements_table(
            person.statements[:most],
            title=named("Their words, the strongest first", person.statements),
            dates=True,
        ),
        _asked_table(person.asked[:most], named("Hypotheses they were asked about", person.asked)),
        statement_tables.hires_table(hires[:most], title=named("Jobs", hires)),
        statement_tables.promises_table(
            person.promises[:most], today, title=named("Promises", person.promises)
        ),
    )
    lists = (
        person.facts.heard,
        person.statements,
        person.asked,
        person.facts.hires,
        person.promises,
    )
    cut = most is not None and any(len(each) > most for each in lists)
    return Page(
        title=(code("P", fact.number), f" {person_label(fact.name, fact.organisation)}"),
        blocks=(_facts(person), *(table for table in tables if table.rows)),
        data=data(person, today),
        table=sheet(_KEYS, [_heard_data(each) for each in person.facts.heard]),
        footnotes=(f"disco people show {fact.code} --all shows the rest",) if cut else (),
    )


def data(person: PersonAccount, today: date) -> dict[str, JsonValue]:
    """The person for programs; `docs/json.md` lists the keys."""
    return {
        **people.data(person.listed),
        "role": person.facts.profile.role,
        "referred_by": _referrer_data(person.facts.profile.referred_by),
        "created_on": person.facts.profile.created_on.isoformat(),
        "consents": consent.records(person.facts.consents, today),
        "snoozed_until": iso(person.listed.person.snoozed_until),
        "heard_in": [_heard_data(each) for each in person.facts.heard],
        "statements": [statement_tables.statement_data(each) for each in person.statements],
        "hypotheses": [asked_data(each) for each in person.asked],
        "jobs": statement_tables.HIRE.rows(person.facts.hires),
        "followups": [statement_tables.promise_data(each) for each in person.promises],
    }


_KEYS = ("code", "held_on", "precision", "relation", "segment", "kind", "channel", "via", "title")


def _facts(person: PersonAccount) -> Facts:
    fact, listed = person.listed.person, person.listed
    pairs: list[tuple[str, Inline]] = [("relation", fact.relation.value)]
    if fact.segment:
        pairs.append(("segment", fact.segment))
    if person.facts.profile.role:
        pairs.append(("role", person.facts.profile.role))
    if person.facts.profile.referred_by:
        pairs.append(("sent by", _referrer(person.facts.profile.referred_by)))
    if fact.consent != ConsentStanding():
        pairs.append(("consent", consent.line(fact.consent)))
    pairs.append(("last contact", fact.last_contact.isoformat() if fact.last_contact else "none"))
    pairs.append(("due", _due(person)))
    if fact.snoozed_until is not None and listed.due_in_days is not None:
        pairs.append(("snoozed until", fact.snoozed_until.isoformat()))
    return Facts(tuple(pairs))


def _referrer(sent_by: NamedPerson) -> Inline:
    return (code("P", sent_by.number), f" {person_label(sent_by.name, sent_by.organisation)}")


def _referrer_data(sent_by: NamedPerson | None) -> dict[str, JsonValue] | None:
    if sent_by is None:
        return None
    return {
        "code": f"P{sent_by.number}",
        "name": sent_by.name,
        "organisation": sent_by.organisation,
    }


def _due(person: PersonAccount) -> Inline:
    """When it is their turn, and how often that is."""
    listed = person.listed
    if listed.period_days is None:
        return "never due"
    whose = (
        "their own"
        if person.listed.person.period_days is not None
        else f"as every {listed.person.relation}"
    )
    turn = people.turn(listed.due_in_days)
    assert isinstance(turn, (str, Span))
    return (turn, Span(f" (every {pluralize(listed.period_days, 'day')}, {whose})", Tone.DIM))


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


def asked_data(asked: AskedAbout) -> dict[str, JsonValue]:
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
