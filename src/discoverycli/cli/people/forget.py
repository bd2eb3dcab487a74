"""`disco people forget`: says what goes, asks, forgets, and says what is left to look at."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli import options
from discoverycli.cli.answers import MOVE, moves_lines
from discoverycli.context import Context, context
from discoverycli.domain.text.words import join_words, pluralize
from discoverycli.errors import Interrupted, JournalError, NotFoundError
from discoverycli.render.blocks import Inline, JsonValue, Lines, Note, Page, Span, Tone, ToType
from discoverycli.render.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from discoverycli.privacy.erasures import ErasureState
    from discoverycli.privacy.forget import Gone

_NAMED = 10
"""How many places a sentence names at the most."""

_COUNTED = {
    "statement": ("statements", "statement", "statements"),
    "evidence": ("evidence", "piece of evidence", "pieces of evidence"),
    "hire": ("hires", "mark on jobs", "marks on jobs"),
    "followup": ("followups", "follow-up", "follow-ups"),
    "consent": ("consents", "agreement", "agreements"),
}
"""Table → its key for programs, and its noun for one and for many."""

EXAMPLE = "Example: disco people forget P7, or disco people forget 'Ana Silva' --yes"

_FINISH = "disco doctor --fix"
_UNFINISHED = "forgetting somebody is not finished yet"

_UNREACHED = (
    "Not reached: exports, reports and copies made elsewhere, and what a disk keeps by itself.",
    "Not found: nicknames and misspellings; look with disco search.",
    "Nothing brings them back: disco undo does not, and a restored backup forgets them again.",
)


def forget(who: str = options.PERSON, yes: bool = options.YES) -> None:
    """Forget a person for good: name, words, agreements, in the journal and all its backups.

    What stays is somebody without a name in so many interviews. Verdicts are weighed again. It
    cannot be undone.
    """
    from discoverycli.privacy import erasures

    where = context()
    try:
        number = where.number(who, "P")
    except NotFoundError as error:
        _refuse_taken_back(where, who)
        if erasures.is_open(where.journal):
            raise NotFoundError(f"{error.message}; {_UNFINISHED}", _FINISH) from None
        raise
    before = erasures.erasure_state(where.journal, number)
    with _interrupts_answered(where, number, before):
        if before is None or before.back:
            done = _forget(where, number, yes=yes)
        else:
            done = Forgetting(number, before.erased_on, None)
        names = {done.gone.uid: done.gone.names} if done.gone else {}
        problem = None
        try:
            with progress("backups", len(erasures.copies(where.journal))) as step:
                backups = erasures.finish(where.journal, names=names, step=step)
            done = done._replace(backups=backups)
        except JournalError as error:
            problem = error
        where.show(_page(done, problem))
    if problem is not None:
        raise problem


@contextmanager
def _interrupts_answered(
    where: Context, number: int, before: ErasureState | None
) -> Iterator[None]:
    """Who broke it off is told what is done already, and what finishes it."""
    from discoverycli.privacy import erasures
    from discoverycli.store.interrupts import deaf

    try:
        yield
    except KeyboardInterrupt:
        with deaf():
            now = None
            with suppress(Exception):  # of a journal that cannot be read, nothing is known
                now = erasures.erasure_state(where.journal, number)
            if now is not None and not now.back:
                if not now.finished:
                    where_not = "every backup" if erasures.copies(where.journal) else "its file"
                    said = f"forgotten in the journal, not yet in {where_not}"
                    raise Interrupted(said, _FINISH) from None
                if before is None or before.back or not before.finished:
                    raise Interrupted("forgotten everywhere; only the answer is cut off") from None
        raise


def _refuse_taken_back(where: Context, who: str) -> None:
    """Whoever is in the record of changes alone comes back first: forgetting begins at the rows."""
    from discoverycli.store.read import operations

    with where.reader() as reader:
        found = operations.person_taken_back(reader, who)
    if found is not None:
        raise NotFoundError(
            f"P{found.number} was taken back, and the record of changes still holds the name; "
            f"bring them back, then forget P{found.number}",
            f"disco undo {found.by}",
        )


class Forgetting(NamedTuple):
    """What a forgetting did; `gone` is `None` when it was done before."""

    number: int
    on: date
    gone: Gone | None
    drafts: Sequence[Path] = ()
    held: Sequence[Path] = ()
    doubtful: Sequence[Path] = ()
    backups: Sequence[Path] = ()


class _NothingKept(Exception):
    """Ends a transaction of which nothing is to be kept."""


def _forget(where: Context, number: int, *, yes: bool) -> Forgetting:
    """Asks, and takes the person out of the rows, and their drafts away."""
    from discoverycli.privacy import erasures, forgotten_drafts
    from discoverycli.privacy import forget as write

    # What would go is found out by doing it, and taking that back.
    with suppress(_NothingKept), where.writer() as session:
        gone = write.person(session, number, today=where.today)
        raise _NothingKept
    rooms = (*gone.interviews, *gone.shared)
    drafts = forgotten_drafts.drafts_naming(where.journal, number, gone.named, rooms)
    held = forgotten_drafts.busy_drafts(drafts.surely)
    mine = [path for path in drafts.surely if path not in held]
    copies = erasures.copies_with(where.journal, gone.uid)
    if not yes:
        # Where nobody is asked, it may end in a log: there by the code alone.
        name = gone.names[0] if where.may_ask else ""
        where.note(*_before(gone, name, mine, copies))
    where.confirm(f"forget P{number} {gone.names[0]} for good", yes=yes)
    with forgotten_drafts.drafts_aside(mine) as happened, where.writer() as session:
        gone = write.person(session, number, today=where.today)
        # Whoever could take this back could bring them back.
        session.info["sealed"] = True
        session.info["then"] = happened
    return Forgetting(number, where.today, gone, mine, held, drafts.perhaps)


def _before(gone: Gone, name: str, drafts: Sequence[Path], copies: Sequence[Path]) -> list[str]:
    who = f"P{gone.number} {name}".rstrip()
    lines = [f"forgetting {who} cannot be undone. What goes:"]
    lines += [f"  {each}" for each in _gone(gone)]
    if copies:
        lines.append(f"  their part of {pluralize(len(copies), 'backup')}: {_files(copies)}")
    lines += [f"  a text that is not in the journal yet: {path}" for path in drafts]
    stays = [*gone.interviews, *gone.shared]
    lines.append(f"  what stays: somebody without a name in {pluralize(len(stays), 'interview')}")
    lines += [f"  P{number} has the same name, and stays" for number in gone.namesakes]
    if gone.left:
        lines.append(f"  what may stay, a common word or a name of others: {_some(gone.left)}")
    return lines


def _gone(gone: Gone) -> list[str]:
    lines = ["their name, role and segment"]
    if gone.organisation:
        lines.append("their organisation, to which nobody else belongs")
    if gone.interviews:
        lines.append(f"every word of {_codes(gone.interviews)}")
    if gone.shared:
        lines.append(f"their lines in {_codes(gone.shared)}, where others were too")
    made = [
        pluralize(count, one, many)
        for noun, (_, one, many) in _COUNTED.items()
        if (count := gone.counts.get(noun, 0))
    ]
    lines += [join_words(made)] if made else []
    if gone.mentions:
        lines.append(f"their name in {pluralize(gone.mentions, 'text')} about others")
    return lines


def _some(places: Sequence[str]) -> str:
    more = len(places) - _NAMED
    return ", ".join(places[:_NAMED]) + (f" and {more} more (--json: all)" if more > 0 else "")


def _codes(numbers: Iterable[int]) -> str:
    return join_words(f"I{number}" for number in numbers)


def _files(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _page(done: Forgetting, problem: JournalError | None) -> Page:
    gone = done.gone
    person = Span(f"P{done.number}", Tone.CODE)
    state: Inline = (person, f" was forgotten on {done.on}, and nothing is left to do")
    if problem is not None:
        state = (person, " is forgotten in the journal, but not yet in every file")
    elif gone is not None or done.backups:
        state = (person, " is forgotten")
    went = [f"gone: {each}" for each in _gone(gone)] if gone else []
    went += [f"taken out of {path.name}" for path in done.backups]
    went += [f"removed: {path}" for path in done.drafts]
    moves = gone.moves if gone else []
    again = _look_again(done)
    return Page(
        "",
        (
            Note(state),
            Lines(tuple(went)),
            moves_lines(moves),
            Lines(tuple(again), "Look again" if again else "", mark="!"),
        ),
        _data(done, finished=problem is None),
        footnotes=_UNREACHED if gone else (),
    )


def _look_again(done: Forgetting) -> list[Inline]:
    gone = done.gone
    lines: list[Inline] = [f"{path} is open in another program" for path in done.held]
    if gone is None:
        return lines
    lines += [
        (Span(f"I{number}", Tone.CODE), ToType(f" was with others too: disco edit I{number}"))
        for number in gone.shared
    ]
    if left := [*gone.left, *map(str, done.doubtful)]:
        lines.append(f"a common word or a name of others stays, and may mean them: {_some(left)}")
    return lines


def _data(done: Forgetting, *, finished: bool) -> JsonValue:
    gone = done.gone
    counts = gone.counts if gone else {}
    return {
        "person": f"P{done.number}",
        "forgotten_on": done.on,
        "finished": finished,
        "interviews": [f"I{number}" for number in gone.interviews] if gone else [],
        "shared": [f"I{number}" for number in gone.shared] if gone else [],
        **{key: counts.get(noun, 0) for noun, (key, *_) in _COUNTED.items()},
        "mentions": gone.mentions if gone else 0,
        "organisation": bool(gone and gone.organisation),
        "namesakes": [f"P{number}" for number in gone.namesakes] if gone else [],
        "backups": [str(path) for path in done.backups],
        "drafts": len(done.drafts),
        "open_drafts": len(done.held),
        "left": [*gone.left, *map(str, done.doubtful)] if gone else [],
        "moved": MOVE.rows(gone.moves if gone else []),
    }
