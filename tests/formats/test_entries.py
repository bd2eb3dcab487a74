from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.formats.entries import ProblemKind, RefusedError, decode


def refused(data: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        decode("notes.md", data)
    return error.value


def test_a_byte_order_mark_is_taken_off_and_is_no_other_file() -> None:
    source = decode("notes.md", b"\xef\xbb\xbfcaf\xc3\xa9\n")
    assert source.text == "café\n"
    assert source.sha256 == hashlib.sha256(b"caf\xc3\xa9").hexdigest()


def test_lines_end_with_a_line_feed_whatever_they_ended_with() -> None:
    assert decode("notes.md", b"a\r\nb\rc\n").text == "a\nb\nc\n"


def test_letters_stay_in_their_normal_form() -> None:
    composed, apart = "é", unicodedata.normalize("NFD", "é")
    assert decode("a.md", composed.encode()).text == composed
    assert decode("a.md", apart.encode()).text == apart
    assert composed != apart


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_refused_with_a_word_about_utf_8(encoding: str) -> None:
    assert "UTF-8" in refused("with: Ana".encode(encoding)).message


def test_latin_1_is_refused_with_its_line() -> None:
    error = refused("a\nb\ncafé\n".encode("latin-1"))
    assert error.message == "not UTF-8; save it as UTF-8"
    assert error.line == 3


def test_a_surrogate_in_the_bytes_is_refused() -> None:
    assert refused(b"a\n\xed\xa0\x80").line == 2


def test_a_nul_is_refused_with_its_line() -> None:
    error = refused(b"a\nb\0c")
    assert "NUL" in error.message
    assert error.line == 2


def test_a_name_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(RefusedError, match="its name is not UTF-8"):
        decode("caf\udce9.md", b"with: Ana")


def test_a_file_of_more_than_10_mb_is_refused_by_its_size() -> None:
    error = refused(b"x" * 10_000_001)
    assert "10 MB" in error.message
    assert error.kind is ProblemKind.TOO_LARGE
    assert len(decode("a.md", b"x" * 10_000_000).text) == 10_000_000


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff")))
def test_text_in_utf_8_comes_back_letter_for_letter(text: str) -> None:
    assert decode("a.md", text.encode()).text == text
