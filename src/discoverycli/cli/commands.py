"""Defines the kinds of commands: their shared options, and when their modules are imported."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from discoverycli.cli import COMMANDS, PANELS
from discoverycli.context import FORMATS, context
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError

EVERYWHERE = "Everywhere"
_DASHES = "-–—"
"""What an editor makes of two dashes is a longer one."""


def _option(name: str, told: str, *spelled: str, keeps: Any = None, **more: Any) -> TyperOption:
    """An option whose value the context keeps; one without a metavar keeps `keeps`, or is set."""
    kind: Any = {"type": str} if "metavar" in more else {"is_flag": True, "default": False}

    def keep(_ctx: object, _param: object, value: Any) -> Any:
        kept = value and (keeps or value)
        if kept in (None, False):
            return value
        if name == "format" and kept not in FORMATS:
            raise InputError(f"'{kept}' is not an output format", f"one of: {', '.join(FORMATS)}")
        setattr(context(), name, kept)
        return value

    return TyperOption(
        param_decls=[*spelled],
        expose_value=False,
        callback=keep,
        help=told,
        rich_help_panel=EVERYWHERE,
        **kind,
        **more,
    )


def _shared_options(*, page: bool = False, shareable: bool = False) -> Iterator[TyperOption]:
    if page:
        known = {"metavar": "|".join(FORMATS), "autocompletion": lambda: list(FORMATS)}
        yield _option("format", "How to print.", "--format", **known)
        yield _option("format", "Short for --format json.", "--json", keeps="json")
        told = "Write to a file instead of the screen."
        yield _option("output", told, "--output", "-o", metavar="FILE")
    told = "The journal to use; else DISCO_JOURNAL, else the nearest .disco."
    yield _option("journal_option", told, "--journal", metavar="PATH")
    yield _option("no_input", "Never ask.", "--no-input")
    if shareable:
        told = "Hide names the journal knows, and words of people who did not agree to be quoted."
        yield _option("anonymous", told, "--anonymous")


class _Named:
    """A command with the shared options; it is known by name to what it calls, for the record of
    who did what. Its `--output` is checked before it begins."""

    page = False
    """Whether it prints a page, in any format."""
    shareable = False
    """Whether what it prints may be meant for others."""
    folder_too = False
    """Whether `--output` may be a folder."""
    words_first = False
    """Whether what was typed is put into a draft first: then `Context.writer` checks `--output`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = _shared_options(page=self.page, shareable=self.shareable)
        self.params.extend(options)  # type: ignore[attr-defined]

    def invoke(self, ctx: Any) -> Any:
        context().command = ctx.command_path.partition(" ")[2]
        if not self.words_first:
            context().check_output(folder_too=self.folder_too)
        return super().invoke(ctx)  # type: ignore[misc]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_one_dash(ctx, args)
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc, no-any-return]
        except TyperException as error:
            # Where the parser names no command, the help meant is this command's.
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise


class NoSuchOption(TyperException):
    """Like the parser's private exception of this name."""

    def __init__(self, option_name: str, ctx: Any) -> None:
        super().__init__(f"no such option: {option_name}")
        self.option_name, self.ctx = option_name, ctx


def value_options(command: Any) -> set[str]:
    """The names of a command's options that take a value."""
    options = (each for each in command.params if each.param_type_name == "option")
    return {name for each in options if not each.is_flag for name in each.opts}


def _refuse_one_dash(ctx: Any, args: list[str]) -> None:
    """`-on monday` would be `-o` with the value `n`, and `—on monday` a word."""
    if ctx.resilient_parsing:
        return
    valued = value_options(ctx.command)
    names = {name[2:] for each in ctx.command.params for name in each.opts if name[:2] == "--"}
    for before, word in zip(["", *args], args, strict=False):
        if word == "--":
            return
        name = word.partition("=")[0]
        dashed = name[:1] in tuple(_DASHES) and not name.startswith("--")
        if dashed and name.lstrip(_DASHES) in names and before not in valued:
            raise NoSuchOption(name, ctx)


class _Commands:
    """Finds sub-commands by their name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = self.get_command(ctx, args[0]) is not None  # type: ignore[attr-defined]
        if not known and not ctx.resilient_parsing:
            from discoverycli.cli.usage import unknown_command

            raise unknown_command(ctx, args[0])
        return super().resolve_command(ctx, args)  # type: ignore[misc]


class Command(_Named, TyperCommand):
    """A command that takes the options shared by all."""


class PageCommand(Command):
    """A command that prints a page, in any format."""

    page = True


class ShareableCommand(PageCommand):
    """A command whose page shows what the journal holds, and may be meant for others."""

    shareable = True


class PageGroup(_Commands, _Named, TyperGroup):
    """A command that prints a page by itself and has sub-commands; it has options for its page."""

    page = True
    misplaced = "those are options of the list"
    """What is said where these options stand before a sub-command, whose name `{}` becomes."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = super().resolve_command(ctx, args)
        if any(ctx.params.values()) and not ctx.resilient_parsing:
            hint = f"{ctx.command_path} {args[0]} --help"
            raise InputError(self.misplaced.format(args[0]), hint)
        self.callback = None  # The sub-command alone is run.
        return found

    def invoke(self, ctx: Any) -> Any:
        callback = self.callback
        try:
            return super().invoke(ctx)
        finally:
            self.callback = callback


class ShareableGroup(PageGroup):
    """As `ShareableCommand`, with sub-commands."""

    shareable = True


class CodeGroup(ShareableGroup):
    """A list of things that have codes, which knows a code from the name of a sub-command."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        code = Code.parse(args[0]) if args else None
        if code is not None:
            raise InputError(f"'{args[0]}' is no command", f"{ctx.command_path} show {code}")
        return super().resolve_command(ctx, args)


def new_app(cls: type[TyperGroup] | None = None, **options: Any) -> typer.Typer:
    """A Typer with this program's manners."""
    if cls is not None:
        options["cls"] = cls
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        suggest_commands=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **options,
    )


class Root(_Commands, TyperGroup):
    """`disco` itself. A sub-command's module is imported when that command is asked for; it may
    hold several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_shared_options())

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            name = COMMANDS[cmd_name]
            module = importlib.import_module(f"discoverycli.cli.{name}")
            command: Any = typer.main.get_command(module.app)
            command = getattr(command, "commands", {}).get(cmd_name, command)
            command.name, command.rich_help_panel = cmd_name, PANELS[name.partition(".")[0]]
            self.commands[cmd_name] = command
        return self.commands[cmd_name]
