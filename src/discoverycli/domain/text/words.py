"""Checks text before it is stored, guesses what a word was meant to be, and quotes for errors."""

from collections.abc import Iterable, Sequence

from discoverycli.domain.text.patterns import Pattern
from discoverycli.errors import InputError

NOT_TEXT = Pattern("[\0\ud800-\udfff]")
"""What no database can store: NUL and lone surrogates."""

_LONGEST_WORD = 40
"""Longer words are no slips of the pen, and comparing them would be slow."""


_LONGEST_QUOTED = 20


def require_storable(text: str) -> str:
    """`text` itself, unchanged, when every database can store it.

    Raises:
        InputError: naming line and column (both from 1) of the first NUL or lone surrogate.
    """
    found = None if text.isascii() and "\0" not in text else NOT_TEXT.search(text)
    if found is None:
        return text
    before = text[: found.start()]
    line = before.count("\n") + 1
    column = found.start() - before.rfind("\n")
    what = "a NUL character" if found[0] == "\0" else "half a character (a lone surrogate)"
    raise InputError(
        f"the text holds {what} at line {line}, column {column}", "save the text as UTF-8"
    )


def nearest(word: str, words: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one of `words` most like `word` in either case; `None` when none is alike.

    Args:
        word: what was typed.
        words: what could have been meant.
        cutoff: how alike the two must be, from 0 (anything) to 1 (equal letters).

    Method:
        Ratcliff and Obershelp's ratio of matching letters, as in `difflib`.
    """
    if len(word) > _LONGEST_WORD:
        return None
    from difflib import get_close_matches

    by_letters = {known.lower(): known for known in words}
    matches = get_close_matches(word.lower(), by_letters, n=1, cutoff=cutoff)
    return by_letters[matches[0]] if matches else None


def clip(text: str, limit: int = 60) -> str:
    """`text` on one line and at most `limit` characters long, for quoting it in an error."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit and len(text) <= 4 * limit else f"{line[: limit - 1]}…"


def quoted(text: str) -> str:
    """A mistyped word in quotes, for an error; of anything longer nothing, for it may be what
    somebody said: `this`."""
    return f"'{text}'" if len(text) <= _LONGEST_QUOTED and len(text.split()) == 1 else "this"


def pluralize(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 week`, `3 weeks`, with a plural of its own `2 people`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def join_words(words: Iterable[object], last: str = "and") -> str:
    """Words as a sentence lists them: `current, future and company`; at least one."""
    *most, final = map(str, words)
    return f"{', '.join(most)} {last} {final}" if most else final


def set_of(words: str) -> frozenset[str]:
    """A list of words, parted by blanks; `_` stands for a blank inside a phrase."""
    return frozenset(word.replace("_", " ") for word in words.split())


def some(words: Sequence[object], most: int = 5) -> str:
    """Words as `join_words`; of many the first, and how many more there are."""
    few = words if len(words) <= most else [*words[: most - 1], f"{len(words) - most + 1} more"]
    return join_words(few)


def person_label(name: str, organisation: str | None) -> str:
    """A person as they are named everywhere: `Ana Ruiz @ Acme`."""
    return f"{name} @ {organisation}" if organisation else name


def same_lines(text: str) -> str:
    """What makes two notes the same: their lines, without line endings, byte order mark, blank
    lines, and blanks at the end."""
    lines = map(str.rstrip, text.removeprefix("\ufeff").splitlines())
    return "\n".join(filter(None, lines))


def one_line(text: str) -> str:
    """`text` without line breaks, blanks around it, and more than one blank between words."""
    return " ".join(text.split())
