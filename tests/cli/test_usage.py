"""What cannot be understood of a command line is told in our words, with a hint that works."""

from __future__ import annotations

import shlex

import pytest
from tests.conftest import Disco


@pytest.mark.parametrize(
    ("typed", "says", "hint"),
    [
        ("people show", "PERSON is missing", "disco people show --help"),
        ("show", "CODE is missing", "disco show --help"),
        ("people show a b c", "these are more words than 'disco people show' takes",
         "disco people show --help"),
        ("report cadence --weeks", "--weeks needs a value", "disco report cadence --help"),
        ("report cadence --json=3", "--json takes no value", "disco report cadence --help"),
        ("--journal", "--journal needs a value", "disco --help"),
        ("search x --limit few", "--limit needs a whole number from 1 to 1000",
         "disco search --help"),
        ("report matrix --page x", "--page needs a whole number", "disco report matrix --help"),
        ("why S1 --under 0", "--under needs a whole number of 1 or more", "disco why --help"),
        ("peple", "there is no command 'peple'", "disco people"),
        ("people shwo P1", "there is no command 'shwo'", "disco people show"),
        ("people --oragnisation x", "there is no option --oragnisation",
         "disco people --organisation x"),
    ],
)  # fmt: skip
def test_each_slip_on_the_command_line_is_one_sentence_and_a_hint(
    disco: Disco, typed: str, says: str, hint: str
) -> None:
    result = disco(*shlex.split(typed), ok=False)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"disco: {says}\n  try: {hint}\n"
    if hint.endswith("--help"):
        disco(*hint.split()[1:])


def test_no_sentence_of_the_option_parser_is_passed_on(
    disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.exceptions import TyperException

    def told(_self: object) -> str:
        raise AssertionError("its words change with its version")

    monkeypatch.setattr(TyperException, "format_message", told)
    for typed in ("people show", "people show a b", "search x --limit few", "nonsense", "--xyz"):
        assert disco(*typed.split(), ok=False).code == 2
