"""`disco config`: what is set, where that comes from, and changing it without losing a line."""

from __future__ import annotations

import shlex
import stat
import sys
from pathlib import Path

import pytest

from discoverycli.settings.settings_file import SETTINGS


@pytest.fixture
def file(world: Path) -> Path:
    return world / "config.yaml"


def found(disco, key: str):  # type: ignore[no-untyped-def]
    listed = disco("config", "--json").data["settings"]
    return next(each for each in listed if each["key"] == key)


def test_every_setting_is_listed_with_its_value_and_origin_in_80_columns(
    disco, world: Path
) -> None:  # type: ignore[no-untyped-def]
    result = disco("config")
    assert all(setting.key in result.out for setting in SETTINGS)
    assert "default" in result.out
    assert "DISCO_AUTHOR" in result.out
    assert str(world / "config.yaml") in result.out.replace("\n", "")
    table = result.out.partition("\n\n")[2].partition("\n\n")[0]
    assert len(table.splitlines()) == len(SETTINGS) + 1  # a line each
    assert max(map(len, table.splitlines())) <= 80


def test_a_setting_that_is_set_is_used_and_kept_for_its_owner_only(disco, file: Path) -> None:  # type: ignore[no-untyped-def]
    assert (
        "cadence.goal is 3 (config.yaml, line 2)" in disco("config", "set", "cadence.goal", "3").out
    )
    assert file.read_text() == "cadence:\n  goal: 3\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    disco("log", "Ana @ Acme", "words", "--as", "prospect")
    assert disco("report", "--json").data["cadence"]["goal"] == 3
    assert disco("config", "get", "cadence.goal").out == "3\n"
    assert "is 1 (default)" in disco("config", "unset", "cadence.goal").out
    assert disco("config", "get", "cadence.goal").out == "1\n"


def test_comments_and_other_lines_survive(disco, file: Path) -> None:  # type: ignore[no-untyped-def]
    file.write_text(
        "# ours\ncadence: # the habit\n  weeks: 8   # two months\n\n  # one is enough\nrule:\n"
        "  voices: '7'\n"
    )
    disco("config", "set", "cadence.weeks", "9")
    disco("config", "set", "cadence.goal", "2")
    disco("config", "set", "rule.voices", "6")
    disco("config", "set", "log.as", "Prospect")
    assert file.read_text() == (
        "# ours\ncadence: # the habit\n  weeks: 9   # two months\n  goal: 2\n\n  # one is enough\nrule:\n"
        "  voices: 6\nlog:\n  as: prospect\n"
    )
    disco("config", "unset", "cadence.goal")
    disco("config", "unset", "log.as")
    assert "goal" not in file.read_text()
    assert found(disco, "cadence.weeks")["from"] == "config.yaml, line 3"


def test_the_author_comes_from_the_surroundings_the_file_or_git(  # type: ignore[no-untyped-def]
    disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("config", "set", "log.author", 'Zoë: "the" boss\'s # 1')
    assert (found(disco, "log.author")["value"], found(disco, "log.author")["from"]) == (
        "Robin", "DISCO_AUTHOR",
    )  # fmt: skip
    monkeypatch.delenv("DISCO_AUTHOR")
    assert disco("config", "get", "log.author").out == 'Zoë: "the" boss\'s # 1\n'
    disco("config", "unset", "log.author")
    assert found(disco, "log.author")["from"] == "git or account"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("cadence.goal", "0", "cadence.goal: a whole number from 1 to 50"),
        ("cadence.goal", "two", "cadence.goal cannot be 'two'"),
        ("cadence.goal", "1.5", "cadence.goal cannot be '1.5'"),
        ("rule.majority", "100", "a whole number from 51 to 99"),
        ("log.as", "friend", "one of: prospect, current"),
        ("log.author", "a\nb", "a name of at most 100 letters"),
        ("log.author", "x" * 101, "a name of at most 100 letters"),
        ("log.author", " ", "a name of at most 100 letters"),
        ("periods.prospect", "0", "a whole number from 1 to 3650, or never"),
        ("cadence.gaol", "1", "try: cadence.goal"),
        ("zzz", "1", "'zzz' is not a setting"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_can(  # type: ignore[no-untyped-def]
    disco, file: Path, key: str, value: str, says: str
) -> None:
    result = disco("config", "set", key, value, ok=False)
    assert result.code == 2
    assert says in result.err
    assert not file.exists()


def test_a_period_can_be_never(disco) -> None:  # type: ignore[no-untyped-def]
    disco("config", "set", "periods.current", "never")
    disco("config", "set", "periods.internal", "30")
    assert found(disco, "periods.current")["value"] == "never"
    assert found(disco, "periods.internal") == {
        "key": "periods.internal", "value": 30, "default": "never",
        "from": "config.yaml, line 3", "allowed": "a whole number from 1 to 3650, or never",
        "meaning": "days until a colleague is due",
    }  # fmt: skip


def test_a_file_that_is_not_understood_is_named_and_never_rewritten(disco, file: Path) -> None:  # type: ignore[no-untyped-def]
    for text, says in (
        ("cadence: [1", "config.yaml, line 2: not readable as YAML"),
        ("cadence:\n  goal: 0\n", "config.yaml, line 2: cadence.goal cannot be '0'"),
        ("cadence:\n  gaol: 1\n", "config.yaml, line 2: 'cadence.gaol' is not a setting"),
        ("cadence:\n  goal: [1]\n", "config.yaml, line 2: 'cadence.goal' is not one key"),
        ("cadence:\n  goal: 1\n  goal: 2\n", "config.yaml, line 3: the key 'goal' stands twice"),
        ("cadence: &a\n  goal: 1\n", "line 1: anchors and aliases"),
        ("just words\n", "config.yaml, line 1: it is not one key with one value"),
        ("a: 1\n---\nb: 2\n", "config.yaml holds several documents"),
    ):
        file.write_text(text)
        for command in (
            ("config",),
            ("config", "set", "rule.voices", "4"),
            ("hypotheses", "add", "x y"),
        ):
            result = disco(*command, ok=False)
            assert result.code == 2
            assert says.partition(" stands")[0] in result.err
        assert file.read_text() == text


@pytest.mark.parametrize("text", ["cadence: {goal: 2}\n", "cadence:\n  goal: |\n    2\n"])
def test_a_line_that_cannot_be_changed_alone_is_left_to_the_user(
    disco, file: Path, text: str
) -> None:  # type: ignore[no-untyped-def]
    file.write_text(text)
    result = disco("config", "set", "cadence.goal", "3", ok=False)
    assert result.code == 2
    assert "disco config edit" in result.err
    assert file.read_text() == text


def test_a_link_is_read_but_never_written_through(disco, world: Path, file: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "theirs.yaml").write_text("cadence:\n  goal: 2\n")
    file.symlink_to(world / "theirs.yaml")
    assert disco("config", "get", "cadence.goal").out == "2\n"
    assert "is a link" in disco("config", "set", "cadence.goal", "3", ok=False).err
    assert (world / "theirs.yaml").read_text() == "cadence:\n  goal: 2\n"


def editor(world: Path, code: str) -> str:
    """An editor that runs some Python on the text it is given."""
    script = world / "editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\ntext = p.read_text()\n"
        f"{code}\np.write_text(text)\n"
    )
    return f"{sys.executable} {script}"


def test_editing_begins_with_everything_explained(
    disco, world: Path, file: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    change = (
        "assert 'contacts that a week needs' in text\ntext = text.replace('# goal: 1', 'goal: 2')"
    )
    monkeypatch.setenv("EDITOR", editor(world, change))
    assert f"changed {file}" in disco("config", "edit").err
    assert disco("config", "get", "cadence.goal").out == "2\n"
    assert "# floor_days: 14" in file.read_text()
    assert not (world / "drafts").exists()


def test_an_edit_that_is_wrong_is_kept_beside_and_the_file_stays(
    disco, world: Path, file: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    file.write_text("cadence:\n  goal: 2\n")
    monkeypatch.setenv("EDITOR", editor(world, "text = text.replace('2', 'many')"))
    result = disco("config", "edit", ok=False)
    assert result.code == 2
    (draft,) = (world / "drafts").iterdir()
    assert "line 2: cadence.goal cannot be 'many'\n" in result.err
    assert f"  your text is kept in {draft}\n" in result.err
    assert f"  then: disco config edit --file {draft}\n" in result.err
    assert draft.read_text() == "cadence:\n  goal: many\n"
    assert file.read_text() == "cadence:\n  goal: 2\n"


def test_settings_that_were_left_behind_are_gone_on_with_from_their_draft(
    disco, world: Path, file: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    file.write_text("cadence:\n  goal: 2\n")
    monkeypatch.setenv("EDITOR", editor(world, "text = text.replace('2', 'many')"))
    disco("config", "edit", ok=False)
    monkeypatch.delenv("EDITOR")
    (draft,) = (world / "drafts").iterdir()
    way = f"disco config edit --file {draft}"
    assert way in disco("drafts", "show", "config", "--format", "markdown").out
    result = disco(*shlex.split(way)[1:], ok=False)
    assert (result.code, f"{draft}, line 2" in result.err) == (2, True)
    assert (result.err.count(way), draft.exists()) == (1, True)
    draft.write_text("cadence:\n  goal: 5\n")
    (aside,) = disco("drafts", "drop", "config", "--yes", "--json").data["dropped"]
    assert f"changed {file}" in disco("config", "edit", "--file", aside).err
    assert file.read_text() == "cadence:\n  goal: 5\n"
    assert not Path(aside).exists()


def test_settings_come_from_any_file_which_stays(disco, world: Path, file: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "mine.yaml").write_text("cadence:\n  goal: 4\n")
    assert f"changed {file}" in disco("config", "edit", "--file", "mine.yaml").err
    assert disco("config", "get", "cadence.goal").out == "4\n"
    assert "nothing was changed" in disco("config", "edit", "--file", "mine.yaml").err
    assert (world / "mine.yaml").exists()
    assert disco("config", "edit", "--file", "none.yaml", ok=False).code == 3


def test_an_editor_of_settings_that_is_broken_off_says_how_to_go_on(
    disco, world: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    kill = "text += '# mine'\np.write_text(text)\nimport os\nos.kill(os.getpid(), 2)"
    for code, end in ((kill, 130), ("p.write_text(text + '# mine')\nsys.exit(1)", 2)):
        monkeypatch.setenv("EDITOR", editor(world, code))
        result = disco("config", "edit", ok=False)
        assert result.code == end
        (draft,) = (world / "drafts").iterdir()
        assert f"kept in {draft}\n  then: disco config edit --file {draft}\n" in result.err
        draft.unlink()


def test_an_editor_that_changes_nothing_or_fails_changes_nothing(
    disco, world: Path, file: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("EDITOR", editor(world, ""))
    assert "nothing was changed" in disco("config", "edit").err
    monkeypatch.setenv("EDITOR", "false")
    result = disco("config", "edit", ok=False)
    assert result.code == 2
    assert "try: disco config edit" in result.err
    assert not file.exists()


def test_the_path_is_printed_whether_or_not_there_is_a_file(disco, file: Path) -> None:  # type: ignore[no-untyped-def]
    assert disco("config", "path").out.replace("\n", "") == str(file)
    assert not file.exists()


def test_no_editor_is_opened_where_nobody_can_type(disco, world) -> None:  # type: ignore[no-untyped-def]
    result = disco("config", "edit", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "there is nobody to type in an editor" in result.err
    assert not (world / "drafts").exists()
