"""`disco config`: shows and changes settings, and the list of trusted folders."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from discoverycli.cli.answers.setup import (
    FoundSetting,
    path_page,
    setting_page,
    settings_page,
    trusted_page,
)
from discoverycli.cli.commands import Command, PageCommand, PageGroup, new_app
from discoverycli.context import context
from discoverycli.errors import DiscoError, InputError, NotFoundError
from discoverycli.render.blocks import Span, Tone
from discoverycli.render.files import write_file
from discoverycli.settings import Settings
from discoverycli.store.location import SETTINGS

if TYPE_CHECKING:
    from discoverycli.settings.settings_file import Content, Setting
    from discoverycli.store.drafts import Draft

app = new_app(PageGroup, invoke_without_command=True)


def _keys() -> list[str]:
    from discoverycli.settings.settings_file import SETTINGS

    return [setting.key for setting in SETTINGS]


_EDIT = "disco config edit"
_KEY = typer.Argument(metavar="KEY", help="Such as cadence.goal.", autocompletion=_keys)


@app.callback(epilog="Example: disco config set cadence.goal 2")
def config() -> None:
    """Every setting, its value, and where that comes from."""
    from discoverycli.settings.settings_file import SETTINGS

    content = _content()
    found = [_find(setting, content) for setting in SETTINGS]
    context().show(settings_page(_path(), found))


@app.command(cls=PageCommand, epilog="Example: disco config get cadence.goal")
def get(key: str = _KEY) -> None:
    """Print the value of one setting."""
    from discoverycli.settings.settings_file import find

    found = _find(find(key), _content())
    context().show(setting_page(found, found.text))


@app.command("set", cls=PageCommand, epilog="Example: disco config set cadence.goal 2")
def set_(
    key: str = _KEY, value: str = typer.Argument(metavar="VALUE", help="What it is to be.")
) -> None:
    """Set one setting, in the file beside the journal."""
    from discoverycli.settings import settings_file

    setting, path = settings_file.find(key), _path()
    said = setting.written(settings_file.check(setting, value))
    _write(path, settings_file.put(settings_file.load_text(path), setting.key, said, path))
    _say(setting)


@app.command(cls=PageCommand, epilog="Example: disco config unset cadence.goal")
def unset(key: str = _KEY) -> None:
    """Give one setting back its default."""
    from discoverycli.settings import settings_file

    setting, path = settings_file.find(key), _path()
    before = settings_file.load_text(path)
    after = settings_file.drop(before, setting.key, path)
    if after != before:
        _write(path, after)
    _say(setting)


@app.command(cls=Command, epilog="Example: EDITOR=nano disco config edit")
def edit(
    file: str | None = typer.Option(
        None, "--file", metavar="FILE", help="All settings from a file, without the editor."
    ),
) -> None:
    """Edit the settings file in $EDITOR. What it says wrongly is not taken over."""
    from discoverycli.settings import settings_file

    path = _path()
    before = settings_file.load_text(path)
    draft: Draft | None
    if file is None:
        before = before or settings_file.template()
        after, draft = _from_editor(before)
    else:
        after, draft = _from_file(Path(file))
    with _kept(draft):
        if after != before:
            _write(path, after)
    context().note(f"changed {path}" if after != before else "nothing was changed")
    if draft is not None:
        draft.discard()


def _from_editor(before: str) -> tuple[str, Draft]:
    from discoverycli.cli.editor import edit_text, needs_somebody
    from discoverycli.settings import settings_file
    from discoverycli.store.drafts import new_draft
    from discoverycli.store.location import drafts_folder

    needs_somebody("disco config set KEY VALUE")
    draft = new_draft(drafts_folder(context().journal), "config")
    draft.keep(before)
    with _kept(draft), draft.unless_untouched():
        edit_text(draft, again=_EDIT)
        after = settings_file.load_text(draft.path)
        settings_file.parse(after, _path())
    return after, draft


def _from_file(path: Path) -> tuple[str, Draft | None]:
    """The settings in a file, and its draft if it is one."""
    from discoverycli.cli.calls.kept_drafts import draft_at
    from discoverycli.settings import settings_file

    if not os.path.lexists(path):
        raise NotFoundError(f"there is no file {path}", _EDIT)
    draft = draft_at(path)
    with _kept(draft):
        text = settings_file.load_text(path)
        settings_file.parse(text, path)
    return text, draft


@contextmanager
def _kept(draft: Draft | None) -> Iterator[None]:
    """As `kept`; where the draft says how to go on, the hint to begin anew is left out."""
    from discoverycli.cli.calls.kept_drafts import kept
    from discoverycli.store.drafts import CONFIG

    try:
        with kept(draft, CONFIG):
            yield
    except DiscoError as error:
        if error.draft is not None and error.hint == _EDIT:
            error.hint = ""
        raise


@app.command(cls=PageCommand, epilog="Example: disco config path")
def path() -> None:
    """Print where the settings file is, whether or not there is one yet."""
    context().show(path_page(_path()))


@app.command(cls=PageCommand, epilog="Example: disco config trust /srv/team")
def trust(
    folder: str = typer.Argument("", metavar="FOLDER", help="A .disco folder, or the one above."),
    remove: bool = typer.Option(False, "--remove", help="Trust it no longer."),
) -> None:
    """Use the journal in a folder that belongs to somebody else. Without FOLDER: list them.

    A .disco in a folder above that another user owns, or that everybody can write to, is not used
    until you trust it. The list is kept in your own settings, not beside the journal.
    """
    from discoverycli.files import private_folder
    from discoverycli.store import location as store

    if not folder:
        if remove:
            raise InputError("--remove needs a folder", "disco config trust --remove FOLDER")
        context().show(trusted_page(store.trust_file(), "", store.trusted_folders()))
        return
    path = store.path_of(folder).absolute()
    after = store.without_trusted(path) if remove else store.with_trusted(path)
    private_folder(store.trust_file().parent)
    write_file(store.trust_file(), json.dumps(after, indent=1, ensure_ascii=False) + "\n")
    said = f"No longer trusted: {path}" if remove else f"Trusted: {path}"
    context().show(trusted_page(store.trust_file(), said, after))


def _content() -> Content:
    from discoverycli.settings.settings_file import load_text, parse

    return parse(load_text(_path()), _path())


def _find(setting: Setting, content: Content) -> FoundSetting:
    text, origin = setting.written(setting.value(content.settings)), "default"
    if setting.key in content.texts:
        origin = f"{SETTINGS}, line {content.lines[setting.key]}"
    if setting.field == "author":
        by_environment = bool(os.environ.get("DISCO_AUTHOR", "").strip())
        text = context().author
        origin = "DISCO_AUTHOR" if by_environment else origin
        origin = "git or account" if origin == "default" else origin
    return FoundSetting(setting, text, setting.written(setting.value(Settings())), origin)


def _say(setting: Setting) -> None:
    found = _find(setting, _content())
    text = (Span(setting.key, Tone.CODE), f" is {found.text or 'not set'} ({found.origin})")
    context().show(setting_page(found, text))


def _path() -> Path:
    return context().journal.parent / SETTINGS


def _write(path: Path, text: str) -> None:
    if not path.parent.is_dir():
        from discoverycli.files import private_folder

        private_folder(path.parent)
    try:
        write_file(path, text)
    except InputError as error:
        raise InputError(error.message, "check the rights of the file and its folder") from None
