"""The JSON other programs rely on."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.vocabulary import Status
from discoverycli.render.blocks import JsonValue, Page
from discoverycli.render.json import render


def printed(data: object) -> str:
    return render(Page("title", (), data))  # type: ignore[arg-type]


@given(st.text())
def test_any_text_comes_back_letter_for_letter(text: str) -> None:
    assert json.loads(printed({"text": text})) == {"text": text}


@given(st.text(st.characters(exclude_categories=())))
def test_the_output_is_printable_ascii(text: str) -> None:
    out = printed([text])
    assert out.isascii()
    assert out.replace("\n", "").isprintable()


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_any_data_comes_back_as_it_was(data: JsonValue) -> None:
    assert json.loads(printed(data)) == data


def test_dates_are_iso_and_words_are_their_values() -> None:
    data = {"on": date(2026, 11, 20), "status": Status.STALE, Status.MIXED: None, "rows": (1, 2)}
    assert json.loads(printed(data)) == {
        "on": "2026-11-20",
        "status": "stale",
        "mixed": None,
        "rows": [1, 2],
    }


def test_the_output_is_indented_and_ends_in_one_newline() -> None:
    assert printed({"a": 1}) == '{\n  "a": 1\n}\n'


@pytest.mark.parametrize("data", [{1, 2}, 1j, b"bytes", object()])
def test_what_json_cannot_say_is_a_bug_and_loud(data: object) -> None:
    with pytest.raises(TypeError, match="which JSON cannot say"):
        printed({"here": data})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_a_bug_and_loud(number: float) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        printed([number])
