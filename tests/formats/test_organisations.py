from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.formats.people import organisation_in


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Kestrel, [kestrel.example](https://kestrel.example/)", "Kestrel"),
        ("Kestrel, <https://kestrel.example/>", "Kestrel"),
        ("Kestrel,[https://kestrel.example](http://kestrel.example/)", "Kestrel"),
        ('Kestrel " https://www.kestrel.example', "Kestrel"),
        ("**Kestrel, http://www.kestrel.example**", "Kestrel"),
        ("[Kestrel Group](https://www.kestrel.example)", "Kestrel Group"),
        ("Kestrel informatics Pvt Ltd, <https://kestrel.example>", "Kestrel informatics Pvt Ltd"),
        ("Kestrel, <https://a.example> and <https://b.example>", "Kestrel"),
        ("birds.example, the largest bird shop, www.birds.example", "birds.example"),
        ("Kestrel I\\&S, <https://kestrel.example/>", "Kestrel I&S"),
        ("Kestrel - making wings better with sensors.", "Kestrel"),
        ("kestrel", "kestrel"),
        ("Museum of Clocks", "Museum of Clocks"),
        ("Soluções Aéreas", "Soluções Aéreas"),
        ("The Open Kestrel Tools Project (OKT)", "The Open Kestrel Tools Project (OKT)"),
    ],
)
def test_a_name_is_taken_without_its_address_and_its_description(phrase: str, name: str) -> None:
    assert organisation_in(phrase) == name


@pytest.mark.parametrize(
    "phrase",
    [
        "A leading maker of bird feeders for stations.",
        "Global retail company",
        "Regional Bank",
        "Fortune 500 Insurance Organization",
        ": Among the ten largest makers of bells worldwide.",
        "Public library based in Ghent, Belgium",
        "Kestrel is a company that makes bird feeders. See <https://kestrel.example>",
        "Consultancy",
        "500",
        "",
        " , ",
        "<https://kestrel.example>",
    ],
)
def test_a_description_is_no_name(phrase: str) -> None:
    assert organisation_in(phrase) is None


@given(st.text(st.characters(codec="utf-8"), max_size=100))
def test_any_phrase_gives_a_short_name_or_none(phrase: str) -> None:
    name = organisation_in(phrase)
    assert name is None or 0 < len(name.split()) <= 6
