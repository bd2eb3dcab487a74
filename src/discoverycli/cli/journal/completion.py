"""`disco completion`: prints the script that makes a shell complete commands, codes and names."""

from __future__ import annotations

import typer

from discoverycli.cli.commands import Command, new_app
from discoverycli.errors import InputError

app = new_app()

SHELLS = ("bash", "zsh", "fish")


@app.command(
    cls=Command, epilog="bash: disco completion bash >> ~/.bashrc, then a new shell. zsh alike."
)
def completion(
    shell: str = typer.Argument(
        help="bash, zsh or fish.", autocompletion=lambda: [(s, "") for s in SHELLS]
    ),
) -> None:
    """Print the script that completes commands, codes and names in a shell."""
    if shell not in SHELLS:
        raise InputError(f"'{shell}' is not a shell this can complete in", "bash, zsh or fish")
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    typer.echo(
        get_completion_script(prog_name="disco", complete_var="_DISCO_COMPLETE", shell=shell)
    )
