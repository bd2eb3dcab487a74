"""Runs one command; every error becomes one sentence and an exit code."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from discoverycli import __version__
from discoverycli.errors import (
    CheckFailed,
    DamagedError,
    DiscoError,
    ExitCode,
    InputError,
    Interrupted,
    JournalError,
    reason,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What writing to a full or broken standard output fails with; of files, the writers tell."""

_COMPLETE = "_DISCO_COMPLETE"
"""Set by the script of `disco completion` when a shell asks for proposals."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; nothing it raises gets past here."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # A process lives for one command: looking for cycles while it imports is a tenth of its time.
    gc.set_threshold(1_000_000, 20, 100)
    atexit.unregister(gc.freeze)
    _open_closed_streams()
    _notice_interrupts()
    if not words:
        words = ["--help"]
    try:
        try:
            code = _run(words)
            sys.stdout.flush()
        finally:
            _hear_no_more()
    except CheckFailed as failed:
        return _print_check(failed)
    except DiscoError as error:
        return _say(error)
    except KeyboardInterrupt:
        _print("disco: interrupted")
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the latter is how Rich tells of the former
        return _close_quietly()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return _say(InputError("a path is longer than the system takes", "a shorter one"))
        unprinted = error.errno in _UNWRITABLE and error.filename is None
        return _unprinted(error) if unprinted else _bug(error)
    except UnicodeEncodeError as error:
        # Bytes of the command line that are no UTF-8 come as these halves of characters.
        if "\udc80" <= error.object[error.start] <= "\udcff":
            message = "the command line holds a word that is not UTF-8"
            return _say(InputError(message, "it in UTF-8"))
        return _bug(error)
    except Exception as error:  # the last door: no traceback, and nothing of the user's text
        return _bug(error)
    # Looking for cycles once more at the end is a quarter of what it takes to import SQLModel. Only
    # a command that was cut off may leave a connection in one: closing it folds the log away.
    atexit.register(gc.freeze)
    return code


_others: list[Callable[[sys.UnraisableHookArgs], Any]] = []
"""What tells of errors that Python cannot pass on, but for those after an interrupt."""

_MOMENT = 0.01  # seconds

_interrupts: list[int] = []
"""The interrupts of this command; a library may have made an error of its own of one."""


def _notice_interrupts() -> None:
    _interrupts.clear()
    if signal.getsignal(signal.SIGINT) in (signal.default_int_handler, _too_late):
        with suppress(ValueError):  # only the main thread is ever interrupted
            signal.signal(signal.SIGINT, _interrupted)
            if sys.unraisablehook is not _unraisable:
                _others.append(sys.unraisablehook)
                sys.unraisablehook = _unraisable


def _hear_no_more() -> None:
    """A second Ctrl-C would break off the message about the first."""
    if signal.getsignal(signal.SIGINT) is _interrupted:
        with suppress(ValueError):
            # Other programs inherit an ignored signal, but no handler.
            signal.signal(signal.SIGINT, _too_late)
            if not _interrupts:  # Else what was broken off may still be cleared away.
                sys.unraisablehook = _others.pop()


def _too_late(_number: int, _frame: object) -> None:
    """Does nothing."""


def _interrupted(number: int, _frame: object) -> None:
    _interrupts.append(number)
    raise KeyboardInterrupt


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Where Python cannot pass an interrupt on, as while it clears an object away, it would print a
    traceback and go on: the interrupt comes once more, a moment later. What fails while a library
    clears away what was broken off is not told either."""
    if lost.exc_type is not KeyboardInterrupt:
        if not _interrupts:
            _others[-1](lost)
        return
    import threading

    main_thread = threading.main_thread().ident
    again = threading.Timer(_MOMENT, signal.pthread_kill, (main_thread, signal.SIGINT))
    again.daemon = True
    again.start()


def _open_closed_streams() -> None:
    """Opens streams that the caller closed. Without that, the journal would get their number, and
    what is printed would overwrite it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        print(f"disco {__version__}")  # noqa: T201
        return ExitCode.DONE
    import typer
    from typer.exceptions import TyperException

    from discoverycli.context import begin

    begin()
    app = application()
    if _COMPLETE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        result: Any = typer.main.get_command(app).main(
            words, prog_name="disco", complete_var=_COMPLETE, standalone_mode=False
        )
    except SystemExit as ended:
        if _COMPLETE not in os.environ:
            raise
        return int(ended.code or ExitCode.DONE)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        from discoverycli.cli.usage import explain

        raise _with_draft(explain(error, words), error) from None
    if result == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else ExitCode.DONE


def application() -> Any:
    """`disco` with all its commands, none of them imported yet."""
    import typer

    from discoverycli.cli.commands import Root, new_app

    app = new_app(Root, no_args_is_help=True, help=_HELP, epilog=_EPILOG)

    @app.callback()
    def disco(
        version: bool = typer.Option(False, "--version", help="Print the version and end."),
    ) -> None:
        if version:
            print(f"disco {__version__}")  # noqa: T201
            raise typer.Exit

    return app


_HELP = """A discovery journal: what customers said, and which opinions nobody has validated.

Log after every call, look at the hypotheses before every decision, read the week in the stand-up.
"""
_EPILOG = "Start with: disco demo, or disco log 'PERSON @ ORGANISATION' WHAT THEY SAID"


def _with_draft(failure: DiscoError, error: Exception) -> DiscoError:
    failure.draft = getattr(error, "draft", None)
    failure.resume_command = getattr(error, "resume_command", None)
    return failure


def _say(error: DiscoError) -> int:
    if isinstance(error, DamagedError):
        from discoverycli.formats import journal_json
        from discoverycli.safety.rescue import hint_of

        error.hint = hint_of(error, journal_json.dump)
    private = error.private_message if sys.stderr.isatty() else None
    message, hint = private or (error.message, error.hint)
    _print(f"disco: {message}")
    if error.draft:
        _print(f"  your text is kept in {error.draft}")
    from discoverycli.cli.typed import as_typed
    from discoverycli.context import context

    journal = context().journal_option
    again = error.resume_command
    again = "disco log --resume" if again is None else again
    hint, again = (as_typed(each, journal) for each in (hint, again))
    if hint and not (error.draft and hint == again):
        _print(f"  try: {hint}")
    if error.draft and again:
        _print(f"  then: {again}")
    return error.exit_code


def _print(line: str) -> None:
    from discoverycli.render.safe import safe_line

    line = safe_line(line)
    try:
        print(line, file=sys.stderr, flush=True)  # noqa: T201
    except UnicodeEncodeError:
        print(line.encode("ascii", "backslashreplace").decode(), file=sys.stderr)  # noqa: T201
    except OSError:
        pass


def _print_check(failed: CheckFailed) -> int:
    from discoverycli.render.safe import safe

    try:
        print(safe(failed.message), flush=True)  # noqa: T201
    except BrokenPipeError:
        _close_quietly()
    return failed.exit_code


def _close_quietly() -> int:
    """The reader of our output has seen enough, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.DONE


def _unprinted(error: OSError) -> int:
    """The command is done and stored: an unreadable answer must not make anybody repeat it."""
    _close_quietly()
    _print(f"disco: the command is done, but its output cannot be written: {reason(error)}")
    return ExitCode.JOURNAL


def _bug(error: Exception) -> int:
    found = Interrupted("interrupted") if _interrupts else _refused_outside(error) or _damage()
    if found is not None:
        return _say(_with_draft(found, error))
    if os.environ.get("DISCO_DEBUG"):
        import traceback

        for frame in traceback.extract_tb(error.__traceback__):
            _print(f"  {frame.filename}:{frame.lineno} in {frame.name}")
    _print(f"disco: this is a bug in disco ({type(error).__name__}), not your doing")
    if draft := getattr(error, "draft", None):
        _print(f"  your text is kept in {draft}")
    _print("  try: DISCO_DEBUG=1 with the same command, and report the lines it prints")
    return ExitCode.BUG


_REFUSALS = ("OperationalError", "DatabaseError")
"""What SQLite raises when it cannot, and not when it was asked for something wrong."""

_INSIDE = (
    *("pages", "schema", "references", "values", "people", "criteria", "search", "verdicts"),
    *("names", "record"),
)
"""The checks of `disco doctor` that find what can make any command fail."""


def _refused_outside(error: Exception) -> JournalError | None:
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return JournalError(
            f"{error.filename} cannot be opened: {reason(error)}", "check its path and rights"
        )
    cause = getattr(error, "orig", None) or error
    if type(cause).__module__ == "sqlite3" and type(cause).__name__ in _REFUSALS:
        from discoverycli.context import context
        from discoverycli.store.file_checks import translate

        return translate(cause, context().journal)
    return None


def _damage() -> JournalError | None:
    try:
        from discoverycli import clock
        from discoverycli.context import context
        from discoverycli.formats import journal_json
        from discoverycli.safety.checks.check import State, Subject
        from discoverycli.safety.doctor import look

        journal = context().journal
        if not journal.is_file():
            return None
        where = context()
        subject = Subject(journal, where.today, clock.now(), where.folder, journal_json.dump)
        for each in look(subject):
            if each.state is State.FAULT and each.check in _INSIDE:
                return JournalError(f"{journal} is damaged: {each.said}", each.hint)
    except Exception:  # the first failure is reported
        return None
    return None


if __name__ == "__main__":
    sys.exit(main())
