"""Says what to do about a command line that the option parser cannot understand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from discoverycli.domain.words import nearest
from discoverycli.errors import InputError


def explain(error: Any) -> InputError:
    """A usage error of the option parser, as one sentence and one hint in our own words."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "disco"
    kind, option = type(error).__name__, getattr(error, "option_name", None) or ""
    if kind == "NoSuchOption" and option.rstrip("- ") == "":
        return InputError(
            "words that begin with a dash are taken for an option", f"{path} … -- '- [ ] WORDS'"
        )
    if kind == "NoSuchOption":
        names = {name.lstrip("-"): name for name in _options(ctx)}
        close = names.get(nearest(option.lstrip("-"), names) or "")
        return InputError(
            f"there is no option {option}", f"{path} {close}" if close else f"{path} --help"
        )
    return InputError(_sentence(kind, error, ctx, path), f"{path} --help")


def unknown_command(ctx: Any, name: str) -> InputError:
    """What to say of a word that is no sub-command of the one before it."""
    close = nearest(name, ctx.command.list_commands(ctx))
    return InputError(f"there is no command '{name}'", f"{ctx.command_path} {close or '--help'}")


def _sentence(kind: str, error: Any, ctx: Any, path: str) -> str:
    param = getattr(error, "param", None)
    if kind == "BadOptionUsage":
        flags = _options(ctx, flags=True)
        return (
            f"{error.option_name} {'takes no' if error.option_name in flags else 'needs a'} value"
        )
    if kind == "MissingParameter" and param is not None:
        return f"{_name(param)} is missing"
    if param is not None:
        return f"{_name(param)} needs {_wanted(param.type)}"
    return f"these are more words than '{path}' takes"


def _options(ctx: Any, *, flags: bool = False) -> Iterable[str]:
    """The names of a command's options, or of those that take no value."""
    params = ctx.command.params if ctx is not None else ()
    return [
        name for param in params if param.param_type_name == "option"
        if not flags or param.is_flag for name in param.opts
    ]  # fmt: skip


def _name(param: Any) -> str:
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(param.metavar or param.name.upper())


def _wanted(kind: Any) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is not None:
        return f"a whole number from {low} to {high}"
    if low is not None:
        return f"a whole number of {low} or more"
    return "a whole number" if kind.name.startswith("int") else "another value"
