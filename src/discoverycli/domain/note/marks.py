"""Reads and escapes the marks in an interview note's body.

A mark begins a line; indentation and one list bullet (`-`, `*`, `+`, `1.`, or one of a word
processor: `•`, `–`, `▪` …) may stand before it. What only looks like a mark is found by `slips.py`.

- `> words`: a block quote, one verbatim statement. Lines below each other belong together, a bare
  `>` begins a new paragraph inside.
- `!kind text`, `!kind rung: text`: a statement. Text wholly inside quotation marks is verbatim.
- `H3+ text`, `H3- rung: text`, `H3? text`: evidence. `J2+ text`, `J2- text`: hired, fired. Both
  are on the rung `says` unless a rung word and a colon say otherwise.
- `H: text`, `J: text`: a new hypothesis, a new job. `H+`, `H-`, `H?` and `J+`, `J-` below it,
  without a number, mean the nearest one above.
- `- [ ] text by DATE`, `- [x] text`: our own follow-up, open or done. `!commit text by DATE` is
  theirs. The due date (see `dues.py`) stays as typed, and in the text.

In a note with several people, a mark's speaker is named by `@Ana` anywhere in it, or by a signature
at its end (`— Ana`, `-- Ana`), with the full name or an unambiguous first name of someone the note
is `with`: the name they have, or had when the line was written. Any other `@word` or signature is
text; an `@Name` at the end is warned of.

Themes (`#payroll`, see `themes.py`) are taken off a statement's end; inside the text, or with
punctuation beside them, they stay as plain words.

No mark is read inside code fences (three backticks or tildes) and HTML comments, nor behind a
backslash: `\\!pain` is text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from discoverycli.domain.note.due_days import due_in
from discoverycli.domain.note.themes import apart, tag
from discoverycli.domain.text.folding import handle_key
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import clip, nearest
from discoverycli.domain.vocabulary import DEFAULT_RUNGS, Rung, Stance, StatementKind


class StatementMark(NamedTuple):
    """One thing heard: a block quote or a `!kind` line.

    `speaker` is a name of the note's `with`, `None` when the line names nobody.
    """

    line: int
    kind: StatementKind
    rung: Rung
    text: str
    verbatim: bool
    speaker: str | None = None
    themes: tuple[str, ...] = ()


class EvidenceMark(NamedTuple):
    """`H3+ paid: text`. `code` is `H3`, or `H@12` for the hypothesis written down on line 12."""

    line: int
    code: str
    stance: Stance
    rung: Rung
    text: str
    speaker: str | None = None


class JobMark(NamedTuple):
    """`J2+ text`: a voice hired (or with `J2-` fired) something for the job.

    `code` is `J2`, or `J@12` for the job written down on line 12.
    """

    line: int
    code: str
    hired: bool
    rung: Rung
    text: str
    speaker: str | None = None


class NewMark(NamedTuple):
    """`H: text` or `J: text`: a hypothesis or job written down on the spot. `prefix` is H or J."""

    line: int
    prefix: str
    text: str


class FollowupMark(NamedTuple):
    """A promise with its due date as typed: ours (`- [ ]`) or theirs (`!commit … by DATE`)."""

    line: int
    text: str
    ours: bool
    due: str | None = None
    done: bool = False
    speaker: str | None = None


class Warning_(NamedTuple):  # noqa: N801 - `Warning` is a built-in name
    """Something on a line that looks like a slip. `meant` are lines to put in its place, the
    likeliest first."""

    line: int
    message: str
    meant: tuple[str, ...] = ()


class Names(NamedTuple):
    """What somebody is called beside the name that a note gives: now, as when the note gives a
    code, and before, as before they married."""

    now: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Marks(NamedTuple):
    """Everything a body's marks say, each kind in the order of its lines."""

    statements: tuple[StatementMark, ...] = ()
    evidence: tuple[EvidenceMark, ...] = ()
    jobs: tuple[JobMark, ...] = ()
    new: tuple[NewMark, ...] = ()
    followups: tuple[FollowupMark, ...] = ()
    warnings: tuple[Warning_, ...] = ()


BULLET = "(?:[-*+•◦‣⁃▪▫●○■□◆◇➢➤►▸∙·–—§o\uf0a7\uf0b7\uf0d8]|[0-9]{1,9}[.)])"
"""A list bullet: of Markdown, or what word processors paste for one."""

INVISIBLE = r"\u200b-\u200f\u2060\ufeff"

MARK = Pattern(
    rf"""
    (?:[^\S\n]|[{INVISIBLE}])*
    (?:(?P<bullet>{BULLET})[^\S\n]+)?
    (?P<mark>
        (?P<quote>>)
      | \[(?P<box>[ xX])\](?=\s|$)
      | !(?P<kind>[^\W\d_][^\s:]*)
      | (?P<code>[HhJj](?:[1-9][0-9]{{0,8}})?)(?P<sign>[-+?\u2212\u2013])(?=[\s:]|$)
      | (?P<new>[HhJj]):(?=\s|$)
    )""",
    re.VERBOSE,
)
_QUOTE_SIGNS = Pattern(r"(?:>[ \t]?)++")  # possessive: a long run takes no memory
_RUNG = Pattern(r"(nice|would|says|did|paid|keeps)[ \t]*:", re.IGNORECASE)
_WORD_AND_COLON = Pattern(r"([^\W\d_]{3,12})[ \t]*:(?=\s|$)")
_BARE_RUNG = Pattern(
    r"[(\[]?(nice|would|says|did|paid|keeps)[)\]]?[ \t]*([-–—;,.=：]+(?=\s)|：|(?=[ \t]))",
    re.IGNORECASE,
)
_PROSE = Pattern(
    "an?|the|th(?:is|at|ese|ose|ey|eir|em)|its?|s?he|his|her|him|we|us|our|your?|i|me|my|not?|never"
    "|nothing|none|all|some|any|both|each|every|more|most|much|many|to|in|on|at|by|of|for|from|with"
    "|as|so|if|than|only|just|even|still|also|like|love|be|have|rather|want|prefer|need|one|two",
    re.IGNORECASE,
)
"""Behind a rung word without a colon, these make an ordinary sentence: `keeps a macro for it`."""
_DENIALS = Pattern("not?|never|nothing|none", re.IGNORECASE)
_INFLECTED = {"do": "did", "does": "did", "doing": "did", "done": "did", "say": "says",
              "said": "says", "saying": "says", "pay": "paid", "pays": "paid", "paying": "paid",
              "keep": "keeps", "kept": "keeps", "keeping": "keeps", "could": "would",
              "will": "would", "might": "would"}  # fmt: skip
_BLANKS = Pattern(r"[ \t\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_ITEM = Pattern(r"[^\S\n]*(?:[-*+\u2022]|[0-9]{1,9}[.)]|\#{1,6})[^\S\n]+\S")
_FENCE = Pattern(rf"[^\S\n]*(?:{BULLET}[^\S\n]+)?(`{{3,}}(?=[^`]*$)|~{{3,}})")

_RUNG_WORDS = tuple(rung.word for rung in Rung)
_KINDS = {kind.value: kind for kind in StatementKind}
_STANCES = {"+": Stance.SUPPORTS, "-": Stance.REFUTES, "?": Stance.NEUTRAL}
_CLOSERS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "'": "'"}
_DASHES = ("—", "–", "--")
_PARAGRAPH = "\n\n"
_LONGEST_SIGNATURE = 8
_HANDLE = Pattern(r"@[^\W\d_][\w'’-]+")
"""What names a speaker at the end of a mark, where the note is with somebody of that name."""
MOST_WARNINGS = 100
"""Of one note; what is past them is only counted."""


def parse_body(
    body: str,
    speakers: Sequence[str] = (),
    first_line: int = 1,
    known: Mapping[str, Names] = MappingProxyType({}),
) -> Marks:
    """The marks of a note's body. Never fails: what is no mark is text.

    Args:
        body: Markdown, as it is kept.
        speakers: the names, or codes, of the people the note is with.
        first_line: the number of the body's first line, so that marks and warnings count the
            lines of the whole file.
        known: what else each of `speakers` is called.
    """
    reader = _Reader(_handles(speakers, known))
    for index, line in visible_lines(body):
        if line is None:
            reader.warn(first_line + index, "the code block is never closed: the rest stays text")
        else:
            reader.read(first_line + index, line)
    reader.end_quote()
    marks = reader.marks()
    if "<!--" not in body:
        return marks
    # What is meant was made from the visible part of a line, so it cannot replace the whole.
    return marks._replace(warnings=tuple(each._replace(meant=()) for each in marks.warnings))


def block_quotes(body: str) -> Iterator[list[int]]:
    """The lines of each block quote, by index. A list bullet begins a new one."""
    block: list[int] = []
    for index, line in visible_lines(body):
        found = MARK.match(line) if line else None
        if block and (found is None or not found["quote"] or found["bullet"]):
            yield block
            block = []
        if found is not None and found["quote"]:
            block.append(index)
    if block:
        yield block


def mark_at(line: str) -> int | None:
    """Where the mark stands that a line begins with; `None` when it begins with none."""
    found = MARK.match(line)
    if found is None or (found["box"] and not found["bullet"]):
        return None
    return found.start("mark")


def begins_line(text: str) -> bool:
    """Whether text can only be a line of its own: a mark, a list item or a heading."""
    return mark_at(text) is not None or _ITEM.match(text) is not None


def escape_markers(body: str) -> str:
    """`body` with a backslash before every mark, block quotes excepted; nothing else changes.

    For text of others that must not begin to mean something by chance.
    """
    lines = body.split("\n")
    for index, line in visible_lines(body):
        at = mark_at(line or "")
        if at is None or lines[index][at] == ">":
            continue
        lines[index] = f"{lines[index][:at]}\\{lines[index][at:]}"
    return "\n".join(lines)


def visible_lines(body: str) -> Iterator[tuple[int, str | None]]:
    """The lines outside code fences, by index, with HTML comments blanked out.

    Columns stay what they are. A fence's first line comes as an empty one, lines that are all
    comment do not come at all. A comment that is never closed is text. A fence that is never
    closed comes once more at the end, as `None`.
    """
    last_closing = body.count("\n", 0, body.rfind("-->")) if "-->" in body else -1
    in_comment = False
    fence = ""
    fence_at = 0
    for index, raw in enumerate(body.split("\n")):
        line = raw
        if fence:
            closing = line.strip()
            if closing.startswith(fence) and not closing.strip(fence[0]):
                fence = ""
            continue
        if in_comment or "<!--" in line:
            line, in_comment = _blank_comments(line, in_comment, closable=index < last_closing)
            if not line.strip() and raw.strip():
                continue
        if ("```" in line or "~~~" in line) and (opening := _FENCE.match(line)):
            fence, fence_at, line = opening[1], index, ""
        yield index, line
    if fence:
        yield fence_at, None


def _blank_comments(line: str, inside: bool, *, closable: bool) -> tuple[str, bool]:
    """`line` with its comments turned to blanks; whether a comment continues on the next line."""
    parts: list[str] = []
    at = 0
    while at < len(line):
        if inside:
            end = line.find("-->", at)
            stop = len(line) if end < 0 else end + 3
            parts.append(" " * (stop - at))
            inside = end < 0
        else:
            start = line.find("<!--", at)
            closes = start >= 0 and (closable or line.find("-->", start + 4) >= 0)
            stop = start if closes else len(line)
            parts.append(line[at:stop])
            inside = closes
        at = stop
    return "".join(parts), inside


def _handles(speakers: Sequence[str], known: Mapping[str, Names]) -> dict[str, str]:
    """What each speaker may be called: the full or the first name, if only one person has it.

    A name that somebody has now is theirs, even if another had it before."""
    names = [known.get(speaker, Names()) for speaker in speakers]
    before = [each.before for each in names]
    now = [(speaker, *each.now) for speaker, each in zip(speakers, names, strict=True)]
    handles: dict[str, str] = {}
    for of_each in (before, now):
        for most in (1, None):  # first names, then full ones
            called: dict[str, set[int]] = {}
            for index, several in enumerate(of_each):
                for name in several:
                    key = handle_key(" ".join(name.split(" ")[:most]))
                    called.setdefault(key, set()).add(index)
            for handle, whose in called.items():
                handles.pop(handle, None)
                if len(whose) == 1:
                    handles[handle] = speakers[min(whose)]
    handles.pop("", None)
    return handles


class _Reader:
    def __init__(self, handles: dict[str, str]) -> None:
        self.handles = handles
        self.statements: list[StatementMark] = []
        self.evidence: list[EvidenceMark] = []
        self.jobs: list[JobMark] = []
        self.new: list[NewMark] = []
        self.followups: list[FollowupMark] = []
        self.warnings: list[Warning_] = []
        self.unsaid = 0
        self.line = ""
        self.above: dict[str, int] = {}
        self.quote: list[str] = []
        self.quote_line: int | None = None
        self.guesses: dict[str, str | None] = {}

    def marks(self) -> Marks:
        if self.unsaid:
            last = self.warnings[-1].line
            self.warnings.append(Warning_(last, f"and {self.unsaid} more lines like these below"))
        return Marks(
            tuple(self.statements),
            tuple(self.evidence),
            tuple(self.jobs),
            tuple(self.new),
            tuple(self.followups),
            tuple(self.warnings),
        )

    def warn(self, line: int, message: str, *meant: str) -> None:
        """Past the first hundred, warnings are only counted."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(Warning_(line, message, meant))
        else:
            self.unsaid += 1

    def read(self, number: int, line: str) -> None:
        """Statements of a block quote wait for its end."""
        found = MARK.match(line) if line else None
        if found is None:
            self.end_quote()
            return
        self.line = line
        rest = line[found.end() :].strip()
        if found["quote"]:
            if found["bullet"]:
                self.end_quote()
            self._quote_line(number, line[found.start("quote") :])
            return
        self.end_quote()
        if found["box"]:
            if found["bullet"]:
                self._our_promise(number, rest, done=found["box"] != " ")
        elif found["kind"]:
            self._statement(number, found["kind"], rest)
        elif found["code"]:
            self._evidence(number, found["code"].upper(), found["sign"], rest)
        else:
            self._new(number, found["new"].upper(), rest)

    def end_quote(self) -> None:
        if self.quote_line is None:
            return
        tokens: list[str] = []
        for words in self.quote:
            tokens += _tokens(words) if words else [_PARAGRAPH]
        line, self.quote_line = self.quote_line, None
        self.quote.clear()
        if not tokens:
            self.warn(line, "this quote has no words, so it stays text")
            return
        speaker, themes = self._take_speaker_and_themes(line, tokens)
        typed = _joined(tokens)
        if not typed:
            self.warn(line, "nothing is left of this quote, so it stays text")
            return
        kind = StatementKind.CONTEXT
        text = _without_quotes(typed) or typed
        self.statements.append(
            StatementMark(line, kind, DEFAULT_RUNGS[kind], text, True, speaker, themes)
        )

    def _quote_line(self, number: int, line: str) -> None:
        signs = _QUOTE_SIGNS.match(line)
        words = line[signs.end() if signs else 0 :].strip()
        if self.quote_line is None or (words and not self.quote):
            self.quote_line = number
        if words or (self.quote and self.quote[-1]):
            self.quote.append(words)

    def _statement(self, number: int, word: str, rest: str) -> None:
        kind = _KINDS.get(word.lower())
        if kind is None:
            self._unknown_kind(number, word)
            return
        rung, words = self._rung(number, rest, DEFAULT_RUNGS[kind], _PROSE)
        tokens = _tokens(words)
        speaker, themes = self._take_speaker_and_themes(number, tokens)
        rung = _lone_rung(tokens) or rung
        typed = _joined(tokens)
        quoted = _without_quotes(typed)
        text = quoted or typed
        if not text:
            self._nothing_after(number, f"!{kind.value}", rest)
        self.statements.append(
            StatementMark(number, kind, rung, text, quoted is not None, speaker, themes)
        )
        if kind is StatementKind.COMMIT and text:
            due = self._due(number, text, done=False)
            self.followups.append(FollowupMark(number, text, False, due, False, speaker))

    def _evidence(self, number: int, code: str, sign: str, rest: str) -> None:
        prefix = code[0]
        sign = "-" if sign in "\u2212\u2013" else sign
        if prefix == "J" and sign == "?":
            meant = (self._with(f"? {rest}".rstrip(), f"{each} {rest}".rstrip()) for each in "+-")
            said = f"'{code}?' stays text: a job is hired (J2+) or fired (J2-)"
            self.warn(number, said, *meant)
            return
        if code == prefix:
            if prefix not in self.above:
                self.warn(number, f"'{code}{sign}' stays text: no {code}: line is above it")
                return
            code = f"{prefix}@{self.above[prefix]}"
        rung, words = self._rung(number, rest, Rung.SAYS, _DENIALS)
        tokens = _tokens(words)
        speaker = self._take_speaker(number, tokens)
        rung = _lone_rung(tokens) or rung
        text = _joined(tokens)
        if not text:
            self._nothing_after(number, f"{code.split('@')[0]}{sign}", rest)
        if prefix == "H":
            self.evidence.append(EvidenceMark(number, code, _STANCES[sign], rung, text, speaker))
        else:
            self.jobs.append(JobMark(number, code, sign == "+", rung, text, speaker))

    def _nothing_after(self, number: int, mark: str, rest: str) -> None:
        word = rest.lstrip(": ").split(maxsplit=1)[:1]
        rung = word if word and word[0].rstrip(":").lower() in _RUNG_WORDS else []
        self.warn(number, f"nothing stands after {' '.join([mark, *rung])}")

    def _new(self, number: int, prefix: str, rest: str) -> None:
        text = _joined(_tokens(rest))
        if not text:
            self.warn(number, f"nothing stands after {prefix}:, so it stays text")
            return
        self.above[prefix] = number
        self.new.append(NewMark(number, prefix, text))

    def _our_promise(self, number: int, rest: str, *, done: bool) -> None:
        tokens = _tokens(rest)
        speaker = self._take_speaker(number, tokens)
        text = _joined(tokens)
        if not text:
            self.warn(number, "nothing stands after the box, so it stays text")
            return
        due = self._due(number, text, done=done)
        self.followups.append(FollowupMark(number, text, True, due, done, speaker))

    def _due(self, number: int, text: str, *, done: bool) -> str | None:
        """The due day of a promise as typed; warns of what only looks like one."""
        due = due_in(text)
        if due is None or due.meant is None:
            return due.typed if due else None
        if not done:
            said = text[due.start : due.end]
            once = self.line.count(said) == 1
            meant = [self.line.replace(said, due.meant)] if once else []
            self.warn(
                number, f"'{clip(said, 30)}' is no due day; did you mean '{due.meant}'?", *meant
            )
        return None

    def _rung(self, number: int, rest: str, default: Rung, prose: Pattern) -> tuple[Rung, str]:
        """The rung that `rest` begins with, else `default`, and the text behind it. A rung word
        without its colon is text, with a warning unless one of `prose` follows."""
        rest = rest.removeprefix(":").lstrip()
        if found := _RUNG.match(rest):
            return Rung.of(found[1]), rest[found.end() :]
        if found := _BARE_RUNG.match(rest):
            word, tail = found[1].lower(), rest[found.end() :].lstrip()
            following = tail.split(maxsplit=1)[0] if tail else ""
            usual = Rung.of(word) is default or prose.fullmatch(following) or following[:1] in "@#"
            plain = usual and not found[2]
            if tail and not plain:
                message = (
                    f"'{clip(found[0], 20)}' has no colon, so it is text; did you mean '{word}:'?"
                )
                self.warn(number, message, self._with(rest, f"{word}: {tail}"))
        elif found := _WORD_AND_COLON.match(rest):
            word = found[1]
            guess = _INFLECTED.get(word.lower()) or self._guess(word, _RUNG_WORDS, cutoff=0.65)
            if guess:
                message = f"'{word}:' is not a rung; did you mean '{guess}:'?"
                self.warn(number, message, self._with(rest, f"{guess}:{rest[found.end() :]}"))
        return default, rest

    def _with(self, end: str, new: str) -> str:
        return self.line.rstrip().removesuffix(end) + new

    def _unknown_kind(self, number: int, word: str) -> None:
        guess = self._guess(word, tuple(_KINDS))
        said = f"'!{clip(word, 30)}' is not a kind of statement"
        if guess:
            at = self.line.index(f"!{word}")
            meant = f"{self.line[:at]}!{guess}{self.line[at + 1 + len(word) :]}"
            self.warn(number, f"{said}; did you mean '!{guess}'?", meant)
        else:
            self.warn(number, f"{said}, so the line stays text")

    def _guess(self, word: str, words: tuple[str, ...], cutoff: float = 0.6) -> str | None:
        """The nearest of `words`. Looking it up is slow, so a note gets only a hundred guesses."""
        key = f"{words[0]} {word}"
        if key not in self.guesses and len(self.guesses) < MOST_WARNINGS:
            self.guesses[key] = nearest(word, words, cutoff=cutoff)
        return self.guesses.get(key)

    def _take_speaker_and_themes(
        self, number: int, tokens: list[str]
    ) -> tuple[str | None, tuple[str, ...]]:
        """Themes inside the text become plain words."""
        tokens[:] = [
            part for token in tokens for part in (apart(token) if "#" in token else (token,))
        ]
        closing = _take_closing_themes(tokens)
        speaker = self._take_speaker(number, tokens)
        closing = _take_closing_themes(tokens) + closing
        themes: dict[str, None] = {}
        for index, token in enumerate(tokens):
            if "#" not in token or (found := tag(token)) is None:
                continue
            themes[found.name] = None
            tokens[index] = f"{found.before}{found.typed}{found.behind}"
            if found.is_cut:
                said = f"'{clip(token, 30)}' is only the theme '{clip(found.name, 30)}'"
                self.warn(number, f"{said}; put a blank between themes")
        themes.update(dict.fromkeys(closing))
        return speaker, tuple(themes)

    def _take_speaker(self, number: int, tokens: list[str]) -> str | None:
        """An `@name` inside the text becomes a plain word."""
        if not self.handles:
            return None
        speaker = self._take_signature(tokens)
        for index, token in enumerate(tokens):
            name = self.handles.get(handle_key(token)) if token.startswith("@") else None
            if name is not None:
                speaker = speaker or name
                at_edge = index in (0, len(tokens) - 1)
                tokens[index] = "" if at_edge else token[1:]
        tokens[:] = [token for token in tokens if token]
        last = tokens[-1] if tokens and speaker is None else ""
        if _HANDLE.fullmatch(last) and last[1].isupper():
            said = f"'{clip(last, 30)}' is not in this note's 'with', so it stays text"
            self.warn(number, said)
        return speaker

    def _take_signature(self, tokens: list[str]) -> str | None:
        for start in range(len(tokens) - 1, max(-1, len(tokens) - 2 - _LONGEST_SIGNATURE), -1):
            if not tokens[start].startswith(_DASHES):
                continue
            signed = " ".join(tokens[start:])
            name = self.handles.get(handle_key(signed))
            if name is not None:
                del tokens[start:]
            return name
        return None


def _lone_rung(tokens: list[str]) -> Rung | None:
    """The rung of a mark that has no other words; takes it out of `tokens`."""
    if len(tokens) != 1 or tokens[0].lower() not in _RUNG_WORDS:
        return None
    return Rung.of(tokens.pop())


def _tokens(text: str) -> list[str]:
    """A no-break space stays inside its word."""
    return text.split() if text.isascii() else [token for token in _BLANKS.split(text) if token]


def _joined(tokens: list[str]) -> str:
    return " ".join(tokens).replace(f" {_PARAGRAPH} ", _PARAGRAPH).strip()


def _take_closing_themes(tokens: list[str]) -> list[str]:
    themes: list[str] = []
    while tokens and (found := tag(tokens[-1])) and not (found.before or found.behind):
        themes.append(found.name)
        tokens.pop()
    return themes[::-1]


def _without_quotes(text: str) -> str | None:
    """The words inside one pair of quotes, if all are. A mark before a letter is an apostrophe."""
    closers = _CLOSERS.get(text[:1])
    if closers is None or len(text) < 3 or text[-1] not in closers:
        return None
    inside = text[1:-1]
    for index, letter in enumerate(inside):
        if letter in closers and not inside[index + 1 : index + 2].isalnum():
            return None
    return inside.strip() or None
