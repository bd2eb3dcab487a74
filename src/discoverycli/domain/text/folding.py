"""Makes texts comparable: a function for each kind of text, by what does not count in it.

Each needs its own rule, for what is the same differs. Two people differ in an accent, and the
journal keeps their keys; a search finds words as SQLite's tokenizer does; what hides a name
must know it in every spelling.
"""

from discoverycli.domain.text.patterns import Pattern

INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
"""What nobody sees between letters, as a pattern has it between brackets."""

_MARKS = Pattern(
    f"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff{INVISIBLE}]"
)
_BARE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "’": "'"}
)


def name_key(text: str) -> str:
    """What makes two names the same: letters alone, whatever their case and spacing.

    Stored, so it never changes: accents count, and so does how Unicode composes them.
    """
    return " ".join(text.casefold().split())


def text_key(text: str) -> str:
    """What makes two opinions or jobs the same: their words, without case and closing stop."""
    return name_key(text).rstrip(".!")


def composed(text: str) -> str:
    """`text` with each accent in one character with its letter, where there is such a one (NFC)."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def handle_key(name: str) -> str:
    """What makes two signatures of a speaker the same: their letters and digits, accents among
    them, without case, blanks and punctuation."""
    return "".join(letter for letter in composed(name).casefold() if letter.isalnum())


def search_key(word: str) -> str:
    """What makes two words the same in a search: as SQLite's `unicode61 remove_diacritics 2`."""
    if word.isascii():
        return word.lower()
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))


def bare(text: str) -> str:
    """`text` without case, accents and invisible characters, in one spelling of its letters, to
    find names that must be hidden. The places of the letters are lost."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize

    return _MARKS.sub("", normalize("NFKD", text).casefold()).translate(_BARE)
