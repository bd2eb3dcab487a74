"""Keeps what was typed in a draft until the journal holds it, and says how to resume it."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TypeGuard

from discoverycli import clock
from discoverycli.cli.calls.log_words import Given, command_of
from discoverycli.context import context
from discoverycli.domain.note.front_matter import raw_fields
from discoverycli.domain.note.notes import Head, render_note, split_note
from discoverycli.domain.text.words import nearest
from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation
from discoverycli.errors import DiscoError, InputError, Interrupted
from discoverycli.store.drafts import LOG, Draft, Waiting, holds_words, is_draft, new_draft
from discoverycli.store.location import FILE, FOLDER, drafts_folder

NOBODY = "PERSON @ ORGANISATION"
_STAMP = "%Y%m%d-%H%M%S"
_HEAD = 10_000
"""As much of a draft as is looked at for what stopped it."""

_OPTIONS = {"on": "DATE", "as": "RELATION", "kind": "KIND", "channel": "CHANNEL", "minutes": "N"}
"""The options of `disco log` that overrule what stands in a draft, and what they take."""
_WORDS: dict[str, type[StrEnum]] = {"as": Relation, "kind": InterviewKind, "channel": Channel}


def empty_draft() -> Draft:
    """A new draft of a call."""
    name = f"{clock.now():{_STAMP}}"
    try:
        return new_draft(drafts_folder(context().journal), name)
    except DiscoError as error:
        # The journal cannot be found. A later error says so; the words are kept first.
        nowhere = Path(os.sep, FOLDER, FILE)
        return new_draft(drafts_folder(getattr(error, "journal", nowhere)), name, inside=False)


def draft_at(path: Path) -> Draft | None:
    """The draft that a file is, held from now on; `None` when the file is no draft.

    Raises:
        InputError: another program is writing it.
    """
    if not is_draft(path, drafts_folder(context().journal)):
        return None
    draft = Draft(path)
    if not draft.hold():
        raise InputError(f"{path} is still being written elsewhere", "again when that is done")
    return draft


def made_at(draft: Draft) -> str:
    """When a draft of a call was made, as its name says."""
    name = draft.path.name
    return f"{name[:4]}-{name[4:6]}-{name[6:8]}T{name[9:11]}:{name[11:13]}:{name[13:15]}"


def naming() -> str:
    """What says whom the last draft is about."""
    return command_of(Given(NOBODY, [], Head(), edit=False), NOBODY, "--resume")


def resuming(draft: Draft | None = None) -> str:
    """What to type to go on with the last draft, or with one that may not be found as the last."""
    try:
        _ = context().journal
    except DiscoError:
        if draft is not None:
            return shlex.join(["disco", "log", str(draft.path)])
    option = context().journal_option
    return f"disco log --resume{f' --journal {shlex.quote(option)}' if option else ''}"


@contextmanager
def kept(draft: Draft | None, of: str = LOG) -> Iterator[None]:
    """Makes any error inside say where the draft is and how to resume it; a draft without words is
    deleted. `of` is what the draft will become, as in `Waiting.of`."""
    try:
        yield
    except DiscoError as error:
        if not _left_behind(draft):
            error.hint = error.hint.replace(resuming(), "disco log --edit")
        elif error.draft is None:
            way_on = _way_on(draft, error) if of == LOG else Waiting(draft.path, of).way_on
            error.draft, error.resume_command = str(draft.path), way_on
        raise
    except KeyboardInterrupt:
        if not _left_behind(draft):
            raise
        stopped = Interrupted("interrupted, and nothing was stored", draft=str(draft.path))
        stopped.resume_command = resuming() if of == LOG else Waiting(draft.path, of).way_on
        raise stopped from None
    except Exception as error:
        if _left_behind(draft):
            error.draft = str(draft.path)  # type: ignore[attr-defined]  # a bug says it as well
        raise


@contextmanager
def kept_draft() -> Iterator[Draft]:
    """A new draft of a call, `kept`."""
    draft = empty_draft()
    with kept(draft):
        yield draft


def _left_behind(draft: Draft | None) -> TypeGuard[Draft]:
    """Deletes a draft without words."""
    if draft is None or not draft.path.exists():
        return False
    if holds_words(draft.path):
        draft.release()
        return True
    draft.discard()
    return False


def _way_on(draft: Draft, error: DiscoError) -> str:
    """What resumes a draft: with the option that mends what stopped it, if one can."""
    again = resuming(draft)
    if again in error.hint or error.hint == naming():
        return ""
    if not isinstance(error, InputError):
        return again
    if option := re.match(r"--[a-z]+ [a-z]+(?=,)", error.hint):
        return f"{again} {option[0]}"
    stands = raw_fields(draft.text()[:_HEAD].decode("utf-8", "replace"))
    for key, takes in _OPTIONS.items():
        _, value = stands.get(key, (0, ""))
        if value and not _is_understood(key, value):
            close = nearest(value, [each.value for each in _WORDS.get(key, ())])
            return f"{again} --{key} {close or takes}"
    return again


def _is_understood(key: str, value: str) -> bool:
    try:
        on = split_note(f"---\n{key}: {value}\n---\n").head.on
        if on:
            clock.read_day(on, today=context().today)
    except DiscoError:
        return False
    return True


def with_fields(text: str, head: Head) -> str:
    """A draft's text with the fields of `head` in place of its own, which may be unreadable. Fields
    that the draft lacks are not added."""
    rows, stands = text.split("\n"), raw_fields(text)
    for line in render_note(head, "").split("\n")[1:-2]:
        if found := stands.get(line.partition(":")[0]):
            rows[found[0] - 1] = line
    return "\n".join(rows)
