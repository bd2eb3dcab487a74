"""Reads customer stories kept as YAML: who told them, where, their quotes and their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple, TypeAlias

from discoverycli.domain.note.notes import Head, Who
from discoverycli.formats.assembly import DateLine, Draft, assemble_each
from discoverycli.formats.entries import ImportOptions, ProblemKind, RefusedError, Result, Source
from discoverycli.formats.markdown import plain
from discoverycli.formats.people import (
    organisation_in,
    people_in,
    same_organisation,
    signature,
    without_doubles,
)
from discoverycli.formats.safe_yaml import Document, YamlValue, load_all

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


class _Quote(NamedTuple):
    words: str
    signed: str

    def is_by(self, name: str) -> bool:
        rest = self.signed[len(name) :]
        return bool(name) and self.signed.startswith(name) and not rest[:1].isalnum()


def read(source: Source, options: ImportOptions) -> Result:
    """The stories of a YAML file, one a document.

    The organisation is the one under `metadata`, if that is a name and not a description, else the
    one a quote is signed with; where both name the same, the shorter form. Quotes become block
    quotes signed by their speaker. Everything else that people wrote stays as text.

    Raises:
        RefusedError: no such YAML, or nothing in the file is a story.
    """
    documents = load_all(source.text)
    if not documents:
        raise RefusedError("holds no text", ProblemKind.EMPTY)
    return assemble_each(source, ((None, partial(_draft, each)) for each in documents), options)


def _draft(document: Document) -> Draft:
    story = document.value
    if not isinstance(story, dict) or not ({"authored_by", "quotes"} & story.keys()):
        raise RefusedError(
            "not a customer story: it has neither 'authored_by' nor 'quotes'",
            ProblemKind.NOT_AN_INTERVIEW,
            line=document.line(),
        )
    quotes = _quotes(story)
    people = _people(plain(_text(story.get("authored_by"))), quotes, _part(story, "metadata"))
    if not people:
        raise RefusedError(
            "names nobody: 'authored_by' is empty and no quote is signed",
            ProblemKind.NOT_AN_INTERVIEW,
            line=document.line("authored_by"),
        )
    text = "\n\n".join(filter(None, _paragraphs(story, quotes, people)))
    if not text:
        raise RefusedError("holds no text", ProblemKind.EMPTY, line=document.line())
    title, date = plain(_text(story.get("title"))) or None, _text(story.get("date"))
    written = DateLine(date, document.line("date")) if date else None
    return Draft(Head(with_=people, title=title), text, written)


def _text(value: YamlValue | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: YamlValue | None) -> list[str]:
    """Badly split labels have left `: ` at the front of some."""
    values = value if isinstance(value, list) else [value or ""]
    return [text for item in values if (text := _text(item).removeprefix(":").strip())]


def _part(story: dict[str, YamlValue], key: str) -> dict[str, YamlValue]:
    value = story.get(key)
    return value if isinstance(value, dict) else {}


def _quoted(story: dict[str, YamlValue]) -> list[YamlValue]:
    value = story.get("quotes")
    return value if isinstance(value, list) else []


def _quotes(story: dict[str, YamlValue]) -> list[_Quote]:
    """Quotes with words in them; a quotation mark that is never closed or opened is dropped."""
    found = []
    for item in _quoted(story):
        quote = item if isinstance(item, dict) else {"content": item}
        words = _text(quote.get("content"))
        if words.count('"') == 1:
            words = words.removeprefix('"').removesuffix('"').strip()
        if words:
            found.append(_Quote(words, plain(_text(quote.get("from")))))
    return found


def _people(author: str, quotes: list[_Quote], metadata: dict[str, YamlValue]) -> tuple[Who, ...]:
    own = next((quote.signed for quote in quotes if quote.is_by(author)), "")
    phrases = (_text(metadata.get(key)) for key in ("organization", "organisation", "company"))
    organisation = next(filter(None, map(organisation_in, phrases)), None)
    people = [_author(author, own, organisation)] if author else []
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
    story: dict[str, YamlValue], quotes: list[_Quote], people: tuple[Who, ...]
) -> Iterator[str]:
    """Some of them may be empty."""
    metadata, body = _part(story, "metadata"), _part(story, "body_content")
    said: set[str] = {plain(_text(story.get("title")))}
    for lead in (story.get("tag_line"), metadata.get("title"), metadata.get("summary")):
        yield _new(_text(lead), said)
    for quote in quotes:
        signers = [f"\n— {who.name}" for who in people if quote.is_by(who.name)]
        lines = "".join([quote.words, *signers[:1]]).split("\n")
        yield "\n".join(f"> {line}".rstrip() for line in lines)
    title = _new(plain(_text(body.get("title"))), said)
    yield f"## {title}" if title else ""
    paragraphs = body.get("paragraphs", "")
    for paragraph in paragraphs if isinstance(paragraphs, list) else [paragraphs]:
        yield "\n".join(_texts(paragraph) if isinstance(paragraph, str) else _lines(paragraph))
    yield "\n".join(line for part in _other_fields(story) for line in _lines(part))


def _new(text: str, said: set[str]) -> str:
    """ "" for a text that was said already or says nothing."""
    key = plain(text)
    if not key or key in said:
        return ""
    said.add(key)
    return text


def _other_fields(story: dict[str, YamlValue]) -> Iterator[dict[str, YamlValue]]:
    """What was filled in beside the prose: industries, place, tools, team; and misplaced values."""
    places, metadata = dict(_part(story, "map")), dict(_part(story, "metadata"))
    places.pop("authored_by", None)
    industries = _texts(metadata.get("industries")) + _texts(places.pop("industries", None))
    if industries:
        metadata["industries"] = list(dict.fromkeys(industries))
    yield _unread(metadata, {"title": str, "summary": str})
    yield places
    yield _unread(_part(story, "body_content"), {"title": str, "paragraphs": (str, list)})
    for quote in _quoted(story):
        if isinstance(quote, dict):
            yield _unread(quote, {"from": str, "content": str})
    yield _unread(story, _KINDS)


def _unread(values: dict[str, YamlValue], kinds: _Kinds) -> dict[str, YamlValue]:
    return {k: v for k, v in values.items() if v != "" and not isinstance(v, kinds.get(k, ()))}


def _lines(value: YamlValue, label: str = "") -> Iterator[str]:
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
