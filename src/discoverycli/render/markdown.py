"""Writes a page as GitHub-flavoured Markdown, in which no text can change its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discoverycli.render.blocks import (
    Bars,
    Block,
    Facts,
    Inline,
    Lines,
    Note,
    Page,
    Prose,
    Span,
    Table,
    Tone,
)
from discoverycli.render.safe import safe, safe_line
from discoverycli.render.text import bullet, drawn, legend, runs, share, shown, target

_BAR_WIDTH = 20
_RULES = {"left": "---", "right": "---:", "center": ":---:"}

_ACTIVE = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~]|$)       # a backslash that would escape what follows, or the line
    | [`*\[<|~]                     # code, emphasis, links and images, HTML, cells, strikes
    | (?<![^\W_])_ | _(?![^\W_])    # an underscore at the edge of a word: emphasis
    | &(?=\#?\w+;)                  # an entity
    | :(?=//) | (?<=\bwww)\.        # an address that would link itself
    | (?<=[\w.+-])@(?=\w)           # an e-mail address, likewise
    | \#(?=$)                       # the closing sequence of a heading
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STARTS_A_BLOCK = re.compile(
    r"""
      \#{1,6}(?:\s|$)               # a heading
    | [+-](?:\s|$) | -\s*-          # a list, a rule, the underline of a heading
    | =+$                           # the other underline
    | >                             # a quotation
    """,
    re.VERBOSE,
)
_NUMBERS_A_LIST = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def render(page: Page) -> str:
    """A page as GitHub-flavoured Markdown.

    What people typed is escaped so that it reads as typed and is nothing but text: no heading,
    list, link, image or HTML. Interviews' notes stand between fences they cannot close.
    """
    parts = [_heading(page.title, 1)]
    for block in page.blocks:
        parts += _block(block)
    parts += [_inline(note) for note in page.footnotes]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, as Markdown that reads exactly like it and is nothing but text."""
    return _starting_no_block(_inert(text))


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Note):
        yield _inline(block.text)
        return
    if isinstance(block, Lines) and not block.items and not block.empty:
        return
    yield _heading(block.title, 2)
    match block:
        case Table(rows=()) | Lines(items=()):
            yield escaped(block.empty)
        case Table():
            yield _table(block)
        case Facts():
            pairs = (f"- **{escaped(name)}**: {_inline(value)}" for name, value in block.pairs)
            yield "\n".join(pairs)
        case Lines():
            yield _list(block)
        case Bars():
            yield _bars(block)
        case Prose():
            yield _fenced(block.text)


def _heading(title: Inline, level: int) -> str:
    text = _inline(title)
    return f"{'#' * level} {text}" if text else ""


def _table(table: Table) -> str:
    rows = [
        [escaped(column.head) for column in table.columns],
        [_RULES[column.align] for column in table.columns],
        *([_inline(shown(cell)) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _list(lines: Lines) -> str:
    mark = bullet(lines)
    lead = f"- {escaped(mark)} " if mark else "- "
    return "\n".join(lead + _inline(item) for item in lines.items)


def _bars(bars: Bars) -> str:
    rows = [
        f"- `{drawn(share(bar), _BAR_WIDTH, target(bars, bar))}` "
        + " ".join(part for part in (escaped(bar.label), escaped(bar.text)) if part)
        for bar in bars.bars
    ]
    return "\n".join(rows) + (f"\n\n{legend(bars)}" if bars.target is not None else "")


def _fenced(text: str) -> str:
    body = safe(text).rstrip("\n")
    longest = max(map(len, re.findall("`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{body}\n{fence}"


def _inline(line: Inline) -> str:
    return _starting_no_block("".join(_run(run) for run in runs(line)).strip())


def _run(run: Span) -> str:
    text = safe_line(run.text)
    core = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if run.tone is Tone.CODE and core and not set("`|") & set(core):
        return f"{before}`{core}`{after}"
    if run.tone is Tone.STRONG and core[:1].isalnum() and core[-1:].isalnum():
        return f"{before}**{_inert(core)}**{after}"
    return _inert(text)


def _inert(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", safe_line(text))


def _starting_no_block(line: str) -> str:
    line = line.strip()
    if _STARTS_A_BLOCK.match(line):
        return f"\\{line}"
    return _NUMBERS_A_LIST.sub(r"\1\\\2", line, count=1) if _NUMBERS_A_LIST.match(line) else line
