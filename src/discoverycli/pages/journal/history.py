"""Tells how a thing became what it is: every change with its operation, author and day."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from discoverycli.analysis.journal.operations import MAIN, Local, Past, moment
from discoverycli.domain.note.due_days import without_due
from discoverycli.domain.text.words import clip, person_label, pluralize
from discoverycli.domain.vocabulary import Rung
from discoverycli.pages.fields import Field, Shape
from discoverycli.pages.journal.operations import state
from discoverycli.render.blocks import Block, Inline, JsonValue, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import ChangeFact, Image, OperationFact

_SILENT = {
    "id", "uid", "version", "name_key", "text_key", "content_hash", "contact", "line", "position",
    "logged_at", "last_contact", "created_on", "interview_id", "hypothesis_id", "statement_id",
    "person_id", "job_id", "author", "added_on", "linked",
}  # fmt: skip
"""Columns that follow from others, or that nobody set."""
_CALLED = {
    "risk_class": "class", "held_on": "day", "due_on": "due", "done_on": "done",
    "parked_reason": "parked because", "parked_until": "parked until", "period_days": "period",
    "organisation_id": "organisation", "fresh_days": "fresh for", "ours": "promise",
    "former_names": "former names", "given_on": "given", "expires_on": "until",
    "withdrawn_on": "withdrawn", "right_if": "right if", "wrong_if": "wrong if",
}  # fmt: skip
_LONGEST = 200


class _Change(NamedTuple):
    past: Past
    operation: OperationFact
    fact: ChangeFact

    def picked(self, image: Image | None) -> JsonValue:
        if image is None:
            return None
        return {name: image[name] for name in _differing(self.fact.before, self.fact.after)}


_CHANGE: Shape[_Change] = Shape(
    "past change",
    "What an operation did to a thing, or to something that belongs to it.",
    Field("operation", "whole", "the number of the operation", lambda c: c.operation.number),
    Field("at", "time?", "when", lambda c: c.operation.at or None),
    Field("author", "text", "by whom", lambda c: c.operation.author),
    Field("command", "text", "its name, without its words", lambda c: c.operation.command),
    Field("undone_by", "whole?", "the operation that took it back",
          lambda c: c.operation.undone_by),
    Field("noun", "text", "as of an operation", lambda c: c.fact.noun),
    Field("key", "text", "which one of these", lambda c: c.fact.key),
    Field("did", "text", "made, changed or removed", lambda c: _did(c.fact)),
    Field("before", "anything", "the fields that differ, as they were; null of what was made",
          lambda c: c.picked(c.fact.before)),
    Field("after", "anything", "the same fields afterwards; null of what was removed",
          lambda c: c.picked(c.fact.after), flat=lambda c: _said(c)),
)  # fmt: skip
_SHEET = "operation at author command noun key did after"


def history_page(past: Past, local: Local) -> Page:
    """The past of a thing, the oldest first."""
    blocks: list[Block] = []
    if not past.changes:
        blocks.append(Note("nothing is recorded: it was made before changes were"))
    elif not past.began:
        blocks.append(Note(Span("It was made before changes were recorded.", Tone.DIM)))
    for fact, some in past.changes:
        lines = tuple(line for change in some for line in _lines(past, change))
        if lines:
            blocks.append(Lines(lines, title=_head(fact, local)))
    changes = [_Change(past, fact, change) for fact, some in past.changes for change in some]
    return Page(
        title=("History of ", Span(str(past.code), Tone.CODE)),
        blocks=tuple(blocks),
        data=_CHANGE.rows(changes),
        table=lambda: _CHANGE.sheet(changes, _SHEET, _SHEET.replace("after", "said")),
    )


def _head(fact: OperationFact, local: Local) -> str:
    by = f" by {fact.author}" if fact.author else ""
    ended = state(fact)
    told = f"{moment(fact.at, local)}  {fact.command}{by} ({fact.number})"
    return f"{told}: {ended}" if ended else told


def _said(change: _Change) -> str:
    return "; ".join(map(_text, _lines(change.past, change.fact)))


def _did(change: ChangeFact) -> str:
    if change.before is None:
        return "made"
    return "removed" if change.after is None else "changed"


def _differing(before: Image | None, after: Image | None) -> list[str]:
    image = before or after or {}
    if before is None or after is None:
        return list(image)
    return [name for name in image if before[name] != after[name]]


def _lines(past: Past, change: ChangeFact) -> Iterator[Inline]:
    image = change.after or change.before
    if image is None:
        return
    tell = _TELLERS.get(change.noun)
    if change.before is None or change.after is None:
        told = tell(past, image) if tell else change.noun
        if told:
            gone = change.after is None
            yield (Span("gone: ", Tone.WARN), told) if gone else told
        return
    subject = f"{tell(past, image)}: " if tell and change.noun != MAIN[past.code.prefix] else ""
    for name in _differing(change.before, change.after):
        if name == "notes":
            yield from _notes(change.before[name], change.after[name])
        elif name not in _SILENT:
            yield _column(past, subject, name, change.before[name], change.after[name])


def _column(past: Past, subject: str, name: str, was: Any, now: Any) -> Inline:
    shown = [_value(past, name, value) for value in (was, now)]
    return (subject, f"{_CALLED.get(name, name)}: ", Span(shown[0], Tone.DIM), f" → {shown[1]}")


def _value(past: Past, name: str, value: Any) -> str:
    if value in (None, "", "[]"):
        return "none"
    if name == "organisation_id":
        return past.names.organisations.get(value, "an organisation that is gone")
    if name == "rung":
        return Rung(value).word
    if name == "former_names":
        return ", ".join(json.loads(value))
    if name in ("hired", "ours", "verbatim"):
        return "yes" if value else "no"
    if name in ("period_days", "fresh_days"):
        return pluralize(value, "day")
    return clip(str(value), _LONGEST)


def _notes(was: str, now: str) -> Iterator[Inline]:
    for line in difflib.ndiff(was.splitlines(), now.splitlines()):
        if line.startswith("- "):
            yield (Span("− ", Tone.BAD), Span(clip(line[2:], _LONGEST), Tone.DIM))
        elif line.startswith("+ "):
            yield (Span("+ ", Tone.GOOD), clip(line[2:], _LONGEST))


def _text(line: Inline) -> str:
    if isinstance(line, Span):
        return line.text
    return line if isinstance(line, str) else "".join(map(_text, line))


def _who(past: Past, image: Image) -> str:
    number = image["person_id"]
    known = past.names.people.get(number)
    return person_label(*known) if known else f"P{number}"


def _quoted(text: str) -> str:
    return f": “{clip(text, _LONGEST)}”" if text else ""


def _evidence(past: Past, image: Image) -> str:
    rung = Rung(image["rung"]).word
    about = f" H{image['hypothesis_id']}" if past.code.prefix != "H" else ""
    where = f" in I{image['interview_id']}" if past.code.prefix != "I" else ""
    words = _quoted(image["text"])
    return f"{image['stance']}{about}, {rung}, {_who(past, image)}{where}{words}"


def _movement(past: Past, image: Image) -> str:
    because = f" by I{image['interview_id']}" if image["interview_id"] else ""
    return f"{image['was']} → {image['status']} on {image['moved_on']}{because}"


def _revision(past: Past, image: Image) -> str:
    if image["number"] == 1:
        return ""
    # A record of schema 2 knows no criteria in words.
    said = {"right if": image.get("right_if"), "wrong if": image.get("wrong_if")}
    why = "".join(f", {name}: {clip(text, _LONGEST)}" for name, text in said.items() if text)
    why += f", because {image['reason']}" if image["reason"] else ""
    return (
        f"rule H{image['hypothesis_id']}.{image['number']}: {image['voices']} voices, majority "
        f"{image['majority']} %, lived {image['lived']}, prospects {image['prospects']}, "
        f"against {image['against']}, fresh for {pluralize(image['fresh_days'], 'day')}{why}"
    )


def _hire(past: Past, image: Image) -> str:
    did = "hired" if image["hired"] else "fired"
    about = f" for J{image['job_id']}" if past.code.prefix != "J" else ""
    where = f" in I{image['interview_id']}" if past.code.prefix != "I" else ""
    return f"{did}{about}, {_who(past, image)}{where}{_quoted(image['text'])}"


def _followup(past: Past, image: Image) -> str:
    whose = "we" if image["ours"] else _who(past, image)
    if not image["due_on"]:
        return f"{whose} promised{_quoted(image['text'])}"
    return f"{whose} promised{_quoted(without_due(image['text']))}, due {image['due_on']}"


def _statement(_past: Past, image: Image) -> str:
    rung = Rung(image["rung"]).word
    return f"S{image['id']} {image['kind']}, {rung}{_quoted(image['text'])}"


def _participation(past: Past, image: Image) -> str:
    if past.code.prefix == "P":
        return f"in I{image['interview_id']} as {image['relation']}"
    return f"with {_who(past, image)}, {image['relation']}"


def _consent(_past: Past, image: Image) -> str:
    until = f" until {image['expires_on']}" if image["expires_on"] else ""
    return f"consent to {image['scope']} ({image['basis']}), {image['given_on']}{until}"


def _prediction(past: Past, image: Image) -> str:
    about = f" of H{image['hypothesis_id']}.{image['revision']}"
    return f"{image['author']} was {image['percent']} % sure{about} on {image['made_on']}"


def _decision(_past: Past, image: Image) -> str:
    why = f", because {image['reason']}" if image["reason"] else ""
    return f"decided on {image['made_on']}{_quoted(image['text'])}{why}"


def _ground(past: Past, image: Image) -> str:
    said = f"D{image['decision_id']} rests on" if past.code.prefix != "D" else "rests on"
    if image["status"] is None:
        return f"{said} {image['code']}"
    lean = "" if image["holds"] else " not being so"
    status = f"{image['status']} ({image['was']})" if image["was"] else image["status"]
    return (
        f"{said} {image['code']}{lean}: {status}, {image['votes_for']} for, "
        f"{image['votes_against']} against, {image['asked']} asked"
    )


def _why(past: Past, image: Image) -> str:
    roots = {"H": image["hypothesis_id"], "S": image["statement_id"]}
    root = next(f"{letter}{number}" for letter, number in roots.items() if number is not None)
    about = "" if root == str(past.code) else f" of {root}"
    heard = f" (S{image['heard_id']})" if image["heard_id"] else ""
    return f"why {image['number']}{about}{_quoted(image['text'])}{heard}"


_TELLERS: dict[str, Callable[[Past, Image], str]] = {
    "hypothesis": lambda _, image: f"written down{_quoted(image['text'])}",
    "job": lambda _, image: f"written down{_quoted(image['text'])}",
    "person": lambda _, image: f"first named: {image['name']}",
    "interview": lambda _, image: (
        f"logged: {image['kind']}, {image['channel']}, {image['held_on'] or 'undated'}"
    ),
    "evidence": _evidence,
    "movement": _movement,
    "revision": _revision,
    "hire": _hire,
    "followup": _followup,
    "statement": _statement,
    "participation": _participation,
    "theme": lambda _, image: f"#{image['name']}",
    "consent": _consent,
    "prediction": _prediction,
    "decision": _decision,
    "ground": _ground,
    "why": _why,
}
