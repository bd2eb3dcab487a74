"""Explains a command line that the option parser cannot understand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import Any

from discoverycli.domain.text.words import nearest
from discoverycli.errors import InputError


def explain(error: Any, words: Sequence[str]) -> InputError:
    """A usage error of the option parser, as one sentence and one hint in our own words.

    Args:
        error: what the parser raised.
        words: the command line; the hint is the same with the right option.
    """
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "disco"
    kind, option = type(error).__name__, getattr(error, "option_name", None) or ""
    if kind == "NoSuchOption" and option.rstrip("- ") == "":
        return InputError(
            "words that begin with a dash are taken for an option", f"{path} … -- '- [ ] WORDS'"
        )
    if kind == "NoSuchOption":
        mended = with_right_option(error, words)
        hint = shlex.join(["disco", *mended]) if mended else f"{path} --help"
        if "\n" in hint:
            hint = f"{path} {_nearest_option(error)}"
        return InputError(f"there is no option {option}", hint)
    return InputError(_sentence(kind, error, ctx, path), f"{path} --help")


def with_right_option(error: Any, words: Sequence[str]) -> list[str]:
    """The words with the nearest option in place of one that is not there; nothing if none is."""
    close = _nearest_option(error)
    for index, word in enumerate(words):
        if close and word.partition("=")[0] == error.option_name:
            mended = word.replace(error.option_name, close, 1)
            return [*words[:index], mended, *words[index + 1 :]]
    return []


def _nearest_option(error: Any) -> str | None:
    option = getattr(error, "option_name", None) or ""
    if type(error).__name__ != "NoSuchOption":
        return None
    names = {name.lstrip("-"): name for name in _options(error.ctx)}
    return names.get(nearest(re.sub(r"^\W+", "", option), names) or "")


def unknown_command(ctx: Any, name: str) -> InputError:
    """What to say about a word that is no sub-command."""
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
