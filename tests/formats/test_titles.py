from __future__ import annotations

import pytest

from discoverycli.formats.interview import read_title


@pytest.mark.parametrize(
    ("text", "project", "subject"),
    [
        ("Kite Adopter Interview - Oakline", "Kite", "Oakline"),
        ("Kite Adopter Interview – Oakline, Inc.", "Kite", "Oakline, Inc."),
        ("Open Kite end-user interview: Oakline", "Open Kite", "Oakline"),
        ("Interview with L’Atelier", None, "L’Atelier"),
        ("An interview with Ana Silva", None, "Ana Silva"),
        ("Customer interview | Oakline", None, "Oakline"),
    ],
)
def test_a_title_says_project_and_subject(text: str, project: str | None, subject: str) -> None:
    title = read_title(text)
    assert (title.project, title.subject) == (project, subject)


@pytest.mark.parametrize(
    ("text", "participant", "rest"),
    [
        ("Participant 24, Friday, July 19, 3:30pm", "Participant 24", "Friday, July 19, 3:30pm"),
        ("**participant #2**", "Participant 2", None),
        ("P4.Kiosk interviews.2022.3.7 9:45am", "P4", "Kiosk interviews.2022.3.7 9:45am"),
        ("p12 interview", "P12", "interview"),
    ],
)
def test_a_title_says_a_number_in_a_study(text: str, participant: str, rest: str | None) -> None:
    title = read_title(text)
    assert (title.participant, title.rest) == (participant, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Interviews",
        "Interviews with adopters",
        "Interview with adopters",
        "Customer interview: Questions",
        "Kite interview - Our notes",
        "June 2022 end user interview",
        "P1 incidents",
        "Interviewing well",
        "",
    ],
)
def test_other_titles_say_nothing(text: str) -> None:
    title = read_title(text)
    assert (title.subject, title.participant) == (None, None)
