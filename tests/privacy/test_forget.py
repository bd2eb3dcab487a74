"""Forgetting in the rows: what goes, what stays, and what the record of changes keeps of it."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text
from sqlmodel import SQLModel

from discoverycli.domain.text.mentions import FORGOTTEN
from discoverycli.errors import NotFoundError
from discoverycli.privacy import forget, redact
from discoverycli.privacy.forget import Gone
from discoverycli.store.models import every
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)

NO_WORDS = {
    "counter": {"name"},
    "organisation": {"uid", "name", "name_key"},
    "person": {"uid", "name", "name_key", "former_names", "relation"},
    "interview": {"uid", "precision", "kind", "channel", "content_hash", "logged_at"},
    "participation": {"relation"},
    "statement": {"kind"},
    "hypothesis": {"uid", "text_key", "risk_class", "origin", "serves"},
    "evidence": {"stance"},
    "job": {"uid", "text_key", "type", "serves"},
    "theme": {"name"},
    "memo": {"status", "result"},
    "movement": {"was", "status"},
    "operation": {"at", "command"},
    "change": {"noun", "key", "before"},
    "consent": {"scope"},
    "decision": {"uid"},
    "ground": {"code", "status", "was"},
    "erasure": {"person_uid"},
}
"""Columns of text that are no free words, or are seen to by name."""


def test_every_column_of_words_is_known_to_forgetting() -> None:
    assert every  # the tables are known once their module is imported
    for table in SQLModel.metadata.sorted_tables:
        of_words = {
            column.name
            for column in table.columns
            if isinstance(column.type, Text) or getattr(column.type, "impl_instance", None)
        }
        words = {name for name in of_words if str(table.columns[name].type) == "TEXT"}
        known = {*redact.FREE.get(table.name, ()), *NO_WORDS.get(table.name, ())}
        known |= {"author"} if table.name in redact.SIGNED else set()
        dates = {column.name for column in table.columns if column.name.endswith(("_on", "_until"))}
        assert words - dates - known - {"last_contact"} == set(), table.name


def rows(path: Path, text: str, *values: Any) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(text, values).fetchall()
    finally:
        connection.close()


def forgotten(path: Path, number: int, **options: Any) -> Gone:
    with open_journal(path) as session:
        gone = forget.person(session, number, today=TODAY, **options)
        session.info["sealed"] = True
    return gone


ROOM = """---
with:
  - Ana Silva @ Acme
  - Ben Okoro @ Bolt
title: Ana Silva and Ben
---
Ana and Ben sat together.
!pain did: lost two days @Ben
!goal wants it gone — Ana
> every Friday, she says
> and on Mondays — Ana
Ana: and more
Ben thinks that Silva is right
"""


def test_in_a_shared_note_their_lines_go_and_the_name_goes_from_the_rest(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "-", typed=ROOM)
    gone = forgotten(journal_path, 1)
    assert (gone.shared, gone.interviews, gone.organisation) == ([1], [], "Acme")
    ((notes, title),) = rows(journal_path, "SELECT notes, title FROM interview")
    assert notes == "\n".join(
        [
            f"{FORGOTTEN} and Ben sat together.", "!pain did: lost two days @Ben", FORGOTTEN,
            FORGOTTEN, FORGOTTEN, FORGOTTEN, f"Ben thinks that {FORGOTTEN} is right", "",
        ]
    )  # fmt: skip
    assert title == f"{FORGOTTEN} and Ben"
    assert rows(journal_path, "SELECT person_id, text FROM statement") == [(2, "lost two days")]
    people = rows(journal_path, "SELECT name, organisation_id, period_days FROM person ORDER BY id")
    assert people == [("forgotten P1", None, 0), ("Ben Okoro", 2, None)]


def test_what_was_left_of_a_note_can_be_edited_as_before(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "-", typed=ROOM)
    forgotten(journal_path, 1)
    disco("edit", "I1", "--minutes", "20")
    shown = disco("show", "I1", "--json").data
    assert [each["code"] for each in shown["statements"]] == ["S1"]
    assert shown["minutes"] == 20
    disco("edit", "I1", "--file", "-", typed=f"{shown['notes']}\n!pain did: one more\n")
    last = disco("show", "I1", "--json").data["statements"][-1]
    assert last["person"] == "P2"


def test_with_colleagues_alone_in_the_room_all_that_is_not_theirs_goes(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Robin Vale @ Us", "x", "--as", "internal")
    note = (
        "---\nwith: [Robin Vale @ Us, Ana Silva @ Acme]\nstudy: payroll\n---\n"
        "Prose on her day.\n!idea a dashboard — Robin Vale\n!pain did: hers\n"
    )
    disco("log", "-", typed=note)
    disco("edit", "I2", "--file", "-", typed=note)
    with open_journal(journal_path) as session:
        session.connection().exec_driver_sql(
            "UPDATE participation SET relation = 'prospect' WHERE person_id = 2"
        )
    assert forgotten(journal_path, 2).interviews == [2]
    ((notes, study),) = rows(journal_path, "SELECT notes, study FROM interview WHERE id = 2")
    assert notes == f"{FORGOTTEN}\n!idea a dashboard — Robin Vale\n{FORGOTTEN}\n"
    assert study is None


def test_when_the_last_one_of_a_room_is_forgotten_nothing_is_left_of_the_note(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "-", typed=ROOM)
    forgotten(journal_path, 1)
    assert forgotten(journal_path, 2).interviews == [1]
    assert rows(journal_path, "SELECT notes, title FROM interview") == [(FORGOTTEN, None)]


def test_an_organisation_stays_as_long_as_somebody_is_there_who_is_known(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Acme; Ben Okoro @ Acme", "x")
    assert forgotten(journal_path, 1).organisation is None
    assert rows(journal_path, "SELECT organisation_id FROM person") == [(1,), (1,)]
    assert forgotten(journal_path, 2).organisation == "Acme"
    assert rows(journal_path, "SELECT organisation_id FROM person") == [(None,), (None,)]
    assert rows(journal_path, "SELECT * FROM organisation") == []
    assert rows(journal_path, "SELECT rowid FROM search WHERE search MATCH 'acme'") == []


def test_an_organisation_that_they_left_goes_too_if_nobody_else_is_there(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Acme", "x")
    disco("people", "edit", "P1", "--organisation", "Bolt")
    forgotten(journal_path, 1)
    assert rows(journal_path, "SELECT * FROM organisation") == []


def test_verdicts_are_weighed_again_and_the_counts_of_contacts_stay(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "H: they type it twice\nH+ did: x", "--as", "prospect")
    before = disco("report", "cadence", "--json").data["this_week"]
    (move,) = forgotten(journal_path, 1).moves
    assert (str(move.code), move.was.value, move.status.value) == ("H1", "testing", "unvalidated")
    assert disco("hypotheses", "show", "H1", "--json").data["evidence"] == []
    assert disco("report", "cadence", "--json").data["this_week"] == before
    assert disco("people", "--due", "--json").data == []


def test_opinions_that_differed_in_the_name_alone_are_still_two(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    disco("hypotheses", "add", "Ana pays for it")
    disco("hypotheses", "add", "Silva pays for it")
    forgotten(journal_path, 1)
    texts = [row[0] for row in rows(journal_path, "SELECT text FROM hypothesis ORDER BY id")]
    assert texts == [f"{FORGOTTEN} pays for it", f"{FORGOTTEN} pays for it (H2)"]


def test_a_colleague_who_signs_with_the_same_given_name_goes_on_signing(  # type: ignore[no-untyped-def]
    disco, journal_path, monkeypatch
) -> None:
    monkeypatch.setenv("DISCO_AUTHOR", "Ana")
    disco("log", "Ana Silva @ Acme", "H: they type it twice\nH+ did: x")
    disco("hypotheses", "add", "Ana of ours asks for it")
    forgotten(journal_path, 1)
    assert rows(journal_path, "SELECT DISTINCT author FROM hypothesis") == [("Ana",)]
    assert rows(journal_path, "SELECT text FROM hypothesis WHERE id = 2") == [
        ("Ana of ours asks for it",)
    ]


def test_somebody_who_has_logged_is_no_author_any_more(disco, journal_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DISCO_AUTHOR", "Robin Vale")
    disco("log", "Robin Vale @ Us", "H: we know it all", "--as", "internal")
    disco("log", "Ben @ Acme", "x")
    forgotten(journal_path, 1)
    for table in ("interview", "hypothesis", "operation"):
        authors = rows(journal_path, f"SELECT DISTINCT author FROM {table} WHERE author <> ''")
        assert authors == [(FORGOTTEN,)], table


def test_what_the_record_kept_of_them_goes_and_cannot_be_taken_back(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben Okoro @ Acme", "H: they type it twice")
    disco("log", "Ana Silva @ Acme", "!pain did: her words")
    disco("edit", "I2", "--file", "-", typed="other words")
    disco("hypotheses", "edit", "H1", "--segment", "Silva and friends")
    disco("hypotheses", "edit", "H1", "--segment", "clinics")
    disco("hypotheses", "edit", "H1", "--importance", "5")
    forgotten(journal_path, 1 + 1)
    kept = [json.loads(row[0]) for row in rows(journal_path, "SELECT before FROM change") if row[0]]
    assert not any("her words" in str(image) or "Silva" in str(image) for image in kept)
    sealed = [row[0] for row in rows(journal_path, "SELECT id FROM operation WHERE sealed = 1")]
    assert sealed == [2, 3, 5, 7]  # logged, edited, the segment that named her, and this
    for number in (2, 3, 5, 7):
        assert "forgotten" in disco("undo", str(number), "--yes", ok=False).err
    disco("undo", "6", "--yes")
    assert disco("hypotheses", "show", "H1", "--json").data["importance"] == 3


def test_words_that_were_once_filed_under_another_go_with_those_of_the_record(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    note = "---\nwith: [Ana Silva @ Acme, Ben Okoro @ Bolt]\n---\n!pain did: quotable {}\n"
    disco("log", "-", typed=note.format("@Ben"))
    disco("edit", "I1", "--file", "-", typed=note.format("@Ana"))
    disco("log", "Ben Okoro @ Bolt", "x")
    forgotten(journal_path, 1)
    assert not any(
        "quotable" in str(row) for row in rows(journal_path, "SELECT before FROM change")
    )


def test_a_note_whose_names_have_changed_since_loses_their_words_all_the_same(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "-", typed=ROOM)
    disco("people", "edit", "P1", "--name", "Anna Okoro-Silva")
    with open_journal(journal_path) as session:
        session.connection().exec_driver_sql("UPDATE person SET former_names = '[]' WHERE id = 1")
    forgotten(journal_path, 1)
    ((notes,),) = rows(journal_path, "SELECT notes FROM interview")
    assert "wants it gone" not in notes
    assert "lost two days" in notes


def test_nobody_is_no_person(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    with pytest.raises(NotFoundError), open_journal(journal_path) as session:
        forget.person(session, 9, today=TODAY)


def test_whoever_signed_a_belief_or_a_decision_is_forgotten_there_too(
    disco, journal_path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice", "--wrong-if", "Ana Silva does not")
    for author in ("Ana Silva", "Kim"):
        monkeypatch.setenv("DISCO_AUTHOR", author)
        disco("hypotheses", "predict", "H1", "70%")
    disco("log", "Ana Silva @ Acme", "!pain did: her very own words")
    disco("why", "H1", "--heard", "S1")
    disco("hypotheses", "decide", "ask Ana Silva again", "--because", "H1")
    with open_journal(journal_path) as session:
        forget.person(session, 1, today=TODAY)
    authors = {row[0] for row in rows(journal_path, "SELECT author FROM prediction")}
    assert authors == {FORGOTTEN, "Kim"}
    assert rows(journal_path, "SELECT text FROM decision") == [(f"ask {FORGOTTEN} again",)]
    assert rows(journal_path, "SELECT wrong_if FROM revision") == [(f"{FORGOTTEN} does not",)]
    assert rows(journal_path, "SELECT text, heard_id FROM why") == [(FORGOTTEN, None)]


def test_what_is_made_of_words_is_made_of_the_cleaned_ones_in_the_record_too(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Acme", "x")
    disco("hypotheses", "add", "Ana Silva pays twice")
    disco("jobs", "add", "help ana silva pay")
    for word in ("hypotheses", "jobs"):
        disco(word, "edit", f"{word[0]}1", "--segment", "clinics")
    gone = forgotten(journal_path, 1)
    kept = "".join(str(row) for row in rows(journal_path, "SELECT * FROM change"))
    assert "silva" not in kept.lower()
    assert f"{FORGOTTEN} pays twice" in kept
    assert gone.left == []
    assert disco("doctor", "--fix").code == 0


def test_an_organisation_that_is_called_after_them_keeps_the_rest_of_its_name(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Ana Silva Consulting", "x")
    disco("log", "Ben Okoro @ Ana Silva Consulting", "we at Ana Silva Consulting pay")
    disco("log", "Cleo Durand @ anasilva", "x")
    disco("log", "Dan Reyes @ Silva & Sons", "x")
    gone = forgotten(journal_path, 1)
    names = rows(journal_path, "SELECT name, name_key FROM organisation ORDER BY id")
    assert names == [
        (f"{FORGOTTEN} Consulting", f"{FORGOTTEN} consulting"), (FORGOTTEN, FORGOTTEN),
        ("Silva & Sons", "silva & sons"),
    ]  # fmt: skip
    assert gone.left == ["organisation 3"]
    assert rows(journal_path, "SELECT notes FROM interview WHERE id = 2") == [
        (f"we at {FORGOTTEN} Consulting pay",)
    ]
    assert rows(journal_path, "SELECT rowid FROM search WHERE search MATCH 'ana'") == []
    assert disco("doctor", "--fix").code == 0


def test_every_place_is_told_where_a_word_stays_that_may_mean_them(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Mark Webb @ Acme", "x")
    disco("log", "Ben Okoro @ Bolt", "> we mark each page #webbing\n!pain did: ask Mark first")
    disco("log", "Cleo Webb @ Bolt", "!commit to call Webb")
    disco("hypotheses", "add", "clinics mark invoices")
    disco("hypotheses", "edit", "H1", "--segment", "Mark, and others")
    disco("hypotheses", "edit", "H1", "--segment", "clinics")
    disco("hypotheses", "decide", "they mark it", "--because", "H1")
    gone = forgotten(journal_path, 1)
    assert set(gone.left) == {
        "I2", "S1", "I3", "S3", "H1", "D1", "H1 before change 5", "H1 before change 6",
    }  # fmt: skip


def test_people_who_are_called_after_them_and_authors_who_may_be_are_told(  # type: ignore[no-untyped-def]
    disco, journal_path, monkeypatch
) -> None:
    disco("log", "Ana Silva @ Acme", "x")
    disco("log", "Assistant of Ana Silva @ Acme", "x")
    monkeypatch.setenv("DISCO_AUTHOR", "Ana")
    disco("log", "Ben @ Bolt", "x")
    assert forgotten(journal_path, 1).left == ["P2", "an author"]


def test_a_name_that_an_importer_put_into_a_role_or_a_title_is_theirs(
    disco, world, journal_path
) -> None:  # type: ignore[no-untyped-def]
    (world / "kite-interviews.md").write_text(
        "# K\n\n## Interview 1: Iven O.\n\nDate: 2026-10-01\n\nwords\n\n"
        "## Interview 2: Zelda Quimby\n\nDate: 2026-10-02\nRole: CFO\n\nIven knows zquimby.\n"
    )
    disco("import", str(world / "kite-interviews.md"))
    disco("log", "Ben @ Acme", "Zelda asked Iven, then iven o. asked Quimby")
    for number in (1, 2):
        forgotten(journal_path, number)
    left = [row[0] for row in rows(journal_path, "SELECT notes FROM interview ORDER BY id")]
    assert left[2] == f"{FORGOTTEN} asked {FORGOTTEN}, then {FORGOTTEN}. asked {FORGOTTEN}"
    kept = "".join(str(row) for row in rows(journal_path, "SELECT * FROM change")).lower()
    for word in ("iven", "quimby", "zelda"):
        assert word not in kept
