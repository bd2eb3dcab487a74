"""`disco edit`: changes an interview's note in an editor, from a file, or field by field."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from discoverycli.cli import options
from discoverycli.cli.answers.note import NOTE_UNCHANGED
from discoverycli.cli.calls import stored_note
from discoverycli.cli.calls.kept_drafts import kept
from discoverycli.cli.calls.note_sources import LARGEST, decode, read_file
from discoverycli.cli.calls.note_to_interview import ask_about_slips, confirm_day
from discoverycli.cli.calls.storing import store_interview
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import Context, context
from discoverycli.domain.note.notes import parse_people
from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation, parse_choice
from discoverycli.errors import InputError
from discoverycli.render.blocks import Note, Page, Span, Tone
from discoverycli.store.drafts import Draft, new_draft
from discoverycli.store.location import drafts_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from discoverycli.cli.calls.stored_note import StoredNote
    from discoverycli.domain.note.interview import Interview
    from discoverycli.store.write.marks import Stored

app = new_app()

_ELSEWHERE = {
    "P": "disco people edit {} --name NAME",
    "H": "disco hypotheses edit {} --text WORDS",
    "J": "disco jobs edit {} --text WORDS",
}


@app.command(
    cls=PageCommand, epilog="Example: disco edit I12, or disco edit I12 --minutes 45 --as prospect"
)
def edit(
    code: str = options.code("IS", None, "An interview (I12), or a statement (S45) to begin at."),
    file: str | None = options.text("FILE", "The whole note from a file; - for standard input."),
    with_: list[str] = options.text("PERSON", "Who was heard: everybody; repeat it.", "--with"),
    as_: str | None = options.choice(
        Relation, "--as", metavar="RELATION", told="What all of them were to us on that day."
    ),
    segment: str | None = options.text("SEGMENT", "Of all; '' for none."),
    on: str | None = options.text("DATE", "When: 2026-11-20, last friday."),
    channel: str | None = options.choice(Channel, metavar="CHANNEL"),
    via: str | None = options.text("WHO", "Who passed it on; '' for nobody."),
    kind: str | None = options.choice(InterviewKind, metavar="KIND"),
    minutes: int | None = typer.Option(None, min=0, max=1440, help="0 for unknown."),
    title: str | None = options.text("TITLE", "'' for none."),
    study: str | None = options.text("STUDY", "'' for none."),
    yes: bool = options.SURE,
) -> None:
    """Change an interview: its note in the editor, or single fields by options."""
    fields = {
        "as_": as_, "segment": segment, "on": on, "channel": channel, "via": via, "kind": kind,
        "minutes": minutes, "title": title, "study": study,
    }  # fmt: skip
    changes: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if with_:
        changes["with_"] = tuple(who for text in with_ for who in parse_people(text))
    context().show(_edited(code, file, changes, yes=yes))


class EditedNote(NamedTuple):
    """An edited note, and the draft that holds it until the journal does."""

    text: str
    draft: Draft | None
    numbered: bool = True
    """Whether the user has seen its lines: not when single fields came as options."""


def _edited(code: str, file: str | None, changes: dict[str, Any], *, yes: bool) -> Page:
    where = context()
    stored, line = _stored(where, code)
    if file is not None and changes:
        raise InputError("--file is the whole note, fields and all", "the file, or the options")
    if file is not None:
        note = _from_file(where, stored, file)
    elif changes:
        text = stored_note.changed_text(stored, _checked(stored, changes))
        note = EditedNote(text, None, numbered=False)
    else:
        note = _from_editor(where, stored, line)
    if stored.says(note.text):
        code = f"I{stored.number}"
        said = Note((Span(code, Tone.CODE), " is what it was, so nothing was stored"))
        page = Page("", (said,), NOTE_UNCHANGED.data(stored.number))
    else:
        with kept(note.draft, f"I{stored.number}"):
            page = _store(where, stored, note, changes, yes=yes)
    if note.draft is not None:
        note.draft.discard()
    return page


def _stored(where: Context, text: str) -> tuple[StoredNote, int | None]:
    from discoverycli.store.read import interviews
    from discoverycli.store.read.names import resolve

    with where.reader() as reader:
        code = resolve(reader, text, "ISPHJ")
        if code.prefix in _ELSEWHERE:
            raise InputError(
                f"{code} is no interview; it is changed by options",
                _ELSEWHERE[code.prefix].format(code),
            )
        if code.prefix == "I":
            return stored_note.load_note(reader, code.number), None
        interview = interviews.statements(reader, code)[0].interview
        stored = stored_note.load_note(reader, interview)
        return stored, stored.line_of(code.number)


def _checked(stored: StoredNote, changes: dict[str, Any]) -> dict[str, Any]:
    """Words that came via somebody were passed on; words heard directly came via nobody."""
    kinds = {
        "as_": (Relation, "relation"),
        "channel": (Channel, "channel"),
        "kind": (InterviewKind, "kind of interview"),
    }
    for name, (kind, what) in kinds.items():
        if name in changes:
            changes[name] = parse_choice(kind, str(changes[name]), what).value
    if not str(changes.get("on", "a date")).strip():
        raise InputError("--on needs a date", "2026-11-20, yesterday, or 2026-11 for the month")
    direct = Channel.DIRECT.value
    if changes.get("via") and "channel" not in changes and stored.head.channel == direct:
        changes["channel"] = Channel.PROXY.value
    if changes.get("channel") == direct and "via" not in changes:
        changes["via"] = ""
    return changes


def _from_file(where: Context, stored: StoredNote, name: str) -> EditedNote:
    if name == "-":
        draft = _draft(where, stored)
        data = sys.stdin.buffer.read(LARGEST + 1)
        draft.keep(data)
        with kept(draft, f"I{stored.number}"):
            return EditedNote(decode(data, "standard input"), draft)
    return EditedNote(*read_file(name, f"disco edit I{stored.number}"))


def _from_editor(where: Context, stored: StoredNote, line: int | None) -> EditedNote:
    from discoverycli.cli.editor import edit_text, needs_somebody

    needs_somebody(f"disco edit I{stored.number} --file NOTE.md, or one of its options")
    draft = _draft(where, stored)
    draft.keep(stored.text)
    with kept(draft, f"I{stored.number}"), draft.unless_untouched():
        edit_text(draft, again=f"disco edit I{stored.number}", line=line)
        return EditedNote(decode(draft.text(), str(draft.path)), draft)


def _draft(where: Context, stored: StoredNote) -> Draft:
    return new_draft(drafts_folder(where.journal), f"I{stored.number}")


def _store(
    where: Context, stored: StoredNote, note: EditedNote, changes: Mapping[str, Any], *, yes: bool
) -> Page:
    interview = _settled(where, stored, note, changes)
    if interview.held != stored.interview.held:
        confirm_day(interview.held, where, yes=yes, hint="the same with --yes")

    def put(session: Session) -> Stored:
        from discoverycli.store.write import interviews

        return interviews.replace(
            session,
            stored.number,
            stored.interview.version,
            interview,
            author=where.author,
            today=where.today,
            rule=where.settings.rule_for(()),
        )

    before = [each.number for each in stored.statements]
    return store_interview(note.draft, interview, put, numbered=note.numbered, before=before)


def _settled(
    where: Context, stored: StoredNote, note: EditedNote, changes: Mapping[str, Any]
) -> Interview:
    """Asks about the slips that are new in the edited note."""

    def of(text: str) -> Interview:
        with where.reader() as reader:
            read = stored_note.edited_note(reader, stored, text)
        return stored_note.edited_interview(stored, read, changes, where)

    def with_body(body: str) -> Interview:
        if note.draft is not None:
            note.draft.keep(head + body)
        return of(head + body)

    interview = of(note.text)
    head = note.text.removesuffix(interview.note.body)
    known = stored.note.body.split("\n")
    return ask_about_slips(interview, with_body, known, numbered=note.numbered)
