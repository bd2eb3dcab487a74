"""Owns reading customer stories kept as YAML: who told it, where, their quotes and their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from discoverycli.domain.note.notes import Head, Who
from discoverycli.formats.assembly import Draft, assemble
from discoverycli.formats.dating import DateLine
from discoverycli.formats.entries import Entry, Problem, ProblemKind, RefusedError, Result
from discoverycli.formats.markdown import plain
from discoverycli.formats.organisations import organisation_in
from discoverycli.formats.people import people_in, same_organisation, signature, without_doubles
from discoverycli.formats.safe_yaml import Document, Value, load_all

if TYPE_CHECKING:
    from discoverycli.formats.entries import ImportOptions, Source

_LABELS = {
    "industry": "Industries",
    "location": "Place",
    "organization": "Organisation",
    "teammates": "Team members",
}
# Pictures, addresses on the publisher's site and map coordinates: nobody said these.
_NOT_TEXT = frozenset({"image", "images", "post_name", "slug", "geojson", "latitude", "longitude"})
_Kinds: TypeAlias = Mapping[str, type | tuple[type, ...]]
_KINDS: _Kinds = {
    "title": str,
    "tag_line": str,
    "date": str,
    "authored_by": str,
    "quotes": list,
    "body_content": dict,
    "map": dict,
    "metadata": dict,
}


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote's words, and its signature: a name, and mostly a role and an organisation."""

    words: str
    signed: str

    def is_by(self, name: str) -> bool:
        """Whether the signature begins with this name."""
        rest = self.signed[len(name) :]
        return bool(name) and self.signed.startswith(name) and not rest[:1].isalnum()


def read(source: Source, options: ImportOptions) -> Result:
    """The stories of a YAML file, one a document.

    The organisation is the one under `metadata`, if that is a name and not a description, else
    the one a quote is signed with; where both name the same, the shorter form. Quotes become
    block quotes signed by their speaker. Whatever else people wrote stays as text.

    Raises:
        RefusedError: no such YAML, or nothing in the file is a story.
    """
    documents = load_all(source.text)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, document in enumerate(documents, 1):
        try:
            result = assemble(source, _draft(document), options, index=index)
        except RefusedError as error:
            problems.append(error.problem(source.numbered(index)[0]))
            continue
        entries += result.entries
        problems += result.problems
    if not documents:
        raise RefusedError("holds no text", kind=ProblemKind.EMPTY)
    return Result(tuple(entries), tuple(problems))


def _draft(document: Document) -> Draft:
    story = document.value
    if not isinstance(story, dict) or not ({"authored_by", "quotes"} & story.keys()):
        raise RefusedError(
            "not a customer story: it has neither 'authored_by' nor 'quotes'",
            line=document.line(),
            kind=ProblemKind.NOT_AN_INTERVIEW,
        )
    quotes = _quotes(story.get("quotes"))
    author = plain(_text(story.get("authored_by")))
    people = _people(author, quotes, _organisations(story))
    if not people:
        raise RefusedError(
            "names nobody: 'authored_by' is empty and no quote is signed",
            line=document.line("authored_by"),
            kind=ProblemKind.NOT_AN_INTERVIEW,
        )
    text = "\n\n".join(_paragraphs(story, quotes, people))
    if not text:
        raise RefusedError("holds no text", line=document.line(), kind=ProblemKind.EMPTY)
    title = plain(_text(story.get("title"))) or None
    date = _text(story.get("date"))
    written = DateLine(date, document.line("date")) if date else None
    return Draft(Head(with_=people, title=title), text, written)


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: Value | None) -> list[str]:
    """The texts of a list, without the `: ` that a badly split label left at the front of some."""
    values = value if isinstance(value, list) else [value or ""]
    return [text for item in values if (text := _text(item).removeprefix(":").strip())]


def _part(story: dict[str, Value], key: str) -> dict[str, Value]:
    value = story.get(key)
    return value if isinstance(value, dict) else {}


def _quotes(value: Value | None) -> list[_Quote]:
    """Quotes with words in them; a quotation mark that is never closed or opened is dropped."""
    found = []
    for item in value if isinstance(value, list) else []:
        words = _text(item.get("content") if isinstance(item, dict) else item)
        if words.count('"') == 1:
            words = words.removeprefix('"').removesuffix('"').strip()
        if words:
            signed = _text(item.get("from")) if isinstance(item, dict) else ""
            found.append(_Quote(words, plain(signed)))
    return found


def _organisations(story: dict[str, Value]) -> list[str]:
    metadata = _part(story, "metadata")
    phrases = [_text(metadata.get(key)) for key in ("organization", "organisation", "company")]
    return [name for phrase in phrases if phrase and (name := organisation_in(phrase))]


def _people(author: str, quotes: list[_Quote], organisations: list[str]) -> tuple[Who, ...]:
    """The author, and whoever else signed a quote."""
    own = next((quote.signed for quote in quotes if quote.is_by(author)), "")
    people = [_author(author, own, next(iter(organisations), None))] if author else []
    others = [quote.signed for quote in quotes if quote.signed and not quote.is_by(author)]
    return without_doubles(people + [who for text in others for who in people_in(text)])


def _author(name: str, signed: str, organisation: str | None) -> Who:
    role, own = signature(signed[len(name) :])
    if own is not None and organisation_in(own) is None:
        role, own = f"{role}, {own}", None
    if organisation is None:
        return Who(name, own, role or None)
    if own is not None and not same_organisation(own, organisation):
        return Who(name, organisation, f"{role}, {own}")
    return Who(name, min(own or organisation, organisation, key=len), role or None)


def _paragraphs(
    story: dict[str, Value], quotes: list[_Quote], people: tuple[Who, ...]
) -> Iterator[str]:
    """The story as Markdown: what it is about, quotes, the text, and what else was filled in."""
    metadata, body = _part(story, "metadata"), _part(story, "body_content")
    said: set[str] = {plain(_text(story.get("title")))}
    for lead in (story.get("tag_line"), metadata.get("title"), metadata.get("summary")):
        yield from _new(_text(lead), said)
    for quote in quotes:
        yield _block_quote(quote, people)
    yield from (f"## {title}" for title in _new(plain(_text(body.get("title"))), said))
    paragraphs = body.get("paragraphs", "")
    for paragraph in paragraphs if isinstance(paragraphs, list) else [paragraphs]:
        words = _texts(paragraph) if isinstance(paragraph, str) else list(_lines(paragraph))
        yield from filter(None, ["\n".join(words)])
    lines = [line for part in _other_fields(story) for line in _lines(part)]
    if lines:
        yield "\n".join(lines)


def _new(text: str, said: set[str]) -> Iterator[str]:
    """`text`, unless it is empty or was said already."""
    key = plain(text)
    if key and key not in said:
        said.add(key)
        yield text


def _block_quote(quote: _Quote, people: tuple[Who, ...]) -> str:
    lines = [f"> {line}".rstrip() for line in quote.words.split("\n")]
    signer = next((who.name for who in people if quote.is_by(who.name)), None)
    return "\n".join([*lines, *([f"> — {signer}"] if signer else [])])


def _other_fields(story: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """What was filled in beside the prose: industries, place, tools, team; and misplaced values."""
    places, metadata = dict(_part(story, "map")), dict(_part(story, "metadata"))
    places.pop("authored_by", None)
    industries = _texts(metadata.get("industries")) + _texts(places.pop("industries", None))
    if industries:
        metadata["industries"] = list(dict.fromkeys(industries))
    yield _unread(metadata, {"title": str, "summary": str})
    yield places
    yield _unread(_part(story, "body_content"), {"title": str, "paragraphs": (str, list)})
    quotes = story.get("quotes")
    for quote in quotes if isinstance(quotes, list) else []:
        if isinstance(quote, dict):
            yield _unread(quote, {"from": str, "content": str})
    yield _unread(story, _KINDS)


def _unread(values: dict[str, Value], kinds: _Kinds) -> dict[str, Value]:
    """The values that no other part of the story takes, be it for their key or for their kind."""
    return {
        key: value
        for key, value in values.items()
        if not (value == "" or (key in kinds and isinstance(value, kinds[key])))
    }


def _lines(value: Value, label: str = "") -> Iterator[str]:
    """Every text below `value`, each behind the label of the key it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_TEXT:
                words = key.replace("_", " ").strip()
                yield from _lines(inner, _LABELS.get(key, words[:1].upper() + words[1:]))
        return
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        for item in value:
            yield from _lines(item, label)
        return
    texts = [" ".join(text.split()) for text in _texts(value)]
    if texts:
        comma = "; " if any("," in text for text in texts) else ", "
        yield f"{label}: {comma.join(texts)}" if label else comma.join(texts)
