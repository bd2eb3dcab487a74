from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.formats.entries import ProblemKind, RefusedError
from discoverycli.formats.safe_yaml import load_all


@pytest.fixture(params=["C", "Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both parsers: the one in C may be missing."""
    import yaml

    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def value(text: str) -> object:
    (document,) = load_all(text)
    return document.value


def refused(text: str) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        load_all(text)
    return error.value


def test_every_scalar_stays_the_text_that_is_written() -> None:
    text = "a: no\nb: 12:30:00\nc: Yes\nd: 2020-04-01\ne: 0x1F\nf: ~\ng:\nh: 1e3\ni: .inf\n"
    assert value(text) == {
        "a": "no",
        "b": "12:30:00",
        "c": "Yes",
        "d": "2020-04-01",
        "e": "0x1F",
        "f": "~",
        "g": "",
        "h": "1e3",
        "i": ".inf",
    }


def test_a_value_with_a_colon_in_front_is_read_when_it_is_quoted() -> None:
    assert value('platforms:\n  - ": Android"\n  - Linux\n') == {
        "platforms": [": Android", "Linux"]
    }


def test_several_documents_come_back_in_order_with_their_own_lines() -> None:
    first, second = load_all("a: 1\n---\nb: 2\nc:\n  - x\n  - y\n")
    assert (first.value, second.value) == ({"a": "1"}, {"b": "2", "c": ["x", "y"]})
    assert second.line("b") == 3
    assert second.line("c", 1) == 6
    assert second.line("missing") == second.line()


def test_lines_are_counted_from_where_the_text_begins_in_its_file() -> None:
    (document,) = load_all("a: 1\nb: 2\n", first_line=7)
    assert document.line("b") == 8
    with pytest.raises(RefusedError) as error:
        load_all("a: 1\na: 2\n", first_line=7)
    assert error.value.line == 8


def test_an_empty_text_holds_no_document() -> None:
    assert load_all("") == ()
    assert load_all("# only a remark\n") == ()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: &x [1]\nb: *x\n", 1, "anchors"),
        ("a: 1\nb: *x\n", 2, "anchors"),
        ("&a [*a]\n", 1, "anchors"),
        ("&k key: 1\n", 1, "anchors"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "twice"),
        ("a: 1\n? [b]\n: 2\n", 2, "key must be a text"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tags"),
        ("a: !custom x\n", 1, "tags"),
        ("a: 1\nb: c: d\n", 2, "not readable as YAML"),
        ("a:\n\t- b\n", 2, "not readable as YAML"),
        ('a: "\\0"\n', 1, "NUL"),
        ("a: b\nc: \ud800\n", 2, "surrogate"),
        ("a: b\nc: d\0\n", 2, "NUL"),
    ],
)
def test_what_could_mean_two_things_or_harm_is_refused_with_its_line(
    text: str, line: int, word: str
) -> None:
    error = refused(text)
    assert word in error.message
    assert error.line == line


def test_a_surrogate_written_as_an_escape_is_refused() -> None:
    assert refused('a: "\\ud800"\n').line == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [x\n", "at column 1: something is not closed, or a text needs quotes"),
        ("a: 'x\n", "at column 1: something is not closed, or a text needs quotes"),
        ("a: \x07\n", "it holds a character that YAML forbids"),
    ],
)
def test_what_is_no_yaml_is_refused_in_our_words(text: str, says: str) -> None:
    message = refused(text).message
    assert message.startswith("not readable as YAML")
    assert message.endswith(says)


@pytest.mark.parametrize("text", ["a: " + "[" * 60, "- " * 9 + "{a: [" * 30])
def test_a_parser_that_refuses_nesting_by_itself_is_told_as_our_limit(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some parsers look ahead, and give up at brackets that they have not told of yet."""
    import yaml

    whole = yaml.parse

    def gives_up(given: str, Loader: type) -> Iterator[yaml.Event]:  # noqa: N803
        for event in whole(given, Loader=Loader):
            yield event
            if (
                isinstance(event, yaml.CollectionStartEvent)
                and given[event.start_mark.index] in "[{"
            ):
                break
        end = yaml.Mark("", len(given), 0, len(given), None, None)
        raise yaml.MarkedYAMLError(problem="this goes too far for me", problem_mark=end)

    monkeypatch.setattr(yaml, "parse", gives_up)
    assert refused(text).message == "nested deeper than 50 levels, the limit for YAML"


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\n" + "".join(f"{k}: &{k} [*a, *a, *a]\n" for k in "bcdefghij"),
        "base: &b {a: 1}\nmore:\n  <<: *b\n",
        "&a [*a]",
        "[" * 100_000,
        "{a: " * 100_000,
        "".join(" " * depth + "-\n" for depth in range(2_000)),
        "- " * 100_000 + "x",
        "? " * 100_000,
    ],
    ids=["alias", "merge", "recursive", "lists", "mappings", "blocks", "dashes", "questions"],
)
def test_a_bomb_is_refused_before_it_goes_off(bomb: str) -> None:
    refused(bomb)


def test_fifty_levels_are_read_and_one_more_is_refused() -> None:
    assert load_all("[" * 50 + "]" * 50)
    assert "50 levels" in refused("[" * 51 + "]" * 51).message


def test_the_limits_on_size_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    too_large = refused("#" * 5_000_001)
    assert "5 MB" in too_large.message
    assert too_large.kind is ProblemKind.TOO_LARGE
    assert "1 MB" in refused("a: " + "x" * 1_000_001).message
    assert "1 MB" in refused("a: " + "é" * 500_001).message
    monkeypatch.setattr("discoverycli.formats.safe_yaml.MAX_EVENTS", 50)
    assert "400,000" in refused("[" + "x," * 50 + "]").message
    monkeypatch.setattr("discoverycli.formats.safe_yaml.MAX_RECORDS", 3)
    assert "100,000 documents" in refused("--- a\n" * 4).message


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    with suppress(RefusedError):
        assert isinstance(load_all(text), tuple)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=4), max_size=5))
def test_texts_written_by_another_program_come_back_as_they_were(
    pairs: dict[str, list[str]],
) -> None:
    import json

    written = json.dumps(pairs)  # JSON with escapes is YAML
    if "\\ud" in written:
        return  # YAML has no pairs of surrogates
    assert value(written) == pairs
