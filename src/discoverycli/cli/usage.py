"""Owns what to say of a command line that cannot be understood: the nearest thing that can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from discoverycli.domain.words import nearest
from discoverycli.errors import InputError


def explain(error: Any) -> InputError:
    """A usage error of the option parser, as one sentence and one hint."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "disco"
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption" and option and option.rstrip("- ") == "":
        return InputError(
            "words that begin with a dash are taken for an option", f"{path} … -- '- [ ] WORDS'"
        )
    if type(error).__name__ == "NoSuchOption" and option:
        names = {name.lstrip("-"): name for name in _options(ctx)}
        close = names.get(nearest(option.lstrip("-"), names) or "")
        return InputError(
            f"there is no option {option}", f"{path} {close}" if close else f"{path} --help"
        )
    message = _sentence(error)
    if message.startswith("No such command"):
        wanted = _quoted(message)
        close = nearest(wanted, ctx.command.list_commands(ctx)) if ctx is not None else None
        return InputError(f"there is no command '{wanted}'", f"{path} {close or '--help'}")
    return InputError(_lower(message), f"{path} --help")


def _quoted(message: str) -> str:
    return message.partition("'")[2].rpartition("'")[0]


def _options(ctx: Any) -> Iterable[str]:
    if ctx is None:
        return ()
    return [name for param in ctx.command.params for name in getattr(param, "opts", ())]


def _sentence(error: Any) -> str:
    return str(error.format_message()).strip().rstrip(".")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
