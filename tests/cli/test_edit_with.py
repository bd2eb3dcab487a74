"""`disco edit` with other people: each is what they were on the day of the call."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Disco


def parts(disco: Disco, code: str) -> list[tuple[str, str, str | None]]:
    """Who was in an interview, and what they were on that day."""
    people = disco("show", code, "--json").data["people"]
    return [(each["name"], each["relation"], each["segment"]) for each in people]


@pytest.fixture
def known(disco: Disco) -> None:
    """Ida was a prospect in May and a customer since October; of Wim nothing is known (I3)."""
    disco("log", "Ida @ Crumb", "a", "--as", "prospect", "--segment", "shops", "--on", "2026-05-04")
    disco("log", "Ida @ Crumb", "b", "--as", "current", "--on", "2026-10-05")
    disco("edit", "I2", "--segment", "chains")
    disco("log", "Wim @ Crumb", "H: c", "--on", "2026-07-01")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("on", "relation", "segment"),
    [
        ("2026-05-04", "prospect", "shops"),
        ("2026-07-01", "prospect", "shops"),
        ("2026-10-04", "prospect", "shops"),
        ("2026-10-05", "current", "chains"),
        ("2026-11-19", "current", "chains"),
        ("2026-01-01", "prospect", "shops"),
        ("2026-09", "prospect", "shops"),
        ("undated", "current", "chains"),
    ],
)
def test_whoever_is_put_in_is_what_they_were_on_that_day(
    disco: Disco, on: str, relation: str, segment: str
) -> None:
    disco("edit", "I3", "--on", on)
    disco("edit", "I3", "--with", "Ida @ Crumb")
    assert parts(disco, "I3") == [("Ida", relation, segment)]


@pytest.mark.usefixtures("known")
def test_day_and_people_can_change_at_once(disco: Disco) -> None:
    disco("edit", "I3", "--with", "Ida @ Crumb", "--on", "2026-11-01")
    assert parts(disco, "I3") == [("Ida", "current", "chains")]


@pytest.mark.usefixtures("known")
def test_an_option_beside_with_is_everybodys(disco: Disco) -> None:
    disco("edit", "I3", "--with", "Ida @ Crumb; Wim @ Crumb", "--as", "unknown", "--segment", "x")
    assert parts(disco, "I3") == [("Ida", "unknown", "x"), ("Wim", "unknown", "x")]


@pytest.mark.usefixtures("known")
def test_a_whole_note_from_a_file_is_read_the_same_way(disco: Disco, world: Path) -> None:
    Path("n.md").write_text("---\nwith: Ida @ Crumb\nas: unknown\non: 2026-07-01\n---\nH: c\n")
    disco("edit", "I3", "--file", "n.md")
    assert parts(disco, "I3") == [("Ida", "prospect", "shops")]
    Path("n.md").write_text(
        "---\nwith: Ida @ Crumb\nas: former\nsegment: shops\non: 2026-07-01\n---\nH: c\n"
    )
    disco("edit", "I3", "--file", "n.md")
    assert parts(disco, "I3") == [("Ida", "former", "shops")]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("who", ["Zoe @ Zed", "Oskar @ Oven"])
def test_whoever_is_new_by_an_option_is_unknown_until_it_is_said(disco: Disco, who: str) -> None:
    disco("log", "Osk @ Oven", "c", "--as", "former", "--segment", "cafés")
    disco("edit", "I4", "--with", who)
    name = who.split(" @ ")[0]
    assert parts(disco, "I4") == [(name, "unknown", None)]
    disco("edit", "I4", "--with", f"{who}; Moe @ Zed", "--segment", "shops")
    assert parts(disco, "I4") == [(name, "unknown", "shops"), ("Moe", "unknown", "shops")]


@pytest.mark.usefixtures("known")
def test_whoever_is_new_beside_others_is_unknown_and_they_stay(disco: Disco) -> None:
    disco("log", "Osk @ Oven", "c", "--as", "former", "--segment", "cafés")
    disco("edit", "I4", "--with", "Osk @ Oven; Zoe @ Zed", "--minutes", "20")
    assert parts(disco, "I4") == [("Osk", "former", "cafés"), ("Zoe", "unknown", None)]
    disco("edit", "I4", "--with", "Osk @ Oven; Moe @ Zed", "--as", "internal")
    assert parts(disco, "I4") == [("Osk", "internal", "cafés"), ("Moe", "internal", None)]


@pytest.mark.usefixtures("known")
def test_whom_a_whole_note_names_anew_is_what_it_says(disco: Disco, world: Path) -> None:
    disco("log", "Osk @ Oven", "c", "--as", "former", "--segment", "cafés")
    head = "with: Zoe @ Zed\nas: former\nsegment: cafés\non: 2026-11-20"
    Path("n.md").write_text(f"---\n{head}\n---\nc\n")
    disco("edit", "I4", "--file", "n.md")
    assert parts(disco, "I4") == [("Zoe", "former", "cafés")]
    Path("n.md").write_text("---\nwith: Moe @ Zed\non: 2026-11-20\n---\nc\n")
    disco("edit", "I4", "--file", "n.md")
    assert parts(disco, "I4") == [("Moe", "unknown", None)]


@pytest.mark.usefixtures("known")
def test_a_name_that_is_mended_by_itself_keeps_what_was_said_of_it(disco: Disco) -> None:
    disco("log", "Osk @ Oven", "c", "--as", "prospect", "--segment", "cafés")
    disco("people", "edit", "Osk @ Oven", "--name", "Oskar")
    assert parts(disco, "I4") == [("Oskar", "prospect", "cafés")]


@pytest.mark.usefixtures("known")
def test_whoever_stays_keeps_what_the_interview_said(disco: Disco) -> None:
    disco("edit", "I1", "--with", "Ida @ Crumb; Wim @ Crumb")
    disco("edit", "I1", "--on", "2026-11-02")
    assert parts(disco, "I1")[0] == ("Ida", "prospect", "shops")


@pytest.mark.usefixtures("known")
def test_a_late_note_of_an_early_call_has_what_they_were_then(disco: Disco) -> None:
    disco("log", "Ida @ Crumb", "d", "--on", "2026-06-01")
    assert parts(disco, "I4") == [("Ida", "prospect", "shops")]


@pytest.mark.usefixtures("known")
def test_what_was_said_of_a_person_by_hand_holds_from_their_last_call_on(disco: Disco) -> None:
    disco("people", "edit", "Ida @ Crumb", "--as", "former")
    disco("log", "Ida @ Crumb", "d", "--on", "2026-11-01")
    assert parts(disco, "I4") == [("Ida", "former", "chains")]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    calls=st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(("prospect", "current", "former"))),
        min_size=1,
        max_size=4,
        unique_by=lambda call: call[0],
    ),
    ago=st.integers(0, 60),
)
def test_what_they_were_is_told_by_the_last_call_before(
    disco: Disco, journal_path: Path, calls: list[tuple[int, str]], ago: int
) -> None:
    for path in journal_path.parent.glob("journal.db*"):
        path.unlink()
    day: dict[date, str] = {}
    for days, relation in calls:
        on = TODAY - timedelta(days)
        day[on] = relation
        disco("log", "Ida @ Crumb", f"{days}", "--as", relation, "--on", f"{on}")
    on = TODAY - timedelta(ago)
    disco("log", "Wim", "x", "--on", f"{on}")
    number = f"I{len(calls) + 1}"
    disco("edit", number, "--with", "Ida @ Crumb")
    before = [each for each in day if each <= on]
    assert parts(disco, number)[0][1] == day[max(before) if before else min(day)]
