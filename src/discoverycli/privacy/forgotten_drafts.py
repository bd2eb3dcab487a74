"""Deletes the drafts of somebody who is forgotten: words that never reached the journal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from discoverycli.domain.text.mentions import Mentions
from discoverycli.domain.vocabulary import Code
from discoverycli.store import drafts
from discoverycli.store.drafts import Draft
from discoverycli.store.location import drafts_folder

_ASIDE = ".forgotten"


class NamingDrafts(NamedTuple):
    """The drafts that name a person, and those with a word that may mean them."""

    surely: list[Path]
    perhaps: list[Path]


def drafts_naming(
    journal: Path, number: int, mentions: Mentions, interviews: Collection[int]
) -> NamingDrafts:
    """The drafts that name a person, by name or by code, or hold the note of an interview they
    were in. What an editor has left beside a draft is one too.

    Args:
        journal: the journal that the drafts are for.
        number: the person.
        mentions: finds their names.
        interviews: those they were in.
    """
    code = re.compile(rf"(?<!\w){Code('P', number)}(?!\w)", re.IGNORECASE)
    edited = re.compile(r"\W*I(\d+)-")
    found = NamingDrafts([], [])
    for path in drafts.files(drafts_folder(journal)):
        of = edited.match(path.name)
        with suppress(OSError):
            texts = [path.name, *_texts(path.read_bytes())]
            if (of and int(of[1]) in interviews) or any(
                code.search(text) or mentions.found_in(text) for text in texts
            ):
                found.surely.append(path)
            elif any(map(mentions.left_in, texts)):
                found.perhaps.append(path)
    return found


def _texts(data: bytes) -> Iterator[str]:
    """What a file may say, in the encodings of editors and word processors."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        yield data.decode("cp1252", "replace")
        yield data.decode("mac-roman")
    if b"\0" in data:  # UTF-16, from any byte on
        for encoding in ("utf-16-le", "utf-16-be"):
            yield data.decode(encoding, "replace")
            yield data[1:].decode(encoding, "replace")


def busy_drafts(paths: Iterable[Path]) -> list[Path]:
    """The drafts that another program is writing at this moment."""
    busy = []
    for path in paths:
        draft = Draft(path)
        if not draft.hold():
            busy.append(path)
        draft.release()
    return busy


@contextmanager
def drafts_aside(paths: Iterable[Path]) -> Iterator[Callable[[], None]]:
    """Deletes drafts if the block succeeds; otherwise they are back. Call the result as soon as the
    work is done: a later failure then brings none of them back."""
    aside: list[tuple[Path, Path]] = []

    def happened() -> None:
        while aside:
            aside.pop()[1].unlink(missing_ok=True)

    try:
        for path in paths:
            hidden = path.with_name(f".{path.name}.{secrets.token_hex(3)}{_ASIDE}")
            with suppress(FileNotFoundError):
                path.rename(hidden)
                aside.append((path, hidden))
        yield happened
    except BaseException:
        for path, hidden in aside:
            hidden.rename(path)
        raise
    happened()


def clear(journal: Path) -> None:
    """Deletes the drafts of forgotten people that an interrupted run has left."""
    for path in drafts.files(drafts_folder(journal)):
        if path.name.endswith(_ASIDE):
            path.unlink(missing_ok=True)
