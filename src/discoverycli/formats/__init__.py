"""Lists the import formats, and reads a file without ever failing on what is in it."""

from importlib import import_module
from typing import Any, Final

from discoverycli.formats.entries import (
    Entry,
    ImportOptions,
    Problem,
    ProblemKind,
    RefusedError,
    Result,
    decode,
)

# Exported beside the names defined here.
__all__ = ["Entry", "ImportOptions", "Problem", "ProblemKind", "Result"]

FORMATS: Final = ("note", "collection", "interview", "story")
"""The formats that can be read, each by the `read(source, options)` of the module of its name,
which is imported when a file needs it."""

SUFFIXES: Final[dict[str, str]] = {
    ".md": "interview",
    ".markdown": "interview",
    ".txt": "interview",
    ".yaml": "story",
    ".yml": "story",
}
"""The format a file is taken for by its name, before one looks inside."""


def sniff(path: str, text: str) -> str | None:
    """The name of the format that a file is in, by its name and its front matter."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1].lower()
    suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
    found = SUFFIXES.get(suffix)
    if found != "interview":
        return found
    from discoverycli.formats import collection, note

    if note.recognises(text):
        return "note"
    return "collection" if collection.recognises(text) else found


def read(
    path: str, data: bytes, options: ImportOptions | None = None, *, format_: str | None = None
) -> Result:
    """The interviews in a file's bytes, and every problem with them.

    Never fails on what is in the file: bad content becomes a problem that names the file and,
    where there is one, the line. Nothing but `data` is read; no path or address is followed.

    Args:
        path: the file as the user named it, for messages, the sort of file and its date.
        data: what is in it.
        options: what the user says about the whole import.
        format_: one of `FORMATS`, to read the file as that without a look at it.
    """
    try:
        source = decode(path, data)
        found = format_ or sniff(path, source.text)
        if found is None:
            can = ", ".join(SUFFIXES)
            raise RefusedError(f"not a kind of file that can be read; these can: {can}")
        importer: Any = import_module(f"{__name__}.{found}")
        result: Result = importer.read(source, options or ImportOptions())
        return result
    except RefusedError as error:
        return Result(problems=(error.problem(path),))
