"""Owns the prompts of `disco log`: they complete known people, and keep every line as it comes."""

from __future__ import annotations

import sys
import threading

from discoverycli.cli import complete
from discoverycli.domain.notes import Head, parse_people, render_note
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.drafts import Draft

_WORDS = """What did they say? One line each; an empty line ends.
  > their exact words      !pain did: took four hours      H3+ paid: hired a student
"""


def ask_note(head: Head, draft: Draft) -> str:
    """Asks for what is missing and returns the note; each answer is in the draft at once."""
    # The object mapper takes half a second to import: it does so while the user types.
    threading.Thread(target=_import_store, daemon=True).start()
    if not head.with_:
        head = head._replace(
            with_=parse_people(_ask("Who (PERSON @ ORGANISATION)", complete.people))
        )
        draft.keep(render_note(head, ""))
    if head.as_ is None:
        answer = _ask("They are (prospect, current, …; empty: as last time)", _relations)
        head = head._replace(as_=answer or None)
    if head.on is None:
        head = head._replace(on=_ask("When (empty: today)", None) or None)
    draft.keep(render_note(head, ""))
    sys.stderr.write(_WORDS)
    lines: list[str] = []
    while line := _ask("", complete.codes("HJ"), end=">> " if not lines else ".. "):
        lines.append(line)
        draft.keep(render_note(head, "\n".join(lines) + "\n"))
    return render_note(head, "\n".join(lines) + "\n" if lines else "")


def _import_store() -> None:
    import discoverycli.store.write.interviews  # noqa: F401


def _relations(start: str) -> complete.Proposals:
    return [(each.value, "") for each in Relation if each.value.startswith(start.lower())]


def _ask(question: str, completer: complete.Completer | None, *, end: str = ": ") -> str:
    _complete_with(completer)
    try:
        return input(f"{question}{end}").strip()
    except EOFError:
        sys.stderr.write("\n")
        return ""


def _complete_with(completer: complete.Completer | None) -> None:
    """Tab completes the whole line, since names hold spaces."""
    try:
        import readline
    except ImportError:  # Python can be built without it; typing works all the same.
        return
    readline.set_completer_delims("")
    found: list[str] = []

    def propose(text: str, state: int) -> str | None:
        if state == 0:
            found[:] = [word for word, _ in completer(text)] if completer else []
        return found[state] if state < len(found) else None

    readline.set_completer(propose)
    readline.parse_and_bind("tab: complete")
