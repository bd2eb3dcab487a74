"""Finds lines that look like a mark and are none, and says what was probably meant.

Such a line stays what it is, text. Ordinary prose is not named: a line must show more than prose
would, such as a sign at a code, a rung with its colon, or a kind behind an exclamation mark. What
stands behind a backslash, in `inline code`, in a code block or in a comment is never named.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from discoverycli.domain.note.marks import (
    BULLET,
    INVISIBLE,
    MARK,
    MOST_WARNINGS,
    Warning_,
    visible_lines,
)
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import clip, join_words, nearest
from discoverycli.domain.vocabulary import Rung, StatementKind


class _Slip(NamedTuple):
    """What a line has, what was probably meant, and the whole line for each meaning."""

    found: str
    meaning: str
    meant: tuple[str, ...]
    fault: str = "is text"


def slips(body: str, first_line: int = 1) -> tuple[Warning_, ...]:
    """A warning for each line of a note's body that looks like a mark and is none.

    Past the first hundred, lines are only counted.

    Args:
        body: Markdown, as it is kept.
        first_line: the number of the body's first line.
    """
    found: list[Warning_] = []
    every = _slips(body)
    for index, slip in islice(every, MOST_WARNINGS):
        message = f"'{clip(slip.found, 40)}' {slip.fault}; did you mean {slip.meaning}?"
        meant = () if "<!--" in body else slip.meant
        found.append(Warning_(first_line + index, message, meant))
    if unsaid := sum(1 for _ in every):
        found.append(Warning_(found[-1].line, f"and {unsaid} more lines like these below"))
    return tuple(found)


def _slips(body: str) -> Iterator[tuple[int, _Slip]]:
    for index, line in visible_lines(body) if _SUSPECT.search(body) else ():
        if not line:
            continue
        mark = MARK.match(line)
        if mark is not None and mark["box"] and not mark["bullet"]:
            mark = None
        start = 0 if mark is None else mark.end()
        if _SUSPECT.search(line, start) and (slip := _slip(line, mark)) is not None:
            yield index, slip


_ALIKE = str.maketrans(
    "＋－−–？：！¡［］（）＃＞＊ＨＪｈｊНнЈјΗ０１２３４５６７８９\u00a0\u202f\u3000",
    "+---?:!![]()#>*HJhjHhJjH0123456789   ",
)
"""Letters and signs that look like those of a mark: full-width, Cyrillic, Greek, typographic."""

_SUSPECT = Pattern(
    r"(?<![^\W_])[HhJjＨＪｈｊНнЈјΗ]"
    r"(?:[^\S\n]?[-+?#_.＋？－−]?[0-9０-９]|(?:[*_~]|[^\S\n])*[-+?:−–＋？－：])"
    r"|[!！¡][^\S\n]*[^\W\d_]|\[[^\S\n]*[xX✓✔]?[^\S\n]*\]|[［☐☑☒]"
)
"""What every line with a slip holds. Most of a text is never looked at more closely."""

_RUNGS = "|".join(rung.word for rung in Rung)
_KINDS = tuple(kind.value for kind in StatementKind)
_INLINE_CODE = Pattern(r"``.+?``|`[^`]+`")
_HEAD = Pattern(rf"(?:[^\S\n]|[{INVISIBLE}])*(?P<bullet>{BULLET}[^\S\n]+)?")
_OPENING = r"(?P<opening>[-+?*_#~\"'“”„«(\[{<|•◦‣▪–—·●○■ \t]*)"
_CODE = Pattern(
    rf"""{_OPENING}(?P<letter>[HJ])
    (?:(?P<inner>[ \t]?[-+?\#_.]?)(?P<zeros>0*)(?P<number>[1-9][0-9]{{0,8}})(?![\w%]|[.,][0-9]))?
    (?P<closing>[*_~)\]]*)
    (?P<gap>[ \t]*)(?P<sign>[(\[]?[-+?—]+>?[)\]]?)?[*_~]*
    [ \t]*(?P<colon>:)?[*_~]*
    (?:[ \t]*[(\[]?(?P<rung>{_RUNGS})(?![\w'’])[)\]]?[*_~]*[ \t]*:[*_~]*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ANOTHER = Pattern(r"(?:[HJQ]?[0-9]|/)", re.IGNORECASE)
_STANCES = {
    "H": Pattern(
        r"[ \t]+(?:(?P<plus>supports?|supported|plus|for(?=:))"
        r"|(?P<minus>refutes?|refuted|minus|against(?=:))|neutral)\b:?",
        re.IGNORECASE,
    ),
    "J": Pattern(r"[ \t]+(?:(?P<plus>hired)|(?P<minus>fired))\b:?", re.IGNORECASE),
}
_SEVERAL = Pattern(
    r"(?P<codes>(?:[HJ][1-9][0-9]{0,8}[-+?]?(?:[ \t]*[,;/&+][ \t]*|[ \t]+(?:and[ \t]+)?))+"
    r"[HJ][1-9][0-9]{0,8}[-+?]?(?![\w-]))[ \t]*:?[ \t]*"
    rf"(?P<rung>(?:{_RUNGS})[ \t]*:)?",
    re.IGNORECASE,
)
_ONE_OF_THEM = Pattern(r"([HJ][1-9][0-9]{0,8})([-+?](?![HJ]))?", re.IGNORECASE)
_NEW = Pattern(
    rf"{_OPENING}(?P<letter>[HJ])[*_~]*[ \t]*:[*_~]*(?=[ \t]*(?![Mm]{{2}}\b)[^\W\d_]{{2}})"
)
_KIND = Pattern(rf"{_OPENING}!+(?P<gap>[ \t]*)(?P<kind>[^\W\d_]+)(?:[*_~)\]]+|(?=[\s:\"'”]|$))")
_BOX = Pattern(
    r"[-*+•]?(?:\[[ \t]*(?P<done>[xX✓✔])?[ \t]*\](?=[ \t])|(?P<sign>[☐☑☒])|\[ \](?=\w))[ \t]*(?=\S)"
)
_MIDDLE = Pattern(
    rf"""(?:(?<![\w\\/?=&#.])(?:
    [HJ][1-9][0-9]{{0,8}}(?:[ \t*_]*(?:[-+?]+[ \t]*:?|:)[ \t*_]*|[ \t]+)(?:{_RUNGS})[ \t]*:
  | !(?:{"|".join(_KINDS)})(?=[\s:]|$)
    )|(?<![^\s("'“„«\[—–,;:.|])(?:
    (?P<code>[HJ][1-9][0-9]{{0,8}}(?:[-+?]:|[-+](?=[ \t]+["“'‘]?[^\W\d_]|[ \t]*$)))
  | [-*+•][ \t]\[[ xX]\](?=\s)
  | (?P<new>(?-i:[HJ]):(?=[ \t]+[^\W\d_]))
    ))""",
    re.VERBOSE | re.IGNORECASE,
)
_FAR = 40
"""So many letters beside a mark are looked at: longer words are no words."""
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "“": "”", "„": "“", "«": "»"}
_BEFORE = Pattern(
    "the|an?|our|their|all|any|in|for|of|from|to|at|since|during|by|with|and|or|about|on|vs|per"
    "|until|till|not?|option|vitamin|schedule|appendix|plan",
    re.IGNORECASE,
)
"""In front of a code with a sign they make a sentence: `the H1+ cohort`."""
_AFTER = Pattern("and|or|to|visas?|permits?|status", re.IGNORECASE)
"""Behind a code with a sign they make a sentence: `H1- and H2-level`, `H-1 visas`."""


def _slip(line: str, mark: re.Match[str] | None) -> _Slip | None:
    text = _INLINE_CODE.sub(lambda code: "\\" * len(code[0]), line).translate(_ALIKE)
    if mark is not None and mark["quote"]:
        return _quoted(line, text, mark.start("quote"))
    if mark is not None:
        return _several(line, text, mark.start("mark")) or _inside(line, text, mark.end())
    head = _HEAD.match(text)
    start = head.end() if head else 0
    readers = (_several, _code, _new, _kind, _box, _inside)
    return next(filter(None, (read(line, text, start) for read in readers)), None)


def _quoted(line: str, text: str, start: int) -> _Slip | None:
    """A mark inside a block quote, which is taken for somebody's exact words."""
    at = len(text) - len(text[start:].lstrip("> \t"))
    mark = MARK.match(line, at)
    if mark is not None and (mark["kind"] in _KINDS or len(mark["code"] or "") > 1):
        label = line[at : mark.end()].strip()
        slip: _Slip | None = _Slip(label, f"'{label}'", (line,))
    else:
        slip = _several(line, text, at) or _code(line, text, at) or _kind(line, text, at)
    if slip is None:
        return _inside(line, text, at)
    # A meaning can be several lines; each of them stays a quote.
    meant = tuple(
        "\n".join(line[:start] + each[at:] for each in lines.split("\n")) for lines in slip.meant
    )
    return slip._replace(found=f"> {slip.found}", meant=meant, fault="is a quote")


def _instead(line: str, start: int, end: int, opening: str, *marks: str) -> _Slip:
    """From `start` to `end`, one of `marks` was meant; what opens there closes at the end."""
    rest = line[end:].strip()
    for sign in reversed(opening.strip()):
        rest = rest.removesuffix(_PAIRS.get(sign, sign)) if sign not in "-+?#" else rest
    rest = rest.lstrip(" ,;—–")
    meant = tuple(f"{line[:start]}{mark} {rest}".rstrip() for mark in marks)
    found, labels = line[start:end].strip(), marks
    if found in marks:  # The fault comes after the mark: `H:owners`.
        found = " ".join(line[start:].split()[: len(found.split())])
        labels = tuple(f"{mark} {rest}".rstrip() for mark in marks)
    said = join_words((f"'{clip(label, 30)}'" for label in labels), "or")
    return _Slip(found, said, meant)


def _code(line: str, text: str, start: int) -> _Slip | None:
    """`H1 + did:`, `+H1`, `H 1+`, `**H1+**`, `H1: …`, `H1 did: …`, `H1 supports …`."""
    found = _CODE.match(text, start)
    if found is None:
        return None
    letter, end = found["letter"].upper(), found.end()
    sign = _sign(found, text)
    if sign is None:
        word = _STANCES[letter].match(text, found.end("closing")) if found["number"] else None
        if word is None:
            return None
        sign, end = "+" if word["plus"] else "-" if word["minus"] else "?", word.end()
    signs = ("+", "-", "?") if letter == "H" else ("+", "-")
    rung = f" {found['rung'].lower()}:" if found["rung"] else ""
    code = letter + (found["number"] or "")
    marks = [f"{code}{each}{rung}" for each in (sign if sign in signs else signs)]
    return _instead(line, start, end, found["opening"], *marks)


def _sign(found: re.Match[str], text: str) -> str | None:
    """The sign that a code was meant to have: empty if that is not clear, `None` if it is prose."""
    opening, inner = found["opening"], (found["inner"] or "").strip()
    signs = {each for each in found["sign"] or "" if each in "-+?—>"}
    sign = signs.pop().replace("—", "-") if len(signs) == 1 else ""
    sure = bool(found["rung"])
    if not found["number"]:
        return sign if sure and sign else None
    if found["sign"]:
        return sign if sure or found["colon"] or _is_signed(found, text) else None
    following = text[found.end() :].split(maxsplit=1)[:1]
    if inner in ("+", "-", "?"):
        prose = not following or _AFTER.fullmatch(following[0]) or found["letter"] in "Jj"
        return inner if sure or found["colon"] or inner != "-" or not prose else None
    if opening in ("+", "-", "?"):
        return opening
    is_label = found["colon"] and not opening.startswith("#") and following
    if sure or (is_label and not text[found.end("colon") :][:1].isdigit()):
        return "+" if text[: found.start()].strip() == "+" else ""
    return None


def _is_signed(found: re.Match[str], text: str) -> bool:
    """Whether a sign behind a code belongs to it, not to the sentence."""
    sign, behind = found["sign"].strip("()[]"), text[found.end("sign") :]
    following = behind.lstrip(" \t*_~")
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    if _ANOTHER.match(following) or _AFTER.fullmatch(word) or "—" in sign:
        return False
    if found["gap"]:
        return not (found["inner"] or re.match("#+[ \t]", found["opening"]))
    if sign == "?" and set(found["opening"]) & set("\"'“„«([{<"):
        return False
    return sign[0] == "+" or not behind[:1].strip("*_~") or (sign == "?" and behind[0].isalpha())


def _several(line: str, text: str, start: int) -> _Slip | None:
    """`H1 H2+ did: …`, `H1+, H2- …`: each wants a line of its own."""
    found = _SEVERAL.match(text, start)
    if found is None:
        return None
    codes = [(each[1].upper(), each[2] or "") for each in _ONE_OF_THEM.finditer(found["codes"])]
    last = codes[-1][1]
    if not found["rung"] and last not in ("+", "-"):
        return None
    signs = [last or next((sign for _, sign in reversed(codes) if sign), "+")]
    for _, sign in reversed(codes[:-1]):
        signs.append(sign or signs[-1])
    rung, rest = found["rung"] or "", line[found.end() :].strip()
    marks = [f"{code}{sign}" for (code, _), sign in zip(codes, reversed(signs), strict=True)]
    lines = "\n".join(line[:start] + " ".join(filter(None, (m, rung, rest))) for m in marks)
    shown = join_words(f"'{mark} {rung}".rstrip() + "'" for mark in marks)
    return _Slip(line[start : found.end()].strip(), f"{shown}, a line each", (lines,))


def _new(line: str, text: str, start: int) -> _Slip | None:
    """`H:owners`, `**H:** owners`."""
    found = _NEW.match(text, start)
    if found is None:
        return None
    return _instead(line, start, found.end(), found["opening"], f"{found['letter']}:")


def _kind(line: str, text: str, start: int) -> _Slip | None:
    """`! pain`, `-!pain`, `*!pain*`, `¡pain`."""
    found = _KIND.match(text, start)
    if found is None:
        return None
    kind: str | None = found["kind"].lower()
    if kind not in _KINDS:
        kind = None if found["gap"] else nearest(found["kind"], _KINDS, cutoff=0.8)
    return _instead(line, start, found.end(), found["opening"], f"!{kind}") if kind else None


def _box(line: str, text: str, start: int) -> _Slip | None:
    """`[ ] …`, `-[ ] …`, `- [] …`, `☐ …`."""
    found = _BOX.match(text, start)
    if found is None:
        return None
    box = "[x]" if found["done"] or (found["sign"] or "☐") != "☐" else "[ ]"
    bulleted = bool(line[:start].strip())
    slip = _instead(line, start, found.end(), "", box if bulleted else f"- {box}")
    return slip._replace(found=line[: found.end()].strip(), meaning=f"'- {box}'")


def _inside(line: str, text: str, start: int) -> _Slip | None:
    """Marks in the middle of a line; each wants a line of its own."""
    found = [each for each in _MIDDLE.finditer(text, start) if not _is_prose(each, text)]
    if not found:
        return None
    cuts = [each.start() for each in found]
    before = line[: cuts[0]].rstrip()
    rest = [line[at:end].strip() for at, end in pairwise([*cuts, len(line)])]
    if before.lstrip().startswith("@") and " " not in before.strip():
        rest, before = [f"{each} {before.strip()}" for each in rest], ""
    kept = [before] if any(letter.isalnum() for letter in before) else []
    marks = join_words(f"'{each[0].strip()}'" for each in found)[1:-1]
    meant = ("\n".join(kept + rest),)
    if len(found) == 1:
        return _Slip(marks, "a line of its own", meant, "is in the middle of a line, so it is text")
    return _Slip(marks, "a line each", meant, "are in the middle of a line, so they are text")


def _is_prose(found: re.Match[str], text: str) -> bool:
    if not (found["code"] or found["new"]):
        return False
    start, end = found.span()
    before = text[max(start - _FAR, 0) : start].split()[-1:] or [""]
    after = text[end : end + _FAR].split()[:1] or [""]
    if _BEFORE.fullmatch(before[0]) or _AFTER.fullmatch(after[0]):
        return True
    return bool(found["new"]) and not (before[0].islower() or before[0][-1:] in ".;,!?")
