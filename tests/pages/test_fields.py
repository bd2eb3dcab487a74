"""What is declared once of a thing, as programs, spreadsheets and screens get it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from discoverycli.domain.vocabulary import Code, InterviewDate, Status
from discoverycli.pages.fields import WRITERS, Field, KeysOf, Shape, Shown, table
from discoverycli.render.blocks import Column


class Pet(NamedTuple):
    name: str
    age: int | None
    toys: tuple[str, ...] = ()


class Owner(NamedTuple):
    number: int
    pets: tuple[Pet, ...]


PET: Shape[Pet] = Shape(
    "pet",
    "An animal.",
    Field("name", "text", "what it is called"),
    Field("age", "whole?", "in years", lambda pet: pet.age),
    Field("toys", "text[]", "what it plays with", lambda pet: pet.toys),
)
OWNER: Shape[Owner] = Shape(
    "owner",
    "Who has pets.",
    Field("code", "P", "such as P7", lambda owner: owner.number),
    KeysOf(PET, lambda owner: owner.pets[0]),
    Field("name", "text", "in the place of the pet's", lambda owner: f"owner {owner.number}"),
    Field("pets", PET.many, "all of them", lambda owner: owner.pets),
    Field("last", PET.maybe, "the last one", lambda owner: owner.pets[-1], flat=lambda _: "pet"),
)
TOM = Pet("Tom", None, ("ball", "mouse"))
ANA = Owner(7, (TOM, Pet("Rex", 3)))


def test_a_shape_writes_its_keys_in_their_order_with_those_of_others_among_them() -> None:
    tom = {"name": "Tom", "age": None, "toys": ["ball", "mouse"]}
    rex = {"name": "Rex", "age": 3, "toys": []}
    assert PET.rows(ANA.pets) == [tom, rex]
    found = OWNER.data(ANA)
    assert list(found) == ["code", "name", "age", "toys", "pets", "last"]
    assert found == {**tom, "code": "P7", "name": "owner 7", "pets": [tom, rex], "last": rex}


def test_a_spreadsheet_joins_lists_and_leaves_out_objects_that_have_no_words() -> None:
    sheet = OWNER.sheet([ANA])
    assert [each.head for each in sheet.columns] == ["code", "name", "age", "toys", "last"]
    assert sheet.rows == (("P7", "owner 7", None, "ball; mouse", "pet"),)
    named = PET.sheet([TOM], "toys name", "plays_with called")
    assert [each.head for each in named.columns] == ["plays_with", "called"]
    assert named.rows == (("ball; mouse", "Tom"),)


def test_cells_are_empty_where_there_is_nothing_to_read_them_of() -> None:
    columns = PET.columns(lambda owner: owner.pets[0] if owner.pets else None, "name toys")
    assert table(columns, [ANA, Owner(8, ())]).rows == (("Tom", "ball; mouse"), (None, None))


def test_a_table_has_the_heads_widths_and_cells_of_its_columns() -> None:
    columns: tuple[Shown[Pet], ...] = (
        Shown("pet", lambda pet: pet.name, flex=True, lines=2),
        Shown("age", lambda pet: pet.age, align="right", drop=1),
    )
    shown = table(columns, ANA.pets, title="Pets", empty="none", headed=False)
    assert shown.columns == (Column("pet", flex=True, lines=2), Column("age", "right", drop=1))
    assert shown.rows == (("Tom", None), ("Rex", 3))
    assert (shown.title, shown.empty, shown.headed) == ("Pets", "none", False)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("day", date(2026, 11, 20), "2026-11-20"),
        ("date", InterviewDate.in_month(2026, 11), "2026-11"),
        ("date", InterviewDate.unknown(), None),
        ("code", Code("H", 3), "H3"),
        ("text", Status.STALE, "stale"),
        ("S", 45, "S45"),
        ("S?", None, None),
        ("H[]", (1, 2), ["H1", "H2"]),
        ("flag", False, False),
    ],
)
def test_values_are_written_by_their_type(kind: str, value: object, written: object) -> None:
    assert Field("key", kind, "means", lambda _: value).write(value) == written
    assert kind.rstrip("?[]") in WRITERS
