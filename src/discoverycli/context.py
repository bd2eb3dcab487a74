"""Holds what every command shares: where the journal is, who asks, what day it is, how to print."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from discoverycli import clock
from discoverycli.errors import InputError, NotFoundError
from discoverycli.settings import Settings, load

if TYPE_CHECKING:
    from sqlmodel import Session

    from discoverycli.domain.vocabulary import Code
    from discoverycli.render.blocks import Page
    from discoverycli.store.change_log import Stamp
    from discoverycli.store.reader import Reader

FORMATS = ("table", "markdown", "json", "csv")


@dataclass
class Context:
    """The surroundings of one command."""

    journal_option: str | None = None
    no_input: bool = False
    format: str = "table"
    output: str | None = None
    anonymous: bool = False
    command: str = ""
    _hidden: bool = False
    """Whether what was read last was read without names."""

    @cached_property
    def journal(self) -> Path:
        """Where the journal is, whether or not there is one yet."""
        from discoverycli.store.location import find_journal

        return find_journal(self.journal_option, os.environ, self.folder)

    @cached_property
    def folder(self) -> Path:
        """The folder that the command was called in.

        Raises:
            InputError: it is not there any more.
        """
        try:
            return Path.cwd()
        except FileNotFoundError:
            raise InputError(
                "the folder you are in is not there any more", "cd, then again"
            ) from None

    @cached_property
    def settings(self) -> Settings:
        """The settings beside the journal."""
        return load(self.journal.parent)

    @cached_property
    def today(self) -> date:
        """What day it is."""
        return clock.today()

    @cached_property
    def author(self) -> str:
        """Who logs: `DISCO_AUTHOR`, the settings, git's user name, else the account's name."""
        name = os.environ.get("DISCO_AUTHOR", "").strip() or self.settings.author
        name = name or _git_name() or _account()
        # What the environment holds may be of any encoding, and the settings hold letters that the
        # system's has not: a name never stands in the way of storing.
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    @property
    def stamp(self) -> Stamp:
        """Who does what now, for the record of changes."""
        from discoverycli.store.change_log import Stamp

        return Stamp(clock.now().isoformat(timespec="seconds"), self.author, self.command)

    @property
    def may_ask(self) -> bool:
        """Whether there is someone to answer a question."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def on_screen(self) -> bool:
        """Whether a page goes to a terminal, which long lists should not flood."""
        return self.format == "table" and self.output is None and sys.stdout.isatty()

    @contextmanager
    def reader(self, *, named: bool = False) -> Iterator[Reader]:
        """The journal for reading; an older one is first brought up to date.

        Args:
            named: with names even for `--anonymous`: to find out whom the user means, never for a
                page.

        Raises:
            NotFoundError: there is no journal yet.
        """
        try:
            bring_up_to_date(self.journal)
        except NotFoundError:
            raise NotFoundError(
                f"there is no journal yet at {self.journal}",
                "disco log 'PERSON @ ORGANISATION' WORDS, or disco demo to look around",
            ) from None
        hides = self.anonymous and not named
        if hides:
            from discoverycli.privacy.anonymizer import open_anonymous

            opened = open_anonymous(self.journal, self.today)
        else:
            from discoverycli.store.reader import open_reader

            opened = open_reader(self.journal)
        with opened as reader:
            self._hidden = hides
            yield reader

    def code(self, text: str, letters: str) -> Code:
        """The one thing that a code or a name means, of the kinds of `letters`.

        Raises:
            InputError, NotFoundError: as `store.read.names.resolve`.
        """
        from discoverycli.store.read.names import resolve

        with self.reader(named=True) as reader:
            return resolve(reader, text, letters)

    def number(self, text: str, letter: str) -> int:
        """The number of the one thing that a code or a name means, of the kind of `letter`.

        Raises:
            InputError, NotFoundError: as `code`.
        """
        return self.code(text, letter).number

    @contextmanager
    def writer(self, *, create: bool = False) -> Iterator[Session]:
        """The journal for writing: one transaction, committed at the end.

        Args:
            create: whether to make a journal where there is none.

        Raises:
            NotFoundError: there is none, and none is to be made.
            InputError: the answer could not be written to where `--output` says.
        """
        from discoverycli.store.writer import open_journal

        if self.anonymous:
            raise InputError(
                "what changes the journal is shown with its names", "the same without --anonymous"
            )
        if not create and not os.path.lexists(self.journal):
            raise NotFoundError(
                f"there is no journal yet at {self.journal}",
                "disco init, or disco log 'PERSON @ ORGANISATION' WORDS",
            )
        self.check_output()
        if os.path.lexists(self.journal):
            bring_up_to_date(self.journal)
        # Found out before the transaction begins: git is another program, and may be slow.
        with open_journal(self.journal, self.stamp, on_create=self.say_created) as session:
            yield session

    def check_output(self, *, folder_too: bool = False) -> None:
        """Before anything is stored: nobody should have to do it again for its answer.

        Args:
            folder_too: whether it may be a folder, which its writer then checks.

        Raises:
            InputError: the answer could not be written to where `--output` says.
        """
        if self.output is not None:
            from discoverycli.render import files

            check = files.refuse_kept if folder_too else files.refuse_odd_target
            check(self.target, self.kept)

    @property
    def target(self) -> Path:
        """Where `--output` says to write."""
        from discoverycli.store.location import path_of

        assert self.output is not None
        return path_of(self.output)

    @property
    def kept(self) -> tuple[Path, ...]:
        """The files that `--output` never replaces, by any path."""
        from discoverycli.store.location import is_of_a_journal, kept

        found = kept(self.journal_option, os.environ, self.folder)
        others = self.output is not None and is_of_a_journal(Path(os.path.realpath(self.target)))
        return (*found, self.target) if others else found

    def say_created(self, path: Path) -> None:
        """Tells that a new journal was made."""
        self.note(f"new journal: {path}")
        self.warn_of(path)

    def warn_of(self, path: Path) -> None:
        """Warns of a place where a new journal should not be."""
        from discoverycli.safety import synced_folders

        warning = synced_folders.warning(path)
        if warning is not None:
            self.note(f"  {warning}", f"  try: {synced_folders.INSTEAD}")

    def note(self, *lines: str) -> None:
        """Prints lines beside the data, on stderr. Typed text can never begin a line of its own."""
        from discoverycli.render.safe import safe_line

        for line in lines:
            print(safe_line(line), file=sys.stderr)  # noqa: T201

    def ask(self, question: str) -> str:
        """The answer to a question, in small letters."""
        from discoverycli.render.safe import safe_line

        sys.stderr.write(f"{safe_line(question)} ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower()

    def confirm(self, question: str, *, yes: bool) -> None:
        """Asks before something is deleted or replaced.

        Raises:
            InputError: the answer is no, or there is nobody to ask and no `--yes`.
        """
        if yes:
            return
        if not self.may_ask:
            error = InputError("this needs a yes, and there is nobody to ask", "--yes")
            error.private_message = f"{question} needs a yes", "--yes"
            raise error
        if self.ask(f"{question}? [y/N]") not in ("y", "yes"):
            raise InputError("nothing was changed")

    def show(self, page: Page) -> None:
        """Prints a page in the format that was asked for, to where it was asked for.

        Raises:
            InputError: `--anonymous` was asked for, but the page was read with names.
        """
        from discoverycli import render

        if self.anonymous and not self._hidden:
            raise InputError(
                "this page is about your own journal, and not for others",
                "the same without --anonymous",
            )

        if self.output is not None:
            from discoverycli.render.files import write_file

            write_file(self.target, render.render(page, self.format), kept=self.kept)
            return
        if self.format == "table":
            from discoverycli.cli.pager import paged
            from discoverycli.cli.typed import page_as_typed

            page = page_as_typed(page, self.journal_option)
            if not self.no_input and paged(page):
                return
        render.print_page(page, self.format, file=sys.stdout)


_current = Context()


def context() -> Context:
    """The surroundings of the running command."""
    return _current


def begin() -> Context:
    """Fresh surroundings for a new command."""
    global _current
    _current = Context()
    return _current


def bring_up_to_date(journal: Path) -> None:
    """Takes a journal that an older version wrote to the newest schema, after a backup.

    Raises:
        NotFoundError: there is no journal.
        JournalError: a step failed, and the journal is as it was.
    """
    from discoverycli.store.file_checks import SCHEMA, check_file

    if check_file(journal) < SCHEMA:
        from discoverycli.safety.upgrade import upgrade

        upgrade(journal, clock.now())


def _git_name() -> str | None:
    try:
        found = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607
            capture_output=True,
            timeout=2,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.decode("utf-8", "replace").strip() or None


def _account() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
