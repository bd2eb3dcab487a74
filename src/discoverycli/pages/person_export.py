"""Shows person export as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.note.speaker_lines import lines_of
from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.domain.vocabulary import Code, Relation
from discoverycli.pages import consent
from discoverycli.pages.json_values import held_on, iso, sheet
from discoverycli.pages.phrases import code, when
from discoverycli.pages.statement_tables import STATEMENT_KEYS
from discoverycli.render.blocks import Block, Column, Facts, Inline, JsonValue, Page, Prose, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from discoverycli.domain.facts.calls import (
        EvidenceLine,
        HireLine,
        InterviewFact,
        PromiseFact,
        StatementFact,
    )

    Conceal = Callable[[str], str]
from discoverycli.analysis.person_export import OwnFacts

_THEIRS = tuple(key for key in STATEMENT_KEYS if key not in ("person", "name", "organisation"))


def person_export_data(own: OwnFacts, today: date) -> dict[str, JsonValue]:
    """What is theirs, and theirs alone, for programs; `docs/json.md` lists the keys."""
    facts, person = own.facts, own.facts.profile.person
    hidden = own.conceal
    return {
        "code": person.code,
        "name": person.name,
        "former_names": list(own.former_names),
        "organisation": person.organisation,
        "role": _or_none(own, facts.profile.role),
        "relation": person.relation.value,
        "segment": _or_none(own, person.segment),
        "period_days": person.period_days,
        "snoozed_until": iso(person.snoozed_until),
        "last_contact": iso(person.last_contact),
        "created_on": facts.profile.created_on.isoformat(),
        "consents": [
            {**each, "author": hidden(str(each["author"]))}
            for each in consent.records(facts.consents, today)
        ],
        "interviews": [_interview(own, each) for each in own.interviews],
        "statements": [_statement(each, hidden) for each in facts.statements],
        "evidence": [_evidence(each, hidden) for each in facts.evidence],
        "jobs": [_hire(each, hidden) for each in facts.hires],
        "followups": [_promise(each, hidden) for each in facts.promises],
    }


def _statement(said: StatementFact, hidden: Conceal) -> dict[str, JsonValue]:
    return {
        "code": f"S{said.number}",
        "kind": said.kind.value,
        "rung": said.rung.word,
        "verbatim": said.verbatim,
        "text": hidden(said.text),
        "themes": [hidden(theme) for theme in said.themes],
        "interview": f"I{said.interview}",
        "held_on": held_on(said.held),
    }


def _evidence(line: EvidenceLine, hidden: Conceal) -> dict[str, JsonValue]:
    return {
        "hypothesis": f"H{line.fact.hypothesis}",
        "stance": line.fact.stance.value,
        "rung": line.fact.rung.word,
        "text": hidden(line.text),
        "interview": f"I{line.interview}",
        "statement": f"S{line.statement}" if line.statement else None,
        "held_on": held_on(line.fact.held),
    }


def _hire(line: HireLine, hidden: Conceal) -> dict[str, JsonValue]:
    return {
        "job": f"J{line.fact.hypothesis}",
        "hired": line.hired,
        "rung": line.fact.rung.word,
        "text": hidden(line.text),
        "interview": f"I{line.interview}",
        "held_on": held_on(line.fact.held),
    }


def _promise(promise: PromiseFact, hidden: Conceal) -> dict[str, JsonValue]:
    return {
        "ours": promise.ours,
        "text": hidden(promise.text),
        "due_on": iso(promise.due_on),
        "done_on": iso(promise.done_on),
        "interview": f"I{promise.interview}",
    }


def _interview(own: OwnFacts, interview: InterviewFact) -> dict[str, JsonValue]:
    number = own.facts.profile.person.number
    part = next(each for each in interview.people if each.number == number)
    notes = interview.notes if len(interview.people) == 1 else _their_lines(own, interview)
    return {
        "code": f"I{interview.number}",
        "held_on": held_on(interview.held),
        "precision": interview.held.precision.value,
        "date_text": _or_none(own, interview.date_text),
        "kind": interview.kind.value,
        "channel": interview.channel.value,
        "via": _or_none(own, interview.head.via),
        "minutes": interview.head.minutes,
        "title": _or_none(own, interview.head.title),
        "study": _or_none(own, interview.head.study),
        "source": _or_none(own, interview.source),
        "logged_at": interview.logged_at,
        "relation": part.relation.value,
        "segment": _or_none(own, part.segment),
        "alone": len(interview.people) == 1,
        "notes": own.conceal(notes),
    }


def _their_lines(own: OwnFacts, interview: InterviewFact) -> str:
    """Of the notes of several people, the lines that are theirs."""
    codes = [f"P{each.number}" for each in interview.people]
    outside = [
        code
        for code, each in zip(codes, interview.people, strict=True)
        if each.relation is not Relation.INTERNAL
    ]
    lines = lines_of(interview.notes, codes, (outside or codes)[0], own.known)
    mine = own.facts.profile.person.code
    return "\n".join(line.text for line in lines if line.whose == mine)


def _or_none(own: OwnFacts, text: str | None) -> str | None:
    return None if text is None else own.conceal(text)


def person_export_page(own: OwnFacts, today: date) -> Page:
    """The copy as a page to read."""
    data = person_export_data(own, today)
    person = own.facts.profile.person
    blocks: list[Block] = [_identity(data)]
    blocks.append(_table("Consent", consent.KEYS, data["consents"]))
    blocks += [
        block
        for fact, each in zip(own.interviews, _rows(data["interviews"]), strict=True)
        for block in _heard(fact, each)
    ]
    blocks += [
        _table("Statements", _THEIRS, data["statements"]),
        _table("Evidence", _EVIDENCE, data["evidence"]),
        _table("Hired and fired", _HIRES, data["jobs"]),
        _table("Promises", _PROMISES, data["followups"]),
    ]
    return Page(
        title=(code("P", person.number), f" {person_label(person.name, person.organisation)}"),
        blocks=tuple(each for each in blocks if not isinstance(each, Table) or each.rows),
        data=data,
        table=sheet(_THEIRS, _rows(data["statements"])),
        footnotes=(_ABOUT,),
    )


_ABOUT = (
    "All that this journal holds of one person. Of interviews with others it has only what is "
    "theirs; other people's names are replaced. H and J are numbers of our own opinions."
)
_EVIDENCE = ("hypothesis", "stance", "rung", "text", "interview", "held_on")
_HIRES = ("job", "hired", "rung", "text", "interview", "held_on")
_PROMISES = ("ours", "text", "due_on", "done_on", "interview")
_FACTS = (
    *("name", "former_names", "organisation", "role", "relation", "segment", "last_contact"),
    *("created_on", "snoozed_until"),
)


def _rows(value: JsonValue) -> list[dict[str, JsonValue]]:
    assert isinstance(value, list)
    return value


def _identity(data: Mapping[str, JsonValue]) -> Facts:
    pairs = [(key.replace("_", " "), data[key]) for key in _FACTS]
    period = data["period_days"]
    if isinstance(period, int):
        pairs.append(("to be heard", f"every {pluralize(period, 'day')}"))
    return Facts(tuple((name, _said(value)) for name, value in pairs if value))


def _said(value: JsonValue) -> Inline:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _heard(fact: InterviewFact, data: Mapping[str, JsonValue]) -> Sequence[Block]:
    title = f"{Code('I', fact.number)} · {when(fact.held)}"
    keys = ("kind", "channel", "via", "minutes", "title", "study", "relation", "segment", "source")
    pairs = tuple((key, _said(data[key])) for key in keys if data[key])
    words = "What you said" if data["alone"] else "What you said, among others"
    notes = str(data["notes"])
    return (Facts(pairs, title=title), *([Prose(notes, title=words)] if notes.strip() else []))


def _table(title: str, keys: Sequence[str], rows: JsonValue) -> Table:
    """Rows of the data as a table to read, in which long words may wrap."""
    wide = ("text", "themes")
    columns = tuple(Column(key.replace("_", " "), flex=key in wide) for key in keys)
    return sheet(keys, _rows(rows))._replace(columns=columns, title=title)
