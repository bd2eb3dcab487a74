"""`disco lint`: judges the questions of an interview guide before the call."""

from __future__ import annotations

import os
import sys

import typer

from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.errors import ExitCode, InputError, NotFoundError

app = new_app()

_EXAMPLE = "disco lint guide.md"
_YAML = (".yaml", ".yml")


@app.command(cls=PageCommand, epilog=f"Example: {_EXAMPLE}")
def lint(
    file: str = typer.Argument(
        metavar="FILE", help="Markdown, plain text or YAML; - reads standard input."
    ),
) -> None:
    """Find the leading, hypothetical, compound and pitching questions of an interview guide.

    Each with the rule, the reason and what to ask instead. Ends with 1 when any is found. Nothing
    leaves this machine, and no journal is needed.
    """
    from discoverycli.domain.guide.lint import lint_guide as judged
    from discoverycli.pages.calls.lint import lint_page

    text = _read(file)
    _keep_the_guide(file)
    found = judged(text, yaml=file.lower().endswith(_YAML))
    context().show(lint_page(file, found))
    if found.findings:
        raise typer.Exit(ExitCode.CHECK_SAYS_NO)


def _read(file: str) -> str:
    from discoverycli.formats.entries import MAX_FILE_BYTES, RefusedError, decode
    from discoverycli.formats.files import file_bytes

    name = "standard input" if file == "-" else file
    if file != "-" and not os.path.exists(file):  # noqa: PTH110 - Path's own raises for long names
        raise NotFoundError(f"there is no file '{file}'", _EXAMPLE)
    if os.path.isdir(file):  # noqa: PTH112
        raise InputError(f"'{file}' is a folder", f"one of its files: {_EXAMPLE}")
    try:
        data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if file == "-" else file_bytes(file)
        return decode(name, data).text
    except RefusedError as error:
        where = "" if error.line is None else f", line {error.line}"
        raise InputError(
            f"{name}{where}: {error.message}", "a guide in Markdown, plain text or YAML"
        ) from None


def _keep_the_guide(file: str) -> None:
    """The answer never replaces the guide."""
    output = context().output
    both = output is not None and os.path.exists(output) and os.path.exists(file)  # noqa: PTH110
    if both and os.path.samefile(str(output), file):  # noqa: PTH121
        raise InputError("--output names the guide itself", "another --output")
