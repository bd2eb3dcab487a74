from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.notes import parse_note, render_note
from discoverycli.formats import ProblemKind, read


def kinds(text: str) -> list[ProblemKind]:
    return [problem.kind for problem in read("a.md", text.encode()).problems]


def test_a_paragraph_behind_a_label_is_no_name() -> None:
    assert kinds(f"Participant: {'so they told us ' * 20}\nDate: 2024-02-03\n\nWords.\n") == [
        ProblemKind.UNREADABLE
    ]


def test_more_people_than_a_note_can_name_are_refused() -> None:
    crowd = "\n".join(f"- Ana {'x' * 190} {number}" for number in range(400))
    assert kinds(f"Attendees:\n{crowd}\n\nDate: 2024-02-03\n\nWords.\n") == [ProblemKind.TOO_LARGE]


def test_a_text_that_grows_past_1_mb_when_it_is_escaped_is_refused() -> None:
    text = "Participant: Ana\nDate: 2024-02-03\n\n" + "H1+ a\n" * 160_000
    assert kinds(text) == [ProblemKind.TOO_LARGE]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(NAMES, NAMES, NAMES)
def test_whatever_is_imported_can_be_written_out_and_read_again(
    name: str, role: str, title: str
) -> None:
    text = (
        f"# {title}\n\nParticipant: {name}, {role}, Acme\nDate: 2024-02-03\n\nWords.\n> a quote\n"
    )
    for entry in read("a.md", text.encode()).entries:
        head = entry.note.head
        note = parse_note(render_note(head, entry.note.body))
        assert note.body == entry.note.body
        assert note.head == head._replace(
            with_=tuple(who._replace(role=None) for who in head.with_)
        )
