"""The settings file as text: what it says, and changing one line of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain import balance, cadence
from discoverycli.domain.rules import Rule
from discoverycli.errors import InputError
from discoverycli.settings import Settings
from discoverycli.settings.settings_file import SETTINGS, check, drop, parse, put, template

PATH = Path("config.yaml")
KEYS = [setting.key for setting in SETTINGS]
values = {
    setting.key: setting.written(setting.value(Settings())) or "prospect" for setting in SETTINGS
}


def test_a_file_that_sets_nothing_gives_the_defaults() -> None:
    for text in ("", "# words\n", "cadence:\n", "cadence:\n  goal:\n", template()):
        assert parse(text, PATH).settings == Settings()


def test_settings_begin_with_the_numbers_that_the_rules_have_themselves() -> None:
    assert Settings()[2:6] == (
        cadence.GOAL,
        cadence.FLOOR_DAYS,
        cadence.WEEKS_SHOWN,
        balance.PROSPECT_TARGET,
    )
    assert Settings().weeks == balance.WEEKS
    assert Settings().rule_for(()) == Rule()


def test_the_template_names_every_setting_with_its_default() -> None:
    rows = [row.replace("  # ", "  ", 1) for row in template().split("\n")]
    uncommented = "\n".join(row.partition(" #")[0] for row in rows)
    content = parse(uncommented, PATH)
    assert set(content.lines) - {key.partition(".")[0] for key in KEYS} == set(KEYS)
    assert content.settings == Settings()


def test_the_ranges_of_a_rule_are_those_of_the_rule_itself() -> None:
    for setting in SETTINGS:
        if not setting.key.startswith("rule."):
            continue
        low, high = (int(word) for word in setting.allowed.split() if word.isdecimal())
        for number in (low, high):
            Rule(**{setting.field: number})
        for number in (low - 1, high + 1):
            with pytest.raises(InputError):
                Rule(**{setting.field: number})
            with pytest.raises(InputError, match=str(number)):
                check(setting, str(number))


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.booleans()), max_size=12))
def test_whatever_is_set_and_unset_in_turn_the_file_says_it(steps: list[tuple[str, bool]]) -> None:
    text = "# ours\n\nrule: # how sure\n    voices: 4 # few\n"
    wanted = {"rule.voices": "4"}
    for key, keep in steps:
        if keep:
            text, wanted[key] = put(text, key, values[key], PATH), values[key]
        else:
            text = drop(text, key, PATH)
            wanted.pop(key, None)
        assert parse(text, PATH).texts == wanted
    assert text.startswith("# ours\n\nrule: # how sure\n")


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn")),
        min_size=1,
        max_size=40,
    )
)
def test_any_name_can_be_set_and_is_read_back(name: str) -> None:
    wanted = name.strip()
    if wanted and wanted.isprintable():
        text = put("# ours\n", "log.author", wanted, PATH)
        assert parse(text, PATH).settings.author == wanted
        assert parse(put(text, "log.author", "Ana", PATH), PATH).settings.author == "Ana"


def test_a_key_may_be_written_with_its_dot() -> None:
    text = "cadence.goal: 2 # hi\r\n"
    assert parse(text, PATH).settings.goal == 2
    assert put(text, "cadence.goal", "3", PATH) == "cadence.goal: 3 # hi\r\n"
