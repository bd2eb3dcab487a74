"""Recognises the little Markdown that importers meet (headings, links), and blank forms."""

import html
import re

from discoverycli.formats.entries import ProblemKind, RefusedError

RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDONE = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        (r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)", r"\1"),  # links
        (r"<((?:https?://|mailto:)[^<>\s]*)>", r"\1"),
        (r"<[^<>]*>", ""),
        (r"\*\*|__", ""),
        (r"(?<!\w)([*_])(?=\S)([^*_]+)(?<=\S)\1(?!\w)", r"\2"),  # emphasis
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)
_MAY_BE_MARKED = re.compile(r"[\[<*_\\]")

_PLACEHOLDER = re.compile(
    r"[\W_]*|(?:tbd|tba|tbc|n/?a|none|unknown|to be (?:added|announced|confirmed|decided))\W*"
    r"|\[[^\]]*\]\W*|<[^>]*>\W*|\{\{?[^}]*\}\}?\W*|\$[A-Z_]+\W*|x{3,}\W*|yyyy\W.*|(?:mm|dd)/.*",
    re.IGNORECASE,
)
_BARE_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]*")
_HINT = re.compile(r"\([^()]*\)|\*[^*]+\*|_[^_]+_|\[[^\]]*\]")


def plain(text: str) -> str:
    """`text` on one line without links, emphasis, tags, escapes and entities."""
    if _MAY_BE_MARKED.search(text):
        for pattern, kept in _UNDONE:
            text = pattern.sub(kept, text)
    return " ".join(html.unescape(text).split())


def is_placeholder(text: str) -> bool:
    """Whether a field still waits to be filled in: empty, `TBD`, `[Name]`, `___`, `$PROJECT`."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def heading(line: str) -> tuple[int, str] | None:
    """The level and the text of a heading line, or `None`."""
    match = _HEADING.fullmatch(line) if "#" in line[:4] else None
    if match is None:
        return None
    text = match[2].strip()
    unclosed = text.rstrip("#")
    return len(match[1]), unclosed.rstrip() if unclosed[-1:].isspace() else text


def refuse_blank_form(body: str) -> None:
    """Refuses a document that holds nothing anyone said.

    A question is a heading, numbered or emphasised line with a question mark, or any line that
    ends in one. An answer is text below a question, before the next heading or question, that is
    neither a placeholder nor a hint in brackets or italics. A document with questions, no answer
    and no more other lines than questions is a template: a guide with its introduction.

    Raises:
        RefusedError: a template, or no text at all.
    """
    questions = others = answers = 0
    asked = False
    for line in without_comments(body).split("\n"):
        if is_question(line):
            asked, questions = True, questions + 1
        elif heading(line) is not None:
            asked = False
        elif _says_something(line):
            others += 1
            answers += asked and not _HINT.fullmatch(_bare(line))
    if not questions and not others:
        raise RefusedError("holds no text", ProblemKind.EMPTY)
    if questions and others <= questions and not answers:
        count = "a question" if questions == 1 else f"{questions} questions"
        raise RefusedError(f"a template: {count} and no answer", ProblemKind.TEMPLATE)


def without_comments(text: str) -> str:
    """`text` without its HTML comments; one that is never closed stays."""
    kept, start = [], 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening)
        if closing < 0:
            break
        kept.append(text[start:opening])
        start = closing + len("-->")
    return "".join([*kept, text[start:]])


def is_question(line: str) -> bool:
    """Whether a line asks something."""
    if "?" not in line:
        return False
    text = _bare(line)
    stands_out = heading(line) is not None or text[:1] in "*_" or line.strip()[:1].isdigit()
    return stands_out or text.rstrip("*_ ").endswith("?")


def _bare(line: str) -> str:
    found = heading(line)
    return (BULLET.sub("", line) if found is None else found[1]).strip()


def _says_something(line: str) -> bool:
    if RULE.match(line) or _BARE_BULLET.fullmatch(line) or heading(line) is not None:
        return False
    return not is_placeholder(_bare(line).strip("*_ "))
