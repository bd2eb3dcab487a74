"""`disco why`: the chain of whys under an opinion or a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli.cli import complete, options
from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.context import Context, context
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.why import WhyAccount
    from discoverycli.domain.why import Placed
    from discoverycli.render.blocks import Block

app = new_app()


@app.command(
    cls=ShareableCommand,
    epilog="Example: disco why H3 'the export drops the tax code' --heard S45 --under 2",
)
def why(
    code: str = options.code("HS", "H3|S45", "A hypothesis or a statement."),
    text: list[str] = typer.Argument(
        None,
        metavar="[WORDS]...",
        help="An answer to add; of a statement, its own words if left out.",
    ),
    heard: str | None = options.text(
        "STATEMENT",
        "The statement it was heard in; without one it is inferred.",
        completes=complete.codes("S"),
    ),
    under: int | None = typer.Option(
        None, min=1, metavar="NUMBER", help="The answer that it is the reason of."
    ),
    remove: int | None = typer.Option(
        None, min=1, metavar="NUMBER", help="Take an answer and what hangs below it away."
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help="Do not ask before removing."),
) -> None:
    """Why it is so: each answer heard or inferred, read backwards, and how deep words go.

    Words add an answer: right below it, or below the answer that --under names.
    """
    where = context()
    words = options.one_text(text, code) if text else None
    if remove is not None and (words is not None, heard, under) != (False, None, None):
        raise InputError("--remove and an answer to add exclude each other", "one of the two")
    if under is not None and words is None and heard is None:
        raise InputError("--under says where an answer goes", "WORDS, or --heard STATEMENT")
    root = where.code(code, "HS")
    if remove is not None:
        _remove(where, root, remove, yes=yes)
    elif words is None and heard is None:
        from discoverycli.pages.beliefs.why import why_page

        where.show(why_page(_account(where, root)))
    else:
        _add(where, root, words, heard, under)


def _account(where: Context, root: Code) -> WhyAccount:
    from discoverycli.analysis.beliefs.why import why_account

    with where.reader() as reader:
        return why_account(reader, root)


def _add(
    where: Context, root: Code, words: str | None, heard: str | None, under: int | None
) -> None:
    from discoverycli.pages.beliefs.why import ChangedWhy, how_known, why_page
    from discoverycli.render.blocks import Lines, Note

    statement = None if heard is None else where.number(heard, "S")
    with where.writer() as session:
        from discoverycli.store.write import why as write

        wanted = write.Wanted(root, words, statement, under)
        number = write.add(session, wanted, author=where.author, today=where.today)
    account = _account(where, root)
    found = next(answer for _, answer in account.placed if answer.link.number == number)
    head = (f"answer {number} is written down: ", *how_known(found.heard_in))
    said: list[Block] = [Note(head)]
    if found.heard_in is not None and found.heard_in.reason is not None:
        because = "kept, but not counted as heard: it has to come first-hand, from somebody outside"
        said.append(Lines((because,), mark="!"))
    where.show(why_page(account, said, ChangedWhy(account, added=number)))


def _remove(where: Context, root: Code, number: int, *, yes: bool) -> None:
    from discoverycli.domain.why import hanging
    from discoverycli.pages.beliefs.why import ChangedWhy, why_page
    from discoverycli.render.blocks import Note, ToType

    gone = hanging([placed for placed, _ in _account(where, root).placed], number)
    if not gone:
        raise NotFoundError(f"{root} has no answer {number}", f"disco why {root}")
    below = f" and {pluralize(len(gone) - 1, 'answer')} below it" if len(gone) > 1 else ""
    if not yes:
        where.note(f"from why {root} goes:", *(_gone(where, each) for each in gone))
    where.confirm(f"take answer {number}{below} away", yes=yes)
    with where.writer() as session:
        from discoverycli.store.write import why as write

        numbers = write.remove(session, root, number)
    said = Note(ToType(f"answer {number}{below} went; disco undo brings it back"))
    account = _account(where, root)
    where.show(why_page(account, [said], ChangedWhy(account, removed=numbers)))


def _gone(where: Context, placed: Placed) -> str:
    """Without a terminal the line may end in a log, so it has only the number."""
    words = f" {placed.link.text}" if where.may_ask else ""
    return f"  {'  ' * (placed.level - 1)}{placed.link.number}{words}"
