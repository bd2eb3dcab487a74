"""Reads the settings file, explains each setting, and changes one line of it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from discoverycli.domain.people import DEFAULT_PERIODS
from discoverycli.domain.text.words import clip, nearest
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import InputError, JournalError, reason
from discoverycli.settings import Settings

MAX_BYTES = 64_000
NEVER = "never"


class Setting(NamedTuple):
    """One setting: its key in the file, its field in `Settings`, and what it may be.

    `read` gives the value that a text spells, or raises `ValueError` where it may not be that.
    """

    key: str
    field: str
    meaning: str
    allowed: str
    read: Callable[[str], Any]

    def value(self, settings: Settings) -> Any:
        """What it is in these settings."""
        if self.field == "periods":
            return settings.periods[Relation(self.key.partition(".")[2])]
        return getattr(settings, self.field)

    def written(self, value: Any) -> str:
        """A value as it stands in the file; empty for what is not set."""
        if value is None:
            return NEVER if self.field == "periods" else ""
        return str(value)


_DIGITS = re.compile("[0-9]{1,6}")
_LONGEST_NAME = 100


def _number(low: int, high: int) -> tuple[str, Callable[[str], int]]:
    def read(text: str) -> int:
        if not _DIGITS.fullmatch(text) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return f"a whole number from {low} to {high}", read


def _period(text: str) -> int | None:
    return None if text.lower() == NEVER else _DAYS[1](text)


def _name(text: str) -> str:
    if not (0 < len(text) <= _LONGEST_NAME and text.isprintable()):
        raise ValueError(text)
    return text


def _relation(text: str) -> Relation:
    return Relation(text.lower())


_DAYS = _number(1, 3650)
_NAMES = f"a name of at most {_LONGEST_NAME} letters"
_RELATIONS = f"one of: {', '.join(Relation)}"

SETTINGS: Final = (
    Setting("log.author", "author", "who logs", _NAMES, _name),
    Setting("log.as", "relation", "relation where a note has none", _RELATIONS, _relation),
    Setting("cadence.goal", "goal", "contacts that a week needs", *_number(1, 50)),
    Setting("cadence.floor_days", "floor_days", "longest gap allowed, in days", *_number(1, 365)),
    Setting("cadence.weeks", "weeks", "weeks that reports look back", *_number(1, 104)),
    Setting(
        "balance.prospects_percent", "prospects_percent", "prospects' share to stay above",
        *_number(0, 100),
    ),
    Setting("rule.voices", "voices", "voices for, to be validated", *_number(1, 100)),
    Setting("rule.majority", "majority", "sureness of the majority, in %", *_number(51, 99)),
    Setting("rule.lived", "lived", "voices for that did something", *_number(0, 100)),
    Setting("rule.prospects", "prospects", "voices for that are prospects", *_number(0, 100)),
    Setting("rule.against", "against", "voices against, to be refuted", *_number(1, 100)),
    Setting("rule.fresh_days", "fresh_days", "days that evidence counts", *_number(1, 3650)),
    *(
        Setting(
            f"periods.{each}", "periods", f"days until {who} is due", f"{_DAYS[0]}, or {NEVER}",
            _period,
        )
        for each, who in (
            (Relation.PROSPECT, "a prospect"),
            (Relation.CURRENT, "a customer"),
            (Relation.FORMER, "an ex-customer"),
            (Relation.PARTNER, "a partner"),
            (Relation.INTERNAL, "a colleague"),
            (Relation.UNKNOWN, "anyone else"),
        )
    ),
    Setting(
        "privacy.retention_months", "retention_months", "months kept after contact",
        *_number(1, 1200),
    ),
    Setting("backups.keep", "backups", "backups that stay", *_number(1, 1000)),
)  # fmt: skip
"""Every setting, in the order they are listed."""

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_SECTIONS = frozenset(key.partition(".")[0] for key in _BY_KEY)


class Content(NamedTuple):
    """A settings file, read: the settings, the text of each that is in it, and its line."""

    settings: Settings
    texts: Mapping[str, str]
    lines: Mapping[str, int]


def find(key: str) -> Setting:
    """The setting of a key. Raises `InputError`, naming the nearest, when there is none."""
    known = _BY_KEY.get(key.strip().lower())
    if known is not None:
        return known
    close = nearest(key, _BY_KEY)
    raise InputError(
        f"'{clip(key)}' is not a setting", f"{close}" if close else "disco config lists them all"
    )


def check(setting: Setting, text: str) -> Any:
    """The value that a text spells.

    Raises:
        InputError: naming key, value and what is allowed.
    """
    try:
        return setting.read(text.strip())
    except ValueError:
        raise InputError(
            f"{setting.key} cannot be '{clip(text)}'", f"{setting.key}: {setting.allowed}"
        ) from None


def load_text(path: Path) -> str:
    """What is in a settings file; nothing when there is none.

    Raises:
        InputError: it cannot be read, is larger than 64 KB, or is not UTF-8.
        JournalError: its folder cannot be looked into.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return ""
    except OSError as error:
        if not os.access(path.parent, os.X_OK):
            raise JournalError(
                f"{path.parent} cannot be opened: {reason(error)}", "check its path and rights"
            ) from None
        raise InputError(f"{path} cannot be read: {reason(error)}", "check its rights") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InputError(f"{path} is not a file", "move it away: then the defaults count")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    finally:
        os.close(handle)
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than 64 KB, the limit", "fewer lines")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8", "save it as UTF-8") from None


def parse(text: str, path: Path) -> Content:
    """The settings that a file's text spells.

    Raises:
        InputError: it is not understood; line, key, value and what is allowed are named.
    """
    values: dict[str, Any] = {}
    periods = dict(DEFAULT_PERIODS)
    texts, lines = _flat(text, path)
    for key, line in lines.items():
        if key not in texts and key in _SECTIONS:
            continue
        try:
            setting = find(key)
            if key not in texts:
                continue
            value = check(setting, texts[key])
        except InputError as error:
            raise InputError(f"{path}, line {line}: {error.message}", error.hint) from None
        if setting.field == "periods":
            periods[Relation(key.partition(".")[2])] = value
        else:
            values[setting.field] = value
    settings = Settings(**values, periods=MappingProxyType(periods))
    return Content(settings, texts, lines)


def put(text: str, key: str, value: str, path: Path) -> str:
    """A file's text with one setting set. Every other line stays, comments too.

    Raises:
        InputError: the text is not understood, or written in a way that leaves no line for it.
    """
    before = parse(text, path)
    line = f"{key.partition('.')[2]}: {_quoted(value)}"
    if key in before.lines:
        after = _with_value(text, before.lines[key], value)
    else:
        after = _with_line(text, key, line, before)
    return _verified(after, {**before.texts, key: value}, path)


def drop(text: str, key: str, path: Path) -> str:
    """A file's text without one setting, as `put`.

    Raises:
        InputError: as `put`.
    """
    before = parse(text, path)
    if key not in before.lines:
        return text
    rows = text.split("\n")
    del rows[before.lines[key] - 1]
    rest = {each: value for each, value in before.texts.items() if each != key}
    return _verified("\n".join(rows), rest, path)


def template() -> str:
    """A settings file in which nothing is set and everything explained."""
    rows = ["# Settings of the journal beside this file. A line counts without the # before it."]
    section = ""
    for setting in SETTINGS:
        name, _, rest = setting.key.partition(".")
        if name != section:
            rows += ["", f"{name}:"]
            section = name
        default = setting.written(setting.value(Settings()))
        rows.append(f"  # {f'{rest}: {default}'.strip():<24} # {setting.meaning}")
    return "\n".join(rows) + "\n"


_SECTION = re.compile(r"[^\S\n]*(?:#.*)?")
_VALUE = re.compile(
    r"""(?P<key>[^:]*:)[ \t]*
        (?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^#\r]*?)
        (?P<rest>(?:[ \t]+\#[^\r]*)?\r?)""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"\w[\w.+-]*(?: \w[\w.+-]*)*")


def _flat(text: str, path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Each key's text, and each key's line; one without a value counts as left out."""
    from discoverycli.formats.entries import RefusedError
    from discoverycli.formats.safe_yaml import load_all

    try:
        documents = load_all(text)
    except RefusedError as error:
        where = path if error.line is None else f"{path}, line {error.line}"
        raise InputError(f"{where}: {error.message}", "disco config edit") from None
    if len(documents) > 1:
        raise InputError(f"{path} holds several documents", "disco config edit")
    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for document in documents:
        for place, value in _leaves(document.value, ()):
            key, line = ".".join(place).lower(), document.line(*place)
            if not place or not isinstance(value, str) or key in lines:
                named = f"'{clip(key)}'" if key else "it"
                raise InputError(
                    f"{path}, line {line}: {named} is not one key with one value",
                    "cadence: on a line, and goal: 1 below it, indented",
                )
            lines[key] = line
            if value:
                texts[key] = value
    return texts, lines


def _leaves(value: Any, place: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, (*place, key))]
    return [(place, value)] if place or value else []


def _with_value(text: str, line: int, value: str) -> str:
    rows = text.split("\n")
    found = _VALUE.fullmatch(rows[line - 1])
    if found is not None:
        rows[line - 1] = f"{found['key']} {_quoted(value)}{found['rest']}"
    return "\n".join(rows)


def _with_line(text: str, key: str, line: str, before: Content) -> str:
    section = key.partition(".")[0]
    rows = text.split("\n")
    heads = [n for n, row in enumerate(rows) if _is_section(row, section)]
    if not heads:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{section}:\n  {line}\n"
    siblings = [n for other, n in before.lines.items() if other.startswith(f"{section}.")]
    at = max([heads[0] + 1, *siblings])
    sibling = rows[at - 1] if siblings else "  "
    rows.insert(at, sibling[: len(sibling) - len(sibling.lstrip())] + line)
    return "\n".join(rows)


def _is_section(row: str, section: str) -> bool:
    return row.startswith(f"{section}:") and bool(_SECTION.fullmatch(row[len(section) + 1 :]))


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _verified(text: str, wanted: Mapping[str, str], path: Path) -> str:
    """`text`, if it says exactly what is wanted: nothing else may be lost or changed."""
    try:
        said = parse(text, path).texts
    except InputError:
        said = {}
    if said != wanted:
        raise InputError(
            f"{path} is written in a way that only you can change", "disco config edit"
        )
    return text
