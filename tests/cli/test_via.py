from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.store.writer import open_journal

SAYS = "via says somebody passed it on, but the channel is direct"


def test_direct_words_that_came_via_somebody_are_refused_by_log(disco: Disco, world: Path) -> None:
    refused = disco("log", "Ida", "x", "--channel", "direct", "--via", "Otto", ok=False)
    assert (refused.code, SAYS in refused.err) == (2, True)
    assert "--resume" in refused.err
    (world / "note.md").write_text("---\nwith: Ida\nchannel: Direct\nvia: Otto\n---\nx\n")
    assert disco("log", "note.md", ok=False).code == 2
    assert disco("log", "note.md", "--channel", "proxy", "--json").data["channel"] == "proxy"


@pytest.mark.parametrize("channel", ["proxy", "accompanied"])
def test_other_channels_may_have_somebody_in_between(disco: Disco, channel: str) -> None:
    assert disco("log", "Ida", "x", "--channel", channel, "--via", "Otto").code == 0


def test_an_edit_cannot_make_words_direct_and_passed_on(disco: Disco, world: Path) -> None:
    disco("log", "Ida", "x", "--via", "Otto")
    both = ("--channel", "direct", "--via", "Sam")
    assert SAYS in disco("edit", "I1", *both, ok=False).err
    (world / "new.md").write_text("---\nchannel: direct\nvia: Otto\n---\ny\n")
    assert disco("edit", "I1", "--file", "new.md", ok=False).code == 2
    assert disco("show", "I1", "--json").data["channel"] == "proxy"


def test_what_an_older_version_stored_can_still_be_edited(disco: Disco, journal_path: Path) -> None:
    from sqlalchemy import text

    disco("log", "Ida", "x", "--via", "Otto")
    with open_journal(journal_path) as session:
        session.connection().execute(text("UPDATE interview SET channel = 'direct'"))
    assert disco("edit", "I1", "--minutes", "20", "--json").data["changed"]
    found = disco("show", "I1", "--json").data
    assert (found["channel"], found["via"], found["minutes"]) == ("direct", "Otto", 20)


def test_an_import_refuses_the_note_and_names_the_line(disco: Disco, world: Path) -> None:
    (world / "a.md").write_text("---\nwith: Ida\nchannel: direct\nvia: Otto\n---\nx\n")
    (world / "b.md").write_text("---\nwith: Ben\non: 2026-11-03\n---\nx\n")
    data = disco("import", "a.md", "b.md", "--json").data
    assert (data["stored"], data["refused"]) == (1, 1)
    assert [(each["line"], each["message"]) for each in data["problems"]] == [(4, SAYS)]


@pytest.mark.parametrize(
    ("head", "option", "line"),
    [
        ("via: Bob\non: 2026-11-03", ("--channel", "direct"), 3),
        ("on: 2026-11-03\nchannel: Direct", ("--via", "Sam"), 4),
        ("via:\nchannel: direct", ("--via", "Sam"), 4),
    ],
)
def test_an_import_refuses_a_note_that_its_options_contradict_as_log_does(
    disco: Disco, head: str, option: tuple[str, str], line: int
) -> None:
    Path("a.md").write_text(f"---\nwith: Ida\n{head}\n---\nx\n")
    Path("b.md").write_text("---\nwith: Ben\non: 2026-11-03\n---\nx\n")
    assert SAYS in disco("log", "a.md", *option, ok=False).err
    alone = disco("import", "a.md", *option, ok=False)
    assert (alone.code, SAYS in alone.out + alone.err) == (2, True)
    data = disco("import", "a.md", "b.md", *option, "--json").data
    assert (data["stored"], data["refused"]) == (1, 1)
    assert [
        (each["file"], each["line"], each["message"])
        for each in data["problems"]
        if each["refused"]
    ] == [("a.md", line, SAYS)]


def test_options_of_an_import_contradict_neither_each_other_nor_are_they_lost(
    disco: Disco, world: Path
) -> None:
    (world / "a.md").write_text("---\nwith: Ida\non: 2026-11-03\n---\nx\n")
    (world / "b.md").write_text("---\nwith: Ben\non: 2026-11-03\nvia: Otto\n---\nx\n")
    (world / "c.md").write_text("---\nwith: Cy\non: 2026-11-03\nchannel: proxy\n---\nx\n")
    refused = disco("import", "a.md", "--channel", "direct", "--via", "Sam", ok=False)
    assert (refused.code, SAYS in refused.err) == (2, True)
    disco("import", "a.md", "b.md", "c.md", "--via", "Sam")
    found = [disco("show", code, "--json").data for code in ("I1", "I2", "I3")]
    assert [(each["channel"], each["via"]) for each in found] == [
        ("proxy", "Sam"), ("proxy", "Otto"), ("proxy", "Sam"),
    ]  # fmt: skip
