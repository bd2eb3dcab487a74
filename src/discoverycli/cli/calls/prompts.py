"""Asks for a call's note on a terminal: completes known people, and keeps each line at once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from discoverycli import clock
from discoverycli.cli import complete
from discoverycli.cli.calls.note_to_interview import spoken_day
from discoverycli.context import context
from discoverycli.domain.note.notes import Head, parse_people, render_note
from discoverycli.domain.vocabulary import Relation, parse_choice
from discoverycli.errors import InputError
from discoverycli.render.safe import safe_line
from discoverycli.store.drafts import Draft

_WORDS = """What did they say? One line each; an empty line ends.
  > their exact words    !pain did: took four hours    H3+ paid: hired a student
"""


def ask_note(head: Head, draft: Draft) -> str:
    """Asks for what is missing and returns the note; each answer is in the draft at once."""
    # The object mapper takes half a second to import: it does so while the user types.
    importing = threading.Thread(target=_import_store, daemon=True)
    importing.start()
    if not head.with_:
        who = _ask_until("Who (PERSON @ ORGANISATION)", complete.people, parse_people)
        head = head._replace(with_=parse_people(who))
        draft.keep(render_note(head, ""))
    if head.as_ is None:
        question = "They are (prospect, current, …; empty: as last time)"
        answer = _ask_until(
            question, _relations, lambda word: parse_choice(Relation, word, "relation")
        )
        head = head._replace(as_=answer or None)
    if head.on is None:
        today = context().today
        answer = _ask_until(
            "When (empty: today)", None, lambda day: clock.read_day(day, today=today)
        )
        if answer and not clock.is_written_out(answer):
            held = clock.read_day(answer, today=today)
            sys.stderr.write(f"  {spoken_day(held, answer, today)}\n")
        head = head._replace(on=answer or None)
    draft.keep(render_note(head, ""))
    sys.stderr.write(_WORDS)
    lines: list[str] = []
    while line := _ask("", complete.codes("HJ"), end=">> " if not lines else ".. "):
        lines.append(line)
        draft.keep(render_note(head, "\n".join(lines) + "\n"))
    # Two threads that import the same modules at once can each get half of one.
    importing.join()
    return render_note(head, "\n".join(lines) + "\n" if lines else "")


def _import_store() -> None:
    import discoverycli.store.write.interviews  # noqa: F401


def _relations(start: str) -> complete.Proposals:
    return [(each.value, "") for each in Relation if each.value.startswith(start.lower())]


def _ask_until(
    question: str, completer: complete.Completer | None, check: Callable[[str], object]
) -> str:
    while answer := _ask(question, completer):
        try:
            check(answer)
        except InputError as error:
            sys.stderr.write(safe_line(f"  {error.message}; {error.hint}") + "\n")
        else:
            break
    return answer


def _ask(question: str, completer: complete.Completer | None, *, end: str = ": ") -> str:
    _complete_with(completer)
    try:
        return input(f"{question}{end}").strip()
    except EOFError:
        sys.stderr.write("\n")
        return ""
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        raise


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
