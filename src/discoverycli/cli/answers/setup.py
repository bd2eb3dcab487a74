"""Says how a journal is set up: made or not, its settings and their origins, trusted folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.context import context
from discoverycli.pages.fields import Field, Shape, Shown, table
from discoverycli.render.blocks import Inline, JsonValue, Lines, Note, Page, Span, Tone, ToType
from discoverycli.store.location import SETTINGS

if TYPE_CHECKING:
    from discoverycli.settings.settings_file import Setting


_CREATED: Shape[tuple[Path, bool]] = Shape(
    "init",
    "A journal, new or there already.",
    Field("journal", "text", "its file", lambda e: str(e[0])),
    Field("created", "flag", "whether it was made now", lambda e: e[1]),
)
_NEXT = (
    "disco hypotheses add 'an opinion that could turn out wrong'",
    "disco log 'PERSON @ ORGANISATION' 'what they said'",
    "disco import NOTES --as prospect",
)


def created_page(journal: Path, created: bool) -> Page:
    """The page that `disco init` prints."""
    data = _CREATED.data((journal, created))
    if not created:
        return Page("", (Note(f"there is a journal already: {journal}"),), data)
    said = (Span("new journal", Tone.STRONG), f": {journal}")
    return Page("", (Note(said), Lines(tuple(map(ToType, _NEXT)), "Next", mark="$")), data)


class FoundSetting(NamedTuple):
    """A setting with its value as it stands in the file, its default, and its origin."""

    setting: Setting
    text: str
    default: str
    origin: str


_SETTING: Shape[FoundSetting] = Shape(
    "setting",
    "One setting.",
    Field("key", "text", "such as cadence.goal", lambda e: e.setting.key),
    Field("value", "scalar?", "what it is", lambda e: _plain(e.text), flat=lambda e: e.text),
    Field("default", "scalar?", "what it is without a file", lambda e: _plain(e.default),
          flat=lambda e: e.default),
    Field("from", "text", "where the value comes from", lambda e: e.origin),
    Field("allowed", "text", "what can be said", lambda e: e.setting.allowed),
    Field("meaning", "text", "what it does", lambda e: e.setting.meaning),
)  # fmt: skip
_SETTINGS: Shape[tuple[Path, Sequence[FoundSetting]]] = Shape(
    "settings",
    "Every setting.",
    Field("file", "text", "the settings file, whether or not there is one", lambda e: str(e[0])),
    Field("settings", _SETTING.many, "each setting", lambda e: e[1]),
)
_PATH: Shape[Path] = Shape(
    "settings path",
    "Where the settings are.",
    Field("path", "text", "the file, whether or not there is one", str),
)
_TRUSTED: Shape[tuple[Path, Sequence[str]]] = Shape(
    "trusted",
    "Which folders of others may be used.",
    Field("file", "text", "the list, in your own settings", lambda e: str(e[0])),
    Field("trusted", "text[]", "each folder", lambda e: e[1]),
)
_COLUMNS: tuple[Shown[FoundSetting], ...] = (
    Shown("setting", lambda e: Span(e.setting.key, Tone.CODE)),
    Shown("value", lambda e: _value(e), align="right"),
    Shown("from", lambda e: Span(e.origin.removeprefix(f"{SETTINGS}, "), Tone.DIM), drop=1),
    Shown("what it is", lambda e: e.setting.meaning, flex=True),
)


def settings_page(path: Path, found: Sequence[FoundSetting]) -> Page:
    """Every setting."""
    notes = ("Change one: disco config set KEY VALUE. All: disco config edit.", f"File: {path}")
    return Page(
        (f"Settings of {context().journal}",),
        (table(_COLUMNS, found),),
        _SETTINGS.data((path, found)),
        lambda: _SETTING.sheet(found),
        notes,
    )


def setting_page(found: FoundSetting, said: Inline) -> Page:
    """One setting, in the words of who shows it."""
    return Page("", (Note(said),), _SETTING.data(found))


def path_page(path: Path) -> Page:
    """Where the settings are."""
    return Page("", (Note(str(path)),), _PATH.data(path))


def trusted_page(file: Path, said: str, folders: Sequence[str]) -> Page:
    """Which folders are trusted, and what was changed about that."""
    blocks = (Note(said), Lines(tuple(folders), "Trusted folders"))
    shown = blocks if folders or said else (Note("No folders are trusted."),)
    return Page("", shown, _TRUSTED.data((file, folders)))


def _value(found: FoundSetting) -> Span:
    return Span(found.text or "–", Tone.PLAIN if found.origin == "default" else Tone.STRONG)


def _plain(text: str) -> JsonValue:
    return int(text) if text.isdecimal() else text or None
