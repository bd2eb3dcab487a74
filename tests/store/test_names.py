"""Proves what a typed code or name means, and what is said where it means nothing or too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.vocabulary import Code
from discoverycli.errors import DiscoError, InputError, NotFoundError
from discoverycli.store.read.names import resolve
from discoverycli.store.reader import Reader, open_reader

Resolve = Callable[[str, str], str]


@pytest.fixture
def reader(disco, journal_path: Path) -> Iterator[Reader]:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "H: Bookkeepers lose a day a month\nJ: reconcile invoices")
    disco("log", "Ben Okoro @ Acme", "words", "--title", "Second call")
    disco("log", "Chloé Durand @ Bolt & Co", "!pain slow")
    disco("log", "Anabel Reyes", "words\nH: Owners never look at 100% of it")
    disco("hypotheses", "decide", "Ship the import", "--because", "H1")
    with open_reader(journal_path) as found:
        yield found


@pytest.mark.parametrize(
    ("text", "letters", "meant"),
    [
        ("P1", "P", "P1"),
        ("  p1 ", "P", "P1"),
        ("h1", "HJ", "H1"),
        ("ana silva", "P", "P1"),
        ("ANA  SILVA", "P", "P1"),
        ("silva", "P", "P1"),
        ("Ana Silva @ Acme", "P", "P1"),
        ("an @ acme", "P", "P1"),
        ("bolt & co", "P", "P3"),
        ("bolt", "P", "P3"),
        ("durand", "ISPHJ", "P3"),
        ("bookkeepers lose a day a month.", "H", "H1"),
        ("day month", "H", "H1"),
        ("Second call", "ISPHJ", "I2"),
        ("second", "ISPHJ", "I2"),
        ("100%", "H", "H2"),
        ("reconcile", "ISPHJ", "J1"),
        ("d1", "ISPHJD", "D1"),
        ("Ship the import", "ISPHJD", "D1"),
        ("import", "ISPHJD", "D1"),
    ],
)
def test_a_code_or_a_name_means_one_thing(
    reader: Reader, text: str, letters: str, meant: str
) -> None:
    assert str(resolve(reader, text, letters)) == meant


def test_the_whole_name_goes_before_the_beginning_of_another(reader: Reader, disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Elsewhere", "words")
    with open_reader(reader.path) as now:
        assert resolve(now, "ana", "P") == Code("P", 5)


@pytest.mark.parametrize(
    ("text", "letters", "listed"),
    [
        ("acme", "P", ("P1 Ana Silva @ Acme", "P2 Ben Okoro @ Acme")),
        ("an", "P", ("P1 Ana Silva @ Acme", "P4 Anabel Reyes")),
    ],
)
def test_a_name_that_fits_several_lists_them(
    reader: Reader, text: str, letters: str, listed: tuple[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        resolve(reader, text, letters)
    codes = [each.partition(" ")[0] for each in listed]
    assert caught.value.message == f"'{text}' can be {codes[0]} or {codes[1]}"
    assert caught.value.hint == "the code: P1"
    # Who sits at a terminal is told the names too.
    assert caught.value.private_message == (
        f"'{text}' can be {listed[0]} or {listed[1]}",
        "the code: P1",
    )


@pytest.mark.parametrize(
    ("text", "letters", "hint"),
    [
        ("anna silva", "P", "P1, Ana Silva @ Acme"),
        ("chloe durand", "P", "P3, Chloé Durand @ Bolt & Co"),
        ("bookeepers", "H", "H1, Bookkeepers lose a day a month"),
        ("zzz", "P", "disco people"),
        ("zzz", "ISPHJ", "disco search WORDS"),
        ("P99", "P", "disco people"),
        ("J99", "HJ", "disco jobs"),
        ("V1", "ISPHJ", "disco hypotheses"),
        ("D99", "ISPHJD", "disco report decisions"),
        ("%", "P", "disco people"),
        ("_", "ISPHJ", "disco search WORDS"),
        ("x" * 500, "P", "disco people"),
    ],
)
def test_what_nothing_is_called_is_not_found_and_the_nearest_is_named(
    reader: Reader, text: str, letters: str, hint: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(reader, text, letters)
    assert (caught.value.private_message or ("", caught.value.hint))[1] == hint
    assert caught.value.hint == (hint.partition(",")[0] if caught.value.private_message else hint)


@pytest.mark.parametrize("text", ["", "   ", "\0", "\udcff", "@", "H1"])
def test_what_cannot_be_meant_here_is_refused(reader: Reader, text: str) -> None:
    with pytest.raises(InputError):
        resolve(reader, text, "P")


def test_any_text_means_something_or_is_refused_in_a_sentence(reader: Reader) -> None:
    @examples(1.5)
    @given(st.text(st.characters(), max_size=30), st.sampled_from(["P", "H", "HJ", "ISPHJ"]))
    def check(text: str, letters: str) -> None:
        try:
            assert resolve(reader, text, letters).prefix in letters
        except DiscoError as error:
            assert error.message
            assert error.hint

    check()
