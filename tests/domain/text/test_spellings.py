"""What hides names and what forgets them find the same spellings, and leave the same words."""

from __future__ import annotations

import pytest

from discoverycli.domain.text.mentions import Mentions
from discoverycli.domain.text.pseudonyms import Known, Pseudonyms
from discoverycli.domain.text.spellings import forms

SPELLED = {
    "Ana Silva": (
        "Ana Silva", "ANA SILVA", "ana silva", "Silva, Ana", "Silva Ana", "Ana", "silva", "Anas",
        "AnaSilva", "SilvaAna", "anasilva", "anasilva99", "ana%20silva", "ana_silva", "ana-silva",
        "ana.silva", "asilva", "a.silva", "a_silva", "silva.a", "Ana S.", "Ana S", "A. Silva",
        "A Silva", "Silva, A.", "Silva A.", "A\u00adna Sil\u200bva", "askSilva", "SilvaConsulting",
    ),
    "Jürgen Müller": (
        "Jürgen Müller", "Ju\u0308rgen", "Jurgen Muller", "Juergen Mueller", "JUERGEN MUELLER",
        "Mueller", "juergen", "Juergens", "Jürgen Mueller", "Mueller, Juergen", "MuellerJuergen",
        "juergenmueller", "juergen.mueller", "juergen%20mueller", "jmueller", "jmueller7",
        "j.mueller", "J. Mueller", "J Mueller", "Juergen M.", "Mueller, J.", "askMueller",
        "MuellerConsulting", "Muel\u200bler", "Ju\u00adergen",
    ),
    "Søren Åberg": ("Soren Aberg", "Soeren", "aaberg", "saaberg", "S. Aaberg", "Soeren Å."),
    "Łukasz Żółć": ("Lukasz Zolc", "lukasz", "Lukasz Z.", "Ł. Zolc"),
    "Zoë Ørsted": ("Zoe Orsted", "Oersted", "zoersted", "Zoe O.", "Zoe Ø.", "Z. Oersted"),
    "Li Wu": (
        "Li Wu", "LI WU", "li.wu", "li%20wu", "Wu, Li", "Wu Li", "wu_li", "Li W.", "Li W", "L. Wu",
        "L Wu", "Wu, L.", "W. Li", "l.wu", "li.w", "wu_l",
    ),
    "Wei Ng": ("Wei Ng", "Wei", "Ng, Wei", "Wei N.", "W. Ng", "Ng, W.", "Ng W"),
    "Li Wü": ("Li Wue", "Wue, Li", "Li W.", "L. Wue"),
    "Dr. Li Wu (she)": ("Li Wu", "Wu, Li", "Li W."),
    "Anna-Maria O'Neil": (
        "Anna Maria O’Neil", "annamaria oneil", "AnnaMariaONeil", "Anna-Maria O.", "A. O'Neil",
    ),
    "Jean-Luc van der Berg": ("Jean-Luc Berg", "Berg, J.", "J. Berg", "Jean-Luc B.", "Berg"),
    "田中 太郎": ("田中 太郎", "田中太郎", "太郎田中", "田中さん"),
}  # fmt: skip

STAY = {
    "Ana Silva": ("bananas", "Anatol", "silvan", "a", "S."),
    "Li Wu": ("like w/o", "li w", "W.", "Lia Wu.", "Lin W.", "Li X.", "li-wan", "wuli"),
    "Jürgen Müller": ("Muellerei", "muelle", "J."),
}

ALL = [(name, each) for name, spelled in SPELLED.items() for each in spelled]
KEPT = [(name, each) for name, words in STAY.items() for each in words]


@pytest.mark.parametrize(("name", "spelled"), ALL)
def test_both_find_a_name_in_each_of_its_spellings(name: str, spelled: str) -> None:
    text = f"so {spelled} re-keys"
    forgotten = Mentions([name]).replaced(text, by="X")
    hidden = Pseudonyms([Known("X", (name,))])(text)
    for left in (forgotten, hidden):
        rest = left.replace("X", "").removeprefix("so ").removesuffix(" re-keys")
        assert "X" in left
        assert rest.strip(" ,") in {"", "s", "ask", "Consulting", "さん"}, left


@pytest.mark.parametrize(("name", "words"), KEPT)
def test_both_leave_what_only_looks_like_it(name: str, words: str) -> None:
    text = f"so {words} re-keys"
    assert Mentions([name]).replaced(text) == text
    assert Pseudonyms([Known("X", (name,))])(text) == text


def test_a_form_keeps_its_capitals() -> None:
    assert forms("Jürgen Öz") == ("Jürgen Öz", "Juergen Oez")
    assert forms("Ana") == ("Ana",)
