from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.formats.entries import ProblemKind, RefusedError
from discoverycli.formats.metadata import Meaning, Metadata, meaning_of, read_metadata, without

STYLES = {
    "front matter": "---\ndate: 2026-03-04\nparticipant: Ana Silva\n---\nShe waits.\n",
    "bold labels": "**Date:** 2026-03-04\n**Participant:** Ana Silva\n\nShe waits.\n",
    "colon outside": "**Date**: 2026-03-04\n__Participant__: Ana Silva\n\nShe waits.\n",
    "bare labels": "Interview date: 2026-03-04\nInterviewee: Ana Silva\n\nShe waits.\n",
    "bullets": "- Date: 2026-03-04\n- **Adopter:** Ana Silva\n\nShe waits.\n",
    "table": "| Field | |\n|---|:--|\n| Date | 2026-03-04 |\n| Name | Ana Silva |\n\nShe waits.\n",
    "table without outer bars": "| Date | 2026-03-04\n| Who | Ana Silva\n\nShe waits.\n",
    "quoted labels": "> Date: 2026-03-04\n> **Guest:** Ana Silva\n\nShe waits.\n",
    "labels in a list": "Attendees:\n- Participant: Ana Silva\n\nDate: 2026-03-04\n\nShe waits.\n",
    "nested lists": "Attendees:\n\tAdopter: \n  - Ana Silva\nDate: 2026-03-04\n\nShe waits.\n",
    "several names": "Published on: 2026-03-04\nParticipant(s) 1: Ana Silva\n\nShe waits.\n",
}


def values(metadata: Metadata, meaning: Meaning) -> list[str]:
    return [field.value for field in metadata.all(meaning)]


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_the_same_is_found_in_every_style_and_only_the_text_is_left(text: str) -> None:
    metadata = read_metadata(text)
    assert values(metadata, Meaning.DATE) == ["2026-03-04"]
    assert values(metadata, Meaning.HEARD) == ["Ana Silva"]
    assert without(text, metadata.consumed) == "She waits."


def test_a_field_knows_its_line() -> None:
    metadata = read_metadata("# Talk\n\n**Date:** 2026-03-04\n**Attendees:**\n- **Host:** Omar\n")
    assert [(field.meaning, field.line) for field in metadata.fields] == [
        (Meaning.TITLE, 1),
        (Meaning.DATE, 3),
        (Meaning.INTERVIEWER, 5),
    ]


def test_front_matter_lines_are_those_of_the_file() -> None:
    metadata = read_metadata("---\n# a remark\ntitle: Talk\ndate: no\n---\n")
    assert [(field.value, field.line) for field in metadata.fields] == [("Talk", 3), ("no", 4)]


def test_reading_stops_at_the_first_line_of_text() -> None:
    text = "Date: 2026-03-04\n\nShe said this.\n\nName: of the tool is long\n"
    metadata = read_metadata(text)
    assert values(metadata, Meaning.HEARD) == []
    assert without(text, metadata.consumed) == "She said this.\n\nName: of the tool is long"


def test_speaker_labels_of_a_transcript_are_no_metadata() -> None:
    text = "Date: 2026-03-04\n\n" + "Moderator: and then?\nParticipant: then I wait.\n" * 4
    metadata = read_metadata(text)
    assert [field.meaning for field in metadata.fields] == [Meaning.DATE]
    assert without(text, metadata.consumed).startswith("Moderator: and then?")


def test_who_led_the_talk_is_told_from_who_was_heard() -> None:
    text = "**Attendees:**\n- **TOC:** Priya\n- **TOC Shadow:** Omar\n- **Adopter:** Greta\n- Jo\n"
    metadata = read_metadata(text)
    assert values(metadata, Meaning.INTERVIEWER) == ["Priya", "Omar"]
    assert values(metadata, Meaning.HEARD) == ["Greta"]
    assert values(metadata, Meaning.PRESENT) == ["Jo"]


def test_a_count_of_attendees_names_nobody() -> None:
    metadata = read_metadata("---\nattendees: 5\ndate: 2026-03-04\n---\nText\n")
    assert values(metadata, Meaning.PRESENT) == []
    assert metadata.unread == ("attendees: 5",)


def test_a_list_of_attendees_in_front_matter_names_each() -> None:
    metadata = read_metadata("---\nattendees:\n  - Ana\n  - Ben\n---\nText\n")
    assert values(metadata, Meaning.PRESENT) == ["Ana", "Ben"]


def test_participants_with_fields_of_their_own_are_read_as_a_line_would_be() -> None:
    text = (
        "---\nparticipants:\n  - {name: Ana Silva, role: Nurse, company: Acme}\n  - Ben\n---\nYes\n"
    )
    assert values(read_metadata(text), Meaning.HEARD) == ["Ana Silva, Nurse, Acme", "Ben"]


def test_nested_front_matter_is_kept_as_text() -> None:
    text = "---\nasked: {by phone: 3, in person: [ghent, lier]}\nempty:\n---\nYes\n"
    assert read_metadata(text).unread == ("asked: by phone: 3, in person: ghent, lier",)


def test_a_row_of_a_label_table_that_is_the_documents_own_is_kept() -> None:
    text = "| Weather | rain |\n|---|---|\n| Date | 2026-03-04 |\n\nYes\n"
    assert read_metadata(text).unread == ("Weather: rain",)


def test_a_block_between_rules_that_has_no_fields_is_no_front_matter() -> None:
    metadata = read_metadata("---\n# Talk\n- a\n- b\n---\nYes\n")
    assert [field.meaning for field in metadata.fields] == [Meaning.TITLE]


def test_labels_of_the_documents_own_are_kept_and_furniture_is_not() -> None:
    text = (
        "---\nkind: post\nstatus: signed\n---\n# Talk\n\n**Place:** Ghent\nDate: 2026-03\n\nYes.\n"
    )
    metadata = read_metadata(text)
    assert metadata.unread == ("status: signed",)
    assert without(text, metadata.consumed) == "**Place:** Ghent\n\nYes."


def test_an_open_recording_field_goes_and_a_filled_one_stays() -> None:
    waiting = "Meeting Record: TBA\n\nYes."
    assert without(waiting, read_metadata(waiting).consumed) == "Yes."
    filled = "Recording: https://video.example/1\n\nYes."
    assert without(filled, read_metadata(filled).consumed) == filled


@pytest.mark.parametrize("open_value", ["TBD", "[Name]", "___", "<name>", "{{name}}", "$NAME", ""])
def test_a_field_that_waits_to_be_filled_in_counts_as_missing(open_value: str) -> None:
    assert read_metadata(f"Interviewee: {open_value}\n").first(Meaning.HEARD) is None


def test_a_quote_of_the_participant_is_not_taken_for_labels() -> None:
    text = "# Talk\n\n> We lost a day: every month.\n"
    assert without(text, read_metadata(text).consumed) == "> We lost a day: every month."


def test_a_table_of_prices_stays_text() -> None:
    text = "| Plan | Price | Seats |\n|---|---|---|\n| Date | 1 | 2 |\n"
    assert read_metadata(text).fields == ()


def test_a_rule_at_the_top_opens_no_front_matter() -> None:
    text = "---\n\nShe waits: for years.\n\n---\nMore.\n"
    assert read_metadata(text).fields == ()


def test_a_list_under_a_label_that_is_not_about_people_stays_text() -> None:
    text = "Date: 2026-03\nTranscript:\n- Host: and then?\n- Guest: I wait.\n"
    left = without(text, read_metadata(text).consumed)
    assert left == "Transcript:\n- Host: and then?\n- Guest: I wait."


def test_an_open_field_in_a_list_of_fields_does_not_end_it() -> None:
    metadata = read_metadata("- Date:\n- Guest: Ana Silva\n\nShe waits.\n")
    assert values(metadata, Meaning.HEARD) == ["Ana Silva"]


def test_front_matter_that_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(RefusedError) as error:
        read_metadata("---\ntitle: Interview: Acme\n---\nText\n")
    assert error.value.line == 2


def test_front_matter_of_more_than_64_kb_is_refused_by_its_size() -> None:
    with pytest.raises(RefusedError) as error:
        read_metadata("---\na: " + "x" * 64_000 + "\n---\nText\n")
    assert "64 KB" in error.value.message
    assert error.value.kind is ProblemKind.TOO_LARGE


def test_links_and_emphasis_are_taken_off_values() -> None:
    metadata = read_metadata("Name: **[Ana Silva](https://ana.example)** &amp; Ben\n")
    assert values(metadata, Meaning.HEARD) == ["Ana Silva & Ben"]


def test_a_second_title_that_says_something_else_stays_in_the_text() -> None:
    text = "---\ntitle: Talk\n---\n# What we heard\n\nYes.\n"
    metadata = read_metadata(text)
    assert values(metadata, Meaning.TITLE) == ["Talk"]
    assert without(text, metadata.consumed).startswith("# What we heard")


def test_a_question_as_first_heading_is_no_title() -> None:
    text = "---\ntitle: Talk\n---\n## What do you do?\n\nBread.\n"
    assert without(text, read_metadata(text).consumed).startswith("## What do you do?")


@pytest.mark.parametrize(
    "label", ["Date", "DATE", "created_at", "Meeting  Time", "interview date:"]
)
def test_a_label_is_known_in_any_case_and_spacing(label: str) -> None:
    assert meaning_of(label) is Meaning.DATE


@given(
    st.lists(
        st.sampled_from(
            [
                "Date: x",
                "**Name:** y",
                "> Who: z",
                "| a | b |",
                "- x",
                "# t",
                "---",
                "",
                "text",
                "\tTOC:",
                "Attendees:",
                "<!-- c -->",
            ]
        ),
        max_size=12,
    )
)
def test_every_line_is_either_metadata_or_still_there(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        metadata = read_metadata(text)
    except RefusedError:
        return
    assert metadata.consumed <= set(range(1, len(lines) + 1))
    left = without(text, metadata.consumed).split("\n")
    kept = [line for n, line in enumerate(lines, 1) if n not in metadata.consumed]
    assert [line for line in left if line] == [line for line in kept if line]
