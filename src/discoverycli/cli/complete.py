"""Completes codes and names from the journal in a shell, without the object mapper.

A shell may evaluate what is proposed: only harmless text is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import person_label
from discoverycli.errors import DiscoError

_SPECIAL = frozenset(" \t\\\"'`$&|;<>()*?[]{}~#!")
_PLAINER = str.maketrans("\\[]", "/()")
MOST = 50
"""How many proposals a shell is given at the most."""

_SOURCES = {
    "H": "SELECT 'H' || id, text FROM hypothesis",
    "J": "SELECT 'J' || id, text FROM job",
    "P": "SELECT 'P' || id, name FROM person",
    "I": "SELECT 'I' || id, coalesce(title, '') FROM interview",
    "S": "SELECT 'S' || id, text FROM statement",
    "D": "SELECT 'D' || id, text FROM decision",
}

Proposals = list[tuple[str, str]]
Completer = Callable[[str], Proposals]


def codes(letters: str) -> Completer:
    """A completer of the codes that begin with these letters; the newest first."""

    def complete(incomplete: str) -> Proposals:
        wanted = incomplete.upper()
        found: Proposals = []
        for letter in letters:
            if wanted and not wanted.startswith(letter):
                continue
            number = wanted[1:]
            if number and not number.isdigit():
                continue
            sql = (
                f"{_SOURCES[letter]} WHERE CAST(id AS TEXT) LIKE :start "
                "ORDER BY id DESC LIMIT :most"
            )
            found += _rows(sql, {"start": f"{number}%", "most": MOST})
        return [(code, _told(text)) for code, text in found]

    return complete


def people(incomplete: str) -> Proposals:
    """Completes people by name, as `NAME @ ORGANISATION`, the last heard first; and behind a new
    person's `@`, organisations."""
    sql = """
    SELECT p.name, o.name FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.name_key LIKE :start ESCAPE '!'
    ORDER BY p.last_contact DESC, p.id DESC LIMIT :most
    """
    rows = _rows(sql, {"start": _begins(incomplete), "most": MOST})
    names = [person_label(name, organisation) for name, organisation in rows]
    name, at, start = incomplete.partition("@")
    if at:
        sql = "SELECT name, '' FROM organisation WHERE name_key LIKE :start ESCAPE '!' LIMIT :most"
        found = _rows(sql, {"start": _begins(start), "most": MOST})
        names = [f"{name.rstrip()} @ {each}" for each, _ in found]
    return [(_one_word(name), "") for name in names if _is_harmless(name)]


def _is_harmless(name: str) -> bool:
    """Whether it shows as it is on a terminal, and holds no backslash, which zsh evaluates."""
    from discoverycli.render.safe import safe_line

    return safe_line(name) == name and "\t" not in name and "\\" not in name


def _told(text: str) -> str:
    """The text beside a proposal, without the signs that zsh and the help's markup obey."""
    from discoverycli.render.safe import safe_line

    return safe_line(text).expandtabs(1)[:60].translate(_PLAINER)


def _one_word(name: str) -> str:
    """bash puts a proposal on the line as it stands; zsh and fish quote it themselves."""
    if not os.environ.get("_DISCO_COMPLETE", "").endswith("bash"):
        return name
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in name)


def codes_or_people(letters: str) -> Completer:
    """A completer of codes, and of people's names."""
    by_code = codes(letters)
    return lambda incomplete: [*by_code(incomplete), *(people(incomplete) if incomplete else ())]


def _begins(text: str) -> str:
    from discoverycli.store.values import like

    return f"{like(name_key(text))}%"


def _rows(sql: str, parameters: dict[str, object]) -> Iterable[tuple[str, str]]:
    """Nothing rather than an error: a shell that completes has nowhere to print one."""
    from discoverycli.store.location import find_journal
    from discoverycli.store.reader import open_reader

    try:
        path = find_journal(None, os.environ, Path.cwd())
        with open_reader(path) as reader:
            return [(row[0], row[1] or "") for row in reader.rows(sql, parameters)]
    except (DiscoError, OSError):
        return []
