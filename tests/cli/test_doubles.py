"""The same person, day and words are stored once, whatever way they come in."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.conftest import TODAY, Disco

WORDS = "!pain did: up at three on each market day\n> I have not slept since May\n"
NOTE = f"---\nwith: Ida @ Crumb\non: {TODAY}\n---\n{WORDS}"
THEIRS = "Interviewee: Ida, Baker, Crumb\nDate: 2026-11-18\n\n> I have not slept since May.\n"


def interviews(disco: Disco) -> list[str]:
    return [each["code"] for each in disco("export").data["interviews"]]


def test_the_same_note_logged_twice_is_one_interview(disco: Disco, world: Path) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    said = disco("log", "Ida @ Crumb", WORDS)
    assert said.out.startswith("No change: this is I1. To store it again: --again\n")
    assert interviews(disco) == ["I1"]
    assert not list((world / "drafts").glob("*"))
    assert len(disco("history", "--json").data) == 1


@pytest.mark.parametrize(
    "changed",
    [
        WORDS.replace("\n", "\r\n"),
        "\ufeff" + WORDS,
        WORDS + "\n \n\n",
        "\n" + WORDS.replace("\n", "  \n\n"),
        WORDS.rstrip(),
    ],
)
def test_line_ends_marks_of_byte_order_and_blank_lines_make_no_other_talk(
    disco: Disco, changed: str
) -> None:
    disco("log", "Ida @ Crumb", typed=WORDS)
    assert disco("log", "Ida @ Crumb", "--json", typed=changed).data["double_of"] == "I1"
    Path("n.md").write_bytes(f"---\nwith: Ida @ Crumb\non: {TODAY}\n---\n{changed}".encode())
    assert disco("log", "n.md", "--json").data["double_of"] == "I1"
    assert disco("import", "n.md", "--json").data["skipped"] == 1
    assert interviews(disco) == ["I1"]


def test_a_double_answers_programs_with_the_interview_that_it_is(disco: Disco) -> None:
    first = disco("log", "Ida @ Crumb", WORDS, "--as", "prospect", "--json").data
    again = disco("log", "Ida @ Crumb", WORDS, "--json").data
    assert (first["double_of"], again["double_of"]) == (None, "I1")
    assert again.keys() == first.keys()
    made = ("statements", "evidence", "hypotheses", "jobs", "moved", "warnings", "near")
    assert all(again[key] == [] for key in made)
    first["people"][0]["new"] = False
    assert [again[key] for key in ("interview", "held_on", "people")] == [
        first[key] for key in ("interview", "held_on", "people")
    ]


def test_again_stores_it_once_more(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    assert disco("log", "Ida @ Crumb", WORDS, "--again", "--json").data["double_of"] is None
    Path("n.md").write_text(NOTE)
    assert disco("import", "n.md", "--again", "--json").data["stored"] == 1
    assert disco("import", "n.md", "--again", "--json").data["stored"] == 1
    assert disco("import", "n.md", "--json").data["skipped"] == 1
    assert interviews(disco) == ["I1", "I2", "I3", "I4"]


def test_what_else_a_double_says_is_not_dropped_without_a_word(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS, "--as", "prospect", "--minutes", "20")
    said = " ".join(
        disco(
            "log",
            "Ida @ Crumb",
            WORDS,
            "--as",
            "prospect",
            "--minutes",
            "30",
            "--title",
            "on flour",
        ).out.split()
    )
    assert "disco edit I1 --minutes 30 --title 'on flour'" in said
    disco("edit", "I1", "--minutes", "30", "--title", "on flour")
    said = disco("log", "Ida @ Crumb", WORDS, "--minutes", "30", "--title", "on flour").out
    assert "disco edit" not in said


@pytest.mark.parametrize(
    "other",
    [
        ("Oz @ Crumb", WORDS),
        ("Ida @ Oven", WORDS),
        ("Ida @ Crumb", WORDS, "--on", "yesterday"),
        ("Ida @ Crumb", "!pain did: a broken oven"),
    ],
)
def test_another_person_day_or_word_is_another_talk(disco: Disco, other: tuple[str, ...]) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    data = disco("log", *other, "--json").data
    assert (data["double_of"], data["near"]) == (None, [])


def test_somebody_more_in_the_room_is_stored_and_said(disco: Disco) -> None:
    disco("log", "Ida @ Crumb; Oz @ Crumb", WORDS)
    assert disco("log", "Oz @ Crumb", WORDS, "--json").data["double_of"] == "I1"
    data = disco("log", "Ida @ Crumb; Wim @ Crumb", WORDS, "--json").data
    assert (data["double_of"], data["near"]) == (None, ["I1"])


def test_nearly_the_same_words_are_stored_and_said(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    near = WORDS.replace("May", "June")
    said = " ".join(disco("log", "Ida @ Crumb", near).out.split())
    assert "nearly the words of I1, with the same person on the same day" in said
    Path("n.md").write_text(NOTE.replace("market", "fair"))
    data = disco("import", "n.md", "--json").data
    assert [(each["file"], each["kind"]) for each in data["problems"]] == [("n.md", "near-double")]
    assert "nearly the words of I1 and I2;" in data["problems"][0]["message"]


@pytest.mark.parametrize(
    "changed", [THEIRS, THEIRS.replace("\n", "\r\n"), "\ufeff" + THEIRS + "\n"]
)
def test_a_file_with_other_line_ends_is_the_same_file(disco: Disco, changed: str) -> None:
    Path("a.md").write_text(THEIRS)
    disco("import", "a.md")
    disco("edit", "I1", "--with", "Ida Lund @ Crumb")
    Path("b.md").write_bytes(changed.encode())
    data = disco("import", "b.md", "--json").data
    assert (data["stored"], data["skipped"], data["problems"]) == (0, 1, [])
    assert data["doubles"] == [{"file": "b.md", "double_of": "I1"}]
    assert "2 skipped: here already (I1); to store them again: --again" in disco("import", ".").out


def test_an_imported_note_that_is_logged_is_a_double_and_the_other_way_round(disco: Disco) -> None:
    Path("n.md").write_text(NOTE)
    disco("import", "n.md")
    assert disco("log", "n.md", "--json").data["double_of"] == "I1"
    disco("log", "Oz @ Oven", WORDS)
    Path("o.md").write_text(NOTE.replace("Ida @ Crumb", "Oz @ Oven"))
    data = disco("import", "o.md", "--as", "prospect", "--json").data
    assert (data["skipped"], data["updated"]) == (1, 1)
    assert [(each["kind"], each["refused"]) for each in data["problems"]] == [("double", False)]
    assert disco("show", "I2", "--json").data["people"][0]["relation"] == "prospect"


def test_two_files_of_one_person_and_day_are_listed_with_the_way_to_join_them(disco: Disco) -> None:
    Path("a.md").write_text(THEIRS)
    Path("b.md").write_text(THEIRS.replace("> I", "The oven stands since.\n\n> We all"))
    data = disco("import", "a.md", "b.md", "--json").data
    (problem,) = data["problems"]
    assert (problem["file"], problem["kind"]) == ("b.md", "same-day")
    assert problem["message"] == (
        "same person and day as a.md (I1); if it was one talk: disco undo, "
        "then import them as one file"
    )


def test_a_file_that_is_stored_once_more_is_not_said_to_have_changed(disco: Disco) -> None:
    for name, text in (("a.md", THEIRS), ("n.md", NOTE)):
        Path(name).write_text(text)
        disco("import", name)
        for _ in range(2):
            data = disco("import", name, "--again", "--json").data
            assert (data["stored"], data["problems"]) == (1, [])


def test_a_file_stored_once_more_in_the_words_of_another_has_changed(disco: Disco) -> None:
    Path("a.md").write_text(THEIRS)
    Path("b.md").write_text(THEIRS.replace("May", "June"))
    disco("import", "a.md", "b.md")
    Path("b.md").write_text(THEIRS)
    (problem,) = disco("import", "b.md", "--again", "--json").data["problems"]
    assert (problem["kind"], "imported as I2" in problem["message"]) == ("changed", True)


def test_an_export_takes_no_again(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    disco("export", "--output", "j.json")
    assert disco("import", "j.json", "--again", ok=False).code == 2


SHORT = "H1- did: never exports\n"


def with_words(name: str, who: str, on: str | None = None) -> str:
    day = f"on: {on}\n" if on else ""
    Path(name).write_text(f"---\nwith: {who}\n{day}---\n{SHORT}")
    return name


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("undated", "dated"),
    [
        ("Rosa Lind @ Beta", "Ines Ort @ Gamma"),
        ("Uwe @ Beta", "Rosa @ Beta"),
        ("Rosa @ Beta", "Rosa @ Gamma"),
        ("Rosa @ Beta", "Rosa @ Beta; Uwe @ Beta"),
        ("Rosa @ Beta; Uwe @ Beta", "Rosa @ Beta"),
        ("Uwe", "Rosa"),
    ],
)
def test_the_same_words_of_other_people_are_another_interview(
    disco: Disco, at_once: bool, undated: str, dated: str
) -> None:
    disco("hypotheses", "add", "they export each week")
    with_words("a.md", undated), with_words("b.md", dated, "2026-11-20")
    if at_once:
        data = disco("import", "a.md", "b.md", "--json").data
        assert (data["stored"], data["skipped"], data["doubles"]) == (2, 0, [])
    else:
        disco("import", "a.md")
        data = disco("import", "b.md", "--json").data
        assert (data["stored"], data["skipped"], data["updated"]) == (1, 0, 0)
    assert disco("show", "I1", "--json").data["held_on"] is None
    assert disco("show", "I2", "--json").data["held_on"] == "2026-11-20"
    assert disco("import", "a.md", "b.md", "--json").data["skipped"] == 2


@pytest.mark.parametrize(
    ("undated", "dated"),
    [
        ("Rosa @ Beta", "rosa  @ BETA"),
        ("Rosa @ Beta", "Rosa"),
        ("Rosa", "Rosa @ Beta"),
        ("Rosa @ Beta; Uwe @ Beta", "Uwe @ Beta; Rosa @ Beta"),
        ("Rosa @ Beta", "P1"),
    ],
)
def test_the_same_people_complete_their_undated_interview(
    disco: Disco, undated: str, dated: str
) -> None:
    disco("hypotheses", "add", "they export each week")
    disco("import", with_words("a.md", undated))
    data = disco("import", with_words("b.md", dated, "2026-11-20"), "--json").data
    assert (data["stored"], data["updated"]) == (0, 1)
    assert disco("show", "I1", "--json").data["held_on"] == "2026-11-20"


def test_of_several_undated_interviews_that_of_the_same_people_is_completed(disco: Disco) -> None:
    disco("hypotheses", "add", "they export each week")
    disco("import", with_words("a.md", "Rosa"), with_words("b.md", "Rosa @ Beta"))
    disco("import", with_words("c.md", "Uwe @ Beta"), with_words("d.md", "Ines @ Gamma"))
    data = disco("import", with_words("e.md", "Ines @ Gamma", "2026-11-20"), "--json").data
    assert data["doubles"] == [{"file": "e.md", "double_of": "I4"}]
    data = disco("import", with_words("f.md", "Rosa @ Beta", "2026-11-20"), "--json").data
    assert data["doubles"] == [{"file": "f.md", "double_of": "I2"}]


def test_a_name_that_several_have_completes_nobodys_interview(disco: Disco) -> None:
    disco("hypotheses", "add", "they export each week")
    disco("import", with_words("a.md", "Rosa @ Beta"), with_words("b.md", "Rosa @ Gamma"))
    data = disco("import", with_words("c.md", "Rosa", "2026-11-20"), "--json", ok=False).data
    assert (data["refused"], data["updated"]) == (1, 0)
    assert "'Rosa' can be P1 Rosa @ Beta, P2 Rosa @ Gamma" in data["problems"][0]["message"]


def test_somebody_who_was_renamed_since_is_known_by_their_former_name(disco: Disco) -> None:
    disco("hypotheses", "add", "they export each week")
    disco("import", with_words("a.md", "Rosa @ Beta"))
    disco("people", "edit", "P1", "--name", "Rosa Lind")
    data = disco("import", with_words("a.md", "Rosa @ Beta", "2026-11-20"), "--json").data
    assert (data["stored"], data["updated"]) == (0, 1)


def said_of(disco: Disco, *command: str) -> tuple[str, str]:
    """The kind and the message of the one problem of an import that stores nothing."""
    data = disco("import", *command, "--json").data
    assert (data["stored"], data["skipped"]) == (0, 1)
    (problem,) = data["problems"]
    return problem["kind"], problem["message"]


OTHERWISE = "channel: proxy\nvia: Tom\nminutes: 40\ntitle: Budget call"


def test_what_else_an_imported_double_says_is_named_with_the_way_to_change_it(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    Path("n.md").write_text(NOTE.replace("on:", f"{OTHERWISE}\non:"))
    way = "--channel proxy --via Tom --minutes 40 --title 'Budget call'"
    kind, message = said_of(disco, "n.md")
    assert (kind, message.partition(" of ")[2]) == (
        "double",
        f"I1; to store it again: --again; to change what it says: disco edit I1 {way}",
    )
    assert "--channel proxy --via Tom" in " ".join(disco("import", "n.md").out.split())
    disco("edit", "I1", *shlex.split(way))
    assert "disco edit" not in said_of(disco, "n.md")[1]


def test_what_an_imported_double_completes_is_no_difference(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", WORDS)
    Path("n.md").write_text(NOTE)
    kind, message = said_of(disco, "n.md", "--as", "prospect", "--segment", "bread")
    assert (kind, "disco edit" in message) == ("double", False)
    assert "disco edit I1 --as former" in said_of(disco, "n.md", "--as", "former")[1]


def test_options_that_a_stored_file_does_not_take_are_named(disco: Disco) -> None:
    Path("n.md").write_text(NOTE)
    disco("import", "n.md")
    assert said_of(disco, "n.md", "--channel", "proxy", "--via", "Tom") == (
        "differs",
        "is here as I1; to change what it says: disco edit I1 --channel proxy --via Tom",
    )
    disco("edit", "I1", "--channel", "proxy", "--via", "Tom", "--title", "flour")
    proxy = ("--channel", "proxy", "--via", "Tom")
    assert disco("import", "n.md", *proxy, "--json").data["problems"] == []


def test_what_was_changed_here_since_an_import_is_not_told_by_the_next(disco: Disco) -> None:
    Path("n.md").write_text(NOTE.replace("on:", f"{OTHERWISE}\non:"))
    disco("import", "n.md")
    disco("edit", "I1", "--channel", "direct", "--minutes", "20")
    assert disco("import", "n.md", "--json").data["problems"] == []
    assert disco("import", "n.md", "--kind", "interview", "--json").data["problems"] == []


def test_a_file_that_got_its_date_names_what_else_it_says(disco: Disco) -> None:
    disco("hypotheses", "add", "they export each week")
    disco("import", with_words("a.md", "Rosa @ Beta"))
    text = Path(with_words("a.md", "Rosa @ Beta", "2026-11-20")).read_text()
    Path("a.md").write_text(text.replace("on:", "channel: proxy\non:"))
    kind, message = said_of(disco, "a.md")
    assert (kind, message.partition(": ")[2]) == ("differs", "disco edit I1 --channel proxy")


def test_the_way_to_change_a_double_names_the_journal_that_was_given(
    disco: Disco, world: Path
) -> None:
    other = ("--journal", str(world / "other.db"))
    disco("log", "Ida @ Crumb", WORDS, *other)
    said = disco("log", "Ida @ Crumb", WORDS, "--minutes", "9", *other).out
    assert f"disco--journal{other[1]}editI1--minutes9" in "".join(said.split())
